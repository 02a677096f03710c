import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { controlRoomOf, titleOf } from "../../core/escalation/escalation.ts";
import { faultsIn } from "../../core/escalation/questions.ts";
import { type Triage, triage } from "../../core/escalation/triage.ts";
import type { Partnership, Pathway, Question } from "../../core/partnership/partnership.ts";
import { areaOf, type Counting, pathwayInForce, termsInForce, versionsCounting } from "../../core/partnership/terms.ts";
import type { Person } from "../../core/people.ts";
import { type FieldError, invalid, REFUSALS, Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import type { Typed } from "../../web/form.tsx";
import { type LikelyMatch, matchesPage } from "../../web/matches-page.tsx";
import type { Content } from "../../web/page.tsx";
import { raiseCheckPage } from "../../web/raise-check-page.tsx";
import { choosePathwayPage, ELSEWHERE, type Offer, type RaiseView, raisePage } from "../../web/raise-page.tsx";
import { likelyMatchesFor } from "../api/likely-matches.ts";
import { pathwayView } from "../api/list-pathways.ts";
import { asIfRaised, raiseEscalation } from "../api/raise-escalation.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import type { Draft } from "../aws/drafts.ts";
import { parse, requestOf } from "../edge.ts";
import { log, nameOf } from "../log.ts";
import { note } from "../pace.ts";
import { type Answer, type AskedBy, seeOther } from "./door.ts";
import { draftIn, draftsOf, endSafely, keepSafely } from "./drafts.ts";
import { failed } from "./not-done.ts";
import { siteOf } from "./places.ts";
import { askIn, faultsInForm, faultsInSaid, rowsIn, saidIn } from "./raise-body.ts";
import { disputedBy, filledFrom } from "./raise-disputing.ts";
import { wallAt } from "./wall-clock.ts";

/** An empty form with the reader's own place chosen already, and what they have typed into others before; or one of those, where it is asked for; or what a first answer fills in that is to be disputed. */
export async function askToRaise({ actor, now, query }: AskedBy): Promise<Answer> {
  const [agreed, drafts] = await Promise.all([directory.inForce(actor.partnership, now), draftsOf({ actor, now })]);
  const brought = drafts.find(({ id }) => id === query.get("draft"));
  const offers = drafts.filter(({ id }) => id !== brought?.id).map((draft) => offerOf(agreed, draft, now));
  if (brought) {
    const values = new URLSearchParams(brought.fields);
    values.set("draft", brought.id);
    const more = { offers, draftAt: brought.at, draftSeen: brought.at };
    return { content: formFor(agreed, actor, now, values.get("pathway"), { values, errors: [] }, more) };
  }
  const first = query.get("firstAnswer") ? await disputedBy(actor, query.get("firstAnswer") ?? "") : undefined;
  if (first?.disputed) return seeOther(`/escalations/${first.disputed.id}`);
  if (first) {
    const values = filledFrom(first, agreed);
    return { content: formFor(agreed, actor, now, values.get("pathway"), { values, errors: [] }, { offers }) };
  }
  const own = siteOf(agreed, actor);
  const typed = { values: new URLSearchParams(own ? { "place.borough": own } : {}), errors: [] };
  return { content: formFor(agreed, actor, now, query.get("pathway"), typed, { offers, draftIsGone: query.has("draft") }) };
}

/** A draft as its writer tells it from another: what it is about, where, and who. */
function offerOf(agreed: Partnership, { id, at, fields }: Draft, now: Instant): Offer {
  const values = new URLSearchParams(fields);
  const types = versionFor(agreed, values, now)?.types ?? [];
  const type = values.get("type");
  const about = [
    type ? titleOf(types, type) : "Nothing chosen yet",
    values.get("place.address") ?? values.get("place.borough"),
    values.get("person.knownAs"),
  ];
  return { id, at, about: about.filter(Boolean).join(", ") };
}

/** A press on the form: it raises, or shows the type's questions, or what the answers mean. Everything that was typed is there again. */
export async function raiseByForm(asked: AskedBy): Promise<Answer> {
  const { actor, now, form } = asked;
  const agreed = await directory.inForce(actor.partnership, now);
  const again = async (errors: readonly FieldError[], more: Said) => {
    const draft = await keepSafely(asked);
    return formFor(agreed, actor, now, form.get("pathway"), { values: form, errors }, { ...more, ...draft });
  };
  const look = form.get("do");
  try {
    if (look === "questions") return { content: await again([], { asked: look }) };
    if (form.has("change")) return { content: await again([], {}) };
    if (look === "check") return { content: await checked(agreed, asked) };
    if (look === "triage") return { content: await again([], { asked: look, triage: meaning(agreed, form, now) }) };
    return await raised(agreed, asked);
  } catch (error) {
    if (!(error instanceof Refusal)) return failed(error, asked, ringFor(agreed, asked));
    if (error.name === "AlreadyDisputed") form.delete("firstAnswer"); // one more press raises it by itself: nothing holds up a raise
    return { content: await again(faultsInForm(form, error.errors), { why: whyNot(error) }), status: REFUSALS[error.name] };
  }
}

type Said = Pick<RaiseView, "asked" | "triage" | "why" | "draftAt" | "draftIsGone" | "draftSeen" | "beside" | "offers">;

/** Why a press was not taken, when that was not for a field. */
function whyNot({ name, message, errors }: Refusal): string | undefined {
  if (name === "KeyReused") return "This form has been received before, with other words.";
  if (name === "AlreadyDisputed") return `${message} Open that case; or press once more, and yours is raised by itself.`;
  if (errors.some(({ field }) => field.startsWith("link.")))
    return "The case that you chose to join is over, or no longer looks like yours: raise yours as its own.";
  return name === "Invalid" ? undefined : message;
}

/** All that was filled in, what it means and whom it goes to, by the same rules as the press: nothing of it has been raised. */
async function checked(agreed: Partnership, asked: AskedBy): Promise<Content> {
  const { actor, now, form } = asked;
  const { plain } = requested(agreed, asked);
  const of = await asIfRaised({ actor, body: plain, now });
  await keepSafely(asked);
  const press = { key: form.get("key") ?? "", ring: ringFor(agreed, asked) };
  return raiseCheckPage({ of, triage: meaning(agreed, form, now), values: form, rows: rowsIn(form), press, now });
}

/** What the form asks, and the same read and fitted to its pathway. Throws Invalid. */
function requested(agreed: Partnership, { form, now }: AskedBy) {
  const ask = askIn(form, questionsIn(agreed, form, now));
  const plain = parse(routes.raiseEscalation.body, ask);
  mustFit(pathwayInForce(agreed, plain.pathway, plain.place.borough, now), plain, now);
  return { ask, plain };
}

/**
 * The press itself. The page after it is the case with its reference, and there is none before the case has been kept. Cases that look
 * alike are shown before, once: whatever is said of them, and when nothing is, it is still the same press.
 */
async function raised(agreed: Partnership, asked: AskedBy): Promise<Answer> {
  const { actor, now, form } = asked;
  const said = form.get("do");
  const { ask, plain } = requested(agreed, asked);
  const wrong = said === "said" ? faultsInSaid(form) : [];
  const matches = said === null || wrong.length > 0 ? await lookedFor(asked, plain) : [];
  if (matches.length > 0) {
    const earlier = await received(asked, plain);
    if (!earlier) {
      await keepSafely(asked);
      return { content: offered(agreed, asked, matches, wrong) };
    }
    await endSafely(asked);
    return seeOther(`/escalations/${earlier.id}`);
  }
  const body = said === "said" ? parse(routes.raiseEscalation.body, { ...ask, ...saidIn(form) }) : plain;
  const { id } = await raiseEscalation({ params: {}, query: {}, body, actor, request: requestFor(asked, body), now });
  await endSafely(asked);
  return seeOther(body.link ? `/escalations/${id}/joined` : `/escalations/${id}`);
}

type Body = z.output<typeof routes.raiseEscalation.body>;

/** The cases that look alike. That they cannot be looked for holds up no raise. */
async function lookedFor({ actor, now }: AskedBy, body: Body): Promise<readonly LikelyMatch[]> {
  try {
    const [found] = await Promise.all([likelyMatchesFor(actor, body.pathway, body, now), note("search", { actor, now })]);
    return found;
  } catch (error) {
    log("matches_not_found", { error: nameOf(error) });
    return [];
  }
}

/** What makes two presses the same press: the form's key, and what it asks; not through which of our pages it came. */
const requestFor = ({ actor, form }: AskedBy, body: Body) =>
  requestOf(actor, "POST /raise", JSON.stringify(body), form.get("key") ?? "");

/** What this very press has left already, when it was received before and only its answer was lost: it looks like itself. */
async function received(asked: AskedBy, body: Body): Promise<{ readonly id: string } | undefined> {
  const nothing = new Error("nothing was received");
  try {
    return await cases.once(asked.actor.partnership, requestFor(asked, body), () => Promise.reject(nothing));
  } catch (error) {
    if (error === nothing) return undefined;
    throw error;
  }
}

/** Refuses a code or an answer that the pathway does not know, before anything else is asked of whoever raises. */
function mustFit({ questionSet: { questions }, ...pathway }: Pathway, told: Parameters<typeof faultsIn>[1], now: Instant): void {
  const wrong = faultsIn({ ...pathway, questions }, told, now);
  if (wrong.length > 0) throw invalid(...wrong);
}

/** The version that a form is about: the one that counts where its place lies, or elsewhere while no place is chosen where one does. */
function versionFor(agreed: Partnership, form: URLSearchParams, now: Instant): Pathway | undefined {
  const versions = versionsCounting(agreed, now).filter(({ pathway }) => pathway.code === form.get("pathway"));
  return whereItIs(versions, agreed, form.get("place.borough"))?.pathway;
}

const whereItIs = (versions: readonly Counting[], agreed: Partnership, place: string | null): Counting | undefined =>
  versions.find(({ areas }) => areas.some(({ code }) => code === areaOf(agreed, place ?? "").code)) ?? versions[0];

/** Every question that the form's own pathway knows. */
const questionsIn = (agreed: Partnership, form: URLSearchParams, now: Instant): Question[] =>
  versionFor(agreed, form, now)?.questionSet.questions ?? [];

const TOLD = routes.triage.body.partial({ type: true, threshold: true });

/** What the answers mean so far. Nothing has to be chosen for it, and nothing is kept. */
function meaning(agreed: Partnership, form: URLSearchParams, now: Instant): Triage {
  const { pathway: code, type, threshold, riskFacts, answers } = askIn(form, questionsIn(agreed, form, now));
  const chosen = threshold.length > 0 ? { threshold } : {};
  const { pathway: asked, ...told } = parse(TOLD, { pathway: code, type, riskFacts, answers, ...chosen });
  const pathway = pathwayInForce(agreed, asked, form.get("place.borough") ?? "", now);
  const { type: about, threshold: asserted = [], ...known } = told;
  mustFit(pathway, { ...known, threshold: asserted, ...(about ? { type: about } : {}) }, now);
  return triage(pathway, { ...known, threshold: asserted, type: about ?? "" });
}

/**
 * What the reader's agency may raise under, each as it counts where the place lies and with every place where some version of it does;
 * and which of it is wanted: the only one, when nothing else is said.
 */
export function pathwaysFor(agreed: Partnership, actor: Person, wanted: string | null, place: string | null, now: Instant) {
  const kind = agreed.agencies.find(({ code }) => code === actor.agency)?.kind;
  const raised = versionsCounting(agreed, now).filter(({ pathway }) => kind !== undefined && pathway.raisedBy.includes(kind));
  const open = [...Map.groupBy(raised, ({ pathway }) => pathway.code).values()].flatMap((versions) => {
    const here = whereItIs(versions, agreed, place);
    return here
      ? [{ ...pathwayView(agreed, here), places: versions.flatMap((version) => pathwayView(agreed, version).places) }]
      : [];
  });
  return { open, pathway: open.find(({ code }) => code === wanted) ?? (open.length === 1 ? open[0] : undefined) };
}

function formFor(
  agreed: Partnership,
  actor: Person,
  now: Instant,
  wanted: string | null,
  typed: Typed,
  more: Said = {},
): Content {
  const place = typed.values.get("place.borough");
  const { open, pathway } = pathwaysFor(agreed, actor, wanted, place, now);
  if (!pathway) return choosePathwayPage(open, { now, offers: more.offers });
  const known = pathway.places.map(({ title }) => ({ code: title, title })).toSorted((a, b) => a.title.localeCompare(b.title));
  const places = pathway.answeredAt === "site" ? known : [...known, { code: ELSEWHERE, title: ELSEWHERE }];
  const ring = controlRoomAt(agreed, actor, pathway.code, place, now);
  return raisePage({
    pathway,
    places,
    typed,
    press: { key: randomUUID(), ring },
    draft: draftIn(typed.values) ?? randomUUID(),
    draftSeen: typed.values.get("draftSeen") ?? "",
    wall: wallAt(now),
    now,
    ...more,
  });
}

/** The cases that look alike, with the form carried along under its own key. */
function offered(agreed: Partnership, asked: AskedBy, matches: readonly LikelyMatch[], errors: readonly FieldError[]): Content {
  const { form, now } = asked;
  const press = { key: form.get("key") ?? "", ring: ringFor(agreed, asked) };
  return matchesPage({ matches, typed: { values: form, errors }, press, now });
}

const ringFor = (agreed: Partnership, { actor, form, now }: AskedBy): string | undefined =>
  controlRoomAt(agreed, actor, form.get("pathway"), form.get("place.borough"), now);

/** The number that somebody picks up where police are needed, as far as that is known. */
export function controlRoomAt(
  agreed: Partnership,
  actor: Person,
  pathway: string | null,
  place: string | null,
  now: Instant,
): string | undefined {
  try {
    const terms = termsInForce(agreed, pathway ?? "", place ?? "", actor.agency, now);
    return controlRoomOf({ terms, tier: 0 }) || undefined;
  } catch {
    return undefined;
  }
}
