import { SummaryList } from "nhsuk-react-components";
import type { FirstAnswerOutline } from "../core/first-answers/first-answer.ts";
import type { RetentionClass } from "../core/partnership/retention.ts";
import { isHeld } from "../core/privacy/record.ts";
import type { Instant } from "../core/time.ts";
import type { Content } from "./page.tsx";
import { dayInFull } from "./print-time.tsx";
import { type Deciding, Deletion, Gone, Holds, KeepingOf } from "./privacy-parts.tsx";
import { firstKeepingAddress, monthAddress } from "./privacy-words.ts";
import { Line, LineIf } from "./recorded.tsx";
import { monthInFull } from "./rota-time.ts";
import { clockWords } from "./time.tsx";
import { counted } from "./words.ts";

/** By which class first answers are kept, and until when. */
interface KeptUntil {
  readonly class: RetentionClass | undefined;
  readonly until: Instant | null;
}
interface Decided {
  readonly done: string | undefined;
}

export interface FirstKeepingView extends Omit<Deciding, "to">, KeptUntil, Decided {
  readonly of: FirstAnswerOutline;
  /** Its words are there. */
  readonly stands: boolean;
  /** A case carries it, and it goes with that case. */
  readonly isCarried: boolean;
}

/** The keeping of one first answer, for a privacy officer of the force that gave it, or of the agency that it was given to. Nothing of its words is shown here. */
export function firstKeepingPage(view: FirstKeepingView): Content {
  const { record, of, stands, isCarried, class: longest, until, tried, done, agencyOf, now } = view;
  const { recorded, givenAt, agency, disputed } = of;
  const month = givenAt.slice(0, 7);
  const isTheirs = recorded.by.agency === view.reader.agency;
  const title = `Keeping ${of.reference}`;
  const body = (
    <KeepingOf {...{ title, tried, done }} offered={stands}>
      {record.gone && <Gone gone={record.gone} agencyOf={agencyOf} now={now} />}
      <SummaryList>
        <Line name="Controller">{agencyOf(recorded.by.agency)}, which gave it</Line>
        <Line name="Given">{clockWords(givenAt, now)}</Line>
        <Line name="Given to" none="no agency of the partnership">
          {agency && agencyOf(agency)}
        </Line>
        <LineIf name="Disputed">{disputed && `in ${disputed.reference}`}</LineIf>
        <Line name="Its words">{stands ? "are there" : "were deleted"}</Line>
        <LineIf name="It goes">
          {stands && isCarried && `with the contents of ${disputed?.reference}, which carries it`}
          {stands && !isCarried && (
            <>
              with the first answers of {isTheirs ? <a href={monthAddress(month)}>{monthInFull(month)}</a> : monthInFull(month)}
              {longest && until ? `, kept until ${dayInFull(until)} (${longest.title})` : ", which are kept"}
            </>
          )}
        </LineIf>
        <Line name="Held">{isHeld(record) ? "yes" : "no"}</Line>
      </SummaryList>
      {stands && <Holds {...view} to={firstKeepingAddress(of.id)} what="first answer" />}
    </KeepingOf>
  );
  return { title, body, wrong: tried !== undefined };
}

export interface MonthView extends Omit<Deciding, "to">, KeptUntil, Decided {
  readonly month: string;
  /** How many go with it. */
  readonly count: number;
}

/** The first answers of a month that nobody disputed, for the privacy officers of the force that gave them: how many, until when, and the two steps of their deletion. */
export function monthPage(view: MonthView): Content {
  const { record, month, count, class: longest, until, tried, done, agencyOf, now } = view;
  const title = `Keeping the first answers of ${monthInFull(month)}`;
  const mayNot =
    !longest || until === null || until > now
      ? "Their time is not over."
      : count === 0
        ? "None of them is left, or all are held."
        : undefined;
  const body = (
    <KeepingOf
      {...{ title, tried, done }}
      offered={record.gone === null}
      back={{ href: "/privacy/deletions", to: "What is past its time" }}
    >
      {record.gone ? (
        <Gone gone={record.gone} agencyOf={agencyOf} now={now} />
      ) : (
        <>
          <SummaryList>
            <Line name="How many">
              {counted(count, "first answer")}. What a case carries goes with that case, and is not counted; nor is what is held.
            </Line>
            <Line name="Controller">{record.agencies.map(agencyOf).join(", ")}, which gave them</Line>
            <Line name="Kept until" none="nothing has been configured: they are kept">
              {longest && until && `${dayInFull(until)} (${longest.title}, rule of ${longest.ruleOf})`}
            </Line>
          </SummaryList>
          <p className="nhsuk-u-reading-width">
            To keep one of them, <a href="/privacy">give its reference</a> and hold it.
          </p>
          <Deletion {...view} to={monthAddress(month)} what="their words" mayNot={mayNot}>
            Their time is over. You propose that their words be deleted; within 14 days another privacy officer of your agency
            confirms it. That they were given, and what was answered, stays counted. One that is disputed or held before it goes
            stays.
          </Deletion>
        </>
      )}
    </KeepingOf>
  );
  return { title, body, wrong: tried !== undefined };
}
