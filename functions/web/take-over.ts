import { randomUUID } from "node:crypto";
import { nextLimit } from "../../core/escalation/clock.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { shares } from "../../core/escalation/standing.ts";
import { onDutyAt } from "../../core/rota/on-duty.ts";
import { routes } from "../../core/routes.ts";
import { mayUse } from "../../web/moves.ts";
import { takeOverPage } from "../../web/take-over-page.tsx";
import { takingOverOf } from "../api/read-taking-over.ts";
import { takeOver } from "../api/take-over.ts";
import { rotasOf } from "../aws/rotas.ts";
import { knownAs, nameIn } from "../desks.ts";
import { whoIs } from "../edge.ts";
import { type Answer, type AskedBy, seeOther } from "./door.ts";

const limit = (one: Escalation): string => nextLimit(one.clocks)?.dueAt ?? "~";

/** What the last change of shift left open at a desk, for whoever takes it over. */
export async function askToTakeOver({ actor, params, now }: AskedBy): Promise<Answer> {
  const { desk, takingOver, open } = await takingOverOf(actor, params.team ?? "", now);
  const [kept] = await rotasOf(actor.partnership, [desk.code]);
  const mayTake = kept !== undefined && onDutyAt(kept.rota, now).some(({ person }) => person === actor.id);
  const known = await knownAs(actor.partnership, [...(takingOver?.going ?? []), ...(takingOver?.coming ?? [])]);
  const nameOf = (person: string) => nameIn(known, person);
  const cases = open.toSorted((a, b) => (limit(a) < limit(b) ? -1 : 1));
  const mayOpen = (of: Escalation) => mayUse(routes.readEscalation, actor.roles) && shares(of, whoIs(actor));
  const press = { key: randomUUID() };
  return { content: takeOverPage({ desk, takingOver, open: cases, reader: actor.id, mayTake, mayOpen, press, nameOf, now }) };
}

/** Somebody on duty presses «I have taken over». Throws NotOnDuty. */
export async function takeOverByForm({ actor, params, now }: AskedBy): Promise<Answer> {
  const team = params.team ?? "";
  await takeOver({ params: { team }, actor, now });
  return seeOther(`/rota/${team}/take-over`);
}
