import { isDeepStrictEqual } from "node:util";
import type { Clock } from "../../core/escalation/clock.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { brokenAt } from "../../functions/chain.ts";
import { ofEach, type Rule } from "../known.ts";
import { IN_HAND_MS, moved } from "../promise.ts";
import type { Retold, Standing } from "../retold.ts";

/** The story is whole, in order and as it was written; and the case is what its story says. Facts are looked at as they are kept. */
export const story: Rule = {
  name: "the case is what its facts say",
  says: "The chain verifies, no fact is missing, and no version but those that a restore has lost, and who has it, how far it has come and its clocks follow from them.",
  from: "design.md 6.4; reliability.md 7.2",
  broken: ofEach(function* (it) {
    const { escalation, facts, versions } = it;
    const broken = brokenAt(facts, escalation);
    if (broken) yield broken;
    yield* ordered(it);
    const last = versions.at(-1)?.after;
    if (!last) return;
    const [says, is] = [told(last), kept(escalation)];
    for (const part of Object.keys(is) as (keyof typeof is)[])
      if (!isDeepStrictEqual(says[part], is[part]))
        yield `the facts say ${part} ${JSON.stringify(says[part])}, and the case has ${JSON.stringify(is[part])}`;
  }),
};

function* ordered({ versions, escalation }: Retold): Iterable<string> {
  let latest = "";
  let next = 1;
  for (const { number, at, facts } of versions) {
    const passesOver = number > next && facts.some(({ what }) => what === "went_back");
    if (number !== next && !passesOver) yield `version ${number} stands in the place of version ${next}`;
    next = passesOver ? number + 1 : next + 1;
    if (facts.some((fact) => fact.at !== at)) yield `the facts of version ${number} are of several moments`;
    if (at < latest && at < moved(latest, -IN_HAND_MS)) yield `version ${number} is of ${at}, and the one before it of ${latest}`;
    if (at > latest) latest = at;
  }
  if (escalation.version !== next - 1) yield `the case is at version ${escalation.version}, and its story at ${next - 1}`;
}

const inOrder = (clocks: readonly Clock[]): string[] => clocks.map((clock) => JSON.stringify(clock, SHAPE)).sort();
const SHAPE: (keyof Clock)[] = ["limit", "tier", "of", "startedAt", "warnAt", "dueAt", "warnedAt", "missedAt", "endedAt"];

const told = ({ clocks, ...rest }: Standing) => ({ ...rest, clocks: inOrder(clocks) });

const kept = ({ clocks, owner, tier, nobodyAnsweredAt, priority, decision, arrived, reopened, closed }: Escalation) => ({
  owner: owner?.by.id ?? null,
  tier,
  nobodyAnswered: nobodyAnsweredAt !== null,
  priority,
  decision: decision?.code ?? null,
  arriveBy: decision?.arriveBy ?? null,
  arrived: arrived !== null,
  reopened: reopened !== null,
  closed: closed !== null,
  clocks: inOrder(clocks),
});
