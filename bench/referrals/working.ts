import { acknowledge } from "../../core/escalation/acknowledge.ts";
import type { Who } from "../../core/escalation/ask.ts";
import { byNextLimit, isRunning } from "../../core/escalation/clock.ts";
import { decide } from "../../core/escalation/decide.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { isAboutChild } from "../../core/escalation/known.ts";
import { owed } from "../../core/escalation/move.ts";
import { recordOutcome } from "../../core/escalation/record-outcome.ts";
import { isAsking } from "../../core/escalation/rules.ts";
import { screenOf } from "../quarter/telling.ts";
import { answerOf, CALL_SETTLES, codeFor, LOOKS, OUTCOMES, RINGS, SEES, WORKS, WORKS_SPREAD } from "./answering.ts";
import { follow } from "./following.ts";
import { isReader } from "./hub.ts";
import type { Scene } from "./scene.ts";

/** The lowest tier whose answer stands: what was disputed, and what a tier above has decided, is not for those below it. */
const leastTier = ({ disagreements, decision }: Escalation): number =>
  Math.max(0, decision?.tier ?? 0, ...disagreements.map(({ tier }) => tier + 1));

const isDecline = ({ terms }: Escalation, code: string): boolean =>
  terms.decisions.some((one) => one.code === code && one.declines);

/** Is this tier itself asked, or everyone? */
const asks = ({ clocks }: Escalation, tier: number): boolean =>
  clocks.some(
    (clock) => isRunning(clock) && (clock.limit === "repeat" || (clock.limit === "acknowledge" && clock.tier === tier)),
  );

/** Is an answer owed that this tier may give? Whoever is about to give it goes on when somebody above says meanwhile that they have seen it. */
const mayAnswer = (of: Escalation, tier: number): boolean => owed(of) === "decide" && tier >= leastTier(of);

/** Is there something in this case for one person of a tier to do? The hub may still answer what has gone up and nobody has answered. */
function wants(of: Escalation, tier: number, person: string): boolean {
  if (of.closed || tier > of.tier) return false;
  const debt = owed(of);
  if (isAsking(of)) return mayAnswer(of, tier) || (of.owner?.by.id !== person && debt !== "decide" && asks(of, tier));
  if (debt === "decide") return mayAnswer(of, tier) && tier <= Math.max(leastTier(of), of.owner?.tier ?? 0);
  return debt === "review" && tier === 0 && of.outcome === null;
}

const urgency = ({ terms, priority }: Escalation): number => terms.priorities.findIndex(({ code }) => code === priority);
/** What a clinician takes first: the more urgent, and of those the one whose limit is nearest, as core's own lists have it. */
const byPressure = (one: Escalation, other: Escalation): number => urgency(one) - urgency(other) || byNextLimit(one, other);

/** Whoever answers: the hub's clinicians, the incident manager, the director. */
export interface Workers {
  /** A case has changed: somebody may have something to do in it. */
  readonly changed: (id: string) => void;
  /** Whoever is free takes the most pressing. */
  readonly goOn: () => void;
}

/** `takers`: who of a tier takes something new now. One person works on one referral at a time. */
export function workersOf(scene: Scene, agency: string, takers: (tier: number) => readonly string[]): Workers {
  const { store, after, chanceOf, press, dutyOf } = scene;
  const open = new Set<string>();
  const busy = new Set<string>();
  const hands = new Map<string, string>();
  const caseOf = (id: string): Escalation => store.get(id).of;
  const isThere = (of: Escalation, tier: number, person: string): boolean =>
    (of.terms.ladder[tier]?.teams ?? []).some((team) => dutyOf(of)[team]?.some((one) => one.person === person));

  /** Somebody above hears of a case that a clinician is at work on: they say that they have seen it, and leave the answer. */
  const mayTake = (of: Escalation, tier: number, person: string): boolean => {
    const isTheirs = of.owner?.by.id === person;
    if (hands.has(of.id)) return tier > 0 && !isTheirs && tier <= of.tier && asks(of, tier);
    if (isReader(person) && (isTheirs || !isAsking(of))) return false;
    return wants(of, tier, person);
  };
  const mostPressing = (tier: number, person: string): Escalation | undefined => {
    let first: Escalation | undefined;
    for (const id of open) {
      const of = caseOf(id);
      if (mayTake(of, tier, person) && (!first || byPressure(of, first) < 0)) first = of;
    }
    return first;
  };
  const goOn = (): void => {
    if (open.size === 0) return;
    for (const tier of SEES.keys())
      for (const person of takers(tier)) {
        const of = busy.has(person) ? undefined : mostPressing(tier, person);
        if (of) take(of.id, tier, { id: person, name: person, agency });
      }
  };
  const take = (id: string, tier: number, by: Who): void => {
    const chance = chanceOf(id);
    const watches = hands.has(id);
    busy.add(by.id);
    if (!watches) hands.set(id, by.id);
    const frees = (): void => {
      busy.delete(by.id);
      if (!watches) hands.delete(id);
      goOn();
    };
    /** What comes after some work, if by then it is still theirs to do and they are still there. */
    const works = (minutes: number, debt: ReturnType<typeof owed>, does: (of: Escalation) => void): void =>
      after(minutes, () => {
        const of = caseOf(id);
        if (isThere(of, tier, by.id) && owed(of) === debt) does(of);
        frees();
      });
    after(chance.around(SEES[tier] ?? 1, 0.4), () => {
      const seen = caseOf(id);
      if (!isThere(seen, tier, by.id) || !(watches ? asks(seen, tier) : wants(seen, tier, by.id) || mayAnswer(seen, tier)))
        return frees();
      if (isAsking(seen) && seen.owner?.by.id !== by.id)
        press(id, by, "acknowledgement", (of, now, duty) => acknowledge(of, by, of.version, now, duty));
      if (watches || isReader(by.id)) return frees();
      const debt = owed(seen);
      if (debt === "decide") works(chance.around(WORKS[seen.priority] ?? 0, WORKS_SPREAD), debt, (of) => answers(of, tier, by));
      else if (debt === "review") works(chance.around(RINGS, WORKS_SPREAD), debt, (of) => rang(of, by));
      else after(LOOKS, frees);
    });
  };
  const answers = (of: Escalation, tier: number, by: Who): void => {
    const code = tier < leastTier(of) ? "accept_ambulance" : codeFor(chanceOf(of.id), of);
    says(of.id, by, isDecline(of, code) && isAboutChild(of) && tier < (of.terms.childTier ?? 0) ? "accept_ambulance" : code);
  };
  const rang = ({ id, outcome }: Escalation, by: Who): void => {
    const chance = chanceOf(id);
    if (outcome) return;
    const body = { code: chance.by(OUTCOMES), seenBy: "nobody" } as const;
    if (!chance.is(CALL_SETTLES)) says(id, by, "accept_ambulance");
    else press(id, by, "outcome", (it, now, duty) => recordOutcome(it, body, by, now, duty));
  };
  const says = (id: string, by: Who, code: string): void => {
    press(id, by, "decision", (of, now, duty) =>
      decide(of, answerOf(chanceOf(id), of, code, now), by, of.version, now, duty, screenOf(of)),
    );
    follow(scene, id);
  };
  return {
    changed: (id) => {
      const of = caseOf(id);
      const debt = owed(of);
      if (isAsking(of) || debt === "decide" || debt === "review") open.add(id);
      else open.delete(id);
      goOn();
    },
    goOn,
  };
}
