import type { Temporal } from "temporal-polyfill";
import { askOf, gravityOf } from "../../bench/quarter/asking.ts";
import { matchOf, namesFor } from "../../bench/quarter/beginning.ts";
import { chanceOf } from "../../bench/quarter/chance.ts";
import { agencyFor, type Request, requests } from "../../bench/quarter/demand.ts";
import { later } from "../../bench/quarter/moment.ts";
import { answerer, asker } from "../../bench/quarter/pressing.ts";
import { newSubject, type Subject } from "../../bench/quarter/subject.ts";
import type { Scene, Story } from "../../bench/quarter/telling.ts";
import type { Who } from "../../core/escalation/ask.ts";
import { mergeInto } from "../../core/escalation/close.ts";
import { type Escalation, isAwaited, isReferred } from "../../core/escalation/escalation.ts";
import { begin, type Move } from "../../core/escalation/move.ts";
import { linkRequest } from "../../core/escalation/news.ts";
import { raise } from "../../core/escalation/raise.ts";
import { hearOfRelated, isOfOneLadder, said, saySame } from "../../core/escalation/related.ts";
import { Refusal } from "../../core/refusal.ts";
import { type Instant, since } from "../../core/time.ts";
import type { Api } from "./api.ts";
import { type Life, live } from "./people.ts";
import { iso } from "./timeline.ts";
import type { World } from "./world.ts";

/** How often somebody is raised again who was raised within a week, and how often two agencies raise the same person at once. Ours, as in the made-up quarter. */
const REPEATED = 0.085;
const DOUBLED = 0.015;
const A_WEEK = "PT168H";
const OF_SOMEBODY_KNOWN: readonly string[] = ["concern_for_welfare", "walkout_healthcare", "awol_detained", "other"];

/** A storm: so many cases of one place within minutes, once in so many days. */
const STORM = { cases: 30, minutes: 8, days: 20 } as const;

/** How often it is more urgent than what was said makes of it, and how often two cases turn out to be the same. */
const ASKS_FOR_MORE = 0.03;
const THE_SAME = 0.7;
/** Somebody who was refused raises again; a raise that is refused for good was rung through. */
const RAISES_AGAIN_MS = 60_000;
const MOST_RAISES = 30;

/** The requests of a while, some of them in storms, each at its time. */
export function demandOf(seed: string, scene: Scene, count: number, from: Temporal.PlainDate, days: number): Request[] {
  const chance = chanceOf(`${seed} demand`);
  const storms = Math.min(Math.floor(count / STORM.cases / 4), Math.max(days >= 5 ? 1 : 0, Math.round(days / STORM.days)));
  const calm = requests(chance, scene.agreed, Math.max(1, count - storms * STORM.cases), from, days);
  const rough = Array.from({ length: storms }, () => chance.one(calm)).flatMap((eye) =>
    Array.from({ length: STORM.cases }, () => ({ ...eye, at: later(eye.at, STORM.minutes * chance.share()) })),
  );
  return [...calm, ...rough].sort((one, other) => (one.at < other.at ? -1 : 1));
}

/** Everybody who raises: each request becomes a case when its time comes, and lives from then on. */
export function raisers(
  world: World,
  api: Api,
  scene: Scene,
  calls: readonly Request[],
): { readonly changed: (id: string) => void } {
  const { timeline, store, chance } = world;
  const names = namesFor(scene.agreed.code);
  const lives = new Map<string, Life>();
  let recent: Story[] = [];

  /** Somebody known whose cases have all closed. */
  const raisedBefore = (): Story | undefined => {
    const open = new Set(recent.filter(({ of }) => !store.get(of.id).of.closed).map(({ subject }) => subject));
    const known = recent.filter(
      ({ request, subject }) => OF_SOMEBODY_KNOWN.includes(request.type) && subject.person.nhsNumber && !open.has(subject),
    );
    return known.length > 0 ? chance.one(known) : undefined;
  };
  const comes = (call: Request): void => {
    const aWeekAgo = since(call.at, A_WEEK);
    recent = recent.filter(({ of }) => of.raised.at >= aWeekAgo);
    const before = chance.is(REPEATED) ? raisedBefore() : undefined;
    const isDoubled = !before && OF_SOMEBODY_KNOWN.includes(call.type) && chance.is(DOUBLED);
    const request = before ? { ...call, type: before.request.type, place: before.request.place } : call;
    const subject = before?.subject ?? newSubject(chance, isDoubled);
    raises(request, subject, (story) => {
      if (isDoubled) timeline.after(Math.round(chance.around(5) * 60_000), () => doubles(story));
    });
  };
  /** Another agency raises the same person; then somebody says whether they are the same. */
  const doubles = (first: Story): void => {
    const { request, subject } = first;
    const agency = agencyFor(chance, scene.agreed, request.type, request.place);
    raises({ ...request, at: iso(timeline.now()), agency }, subject, (second) => {
      timeline.after(Math.round(chance.around(4) * 60_000), () => tellsApart(world, api, first, second));
    });
  };
  const raises = (request: Request, subject: Subject, then: (story: Story) => void, tries = 1): void => {
    const { at, agency, place, type } = request;
    const terms = scene.termsOf(place.title, agency);
    const by = scene.roster.raiser(agency, chance.whole(0, 19));
    const gravity = gravityOf(chance, type);
    const ask = askOf(chance, terms, { ...request, at }, subject, gravity);
    const wanted = gravity === "serious" && chance.is(ASKS_FOR_MORE) ? "P1" : undefined;
    const alike = recent.filter((one) => one.subject === subject && one.of.raised.at >= since(at, terms.matchWithin));
    const named = names(chance);
    const makes = (now: Instant, nth: number): Move[] => {
      const duty = world.dutyOf(terms, now);
      const found = alike.map(({ of }) => store.get(of.id).of).filter((of) => matchOf(of, ask).on.length > 0);
      const matches = found.map((of) => matchOf(of, ask));
      const move = raise(named, ask, wanted, by, now, scene.pathway, terms, duty, matches);
      const heard = nth < MOST_TOGETHER ? found.flatMap((of) => hears(world, of, named, matchOf(of, ask).on, now)) : [];
      return [move, ...heard];
    };
    api.ask({ move: "raise", by, case: null, seen: null, makes }, ({ outcome, case: id }) => {
      if (outcome !== "ok" || id === null) {
        if (tries < MOST_RAISES)
          timeline.after(RAISES_AGAIN_MS, () => raises({ ...request, at: iso(timeline.now()) }, subject, then, tries + 1));
        return;
      }
      const { of, facts } = store.get(id);
      const roster = { ...scene.roster, dutyAt: (when: Instant) => world.dutyOf(terms, when) };
      const story: Story = { scene: { ...scene, roster }, chance, request, subject, now: at, of, facts, screens: [], pages: [] };
      recent.push(story);
      lives.set(id, live(world, api, story));
      then(story);
    });
  };

  for (const call of calls) timeline.at(Date.parse(call.at), () => comes(call));
  return { changed: (id) => lives.get(id)?.changed() };
}

/** When the older case keeps being changed by others, the new one is kept without waiting for it. */
const MOST_TOGETHER = 3;

/** An open case that may be the same hears of the new one, in one transaction with it. */
function hears(
  { dutyOf }: World,
  of: Escalation,
  { id, reference }: { readonly id: string; readonly reference: string },
  on: readonly string[],
  now: Instant,
): Move[] {
  const move = of.closed ? undefined : hearOfRelated(of, { id, reference, on }, now, dutyOf(of.terms, now));
  return move ? [move] : [];
}

/** Somebody looks at two cases and says whether they are the same, as `functions/api/say-related.ts` keeps it: on both, or on neither. */
function tellsApart(world: World, api: Api, first: Story, second: Story): void {
  const { timeline, store, chance } = world;
  const same = chance.is(THE_SAME);
  const because = same ? "The same name, age and address" : "Two brothers, at one address";
  const now = iso(timeline.now());
  first.of = store.get(first.of.id).of;
  const by = answerer(first, first.scene.roster.dutyAt(now)) ?? asker(first, now);
  const makes = (at: Instant): Move[] => {
    const [here, there] = [store.get(first.of.id).of, store.get(second.of.id).of];
    const mine = saySame(here, { other: there.id, same, because }, by, at, world.dutyOf(here.terms, at));
    if (same) return joined(world, here, there, because, by, at);
    const waits = there.related.find(({ id, said: told }) => id === here.id && told === null);
    return [mine, ...(waits ? [said(begin(there), waits, false, because, by, at)] : [])];
  };
  api.ask({ move: "related", by, case: first.of.id, seen: null, makes });
}

function joined({ dutyOf }: World, older: Escalation, newer: Escalation, because: string, by: Who, now: Instant): Move[] {
  const detained = newer.custody !== null && newer.custody.accepted === null && newer.custody.left === null;
  if (!isOfOneLadder(older.terms, newer.terms)) throw new Refusal("NotYet", "Two police forces answer these two.");
  if (!newer.closed && (isAwaited(newer) || isReferred(newer) || detained))
    throw new Refusal("NotYet", `${newer.reference} has something of its own to settle first.`);
  const { ask, raised, reference: from, priority: wanted, news } = newer;
  const linked = linkRequest(older, ask, because, raised.by, now, dutyOf(older.terms, now), { author: by, from, wanted, news });
  const ends = newer.closed ? begin(newer) : mergeInto(newer, older.reference, because, by, now, dutyOf(newer.terms, now));
  return [said(linked, newer, true, because, by, now), said(ends, older, true, because, by, now)];
}
