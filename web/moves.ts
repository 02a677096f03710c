import type { Who } from "../core/escalation/ask.ts";
import { running } from "../core/escalation/clock.ts";
import { decided, type Escalation } from "../core/escalation/escalation.ts";
import { owed } from "../core/escalation/move.ts";
import type { Role } from "../core/people.ts";
import { type Route, routes } from "../core/routes.ts";

/** The moves that a page offers, each by the last word of its address, and the route that it is the same as. */
export const MOVES = {
  acknowledgement: routes.acknowledge,
  decision: routes.decide,
  arrival: routes.arrive,
  outcome: routes.recordOutcome,
  closure: routes.close,
  withdrawal: routes.withdraw,
  notes: routes.addNote,
} as const;
export type MoveName = keyof typeof MOVES;

/** What this person may do to this case now. A page shows nothing else; `core` has the last word, since all of it may change before the press. */
export function movesFor(of: Escalation, who: Who, roles: readonly Role[], onDutyForIt: boolean): MoveName[] {
  const open = of.closed === null;
  const asked = running(of.clocks, "acknowledge") ?? running(of.clocks, "repeat");
  const debt = owed(of);
  const now: Record<MoveName, boolean> = {
    acknowledgement: open && onDutyForIt && (of.owner === null || (asked !== undefined && of.owner.by.id !== who.id)),
    decision: open && onDutyForIt,
    arrival: open && decided(of)?.leadsTo === "arrive" && of.arrived === null,
    outcome: true,
    closure: open && (debt === "close" || debt === "review") && of.outcome !== null,
    withdrawal: open && who.agency === of.raised.by.agency,
    notes: true,
  };
  return (Object.keys(MOVES) as MoveName[]).filter((move) => now[move] && mayUse(MOVES[move], roles));
}

/** May somebody with these roles use a route at all? */
export const mayUse = ({ may }: Pick<Route, "may">, roles: readonly Role[]): boolean =>
  may === "anyone" || may.some((role) => roles.includes(role));
