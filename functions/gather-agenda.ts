import { agendaOf, type Sources, weeksAround } from "../core/learning/agenda.ts";
import { type Call, type Gathered, invitees, leftBy } from "../core/learning/call.ts";
import { unclean } from "../core/learning/clean.ts";
import { type CardSources, packOf } from "../core/learning/pack.ts";
import { type Review, settledAt } from "../core/learning/review.ts";
import type { Tally } from "../core/measures/tally.ts";
import { AgendaWhy, type Learning } from "../core/partnership/learning.ts";
import { type Instant, since } from "../core/time.ts";
import { idsByReference } from "./aws/cases.ts";
import { inForce } from "./aws/directory.ts";
import { forTheCallBetween } from "./aws/for-the-call.ts";
import { callsOfSeries, mattersBetween, mattersById, openMattersOf } from "./aws/learning.ts";
import { talliesClosed, talliesOf, talliesRaised } from "./aws/tallies.ts";

/** So far back, and among so many of its own, a series looks for its last call, and for minutes that came late: a monthly one may have been left out twice. */
const LAST_CALL = "PT4800H";
const MOST_EARLIER = 10;
/** So far back the first call of a series looks for what has happened. */
const FIRST_LOOK = "PT1080H";
/** What a case has left for the call may have come some days after its end: its card is made from its row all the same. */
const WEEK = "PT168H";
/** What was written a moment ago may not be there to be read yet: the next call looks at it. */
const SETTLED = "PT2M";

/** What a call is built from, as it is now: what has happened since the last call of its series, and what is open. */
export async function gather(call: Call, learning: Learning, personOf: Sources["personOf"], now: Instant) {
  const { partnership, startsAt } = call;
  const series = learning.series.find(({ code }) => code === call.series);
  const own = await callsOfSeries(partnership, call.series, since(startsAt, LAST_CALL), startsAt, MOST_EARLIER);
  const earlier = own.filter((one) => one.startsAt < startsAt);
  const last = earlier.findLast(({ stage, looksTo }) => stage !== "cancelled" && looksTo !== null);
  const looksFrom = last?.looksTo ?? since(now, FIRST_LOOK);
  const looksTo = since(now, SETTLED);
  const [agreed, marks, tallies, reviews, concerns, actions] = await Promise.all([
    inForce(partnership, now),
    forTheCallBetween(partnership, looksFrom, looksTo),
    talliesClosed(partnership, since(looksFrom, WEEK), looksTo),
    mattersBetween(partnership, "review", looksFrom, looksTo),
    openMattersOf(partnership, "concern"),
    openMattersOf(partnership, "action"),
  ]);
  const around = await raisedAround(partnership, weeksAround(tallies, looksFrom), looksTo);
  const carried = leftBy(earlier);
  const references = [
    ...carried.flatMap((item) => item.references),
    ...marks.map(({ reference }) => reference),
    ...concerns.flatMap((concern) => concern.case?.reference ?? []),
  ];
  const named = await casesNamed(partnership, references, [...tallies, ...around], reviews);
  const agencyOf = (code: string): string => agreed.agencies.find((agency) => agency.code === code)?.title ?? code;
  const sources: Sources = { marks, tallies, around, reviews, concerns, actions, carried, named, personOf, agencyOf };
  const built = agendaOf(series ?? { looksAt: AgendaWhy.options }, sources, looksFrom, now);
  const gathered: Gathered = { ...built, people: invitees(call, learning), looksFrom, looksTo };
  const settled = named.reviews.filter((review) => settledAt(review) !== null); // what one side has said waits for the other
  const cards: CardSources = { tallies: named.tallies, reviews: settled, marks, personOf, isClean: (words) => !unclean(words) };
  return { gathered, pack: (sent: Call) => packOf(sent, cards, now) };
}

/** The cases that were raised in some stretches of time and had been closed by the time to which a call looks: one that ends later is for the next. */
async function raisedAround(partnership: string, weeks: ReturnType<typeof weeksAround>, looksTo: Instant): Promise<Tally[]> {
  const raised = await Promise.all(weeks.map(({ from, to }) => talliesRaised(partnership, from, to)));
  return raised.flat().filter(({ closedAt }) => closedAt !== null && closedAt <= looksTo);
}

/** What is known of the cases that these references name, whenever they ended: their rows and their reviews. */
async function casesNamed(
  partnership: string,
  references: readonly string[],
  rows: readonly Tally[],
  settled: readonly Review[],
): Promise<Pick<CardSources, "tallies" | "reviews">> {
  const isIn = (known: readonly { readonly reference: string }[]) => new Set(known.map(({ reference }) => reference));
  const [haveRow, haveReview] = [isIn(rows), isIn(settled)];
  const missing = references.filter((one) => !haveRow.has(one) || !haveReview.has(one));
  const reviews = [...settled, ...(await mattersById(partnership, "review", await idsByReference(partnership, missing)))];
  const others = await talliesOf(
    partnership,
    reviews.filter(({ reference }) => !haveRow.has(reference)),
  );
  return { tallies: [...rows, ...others], reviews };
}
