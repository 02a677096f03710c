import type { ReactNode } from "react";
import { MOST_DAYS_AGO } from "../core/escalation/on-paper.ts";
import type { Question } from "../core/partnership/partnership.ts";
import { AnyOf, type Choice, type Field, LongText, PickOne, ShortText, WallClock } from "./form.tsx";
import {
  CAPACITY,
  CHANNELS,
  CONFIDENCE,
  DONE,
  FACT_STATUS,
  HAZARDS,
  LEGAL_STATUS,
  POLICE_ANSWERS,
  YES_NO,
} from "./known-words.ts";
import { answerName, QuestionField } from "./question.tsx";
import { DoneField, doneName, FACT_ROWS, Fold, factName, LookButton, type MoreField } from "./raise-fields.tsx";
import { choicesOf } from "./words.ts";

/** What the folds need: the questions of the chosen type, the codes that may be chosen, and this moment on London's wall clock. */
export interface MoreView extends Pick<Field, "form" | "typed"> {
  /** Who answers, as they stand inside a sentence. */
  readonly answerers: string;
  /** Police are asked, by the threshold: what they said before is part of it. */
  readonly isOfThreshold: boolean;
  readonly questions: readonly Question[];
  readonly asked: boolean;
  readonly riskFacts: readonly Choice[];
  readonly bodies: readonly Choice[];
  readonly wall: string;
}

/** Everything that helps and that nobody is held up for, folded up. */
export function RaiseMore(view: MoreView) {
  const { form, typed, wall, bodies } = view;
  const field = (name: MoreField, label: string, hint?: string) => ({ form, typed, name, label, ...(hint ? { hint } : {}) });
  const yesNo = { choices: choicesOf(YES_NO), first: "Not answered" };
  return (
    <>
      <LikelyQuestions {...view} />
      <FactsOfRisk {...view} />
      <Part
        view={view}
        title="The person"
        names={[...PERSON, "under18", "childAtRisk", "capacity.assessed", "capacity.at", "legalStatus"]}
      >
        <ShortText {...field("person.knownAs", "What are they known as?")} />
        <ShortText {...field("person.age", "How old are they?", "Their age, or your guess.")} kind="number" width={4} />
        <LongText
          {...field("person.description", "What do they look like?", "Dress, build, hair, how they walk, a gown or a cannula.")}
          most={500}
          rows={2}
        />
        <ShortText {...field("person.phone", "Their telephone")} kind="tel" width={20} />
        <ShortText
          {...field("person.nhsNumber", "NHS number", "It is never needed. It finds an earlier case about the same person.")}
          kind="number"
          width={20}
        />
        <PickOne {...field("under18", "Are they under 18?")} {...yesNo} />
        <PickOne {...field("childAtRisk", "May a child be at risk?")} {...yesNo} />
        <PickOne
          {...field("capacity.assessed", "What was found about their capacity?")}
          choices={choicesOf(CAPACITY)}
          first="Not recorded"
        />
        <WallClock {...field("capacity.at", "When was capacity assessed?")} />
        <PickOne {...field("legalStatus", "Their legal status")} choices={choicesOf(LEGAL_STATUS)} first="Not recorded" />
      </Part>
      <Part
        view={view}
        title="Postcode, what3words, how sure you are of the place"
        names={["place.postcode", "place.what3words", "place.confidence"]}
      >
        <ShortText {...field("place.postcode", "Postcode", "All of it, or the part that you know.")} width={10} />
        <ShortText {...field("place.what3words", "what3words", "Words that sound alike are misheard: keep the address too.")} />
        <PickOne {...field("place.confidence", "How sure is the place?")} choices={choicesOf(CONFIDENCE)} first="Not recorded" />
      </Part>
      {view.isOfThreshold && (
        <Part view={view} title="What police said before" names={POLICE}>
          <PickOne
            {...field("policeContact.channel", "How were police asked?")}
            choices={choicesOf(CHANNELS)}
            first="Not recorded"
          />
          <WallClock {...field("policeContact.at", "When were they asked?")} />
          <ShortText {...field("policeContact.cad.number", "CAD number", "Only if police gave one.")} width={10} />
          <ShortText
            {...field("policeContact.cad.date", "Date of the CAD number", "The numbers begin anew each day.")}
            kind="date"
            width={20}
            offer={wall.slice(0, 10)}
          />
          <ShortText
            {...field("policeContact.handler", "Who answered?", "Collar or shoulder number, if it was given.")}
            width={20}
          />
          <PickOne
            {...field("policeContact.answer", "What did they answer?")}
            choices={choicesOf(POLICE_ANSWERS)}
            first="Not recorded"
          />
          <LongText {...field("policeContact.reason", "What reason did they give?")} most={300} rows={2} />
          <PickOne {...field("policeContact.understood", "As you understood it, will police come?")} {...yesNo} />
        </Part>
      )}
      <Fold title="What has been done already" typed={typed} names={["alreadyDone", ...Object.keys(DONE).map(doneName)]}>
        <DoneField form={form} typed={typed} />
      </Fold>
      <Part view={view} title="Danger for staff" names={["hazards"]}>
        <AnyOf {...field("hazards", "Is there danger for whoever comes?")} choices={choicesOf(HAZARDS)} />
      </Part>
      <Part view={view} title="When I cannot be reached" names={["deputy.name", "deputy.phone", "shiftEndsAt"]}>
        <ShortText {...field("deputy.name", "Who answers for you?", "Name or role of your deputy.")} />
        <ShortText {...field("deputy.phone", "Their number")} kind="tel" width={20} />
        <WallClock {...field("shiftEndsAt", "When does your shift end?")} />
      </Part>
      <Part view={view} title="This was written on paper first" names={["onPaper.at", "onPaper.by", "onPaper.answeredAt"]}>
        <p>For what was written while the service was down. The limits begin when you raise it: nobody was asked here before.</p>
        <WallClock {...field("onPaper.at", "When was it written?", `Within the last ${MOST_DAYS_AGO} days.`)} />
        <ShortText {...field("onPaper.by", "Who wrote it?", "Name or role.")} />
        {view.isOfThreshold && (
          <WallClock {...field("onPaper.answeredAt", "When did police answer, if they did?", "What they said goes above.")} />
        )}
      </Part>
      {bodies.length > 0 && (
        <Part view={view} title="Who else must hear the answer" names={["alsoTell"]}>
          <AnyOf {...field("alsoTell", "Who else must hear each answer?")} choices={bodies} />
        </Part>
      )}
    </>
  );
}

const PERSON = ["person.knownAs", "person.age", "person.description", "person.phone", "person.nhsNumber"] as const;
/** Not the date of a CAD number: today stands there before anybody has typed. */
const POLICE = [
  "policeContact.channel",
  "policeContact.at",
  "policeContact.cad.number",
  "policeContact.handler",
  "policeContact.answer",
  "policeContact.reason",
  "policeContact.understood",
] as const;

/** One fold of these fields. */
const Part = ({
  view,
  title,
  names,
  children,
}: {
  view: MoreView;
  title: string;
  names: readonly MoreField[];
  children: ReactNode;
}) => (
  <Fold title={title} typed={view.typed} names={names}>
    {children}
  </Fold>
);

/** The questions of the chosen type; without a type there is only the way to them. */
function LikelyQuestions({ form, typed, questions, asked, answerers }: MoreView) {
  const names = questions.map(({ code }) => answerName(code));
  return (
    <Fold id="raise-questions" title={`What ${answerers} are likely to ask`} typed={typed} names={names} open={asked}>
      {questions.length === 0 && <p>Choose above what it is about, then press this. What you have typed stays.</p>}
      {questions.length > 0 && <p>Answer what you know. What stays empty is asked for later.</p>}
      {questions.map((question) => (
        <QuestionField key={question.code} form={form} typed={typed} question={question} />
      ))}
      <LookButton look="questions" at="raise-questions">
        Show the questions for this type
      </LookButton>
    </Fold>
  );
}

/** Facts of risk, each with somebody's own words: the first has its place, another one unfolds. */
function FactsOfRisk(view: MoreView) {
  // Not when it was obtained: this moment stands there before anybody has typed.
  const named = (nth: number) => (["code", "words", "status", "source"] as const).map((part) => factName(nth, part));
  return (
    <Fold title="Facts of risk" typed={view.typed} names={FACT_ROWS.flatMap((_, nth) => named(nth))}>
      <p>Each fact by itself: what, in whose words, and from whom.</p>
      {FACT_ROWS.map((which, nth) =>
        nth === 0 ? (
          <OneFact key={which} {...view} nth={nth} />
        ) : (
          <Fold key={which} title={`${which} fact of risk`} typed={view.typed} names={named(nth)}>
            <OneFact {...view} nth={nth} />
          </Fold>
        ),
      )}
    </Fold>
  );
}

function OneFact({ form, typed, riskFacts, wall, nth }: MoreView & { nth: number }) {
  const field = (part: Parameters<typeof factName>[1], label: string, hint?: string) => ({
    form,
    typed,
    name: factName(nth, part),
    label,
    ...(hint ? { hint } : {}),
  });
  return (
    <fieldset className="nhsuk-fieldset">
      <legend className="nhsuk-u-visually-hidden">{FACT_ROWS[nth]} fact of risk</legend>
      <PickOne {...field("code", "What is it?")} choices={riskFacts} first="No fact of risk" />
      <LongText {...field("words", "Their words, exactly", "As they were said or written.")} most={500} rows={2} />
      <PickOne {...field("status", "How is it known?")} choices={choicesOf(FACT_STATUS)} first="Choose how" />
      <ShortText {...field("source", "From whom?", "Name or role.")} />
      <WallClock {...field("obtainedAt", "When was it obtained?")} offer={wall} />
    </fieldset>
  );
}
