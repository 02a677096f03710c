import { arrive } from "../../core/escalation/arrive.ts";
import type { Who } from "../../core/escalation/ask.ts";
import { close, withdraw } from "../../core/escalation/close.ts";
import { disagree } from "../../core/escalation/disagree.ts";
import { decided, type Escalation, isAwaited, isReferred } from "../../core/escalation/escalation.ts";
import { readAnswer } from "../../core/escalation/heard.ts";
import { hearers, teamsOf } from "../../core/escalation/hearing.ts";
import { recordPlan } from "../../core/escalation/plan.ts";
import { recordOutcome } from "../../core/escalation/record-outcome.ts";
import { answerReferral } from "../../core/escalation/referral.ts";
import { respond } from "../../core/escalation/respond.ts";
import { cannot } from "../../core/escalation/rules.ts";
import { between } from "../../core/time.ts";
import { later } from "../quarter/moment.ts";
import {
  BODY_ANSWERS,
  BODY_DECLINES,
  BODY_SILENT,
  CLOSES,
  CREW_TAKES,
  DISAGREES,
  GOES_WHEN_LATE,
  OUTCOMES,
  RESPONDS,
  RESPONSES,
  SETTLES,
} from "./answering.ts";
import type { Scene } from "./scene.ts";

/** An answer, and how something happens so many minutes after it: nobody acts on one that no longer stands. */
interface Answered {
  readonly scene: Scene;
  readonly of: Escalation;
  readonly soon: (minutes: number, then: (of: Escalation) => void) => void;
}

/** What comes of an answer: officers say what they do with it, and whoever was sent, or asked, comes or answers. */
export function follow(scene: Scene, id: string): void {
  const { of } = scene.store.get(id);
  const answered: Answered = {
    scene,
    of,
    soon: (minutes, then) =>
      scene.after(minutes, () => {
        const now = scene.store.get(id).of;
        if (now.decision?.version === of.decision?.version && !now.reopened && !now.closed) then(now);
      }),
  };
  officersDo(answered);
  othersRead(answered);
  const leadsTo = decided(of)?.leadsTo;
  if (leadsTo === "arrive") crewComes(answered);
  if (leadsTo === "accept_referral") bodyAnswers(answered);
}

const minutesBetween = (from: string, to: string): number => between(from, to) / 60_000;
/** Where nobody of a body is on duty, it is looked for again so many minutes later. */
const AGAIN = 5;

/** Officers say what they do with it; or they read a decline differently, and the next tier is asked. */
function officersDo(answered: Answered): void {
  const { scene, of, soon } = answered;
  const chance = scene.chanceOf(of.id);
  const option = decided(of);
  const disagrees = option?.declines === true && of.disagreements.length === 0 && chance.is(DISAGREES);
  const code = chance.by(RESPONSES[option?.leadsTo ?? ""] ?? {});
  soon(chance.around(RESPONDS), (now) => {
    if (disagrees) readsDifferently(answered, now);
    else saysWhat(answered, now, code);
  });
  if (!of.decision?.arriveBy || !chance.is(GOES_WHEN_LATE)) return;
  soon(minutesBetween(of.decision.at, of.decision.arriveBy) + chance.around(RESPONDS), (now) => {
    if (isAwaited(now)) saysWhat(answered, now, "police_go");
  });
}

/** At the top of the ladder nobody is left to ask: it stands between the two, and officers say how the person is kept safe, and go. */
function readsDifferently(answered: Answered, { id, raised: { by } }: Escalation): void {
  const { scene, soon } = answered;
  const body = { reason: "facts_misread", why: "She is worse than it was read" } as const;
  scene.press(id, by, "disagreement", (it, now, duty) => disagree(it, body, by, it.version, now, duty));
  soon(RESPONDS, (now) => {
    const plan = { words: "Officers are with her", reviewAt: later(scene.now(), PLAN_HOLDS) };
    scene.press(id, by, "interim-plan", (it, at, duty) => recordPlan(it, plan, by, it.version, at, duty));
    saysWhat(answered, now, "police_go");
  });
}
const PLAN_HOLDS = 120;

function saysWhat(answered: Answered, of: Escalation, code: string): void {
  const { scene, soon } = answered;
  const { id, raised } = of;
  const { by } = raised;
  const leadsTo = decided(of)?.leadsTo;
  const why = code === "asked_elsewhere" ? { why: "Their own doctor, who rings them" } : {};
  scene.press(id, by, "response", (it, now, duty) => respond(it, { code, ...why }, by, it.version, now, duty));
  if (leadsTo === "respond") settles(answered, by, "police", SETTLES.police);
  else if (code === "not_needed") soon(RESPONDS, (now) => takesBack(scene, now));
}

function takesBack({ press, dutyOf }: Scene, of: Escalation): void {
  const { by } = of.raised;
  const body = { as: "withdrawn_other", why: "It is not needed any more" } as const;
  if (cannot("withdraw", of, by, dutyOf(of))) return;
  press(of.id, by, "withdrawal", (it, now, duty) => withdraw(it, body, by, it.version, now, duty));
}

/** A crew comes early or late, has the person for a while, and says how they are. */
function crewComes(answered: Answered): void {
  const { scene, of, soon } = answered;
  const { id, decision } = of;
  if (!decision?.arriveBy) return;
  const chance = scene.chanceOf(id);
  const crew: Who = { id: `crew_${chance.whole(1, CREWS)}`, name: "The crew", agency: decision.by.agency };
  const takes = minutesBetween(decision.at, decision.arriveBy) * chance.around(CREW_TAKES.middle, CREW_TAKES.spread);
  soon(takes, (now) => {
    if (!isAwaited(now)) return;
    scene.press(id, crew, "arrival", (it, at, duty) => arrive(it, { callSign: "A321" }, crew, at, duty));
    settles(answered, crew, "ambulance", SETTLES.crew);
  });
}
const CREWS = 200;

/** Another service accepts, declines, or lets the limit pass. */
function bodyAnswers(answered: Answered): void {
  const { scene, of, soon } = answered;
  const { id, referral } = of;
  const chance = scene.chanceOf(id);
  if (!referral || chance.is(BODY_SILENT)) return;
  const accepts = !chance.is(BODY_DECLINES);
  soon(chance.around(BODY_ANSWERS), (now) => {
    const by = onDutyFor(scene, now, referral.body);
    if (!by || !isReferred(now)) return;
    const says = accepts ? { accepts, reference: "CT 118" } : { accepts, why: "Nobody is free tonight" };
    scene.press(id, by, "referral-answer", (it, at, duty) => answerReferral(it, says, by, it.version, at, duty));
    if (accepts) settles(answered, by, "health_staff", SETTLES.body);
  });
}

/** Who is on duty for a body that can be told or asked. */
function onDutyFor({ dutyOf }: Scene, of: Escalation, body: string, agency?: string): Who | undefined {
  for (const team of teamsOf(of, body)) {
    const person = dutyOf(of)[team]?.[0]?.person;
    const its = of.terms.teams[team]?.agency;
    if (person && its && (agency === undefined || agency === its)) return { id: person, name: person, agency: its };
  }
  return undefined;
}

/** A body that was told an answer which has changed since reads the new one. */
function othersRead(answered: Answered): void {
  const { scene, of, soon } = answered;
  if (of.earlier.length === 0) return;
  const others = hearers(of).filter((agency) => agency !== of.raised.by.agency && agency !== of.decision?.by.agency);
  for (const agency of others) soon(scene.chanceOf(of.id).around(RESPONDS), (now) => reads(answered, now, agency));
}

function reads(answered: Answered, of: Escalation, agency: string): void {
  const { scene, soon } = answered;
  const by = of.told.map((body) => onDutyFor(scene, of, body, agency)).find((one) => one !== undefined);
  if (by) scene.press(of.id, by, "answer-read", (it, now, duty) => readAnswer(it, by, it.version, now, duty));
  else soon(AGAIN, (now) => reads(answered, now, agency));
}

/** Whoever has the person says how they are, once they know. */
function settles({ scene, of: { id }, soon }: Answered, by: Who, seenBy: Seen, minutes: number): void {
  const chance = scene.chanceOf(id);
  const body = { code: chance.by(OUTCOMES), seenBy };
  soon(chance.around(minutes), () => scene.press(id, by, "outcome", (it, now, duty) => recordOutcome(it, body, by, now, duty)));
}
type Seen = "police" | "ambulance" | "health_staff";

/** Whoever asked closes it, soon after nothing stands in the way any more. */
export function closer(scene: Scene): (id: string) => void {
  const closing = new Set<string>();
  return (id) => {
    const may = (): boolean => {
      const { of } = scene.store.get(id);
      return of.outcome !== null && !of.closed && cannot("close", of, of.raised.by, {}) === undefined;
    };
    if (closing.has(id) || !may()) return;
    closing.add(id);
    scene.after(scene.chanceOf(id).around(CLOSES), () => {
      closing.delete(id);
      const { by } = scene.store.get(id).of.raised;
      if (may()) scene.press(id, by, "closure", (it, now, duty) => close(it, {}, by, it.version, now, duty));
    });
  };
}
