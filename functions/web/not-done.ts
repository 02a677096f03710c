import { agreedTitles } from "../../core/partnership/agreed-titles.ts";
import { Code } from "../../core/partnership/codes.ts";
import { isPractice, playerId } from "../../core/partnership/practice.ts";
import { Phone } from "../../core/phone.ts";
import { REFUSALS, Refusal } from "../../core/refusal.ts";
import { notDonePage } from "../../web/not-done-page.tsx";
import { notInPracticePage, SIDE_IN_WORDS } from "../../web/practice-page.tsx";
import { problemPage } from "../../web/problem-page.tsx";
import * as directory from "../aws/directory.ts";
import { retryAfter } from "../edge.ts";
import { log, nameOf } from "../log.ts";
import type { Asked, AskedBy, Shown } from "./door.ts";
import { onlyOffered } from "./raise-body.ts";
import { ENDS_PRACTICE, type Here, markOf } from "./whose.ts";

/** What a page says when it cannot be given, or a press when it came to nothing. */
export function failed(error: unknown, asked: Asked & Partial<Here>, ring = ringIn(asked.form)): Shown {
  const { event, pattern, form, player } = asked;
  const { requestId: request, http } = event.requestContext;
  const press = http.method === "POST" && [...form].length > 0;
  if (player && !press && error instanceof Refusal && error.name === "NotFound")
    return { content: notInPracticePage("There is no such case in practice", addressOf(asked.event)), status: 404 };
  if (press && error instanceof Refusal && error.name === "KeyUnavailable") {
    const heading = `${notDone(asked)}: it can be neither opened nor kept at the moment`;
    const view = { ...pressed(asked), heading, why: error.message, ring };
    return { content: notDonePage(view), status: REFUSALS[error.name] };
  }
  if (error instanceof Refusal && !(press && error.name === "NotRecorded"))
    return {
      content: problemPage(TITLES[error.name] ?? "This cannot be done", error.message, request),
      status: REFUSALS[error.name],
      headers: retryAfter(error),
    };
  log("unexpected_error", { route: `${http.method} ${pattern}`, request, error: nameOf(error) });
  if (!press) {
    const detail = "Something went wrong on our side. Try again in a moment.";
    return { content: problemPage("This page cannot be shown", detail, request), status: 500 };
  }
  const heading = notDone(asked);
  const why =
    heading === NOT_SENT
      ? "Something went wrong on our side, and we cannot say that anybody has been asked."
      : "Something went wrong on our side, and we cannot say that this has been done.";
  return { content: notDonePage({ ...pressed(asked), heading, why, ring }), status: 500 };
}

/**
 * A press by somebody who is no longer signed in, or who must show once more who they are: a page of ours that keeps what they typed, never
 * a way to another site.
 */
export const signInAndPress = (asked: Asked & Partial<Here>, again?: Refusal): Shown => ({
  content: async () =>
    notDonePage({
      ...pressed(asked),
      ...(await titlesIn(asked)),
      heading: `${notDone(asked)}: ${again ? "sign in once more first" : "you are no longer signed in"}`,
      why: again?.message ?? "You were away for a while, or you have signed out. Sign in, then press again here.",
      signInFirst: true,
    }),
  status: 401,
});

/**
 * A press on a page that was not opened by whoever is here now. What one person has written is another's only once they have read it;
 * what is practice never becomes live, and what is live never practice.
 */
export function notTheirs(asked: AskedBy): Shown {
  const { player, form, event } = asked;
  const whose = form.get("reader") ?? "";
  const [partnership = ""] = whose.split("/");
  if (isPractice(partnership) && !player)
    return {
      content: problemPage(
        "Not done: that page belonged to practice",
        "Your practice is over, and this would have been real. Nothing was done. Open the page again if it is.",
        event.requestContext.requestId,
      ),
      status: 409,
    };
  const content = async () => notDonePage({ ...pressed(asked), ...(await titlesIn(asked)), ...whoseElse(asked, whose) });
  return { content, status: 409 };
}

/**
 * What the agreement calls what was chosen on a form. Nobody may be here any more, so the form itself says whose agreement it is; it is no
 * secret. A page after a fault does not ask: nothing may keep it waiting.
 */
async function titlesIn({ form, now, actor }: Asked & Partial<Here>) {
  const partnership = Code.safeParse(actor?.partnership ?? form.get("reader")?.split("/")[0]);
  const agreed = partnership.success && (await directory.inForce(partnership.data, now).catch(() => undefined));
  if (!agreed) return {};
  const pathway = form.get("pathway");
  const { typeOf, thresholdOf } = agreedTitles(agreed, now);
  const chosen = { type: typeOf, threshold: thresholdOf };
  return {
    titleOf: (name: string, code: string) => (name in chosen ? chosen[name as keyof typeof chosen](code, pathway) : undefined),
  };
}

/** Whose it is instead, and as whose it can be pressed again. */
function whoseElse(asked: AskedBy, whose: string) {
  const { actor, member, player } = asked;
  const [partnership] = whose.split("/");
  if (player?.other && whose === markOf({ partnership: actor.partnership, id: playerId(member.id, player.other) }))
    return {
      heading: `${notDone(asked)}: this page was opened as ${SIDE_IN_WORDS[player.other]}`,
      why: `You have changed sides since it was opened, and play ${SIDE_IN_WORDS[player.side]} now.`,
      again: { title: `Press it as ${SIDE_IN_WORDS[player.side]}`, mark: markOf(actor) },
    };
  if (player && partnership !== actor.partnership)
    return {
      heading: `${notDone(asked)}: this page is no practice, and you are practising`,
      why: "Practice was begun in this browser after the page had been opened. Press below if this is real: it ends your practice here.",
      again: { title: "This is real: end my practice, and press it", mark: whose, ...ENDS_PRACTICE },
    };
  return {
    heading: `${notDone(asked)}: this page was opened by somebody else`,
    why: `Somebody else was signed in at this computer when the page was opened. You are ${actor.name}. Read what it says before you press it as yours.`,
    again: { title: `Press it as ${actor.name}`, mark: markOf(actor) },
  };
}

/** A page that is no part of practice, asked for by somebody who practises. */
export const notPractised = (asked: Asked): Shown => ({
  content: notInPracticePage("This is not part of practice", addressOf(asked.event)),
  status: 403,
});

/** Where somebody wanted to go. */
export const addressOf = ({ rawPath, rawQueryString }: Asked["event"]): string =>
  rawQueryString ? `${rawPath}?${rawQueryString}` : rawPath;

const NOT_SENT = "Not sent";
const isRaise = ({ event }: Asked): boolean => event.rawPath === "/raise";
const notDone = (asked: Asked): string => (isRaise(asked) ? NOT_SENT : "Not done");

/** The press that came to nothing, as the page after it keeps it. */
const pressed = (asked: Asked) => ({
  ring: ringIn(asked.form),
  to: asked.event.rawPath,
  values: asked.form,
  offered: isRaise(asked) ? onlyOffered(asked.form) : [],
  signInFirst: false,
  request: asked.event.requestContext.requestId,
});

/** The number to ring that the form was made with, if it is one. */
function ringIn(form: URLSearchParams): string | undefined {
  const read = Phone.safeParse(form.get("ring") ?? "");
  return read.success ? read.data : undefined;
}

const TITLES: Partial<Record<Refusal["name"], string>> = {
  NotFound: "Page not found",
  NotAllowed: "You may not open this",
  TooLarge: "This is too large",
  TooMany: "Too often for now",
  NotSignedIn: "You are not signed in",
  NotRecorded: "This cannot be shown at the moment",
  KeyUnavailable: "This cannot be shown at the moment",
  Deleted: "Its contents have been deleted",
};
