import { routes } from "../../core/routes.ts";
import { mayUse } from "../../web/moves.ts";
import * as drafts from "../aws/drafts.ts";
import { log, nameOf } from "../log.ts";
import { type Answer, type AskedBy, seeOther } from "./door.ts";
import { pageHeaders } from "./headers.ts";
import { onlyOffered } from "./raise-body.ts";

/** What is the press's and not its writer's: a draft is brought back into a form with a key of its own. */
const OF_THE_PRESS = ["key", "ring", "seen", "do", "change"];

/** The page's own script brings what has been typed, every few seconds. It answers with when it was kept; 409 when that form is over. */
export async function keepByForm({ actor, form, now }: AskedBy): Promise<Answer> {
  const kept = mayUse(routes.raiseEscalation, actor.roles) && (await keep(actor, form, now));
  return { statusCode: kept ? 204 : 409, headers: { ...pageHeaders(""), "rightcall-now": now }, body: "" };
}

/** A press on «Begin afresh». */
export async function putAway({ actor, form, now }: AskedBy): Promise<Answer> {
  await drafts.endDraft(actor, form.get("key") ?? "", now);
  return seeOther("/raise");
}

/** Without a script a draft is kept by each press that did not raise. It holds up no press: what cannot be kept is still on the page. */
export const keepSafely = (asked: Pick<AskedBy, "actor" | "form" | "now">): Promise<unknown> =>
  keep(asked.actor, asked.form, asked.now).catch((error) => log("draft_not_kept", { error: nameOf(error) }));

/** What was typed has become a case, or is to be forgotten: a draft that outlives it is offered again, and says so on the page. */
export const endSafely = ({ actor, form, now }: Pick<AskedBy, "actor" | "form" | "now">): Promise<void> =>
  drafts.endDraft(actor, form.get("key") ?? "", now).catch((error) => log("draft_not_ended", { error: nameOf(error) }));

/** The draft of whoever reads, if there is one and it can be read: the form opens without it too. */
export const draftOf = ({ actor, now }: Pick<AskedBy, "actor" | "now">): Promise<drafts.Draft | undefined> =>
  drafts.draftOf(actor, now).catch((error) => {
    log("draft_not_read", { error: nameOf(error) });
    return undefined;
  });

function keep(actor: AskedBy["actor"], form: URLSearchParams, now: string): Promise<boolean> {
  const nobodys = [...OF_THE_PRESS, ...onlyOffered(form)];
  const fields = new URLSearchParams([...form].filter(([name, value]) => value.trim() !== "" && !nobodys.includes(name)));
  return drafts.keepDraft(actor, form.get("key") ?? "", fields.toString(), now);
}
