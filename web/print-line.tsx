import { SummaryList } from "nhsuk-react-components";
import type { RiskFact } from "../core/escalation/ask.ts";
import { titleOf } from "../core/escalation/escalation.ts";
import type { Fact } from "../core/escalation/fact.ts";
import type { CaseView } from "./case-view.ts";
import { assertedOf, KnownLines, PoliceContact, RiskFacts } from "./known.tsx";
import { NEWS_FROM } from "./known-words.ts";
import { Full, ON_PAPER } from "./print-time.tsx";
import { Line, LineIf } from "./recorded.tsx";
import { Sentence } from "./story.tsx";
import { Telephone } from "./telephone.tsx";
import { clockWords } from "./time.tsx";
import { LIMITS } from "./words.ts";

/** A hash in full: it is long, and breaks anywhere. */
export const Hash = ({ children }: { children: string }) => <code className="app-print__hash">{children}</code>;

/** One line of the story: its number, its time in full, its sentence, all that was told with it, the limits that it moved, and its hash. */
export const PrintLine = ({ fact, view }: { fact: Fact; view: CaseView }) => (
  <li className="app-print__fact" id={`fact-${fact.number}`}>
    <p className="app-print__when">
      Line {fact.number}, <Full at={fact.at} />
    </p>
    <div className="app-print__sentence">
      <Sentence fact={fact} context={view} />
    </div>
    <Beneath fact={fact} view={view} />
    {fact.clocks && fact.clocks.length > 0 && (
      <p className="app-print__limits">
        Limits:{" "}
        {fact.clocks
          .map(({ limit, of, dueAt, missedAt, endedAt }) => {
            const whose = of ? ` (${view.agencyOf(of)})` : "";
            const state = missedAt ? "missed" : endedAt ? "ended" : "running";
            return `${LIMITS[limit].by} ${clockWords(dueAt, view.now, true)}${whose}, ${state}`;
          })
          .join("; ")}
        .
      </p>
    )}
    <p className="app-print__limits">
      Hash <Hash>{fact.hash}</Hash>
    </p>
  </li>
);

/** What came with a line and is in no sentence: all of a piece of news, and all of a request that joined. */
function Beneath({ fact, view: { of, now, thresholds } }: { fact: Fact; view: CaseView }) {
  const titles = (codes: readonly string[]) => codes.map((code) => titleOf(thresholds, code)).join("; ");
  if (fact.what === "news_added") {
    const { news } = fact.about;
    return (
      <SummaryList>
        <Line name="From whom">{news.from && NEWS_FROM[news.from]}</Line>
        <LineIf name="Another caller’s own concern">{news.furtherConcern && "Yes"}</LineIf>
        <LineIf name="What it is about now">{news.type && titleOf(of.terms.types, news.type)}</LineIf>
        <LineIf name={assertedOf(of.terms)}>{news.threshold && titles(news.threshold)}</LineIf>
        <KnownLines known={news} terms={of.terms} now={now} />
      </SummaryList>
    );
  }
  if (fact.what !== "request_linked") return null;
  const { ask } = fact.about;
  return (
    <>
      <Facts of={of} facts={ask.riskFacts} />
      <SummaryList>
        <Line name="What it is about">{titleOf(of.terms.types, ask.type)}</Line>
        <Line name={assertedOf(of.terms)}>{titles(ask.threshold)}</Line>
        <LineIf name="Deputy">
          {ask.deputy && (
            <>
              {ask.deputy.name}, <Telephone number={ask.deputy.phone} />
            </>
          )}
        </LineIf>
        <LineIf name="What police said before">
          {ask.policeContact && <PoliceContact contact={ask.policeContact} onPaper={ask.onPaper} now={now} />}
        </LineIf>
        <KnownLines known={ask} terms={of.terms} now={now} />
      </SummaryList>
    </>
  );
}

/** Facts of risk, if there are any. */
export const Facts = ({ of, facts = [] }: Pick<CaseView, "of"> & { facts?: readonly RiskFact[] | undefined }) =>
  facts.length > 0 && <RiskFacts facts={facts} terms={of.terms} now={ON_PAPER} />;
