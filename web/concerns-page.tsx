import { Button } from "nhsuk-react-components";
import { THEMES } from "../core/escalation/theme.ts";
import type { Concern } from "../core/learning/concern.ts";
import type { Instant } from "../core/time.ts";
import { Back, Limit, Newest, StatusTag } from "./learning-parts.tsx";
import { concernStatus } from "./learning-words.ts";
import type { Content } from "./page.tsx";
import { Marks } from "./recorded.tsx";
import { Moment } from "./time.tsx";
import { counted } from "./words.ts";

export interface ConcernsView {
  readonly items: readonly Concern[];
  readonly next: string | null;
  readonly nameOf: (person: string) => string;
  readonly agencyOf: (code: string) => string;
  readonly now: Instant;
}

/** Concerns that the reader may see, the newest first: what about, what is owed by when, who has it. */
export function concernsPage({ items, next, ...known }: ConcernsView): Content {
  const body = (
    <>
      <Back href="/learning">Learning</Back>
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">Concerns</h1>
      <p>What your agency has raised or is asked to answer, the newest first.</p>
      <Button href="/concerns/new">Raise a concern</Button>
      <Newest title="Concerns" columns={["Concern", "Where it stands", "Who has it", "Raised"]} path="/concerns" next={next}>
        {items.map((of) => (
          <Row key={of.id} of={of} {...known} />
        ))}
      </Newest>
    </>
  );
  return { title: "Concerns", body, here: "/learning" };
}

function Row({ of, nameOf, agencyOf, now }: { of: Concern } & Omit<ConcernsView, "items" | "next">) {
  const { id, reference, theme, raised, agency, owner, owed, settled, missed } = of;
  const by = owed?.what === "acceptance" ? "Accept or object by" : "Answer by";
  return (
    <tr className="nhsuk-table__row">
      <td className="nhsuk-table__cell">
        <a href={`/concerns/${id}`}>{THEMES[theme]}</a>
        <small>
          {reference}
          {of.case && `, about ${of.case.reference}`}
        </small>
      </td>
      <td className="nhsuk-table__cell">
        <StatusTag {...concernStatus(of)} />
        {owed && <Limit by={by} dueAt={owed.dueAt} now={now} />}
        <Marks marks={missed > 0 ? [`its answer was late ${counted(missed, "time")}`] : []} />
      </td>
      <td className="nhsuk-table__cell">
        <small>{settled ? `${agencyOf(agency)} answered` : `${nameOf(owner)}, for ${agencyOf(agency)}`}</small>
      </td>
      <td className="nhsuk-table__cell">
        <small>
          Raised <Moment at={raised.at} now={now} /> by {raised.by.name}, {agencyOf(raised.by.agency)}
        </small>
      </td>
    </tr>
  );
}
