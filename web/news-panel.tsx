import { SummaryList } from "nhsuk-react-components";
import type { Piece } from "../core/escalation/escalation.ts";
import { titleOf } from "../core/escalation/escalation.ts";
import { unreadBy } from "../core/escalation/known.ts";
import { isAsker } from "../core/escalation/standing.ts";
import { addressOf, type CaseView, knownTo } from "./case-view.ts";
import { openingWithin } from "./decide-form.tsx";
import { type Press, PressButton, PressForm } from "./form.tsx";
import { assertedOf, enteredLater, KnownLines, PoliceContact, RiskFacts, saysMore } from "./known.tsx";
import { NEWS_FROM } from "./known-words.ts";
import { LineIf, Said } from "./recorded.tsx";
import { Telephone } from "./telephone.tsx";
import { Moment } from "./time.tsx";
import { counted } from "./words.ts";

/**
 * What this reader has not opened yet: how many pieces, from whom and when. Whoever answers reads them only after the press, which is the
 * decision's own where they may decide: so nothing that they have filled in is lost by it.
 */
export function Unread({ press, ...view }: CaseView & { press: Press }) {
  const { of, reader, moves, now, agencyOf } = view;
  const pieces = unreadBy(of, reader.id);
  const within = moves.includes("decision") ? openingWithin(of) : undefined;
  return (
    <div id="app-unread" data-part="">
      {pieces.length > 0 && (
        <section className="app-unread" aria-labelledby="unread">
          <h2 className="nhsuk-heading-m" id="unread">
            {counted(pieces.length, "unread piece")} of news
          </h2>
          <ul className="nhsuk-list">
            {pieces.map(({ number, kind, by, at, onPaper }) => (
              <li key={number}>
                From {by.name}, {agencyOf(by.agency)}, at <Moment at={at} now={now} />
                {kind === "linked" && ": another request"}
                {onPaper && `. ${enteredLater(onPaper, now)}.`}
              </li>
            ))}
          </ul>
          {moves.includes("news-read") && (
            <PressForm to={addressOf(of, "news-read")} press={press} going="Opening">
              <input type="hidden" name="upTo" value={pieces.at(-1)?.number ?? ""} form={within?.of} />
              <PressButton id="app-open" {...(within ? { elsewhere: within } : {})}>
                {isAsker(of, reader) ? "I have read what is new" : "Open what is new"}
              </PressButton>
            </PressForm>
          )}
        </section>
      )}
    </div>
  );
}

/** What has come since the raise, newest first, as far as this reader has opened it. */
export function News(view: CaseView) {
  const { of, reader } = view;
  const unread = unreadBy(of, reader.id).length;
  const pieces = knownTo(view).news.toReversed();
  return (
    <div id="app-news" data-part="">
      {of.news.length > 0 && (
        <>
          <h2 className="nhsuk-heading-s nhsuk-u-margin-bottom-1">What has changed since</h2>
          {unread > 0 && !isAsker(of, reader) && <p>{counted(unread, "piece")} not opened yet.</p>}
          {pieces.map((piece) => (
            <OnePiece key={piece.number} piece={piece} view={view} />
          ))}
        </>
      )}
    </div>
  );
}

function OnePiece({ piece, view: { of, now, agencyOf, nameOf } }: { piece: Piece; view: CaseView }) {
  const { kind, by, at, from, furtherConcern, words, ask, callBack, riskFacts = [], readBy, threshold, type } = piece;
  const { policeContact, onPaper } = piece;
  return (
    <article className="app-piece">
      <p className="nhsuk-u-margin-bottom-1">
        <strong>
          {kind === "linked" ? "Another request joined this case" : furtherConcern ? "A further concern" : "News"}, at{" "}
          <Moment at={at} now={now} />
        </strong>
        , from {by.name}, {agencyOf(by.agency)}
        {from && ` (${NEWS_FROM[from].toLowerCase()})`}
        {callBack && (
          <>
            , call back on <Telephone number={callBack} />
          </>
        )}
      </p>
      {onPaper && <p className="nhsuk-u-margin-bottom-1">{enteredLater(onPaper, now)}.</p>}
      <Said>{ask}</Said>
      <Said>{words}</Said>
      {riskFacts.length > 0 && <RiskFacts facts={riskFacts} terms={of.terms} now={now} />}
      {(saysMore(piece) || type || policeContact || (threshold && threshold.length > 0)) && (
        <SummaryList noBorder>
          <LineIf name={assertedOf(of.terms)}>
            {threshold && threshold.length > 0 && threshold.map((code) => titleOf(of.terms.thresholds, code)).join("; ")}
          </LineIf>
          <LineIf name="What police said before">
            {policeContact && <PoliceContact contact={policeContact} onPaper={onPaper} now={now} />}
          </LineIf>
          <LineIf name="What it is about now">{type && titleOf(of.terms.types, type)}</LineIf>
          <KnownLines known={piece} terms={of.terms} now={now} />
        </SummaryList>
      )}
      <p className="app-whose">
        {readBy.length === 0 ? (
          <strong>Nobody has opened it yet.</strong>
        ) : (
          <>
            Opened by{" "}
            {readBy.map((read, nth) => (
              <span key={read.by}>
                {nth > 0 && "; "}
                {nameOf(read.by)} at <Moment at={read.at} now={now} />
              </span>
            ))}
            .
          </>
        )}
      </p>
    </article>
  );
}
