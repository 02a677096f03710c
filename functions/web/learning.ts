import { seesConcern } from "../../core/learning/concern.ts";
import type { Feedback } from "../../core/learning/feedback.ts";
import { routes } from "../../core/routes.ts";
import { learningPage } from "../../web/learning-page.tsx";
import { mayUse } from "../../web/moves.ts";
import { actionsOf } from "../actions.ts";
import * as directory from "../aws/directory.ts";
import { openMattersOf, reviewsOwedBy } from "../aws/learning.ts";
import { openCallsOf } from "../calls.ts";
import { agreed, isLead } from "../learners.ts";
import type { Answer, AskedBy } from "./door.ts";

/** What waits for the reader on the learning side. */
export async function readLearning({ actor, now }: AskedBy): Promise<Answer> {
  const { partnership, agency, id, roles } = actor;
  const [agencyOf, reviews, concerns, feedback, actions, calls] = await Promise.all([
    agenciesOf(partnership, now),
    mayUse(routes.answerReview, roles) ? reviewsOwedBy(partnership, agency) : [],
    openMattersOf(partnership, "concern"),
    feedbackFor(actor, now),
    actionsOf(actor, now),
    openCallsOf(actor, now),
  ]);
  const seen = concerns
    .filter((of) => seesConcern(of, actor))
    .toSorted((a, b) => ((a.owed?.dueAt ?? "") < (b.owed?.dueAt ?? "") ? -1 : 1));
  return {
    content: learningPage({
      reviews,
      toAnswer: seen.filter(({ owed, owner }) => owed?.what === "answer" && owner === id),
      feedback,
      toAccept: seen.filter(({ owed, raised }) => owed?.what === "acceptance" && raised.by.agency === agency),
      actions: actions.filter(({ owner, status }) => owner === id && status !== "done"),
      toCheck: actions.filter(({ owner, status, evidence }) => status === "done" && owner !== id && evidence?.by.id !== id),
      nextCall: calls.find(({ endsAt }) => endsAt > now),
      agency: agencyOf(agency),
      now,
    }),
  };
}

/** The feedback that waits for the reader; undefined for somebody who is shown none: neither a lead nor a chair, or where there is no form. */
async function feedbackFor(actor: AskedBy["actor"], now: AskedBy["now"]): Promise<Feedback[] | undefined> {
  const learning = await agreed(actor.partnership, now);
  if (!learning.feedback || !isLead(actor, learning)) return undefined;
  return (await openMattersOf(actor.partnership, "feedback")).filter(({ owner }) => owner === actor.id);
}

/** What the agencies of a partnership are called; one that is not of it keeps its code. */
export async function agenciesOf(partnership: string, now: AskedBy["now"]): Promise<(code: string) => string> {
  const { agencies } = await directory.inForce(partnership, now);
  return (code) => agencies.find((agency) => agency.code === code)?.title ?? code;
}
