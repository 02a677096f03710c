import { Button } from "nhsuk-react-components";
import type { ReactNode } from "react";
import { THEMES } from "../core/escalation/theme.ts";
import type { Action } from "../core/learning/action.ts";
import type { Call } from "../core/learning/call.ts";
import type { Concern } from "../core/learning/concern.ts";
import type { Feedback } from "../core/learning/feedback.ts";
import type { Review } from "../core/learning/review.ts";
import type { Instant } from "../core/time.ts";
import { DueDay, Limit, Part, StatusTag } from "./learning-parts.tsx";
import { CALL_STAGES } from "./learning-words.ts";
import type { Content } from "./page.tsx";
import { spanWords } from "./rota-time.ts";

export interface LearningView {
  /** Reviews that the reader’s agency owes, the oldest first. */
  readonly reviews: readonly Review[];
  /** Concerns that the reader has to answer, and answers that the reader’s agency has to say something to. */
  readonly toAnswer: readonly Concern[];
  readonly toAccept: readonly Concern[];
  /** Feedback that the reader has to answer; undefined for somebody who sees none. */
  readonly feedback: readonly Feedback[] | undefined;
  /** Actions that the reader has, the latest first; and those whose evidence waits for the reader. */
  readonly actions: readonly (Action & { readonly daysLate: number })[];
  readonly toCheck: readonly Action[];
  readonly nextCall: Call | undefined;
  readonly agency: string;
  readonly now: Instant;
}

/** Where a reader’s learning begins: what waits for them, and the way to everything else. */
export function learningPage(view: LearningView): Content {
  const { reviews, toAnswer, toAccept, feedback, actions, toCheck, nextCall, agency, now } = view;
  const waits = [reviews, toAnswer, toAccept, feedback ?? [], actions, toCheck].some(({ length }) => length > 0);
  const body = (
    <>
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">Learning</h1>
      <p className="nhsuk-u-reading-width">
        What partners want to talk about, what both sides say of a closed case, who does what by when, and the calls on which it
        is talked about.
      </p>
      <Button href="/concerns/new">Raise a concern</Button>
      <ul className="app-ways">
        <li>
          <a href="/concerns">Concerns</a>
        </li>
        <li>
          <a href="/actions">Actions</a>
        </li>
        <li>
          <a href="/calls">Partner calls</a>
        </li>
        {feedback && (
          <li>
            <a href="/feedback">Feedback</a>
          </li>
        )}
      </ul>
      <h2 className="nhsuk-heading-m" id="waits">
        What waits for you
      </h2>
      {!waits && <p>Nothing waits for you.</p>}
      <Waiting id="answer" title="Concerns for you to answer" items={toAnswer}>
        {(of) => <ConcernLine of={of} by="Answer by" now={now} />}
      </Waiting>
      <Waiting id="accept" title="Answers: do they do?" items={toAccept}>
        {(of) => <ConcernLine of={of} by="Say whether the answer does by" now={now} />}
      </Waiting>
      <Waiting id="feedback" title="Feedback for you to answer" items={feedback ?? []}>
        {({ id, reference, owed }) => (
          <>
            <a href={`/feedback/${id}`}>{reference}</a>
            {owed && <Limit by="Answer by" dueAt={owed.dueAt} now={now} />}
          </>
        )}
      </Waiting>
      <Waiting id="reviews" title={`Reviews that ${agency} owes`} items={reviews}>
        {({ id, reference, priority, owed }) => (
          <>
            <a href={`/reviews/${id}`}>
              Review of {reference}, {priority}
            </a>
            {owed && <Limit by="Answer by" dueAt={owed.dueAt} now={now} />}
          </>
        )}
      </Waiting>
      <Waiting id="actions" title="Actions that you have" items={actions}>
        {({ id, title, dueOn, daysLate }) => (
          <>
            <a href={`/actions/${id}`}>{title}</a>
            <p>
              <DueDay dueOn={dueOn} daysLate={daysLate} now={now} />
            </p>
          </>
        )}
      </Waiting>
      <Waiting id="check" title="Evidence for you to look at" items={toCheck}>
        {({ id, title }) => <a href={`/actions/${id}`}>{title}</a>}
      </Waiting>
      <Part id="next" title="Your next call">
        {nextCall ? (
          <p>
            <a href={`/calls/${nextCall.id}`}>{nextCall.title}</a>,{" "}
            {spanWords({ from: nextCall.startsAt, to: nextCall.endsAt }, now)} <StatusTag {...CALL_STAGES[nextCall.stage]} />
          </p>
        ) : (
          <p>You take part in no call that is coming.</p>
        )}
      </Part>
    </>
  );
  return { title: "Learning", body, here: "/learning" };
}

/** One list of what waits; nothing when nothing does. */
const Waiting = <T extends { readonly id: string }>({
  id,
  title,
  items,
  children,
}: {
  id: string;
  title: string;
  items: readonly T[];
  children: (of: T) => ReactNode;
}) =>
  items.length === 0 ? null : (
    <section aria-labelledby={id}>
      <h3 className="nhsuk-heading-s nhsuk-u-margin-bottom-2" id={id}>
        {title}
      </h3>
      <ul className="app-waiting">
        {items.map((of) => (
          <li key={of.id}>{children(of)}</li>
        ))}
      </ul>
    </section>
  );

const ConcernLine = ({ of, by, now }: { of: Concern; by: string; now: Instant }) => (
  <>
    <a href={`/concerns/${of.id}`}>
      {of.reference}: {THEMES[of.theme]}
    </a>
    {of.owed && <Limit by={by} dueAt={of.owed.dueAt} now={now} />}
  </>
);
