import type { Who } from "../core/escalation/ask.ts";
import { Ask } from "../core/escalation/ask.ts";
import type { Duty } from "../core/escalation/climb.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import type { Move } from "../core/escalation/move.ts";
import { raise } from "../core/escalation/raise.ts";
import type { Partnership } from "../core/partnership/partnership.ts";
import { readPartnership } from "../core/partnership/read-partnership.ts";
import { pathwayInForce, termsInForce } from "../core/partnership/terms.ts";
import { type Instant, plus } from "../core/time.ts";
import { A_RAISE } from "../local/main-job.ts";
import { readFolder } from "../operate/read-folder.ts";

/** London as it is configured: tests decide on what the product ships. */
export const london: Partnership = readPartnership(readFolder("config/london"));

export const NOW: Instant = "2026-01-16T02:00:00.000Z";
export const at = (elapsed: string): Instant => plus(NOW, elapsed as never);

const someone = (id: string, name: string, agency: string): Who => ({ id, name, agency });
export const nurse = someone("nurse", "The nurse", "RJ1");
export const inspector = someone("inspector", "The inspector", "01");
export const dutyOfficer = someone("duty_officer", "The duty officer", "01");
export const superintendent = someone("superintendent", "The superintendent", "01");
export const chief = someone("chief", "The chief officer", "01");
export const stranger = someone("stranger", "A stranger", "R1H");

/** The people of one ladder in Lambeth, one to a tier. */
export const LADDER = [inspector, dutyOfficer, superintendent, chief];
const pathway = pathwayInForce(london, "police_attendance", NOW);
export const terms = termsInForce(london, "police_attendance", "Lambeth", "RJ1", NOW);

/** Everyone on duty at their tier, but for the tiers named empty or unreachable. */
export const duty = ({ empty = [], unreachable = [] }: { empty?: number[]; unreachable?: number[] } = {}): Duty =>
  Object.fromEntries(
    terms.ladder.flatMap(({ teams }, tier) =>
      teams.map((team) => [
        team,
        empty.includes(tier) ? [] : [{ person: LADDER[tier]?.id ?? "", reachable: !unreachable.includes(tier) }],
      ]),
    ),
  );

const { pathway: _, ...words } = A_RAISE;
const NAMES = { partnership: "london", id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab", reference: "RC-234-567" };

/** A case as the nurse has just raised it. */
export function raised(more: Partial<typeof words> & { priority?: string } = {}, on: Duty = duty(), now: Instant = NOW): Move {
  const { priority, ...ask } = more;
  return raise(NAMES, Ask.parse({ ...words, ...ask }), priority, nurse, now, pathway, terms, on);
}

/** The case after some moves, each made on what the one before left. */
export const caseAfter = (start: Move, ...moves: ((current: Escalation) => Move | undefined)[]): Escalation =>
  moves.reduce((current, move) => move(current)?.next ?? current, start.next);
