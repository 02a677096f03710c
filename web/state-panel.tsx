import { SummaryList } from "nhsuk-react-components";
import { isWaitOver, titleOf } from "../core/escalation/escalation.ts";
import { cannot } from "../core/escalation/rules.ts";
import { shiftOfOwnerEnds } from "../core/escalation/standing.ts";
import { plus } from "../core/time.ts";
import { DecisionLines } from "./answer-lines.tsx";
import type { CaseView } from "./case-view.ts";
import { isInherited } from "./marks.ts";
import { Line, LineIf, Missing, Said, Several } from "./recorded.tsx";
import { fateWords } from "./story.tsx";
import { clockWords, Moment } from "./time.tsx";
import { ENDINGS, SEEN_BY } from "./words.ts";

/** The three answers: who has it, on both sides; what was decided, and who has read it; what has happened to the person. */
export function State(view: CaseView) {
  const { of, now, nameOf, agencyOf } = view;
  const { owner, offered, beside, told, outcome, closed, deferrals, referral, terms } = of;
  const ends = shiftOfOwnerEnds(of);
  return (
    <div id="app-state" data-part="">
      <SummaryList>
        <Line name="Who has it now" none={isInherited(of) ? "nobody yet: the shift of whoever had it has ended" : "nobody yet"}>
          {owner && (
            <>
              {owner.by.name}, {agencyOf(owner.by.agency)}, since <Moment at={owner.at} now={now} />
              {`, on duty${ends ? ` until ${clockWords(ends, now)}` : ", with no end of the shift in sight"}`}
              {referral?.accepted &&
                `. ${titleOf(terms.bodies, referral.body)} has accepted it, reference ${referral.accepted.reference}`}
              {offered && `. Offered to ${nameOf(offered.to)}, who has not accepted it yet`}
            </>
          )}
        </Line>
        <Line name="Told beside, on the raising side" none="nobody yet">
          {beside.map(nameOf).join(", ")}
        </Line>
        <LineIf name="Other bodies that hear each answer">{told.map((body) => titleOf(terms.bodies, body)).join(", ")}</LineIf>
        <DecisionLines {...view} />
        <LineIf name="Put off">
          {deferrals.length > 0 && (
            <Several>
              {deferrals.map(({ by, at, until }) => (
                <li key={at}>
                  Until {clockWords(until, now)}, by {by.name} at <Moment at={at} now={now} />
                </li>
              ))}
            </Several>
          )}
        </LineIf>
        <Response {...view} />
        <Line name="What happened to the person">
          {outcome && (
            <>
              {titleOf(terms.outcomes, outcome.code)}. Seen by: {SEEN_BY[outcome.seenBy].toLowerCase()}
            </>
          )}
        </Line>
        <LookBacks {...view} />
        {closed && (
          <Line name="How it ended">
            {ENDINGS[closed.as]}, by {closed.by.name} at <Moment at={closed.at} now={now} />
            <Said>{closed.why}</Said>
          </Line>
        )}
        <LineIf name="Before it can be closed">{closing(view)}</LineIf>
      </SummaryList>
    </div>
  );
}

/** What the raising side did with the answer, and whether that follows it. */
const Response = ({ of: { response, terms, decision }, now }: CaseView) =>
  terms.responses.length > 0 &&
  decision && (
    <Line name="What was done with the answer" none="not said yet">
      {response && (
        <>
          {response.follows === false && <strong>Something else than was answered: </strong>}
          {titleOf(terms.responses, response.code)}, said by {response.by.name} at <Moment at={response.at} now={now} />
          <Said>{response.why}</Said>
        </>
      )}
    </Line>
  );

/** How the person was at the times after the answer that were agreed on. */
const LookBacks = ({ of, now }: CaseView) =>
  of.decision &&
  of.terms.lookBacks.map(({ code, title, after }) => {
    const said = of.lookBacks.find((one) => one.code === code);
    const at = of.decision && plus(of.decision.at, after);
    return (
      <Line key={code} name={title} none={at && at > now ? `asked for from ${clockWords(at, now)} on` : "not recorded"}>
        {said && (
          <>
            {titleOf(of.terms.outcomes, said.outcome)}. Seen by: {SEEN_BY[said.seenBy].toLowerCase()}. Recorded by {said.by.name}{" "}
            at <Moment at={said.at} now={now} />
          </>
        )}
      </Line>
    );
  });

/** What the table of rules still asks for, once there is an answer. */
function closing({ of, reader, moves }: CaseView) {
  if (of.closed || ((!of.decision || of.reopened) && !isWaitOver(of)) || moves.includes("closure")) return undefined;
  const no = cannot("close", of, reader, {});
  return no?.name === "NotYet" ? <Missing>{no.message}</Missing> : undefined;
}

/** Whom the case has reached, and what became of each message that asked for an answer. */
export function Reached({ of, now, notices, nameOf }: CaseView) {
  const pages = notices.filter(({ kind }) => kind === "page");
  const asked = [...new Map(pages.map((notice) => [notice.to, notice])).values()];
  const deskOf = (person: string) => of.terms.ladder[pages.find(({ to }) => to === person)?.tier ?? 0]?.title;
  return (
    <div id="app-reached" data-part="">
      <SummaryList>
        <Line name="Who has been asked" none="nobody yet">
          {asked.length > 0 && (
            <Several>
              {asked.map((notice) => (
                <li key={notice.to}>
                  {nameOf(notice.to)} ({deskOf(notice.to) ?? "the ladder"}): {fateWords(notice, now)}
                </li>
              ))}
            </Several>
          )}
        </Line>
      </SummaryList>
    </div>
  );
}
