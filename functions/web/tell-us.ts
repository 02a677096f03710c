import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import * as z from "zod";
import { formOf, NewFeedback } from "../../core/learning/feedback.ts";
import type { FormLanguage } from "../../core/partnership/learning.ts";
import { Code } from "../../core/partnership/partnership.ts";
import { isPractice } from "../../core/partnership/practice.ts";
import { REFUSALS, Refusal } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import { type ToldFault, tellUsPage, toldPage } from "../../web/tell-us-page.tsx";
import * as directory from "../aws/directory.ts";
import { env } from "../env.ts";
import { giveFeedback, given } from "../feedback.ts";
import { type Answer, type Asked, type Shown, seeOther } from "./door.ts";
import { textIn } from "./press.ts";

/** Nobody reads the form and says what happened to them in less; a page that was left open over night is no longer good. In ms. */
const LEAST_MS = 2000;
const MOST_MS = 24 * 3_600_000;

/** The form for people who have no account here, in their language. */
export const askToTell = (asked: Asked): Promise<Shown> => shown(asked);

/** A form that was not kept is still the same form: whoever mends what was wrong may send it at once. */
async function shown(asked: Asked, fault?: ToldFault, status = 200): Promise<Shown> {
  const { now, form } = asked;
  const { partnership, agencies, languages } = await hearing(asked);
  const language = languageFor(asked, languages);
  const sent = form.get("stamp") ?? "";
  const stamp = openedIn(sent, partnership, now) ? sent : stamped(partnership, randomUUID(), now);
  const choices = agencies.map(({ code, title }) => ({ code, title }));
  return { content: tellUsPage({ partnership, languages, language, agencies: choices, stamp, typed: form, fault }), status };
}

/** Whose address it is. Throws NotFound. */
function partnershipIn({ params }: Asked): string {
  const { data: partnership } = Code.safeParse(params.partnership);
  if (!partnership || isPractice(partnership)) throw new Refusal("NotFound", "There is no form here.");
  return partnership;
}

/** Of which partnership the form is. One that has none, and one that does not exist, look the same. Throws NotFound. */
async function hearing(asked: Asked) {
  const partnership = partnershipIn(asked);
  const { agencies, learning } = await directory.inForce(partnership, asked.now);
  return { partnership, agencies, languages: formOf(learning).languages };
}

/** The language that was chosen, or else the first that the browser asks for, or else the partnership’s own. */
function languageFor({ query, form, event }: Asked, languages: readonly FormLanguage[]): FormLanguage {
  const wished = (event.headers["accept-language"] ?? "").split(",").map((one) => one.trim().slice(0, 2).toLowerCase());
  const codes = [form.get("instead"), form.get("language"), query.get("language"), ...wished];
  const found = codes.flatMap((code) => languages.find((one) => one.code === code) ?? [])[0] ?? languages[0];
  if (!found) throw new Refusal("NotFound", "There is no form here.");
  return found;
}

/** What was wrong with a field, as the form can say it in each of its languages. A choice that the form does not offer is no form of ours. */
function faultOf(field: string, value: string | null): ToldFault {
  if (field !== "happened" && field !== "better") return { field: "happened", why: "notTaken" };
  return { field, why: value?.trim() ? "tooLong" : "missing" };
}

/** A form that was sent. Kept once; not kept, it is shown again with everything that was typed, and why. Whoever chose another language has not sent it yet. */
export async function tellByForm(asked: Asked): Promise<Answer> {
  const { form, now } = asked;
  if (form.has("instead")) return shown(asked);
  const { partnership, languages } = await hearing(asked);
  const opened = openedIn(form.get("stamp") ?? "", partnership, now);
  if (!opened || opened.age < LEAST_MS || form.get("website")) return shown(asked, { field: "happened", why: "notTaken" }, 400);
  const said = NewFeedback.safeParse({
    as: form.get("as") || undefined,
    agency: form.get("agency") || null,
    happened: textIn(form, "happened") ?? "",
    better: textIn(form, "better") ?? null,
  });
  if (!said.success) {
    const field = String(said.error.issues[0]?.path[0] ?? "happened");
    return shown(asked, faultOf(field, form.get(field)), 400);
  }
  const { code: language } = languageFor(asked, languages);
  try {
    const id = await giveFeedback({ partnership, form: opened.id, language, from: whence(asked), now }, said.data);
    return seeOther(`/tell-us/${partnership}/${id}`);
  } catch (error) {
    if (!(error instanceof Refusal) || !["TooMany", "Invalid"].includes(error.name)) throw error;
    const why = error.name === "TooMany" ? "tooOften" : "notTaken";
    return shown(asked, { field: "happened", why }, REFUSALS[error.name]);
  }
}

/** Where its giver was told to look: that it is kept, and the answer once there is one. Nothing of what they said stands here. It stays when the form is withdrawn. */
export async function readTold(asked: Asked): Promise<Answer> {
  const partnership = partnershipIn(asked);
  const { data: id } = z.uuid().safeParse(asked.params.id);
  const of = id && (await given(partnership, id));
  if (!of) throw new Refusal("NotFound", "There is nothing at this address.");
  const own = (languages: readonly FormLanguage[]) => languages.find(({ code }) => code === of.given.language);
  const now = await languagesAt(partnership, asked.now);
  const language = own(now) ?? own(await languagesAt(partnership, of.given.at)) ?? languageFor(asked, now);
  const form = now.length > 0 ? `/tell-us/${partnership}?language=${language.code}` : undefined;
  return { content: toldPage({ form, language, reference: of.reference, answer: of.answer, now: asked.now }) };
}

/** The languages that a partnership's form has at an instant; none where it has no form. */
const languagesAt = async (partnership: string, at: Instant): Promise<readonly FormLanguage[]> =>
  (await directory.learningInForce(partnership, at))?.feedback?.languages ?? [];

const key = () => Buffer.from(env("SESSION_KEY"), "base64url");
const marked = (what: string): string => createHmac("sha256", key()).update(what).digest("base64url");

/** A form of ours, with its own number and when it was opened. */
function stamped(partnership: string, id: string, now: Instant): string {
  const what = `${id}.${Date.parse(now)}`;
  return `${what}.${marked(`form ${partnership} ${what}`)}`;
}

/** The number of a form that we have given out, and for how long it has been open; undefined for any other, and for one that is too old. */
function openedIn(stamp: string, partnership: string, now: Instant): { id: string; age: number } | undefined {
  const [id = "", at = "", mark = ""] = stamp.split(".");
  const [is, ought] = [mark, marked(`form ${partnership} ${id}.${at}`)].map((one) => Buffer.from(one)) as [Buffer, Buffer];
  const age = Date.parse(now) - Number(at);
  return is.length === ought.length && timingSafeEqual(is, ought) && age <= MOST_MS ? { id, age } : undefined;
}

/** Where a form comes from, as it is counted: nobody can read an address in it, and tomorrow it is another. */
const whence = ({ event, now }: Asked): string =>
  marked(`from ${now.slice(0, 10)} ${event.requestContext.http.sourceIp}`).slice(0, 22);
