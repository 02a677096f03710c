import { randomUUID } from "node:crypto";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import type { Tried } from "../../web/learning-parts.tsx";
import { lineName, type ReviewForm } from "../../web/review-form.tsx";
import { reviewPage } from "../../web/review-page.tsx";
import { actionFor } from "../actions.ts";
import { parse } from "../edge.ts";
import { agreed } from "../learners.ts";
import type { Press } from "../press-matter.ts";
import { addReviewReference, answerReview, reviewFor } from "../reviews.ts";
import { whenNotFound } from "./concerns.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { agenciesOf } from "./learning.ts";
import { formIn, pressed, pressOf, textIn } from "./press.ts";
import { leadsIn, peopleToAsk, whomIn } from "./whom.ts";

/** The review of one closed case. */
export const readReview = (asked: AskedBy): Promise<Answer> => shown(asked);

/** The address of a form of a review, opened as a page. */
export const backToReview = async ({ params }: AskedBy): Promise<Answer> => seeOther(`/reviews/${params.id}`);

/** A press on a review, run as the API would run it. */
export function reviewByForm(asked: AskedBy): Promise<Answer> {
  const form = formIn(asked, Object.keys(PRESSES) as ReviewForm[]);
  const { params } = asked;
  return pressed(
    form,
    asked,
    async () => {
      await PRESSES[form](pressOf(asked), idIn(asked), asked.form);
      return `/reviews/${params.id}`;
    },
    (tried) => shown(asked, tried),
  );
}

const PRESSES: Readonly<Record<ReviewForm, (press: Press, id: string, form: URLSearchParams) => Promise<unknown>>> = {
  answer: async (press, id, form) => {
    const written = LINES.filter((nth) => textIn(form, lineName(nth)) !== undefined);
    const lines = written.map((nth) => textIn(form, lineName(nth)));
    const words = WORDS.map((name) => [name, textIn(form, name)]);
    try {
      const body = { ...Object.fromEntries(words), themes: form.getAll("themes"), lines };
      return await answerReview(press, id, parse(routes.answerReview.body, body));
    } catch (error) {
      throw atTheirFields(error, written);
    }
  },
  references: async (press, id, form) => {
    const { actor, now } = press;
    const owner = await whomIn(form, "owner", actor, await agreed(actor.partnership, now));
    const [kind, reference, on] = ["kind", "reference", "on"].map((name) => textIn(form, name));
    return addReviewReference(press, id, parse(routes.addReviewReference.body, { kind, reference, on, owner }));
  },
};

const LINES = [0, 1, 2];
const WORDS = [
  ...["shouldHaveCome", "shouldHaveAttended", "wentWell", "wouldHavePrevented"],
  ...["expected", "happened", "whyDifferent", "learned"],
];

/** A line that was left empty is no line: a fault of the second that was written may be one of the third field. */
function atTheirFields(error: unknown, written: readonly number[]): unknown {
  if (!(error instanceof Refusal) || error.name !== "Invalid") return error;
  const errors = error.errors.map(({ field, reason }) => {
    const [, nth] = /^lines\.(\d+)$/.exec(field) ?? [];
    return { field: nth === undefined ? field : lineName(written[Number(nth)] ?? 0), reason };
  });
  return new Refusal("Invalid", error.message, { errors });
}

/** An address that is no case’s looks like a case that does not exist. */
function idIn({ params }: AskedBy): string {
  const read = routes.readReview.params.safeParse({ id: params.id });
  if (!read.success) throw new Refusal("NotFound", "There is no such escalation.");
  return read.data.id;
}

async function shown(asked: AskedBy, tried?: Tried<ReviewForm>): Promise<Shown> {
  const { actor, now } = asked;
  const { partnership, agency } = actor;
  const [{ review, of }, learning, agencyOf] = await Promise.all([
    reviewFor(actor, idIn(asked)),
    agreed(partnership, now),
    agenciesOf(partnership, now),
  ]);
  const isAsked = review.asked.some((one) => one.agency === agency);
  const [people, opens] = await Promise.all([
    isAsked ? peopleToAsk(partnership, leadsIn(learning), agency) : [],
    Promise.all(review.references.map(({ action }) => action && actionFor(actor, action, now).then(() => action, whenNotFound))),
  ]);
  return {
    content: reviewPage({
      ...{ review, of, agency, people, agencyOf, tried, now },
      pfdDays: learning.pfdDays,
      mayOpen: (action) => opens.includes(action),
      keyOf: () => randomUUID(),
    }),
  };
}
