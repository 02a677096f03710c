import { agendaOf, type Sources } from "../core/learning/agenda.ts";
import { byForm } from "../core/learning/by-form.ts";
import { type Call, carriedFrom, type Gathered, invitees } from "../core/learning/call.ts";
import { folded, tokensIn } from "../core/learning/folded.ts";
import { type CardSources, packOf } from "../core/learning/pack.ts";
import type { Learning } from "../core/partnership/learning.ts";
import { type Instant, since } from "../core/time.ts";
import { forTheCallBetween } from "./aws/for-the-call.ts";
import { mattersBetween, openMattersOf } from "./aws/learning.ts";
import { talliesClosed } from "./aws/tallies.ts";

/** So far back a series looks for its last call, and its first call for what has happened. */
const LOOK_BACK = "PT1080H";
/** A person who comes again within a week is seen by the week before. */
const WEEK = "PT168H";

/** What was clean of its own case when it was written is looked at once more, by form. */
function isClean(words: string): boolean {
  const { plain } = folded(words);
  return byForm(plain, tokensIn(plain)).length === 0;
}

/** What a call is built from, as it is now: what has happened since the last call of its series, and what is open. */
export async function gather(call: Call, learning: Learning, personOf: Sources["personOf"], now: Instant) {
  const { partnership, startsAt } = call;
  const series = learning.series.find(({ code }) => code === call.series);
  const earlier = await mattersBetween(partnership, "call", since(startsAt, LOOK_BACK), startsAt);
  const held = earlier.filter(
    ({ id, series: own, stage, looksFrom }) =>
      own === call.series && id !== call.id && stage !== "cancelled" && looksFrom !== null,
  );
  const last = held.at(-1);
  const looksFrom = last?.packAt ?? since(now, WEEK);
  const [marks, tallies, reviews, concerns, actions] = await Promise.all([
    forTheCallBetween(partnership, looksFrom, now),
    talliesClosed(partnership, since(looksFrom, WEEK), now),
    mattersBetween(partnership, "review", looksFrom, now),
    openMattersOf(partnership, "concern"),
    openMattersOf(partnership, "action"),
  ]);
  const sources: Sources = { marks, tallies, reviews, concerns, actions, carried: last ? carriedFrom(last) : [], personOf };
  const built = agendaOf(series ?? { looksAt: [] }, sources, looksFrom, now);
  const gathered: Gathered = { ...built, people: invitees(call, learning), looksFrom };
  const cards: CardSources = { tallies, marks, reviews, personOf, isClean };
  return { gathered, pack: (sent: Call) => packOf(sent, cards, now) };
}
