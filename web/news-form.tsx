import { unanswered } from "../core/escalation/known.ts";
import { asksPolice, type Question } from "../core/partnership/partnership.ts";
import { addressOf, caseInWords, type FormView } from "./case-view.ts";
import {
  AnyOf,
  type Fields,
  FieldsFold,
  LongText,
  OneOf,
  PickOne,
  PressButton,
  PressForm,
  ShortText,
  WallClock,
} from "./form.tsx";
import { FACT_STATUS, HAZARDS, NEWS_FROM, YES_NO, YES_OR_NO } from "./known-words.ts";
import { answerName, QuestionField } from "./question.tsx";
import { choicesOf } from "./words.ts";

const NEWS = {
  words: { label: "What has changed", ask: "Say what has changed" },
  from: { label: "From whom", ask: "Choose from whom" },
  bearsOnRisk: { label: "Bears on the risk", ask: "Say whether it bears on the risk" },
  furtherConcern: { label: "Another caller’s own concern", ask: "Say whether it is another caller’s own concern" },
  "riskFacts.code": { label: "Fact of risk", ask: "Choose the fact of risk" },
  "riskFacts.words": { label: "Their own words", ask: "Write their own words" },
  "riskFacts.status": { label: "How it is known", ask: "Choose how the fact of risk is known" },
  "riskFacts.source": { label: "Source", ask: "Say from whom the fact of risk comes" },
  "riskFacts.obtainedAt": { label: "When it was obtained", ask: "Say when the fact of risk was obtained" },
  "riskFacts.verified": { label: "Verified", ask: "Say whether it has been verified" },
  "place.address": { label: "New address", ask: "Say where exactly, or leave the borough empty too" },
  "place.borough": { label: "New borough", ask: "Say in which borough, or leave the address empty too" },
  threshold: { label: "Threshold", ask: "Choose the part of the threshold" },
  type: { label: "What it is about now", ask: "Choose what it is about" },
  under18: { label: "Under 18", ask: "Say whether the person is under 18" },
  childAtRisk: { label: "Child at risk", ask: "Say whether a child may be at risk" },
  hazards: { label: "Danger for staff", ask: "Choose the danger for staff" },
} as const satisfies Fields;

/** How each field of a piece of news is called; the questions have their own words. */
export const newsFields = (questions: readonly Question[]): Fields => ({
  ...NEWS,
  ...Object.fromEntries(questions.map(({ code, title }) => [answerName(code), { label: title, ask: title }])),
});

const RISK = ["riskFacts.code", "riskFacts.words", "riskFacts.status", "riskFacts.source", "riskFacts.verified"];
const CHANGED = ["place.address", "place.borough", "threshold", "type", "under18", "childAtRisk", "hazards"];

/** «Things have changed»: words first, and a press. A fact of risk, and what is still asked for, lie behind folds. */
export function NewsForm({ of, press, typed, wall, now }: FormView) {
  const field = { form: "news", typed };
  const asked = unanswered(of);
  const { riskFacts, thresholds, types } = of.terms;
  const alone = (code: string) => thresholds.some((one) => one.code === code && one.unsure);
  return (
    <PressForm to={addressOf(of, "news")} press={press} going="Adding">
      <p>
        <strong>{caseInWords(of, now)}.</strong> Whoever has it reads this under a limit, and opens it before anything is decided
        anew.
      </p>
      <LongText {...field} name="words" label="What has changed?" hint="Who said or saw what, and when." most={2000} rows={3} />
      <PickOne {...field} name={`from`} label="From whom? (optional)" choices={choicesOf(NEWS_FROM)} first="Not recorded" />
      <OneOf
        {...field}
        name="bearsOnRisk"
        label="Does it bear on the risk to the person?"
        offer="yes"
        choices={[
          { code: "yes", title: "Yes, or I am not sure: an answer that was given is given anew" },
          { code: "no", title: "No, it is for information" },
        ]}
      />
      <OneOf
        {...field}
        name="furtherConcern"
        label="Is it another caller’s own concern?"
        offer="no"
        choices={[
          { code: "no", title: "No" },
          { code: "yes", title: "Yes, somebody else asks for help too" },
        ]}
      />
      {riskFacts.length > 0 && (
        <FieldsFold title="A fact of risk" typed={typed} names={RISK}>
          <PickOne {...field} name="riskFacts.code" label="What is it?" choices={riskFacts} first="No fact of risk" />
          <LongText {...field} name="riskFacts.words" label="Their own words, as they were said (optional)" most={500} rows={2} />
          <PickOne
            {...field}
            name="riskFacts.status"
            label="How is it known?"
            choices={choicesOf(FACT_STATUS)}
            first="Choose how"
          />
          <ShortText {...field} name="riskFacts.source" label="From whom?" hint="Name or role." />
          <WallClock {...field} name="riskFacts.obtainedAt" label="When was it obtained?" offer={wall} />
          <PickOne
            {...field}
            name="riskFacts.verified"
            label="Has somebody verified it?"
            choices={YES_OR_NO}
            first="Not recorded"
          />
        </FieldsFold>
      )}
      {asked.length > 0 && (
        <FieldsFold
          title={`What ${of.terms.speech.answerers} are likely to ask, and nobody has answered yet (${asked.length})`}
          typed={typed}
          names={asked.map(({ code }) => answerName(code))}
        >
          {asked.map((question) => (
            <QuestionField key={question.code} {...field} question={question} />
          ))}
        </FieldsFold>
      )}
      <FieldsFold title="A new place, a child, danger for staff, or what it is about" typed={typed} names={CHANGED}>
        <ShortText {...field} name="place.address" label="Where are they now?" hint="Address, or what helps to find them." />
        <ShortText
          {...field}
          name="place.borough"
          label="In which borough?"
          hint="It does not move the case to another area: if somebody else must come, ring 999."
          width={20}
        />
        <PickOne {...field} name="under18" label="Is the person under 18?" choices={choicesOf(YES_NO)} first="Not answered" />
        <PickOne {...field} name="childAtRisk" label="May a child be at risk?" choices={choicesOf(YES_NO)} first="Not answered" />
        <AnyOf {...field} name="hazards" label="Is there danger for staff?" choices={choicesOf(HAZARDS)} />
        {thresholds.length > 0 && (
          <AnyOf
            {...field}
            name="threshold"
            label={
              asksPolice(of.terms.speech) ? "Which part of the threshold do you believe is met now?" : of.terms.speech.threshold
            }
            choices={thresholds}
            alone={alone}
          />
        )}
        <PickOne {...field} name="type" label="What is it about now?" choices={types} first="As before" />
      </FieldsFold>
      <PressButton>Add what is new to {of.reference}</PressButton>
    </PressForm>
  );
}
