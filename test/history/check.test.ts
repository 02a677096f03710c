import { describe, expect, it } from "@jest/globals";
import type { Clock } from "../../core/escalation/clock.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import type { Notice } from "../../core/escalation/notice.ts";
import { tie } from "../../functions/chain.ts";
import { check, RULES } from "../../history/check.ts";
import type { History, KeptCase, Operation } from "../../history/history.ts";
import { dutyOfficer, inspector, nurse } from "../builders.ts";
import { gap, held, lost, NIGHTS, quiet, raced, takes, unanswered, wentBack } from "./nights.ts";
import { onTier, second, telling } from "./telling.ts";

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
  night.pass(1, 290);
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
  return inCase(told, ({ escalation }) => ({
    escalation: { ...escalation, clocks: stop(escalation.clocks) },
    sides: undefined as never,
  }));
};

/** A history from which messages are missing, and what left of them. */
function withoutNotices(history: History, is: (notice: Notice) => boolean): History {
  const gone = new Set(history.cases.flatMap(({ notices }) => notices.filter(is).map(({ id }) => id)));
  const kept = inCase(history, ({ notices }) => ({ notices: notices.filter(({ id }) => !gone.has(id)) }));
  return { ...kept, sent: history.sent.filter(({ notice }) => !gone.has(notice)) };
}

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
    expect(rulesIn(raisedAgain(-600))).toEqual(["nothing accepted is missing"]);
  });

  /** What must tell of it, what it is, how it comes about; and what else tells of it, because it is no longer as it was either. */
  const broken: [string, string, () => History, ...string[]][] = [
    ["nothing accepted is missing", "a case that was raised and is not there", () => ({ ...quiet(), cases: [] })],
    [
      "nothing accepted is missing",
      "an arrival that was accepted, and that no line says they recorded",
      () =>
        inFacts(quiet(), (facts) => facts.map((fact) => (fact.what === "arrived" ? ({ ...fact, by: "clock" } as Fact) : fact))),
    ],
    [
      "nothing accepted is missing",
      "a press that was answered once, and done twice",
      () => {
        const history = quiet();
        const [note] = history.operations.filter(({ move }) => move === "notes") as [Operation];
        const unheard: Operation = {
          ...note,
          nth: 98,
          outcome: "unknown",
          version: null,
          invokedAt: second(130),
          endedAt: second(140),
        };
        return inFacts({ ...history, operations: [...history.operations, unheard] }, (facts) => {
          const said = facts.find(({ what }) => what === "note_added");
          const next = (said?.version ?? 0) + 1;
          return facts.flatMap((fact) =>
            fact === said
              ? [
                  { ...fact, at: second(131) },
                  { ...fact, version: next },
                ]
              : [fact.version >= next ? { ...fact, version: fact.version + 1 } : fact],
          );
        });
      },
      "the case is what its facts say",
      "whoever must hear is written to",
    ],
    [
      "nothing accepted is missing",
      "a note that counts from before it was made",
      () => inFacts(quiet(), (facts) => facts.map((fact) => (fact.what === "note_added" ? { ...fact, at: second(122) } : fact))),
    ],
    [
      "nothing accepted is missing",
      "a note that was refused and stands there all the same",
      () => inOperation(quiet(), "notes", { outcome: "fail", version: null, refusal: "NotAllowed" }),
    ],
    ["one winner of each race", "an answer to a picture that had changed", () => inOperation(quiet(), "decision", { seen: 1 })],
    [
      "one winner of each race",
      "an answer to what stood before a part of it was lost",
      () => {
        const history = wentBack();
        const seen = history.operations.find(({ outcome }) => outcome === "fail")?.seen ?? null;
        return inOperation(history, "arrival", { seen });
      },
    ],
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
      "whoever must hear is written to",
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
      "each limit is met or struck in time",
      "a limit of which nobody was reminded",
      () => {
        const night = telling();
        night.carry(1);
        takes(night, 290, inspector);
        return night.history(295);
      },
    ],
    [
      "each limit is met or struck in time",
      "a note that has moved a limit",
      () =>
        inFacts(raced(), (facts) => {
          const clocks = facts.flatMap((fact) => fact.clocks ?? []).filter(({ limit }) => limit === "decide");
          return facts.map((fact, nth) =>
            nth === 2 ? ({ ...fact, clocks: clocks.slice(0, 1).map((one) => ({ ...one, dueAt: second(2000) })) } as Fact) : fact,
          );
        }),
    ],
    [
      "only those on duty answer",
      "an answer of somebody who had gone home",
      () => {
        const history = quiet();
        const duty = history.duty.map((one) => (one.person === inspector.id ? { ...one, to: second(90) } : one));
        return { ...history, duty };
      },
    ],
    [
      "only those on duty answer",
      "a case that stays with somebody who has gone home",
      () => {
        const night = telling(onTier(0, inspector.id));
        night.carry(1);
        takes(night, 60, inspector);
        night.carry(61);
        const history = night.history(580);
        return { ...history, duty: history.duty.map((one) => ({ ...one, to: second(120) })) };
      },
    ],
    [
      "only those on duty are paged",
      "a page to somebody off duty",
      () => {
        const history = unanswered();
        return { ...history, duty: history.duty.filter(({ person }) => person !== dutyOfficer.id) };
      },
      "only those on duty answer",
    ],
    [
      "only those on duty are paged",
      "a stranger who is told",
      () => {
        const history = quiet();
        const [stranger] = history.addresses[nurse.id] ?? [];
        const strange = inNotices(history, ({ kind, to }) => (kind === "update" && to === nurse.id ? { to: "stranger" } : {}));
        return { ...strange, addresses: { ...history.addresses, stranger: [stranger ?? ""] } };
      },
      "whoever must hear is written to",
    ],
    [
      "whoever must hear is written to",
      "an answer of which nobody wrote to the raiser",
      () => withoutNotices(quiet(), ({ kind, about }) => kind === "update" && about === "decided"),
    ],
    [
      "whoever must hear is written to",
      "people who are asked and have no page",
      () => withoutNotices(unanswered(), ({ kind }) => kind === "page"),
    ],
    [
      "whoever must hear is written to",
      "a tier that was passed over, and somebody stood there",
      () => {
        const history = gap();
        const addresses = { ...history.addresses, [dutyOfficer.id]: ["somebody@example.org"] };
        return { ...history, addresses, duty: [...history.duty, ...onTier(1, dutyOfficer.id)] };
      },
    ],
    ["nothing is asked after the answer", "a page that left after the answer", () => sentLater(quiet(), 400, true)],
    [
      "every message is explained",
      "a message that no notice knows of",
      () => inCase(quiet(), ({ notices }) => ({ notices: notices.slice(1) })),
      "whoever must hear is written to",
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
      "every message is explained",
      "a message that speaks of another case",
      () => {
        const history = quiet();
        const words = "RC-222-222 P1: your answer is needed https://rightcall.example.org/escalations/22222222";
        return { ...history, sent: history.sent.map((one) => ({ ...one, words })) };
      },
    ],
    [
      "every message is explained",
      "a letter of the learning side that went to a stranger",
      () => {
        const history = quiet();
        const [left, notice] = [history.sent.slice(0, 1), history.cases[0]?.notices[0]];
        const strange = left.map((one) => ({ ...one, to: "stranger@example.org" }));
        return { ...history, beside: notice ? [{ about: "action_1", notice, left: strange }] : [] };
      },
    ],
    [
      "every message is explained",
      "an address of nobody's",
      () => {
        const history = quiet();
        return { ...history, addresses: { ...history.addresses, [inspector.id]: ["somebody.else@example.org"] } };
      },
    ],
    [
      "every message is explained",
      "a message that leaves again when it has arrived",
      () => {
        const history = unanswered();
        const again = { number: 2, at: second(90) };
        const twice = inNotices(history, ({ id, tried }) =>
          id === FIRST ? { attempts: 2, tried: tried.flatMap((one) => [one, { ...one, ...again }]) } : {},
        );
        const [left] = history.sent.filter(({ notice }) => notice === FIRST);
        return { ...twice, sent: left ? [...twice.sent, { ...left, attempt: 2, at: second(91) }] : [] };
      },
    ],
    [
      "every message is explained",
      "a page that was given up while its person could have had a text",
      () =>
        inNotices(lost(), ({ fate, tried }) =>
          fate === "failed" ? { tried: tried.filter(({ channel }) => channel === "email") } : {},
        ),
    ],
    [
      "every message is explained",
      "the message of another case",
      () => inNotices(quiet(), (_, nth) => (nth === 0 ? { case: "00000000-0000-4000-8000-000000000000" } : {})),
    ],
    [
      "every message is explained",
      "two messages for one thing",
      () =>
        inCase(quiet(), ({ notices: [first, ...rest] }) => ({
          notices: first
            ? [first, { ...first, id: "000001-09", tried: [], attempts: 0, fate: "waiting", leasedUntil: second(690) }, ...rest]
            : [],
        })),
    ],
    [
      "a case that was joined is found in the other",
      "a case that was closed into one that is not there",
      () =>
        inFacts(quiet(), (facts) =>
          facts.map((fact) => (fact.what === "closed" ? { ...fact, about: { ...fact.about, into: "RC-222-222" } } : fact)),
        ),
    ],
    [
      "the case is what its facts say",
      "versions that are missing, and of which no line says that they were lost",
      () =>
        inFacts(wentBack(), (facts) =>
          facts.map((fact) =>
            fact.what === "went_back" ? ({ ...fact, what: "note_added", about: { text: "Lost" } } as Fact) : fact,
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
    ["both sides see the same", "an open case that no board has", () => inCase(gap(), () => ({ onBoards: false }))],
    [
      "both sides see the same",
      "an answer that neither side is shown",
      () =>
        inCase(quiet(), ({ sides }) =>
          sides ? { sides: { asks: { ...sides.asks, decision: null }, answers: { ...sides.answers, decision: null } } } : {},
        ),
    ],
    ["an open case ticks", "an open case on which nothing is owed", () => stoppedAtTheEnd(lost())],
  ];

  it.each(broken)("by «%s», tells of %s", (rule, _, history, ...also) => {
    expect(rulesIn(history()).toSorted()).toEqual([rule, ...also].toSorted());
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
