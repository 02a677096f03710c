import { SummaryList } from "nhsuk-react-components";
import type { ReactNode } from "react";
import { titleOf } from "../core/escalation/escalation.ts";
import type { Fact } from "../core/escalation/fact.ts";
import { DecisionLines } from "./answer-lines.tsx";
import { Asked } from "./asked-panel.tsx";
import type { CaseView } from "./case-view.ts";
import { CustodyLines } from "./custody-panel.tsx";
import { AnswerLines, Doubts } from "./first-answer-lines.tsx";
import { KeptLines, type KeptView } from "./kept-lines.tsx";
import { KnownList, saysMore } from "./known.tsx";
import { stageShown } from "./marks.ts";
import type { Content } from "./page.tsx";
import { Facts, Hash, PrintLine } from "./print-line.tsx";
import { type Screen, ScreenShown } from "./print-screen.tsx";
import { Full, ON_PAPER, type Printed } from "./print-time.tsx";
import { Line, LineIf, Said } from "./recorded.tsx";
import { fateWords, wayWords } from "./story.tsx";
import { clockWords } from "./time.tsx";
import { ENDINGS, KINDS, SEEN_BY } from "./words.ts";

/** On paper nothing is pressed. */
const NOTHING_TO_PRESS = {
  moves: [],
  keyOf: () => "",
  colleagues: [],
  priorities: [],
  others: [],
  answered: [],
  tier: undefined,
  wall: "",
  later: "",
  revision: "",
};

/** The case, whose agreement it is, every screen that was decided on, and whether all is as it was written. */
export interface PrintView extends Omit<CaseView, keyof typeof NOTHING_TO_PRESS | "now" | "tried"> {
  readonly partnership: string;
  readonly screens: readonly Screen[];
  readonly chain: string;
  readonly keeping: Omit<KeptView, "agencyOf">;
  readonly printed: Printed;
  /** Its reader has no part in it: there is no page of theirs to go back to. */
  readonly isOthers?: boolean;
}
type Paper = PrintView & CaseView;

/** The whole case for paper: as it is, every line of its story, each screen that was decided on, every message, and whether all of it is as written. */
export function printPage(given: PrintView): Content {
  const view: Paper = { ...NOTHING_TO_PRESS, ...given, now: ON_PAPER };
  const { of } = view;
  const { place: _, ...told } = of.ask;
  const body = (
    <article className="app-print">
      <p className="app-print__mark">OFFICIAL-SENSITIVE</p>
      <h1 className="nhsuk-heading-l">
        {of.reference}: {titleOf(of.terms.types, of.ask.type)}, {of.ask.place.borough}
      </h1>
      {!view.isOthers && (
        <p className="app-print__ways">
          <a href={`/escalations/${of.id}`}>Back to the case</a> <a href={`/escalations/${of.id}/export.json`}>Export (JSON)</a>
        </p>
      )}
      <Head {...view} />
      <Part title="What was asked">
        <p className="app-asked">{of.ask.ask}</p>
        <Asked {...view} />
        <Facts of={of} facts={of.ask.riskFacts} />
        {saysMore(told) && <KnownList known={told} terms={of.terms} now={view.now} />}
      </Part>
      {of.firstAnswer && (
        <Part title={`First answer ${of.firstAnswer.reference}, before the ladder`}>
          <Doubts first={of.firstAnswer} now={view.now} />
          <SummaryList>
            <AnswerLines {...view} first={of.firstAnswer} bodies={of.terms.bodies} />
          </SummaryList>
        </Part>
      )}
      <Part title="The case as it is">
        <AsItIs {...view} />
      </Part>
      <Part title="What has happened, line by line">
        <ol className="app-print__list">
          {view.facts.map((fact) => (
            <PrintLine key={fact.number} fact={fact} view={view} />
          ))}
        </ol>
      </Part>
      <Part title="Each screen that was decided on">
        {view.screens.length === 0 && <p>Nothing has been decided yet.</p>}
        {view.screens.map((screen) => (
          <ScreenShown key={screen.version} screen={screen} view={view} decided={decidedOn(view.facts, screen)} />
        ))}
      </Part>
      <Part title="Who answers for it, and how long it is kept">
        <SummaryList>
          <KeptLines {...view.keeping} agencyOf={view.agencyOf} now={view.now} />
        </SummaryList>
      </Part>
      <Part title="Every message, and what became of it">
        <Messages {...view} />
      </Part>
    </article>
  );
  return { title: `${of.reference}, for print`, body };
}

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <section className="app-print__part">
    <h2 className="nhsuk-heading-m">{title}</h2>
    {children}
  </section>
);

/** Which line decided on a screen. */
const decidedOn = (facts: readonly Fact[], { version }: Screen): Fact | undefined =>
  facts.find((fact) => fact.what === "decided" && fact.version === version);

function Head({ of, partnership, printed, chain, facts, agencyOf }: Paper) {
  const { terms, raised } = of;
  return (
    <SummaryList>
      <Line name="Reference">{of.reference}</Line>
      <Line name="Partnership">{partnership}</Line>
      <Line name="Agreement">
        {terms.title}, version {terms.version}, question set {terms.questionSet}
      </Line>
      <Line name="Area">
        {terms.area.title}, {agencyOf(terms.area.agency)}
      </Line>
      <Line name="Raised">
        <Full at={raised.at} />, by {raised.by.name}, {agencyOf(raised.by.agency)}
      </Line>
      <Line name="Printed at">
        <Full at={printed.at} />, by {printed.by}
      </Line>
      <Line name="Is it whole?">
        {chain === "whole" ? (
          <>
            Yes: each of the {facts.length} lines, and each screen that was decided on, is as it was written. The last line has
            the hash <Hash>{of.chain}</Hash>.
          </>
        ) : (
          <strong>No: {chain}.</strong>
        )}
      </Line>
    </SummaryList>
  );
}

function AsItIs(view: Paper) {
  const { of, nameOf, agencyOf, now } = view;
  const { terms, owner, told, plan, outcome, closed, unresolvedAt, related, disagreements } = of;
  return (
    <SummaryList>
      <Line name="Where it stands">{stageShown(of).title}</Line>
      <Line name="Urgency">
        {of.priority} {titleOf(terms.priorities, of.priority)}
      </Line>
      <Line name="Who has it" none="nobody">
        {owner && `${owner.by.name}, ${agencyOf(owner.by.agency)}, since ${clockWords(owner.at, now, true)}`}
      </Line>
      <Line name="Told beside, on the raising side" none="nobody">
        {of.beside.map(nameOf).join(", ")}
      </Line>
      <LineIf name="Other bodies that hear each answer">{told.map((code) => titleOf(terms.bodies, code)).join(", ")}</LineIf>
      <DecisionLines {...view} />
      {disagreements.map(({ at, by, why }) => (
        <Line key={at} name="The raising side disagreed">
          {by.name}, {clockWords(at, now, true)}
          <Said>{why}</Said>
        </Line>
      ))}
      <CustodyLines {...view} />
      <LineIf name="The disagreement was left unresolved">{unresolvedAt && clockWords(unresolvedAt, now, true)}</LineIf>
      <LineIf name="The raising side’s interim plan">
        {plan && (
          <>
            {plan.by.name}, {clockWords(plan.at, now, true)}
            <Said>{plan.words}</Said>
          </>
        )}
      </LineIf>
      {related.map(({ id, reference, said }) => (
        <Line key={id} name={`May be the same as ${reference}`} none="nobody has said yet">
          {said && (
            <>
              {said.same ? "The same" : "Not the same"}, said {said.by.name}, {clockWords(said.at, now, true)}
              <Said>{said.because}</Said>
            </>
          )}
        </Line>
      ))}
      <LineIf name="What was done with the answer">
        {of.response && (
          <>
            {titleOf(terms.responses, of.response.code)}, said by {of.response.by.name}, {clockWords(of.response.at, now, true)}
            <Said>{of.response.why}</Said>
          </>
        )}
      </LineIf>
      {of.lookBacks.map(({ code, outcome: was, by, at }) => (
        <Line key={code} name={titleOf(terms.lookBacks, code)}>
          {titleOf(terms.outcomes, was)}. Recorded by {by.name}, {clockWords(at, now, true)}
        </Line>
      ))}
      <Line name="What happened to the person">
        {outcome &&
          `${titleOf(terms.outcomes, outcome.code)}. Seen by: ${SEEN_BY[outcome.seenBy].toLowerCase()}. Recorded by ${outcome.by.name}, ${clockWords(outcome.at, now, true)}`}
      </Line>
      <Line name="How it ended" none="it is open">
        {closed && (
          <>
            {ENDINGS[closed.as]}, by {closed.by.name}, {clockWords(closed.at, now, true)}
            <Said>{closed.why}</Said>
          </>
        )}
      </Line>
    </SummaryList>
  );
}

const Messages = ({ notices, nameOf, now }: Paper) =>
  notices.length === 0 ? (
    <p>Nobody was written to.</p>
  ) : (
    <ol className="app-print__list">
      {notices.map((notice) => (
        <li key={notice.id}>
          <Full at={notice.at} />. {KINDS[notice.kind]}: {nameOf(notice.to)}
          {wayWords(notice)}, {fateWords(notice, now)}.
        </li>
      ))}
    </ol>
  );
