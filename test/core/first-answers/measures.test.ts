import { describe, expect, it } from "@jest/globals";
import type { FirstAnswerTally } from "../../../core/first-answers/first-answer.ts";
import { FIRST_MEASURES, firstFigures, sendingIn } from "../../../core/first-answers/measures.ts";
import type { Tally } from "../../../core/measures/tally.ts";
import { at, london, NOW } from "../../builders.ts";
import { idOf, tally } from "../measures/tallies.ts";

const SENDS = sendingIn(london);
let nth = 0;
/** So many first answers that differ in nothing but their ids; disputed, each in a case of its own. */
const first = (count: number, more: Partial<FirstAnswerTally> = {}, isDisputed = false): FirstAnswerTally[] =>
  Array.from({ length: count }, () => {
    nth += 1;
    const disputed = isDisputed ? { id: idOf(nth + 5000), raisedAt: NOW } : null;
    return { schema: 1, id: idOf(nth), givenAt: NOW, area: "central_south", answer: "will_not_attend", disputed, ...more };
  });
const answered = (code: string, more: Partial<NonNullable<Tally["answered"]>> = {}): Tally["answered"] => ({
  ...{ first: code, last: code, firstDeclined: false, lastDeclined: false, changes: 0, overturned: false, limbs: null },
  ...more,
});
const casesOf = (all: readonly FirstAnswerTally[], more: Partial<Tally>): Tally[] =>
  all.map(({ disputed }) => tally({ id: disputed?.id ?? "", ...more }));
const figure = (code: string, all: readonly FirstAnswerTally[], cases: readonly Tally[] = []) =>
  firstFigures(all, cases, SENDS).find((one) => one.code === code);

describe("the figures of first answers", () => {
  it("know which decisions send somebody", () => {
    expect([SENDS.has("attend_immediate"), SENDS.has("attend_entry_only"), SENDS.has("decline_threshold_not_met")]).toEqual([
      ...[true, true, false],
    ]);
  });

  it("are the share that sends police, and the share that was disputed, of all that were recorded", () => {
    const all = [...first(10, { answer: "will_attend" }), ...first(20), ...first(10, { answer: "will_review" }, true)];
    expect(figure("first_deployed", all)).toMatchObject({ numerator: 10, denominator: 40, percent: 25 });
    expect(figure("first_disputed", all)).toMatchObject({ numerator: 10, denominator: 40, percent: 25 });
  });

  it("are the share that was overturned, of disputed noes whose case has ended with an answer", () => {
    const [up, down, open, yes] = [
      first(20, {}, true),
      first(10, { answer: "told_to_call_other" }, true),
      first(10, {}, true),
      first(10, { answer: "will_attend" }, true),
    ];
    const cases = [
      ...casesOf(up.slice(0, 10), { answered: answered("attend_immediate") }),
      ...casesOf(up.slice(10), { answered: answered("decline_threshold_not_met", { last: "attend_prompt" }) }),
      ...casesOf(down, { answered: answered("decline_threshold_not_met") }),
      ...casesOf(yes, { answered: answered("attend_immediate") }),
    ];
    const withdrawn = first(10, {}, true);
    const all = [...up, ...down, ...open, ...yes, ...withdrawn, ...first(30)];
    const shown = figure("first_overturned", all, [...cases, ...casesOf(withdrawn, { answered: null })]);
    expect(shown).toMatchObject({ numerator: 20, denominator: 30, percent: 67, interval: { low: 49, high: 81 } });
  });

  it("are how long it took from the recorded no to the answer that stands, whether it changed or not", () => {
    const quick = first(8, {}, true);
    const slow = first(1, {}, true);
    const before = first(1, {}, true);
    const cases = [
      ...casesOf(quick, { answered: answered("attend_immediate"), finalAnswerAt: at("PT20M") }),
      ...casesOf(slow, { answered: answered("decline_threshold_not_met"), finalAnswerAt: at("PT3H") }),
      ...casesOf(before, {
        answered: answered("attend_immediate"),
        finalAnswerAt: new Date(Date.parse(NOW) - 60_000).toISOString(),
      }),
    ];
    expect(figure("first_no_to_final", [...quick, ...slow, ...before], cases)).toMatchObject({
      ...{ count: 10, medianMs: 20 * 60_000, p90Ms: 3 * 3_600_000 },
    });
  });

  it("hide 1 to 7 of anything", () => {
    const few = first(7, {}, true);
    const cases = casesOf(few, { answered: answered("attend_immediate"), finalAnswerAt: at("PT20M") });
    const all = [...few, ...first(20)];
    expect(figure("first_disputed", all, cases)).toMatchObject({ numerator: "*", denominator: 25, percent: "*" });
    expect(figure("first_overturned", all, cases)).toMatchObject({ numerator: "*", denominator: "*", interval: null });
    expect(figure("first_no_to_final", all, cases)).toMatchObject({ count: "*", medianMs: "*", p90Ms: "*" });
  });

  it("have nothing to say of nothing", () => {
    for (const { code } of FIRST_MEASURES) expect([code, figure(code, [])]).toMatchObject([code, { code }]);
    expect(figure("first_deployed", [])).toMatchObject({ numerator: 0, percent: null });
  });
});
