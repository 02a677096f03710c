import { THEMES } from "../core/escalation/theme.ts";
import { closingQuestions, MOST_LINES, type Review, type ReviewAnswer } from "../core/learning/review.ts";
import { personFields, SomebodyToAsk } from "./action-forms.tsx";
import {
  AnyOf,
  type Choice,
  type Fields,
  FieldsFold,
  LongText,
  OneOf,
  type Press,
  PressButton,
  PressForm,
  ShortText,
  type Typed,
} from "./form.tsx";
import { IN_WORDS, REFERENCE_KINDS, VERDICTS } from "./learning-words.ts";
import { choicesOf } from "./words.ts";

/** The forms of a review, each by the last word of its address. */
export type ReviewForm = "answer" | "references";

const LINES = Array.from({ length: MOST_LINES }, (_, nth) => nth);
/** The field of one line for the pack. */
export const lineName = (nth: number): string => `lines.${nth}`;

/** The questions that few answer, and that are folded up. */
const AFTER_ACTION = ["expected", "happened", "whyDifferent", "learned"] as const;
const labelled = (label: string) => ({ label, ask: label });

export const REVIEW_FIELDS: Record<ReviewForm, Fields> = {
  answer: {
    shouldHaveCome: { label: "Should this have come", ask: "Say whether it should have come to those who were asked" },
    shouldHaveAttended: { label: "Should somebody have come", ask: "Say whether somebody should have come" },
    wentWell: labelled("What went well"),
    wouldHavePrevented: labelled("What would have prevented it"),
    ...Object.fromEntries(LINES.map((nth) => [lineName(nth), labelled(`Line ${nth + 1} for the pack`)])),
    themes: labelled("Themes"),
    ...Object.fromEntries(AFTER_ACTION.map((name) => [name, labelled(IN_WORDS[name])])),
  },
  references: {
    kind: { label: "What it is", ask: "Choose what it is" },
    reference: { label: "Reference", ask: "Give its reference" },
    on: { label: "Date", ask: "Say of which day it is" },
    ...personFields("owner", "Who sees to the answer", "Choose who sees to the answer to the coroner"),
  },
};

/** The closing questions for one side: two to choose, and whatever somebody likes to say. */
export function AnswerForm({ of, to, press, typed }: { of: Review; to: string; press: Press; typed: Typed }) {
  const questions = closingQuestions(of);
  const field = { form: "answer", typed };
  return (
    <PressForm to={to} press={press} going="Answering">
      {(["shouldHaveCome", "shouldHaveAttended"] as const).map((name) => (
        <OneOf key={name} {...field} name={name} label={questions[name].asks} choices={choicesOf(VERDICTS)} />
      ))}
      <LongText {...field} name="wentWell" label={`${IN_WORDS.wentWell} (optional)`} most={1000} rows={3} />
      <LongText {...field} name="wouldHavePrevented" label={`${IN_WORDS.wouldHavePrevented} (optional)`} most={1000} rows={3} />
      <h3 className="nhsuk-heading-s nhsuk-u-margin-bottom-2" id="lines">
        Up to three lines for the partners’ pack (optional)
      </h3>
      <p>
        Your side’s own words, as they are read out on the call. They must name nobody: no names, no addresses, no numbers, no
        dates, and nothing word for word as it stands in the case.
      </p>
      {LINES.map((nth) => (
        <LongText key={nth} {...field} name={lineName(nth)} label={`Line ${nth + 1}`} most={200} rows={2} />
      ))}
      <FieldsFold title="Themes: at most five" typed={typed} names={["themes"]}>
        <AnyOf {...field} name="themes" label="What is to be learned from it?" choices={choicesOf(THEMES)} />
      </FieldsFold>
      <FieldsFold title="The four questions of an after-action review" typed={typed} names={AFTER_ACTION}>
        {AFTER_ACTION.map((name) => (
          <LongText key={name} {...field} name={name} label={IN_WORDS[name]} most={1000} rows={3} />
        ))}
      </FieldsFold>
      <PressButton>Give our side’s answer</PressButton>
    </PressForm>
  );
}

/** Where else the case is looked into. */
export function ReferenceForm({
  to,
  press,
  typed,
  people,
  pfdDays,
}: {
  to: string;
  press: Press;
  typed: Typed;
  people: readonly Choice[];
  pfdDays: number;
}) {
  const field = { form: "references", typed };
  return (
    <PressForm to={to} press={press} going="Adding the reference">
      <p>The reference is kept here, what stands there is not.</p>
      <OneOf {...field} name="kind" label="What is it?" choices={choicesOf(REFERENCE_KINDS)} />
      <ShortText {...field} name="reference" label="Its reference" width={20} />
      <ShortText {...field} name="on" label="Of which day is it?" kind="date" width={20} />
      <p>
        Only for a coroner’s report: it has to be answered within {pfdDays} days. Whoever sees to that gets an action with that
        day.
      </p>
      <SomebodyToAsk {...field} name="owner" label="Who sees to the answer?" people={people} />
      <PressButton>Add the reference</PressButton>
    </PressForm>
  );
}

/** An answer as its form shows it for changing. */
export function answerFields({ themes, lines, ...answer }: ReviewAnswer): URLSearchParams {
  const { shouldHaveCome, shouldHaveAttended } = answer;
  const values = new URLSearchParams({ shouldHaveCome, shouldHaveAttended });
  for (const name of Object.keys(IN_WORDS) as (keyof typeof IN_WORDS)[]) values.set(name, answer[name] ?? "");
  for (const theme of themes) values.append("themes", theme);
  for (const [nth, line] of lines.entries()) values.set(lineName(nth), line);
  return values;
}
