import type { CaseView } from "./case-view.ts";
import { Moment } from "./time.tsx";

/** A restore has lost a part of this story: for both sides, until it has been answered since. */
export function LostPart({ of: { wentBack, decision, closed }, now }: Pick<CaseView, "of" | "now">) {
  const isOpen = wentBack && !closed && !(decision && decision.at > wentBack.at);
  return (
    <div id="app-lost-part" data-part="">
      {isOpen && (
        <section className="nhsuk-warning-callout" aria-labelledby="lost-part">
          <h2 className="nhsuk-warning-callout__label" id="lost-part">
            Part of this story was lost
          </h2>
          <p>
            What was written here from <Moment at={wentBack.to} now={now} /> to <Moment at={wentBack.at} now={now} /> is not kept.
            Say again what you answered in that time. An answer that you heard in it may stand nowhere: ask whoever gave it.
          </p>
        </section>
      )}
    </div>
  );
}
