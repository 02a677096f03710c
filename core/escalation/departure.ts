import * as z from "zod";
import { invalid, Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import { AnyInstant, type Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import { alert, type Duty } from "./climb.ts";
import { stopped } from "./clock.ts";
import { type Escalation, rung } from "./escalation.ts";
import { hearing, tellingBeside } from "./hearing.ts";
import { begin, changing, type Move, marking, recording, settle, telling } from "./move.ts";
import { reopening } from "./news.ts";
import { mustBeAllowed } from "./rules.ts";

/** Officers have gone, and nobody agreed to take the person on. */
export const Departure = z.strictObject({ leftAt: AnyInstant, told: safeText(500) });

/** The tier that is asked when officers leave: the next, or the top once more. */
const tierAsked = ({ tier, terms }: Escalation): number => Math.min(Math.max(tier + 1, 1), terms.ladder.length - 1);

/** Which desks hear at once that officers left, by their titles: the tier that is asked, what is paired with it, and the raiser’s own for that occasion. */
export function departureHeardBy(of: Escalation): string[] {
  const { terms } = of;
  const step = rung(of, tierAsked(of));
  const teams = [...(step?.teams ?? []), ...(step?.paired ?? []), ...(terms.beside.left_without_agreed_handover ?? [])];
  return [...new Set(teams.map((team) => terms.teams[team]?.title ?? team))];
}

/**
 * Officers left without an agreed handover: the next tier, the raiser’s own desk for that and everyone who shares the case hear at once. An answer that
 * stands was given while they were there, so it is to be given anew (domain.md 3f).
 */
export function leaveWithoutHandover(
  current: Escalation,
  { leftAt, told }: z.output<typeof Departure>,
  by: Who,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("leaveWithoutHandover", current, by, duty);
  if (current.custody?.accepted)
    throw new Refusal("NotYet", "A named clinician has accepted the person: the handover was agreed.");
  if (leftAt > now) throw invalid({ field: "leftAt", reason: "must not lie ahead" });
  const custody = current.custody && { ...current.custody, left: { by, at: now, leftAt, told } };
  const gone = recording(changing(begin(current), { custody }), by, now, {
    what: "left_without_agreed_handover",
    about: { leftAt, told },
  });
  const anew = current.decision && !current.closed ? reopening(gone, "departure", by, now, duty) : gone;
  const heard = telling(anew, "update", hearing(current, by, duty, now), "left_without_agreed_handover");
  const beside = tellingBeside(heard, "left_without_agreed_handover", duty);
  const clocks = stopped(beside.next.clocks, ["custody_handover"], now);
  const risen = alert(changing(beside, { clocks }), tierAsked(current), now, duty, "departure");
  return settle(current, marking(risen, by, now, "left_without_agreed_handover"), now);
}
