import { Tag } from "nhsuk-react-components";
import type * as z from "zod";
import type { routes } from "../core/routes.ts";
import type { Instant } from "../core/time.ts";
import { type Fields, inWordsOf, PressButton, PressForm, Problems, type Typed, WallClock } from "./form.tsx";
import type { Content } from "./page.tsx";
import { rotaAddress } from "./rota-desks-page.tsx";
import { Moment } from "./time.tsx";
import { CHANNELS, FATES } from "./words.ts";

export type DrillReport = z.output<typeof routes.listDrills.reply>["items"][number];

export interface DrillsView {
  readonly desk: { readonly code: string; readonly title: string };
  readonly mayPlan: boolean;
  readonly drills: readonly DrillReport[];
  readonly reader: string;
  readonly now: Instant;
  readonly keyOf: () => string;
  readonly typed: Typed;
  /** Why a press came to nothing. */
  readonly why?: string | undefined;
}

const FIELDS: Fields = { at: { label: "When", ask: "Say when, or leave it empty for now" } };

/** The drills of a desk: what each found out, and the form to plan one. No case is among them, and no figure of cases counts them. */
export function drillsPage({ desk, mayPlan, drills, reader, now, keyOf, typed, why }: DrillsView): Content {
  const asked: Typed = { ...typed, errors: inWordsOf(typed.errors, typed.values, FIELDS) };
  const address = `${rotaAddress(desk.code)}/drills`;
  const body = (
    <>
      <p className="app-back">
        <a href={rotaAddress(desk.code)}>The rota of {desk.title}</a>
      </p>
      <Problems form="drill" typed={asked} says="No drill has been planned." />
      <h1 className="nhsuk-heading-l">
        <span className="nhsuk-caption-l">{desk.title}</span> Drills
      </h1>
      <p className="nhsuk-u-reading-width">
        A drill is a test message to whoever is on duty at that moment. It goes the ways that a real page goes. They have ten
        minutes to press «I have it»; whoever does not is told to the owner of the rota. No case is raised, and no figure counts
        it.
      </p>
      {why && <p className="app-mark">{why}</p>}
      {mayPlan && (
        <PressForm to={address} press={{ key: keyOf() }} going="Planning…">
          <WallClock form="drill" name="at" label="When" hint="Leave it empty to send it now." typed={asked} />
          <PressButton>Plan a drill</PressButton>
        </PressForm>
      )}
      {drills.length === 0 && <p>There has been no drill at this desk.</p>}
      {drills.map((drill) => (
        <Report key={drill.id} drill={drill} reader={reader} now={now} to={`${address}/${drill.id}`} press={keyOf()} />
      ))}
    </>
  );
  return { title: `Drills: ${desk.title}`, body, here: "/rota", wrong: asked.errors.length > 0 };
}

interface ReportProps {
  readonly drill: DrillReport;
  readonly reader: string;
  readonly now: Instant;
  readonly to: string;
  readonly press: string;
}

function Report({ drill, reader, now, to, press }: ReportProps) {
  const isOpen = drill.toldAt !== null && drill.closedAt === null;
  const mine = drill.people.find(({ person, answeredAt }) => person === reader && answeredAt === null);
  return (
    <section id={`drill-${drill.id}`} aria-labelledby={`drill-${drill.id}-title`}>
      <h2 className="nhsuk-heading-s nhsuk-u-margin-bottom-2" id={`drill-${drill.id}-title`}>
        <Moment at={drill.at} now={now} />, planned by {drill.by.name}
      </h2>
      {isOpen && mine && (
        <PressForm to={to} press={{ key: press }} going="Answering…">
          <PressButton>I have it</PressButton>
        </PressForm>
      )}
      {drill.toldAt === null && <p>Not sent yet.</p>}
      {drill.toldAt !== null && drill.people.length === 0 && <p className="app-mark">Nobody was on duty at this desk.</p>}
      <ul>
        {drill.people.map(({ person, name, fate, by, arrivedAt, answeredAt }) => (
          <li key={person}>
            {name}:{" "}
            {arrivedAt && by ? (
              <>
                {CHANNELS[by]} arrived <Moment at={arrivedAt} now={now} seconds />
              </>
            ) : (
              FATES[fate ?? "waiting"]
            )}
            ;{" "}
            {answeredAt ? (
              <>
                answered <Moment at={answeredAt} now={now} seconds />
              </>
            ) : isOpen ? (
              "not answered yet"
            ) : (
              <Tag modifier="red">Not answered</Tag>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
