import { nextLimit } from "../../core/escalation/clock.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { tierOf } from "../../core/escalation/standing.ts";
import { lineOf } from "../../core/escalation/view.ts";
import { routes } from "../../core/routes.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { type CallOf, endpoint, whoIs } from "../edge.ts";

/** The desks a person is on duty for at this instant. */
export async function desksOf({ actor, now }: Pick<CallOf<typeof routes.dutyBoard>, "actor" | "now">) {
  const { teams } = await directory.inForce(actor.partnership, now);
  const theirs = teams.filter(({ agency }) => agency === actor.agency);
  const duty = await directory.dutyOf(
    actor.partnership,
    theirs.map(({ code }) => code),
    now,
  );
  return { duty, teams: theirs.filter(({ code }) => duty[code]?.some(({ person }) => person === actor.id)) };
}

/** The desks a person is on duty for, and the open cases that these desks have been asked to answer, the nearest limit first. */
export async function askedOf({ actor, now }: Pick<CallOf<typeof routes.dutyBoard>, "actor" | "now">) {
  const { duty, teams } = await desksOf({ actor, now });
  const areas = [...new Set(teams.flatMap((team) => team.areas ?? []))];
  const open = await cases.open(actor.partnership, areas);
  const asked = open.filter((one) => tierOf(one, whoIs(actor), duty) !== undefined);
  const limit = (one: Escalation) => nextLimit(one.clocks)?.dueAt ?? "~";
  return { teams, asked: asked.toSorted((a, b) => (limit(a) < limit(b) ? -1 : 1)) };
}

export const handler = endpoint(routes.dutyBoard, async ({ actor, now }) => {
  const { teams, asked } = await askedOf({ actor, now });
  return { at: now, teams: teams.map(({ code, title }) => ({ code, title })), items: asked.map(lineOf) };
});
