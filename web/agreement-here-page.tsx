import { Button } from "nhsuk-react-components";
import type { Pathway } from "../core/partnership/partnership.ts";
import type { Instant } from "../core/time.ts";
import { Coming, type ToCome } from "./agreement-page.tsx";
import { momentWords } from "./agreement-words.ts";
import { type Choice, PickOne } from "./form.tsx";
import type { Content } from "./page.tsx";

/** One change in an area, and where the time before it stands beside the time after it, for whoever sees figures. */
export interface ChangeHere extends ToCome {
  readonly figures: string | undefined;
}

export interface HereView {
  readonly areas: readonly Choice[];
  readonly area: Choice;
  /** What counts there at this moment. */
  readonly counting: readonly Pathway[];
  /** In the order in which they come; and those that have come, the last first. */
  readonly toCome: readonly ChangeHere[];
  readonly past: readonly ChangeHere[];
  /** Before this nothing was looked at; undefined where everything was. */
  readonly since: Instant | undefined;
  readonly now: Instant;
}

/** Where an area's changes are shown. */
export const hereAddress = (area?: string): string =>
  area ? `/agreement/here?area=${encodeURIComponent(area)}` : "/agreement/here";

/** «What changes here, and when?»: each change of what is promised in one area, in plain words, with its date. */
export function herePage({ areas, area, counting, toCome, past, since, now }: HereView): Content {
  const typed = { values: new URLSearchParams({ area: area.code }), errors: [] };
  const title = `What changes here: ${area.title}`;
  const body = (
    <>
      <p className="app-back">
        <a href="/agreement">What has been agreed</a>
      </p>
      <h1 className="nhsuk-heading-l">{title}</h1>
      <form method="get" action="/agreement/here" className="app-filter">
        <PickOne form="here" typed={typed} name="area" label="Area" choices={areas} />
        <Button type="submit" secondary>
          Show
        </Button>
      </form>
      <p className="nhsuk-u-reading-width">
        A case keeps the terms that it was raised under, whatever changes later. From the moment that stands with a change, what
        is raised in this area is promised what is new. <a href="/guidance">When will police attend?</a>
      </p>
      <h2 className="nhsuk-heading-m">What counts here now</h2>
      {counting.length === 0 && <p>Nothing can be raised here yet.</p>}
      <ul className="nhsuk-list nhsuk-list--bullet">
        {counting.map(({ code, title: pathway, version, effectiveFrom, note }) => (
          <li key={code}>
            {pathway}, version {version}, agreed from {momentWords(effectiveFrom, now)}. {note}
          </li>
        ))}
      </ul>
      <h2 className="nhsuk-heading-m">What will change</h2>
      {toCome.length === 0 && <p>No other version has been agreed for this area.</p>}
      <Changes changes={toCome} now={now} />
      <h2 className="nhsuk-heading-m">What has changed</h2>
      {past.length === 0 && <p>Nothing yet.</p>}
      <Changes changes={past} now={now} />
      {since && (
        <p>
          What changed before {momentWords(since, now)} stands under <a href="/agreement">earlier versions</a>.
        </p>
      )}
    </>
  );
  return { title, body };
}

const Changes = ({ changes, now }: { changes: readonly ChangeHere[]; now: Instant }) =>
  changes.map((one) => (
    <section key={`${one.at} ${one.what}`} aria-label={one.what}>
      <Coming one={one} now={now} />
      {one.figures && (
        <p>
          <a href={one.figures}>
            Figures of the four weeks before and after<span className="nhsuk-u-visually-hidden">: {one.what}</span>
          </a>
        </p>
      )}
    </section>
  ));
