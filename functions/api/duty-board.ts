import type { Duty } from "../../core/escalation/climb.ts";
import { byNextLimit } from "../../core/escalation/clock.ts";
import { isReferred } from "../../core/escalation/escalation.ts";
import { answersReferral, tierOf } from "../../core/escalation/standing.ts";
import { lineOf } from "../../core/escalation/view.ts";
import { areasServed } from "../../core/partnership/places.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import { atOneBeat } from "../at-one-beat.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { type CallOf, endpoint, whoIs } from "../edge.ts";

const dutyAtOneBeat = atOneBeat<Duty>();

/** The desks a person is on duty for at this instant; at a `beat`, as somebody of their agency was told a moment ago. */
export async function desksOf({ actor, now }: Pick<CallOf<typeof routes.dutyBoard>, "actor" | "now">, beat?: Instant) {
  const { partnership, agency } = actor;
  const { teams } = await directory.inForce(partnership, now);
  const theirs = teams.filter((team) => team.agency === agency);
  const codes = theirs.map(({ code }) => code);
  const duty = await dutyAtOneBeat(`${partnership}#${agency}`, beat, () => directory.dutyOf(partnership, codes, now));
  return { duty, teams: theirs.filter(({ code }) => duty[code]?.some(({ person }) => person === actor.id)) };
}

/**
 * The desks a person is on duty for, and the open cases that these desks have been asked to answer or to accept, the nearest limit first; how
 * many of their areas nobody can read, and so whether they were asked.
 * `beat` is set when a board asks again whether it is still so.
 */
export async function askedOf({ actor, now }: Pick<CallOf<typeof routes.dutyBoard>, "actor" | "now">, beat?: Instant) {
  const { duty, teams } = await desksOf({ actor, now }, beat);
  const agreed = await directory.inForce(actor.partnership, now);
  const served = [...new Set(teams.flatMap((team) => areasServed(agreed, team)))];
  const { cases: open, unread } = await cases.open(actor.partnership, served, beat);
  const who = whoIs(actor);
  const asked = open.filter(
    (one) => tierOf(one, who, duty) !== undefined || (isReferred(one) && answersReferral(one, who, duty)),
  );
  return { duty, teams, asked: asked.toSorted(byNextLimit), unread };
}

export const handler = endpoint(routes.dutyBoard, async ({ actor, now }) => {
  const { teams, asked, unread } = await askedOf({ actor, now });
  return { at: now, teams: teams.map(({ code, title }) => ({ code, title })), items: asked.map(lineOf), unread };
});
