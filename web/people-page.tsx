import { Button, Details } from "nhsuk-react-components";
import type { Role } from "../core/people.ts";
import type { Instant } from "../core/time.ts";
import type { Content } from "./page.tsx";
import { Missing } from "./recorded.tsx";
import { rotaAddress } from "./rota-desks-page.tsx";
import { Moment } from "./time.tsx";
import { counted } from "./words.ts";

/** Somebody as whoever looks after an agency's rotas sees them: never an address, never a number. */
export interface Colleague {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly site: string | undefined;
  /** The desks on whose rotas they stand; and those of them where cases climb to, which they have no role to answer. */
  readonly desks: readonly { readonly code: string; readonly title: string }[];
  readonly mayNotAnswer: readonly string[];
  /** How many ways a message can be sent to them along. */
  readonly ways: number;
}

export interface PeopleView {
  readonly agency: string;
  readonly people: readonly Colleague[];
  /** Who stands on a rota, and is nobody of this agency, or no more: by their name or code, with the desk. */
  readonly strangers: readonly { readonly person: string; readonly desk: string; readonly hasEnded: boolean }[];
  /** For its administrators: whose membership has ended, and since when, the last first. */
  readonly ended?: readonly { readonly id: string; readonly name: string; readonly at: Instant }[];
  readonly now?: Instant;
}

/** Where an administrator changes somebody's membership. */
export const personAddress = (id: string): string => `/people/${encodeURIComponent(id)}`;

/** What each role lets its holder do, in words. */
export const ROLES: Record<Role, string> = {
  raiser: "May raise",
  site_lead: "Leads a site: raises, and sees its people and what was unusual there",
  duty_officer: "Answers as a duty officer",
  control_room: "Answers in a control room",
  rota_manager: "Looks after rotas",
  agency_admin: "Changes people and memberships",
  privacy_officer: "Looks through the audit",
  chair: "Chairs the partnership",
  board_member: "Reads the board’s figures",
  service: "A system, no person",
};

/** The people of one agency: what they may do, where they stand on rotas, and whether a message finds them. */
export function peoplePage({ agency, people, strangers, ended, now }: PeopleView): Content {
  const changes = ended !== undefined;
  const unreached = people.filter(isUnreached);
  const unable = people.filter(({ mayNotAnswer }) => mayNotAnswer.length > 0);
  const body = (
    <>
      <p className="app-back">
        <a href="/rota">All desks</a>
      </p>
      <h1 className="nhsuk-heading-l">People of {agency}</h1>
      <p>
        {counted(people.length, "person", "people")}. How each is reached they change themselves, on their own page; roles and
        sites are changed by {changes ? "you: open somebody by their name." : "your administrator."}
      </p>
      {changes && <Button href="/people/new">Enrol somebody</Button>}
      {changes && (
        <p>
          <a href="/flags">What was done unusually often</a>
        </p>
      )}
      {unreached.length + unable.length + strangers.length > 0 && (
        <section className="app-alert" aria-labelledby="wrong">
          <h2 className="nhsuk-heading-s" id="wrong">
            What would go wrong
          </h2>
          <ul className="nhsuk-list nhsuk-list--bullet">
            {unreached.map(({ id, name, desks }) => (
              <li key={id}>
                {name} cannot be reached
                {desks.length > 0 && `, and stands on the rota of ${desks.map(({ title }) => title).join("; ")}`}.
              </li>
            ))}
            {unable.map(({ id, name, mayNotAnswer }) => (
              <li key={id}>
                {name} stands on the rota of {mayNotAnswer.join("; ")}, and has no role to answer there.
              </li>
            ))}
            {strangers.map(({ person, desk, hasEnded }) => (
              <li key={`${person} ${desk}`}>
                {person} stands on the rota of {desk}, and{" "}
                {hasEnded ? "their membership has ended." : "nobody of this agency is known by that name."}
              </li>
            ))}
          </ul>
        </section>
      )}
      <table className="nhsuk-table app-list">
        <caption className="nhsuk-u-visually-hidden">The people of {agency}</caption>
        <thead className="nhsuk-table__head">
          <tr>
            <th scope="col">Name</th>
            <th scope="col">May do</th>
            <th scope="col">On the rota of</th>
            <th scope="col">Reached</th>
          </tr>
        </thead>
        <tbody className="nhsuk-table__body">
          {people.map((person) => (
            <Row key={person.id} person={person} changes={changes} />
          ))}
        </tbody>
      </table>
      {ended && ended.length > 0 && now && (
        <Details>
          <Details.Summary>{counted(ended.length, "membership has", "memberships have")} ended</Details.Summary>
          <Details.Text>
            <ul className="nhsuk-list nhsuk-list--bullet">
              {ended.map(({ id, name, at }) => (
                <li key={id}>
                  {name}, <Moment at={at} now={now} />
                </li>
              ))}
            </ul>
          </Details.Text>
        </Details>
      )}
    </>
  );
  return { title: `People of ${agency}`, body, ...(changes ? { here: "/people" } : {}) };
}

/** No message finds them. A system is sent none, unless somebody has put it on a rota. */
const isUnreached = ({ roles, ways, desks }: Colleague): boolean =>
  ways === 0 && (desks.length > 0 || !roles.includes("service"));

const reachedBy = ({ roles, ways }: Colleague): string =>
  roles.includes("service") ? "Sent no messages" : `In ${counted(ways, "way")}`;

const Row = ({ person, person: { id, name, roles, site, desks }, changes }: { person: Colleague; changes: boolean }) => (
  <tr className="nhsuk-table__row">
    <th scope="row" className="nhsuk-table__header">
      {changes ? <a href={personAddress(id)}>{name}</a> : name}
      {site && <small>{site}</small>}
    </th>
    <td className="nhsuk-table__cell">
      <small className="app-list__label">May do</small>{" "}
      {roles.length === 0 ? "Nothing yet" : roles.map((role) => ROLES[role]).join(". ")}
    </td>
    <td className="nhsuk-table__cell">
      <small className="app-list__label">On the rota of</small>{" "}
      {desks.length === 0 ? (
        "No desk"
      ) : (
        <ul className="nhsuk-list nhsuk-u-margin-bottom-0">
          {desks.map(({ code, title }) => (
            <li key={code}>
              <a href={rotaAddress(code)}>{title}</a>
            </li>
          ))}
        </ul>
      )}
    </td>
    <td className="nhsuk-table__cell">
      <small className="app-list__label">Reached</small>{" "}
      {isUnreached(person) ? <Missing>Cannot be reached</Missing> : reachedBy(person)}
    </td>
  </tr>
);
