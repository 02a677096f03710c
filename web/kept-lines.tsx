import type { Basis } from "../core/partnership/retention.ts";
import type { KeepingRecord } from "../core/privacy/record.ts";
import { standing } from "../core/privacy/record.ts";
import type { CaseRetention } from "../core/privacy/retention.ts";
import type { Instant } from "../core/time.ts";
import { BASES } from "./agreement-fields.ts";
import { keptFor } from "./agreement-retention.tsx";
import { dayInFull } from "./print-time.tsx";
import { PARTS } from "./privacy-words.ts";
import { Line, LineIf, Several } from "./recorded.tsx";
import { dateInFull } from "./rota-time.ts";

/** Under which law each controller recorded its part of a case. */
export interface Recorded {
  readonly agency: string;
  readonly record: Basis;
  /** Set where it decided. */
  readonly decision: Basis | null;
}
/** What is known of the keeping of one case. */
export interface KeptView {
  readonly kept: CaseRetention | undefined;
  readonly record: Pick<KeepingRecord, "holds" | "bases">;
  readonly recorded: readonly Recorded[];
  readonly agencyOf: (code: string) => string;
}

/** Who answers for which part of a case, how long it is kept by whose rule, under which law it was recorded, and who holds it: for what is for privacy officers alone. */
export function KeptLines({ kept, record, recorded, agencyOf, now }: KeptView & { now: Instant }) {
  if (!kept) return <Line name="How long it is kept">nothing has been configured: it is kept</Line>;
  const held = standing(record);
  return (
    <>
      {kept.controllers.map(({ agency, parts, class: own, until }) => (
        <Line key={agency} name={`Controller: ${agencyOf(agency)}`}>
          Wrote {parts.map((part) => PARTS[part]).join(", ")}. {own.title}: {keptFor(own).toLowerCase()}
          {until && `, until ${dayInFull(until)}`}. Rule of {own.ruleOf}.
        </Line>
      ))}
      <Line name="The whole case is kept until" none="it is closed, and then by its class">
        {kept.until ? `${dayInFull(kept.until)} (${kept.class.title}, the longest of them)` : undefined}
      </Line>
      <LineIf name="Recorded under">
        <Several>
          {recorded.map(({ agency, record: basis, decision }) => (
            <li key={agency}>
              {agencyOf(agency)}: {BASES[basis]}
              {decision && decision !== basis && `; its decision: ${BASES[decision]}`}
            </li>
          ))}
        </Several>
      </LineIf>
      <Line name="Held" none="no">
        {held.length > 0 && (
          <Several>
            {held.map(({ number, by, reviewOn }) => (
              <li key={number}>
                By {agencyOf(by.agency)}, to be looked at again on {dateInFull(reviewOn, now)}
              </li>
            ))}
          </Several>
        )}
      </Line>
    </>
  );
}
