import { createHash, randomBytes, randomUUID } from "node:crypto";
import type * as z from "zod";
import { raiseConcern } from "../core/learning/concern.ts";
import {
  answerFeedback as answer,
  type Feedback,
  type FeedbackAnswer,
  giveFeedback as give,
  type NewFeedback,
  seesFeedback,
  type TakingUp,
  takeUp,
} from "../core/learning/feedback.ts";
import type { Person } from "../core/people.ts";
import { spoken } from "../core/reference.ts";
import { invalid, Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import type { Page } from "./aws/db.ts";
import * as directory from "./aws/directory.ts";
import { matter, newestMatters, placeIn, saveMatters, written } from "./aws/learning.ts";
import { mustBeAgency } from "./concerns.ts";
import { seenOf } from "./cursor.ts";
import { whoIs } from "./edge.ts";
import { agreed, namesOf, signers } from "./learners.ts";
import { mustKeepPaceFrom } from "./pace.ts";
import { type Press, pressOnce } from "./press-matter.ts";

/** What one person said with all that has become of it, for somebody who may see it. */
export async function viewOfFeedback({ schema: _, partnership, ...of }: Feedback) {
  return { ...of, names: await namesOf(partnership, [of.owner, ...signers(of.story)]) };
}

/** Feedback that its reader may see. Another's looks like one that is not there. Throws NotFound, NotYet. */
export async function feedbackFor(actor: Person, id: string, now: Instant): Promise<Feedback> {
  const [of, learning] = await Promise.all([matter(actor.partnership, "feedback", id), agreed(actor.partnership, now)]);
  if (!seesFeedback(of, actor, learning)) throw new Refusal("NotFound", "There is no such feedback.");
  return of;
}

/** The feedback that somebody may see, the newest first, a page at a time. */
export async function feedbackOf(actor: Person, before: string | undefined, most: number, now: Instant): Promise<Page<Feedback>> {
  const learning = await agreed(actor.partnership, now);
  const read = (from: string | undefined, many: number) => newestMatters(actor.partnership, "feedback", from, many);
  const sees = (of: Feedback) => seesFeedback(of, actor, learning);
  return seenOf({ read, sees, placeOf: placeIn("feedback") }, before, most);
}

/** What somebody gave; undefined where there is nothing of that name. */
export const given = (partnership: string, id: string): Promise<Feedback | undefined> =>
  matter(partnership, "feedback", id).catch((error: unknown) => {
    if (error instanceof Refusal && error.name === "NotFound") return undefined;
    throw error;
  });

/** A form that was sent: of which partnership, by which number of a form, in which language, and from where on the network, made unreadable. */
interface Sent {
  readonly partnership: string;
  readonly form: string;
  readonly language: string;
  readonly from: string;
  readonly now: Instant;
}

/** Keeps what somebody without an account says, once for each form that was opened, and answers with its id. Throws NotFound, Invalid, TooMany. */
export async function giveFeedback({ partnership, form, language, from, now }: Sent, said: NewFeedback): Promise<string> {
  const known = await directory.inForce(partnership, now);
  if (said.agency !== null && !known.agencies.some(({ code }) => code === said.agency))
    throw invalid({ field: "agency", reason: "is no agency of this partnership" });
  const id = await idFor(partnership, form, said);
  if (await given(partnership, id)) return id;
  await mustKeepPaceFrom(from, partnership, now);
  const names = { partnership, id, reference: spoken(randomBytes(5)).replace("RC-", "FB-") };
  const move = give(names, said, language, now, await agreed(partnership, now));
  await saveMatters([written("feedback", move)], now).catch((error: unknown) => {
    if (!(error instanceof Refusal && error.name === "Conflict")) throw error; // the same form, pressed twice
  });
  return id;
}

/** The form's own number; whoever went back on it and says something else has said one more thing, which is kept under a number of its own. */
async function idFor(partnership: string, form: string, { happened, better }: NewFeedback): Promise<string> {
  const before = await given(partnership, form);
  if (!before || (before.happened === happened && before.better === better)) return form;
  return asUuid(
    createHash("sha256")
      .update(JSON.stringify([form, happened, better]))
      .digest("hex"),
  );
}

/** A digest as a UUID of the eighth version, which is made from whatever its maker likes. */
const asUuid = (digest: string): string => digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-8$3-a$4-$5");

/** A move on feedback by somebody who may see it, made anew when somebody else was faster. */
const press = (by: Press, id: string, make: Parameters<typeof pressOnce<Feedback>>[1]): Promise<Feedback> =>
  pressOnce(by, make, () => feedbackFor(by.actor, id, by.now));

/** Makes a concern of it, in the words of whoever has it: both are written together. Throws NotFound, NotYet, Invalid. */
export async function takeFeedbackUp(by: Press, id: string, body: z.output<typeof TakingUp>): Promise<Feedback> {
  const { actor, now } = by;
  const { partnership } = actor;
  const learning = await agreed(partnership, now);
  await mustBeAgency(partnership, body.agency, "agency", now);
  return press(by, id, async () => {
    const of = await feedbackFor(actor, id, now);
    const names = { partnership, id: randomUUID(), reference: spoken(randomBytes(5)).replace("RC-", "CN-"), case: null };
    const concern = raiseConcern(names, { ...body, source: "feedback" }, whoIs(actor), now, learning);
    const move = takeUp(of, { id: names.id, reference: names.reference }, body.theme, whoIs(actor), now);
    return { of: move.next, moves: [written("feedback", move), written("concern", concern)] };
  });
}

/** Throws NotFound, NotYet. */
export const answerFeedback = (by: Press, id: string, body: z.output<typeof FeedbackAnswer>): Promise<Feedback> =>
  press(by, id, async () => {
    const move = answer(await feedbackFor(by.actor, id, by.now), body, whoIs(by.actor), by.now);
    return { of: move.next, moves: [written("feedback", move)] };
  });
