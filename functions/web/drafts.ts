import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Instant } from "../../core/time.ts";
import * as drafts from "../aws/drafts.ts";
import { log, nameOf } from "../log.ts";
import { type Answer, type AskedBy, seeOther } from "./door.ts";
import { pageHeaders } from "./headers.ts";
import { onlyOffered } from "./raise-body.ts";

/** What is the press's and not its writer's: a draft is brought back into a form with a key of its own. */
const OF_THE_PRESS = ["draft", "draftSeen", "key", "ring", "seen", "do", "change"];
/** So many are kept and offered, as the page says; who opens one form more has left the oldest behind. */
const MOST = 5;

const Id = z.uuid();
/** Which draft a form's is, if it has one. */
export const draftIn = (form: URLSearchParams): string | undefined => Id.safeParse(form.get("draft")).data;

/**
 * The page's own script brings what has been typed, every few seconds. It answers with when it was kept; 409 when that form is over, or when
 * another device has changed it since: then it was kept beside that, under the name that the answer gives.
 */
export async function keepByForm({ actor, form, now }: AskedBy): Promise<Answer> {
  const { kept, draft, beside } = await keep(actor, form, now);
  const apart = beside ? { "rightcall-draft": draft, "rightcall-changed": beside.at } : {};
  const headers = { ...pageHeaders(""), "rightcall-now": now, ...apart };
  return { statusCode: kept && !beside ? 204 : 409, headers, body: "" };
}

/** A press on «Put away for good». */
export async function putAway({ actor, form, now }: AskedBy): Promise<Answer> {
  const draft = draftIn(form);
  if (draft) await drafts.endDraft(actor, draft, now);
  return seeOther("/raise");
}

/** A draft as it goes on: under which name, and what has been seen of it; `beside` is the one that another device has changed. */
export interface Draft {
  readonly kept: boolean;
  readonly draft: string;
  readonly draftSeen: string;
  readonly beside?: { readonly id: string; readonly at: Instant };
}

/**
 * Without a script a draft is kept by each press that did not raise, and the form goes on with it as it is told here. It holds up no press:
 * what cannot be kept is still on the page.
 */
export async function keepSafely({ actor, form, now }: Pick<AskedBy, "actor" | "form" | "now">): Promise<Draft | undefined> {
  try {
    const draft = await keep(actor, form, now);
    form.set("draft", draft.draft);
    return draft;
  } catch (error) {
    log("draft_not_kept", { error: nameOf(error) });
    return undefined;
  }
}

/** What was typed has become a case, or is one too many: a draft that outlives it is offered again, and says so on the page. */
export async function endSafely({ actor, form, now }: Pick<AskedBy, "actor" | "form" | "now">): Promise<void> {
  const draft = draftIn(form);
  if (draft) await ended(actor, draft, now);
}

const ended = (actor: AskedBy["actor"], draft: string, now: Instant): Promise<void> =>
  drafts.endDraft(actor, draft, now).catch((error) => log("draft_not_ended", { error: nameOf(error) }));

/** The newest drafts of whoever reads, as far as they can be read: the form opens without them too. Those beyond are ended; one without words takes no place. */
export async function draftsOf({ actor, now }: Pick<AskedBy, "actor" | "now">): Promise<drafts.Draft[]> {
  const found = await drafts.draftsOf(actor, now).catch((error) => {
    log("draft_not_read", { error: nameOf(error) });
    return [];
  });
  const typed = found.filter(hasWords);
  await Promise.all(typed.slice(MOST).map(({ id }) => ended(actor, id, now)));
  return typed.slice(0, MOST);
}

/** Has somebody typed into it? A form that was only looked at holds the place that stood there by itself. */
const hasWords = ({ fields }: Pick<drafts.Draft, "fields">): boolean =>
  [...new URLSearchParams(fields).keys()].some((name) => name !== "pathway" && name !== "place.borough");

/** Keeps a form in its draft; where another device has changed that since, in one of its own beside it, so that neither takes the other's place. */
async function keep(actor: AskedBy["actor"], form: URLSearchParams, now: Instant): Promise<Draft> {
  const id = draftIn(form);
  const [page, seen] = [form.get("key") ?? "", form.get("draftSeen") ?? ""];
  if (!id) return { kept: false, draft: randomUUID(), draftSeen: "" };
  const nobodys = [...OF_THE_PRESS, ...onlyOffered(form)];
  const fields = new URLSearchParams(
    [...form].filter(([name, value]) => value.trim() !== "" && !nobodys.includes(name)),
  ).toString();
  const brought = { fields, typed: hasWords({ fields }), page, seen };
  const keeping = await drafts.keepDraft(actor, id, brought, now);
  if (typeof keeping !== "object") return { kept: keeping === "kept", draft: id, draftSeen: page };
  const draft = randomUUID();
  await drafts.keepDraft(actor, draft, brought, now);
  return { kept: true, draft, draftSeen: page, beside: { id, at: keeping.changedAt } };
}
