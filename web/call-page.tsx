import { SummaryList } from "nhsuk-react-components";
import type { Action } from "../core/learning/action.ts";
import { type Call, foundNoRoom } from "../core/learning/call.ts";
import { carriedWords, moreWords, whysOf } from "../core/learning/pack-words.ts";
import type { Instant } from "../core/time.ts";
import { AttendanceForm, type CallForm, callFields, ItemForms, OtherForms, triedForm } from "./call-forms.tsx";
import type { Choice } from "./form.tsx";
import { Back, DueDay, LearningStory, Limit, Part, StatusTag, type Tried, Wrong } from "./learning-parts.tsx";
import { ACTION_STATUSES, CALL_STAGES, ITEM_OUTCOMES } from "./learning-words.ts";
import type { Content } from "./page.tsx";
import { Line, LineIf, Said } from "./recorded.tsx";
import { spanWords, timeWords } from "./rota-time.ts";
import { Moment } from "./time.tsx";
import { counted } from "./words.ts";

/** An action that a call has given. */
export type Given = Action & { readonly daysLate: number };

export interface CallView {
  readonly of: Call;
  /** Whether the reader keeps the minutes. */
  readonly mayMinute: boolean;
  /** Every action that was given at it, under an item or under none. */
  readonly given: readonly Given[];
  /** The page of a concern, a review or an action, where the reader may open it. */
  readonly hrefOf: (matter: string) => string | undefined;
  readonly agencies: readonly Choice[];
  readonly people: readonly Choice[];
  /** Who likely speaks for an agency. */
  readonly likely: (agency: string) => string;
  readonly nameOf: (person: string) => string;
  readonly keyOf: () => string;
  readonly tried: Tried<CallForm> | undefined;
  readonly now: Instant;
}
type Item = Call["agenda"][number];

const isOver = ({ stage }: Call): boolean => stage === "circulated" || stage === "cancelled";
/** The stages at which there is a pack. */
const WITH_PACK: readonly Call["stage"][] = ["pack_sent", "open", "minutes_due", "unminuted", "circulated"];

/** One partner call: its agenda as it stands, and the minutes as they are being kept. */
export function callPage(view: CallView): Content {
  const { of, mayMinute, agencies, tried, now } = view;
  const held = now >= of.startsAt && !isOver(of);
  const keeps = mayMinute && !isOver(of);
  const body = (
    <>
      <Back href="/calls">Partner calls</Back>
      {tried && (
        <Wrong tried={tried} form={triedForm(tried, of.agenda)} fields={callFields(agencies)[tried.form]} offered={keeps} />
      )}
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">
        {of.title}
        <span className="nhsuk-caption-l nhsuk-caption--bottom">{spanWords({ from: of.startsAt, to: of.endsAt }, now)}</span>
      </h1>
      <p className="app-tags">
        <StatusTag {...CALL_STAGES[of.stage]} />
      </p>
      {of.stage === "minutes_due" && <Limit by="Minutes by" dueAt={of.minutesAt} now={now} />}
      <Ways of={of} />
      <Facts {...view} />
      {held && keeps ? (
        <Part id="attendance" title="Who is there">
          <AttendanceForm {...view} />
        </Part>
      ) : (
        <Attendance {...view} />
      )}
      <Part id="agenda" title="Agenda">
        <AgendaState of={of} now={now} />
        <ol className="app-agenda">
          {of.agenda.map((item, nth) => (
            <ItemShown key={item.id} item={item} nth={nth} view={view} forms={held && keeps} />
          ))}
        </ol>
        {foundNoRoom(of) > 0 && <p>{moreWords(foundNoRoom(of))}</p>}
      </Part>
      <OtherActions {...view} />
      {keeps && (
        <Part id="minutes" title={held ? "The minutes" : "This call"}>
          <OtherForms {...view} held={held} />
        </Part>
      )}
      <LearningStory kind="call" story={of.story} now={now} />
    </>
  );
  return { title: `${of.title}, ${timeWords(of.startsAt, now)}`, body, here: "/learning", wrong: tried !== undefined };
}

const Ways = ({ of: { id, stage } }: Pick<CallView, "of">) => (
  <ul className="app-ways">
    {stage === "circulated" && (
      <li>
        <a href={`/calls/${id}/minutes`}>Minutes for print</a>
      </li>
    )}
    {WITH_PACK.includes(stage) && (
      <li>
        <a href={`/calls/${id}/pack`}>The pack</a>
      </li>
    )}
    {stage !== "cancelled" && (
      <li>
        <a href={`/calls/${id}/invitation.ics`}>For your calendar (.ics)</a>
      </li>
    )}
  </ul>
);

const Facts = ({ of, agencies, nameOf, now }: CallView) => (
  <SummaryList>
    <Line name="Who chairs, and keeps the minutes">{nameOf(of.chair)}</Line>
    <Line name="Agencies">{agencies.map(({ title }) => title).join("; ")}</Line>
    <LineIf name="Invited">{of.invited.map(nameOf).join(", ")}</LineIf>
    <LineIf name="Looks at what has happened since">{of.looksFrom && <Moment at={of.looksFrom} now={now} />}</LineIf>
    <LineIf name="Minutes circulated">
      {of.circulated && (
        <>
          {of.circulated.by.name}, <Moment at={of.circulated.at} now={now} />
        </>
      )}
    </LineIf>
    <LineIf name="Not held">
      {of.cancelled && (
        <>
          {of.cancelled.by.name}, <Moment at={of.cancelled.at} now={now} />
          <Said>{of.cancelled.why}</Said>
        </>
      )}
    </LineIf>
  </SummaryList>
);

/** How fresh the agenda is. */
function AgendaState({ of: { stage, agenda, inviteAt, packAt, looksFrom }, now }: Pick<CallView, "of" | "now">) {
  if (stage === "planned")
    return <p>It is made when the invitations leave, at {timeWords(inviteAt, now)}, from what has happened until then.</p>;
  if (stage === "invited")
    return <p>As it stood when the invitations left. It is made anew for the pack, at {timeWords(packAt, now)}.</p>;
  if (agenda.length > 0) return null;
  return <p>{looksFrom === null ? "It was never made." : "Nothing is on it."}</p>;
}

const Attendance = ({ of: { attendance }, agencies }: CallView) =>
  attendance.length === 0 ? null : (
    <Part id="attendance" title="Who was there">
      <ul>
        {agencies.map(({ code, title }) => (
          <li key={code}>
            {title}: {attendanceWords(attendance, code)}
          </li>
        ))}
      </ul>
    </Part>
  );

/** Who was there for one agency. */
export function attendanceWords(attendance: Call["attendance"], code: string): string {
  const said = attendance.find(({ agency }) => agency === code);
  if (!said) return "not said yet";
  return said.present ? `present${said.as ? ` (${said.as})` : ""}` : "not present";
}

function ItemShown({ item, nth, view, forms }: { item: Item; nth: number; view: CallView; forms: boolean }) {
  const { given, hrefOf, nameOf, now } = view;
  const href = item.matter === null ? undefined : hrefOf(item.matter);
  const carried = carriedWords(item);
  const actions = given.filter(({ id }) => item.actions.includes(id));
  return (
    <li className="app-agenda__item" id={`item-${nth + 1}`}>
      <h3 className="nhsuk-heading-s nhsuk-u-margin-bottom-1">
        {nth + 1}. {href ? <a href={href}>{item.title}</a> : item.title}
      </h3>
      <p className="app-whose">{whysOf(item)}</p>
      <p>
        {item.because} {carried}
        {item.references.length > 0 && ` ${item.references.length === 1 ? "Case" : "Cases"}: ${item.references.join(", ")}.`}
      </p>
      {item.decided && (
        <p>
          <strong>{ITEM_OUTCOMES[item.decided.outcome]}.</strong>
          <Said>{item.decided.words}</Said>
        </p>
      )}
      {actions.length > 0 && <GivenList given={actions} hrefOf={hrefOf} nameOf={nameOf} now={now} />}
      {forms && <ItemForms {...view} item={item} nth={nth} />}
    </li>
  );
}

const GivenList = ({ given, hrefOf, nameOf, now }: Pick<CallView, "given" | "hrefOf" | "nameOf" | "now">) => (
  <ul className="nhsuk-list">
    {given.map(({ id, title, owner, dueOn, daysLate, status }) => {
      const href = hrefOf(`action_${id}`);
      return (
        <li key={id}>
          Action: {href ? <a href={href}>{title}</a> : title}: {nameOf(owner)}, {ACTION_STATUSES[status].title.toLowerCase()}.{" "}
          <DueDay dueOn={dueOn} daysLate={daysLate} now={now} />
        </li>
      );
    })}
  </ul>
);

/** Actions that were given under no item. */
function OtherActions(view: CallView) {
  const under = view.of.agenda.flatMap(({ actions }) => actions);
  const others = view.given.filter(({ id }) => !under.includes(id));
  return others.length === 0 ? null : (
    <Part id="other-actions" title={`${counted(others.length, "action")} under no item`}>
      <GivenList {...view} given={others} />
    </Part>
  );
}
