import { Button, SummaryList } from "nhsuk-react-components";
import { titleOf } from "../core/escalation/escalation.ts";
import type { FirstAnswer } from "../core/first-answers/first-answer.ts";
import type { FirstAnswerLike } from "../core/first-answers/routes.ts";
import type { Instant } from "../core/time.ts";
import { AnswerLines, type AnswerTold, Doubts, GivenFirst } from "./first-answer-lines.tsx";
import type { Choice } from "./form.tsx";
import { Place } from "./known.tsx";
import { sharedMarks } from "./known-words.ts";
import { Back } from "./learning-parts.tsx";
import type { LikelyMatch } from "./matches-page.tsx";
import type { Content } from "./page.tsx";
import { Line, LineIf } from "./recorded.tsx";
import { Telephone } from "./telephone.tsx";
import { Moment } from "./time.tsx";

/** A case that may be about the same person or place; with its page, where the reader may open it. */
export type AlikeCase = LikelyMatch & { readonly href: string | undefined };

export interface FirstAnswerView extends Omit<AnswerTold, "first"> {
  readonly of: FirstAnswer;
  readonly types: readonly Choice[];
  readonly areas: readonly Choice[];
  /** Cases that may be about the same, for the force that answered; undefined when they could not be looked for. */
  readonly alike: readonly AlikeCase[] | undefined;
  /** Other first answers of the force that may be about the same, for itself; undefined when they could not be looked for. */
  readonly others: readonly FirstAnswerLike[] | undefined;
  /** The page of the case that disputes it, where the reader may open it. */
  readonly caseHref: string | undefined;
  /** The reader's agency was given it, has not disputed it, and raises here. */
  readonly mayDispute: boolean;
  /** For a privacy officer: whether it is held, as its page of keeping says more of. */
  readonly keeping: { readonly href: string; readonly isHeld: boolean } | undefined;
  /** The page of the reader's own work, in the menu. */
  readonly here: string;
}

/** Another request may be open, or was declined a moment ago: whoever answers the same again must know. */
const Alike = ({ cases, now }: { cases: FirstAnswerView["alike"]; now: Instant }) => {
  if (!cases) return <p>Cases about the same place or number could not be looked for. Look at your board.</p>;
  if (cases.length === 0) return null;
  return (
    <section aria-labelledby="alike">
      <h2 className="nhsuk-heading-m" id="alike">
        {cases.length === 1 ? "A case may be about the same" : `${cases.length} cases may be about the same`}
      </h2>
      <p>Read it before you rely on this answer: what the caller told you may be new there. Tell whoever has it.</p>
      <ul className="nhsuk-list nhsuk-list--bullet">
        {cases.map(({ id, reference, href, area, open, on, pathway, raisedAt }) => (
          <li key={id}>
            {href ? <a href={href}>{reference}</a> : reference}, {pathway.title}, {area}: {sharedMarks(on)}. Raised{" "}
            <Moment at={raisedAt} now={now} />, {open ? "open" : "closed"}.
            {!href && " Your agency has no part in it: ring the control room of that area."}
          </li>
        ))}
      </ul>
    </section>
  );
};

/** Somebody else may have rung before, and been told something else. */
const Others = ({ others, agencyOf, now }: Pick<FirstAnswerView, "others" | "agencyOf" | "now">) => {
  if (!others) return <p>Other first answers about the same place or number could not be looked for. Look at the list.</p>;
  if (others.length === 0) return null;
  return (
    <section aria-labelledby="others">
      <h2 className="nhsuk-heading-m" id="others">
        {others.length === 1
          ? "Another first answer may be about the same"
          : `${others.length} other first answers may be about the same`}
      </h2>
      <p>Read what was answered there. If it was something else, ring back whoever was told wrongly.</p>
      <ul className="nhsuk-list nhsuk-list--bullet">
        {others.map(({ id, reference, on, ...first }) => (
          <li key={id}>
            <a href={`/first-answers/${id}`}>{reference}</a>, <GivenFirst {...{ first, agencyOf, now }} />
            {sharedMarks(on)}.
          </li>
        ))}
      </ul>
    </section>
  );
};

/** One first answer, the same for the force that gave it and the partner that it was given to; and the partner's way to dispute it. */
export function firstAnswerPage(view: FirstAnswerView): Content {
  const { of, types, areas, alike, others, caseHref, mayDispute, keeping, here, ...told } = view;
  const { reference, recorded, agency, caller, callBack, disputed } = of;
  const first = { ...of, by: recorded.by };
  const { now, agencyOf } = told;
  const body = (
    <div className="nhsuk-u-reading-width">
      <Back href="/first-answers">First answers</Back>
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">First answer {reference}</h1>
      <Doubts first={first} now={told.now} />
      <Alike cases={alike} now={now} />
      <Others {...{ others, agencyOf, now }} />
      {mayDispute && (
        <>
          <Button href={`/raise?firstAnswer=${of.id}`}>Dispute this: raise an escalation</Button>
          <p>The form is filled in from this record. You say why now, and what you ask for.</p>
        </>
      )}
      <SummaryList>
        <AnswerLines {...told} first={first} />
        <Line name="Given to">{[agency && agencyOf(agency), caller].filter(Boolean).join(": ")}</Line>
        <Line name="Call back">
          <Telephone number={callBack} />
        </Line>
        <Line name="What it was about">{titleOf(types, of.type)}</Line>
        <Line name="Where">
          <Place place={of.place} />
          {`. ${titleOf(areas, of.area)}`}
        </Line>
        <Line name="Recorded">
          <Moment at={recorded.at} now={now} />
        </Line>
        <Line name="Disputed" none="not yet">
          {disputed && (
            <>
              in {caseHref ? <a href={caseHref}>{disputed.reference}</a> : disputed.reference}, by {disputed.by.name},{" "}
              <Moment at={disputed.at} now={now} />
            </>
          )}
        </Line>
        <LineIf name="Held">
          {keeping && (
            <>
              {keeping.isHeld ? "yes" : "no"}. <a href={keeping.href}>See to its keeping</a>
            </>
          )}
        </LineIf>
        <LineIf name="Nobody can dispute it here">
          {agency === null && "It was given to no agency of the partnership, so no partner sees it."}
        </LineIf>
      </SummaryList>
    </div>
  );
  return { title: `First answer ${reference}`, body, here };
}
