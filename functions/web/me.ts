import { randomUUID } from "node:crypto";
import { type Person, verified } from "../../core/people.ts";
import { REFUSALS, Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import { type MyForm, mePage } from "../../web/me-page.tsx";
import * as directory from "../aws/directory.ts";
import { parse } from "../edge.ts";
import { addChannel, orderChannels, prefer, removeChannel, verifyChannel } from "../my-channels.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";

/** How the reader is reached, in their own order, and the forms to change it. */
export const readMe = async ({ actor }: AskedBy): Promise<Answer> => shown(actor);

/** The address of a change, opened as a page: whoever comes back to it without a press. */
export const backToMe = async (): Promise<Answer> => seeOther("/me");

const shown = (me: Person, tried?: { form: MyForm; values: URLSearchParams; refusal: Refusal }): Shown => ({
  content: mePage({ me, reachable: verified(me).length > 0, keyOf: () => randomUUID(), tried }),
  ...(tried ? { status: REFUSALS[tried.refusal.name] } : {}),
});

/** Each form of the page, run as the API would, from the form's fields. */
const CHANGES: Readonly<Record<MyForm, (actor: Person, form: URLSearchParams, now: Instant) => Promise<Person>>> = {
  add: (actor, form, now) => {
    const to = form.get("to") ?? "";
    return addChannel(actor, parse(routes.addChannel.body, { kind: to.includes("@") ? "email" : "sms", to }), now);
  },
  verify: (actor, form, now) => {
    const { to, code } = parse(routes.verifyChannel.body, { to: form.get("to"), code: form.get("code") });
    return verifyChannel(actor, to, code, now);
  },
  order: (actor, form, now) => orderChannels(actor, parse(routes.orderChannels.body, { order: form.getAll("order") }).order, now),
  remove: (actor, form, now) => removeChannel(actor, parse(routes.removeChannel.body, { to: form.get("to") }).to, now),
  preferences: (actor, form) => prefer(actor, form.get("quiet") === "yes"),
};

/** A press on the page. Done, the page is shown anew; not done, it is shown with the reason and what was typed. */
export async function changeMe({ actor, params, form, now }: AskedBy): Promise<Answer> {
  const change = Object.keys(CHANGES).find((name) => name === params.change) as MyForm | undefined;
  if (!change) throw new Refusal("NotFound", "There is no page at this address.");
  try {
    await CHANGES[change](actor, form, now);
    return seeOther("/me");
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const me = (await directory.person(actor.partnership, actor.id)) ?? actor; // a code that was not sent has left its channel there
    return shown(me, { form: change, values: form, refusal: error });
  }
}

/** What somebody wants of texts, at an address of its own: it takes nobody's messages elsewhere, and asks for no fresh sign-in. */
export const preferByForm = (asked: AskedBy): Promise<Answer> => changeMe({ ...asked, params: { change: "preferences" } });
