import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { giveAction } from "../../../core/learning/action.ts";
import { agendaOf, MOST_ITEMS, type Sources, weeksAround } from "../../../core/learning/agenda.ts";
import type { AgendaItem } from "../../../core/learning/call.ts";
import { raiseConcern } from "../../../core/learning/concern.ts";
import type { ForTheCall } from "../../../core/learning/for-the-call.ts";
import { Review, ReviewAnswer, suspended } from "../../../core/learning/review.ts";
import type { Tally } from "../../../core/measures/tally.ts";
import { AgendaWhy } from "../../../core/partnership/learning.ts";
import { plus, since } from "../../../core/time.ts";
import { tally as aTally } from "../measures/tallies.ts";
import { CHAIR, LEARNING, NOW, NURSE } from "./agreed.ts";

const LAST = since(NOW, "PT168H");
const ALL = { looksAt: AgendaWhy.options };
const NOTHING: Sources = {
  marks: [],
  tallies: [],
  around: [],
  reviews: [],
  concerns: [],
  actions: [],
  carried: [],
  named: { tallies: [], reviews: [] },
  personOf: (subject) => `Person ${subject.slice(0, 3)}`,
  agencyOf: (code) => `agency ${code}`,
};
const agenda = (from: Partial<Sources>, series: Parameters<typeof agendaOf>[0] = ALL) =>
  agendaOf(series, { ...NOTHING, ...from }, LAST, NOW).agenda;
const ended = (more: Partial<Tally> = {}): Tally => aTally({ closedAt: since(NOW, "PT24H"), ...more });
const mark = (why: ForTheCall["why"], more: Partial<ForTheCall> = {}): ForTheCall => ({
  ...{ case: "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f", reference: "RC-234-567", at: NOW, why, forBoard: false },
  ...{ pathway: "police_attendance", area: "central_south", type: "walkout_healthcare", priority: "P1", called: null },
  ...{ raisedBy: "RJ1", raisedAt: NOW, asked: "01", tiers: 1, open: true },
  ...more,
});
const action = (dueOn: string) =>
  giveAction(
    {
      partnership: "london",
      id: "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f",
      from: { what: "call", call: "weekly_2026_06_24", item: null },
    },
    { title: "Publish the number", owner: "wren_ash", dueOn },
    "01",
    CHAIR,
    "2026-06-01T10:00:00.000Z",
  ).next;
const SILENCE = { at: NOW, by: "clock" as const, what: "not_given", words: null };
/** The review of a case, as it stands when some of its sides have said this and it was given up, or was whole. */
const reviewed = (reference: string, said: { raising?: object; answering?: object } = {}): Review => {
  const side = (which: "raising" | "answering", agency: string) => ({
    ...{ side: which, agency, person: null, before: [] },
    answer: said[which] ? { by: NURSE, at: NOW, ...ReviewAnswer.parse(said[which]) } : null,
  });
  return Review.parse({
    ...{ schema: 1, partnership: "london", id: "2b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f", reference, version: 4 },
    ...{ type: "walkout_healthcare", area: "central_south", priority: "P1", endedAs: "closed", closedAt: LAST },
    asked: [side("raising", "RJ1"), side("answering", "01")],
    ...{ references: [], reopened: [], owed: null, reminders: 3 },
    story: [SILENCE],
  });
};
const YES = { shouldHaveCome: "yes", shouldHaveAttended: "yes" };
const concern = (more: object = {}) =>
  raiseConcern(
    { partnership: "london", id: "1b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f", reference: "CN-234-567", case: null },
    { source: "near_miss", theme: "T05", agency: "01", happened: "Something.", ...more },
    NURSE,
    since(NOW, "PT72H"),
    LEARNING,
  ).next;

describe("an agenda", () => {
  it("begins with what is late, in the order that its series names", () => {
    const whole = agenda({ marks: [mark("harm")], actions: [action("2026-06-20")], concerns: [concern()] });
    expect(whole.map(({ why, because }) => [why, because])).toEqual([
      ["action_overdue", "An action that is 11 days late."],
      ["harm", "The person came to harm."],
      ["concern", "A concern of 3 days; it has no answer yet."],
    ]);
  });

  it("has one item for one case, with every reason why it is here", () => {
    const [item, ...more] = agenda({ marks: [mark("decision_changed"), mark("harm")] });
    expect(more).toEqual([]);
    expect(item).toMatchObject({
      references: ["RC-234-567"],
      because: "The person came to harm. The answer was changed after it had been given.",
    });
    expect([item?.why, ...(item?.also ?? [])].toSorted()).toEqual(["decision_changed", "harm"]);
  });

  it("calls a case what its own agreement does, and by its codes where that was not kept", () => {
    const called = { type: "Walkout from healthcare, not detained", area: "Central South BCU" };
    const titles = agenda({ marks: [mark("harm", { called }), mark("harm", { reference: "RC-345-678" })] }).map(
      ({ title }) => title,
    );
    expect(titles).toEqual([
      "RC-234-567: Walkout from healthcare, not detained, Central South BCU, P1",
      "RC-345-678: walkout healthcare, central south, P1",
    ]);
  });

  it("ranks a case by the gravest of its reasons", () => {
    const whole = agenda({
      marks: [mark("decision_changed"), mark("nobody_answered", { reference: "RC-345-678" }), mark("harm")],
    });
    expect(whole.map(({ why }) => why)).toEqual(["harm", "nobody_answered"]);
  });

  it("tells limits that were missed by limit and cause, the most frequent first, and names a few cases", () => {
    const late = { limit: "acknowledge", tier: 1, cause: "nobody_on_rota" } as const;
    const slow = { limit: "arrive", tier: 1, cause: null } as const;
    const tallies = Array.from({ length: 9 }, (_, nth) =>
      ended({ reference: `RC-${nth}`, missed: nth < 2 ? [late, slow] : [late] }),
    );
    const whole = agenda({ tallies });
    expect(whole.map(({ title, because, references }) => [title, because, references.length])).toEqual([
      ["«acknowledge» missed 9 times: nobody was on the rota", "In 9 cases since the last call.", 6],
      ["«arrive» missed 2 times: no message can tell why", "In 2 cases since the last call.", 2],
    ]);
  });

  it("tells reviews that nobody gave by agency and side, however many, and names a few cases", () => {
    const reviews = Array.from({ length: 1_750 }, (_, nth) => reviewed(`RC-${nth}`, nth < 9 ? {} : { raising: YES }));
    const { agenda: whole, more } = agendaOf(ALL, { ...NOTHING, reviews }, LAST, NOW);
    expect(whole.map(({ why, title, because, references }) => [why, title, because, references.length])).toEqual([
      ["review_missing", "agency 01: no review by the answering side", "None was given in 1750 cases since the last call.", 6],
      ["review_missing", "agency RJ1: no review by the raising side", "None was given in 9 cases since the last call.", 6],
    ]);
    expect(more).toEqual([]);
  });

  describe("of people who are raised again", () => {
    const subject = "abcdefghijklmnopqrstuvwxyz";
    const theirs = (reference: string, raised: string, closed: string) =>
      aTally({ subject, reference, raisedAt: since(NOW, raised), closedAt: since(NOW, closed) });
    const DAY = 24;
    const named = (...around: Tally[]) => agenda({ around }).map(({ why, title, references }) => [why, title, references]);
    const found = (...references: string[]) => [["repeat_person", "Person abc: 2 cases", references]];

    it("finds one who was raised again within a week, by a name that says nothing", () => {
      expect(named(theirs("RC-2", "PT30H", "PT24H"), theirs("RC-1", "PT190H", "PT180H"))).toEqual(found("RC-1", "RC-2"));
      expect(named(theirs("RC-2", "PT30H", "PT24H"), theirs("RC-1", "PT400H", "PT390H"))).toEqual([]);
    });

    it("finds one whose earlier or later case was open for three weeks, at the call after both have ended", () => {
      const long = theirs("RC-1", `PT${24 * DAY}H`, `PT${3 * DAY}H`);
      const short = theirs("RC-2", `PT${20 * DAY}H`, `PT${19 * DAY}H`);
      expect(named(long, short)).toEqual(found("RC-1", "RC-2"));
      const shortFirst = theirs("RC-1", `PT${27 * DAY}H`, `PT${26 * DAY}H`);
      expect(named({ ...long, reference: "RC-2" }, shortFirst)).toEqual(found("RC-1", "RC-2"));
      const both = [long, short].map((one) => ({ ...one, closedAt: since(LAST, "PT1H") }));
      expect(named(...both)).toEqual([]);
    });

    it("finds nobody whose cases were closed within a week and raised further apart, or of which one is open", () => {
      const long = theirs("RC-1", `PT${24 * DAY}H`, `PT${3 * DAY}H`);
      expect(named(long, theirs("RC-2", `PT${5 * DAY}H`, `PT${4 * DAY}H`))).toEqual([]);
      expect(named(long, { ...theirs("RC-2", `PT${20 * DAY}H`, "PT1H"), closedAt: null })).toEqual([]);
    });

    it("names of a person's cases those that came within a week of each other, and no older one", () => {
      const cases = [theirs("RC-1", `PT${60 * DAY}H`, `PT${2 * DAY}H`), theirs("RC-2", `PT${9 * DAY}H`, `PT${3 * DAY}H`)];
      expect(named(...cases, theirs("RC-3", `PT${5 * DAY}H`, `PT${4 * DAY}H`))).toEqual(found("RC-2", "RC-3"));
    });

    it("looks a week to either side of each raise, the whole of both, and nowhere twice", () => {
      const around = weeksAround(
        [
          theirs("RC-1", `PT${60 * DAY}H`, `PT${2 * DAY}H`),
          theirs("RC-2", `PT${9 * DAY}H`, `PT${3 * DAY}H`),
          theirs("RC-3", `PT${5 * DAY}H`, `PT${4 * DAY}H`),
          theirs("RC-4", `PT${30 * DAY}H`, `PT${29 * DAY}H`),
          { ...theirs("RC-5", `PT${90 * DAY}H`, `PT${2 * DAY}H`), subject: null },
        ],
        LAST,
      );
      const ms = (instant: string) => new Date(Date.parse(instant) + 1).toISOString();
      expect(around).toEqual([
        { from: since(NOW, `PT${67 * DAY}H`), to: ms(since(NOW, `PT${53 * DAY}H`)) },
        { from: since(NOW, `PT${16 * DAY}H`), to: ms(plus(NOW, `PT${2 * DAY}H`)) },
      ]);
    });
  });

  it("says nothing of what was closed before the last call", () => {
    const old = aTally({ closedAt: since(LAST, "PT1H"), missed: [{ limit: "decide", tier: 1, cause: null }], themes: ["T20"] });
    expect(agenda({ tallies: [old] })).toEqual([]);
  });

  it("of a series that looks at P1 has nothing else of cases", () => {
    const series = { looksAt: AgendaWhy.options, priorities: ["P1"] };
    const tallies = [ended({ lastPriority: "P3", missed: [{ limit: "decide", tier: 1, cause: null }] })];
    expect(agenda({ tallies, marks: [mark("harm", { priority: "P2" })] }, series)).toEqual([]);
    expect(agenda({ marks: [mark("harm")] }, series)).toHaveLength(1);
  });

  it("looks at what its series names, and at nothing else", () => {
    expect(agenda({ marks: [mark("harm")], concerns: [concern()] }, { looksAt: ["concern"] }).map(({ why }) => why)).toEqual([
      "concern",
    ]);
  });

  it("takes over what was carried, once, where it is found anew", () => {
    const [fresh] = agenda({ marks: [mark("harm")] });
    const carried: AgendaItem[] = [{ ...(fresh as AgendaItem), carried: 2 }];
    expect(agenda({ marks: [mark("harm")], carried })).toEqual([expect.objectContaining({ why: "harm", carried: 2 })]);
  });

  it("tells what was carried over as it is found now, and leaves out what is over", () => {
    const [before] = agenda({ concerns: [concern()] });
    const carried = [{ ...(before as AgendaItem), because: "A concern of 1 day; it has no answer yet.", carried: 1 }];
    expect(agenda({ concerns: [concern()], carried })).toEqual([
      expect.objectContaining({ because: "A concern of 3 days; it has no answer yet.", carried: 1 }),
    ]);
    expect(agenda({ carried })).toEqual([]); // it has been settled meanwhile
    const [harmed] = agenda({ marks: [mark("harm")] });
    expect(agenda({ carried: [{ ...(harmed as AgendaItem), carried: 1 }] })).toEqual([
      expect.objectContaining({ why: "harm", carried: 1 }),
    ]);
  });

  it("says of no side that it gave no review while its case is open again and nobody may give one", () => {
    const half = reviewed("RC-234-567", { raising: YES });
    const again = suspended({ ...half, story: [{ ...SILENCE, what: "answered" }] }, NOW).next;
    expect(agenda({ reviews: [again] })).toEqual([]);
  });

  it("names the cases of an earlier call beside those of now, where the same side owes both", () => {
    const [monday, tuesday] = [["RC-1", "RC-2"], ["RC-3"]].map((references) => {
      const [missing] = agenda({ reviews: references.map((one) => reviewed(one)) });
      return { ...(missing as AgendaItem), carried: 1 };
    }) as [AgendaItem, AgendaItem];
    const named = { tallies: [], reviews: [reviewed("RC-1"), reviewed("RC-2"), reviewed("RC-3")] };
    const [now, ...more] = agenda({ reviews: [reviewed("RC-3")], carried: [monday], named }).filter(({ id }) =>
      id.startsWith("review_missing:RJ1"),
    );
    expect([now?.references, now?.because, more]).toEqual([
      ["RC-1", "RC-2", "RC-3"],
      "None was given in 1 case since the last call. Still none was given in 2 cases that an earlier call named.",
      [],
    ]);
    const [both] = agenda({ carried: [monday, tuesday], named });
    expect(both).toMatchObject({
      references: ["RC-1", "RC-2", "RC-3"],
      because: "Still none was given in 3 cases that an earlier call named.",
    });
  });

  it("takes no harm back for a row that was left by an end that was none", () => {
    const rows = [
      { ...ended({ harm: false }), merged: true },
      { ...ended({ harm: true }), merged: false },
    ];
    const [item] = agenda({ marks: [mark("harm")], named: { tallies: rows, reviews: [] } });
    expect(item?.because).toBe("The person came to harm.");
  });

  it("names no missing review that was carried over once it has been given, nor an action that is late once it is done", () => {
    const [missing] = agenda({ reviews: [reviewed("RC-1"), reviewed("RC-2")] });
    const carried = [{ ...(missing as AgendaItem), carried: 1 }];
    const then = (...reviews: Review[]) =>
      agenda({ carried, named: { tallies: [], reviews } }).map(({ id, references }) => [id, references]);
    const whole = (reference: string) => reviewed(reference, { raising: YES, answering: YES });
    expect(missing?.id).toBe("review_missing:RJ1:raising");
    expect(then(whole("RC-1"), reviewed("RC-2"))).toEqual([["review_missing:RJ1:raising", ["RC-2"]]]);
    expect(then(whole("RC-1"), reviewed("RC-2", { raising: YES }))).toEqual([]);
    expect(agenda({ carried, named: { tallies: [], reviews: [whole("RC-1")] } })).toEqual([
      expect.objectContaining({ because: "Still none was given in 1 case that an earlier call named." }),
    ]);
    const [late] = agenda({ actions: [action("2026-06-20")] });
    const before = { carried: [{ ...(late as AgendaItem), carried: 1 }] };
    expect(agenda({ ...before, actions: [action("2026-06-20")] })).toHaveLength(1);
    expect(agenda({ ...before, actions: [{ ...action("2026-06-20"), status: "done" as const }] })).toEqual([]);
  });

  it("drops a missing review that was carried over for its case alone, as before they stood by agency, once it has been given", () => {
    const [missing] = agenda({ reviews: [reviewed("RC-1")] });
    const carried = [{ ...(missing as AgendaItem), id: "RC-1", matter: "review_2b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f" }];
    const then = (said: object) => agenda({ carried, named: { tallies: [], reviews: [reviewed("RC-1", said)] } });
    expect([then({ raising: YES }).length, then({ raising: YES, answering: YES }).length]).toEqual([1, 0]);
  });

  it("says of a harm that was recorded and taken back since that it was, whether it is new or was carried over", () => {
    const because = (harm: boolean | null, from: Partial<Sources>) =>
      agenda({ ...from, named: { tallies: [ended({ reference: "RC-234-567", harm })], reviews: [] } }).map(
        (item) => item.because,
      );
    const marks = [mark("harm"), mark("decision_changed")];
    const carried = agenda({ marks }).map((item) => ({ ...item, carried: 1 }));
    const taken = "It was recorded that the person came to harm; what was recorded last says otherwise.";
    const changed = "The answer was changed after it had been given.";
    for (const from of [{ marks }, { carried }]) {
      expect(because(false, from)).toEqual([`${taken} ${changed}`]);
      for (const harm of [true, null]) expect(because(harm, from)).toEqual([`The person came to harm. ${changed}`]);
    }
  });

  it("keeps room for good practice however much went wrong, and counts what found none", () => {
    const many = Array.from({ length: 70 }, (_, nth) => mark("harm", { reference: `RC-${nth}` }));
    const { agenda: whole, more } = agendaOf(
      ALL,
      { ...NOTHING, marks: many, concerns: [concern({ source: "good_practice", theme: "T20" })] },
      LAST,
      NOW,
    );
    expect(whole).toHaveLength(MOST_ITEMS);
    expect(whole.at(-1)?.why).toBe("good_practice");
    expect(more).toHaveLength(31);
  });

  it("is the same in whatever order things were read, and never names one thing twice", () => {
    const marks = (["harm", "nobody_answered", "decision_changed"] as const).flatMap((why) =>
      ["RC-1", "RC-2", "RC-3"].map((reference) => mark(why, { reference })),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(marks, { minLength: 1 }), (some) => {
        const ids = agenda({ marks: some }).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(new Set(ids)).toEqual(new Set(some.map(({ reference }) => reference)));
      }),
    );
  });

  it("counts days in London's days", () => {
    const late = plus("2026-06-30T00:00:00.000Z", "PT23H30M"); // half past midnight in London, on 1 July
    expect(agendaOf(ALL, { ...NOTHING, actions: [action("2026-06-30")] }, LAST, late).agenda[0]?.because).toBe(
      "An action that is 1 day late.",
    );
  });
});
