import { invalid } from "../../core/refusal.ts";
import { onDutyAt } from "../../core/rota/on-duty.ts";
import { routes } from "../../core/routes.ts";
import { rotaAsOf } from "../aws/rotas.ts";
import { deskOf, knownAs, nameIn } from "../desks.ts";
import { type CallOf, endpoint } from "../edge.ts";

type Asked = Pick<CallOf<typeof routes.readDuty>, "params" | "query" | "actor" | "now">;

/** Who was on duty at a desk at an instant that has been, by the rota as it then stood. Throws NotFound, and Invalid for a time to come. */
export async function dutyAt({ params, query: { at }, actor, now }: Asked) {
  if (at > now) throw invalid({ field: "at", reason: "a time that has been: the rota of a time to come may still be changed" });
  await deskOf(actor, params.team, now);
  const { rota, version } = await rotaAsOf(actor.partnership, params.team, at);
  const there = onDutyAt(rota, at);
  const known = await knownAs(
    actor.partnership,
    there.map(({ person }) => person),
  );
  return { at, version, people: there.map((one) => ({ ...one, name: nameIn(known, one.person) })) };
}

export const handler = endpoint(routes.readDuty, dutyAt);
