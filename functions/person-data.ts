import type { Escalation } from "../core/escalation/escalation.ts";
import { parties } from "../core/escalation/standing.ts";
import type { Person } from "../core/people.ts";
import { basisFor, newRecord } from "../core/privacy/record.ts";
import { basisOf } from "../core/privacy/retention.ts";
import { type Extract, extractOf, type Regime } from "../core/privacy/subject-access.ts";
import { Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import { knowing, recordOf } from "./aws/privacy.ts";
import { agreedOn } from "./privacy.ts";
import { markOf } from "./subject.ts";

/** By what the cases of a person are looked for: any of them. */
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

function none(error: unknown): [] {
  if (error instanceof Refusal && error.name === "NotFound") return [];
  throw error;
}

/** Does the actor's agency record anything for law enforcement? Nobody else gives that out. */
export const isCompetent = async ({ partnership, agency }: Person, now: Instant): Promise<boolean> =>
  (await agreedOn(partnership, now))?.retention.competent.includes(agency) ?? false;

/** What the person may have of these cases under one law, before it is gone through. Throws NotFound for one that the agency does not share. */
export const extractsOf = (actor: Person, ids: readonly string[], regime: Regime, now: Instant): Promise<Extract[]> =>
  Promise.all(ids.map((id) => extractFor(actor, id, regime, now)));

async function extractFor({ partnership, agency }: Person, id: string, regime: Regime, now: Instant): Promise<Extract> {
  const of = await cases.outline({ partnership, id });
  if (!parties(of).includes(agency)) throw new Refusal("NotFound", "There is no such escalation.");
  const [story, kept, agreed] = await Promise.all([cases.wholeStory(of), recordOf(of), agreedOn(partnership, now)]);
  const record = kept ?? newRecord(of, []);
  const basisIn = (by: string, isDecision: boolean) =>
    basisFor(record, by, isDecision ? "decision" : "record", agreed ? basisOf(of, by, agreed) : "gdpr_vital_interests");
  return extractOf(of, story, { regime, agency, basisIn });
}
