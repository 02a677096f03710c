import { Tag } from "nhsuk-react-components";
import { titleOf } from "../core/escalation/escalation.ts";
import type { Triage } from "../core/escalation/triage.ts";
import { READINGS } from "./known-words.ts";
import { priorityColour } from "./words.ts";

export interface TriageShown {
  readonly triage: Triage;
  /** The priorities of the pathway, from the most urgent down. */
  readonly priorities: readonly { readonly code: string; readonly title: string }[];
}

const COLOURS = { met: "purple", not_met: "grey", not_enough_information: "yellow" } as const;

/** What a raiser's answers mean: each limb by itself, how urgent they make it, and what is still missing. It informs; people decide. */
export const TriageView = ({ triage: { limbs, priority, missing }, priorities }: TriageShown) => (
  <div className="app-triage">
    <dl className="app-triage__limbs">
      {limbs.map(({ limb, title, reading, says, meanwhile }) => (
        <div key={limb}>
          <dt>
            {title} <Tag modifier={COLOURS[reading]}>{READINGS[reading]}</Tag>
          </dt>
          <dd>{says}</dd>
          <dd>
            <strong>Meanwhile:</strong> {meanwhile}
          </dd>
        </div>
      ))}
    </dl>
    <p className="app-tags">
      These answers ask for:{" "}
      <Tag modifier={priorityColour(priorities.findIndex(({ code }) => code === priority))}>
        {`${priority} ${titleOf(priorities, priority)}`}
      </Tag>
    </p>
    {missing.length > 0 && (
      <>
        <p>Whoever answers is likely to ask this too, and nobody has answered it yet:</p>
        <ul className="nhsuk-list nhsuk-list--bullet">
          {missing.map(({ code, title }) => (
            <li key={code}>{title}</li>
          ))}
        </ul>
      </>
    )}
  </div>
);
