import { Temporal } from "temporal-polyfill";
import type { Partnership } from "../core/partnership/partnership.ts";
import { type Instant, since } from "../core/time.ts";
import { namesFor, raised } from "./quarter/beginning.ts";
import { type Chance, chanceOf } from "./quarter/chance.ts";
import { agencyFor, type Request, requests } from "./quarter/demand.ts";
import { doubling } from "./quarter/doubling.ts";
import { lifeOf } from "./quarter/life.ts";
import { wallTime } from "./quarter/moment.ts";
import { planOf } from "./quarter/plan.ts";
import { rosterOf } from "./quarter/roster.ts";
import { agreedOn, london } from "./quarter/scene.ts";
import { newSubject } from "./quarter/subject.ts";
import { type Row, type Story, tell } from "./quarter/telling.ts";

export interface Quarter {
  readonly seed?: number | string;
  readonly cases?: number;
  /** Its first day in London. It lasts three months. */
  readonly from?: string;
  /** What the partners have agreed: London's, as it is configured, unless another is given. */
  readonly agreed?: Partnership;
}

/** Of a hundred cases so many are about somebody who was raised within the week before, and so many are raised twice at once. Ours. */
const REPEATED = 0.085;
const DOUBLED = 0.015;
const A_WEEK = "PT168H";
/** Nobody is detained, and the person is known: two agencies can ask about them at once, and others again a week later. */
const OF_SOMEBODY_KNOWN = ["concern_for_welfare", "walkout_healthcare", "awol_detained", "other"];

/**
 * A made-up quarter of London, played through the real moves: each case a true story, its facts numbered and tied. The same seed tells
 * the same quarter. Cases come in the order in which they were raised, but one that was merged follows the one in which it goes on.
 */
export function* quarter({
  seed = 1,
  cases = 5000,
  from = "2026-07-01",
  agreed = london(),
}: Quarter = {}): Generator<Row, void, void> {
  const first = Temporal.PlainDate.from(from);
  const { days } = first.until(first.add({ months: 3 }));
  const end = wallTime(first.add({ days }), "00:00");
  const terms = agreedOn(agreed, wallTime(first, "00:00"));
  const scene = { agreed, ...terms, roster: rosterOf(agreed, String(seed), first, days) };
  const twice = Math.round(cases * DOUBLED);
  const calls = requests(chanceOf(`${seed} demand`), agreed, cases - twice, first, days);
  const doubled = doubledAmong(chanceOf(`${seed} doubled`), calls, twice, since(end, "PT24H"));
  const names = namesFor(agreed.code);
  let recent: Story[] = [];
  for (const [nth, call] of calls.entries()) {
    const chance = chanceOf(`${seed} case ${nth}`);
    const [week, isDoubled] = [since(call.at, A_WEEK), doubled.has(call)];
    recent = recent.filter(({ of }) => of.raised.at >= week);
    const before = !isDoubled && chance.is(REPEATED) ? raisedBefore(chance, recent, call.at) : undefined;
    const request = before ? { ...call, type: before.request.type, place: before.request.place } : call;
    const subject = before?.subject ?? newSubject(chance, isDoubled);
    const alike = recent.filter((one) => one.subject === subject && isMatched(one, call.at));
    const story = raised({ scene, chance, request, subject, names: names(chance), alike });
    const newer: Story[] = [];
    const again = (at: Instant): Story => {
      const other = chanceOf(`${seed} case ${nth} again`);
      const agency = agencyFor(other, agreed, request.type, request.place);
      const asked = { ...request, at, agency };
      const made = raised({ scene, chance: other, request: asked, subject, names: names(other), alike: [story] });
      newer.push(made);
      return made;
    };
    tell(story, lifeOf(story, planOf(chance, request.type, isDoubled ? doubling(story, again) : undefined)), end);
    recent.push(story);
    for (const { of, facts, screens } of [story, ...newer]) yield { escalation: of, facts, screens };
  }
}

const doubledAmong = (chance: Chance, calls: readonly Request[], count: number, before: Instant): ReadonlySet<Request> =>
  new Set(
    chance.some(
      calls.filter(({ at, type }) => at < before && OF_SOMEBODY_KNOWN.includes(type)),
      count,
      count,
    ),
  );

/** Somebody with an NHS number whose cases have all closed by now. */
function raisedBefore(chance: Chance, recent: readonly Story[], now: Instant): Story | undefined {
  const open = new Set(recent.filter(({ of }) => !of.closed || of.closed.at >= now).map(({ subject }) => subject));
  const known = recent.filter(
    ({ request, subject }) =>
      OF_SOMEBODY_KNOWN.includes(request.type) && subject.person.nhsNumber !== undefined && !open.has(subject),
  );
  return known.length > 0 ? chance.one(known) : undefined;
}

const isMatched = ({ of }: Story, now: Instant): boolean => of.raised.at >= since(now, of.terms.matchWithin);
