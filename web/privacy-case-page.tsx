import { SummaryList } from "nhsuk-react-components";
import type { Escalation } from "../core/escalation/escalation.ts";
import { isHeld } from "../core/privacy/record.ts";
import { isPast } from "../core/privacy/retention.ts";
import { BASES } from "./agreement-fields.ts";
import { LongText, OneOf, PressButton, PressForm } from "./form.tsx";
import { KeptLines, type KeptView } from "./kept-lines.tsx";
import { typedIn } from "./learning-parts.tsx";
import { stageShown } from "./marks.ts";
import type { Content } from "./page.tsx";
import { type Deciding, Deletion, FIELDS, Gone, Holds, KeepingOf, Part } from "./privacy-parts.tsx";
import { privacyAddress } from "./privacy-words.ts";
import { Line, Said } from "./recorded.tsx";
import { Moment } from "./time.tsx";
import { choicesOf } from "./words.ts";

export interface PrivacyCaseView extends Omit<Deciding, "to">, Omit<KeptView, "record"> {
  /** Undefined once its contents have been deleted. */
  readonly of: Escalation | undefined;
  /** Somebody holds the first answer that it carries. */
  readonly isFirstHeld: boolean;
  readonly done: string | undefined;
}

/** The keeping of one case, for a privacy officer of an agency that shares it. Nothing of what people wrote in it is shown here. */
export function privacyCasePage(view: PrivacyCaseView): Content {
  const { record, of, tried, done, now, agencyOf } = view;
  const to = privacyAddress(record.id);
  const title = `Keeping ${record.reference}`;
  const body = (
    <KeepingOf {...{ title, tried, done }} offered={of !== undefined}>
      {record.gone ? (
        <Gone gone={record.gone} agencyOf={agencyOf} now={now} />
      ) : (
        <>
          <SummaryList>
            <Line name="Where it stands">{of && stageShown(of).title}</Line>
            <KeptLines {...view} />
          </SummaryList>
          <Holds {...view} to={to} what="case">
            {view.kept?.controllers.some((one) => one.class.thinkOfHold) && !isHeld(record) && (
              <p>
                <strong>The person died.</strong> Think of a hold: an inquest may be open.
              </p>
            )}
          </Holds>
          <CaseDeletion {...view} to={to} />
          <Basis {...view} />
        </>
      )}
    </KeepingOf>
  );
  return { title, body, wrong: tried !== undefined };
}

function CaseDeletion(view: PrivacyCaseView & Pick<Deciding, "to">) {
  const { record, kept, of, isFirstHeld, reader, to, now } = view;
  const mayNot = !of
    ? "It cannot be read."
    : isHeld(record)
      ? "It is held, and cannot be deleted."
      : !kept || !isPast(kept, now)
        ? "Its time is not over."
        : !of.keyed
          ? "It is from before cases had a key of their own, and cannot be deleted here. Ask the operators to delete it."
          : isFirstHeld
            ? "The first answer that it disputes is held, and goes with it."
            : !kept.controllers.some(({ agency }) => agency === reader.agency)
              ? "Only an agency that wrote in it decides on deleting it."
              : undefined;
  return (
    <Deletion {...view} to={`${to}/deletion`} what="its contents" mayNot={mayNot}>
      Its time is over. You propose that its contents be deleted; within 14 days a privacy officer of another agency that wrote in
      it confirms it, or one of your own if no other did. Neither of you can do it alone.
    </Deletion>
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
