import { randomUUID } from "node:crypto";
import { seesConcern } from "../../core/learning/concern.ts";
import type { Feedback } from "../../core/learning/feedback.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { type FeedbackForm, feedbackPage } from "../../web/feedback-page.tsx";
import { feedbacksPage } from "../../web/feedbacks-page.tsx";
import type { Tried } from "../../web/learning-parts.tsx";
import * as directory from "../aws/directory.ts";
import { matter } from "../aws/learning.ts";
import { pageAfter } from "../cursor.ts";
import { parse } from "../edge.ts";
import { answerFeedback, feedbackFor, feedbackOf, takeFeedbackUp } from "../feedback.ts";
import { agreed, namesOf, signers } from "../learners.ts";
import type { Press } from "../press-matter.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { agenciesOf } from "./learning.ts";
import { formIn, pressed, pressOf, textIn } from "./press.ts";

/** What people have said that the reader may see, a page at a time, and how often about what. */
export async function readAllFeedback({ actor, now, query }: AskedBy): Promise<Answer> {
  const { partnership } = actor;
  const { after, most } = parse(routes.listFeedback.query, { after: query.get("after") || undefined });
  const learning = await agreed(partnership, now);
  const [{ items, next }, agencyOf] = await Promise.all([
    pageAfter("feedback", actor, after, (before) => feedbackOf(actor, before, most, now)),
    agenciesOf(partnership, now),
  ]);
  const names = await namesOf(
    partnership,
    items.map(({ owner }) => owner),
  );
  const form = learning.feedback ? `/tell-us/${partnership}` : undefined;
  return { content: feedbacksPage({ items, next, form, nameOf: (person) => names[person] ?? person, agencyOf, now }) };
}

/** What one person said. */
export const readFeedback = (asked: AskedBy): Promise<Answer> => shown(asked);

/** The address of a form of it, opened as a page. */
export const backToFeedback = async ({ params }: AskedBy): Promise<Answer> => seeOther(`/feedback/${params.id}`);

/** A press on it, run as the API would run it. */
export function feedbackByForm(asked: AskedBy): Promise<Answer> {
  const form = formIn(asked, Object.keys(PRESSES) as FeedbackForm[]);
  return pressed(
    form,
    asked,
    async () => {
      await PRESSES[form](pressOf(asked), idIn(asked), asked.form);
      return `/feedback/${idIn(asked)}`;
    },
    (tried) => shown(asked, tried),
  );
}

type Make = (press: Press, id: string, form: URLSearchParams) => Promise<Feedback>;

const PRESSES: Readonly<Record<FeedbackForm, Make>> = {
  concern: (press, id, form) => {
    const text = (name: string) => textIn(form, name);
    const said = { theme: text("theme"), agency: text("agency"), happened: text("happened"), wouldNeed: text("wouldNeed") };
    return takeFeedbackUp(press, id, parse(routes.takeFeedbackUp.body, said));
  },
  answer: (press, id, form) =>
    answerFeedback(press, id, parse(routes.answerFeedback.body, { theme: textIn(form, "theme"), words: textIn(form, "words") })),
};

/** An address that is nobody's feedback looks like one that is not there. */
function idIn({ params }: AskedBy): string {
  const read = routes.readFeedback.params.safeParse({ id: params.id });
  if (!read.success) throw new Refusal("NotFound", "There is no such feedback.");
  return read.data.id;
}

async function shown(asked: AskedBy, tried?: Tried<FeedbackForm>): Promise<Shown> {
  const { actor, now } = asked;
  const { partnership } = actor;
  const of = await feedbackFor(actor, idIn(asked), now);
  const [{ agencies, learning }, names, concern] = await Promise.all([
    directory.inForce(partnership, now),
    namesOf(partnership, [of.owner, ...signers(of.story)]),
    of.concern ? matter(partnership, "concern", of.concern.id) : undefined,
  ]);
  return {
    content: feedbackPage({
      ...{ of, tried, now },
      concernHref: concern && seesConcern(concern, actor) ? `/concerns/${concern.id}` : undefined,
      agencies: agencies.map(({ code, title }) => ({ code, title })),
      language: learning?.feedback?.languages.find(({ code }) => code === of.given.language)?.title ?? of.given.language,
      nameOf: (person) => names[person] ?? person,
      agencyOf: (code) => agencies.find((agency) => agency.code === code)?.title ?? code,
      keyOf: () => randomUUID(),
    }),
  };
}
