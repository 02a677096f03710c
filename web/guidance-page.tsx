import { Button, Details, InsetText } from "nhsuk-react-components";
import { questionsOf } from "../core/escalation/known.ts";
import type { AgreedHere, Guidance } from "../core/partnership/guidance.ts";
import type { Pathway } from "../core/partnership/partnership.ts";
import { inWords, milliseconds } from "../core/time.ts";
import { hereAddress } from "./agreement-here-page.tsx";
import { type Choice, PickOne, Problems, ShortText } from "./form.tsx";
import { LiveOnly } from "./live-only.tsx";
import type { Content } from "./page.tsx";
import { dayInFull } from "./print-time.tsx";
import { Telephone } from "./telephone.tsx";

export interface GuidanceView {
  readonly guidance: Guidance;
  readonly places: readonly Choice[];
  readonly place: string;
  /** The day that is shown, as a form gives it. */
  readonly day: string;
  readonly wrongDay: boolean;
  /** Whether this reader may raise, and so is led there. */
  readonly mayRaise: boolean;
}

/** «When will police attend?»: the agreement in force, in plain words. It says what is asked and promised, and decides nothing. */
export function guidancePage({ guidance: { area, pathways }, places, place, day, wrongDay, mayRaise }: GuidanceView): Content {
  const errors = wrongDay ? [{ field: "day", reason: "Give a day such as 2026-11-22. What is shown is in force today" }] : [];
  const typed = { values: new URLSearchParams({ place, day }), errors };
  const body = (
    <div className="nhsuk-u-reading-width">
      <Problems form="guidance" typed={typed} />
      <h1 className="nhsuk-heading-l">When will police attend?</h1>
      <p>
        Nobody is asked from this page. If someone is about to be harmed, ring 999 now.{" "}
        {mayRaise && (
          <>
            If you think that police are needed, and they have said no or nothing, <a href="/raise">raise it</a>: you need not be
            sure.
          </>
        )}
      </p>
      <form method="get" action="/guidance">
        <PickOne form="guidance" typed={typed} name="place" label="Where?" choices={places} />
        <ShortText form="guidance" typed={typed} name="day" label="On which day?" kind="date" />
        <Button type="submit" secondary>
          Show
        </Button>
      </form>
      <p>
        <strong>{area.title}</strong> answers for {place || "this place"}
        {area.recognised ? "." : ": it is on no list of ours, so the desk for unknown places is asked."}
      </p>
      <LiveOnly>
        <p>
          <a href={hereAddress(area.code)}>What changes here, and when</a>.{" "}
          <a href="/agreement">What has been agreed, and what will change</a>
        </p>
      </LiveOnly>
      {pathways.length === 0 && <p>Nothing had been agreed for this place on that day.</p>}
      {pathways.map((agreed) => (
        <InForce key={agreed.pathway.code} agreed={agreed} />
      ))}
    </div>
  );
  return { title: "When will police attend?", body, here: "/guidance", wrong: wrongDay };
}

function InForce({ agreed: { pathway, rungs, next } }: { agreed: AgreedHere }) {
  const { title, version, owner, effectiveFrom, note, thresholds, questionSet, priorities, types, decisions, speech } = pathway;
  const of = capitalised(speech.answerers);
  const yes = decisions.filter(({ declines }) => !declines);
  const no = decisions.filter(({ declines }) => declines);
  return (
    <section aria-labelledby={`${pathway.code}-title`}>
      <h2 className="nhsuk-heading-m" id={`${pathway.code}-title`}>
        {title}
      </h2>
      <InsetText>
        <p>
          Version {version}, in force since {dayInFull(effectiveFrom)}. Owner: {owner}.
        </p>
        <p>{note}</p>
        {next && (
          <p>
            <strong>
              Version {next.version} takes its place on {dayInFull(next.effectiveFrom)}.
            </strong>
          </p>
        )}
      </InsetText>
      <h3 className="nhsuk-heading-s">What counts</h3>
      {questionSet.limbs.length > 0 && <p>One part is enough. Each is read by itself, on what is known now.</p>}
      {questionSet.limbs.map((limb) => (
        <div key={limb.code}>
          <p>
            <strong>{limb.title}</strong>
          </p>
          <ul className="nhsuk-list nhsuk-list--bullet">
            {thresholds
              .filter((one) => one.limb === limb.code)
              .map((one) => (
                <li key={one.code}>{one.title}</li>
              ))}
          </ul>
        </div>
      ))}
      <p>
        <strong>{questionSet.limbs.length > 0 ? "It is also asked for when" : "It is asked for when"}</strong>
      </p>
      <ul className="nhsuk-list nhsuk-list--bullet">
        {thresholds
          .filter((one) => one.limb === undefined && !one.unsure)
          .map((one) => (
            <li key={one.code}>{one.title}</li>
          ))}
      </ul>
      <h3 className="nhsuk-heading-s">How soon</h3>
      <HowSoon priorities={priorities} />
      <h3 className="nhsuk-heading-s">Who answers</h3>
      <p>The first of these. When a limit is missed, or you read it differently and say so, the next.</p>
      <ol className="nhsuk-list nhsuk-list--number">
        {rungs.map(({ code, title: tier, desks }) => (
          <li key={code}>
            {tier}
            {desks.map((desk) => (
              <span key={desk.code}>
                : {desk.title}, <Telephone number={desk.controlRoom} />
              </span>
            ))}
          </li>
        ))}
      </ol>
      <h3 className="nhsuk-heading-s">What the answer may be</h3>
      {no.length > 0 ? (
        <>
          <Answers title={`${of} come, or stay`} decisions={yes} />
          <Answers title={`${of} do not come now`} decisions={no} />
        </>
      ) : (
        <Answers title={`What ${speech.answerers} may answer`} decisions={yes} />
      )}
      <h3 className="nhsuk-heading-s">What {speech.answerers} are likely to ask</h3>
      {types.map((type) => (
        <Details key={type.code}>
          <Details.Summary>{`${type.title}: ${type.priority} unless your answers make it more urgent`}</Details.Summary>
          <Details.Text>
            <ul className="nhsuk-list nhsuk-list--bullet">
              {questionsOf({ types, questions: questionSet.questions }, type.code).map(({ code, title: question }) => (
                <li key={code}>{question}</li>
              ))}
            </ul>
          </Details.Text>
        </Details>
      ))}
    </section>
  );
}

const capitalised = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const within = ({ within }: { readonly within: string }): string => inWords(milliseconds(within));

/** The limits of each priority, as everybody is held to them. */
const HowSoon = ({ priorities }: { priorities: Pathway["priorities"] }) => (
  <table className="nhsuk-table app-list">
    <caption className="nhsuk-u-visually-hidden">What is promised, by priority</caption>
    <thead className="nhsuk-table__head">
      <tr>
        <th scope="col">Priority</th>
        <th scope="col">Acknowledged within</th>
        <th scope="col">Decided within</th>
        <th scope="col">There within</th>
      </tr>
    </thead>
    <tbody className="nhsuk-table__body">
      {priorities.map(({ code, title, limits }) => (
        <tr key={code} className="nhsuk-table__row">
          <th scope="row" className="nhsuk-table__header">
            {`${code} ${title}`}
          </th>
          <td className="nhsuk-table__cell">
            <small className="app-list__label">Acknowledged within</small> {within(limits.acknowledge)}
          </td>
          <td className="nhsuk-table__cell">
            <small className="app-list__label">Decided within</small> {within(limits.decide)}
          </td>
          <td className="nhsuk-table__cell">
            <small className="app-list__label">There within</small>{" "}
            {limits.byAppointment ? "by appointment" : `${within(limits.arrive)} of a yes`}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
);

const Answers = ({ title, decisions }: { title: string; decisions: Pathway["decisions"] }) => (
  <Details>
    <Details.Summary>{title}</Details.Summary>
    <Details.Text>
      <dl>
        {decisions.map(({ code, title: answer, told }) => (
          <div key={code}>
            <dt>
              <strong>{answer}</strong>
            </dt>
            <dd className="nhsuk-u-margin-bottom-3">{told}</dd>
          </div>
        ))}
      </dl>
    </Details.Text>
  </Details>
);
