import type { Instant } from "../time.ts";
import { earliest } from "../time.ts";
import { isRunning } from "./clock.ts";
import { type Escalation, isAwaited } from "./escalation.ts";
import { owed } from "./move.ts";
import type { Notice } from "./notice.ts";
import { isAskedAnew } from "./rules.ts";

/** What has to happen from the raise to the end, in this order, as whoever raised asks for it: «did it get there?» */
export const STEPS = ["sent", "delivered", "opened", "acknowledged", "decided", "responded", "arrived", "outcome"] as const;
export type Step = (typeof STEPS)[number];

/** One step: when it was first so, and through whom, by their id; null while it is not. */
export interface Reached {
  readonly step: Step;
  readonly at: Instant | null;
  readonly by: string | null;
}

/**
 * How far a request has come: each step that is behind it, and then the one that it waits for. What a step rests on is behind it too, when
 * it is known: a page that was opened had arrived, whatever its service says. An answer that is to be given anew is waited for, whatever
 * has happened since it was given; who is there stays there. Nobody is waited for who was not sent. While another tier is asked and no
 * answer stands, the steps until its acknowledgement are its own: whoever was asked or acknowledged before is not waited for now.
 */
export function progressOf(of: Escalation, notices: readonly Notice[]): Reached[] {
  const stands = of.reopened === null ? of.decision : null;
  const since = stands === null ? (earliest(askedNow(of).map(({ startedAt }) => startedAt)) ?? "") : "";
  const pages = notices.filter(({ kind, at }) => kind === "page" && at >= since);
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
    signed("acknowledged", stands === null && isAskedAnew(of) ? null : of.acknowledged),
    signed("decided", stands),
    ...(stands !== null && (of.response || owed(of) === "respond") ? [signed("responded", of.response)] : []),
    ...(of.arrived || isAwaited(of) ? [signed("arrived", of.arrived)] : []),
    signed("outcome", of.outcome),
  ];
  const next = reached.find(({ step, at }, nth) => {
    const isBehind = RECEIPTS.includes(step) ? reached.slice(nth + 1).some(isKnown) : step === "acknowledged" && stands !== null;
    return at === null && !isBehind;
  });
  return [...reached.filter(isKnown), ...(next ? [next] : [])];
}

/** The tiers that are asked now, each since when, and who of them was paged: by the clocks that run until somebody acknowledges. */
export const tiersAsked = (of: Escalation, notices: readonly Notice[]) =>
  askedNow(of).map(({ tier, startedAt }) => {
    const paged = notices.filter((one) => one.kind === "page" && one.tier === tier && one.at >= startedAt);
    return { tier, since: startedAt, people: [...new Set(paged.map(({ to }) => to))] };
  });

const askedNow = ({ clocks }: Escalation) => clocks.filter((clock) => clock.limit === "acknowledge" && isRunning(clock));

const isKnown = ({ at }: Reached): boolean => at !== null;
/** What others say of a message: nobody is asked for it once something has come of the message. */
const RECEIPTS: readonly Step[] = ["sent", "delivered", "opened"];
const TAKEN: readonly string[] = ["accepted", "delivered"];
