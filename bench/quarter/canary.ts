import { acknowledge } from "../../core/escalation/acknowledge.ts";
import { addNote } from "../../core/escalation/add-note.ts";
import { arrive } from "../../core/escalation/arrive.ts";
import type { Who } from "../../core/escalation/ask.ts";
import { askForMore } from "../../core/escalation/ask-for-more.ts";
import { changePriority } from "../../core/escalation/change-priority.ts";
import type { Duty } from "../../core/escalation/climb.ts";
import { close, mergeInto, withdraw } from "../../core/escalation/close.ts";
import { type CustodyItem, recordCustody } from "../../core/escalation/custody.ts";
import { decide } from "../../core/escalation/decide.ts";
import type { DecisionBody } from "../../core/escalation/decision.ts";
import { defer } from "../../core/escalation/defer.ts";
import { leaveWithoutHandover } from "../../core/escalation/departure.ts";
import { disagree } from "../../core/escalation/disagree.ts";
import { logCall } from "../../core/escalation/heard.ts";
import { addNews, linkRequest, readNews } from "../../core/escalation/news.ts";
import { offerHandover } from "../../core/escalation/ownership.ts";
import { recordPlan } from "../../core/escalation/plan.ts";
import { raise } from "../../core/escalation/raise.ts";
import { recordOutcome } from "../../core/escalation/record-outcome.ts";
import { answerReferral } from "../../core/escalation/referral.ts";
import { saySame } from "../../core/escalation/related.ts";
import { respond } from "../../core/escalation/respond.ts";
import { standDown } from "../../core/escalation/stand-down.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import type { Terms } from "../../core/partnership/terms.ts";
import { type Instant, plus } from "../../core/time.ts";
import { namesFor } from "./beginning.ts";
import { chanceOf } from "./chance.ts";
import { later } from "./moment.ts";
import {
  type Plants,
  plantedAsk,
  plantedDecision,
  plantedFirstAnswer,
  plantedNews,
  plantedResponse,
  plantsOf,
  withOtherChannels,
} from "./planting.ts";
import { agreedOn, london } from "./scene.ts";
import { begun, type Doing, pass, type Row, type Scene, type Story, screenOf, take } from "./telling.ts";

/** A case in whose every field of words or identity stands a value that stands nowhere else. */
export interface CanaryCase extends Row {
  /** What must be found in no pack, no mail and no export that carries no identities. Ages are not among them: «93» stands everywhere. */
  readonly canaries: readonly string[];
  /** The ids and the names of whoever acted: mails and the partners’ own pages may name them, packs may not. */
  readonly staff: readonly string[];
}

interface Cast {
  readonly nurse: Who;
  readonly colleague: Who;
  readonly deputy: Who;
  readonly hub: Who;
  readonly ladder: readonly Who[];
}

const AGENCY = "RJ1";
const DECLINES = "decline_threshold_not_met";

/**
 * The canary with this number. Every third ends closed, withdrawn or merged, and each of them was closed before; every other was raised
 * for a borough that is a planted value too, so it went to the desk for places nobody knows. Harm is learned afterwards.
 */
export function canaryCase(nth: number, { at = "2026-07-08T09:00:00.000Z", agreed = london() }: Canary = {}): CanaryCase {
  const plants = plantsOf(nth);
  const borough = nth % 2 === 1 ? plants.words("Lambeth") : "Lambeth";
  const { pathway, termsOf } = agreedOn(agreed, at);
  const terms = termsOf(borough, AGENCY);
  const cast = castOf(nth, terms);
  const duty = dutyOf(cast, terms, at);
  const story = canaryRaised(nth, plants, cast, { agreed, pathway, termsOf, roster: rosterOf(cast, duty) }, borough, at);
  for (const press of [
    ...answers(plants, cast),
    ...handover(plants, cast),
    ...changes(plants, cast, borough),
    ...end(nth, plants, cast),
  ])
    pressed(story, press);
  const { of: escalation, facts, screens } = story;
  const people = [cast.nurse, cast.colleague, cast.deputy, cast.hub, ...cast.ladder];
  return { escalation, facts, screens, canaries: plants.planted(), staff: people.flatMap(({ id, name }) => [id, name]) };
}
export interface Canary {
  readonly at?: Instant;
  readonly agreed?: Partnership;
}

function castOf(nth: number, { ladder }: Terms): Cast {
  const number = String(nth).padStart(3, "0");
  const someone = (role: string, agency: string): Who => ({ id: `qzs${number}_${role}`, name: `QZS${number} ${role}`, agency });
  return {
    nurse: someone("nurse", AGENCY),
    colleague: someone("colleague", AGENCY),
    deputy: someone("deputy", AGENCY),
    hub: someone("hub", "RRU"),
    ladder: ladder.map(({ code }) => someone(code, "01")),
  };
}

function dutyOf({ ladder, hub }: Cast, { ladder: rungs, bodies }: Terms, at: Instant): Duty {
  const on = (who: Who | undefined) => [{ person: who?.id ?? "", reachable: true, until: plus(at, "PT1000H") }];
  const tiers = rungs.flatMap(({ teams }, tier) => teams.map((team) => [team, on(ladder[tier])]));
  const hubs = bodies.filter(({ code }) => code === "ambulance").flatMap(({ teams }) => teams.map((team) => [team, on(hub)]));
  return Object.fromEntries([...tiers, ...hubs]);
}

const rosterOf = ({ nurse, colleague, ladder }: Cast, duty: Duty): Scene["roster"] => ({
  dutyAt: () => duty,
  raiser: () => nurse,
  relief: () => colleague,
  who: (id) => ladder.find((one) => one.id === id) ?? nurse,
});

const OTHER = { id: "0d9b3f5a-1f2e-4c3d-8a4b-5c6d7e8f9a0b", reference: "RC-345-678" };

function canaryRaised(nth: number, plants: Plants, cast: Cast, scene: Scene, borough: string, at: Instant): Story {
  const chance = chanceOf(`canary story ${nth}`);
  const { pathway, roster, termsOf } = scene;
  const terms = withOtherChannels(termsOf(borough, AGENCY));
  const ask = plantedAsk(plants, terms, borough, cast.deputy.id, at);
  const names = namesFor(scene.agreed.code)(chance);
  const matches = [{ ...OTHER, on: ["phone"] }];
  const first = plantedFirstAnswer(plants, cast.ladder[0] ?? cast.nurse, at);
  const move = raise(names, ask, undefined, cast.nurse, at, pathway, terms, roster.dutyAt(at), matches, first);
  const place = { code: undefined, title: borough, area: terms.area.code };
  const request = { at, type: ask.type, place, agency: AGENCY };
  const subject = { person: ask.person ?? {}, address: "", postcode: undefined, under18: false, childAtRisk: false };
  return begun(move, { scene, chance, request, subject });
}

/** One press, twenty seconds after the last: no limit passes, and each must do something. */
function pressed(story: Story, press: Doing): void {
  const { version } = story.of;
  pass(story, later(story.now, 1 / 3));
  take(story, press);
  if (story.of.version === version) throw new Error(`a canary's press did nothing after version ${version}`);
}

const deciding =
  (plants: Plants, by: Who | undefined, code: string, more: Partial<DecisionBody> = {}): Doing =>
  (of, now, duty) =>
    by && decide(of, plantedDecision(plants, now, code, more), by, of.version, now, duty, screenOf(of));

/** A «no» at every tier, and a disagreement with each, until nobody is left to decide between them. */
function answers(plants: Plants, { nurse, ladder }: Cast): Doing[] {
  const [inspector, officer] = ladder;
  if (!inspector || !officer) throw new Error("a ladder of two tiers at least");
  const { words } = plants;
  const limb = { reading: "not_enough_information" as const, facts: words("Not known") };
  const disagreed = ladder.flatMap((by, tier): Doing[] => [
    ...(tier === 1 ? [handed(plants, inspector, officer), lowered(plants, officer, inspector)] : []),
    deciding(plants, by, DECLINES),
    (of, now, duty) => disagree(of, { reason: "facts_misread", why: words("We disagree") }, nurse, of.version, now, duty),
  ]);
  return [
    (of, now, duty) => saySame(of, { other: OTHER.id, same: false, because: words("Not the same") }, nurse, now, duty),
    (of, now, duty) => acknowledge(of, inspector, of.version, now, duty),
    (of, now, duty) => {
      const body = { limbs: { limb_a: limb, limb_b: { ...limb, facts: words("Not known") } }, missing: words("Missing") };
      return askForMore(of, { ...body, whoGets: words("Who gets it"), byWhen: later(now, 20) }, inspector, now, duty);
    },
    ...[puttingOff(plants, inspector), puttingOff(plants, inspector), puttingOff(plants, inspector)],
    ...disagreed,
    (of, now, duty) => recordPlan(of, { words: words("Our plan"), reviewAt: later(now, 300) }, nurse, of.version, now, duty),
  ];
}

/** Twice it is put off, and the third time that is not applied: it is only written down. */
const puttingOff =
  ({ words }: Plants, by: Who): Doing =>
  (of, now, duty) =>
    defer(of, { reason: "no_units", why: words("Put off"), until: later(now, 10) }, by, of.version, now, duty);

const handed =
  ({ words }: Plants, by: Who, to: Who): Doing =>
  (of, now, duty) =>
    offerHandover(of, { to: to.id, words: words("Please take it") }, by, of.version, now, duty);

const lowered =
  ({ words }: Plants, by: Who, second: Who): Doing =>
  (of, now, duty) =>
    changePriority(of, { priority: "P2", why: words("Less urgent"), agreedWith: second.id }, by, of.version, now, duty);

/** What was referred and came back, what was accepted, and the handing over of a detained person. */
function handover(plants: Plants, { nurse, hub, ladder }: Cast): Doing[] {
  const { words, bare } = plants;
  const chief = ladder.at(-1);
  const item =
    (one: CustodyItem, by: Who | undefined = nurse): Doing =>
    (of, now, duty) =>
      recordCustody(of, one, by, now, duty);
  return [
    deciding(plants, chief, "refer_to", { referTo: "ambulance" }),
    (of, now, duty) => answerReferral(of, { accepts: false, why: words("We cannot") }, hub, of.version, now, duty),
    deciding(plants, chief, "refer_to", { referTo: "ambulance" }),
    (of, now, duty) => answerReferral(of, { accepts: true, reference: bare() }, hub, of.version, now, duty),
    item({ item: "risk_by_police", level: "high" }, chief),
    item({ item: "risk_by_health", level: "high" }),
    item({ item: "next_of_kin", told: "told", words: words("Next of kin") }),
    item({ item: "tell_result", who: words("To be told") }),
    item({ item: "conveyed", vehicle: "police_vehicle", asked: true, why: words("No ambulance") }),
    (of, now, duty) =>
      recordCustody(
        of,
        { item: "detention_extended", hours: 6, doctor: words("Doctor"), authorisedAt: later(now, 0) },
        nurse,
        now,
        duty,
      ),
    (of, now, duty) => leaveWithoutHandover(of, { leftAt: later(now, -1), told: words("Left, told") }, nurse, now, duty),
    item({ item: "custody_accepted", clinician: words("Clinician") }),
  ];
}

/** News, a unit that was stood down, one that came, another caller's request, a note; then it closes. */
function changes(plants: Plants, { nurse, colleague, ladder, deputy }: Cast, borough: string): Doing[] {
  const { words, bare } = plants;
  const chief = ladder.at(-1);
  const comes: readonly Doing[] = [
    opening(chief),
    deciding(plants, chief, "attend_immediate"),
    (of, now, duty) => chief && arrive(of, { callSign: bare(), claimedAt: later(now, -1) }, chief, now, duty),
  ];
  return [
    telling(plants, nurse, borough),
    opening(chief),
    deciding(plants, chief, "attend_joint"),
    (of, now, duty) => chief && standDown(of, { why: words("Needed elsewhere") }, chief, of.version, now, duty),
    ...comes.slice(1),
    (of, now, duty) => {
      const ask = plantedAsk(plants, of.terms, borough, deputy.id, now);
      return linkRequest(of, ask, words("The same"), colleague, now, duty);
    },
    ...comes,
    (of, now, duty) => addNote(of, { text: words("Note"), theme: "T20" }, nurse, now, duty),
    (of, now, duty) => chief && logCall(of, { number: "call_back", answered: true, words: words("Rang") }, chief, now, duty),
    (of, now, duty) =>
      chief && logCall(of, { number: "desk", agency: "RRU", answered: true, words: words("Rang the desk") }, chief, now, duty),
    (of, now, duty) => respond(of, plantedResponse(plants), nurse, of.version, now, duty),
    (of, now, duty) => recordOutcome(of, { code: "safe", seenBy: "police" }, nurse, now, duty),
    (of, now, duty) => close(of, { why: words("Closing") }, nurse, of.version, now, duty),
  ];
}

const telling =
  (plants: Plants, by: Who, borough: string): Doing =>
  (of, now, duty) =>
    addNews(of, plantedNews(plants, of.terms, borough, now), by, now, duty);

const opening =
  (by: Who | undefined): Doing =>
  (of, now, duty) =>
    by && readNews(of, { upTo: of.news.at(-1)?.number ?? 1 }, by, now, duty);

/** How it ends in the end: as it was closed, or opened once more and withdrawn, or merged. What harm was done is learned when it is over. */
function end(nth: number, plants: Plants, { nurse }: Cast): Doing[] {
  const { words, cad } = plants;
  const harm: Doing = (of, now, duty) => recordOutcome(of, { code: "found_injured", seenBy: "health_staff" }, nurse, now, duty);
  const again = telling(plants, nurse, "Lambeth");
  const withdrawn: Doing = (of, now, duty) =>
    withdraw(of, { as: "superseded_by_999", why: words("Taken back"), cad: cad() }, nurse, of.version, now, duty);
  const merged: Doing = (of, now, duty) => mergeInto(of, OTHER.reference, words("Merged"), nurse, now, duty);
  const last = [undefined, withdrawn, merged][nth % 3];
  return [...(last ? [again, last] : []), harm];
}
