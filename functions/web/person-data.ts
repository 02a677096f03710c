import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Entry } from "../../core/audit/entry.ts";
import { titleOf } from "../../core/escalation/escalation.ts";
import { typeOf } from "../../core/escalation/known.ts";
import { NhsNumber } from "../../core/nhs-number.ts";
import { Phone } from "../../core/phone.ts";
import { PersonPurpose } from "../../core/privacy/purpose.ts";
import type { Extract, Said as SaidOfIt } from "../../core/privacy/subject-access.ts";
import { letOut, Regime, Said } from "../../core/privacy/subject-access.ts";
import { AnyReference } from "../../core/reference.ts";
import { type FieldError, invalid, REFUSALS, Refusal } from "../../core/refusal.ts";
import { leftOutPage, type MayBe, personDataPage, personReviewPage, personSearchPage } from "../../web/person-data-page.tsx";
import { mustKeep } from "../aws/audit.ts";
import * as directory from "../aws/directory.ts";
import { answer, parse } from "../edge.ts";
import { entryOf } from "../leave-entry.ts";
import { mustKeepPace } from "../pace.ts";
import { casesOf, extractsOf, type Found, firstAnswersAbout, isCompetent } from "../person-data.ts";
import { agencyNames } from "../privacy.ts";
import type { Answer, AskedBy, Shown } from "./door.ts";
import { textIn } from "./press.ts";
import { printedBy } from "./printed.ts";

const Sought = z.strictObject({
  nhsNumber: NhsNumber.optional(),
  phone: Phone.optional(),
  reference: AnyReference.optional(),
  purpose: PersonPurpose,
});
const Chosen = z.strictObject({ ids: z.array(z.uuid()).min(1).max(5), regime: Regime });
const SOUGHT = ["nhsNumber", "phone", "reference", "purpose"] as const;

const press = () => ({ key: randomUUID() });

/** The form that looks for what is kept of a person. */
export const askForPerson = async (asked: AskedBy): Promise<Answer> => searchShown(asked);

async function searchShown(
  { actor, form, now }: AskedBy,
  found?: readonly MayBe[],
  errors: readonly FieldError[] = [],
): Promise<Shown> {
  const regimes: Regime[] = found && (await isCompetent(actor, now)) ? Regime.options : ["general"];
  const content = personSearchPage({ typed: { values: form, errors }, found, regimes, press: press(), now });
  return { content, status: errors.length > 0 ? 400 : 200 };
}

/** Entries of one request, one for each case or first answer: kept before anybody sees anything. Throws NotRecorded. */
async function leave(asked: AskedBy, path: string, what: Entry["what"], abouts: readonly (Found | null)[]): Promise<void> {
  const { event, now, actor, params, form } = asked;
  const purpose = parse(PersonPurpose, form.get("purpose"));
  const entry = entryOf({ event, now, actor, params, row: { method: "POST", path } }, { what, of: ["patient"], purpose });
  for (const [nth, about] of abouts.entries())
    await mustKeep({ ...entry, about: about && { kind: about.kind, id: about.id }, request: `${entry.request}-${nth}` });
}

function soughtIn(form: URLSearchParams) {
  const sought = parse(Sought, Object.fromEntries(SOUGHT.map((name) => [name, textIn(form, name)])));
  if (!sought.nhsNumber && !sought.phone && !sought.reference)
    throw invalid({ field: "nhsNumber", reason: "give a number or a reference" });
  return sought;
}

const isRefused = (error: unknown, ...names: readonly Refusal["name"][]): error is Refusal =>
  error instanceof Refusal && names.includes(error.name);

/** Looks for them. That somebody looks is written down first, without what they looked for. Throws TooMany. */
export async function findPerson(asked: AskedBy): Promise<Answer> {
  try {
    const sought = soughtIn(asked.form);
    await mustKeepPace("search", asked);
    await leave(asked, "/privacy/people", "searched", [null]);
    return await searchShown(asked, await maybeThem(asked, sought));
  } catch (error) {
    if (isRefused(error, "Invalid")) return searchShown(asked, undefined, error.errors);
    throw error;
  }
}

async function maybeThem({ actor, now }: AskedBy, sought: z.output<typeof Sought>): Promise<MayBe[]> {
  const [found, firsts, { pathways }] = await Promise.all([
    casesOf(actor, sought),
    firstAnswersAbout(actor, sought),
    directory.inForce(actor.partnership, now),
  ]);
  const types = pathways.flatMap((pathway) => pathway.types);
  return [
    ...found.map(({ id, reference, raised, ...of }) => ({
      ...{ kind: "case" as const, id, reference, at: raised.at },
      about: titleOf(of.terms.types, typeOf(of)),
    })),
    ...firsts.map(({ id, reference, givenAt, type }) => ({
      ...{ kind: "first_answer" as const, id, reference, at: givenAt },
      about: titleOf(types, type),
    })),
  ];
}

/** What was chosen, as far as it is still found by what was looked for: nobody opens anything here by its id alone. */
async function chosenIn(asked: AskedBy) {
  const sought = soughtIn(asked.form);
  const found = await maybeThem(asked, sought);
  const { ids, regime } = parse(Chosen, { ids: asked.form.getAll("ids"), regime: asked.form.get("regime") ?? undefined });
  const chosen = ids.flatMap((id) => found.find((one) => one.id === id) ?? []);
  if (chosen.length < ids.length) throw new Refusal("NotFound", "There is no such escalation.");
  if (regime === "law_enforcement" && !(await isCompetent(asked.actor, asked.now)))
    throw invalid({ field: "regime", reason: "is given by an agency that records for law enforcement, of what it recorded" });
  return { chosen, regime };
}

/** Goes through what people wrote in what was chosen. Where none was chosen, what was found is shown again: a search like the first. Throws TooMany. */
export async function reviewPerson(asked: AskedBy): Promise<Answer> {
  await mustKeepPace("search", asked);
  try {
    const { chosen, regime } = await chosenIn(asked);
    await leave(asked, "/privacy/people/review", "read", chosen);
    return await reviewShown(asked, await extractsOf(asked.actor, chosen, regime, asked.now));
  } catch (error) {
    if (!isRefused(error, "Invalid")) throw error;
    const sought = soughtIn(asked.form);
    await leave(asked, "/privacy/people/review", "searched", [null]);
    return searchShown(asked, await maybeThem(asked, sought), error.errors);
  }
}

async function reviewShown(
  asked: AskedBy,
  extracts: readonly Extract[],
  errors: readonly FieldError[] = [],
  status = 200,
): Promise<Shown> {
  const { form, actor, now } = asked;
  const carried = ["ids", "regime", ...SOUGHT].flatMap((name) => form.getAll(name).map((value) => [name, value] as const));
  const agencyOf = await agencyNames(actor.partnership, now);
  const content = personReviewPage({ extracts, typed: { values: form, errors }, press: press(), carried, agencyOf, now });
  return { content, status };
}

/** Lets it out, once every text has been looked at. Nothing of it is kept here but that it was done; and a review that is shown again is one that was read. */
export async function exportPerson(asked: AskedBy): Promise<Answer> {
  const { actor, form, now } = asked;
  const { chosen, regime } = await chosenIn(asked);
  const extracts = await extractsOf(actor, chosen, regime, now);
  try {
    await mustKeepPace("export", asked);
    const { given, leftOut } = letOut(regime, extracts, saidIn(form, extracts));
    await leave(asked, "/privacy/people/export", "exported", chosen);
    const [agencyOf, printed, { title }] = await Promise.all([
      agencyNames(actor.partnership, now),
      printedBy(asked),
      directory.inForce(actor.partnership, now),
    ]);
    const agency = agencyOf(actor.agency);
    if (form.get("as") === "reasons")
      return { content: leftOutPage({ references: given.cases.map((one) => one.reference), leftOut, agency, printed }) };
    if (form.get("as") !== "json") return { content: personDataPage({ given, agency, partnership: title, printed, agencyOf }) };
    const file = answer(
      200,
      "application/json",
      JSON.stringify({ schema: 1, at: now, agency, partnership: title, ...given }, null, 1),
    );
    return { ...file, headers: { ...file.headers, "content-disposition": 'attachment; filename="person.json"' } };
  } catch (error) {
    if (!isRefused(error, "Invalid", "TooMany")) throw error;
    await leave(asked, "/privacy/people/export", "read", chosen);
    const errors = error.errors.length > 0 ? error.errors : [{ field: "Not let out yet", reason: error.message }];
    return reviewShown(asked, extracts, errors, REFUSALS[error.name]);
  }
}

const WANTING: Readonly<Record<string, string>> = {
  do: "say whether this is let out",
  out: "say what is left of it",
  why: "say why",
};

/** What was said of each passage. One of which nothing was said, or not enough, is asked for again. */
function saidIn(form: URLSearchParams, extracts: readonly Extract[]): Map<string, SaidOfIt> {
  const said = new Map<string, SaidOfIt>();
  const wrong: FieldError[] = [];
  for (const { key } of extracts.flatMap(({ passages }) => passages)) {
    const chosen = textIn(form, `do_${key}`);
    if (chosen === undefined) continue;
    const [out, why] = [textIn(form, `out_${key}`), textIn(form, `why_${key}`)];
    const isEmptied = chosen === "keep" && form.has(`out_${key}`) && out === undefined;
    const read = Said.safeParse({
      do: chosen,
      ...(chosen === "keep" ? {} : { why }),
      ...(chosen === "withhold" || out === undefined ? {} : { out }),
    });
    if (isEmptied)
      wrong.push({
        field: `do_${key}`,
        reason: "nothing is left of it in the box: choose that it is not let out, or put it back",
      });
    else if (read.success) said.set(key, read.data);
    else
      wrong.push(
        ...read.error.issues.map(({ path: [at = "do"] }) => ({
          field: `${String(at)}_${key}`,
          reason: WANTING[String(at)] ?? "",
        })),
      );
  }
  if (wrong.length > 0) throw invalid(...wrong);
  return said;
}
