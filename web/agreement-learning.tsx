import { SummaryList } from "nhsuk-react-components";
import { AGENDA_WHYS } from "../core/learning/pack-words.ts";
import type { Learning, Rhythm, Series } from "../core/partnership/learning.ts";
import type { Partnership } from "../core/partnership/partnership.ts";
import { type Elapsed, type Instant, inWords, milliseconds } from "../core/time.ts";
import { ON_HOLIDAY } from "./agreement-fields.ts";
import { Fold, titlesOf } from "./agreement-parts.tsx";
import { Line, Several } from "./recorded.tsx";
import { dateInFull, weekdayName } from "./rota-time.ts";
import { counted } from "./words.ts";

interface LearningView {
  readonly agreed: Partnership;
  readonly nameOf: (person: string) => string;
  readonly now: Instant;
}

/** How the partners learn from what has happened: who answers for it, how long anything may take, and when they meet. */
export function LearningLines({ agreed, nameOf, now }: LearningView) {
  const { learning } = agreed;
  if (!learning) return <p>Nothing has been agreed yet: there are no concerns, reviews or partner calls here.</p>;
  const { version, owner, note, chair, leads, series, bankHolidays } = learning;
  return (
    <>
      <SummaryList>
        <Line name="Version">{version}</Line>
        <Line name="Owner">{owner}</Line>
        <Line name="What it is">{note}</Line>
        <Line name="Chair">{nameOf(chair)}</Line>
        <Line name="Who answers for their agency">
          <Several>
            {leads.map(({ agency, person }) => (
              <li key={agency}>
                {titlesOf([agency], agreed.agencies)}: {nameOf(person)}
              </li>
            ))}
          </Several>
        </Line>
        <HowLong learning={learning} />
      </SummaryList>
      {series.map((one) => (
        <Calls key={one.code} series={one} agreed={agreed} nameOf={nameOf} />
      ))}
      {bankHolidays.length > 0 && (
        <Fold title={`${counted(bankHolidays.length, "bank holiday")}, for the days of the calls`}>
          <ul className="nhsuk-list nhsuk-list--bullet">
            {bankHolidays.map((day) => (
              <li key={day}>{dateInFull(day, now)}</li>
            ))}
          </ul>
        </Fold>
      )}
    </>
  );
}

/** How long everything may take that is owed after a case, or beside one. */
const HowLong = ({ learning: { concern, review, action, pfdDays, feedback } }: { learning: Learning }) => (
  <>
    <Line name="A concern">
      Whoever answers for the agency answers it within {lengthWords(concern.answer.within)}. Without an answer it goes to the
      chair and onto the next call, and is asked for again every {lengthWords(concern.again)}. Whoever raised it has{" "}
      {lengthWords(concern.accept.within)} to say that the answer does not do; then it is settled.
    </Line>
    <Line name="A review">
      When a case has closed, both sides answer within {lengthWords(review.answer.within)}. After that they are asked again every{" "}
      {lengthWords(review.again)}, {counted(review.mostReminders, "time")} at most.
    </Line>
    <Line name="An action">
      When it is {lengthWords(action.toLeadAfter)} late, the lead of its owner’s agency hears too. When it is done, somebody else
      is asked to look at the evidence, and again every {lengthWords(action.check)}.
    </Line>
    <Line name="A coroner’s report">An agency has {counted(pfdDays, "day")} to answer one.</Line>
    <Line name="Feedback from people" none="There is no form for it.">
      {feedback && <Feedback {...feedback} />}
    </Line>
  </>
);

/** By when whoever gives feedback is answered, and in which languages they are asked, with the translations that nobody stands for yet. */
function Feedback({ answer, again, languages }: NonNullable<Learning["feedback"]>) {
  const unchecked = languages.filter(({ checkedBy }) => checkedBy === null).map(({ title }) => title);
  return (
    <>
      The lead of the agency it is about, or the chair, answers within {lengthWords(answer.within)}; without an answer the chair
      has it, and is asked again every {lengthWords(again)}. The form is in {languages.map(({ title }) => title).join(", ")}.
      {unchecked.length > 0 && ` Nobody has checked its words in ${unchecked.join(", ")} yet.`}
    </>
  );
}

const Calls = ({ series, agreed, nameOf }: Pick<LearningView, "agreed" | "nameOf"> & { series: Series }) => (
  <>
    <h3 className="nhsuk-heading-s">{series.title}</h3>
    <SummaryList>
      <Line name="When">
        {rhythmWords(series.rhythm)} at {series.at} London time, for {lengthWords(series.lasts)}. On a bank holiday{" "}
        {ON_HOLIDAY[series.onHoliday]}.
      </Line>
      <Line name="Chair">{nameOf(series.chair)}</Line>
      <Line name="Agencies">{titlesOf(series.agencies, agreed.agencies)}</Line>
      <Line name="Before it">
        Invitations {lengthWords(series.inviteBefore)} before, the pack {lengthWords(series.packBefore)} before.
      </Line>
      <Line name="After it">Minutes within {lengthWords(series.minutesWithin)}.</Line>
      <Line name="What it looks at">
        {series.looksAt.map((why) => AGENDA_WHYS[why]).join("; ")}
        {series.priorities && `. Only cases of ${series.priorities.join(", ")}`}
      </Line>
    </SummaryList>
  </>
);

const NTH = ["first", "second", "third", "fourth"];

function rhythmWords(rhythm: Rhythm): string {
  switch (rhythm.each) {
    case "working_day":
      return "Each working day";
    case "week":
      return `Each ${weekdayName(rhythm.weekday)}`;
    case "month":
      return `On the ${NTH[rhythm.nth - 1]} ${weekdayName(rhythm.weekday)} of each month`;
  }
}

const DAY_MS = 24 * 3_600_000;

/** A long limit is counted in days, where it is so many whole ones. */
function lengthWords(elapsed: Elapsed): string {
  const length = milliseconds(elapsed);
  return length % DAY_MS === 0 ? counted(length / DAY_MS, "day") : inWords(length);
}
