import type { Temporal } from "temporal-polyfill";
import { namesFor } from "../../bench/quarter/beginning.ts";
import { type Chance, chanceOf } from "../../bench/quarter/chance.ts";
import { later, wallTime } from "../../bench/quarter/moment.ts";
import { type Press, screenOf } from "../../bench/quarter/telling.ts";
import { acknowledge } from "../../core/escalation/acknowledge.ts";
import { arrive } from "../../core/escalation/arrive.ts";
import { Ask, type Who } from "../../core/escalation/ask.ts";
import { close } from "../../core/escalation/close.ts";
import { type CustodyItem, recordCustody } from "../../core/escalation/custody.ts";
import { decide } from "../../core/escalation/decide.ts";
import type { DecisionBody } from "../../core/escalation/decision.ts";
import { disagree } from "../../core/escalation/disagree.ts";
import { disputedTier, type Escalation, isHandoverSettled, wantsPlan } from "../../core/escalation/escalation.ts";
import { logCall, readAnswer } from "../../core/escalation/heard.ts";
import { hearers, teamsOf, unheard } from "../../core/escalation/hearing.ts";
import { isAboutChild } from "../../core/escalation/known.ts";
import { owed } from "../../core/escalation/move.ts";
import { recordPlan } from "../../core/escalation/plan.ts";
import { raise } from "../../core/escalation/raise.ts";
import { recordOutcome } from "../../core/escalation/record-outcome.ts";
import { answerReferral } from "../../core/escalation/referral.ts";
import { respond } from "../../core/escalation/respond.ts";
import { isAsking } from "../../core/escalation/rules.ts";
import type { Carried, DecisionOption, Partnership, Pathway } from "../../core/partnership/partnership.ts";
import { sitesOf } from "../../core/partnership/places.ts";
import { pathwayInForce, termsInForce } from "../../core/partnership/terms.ts";
import type { Instant } from "../../core/time.ts";
import type { Api } from "./api.ts";
import { presses, pressOf } from "./people.ts";
import { iso } from "./timeline.ts";
import type { World } from "./world.ts";

/*
 * The scheme's other channels: officers ask, and another service answers. What happens in a case is drawn from what the partners have agreed of its
 * pathway, so that whatever is configured is simulated too. All shares are ours.
 */

/** How long somebody is about it before they look at a case again, in minutes; after how many looks it is twice as long; how often nobody looks who is asked. */
const LOOKS = 3;
const SELDOM = 20;
const NOBODY_LOOKS = 0.35;
/** How often an officer reads an answer at once, and how often they read a decline differently. */
const READS = 0.6;
const DISAGREES = 0.3;
/** How often, when somebody looks, the next item of a handover is settled, and an answer that is looked at again is given anew. */
const HANDS_OVER = 0.3;
const ANSWERS_ANEW = 0.1;
/** How often the wait with a detained person ends without a clinician, each time that somebody settles something. */
const ENDS_OTHERWISE = 0.05;
/** How often somebody who is asked anew says only that they have it, and does not answer at once. */
const ACKNOWLEDGES = 0.5;
/** How often a body that is asked declines. */
const DECLINES = 0.25;
/** How often the person is a child. */
const CHILD = 0.1;
/** Somebody who was refused raises again so much later. */
const AGAIN_MS = 60_000;

/** The pathways on which police ask. */
const ofOfficers = ({ pathways, agencies }: Partnership) =>
  pathways.filter(({ raisedBy }) => agencies.some(({ kind }) => kind === "police" && raisedBy.includes(kind)));

/** Officers of the partners' forces ask so often in these days; each request lives until it has closed. */
export function officersAsk(
  world: World,
  api: Api,
  agreed: Partnership,
  from: Temporal.PlainDate,
  days: number,
  many: number,
): void {
  const chance = chanceOf(`${world.seed} channels`);
  const names = namesFor(agreed.code);
  const pathways = ofOfficers(agreed);
  const forces = agreed.agencies.filter(({ kind }) => kind === "police");
  const begins = wallTime(from, "00:00");
  const placesOf = (pathway: Pathway) =>
    pathway.answeredAt === "site" ? sitesOf(agreed, pathway).map(({ title }) => title) : boroughs(agreed);
  const places = new Map(pathways.map((pathway) => [pathway.code, placesOf(pathway)]));
  const asks = (pathway: string, by: Who): void => {
    const now = iso(world.timeline.now());
    const place = chance.one(places.get(pathway) ?? []);
    const terms = termsInForce(agreed, pathway, place, by.agency, now);
    const inForce = pathwayInForce(agreed, pathway, place, now);
    const [ask, named] = [askOf(chance, inForce, place), names(chance)];
    const makes = (at: Instant) => [raise(named, ask, undefined, by, at, inForce, terms, world.dutyOf(terms, at))];
    api.ask({ move: "raise", by, case: null, seen: null, makes }, ({ outcome, case: id }) => {
      if (outcome === "ok" && id !== null) lives(world, api, chance, id);
      else world.timeline.after(AGAIN_MS, () => asks(pathway, by));
    });
  };
  for (let nth = 0; nth < many; nth += 1) {
    const { code } = chance.one(pathways);
    const force = chance.one(forces).code;
    const number = chance.whole(1, 40);
    const by: Who = { id: `officer_${force.toLowerCase()}_${number}`, name: `Officer ${number}`, agency: force };
    world.timeline.at(Date.parse(later(begins, chance.share() * days * 24 * 60)), () => asks(code, by));
  }
}

const boroughs = ({ areas }: Partnership): string[] => areas.flatMap(({ places }) => places.map(({ title }) => title));
const askOf = (chance: Chance, { types, thresholds }: Pathway, place: string): Ask =>
  Ask.parse({
    type: chance.one(types).code,
    threshold: [chance.one(thresholds).code],
    place: { borough: place, address: `By the fountain, ${chance.whole(1, 400)} paces from the gate` },
    ask: "What is best for this person?",
    whyNow: "He talks to people who are not there, and is calm",
    callBack: "07700 900456",
    ...(chance.is(CHILD) ? { under18: "yes" } : {}),
  });

/** Whoever has to do with it looks at it now and then, and does what is owed, until it has closed. */
function lives(world: World, api: Api, chance: Chance, id: string): void {
  const { timeline, store } = world;
  let looked = 0;
  const rests = (): void => timeline.after(Math.round(chance.around(LOOKS * (1 + looked / SELDOM)) * 60_000), looks);
  const looks = (): void => {
    const { of } = store.get(id);
    if (of.closed) return;
    looked += 1;
    const press = nextPress(world, chance, of, iso(timeline.now()));
    if (press) presses(world, api, pressOf(world, id, press.by, of.version, press));
    rests();
  };
  rests();
}

/** A press by somebody in particular. */
type Theirs = Omit<Press, "by"> & { readonly by: Who };
const pressing = (by: Who, move: string, makes: Press["makes"], body: object = {}): Theirs => ({ by, move, body, makes });

/** What somebody does about a case now; undefined when nobody does anything. */
function nextPress(world: World, chance: Chance, of: Escalation, now: Instant): Theirs | undefined {
  const officer = of.raised.by;
  const reader = chance.is(READS) ? someoneWhoReads(world, chance, of, now) : undefined;
  if (reader) return pressing(reader, "answer-read", (it, seen, at, on) => readAnswer(it, reader, seen, at, on));
  const owner = of.owner?.by;
  if (!owner || (isAsking(of) && chance.is(ACKNOWLEDGES))) {
    const by = chance.is(NOBODY_LOOKS) ? undefined : someoneOf(world, chance, of, laddersTeams(of), now);
    return by && pressing(by, "acknowledgement", (it, seen, at, on) => acknowledge(it, by, seen, at, on));
  }
  const item = chance.is(HANDS_OVER) ? nextOfHandover(chance, of, owner, now) : undefined;
  if (item) return item;
  if (wantsPlan(of) && !of.plan) return planning(of, now);
  const [agency] = owed(of) === "close" ? unheard(of) : [];
  if (agency) return ringing(owner, agency);
  switch (owed(of)) {
    case "decide":
      return deciding(world, chance, of, now);
    case "review":
      return chance.is(ANSWERS_ANEW) ? deciding(world, chance, of, now) : undefined;
    case "respond":
      return responding(chance, of, officer);
    case "arrive":
      return pressing(owner, "arrival", (it, _, at, on) => arrive(it, { callSign: "LX21" }, owner, at, on));
    case "accept_referral":
      return referred(world, chance, of, now);
    case "look_back":
      return outcome(chance, of, owner);
    case "close":
      if (!of.outcome) return outcome(chance, of, officer);
      return pressing(owner, "closure", (it, seen, at, on) => close(it, {}, owner, seen, at, on));
    default:
      return undefined;
  }
}

/**
 * What is settled next of a person who is handed over: each side reads the risk, and then a named clinician takes them on; or the wait ends
 * otherwise. What is missing then is recorded after it.
 */
function nextOfHandover(chance: Chance, of: Escalation, owner: Who, now: Instant): Theirs | undefined {
  const { custody, raised } = of;
  if (!custody || (isHandoverSettled(of) && custody.nextOfKin && custody.tellResult)) return undefined;
  const recorded = (by: Who, item: CustodyItem): Theirs =>
    pressing(by, "custody", (it, _, at, on) => recordCustody(it, item, by, at, on), item);
  const officer = raised.by;
  const ends = of.terms.outcomes.filter(({ endsWait }) => endsWait);
  if (!isHandoverSettled(of) && ends.length > 0 && chance.is(ENDS_OTHERWISE)) return happened(chance.one(ends).code, officer);
  if (!custody.arrivedAt) return recorded(officer, { item: "arrived_at", at: later(now, -5) });
  if (!custody.riskByPolice) return recorded(officer, { item: "risk_by_police", level: "medium" });
  if (!custody.officersWaiting) return recorded(officer, { item: "officers_waiting", officers: 2 });
  if (!custody.nextOfKin) return recorded(officer, { item: "next_of_kin", told: "told", words: "His sister, by telephone" });
  if (!custody.tellResult) return recorded(officer, { item: "tell_result", who: "His sister, and the crisis team" });
  if (!custody.riskByHealth) return recorded(owner, { item: "risk_by_health", level: "low" });
  return recorded(owner, { item: "custody_accepted", clinician: "A clinician of the ward" });
}

/** What has happened to the person, as somebody of theirs or ours records it. */
function happened(code: string, by: Who): Theirs {
  const body = { code, seenBy: "health_staff" } as const;
  return pressing(by, "outcome", (it, _, at, on) => recordOutcome(it, body, by, at, on), body);
}

const laddersTeams = ({ terms, tier }: Escalation): string[] => terms.ladder.slice(0, tier + 1).flatMap(({ teams }) => teams);

/** Somebody who is on duty for one of these teams. */
function someoneOf(world: World, chance: Chance, { terms }: Escalation, teams: readonly string[], now: Instant): Who | undefined {
  const duty = world.dutyOf(terms, now);
  const there = teams.flatMap((team) =>
    (duty[team] ?? []).map(({ person }) => ({ person, agency: terms.teams[team]?.agency ?? "" })),
  );
  if (there.length === 0) return undefined;
  const { person, agency } = chance.one(there);
  return { id: person, name: person, agency };
}

/** An agency that has not read the answer: the officer who asked, or somebody who is there for a body that was told. */
function someoneWhoReads(world: World, chance: Chance, of: Escalation, now: Instant): Who | undefined {
  const unread = of.decision ? hearers(of).filter((agency) => !of.heard.some((one) => one.agency === agency)) : [];
  if (unread.length === 0) return undefined;
  const agency = chance.one(unread);
  const teams = of.told.flatMap((body) => teamsOf(of, body)).filter((team) => of.terms.teams[team]?.agency === agency);
  return agency === of.raised.by.agency ? of.raised.by : someoneOf(world, chance, of, teams, now);
}

/** The lowest tier whose answer stands: what was disagreed with, what a tier above has decided, and a child's decline are not for those below it. */
function leastTier(of: Escalation, { declines }: DecisionOption): number {
  const child = declines && isAboutChild(of) ? (of.terms.childTier ?? 0) : 0;
  return Math.max(child, of.decision?.tier ?? 0, disputedTier(of) + 1);
}

/** The desk of a body that has not read a changed answer is rung, and nobody is there. */
function ringing(by: Who, agency: string): Theirs {
  const body = { number: "desk", agency, answered: false } as const;
  return pressing(by, "calls", (it, _, at, on) => logCall(it, body, by, at, on), body);
}

function planning({ raised: { by } }: Escalation, now: Instant): Theirs {
  const plan = { words: "We stay with him, and ring every hour", reviewAt: later(now, 240) };
  return pressing(by, "interim-plan", (it, seen, at, on) => recordPlan(it, plan, by, seen, at, on), plan);
}

function deciding(world: World, chance: Chance, of: Escalation, now: Instant): Theirs | undefined {
  const option = chance.one(of.terms.decisions);
  const teams = of.terms.ladder.slice(leastTier(of, option), of.tier + 1).flatMap((rung) => rung.teams);
  const by = someoneOf(world, chance, of, teams, now);
  if (!by) return undefined;
  const body = { code: option.code, why: "On what the officer says now", ...carrying(chance, of, option, now) } as DecisionBody;
  return pressing(by, "decision", (it, seen, at, on) => decide(it, body, by, seen, at, on, screenOf(it)), body);
}

/** What an answer must carry, each at its plainest. */
function carrying(
  chance: Chance,
  { terms, custody }: Escalation,
  { carries, leadsTo, declines }: DecisionOption,
  now: Instant,
): Partial<DecisionBody> {
  const soon = (most: number): Instant => later(now, chance.whole(10, most));
  const words: Readonly<Partial<Record<Carried, () => Partial<DecisionBody>>>> = {
    category: () => ({ category: chance.one(terms.categories).code }),
    reference: () => ({ reference: `LAS ${chance.whole(1000, 9999)}` }),
    namedOwner: () => ({ namedOwner: "The clinician of the desk" }),
    reviewAt: () => ({ reviewAt: soon(declines && custody ? 55 : 120) }),
    referTo: () => ({ referTo: chance.one(terms.bodies.filter(({ teams }) => teams.length > 0)).code }),
    changeIf: () => ({ changeIf: "He can no longer be woken" }),
    advice: () => ({ advice: "He is known to the team, and his sister can be rung" }),
    followUp: () => ({ followUp: { what: "A call in the morning", who: "The crisis team", by: soon(900) } }),
    safeWith: () => ({ safeWith: "His sister" }),
    placeOfSafety: () => ({ placeOfSafety: "The Maudsley, which holds a bed" }),
    custodyHolder: () => ({ custodyHolder: "A clinician of the ward" }),
  };
  const comes = leadsTo === "arrive" ? { arriveBy: soon(90) } : {};
  return Object.assign(comes, ...carries.map((one) => words[one]?.() ?? {}));
}

/** An officer says what they did; or reads a decline differently. */
function responding(chance: Chance, of: Escalation, by: Who): Theirs {
  const option = of.terms.decisions.find(({ code }) => code === of.decision?.code);
  if (option?.declines && of.disagreements.length === 0 && chance.is(DISAGREES)) {
    const body = { reason: "facts_misread", why: "She is worse than it was read" } as const;
    return pressing(by, "disagreement", (it, seen, at, on) => disagree(it, body, by, seen, at, on), body);
  }
  const body = { code: chance.one(of.terms.responses).code, why: "It was the nearest" };
  return pressing(by, "response", (it, seen, at, on) => respond(it, body, by, seen, at, on), body);
}

function referred(world: World, chance: Chance, of: Escalation, now: Instant): Theirs | undefined {
  const by = someoneOf(world, chance, of, teamsOf(of, of.referral?.body ?? ""), now);
  const accepts = !chance.is(DECLINES);
  const body = accepts ? { accepts, reference: `REF ${chance.whole(1000, 9999)}` } : { accepts, why: "No room today" };
  return by && pressing(by, "referral-answer", (it, seen, at, on) => answerReferral(it, body, by, seen, at, on), body);
}

const outcome = (chance: Chance, of: Escalation, by: Who): Theirs => happened(chance.one(of.terms.outcomes).code, by);
