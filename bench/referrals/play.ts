import { Temporal } from "temporal-polyfill";
import type { Who } from "../../core/escalation/ask.ts";
import type { Duty } from "../../core/escalation/climb.ts";
import { raise } from "../../core/escalation/raise.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import { pathwayInForce, rungsOf, type Terms, termsInForce } from "../../core/partnership/terms.ts";
import type { Instant } from "../../core/time.ts";
import type { History } from "../../history/history.ts";
import { whole } from "../../history/simulate.ts";
import { desksOf } from "../../history/simulation/desks.ts";
import { timelineFrom } from "../../history/simulation/timeline.ts";
import { namesFor } from "../quarter/beginning.ts";
import { chanceOf } from "../quarter/chance.ts";
import { wallTime } from "../quarter/moment.ts";
import { london } from "../quarter/scene.ts";
import { askOf, demand, type Referral, type Storm } from "./asking.ts";
import { closer } from "./following.ts";
import { type Clinicians, hubOf } from "./hub.ts";
import { addressOf, sceneOf } from "./scene.ts";
import { workersOf } from "./working.ts";

/** What is played: the same words and seed give the same month. */
export interface Month {
  readonly seed: number | string;
  /** The first day in London, and how many. */
  readonly from: string;
  readonly days: number;
  /** Referrals a day on the average, the storms among them. */
  readonly aDay: number;
  readonly storms: number;
  readonly clinicians: Clinicians;
  readonly agreed?: Partnership;
}

/** What came of it. `to` is the end of the last day; the history goes on until what was open then has had time to end. */
export interface Played {
  readonly from: Instant;
  readonly to: Instant;
  readonly storms: readonly Storm[];
  readonly history: History;
}

const PATHWAY = "ambulance_referral";
/** Days without a referral after the last, in which what is open ends. */
const ENDS_WITHIN_DAYS = 2;
const OFFICERS = 400;

/**
 * Plays police referrals to the ambulance hub on `core` alone. Nothing breaks here, and every limit is struck in the millisecond in which it
 * is due: what is looked for is what people have to wait for. What breaks is `history/simulate.ts`'s to say.
 */
export function play({ seed, from, days, aDay, storms, clinicians, agreed = london() }: Month): Played {
  const name = `${seed} referrals`;
  const first = Temporal.PlainDate.from(from);
  const [begins, ends] = [wallTime(first, "00:00"), wallTime(first.add({ days }), "00:00")];
  const played = days + ENDS_WITHIN_DAYS;
  const over = wallTime(first.add({ days: played }), "00:00");
  const asked = demand(chanceOf(`${name} demand`), agreed, Math.round(aDay * days), storms, first, days);
  const agreement = agreementOf(agreed, begins);
  const teams = rungsOf(agreement.pathway).map(({ desk }) => agreed.teams.find((team) => team.desk === desk));
  const [hubTeam = "", ...above] = teams.map((team) => team?.code ?? "");
  const hub = hubOf(hubTeam, clinicians, first, played);
  const desks = desksOf(agreed, name, first, played);
  const timeline = timelineFrom(Date.parse(begins));
  const scene = sceneOf(timeline, withHub(hubTeam, hub.on, desks.dutyOf));
  const { store, now } = scene;

  const namesOf = namesFor(agreed.code);
  const refers = (referral: Referral, nth: number): void => {
    const chance = chanceOf(`${name} case ${nth}`);
    const names = namesOf(chance);
    const { agency } = referral;
    const by: Who = { id: `officer_${agency}_${chance.whole(1, OFFICERS)}`, name: "An officer", agency };
    const terms = agreement.termsOf(referral);
    const duty = scene.dutyOf({ terms });
    scene.raise(by, chance, raise(names, askOf(chance, referral), undefined, by, now(), agreement.pathway, terms, duty));
  };
  const takers = (tier: number): readonly string[] =>
    tier === 0 ? hub.takes(now()) : desks.on(above[tier - 1] ?? "", now()).map(({ person }) => person);
  const workers = workersOf(scene, teams[0]?.agency ?? "", takers);
  const closes = closer(scene);
  store.onWritten((written) => {
    if (written.what !== "state") return;
    workers.changed(written.id);
    closes(written.id);
  });
  for (const turn of hub.turns) if (turn >= begins) timeline.at(Date.parse(turn), workers.goOn);
  for (const [nth, one] of asked.referrals.entries()) timeline.at(Date.parse(one.at), () => refers(one, nth));
  timeline.runTo(Date.parse(over));

  const { operations, sent } = scene;
  const cases = store.all().map(whole);
  const duty = [...desks.duty().filter(({ team }) => team !== hubTeam), ...hub.duty];
  const people = [...cases.flatMap(({ notices }) => notices.map(({ to }) => to)), ...duty.map(({ person }) => person)];
  const addresses = Object.fromEntries(people.map((person) => [person, [addressOf(person)]]));
  const history = { from: begins, to: over, operations, cases, sent, addresses, outages: [], duty };
  return { from: begins, to: ends, storms: asked.storms, history };
}

/** What the partners have agreed, with the terms of each place and force made once. */
function agreementOf(agreed: Partnership, at: Instant) {
  const known = new Map<string, Terms>();
  const termsOf = ({ place, agency }: Referral): Terms => {
    const key = `${agency}/${place.title}`;
    const terms = known.get(key) ?? termsInForce(agreed, PATHWAY, place.title, agency, at);
    known.set(key, terms);
    return terms;
  };
  return { termsOf, pathway: pathwayInForce(agreed, PATHWAY, "", at) };
}

/** Who is on duty: at the hub by its shifts, at every other desk by its rota. */
function withHub(team: string, on: (now: Instant) => Duty[string], others: (terms: Terms, now: Instant) => Duty) {
  const known = new WeakMap<Duty, Duty>();
  return (terms: Terms, now: Instant): Duty => {
    const [base, here] = [others(terms, now), on(now)];
    const last = known.get(base);
    if (last && last[team] === here) return last;
    const made = { ...base, [team]: here };
    known.set(base, made);
    return made;
  };
}
