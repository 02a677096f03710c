import type { Chance } from "../../bench/quarter/chance.ts";
import { chanceOf } from "../../bench/quarter/chance.ts";
import { CAME_BACK_FOR_NOW, type Heard } from "../../core/escalation/sending.ts";
import type { Channel, ChannelKind } from "../../core/people.ts";
import type { World } from "./world.ts";

/** What a service says when it is handed a message: taken, or how not, as `functions/failure.ts` tells them apart. */
export type Handed = "taken" | "refused" | "down" | "busy" | "later";

/** What is heard of a message later, and when. */
export interface Receipt {
  readonly after: number;
  readonly heard: Heard;
}

const PART = { email: "mail", sms: "text" } as const satisfies Record<ChannelKind, string>;

/** Of messages that are handed over with everything whole. All ours. */
const ANSWERS: Readonly<Record<Handed, number>> = { taken: 988, refused: 2, later: 4, busy: 6, down: 0 };
/** What a service that is out of order does, drawn anew for each time that it is. */
const BROKEN: Readonly<Record<Exclude<Handed, "taken" | "refused"> | "silent", number>> = {
  down: 40,
  later: 30,
  busy: 10,
  silent: 20,
};
/** What becomes of what was taken. */
const BECOMES = { delivered: 958, slow: 12, bounced: 4, bounced_for_now: 6, suppressed: 3, complained: 1, nothing: 6, twice: 10 };

/** Addresses that are wrong for good: whoever has one learns of it by the first message. */
const DEAD = 0.002;
const dead = new Map<string, boolean>();
const isDead = (to: string): boolean => {
  const found = dead.get(to) ?? chanceOf(`address ${to}`).is(DEAD);
  dead.set(to, found);
  return found;
};

/** How long a service takes to answer, in milliseconds; one that hangs is given up after 5 s. */
export const ANSWERS_MS = [40, 400] as const;
export const HANGS_MS = 5_000;

/** How it is with a service now, when it is out of order. */
function broken({ outages, timeline, seed }: World, kind: ChannelKind): keyof typeof BROKEN | undefined {
  const back = outages.backAt(PART[kind], timeline.now());
  return back > timeline.now() ? chanceOf(`${seed} broken ${kind} ${back}`).by(BROKEN) : undefined;
}

/** A service is handed a message. */
export function handed(world: World, kind: ChannelKind): Handed {
  const how = broken(world, kind);
  if (how !== undefined) return how === "silent" ? "taken" : how;
  return world.chance.by(ANSWERS);
}

/** What is heard of a message that was taken: one receipt, the same twice, one after another, or nothing. */
export function receipts(world: World, { kind, to }: Pick<Channel, "kind" | "to">): Receipt[] {
  const { chance } = world;
  if (broken(world, kind) === "silent") return [];
  if (isDead(to)) return [{ after: soon(chance), heard: { what: "lost", reason: "it bounced" } }];
  const lost = (reason: string): Receipt[] => [{ after: soon(chance), heard: { what: "lost", reason } }];
  const delivered: Receipt = { after: soon(chance), heard: { what: "delivered" } };
  switch (chance.by(BECOMES)) {
    case "delivered":
      return [delivered];
    case "twice":
      return [delivered, { ...delivered, after: delivered.after + chance.whole(1, 90_000) }];
    case "slow": {
      const delayed: Heard = { what: "delayed", reason: "the mailbox is slow to take it" };
      return [
        { after: soon(chance), heard: delayed },
        { ...delivered, after: chance.whole(45_000, 900_000) },
      ];
    }
    case "bounced":
      return lost("it bounced");
    case "bounced_for_now":
      return lost(CAME_BACK_FOR_NOW);
    case "suppressed":
      return lost("the address is on the suppression list");
    case "complained":
      return [delivered, ...lost("it was reported as junk")];
    case "nothing":
      return [];
  }
}

/** Within seconds, and now and then before our own write that the service has taken it. */
const soon = (chance: Chance): number =>
  chance.is(0.02) ? chance.whole(0, 10) : Math.round(Math.min(chance.around(2_500), 50_000));
