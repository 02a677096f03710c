import { Refusal } from "../refusal.ts";
import { type Instant, london } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { running, stopped } from "./clock.ts";
import type { Escalation } from "./escalation.ts";
import { begin, changing, type Move, marking, recording, settle, standingDown, telling } from "./move.ts";
import { mustAnswer, mustBeOpen, mustHaveSeen } from "./standing.ts";

/**
 * «I have seen this»: somebody on duty takes the case. Everyone else who was asked is stood down, the raiser hears who has it. It
 * decides nothing: the decide limit runs on. Throws AlreadyAcknowledged with who was first, when no acknowledgement is owed any more.
 */
export function acknowledge(current: Escalation, by: Who, seen: number, now: Instant, duty: Duty): Move {
  const tier = mustAnswer(current, by, duty);
  mustBeOpen(current);
  const asked = running(current.clocks, "acknowledge") ?? running(current.clocks, "repeat");
  const { owner } = current;
  if (owner && (!asked || owner.by.id === by.id)) {
    const detail = `${owner.by.name} has had ${current.reference} since ${london(owner.at)}.`;
    throw new Refusal("AlreadyAcknowledged", detail, { facts: { by: owner.by, at: owner.at } });
  }
  mustHaveSeen(current, seen);
  const taken = standingDown(taking(begin(current), by, tier, now), "acknowledged", [by.id]);
  return settle(current, marking(telling(taken, "update", hearing(current, by), "acknowledged"), by, now, "acknowledged"), now);
}

/** The move with the case taken by this person: nobody is waited for any more, and they have it now. */
export function taking(move: Move, by: Who, tier: number, now: Instant): Move {
  const clocks = stopped(move.next.clocks, ["acknowledge", "repeat"], now);
  const mine = { by, at: now, tier };
  const taken = changing(move, { acknowledged: mine, owner: mine, clocks, nobodyAnsweredAt: null });
  return recording(taken, by, now, { what: "acknowledged", about: { tier } });
}

/** Who hears an answer: the raiser, and whoever had the case until now. */
export const hearing = ({ raised, owner }: Escalation, by: Who): string[] =>
  [raised.by.id, ...(owner ? [owner.by.id] : [])].filter((person) => person !== by.id);
