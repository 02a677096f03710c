import { Button, Tag } from "nhsuk-react-components";
import { type Escalation, titleOf } from "../core/escalation/escalation.ts";
import { typeOf } from "../core/escalation/known.ts";
import type { Instant } from "../core/time.ts";
import { owesPlan } from "./between-panel.tsx";
import { Changed, OpenCases } from "./duty-board-page.tsx";
import { CaseOfOthers, LiveOnly } from "./live-only.tsx";
import { answerThatStands, marksOf, stageShown } from "./marks.ts";
import type { MoveName } from "./moves.ts";
import type { Content } from "./page.tsx";
import { Marks } from "./recorded.tsx";
import { Stale } from "./stale.tsx";
import { Moment } from "./time.tsx";
import { Unread } from "./unread.tsx";
import { counted } from "./words.ts";

export interface MineView {
  /** This page of the list, which is kept up to date as itself. */
  readonly page: string;
  /** All that is open, the nearest limit first; none on the later pages of the list. */
  readonly open: readonly Escalation[];
  readonly earlier: readonly Escalation[];
  /** How many more belong here that nobody can read. */
  readonly unread: number;
  readonly next: string | null;
  readonly agency: string;
  readonly reader: string;
  /** Do the rules leave this to the reader? */
  readonly may: (of: Escalation, move: MoveName) => boolean;
  readonly now: Instant;
  readonly revision: string;
  /** How many forms to raise the reader has typed into and not sent. */
  readonly unsent: number;
  readonly controlRoom: string | undefined;
}

/** What the reader's agency has raised: what is open by the nearest limit, with what can be said of it in one press, and then the rest. */
export function myEscalationsPage(view: MineView): Content {
  const { page, open, earlier, unread, next, agency, reader, may, now, revision, unsent, controlRoom } = view;
  const body = (
    <div data-live={page} data-list="" data-revision={revision}>
      <Stale page={page} controlRoom={controlRoom} />
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">My escalations</h1>
      <p>What {agency} has raised. Colleagues on the next shift see the same list.</p>
      <Button href="/raise">Raise an escalation</Button>
      {unsent > 0 && (
        <p className="app-mark">
          <strong>Not sent: {counted(unsent, "form")} to raise that you have typed into.</strong> Nobody has been asked.{" "}
          <a href="/raise#raise-offers">Go on, or put {unsent === 1 ? "it" : "them"} away</a>
        </p>
      )}
      <LiveOnly>
        <p>
          <a href="/first-answers">First answers of control rooms</a> that {agency} was given, or gave.
        </p>
      </LiveOnly>
      <Changed page={page} what="The list has changed." />
      <div id="app-mine" data-part="">
        <Unread count={unread} where={`of ${agency}`} controlRoom={controlRoom} />
        {open.length > 0 && (
          <>
            <h2 className="nhsuk-heading-m">Open now</h2>
            <OpenCases cases={open} reader={reader} now={now} ways={(of) => waysOf(of, may)} />
          </>
        )}
        {open.length === 0 && earlier.length === 0 && unread === 0 && <p>Nothing has been raised yet.</p>}
        {earlier.length > 0 && (
          <>
            <h2 className="nhsuk-heading-m">{open.length > 0 ? "Earlier" : "Newest first"}</h2>
            <table className="nhsuk-table app-list">
              <caption className="nhsuk-u-visually-hidden">Escalations, newest first</caption>
              <thead className="nhsuk-table__head">
                <tr>
                  <th scope="col">Escalation</th>
                  <th scope="col">Where it stands</th>
                  <th scope="col">Who has it</th>
                  <th scope="col">Raised</th>
                </tr>
              </thead>
              <tbody className="nhsuk-table__body">
                {earlier.map((of) => (
                  <Row key={of.id} of={of} reader={reader} now={now} />
                ))}
              </tbody>
            </table>
          </>
        )}
        {next && (
          <p>
            <a id="app-older" href={`/escalations?after=${encodeURIComponent(next)}`}>
              Older ones
            </a>
          </p>
        )}
      </div>
      <CaseOfOthers />
    </div>
  );
  return { title: "My escalations", body, here: "/escalations" };
}

/** What can be said of an open case, each a press away: a fragment opens the fold that its field is in. Only what the case's page offers. */
function waysOf(of: Escalation, may: MineView["may"]): { readonly href: string; readonly title: string }[] {
  const ways = [
    { move: "answer-read", at: "read-answer", title: "Read the answer" },
    ...(owesPlan(of) ? [{ move: "interim-plan", at: "plan", title: "Say your interim plan" } as const] : []),
    { move: "news", at: "news-words", title: "Things have changed" },
    { move: "disagreement", at: "disagreement-reason", title: "We read it differently" },
  ] as const;
  return ways.filter(({ move }) => may(of, move)).map(({ at, title }) => ({ href: `/escalations/${of.id}#${at}`, title }));
}

function Row({ of, reader, now }: { of: Escalation; reader: string; now: Instant }) {
  const { id, reference, terms, owner, raised, priority } = of;
  const stage = stageShown(of);
  const marks = [...(owesPlan(of) ? ["your interim plan is needed"] : []), ...marksOf(of, reader)];
  return (
    <tr className="nhsuk-table__row">
      <td className="nhsuk-table__cell">
        <a id={`earlier-${id}`} href={`/escalations/${id}`}>
          {titleOf(terms.types, typeOf(of))}
        </a>
        <small>
          {reference}, {priority}, {terms.area.title}
        </small>
      </td>
      <td className="nhsuk-table__cell">
        <Tag modifier={stage.colour}>{stage.title}</Tag>
        {answerThatStands(of) && <small>{answerThatStands(of)}</small>}
        <Marks marks={marks} />
      </td>
      <td className="nhsuk-table__cell">
        <small>
          {owner ? (
            <>
              {owner.by.name}, since <Moment at={owner.at} now={now} />
            </>
          ) : (
            "Nobody has it yet"
          )}
        </small>
      </td>
      <td className="nhsuk-table__cell">
        <small>
          Raised <Moment at={raised.at} now={now} /> by {raised.by.id === reader ? "you" : raised.by.name}
        </small>
      </td>
    </tr>
  );
}
