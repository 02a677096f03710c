import * as z from "zod";
import { type Custody, type Ending, type Escalation, Vehicle } from "../escalation/escalation.ts";
import type { Fact } from "../escalation/fact.ts";
import { Code } from "../partnership/partnership.ts";
import { between, earliest, type Instant } from "../time.ts";
import { PlaceOfSafety } from "./tellings.ts";

/** The first body that the case was referred to, and what it said. */
export const FirstReferral = z.strictObject({ body: Code, answer: z.enum(["accepted", "declined", "no_answer", "running"]) });
export type FirstReferral = z.output<typeof FirstReferral>;

/** A detained person’s handover: where, how long from the arrival until a named clinician accepted, and whether officers left without one. */
export const HandedOver = z.strictObject({
  place: PlaceOfSafety,
  ms: z.int().nonnegative().nullable(),
  late: z.boolean(),
  left: z.boolean(),
  /** In what the person was brought; and how many officers waited, times how long. Null where nobody has said. */
  vehicle: Vehicle.nullable().default(null),
  officersMs: z.int().nonnegative().nullable().default(null),
});
export type HandedOver = z.output<typeof HandedOver>;

/** How a case stands ended, or null while it is open: news opens it again. */
export interface Ended {
  readonly at: Instant;
  readonly as: z.output<typeof Ending>;
}

/** How the first shape called two endings. */
const FIRST_WORDS: Readonly<Record<string, z.output<typeof Ending>>> = {
  found_safe: "withdrawn_found_safe",
  no_longer_needed: "withdrawn_other",
};

/** The end of a case that has not been opened again since. */
export function endedIn(facts: readonly Fact[]): Ended | null {
  const last = facts.findLast(({ what }) => what === "closed" || what === "withdrawn" || what === "reopened");
  if (last?.what === "closed") return { at: last.at, as: last.about.as ?? "closed" };
  if (last?.what !== "withdrawn") return null;
  const { as } = last.about;
  return { at: last.at, as: FIRST_WORDS[as] ?? (as as Ended["as"]) };
}

/** The first body that the case was referred to. An answer that came late is an answer; none before the case was decided anew, or ended, is none. */
export function firstReferral(facts: readonly Fact[]): FirstReferral | null {
  const asked = facts.findIndex((fact) => fact.what === "decided" && fact.about.referTo !== undefined);
  const decided = facts[asked];
  if (decided?.what !== "decided" || decided.about.referTo === undefined) return null;
  const body = decided.about.referTo;
  const after = facts.slice(asked + 1);
  const over = after.findIndex(({ what }) => what === "decided");
  const span = over < 0 ? after : after.slice(0, over);
  const reply = span.find(({ what }) => what === "referral_accepted" || what === "referral_declined");
  if (reply) return { body, answer: reply.what === "referral_accepted" ? "accepted" : "declined" };
  const isGone = (fact: Fact) =>
    fact.what === "closed" ||
    fact.what === "withdrawn" ||
    (fact.what === "limit_missed" && fact.about.limit === "accept_referral");
  return { body, answer: over >= 0 || span.some(isGone) ? "no_answer" : "running" };
}

/**
 * A detained person’s handover; null for a case that is about none. The arrival is told in several places: the case has the last word on it.
 * Of a person who had arrived before the case was entered from paper nobody knows when they were accepted, only when that was written down.
 */
export function handedOver(
  { custody, ask, raised }: Pick<Escalation, "custody" | "ask" | "raised">,
  facts: readonly Fact[],
  place: PlaceOfSafety,
): HandedOver | null {
  if (!custody) return null;
  const { arrivedAt } = custody;
  const isEnteredLater = ask.onPaper !== undefined && arrivedAt !== null && arrivedAt < raised.at;
  const accepted = facts.find(
    (fact) =>
      fact.what === "custody_recorded" && fact.about.item === "custody_accepted" && (arrivedAt === null || fact.at >= arrivedAt),
  );
  const took = arrivedAt && accepted && !isEnteredLater ? between(arrivedAt, accepted.at) : null;
  return {
    place,
    ms: took,
    late: !isEnteredLater && facts.some((fact) => fact.what === "limit_missed" && fact.about.limit === "custody_handover"),
    left: facts.some(({ what }) => what === "left_without_agreed_handover"),
    vehicle: custody.conveyed?.vehicle ?? null,
    officersMs: isEnteredLater ? null : officersWaited(custody, accepted?.at),
  };
}

/** The officers who waited, times how long: from the arrival until somebody accepted the person, they left or what happened ended it, whichever came first. */
function officersWaited({ arrivedAt, officersWaiting, left, ended }: Custody, acceptedAt: Instant | undefined): number | null {
  const until = earliest([acceptedAt, left?.leftAt, ended?.at].filter((at) => at !== undefined));
  if (!arrivedAt || !officersWaiting || !until || until < arrivedAt) return null;
  return officersWaiting.officers * between(arrivedAt, until);
}

/** What the raising side did with the answer that stands. */
export const Responded = z.strictObject({
  code: Code,
  /** Null where the answer left it to them. */
  follows: z.boolean().nullable(),
  detains: z.boolean(),
  themselves: z.boolean(),
});
export type Responded = z.output<typeof Responded>;

/** What was said last of the answer that was given last; null when nothing was. */
export function respondedIn({ terms }: Pick<Escalation, "terms">, facts: readonly Fact[]): Responded | null {
  const last = facts.findLast(({ what }) => what === "decided" || what === "responded");
  if (last?.what !== "responded") return null;
  const { code, follows } = last.about;
  const { detains = false, themselves = false } = terms.responses.find((one) => one.code === code) ?? {};
  return { code, follows, detains, themselves };
}

/** How the person was at one of the times after the answer that were agreed on. */
export const LookedBack = z.strictObject({ code: Code, outcome: Code });
export type LookedBack = z.output<typeof LookedBack>;
export const lookedBackIn = (facts: readonly Fact[]): LookedBack[] =>
  facts.flatMap((fact) =>
    fact.what === "outcome_recorded" && fact.about.lookBack ? [{ code: fact.about.lookBack, outcome: fact.about.code }] : [],
  );

/** Whether it was asked before a detention or after it, by the type that the case is about now. */
export const detentionTold = ({ terms }: Pick<Escalation, "terms">, type: string) =>
  terms.types.find(({ code }) => code === type)?.detention ?? null;

/** Outcomes that do not say how the person is; and the one that says that no harm came to them. */
const NOT_KNOWN: readonly string[] = ["unknown", "still_missing"];
const UNHARMED = "safe";

/**
 * What had happened to the person, by the last who recorded it: news that opens a case again does not unsay it. A harm that was recorded stays
 * one when it is said after it where the person went, to a ward or elsewhere; it is unsaid by whoever says that they are safe, or that it is not known.
 */
export function outcomeIn({ terms }: Pick<Escalation, "terms">, facts: readonly Fact[]) {
  const last = facts.findLast((fact) => fact.what === "outcome_recorded");
  if (!last) return { outcome: null, harm: null, harmAfterClosing: false };
  const { code } = last.about;
  const isHarm = (one: string) => terms.outcomes.some((outcome) => outcome.code === one && outcome.harm);
  const decisive = facts.findLast(
    (fact) =>
      fact.what === "outcome_recorded" &&
      (isHarm(fact.about.code) || fact.about.code === UNHARMED || NOT_KNOWN.includes(fact.about.code)),
  );
  const says = decisive?.what === "outcome_recorded" ? decisive.about : undefined;
  const harmful = says !== undefined && isHarm(says.code);
  const harm = harmful || !NOT_KNOWN.includes(code) ? harmful : null;
  return { outcome: code, harm, harmAfterClosing: harmful && (says.afterClosing ?? false) };
}

/** Did the two sides end apart, with no answer given since? */
export const isUnresolved = (facts: readonly Fact[]): boolean =>
  facts.findLast(({ what }) => what === "disagreement_unresolved" || what === "decided")?.what === "disagreement_unresolved";

/** The highest tier that was asked, counted from 1; the last one when the ladder came to its end. */
export function highestTier({ terms }: Pick<Escalation, "terms">, facts: readonly Fact[]): number {
  if (facts.some(({ what }) => what === "nobody_answered")) return terms.ladder.length;
  return Math.max(0, ...facts.flatMap((fact) => (fact.what === "tier_alerted" ? fact.about.tier : []))) + 1;
}
