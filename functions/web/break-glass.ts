import { randomUUID } from "node:crypto";
import { Breaking, breakGlass, openGlass } from "../../core/audit/break-glass.ts";
import { parties } from "../../core/escalation/standing.ts";
import { REFUSALS, Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { breakGlassPage, throughGlassPage } from "../../web/break-glass-page.tsx";
import * as cases from "../aws/cases.ts";
import { glassesOf, keepGlass } from "../aws/glass.ts";
import { parse } from "../edge.ts";
import { entryOf, leaveRefused } from "../leave-entry.ts";
import { mustKeepPace } from "../pace.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { paperOf } from "./print-case.ts";

/** The form on which somebody says which case of others they must see, and why. */
export const askToBreak = async (asked: AskedBy): Promise<Answer> => shown(asked, []);

const shown = ({ form }: AskedBy, errors: Refusal["errors"]): Shown => ({
  content: breakGlassPage({ press: { key: randomUUID() }, typed: { values: form, errors } }),
  ...(errors.length > 0 ? { status: REFUSALS.Invalid } : {}),
});

/**
 * Opens a case of others to its reader, to be read and no more. Whoever shares it goes to it as ever; a reference that is no case's is said
 * to be none, and that somebody asked for it is in the audit. Throws TooMany.
 */
export async function openByForm(asked: AskedBy): Promise<Answer> {
  const { actor, now, form, event, params } = asked;
  const said = { reference: form.get("reference") ?? "", purpose: form.get("purpose") ?? undefined };
  const row = { method: "POST", path: event.rawPath } as const;
  try {
    const { reference, purpose } = parse(Breaking, said);
    await mustKeepPace("lookup", asked); // whoever tries out references is not let on
    const of = await cases.outline(await cases.byReference(actor.partnership, reference));
    if (parties(of).includes(actor.agency)) return seeOther(`/escalations/${of.id}`);
    const glass = breakGlass(of, purpose, await glassesOf(actor, now), now);
    const about = { kind: "case", id: of.id } as const;
    const entry = entryOf({ event, now, actor, row, params }, { what: "broke_glass", of: ["patient"], about, purpose });
    if (glass.at === now) await keepGlass(actor, glass, entry);
    return seeOther(`/break-glass/${of.id}`);
  } catch (error) {
    if (error instanceof Refusal && error.name === "Invalid") return shown(asked, error.errors);
    if (!(error instanceof Refusal && error.name === "NotFound")) throw error;
    await leaveRefused({ event, now, actor, row, params }, error);
    const none = { field: "reference", reason: "no escalation has it: check it sign by sign" };
    return { ...shown(asked, [none]), status: REFUSALS.NotFound };
  }
}

/** The case, to whoever broke the glass before it: every line of it, and nothing to press. To anybody else there is no such case. */
export async function readThroughGlass(asked: AskedBy): Promise<Answer> {
  const { actor, now, params } = asked;
  const read = routes.readEscalation.params.safeParse({ id: params.id });
  const glass = read.success && openGlass(read.data.id, await glassesOf(actor, now), now);
  if (!glass) throw new Refusal("NotFound", "There is no such escalation, or it is not open to you any more.");
  const of = await cases.get({ partnership: actor.partnership, id: glass.case });
  const { content, sameSurname } = await paperOf(of, asked, true);
  return { content: throughGlassPage(content, { of, glass, now }), sameSurname };
}
