import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { Escalation } from "../../../core/escalation/escalation.ts";
import { brokenAt } from "../../../functions/chain.ts";
import { begin, type Start, type Step, start, step, take } from "./model.ts";
import { keepsItsPromises } from "./promises.ts";

const steps = fc.array(step, { maxLength: 40, size: "max" });

function live(how: Start, all: readonly Step[]) {
  const world = begin(how, keepsItsPromises);
  for (const one of all) take(world, one);
  return world;
}

describe("every story, whatever happens in it", () => {
  it("keeps every promise", () => {
    const done = new Map<string, number>();
    const refused = new Map<string, number>();
    fc.assert(
      fc.property(start, steps, (how, all) => {
        const world = live(how, all);
        for (const [k, v] of world.done) done.set(k, (done.get(k) ?? 0) + v);
        for (const [k, v] of world.refused) refused.set(k, (refused.get(k) ?? 0) + v);
        Escalation.parse(world.current);
        const { story, chain } = world.current;
        expect(brokenAt(world.story, { story, chain })).toBeUndefined();
      }),
      { numRuns: Number(process.env.RUNS ?? 300), endOnFailure: false },
    );
    console.log(done, refused);
  });
});
