import { Details, Tag } from "nhsuk-react-components";
import { nextLimit } from "../core/escalation/clock.ts";
import { type Escalation, rung, titleOf } from "../core/escalation/escalation.ts";
import { typeOf } from "../core/escalation/known.ts";
import { lookBackNow } from "../core/escalation/look-back.ts";
import { owed } from "../core/escalation/move.ts";
import { isAsking } from "../core/escalation/rules.ts";
import type { Flag } from "../core/rates/rates.ts";
import type { Instant } from "../core/time.ts";
import { SaveCard } from "./downtime-card.tsx";
import { FlagLine } from "./flagged.tsx";
import { type Press, PressButton, PressForm } from "./form.tsx";
import { CaseOfOthers, LiveOnly } from "./live-only.tsx";
import { answerThatStands, marksOf, stageShown } from "./marks.ts";
import { MyShiftPanel, type MyShiftView } from "./my-shift.tsx";
import type { Content } from "./page.tsx";
import { Marks } from "./recorded.tsx";
import { Stale } from "./stale.tsx";
import { DueClock, Moment } from "./time.tsx";
import { Unread } from "./unread.tsx";
import { priorityColour } from "./words.ts";

export interface BoardView {
  readonly cases: readonly Escalation[];
  /** How many more there are in the areas of these desks that nobody can read. */
  readonly unread: number;
  readonly reader: string;
  readonly desks: readonly string[];
  readonly shift: MyShiftView;
  readonly now: Instant;
  readonly revision: string;
  readonly controlRoom: string | undefined;
  readonly press: Press;
  /** Those that were one of unusually many, by the case. */
  readonly flags?: ReadonlyMap<string, Flag>;
}

/** The duty board: what these desks have been asked, the nearest limit first. Nothing of a patient is on it. */
export function dutyBoardPage(view: BoardView): Content {
  const { cases, unread, reader, desks, shift, now, revision, controlRoom, press, flags } = view;
  const [later, sooner] = [true, false].map((isLater) => cases.filter((of) => waitsToLookBack(of, now) === isLater)) as [
    Escalation[],
    Escalation[],
  ];
  const waiting = sooner.filter((of) => of.owner === null).length;
  const title = `${waiting > 0 ? `(${waiting}) ` : ""}Duty board`;
  const body = (
    <div data-live="/duty-board" data-board="" data-list="" data-revision={revision}>
      <Stale page="/duty-board" controlRoom={controlRoom} />
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">Duty board</h1>
      <p className="app-updated">
        Last updated{" "}
        <span id="app-updated">
          <Moment at={now} now={now} seconds />
        </span>
        . <a href="/duty-board">Update now</a>
      </p>
      <MyShiftPanel {...shift} />
      <Alerts />
      <Changed page="/duty-board" what="The board has changed." />
      <div id="app-board" data-part="">
        <Unread count={unread} where="in the areas of your desks" controlRoom={controlRoom} />
        <Queue cases={sooner} press={press} />
        {sooner.length > 0 && <OpenCases cases={sooner} reader={reader} now={now} flags={flags} />}
        {later.length > 0 && (
          <Details>
            <Details.Summary>Looked back at later, and nothing else is owed ({later.length})</Details.Summary>
            <Details.Text>
              <OpenCases cases={later} reader={reader} now={now} />
            </Details.Text>
          </Details>
        )}
        {cases.length === 0 && unread === 0 && (
          <p>
            {desks.length === 0
              ? "You are on duty for no desk now, so nobody is asking you."
              : "No open escalation waits for your desks."}
          </p>
        )}
      </div>
      <p>
        <a href="/duty-board/print">Print this list</a> <SaveCard />{" "}
        <LiveOnly>
          <a href="/first-answers">First answers</a> <a href="/agreement/here">What has been agreed here, and what changes</a>
        </LiveOnly>
      </p>
      <CaseOfOthers />
    </div>
  );
  return { title, body, here: "/duty-board" };
}

/** Nothing is owed but that somebody says how the person is, and the time for that has not come. */
const waitsToLookBack = (of: Escalation, now: Instant): boolean =>
  owed(of) === "look_back" && !isAsking(of) && lookBackNow(of, now) === undefined;

/** So many of a queue are taken by one press: what is left of a longer one still waits on the board, for another. */
export const MOST_AT_A_PRESS = 100;

/** All that waits in a queue, taken by one press: nobody climbs a ladder because those at its foot are at work. */
function Queue({ cases, press }: Pick<BoardView, "cases" | "press">) {
  const waiting = cases.filter((of) => of.terms.queue && of.owner === null && isAsking(of));
  if (waiting.length < 2) return null;
  const taken = waiting.slice(0, MOST_AT_A_PRESS);
  const some = taken.length === waiting.length ? `all ${taken.length}` : `the first ${taken.length} of ${waiting.length}`;
  return (
    <PressForm to="/duty-board/queue" press={press} going="Taking them">
      {taken.map(({ id, version }) => (
        <input key={id} type="hidden" name="case" value={`${id} ${version}`} />
      ))}
      <p className="nhsuk-u-margin-bottom-2">
        <strong>{waiting.length} wait in the queue.</strong> Taken, each is yours until a colleague decides it, and its limit to
        decide runs on.
      </p>
      <PressButton>Take {some}: we have them</PressButton>
    </PressForm>
  );
}

/** Shown by the browser while a hand is on the list, which does not move under it. */
export const Changed = ({ page, what }: { page: string; what: string }) => (
  <div className="app-changed" id="app-changed" hidden>
    <p>
      <strong>{what}</strong>{" "}
      <a id="app-show" href={page}>
        Show it
      </a>
    </p>
  </div>
);

/** Sound and notifications of this browser, by choice: it allows neither before somebody has pressed. Without scripts there is none, and no promise of any. */
const Alerts = () => (
  <div className="app-alerts" id="app-alerts" hidden>
    <p>
      <strong data-words="">Sound is off.</strong> Messages reach you by your own channels either way.
    </p>
    <p>
      <button type="button" className="app-plain-button" data-do="on">
        Turn on alerts, and hear them
      </button>{" "}
      <button type="button" className="app-plain-button" data-do="try" hidden>
        Try both sounds
      </button>{" "}
      <button type="button" className="app-plain-button" data-do="off" hidden>
        Turn alerts off
      </button>
    </p>
  </div>
);

/** Open cases as a table: what each is, its next limit, who has it, and what can be said of it at once. Nothing of a patient is in it. */
export const OpenCases = ({
  cases,
  reader,
  now,
  ways,
  flags,
  mayOpen = () => true,
}: Pick<BoardView, "cases" | "reader" | "now"> & {
  ways?: Ways;
  flags?: BoardView["flags"] | undefined;
  mayOpen?: (of: Escalation) => boolean;
}) => (
  <table className="nhsuk-table app-list">
    <caption className="nhsuk-u-visually-hidden">Open escalations, the nearest limit first</caption>
    <thead className="nhsuk-table__head">
      <tr>
        <th scope="col">Escalation</th>
        <th scope="col">Limit</th>
        <th scope="col">Who has it</th>
        <th scope="col">Tier</th>
      </tr>
    </thead>
    <tbody className="nhsuk-table__body">
      {cases.map((of) => (
        <Row
          key={of.id}
          of={of}
          reader={reader}
          now={now}
          ways={ways?.(of) ?? []}
          flag={flags?.get(of.id)}
          mayOpen={mayOpen(of)}
        />
      ))}
    </tbody>
  </table>
);

type Ways = (of: Escalation) => readonly { readonly href: string; readonly title: string }[];

interface Shown {
  readonly of: Escalation;
  readonly reader: string;
  readonly now: Instant;
  readonly ways: ReturnType<Ways>;
  readonly flag: Flag | undefined;
  /** May the reader open it? Elsewhere a row only says that it is there. */
  readonly mayOpen: boolean;
}

function Row({ of, reader, now, ways, flag, mayOpen }: Shown) {
  const { terms, priority } = of;
  const stage = stageShown(of);
  const nth = terms.priorities.findIndex(({ code }) => code === priority);
  const next = nextLimit(of.clocks);
  const type = titleOf(terms.types, typeOf(of));
  return (
    <tr className="nhsuk-table__row" data-case={of.id}>
      <td className="nhsuk-table__cell">
        {mayOpen ? (
          <a id={`case-${of.id}`} href={`/escalations/${of.id}`}>
            {type}
          </a>
        ) : (
          type
        )}
        <small>
          {of.reference}, {terms.area.title}
        </small>
        <small>
          Raised <Moment at={of.raised.at} now={now} /> by {of.raised.by.id === reader ? "you" : of.raised.by.name}
        </small>
        <Tag modifier={priorityColour(nth)}>{`${priority} ${titleOf(terms.priorities, priority)}`}</Tag>
        <Marks marks={marksOf(of, reader)} />
        <FlagLine flag={flag} />
        {ways.length > 0 && (
          <ul className="app-list__ways">
            {ways.map(({ href, title }) => (
              <li key={href}>
                <a id={`way-${of.id}-${href.split("#")[1]}`} href={href}>
                  {title}
                </a>
              </li>
            ))}
          </ul>
        )}
      </td>
      <td className="nhsuk-table__cell">
        {next ? <DueClock dueAt={next.dueAt} from={next.startedAt} limit={next.limit} now={now} /> : "no limit runs"}
      </td>
      <td className="nhsuk-table__cell">
        <Tag modifier={stage.colour}>{stage.title}</Tag>
        {answerThatStands(of) && <small>{answerThatStands(of)}</small>}
        <small>
          {of.owner ? (
            <>
              {of.owner.by.name}, since <Moment at={of.owner.at} now={now} />
            </>
          ) : (
            "nobody yet"
          )}
        </small>
      </td>
      <td className="nhsuk-table__cell">
        <small>{rung(of, of.tier)?.title ?? "not recorded"}</small>
      </td>
    </tr>
  );
}
