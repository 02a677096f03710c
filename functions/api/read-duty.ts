import { invalid } from "../../core/refusal.ts";
import { onDutyAt } from "../../core/rota/on-duty.ts";
import { routes } from "../../core/routes.ts";
import { rotaAsOf } from "../aws/rotas.ts";
import { deskOf, knownAs, nameIn } from "../desks.ts";
import { endpoint } from "../edge.ts";

export const handler = endpoint(routes.readDuty, async ({ params, query: { at }, actor, now }) => {
  if (at > now) throw invalid({ field: "at", reason: "a time that has been: the rota of a time to come may still be changed" });
  await deskOf(actor, params.team, now);
  const { rota, version } = await rotaAsOf(actor.partnership, params.team, at);
  const there = onDutyAt(rota, at);
  const known = await knownAs(
    actor.partnership,
    there.map(({ person }) => person),
  );
  return { at, version, people: there.map((one) => ({ ...one, name: nameIn(known, one.person) })) };
});
