import { describe, expect, it } from "@jest/globals";
import { agendaOf, type Sources } from "../../../core/learning/agenda.ts";
import { type AgendaItem, planCall } from "../../../core/learning/call.ts";
import { type CardSources, packOf } from "../../../core/learning/pack.ts";
import { cardLines, packRows } from "../../../core/learning/pack-words.ts";
import { occasionOn } from "../../../core/learning/series.ts";
import { figuresWithin } from "../../../core/measures/measures.ts";
import { at, duty, nurse, NOW as RAISED, raised } from "../../builders.ts";
import { passing, withdrawn } from "../escalation/moves.ts";
import { many, talliedAfter } from "../measures/tallies.ts";
import { TITLES } from "./a-pack.ts";
import { LEARNING, NOW } from "./agreed.ts";

const weekly = LEARNING.series.find(({ code }) => code === "weekly");
if (!weekly) throw new Error("no weekly series");
const CLEAN: CardSources = {
  tallies: [],
  marks: [],
  reviews: [],
  personOf: (subject) => `Person ${subject.slice(0, 3)}`,
  isClean: () => true,
};
const EMPTY: Sources = {
  ...CLEAN,
  ...{ around: [], concerns: [], actions: [], carried: [], named: { tallies: [], reviews: [] }, agencyOf: (code) => code },
};
const item = (references: string[]): AgendaItem => ({
  ...{ id: references.join(), why: "harm", also: [], title: "", because: "", references, matter: null, carried: 0 },
});
const call = (...agenda: AgendaItem[]) => ({
  ...planCall("london", occasionOn(weekly, "2026-07-01")),
  agenda: agenda.map((one) => ({ ...one, decided: null, actions: [] })),
});
const mark = (reference: string) => ({
  ...{ case: "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f", reference, at: NOW, why: "harm" as const, forBoard: true },
  ...{ pathway: "police_attendance", area: "central_south", type: "walkout_healthcare", priority: "P1", called: null },
  ...{ raisedBy: "RJ1", raisedAt: "2026-06-30T01:00:00.000Z", asked: "01", tiers: 4, open: true },
});

describe("a pack", () => {
  it("has a card for each case that its agenda names, once", () => {
    const [tally] = many(1, { reference: "RC-222-222", subject: "abcdefghijklmnopqrstuvwxyz" });
    const pack = packOf(call(item(["RC-222-222"]), item(["RC-222-222"])), { ...CLEAN, tallies: tally ? [tally] : [] }, NOW);
    expect(pack.cards).toEqual([
      expect.objectContaining({ reference: "RC-222-222", person: "Person abc", ageBand: tally?.ageBand }),
    ]);
  });

  it("tells of a case that is still open what it left for the call, and nothing else", () => {
    const { cards } = packOf(call(item(["RC-222-222"])), { ...CLEAN, marks: [mark("RC-222-222")] }, NOW);
    expect(cards).toEqual([
      expect.objectContaining({ area: "central_south", priority: "P1", harm: true, ageBand: null, outcome: null }),
    ]);
  });

  it("says of such a case who raised it, when and how far it went, that it is open, and nothing that nobody can know yet", () => {
    const pack = packOf(call(item(["RC-222-222"])), { ...CLEAN, marks: [mark("RC-222-222")] }, NOW);
    const [card] = pack.cards;
    expect(card && cardLines(card, TITLES)).toEqual([
      "Still open: its figures come when it has ended",
      "Raised by: agency RJ1",
      "Asked: agency 01",
      "Raised: On a Tuesday, between 00:00 and 06:00",
      "Tiers asked: 4",
      "Came to harm: Yes",
    ]);
    const [heads = [], row = []] = packRows(pack, TITLES);
    const cells = Object.fromEntries(heads.map((head, nth) => [head, row[nth]]));
    expect(cells).toMatchObject({ still_open: "Yes", raised_by: "agency RJ1", priority: "P1", tiers: 4, harm: "Yes" });
    for (const head of ["answered_by", "answer_changes", "overturned", "outcome", "came", "sides_differ"])
      expect([head, cells[head]]).toEqual([head, ""]);
  });

  it("does not call a case open that had ended when it left something for the call", () => {
    const marks = [{ ...mark("RC-222-222"), why: "outcome_after_closing" as const, open: false }];
    expect(packOf(call(item(["RC-222-222"])), { ...CLEAN, marks }, NOW).cards[0]).toMatchObject({ stillOpen: false, harm: null });
  });

  it("says that the sides differ, or do not, only once both have answered", () => {
    const said = (shouldHaveCome: string) => ({ shouldHaveCome, shouldHaveAttended: "yes", themes: [], lines: [] });
    const differ = (...answers: (object | null)[]) => {
      const asked = (["raising", "answering"] as const).map((side, nth) => ({ side, answer: answers[nth] ?? null }));
      const reviews = [{ reference: "RC-222-222", asked }] as unknown as CardSources["reviews"];
      return packOf(call(item(["RC-222-222"])), { ...CLEAN, marks: [mark("RC-222-222")], reviews }, NOW).cards[0]?.sidesDiffer;
    };
    expect([differ(said("yes"), null), differ(said("yes"), said("yes")), differ(said("yes"), said("no"))]).toEqual([
      ...[null, false, true],
    ]);
  });

  it("leaves out lines that are not clean by today's rules, and says how many", () => {
    const lines = { shouldHaveCome: "yes", shouldHaveAttended: "yes", themes: [], lines: ["Good.", "Ring 07700 900123."] };
    const asked = [
      { side: "raising", answer: lines },
      { side: "answering", answer: null },
    ];
    const reviews = [{ reference: "RC-222-222", asked }] as unknown as CardSources["reviews"];
    const from = { ...CLEAN, marks: [mark("RC-222-222")], reviews, isClean: (words: string) => !/\d/.test(words) };
    expect(packOf(call(item(["RC-222-222"])), from, NOW).cards[0]).toMatchObject({
      lines: { raising: ["Good."], answering: [] },
      withheld: 1,
    });
  });

  it("is never larger than one item of the table may be", () => {
    const references = Array.from({ length: 240 }, (_, nth) => `RC-${nth}`);
    const answer = { shouldHaveCome: "yes", shouldHaveAttended: "no", themes: [], lines: Array(3).fill("€".repeat(200)) };
    const asked = (["raising", "answering"] as const).map((side) => ({ side, answer }));
    const reviews = references.map((reference) => ({ reference, asked })) as unknown as CardSources["reviews"];
    const agenda = Array.from({ length: 40 }, (_, nth) => item(references.slice(nth * 6, nth * 6 + 6)));
    const pack = packOf(
      call(...agenda),
      { ...CLEAN, tallies: many(240).map((one, nth) => ({ ...one, reference: `RC-${nth}` })), reviews },
      NOW,
    );
    expect(Buffer.byteLength(JSON.stringify(pack))).toBeLessThan(400_000);
    expect(pack.cards[0]?.reference).toBe("RC-0");
  });
});

describe("a limit that was missed while the ladder ran out", () => {
  const on = duty({ empty: [2, 3] });
  const passes = (elapsed: string) => (of: Parameters<typeof passing>[0]) => passing(of, at(elapsed), on);
  const gone = withdrawn("withdrawn_found_safe", {}, nurse, at("PT30M"));
  const tally = talliedAfter(raised({}, on), passes("PT5M"), passes("PT10M"), gone);

  it("is missed on the card, on the agenda and on the board alike", () => {
    const { agenda } = agendaOf({ looksAt: ["limit_missed"] }, { ...EMPTY, tallies: [tally] }, RAISED, at("PT1H"));
    const decide = agenda.find(({ title }) => title.startsWith("«decide»"));
    expect(decide?.title).toBe("«decide» missed 1 time: nobody had acknowledged it");
    const [card] = packOf(call(...agenda), { ...CLEAN, tallies: [tally] }, NOW).cards;
    const lines = card ? cardLines(card, TITLES) : [];
    expect(lines).toContain("Decided: limit missed");
    expect(lines.find((line) => line.startsWith("Limits missed"))).toContain("decide at tier 1, nobody had acknowledged it");
    const [kept, missed] = ["decided_within_limit", "missed_limits"].map((code) =>
      figuresWithin([tally], { from: RAISED, to: at("PT1H"), area: null }).find((figure) => figure.code === code),
    );
    expect(kept).toMatchObject({ numerator: 0, denominator: 1 });
    const byLimit = missed && "breakdowns" in missed ? missed.breakdowns.find(({ by }) => by === "limit") : undefined;
    expect(byLimit?.rows.find(({ code }) => code === "decide")).toMatchObject({ numerator: 1 });
  });
});
