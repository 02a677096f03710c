import type { Instant } from "../time.ts";
import { earliest } from "../time.ts";
import { decided, type Escalation, isAwaited } from "./escalation.ts";
import type { Notice } from "./notice.ts";

/** What has to happen from the raise to the end, in this order, as whoever raised asks for it: «did it get there?» */
export const STEPS = ["sent", "delivered", "opened", "acknowledged", "decided", "arrived", "outcome"] as const;
export type Step = (typeof STEPS)[number];

/** One step: when it was first so, and through whom, by their id; null while it is not. */
export interface Reached {
  readonly step: Step;
  readonly at: Instant | null;
  readonly by: string | null;
}

/**
 * How far a request has come: each step that is behind it, and the first that is not. What a step rests on is behind it too, when it is
 * known: a page that was opened had arrived, whatever its service says. Nobody is waited for who was not sent.
 */
export function progressOf(of: Escalation, notices: readonly Notice[]): Reached[] {
  const pages = notices.filter(({ kind }) => kind === "page");
  const stands = of.reopened === null ? of.decision : null;
  const first = (step: Step, times: readonly (readonly [Instant | null, string])[]): Reached => {
    const known = times.flatMap(([at, by]) => (at === null ? [] : [{ at, by }]));
    const at = earliest(known.map((one) => one.at));
    return { step, at, by: known.find((one) => one.at === at)?.by ?? null };
  };
  const signed = (step: Step, done: { readonly at: Instant; readonly by: { readonly id: string } } | null): Reached => ({
    ...{ step, at: done?.at ?? null, by: done?.by.id ?? null },
  });
  const reached = [
    first(
      "sent",
      pages.flatMap(({ tried, to }) => tried.filter(({ fate }) => TAKEN.includes(fate)).map(({ at }) => [at, to] as const)),
    ),
    first(
      "delivered",
      pages.flatMap(({ tried, to }) =>
        tried.filter(({ fate }) => fate === "delivered").map((one) => [one.settledAt, to] as const),
      ),
    ),
    first(
      "opened",
      pages.map(({ openedAt, to }) => [openedAt, to] as const),
    ),
    signed("acknowledged", of.acknowledged),
    signed("decided", stands),
    ...(decided({ terms: of.terms, decision: stands })?.leadsTo === "arrive" || isAwaited(of)
      ? [signed("arrived", of.arrived)]
      : []),
    signed("outcome", of.outcome),
  ];
  const last = reached.findLastIndex(({ at }) => at !== null);
  return reached.filter(({ at }, nth) => at !== null || nth === last + 1);
}

const TAKEN: readonly string[] = ["accepted", "delivered"];
