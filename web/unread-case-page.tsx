import { Button, SummaryList, WarningCallout } from "nhsuk-react-components";
import { nextLimit } from "../core/escalation/clock.ts";
import { controlRoomOf, type Escalation, rung, titleOf } from "../core/escalation/escalation.ts";
import { typeOf } from "../core/escalation/known.ts";
import type { Instant } from "../core/time.ts";
import { addressOf } from "./case-view.ts";
import { PressForm } from "./form.tsx";
import type { Content } from "./page.tsx";
import { Line } from "./recorded.tsx";
import { NumbersOf } from "./telephone.tsx";
import { Moment } from "./time.tsx";

export interface UnreadCaseView {
  readonly of: Escalation;
  readonly mayAcknowledge: boolean;
  readonly key: string;
  /** Why the press came to nothing that brought its reader here. */
  readonly why?: string | undefined;
  readonly now: Instant;
}

/** A case whose words cannot be opened at the moment: whom to ring for them, what can be told without them, and the one answer that needs none. */
export function unreadCasePage({ of, mayAcknowledge, key, why, now }: UnreadCaseView): Content {
  const { reference, terms, priority, owner, decision, raised } = of;
  const title = `${reference}: what was written cannot be shown now`;
  const ring = controlRoomOf(of);
  const next = nextLimit(of.clocks);
  const body = (
    <div className="nhsuk-u-reading-width">
      <h1 className="nhsuk-heading-l">{title}</h1>
      {why && (
        <div className="nhsuk-inset-text" role="alert">
          <p>{why}</p>
        </div>
      )}
      <WarningCallout>
        <WarningCallout.Heading>Ask on the telephone</WarningCallout.Heading>
        <p>
          <strong>
            Ring <NumbersOf of={of} />
          </strong>{" "}
          for who and where. Nothing is lost: everything that was written is kept, and cannot be opened at the moment. Limits run
          on, and whoever is asked is told.
        </p>
        <p>
          <a href={`/escalations/${of.id}`}>Try again</a>
        </p>
      </WarningCallout>
      <SummaryList>
        <Line name="What it is about">{titleOf(terms.types, typeOf(of))}</Line>
        <Line name="Where">{terms.area.title}</Line>
        <Line name="Urgency">{`${priority} ${titleOf(terms.priorities, priority)}`}</Line>
        <Line name="Raised">
          <Moment at={raised.at} now={now} /> by {raised.by.name}
        </Line>
        <Line name="Asked up to">{rung(of, of.tier)?.title}</Line>
        <Line name="Next limit" none="none runs">
          {next && <Moment at={next.dueAt} now={now} />}
        </Line>
        <Line name="Who has it now" none="nobody yet">
          {owner?.by.name}
        </Line>
        <Line name="What was decided" none="nothing yet">
          {decision && titleOf(terms.decisions, decision.code)}
        </Line>
      </SummaryList>
      {mayAcknowledge && (
        <PressForm to={addressOf(of, "acknowledgement")} press={{ key, seen: of.version, ring }} going="Acknowledging">
          <p>You can take it now, and ask on the telephone what it is about. To decide, its words are needed.</p>
          <Button preventDoubleClick>I have seen this, and have it now</Button>
        </PressForm>
      )}
    </div>
  );
  return { title, body };
}
