import type { Person } from "../../core/people.ts";
import { invalid } from "../../core/refusal.ts";
import { COVERED } from "../../core/rota/coverage.ts";
import { stretches } from "../../core/rota/on-duty.ts";
import { peopleOf } from "../../core/rota/rota.ts";
import { routes } from "../../core/routes.ts";
import { type Instant, plus } from "../../core/time.ts";
import * as directory from "../aws/directory.ts";
import { rotasOf } from "../aws/rotas.ts";
import { deskOf, deskView, fitFor, knownAs, nameIn } from "../desks.ts";
import { endpoint } from "../edge.ts";

/** The longest stretch that is shown at once. */
const SHOWN = "PT1488H"; // 62 days

/** A desk's rota, and who is on duty by it from one time to another. Throws NotFound, and Invalid for a stretch that cannot be shown. */
export async function rotaFor(actor: Person, code: string, now: Instant, from: Instant = now, to: Instant = plus(from, COVERED)) {
  if (to <= from || to > plus(from, SHOWN))
    throw invalid({ field: "to", reason: "later than `from`, and at most 62 days later" });
  const desk = await deskOf(actor, code, now);
  const [kept] = await rotasOf(actor.partnership, [code]);
  if (!kept) throw new Error(`no rota of ${code}`);
  const { rota, version, at } = kept;
  const known = await knownAs(actor.partnership, [...peopleOf(rota), desk.owner]);
  const names = Object.fromEntries([...peopleOf(rota), desk.owner].map((person) => [person, nameIn(known, person)]));
  const ahead = stretches(rota, from, to).map((one) => ({ ...one, people: [...one.people] }));
  const fit = fitFor(await directory.inForce(actor.partnership, now), desk, known);
  const view = deskView(actor, { desk, rota }, fit, (person) => nameIn(known, person), now);
  return { desk: view, version, at, rota, stretches: ahead, names };
}

export const handler = endpoint(routes.readRota, ({ params, query, actor, now }) =>
  rotaFor(actor, params.team, now, query.from, query.to),
);
