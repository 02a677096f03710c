import { type Instant, plus } from "../time.ts";
import { gaps, type Stretch, stretches } from "./on-duty.ts";
import type { Rota } from "./rota.ts";

/** How far ahead a desk is looked through: 14 days. */
export const COVERED = "PT336H";

/** Whether somebody on duty is of use there: a message reaches them, and they may answer what it asks. */
export interface Fit {
  readonly isReachable: (person: string) => boolean;
  readonly mayAnswer: (person: string) => boolean;
}

/** What is wrong with a desk's coming 14 days: nobody on it at all, times with fewer than the minimum, people whom no message reaches or who may not answer. */
export interface Coverage {
  readonly nobodyAtAll: boolean;
  readonly gaps: readonly Stretch[];
  readonly unreachable: readonly string[];
  readonly mayNotAnswer: readonly string[];
}

/** Everybody on duty at some time through a stretch. */
export const expected = (rota: Rota, from: Instant, to: Instant): string[] => [
  ...new Set(stretches(rota, from, to).flatMap(({ people }) => people)),
];

/** The coming 14 days of a desk. A desk that need not be open (minimum 0) is not troubled by having nobody. */
export function coverageOf(rota: Rota, { isReachable, mayAnswer }: Fit, now: Instant): Coverage {
  const until = plus(now, COVERED);
  const people = expected(rota, now, until);
  return {
    nobodyAtAll: people.length === 0 && rota.minimum > 0,
    gaps: gaps(rota, now, until),
    unreachable: people.filter((person) => !isReachable(person)),
    mayNotAnswer: people.filter((person) => !mayAnswer(person)),
  };
}

/** Nothing of it needs anybody's attention. */
export const isCovered = ({
  gaps,
  unreachable,
  mayNotAnswer,
}: Pick<Coverage, "gaps" | "unreachable" | "mayNotAnswer">): boolean =>
  gaps.length + unreachable.length + mayNotAnswer.length === 0;
