import { Details, SummaryList } from "nhsuk-react-components";
import { titleOf } from "../core/escalation/escalation.ts";
import { answersOf, riskFactsOf, typeOf, unanswered } from "../core/escalation/known.ts";
import { type CaseView, knownTo } from "./case-view.ts";
import { assertedOf, enteredLater, KnownList, Place, PoliceContact, RiskFacts, saysMore } from "./known.tsx";
import { HAZARDS } from "./known-words.ts";
import { answerWords } from "./question.tsx";
import { Line, LineIf, Said } from "./recorded.tsx";
import { Telephone } from "./telephone.tsx";
import { clockWords, Moment } from "./time.tsx";

/** The risk at a glance: every fact with its source and time, the answers that make it the most urgent, and danger for staff. */
export function Risk(view: CaseView) {
  const known = knownTo(view);
  const { terms, ask, news } = known;
  const facts = riskFactsOf(known);
  const grave = graveAnswers(known, view.now);
  const hazards = [...new Set([ask, ...news].flatMap((told) => told.hazards ?? []))];
  return (
    <div id="app-risk" data-part="">
      {facts.length > 0 && (
        <>
          <h2 className="nhsuk-heading-s nhsuk-u-margin-bottom-1">Facts of risk</h2>
          <RiskFacts facts={facts} terms={terms} now={view.now} />
        </>
      )}
      {grave.map(({ title, words }) => (
        <p key={title} className="app-grave">
          {title} <strong>{words}</strong>
        </p>
      ))}
      {hazards.length > 0 && (
        <p className="app-grave">
          Danger for staff: <strong>{hazards.map((hazard) => HAZARDS[hazard]).join(", ")}</strong>
        </p>
      )}
    </div>
  );
}

/** Answers that ask by themselves for the most urgent priority, such as a family's «yes» to a risk to life. */
function graveAnswers(of: CaseView["of"], now: CaseView["now"]): { title: string; words: string }[] {
  const [first] = of.terms.priorities;
  const answers = answersOf(of);
  return of.terms.questions.flatMap((question) => {
    const given = answers[question.code];
    if (given === undefined || first === undefined) return [];
    const chosen = (question.choices ?? []).filter(({ code }) => [given].flat().includes(code));
    const grave =
      question.answer === "yes_no_unknown"
        ? given === "yes" && question.priority === first.code
        : chosen.some(({ priority }) => priority === first.code);
    return grave ? [{ title: question.title, words: answerWords(question, given, now) }] : [];
  });
}

/** What was raised, as it was raised. */
export function Asked({ of, now, thresholds, agencyOf }: CaseView) {
  const { ask, raised, terms } = of;
  return (
    <SummaryList>
      <LineIf name="Raised as">{typeOf(of) !== ask.type && titleOf(terms.types, ask.type)}</LineIf>
      <Line name="Why now">
        <Said>{ask.whyNow}</Said>
      </Line>
      <Line name="Where">
        <Place place={ask.place} />
        {!terms.area.recognised && ". No area is known for this place, so it went to the desk for such cases."}
      </Line>
      <Line name={assertedOf(terms)}>{ask.threshold.map((code) => titleOf(thresholds, code)).join("; ")}</Line>
      <Line name="Call back">
        <Telephone number={ask.callBack} />
      </Line>
      <LineIf name="Deputy">
        {ask.deputy && (
          <>
            {ask.deputy.name}, <Telephone number={ask.deputy.phone} />
            {ask.shiftEndsAt && `. The raiser’s shift ends at ${clockWords(ask.shiftEndsAt, now)}`}
          </>
        )}
      </LineIf>
      <LineIf name="What police said before">
        {ask.policeContact && <PoliceContact contact={ask.policeContact} onPaper={ask.onPaper} now={now} />}
      </LineIf>
      <Line name="Raised by">
        {raised.by.name}, {agencyOf(raised.by.agency)}, <Moment at={raised.at} now={now} seconds />
        {ask.onPaper && `. ${enteredLater(ask.onPaper, now)}`}
      </Line>
    </SummaryList>
  );
}

/** What else was told at the raise, and what nobody has told yet: folded up, so that the page is read in a moment. */
export function AlsoKnown(view: CaseView) {
  const { of, now } = view;
  const { place: _, ...told } = of.ask;
  const missing = unanswered(knownTo(view));
  return (
    <>
      {saysMore(told) && (
        <Details>
          <Details.Summary>The person, and what has been done already</Details.Summary>
          <Details.Text>
            <KnownList known={told} terms={of.terms} now={now} />
          </Details.Text>
        </Details>
      )}
      {missing.length > 0 && (
        <Details>
          <Details.Summary>
            What {of.terms.speech.answerers} are likely to ask, and nobody has answered yet ({missing.length})
          </Details.Summary>
          <Details.Text>
            <div id="app-missing" data-part="">
              <ul className="nhsuk-list nhsuk-list--bullet">
                {missing.map(({ code, title }) => (
                  <li key={code}>{title}</li>
                ))}
              </ul>
            </div>
          </Details.Text>
        </Details>
      )}
    </>
  );
}
