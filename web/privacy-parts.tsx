import { SummaryList } from "nhsuk-react-components";
import type { ReactNode } from "react";
import type { Who } from "../core/escalation/ask.ts";
import { cannotConfirm, type KeepingRecord, proposalIn, standing } from "../core/privacy/record.ts";
import type { Instant } from "../core/time.ts";
import { LongText, OneOf, type Press, PressButton, PressForm, ShortText } from "./form.tsx";
import { type Tried, typedIn, Wrong } from "./learning-parts.tsx";
import { HOLD_REASONS } from "./privacy-words.ts";
import { Line, Said } from "./recorded.tsx";
import { dateInFull } from "./rota-time.ts";
import { Moment } from "./time.tsx";
import { choicesOf } from "./words.ts";

/** The forms of the pages of keeping. */
export const HOLD_FORMS = ["hold", "lift"] as const;
export const RECORD_FORMS = [...HOLD_FORMS, "basis"] as const;
/** Those that ask for a sign-in of the last minutes. */
export const DELETION_FORMS = ["propose", "confirm", "take-back"] as const;
export type PrivacyForm = (typeof RECORD_FORMS)[number] | (typeof DELETION_FORMS)[number];

/** How each field is called, and asked for. */
export const FIELDS = {
  reason: { label: "For what it is held", ask: "Say for what it is held" },
  words: { label: "In words", ask: "Say it in words: which proceedings, and since when" },
  reference: { label: "Their reference", ask: "Give their reference" },
  reviewOn: { label: "Look at it again on", ask: "Give a day on which somebody looks at it again" },
  number: { label: "Hold", ask: "Choose a hold" },
  part: { label: "Of what", ask: "Say of what" },
  basis: { label: "Under which law", ask: "Choose the law" },
  why: { label: "Why", ask: "Say why" },
};

/** A page on which something is decided about the keeping of a case, a first answer or a month of them. */
export interface Deciding {
  readonly record: KeepingRecord;
  /** Where its forms are sent. */
  readonly to: string;
  readonly reader: Who;
  readonly tried: Tried<PrivacyForm> | undefined;
  readonly press: Press;
  readonly agencyOf: (code: string) => string;
  readonly now: Instant;
}

/** Who decided that it be deleted, by which rule, and what is left. */
export const Gone = ({
  gone: { at, proposedBy, confirmedBy, rule },
  agencyOf,
  now,
}: { gone: NonNullable<KeepingRecord["gone"]> } & Pick<Deciding, "agencyOf" | "now">) => (
  <SummaryList>
    <Line name="Its contents were deleted">
      <Moment at={at} now={now} />
    </Line>
    <Line name="Proposed by">
      {proposedBy.name}, {agencyOf(proposedBy.agency)}
    </Line>
    <Line name="Confirmed by">
      {confirmedBy.name}, {agencyOf(confirmedBy.agency)}
    </Line>
    <Line name="By which rule">{rule}</Line>
    <Line name="What is left">
      That it happened: times, codes and who decided, without a word that anybody wrote and without the person. Copies of the
      database keep the key for 35 days more.
    </Line>
  </SummaryList>
);

/** A page on which the keeping of something is seen to. */
export const KeepingOf = ({
  title,
  tried,
  done,
  offered,
  back = { href: "/privacy", to: "Privacy" },
  children,
}: {
  title: string;
  tried: Tried<PrivacyForm> | undefined;
  done: string | undefined;
  /** Its forms are still there. */
  offered: boolean;
  back?: { href: string; to: string };
  children: ReactNode;
}) => (
  <>
    <p className="app-back">
      <a href={back.href}>{back.to}</a>
    </p>
    <Wrong tried={tried} form={tried?.form ?? ""} fields={FIELDS} offered={offered} />
    {done && (
      <div className="nhsuk-inset-text" role="status">
        <p>{done}</p>
      </div>
    )}
    <h1 className="nhsuk-heading-l">{title}</h1>
    {children}
  </>
);

export const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h2 className="nhsuk-heading-m">{title}</h2>
    {children}
  </section>
);

/** What is held by whom, and the forms to hold it and to lift a hold of one's own agency. */
export function Holds({
  record,
  what,
  to,
  tried,
  press,
  agencyOf,
  reader,
  children,
  now,
}: Deciding & { what: string; children?: ReactNode }) {
  const typed = typedIn(tried, "hold", FIELDS);
  const lifting = typedIn(tried, "lift", FIELDS);
  const own = standing(record).filter(({ by }) => by.agency === reader.agency);
  return (
    <Part title="Holds">
      {children}
      {record.holds.length === 0 && <p>Nobody holds this {what}.</p>}
      {record.holds.length > 0 && (
        <ul className="nhsuk-list nhsuk-list--bullet">
          {record.holds.map(({ number, by, at, reason, words, reference, reviewOn, lifted }) => (
            <li key={number}>
              Number {number}: {HOLD_REASONS[reason]}
              {reference && `, ${reference}`}. {by.name}, {agencyOf(by.agency)}, <Moment at={at} now={now} />.<Said>{words}</Said>
              {lifted ? (
                <>
                  Lifted by {lifted.by.name}, <Moment at={lifted.at} now={now} />.<Said>{lifted.why}</Said>
                </>
              ) : (
                <>To be looked at again on {dateInFull(reviewOn, now)}.</>
              )}
            </li>
          ))}
        </ul>
      )}
      <PressForm to={`${to}/hold`} press={press} going="Holding it…">
        <h3 className="nhsuk-heading-s">Hold it</h3>
        <p>A held {what} cannot be deleted. Write of the proceedings, and nothing of the person.</p>
        <OneOf form="hold" typed={typed} name="reason" label={FIELDS.reason.label} choices={choicesOf(HOLD_REASONS)} />
        <LongText form="hold" typed={typed} name="words" label={FIELDS.words.label} most={300} rows={3} />
        <ShortText form="hold" typed={typed} name="reference" label={`${FIELDS.reference.label} (if there is one)`} width={20} />
        <ShortText
          {...{ form: "hold", typed, name: "reviewOn", label: FIELDS.reviewOn.label, kind: "date", width: 20 }}
          hint="A year ahead at most"
        />
        <PressButton>Hold this {what}</PressButton>
      </PressForm>
      {own.length > 0 && (
        <PressForm to={`${to}/lift`} press={press} going="Lifting it…">
          <h3 className="nhsuk-heading-s">Lift a hold of your agency</h3>
          <p>To go on with one, hold it anew first, with another day, and then lift this one.</p>
          <OneOf
            {...{ form: "lift", typed: lifting, name: "number", label: FIELDS.number.label }}
            choices={own.map(({ number, reason }) => ({
              code: String(number),
              title: `Number ${number}: ${HOLD_REASONS[reason]}`,
            }))}
          />
          <LongText form="lift" typed={lifting} name="why" label={FIELDS.why.label} most={300} rows={2} />
          <PressButton quiet>Lift it</PressButton>
        </PressForm>
      )}
    </Part>
  );
}

/** A deletion that waits for its second person, or for the next run; or the form that proposes one, where nothing speaks against it. */
export function Deletion(view: Deciding & { what: string; mayNot: string | undefined; children: ReactNode }) {
  const { record, mayNot, to, tried, press, children, now } = view;
  const proposal = proposalIn(record, now);
  if (proposal) return <Proposed {...view} proposal={proposal} />;
  return (
    <Part title="Deletion">
      {mayNot ? (
        <p>{mayNot}</p>
      ) : (
        <PressForm to={`${to}/propose`} press={press} going="Proposing it…">
          <p>{children}</p>
          <LongText
            {...{ form: "propose", typed: typedIn(tried, "propose", FIELDS), name: "why", label: FIELDS.why.label }}
            most={300}
            rows={3}
          />
          <PressButton>Propose its deletion</PressButton>
        </PressForm>
      )}
    </Part>
  );
}

function Proposed({
  proposal,
  to,
  what,
  press,
  reader,
  agencyOf,
  now,
}: Deciding & { what: string; proposal: NonNullable<KeepingRecord["purge"]> }) {
  const { by, at, why, confirmed, rule } = proposal;
  const no = cannotConfirm(proposal, reader);
  return (
    <Part title="Deletion">
      <p>
        {by.name}, {agencyOf(by.agency)}, proposed at <Moment at={at} now={now} /> that {what} be deleted. {rule}.
      </p>
      <Said>{why}</Said>
      {confirmed ? (
        <p>
          {confirmed.by.name}, {agencyOf(confirmed.by.agency)}, confirmed it at <Moment at={confirmed.at} now={now} />. It is
          deleted by the next run, within the hour.
        </p>
      ) : (
        <p>{no ?? "You can confirm it. Look first whether anything speaks against it: nothing brings it back."}</p>
      )}
      {!confirmed && no === undefined && (
        <PressForm to={`${to}/confirm`} press={press} going="Confirming it…">
          <PressButton grave>Confirm: delete {what} for good</PressButton>
        </PressForm>
      )}
      <PressForm to={`${to}/take-back`} press={press} going="Taking it back…">
        <PressButton quiet>Take the proposal back</PressButton>
      </PressForm>
    </Part>
  );
}
