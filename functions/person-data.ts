import type { Escalation } from "../core/escalation/escalation.ts";
import { parties } from "../core/escalation/standing.ts";
import { type FirstAnswer, type FirstAnswerOutline, seesFirstAnswer } from "../core/first-answers/first-answer.ts";
import type { Partnership } from "../core/partnership/partnership.ts";
import type { Person } from "../core/people.ts";
import { type Of, ofFirstAnswer } from "../core/privacy/coded.ts";
import { extractOfFirstAnswer } from "../core/privacy/first-answer-extract.ts";
import { basisFor, newRecord } from "../core/privacy/record.ts";
import { basisOf, basisOfType } from "../core/privacy/retention.ts";
import { type Extract, extractOf, type Regime } from "../core/privacy/subject-access.ts";
import { Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import { firstAnswerByReference, standingFirstAnswers } from "./aws/first-answers.ts";
import { knowing, recordOf } from "./aws/privacy.ts";
import { firstAnswerFor } from "./first-answers.ts";
import { agreedOn } from "./privacy.ts";
import { markOf } from "./subject.ts";

/** By what is looked for what is kept of a person: any of them. */
export interface SoughtPerson {
  readonly nhsNumber?: string | undefined;
  readonly phone?: string | undefined;
  readonly reference?: string | undefined;
}

/** The cases that the officer's agency shares and that know the person by a number, or that have the reference; the newest first. */
export async function casesOf({ partnership, agency }: Person, sought: SoughtPerson): Promise<Escalation[]> {
  const { nhsNumber, phone, reference } = sought;
  const marks = [
    ...(nhsNumber ? [markOf(partnership, "nhs_number", nhsNumber)] : []),
    ...(phone ? [markOf(partnership, "phone", phone)] : []),
  ];
  const named = reference ? await cases.byReference(partnership, reference).then(({ id }) => [id], none) : [];
  const ids = new Set([...(await knowing(partnership, marks)), ...named]);
  const found = await cases.states(partnership, [...ids]);
  return found.filter((of) => parties(of).includes(agency)).toSorted((a, b) => (a.raised.at < b.raised.at ? 1 : -1));
}

/**
 * The first answers that the officer's agency gave, or was given, and that were to be called back at the number, or have the reference; the
 * newest first. One whose words are gone says nothing of anybody.
 */
export async function firstAnswersAbout(
  { partnership, agency }: Person,
  { phone, reference }: SoughtPerson,
): Promise<FirstAnswerOutline[]> {
  const [knows, named] = await Promise.all([
    knowing(partnership, phone ? [markOf(partnership, "call_back", phone)] : []),
    reference ? firstAnswerByReference(partnership, reference) : undefined,
  ]);
  const found = await standingFirstAnswers(partnership, [...knows, ...(named ? [named] : [])]);
  return found
    .map(({ of }) => of)
    .filter((of) => seesFirstAnswer(of, agency))
    .toSorted((a, b) => (a.givenAt < b.givenAt ? 1 : -1));
}

function none(error: unknown): [] {
  if (error instanceof Refusal && error.name === "NotFound") return [];
  throw error;
}

/** Does the actor's agency record anything for law enforcement? Nobody else gives that out. */
export const isCompetent = async ({ partnership, agency }: Person, now: Instant): Promise<boolean> =>
  (await agreedOn(partnership, now))?.retention.competent.includes(agency) ?? false;

/** What may be about a person: a case, or a first answer by itself. */
export interface Found {
  readonly kind: "case" | "first_answer";
  readonly id: string;
}

/** What the person may have of these under one law, before it is gone through. Throws NotFound for one that the agency may not see. */
export const extractsOf = (actor: Person, found: readonly Found[], regime: Regime, now: Instant): Promise<Extract[]> =>
  Promise.all(
    found.map(({ kind, id }) => (kind === "case" ? extractFor(actor, id, regime, now) : firstExtractFor(actor, id, regime, now))),
  );

async function extractFor({ partnership, agency }: Person, id: string, regime: Regime, now: Instant): Promise<Extract> {
  const of = await cases.outline({ partnership, id });
  if (!parties(of).includes(agency)) throw new Refusal("NotFound", "There is no such escalation.");
  const [story, kept, agreed] = await Promise.all([cases.wholeStory(of), recordOf(of), agreedOn(partnership, now)]);
  const record = kept ?? newRecord(of, []);
  const basisIn = (by: string, isDecision: boolean) =>
    basisFor(record, by, isDecision ? "decision" : "record", agreed ? basisOf(of, by, agreed) : UNCONFIGURED);
  return extractOf(of, story, { regime, agency, basisIn });
}

/** The law of what an agency recorded, where nothing has been configured. */
const UNCONFIGURED = "gdpr_vital_interests";

async function firstExtractFor(actor: Person, id: string, regime: Regime, now: Instant): Promise<Extract> {
  const { partnership, agency } = actor;
  const [of, inForce] = await Promise.all([firstAnswerFor(actor, id), directory.inForce(partnership, now)]);
  const { retention } = inForce;
  const basisIn = (by: string) => (retention ? basisOfType(of.type, by, { ...inForce, retention }) : UNCONFIGURED);
  return extractOfFirstAnswer(of, codesOf(inForce, of), { regime, agency, basisIn });
}

/** What its codes stand for, as far as what is agreed now still has them. */
function codesOf({ pathways, areas }: Partnership, of: FirstAnswer): Of {
  const versions = pathways.filter(({ code }) => code === of.pathway.code).toSorted((a, b) => b.version - a.version);
  const area = areas.find(({ code }) => code === of.area);
  return ofFirstAnswer({
    types: versions.flatMap(({ types }) => types),
    bodies: versions.flatMap(({ bodies }) => bodies),
    area: { code: of.area, title: area?.title ?? of.area },
  });
}
