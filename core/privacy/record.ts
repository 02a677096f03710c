import * as z from "zod";
import { Who } from "../escalation/ask.ts";
import { AgencyCode, Code } from "../partnership/codes.ts";
import { Basis } from "../partnership/retention.ts";
import { invalid, Refusal } from "../refusal.ts";
import { Day, wallOf } from "../rota/wall.ts";
import { safeText } from "../text.ts";
import { Instant, plus } from "../time.ts";

/** Why a case must not be deleted, whatever its time. */
export const HoldReason = z.enum(["inquest", "iopc", "claim", "police_investigation", "other_inquiry"]);
export type HoldReason = z.output<typeof HoldReason>;

const signed = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ by: Who, at: Instant, ...shape });

/** What a privacy officer says who holds a case. Words about the proceedings, never about the person. */
export const HoldBody = z.strictObject({
  reason: HoldReason,
  words: safeText(300),
  reference: safeText(60).optional(),
  reviewOn: Day,
});
export type HoldBody = z.output<typeof HoldBody>;
export const Why = z.strictObject({ why: safeText(300) });

/** One hold of one agency: others may hold the same case beside it. */
export const Hold = signed({
  number: z.int().positive(),
  reason: HoldReason,
  words: z.string(),
  reference: z.string().nullable(),
  reviewOn: Day,
  lifted: signed({ why: z.string() }).nullable(),
});
export type Hold = z.output<typeof Hold>;

/** A deletion that one privacy officer proposes and another confirms. It names what they looked at: the version of a case, or how many first answers. */
const Purge = signed({
  why: z.string(),
  seen: z.int().positive(),
  class: Code,
  rule: z.string(),
  until: Instant,
  controllers: z.array(AgencyCode).min(1),
  confirmed: signed({}).nullable(),
});
export type Purge = z.output<typeof Purge>;

/** Under which law an agency recorded its part, where that is not as configured. */
const BasisSaid = signed({ part: z.enum(["record", "decision"]), basis: Basis, why: z.string() });
type BasisSaid = z.output<typeof BasisSaid>;
export const BasisBody = z.strictObject({ part: z.enum(["record", "decision"]), basis: Basis, why: safeText(300) });
export type BasisBody = z.output<typeof BasisBody>;

/** What stands of a case whose contents were deleted. */
export const Gone = z.strictObject({ at: Instant, proposedBy: Who, confirmedBy: Who, class: Code, rule: z.string() });
export type Gone = z.output<typeof Gone>;

/** What is kept or deleted as one: a case; a first answer, which is held by itself; and the first answers that a force gave in a month, which go together. */
export const KeptAs = z.enum(["case", "first_answer", "first_answers"]);
export type KeptAs = z.output<typeof KeptAs>;

/** What the first answers of a month go by: the force that gave them, and the month. */
export const monthId = (force: string, month: string): string => `${force}_${month}`;
export function forceAndMonth(id: string): { readonly force: string; readonly month: string } {
  const [force = "", month = ""] = id.split("_");
  return { force, month };
}

/** What is decided about the keeping of a case, beside the case itself: a move of it is none of this, and outlives none of it. The same of first answers. */
export const KeepingRecord = z.strictObject({
  schema: z.literal(1),
  partnership: Code,
  kind: KeptAs.default("case"),
  id: z.union([z.uuid(), z.string().regex(/^\w{1,40}_\d{4}-\d{2}$/)]),
  reference: z.string(),
  version: z.int().nonnegative(),
  /** The agencies that shared the case when this was last written: they see it when the case itself cannot be read any more. */
  agencies: z.array(AgencyCode),
  holds: z.array(Hold),
  purge: Purge.nullable(),
  bases: z.array(BasisSaid),
  gone: Gone.nullable(),
});
export type KeepingRecord = z.output<typeof KeepingRecord>;

/** Of what nothing has been said of yet. */
export const newRecord = (
  of: Pick<KeepingRecord, "partnership" | "id" | "reference">,
  agencies: readonly string[],
  kind: KeptAs = "case",
): KeepingRecord => ({
  ...{ schema: 1, kind, version: 0, holds: [], purge: null, bases: [], gone: null },
  ...{ partnership: of.partnership, id: of.id, reference: of.reference, agencies: [...agencies] },
});

/** Of a month of a force's first answers, of which nothing has been said yet. */
export const newMonth = (partnership: string, force: string, month: string): KeepingRecord =>
  newRecord({ partnership, id: monthId(force, month), reference: `First answers of ${month}` }, [force], "first_answers");

const next = (record: KeepingRecord, more: Partial<KeepingRecord>): KeepingRecord => ({
  ...record,
  ...more,
  version: record.version + 1,
});

function mustStand({ gone }: KeepingRecord): void {
  if (gone) throw new Refusal("Closed", "Its contents have been deleted.");
}

export const standing = ({ holds }: Pick<KeepingRecord, "holds">): Hold[] => holds.filter(({ lifted }) => lifted === null);
export const isHeld = (record: Pick<KeepingRecord, "holds">): boolean => standing(record).length > 0;
/** When a hold has to be looked at next; undefined when there is none. */
export const reviewOf = (record: Pick<KeepingRecord, "holds">): Day | undefined =>
  standing(record)
    .map(({ reviewOn }) => reviewOn)
    .toSorted()[0];

/** Longer than this nobody holds a case without looking at it again. */
const MOST_REVIEW_DAYS = "PT8784H";

/** Holds a case: it cannot be deleted, and a deletion that was proposed or confirmed is off. Throws Invalid. */
export function hold(
  record: KeepingRecord,
  { reason, words, reference, reviewOn }: HoldBody,
  by: Who,
  now: Instant,
): KeepingRecord {
  mustStand(record);
  const today = wallOf(now).slice(0, 10);
  if (reviewOn <= today) throw invalid({ field: "reviewOn", reason: "must be a day to come" });
  if (reviewOn > wallOf(plus(now, MOST_REVIEW_DAYS)).slice(0, 10))
    throw invalid({ field: "reviewOn", reason: "at most a year ahead: then it is looked at again" });
  const number = record.holds.length + 1;
  const made: Hold = { by, at: now, number, reason, words, reference: reference ?? null, reviewOn, lifted: null };
  return next(record, { holds: [...record.holds, made], purge: null });
}

/** Lifts a hold of one's own agency, with the reason. Throws NotFound, NotAllowed and Closed. */
export function lift(record: KeepingRecord, number: number, why: string, by: Who, now: Instant): KeepingRecord {
  mustStand(record);
  const found = standing(record).find((one) => one.number === number);
  if (!found) throw new Refusal("NotFound", "There is no such hold.");
  if (found.by.agency !== by.agency) throw new Refusal("NotAllowed", "A hold is lifted by the agency that placed it.");
  const lifted = record.holds.map((one) => (one.number === number ? { ...one, lifted: { by, at: now, why } } : one));
  return next(record, { holds: lifted });
}

/** So long a proposal waits for a second person: 14 days. */
const PROPOSAL_LASTS = "PT336H";

/** The proposal that waits for somebody; undefined when there is none, or it has run out. Time decides nothing but that it is asked anew. */
export const proposalIn = ({ purge }: Pick<KeepingRecord, "purge">, now: Instant): Purge | undefined =>
  purge && (purge.confirmed !== null || plus(purge.at, PROPOSAL_LASTS) > now) ? purge : undefined;

/** What is deleted by which rule: as the retention of the case says at that moment. */
export interface Due extends Pick<Purge, "seen" | "class" | "rule" | "until" | "controllers"> {}

function mustBeDue(
  record: KeepingRecord,
  { until, controllers }: Pick<Due, "until" | "controllers">,
  by: Who,
  now: Instant,
): void {
  mustStand(record);
  if (isHeld(record)) throw new Refusal("NotYet", "It is held. It cannot be deleted before every hold has been lifted.");
  if (until > now) throw new Refusal("NotYet", "The time that it is kept is not over.");
  if (!controllers.includes(by.agency))
    throw new Refusal("NotAllowed", "Only an agency that wrote in it decides on deleting it.");
}

/** Proposes that a case be deleted whose time is over. Throws NotYet, NotAllowed and Closed. */
export function propose(record: KeepingRecord, due: Due, why: string, by: Who, now: Instant): KeepingRecord {
  mustBeDue(record, due, by, now);
  if (proposalIn(record, now)) throw new Refusal("NotYet", "Its deletion has been proposed already.");
  return next(record, { purge: { by, at: now, why, ...due, confirmed: null } });
}

/** Takes a proposal or a confirmation back, as long as nothing has been deleted: anybody of an agency that wrote in the case may. */
export function takeBack(record: KeepingRecord, by: Who, now: Instant): KeepingRecord {
  mustStand(record);
  if (!record.purge || !proposalIn(record, now)) throw new Refusal("NotFound", "No deletion has been proposed.");
  if (!record.purge.controllers.includes(by.agency))
    throw new Refusal("NotAllowed", "Only an agency that wrote in it decides on deleting it.");
  return next(record, { purge: null });
}

/**
 * Why this person cannot be the second of two: they proposed it, or another controller has to. Where more than one agency wrote in the case
 * the second person is of another of them, so that no agency deletes alone what others are answerable for.
 */
export function cannotConfirm({ by: first, controllers }: Pick<Purge, "by" | "controllers">, by: Who): string | undefined {
  if (first.id === by.id) return "You proposed it. Somebody else confirms it.";
  if (!controllers.includes(by.agency)) return "Only an agency that wrote in it decides on deleting it.";
  if (controllers.length > 1 && first.agency === by.agency)
    return "More than one agency wrote in it. A privacy officer of another of them confirms it.";
  return undefined;
}

/** Confirms it: what was proposed is deleted by the next run of the deletion. The case must be as it was when it was proposed. */
export function confirm(record: KeepingRecord, due: Due, by: Who, now: Instant): KeepingRecord {
  mustBeDue(record, due, by, now);
  const purge = proposalIn(record, now);
  if (!purge)
    throw new Refusal("NotYet", "No deletion waits for you: it was taken back, or its 14 days are over. Propose it anew.");
  if (purge.confirmed) throw new Refusal("NotYet", "It has been confirmed already.");
  const why = cannotConfirm({ ...purge, controllers: due.controllers }, by);
  if (why) throw new Refusal("NotAllowed", why);
  if (purge.seen !== due.seen)
    throw new Refusal("ChangedMeanwhile", "It has changed since its deletion was proposed. Propose it anew.");
  return next(record, { purge: { ...purge, confirmed: { by, at: now } } });
}

/** May the machine delete it now? It asks everything anew, and takes nobody's word for it. */
export function mayDelete(record: KeepingRecord, version: number, now: Instant): boolean {
  const { purge } = record;
  return (
    record.gone === null &&
    purge?.confirmed != null &&
    !isHeld(record) &&
    purge.until <= now &&
    purge.seen === version &&
    cannotConfirm(purge, purge.confirmed.by) === undefined
  );
}

/** What stands in the place of words that went with the contents. */
const WENT = "deleted";

/** Who decided it, when and by which rule, of what two people have confirmed. Throws NotYet. */
export function goneBy({ purge }: Pick<KeepingRecord, "purge">, now: Instant): Gone {
  if (!purge?.confirmed) throw new Refusal("NotYet", "Nobody has confirmed it.");
  return { at: now, proposedBy: purge.by, confirmedBy: purge.confirmed.by, class: purge.class, rule: purge.rule };
}

/** The record of what is gone, by its own deletion or with what it belongs to. What anybody wrote about its keeping goes too. */
export function wentBy(record: KeepingRecord, gone: Gone): KeepingRecord {
  const holds = record.holds.map((one) => ({
    ...one,
    ...{ words: WENT, reference: null, lifted: one.lifted && { ...one.lifted, why: WENT } },
  }));
  return next(record, { gone, purge: null, holds, bases: record.bases.map((one) => ({ ...one, why: WENT })) });
}

/** The same by its own deletion. Throws NotYet. */
export const deleted = (record: KeepingRecord, now: Instant): KeepingRecord => wentBy(record, goneBy(record, now));

/** What was confirmed and cannot be deleted any more: it changed, or was held, in between. It is proposed anew. */
export const dropped = (record: KeepingRecord): KeepingRecord => next(record, { purge: null });

/** Says under which law one's own agency recorded its part. Only competent authorities record under Part 3. Throws Invalid. */
export function sayBasis(
  record: KeepingRecord,
  { part, basis, why }: BasisBody,
  competent: readonly string[],
  by: Who,
  now: Instant,
): KeepingRecord {
  mustStand(record);
  if (basis === "le_part3" && !competent.includes(by.agency))
    throw invalid({ field: "basis", reason: "only a competent authority records under Part 3" });
  return next(record, { bases: [...record.bases, { by, at: now, part, basis, why }] });
}

/** The law of an agency's part: what it said last, or else as configured. A decision goes by its record's unless it was said of it alone. */
export function basisFor(
  { bases }: Pick<KeepingRecord, "bases">,
  agency: string,
  part: BasisSaid["part"],
  configured: Basis,
): Basis {
  const said = (of: BasisSaid["part"]) => bases.findLast((one) => one.by.agency === agency && one.part === of)?.basis;
  return said(part) ?? said("record") ?? configured;
}
