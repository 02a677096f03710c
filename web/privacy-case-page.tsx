import { SummaryList } from "nhsuk-react-components";
import type { ReactNode } from "react";
import type { Who } from "../core/escalation/ask.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import { stageOf } from "../core/escalation/escalation.ts";
import { type CaseRecord, cannotConfirm, isHeld, proposalIn, standing } from "../core/privacy/record.ts";
import { isPast } from "../core/privacy/retention.ts";
import type { Instant } from "../core/time.ts";
import { BASES } from "./agreement-fields.ts";
import { LongText, OneOf, type Press, PressButton, PressForm, ShortText } from "./form.tsx";
import { KeptLines, type KeptView } from "./kept-lines.tsx";
import { type Tried, typedIn, Wrong } from "./learning-parts.tsx";
import type { Content } from "./page.tsx";
import { HOLD_REASONS, privacyAddress } from "./privacy-words.ts";
import { Line, Said } from "./recorded.tsx";
import { dateInFull } from "./rota-time.ts";
import { Moment } from "./time.tsx";
import { choicesOf, STAGES } from "./words.ts";

/** The forms of the page. */
export const RECORD_FORMS = ["hold", "lift", "basis"] as const;
/** Those that ask for a sign-in of the last minutes. */
export const DELETION_FORMS = ["propose", "confirm", "take-back"] as const;
export type PrivacyForm = (typeof RECORD_FORMS)[number] | (typeof DELETION_FORMS)[number];

const FIELDS = {
  reason: { label: "For what it is held", ask: "Say for what it is held" },
  words: { label: "In words", ask: "Say it in words: which proceedings, and since when" },
  reference: { label: "Their reference", ask: "Give their reference" },
  reviewOn: { label: "Look at it again on", ask: "Give a day on which somebody looks at it again" },
  number: { label: "Hold", ask: "Choose a hold" },
  part: { label: "Of what", ask: "Say of what" },
  basis: { label: "Under which law", ask: "Choose the law" },
  why: { label: "Why", ask: "Say why" },
};

export interface PrivacyCaseView extends KeptView {
  readonly record: CaseRecord;
  /** Undefined once its contents have been deleted. */
  readonly of: Escalation | undefined;
  readonly reader: Who;
  readonly tried: Tried<PrivacyForm> | undefined;
  readonly done: string | undefined;
  readonly press: Press;
  readonly now: Instant;
}

/** The keeping of one case, for a privacy officer of an agency that shares it. Nothing of what people wrote in it is shown here. */
export function privacyCasePage(view: PrivacyCaseView): Content {
  const { record, of, tried, done, now, agencyOf } = view;
  const body = (
    <>
      <p className="app-back">
        <a href="/privacy">Privacy</a>
      </p>
      <Wrong tried={tried} form={tried?.form ?? ""} fields={FIELDS} offered={of !== undefined} />
      {done && (
        <div className="nhsuk-inset-text" role="status">
          <p>{done}</p>
        </div>
      )}
      <h1 className="nhsuk-heading-l">Keeping {record.reference}</h1>
      {record.gone ? (
        <Gone gone={record.gone} agencyOf={agencyOf} now={now} />
      ) : (
        <>
          <SummaryList>
            <Line name="Where it stands">{of && STAGES[stageOf(of)].title}</Line>
            <KeptLines {...view} />
          </SummaryList>
          <Holds {...view} />
          <Deletion {...view} />
          <Basis {...view} />
        </>
      )}
    </>
  );
  return { title: `Keeping ${record.reference}`, body, wrong: tried !== undefined };
}

const Gone = ({
  gone: { at, proposedBy, confirmedBy, rule },
  agencyOf,
  now,
}: {
  gone: NonNullable<CaseRecord["gone"]>;
  agencyOf: KeptView["agencyOf"];
  now: Instant;
}) => (
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

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section>
    <h2 className="nhsuk-heading-m">{title}</h2>
    {children}
  </section>
);

function Holds({ record, tried, press, agencyOf, reader, kept, now }: PrivacyCaseView) {
  const typed = typedIn(tried, "hold", FIELDS);
  const lifting = typedIn(tried, "lift", FIELDS);
  const own = standing(record).filter(({ by }) => by.agency === reader.agency);
  const to = privacyAddress(record.id);
  return (
    <Part title="Holds">
      {kept?.controllers.some((one) => one.class.thinkOfHold) && !isHeld(record) && (
        <p>
          <strong>The person died.</strong> Think of a hold: an inquest may be open.
        </p>
      )}
      {record.holds.length === 0 && <p>Nobody holds this case.</p>}
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
        <p>A held case cannot be deleted. Write of the proceedings, and nothing of the person.</p>
        <OneOf form="hold" typed={typed} name="reason" label={FIELDS.reason.label} choices={choicesOf(HOLD_REASONS)} />
        <LongText form="hold" typed={typed} name="words" label={FIELDS.words.label} most={300} rows={3} />
        <ShortText form="hold" typed={typed} name="reference" label={`${FIELDS.reference.label} (if there is one)`} width={20} />
        <ShortText
          {...{ form: "hold", typed, name: "reviewOn", label: FIELDS.reviewOn.label, kind: "date", width: 20 }}
          hint="A year ahead at most"
        />
        <PressButton>Hold this case</PressButton>
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

function Deletion({ record, kept, of, tried, press, reader, agencyOf, now }: PrivacyCaseView) {
  const proposal = proposalIn(record, now);
  const to = `${privacyAddress(record.id)}/deletion`;
  if (proposal) {
    const { by, at, why, confirmed, rule } = proposal;
    const no = cannotConfirm(proposal, reader);
    return (
      <Part title="Deletion">
        <p>
          {by.name}, {agencyOf(by.agency)}, proposed at <Moment at={at} now={now} /> that its contents be deleted. {rule}.
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
            <PressButton grave>Confirm: delete its contents for good</PressButton>
          </PressForm>
        )}
        <PressForm to={`${to}/take-back`} press={press} going="Taking it back…">
          <PressButton quiet>Take the proposal back</PressButton>
        </PressForm>
      </Part>
    );
  }
  const mayNot = !of
    ? "It cannot be read."
    : isHeld(record)
      ? "It is held, and cannot be deleted."
      : !kept || !isPast(kept, now)
        ? "Its time is not over."
        : !of.keyed
          ? "It is from before cases had a key of their own, and cannot be deleted here. Ask the operators to delete it."
          : !kept.controllers.some(({ agency }) => agency === reader.agency)
            ? "Only an agency that wrote in it decides on deleting it."
            : undefined;
  return (
    <Part title="Deletion">
      {mayNot ? (
        <p>{mayNot}</p>
      ) : (
        <PressForm to={`${to}/propose`} press={press} going="Proposing it…">
          <p>
            Its time is over. You propose that its contents be deleted; within 14 days a privacy officer of another agency that
            wrote in it confirms it, or one of your own if no other did. Neither of you can do it alone.
          </p>
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

function Basis({ record, tried, press, recorded, reader, agencyOf, now }: PrivacyCaseView) {
  const typed = typedIn(tried, "basis", FIELDS);
  const isWriter = recorded.some(({ agency }) => agency === reader.agency);
  return (
    <Part title="The law it was recorded under">
      {record.bases.length > 0 && (
        <ul className="nhsuk-list nhsuk-list--bullet">
          {record.bases.map(({ by, at, part, basis, why }) => (
            <li key={at}>
              {agencyOf(by.agency)}, its {part}: {BASES[basis]}. {by.name}, <Moment at={at} now={now} />.<Said>{why}</Said>
            </li>
          ))}
        </ul>
      )}
      {isWriter ? (
        <PressForm to={`${privacyAddress(record.id)}/basis`} press={press} going="Keeping it…">
          <p>What your agency wrote was recorded under the law that is configured, unless you say another.</p>
          <OneOf
            {...{ form: "basis", typed, name: "part", label: FIELDS.part.label, offer: "record" }}
            choices={[
              { code: "record", title: "All that your agency wrote" },
              { code: "decision", title: "Its decision alone" },
            ]}
          />
          <OneOf form="basis" typed={typed} name="basis" label={FIELDS.basis.label} choices={choicesOf(BASES)} />
          <LongText form="basis" typed={typed} name="why" label={FIELDS.why.label} most={300} rows={2} />
          <PressButton quiet>Say so</PressButton>
        </PressForm>
      ) : (
        <p>Your agency wrote nothing in this case.</p>
      )}
    </Part>
  );
}
