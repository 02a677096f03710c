import { type Escalation, rung, wantsPlan } from "../core/escalation/escalation.ts";
import { isAsker } from "../core/escalation/standing.ts";
import type { CaseView } from "./case-view.ts";
import { Missing, Said } from "./recorded.tsx";
import { clockWords, Moment } from "./time.tsx";
import { DISAGREE_REASONS } from "./words.ts";

/** Does the raising side still owe its interim plan: nobody is coming, or the two sides do not agree? */
export const owesPlan = (of: Escalation): boolean =>
  of.closed === null && of.plan === null && (wantsPlan(of) || of.unresolvedAt !== null);

/** What stands between the two sides: how the person is kept safe meanwhile, and where they read it differently. */
export function Between(view: CaseView) {
  const { of, now } = view;
  return (
    <div id="app-between" data-part="">
      {(of.plan || owesPlan(of)) && (
        <>
          <h2 className="nhsuk-heading-s nhsuk-u-margin-bottom-1">How the person is kept safe meanwhile</h2>
          {of.plan ? (
            <>
              <Said>{of.plan.words}</Said>
              <p>
                The interim plan of the raising side, by {of.plan.by.name} at <Moment at={of.plan.at} now={now} />.
                {!of.closed && ` They look at it again at ${clockWords(of.plan.reviewAt, now)}.`}
              </p>
            </>
          ) : (
            <p>
              <Missing>
                {isAsker(of, view.reader)
                  ? "Your interim plan is missing: say how you keep the person safe meanwhile, and until when."
                  : "The raising side has not recorded its interim plan yet."}
              </Missing>
            </p>
          )}
        </>
      )}
      {of.disagreements.length > 0 && <Differently {...view} />}
    </div>
  );
}

/** Each position in its own words. With no tier left to decide between them, the disagreement stands. */
function Differently({ of, now, agencyOf }: CaseView) {
  const { disagreements, unresolvedAt, decision } = of;
  return (
    <>
      <h2 className="nhsuk-heading-s nhsuk-u-margin-bottom-1">
        {unresolvedAt ? "Disagreement unresolved" : "Where it is read differently"}
      </h2>
      {unresolvedAt && (
        <p>
          <strong>No tier is left to decide between the two.</strong> Both positions stand here in their own words, since{" "}
          <Moment at={unresolvedAt} now={now} />. They go to the next partner call. A new 999 call can be made at any time.
        </p>
      )}
      {disagreements.map(({ by, at, tier, reason, why }) => (
        <div className="app-piece" key={at}>
          <p className="nhsuk-u-margin-bottom-1">
            {by.name}, {agencyOf(by.agency)}, at <Moment at={at} now={now} />, with the{" "}
            {rung(of, tier)?.title ?? `tier ${tier + 1}`}: {DISAGREE_REASONS[reason].toLowerCase()}
          </p>
          <Said>{why}</Said>
        </div>
      ))}
      {unresolvedAt && decision && (
        <div className="app-piece">
          <p className="nhsuk-u-margin-bottom-1">
            {decision.by.name}, {agencyOf(decision.by.agency)}, at <Moment at={decision.at} now={now} />
          </p>
          <Said>{decision.why}</Said>
        </div>
      )}
    </>
  );
}
