import { Fragment } from "react";
import { isComing, isReferred, rung, titleOf } from "../core/escalation/escalation.ts";
import { progressOf, type Reached, type Step, tiersAsked } from "../core/escalation/progress.ts";
import { isAsker } from "../core/escalation/standing.ts";
import type { CaseView } from "./case-view.ts";
import { NumbersOf } from "./telephone.tsx";
import { Moment } from "./time.tsx";

/** A step that is behind the request, and one that is not. */
const WORDS: Record<Step, readonly [done: string, waits: string]> = {
  sent: ["Sent to", "No message has gone out yet"],
  delivered: ["Delivered to", "No service has confirmed yet that it arrived"],
  opened: ["Opened by", "Nobody has opened it yet"],
  acknowledged: ["Acknowledged by", "Nobody has acknowledged it yet"],
  decided: ["Decided by", "Not decided yet"],
  responded: ["What you did with it was said by", "What you did with the answer is not said yet"],
  arrived: ["There, recorded by", "Nobody is there yet"],
  outcome: ["What happened to the person was recorded by", "What happened to the person is not recorded yet"],
};

/** What is waited for, where the case says more of it than that it has not happened yet. */
function waitsFor(of: CaseView["of"], step: Step): string | undefined {
  if (step === "arrived" && isComing(of)) return "On the way. Nobody is there yet";
  if (step === "outcome" && of.referral && isReferred(of))
    return `${titleOf(of.terms.bodies, of.referral.body)} has not accepted it yet`;
  return step === "decided" && of.reopened ? "It is to be decided anew" : undefined;
}

/** «Did it get there?», for the side that asked: how far it has come, and what it waits for. It never says «sent» before it is. */
export function Progress({ of, notices, now, reader, nameOf }: CaseView) {
  if (of.closed || !isAsker(of, reader)) return null;
  const said = ({ step, at, by }: Reached) => {
    const [done, waits] = WORDS[step];
    if (at === null)
      return (
        <>
          {waitsFor(of, step) ?? waits}
          {step === "sent" && (
            <>
              . If it still says so in a minute, ring <NumbersOf of={of} />
            </>
          )}
        </>
      );
    return (
      <>
        {done} {by === null ? "somebody" : nameOf(by)} at <Moment at={at} now={now} seconds />
        {step === "decided" && of.decision && `: ${titleOf(of.terms.decisions, of.decision.code)}`}
      </>
    );
  };
  const asked = tiersAsked(of, notices);
  return (
    <>
      {asked.length > 0 && (
        <p className="nhsuk-u-margin-bottom-2">
          <strong>Asked now: </strong>
          {asked.map(({ tier, since, people }, nth) => (
            <Fragment key={tier}>
              {nth > 0 && "; "}
              {[rung(of, tier)?.title ?? "the ladder", ...people.map(nameOf)].join(", ")}, since <Moment at={since} now={now} />
            </Fragment>
          ))}
          .{of.owner && ` ${of.owner.by.name} has it meanwhile.`}
        </p>
      )}
      <ol className="app-progress" aria-label="How far it has come">
        {progressOf(of, notices).map((one) => (
          <li key={one.step} className={one.at === null ? "app-progress__next" : undefined}>
            {one.at === null && <strong>Next: </strong>}
            {said(one)}
          </li>
        ))}
      </ol>
    </>
  );
}
