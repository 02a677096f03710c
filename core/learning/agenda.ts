import { THEMES, type Theme } from "../escalation/theme.ts";
import type { MissedLimit, Tally } from "../measures/tally.ts";
import type { Series } from "../partnership/learning.ts";
import { dayNumber, wallOf } from "../rota/wall.ts";
import { between, type Instant } from "../time.ts";
import { type Action, daysLate } from "./action.ts";
import type { AgendaItem } from "./call.ts";
import { agendaTitle } from "./called.ts";
import type { Concern } from "./concern.ts";
import type { ForTheCall } from "./for-the-call.ts";
import { closingQuestions, differencesOf, type Review, settledAt, silentSides, themesOf } from "./review.ts";

/** Everything that an agenda is built from, as it was read: it holds no case, and nobody’s words but the titles of actions. */
export interface Sources {
  /** What cases have left for the call since the last one. */
  readonly marks: readonly ForTheCall[];
  /** Cases that were closed since the last call, and those of the week before it. */
  readonly tallies: readonly Tally[];
  /** Cases that have ended and were raised within a week of these, whenever they were closed: a person who comes again is seen so. */
  readonly around: readonly Tally[];
  /** Reviews that were answered, or given up, since the last call. */
  readonly reviews: readonly Review[];
  readonly concerns: readonly Concern[];
  readonly actions: readonly Action[];
  readonly carried: readonly AgendaItem[];
  /** The rows and the reviews of the cases that all these name, as they are now, whenever they ended. */
  readonly named: { readonly tallies: readonly Tally[]; readonly reviews: readonly Review[] };
  /** The same name for one person throughout one pack, and another in the next. */
  readonly personOf: (subject: string) => string;
  /** What the partners call an agency. */
  readonly agencyOf: (code: string) => string;
}

/** So many items one agenda has; what found no room stands beside it. */
export const MOST_ITEMS = 40;
/** So many of its places are kept for good practice, whatever else there is. */
const KEPT_FOR_GOOD = 2;
/** So many cases one item names; the pack and the page say how many more there are. */
const MOST_NAMED = 6;
/** A person who is raised again within so many days comes again. */
const AGAIN_DAYS = 7;
const AGAIN_MS = AGAIN_DAYS * 86_400_000;

/**
 * The agenda of a call: each thing once, with every reason why it is here, in the order of reasons that its series names. Nothing is on it
 * by anybody’s choice: what a series looks at and what has happened decide.
 */
export function agendaOf(series: Pick<Series, "looksAt" | "priorities">, from: Sources, since: Instant, now: Instant) {
  const { looksAt, priorities } = series;
  const isLookedAt = ({ priority }: { readonly priority: string }) => !priorities || priorities.includes(priority);
  const reviews = from.reviews.filter((review) => isLookedAt(review) && settledAt(review) !== null);
  const tallies = from.tallies.filter((tally) => isLookedAt({ priority: tally.lastPriority }));
  const fresh = tallies.filter(({ closedAt, merged }) => closedAt !== null && closedAt > since && !merged);
  const found: Candidate[] = [
    ...from.actions.filter((action) => daysLate(action, now) > 0).map((action) => overdue(action, now)),
    ...from.marks.filter(isLookedAt).map((mark) => marked(mark, from)),
    ...reviews.flatMap(differing),
    ...notGiven(reviews, from.agencyOf),
    ...missedLimits(fresh),
    ...repeated(
      from.around.filter(({ lastPriority: priority }) => isLookedAt({ priority })),
      since,
      from.personOf,
    ),
    ...from.concerns.map((concern) => open(concern, now)),
    ...good(fresh, from.reviews, from.concerns),
  ];
  const own = found.filter(({ why }) => looksAt.includes(why));
  const carried = looksAt.includes("carried_over") ? from.carried.flatMap((item) => asItIsNow(item, from, now)) : [];
  const rank = ({ why }: Candidate) => (why === "added" ? -1 : looksAt.indexOf(why));
  const whole = together(own, carried, rank);
  const ranked = whole.toSorted((a, b) => rank(a) - rank(b) || b.carried - a.carried);
  return shortened(ranked);
}

type Candidate = Omit<AgendaItem, "also">;

/** What was carried over, as it is now: nothing, when it has been settled, done or given meanwhile. */
function asItIsNow(item: AgendaItem, { concerns, actions, named }: Sources, now: Instant): AgendaItem[] {
  const { id, why, matter: about } = item;
  if (about?.startsWith("concern_")) return concerns.some((concern) => about === `concern_${concern.id}`) ? [item] : [];
  if (about?.startsWith("action_"))
    return actions.some((action) => about === `action_${action.id}` && daysLate(action, now) > 0) ? [item] : [];
  if (why !== "review_missing") return [{ ...item, because: asSaidLast(item.because, item.references, named) }];
  const isMissing = (reference: string): boolean => {
    const review = named.reviews.find((one) => one.reference === reference);
    return !review || silentSides(review).some((side) => id === reference || id === missingFrom(side));
  };
  const references = item.references.filter(isMissing);
  if (references.length === 0) return [];
  return [{ ...item, references, because: item.references.includes(id) ? item.because : stillNone(references) }];
}

/** What is said of cases that an earlier call named for a review which nobody has given yet. */
const stillNone = (references: readonly string[]): string =>
  `Still none was given in ${one(references.length, "case")} that an earlier call named.`;

/**
 * One thing once: what is said of the same case or matter for several reasons is one item, under the gravest of them. What was carried over
 * is told as it is found now, where it is found; else as it stood, and says how often it was carried.
 */
function together(found: readonly Candidate[], carried: readonly AgendaItem[], rank: (one: Candidate) => number): AgendaItem[] {
  const earlier = mergedById(carried);
  const gravestFirst = found.toSorted((a, b) => rank(a) - rank(b));
  const byId = Map.groupBy(gravestFirst, ({ id }) => id);
  const fresh = [...byId.values()].map((same): AgendaItem => {
    const [first, ...more] = same as [Candidate, ...Candidate[]];
    const whys = [...new Set(same.map(({ why }) => why))];
    const because = [...new Set([first.because, ...more.map((one) => one.because)])];
    const references = [...new Set(same.flatMap((one) => one.references))];
    const before = earlier.get(first.id);
    const item = { ...first, also: whys.slice(1), because: because.join(" "), carried: before?.carried ?? 0, references };
    return first.why === "review_missing" && before ? withEarlier(item, before) : item;
  });
  return [...fresh, ...[...earlier.values()].filter(({ id }) => !byId.has(id))];
}

/** What several calls left of one thing, as one item: of missing reviews each names its own cases. */
function mergedById(carried: readonly AgendaItem[]): Map<string, AgendaItem> {
  const once = new Map<string, AgendaItem>();
  for (const item of carried) {
    const known = once.get(item.id);
    if (!known) once.set(item.id, item);
    else if (item.why === "review_missing") {
      const references = [...new Set([...known.references, ...item.references])];
      once.set(item.id, { ...known, references, because: stillNone(references) });
    }
  }
  return once;
}

/** Reviews that are missing now, and those that an earlier call named and nobody has given: the side that owes both is one item. */
function withEarlier(item: AgendaItem, before: AgendaItem): AgendaItem {
  const others = before.references.filter((reference) => !item.references.includes(reference));
  if (others.length === 0) return item;
  return {
    ...item,
    because: `${item.because} ${stillNone(others)}`,
    references: [...others, ...item.references].slice(0, MOST_NAMED),
  };
}

/** The first so many, with room kept for what went well; `more` found none. */
function shortened(ranked: readonly AgendaItem[]): { agenda: AgendaItem[]; more: AgendaItem[] } {
  const isGood = ({ why }: AgendaItem) => why === "good_practice";
  const kept = ranked.filter(isGood).slice(0, KEPT_FOR_GOOD);
  const others = ranked.filter((item) => !kept.includes(item)).slice(0, MOST_ITEMS - kept.length);
  const agenda = ranked.filter((item) => kept.includes(item) || others.includes(item));
  return { agenda, more: ranked.filter((item) => !agenda.includes(item)) };
}

const HAPPENED: Record<ForTheCall["why"], string> = {
  harm: "The person came to harm.",
  nobody_answered: "Nobody on the whole ladder answered in time.",
  left_without_agreed_handover: "Officers left before a handover was agreed.",
  disagreement_unresolved: "The two sides did not come to agree.",
  outcome_after_closing: "What happened to the person became known only after the case had been closed.",
  decision_changed: "The answer was changed after it had been given.",
};

/** The same where it was said of a case later that nobody came to harm: what was recorded stands, and so does what was said last. */
const TAKEN_BACK = "It was recorded that the person came to harm; what was recorded last says otherwise.";
const asSaidLast = (because: string, references: readonly string[], { tallies }: Sources["named"]): string =>
  tallies.some(({ reference, harm, merged }) => harm === false && !merged && references.includes(reference))
    ? because.replace(HAPPENED.harm, TAKEN_BACK)
    : because;

const words = (code: string): string => code.replaceAll("_", " ");
const one = (n: number, word: string): string => `${n} ${word}${n === 1 ? "" : "s"}`;

const marked = (mark: ForTheCall, { named }: Pick<Sources, "named">): Candidate => ({
  id: mark.reference,
  why: mark.why,
  title: agendaTitle(mark),
  because: asSaidLast(HAPPENED[mark.why], [mark.reference], named),
  references: [mark.reference],
  matter: null,
  carried: 0,
});

const overdue = (action: Action, now: Instant): Candidate => ({
  id: `action_${action.id}`,
  why: "action_overdue",
  title: action.title,
  because: `An action that is ${one(daysLate(action, now), "day")} late${action.toLeadAt ? "; the agency’s lead has been told" : ""}.`,
  references: [],
  matter: `action_${action.id}`,
  carried: 0,
});

/** What the closing questions show where both sides have answered them: that they differ. */
function differing(review: Review): Candidate[] {
  const { id, reference } = review;
  const differ = differencesOf(review);
  if (differ.length === 0) return [];
  return [
    {
      id: reference,
      why: "sides_differ",
      title: agendaTitle(review),
      because: `The two sides differ on ${differ.map((on) => closingQuestions(review)[on].on).join(" and on ")}.`,
      references: [reference],
      matter: `review_${id}`,
      carried: 0,
    },
  ];
}

const missingFrom = ({ agency, side }: Pick<Review["asked"][number], "agency" | "side">): string =>
  `review_missing:${agency}:${side}`;

/** Reviews that stand as not given, by agency and side: how many, not one item for each. */
function notGiven(reviews: readonly Review[], agencyOf: Sources["agencyOf"]): Candidate[] {
  const all = reviews.flatMap((review) =>
    silentSides(review).map(({ agency, side }) => ({ agency, side, reference: review.reference })),
  );
  const groups = Map.groupBy(all, missingFrom);
  return [...groups]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .flatMap(([id, group]) => {
      const [first] = group;
      if (!first) return [];
      return [
        {
          id,
          why: "review_missing" as const,
          title: `${agencyOf(first.agency)}: no review by the ${first.side} side`,
          because: `None was given in ${one(group.length, "case")} since the last call.`,
          references: group.map(({ reference }) => reference).slice(0, MOST_NAMED),
          matter: null,
          carried: 0,
        },
      ];
    });
}

/** Why a limit was missed, as half a sentence. */
export const CAUSES: Record<NonNullable<MissedLimit["cause"]>, string> = {
  nobody_on_rota: "nobody was on the rota",
  not_delivered: "the message did not arrive",
  delivered_late: "the message arrived late",
  read_not_acknowledged: "it was read and not acknowledged",
  delivered_not_read: "it arrived and was not read",
  not_acknowledged: "nobody had acknowledged it",
  decided_late: "the decision came late",
  unit_diverted: "the unit was sent elsewhere",
  not_arrived: "nobody arrived in time",
};

/** Limits that were missed, by limit and cause: how often, not one item for each. */
function missedLimits(tallies: readonly Tally[]): Candidate[] {
  const all = tallies.flatMap(({ reference, missed }) => missed.map((each) => ({ ...each, reference })));
  const groups = Map.groupBy(all, ({ limit, cause }) => `${limit}:${cause ?? "unknown"}`);
  return [...groups]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .flatMap(([id, group]) => {
      const [first] = group;
      if (!first) return [];
      const references = [...new Set(group.map(({ reference }) => reference))];
      const because = first.cause ? CAUSES[first.cause] : "no message can tell why";
      return [
        {
          id: `limit_missed:${id}`,
          why: "limit_missed" as const,
          title: `«${words(first.limit)}» missed ${one(group.length, "time")}: ${because}`,
          because: `In ${one(references.length, "case")} since the last call.`,
          references: references.slice(0, MOST_NAMED),
          matter: null,
          carried: 0,
        },
      ];
    });
}

/** When another case about the same person would have been raised, for each that was closed since the last call: stretches of time that do not meet. */
export function weeksAround(tallies: readonly Tally[], since: Instant): { readonly from: Instant; readonly to: Instant }[] {
  const ended = tallies.filter(({ subject, merged, closedAt }) => subject !== null && !merged && (closedAt ?? "") > since);
  const at = (instant: Instant, by: number): Instant => new Date(Date.parse(instant) + by).toISOString();
  const found: { from: Instant; to: Instant }[] = [];
  for (const { raisedAt } of ended.toSorted((a, b) => (a.raisedAt < b.raisedAt ? -1 : 1))) {
    const [from, to] = [at(raisedAt, -AGAIN_MS), at(raisedAt, AGAIN_MS + 1)];
    const last = found.at(-1);
    if (last && from <= last.to) last.to = to;
    else found.push({ from, to });
  }
  return found;
}

/**
 * People who were raised again within a week, however long either case was open, when one of the two was closed since the last call: only with
 * the end of both is it known.
 */
function repeated(tallies: readonly Tally[], since: Instant, personOf: Sources["personOf"]): Candidate[] {
  const known = tallies.filter(({ subject, merged, closedAt }) => subject !== null && !merged && closedAt !== null);
  return [...Map.groupBy(known, ({ subject }) => subject ?? "")].flatMap(([subject, theirs]) => {
    const cases = inARow(theirs).filter((row) => row.length > 1 && row.some(({ closedAt }) => (closedAt ?? "") > since));
    if (cases.length === 0) return [];
    const person = personOf(subject);
    return [
      {
        id: `repeat_person:${person}`,
        why: "repeat_person" as const,
        title: `${person}: ${one(cases.flat().length, "case")}`,
        because: `Raised again within ${AGAIN_DAYS} days.`,
        references: cases.flatMap((row) => row.map(({ reference }) => reference)).slice(-MOST_NAMED),
        matter: null,
        carried: 0,
      },
    ];
  });
}

/** The cases of one person in rows, in each of which one was raised within a week of the one before. */
function inARow(theirs: readonly Tally[]): Tally[][] {
  const rows: Tally[][] = [];
  for (const tally of theirs.toSorted((a, b) => (a.raisedAt < b.raisedAt ? -1 : 1))) {
    const before = rows.at(-1)?.at(-1);
    if (before && between(before.raisedAt, tally.raisedAt) <= AGAIN_MS) rows.at(-1)?.push(tally);
    else rows.push([tally]);
  }
  return rows;
}

const ageInDays = (from: Instant, now: Instant): number =>
  dayNumber(wallOf(now).slice(0, 10)) - dayNumber(wallOf(from).slice(0, 10));

const isGoodTheme = (theme: Theme): boolean => theme === "T20";
const isGoodNews = ({ theme, source }: Concern): boolean => isGoodTheme(theme) || source === "good_practice";

function open(concern: Concern, now: Instant): Candidate {
  const { id, reference, theme, raised, missed, objections, answer } = concern;
  const days = ageInDays(raised.at, now);
  const state = objections.length > 0 ? "the answer did not do" : answer ? "it has an answer" : "it has no answer yet";
  return {
    id: `concern_${id}`,
    why: isGoodNews(concern) ? "good_practice" : "concern",
    title: `${reference}: ${THEMES[theme]}`,
    because: `A concern of ${one(days, "day")}; ${state}${missed > 0 ? `, and was late ${one(missed, "time")}` : ""}.`,
    references: concern.case ? [concern.case.reference] : [],
    matter: `concern_${id}`,
    carried: 0,
  };
}

/** What went well, by what either side or a note on a case has called good practice. */
function good(tallies: readonly Tally[], reviews: readonly Review[], concerns: readonly Concern[]): Candidate[] {
  const spoken = concerns.filter(isGoodNews).flatMap(({ case: about }) => (about ? [about.reference] : []));
  const references = [
    ...tallies.filter(({ themes }) => themes.some(isGoodTheme)).map(({ reference }) => reference),
    ...reviews.filter((review) => themesOf(review).some(isGoodTheme)).map(({ reference }) => reference),
  ].filter((reference) => !spoken.includes(reference));
  return [...new Set(references)].map((reference) => ({
    id: `good_practice:${reference}`,
    why: "good_practice" as const,
    title: `${reference}: good practice`,
    because: "Somebody on the case called it good practice.",
    references: [reference],
    matter: null,
    carried: 0,
  }));
}
