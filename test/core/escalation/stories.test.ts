import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Escalation } from "../../../core/escalation/escalation.ts";
import { RULES } from "../../../core/escalation/rules.ts";
import { brokenAt } from "../../../functions/chain.ts";
import { begin, type Start, type Step, start, steps, take } from "./model.ts";
import { keepsItsPromises } from "./promises.ts";

function live(how: Start, all: readonly Step[]) {
  const world = begin(how, keepsItsPromises);
  for (const one of all) take(world, one);
  return world;
}

/** The same stories each time; `SEED=8 RUNS=3000 npm test -- test/core/escalation/stories` looks at others. */
describe("every story, whatever happens in it", () => {
  const done = new Map<string, number>();

  it("keeps every promise", () => {
    fc.assert(
      fc.property(start, steps, (how, all) => {
        const world = live(how, all);
        for (const [move, times] of world.done) done.set(move, (done.get(move) ?? 0) + times);
        Escalation.parse(world.current);
        const { story, chain } = world.current;
        expect(brokenAt(world.story, { story, chain })).toBeUndefined();
      }),
      { numRuns: Number(process.env.RUNS ?? 300), seed: Number(process.env.SEED ?? 7) },
    );
  });

  it("has every move in it", () => {
    for (const move of [...Object.keys(RULES), "strike", "unreachable", "linkRequest"])
      expect([move, (done.get(move) ?? 0) > 0]).toEqual([move, true]);
  });
});
