import type { CaseRef } from "../core/keys.ts";
import type { Team } from "../core/partnership/partnership.ts";
import { isReachable } from "../core/people.ts";
import { type DeskMove, givenUp, handOvers, LEAD, tick } from "../core/rota/desk.ts";
import { type Instant, plus } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import { deskState, saveDesk } from "./aws/desks.ts";
import * as directory from "./aws/directory.ts";
import { rotasOf } from "./aws/rotas.ts";

/** The open cases that a desk has been asked to answer. */
export async function openAt(partnership: string, { code, areas = [] }: Team) {
  const open = await cases.open(partnership, areas);
  return open.filter(({ terms, tier }) => terms.ladder.slice(0, tier + 1).some(({ teams }) => teams.includes(code)));
}

/** Time's own move on a desk: shifts that begin and end, what is to be taken over, drills. Another look changes nothing. */
export const tickDesk = ({ partnership, id: code }: CaseRef, now: Instant): Promise<void> =>
  cases.racing(async () => saveDesk(partnership, await ticked(partnership, code, now), now));

async function ticked(partnership: string, code: string, now: Instant): Promise<DeskMove> {
  const desk = await deskState(partnership, code, now);
  const [kept] = await rotasOf(partnership, [code]);
  const { teams } = await directory.inForce(partnership, now);
  const team = teams.find((one) => one.code === code);
  if (!kept || !team) return givenUp(desk, now);
  const { rota } = kept;
  const coming = handOvers(rota, desk.toldUntil, plus(now, LEAD)).flatMap((one) => one.coming);
  const known = await directory.people(partnership, coming);
  const reached = known.filter(isReachable).map(({ id }) => id);
  const { length: open } = await openAt(partnership, team);
  return tick(desk, { rota, owner: team.owner, open, isReachable: (person) => reached.includes(person) }, now);
}
