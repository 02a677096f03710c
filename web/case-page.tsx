import { Details, NotificationBanner } from "nhsuk-react-components";
import { controlRoomOf, titleOf, whoPicksUp } from "../core/escalation/escalation.ts";
import { typeOf, unreadBy } from "../core/escalation/known.ts";
import { owed } from "../core/escalation/move.ts";
import { isAsker } from "../core/escalation/standing.ts";
import { isPractice } from "../core/partnership/practice.ts";
import { AlsoKnown, Asked, Risk } from "./asked-panel.tsx";
import { PlanForm, ReadAnswerForm, RespondForm } from "./asker-forms.tsx";
import { Between, owesPlan } from "./between-panel.tsx";
import type { CaseView, FormView, Tried } from "./case-view.ts";
import { CustodyPanel } from "./custody-panel.tsx";
import { DECIDE_FORM, DecideForm, decideWords } from "./decide-form.tsx";
import { FirstAnswerPanel } from "./first-answer-lines.tsx";
import { Flagged } from "./flagged.tsx";
import { Held, Problems, type Typed, WhatStood } from "./form.tsx";
import { enteredLater } from "./known.tsx";
import { LostPart } from "./lost-part.tsx";
import { AcknowledgeForm, FoldedForms, formOf, namesOf, typedBefore, typedInto } from "./move-forms.tsx";
import type { MoveName } from "./moves.ts";
import { News, Unread } from "./news-panel.tsx";
import { Now } from "./now-panel.tsx";
import type { Content } from "./page.tsx";
import { ReferralForm } from "./party-forms.tsx";
import { FirstAnswersFound, RelatedPanel } from "./related-panel.tsx";
import { Stale } from "./stale.tsx";
import { Reached, State } from "./state-panel.tsx";
import { Story } from "./story.tsx";

/** One case. Who has it, what was decided and what has happened to the person are three answers, and an empty one says so. */
export function casePage(asked: CaseView): Content {
  const { of, moves, keyOf, revision } = asked;
  const tried = asked.tried && { ...asked.tried, typed: typedInto(asked.tried, of) };
  const offered = tried !== undefined && moves.includes(tried.move);
  const why = tried && (tried.why ?? (offered ? undefined : "This is no longer yours to do on this case."));
  const view: CaseView = { ...asked, tried };
  const type = titleOf(of.terms.types, typeOf(of));
  const ring = controlRoomOf(of);
  const formView = (move: MoveName) => ({ ...view, press: { key: keyOf(move), seen: of.version, ring } });
  const typedIn = (form: string): Typed => typedBefore(tried, form);
  const viewOf = (move: MoveName): FormView => ({ ...formView(move), typed: typedIn(move) });
  const answers = moves.some((move) => move === "acknowledgement" || move === "decision" || move === "closure");
  const movesName = `${answers ? of.changed.version : ""} ${moves.join(" ")}`;
  const changesDecision = owed(of) !== "decide";
  const wantsPlan = moves.includes("interim-plan") && owesPlan(of);
  const wantsResponse = moves.includes("response") && owed(of) === "respond";
  const elsewhere: readonly MoveName[] = [
    ...(changesDecision ? [] : ["decision" as const]),
    ...(wantsPlan ? ["interim-plan" as const] : []),
    ...(wantsResponse ? (["response", "answer-read"] as const) : []),
  ];
  const unopened = isAsker(of, asked.reader) ? [] : unreadBy(of, asked.reader.id).map(({ number }) => number);
  const body = (
    <div data-live={`/escalations/${of.id}`} data-revision={revision} data-moves={movesName}>
      <Stale page={`/escalations/${of.id}`} controlRoom={ring} desk={whoPicksUp(of)} />
      <div className="app-changed" id="app-changed" hidden>
        <p>
          <strong>This case has changed since you opened it.</strong>{" "}
          <a id="app-show" href={`/escalations/${of.id}`}>
            Show it anew
          </a>
        </p>
      </div>
      {tried && why && <NotDone tried={tried} of={of} why={why} offered={offered} unopened={unopened.length > 0} />}
      {tried && !why && <NotDecided tried={tried} of={of} />}
      {tried && offered && <Held form={formOf(tried)} typed={tried.typed} />}
      {tried && offered && <Problems form={formOf(tried)} typed={tried.typed} />}
      <div className="app-case">
        <div className="app-case__head">
          <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">
            {type}, {of.ask.place.borough}
          </h1>
          <Now {...view} />
          <LostPart {...view} />
          <Flagged flag={view.flag} />
          <Unread {...view} press={formView("news-read").press} />
          <h2 className="nhsuk-heading-s nhsuk-u-margin-bottom-1">What is asked</h2>
          <p className="app-asked">{of.ask.ask}</p>
          {of.ask.onPaper && <p>{enteredLater(of.ask.onPaper, view.now)}.</p>}
          <Risk {...view} />
          <FirstAnswersFound {...view} />
        </div>
        <First view={view} viewOf={viewOf} wantsPlan={wantsPlan} wantsResponse={wantsResponse} />
        <div className="app-case__facts">
          <News {...view} />
          <FirstAnswerPanel first={of.firstAnswer} told={{ ...view, bodies: of.terms.bodies }} />
          <State {...view} />
          <Between {...view} />
          <CustodyPanel view={view} formView={() => formView("custody")} typedIn={typedIn} />
          <RelatedPanel view={view} formView={() => formView("related")} typedIn={typedIn} />
          <Asked {...view} />
          {of.closed && (
            <p>
              Who the person was is covered, now that this is over. <a href={`/escalations/${of.id}/print`}>The whole record</a>{" "}
              says it, to somebody who has just signed in.
            </p>
          )}
          <AlsoKnown {...view} />
          <Details>
            <Details.Summary>Who was asked, and whether it reached them</Details.Summary>
            <Details.Text>
              <Reached {...view} />
            </Details.Text>
          </Details>
        </div>
        <div className="app-case__moves">
          {moves.includes("decision") && !changesDecision && (
            <section className="app-move" aria-labelledby="decide">
              <h2 className="nhsuk-heading-m" id="decide">
                Decide
              </h2>
              <DecideForm {...viewOf("decision")} />
            </section>
          )}
          <FoldedForms moves={moves.filter((move) => !elsewhere.includes(move))} viewOf={viewOf} tried={tried} />
        </div>
        <div className="app-case__story">
          <h2 className="nhsuk-heading-m" id="story">
            What has happened
          </h2>
          <div id="app-story" data-part="">
            <Story {...view} unopened={unopened} />
          </div>
          <p>
            <a href={`/escalations/${of.id}/print`}>Print the whole case</a>
          </p>
          {!isPractice(of.partnership) && (
            <p>
              <a href={`/concerns/new?case=${of.id}`}>Raise a concern about this case</a>
            </p>
          )}
          {!isPractice(of.partnership) && of.closed && (
            <p>
              <a href={`/reviews/${of.id}`}>Review this case</a>
            </p>
          )}
        </div>
      </div>
    </div>
  );
  const wrong = tried !== undefined && (why !== undefined || tried.typed.errors.length > 0);
  return { title: `${of.reference} ${type}`, body, wrong };
}

/** What this reader is waited for, before everything else: to acknowledge, to answer for the other body, to read the answer, to say what they did with it or their plan. */
function First({
  view: { of, moves, nameOf, reader },
  viewOf,
  wantsPlan,
  wantsResponse,
}: {
  view: CaseView;
  viewOf: (move: MoveName) => FormView;
  wantsPlan: boolean;
  wantsResponse: boolean;
}) {
  const waits = (["acknowledgement", "referral-answer", "answer-read"] as const).filter(
    (move) => moves.includes(move) && !(wantsResponse && move === "answer-read"),
  );
  if (waits.length === 0 && !wantsResponse && !wantsPlan) return null;
  return (
    <div className="app-case__first">
      {waits.includes("acknowledgement") && (
        <>
          {of.offered?.to === reader.id && (
            <p>
              <strong>{nameOf(of.offered.by.id)} asks you to take this over.</strong> It is yours when you acknowledge it.
            </p>
          )}
          <AcknowledgeForm {...viewOf("acknowledgement")} />
        </>
      )}
      {waits.includes("referral-answer") && (
        <section className="app-move" aria-label="Answer for the other body">
          <ReferralForm {...viewOf("referral-answer")} />
        </section>
      )}
      {waits.includes("answer-read") && <ReadAnswerForm {...viewOf("answer-read")} />}
      {wantsResponse && (
        <section className="app-move" aria-labelledby="response">
          <h2 className="nhsuk-heading-m" id="response">
            What did you do with the answer?
          </h2>
          <RespondForm {...viewOf("response")} />
        </section>
      )}
      {wantsPlan && (
        <section className="app-move" aria-labelledby="plan">
          <h2 className="nhsuk-heading-m" id="plan">
            Your interim plan is needed
          </h2>
          <PlanForm {...viewOf("interim-plan")} />
        </section>
      )}
    </div>
  );
}

/** A press that was not applied, and why. What was typed is still in its form, or kept here when the form is no longer offered. */
const NotDone = ({
  tried: { move, typed, again },
  of,
  why,
  offered,
  unopened,
}: {
  tried: Tried;
  of: CaseView["of"];
  why: string;
  offered: boolean;
  unopened: boolean;
}) => (
  <NotificationBanner title="Not done" role="alert" titleId="not-done">
    <NotificationBanner.Heading>{why}</NotificationBanner.Heading>
    <p>
      Below is the case as it is now.
      {offered && move !== "acknowledgement" && " What you typed is still there."}
      {offered && again && !(move === "decision" && unopened) && " One more press takes it."}
    </p>
    {!offered && <WhatStood values={typed.values} fields={namesOf(move, typed.values, of)} />}
  </NotificationBanner>
);

/** What is new was opened in the middle of a decision, which has not been taken by that: said first, with the way back to its form. */
function NotDecided({ tried: { move, typed }, of }: { tried: Tried; of: CaseView["of"] }) {
  const isBegun = ["code", "why"].some((name) => typed.values.get(name)?.trim());
  if (move !== "decision" || typed.errors.length > 0 || !isBegun) return null;
  return (
    <NotificationBanner title="Not decided yet" role="alert" titleId="not-decided">
      <NotificationBanner.Heading>
        Read <a href="#app-news">what is new</a>, then press <a href={`#${DECIDE_FORM}`}>{decideWords(of)}</a>
      </NotificationBanner.Heading>
      <p>What you filled in is still there.</p>
    </NotificationBanner>
  );
}
