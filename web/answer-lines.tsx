import { type Escalation, titleOf } from "../core/escalation/escalation.ts";
import { hearers } from "../core/escalation/hearing.ts";
import { answerersOf } from "../core/escalation/wording.ts";
import type { CaseView } from "./case-view.ts";
import { carriedWords } from "./decision-words.ts";
import { Line, LineIf, Missing, Said, Several } from "./recorded.tsx";
import { clockWords, Moment } from "./time.tsx";
import { NUMBERS, REOPENED } from "./words.ts";

/** The answer: what was decided and why, both limbs, what would change it; whether it holds; who has read it; what no longer holds. */
export function DecisionLines(view: CaseView) {
  const { of, now, limbOf } = view;
  const { decision, reopened, closed, arrived, terms } = of;
  return (
    <>
      <Line name="What was decided" none="nothing yet">
        {decision && (
          <>
            {reopened && (
              <>
                <Missing>{standing(reopened.why)}: it is to be decided anew.</Missing>{" "}
              </>
            )}
            {titleOf(terms.decisions, decision.code)}, by {decision.by.name} at <Moment at={decision.at} now={now} />
            {decision.arriveBy && `. They arrive by ${clockWords(decision.arriveBy, now)}`}
            {decision.reviewAt && !reopened && !closed && `. It is looked at again at ${clockWords(decision.reviewAt, now)}`}
            {arrived &&
              `. ${answerersOf(of)} on scene since ${clockWords(arrived.at, now)}${arrived.callSign ? `, call sign ${arrived.callSign}` : ""}`}
            <Said>{decision.why}</Said>
          </>
        )}
      </Line>
      {decision &&
        carriedWords(decision, terms, now, limbOf).map(({ name, words }) => (
          <Line key={name} name={name}>
            <span className="app-said">{words}</span>
          </Line>
        ))}
      <Referral {...view} />
      <Readers {...view} />
      <Earlier {...view} />
    </>
  );
}

/** How an answer stands that is to be given anew. */
const standing = (why: NonNullable<Escalation["reopened"]>["why"]): string =>
  why === "new_information" || why === "linked_request" ? "Made before new information" : REOPENED[why].title;

/** The other body: until it has accepted, the case is still with whoever referred it. */
function Referral({ of: { referral, terms }, now }: CaseView) {
  if (!referral) return null;
  const { body, at, accepted, declined } = referral;
  const title = titleOf(terms.bodies, body);
  return (
    <Line name="The referral">
      {accepted ? (
        <>
          {title} has accepted it, by {accepted.by.name} at <Moment at={accepted.at} now={now} />, reference {accepted.reference}.{" "}
          {accepted.expectedAt
            ? `Expect them at ${clockWords(accepted.expectedAt, now)}.`
            : "They gave no time when to expect them."}
        </>
      ) : declined ? (
        <>
          {title} has declined it, by {declined.by.name} at <Moment at={declined.at} now={now} />.<Said>{declined.why}</Said>
        </>
      ) : (
        <>
          <Missing>{title} has not accepted it yet.</Missing> Asked at <Moment at={at} now={now} />. Until they accept, it stays
          with whoever referred it.
        </>
      )}
    </Line>
  );
}

/** Who has read the answer as it now is, who has not, and who was rung about it. */
function Readers({ of, now, agencyOf }: CaseView) {
  if (!of.decision) return null;
  return (
    <Line name="Who has read the answer">
      <Several>
        {hearers(of).map((agency) => {
          const read = of.heard.find((one) => one.agency === agency);
          return (
            <li key={agency}>
              {agencyOf(agency)}:{" "}
              {read ? (
                <>
                  read by {read.by.name} at <Moment at={read.at} now={now} />
                </>
              ) : (
                <Missing>not read yet</Missing>
              )}
            </li>
          );
        })}
        {of.calls.map(({ at, by, number, agency, answered }) => (
          <li key={at}>
            {by.name} rang {NUMBERS[number]}
            {agency && ` of ${agencyOf(agency)}`} at <Moment at={at} now={now} />:{" "}
            {answered ? "somebody answered, and knows it" : "nobody answered"}
          </li>
        ))}
      </Several>
    </Line>
  );
}

/** Answers that no longer hold, as they were. */
const Earlier = ({ of: { earlier, terms }, now }: CaseView) => (
  <LineIf name="Earlier answers, withdrawn">
    {earlier.length > 0 && (
      <Several>
        {earlier.toReversed().map(({ code, why, by, at, withdrawnAt }) => (
          <li key={withdrawnAt}>
            No longer holds: <del>{titleOf(terms.decisions, code)}</del>, decided by {by.name} at <Moment at={at} now={now} />,
            withdrawn at <Moment at={withdrawnAt} now={now} />.<Said>{why}</Said>
          </li>
        ))}
      </Several>
    )}
  </LineIf>
);
