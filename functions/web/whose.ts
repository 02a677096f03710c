import type { Player } from "../../core/partnership/practice.ts";
import type { Person } from "../../core/people.ts";
import * as players from "../aws/players.ts";
import type { Asked } from "./door.ts";
import { practisesIn, type Session } from "./session.ts";

/** For whom a browser that is signed in speaks: the member who has signed in, or the side that they play in practice. */
export interface Here {
  readonly session: Session;
  readonly member: Person;
  readonly actor: Person;
  readonly player?: Player;
  /** Practice is over in this browser: its time is up, it was ended at another one, or this press ends it. */
  readonly isOver: boolean;
}

/** Which page belongs to whom, as its forms say it. */
export const markOf = ({ partnership, id }: Pick<Person, "partnership" | "id">): string => `${partnership}/${id}`;

/** What a form carries that is pressed as live work although practice goes on: the press itself ends the practice of this browser. */
export const ENDS_PRACTICE = { name: "practice", value: "over" } as const;

/** As whom this member is here now. Whose practice is over, or ends with this press, is themselves again. */
export async function whoIsHere(
  session: Session,
  member: Person,
  { event, form, now }: Pick<Asked, "event" | "form" | "now">,
): Promise<Here> {
  const side = practisesIn(event.cookies);
  const ends = form.get(ENDS_PRACTICE.name) === ENDS_PRACTICE.value;
  const player = side && !ends ? await players.player(member, side, now) : undefined;
  if (player) return { session, member, actor: player.person, player, isOver: false };
  return { session, member, actor: member, isOver: side !== undefined };
}

/** What can be done in practice, by the first part of its address. The rest is the work of the living, and stays as it is. */
const PRACTISED = ["", "signed-in", "session", "raise", "escalations", "duty-board", "guidance", "practice"];
export const isPractised = (path: string): boolean => PRACTISED.includes(path.split("/")[1] ?? "");
