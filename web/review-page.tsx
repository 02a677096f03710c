import { Details, SummaryList } from "nhsuk-react-components";
import type { Escalation } from "../core/escalation/escalation.ts";
import { titleOf } from "../core/escalation/escalation.ts";
import { typeOf } from "../core/escalation/known.ts";
import { THEMES } from "../core/escalation/theme.ts";
import { closingQuestions, differencesOf, isSideShown, type Review, type ReviewAnswer } from "../core/learning/review.ts";
import type { Instant } from "../core/time.ts";
import type { Choice, Typed } from "./form.tsx";
import { Back, Fold, LearningStory, Limit, Part, type Tried, typedIn, Wrong } from "./learning-parts.tsx";
import { IN_WORDS, REFERENCE_KINDS, SIDES, VERDICTS } from "./learning-words.ts";
import type { Content } from "./page.tsx";
import { Line, LineIf, Said, Several } from "./recorded.tsx";
import { AnswerForm, answerFields, REVIEW_FIELDS, ReferenceForm, type ReviewForm } from "./review-form.tsx";
import { dayInFull } from "./rota-time.ts";
import { Moment } from "./time.tsx";
import { ENDINGS } from "./words.ts";

export interface ReviewView {
  readonly review: Review;
  readonly of: Escalation;
  /** Whom the reader acts for: their side answers, the other’s answer is shown once it has. */
  readonly agency: string;
  readonly people: readonly Choice[];
  readonly pfdDays: number;
  /** Which of the actions that came with a reference the reader may open. */
  readonly mayOpen: (action: string) => boolean;
  readonly agencyOf: (code: string) => string;
  readonly keyOf: () => string;
  readonly tried: Tried<ReviewForm> | undefined;
  readonly now: Instant;
}
type Asked = Review["asked"][number];

/** What both sides say of a closed case. A side sees what the other says when it has said something itself, so that neither copies the other. */
export function reviewPage(view: ReviewView): Content {
  const { review, of, agency, tried, now } = view;
  const { id, reference, owed, asked, reopened, closedAt, endedAs } = review;
  const isAsked = asked.some((one) => one.agency === agency);
  const unanswered = asked.find((one) => one.agency === agency && one.answer === null);
  const form = tried?.form ?? "answer";
  const body = (
    <>
      <Back href={`/escalations/${id}`}>Back to the case</Back>
      <Wrong tried={tried} form={form} fields={REVIEW_FIELDS[form]} offered={isAsked} />
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">
        <span className="nhsuk-caption-l">
          {titleOf(of.terms.types, typeOf(of))}, {of.terms.area.title}, {review.priority}
        </span>
        Review of {reference}
      </h1>
      <p>
        {ENDINGS[endedAs]}, <Moment at={closedAt} now={now} />
      </p>
      {reopened.map(({ at }) => (
        <p key={at}>
          <strong>
            Opened again <Moment at={at} now={now} />: it became known that the person came to harm.
          </strong>
        </p>
      ))}
      {unanswered && owed && <Limit by="Answer by" dueAt={owed.dueAt} now={now} />}
      {asked.length === 0 && <p>This case went on in another, and is looked at there.</p>}
      {isAsked && <OwnAnswer view={view} unanswered={unanswered} />}
      {asked.length > 0 && <BothSides {...view} />}
      <References {...view} offered={isAsked} />
      <LearningStory kind="review" story={review.story} now={now} />
    </>
  );
  return { title: `Review of ${reference}`, body, here: "/learning", wrong: tried !== undefined };
}

/** The form for the reader’s own side: open while it owes an answer, folded up to say it anew. */
function OwnAnswer({ view, unanswered }: { view: ReviewView; unanswered: Asked | undefined }) {
  const { review, agency, tried, keyOf } = view;
  const own = review.asked.find((one) => one.agency === agency);
  const before = unanswered ? unanswered.before.at(-1) : own?.answer;
  const said = typedIn(tried, "answer", REVIEW_FIELDS.answer);
  const standing: Typed = tried?.form === "answer" || !before ? said : { values: answerFields(before), errors: [] };
  const form = <AnswerForm of={review} to={`/reviews/${review.id}/answer`} press={{ key: keyOf() }} typed={standing} />;
  if (!unanswered)
    return (
      <Fold title="Change our side’s answer" form="answer" tried={tried}>
        <p>What stands now is replaced. That it was changed, and by whom, stays in the story.</p>
        {form}
      </Fold>
    );
  return (
    <Part id="own" title="Our side’s answer">
      <p className="nhsuk-u-reading-width">
        Two questions and, if you like, a few words. The other side is asked the same. Each side sees what the other says only
        when it has answered itself, so that neither copies the other.
      </p>
      <div className="nhsuk-u-reading-width">{form}</div>
    </Part>
  );
}

function BothSides(view: ReviewView) {
  const { review, agency, now, agencyOf } = view;
  const differ = review.asked.every((one) => isSideShown(review, agency, one)) ? differencesOf(review) : [];
  return (
    <Part id="sides" title="What both sides say">
      {differ.length > 0 && (
        <div className="app-alert">
          <p>
            <strong>The two sides differ on {differ.map((on) => closingQuestions(review)[on].on).join(" and on ")}.</strong>
          </p>
        </div>
      )}
      <div className="app-sides">
        {review.asked.map((one) => (
          <section key={one.side} aria-labelledby={`side-${one.side}`} className="app-sides__side">
            <h3 className="nhsuk-heading-s" id={`side-${one.side}`}>
              {SIDES[one.side]}: {agencyOf(one.agency)}
            </h3>
            <Side review={review} of={one} shown={isSideShown(review, agency, one)} differ={differ} now={now} />
          </section>
        ))}
      </div>
    </Part>
  );
}

type Differ = ReturnType<typeof differencesOf>;

interface SideView {
  readonly review: Review;
  readonly of: Asked;
  readonly shown: boolean;
  readonly differ: Differ;
  readonly now: Instant;
}

function Side({ review, of: { answer, before }, shown, differ, now }: SideView) {
  if (answer === null && before.length === 0) return <p>Has not answered yet.</p>;
  if (!shown) return <p>{answer ? "Has answered. It is shown once both sides have." : "Has not answered anew yet."}</p>;
  return (
    <>
      {answer ? <Answer review={review} answer={answer} differ={differ} now={now} /> : <p>Has not answered anew yet.</p>}
      {before.map((earlier) => (
        <Details key={earlier.at}>
          <Details.Summary>What it said before, {<Moment at={earlier.at} now={now} />}</Details.Summary>
          <Details.Text>
            <Answer review={review} answer={earlier} differ={[]} now={now} />
          </Details.Text>
        </Details>
      ))}
    </>
  );
}

function Answer({
  review,
  answer,
  differ,
  now,
}: Pick<SideView, "review" | "differ" | "now"> & { answer: NonNullable<Asked["answer"]> }) {
  const questions = closingQuestions(review);
  return (
    <>
      <p className="app-whose">
        {answer.by.name}, <Moment at={answer.at} now={now} />
      </p>
      <SummaryList>
        {(["shouldHaveCome", "shouldHaveAttended"] as const).map((question) => (
          <Line key={question} name={questions[question].asks}>
            <strong>{VERDICTS[answer[question]]}</strong>
            {differ.includes(question) && " (the sides differ)"}
          </Line>
        ))}
        {(Object.keys(IN_WORDS) as (keyof typeof IN_WORDS & keyof ReviewAnswer)[]).map((name) => (
          <LineIf key={name} name={IN_WORDS[name]}>
            {answer[name] && <Said>{answer[name]}</Said>}
          </LineIf>
        ))}
        <LineIf name="Themes">{answer.themes.map((theme) => THEMES[theme]).join("; ")}</LineIf>
        <LineIf name="Lines for the pack">
          {answer.lines.length > 0 && (
            <Several>
              {answer.lines.map((line, nth) => (
                <li key={nth}>{line}</li>
              ))}
            </Several>
          )}
        </LineIf>
      </SummaryList>
    </>
  );
}

/** Where else the case is looked into, and the form to add to it. */
function References({ review, offered, people, pfdDays, mayOpen, keyOf, tried, now }: ReviewView & { offered: boolean }) {
  const { id, references } = review;
  return (
    <Part id="references" title="Where else it is looked into">
      {references.length === 0 ? (
        <p>Nowhere that anybody has said.</p>
      ) : (
        <ul>
          {references.map(({ kind, reference, on, respondBy, action }) => (
            <li key={`${kind} ${reference}`}>
              {REFERENCE_KINDS[kind]} {reference}, {dayInFull(on, now)}
              {respondBy && (
                <>
                  . <strong>To be answered by {dayInFull(respondBy, now)}</strong>
                </>
              )}
              {action && mayOpen(action) && (
                <>
                  : <a href={`/actions/${action}`}>the action that answers it</a>
                </>
              )}
            </li>
          ))}
        </ul>
      )}
      {offered && (
        <div className="nhsuk-u-reading-width">
          <Fold title="Add a reference" form="references" tried={tried}>
            <ReferenceForm
              to={`/reviews/${id}/references`}
              press={{ key: keyOf() }}
              typed={typedIn(tried, "references", REVIEW_FIELDS.references)}
              people={people}
              pfdDays={pfdDays}
            />
          </Fold>
        </div>
      )}
    </Part>
  );
}
