import type { ReactNode } from "react";
import { GIVEN_BY_AGENCIES, type NamedFor } from "../core/membership/membership.ts";
import type { Role } from "../core/people.ts";
import type { Day } from "../core/rota/wall.ts";
import type { Instant } from "../core/time.ts";
import {
  AnyOf,
  type Choice,
  inWordsOf,
  LongText,
  PickOne,
  type Press,
  PressButton,
  PressForm,
  Problems,
  ShortText,
  type Typed,
} from "./form.tsx";
import type { Content } from "./page.tsx";
import { personAddress, ROLES } from "./people-page.tsx";
import { Missing } from "./recorded.tsx";
import { rotaAddress } from "./rota-desks-page.tsx";
import { dayInFull } from "./rota-time.ts";
import { Moment } from "./time.tsx";

/** A desk on whose rota somebody stands, as its administrator must know it before anything ends. */
export interface StandsOn {
  readonly code: string;
  readonly title: string;
  readonly owner: string;
  readonly until: Instant | null;
  readonly beyond: boolean;
  /** Who is left there when they are on duty now; undefined when they are not. */
  readonly leaves: readonly string[] | undefined;
}

const FIELDS = {
  name: { label: "Name", ask: "Give their name" },
  subject: { label: "Name at sign-in", ask: "Give the name at sign-in that they have read out to you" },
  email: { label: "Email address", ask: "Give an email address of theirs" },
  site: { label: "Site", ask: "Choose a site" },
  roles: { label: "What they may do", ask: "Choose what they may do" },
  why: { label: "Why", ask: "Say why: it is needed for what this lets them do" },
  known: { label: "Who is left", ask: "Say that you know who is left on duty" },
};
export type MembershipFields = typeof FIELDS;

const inWords = (typed: Typed): Typed => ({ ...typed, errors: inWordsOf(typed.errors, typed.values, FIELDS) });

/** What each role is called where it is given; those that need a reason say so. */
const ROLE_CHOICES = GIVEN_BY_AGENCIES.map((code) => ({ code, title: ROLES[code] }));

interface FormView {
  readonly typed: Typed;
  readonly press: Press;
  readonly sites: readonly Choice[];
  /** Why a press came to nothing, where that is about no field. */
  readonly why?: string | undefined;
}

export interface PersonView extends FormView {
  readonly id: string;
  readonly name: string;
  /** What a change is guarded by: the membership as its reader sees it. */
  readonly version: string;
  /** Roles that the partnership gives, and which stay as they are. */
  readonly others: readonly Role[];
  readonly isReader: boolean;
  /** Who answers for it, where it is a partner’s system and no person. */
  readonly owner?: string | undefined;
  readonly endedAt: Instant | null;
  readonly standing: readonly StandsOn[];
  readonly done: string | undefined;
  readonly now: Instant;
}

/** One membership, for the administrator of its agency: what it lets its holder do, and how it ends. */
export function personPage(view: PersonView): Content {
  const { id, name, version, others, isReader, owner, endedAt, standing, done, sites, press, why, now } = view;
  const typed = inWords(view.typed);
  const body = (
    <div className="nhsuk-u-reading-width">
      <p className="app-back">
        <a href="/people">People of your agency</a>
      </p>
      <Problems form="membership" typed={typed} says="Nothing has been changed." />
      <NotDone why={why} />
      {done && (
        <div className="nhsuk-inset-text" role="status">
          <p>{done}</p>
        </div>
      )}
      <h1 className="nhsuk-heading-l">{name}</h1>
      {endedAt !== null ? (
        <p>
          This membership ended at <Moment at={endedAt} now={now} />. What they did stays under their name.
        </p>
      ) : (
        <>
          {owner === undefined ? (
            <>
              <PressForm to={`${personAddress(id)}/change`} press={press} going="Looking at it…">
                <input type="hidden" name="version" value={version} />
                <ShortText form="membership" typed={typed} name="name" label={FIELDS.name.label} />
                <SiteAndRoles typed={typed} sites={sites} fixed={isReader} />
                {others.length > 0 && (
                  <p>
                    The partnership has given: {others.map((role) => ROLES[role]).join(". ")}. That stays, and is changed by an
                    operator.
                  </p>
                )}
                <Why typed={typed} />
                <PressButton>Look at the change</PressButton>
              </PressForm>
              <h2 className="nhsuk-heading-m">Rotas</h2>
              <Standings standing={standing} now={now} />
            </>
          ) : (
            <System owner={owner} />
          )}
          {isReader ? (
            <p>Nobody ends their own membership. Ask another administrator of your agency.</p>
          ) : (
            <PressForm to={`${personAddress(id)}/end`} press={press} going="Looking at it…">
              <input type="hidden" name="version" value={version} />
              <h2 className="nhsuk-heading-m">End this membership</h2>
              <p>From then on they are refused at their next request. You see first what it does.</p>
              <PressButton quiet>Look at what ending it does</PressButton>
            </PressForm>
          )}
        </>
      )}
    </div>
  );
  return { title: name, body, here: "/people", wrong: typed.errors.length > 0 || why !== undefined };
}

/** A partner’s system, as its agency’s administrator must know it before they let it go on. */
const System = ({ owner }: { readonly owner: string }) => (
  <>
    <p>This is a system, and no person. {owner} answers for it.</p>
    <p>
      It raises requests in your agency’s name, reads the cases that your agency asked about, and adds news to them. It answers
      nothing, closes nothing, stands on no rota and is sent no messages. An operator changes its name and who answers for it.
    </p>
  </>
);

/** Somebody new: who they are, how they sign in, and what they may do. */
export function newcomerPage(view: FormView): Content {
  const { sites, press, why } = view;
  const typed = inWords(view.typed);
  const body = (
    <div className="nhsuk-u-reading-width">
      <p className="app-back">
        <a href="/people">People of your agency</a>
      </p>
      <Problems form="membership" typed={typed} says="Nobody has been enrolled." />
      <NotDone why={why} />
      <h1 className="nhsuk-heading-l">Enrol somebody</h1>
      <PressForm to="/people/new" press={press} going="Looking at it…">
        <ShortText form="membership" typed={typed} name="name" label={FIELDS.name.label} hint="As colleagues read it on a case" />
        <ShortText
          form="membership"
          typed={typed}
          name="subject"
          label={FIELDS.subject.label}
          hint="They read it on the page that they come to when they sign in before they are enrolled, and give it to you. It is theirs alone."
        />
        <ShortText
          form="membership"
          typed={typed}
          name="email"
          label={FIELDS.email.label}
          hint="Nothing is sent there before they have said, signed in, that it is theirs."
        />
        <SiteAndRoles typed={typed} sites={sites} fixed={false} />
        <Why typed={typed} />
        <PressButton>Look at it first</PressButton>
      </PressForm>
    </div>
  );
  return { title: "Enrol somebody", body, here: "/people", wrong: typed.errors.length > 0 || why !== undefined };
}

/** Something of the learning side that waits for somebody. What it says is not theirs to read who changes memberships. */
export interface Waits {
  readonly kind: "action" | "concern" | "feedback";
  readonly reference: string | null;
  readonly on: Day;
}

export interface MembershipCheckView {
  readonly name: string;
  readonly heading: string;
  /** Each thing that a membership says: what it is now, and what it will be. */
  readonly lines: readonly { readonly what: string; readonly before: string; readonly after: string }[];
  /** Where they stand on rotas, and could not act any more; and what somebody knows who has read whom that leaves. */
  readonly standing?: readonly StandsOn[];
  readonly known?: string;
  /** The whole membership ends, and leaves what the agreement names them for. Why is asked here, as nothing was filled in before. */
  readonly ends?: NamedFor;
  /** What of the learning side waits for them, and by which day. */
  readonly left?: readonly Waits[];
  readonly to: string;
  readonly back: string;
  readonly button: string;
  readonly typed: Typed;
  readonly press: Press;
  readonly now: Instant;
}

/** The fields of this page's own; the others are what was filled in, carried along unseen. */
const OURS = ["key", "do", "known"];

/** What a press will do, before it does: what is, and what will be, beside one another. */
export function membershipCheckPage(view: MembershipCheckView): Content {
  const { name, heading, lines, standing, known = "", ends, left = [], to, back, button, press, now } = view;
  const typed = inWords(view.typed);
  const duty = (standing ?? []).filter(({ leaves }) => leaves !== undefined);
  const own = ends ? [...OURS, "why"] : OURS;
  const body = (
    <div className="nhsuk-u-reading-width">
      <p className="app-back">
        <a href={back}>Leave it, and go back</a>
      </p>
      <Problems form="membership" typed={typed} says="Nothing has been changed yet." />
      <h1 className="nhsuk-heading-l">
        <span className="nhsuk-caption-l">{name}</span>
        {heading}
      </h1>
      <p>Nothing has been changed yet.</p>
      <table className="nhsuk-table app-list">
        <caption className="nhsuk-u-visually-hidden">What is now, and what will be</caption>
        <thead className="nhsuk-table__head">
          <tr>
            <th scope="col">What</th>
            <th scope="col">Now</th>
            <th scope="col">Then</th>
          </tr>
        </thead>
        <tbody className="nhsuk-table__body">
          {lines.map(({ what, before, after }) => (
            <tr key={what} className="nhsuk-table__row">
              <th scope="row" className="nhsuk-table__header">
                {what}
              </th>
              <td className="nhsuk-table__cell">
                <small className="app-list__label">Now</small> {before}
              </td>
              <td className="nhsuk-table__cell">
                <small className="app-list__label">Then</small> {before === after ? "The same" : <strong>{after}</strong>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {standing && (
        <>
          <h2 className="nhsuk-heading-m">Rotas</h2>
          <Standings standing={standing} now={now} />
          {ends && duty.length > 0 && (
            <p>
              Escalations that they have stay theirs until they are off the rota, or their shift ends. Have them taken off it
              first.
            </p>
          )}
        </>
      )}
      {ends && <Named {...ends} />}
      {left.length > 0 && <Left left={left} now={now} />}
      <PressForm to={to} press={press} going="Changing it…">
        {[...typed.values]
          .filter(([field]) => !own.includes(field))
          .map(([field, value], nth) => (
            <input key={nth} type="hidden" name={field} value={value} />
          ))}
        {ends && <Why typed={typed} />}
        {duty.length > 0 && (
          <AnyOf
            form="membership"
            typed={typed}
            name="known"
            label={`${name} is on duty now`}
            choices={[{ code: known, title: `I know that ${duty.map(leftAt).join("; ")}` }]}
          />
        )}
        <input type="hidden" name="do" value="make" />
        <PressButton grave={ends !== undefined}>{button}</PressButton>
      </PressForm>
    </div>
  );
  return { title: heading, body, here: "/people", wrong: typed.errors.length > 0 };
}

const leftAt = ({ title, leaves = [] }: StandsOn): string =>
  `${title} is left with ${leaves.length === 0 ? "nobody" : leaves.join(", ")}`;

const NotDone = ({ why }: { why: string | undefined }): ReactNode =>
  why && (
    <section className="app-alert" aria-labelledby="not-done">
      <h2 className="nhsuk-heading-s" id="not-done">
        Not done
      </h2>
      <p>{why}</p>
    </section>
  );

/** Nobody changes their own roles: to themselves they are shown, and not offered. */
const SiteAndRoles = ({ typed, sites, fixed }: { typed: Typed; sites: readonly Choice[]; fixed: boolean }) => (
  <>
    {sites.length > 0 && (
      <PickOne
        form="membership"
        typed={typed}
        name="site"
        label={FIELDS.site.label}
        first="No site of their own"
        choices={sites}
      />
    )}
    {fixed ? (
      <>
        <p>You may: {rolesInWords(typed.values.getAll("roles") as Role[])}. Nobody changes their own roles.</p>
        {typed.values.getAll("roles").map((role) => (
          <input key={role} type="hidden" name="roles" value={role} />
        ))}
      </>
    ) : (
      <AnyOf form="membership" typed={typed} name="roles" label={FIELDS.roles.label} choices={ROLE_CHOICES} />
    )}
  </>
);

const Why = ({ typed }: { typed: Typed }) => (
  <LongText
    form="membership"
    typed={typed}
    name="why"
    label="Why?"
    hint="Needed when somebody may answer as a duty officer, change people, or look through the audit from now on. It stays in the audit. Nothing about a patient."
    most={300}
    rows={2}
  />
);

/** Where somebody stands on rotas: no change of their membership takes them off, whoever looks after each rota does. */
const Standings = ({ standing, now }: { standing: readonly StandsOn[]; now: Instant }) =>
  standing.length === 0 ? (
    <p>Stands on no rota of your agency.</p>
  ) : (
    <ul className="nhsuk-list nhsuk-list--bullet">
      {standing.map((one) => (
        <li key={one.code}>
          Stands on the rota of <a href={rotaAddress(one.code)}>{one.title}</a>
          {one.until && (one.beyond ? ", and on beyond " : " until ")}
          {one.until && <Moment at={one.until} now={now} />}: changes go to its owner, {one.owner}.{" "}
          {one.leaves && <Missing>On duty now. Without them it {leftAt(one).replace(`${one.title} `, "")}.</Missing>}
        </li>
      ))}
    </ul>
  );

/** What goes on naming somebody who has gone. */
const Named = ({ desks, leads, chairs, systems }: NamedFor) =>
  desks.length + systems.length === 0 && !leads && !chairs ? null : (
    <>
      <h2 className="nhsuk-heading-m">What they are named for</h2>
      <p>It goes on naming them until an operator changes it. What is sent to them meanwhile reaches nobody.</p>
      <ul className="nhsuk-list nhsuk-list--bullet">
        {desks.map((title) => (
          <li key={title}>Looks after the rota of {title}</li>
        ))}
        {leads && <li>Answers for their agency in what the partners learn</li>}
        {chairs && <li>Chairs partner calls</li>}
        {systems.map((name) => (
          <li key={name}>Answers for the system {name}</li>
        ))}
      </ul>
    </>
  );

const KINDS = { action: "An action", concern: "Concern", feedback: "Feedback" } as const;

/** What waits for somebody who leaves: whoever stands in for them hears of it when they have left. */
const Left = ({ left, now }: { readonly left: readonly Waits[]; readonly now: Instant }) => (
  <>
    <h2 className="nhsuk-heading-m">What waits for them</h2>
    <p>When you end it, whoever answers for the agency in what the partners learn hears of each, or the chair.</p>
    <ul className="nhsuk-list nhsuk-list--bullet">
      {left.map(({ kind, reference, on }, nth) => (
        <li key={nth}>
          {[KINDS[kind], reference].filter(Boolean).join(" ")}, due on {dayInFull(on, now)}
        </li>
      ))}
    </ul>
  </>
);

/** Roles as a sentence says them. */
export const rolesInWords = (roles: readonly Role[]): string =>
  roles.length === 0 ? "Nothing" : roles.map((role) => ROLES[role]).join(". ");
