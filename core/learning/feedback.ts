import * as z from "zod";
import { Who } from "../escalation/ask.ts";
import { Theme } from "../escalation/theme.ts";
import { AgencyCode, Code } from "../partnership/codes.ts";
import type { Learning } from "../partnership/learning.ts";
import { Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import { Instant, plus } from "../time.ts";
import { NewConcern } from "./concern.ts";
import { type LearningMove, Line, leadOf, tellingFor, tellingOnce } from "./matter.ts";
import type { Telling } from "./news.ts";

/** As whom somebody says what they have to say. Nobody is asked who they are. */
export const GivenAs = z.enum(["person", "carer", "staff", "other"]);

/** What somebody says who has no account here: as whom, about which service if they know, and what happened. */
export const NewFeedback = z.strictObject({
  as: GivenAs.default("other"),
  agency: AgencyCode.nullable(),
  happened: safeText(2000),
  better: safeText(1000).nullable(),
});
export type NewFeedback = z.output<typeof NewFeedback>;

/** What of it the partners should talk about, in the words of whoever has it: nobody's own words go on from here. */
export const TakingUp = NewConcern.omit({ source: true });
export const FeedbackAnswer = z.strictObject({ theme: Theme, words: safeText(2000) });

const signed = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ by: Who, at: Instant, ...shape });

/** Feedback from a person, a carer or staff. Until its giver can read an answer it has an owner, who is a person, and a clock. */
export const Feedback = z.strictObject({
  schema: z.literal(1),
  partnership: Code,
  id: z.uuid(),
  reference: z.string(),
  version: z.int().positive(),
  given: z.strictObject({ at: Instant, as: GivenAs, language: Code }),
  agency: AgencyCode.nullable(),
  happened: z.string(),
  better: z.string().nullable(),
  owner: Code,
  theme: Theme.nullable(),
  concern: z.strictObject({ id: z.uuid(), reference: z.string() }).nullable(),
  answer: signed({ words: z.string() }).nullable(),
  /** By when its giver is answered; null once they are. */
  owed: z.strictObject({ warnAt: Instant.nullable(), dueAt: Instant }).nullable(),
  missed: z.int().nonnegative(),
  story: z.array(Line),
});
export type Feedback = z.output<typeof Feedback>;
export type FeedbackMove = LearningMove<Feedback>;
type Terms = NonNullable<Learning["feedback"]>;

/** When it has to be looked at again; null once its giver has an answer. */
export const feedbackDueAt = ({ owed }: Pick<Feedback, "owed">): Instant | null => owed && (owed.warnAt ?? owed.dueAt);

/** Who may see it: its owner, the lead of the agency it is about, and chairs. Nobody else reads what somebody wrote who was promised that few do. */
export const seesFeedback = (
  of: Pick<Feedback, "owner" | "agency">,
  { id, roles }: { readonly id: string; readonly roles: readonly string[] },
  learning: Pick<Learning, "leads" | "chair">,
): boolean =>
  of.owner === id ||
  roles.includes("chair") ||
  learning.chair === id ||
  (of.agency !== null && leadOf(learning, of.agency) === id);

/** How the partners have agreed to hear people. Throws NotFound where they have not. */
export function formOf(learning: Learning | undefined): Terms {
  if (!learning?.feedback) throw new Refusal("NotFound", "There is no form here.");
  return learning.feedback;
}

/** Feedback as it begins: the lead of the agency it is about has it, or the chair. */
export function giveFeedback(
  names: Pick<Feedback, "partnership" | "id" | "reference">,
  { as, ...said }: NewFeedback,
  language: string,
  now: Instant,
  learning: Learning,
): FeedbackMove {
  const { within, warnAfter } = formOf(learning).answer;
  const owner = said.agency === null ? learning.chair : leadOf(learning, said.agency);
  const dueAt = plus(now, within);
  const next: Feedback = {
    ...{ schema: 1, version: 1, ...names, ...said, owner },
    given: { at: now, as, language },
    ...{ theme: null, concern: null, answer: null, missed: 0 },
    owed: { warnAt: warnAfter ? plus(now, warnAfter) : null, dueAt },
    story: [{ at: now, by: "clock", what: "given", words: null }], // nobody whom we could name
  };
  return { next, telling: [{ to: owner, news: { what: "feedback_given", ...named(next), dueAt } }] };
}

/** It has become a concern of the partners. Throws NotYet when it is one already. */
export function takeUp(
  of: Feedback,
  concern: NonNullable<Feedback["concern"]>,
  theme: Theme,
  by: Who,
  now: Instant,
): FeedbackMove {
  if (of.concern) throw new Refusal("NotYet", `It has been taken up already, as ${of.concern.reference}.`);
  return moved(said({ ...of, concern, theme }, "taken_up", concern.reference, by, now), []);
}

/** Its giver can read an answer now. It may be answered anew: they read the newest. */
export const answerFeedback = (
  of: Feedback,
  { theme, words }: z.output<typeof FeedbackAnswer>,
  by: Who,
  now: Instant,
): FeedbackMove => moved(said({ ...of, theme, answer: { by, at: now, words }, owed: null }, "answered", words, by, now), []);

/** Time's own move: a reminder; and what was not answered in time is the chair's, who is asked again and again, as of a concern where there is no form any more. Undefined when nothing fell due. */
export function strikeFeedback(
  of: Feedback,
  now: Instant,
  learning: Learning,
  absent: readonly string[],
): FeedbackMove | undefined {
  const { owed } = of;
  if (!owed || (feedbackDueAt(of) ?? now) > now) return undefined;
  if (owed.dueAt > now) return moved({ ...of, owed: { ...owed, warnAt: null } }, [askedFor(of, owed.dueAt, learning, absent)]);
  const dueAt = plus(now, (learning.feedback ?? learning.concern).again);
  const next: Feedback = { ...of, owner: learning.chair, missed: of.missed + 1, owed: { warnAt: null, dueAt } };
  return moved(
    said(next, "answer_late", null, "clock", now),
    [of.owner, learning.chair].map((to) => ({ to, news: { what: "feedback_late", ...named(of), since: of.given.at } })),
  );
}

/** Its owner has left: whoever stands in for them hears at once. Undefined when it does not wait for them. */
export function feedbackLeft(
  of: Feedback,
  left: string,
  now: Instant,
  learning: Learning,
  absent: readonly string[],
): FeedbackMove | undefined {
  if (!of.owed || of.owner !== left) return undefined;
  const telling = [askedFor(of, of.owed.dueAt, learning, [...absent, left])];
  return moved(
    said(of, "left", null, "clock", now),
    telling.filter(({ to }) => to !== left),
  );
}

/** Its owner is asked for the answer, or whoever stands in for them when no message reaches them. */
const askedFor = (of: Feedback, dueAt: Instant, learning: Learning, absent: readonly string[]): Telling =>
  tellingFor(of.owner, of.agency, { what: "feedback_near", ...named(of), dueAt }, learning, absent);

const named = ({ id, reference }: Pick<Feedback, "id" | "reference">) => ({ feedback: id, reference });

const said = (of: Feedback, what: string, words: string | null, by: Who | "clock", at: Instant): Feedback => ({
  ...of,
  story: [...of.story, { at, by, what, words }],
});

const moved = (next: Feedback, telling: readonly Telling[]): FeedbackMove => ({
  next: { ...next, version: next.version + 1 },
  telling: tellingOnce(telling),
});
