import { between, type Instant } from "../core/time.ts";
import type { History } from "./history.ts";

/** What happened in a history, in figures that can be added up. */
export type Summary = Readonly<Record<keyof typeof FIGURES, number>> & {
  /** How late limits were struck, and after how long the first page of a case was confirmed: how many within each time. */
  readonly lateness: Readonly<Record<string, number>>;
  readonly firstConfirmed: Readonly<Record<string, number>>;
};

/** Each figure by its name, in words. */
export const FIGURES = {
  cases: "cases",
  moves: "moves, of people and of time",
  asked: "presses of buttons",
  refused: "of them refused",
  unheard: "of them never answered",
  byWorkflow: "limits struck by the workflow",
  bySweeper: "limits struck by the sweeper",
  byMove: "limits missed at once, with nobody there",
  nobodyAnswered: "times that nobody on the ladder answered",
  messages: "messages",
  sent: "times that one left",
  again: "of them the same message once more",
  suppressed: "attempts lost to a list of suppressed addresses",
  withheld: "messages that need not leave any more",
  failed: "messages that reached nobody",
  outages: "times that a part was not there",
} as const;

/** Upper ends of what is counted together, in milliseconds. */
const LATE = { "1 s": 1_000, "2 s": 2_000, "5 s": 5_000, "30 s": 30_000, "60 s": 60_000, "90 s": 90_000, "120 s": 120_000 };
const CONFIRMED = {
  "2 s": 2_000,
  "5 s": 5_000,
  "10 s": 10_000,
  "30 s": 30_000,
  "60 s": 60_000,
  "2 min": 120_000,
  "10 min": 600_000,
};
const LONGER = "longer";
const NEVER = "never";

export function summaryOf({ cases, operations, sent, outages }: History): Summary {
  const facts = cases.flatMap((kept) => kept.facts);
  const notices = cases.flatMap((kept) => kept.notices);
  const missed = facts.flatMap((fact) => (fact.what === "limit_missed" ? [{ at: fact.at, ...fact.about }] : []));
  const by = (waker: string) => missed.filter((one) => one.waker === waker).length;
  const struck = missed.filter(({ waker }) => waker !== "move");
  return {
    cases: cases.length,
    moves: cases.reduce((sum, { escalation }) => sum + escalation.version, 0),
    asked: operations.length,
    refused: operations.filter(({ outcome }) => outcome === "fail").length,
    unheard: operations.filter(({ outcome }) => outcome === "unknown").length,
    byWorkflow: by("workflow"),
    bySweeper: by("sweeper"),
    byMove: by("move"),
    nobodyAnswered: facts.filter(({ what }) => what === "nobody_answered").length,
    messages: notices.length,
    sent: sent.length,
    again: sent.filter(({ attempt }) => attempt > 1).length,
    suppressed: notices.flatMap(({ tried }) => tried).filter(({ reason }) => reason?.includes("suppression")).length,
    withheld: notices.filter(({ fate }) => fate === "withheld").length,
    failed: notices.filter(({ fate }) => fate === "failed").length,
    outages: outages.length,
    lateness: counted(
      struck.map(({ dueAt, at }) => between(dueAt, at)),
      LATE,
    ),
    firstConfirmed: counted(
      cases.map(({ escalation, notices: told }) => confirmed(escalation.raised.at, told)),
      CONFIRMED,
    ),
  };
}

/** How long after the raise the first page was confirmed; undefined when none ever was. */
function confirmed(raisedAt: Instant, notices: History["cases"][number]["notices"]): number | undefined {
  const times = notices.flatMap(({ kind, tried }) =>
    kind === "page"
      ? tried.flatMap(({ fate, settledAt }) => (fate === "delivered" && settledAt ? [between(raisedAt, settledAt)] : []))
      : [],
  );
  return times.length > 0 ? Math.min(...times) : undefined;
}

function counted(values: readonly (number | undefined)[], ends: Readonly<Record<string, number>>): Record<string, number> {
  const counts: Record<string, number> = Object.fromEntries([...Object.keys(ends), LONGER, NEVER].map((end) => [end, 0]));
  for (const value of values) {
    const end = value === undefined ? NEVER : (Object.keys(ends).find((name) => value <= (ends[name] ?? 0)) ?? LONGER);
    counts[end] = (counts[end] ?? 0) + 1;
  }
  return counts;
}

/** Several summaries as one. */
export const together = (summaries: readonly Summary[]): Summary =>
  summaries.reduce((so, one) => ({
    ...(added(so, one) as unknown as Summary),
    lateness: added(so.lateness, one.lateness),
    firstConfirmed: added(so.firstConfirmed, one.firstConfirmed),
  }));

const added = (one: object, other: object): Record<string, number> =>
  Object.fromEntries(
    Object.entries(one).map(([name, value]) => [name, Number(value) + Number((other as Record<string, unknown>)[name] ?? 0)]),
  );

/** A summary as lines of Markdown. */
export function printed(summary: Summary): string[] {
  const figures = Object.entries(FIGURES).map(([name, words]) => `| ${words} | ${summary[name as keyof typeof FIGURES]} |`);
  const spread = (counts: Readonly<Record<string, number>>) => [
    `| ${Object.keys(counts)
      .map((end) => (end === LONGER || end === NEVER ? end : `≤ ${end}`))
      .join(" | ")} |`,
    `| ${Object.keys(counts)
      .map(() => "---")
      .join(" | ")} |`,
    `| ${Object.values(counts).join(" | ")} |`,
  ];
  return [
    "| what | how many |",
    "| --- | --- |",
    ...figures,
    "\nLimits struck, by how late:\n",
    ...spread(summary.lateness),
    "\nCases, by how long after the raise a first page was confirmed as delivered:\n",
    ...spread(summary.firstConfirmed),
  ];
}
