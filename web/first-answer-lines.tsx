import { SummaryList } from "nhsuk-react-components";
import { shownCad } from "../core/cad.ts";
import { titleOf } from "../core/escalation/escalation.ts";
import { doubtsOf, type FirstAnswer, type FirstAnswerOnCase } from "../core/first-answers/first-answer.ts";
import type { Instant } from "../core/time.ts";
import { LIMBS, type Limb } from "./case-view.ts";
import { DOUBTS, FIRST_ANSWERS } from "./first-answer-words.ts";
import { CHANNELS, READINGS, YES_NO } from "./known-words.ts";
import { Line, LineIf, Missing, Said } from "./recorded.tsx";
import { clockWords, Moment } from "./time.tsx";

/** What the lines need beside the answer: what codes stand for. */
export interface AnswerTold {
  readonly first: Omit<FirstAnswerOnCase, "id" | "reference">;
  readonly bodies: readonly { readonly code: string; readonly title: string }[];
  readonly agencyOf: (code: string) => string;
  readonly limbOf: (limb: Limb) => string;
  readonly now: Instant;
}

/** What speaks against relying on an answer, in red, on both sides. */
export const Doubts = ({ first, now }: Pick<AnswerTold, "first" | "now">) => {
  const doubts = doubtsOf(first, now);
  if (doubts.length === 0) return null;
  return (
    <ul className="nhsuk-list">
      {doubts.map((doubt) => (
        <li key={doubt}>
          <Missing>{DOUBTS[doubt]}</Missing>
        </li>
      ))}
    </ul>
  );
};

/** The answer with both limbs, who gave it, who else was told, and what its caller took from it. */
export const AnswerLines = ({ first, bodies, agencyOf, limbOf, now }: AnswerTold) => {
  const { by, givenAt, channel, answer, limbs, toldOthers, understood, readBack, cad, handler, reviewedBy, reviewBy } = first;
  return (
    <>
      <Line name="What was answered">
        <strong>{FIRST_ANSWERS[answer]}</strong>
        {reviewBy && `, by ${clockWords(reviewBy, now)}`}
      </Line>
      <Line name="Given">
        {clockWords(givenAt, now)}, by {handler}, {agencyOf(by.agency)}. {CHANNELS[channel]}. Recorded by {by.name}
      </Line>
      {LIMBS.map((limb) => (
        <LineIf key={limb} name={limbOf(limb)}>
          {limbs && (
            <>
              {READINGS[limbs[limb].reading]}
              <Said>{limbs[limb].facts}</Said>
            </>
          )}
        </LineIf>
      ))}
      <Line name="Looked at by a supervisor" none="nobody, as far as is recorded">
        {reviewedBy}
      </Line>
      <Line name="Who else was told" none="nobody, as far as is recorded">
        {toldOthers.map((code) => titleOf(bodies, code)).join(", ")}
      </Line>
      <Line name="As the caller understood it, police come">
        {YES_NO[understood]}. {readBack ? "It was read back to them." : "It was not read back to them."}
      </Line>
      <LineIf name="CAD">{cad && shownCad(cad)}</LineIf>
    </>
  );
};

/** What a first answer was, to whom and when: for those of its force who come upon it beside something else. */
export const GivenFirst = ({
  first,
  agencyOf,
  now,
}: Pick<AnswerTold, "agencyOf" | "now"> & { first: Pick<FirstAnswer, "answer" | "agency" | "givenAt"> | undefined }) =>
  first && (
    <>
      <strong>{FIRST_ANSWERS[first.answer]}</strong>, to{" "}
      {first.agency === null ? "a caller of no partner" : agencyOf(first.agency)}, <Moment at={first.givenAt} now={now} />:{" "}
    </>
  );

/** Tier 0 of a case: what a control room had answered before there was a case, and before its ladder. Nothing where the case disputes no record. */
export const FirstAnswerPanel = ({ first, told }: { first: FirstAnswerOnCase | undefined; told: Omit<AnswerTold, "first"> }) =>
  first && (
    <section aria-labelledby="first-answer">
      <h2 className="nhsuk-heading-m" id="first-answer">
        First answer (before the ladder)
      </h2>
      <Doubts first={first} now={told.now} />
      <SummaryList>
        <Line name="The record">
          <a href={`/first-answers/${first.id}`}>{first.reference}</a>
        </Line>
        <AnswerLines first={first} {...told} />
      </SummaryList>
    </section>
  );
