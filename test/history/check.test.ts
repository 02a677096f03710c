import { describe, expect, it } from "@jest/globals";
import type { Clock } from "../../core/escalation/clock.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import type { Notice } from "../../core/escalation/notice.ts";
import { tie } from "../../functions/chain.ts";
import { check, RULES } from "../../history/check.ts";
import type { History, KeptCase, Operation } from "../../history/history.ts";
import { dutyOfficer, inspector } from "../builders.ts";
import { gap, held, lost, NIGHTS, quiet, raced, unanswered } from "./nights.ts";
import { second, telling } from "./telling.ts";

const rulesIn = (history: History): string[] => [...new Set(check(history).map(({ rule }) => rule))];

/** A history with its case changed. */
const inCase = (history: History, change: (one: KeptCase) => Partial<KeptCase>): History => ({
  ...history,
  cases: history.cases.map((one) => ({ ...one, ...change(one) })),
});

/** A history with other facts: numbered and tied anew, so that nothing but what was changed is wrong with them. */
const inFacts = (history: History, change: (facts: readonly Fact[]) => Fact[]): History =>
  inCase(history, ({ facts, escalation }) => {
    const bare = change(facts).map(({ hash: _, before: __, ...fact }, nth) => ({ ...fact, number: nth + 1 }));
    const tied = tie(bare, "") as Fact[];
    return { facts: tied, escalation: { ...escalation, story: tied.length, chain: tied.at(-1)?.hash ?? "" } };
  });
const without = (facts: readonly Fact[], nth: number): Fact[] => facts.filter((_, at) => at !== nth);

const inOperation = (history: History, move: string, change: Partial<Operation>): History => ({
  ...history,
  operations: history.operations.map((one) => (one.move === move ? { ...one, ...change } : one)),
});

const inNotices = (history: History, change: (notice: Notice, nth: number) => Partial<Notice>): History =>
  inCase(history, ({ notices }) => ({ notices: notices.map((notice, nth) => ({ ...notice, ...change(notice, nth) })) }));

const later = (instant: string, seconds: number) => new Date(Date.parse(instant) + seconds * 1000).toISOString();

/** The first page, sent by so many seconds later than it was, as its notice says or as its receiver does. */
const sentLater = (history: History, seconds: number, byTheNotice: boolean): History => {
  const moved = byTheNotice
    ? inNotices(history, ({ id, tried }) =>
        id === FIRST ? { tried: tried.map((one) => ({ ...one, at: later(one.at, seconds) })) } : {},
      )
    : history;
  return { ...moved, sent: moved.sent.map((one) => (one.notice === FIRST ? { ...one, at: later(one.at, seconds) } : one)) };
};
const FIRST = "000001-00";

/** A night on which somebody strikes the first limit so many seconds late. */
function struckLate(seconds: number): History {
  const night = telling();
  night.carry(1);
  night.wake(300 + seconds, "sweeper");
  night.carry(301 + seconds);
  return night.history(310 + seconds);
}
const down = (part: "workflow" | "stream" | "sweeper", from: number, to: number) => ({
  part,
  from: second(from),
  to: second(to),
});

/** Everything that ran is stopped, in the last line of the story and on the case. */
const stoppedAtTheEnd = (history: History): History => {
  const stop = (clocks: readonly Clock[]) => clocks.map((clock) => ({ ...clock, endedAt: clock.endedAt ?? history.to }));
  const told = inFacts(history, (facts) => {
    const clocks = stop(history.cases[0]?.escalation.clocks ?? []);
    return facts.map((fact, nth) => (nth === facts.length - 1 ? { ...fact, clocks } : fact));
  });
  return inCase(told, ({ escalation }) => ({ escalation: { ...escalation, clocks: stop(escalation.clocks) } }));
};

describe("the checker", () => {
  it.each(Object.entries(NIGHTS))("finds nothing wrong with a night that is %s", (_, night) => {
    expect(check(night())).toEqual([]);
  });

  /** The answer to a raise of that second was lost, and the same press is answered when somebody else has moved the case. */
  const raisedAgain = (at: number): History => {
    const history = quiet();
    const [first, ...rest] = history.operations as [Operation, ...Operation[]];
    const nobodyHeard = {
      case: null,
      version: null,
      outcome: "unknown",
      invokedAt: second(at),
      endedAt: second(at + 10),
    } as const;
    const again: Operation = { ...first, nth: 99, version: 2, invokedAt: second(130), endedAt: second(131) };
    return { ...history, operations: [{ ...first, ...nobodyHeard }, ...rest, again] };
  };

  it("lets a raise whose answer was lost be answered with what has become of the case, and no other raise", () => {
    expect(check(raisedAgain(0))).toEqual([]);
    expect(rulesIn(raisedAgain(-600))).toEqual(["nothing accepted is missing", "one winner of each race"]);
  });

  const broken: [string, string, () => History][] = [
    ["nothing accepted is missing", "a case that was raised and is not there", () => ({ ...quiet(), cases: [] })],
    [
      "nothing accepted is missing",
      "an arrival that was accepted, and that no line says they recorded",
      () =>
        inFacts(quiet(), (facts) => facts.map((fact) => (fact.what === "arrived" ? ({ ...fact, by: "clock" } as Fact) : fact))),
    ],
    [
      "nothing accepted is missing",
      "a note that was refused and stands there all the same",
      () => inOperation(quiet(), "notes", { outcome: "fail", version: null, refusal: "NotAllowed" }),
    ],
    ["one winner of each race", "an answer to a picture that had changed", () => inOperation(quiet(), "decision", { seen: 1 })],
    [
      "one winner of each race",
      "two who were both told that they had it",
      () => {
        const history = raced();
        const [one, other] = history.operations.filter(({ move }) => move === "acknowledgement") as [Operation, Operation];
        const taken = { ...other, outcome: "ok", version: one.version, refusal: null } as Operation;
        const operations = history.operations.filter(({ move, nth }) => move !== "acknowledgement" || nth === one.nth);
        return inFacts({ ...history, operations: [...operations, taken] }, (facts) =>
          facts.flatMap((fact) => {
            if (fact.what !== "acknowledged") return [fact];
            const { clocks: _, ...line } = fact;
            return [{ ...line, by: dutyOfficer } as Fact, fact];
          }),
        );
      },
    ],
    [
      "tiers rise by one",
      "a tier that was passed over",
      () =>
        inFacts(unanswered(), (facts) =>
          facts.map((fact) =>
            fact.what === "tier_alerted" && fact.about.tier === 1 ? { ...fact, about: { ...fact.about, tier: 2 } } : fact,
          ),
        ),
    ],
    [
      "tiers rise by one",
      "a gap that nobody wrote down",
      () =>
        inFacts(gap(), (facts) =>
          without(
            facts,
            facts.findIndex(({ what }) => what === "tier_skipped"),
          ),
        ),
    ],
    [
      "tiers rise by one",
      "a limit that was missed twice",
      () =>
        inFacts(unanswered(), (facts) => {
          const [first, then] = facts.filter(({ what }) => what === "limit_missed") as [Fact, Fact];
          const { clocks: _, ...line } = first;
          return facts.flatMap((fact) => (fact === then ? [{ ...line, version: then.version, at: then.at }, fact] : [fact]));
        }),
    ],
    ["each limit is met or struck in time", "a limit that was struck 70 s late", () => struckLate(70)],
    [
      "each limit is met or struck in time",
      "a limit that nobody has struck",
      () => {
        const night = telling();
        night.carry(1);
        return night.history(365);
      },
    ],
    [
      "each limit is met or struck in time",
      "a limit that was missed without a word",
      () =>
        inFacts(gap(), (facts) =>
          without(
            facts,
            facts.findIndex(({ what }) => what === "limit_missed"),
          ),
        ),
    ],
    [
      "only those on duty are paged",
      "a page to somebody off duty",
      () => {
        const history = unanswered();
        return { ...history, duty: history.duty.filter(({ person }) => person !== dutyOfficer.id) };
      },
    ],
    ["nothing is asked after the answer", "a page that left after the answer", () => sentLater(quiet(), 400, true)],
    [
      "every message is explained",
      "a message that no notice knows of",
      () => inCase(quiet(), ({ notices }) => ({ notices: notices.slice(1) })),
    ],
    [
      "every message is explained",
      "two messages under one number",
      () => {
        const history = quiet();
        return { ...history, sent: [...history.sent, ...history.sent.slice(0, 1)] };
      },
    ],
    [
      "every message is explained",
      "a message to somebody else",
      () => {
        const history = quiet();
        return { ...history, sent: history.sent.map((one) => ({ ...one, to: "somebody_else" })) };
      },
    ],
    [
      "every message is explained",
      "a notice that nobody has looked at for minutes",
      () => inNotices(quiet(), (_, nth) => (nth === 0 ? { fate: "waiting", leasedUntil: null, settledAt: null } : {})),
    ],
    [
      "every message is explained",
      "a message that was withheld, and the story does not say so",
      () =>
        inFacts(held(), (facts) =>
          facts.map((fact) =>
            fact.what === "notice_withheld" ? { ...fact, about: { ...fact.about, notice: "000099-00" } } : fact,
          ),
        ),
    ],
    [
      "the case is what its facts say",
      "a line that was altered",
      () => inCase(quiet(), ({ facts }) => ({ facts: facts.map((fact) => ({ ...fact, pathwayVersion: 99 })) })),
    ],
    [
      "the case is what its facts say",
      "an owner of whom no line tells",
      () =>
        inCase(unanswered(), ({ escalation }) => ({
          escalation: { ...escalation, owner: escalation.owner && { ...escalation.owner, by: inspector } },
          sides: undefined as never,
        })),
    ],
    [
      "both sides see the same",
      "an answer that one side is not shown",
      () => inCase(quiet(), ({ sides }) => (sides ? { sides: { ...sides, asks: { ...sides.asks, decision: null } } } : {})),
    ],
    ["an open case ticks", "an open case on which nothing is owed", () => stoppedAtTheEnd(lost())],
  ];

  it.each(broken)("by «%s», tells of %s", (rule, _, history) => {
    expect(rulesIn(history())).toEqual([rule]);
  });

  it("has a doctored history for each of its rules", () => {
    expect([...new Set(broken.map(([rule]) => rule))]).toEqual(RULES.map(({ name }) => name));
  });
});

describe("what nobody can know, or what was promised otherwise, is no breach:", () => {
  it.each<[string, () => History]>([
    [
      "a move of which nobody heard, and which was made",
      () => inOperation(quiet(), "notes", { outcome: "unknown", version: null }),
    ],
    [
      "a move of which nobody heard, and which was not",
      () => {
        const history = quiet();
        const [first] = history.operations;
        const lostRaise = { ...first, nth: 99, case: null, version: null, outcome: "unknown" } as Operation;
        return { ...history, operations: [...history.operations, lostRaise] };
      },
    ],
    ["a page that left before the answer, and arrived after it", () => sentLater(quiet(), 400, false)],
    [
      "a limit that was struck 110 s late while the workflow was down",
      () => ({ ...struckLate(110), outages: [down("workflow", 200, 500)] }),
    ],
    [
      "a limit that was struck a minute after the sweeper came back, with the workflow down too",
      () => ({ ...struckLate(400), outages: [down("workflow", 200, 900), down("sweeper", 250, 640)] }),
    ],
    [
      "a message that its own carrier has doubled while it was out of order",
      () => {
        const history = quiet();
        const outages = [{ part: "mail" as const, from: second(0), to: second(60) }];
        return { ...history, outages, sent: [...history.sent, ...history.sent.slice(0, 1)] };
      },
    ],
  ])("%s", (_, history) => {
    expect(check(history())).toEqual([]);
  });
});
