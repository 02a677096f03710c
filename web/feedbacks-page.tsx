import { THEMES, type Theme } from "../core/escalation/theme.ts";
import type { Feedback } from "../core/learning/feedback.ts";
import type { Instant } from "../core/time.ts";
import { Back, Limit, Newest, StatusTag } from "./learning-parts.tsx";
import { feedbackStatus, GIVEN_AS } from "./learning-words.ts";
import type { Content } from "./page.tsx";
import { Marks } from "./recorded.tsx";
import { Moment } from "./time.tsx";
import { counted } from "./words.ts";

export interface FeedbacksView {
  readonly items: readonly Feedback[];
  readonly next: string | null;
  /** Where people give it; undefined where the partners have agreed on no form. */
  readonly form: string | undefined;
  readonly nameOf: (person: string) => string;
  readonly agencyOf: (code: string) => string;
  readonly now: Instant;
}

/** What people have said that the reader may see, the newest first: about whom, what is owed by when, who has it. */
export function feedbacksPage({ items, next, form, ...known }: FeedbacksView): Content {
  const body = (
    <>
      <Back href="/learning">Learning</Back>
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">Feedback</h1>
      <p className="nhsuk-u-reading-width">
        What people, carers and staff have told the partners without signing in, the newest first. An agency’s lead sees what is
        about the agency, a chair sees all.
      </p>
      {form && (
        <p>
          They give it <a href={form}>on this form</a>: anybody may have its address.
        </p>
      )}
      <Themes items={items} />
      <Newest title="Feedback" columns={["Feedback", "Where it stands", "Who has it", "Given"]} path="/feedback" next={next}>
        {items.map((of) => (
          <Row key={of.id} of={of} {...known} />
        ))}
      </Newest>
    </>
  );
  return { title: "Feedback", body, here: "/learning" };
}

/** How often what is on this page is about each theme. */
function Themes({ items }: { items: readonly Feedback[] }) {
  const about = Map.groupBy(
    items.flatMap(({ theme }) => theme ?? []),
    (theme) => theme,
  );
  if (about.size === 0) return null;
  const often = [...about].map(([theme, { length }]) => [theme, length] as [Theme, number]).toSorted((a, b) => b[1] - a[1]);
  return <p>On this page: {often.map(([theme, times]) => `${THEMES[theme]} (${counted(times, "time")})`).join("; ")}.</p>;
}

function Row({ of, nameOf, agencyOf, now }: { of: Feedback } & Pick<FeedbacksView, "nameOf" | "agencyOf" | "now">) {
  const { id, reference, given, agency, owner, owed, missed, theme, concern } = of;
  return (
    <tr className="nhsuk-table__row">
      <td className="nhsuk-table__cell">
        <a href={`/feedback/${id}`}>{reference}</a>
        <small>
          {agency ? `About ${agencyOf(agency)}` : "About no one agency"}
          {theme && `. ${THEMES[theme]}`}
        </small>
      </td>
      <td className="nhsuk-table__cell">
        <StatusTag {...feedbackStatus(of)} />
        {owed && <Limit by="Answer by" dueAt={owed.dueAt} now={now} />}
        <Marks
          marks={[
            ...(missed > 0 ? [`its answer was late ${counted(missed, "time")}`] : []),
            ...(concern ? [`concern ${concern.reference}`] : []),
          ]}
        />
      </td>
      <td className="nhsuk-table__cell">
        <small>{nameOf(owner)}</small>
      </td>
      <td className="nhsuk-table__cell">
        <small>
          <Moment at={given.at} now={now} />, {GIVEN_AS[given.as]}
        </small>
      </td>
    </tr>
  );
}
