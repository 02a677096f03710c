import { NotificationBanner, SummaryList, Tag, WarningCallout } from "nhsuk-react-components";
import { isRunning, type Limit } from "../core/escalation/clock.ts";
import { controlRoomOf, type Escalation, stageOf, titleOf } from "../core/escalation/escalation.ts";
import type { Fact } from "../core/escalation/fact.ts";
import { owed } from "../core/escalation/move.ts";
import type { Notice } from "../core/escalation/notice.ts";
import { between, type Instant, milliseconds } from "../core/time.ts";
import { NOTHING_TYPED, type Press, Problems, type Typed } from "./form.tsx";
import { AcknowledgeForm, DecideForm, FoldedForms, typedInto } from "./move-forms.tsx";
import type { MoveName } from "./moves.ts";
import type { Content } from "./page.tsx";
import { Line } from "./recorded.tsx";
import { Stale } from "./stale.tsx";
import { fateWords, Story } from "./story.tsx";
import { Numbers, Telephone } from "./telephone.tsx";
import { clockWords, DueClock, Moment } from "./time.tsx";
import { priorityColour, SEEN_BY, STAGES, WITHDRAWN_AS } from "./words.ts";

export interface CaseView {
  readonly of: Escalation;
  readonly facts: readonly Fact[];
  readonly notices: readonly Notice[];
  readonly now: Instant;
  readonly nameOf: (person: string) => string;
  readonly agencyOf: (code: string) => string;
  /** What each part of the threshold is called; a case's own terms do not keep it. */
  readonly thresholds: readonly { readonly code: string; readonly title: string }[];
  readonly readerAgency: string;
  readonly moves: readonly MoveName[];
  readonly keyOf: (move: MoveName) => string;
  /** A time that a decision may offer, on London's wall clock. */
  readonly later: string;
  /** A press that came to nothing, with what was typed, and why it did. */
  readonly tried?: { readonly move: MoveName; readonly typed: Typed; readonly why?: string | undefined } | undefined;
  readonly revision: string;
}

/** As long as this the raiser is told first of all that it has been received. */
const JUST_NOW = "PT15M";

/** One case. Who has it, what was decided and what has happened to the person are three lines, and an empty one says so. */
export function casePage(view: CaseView): Content {
  const { of, moves, keyOf, revision, later } = view;
  const type = titleOf(of.terms.types, of.ask.type);
  const ring = controlRoomOf(of);
  const pressOf = (move: MoveName): Press => ({ key: keyOf(move), seen: of.version, ring });
  const tried = view.tried && { ...view.tried, typed: typedInto(view.tried.move, view.tried.typed) };
  const answers = moves.some((move) => move === "acknowledgement" || move === "decision" || move === "closure");
  const movesName = `${answers ? of.changed.version : ""} ${moves.join(" ")}`;
  const changesDecision = owed(of) !== "decide";
  const deciding = tried?.move === "decision" ? tried.typed : NOTHING_TYPED;
  const body = (
    <div data-live={`/escalations/${of.id}`} data-revision={revision} data-moves={movesName}>
      <Stale page={`/escalations/${of.id}`} controlRoom={ring} />
      <div className="app-changed" id="app-changed" hidden>
        <p>
          <strong>This case has changed since you opened it.</strong>{" "}
          <a id="app-show" href={`/escalations/${of.id}`}>
            Show it anew
          </a>
        </p>
      </div>
      {tried?.why && <NotDone why={tried.why} move={tried.move} typed={tried.typed} again={moves.includes(tried.move)} />}
      {tried && <Problems form={tried.move} typed={tried.typed} />}
      <div className="app-case">
        <div className="app-case__head">
          <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">
            {type}, {of.ask.place.borough}
          </h1>
          <Now {...view} />
          <h2 className="nhsuk-heading-s nhsuk-u-margin-bottom-1">What is asked</h2>
          <p className="app-asked">{of.ask.ask}</p>
        </div>
        {moves.includes("acknowledgement") && (
          <div className="app-case__first">
            <AcknowledgeForm of={of} press={pressOf("acknowledgement")} />
          </div>
        )}
        <div className="app-case__facts">
          <State {...view} />
          <Asked {...view} />
        </div>
        <div className="app-case__moves">
          {moves.includes("decision") && !changesDecision && (
            <section className="app-move" aria-labelledby="decide">
              <h2 className="nhsuk-heading-m" id="decide">
                Decide
              </h2>
              <DecideForm of={of} press={pressOf("decision")} typed={deciding} later={later} />
            </section>
          )}
          <FoldedForms
            of={of}
            moves={moves.filter((move) => move !== "decision" || changesDecision)}
            pressOf={pressOf}
            tried={tried}
            later={later}
          />
        </div>
        <div className="app-case__story">
          <h2 className="nhsuk-heading-m" id="story">
            What has happened
          </h2>
          <div id="app-story" data-part="">
            <Story {...view} />
          </div>
        </div>
      </div>
    </div>
  );
  return { title: `${of.reference} ${type}`, body, wrong: tried !== undefined };
}

/** A press that was not applied: who changed what and when. One more press takes it, if it may still be made; if not, the words are kept here. */
const NotDone = ({ why, move, typed: { values }, again }: { why: string; move: MoveName; typed: Typed; again: boolean }) => (
  <NotificationBanner title="Not done" role="alert" titleId="not-done">
    <NotificationBanner.Heading>{why}</NotificationBanner.Heading>
    <p>
      Below is the case as it is now.
      {again && move !== "acknowledgement" && " What you typed is still there."}
      {again && " One more press takes it."}
    </p>
    {!again &&
      ["why", "text"].map(
        (name) =>
          values.get(name)?.trim() && (
            <p key={name} className="app-said">
              {values.get(name)}
            </p>
          ),
      )}
  </NotificationBanner>
);

/** Where it stands at this moment: urgency, limits, and the two things that must not be missed. */
function Now({ of, now, readerAgency }: CaseView) {
  const { terms, priority, raised, reference, closed, nobodyAnsweredAt } = of;
  const stage = STAGES[stageOf(of)];
  const nth = terms.priorities.findIndex(({ code }) => code === priority);
  const clocks = of.clocks.filter(isRunning).toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
  const received = raised.by.agency === readerAgency && !closed && between(raised.at, now) < milliseconds(JUST_NOW);
  return (
    <div id="app-now" data-part="">
      <p className="nhsuk-u-margin-bottom-2">
        <span className="app-reference">{reference}</span>, {terms.area.title}
      </p>
      <p className="app-tags">
        <Tag modifier={priorityColour(nth)}>{`${priority} ${titleOf(terms.priorities, priority)}`}</Tag>
        <Tag modifier={stage.colour}>{stage.title}</Tag>
      </p>
      {nobodyAnsweredAt && (
        <WarningCallout>
          <WarningCallout.Heading>Nobody has answered</WarningCallout.Heading>
          <p>
            <strong>
              Ring <Numbers controlRoom={controlRoomOf(of)} /> now.
            </strong>{" "}
            We go on asking everyone on the ladder who is on duty.
          </p>
        </WarningCallout>
      )}
      {received && (
        <div className="app-received">
          <p>
            <strong>
              Received at <Moment at={raised.at} now={now} seconds />. Your reference is {reference}.
            </strong>
          </p>
          <p>
            If it gets worse or nobody answers in time, ring <Numbers controlRoom={controlRoomOf(of)} /> and say the reference.
          </p>
        </div>
      )}
      {clocks.map(({ limit, tier, startedAt, dueAt }) => (
        <DueClock
          key={`${limit}-${tier}`}
          limit={limit}
          dueAt={dueAt}
          from={startedAt}
          now={now}
          missed={missedBefore(of, limit)}
        />
      ))}
    </div>
  );
}

/** When this was last owed and not done: the next tier was asked then, and the limit runs anew. */
const missedBefore = ({ clocks }: Escalation, limit: Limit) =>
  clocks
    .flatMap((clock) => (clock.limit === limit && clock.missedAt !== null && limit !== "repeat" ? [clock.missedAt] : []))
    .at(-1);

/** The three answers, and whom the case has reached. */
function State({ of, now, notices, nameOf, agencyOf }: CaseView) {
  const { owner, decision, arrived, outcome, closed, terms } = of;
  const pages = notices.filter(({ kind }) => kind === "page");
  const asked = [...new Map(pages.map((notice) => [notice.to, notice])).values()];
  const deskOf = (person: string) => terms.ladder[pages.find(({ to }) => to === person)?.tier ?? 0]?.title;
  return (
    <div id="app-state" data-part="">
      <SummaryList>
        <Line name="Who has it now" none="nobody yet">
          {owner && (
            <>
              {owner.by.name}, {agencyOf(owner.by.agency)}, since <Moment at={owner.at} now={now} />
            </>
          )}
        </Line>
        <Line name="What was decided" none="nothing yet">
          {decision && (
            <>
              {titleOf(terms.decisions, decision.code)}, by {decision.by.name} at <Moment at={decision.at} now={now} />
              {decision.arriveBy && `. They arrive by ${clockWords(decision.arriveBy, now)}`}
              {decision.reviewAt && `. It is looked at again at ${clockWords(decision.reviewAt, now)}`}
              {arrived &&
                `. On scene since ${clockWords(arrived.at, now)}${arrived.callSign ? `, call sign ${arrived.callSign}` : ""}`}
              <span className="app-said nhsuk-u-display-block">{decision.why}</span>
            </>
          )}
        </Line>
        <Line name="What happened to the person">
          {outcome && (
            <>
              {titleOf(terms.outcomes, outcome.code)}. Seen by: {SEEN_BY[outcome.seenBy].toLowerCase()}
            </>
          )}
        </Line>
        {closed && (
          <Line name="How it ended">
            {closed.as === "closed" ? "Closed" : `Withdrawn: ${WITHDRAWN_AS[closed.as].toLowerCase()}`}, by {closed.by.name} at{" "}
            <Moment at={closed.at} now={now} />
          </Line>
        )}
        <Line name="Who has been asked" none="nobody yet">
          {asked.length > 0 && (
            <ul className="nhsuk-list nhsuk-u-margin-bottom-0">
              {asked.map((notice) => (
                <li key={notice.to}>
                  {nameOf(notice.to)} ({deskOf(notice.to) ?? "the ladder"}): {fateWords(notice, now)}
                </li>
              ))}
            </ul>
          )}
        </Line>
      </SummaryList>
    </div>
  );
}

/** What was raised, as it was raised. */
function Asked({ of, now, thresholds, agencyOf }: CaseView) {
  const { ask, raised, terms } = of;
  return (
    <SummaryList>
      <Line name="Why now">
        <span className="app-said nhsuk-u-display-block">{ask.whyNow}</span>
      </Line>
      <Line name="Where">
        {ask.place.address}, {ask.place.borough}
        {!terms.area.recognised && ". No area is known for this place, so it went to the desk for such cases."}
      </Line>
      <Line name="Threshold believed met">{ask.threshold.map((code) => titleOf(thresholds, code)).join("; ")}</Line>
      <Line name="Call back">
        <Telephone number={ask.callBack} />
      </Line>
      <Line name="Raised by">
        {raised.by.name}, {agencyOf(raised.by.agency)}, <Moment at={raised.at} now={now} seconds />
      </Line>
    </SummaryList>
  );
}
