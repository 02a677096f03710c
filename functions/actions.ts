import { randomUUID } from "node:crypto";
import type * as z from "zod";
import {
  type Action,
  type ActionFrom,
  type ActionMove,
  beginAction as begin,
  cancelAction as cancel,
  checkEvidence as check,
  daysLate,
  doneWith,
  type Evidence,
  giveAction as give,
  giveOn,
  mustGiveOn,
  type NewAction,
  sendBack,
} from "../core/learning/action.ts";
import { mustBeClean } from "../core/learning/clean.ts";
import type { Learning } from "../core/partnership/learning.ts";
import type { Person } from "../core/people.ts";
import { Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import { matter, openMattersOf, type Written, written } from "./aws/learning.ts";
import { whoIs } from "./edge.ts";
import { agreed, isChair, isLead, leads, namesOf, personToAsk, signers } from "./learners.ts";
import { noLongerTheirs, type Press, pressOnce } from "./press-matter.ts";

/** An action with its whole story. */
export async function viewOfAction({ schema: _, partnership, ...of }: Action, now: Instant) {
  const people = [of.owner, of.raised.by.id, ...signers(of.story)];
  return { ...of, names: await namesOf(partnership, people), daysLate: daysLate(of, now) };
}

/** Who has to do with an action: its owner, whoever gave it, the leads, and chairs. */
const sees = (actor: Person, of: Action, learning: Learning): boolean =>
  of.owner === actor.id || of.raised.by.id === actor.id || of.evidence?.by.id === actor.id || isLead(actor, learning);

/** An action that its reader may see. Another’s looks like one that is not there. Throws NotFound. */
export async function actionFor(actor: Person, id: string, now: Instant): Promise<Action> {
  const of = await matter(actor.partnership, "action", id);
  if (!sees(actor, of, await agreed(actor.partnership, now))) throw new Refusal("NotFound", "There is no such action.");
  return of;
}

/** The open actions that are somebody’s to do, to see to, or to look at, the most late first. */
export async function actionsOf(actor: Person, now: Instant) {
  const learning = await agreed(actor.partnership, now);
  const open = await openMattersOf(actor.partnership, "action");
  const mine = open.filter(
    (of) => of.owner === actor.id || of.raised.by.id === actor.id || leads(actor, of.agency, learning) || isChair(actor),
  );
  const names = await namesOf(
    actor.partnership,
    mine.map(({ owner }) => owner),
  );
  const inOrder = mine.toSorted((a, b) => daysLate(b, now) - daysLate(a, now) || (a.dueOn < b.dueOn ? -1 : 1));
  return inOrder.map((of) => ({ ...of, daysLate: daysLate(of, now), ownerName: names[of.owner] ?? of.owner }));
}

type Given = z.output<typeof NewAction>;

/** Gives somebody something to do, with what else belongs to it in the same transaction: the call’s item, the review’s reference. Throws Invalid. */
export async function giveAction(
  press: Press,
  asked: Given,
  from: ActionFrom,
  beside: (action: string) => Promise<readonly Written[]> | readonly Written[] = () => [],
): Promise<Action> {
  const { actor, now } = press;
  const { partnership } = actor;
  mustBeClean({ title: asked.title }, "on an agenda");
  const owner = await personToAsk(partnership, asked.owner, "owner");
  return pressOnce(
    press,
    async () => {
      const id = randomUUID();
      const move = give({ partnership, id, from }, asked, owner.agency, whoIs(actor), now);
      return { of: move.next, moves: [written("action", move), ...(await beside(id))] };
    },
    (id) => actionFor(actor, id, now),
  );
}

/** A move on one action by somebody who may see it, made anew when somebody else was faster. */
async function moveAction(
  press: Press,
  id: string,
  decide: (of: Action, learning: Learning) => ActionMove | Promise<ActionMove>,
): Promise<Action> {
  const { actor, now } = press;
  const learning = await agreed(actor.partnership, now);
  return pressOnce(
    press,
    async () => {
      const move = await decide(await actionFor(actor, id, now), learning);
      return { of: move.next, moves: [written("action", move)] };
    },
    async () => {
      const of = await matter(actor.partnership, "action", id);
      if (!sees(actor, of, learning)) throw noLongerTheirs();
      return of;
    },
  );
}

/** Throws NotFound, NotAllowed, Closed. */
export const beginAction = (press: Press, id: string): Promise<Action> =>
  moveAction(press, id, (of) => begin(of, whoIs(press.actor), press.now));

/** Throws NotFound, NotAllowed, Closed. */
export const doneWithAction = (press: Press, id: string, evidence: z.output<typeof Evidence>): Promise<Action> =>
  moveAction(press, id, (of, learning) => doneWith(of, evidence, whoIs(press.actor), press.now, learning));

const mayCheck = (actor: Person, of: Action, learning: Learning): boolean =>
  of.raised.by.id === actor.id || isLead(actor, learning);

/** Throws NotFound, NotAllowed, NotYet, ChangedMeanwhile, Closed. */
export const checkEvidence = (press: Press, id: string, seen: Instant): Promise<Action> =>
  moveAction(press, id, (of, learning) => check(of, whoIs(press.actor), mayCheck(press.actor, of, learning), seen, press.now));

/** Throws NotFound, NotAllowed, NotYet, ChangedMeanwhile, Closed. */
export const sendActionBack = (press: Press, id: string, why: string, seen: Instant): Promise<Action> =>
  moveAction(press, id, (of, learning) =>
    sendBack(of, why, whoIs(press.actor), mayCheck(press.actor, of, learning), seen, press.now),
  );

/** Who it goes to is looked for by whoever may give it on, and by nobody else: whether somebody is a member here is not told beside it. Throws NotFound, NotAllowed, Invalid, NotYet, Closed. */
export const giveActionOn = (press: Press, id: string, to: string, why: string): Promise<Action> =>
  moveAction(press, id, async (of, learning) => {
    const { actor, now } = press;
    const [by, mayLead] = [whoIs(actor), leads(actor, of.agency, learning)];
    mustGiveOn(of, by, mayLead);
    const { agency } = await personToAsk(actor.partnership, to, "to");
    return giveOn(of, to, agency, why, by, mayLead, now);
  });

/** Throws NotFound, NotAllowed, Closed. */
export const cancelAction = (press: Press, id: string, why: string): Promise<Action> =>
  moveAction(press, id, (of, learning) =>
    cancel(of, why, whoIs(press.actor), leads(press.actor, of.agency, learning), press.now),
  );
