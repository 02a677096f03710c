import { Temporal } from "temporal-polyfill";
import { chanceOf } from "../bench/quarter/chance.ts";
import { wallTime } from "../bench/quarter/moment.ts";
import { rosterOf } from "../bench/quarter/roster.ts";
import { agreedOn, london } from "../bench/quarter/scene.ts";
import type { Who } from "../core/escalation/ask.ts";
import { covered } from "../core/escalation/covered.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import { mustShare } from "../core/escalation/rules.ts";
import { answersFirst } from "../core/escalation/standing.ts";
import { type EscalationView, viewOf } from "../core/escalation/view.ts";
import type { Partnership } from "../core/partnership/partnership.ts";
import { verified } from "../core/people.ts";
import type { Addresses, History, KeptCase, Stretch } from "./history.ts";
import { apiOf } from "./simulation/api.ts";
import { officersAsk } from "./simulation/channels.ts";
import { desksOf } from "./simulation/desks.ts";
import { fallingIll } from "./simulation/leaving.ts";
import { outagesIn } from "./simulation/outages.ts";
import { personOf } from "./simulation/persons.ts";
import { demandOf, raisers } from "./simulation/raising.ts";
import { emptyStore, type Kept } from "./simulation/store.ts";
import { streaming } from "./simulation/stream.ts";
import { timelineFrom } from "./simulation/timeline.ts";
import { sweeping } from "./simulation/wakers.ts";
import { clocksOf, type World } from "./simulation/world.ts";

/** What is simulated: the same words and seed give the same history. */
export interface Simulation {
  readonly seed: number | string;
  /** The first day in London, and how many. */
  readonly from: string;
  readonly days: number;
  readonly casesPerDay: number;
  /** How often a day officers ask on the scheme's other channels; never, unless it is said. */
  readonly officersPerDay?: number;
  /** Whether parts break: one at a time, as the promise has it; or now and then two. */
  readonly outages?: boolean | "two";
  /** What the partners have agreed: London's, as it is configured, unless another is given. */
  readonly agreed?: Partnership;
}

/**
 * Plays a partnership on `core` alone: every change of a case is made by the product's own functions, in a world where processes die,
 * messages get lost, clocks are wrong and people press at the same moment. Nothing is drawn but by the seed, and no clock is read.
 */
export function simulate({
  seed,
  from,
  days,
  casesPerDay,
  officersPerDay = 0,
  outages = true,
  agreed = london(),
}: Simulation): History {
  const name = String(seed);
  const first = Temporal.PlainDate.from(from);
  const [begins, ends] = [wallTime(first, "00:00"), wallTime(first.add({ days }), "00:00")];
  const [start, end] = [Date.parse(begins), Date.parse(ends)];
  const timeline = timelineFrom(start);
  const desks = desksOf(agreed, name, first, days);
  const scene = { agreed, ...agreedOn(agreed, begins), roster: rosterOf(agreed, name, first, days) };
  const world: World = {
    seed: name,
    timeline,
    store: emptyStore(),
    outages: outagesIn(chanceOf(`${name} outages`), start, end, outages),
    dutyOf: desks.dutyOf,
    clock: clocksOf(name, timeline),
    chance: chanceOf(`${name} chance`),
    operations: [],
    sent: [],
    runs: new Set(),
    tripped: new Map(),
  };
  const api = apiOf(world);
  const people = raisers(world, api, scene, demandOf(name, scene, Math.round(days * casesPerDay), first, days));
  officersAsk(world, api, agreed, first, days, Math.round(days * officersPerDay));
  streaming(world);
  sweeping(world);
  fallingIll(world, desks, agreed);
  world.store.onWritten((written) => {
    if (written.what === "state") people.changed(written.id);
  });
  timeline.runTo(end);
  api.unanswered();
  const duty = desks.duty();
  return {
    ...{ from: begins, to: ends },
    operations: world.operations.toSorted((one, other) => one.nth - other.nth),
    cases: world.store.all().map(whole),
    sent: world.sent,
    addresses: addressesOf(world.store.all(), duty),
    outages: world.outages.all(),
    duty,
  };
}

/** Where everybody can be reached who was written to, or was there to be asked. */
function addressesOf(cases: readonly Kept[], duty: readonly Stretch[]): Addresses {
  const told = cases.flatMap(({ notices }) => [...notices.values()].map(({ to }) => to));
  const people = new Set([...told, ...duty.map(({ person }) => person)]);
  return Object.fromEntries([...people].map((person) => [person, verified(personOf(person)).map(({ to }) => to)]));
}

/** A case with all that is kept of it, and what each side is shown. */
export function whole({ of, facts, notices }: Kept): KeptCase {
  const reader: Who = { id: "reader", name: "A reader", agency: answersFirst(of) };
  const sides = { asks: shownTo(of.raised.by, of), answers: shownTo(reader, of) };
  return { escalation: of, facts, notices: [...notices.values()], sides };
}

function shownTo(who: Who, of: Escalation): EscalationView {
  mustShare(of, who);
  return viewOf(covered(of));
}
