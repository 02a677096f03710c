import type { Escalation } from "../core/escalation/escalation.ts";
import type { CaseRef } from "../core/keys.ts";
import type { Partnership, Team } from "../core/partnership/partnership.ts";
import { areasServed } from "../core/partnership/places.ts";
import { type DeskMove, givenUp, handOvers, LEAD, tick } from "../core/rota/desk.ts";
import { onDutyAt } from "../core/rota/on-duty.ts";
import type { Rota } from "../core/rota/rota.ts";
import { type Instant, plus } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import { deskState, saveDesk } from "./aws/desks.ts";
import * as directory from "./aws/directory.ts";
import { rotasOf } from "./aws/rotas.ts";
import { fitFor, knownAs } from "./desks.ts";
import { moveShift } from "./follow-rota.ts";

/** The open cases that a desk has been asked to answer; at a `beat`, those that another desk was told of a moment ago, as they are now. */
export async function openAt(agreed: Partnership, team: Team, beat?: Instant) {
  const { code } = team;
  const open = await cases.openToDecide(agreed.code, areasServed(agreed, team), beat);
  return open.cases.filter(({ terms, tier }) => terms.ladder.slice(0, tier + 1).some(({ teams }) => teams.includes(code)));
}

/** Time's own move on a desk: shifts that begin and end, what is to be taken over, drills. Another look changes nothing. */
export const tickDesk = ({ partnership, id: code }: CaseRef, now: Instant): Promise<void> =>
  cases.racing(async () => saveDesk(partnership, await ticked(partnership, code, now), now));

/** Whoever has one of these cases past their shift by the rota as it is, or for less than it gives them, is put right: what the stream has missed. */
async function keepOwners(open: readonly Escalation[], rota: Rota, now: Instant): Promise<void> {
  const here = onDutyAt(rota, now);
  const isRight = ({ owner }: Escalation) =>
    !owner || here.some((one) => one.person === owner.by.id && one.until === owner.until);
  for (const { partnership, id } of open.filter((one) => !isRight(one))) await moveShift(partnership, id, now);
}

async function ticked(partnership: string, code: string, now: Instant): Promise<DeskMove> {
  const desk = await deskState(partnership, code, now);
  const [kept] = await rotasOf(partnership, [code]);
  const agreed = await directory.inForce(partnership, now);
  const team = agreed.teams.find((one) => one.code === code);
  if (!kept || !team) return givenUp(desk, now);
  const { rota } = kept;
  const coming = handOvers(rota, desk.toldUntil, plus(now, LEAD)).flatMap((one) => one.coming);
  const fit = fitFor(agreed, team, await knownAs(partnership, coming));
  const open = await openAt(agreed, team, now); // many shifts change at once, and each desk asks in many areas
  await keepOwners(open, rota, now);
  return tick(desk, { rota, owner: team.owner, open: open.length, ...fit }, now);
}
