import type * as z from "zod";
import type { Escalation } from "../core/escalation/escalation.ts";
import type { Fact } from "../core/escalation/fact.ts";
import { mustShare } from "../core/escalation/rules.ts";
import { WHY_NOT } from "../core/learning/clean.ts";
import { identifying } from "../core/learning/identifying.ts";
import {
  addReference,
  answerReview as answer,
  differencesOf,
  isSideShown,
  type NewReference,
  type Review,
  type ReviewAnswer,
  respondBy,
} from "../core/learning/review.ts";
import type { Person } from "../core/people.ts";
import { type FieldError, invalid, Refusal } from "../core/refusal.ts";
import { wallOf } from "../core/rota/wall.ts";
import { giveAction } from "./actions.ts";
import * as cases from "./aws/cases.ts";
import { endedItem, matter, written } from "./aws/learning.ts";
import { whoIs } from "./edge.ts";
import { agreed, namesOf, signers } from "./learners.ts";
import { type Press, pressOnce } from "./press-matter.ts";

/** A review as somebody of one side, or of none, may see it: what the other side says is shown once their own has said something. */
export async function viewOfReview({ agency }: Person, { schema: _, partnership, ...of }: Review) {
  const people = [...of.asked.map(({ person }) => person), ...signers(of.story)];
  const asked = of.asked.map((one) => {
    const hasAnswered = one.answer !== null;
    return isSideShown(of, agency, one) ? { ...one, hasAnswered } : { ...one, answer: null, before: [], hasAnswered };
  });
  const isWhole = of.asked.every((one) => isSideShown(of, agency, one));
  return { ...of, asked, names: await namesOf(partnership, people), differences: isWhole ? differencesOf(of) : [] };
}

/** The review of a case that its reader has a part in, with the case, whose words are not opened. Throws NotFound, NotYet. */
export async function reviewFor(actor: Person, id: string): Promise<{ review: Review; of: Escalation }> {
  const { partnership } = actor;
  const of = await cases.outline({ partnership, id });
  mustShare(of, whoIs(actor));
  if (!of.closed) throw new Refusal("NotYet", "A case is reviewed when it has closed.");
  const review = await matter(partnership, "review", id).catch((error: unknown) => {
    if (error instanceof Refusal && error.name === "NotFound")
      throw new Refusal("NotFound", "This case was closed before there were reviews.");
    throw error;
  });
  return { review, of };
}

/** One side answers the closing questions. Lines for the pack are looked at against the whole case first. Throws NotFound, NotYet, NotAllowed, Invalid. */
export async function answerReview(press: Press, id: string, body: ReviewAnswer): Promise<Review> {
  const { actor, now } = press;
  const ref = { partnership: actor.partnership, id };
  const { of } = await reviewFor(actor, id);
  const wrong = body.lines.length > 0 ? faultsIn(body.lines, await cases.opened(of), await cases.wholeStory(of)) : [];
  if (wrong.length > 0) throw invalid(...wrong);
  return pressOnce(
    press,
    async () => {
      const move = answer((await reviewFor(actor, id)).review, body, whoIs(actor), now);
      const figures = endedItem(ref, `review ${move.next.version}`, now); // its themes are counted too
      return { of: move.next, moves: [written("review", move)], more: [figures] };
    },
    async () => (await reviewFor(actor, id)).review,
  );
}

/** What in the lines for the pack may say who somebody is, line by line. */
function faultsIn(lines: readonly string[], of: Escalation, story: readonly Fact[]): FieldError[] {
  return lines.flatMap((line, nth) => {
    const [first] = identifying(line, of, story);
    return first ? [{ field: `lines.${nth}`, reason: `«${first.at}» ${WHY_NOT[first.why]}` }] : [];
  });
}

/** Where else a case is looked into. A coroner’s report comes with the action that answers it, and its owner. Throws NotFound, NotYet, NotAllowed, Invalid. */
export async function addReviewReference(press: Press, id: string, body: z.output<typeof NewReference>): Promise<Review> {
  const { actor, now } = press;
  const { partnership } = actor;
  const who = whoIs(actor);
  const today = wallOf(now).slice(0, 10);
  const add = async (owed: Parameters<typeof addReference>[4]) =>
    addReference((await reviewFor(actor, id)).review, body, who, now, owed);
  if (body.kind !== "pfd") {
    return pressOnce(
      press,
      async () => {
        const move = await add(null);
        return { of: move.next, moves: [written("review", move)] };
      },
      async () => (await reviewFor(actor, id)).review,
    );
  }
  await reviewFor(actor, id); // before anybody is looked for
  if (!body.owner) throw invalid({ field: "owner", reason: "who sees to the answer? Name a person" });
  const dueOn = respondBy(body.on, await agreed(partnership, now));
  await giveAction(
    press,
    { title: "Answer a coroner’s report", owner: body.owner, dueOn: dueOn < today ? today : dueOn },
    { what: "pfd", review: id, reference: body.reference },
    async (action) => [written("review", await add({ respondBy: dueOn, action }))],
  );
  return (await reviewFor(actor, id)).review;
}
