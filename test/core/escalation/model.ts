import fc from "fast-check";
import { acknowledge } from "../../../core/escalation/acknowledge.ts";
import { addNote } from "../../../core/escalation/add-note.ts";
import { arrive } from "../../../core/escalation/arrive.ts";
import { Ask, type Who } from "../../../core/escalation/ask.ts";
import { askForMore } from "../../../core/escalation/ask-for-more.ts";
import { changePriority } from "../../../core/escalation/change-priority.ts";
import type { Duty } from "../../../core/escalation/climb.ts";
import { type Clock, nextDueAt } from "../../../core/escalation/clock.ts";
import { close, mergeInto, withdraw } from "../../../core/escalation/close.ts";
import { type CustodyItem, recordCustody } from "../../../core/escalation/custody.ts";
import { decide } from "../../../core/escalation/decide.ts";
import type { DecisionBody, Reading } from "../../../core/escalation/decision.ts";
import { defer } from "../../../core/escalation/defer.ts";
import { leaveWithoutHandover } from "../../../core/escalation/departure.ts";
import { disagree } from "../../../core/escalation/disagree.ts";
import { type Escalation, limitsOf } from "../../../core/escalation/escalation.ts";
import type { Fact, Waker } from "../../../core/escalation/fact.ts";
import { logCall, readAnswer } from "../../../core/escalation/heard.ts";
import { hearers } from "../../../core/escalation/hearing.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { addNews, linkRequest, readNews } from "../../../core/escalation/news.ts";
import type { Notice } from "../../../core/escalation/notice.ts";
import { offerHandover } from "../../../core/escalation/ownership.ts";
import { recordPlan } from "../../../core/escalation/plan.ts";
import { raise } from "../../../core/escalation/raise.ts";
import { recordOutcome } from "../../../core/escalation/record-outcome.ts";
import { answerReferral } from "../../../core/escalation/referral.ts";
import { hearOfRelated, said, saySame } from "../../../core/escalation/related.ts";
import { respond } from "../../../core/escalation/respond.ts";
import { type MoveName, mustBeAllowed } from "../../../core/escalation/rules.ts";
import { standDown } from "../../../core/escalation/stand-down.ts";
import { strike } from "../../../core/escalation/strike.ts";
import { unreachable } from "../../../core/escalation/unreachable.ts";
import { type Terms, termsInForce } from "../../../core/partnership/terms.ts";
import { Refusal } from "../../../core/refusal.ts";
import type { Instant } from "../../../core/time.ts";
import { tie } from "../../../functions/chain.ts";
import { A_RAISE } from "../../../local/main-job.ts";
import {
  carried,
  chief,
  dutyOfficer,
  hub,
  incoming,
  inspector,
  LADDER,
  london,
  NOW,
  nurse,
  pathway,
  SCREEN,
  socialWorker,
  stranger,
  superintendent,
} from "../../builders.ts";
import { type DueTimes, tell, untold } from "./due-times.ts";

const someone = (id: string, name: string, agency: string): Who => ({ id, name, agency });
const deputy = someone("deputy", "The deputy", "RJ1");
const manager = someone("manager", "The manager on call", "RJ1");
const crisisTeam = someone("crisis_team", "The crisis team", "RV5");

/** Everybody who may press a button in a story. */
export const PEOPLE = [
  inspector,
  incoming,
  dutyOfficer,
  superintendent,
  chief,
  nurse,
  deputy,
  manager,
  socialWorker,
  hub,
  crisisTeam,
  stranger,
];
const POLICE = PEOPLE.slice(0, 5);
const RAISERS = [nurse, socialWorker, hub];
const LINKERS = [socialWorker, hub, nurse, crisisTeam, stranger];

/** Somebody on a desk's rota, as it is kept: it may be changed at any time, also behind the back of whoever has the case. */
interface Shift {
  readonly team: string;
  readonly person: string;
  readonly from: Instant;
  readonly to: Instant;
  readonly reachable: boolean;
}

/** What may be done to a case: by a person, by another case, by a message that came back, and by time. */
export type Doing = MoveName | "raise" | "strike" | "unreachable" | "linkRequest" | "hearOfRelated" | "mergeInto";

/** One move that was made, with all that its promises need to be checked. */
export interface Made {
  readonly doing: Doing;
  readonly before: Escalation | undefined;
  readonly move: Move;
  readonly on: Duty;
  readonly now: Instant;
  readonly by?: Who;
  readonly seen?: number;
  readonly body?: object;
  readonly failed?: Notice;
}

/** A case in its surroundings, as they are in the middle of a story. */
export interface World {
  now: Instant;
  current: Escalation;
  shifts: Shift[];
  outbox: Notice[];
  story: Fact[];
  due: DueTimes;
  typed: number;
  /** What the facts told so far: of each clock, of each limit that was missed, of news, of who heard the answer. */
  readonly clocks: Map<string, Clock>;
  readonly missed: Set<string>;
  readonly news: Map<number, string>;
  readonly read: Set<string>;
  readonly disputed: Set<number>;
  readonly heard: Set<string>;
  /** Each agency that was told what has changed since and has not read it, with the calls in vain to its desk. */
  readonly tell: Map<string, number>;
  deferred: number;
  /** How often each thing was done, and how often refused. */
  readonly done: Map<Doing, number>;
  readonly refused: Map<Doing, number>;
  readonly check: (made: Made, world: World) => void;
}

const LONG: Instant = "2027-06-01T00:00:00.000Z";
const OTHER = "0d9b3f5a-1f2e-4c3d-8a4b-5c6d7e8f9a0b";

export const after = (instant: Instant, minutes: number, ms = 0): Instant =>
  new Date(Date.parse(instant) + minutes * 60_000 + ms).toISOString();

/** Frozen to its ends, so that a move which changed what it was given would be found. */
export function frozen<T>(value: T): T {
  if (value === null || typeof value !== "object" || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) frozen(inner);
  return Object.freeze(value);
}

// ---- the rota

/** The desks of a story: the tiers from the first, then the ambulance hub, the crisis team, the raiser's own managers. */
const DESKS = [0, 1, 2, 3, "hub", "crisis", "site", "manager"] as const;
type Desk = (typeof DESKS)[number];

function teamsAt(terms: Terms, desk: Desk): string[] {
  if (typeof desk === "number") return terms.ladder[desk]?.teams ?? [];
  if (desk === "hub") return terms.bodies.find(({ code }) => code === "ambulance")?.teams ?? [];
  if (desk === "crisis") return terms.bodies.find(({ code }) => code === "crisis_team")?.teams ?? [];
  return desk === "site" ? (terms.beside.read_answer ?? []) : (terms.beside.review ?? []);
}
const holderOf = (desk: Desk): Who =>
  (typeof desk === "number" ? LADDER[desk] : undefined) ?? (desk === "hub" ? hub : desk === "crisis" ? crisisTeam : manager);

/** Who is on duty at an instant, as the directory would say it then. */
export function dutyAt({ shifts }: Pick<World, "shifts">, now: Instant): Duty {
  const on: Record<string, { person: string; reachable: boolean; until: Instant }[]> = {};
  for (const { team, person, from, to, reachable } of shifts) {
    if (from > now || to <= now) continue;
    const team_ = on[team] ?? [];
    on[team] = team_;
    team_.push({ person, reachable, until: to });
  }
  return frozen(on);
}

const rota = fc.record({
  desk: fc.constantFrom(...DESKS),
  becomes: fc.constantFrom("relieved", "empty", "ending", "ending_alone", "joined", "unreachable", "extended"),
  by: fc.nat({ max: POLICE.length - 1 }),
  inMinutes: fc.integer({ min: 1, max: 90 }),
});
type RotaChange = typeof rota extends fc.Arbitrary<infer R> ? R : never;

/** The rota after one change: somebody leaves at once or at a time, somebody comes, somebody's address is lost, a shift is made longer. */
function changed(world: World, { desk, becomes, by, inMinutes }: RotaChange): Shift[] {
  const { now, current, shifts } = world;
  const teams = teamsAt(current.terms, desk);
  const here = shifts.filter(({ team, to }) => teams.includes(team) && to > now);
  const others = shifts.filter((one) => !here.includes(one));
  const who = typeof desk === "number" ? (POLICE[by] ?? inspector) : holderOf(desk);
  const coming = (from: Instant): Shift[] => teams.map((team) => ({ team, person: who.id, from, to: LONG, reachable: true }));
  const ended = (to: Instant) => here.filter(({ from }) => from < to).map((one) => ({ ...one, to: one.to < to ? one.to : to }));
  const then = after(now, inMinutes);
  switch (becomes) {
    case "relieved":
      return [...others, ...ended(now), ...coming(now)];
    case "empty":
      return [...others, ...ended(now)];
    case "ending":
      return [...others, ...ended(then), ...coming(then)];
    case "ending_alone":
      return [...others, ...ended(then)];
    case "joined":
      return [...shifts, ...coming(now)];
    case "unreachable":
      return [...others, ...here.map((one) => ({ ...one, reachable: false }))];
    case "extended":
      return [...others, ...here.map((one) => ({ ...one, to: LONG }))];
  }
}

// ---- what is drawn

const mostly = (usual: boolean) =>
  fc.oneof({ weight: 12, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constant(!usual) });
const seldom = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 5 });
/** Minutes from now: mostly a time that may be named, sometimes one that lies behind, or too far ahead. */
const ahead = fc.oneof(
  { weight: 16, arbitrary: fc.integer({ min: 1, max: 150 }) },
  { weight: 4, arbitrary: fc.integer({ min: 151, max: 1440 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -5, 60_000) },
);
const tenth = fc.nat({ max: 9 });
const AGENCY = ["concern_for_welfare", "walkout_healthcare", "s136_handover", "conveyance"] as const;
const { bodies, outcomes, riskFacts, thresholds, priorities } = pathway;
/** An answer that leaves it to whoever asked: cases on a channel have it, and others refuse it. */
const LEFT_TO_THEM: Terms["decisions"][number] = {
  ...{ code: "left_to_them", title: "It is for you to decide", told: "The decision stays yours.", leadsTo: "respond" },
  ...{ carries: ["advice"], declines: false, custody: false, followedBy: ["went_along"] },
};
const RESPONSES = ["went_along", "did_otherwise"];
const decisions = [...pathway.decisions, LEFT_TO_THEM];
const coded = (list: readonly { code: string }[]) => fc.constantFrom(...list.map(({ code }) => code));
const risks = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("suicidal_words_today", "intoxicated", "child_or_dependant_with_person") },
  { weight: 1, arbitrary: coded(riskFacts) },
);
const yes = fc.constantFrom("yes", "no", "unknown");
const known = {
  risk: fc.option(risks, { nil: undefined, freq: 2 }),
  under18: seldom(yes),
  childAtRisk: seldom(yes),
};
const request = {
  ...known,
  type: fc.constantFrom(...AGENCY),
  threshold: fc.constantFrom("none_unsure", "risk_to_life_now", "statutory_power_needed"),
  wanted: seldom(coded(priorities)),
  alsoTell: fc.option(coded(bodies), { nil: undefined, freq: 3 }),
};

const HOW = {
  acknowledge: fc.constant({}),
  decide: fc.record({
    code: coded(decisions),
    reviewIn: ahead,
    arriveIn: fc.option(ahead, { nil: undefined, freq: 2 }),
    referTo: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom("ambulance", "crisis_team") },
      { weight: 1, arbitrary: coded(bodies) },
    ),
    reading: fc.oneof(
      { weight: 6, arbitrary: fc.constant<Reading>("not_met") },
      { weight: 1, arbitrary: fc.constantFrom<Reading>("met", "not_enough_information") },
    ),
    faultOnly: mostly(false),
    remark: fc.boolean(),
    lacks: fc.option(fc.constantFrom("reviewAt", "cad", "changeIf", "limbs", "entry", "referTo", "custodyHolder"), {
      nil: undefined,
      freq: 15,
    }),
  }),
  askForMore: fc.record({ byIn: ahead, readable: mostly(false) }),
  defer: fc.record({ reason: fc.constantFrom("no_units", "awaiting_call_back", "other"), untilIn: ahead }),
  changePriority: fc.record({ to: coded(priorities), second: fc.nat({ max: PEOPLE.length - 1 }) }),
  standDown: fc.constant({}),
  offerHandover: fc.record({ to: fc.nat({ max: PEOPLE.length - 1 }) }),
  arrive: fc.record({ callSign: fc.boolean(), claimed: fc.boolean() }),
  answerReferral: fc.record({ accepts: fc.boolean(), reference: mostly(true), expectedIn: seldom(ahead), why: mostly(true) }),
  addNews: fc.record({
    ...known,
    place: mostly(false),
    furtherConcern: seldom(fc.boolean()),
    bearsOnRisk: fc.option(fc.boolean(), { nil: undefined, freq: 2 }),
    threshold: seldom(fc.oneof(coded(thresholds), fc.constant("no_such_part"))),
  }),
  readNews: fc.record({ all: mostly(true) }),
  readAnswer: fc.constant({}),
  logCall: fc.record({ number: fc.constantFrom("call_back", "deputy", "desk"), answered: fc.boolean(), words: fc.boolean() }),
  respond: fc.record({ code: fc.constantFrom(...RESPONSES, "something_else"), why: mostly(true) }),
  disagree: fc.record({ reason: fc.constantFrom("new_facts", "threshold_read_differently", "no_answer") }),
  recordPlan: fc.record({ reviewIn: ahead }),
  recordCustody: fc.record({
    item: fc.constantFrom(
      "arrived_at",
      "detention_began",
      "risk_by_police",
      "risk_by_health",
      "next_of_kin",
      "tell_result",
      "custody_accepted",
      "conveyed",
      "officers_waiting",
      "detention_extended",
    ),
    minutesAgo: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: 0, max: 100 }) },
      { weight: 2, arbitrary: fc.integer({ min: 1380, max: 1500 }) },
      { weight: 1, arbitrary: fc.constantFrom(-10, 11_000) },
    ),
    hours: fc.integer({ min: 1, max: 12 }),
  }),
  leaveWithoutHandover: fc.record({ minutesAgo: fc.integer({ min: -1, max: 30 }) }),
  sayRelated: fc.record({ nth: tenth }),
  recordOutcome: fc.record({
    code: fc.oneof({ weight: 9, arbitrary: coded(outcomes) }, { weight: 1, arbitrary: fc.constant("vanished") }),
    seenBy: fc.constantFrom("police", "health_staff", "nobody"),
  }),
  close: fc.record({ why: fc.boolean() }),
  withdraw: fc.record({
    as: fc.constantFrom("withdrawn_found_safe", "withdrawn_other", "superseded_by_999"),
    cad: fc.boolean(),
    seenBy: fc.option(fc.constantFrom("health_staff", "nobody"), { nil: undefined, freq: 3 }),
  }),
  addNote: fc.record({ theme: fc.boolean() }),
  strike: fc.constant({}),
  unreachable: fc.record({ nth: tenth, late: mostly(false) }),
  linkRequest: fc.record({
    ...request,
    from: mostly(false),
    answer: fc.option(fc.constantFrom("will_attend", "will_not_attend", "no_answer_yet"), { nil: undefined, freq: 2 }),
    paper: fc.boolean(),
  }),
  hearOfRelated: fc.record({ nth: tenth }),
  mergeInto: fc.record({ nth: tenth }),
};

type How = {
  [D in keyof typeof HOW]: { doing: D; how: (typeof HOW)[D] extends fc.Arbitrary<infer H> ? H : never };
}[keyof typeof HOW];

/** What is rare by itself is drawn more often, and what ends a story less. */
const WEIGHTS: Partial<Record<Doing, number>> = {
  acknowledge: 6,
  decide: 12,
  answerReferral: 4,
  addNews: 5,
  readNews: 10,
  arrive: 3,
  recordCustody: 5,
  recordOutcome: 4,
  readAnswer: 3,
  recordPlan: 3,
  close: 5,
  unreachable: 5,
  respond: 4,
  disagree: 3,
  defer: 4,
  standDown: 3,
  mergeInto: 1,
  withdraw: 1,
};
const doing = fc.oneof(
  ...Object.entries(HOW).map(([name, how]) => ({
    weight: WEIGHTS[name as Doing] ?? 2,
    arbitrary: fc.record({ doing: fc.constant(name), how }) as unknown as fc.Arbitrary<How>,
  })),
);

/** One step of a story: the rota may change, time passes with its wakers, and then somebody does something. */
export const step = fc.record({
  rota: fc.option(rota, { nil: undefined, freq: 3 }),
  minutes: fc.oneof(
    { weight: 4, arbitrary: fc.constant(0) },
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 20 }) },
    { weight: 3, arbitrary: fc.integer({ min: 21, max: 120 }) },
    { weight: 1, arbitrary: fc.integer({ min: 121, max: 2000 }) },
  ),
  wakers: fc.constantFrom("workflow", "workflow", "sweeper", "both", "asleep"),
  late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 60_000 }) }),
  who: fc.nat({ max: PEOPLE.length - 1 }),
  fits: mostly(true),
  seesNow: mostly(true),
  does: doing,
});
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const road = (...all: How[]): Step[] =>
  all.map((does) => ({ rota: undefined, minutes: 1, wakers: "workflow", late: 0, who: 0, fits: true, seesNow: true, does }));
const answer = (code: string): How => ({
  doing: "decide",
  how: {
    code,
    reviewIn: 60,
    arriveIn: undefined,
    referTo: "ambulance",
    reading: "not_met",
    faultOnly: false,
    remark: false,
    lacks: undefined,
  },
});
const settles = (item: CustodyItem["item"]): How => ({ doing: "recordCustody", how: { item, minutesAgo: 10, hours: 1 } });
const heard: How = { doing: "readAnswer", how: {} };
const safe: How = { doing: "recordOutcome", how: { code: "safe", seenBy: "police" } };
const there: How = { doing: "arrive", how: { callSign: true, claimed: false } };
const handover = (
  ["arrived_at", "risk_by_police", "risk_by_health", "next_of_kin", "tell_result", "custody_accepted"] as const
).map(settles);

/** How far a case has come before its story is left to chance. */
const ROADS: Step[][] = [
  [],
  road({ doing: "acknowledge", how: {} }),
  road(answer("attend_immediate")),
  road(answer("attend_prompt"), there, heard, safe),
  road(answer("refer_to")),
  road(answer("left_to_them"), { doing: "respond", how: { code: "went_along", why: true } }, safe),
  road(answer("decline_threshold_not_met"), heard, { doing: "recordPlan", how: { reviewIn: 100 } }, safe),
  road(...handover, answer("agree_release_officers"), heard, safe),
];

/** A story: a way that some have gone before, then whatever happens. */
export const steps = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.constantFrom(...ROADS) }),
    fc.array(step, { maxLength: 40, size: "max" }),
  )
  .map(([first, then]) => [...first, ...then].slice(0, 40));

/** How a story begins. */
export const start = fc.record({
  raiser: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.constantFrom(1, 2) }),
  ...request,
  rungs: fc.oneof({ weight: 6, arbitrary: fc.constant(4) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 3 }) }),
  channel: fc.boolean(),
  deputy: fc.boolean(),
  arrivedAgo: seldom(
    fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 90 }) }, { weight: 1, arbitrary: fc.integer({ min: 91, max: 3000 }) }),
  ),
  related: fc.boolean(),
  empty: fc.subarray([...DESKS], { maxLength: 3 }),
  unreachable: fc.subarray([0, 1, 2, 3], { maxLength: 1 }),
});
export type Start = typeof start extends fc.Arbitrary<infer S> ? S : never;

// ---- how it is done

const words = (world: World): string => {
  world.typed += 1;
  return `typed words no ${world.typed}`;
};

const { pathway: _, ...RAISED } = A_RAISE;
type Known = { risk?: string | undefined; under18?: string | undefined; childAtRisk?: string | undefined; place?: boolean };
function toldOf(world: World, { risk, under18, childAtRisk, place }: Known): object {
  return {
    ...(risk
      ? {
          riskFacts: [
            { code: risk, words: words(world), status: "told_by_family", source: words(world), obtainedAt: after(world.now, -3) },
          ],
        }
      : {}),
    ...(under18 ? { under18 } : {}),
    ...(childAtRisk ? { childAtRisk } : {}),
    ...(place ? { place: { borough: "Lambeth", address: words(world) } } : {}),
  };
}

function askOf(world: World, how: Omit<Start, "rungs" | "channel" | "empty" | "unreachable" | "related" | "raiser">): Ask {
  const { type, threshold, alsoTell, deputy: has, arrivedAgo } = how;
  const detained = type === "s136_handover" && arrivedAgo !== undefined;
  return Ask.parse({
    ...RAISED,
    ...toldOf(world, how),
    type,
    ask: words(world),
    place: { borough: "Lambeth", address: words(world) },
    threshold: [threshold],
    whyNow: words(world),
    ...(alsoTell ? { alsoTell: [alsoTell] } : {}),
    ...(has ? { deputy: { name: words(world), phone: "020 7946 0124", person: deputy.id } } : {}),
    ...(detained ? { answers: { arrived_at: after(world.now, -arrivedAgo) } } : {}),
  });
}

const termsFor = (agency: string, rungs: number, channel: boolean): Terms => {
  const key = `${agency} ${rungs} ${channel}`;
  const agreed = shortened(termsInForce(london, pathway.code, "Lambeth", agency, NOW), rungs);
  const terms = TERMS.get(key) ?? frozen(channel ? onAChannel(agreed) : agreed);
  TERMS.set(key, terms);
  return terms;
};
const TERMS = new Map<string, Terms>();
/** The same where whoever asked says what they did with an answer, and the partners look back some time after it. */
const onAChannel = (terms: Terms): Terms => ({
  ...terms,
  decisions: [...terms.decisions, LEFT_TO_THEM],
  responses: RESPONSES.map((code) => ({ code, title: code, detains: false, themselves: false, elsewhere: false })),
  lookBacks: [
    { code: "soon", title: "Soon after", after: "PT1H", within: "PT2H" },
    { code: "later", title: "Later", after: "PT6H", within: "PT2H" },
  ],
  outcomes: terms.outcomes.map((outcome) => ({ ...outcome, final: outcome.code === "died" })),
  priorities: terms.priorities.map((one) => ({ ...one, limits: { ...one.limits, respond: one.limits.decide } })),
});
const shortened = (terms: Terms, rungs: number): Terms => ({
  ...terms,
  ladder: terms.ladder.slice(0, rungs),
  childTier: terms.childTier !== null && terms.childTier < rungs ? terms.childTier : null,
});

/** Raises a case and begins its story. */
export function begin(how: Start, check: World["check"]): World {
  const by = RAISERS[how.raiser] ?? nurse;
  const terms = termsFor(by.agency, how.rungs, how.channel);
  const shifts = DESKS.filter((desk) => !how.empty.includes(desk)).flatMap((desk) =>
    teamsAt(terms, desk).map((team) => ({
      team,
      person: holderOf(desk).id,
      from: NOW,
      to: LONG,
      reachable: typeof desk !== "number" || !how.unreachable.includes(desk),
    })),
  );
  const world = {
    now: NOW,
    shifts,
    outbox: [],
    story: [],
    due: untold(terms),
    typed: 0,
    clocks: new Map(),
    missed: new Set(),
    news: new Map(),
    read: new Set(),
    disputed: new Set(),
    heard: new Set(),
    tell: new Map(),
    deferred: 0,
    done: new Map(),
    refused: new Map(),
    check,
  } as unknown as World;
  const ask = askOf(world, how);
  const names = { partnership: "london", id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab", reference: "RC-234-567" };
  const on = dutyAt(world, NOW);
  const matches = how.related ? [{ id: OTHER, reference: "RC-345-678", on: ["phone"] }] : [];
  const move = raise(names, frozen(ask), how.wanted, by, NOW, pathway, terms, on, matches);
  keep(world, { doing: "raise", before: undefined, move, on, now: NOW, by, body: ask });
  return world;
}

/** A move is written down: checked, its facts tied to the story, its notices in the outbox. */
function keep(world: World, made: Made): void {
  const { move, now, doing } = made;
  const facts = tie(move.facts, world.current?.chain ?? "");
  tell(world.due, move.facts, now, move.next);
  world.check(made, world);
  const { version } = move.next;
  world.story.push(...facts);
  world.current = frozen({ ...move.next, chain: facts.at(-1)?.hash ?? move.next.chain });
  for (const settled of move.settled) world.outbox = world.outbox.map((one) => (one.id === settled.id ? settled : one));
  const sent = move.notices.map((notice, nth) => ({
    ...notice,
    id: `${String(version).padStart(6, "0")}-${nth}`,
    fate: "accepted",
  }));
  world.outbox.push(...(sent as Notice[]));
  world.done.set(doing, (world.done.get(doing) ?? 0) + 1);
}

/** So many strikes are made in one step at most; time then goes no further in it. */
const MOST_STRIKES = 12;

/** Time passes as the wakers let it: each deadline is struck when it comes, or a little late, or twice; or nobody wakes at all. */
function pass(world: World, { minutes, wakers, late }: Pick<Step, "minutes" | "wakers" | "late">): void {
  const end = after(world.now, minutes);
  for (let strikes = 0; wakers !== "asleep"; strikes += 1) {
    const due = nextDueAt(world.current.clocks);
    if (due === null) break;
    const at = [world.now, after(due, 0, late)].toSorted()[1] ?? world.now;
    if (at > end) break;
    if (strikes === MOST_STRIKES) return;
    const early = after(due, 0, -1);
    if (early >= world.now && strike(world.current, early, dutyAt(world, early), "sweeper"))
      throw new Error(`a strike at ${early} found something due at ${due}`);
    world.now = at;
    if (!struck(world, wakers === "sweeper" ? "sweeper" : "workflow"))
      throw new Error(`nothing was struck that was due at ${due}`);
    if (wakers === "both" && struck(world, "sweeper")) throw new Error("the second waker found something at the same instant");
  }
  world.now = end;
}

/** One waker looks now. */
export function struck(world: World, waker: Waker, now = world.now): boolean {
  const on = dutyAt(world, now);
  const move = strike(world.current, now, on, waker);
  if (move) keep(world, { doing: "strike", before: world.current, move, on, now });
  return move !== undefined;
}

/** One step. What is refused leaves nothing; what is done is checked and kept. */
export function take(world: World, step: Step): void {
  if (step.rota) world.shifts = changed(world, step.rota);
  pass(world, step);
  const { doing } = step.does;
  if (doing === "strike") return void struck(world, step.wakers === "sweeper" ? "sweeper" : "workflow");
  const { now, current: before } = world;
  const on = dutyAt(world, now);
  const seen = step.seesNow ? before.version : Math.max(1, before.version - 2);
  const { body, make, failed } = attempt(world, step.does, seen, on);
  for (const by of pressing(step)) {
    try {
      const move = make(by);
      if (move) return void keep(world, { doing, before, move, on, now, by, seen, body, ...(failed ? { failed } : {}) });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  world.refused.set(doing, (world.refused.get(doing) ?? 0) + 1);
}

/** The row of the table by which something is refused; undefined for what no person presses. */
export function ruleOf(doing: Doing): MoveName | undefined {
  if (doing === "mergeInto") return "sayRelated";
  return doing === "raise" ||
    doing === "strike" ||
    doing === "unreachable" ||
    doing === "linkRequest" ||
    doing === "hearOfRelated"
    ? undefined
    : doing;
}

/** Who presses: mostly one after another until somebody may; sometimes only the one who was drawn. */
function pressing({ who, fits, does }: Step): Who[] {
  const people = does.doing === "linkRequest" ? LINKERS : PEOPLE;
  const first = who % people.length;
  return fits ? [...people.slice(first), ...people.slice(0, first)] : people.slice(first, first + 1);
}

interface Attempt {
  readonly body: object;
  readonly make: (by: Who) => Move | undefined;
  readonly failed?: Notice;
}

/** What is typed, and the move that it makes on the case as it is. */
function attempt(world: World, does: How, seen: number, on: Duty): Attempt {
  const { now, current } = world;
  const typing = <B extends object>(body: B, make: (body: B, by: Who) => Move | undefined): Attempt => ({
    body: frozen(body),
    make: (by) => make(body, by),
  });
  switch (does.doing) {
    case "acknowledge":
      return typing({}, (_, by) => acknowledge(current, by, seen, now, on));
    case "decide":
      return typing(decisionOf(world, does.how), (body, by) => decide(current, body, by, seen, now, on, SCREEN));
    case "askForMore": {
      const reading = does.how.readable ? "not_met" : "not_enough_information";
      const limbs = { limb_a: { reading, facts: words(world) } } as const;
      const body = { limbs, missing: words(world), whoGets: words(world), byWhen: after(now, does.how.byIn) };
      return typing(body, (_, by) => askForMore(current, body, by, now, on));
    }
    case "defer":
      return typing({ reason: does.how.reason, why: words(world), until: after(now, does.how.untilIn) } as const, (body, by) =>
        defer(current, body, by, seen, now, on),
      );
    case "changePriority":
      return typing({ priority: does.how.to, why: words(world), agreedWith: PEOPLE[does.how.second]?.id }, (body, by) =>
        changePriority(current, body, by, seen, now, on),
      );
    case "standDown":
      return typing({ why: words(world) }, (body, by) => standDown(current, body, by, seen, now, on));
    case "offerHandover":
      return typing({ to: PEOPLE[does.how.to]?.id ?? "", words: words(world) }, (body, by) =>
        offerHandover(current, body, by, seen, now, on),
      );
    case "arrive":
      return typing(
        {
          ...(does.how.callSign ? { callSign: words(world) } : {}),
          ...(does.how.claimed ? { claimedAt: after(now, -1) } : {}),
        },
        (body, by) => arrive(current, body, by, now, on),
      );
    case "answerReferral": {
      const { accepts, reference, expectedIn, why } = does.how;
      const body = {
        accepts,
        ...(reference && accepts ? { reference: "LAS 4471" } : {}),
        ...(expectedIn && accepts ? { expectedAt: after(now, expectedIn) } : {}),
        ...(why && !accepts ? { why: words(world) } : {}),
      };
      return typing(body, (_, by) => answerReferral(current, body, by, seen, now, on));
    }
    case "addNews": {
      const { furtherConcern, bearsOnRisk, threshold, ...told } = does.how;
      const body = {
        words: words(world),
        ...toldOf(world, told),
        ...(furtherConcern === undefined ? {} : { furtherConcern }),
        ...(bearsOnRisk === undefined ? {} : { bearsOnRisk }),
        ...(threshold ? { threshold: [threshold] } : {}),
      };
      return typing(body, (_, by) => addNews(current, body, by, now, on));
    }
    case "readNews":
      return typing({}, (_, by) => readNews(current, { upTo: upToOf(current, does.how.all) }, by, now, on));
    case "readAnswer":
      return typing({}, (_, by) => readAnswer(current, by, seen, now, on));
    case "logCall": {
      const { number, answered, words: says } = does.how;
      const desk = number === "desk" ? { agency: hearers(current).at(-1) } : {};
      return typing({ number, answered, ...desk, ...(says ? { words: words(world) } : {}) }, (body, by) =>
        logCall(current, body, by, now, on),
      );
    }
    case "respond":
      return typing({ code: does.how.code, ...(does.how.why ? { why: words(world) } : {}) }, (body, by) =>
        respond(current, body, by, seen, now, on),
      );
    case "disagree":
      return typing({ reason: does.how.reason, why: words(world) }, (body, by) => disagree(current, body, by, seen, now, on));
    case "recordPlan":
      return typing({ words: words(world), reviewAt: after(now, does.how.reviewIn) }, (body, by) =>
        recordPlan(current, body, by, seen, now, on),
      );
    case "recordCustody":
      return typing(itemOf(world, does.how), (body, by) => recordCustody(current, body, by, now, on));
    case "leaveWithoutHandover":
      return typing({ leftAt: after(now, -does.how.minutesAgo), told: words(world) }, (body, by) =>
        leaveWithoutHandover(current, body, by, now, on),
      );
    case "sayRelated":
      return typing({ other: otherOf(current, does.how.nth), same: false, because: words(world) }, (body, by) =>
        saySame(current, body, by, now, on),
      );
    case "recordOutcome":
      return typing(does.how, (body, by) => recordOutcome(current, body, by, now, on));
    case "close":
      return typing(does.how.why ? { why: words(world) } : {}, (body, by) => close(current, body, by, seen, now, on));
    case "withdraw": {
      const { as, cad, seenBy } = does.how;
      return typing(
        { as, why: words(world), ...(seenBy ? { seenBy } : {}), ...(cad ? { cad: { number: "1234", date: "2026-01-16" } } : {}) },
        (body, by) => withdraw(current, body, by, seen, now, on),
      );
    }
    case "addNote":
      return typing({ text: words(world), ...(does.how.theme ? { theme: "T01" as const } : {}) }, (body, by) =>
        addNote(current, body, by, now, on),
      );
    case "strike":
      throw new Error("time makes this move");
    case "unreachable":
      return returned(world, does.how, on);
    case "linkRequest": {
      const { wanted, from, answer, paper, ...asks } = does.how;
      const ask: Ask = {
        ...askOf(world, { ...asks, wanted, deputy: false, arrivedAgo: undefined }),
        ...(answer ? { policeContact: { channel: "rang_101", answer } } : {}),
        ...(paper ? { onPaper: { at: now, by: words(world) } } : {}),
      };
      const because = words(world);
      const linking = { wanted, ...(from ? { from: "RC-345-678", author: inspector } : {}) };
      return typing({ ask, because }, (_, by) => linkRequest(current, ask, because, by, now, on, linking));
    }
    case "hearOfRelated":
      return typing({}, () => (current.closed ? undefined : hearOfRelated(current, matchOf(does.how.nth), now, on)));
    case "mergeInto":
      return typing({ because: words(world) }, ({ because }, by) => merged(world, does.how.nth, because, by, on));
  }
}

const upToOf = ({ news }: Escalation, all: boolean): number => Math.max(1, (news.at(-1)?.number ?? 1) - (all ? 0 : 1));
const otherOf = ({ related }: Escalation, nth: number): string => {
  const unsaid = related.filter(({ said: by }) => by === null);
  return unsaid[nth % Math.max(unsaid.length, 1)]?.id ?? OTHER;
};
const matchOf = (nth: number) => ({
  id: `0d9b3f5a-1f2e-4c3d-8a4b-5c6d7e8f9a1${nth}`,
  reference: `RC-345-67${nth}`,
  on: ["phone"],
});

/** As the API joins two cases: said to be the same, the newer ends in the older, and keeps that it was said. */
function merged({ current, now }: World, nth: number, because: string, by: Who, on: Duty): Move | undefined {
  mustBeAllowed("sayRelated", current, by, on);
  const other = otherOf(current, nth);
  saySame(current, { other, same: true, because }, by, now, on);
  const found = current.related.find(({ id }) => id === other);
  if (current.closed || !found) return undefined;
  return said(mergeInto(current, found.reference, because, by, now, on), found, true, because, by, now);
}

/** A message came back, mostly the newest: as the dispatcher gives it up, with whoever else may still have been reached. */
function returned({ current, now, outbox }: World, { nth, late }: { nth: number; late: boolean }, on: Duty): Attempt {
  const open = outbox.filter(({ kind, about, fate }) => fate !== "failed" && (kind === "page" || about === "nobody_answered"));
  const failed = late ? open[nth % Math.max(open.length, 1)] : open.at(-1 - (nth % 3));
  if (!failed) return { body: {}, make: () => undefined };
  const hopeful = outbox.filter(
    ({ id, kind, tier, limit, fate }) =>
      id !== failed.id && kind === "page" && tier === failed.tier && limit === failed.limit && fate !== "failed",
  );
  const people = hopeful.map(({ to }) => to);
  return { body: {}, failed, make: () => unreachable(current, failed, "it came back", people, now, on) };
}

type DecideHow = Extract<How, { doing: "decide" }>["how"];

/** What a decision is typed with: all that it must carry, but for what this draw leaves out or makes wrong. */
function decisionOf(world: World, how: DecideHow): DecisionBody {
  const { now, current } = world;
  const { code, reading, lacks } = how;
  const carries: Partial<DecisionBody> = code === LEFT_TO_THEM.code ? { advice: "" } : carried(code, now);
  const limb = (): { reading: Reading; facts: string } => ({ reading, facts: words(world) });
  const arrives = decisions.find((one) => one.code === code)?.leadsTo === "arrive";
  const arriveIn = how.arriveIn ?? (limitsOf(current).byAppointment ? 200 : undefined);
  const body: DecisionBody = {
    ...carries,
    code,
    why: how.faultOnly ? "the ward failed to observe the patient" : words(world),
    ...(carries.reviewAt ? { reviewAt: after(now, how.reviewIn) } : {}),
    ...(carries.changeIf ? { changeIf: words(world) } : {}),
    ...(carries.advice !== undefined ? { advice: words(world) } : {}),
    ...(carries.limbs ? { limbs: { limb_a: limb(), limb_b: { ...limb(), reading: "not_met" } } } : {}),
    ...(carries.referTo ? { referTo: how.referTo } : {}),
    ...(carries.entry || how.referTo === "fire_brigade"
      ? { entry: { who: words(world), power: "pace_17_1_e", by: after(now, 20) } }
      : {}),
    ...(arrives && arriveIn !== undefined ? { arriveBy: after(now, arriveIn) } : {}),
    ...(how.remark ? { remark: words(world) } : {}),
  };
  return lacks ? (Object.fromEntries(Object.entries(body).filter(([name]) => name !== lacks)) as DecisionBody) : body;
}

function itemOf(world: World, { item, minutesAgo, hours }: Extract<How, { doing: "recordCustody" }>["how"]): CustodyItem {
  switch (item) {
    case "arrived_at":
      return { item, at: after(world.now, -minutesAgo) };
    case "detention_began":
      return { item, beganAt: after(world.now, -minutesAgo) };
    case "risk_by_police":
    case "risk_by_health":
      return { item, level: "low" };
    case "next_of_kin":
      return { item, told: "told", words: words(world) };
    case "tell_result":
      return { item, who: words(world) };
    case "custody_accepted":
      return { item, clinician: words(world) };
    case "conveyed":
      return { item, vehicle: hours > 6 ? "police_vehicle" : "ambulance", asked: hours % 2 === 0, why: words(world) };
    case "officers_waiting":
      return { item, officers: hours };
    case "detention_extended":
      return { item, hours, doctor: words(world), authorisedAt: after(world.now, -minutesAgo) };
  }
}
