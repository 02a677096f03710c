import { randomUUID } from "node:crypto";
import * as z from "zod";
import { REFUSALS, Refusal } from "../../core/refusal.ts";
import { momentOf, When } from "../../core/rota/wall.ts";
import { drillsPage } from "../../web/drills-page.tsx";
import { NOTHING_TYPED, type Typed } from "../../web/form.tsx";
import { deskOf, mayChange } from "../desks.ts";
import { answerDrill, drillsOf, planDrill } from "../drills.ts";
import { parse } from "../edge.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { pressOf } from "./press.ts";

/** The drills of a desk, with what each found out. */
export const readDrills = (asked: AskedBy): Promise<Answer> => shown(asked);

async function shown({ actor, params, now }: AskedBy, typed: Typed = NOTHING_TYPED, refusal?: Refusal): Promise<Shown> {
  const desk = await deskOf(actor, params.team ?? "", now);
  const drills = await drillsOf(actor, desk.code, now);
  const why = refusal && refusal.errors.length === 0 ? refusal.message : undefined;
  const view = { desk, mayPlan: mayChange(actor, desk), drills, reader: actor.id, now, keyOf: () => randomUUID(), typed, why };
  return { content: drillsPage(view), ...(refusal ? { status: REFUSALS[refusal.name] } : {}) };
}

/** A press that plans a drill, or answers one. What cannot be done is said on the page. */
export async function drillByForm(asked: AskedBy): Promise<Answer> {
  const { actor, params, form, now } = asked;
  const team = params.team ?? "";
  try {
    if (params.id) await answerDrill(actor, team, params.id, now);
    else {
      const at = form.get("at") ?? "";
      await planDrill(actor, team, at === "" ? now : momentOf(parse(WHEN, { at }).at), pressOf(asked).request, now);
    }
    return seeOther(`/rota/${team}/drills`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.name === "NotFound") throw error;
    return shown(asked, { values: form, errors: error.errors }, error);
  }
}
const WHEN = z.strictObject({ at: When });
