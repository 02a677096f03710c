import { randomBytes, randomUUID } from "node:crypto";
import {
  acceptAnswer as accept,
  answerConcern as answer,
  type Concern,
  type ConcernMove,
  type NewConcern,
  objectTo,
  passOn,
  raiseConcern as raise,
  seesConcern,
} from "../core/learning/concern.ts";
import type { Learning } from "../core/partnership/learning.ts";
import type { Person } from "../core/people.ts";
import { spoken } from "../core/reference.ts";
import { invalid, Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import type { Page } from "./aws/db.ts";
import * as directory from "./aws/directory.ts";
import { matter, newestMatters, placeIn, written } from "./aws/learning.ts";
import { seenOf } from "./cursor.ts";
import { whoIs } from "./edge.ts";
import { absentOf, agreed, leads, namesOf, signers } from "./learners.ts";
import { note } from "./pace.ts";
import { noLongerTheirs, type Press, pressOnce } from "./press-matter.ts";

/** A concern with its whole story, for somebody who may see it. */
export async function viewOfConcern({ schema: _, partnership, ...of }: Concern) {
  const people = [of.raised.by.id, of.owner, ...signers(of.story)];
  return { ...of, names: await namesOf(partnership, people) };
}

/** A concern that its reader may see. Another’s looks like one that is not there. Throws NotFound. */
export async function concernFor(actor: Person, id: string): Promise<Concern> {
  const of = await matter(actor.partnership, "concern", id);
  if (!seesConcern(of, actor)) throw new Refusal("NotFound", "There is no such concern.");
  return of;
}

/** The concerns that somebody may see, the newest first, a page at a time. */
export function concernsOf(actor: Person, before: string | undefined, most: number): Promise<Page<Concern>> {
  const read = (from: string | undefined, many: number) => newestMatters(actor.partnership, "concern", from, many);
  const sees = (of: Concern) => seesConcern(of, actor);
  return seenOf({ read, sees, placeOf: placeIn("concern") }, before, most);
}

/** Raises a concern, about a case that its raiser’s agency has a part in, or about none. Throws Invalid, NotYet. */
export async function raiseConcern(press: Press, body: NewConcern, about: Concern["case"]): Promise<Concern> {
  const { actor, now } = press;
  const { partnership } = actor;
  const learning = await agreed(partnership, now);
  await mustBeAgency(partnership, body.agency, "agency", now);
  const kept = await pressOnce(
    press,
    async () => {
      const names = { partnership, id: randomUUID(), reference: spoken(randomBytes(5)).replace("RC-", "CN-"), case: about };
      const move = raise(names, body, whoIs(actor), now, learning);
      return { of: move.next, moves: [written("concern", move)] };
    },
    (id) => concernFor(actor, id),
  );
  await note("concern", press);
  return kept;
}

/** Throws Invalid, naming the field, for a code that is none of the agencies here. */
export async function mustBeAgency(partnership: string, code: string, field: string, now: Instant): Promise<void> {
  const { agencies } = await directory.inForce(partnership, now);
  if (!agencies.some((agency) => agency.code === code)) throw invalid({ field, reason: "is no agency of this partnership" });
}

/** A move on one concern by somebody who may see it, made anew when somebody else was faster. */
async function moveConcern(
  press: Press,
  id: string,
  decide: (of: Concern, learning: Learning) => ConcernMove | Promise<ConcernMove>,
): Promise<Concern> {
  const { actor, now } = press;
  const learning = await agreed(actor.partnership, now);
  return pressOnce(
    press,
    async () => {
      const move = await decide(await concernFor(actor, id), learning);
      return { of: move.next, moves: [written("concern", move)] };
    },
    async () => {
      const of = await matter(actor.partnership, "concern", id);
      if (!seesConcern(of, actor)) throw noLongerTheirs();
      return of;
    },
  );
}

const mayAnswer = (actor: Person, of: Concern, learning: Learning): boolean =>
  of.owner === actor.id || leads(actor, of.agency, learning);

/** Throws NotFound, NotAllowed, Closed. */
export const answerConcern = (press: Press, id: string, words: string): Promise<Concern> =>
  moveConcern(press, id, async (of, learning) => {
    const absent = await absentOf(of.partnership, learning, [of.raised.by]);
    return answer(of, words, whoIs(press.actor), mayAnswer(press.actor, of, learning), press.now, learning, absent);
  });

/** Throws NotFound, NotAllowed, NotYet, ChangedMeanwhile, Closed. */
export const acceptAnswer = (press: Press, id: string, seen: Instant): Promise<Concern> =>
  moveConcern(press, id, (of) => accept(of, whoIs(press.actor), seen, press.now));

/** Throws NotFound, NotAllowed, NotYet, ChangedMeanwhile, Closed. */
export const objectToAnswer = (press: Press, id: string, why: string, seen: Instant): Promise<Concern> =>
  moveConcern(press, id, (of, learning) => objectTo(of, why, whoIs(press.actor), seen, press.now, learning));

/** Throws NotFound, NotAllowed, Invalid, Closed. */
export async function passConcernOn(press: Press, id: string, to: string, why: string): Promise<Concern> {
  await mustBeAgency(press.actor.partnership, to, "to", press.now);
  return moveConcern(press, id, (of, learning) =>
    passOn(of, to, why, whoIs(press.actor), mayAnswer(press.actor, of, learning), press.now, learning),
  );
}
