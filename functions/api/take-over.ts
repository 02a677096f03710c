import { takenOver } from "../../core/rota/desk.ts";
import { routes } from "../../core/routes.ts";
import { racing } from "../aws/cases.ts";
import { deskState, saveDesk } from "../aws/desks.ts";
import { rotasOf } from "../aws/rotas.ts";
import { deskOf } from "../desks.ts";
import { type CallOf, endpoint, whoIs } from "../edge.ts";

/** Somebody on duty has read what the last shift left open. A second press finds it taken, by whoever was first. */
export const takeOver = ({ params, actor, now }: Pick<CallOf<typeof routes.takeOver>, "params" | "actor" | "now">) =>
  racing(async () => {
    const { partnership } = actor;
    const { code } = await deskOf(actor, params.team, now);
    const [kept] = await rotasOf(partnership, [code]);
    const desk = await deskState(partnership, code, now);
    if (desk.takingOver?.taken || !kept) return { takingOver: desk.takingOver };
    const move = takenOver(desk, kept.rota, whoIs(actor), now);
    await saveDesk(partnership, move, now);
    return { takingOver: move.next.takingOver };
  });

export const handler = endpoint(routes.takeOver, takeOver);
