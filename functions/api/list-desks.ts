import type { Person } from "../../core/people.ts";
import { COVERED, expected } from "../../core/rota/coverage.ts";
import { routes } from "../../core/routes.ts";
import { type Instant, plus } from "../../core/time.ts";
import * as directory from "../aws/directory.ts";
import { rotasOf } from "../aws/rotas.ts";
import { deskView, fitFor, knownAs, nameIn } from "../desks.ts";
import { endpoint } from "../edge.ts";

/** The desks of somebody's agency, as they see them, each with its rota. */
export async function desksAndRotas(actor: Person, now: Instant) {
  const agreed = await directory.inForce(actor.partnership, now);
  const desks = agreed.teams.filter(({ agency }) => agency === actor.agency);
  const rotas = await rotasOf(
    actor.partnership,
    desks.map(({ code }) => code),
  );
  const people = rotas.flatMap(({ rota }) => expected(rota, now, plus(now, COVERED)));
  const known = await knownAs(actor.partnership, people);
  return desks.flatMap((desk) => {
    const kept = rotas.find(({ rota }) => rota.team === desk.code);
    if (!kept) return [];
    const { rota } = kept;
    const view = deskView(actor, { desk, rota }, fitFor(agreed, desk, known), (person) => nameIn(known, person), now);
    return [{ desk: view, rota }];
  });
}

export const handler = endpoint(routes.listDesks, async ({ actor, now }) => ({
  at: now,
  items: (await desksAndRotas(actor, now)).map(({ desk }) => desk),
}));
