import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { giveAction } from "../../../core/learning/action.ts";
import { agendaOf, MOST_ITEMS, type Sources } from "../../../core/learning/agenda.ts";
import type { AgendaItem } from "../../../core/learning/call.ts";
import { raiseConcern } from "../../../core/learning/concern.ts";
import type { ForTheCall } from "../../../core/learning/for-the-call.ts";
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
  reviews: [],
  concerns: [],
  actions: [],
  carried: [],
  personOf: (subject) => `Person ${subject.slice(0, 3)}`,
};
const agenda = (from: Partial<Sources>, series: Parameters<typeof agendaOf>[0] = ALL) =>
  agendaOf(series, { ...NOTHING, ...from }, LAST, NOW).agenda;
const ended = (more: Partial<Tally> = {}): Tally => aTally({ closedAt: since(NOW, "PT24H"), ...more });
const mark = (why: ForTheCall["why"], more: Partial<ForTheCall> = {}): ForTheCall => ({
  ...{ case: "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f", reference: "RC-234-567", at: NOW, why, forBoard: false },
  ...{ area: "central_south", type: "walkout_healthcare", priority: "P1" },
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

  it("finds who was raised again within a week, by a name that says nothing", () => {
    const subject = "abcdefghijklmnopqrstuvwxyz";
    const earlier = aTally({ subject, raisedAt: since(NOW, "PT190H"), closedAt: since(NOW, "PT180H"), reference: "RC-1" });
    const again = ended({ subject, raisedAt: since(NOW, "PT30H"), reference: "RC-2" });
    const whole = agenda({ tallies: [again, earlier] });
    expect(whole).toEqual([
      expect.objectContaining({ why: "repeat_person", title: "Person abc: 2 cases", references: ["RC-1", "RC-2"] }),
    ]);
    const longAgo = { ...earlier, raisedAt: since(NOW, "PT400H") };
    expect(agenda({ tallies: [again, longAgo] })).toEqual([]);
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
