import { SummaryList } from "nhsuk-react-components";
import { shownCad } from "../core/cad.ts";
import type { Ask, RiskFact } from "../core/escalation/ask.ts";
import { titleOf } from "../core/escalation/escalation.ts";
import type { OnPaper } from "../core/escalation/on-paper.ts";
import { shownNhsNumber } from "../core/nhs-number.ts";
import { asksPolice } from "../core/partnership/partnership.ts";
import type { Terms } from "../core/partnership/terms.ts";
import type { Instant } from "../core/time.ts";
import {
  CAPACITY,
  CHANNELS,
  CONFIDENCE,
  DONE,
  FACT_STATUS,
  HAZARDS,
  LEGAL_STATUS,
  POLICE_ANSWERS,
  YES_NO,
} from "./known-words.ts";
import { answerWords } from "./question.tsx";
import { LineIf, Said, Several } from "./recorded.tsx";
import { Telephone } from "./telephone.tsx";
import { clockWords, Moment } from "./time.tsx";

/** What may be told of the person and the risk, at the raise or with a piece of news. */
export type Known = Pick<
  Ask,
  "riskFacts" | "answers" | "alreadyDone" | "hazards" | "person" | "capacity" | "legalStatus" | "under18" | "childAtRisk"
> & { readonly place?: Ask["place"] | undefined };

/** Is there anything of it to show, beside the facts of risk? */
export const saysMore = ({
  place,
  person,
  answers,
  alreadyDone,
  hazards,
  capacity,
  legalStatus,
  under18,
  childAtRisk,
}: Known): boolean =>
  [place, person, answers, alreadyDone, hazards, capacity, legalStatus, under18, childAtRisk].some((one) => one !== undefined);

interface Told {
  readonly known: Known;
  readonly terms: Terms;
  readonly now: Instant;
}

/** Facts of risk: what, the words as they were said, from whom and when. */
export const RiskFacts = ({ facts, terms, now }: { facts: readonly RiskFact[]; terms: Terms; now: Instant }) => (
  <ul className="app-risks">
    {facts.map(({ code, words, status, source, obtainedAt, verified }, nth) => (
      <li key={nth}>
        <strong>{titleOf(terms.riskFacts, code)}</strong>
        {words && <q className="app-verbatim">{words}</q>}
        <small>
          {FACT_STATUS[status]}: {source}, obtained at <Moment at={obtainedAt} now={now} />
          {verified === true && ", verified"}
          {verified === false && ", not verified"}
        </small>
      </li>
    ))}
  </ul>
);

/** Everything of it that was given, a line each; what nobody gave has no line here. */
export const KnownLines = ({ known, terms, now }: Told) => (
  <>
    <LineIf name="Where">{known.place && <Place place={known.place} />}</LineIf>
    <LineIf name="The person">{known.person && <Person person={known.person} />}</LineIf>
    <LineIf name="Under 18">{known.under18 && YES_NO[known.under18]}</LineIf>
    <LineIf name="A child may be at risk">{known.childAtRisk && YES_NO[known.childAtRisk]}</LineIf>
    <LineIf name="Legal status">{known.legalStatus && LEGAL_STATUS[known.legalStatus]}</LineIf>
    <LineIf name="Capacity">
      {known.capacity &&
        `${CAPACITY[known.capacity.assessed]}${known.capacity.at ? `, at ${clockWords(known.capacity.at, now)}` : ""}`}
    </LineIf>
    <LineIf name="Danger for staff">
      {known.hazards && known.hazards.length > 0 && known.hazards.map((hazard) => HAZARDS[hazard]).join(", ")}
    </LineIf>
    <LineIf name="Done already">
      {known.alreadyDone && known.alreadyDone.length > 0 && (
        <Several>
          {known.alreadyDone.map(({ code, at, details }, nth) => (
            <li key={nth}>
              {DONE[code]}
              {at && `, at ${clockWords(at, now)}`}
              {details && `: ${details}`}
            </li>
          ))}
        </Several>
      )}
    </LineIf>
    {terms.questions.flatMap((question) => {
      const given = known.answers?.[question.code];
      if (given === undefined) return [];
      return [
        <LineIf key={question.code} name={question.title}>
          <span className="app-said">{answerWords(question, given, now)}</span>
        </LineIf>,
      ];
    })}
  </>
);

export const KnownList = (told: Told) => (
  <SummaryList>
    <KnownLines {...told} />
  </SummaryList>
);

/** A place as it was given, with how sure anybody is of it. */
export const Place = ({ place: { address, borough, postcode, what3words, confidence } }: { place: Ask["place"] }) => (
  <>
    {[address, borough, postcode, what3words].filter(Boolean).join(", ")}
    {confidence && `. ${CONFIDENCE[confidence]}`}
  </>
);

/** Somebody by what was told of them, their name or the want of it first. */
export const Person = ({ person }: { person: NonNullable<Ask["person"]> }) => {
  const { knownAs, familyName, age, dateOfBirth, sexAsRecorded, description, nhsNumber, phone } = person;
  const name = [knownAs, familyName].filter(Boolean).join(" ");
  const facts = [
    name || "Name not recorded",
    age === undefined ? undefined : `aged ${age}`,
    dateOfBirth && `born ${dateOfBirth}`,
    sexAsRecorded,
    nhsNumber && `NHS number ${shownNhsNumber(nhsNumber)}`,
  ];
  return (
    <>
      {facts.filter(Boolean).join(", ")}
      {phone && (
        <>
          , telephone <Telephone number={phone} />
        </>
      )}
      <Said>{description}</Said>
    </>
  );
};

/** That it was written before it was entered: a reader must not take the one time for the other. */
export const enteredLater = ({ at, by }: OnPaper, now: Instant): string =>
  `Entered later: written on paper at ${clockWords(at, now)} by ${by}`;

/** How the part is called under which stands what the raiser believes applies. */
export const assertedOf = ({ speech }: Pick<Terms, "speech">): string =>
  asksPolice(speech) ? "Threshold believed met" : speech.threshold;

/** What police said before this was raised; with when they did, where it was on paper first and somebody gave the time. */
export const PoliceContact = ({
  contact,
  onPaper,
  now,
}: {
  contact: NonNullable<Ask["policeContact"]>;
  onPaper: OnPaper | undefined;
  now: Instant;
}) => {
  const { channel, at, cad, handler, answer, reason, understood } = contact;
  return (
    <>
      {CHANNELS[channel]}
      {at && `, at ${clockWords(at, now)}`}
      {cad && `, ${shownCad(cad)}`}
      {handler && `, spoke with ${handler}`}
      {answer && `. ${POLICE_ANSWERS[answer]}`}
      {onPaper?.answeredAt && `, answered at ${clockWords(onPaper.answeredAt, now)}`}
      {understood && `. As understood, police come: ${YES_NO[understood].toLowerCase()}`}
      <Said>{reason}</Said>
    </>
  );
};
