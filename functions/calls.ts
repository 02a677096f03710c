import { randomUUID } from "node:crypto";
import type * as z from "zod";
import { kindAndId } from "../core/keys.ts";
import type { Action, NewAction } from "../core/learning/action.ts";
import {
  type Attendance,
  actionGiven,
  addItem,
  attend,
  type Call,
  type CallMove,
  cancelCall as cancel,
  circulate,
  decideItem as decide,
  type ItemDecision,
  invitees,
  type NewItem,
} from "../core/learning/call.ts";
import { mustBeClean } from "../core/learning/clean.ts";
import { settleAtCall } from "../core/learning/concern.ts";
import type { Learning } from "../core/partnership/learning.ts";
import type { Person } from "../core/people.ts";
import { Refusal } from "../core/refusal.ts";
import { giveAction } from "./actions.ts";
import { racing } from "./aws/cases.ts";
import type { Page } from "./aws/db.ts";
import { matter, newestMatters, openMattersOf, placeIn, saveMatters, type Written, written } from "./aws/learning.ts";
import { seenOf } from "./cursor.ts";
import { whoIs } from "./edge.ts";
import { agreed, isChair, namesOf, signers } from "./learners.ts";
import { type Press, pressOnce } from "./press-matter.ts";

/** Who keeps the minutes: the chair of the call, or of the partnership. */
export const mayMinute = (actor: Person, { chair }: Pick<Call, "chair">): boolean => chair === actor.id || isChair(actor);

/** Who takes part: whoever is invited, was invited, or keeps the minutes. */
const takesPart = (actor: Person, of: Call, learning: Learning): boolean =>
  invitees(of, learning).includes(actor.id) || of.invited.includes(actor.id) || mayMinute(actor, of);

/** A call as somebody who takes part in it sees it. */
export async function viewOfCall(actor: Person, { schema: _, run: __, partnership, ...of }: Call) {
  const people = [of.chair, ...of.invited, ...signers(of.story), ...of.agenda.map(({ decided }) => decided?.by.id ?? null)];
  return { ...of, names: await namesOf(partnership, people), mayMinute: mayMinute(actor, of) };
}

/** A call that its reader takes part in. Another looks like one that is not there. Throws NotFound. */
export async function callFor(actor: Person, id: string, now: Press["now"]): Promise<Call> {
  const of = await matter(actor.partnership, "call", id);
  if (!takesPart(actor, of, await agreed(actor.partnership, now))) throw new Refusal("NotFound", "There is no such call.");
  return of;
}

/** The calls that somebody takes part in, the latest first, a page at a time. */
export async function callsOf(actor: Person, before: string | undefined, most: number, now: Press["now"]): Promise<Page<Call>> {
  const learning = await agreed(actor.partnership, now);
  const read = (from: string | undefined, many: number) => newestMatters(actor.partnership, "call", from, many);
  const sees = (of: Call) => takesPart(actor, of, learning);
  return seenOf({ read, sees, placeOf: placeIn("call") }, before, most);
}

/** The calls that somebody takes part in and that are not over, the next one first. */
export async function openCallsOf(actor: Person, now: Press["now"]): Promise<Call[]> {
  const [learning, open] = await Promise.all([agreed(actor.partnership, now), openMattersOf(actor.partnership, "call")]);
  return open.filter((of) => takesPart(actor, of, learning)).toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1));
}

/** A move of whoever keeps the minutes, with what else belongs to it, made anew when somebody else was faster. Throws NotFound, NotAllowed. */
async function moveCall(
  press: Press,
  id: string,
  make: (of: Call) => CallMove,
  beside: (next: Call) => Promise<readonly Written[]> = async () => [],
): Promise<Call> {
  const { actor, now } = press;
  return pressOnce(
    press,
    async () => {
      const move = make(await callToMinute(actor, id, now));
      return { of: move.next, moves: [written("call", move), ...(await beside(move.next))] };
    },
    () => callFor(actor, id, now),
  );
}

async function callToMinute(actor: Person, id: string, now: Press["now"]): Promise<Call> {
  const of = await callFor(actor, id, now);
  if (!mayMinute(actor, of)) throw new Refusal("NotAllowed", "The chair of this call keeps its minutes.");
  return of;
}

/** Throws NotFound, NotAllowed, NotYet, Closed, Invalid. */
export const recordAttendance = (press: Press, id: string, said: z.output<typeof Attendance>): Promise<Call> =>
  moveCall(press, id, (of) => attend(of, said, press.now));

/** Throws NotFound, NotAllowed, Closed, Invalid. */
export const addAgendaItem = async (press: Press, id: string, item: z.output<typeof NewItem>): Promise<Call> => {
  mustBeClean(item, "on an agenda");
  return moveCall(press, id, (of) => addItem(of, item, `added_${randomUUID()}`));
};

/** Throws NotFound, NotAllowed, NotYet, Closed, Invalid. */
export const decideItem = async (press: Press, id: string, item: string, body: z.output<typeof ItemDecision>): Promise<Call> => {
  mustBeClean({ words: body.words }, "in the minutes");
  return moveCall(press, id, (of) => decide(of, item, body, whoIs(press.actor), press.now));
};

/** Throws NotFound, NotAllowed, NotYet, Closed, Invalid. */
export async function giveActionAtCall(
  press: Press,
  id: string,
  { item = null, ...asked }: z.output<typeof NewAction> & { item?: string | null | undefined },
): Promise<Action> {
  const { actor, now } = press;
  await callToMinute(actor, id, now);
  return giveAction(press, asked, { what: "call", call: id, item }, async (action) => [
    written("call", actionGiven(await callToMinute(actor, id, now), item, action, now)),
  ]);
}

/** The minutes go out, and each concern that the call closed is settled: as many with them as one transaction of 100 items holds, the others at once afterwards, whoever else changes them meanwhile. Throws NotFound, NotAllowed, NotYet, Closed. */
export async function circulateMinutes(press: Press, id: string): Promise<Call> {
  const { actor, now } = press;
  const minute = (of: Call) => circulate(of, whoIs(actor), now);
  const settling = async (closed: readonly Closed[], of: Call): Promise<Written[]> =>
    (await Promise.all(closed.map((one) => settledBy(one, of, press)))).flatMap((move) => move ?? []);
  const call = await moveCall(press, id, minute, async (next) => (await settling(closedBy(next), next)).slice(0, WITH_MINUTES));
  for (const closed of closedBy(call))
    await racing(async () => {
      const [move] = await settling([closed], call);
      if (move) await saveMatters([move], now);
    });
  return call;
}
/** Beside the minutes for everybody who may be invited there is room for so many concerns, with whom each tells. */
const WITH_MINUTES = 5;

/** A concern that a call has closed, and what it said. */
interface Closed {
  readonly concern: string;
  readonly words: string;
}
const closedBy = ({ agenda }: Call): Closed[] =>
  agenda.flatMap(({ matter: about, decided }) => {
    const named = about ? kindAndId(about) : undefined;
    return named?.kind === "concern" && decided?.outcome === "closed" ? [{ concern: named.id, words: decided.words }] : [];
  });

/** Such a concern as it is then; undefined when it is settled already. */
async function settledBy({ concern, words }: Closed, of: Call, { actor, now }: Press): Promise<Written | undefined> {
  const move = settleAtCall(await matter(actor.partnership, "concern", concern), of.id, words, whoIs(actor), now);
  return move && written("concern", move);
}

/** Throws NotFound, NotAllowed, Closed, Invalid. */
export const cancelCall = async (press: Press, id: string, why: string): Promise<Call> => {
  mustBeClean({ why }, "in the minutes");
  return moveCall(press, id, (of) => cancel(of, why, whoIs(press.actor), press.now));
};
