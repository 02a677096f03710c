import { isPractice, type Player } from "../../core/partnership/practice.ts";
import type { Person } from "../../core/people.ts";
import type { Instant } from "../../core/time.ts";
import { type NotDoneView, notDonePage } from "../../web/not-done-page.tsx";
import type { Content } from "../../web/page.tsx";
import { problemPage } from "../../web/problem-page.tsx";
import * as directory from "../aws/directory.ts";
import * as players from "../aws/players.ts";
import type { Session } from "./session.ts";

/** For whom a browser that is signed in speaks: its person, or the side that they play in practice. */
export interface Here {
  readonly session: Session;
  readonly actor: Person;
  readonly player?: Player;
}

/** Which page belongs to whom, as its forms say it. */
export const markOf = ({ partnership, id }: Pick<Person, "partnership" | "id">): string => `${partnership}/${id}`;

/** What a form carries that is pressed as live work although practice goes on: the press itself ends the practice of this browser. */
export const ENDS_PRACTICE = { name: "practice", value: "over" } as const;

/** Who is here now, by the membership as the table has it. Whose practice is over, or ends with this press, is themselves again. Throws NotAllowed. */
export async function whoIsHere(session: Session, form: URLSearchParams, now: Instant): Promise<Here> {
  const { practises, ...live } = session;
  const member = await directory.member(session.issuer, session.subject);
  const ends = form.get(ENDS_PRACTICE.name) === ENDS_PRACTICE.value;
  const player = practises && !ends ? await players.player(member, practises, now) : undefined;
  return player ? { session, actor: player.person, player } : { session: live, actor: member };
}

/** What can be done in practice, by the first part of its address. The rest is the work of the living, and stays as it is. */
const PRACTISED = ["", "signed-in", "session", "raise", "escalations", "duty-board", "guidance", "practice"];
export const isPractised = (path: string): boolean => PRACTISED.includes(path.split("/")[1] ?? "");

export const notPractisedPage = (request: string): Content =>
  problemPage(
    "This is not part of practice",
    "You are practising in this browser. End your practice, at the top of this page, and open it then.",
    request,
  );

type Pressed = Pick<NotDoneView, "ring" | "to" | "values" | "request">;

/**
 * A press on a page that was not opened by whoever is here now. What one person has written is another's only once they have read it;
 * what is practice never becomes live, and what is live never practice.
 */
export function anothersPage({ actor, player }: Here, pressed: Pressed): Content {
  const [partnership = "", id = ""] = (pressed.values.get("reader") ?? "").split("/");
  if (isPractice(partnership) && !player)
    return problemPage(
      "Not done: that page belonged to practice",
      "Your practice is over, and this would have been real. Nothing was done. Open the page again if it is.",
      pressed.request,
    );
  const start = pressed.to === "/raise" ? "Not sent" : "Not done";
  if (player && partnership !== actor.partnership)
    return notDonePage({
      ...pressed,
      heading: `${start}: this page is no practice, and you are practising`,
      why: "Practice was begun in this browser after the page had been opened. Press below if this is real: it ends your practice here.",
      signInFirst: false,
      again: { title: "This is real: end my practice, and press it", mark: `${partnership}/${id}`, ...ENDS_PRACTICE },
    });
  return notDonePage({
    ...pressed,
    heading: `${start}: this page was opened by somebody else`,
    why: `Somebody else was signed in at this computer when the page was opened. You are ${actor.name}. Read what it says before you press it as yours.`,
    signInFirst: false,
    again: { title: `Press it as ${actor.name}`, mark: markOf(actor) },
  });
}
