import { shiftMoved } from "../../core/escalation/ownership.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import { type Desks, isOfLadder } from "./desks.ts";
import { iso } from "./timeline.ts";
import { racing, type World } from "./world.ts";

/** Somebody of a ladder goes home in the middle of their shift once in so long, and the stream tells of it within so long. Ours. */
const BETWEEN_MS = 6 * 86_400_000;
const TOLD_MS = [200, 1_500] as const;

/** People who fall ill: the rota is changed while they have cases, and each of those is followed, as `functions/follow-rota.ts` does. */
export function fallingIll(world: World, desks: Desks, agreed: Partnership): void {
  const { timeline, chance, outages } = world;
  const next = (): void => timeline.after(Math.round(chance.around(BETWEEN_MS, 0.5)), leaves);
  const leaves = (): void => {
    const now = iso(timeline.now());
    const { code } = chance.one(agreed.teams.filter(isOfLadder));
    const [on] = desks.on(code, now);
    next();
    if (!on) return;
    desks.leaves(code, on.person, now, on.until);
    const told = outages.backAt("stream", timeline.now());
    timeline.at(told + chance.whole(...TOLD_MS), () => follows(world, on.person));
  };
  next();
}

function follows(world: World, person: string): void {
  const theirs = world.store.all().filter(({ of }) => of.owner?.by.id === person && !of.closed);
  for (const { of } of theirs) {
    const now = world.clock("dispatch");
    racing(world, now, () => {
      const current = world.store.get(of.id).of;
      const move = shiftMoved(current, now, world.dutyOf(current.terms, now));
      return move && [move];
    });
  }
}
