import { InsetText, SummaryList } from "nhsuk-react-components";
import type { Agency, Area, Partnership, Team } from "../core/partnership/partnership.ts";
import type { Version } from "../core/partnership/succession.ts";
import { type Counting, unpaired } from "../core/partnership/terms.ts";
import type { Instant } from "../core/time.ts";
import { Changes, changeCount, changesAddress, WHOLE } from "./agreement-changes-page.tsx";
import { AGENCY_KINDS } from "./agreement-fields.ts";
import { LearningLines } from "./agreement-learning.tsx";
import { Fold, titlesOf } from "./agreement-parts.tsx";
import { RetentionLines } from "./agreement-retention.tsx";
import { type ChangedPart, momentWords } from "./agreement-words.ts";
import type { Content } from "./page.tsx";
import { Line, Missing } from "./recorded.tsx";
import { rotaAddress } from "./rota-desks-page.tsx";
import { dateInFull } from "./rota-time.ts";
import { Telephone } from "./telephone.tsx";
import { counted } from "./words.ts";

/** Something that will be otherwise from a moment on. */
export interface ToCome {
  readonly at: Instant;
  /** What takes whose place, as a sentence. */
  readonly what: string;
  /** Empty where there is nothing to compare. */
  readonly parts: readonly ChangedPart[];
  /** Where all of it is shown by itself. */
  readonly href: string | undefined;
}

/** Who has the rota of a desk: their name, and whether a message would find them. */
export interface Owner {
  readonly name: string;
  readonly state: "reached" | "unreachable" | "unknown";
}

export interface AgreementView {
  readonly agreed: Partnership;
  /** The versions of pathways that are in force, with where each is. */
  readonly pathways: readonly Counting[];
  readonly toCome: readonly ToCome[];
  /** The versions before this one, the last first. */
  readonly earlier: readonly Version[];
  readonly ownerOf: (team: Team) => Owner;
  readonly nameOf: (person: string) => string;
  /** The reader's own agency: its rotas are open to them. */
  readonly agency: string;
  readonly now: Instant;
}

/** What the partners have agreed and is in force, who answers where, and what will change. Everybody who is signed in may read it. */
export function agreementPage(view: AgreementView): Content {
  const { agreed, pathways, toCome, earlier, now } = view;
  const own = agreed.teams.filter(({ agency }) => agency === view.agency);
  const unheard = agreed.teams.filter((team) => view.ownerOf(team).state !== "reached");
  const body = (
    <>
      <h1 className="nhsuk-heading-l">What has been agreed</h1>
      <InsetText>
        <p>
          <strong>
            {agreed.title} ({agreed.code}), version {agreed.version}
          </strong>
          , in force since {momentWords(agreed.effectiveFrom, now)}. Owner: {agreed.owner}.
        </p>
        <p>Whatever is on this page can be changed by a new version alone. Nobody changes it here.</p>
      </InsetText>
      <h2 className="nhsuk-heading-m">What will change</h2>
      {toCome.length === 0 && <p>No other version has been agreed.</p>}
      {toCome.map((one) => (
        <Coming key={`${one.at} ${one.what}`} one={one} now={now} />
      ))}
      <h2 className="nhsuk-heading-m">Pathways</h2>
      {pathways.map((counting) => (
        <PathwayLines
          key={`${counting.pathway.code} ${counting.pathway.version}`}
          counting={counting}
          agreed={agreed}
          now={now}
        />
      ))}
      <h2 className="nhsuk-heading-m">Learning together</h2>
      <LearningLines agreed={agreed} nameOf={view.nameOf} now={now} />
      <h2 className="nhsuk-heading-m">How long records are kept</h2>
      <RetentionLines agreed={agreed} />
      <h2 className="nhsuk-heading-m">Desks</h2>
      <p>Who answers, for whom, and the number that somebody picks up. The owner of a desk looks after its rota.</p>
      {unheard.length > 0 && (
        <p>
          <Missing>{counted(unheard.length, "desk has", "desks have")} no owner whom a message would find:</Missing> nobody hears
          of a gap in their rotas. Each is marked below.
        </p>
      )}
      {own.length > 0 && <Desks title={`Your own agency: ${counted(own.length, "desk")}`} desks={own} view={view} isOpen />}
      {kindsIn(agreed).map(([kind, agencies]) => {
        const desks = agreed.teams.filter((team) => agencies.some(({ code }) => code === team.agency && code !== view.agency));
        const title = `${AGENCY_KINDS[kind]}: ${counted(desks.length, "desk")}`;
        return desks.length > 0 && <Desks key={kind} title={title} desks={desks} view={view} />;
      })}
      <h2 className="nhsuk-heading-m">Areas and agencies</h2>
      <Fold title={`${counted(agreed.areas.length, "area")}, with their places`}>
        <ul className="nhsuk-list nhsuk-list--bullet">
          {agreed.areas.map((area) => (
            <AreaLine key={area.code} area={area} agreed={agreed} />
          ))}
        </ul>
      </Fold>
      {kindsIn(agreed).map(([kind, agencies]) => (
        <Fold key={kind} title={`${AGENCY_KINDS[kind]}: ${counted(agencies.length, "agency", "agencies")}`}>
          <ul className="nhsuk-list nhsuk-list--bullet">
            {agencies.map((agency) => (
              <AgencyLine key={agency.code} agency={agency} now={now} />
            ))}
          </ul>
        </Fold>
      ))}
      <h2 className="nhsuk-heading-m">Earlier versions</h2>
      {earlier.length === 0 && <p>This is the first version.</p>}
      <ul className="nhsuk-list">
        {earlier.map(({ version, effectiveFrom }, nth) => (
          <li key={version}>
            Version {version}, from {momentWords(effectiveFrom, now)}.{" "}
            <a href={changesAddress(WHOLE, version, earlier[nth - 1]?.version ?? agreed.version)}>
              What changed after version {version}
            </a>
          </li>
        ))}
      </ul>
    </>
  );
  return { title: "What has been agreed", body };
}

/** So much is said where it is announced; the rest has a page of its own. */
const FEW = 12;

/** One change: from when, what takes whose place, and what is otherwise then. */
export function Coming({ one: { at, what, parts, href }, now }: { one: ToCome; now: Instant }) {
  const count = parts.reduce((sum, { changes }) => sum + changes.length, 0);
  return (
    <div className="app-piece">
      <p>
        <strong>From {momentWords(at, now)}:</strong> {what}
      </p>
      {count > 0 && count <= FEW && (
        <Fold title={changeCount(parts)}>
          <Changes parts={parts} />
        </Fold>
      )}
      {href && (
        <p>
          <a href={href}>
            {count > FEW ? `${changeCount(parts)}: see all of them` : "See it by itself"}
            <span className="nhsuk-u-visually-hidden">: {what}</span>
          </a>
        </p>
      )}
    </div>
  );
}

function PathwayLines({ counting, agreed, now }: { counting: Counting; agreed: Partnership; now: Instant }) {
  const { pathway, areas } = counting;
  const { code, title, version, owner, effectiveFrom, note, raisedBy } = pathway;
  const alone = unpaired(agreed, pathway);
  return (
    <>
      <h3 className="nhsuk-heading-s">{title}</h3>
      <SummaryList>
        <Line name="Version">
          {version}, since {momentWords(effectiveFrom, now)}
        </Line>
        <Line name="Owner">{owner}</Line>
        <Line name="What it is">{note}</Line>
        <Line name="Where">
          {areas.length === agreed.areas.length ? "Everywhere" : areas.map((area) => area.title).join(", ")}
        </Line>
        <Line name="Who may raise">{raisedBy.map((kind) => AGENCY_KINDS[kind]).join(", ")}</Line>
        <Line name="Told beside those who answer" none="Every agency that may raise has a desk of its own beside the ladder">
          {alone.length > 0 && (
            <Fold title={`${counted(alone.length, "agency has", "agencies have")} no desk of their own beside the ladder`}>
              <p>Nobody of theirs is told at any tier when somebody is asked: {titlesOf(alone, agreed.agencies)}.</p>
            </Fold>
          )}
        </Line>
        <Line name="Read more">
          <ul className="app-list__ways">
            <li>
              <a href="/guidance">What is promised, in plain words</a>
            </li>
            <li>
              <a href={changesAddress(code)}>
                What changes<span className="nhsuk-u-visually-hidden"> in {title}</span>
              </a>
            </li>
            <li>
              <a href="/agreement/here">
                What changes in one area, and when<span className="nhsuk-u-visually-hidden">: {title}</span>
              </a>
            </li>
          </ul>
        </Line>
      </SummaryList>
    </>
  );
}

/** The agencies by their kind, kinds in the order in which they are written down. */
function kindsIn({ agencies }: Partnership): [Agency["kind"], Agency[]][] {
  const kinds = Object.keys(AGENCY_KINDS) as Agency["kind"][];
  return kinds
    .map((kind): [Agency["kind"], Agency[]] => [kind, agencies.filter((agency) => agency.kind === kind)])
    .filter(([, some]) => some.length > 0);
}

interface DesksProps {
  readonly title: string;
  readonly desks: readonly Team[];
  readonly view: AgreementView;
  readonly isOpen?: boolean;
}

const Desks = ({ title, desks, view, isOpen = false }: DesksProps) => (
  <Fold title={title} isOpen={isOpen}>
    <table className="nhsuk-table app-list app-even">
      <caption className="nhsuk-u-visually-hidden">{title}</caption>
      <thead className="nhsuk-table__head">
        <tr>
          <th scope="col">Desk</th>
          <th scope="col">Serves</th>
          <th scope="col">Owner</th>
          <th scope="col">Number</th>
        </tr>
      </thead>
      <tbody className="nhsuk-table__body">
        {desks.toSorted(byAgency(view.agreed)).map((desk) => (
          <Desk key={desk.code} desk={desk} view={view} />
        ))}
      </tbody>
    </table>
  </Fold>
);

const byAgency =
  ({ agencies }: Partnership) =>
  (a: Team, b: Team): number =>
    titlesOf([a.agency], agencies).localeCompare(titlesOf([b.agency], agencies)) || a.title.localeCompare(b.title);

function Desk({ desk, view: { agreed, agency, ownerOf } }: { desk: Team; view: AgreementView }) {
  const owner = ownerOf(desk);
  return (
    <tr className="nhsuk-table__row">
      <td className="nhsuk-table__cell">
        {desk.agency === agency ? <a href={rotaAddress(desk.code)}>{desk.title}</a> : <strong>{desk.title}</strong>}
        {desk.agency !== agency && <small>{titlesOf([desk.agency], agreed.agencies)}</small>}
      </td>
      <td className="nhsuk-table__cell">
        <small className="app-list__label">Serves</small> {servedBy(desk, agreed)}
      </td>
      <td className="nhsuk-table__cell">
        <small className="app-list__label">Owner</small> {owner.name}
        {owner.state !== "reached" && (
          <>
            . <Missing>{OWNERS[owner.state]}</Missing>
          </>
        )}
      </td>
      <td className="nhsuk-table__cell">
        <small className="app-list__label">Number</small> <Telephone number={desk.controlRoom} />
      </td>
    </tr>
  );
}

const OWNERS = {
  unknown: "Nobody is known by this name",
  unreachable: "No message can reach them",
};

function servedBy({ agency, areas, agencies, places, sites }: Team, agreed: Partnership): string {
  if (areas) return areas.length === agreed.areas.length ? "Every area" : titlesOf(areas, agreed.areas);
  if (agencies) return titlesOf(agencies, agreed.agencies);
  if (sites) return titlesOf(sites, agreed.agencies.find(({ code }) => code === agency)?.sites ?? []);
  const all = agreed.areas.flatMap((area) => area.places);
  return places?.length === all.length ? "Every place" : titlesOf(places ?? [], all);
}

const AreaLine = ({ area: { title, agency, places, default: takesAll }, agreed }: { area: Area; agreed: Partnership }) => (
  <li>
    <strong>{title}</strong>, {titlesOf([agency], agreed.agencies)}
    {takesAll && ": where nobody knows the place"}
    {places.length > 0 && ": "}
    {places
      .map(({ title: place, alsoKnownAs = [] }) => (alsoKnownAs.length > 0 ? `${place} (${alsoKnownAs.join(", ")})` : place))
      .join("; ")}
  </li>
);

const AgencyLine = ({ agency: { code, title, validFrom, validTo, sites }, now }: { agency: Agency; now: Instant }) => (
  <li>
    <strong>{title}</strong> ({code}){validFrom && `, from ${dateInFull(validFrom, now)}`}
    {validTo && `, until ${dateInFull(validTo, now)}`}
    {sites.length > 0 && `: ${sites.map((site) => site.title).join("; ")}`}
  </li>
);
