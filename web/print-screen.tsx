import { SummaryList } from "nhsuk-react-components";
import * as z from "zod";
import { titleOf } from "../core/escalation/escalation.ts";
import type { Fact } from "../core/escalation/fact.ts";
import { EscalationView } from "../core/escalation/view.ts";
import type { CaseView } from "./case-view.ts";
import { assertedOf, enteredLater, KnownLines, PoliceContact, RiskFacts } from "./known.tsx";
import { Hash } from "./print-line.tsx";
import { Line, LineIf, Said, Several } from "./recorded.tsx";
import { clockWords } from "./time.tsx";
import { STAGES } from "./words.ts";

/** A screen that was decided on, as it was kept: what was shown, and its hash. */
export interface Screen {
  readonly version: number;
  readonly hash: string;
  readonly shown: unknown;
}

const { shape } = EscalationView;
/** What is summed up of a screen. An old one may have shown less; what it showed is whole in the export. */
const Summed = z
  .object({
    version: shape.version,
    stage: shape.stage,
    type: shape.type,
    priority: shape.priority,
    ask: shape.ask,
    whyNow: shape.whyNow,
    place: shape.place,
    threshold: shape.threshold,
    riskFacts: shape.riskFacts,
    answers: shape.answers,
    alreadyDone: shape.alreadyDone,
    hazards: shape.hazards,
    person: shape.person,
    capacity: shape.capacity,
    legalStatus: shape.legalStatus,
    under18: shape.under18,
    childAtRisk: shape.childAtRisk,
    news: shape.news,
    missing: shape.missing,
    decision: shape.decision,
    disagreements: shape.disagreements,
    plan: shape.plan,
    policeContact: shape.policeContact,
    onPaper: shape.onPaper,
    referral: shape.referral,
    custody: shape.custody,
  })
  .partial();

/** One screen that somebody decided on: which line did so, the hash of what was shown, and what it said in short. */
export function ScreenShown({
  screen,
  decided,
  view,
}: {
  screen: Screen;
  decided: Fact | undefined;
  view: Pick<CaseView, "of" | "now" | "thresholds">;
}) {
  const read = Summed.safeParse(screen.shown);
  return (
    <section className="app-print__screen">
      <h3 className="nhsuk-heading-s">
        The screen of {decided ? `line ${decided.number}` : `version ${screen.version}, which no line decided on`}
      </h3>
      <p className="app-print__limits">
        Hash <Hash>{screen.hash}</Hash>
      </p>
      {read.success ? <Summary shown={read.data} view={view} /> : <p>It cannot be summed up here. It is whole in the export.</p>}
    </section>
  );
}

function Summary({
  shown,
  view: { of, now, thresholds },
}: {
  shown: z.output<typeof Summed>;
  view: Pick<CaseView, "of" | "now" | "thresholds">;
}) {
  const { terms } = of;
  const { decision, news = [], missing = [] } = shown;
  const riskFacts = [shown, ...news].flatMap((told) => told.riskFacts ?? []);
  return (
    <SummaryList>
      <Line name="Version">{shown.version}</Line>
      <Line name="Where it stood">{shown.stage && STAGES[shown.stage].title}</Line>
      <Line name="What it was about">{shown.type && titleOf(terms.types, shown.type)}</Line>
      <Line name="Urgency">{shown.priority}</Line>
      <Line name="What was asked">{shown.ask}</Line>
      <Line name="Why now">
        <Said>{shown.whyNow}</Said>
      </Line>
      <Line name={assertedOf(of.terms)}>{shown.threshold?.map((code) => titleOf(thresholds, code)).join("; ")}</Line>
      <LineIf name="Facts of risk">{riskFacts.length > 0 && <RiskFacts facts={riskFacts} terms={terms} now={now} />}</LineIf>
      <KnownLines known={shown} terms={terms} now={now} />
      <Line name="News until then" none="none">
        {news.length > 0 && (
          <Several>
            {news.map(({ number, by, at, words, onPaper, policeContact }) => (
              <li key={number}>
                Number {number}, {by.name}, {clockWords(at, now, true)}
                {onPaper && `. ${enteredLater(onPaper, now)}.`}
                <Said>{words}</Said>
                {policeContact && (
                  <p>
                    What police had said before: <PoliceContact contact={policeContact} onPaper={onPaper} now={now} />
                  </p>
                )}
              </li>
            ))}
          </Several>
        )}
      </Line>
      <Line name="The answer until then" none="none">
        {decision && (
          <>
            {titleOf(terms.decisions, decision.code)}, by {decision.by.name}, {clockWords(decision.at, now, true)}
            <Said>{decision.why}</Said>
          </>
        )}
      </Line>
      <LineIf name="When it was written">{shown.onPaper && enteredLater(shown.onPaper, now)}</LineIf>
      <LineIf name="What police had said before">
        {shown.policeContact && <PoliceContact contact={shown.policeContact} onPaper={shown.onPaper} now={now} />}
      </LineIf>
      {shown.disagreements?.map(({ at, by, why }) => (
        <Line key={at} name="The raising side had disagreed">
          {by.name}, {clockWords(at, now, true)}
          <Said>{why}</Said>
        </Line>
      ))}
      <LineIf name="The raising side’s interim plan">{shown.plan && <Said>{shown.plan.words}</Said>}</LineIf>
      <LineIf name="Referred to">{shown.referral && titleOf(terms.bodies, shown.referral.body)}</LineIf>
      <LineIf name="Arrived at the place of safety">
        {shown.custody?.arrivedAt && clockWords(shown.custody.arrivedAt, now, true)}
      </LineIf>
      <LineIf name="The detention began">{shown.custody?.beganAt && clockWords(shown.custody.beganAt, now, true)}</LineIf>
      <LineIf name="Not answered then">{missing.map(({ title }) => title).join(" ")}</LineIf>
    </SummaryList>
  );
}
