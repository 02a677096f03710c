import { expect } from "@jest/globals";
import type * as z from "zod";
import { acknowledge } from "../../../core/escalation/acknowledge.ts";
import { arrive } from "../../../core/escalation/arrive.ts";
import { Ask, News, type Who } from "../../../core/escalation/ask.ts";
import { askForMore } from "../../../core/escalation/ask-for-more.ts";
import { changePriority } from "../../../core/escalation/change-priority.ts";
import type { Duty } from "../../../core/escalation/climb.ts";
import { type Limit, nextDueAt, running } from "../../../core/escalation/clock.ts";
import { close, type Withdrawal, withdraw } from "../../../core/escalation/close.ts";
import { type CustodyItem, recordCustody } from "../../../core/escalation/custody.ts";
import { decide } from "../../../core/escalation/decide.ts";
import type { DecisionBody } from "../../../core/escalation/decision.ts";
import { defer } from "../../../core/escalation/defer.ts";
import { disagree } from "../../../core/escalation/disagree.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { logCall, readAnswer } from "../../../core/escalation/heard.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { addNews, linkRequest, readNews } from "../../../core/escalation/news.ts";
import { offerHandover } from "../../../core/escalation/ownership.ts";
import { recordPlan } from "../../../core/escalation/plan.ts";
import { recordOutcome } from "../../../core/escalation/record-outcome.ts";
import { answerReferral, type ReferralAnswer } from "../../../core/escalation/referral.ts";
import { standDown } from "../../../core/escalation/stand-down.ts";
import { strike } from "../../../core/escalation/strike.ts";
import type { Instant } from "../../../core/time.ts";
import { A_RAISE } from "../../../local/main-job.ts";
import { at, carried, duty, hub, inspector, NOW, nurse, raised, SCREEN } from "../../builders.ts";

/** People of the raiser's own side, and of others who may hear. */
const person = (id: string, name: string, agency: string): Who => ({ id, name, agency });
export const siteManager = person("site_manager", "The site manager", "RJ1");
export const manager = person("manager_on_call", "The manager on call", "RJ1");
export const chargeNurse = person("charge_nurse", "The nurse in charge", "RJ1");
export const crisisWorker = person("crisis_worker", "The crisis worker", "RV5");
export const callHandler = person("call_handler", "The call handler", "01");

/** A deputy who is known here, beside the number that answers for the raiser. */
export const DEPUTY = { deputy: { name: "The nurse in charge", phone: "07700 900123", person: chargeNurse.id } } as const;

/** Everyone on the ladder, and with them the raiser's own desks and the bodies that a case is told or referred to. */
export const everyone = (on: Parameters<typeof duty>[0] = {}): Duty =>
  duty({
    ...on,
    also: {
      site_manager_rj1: [siteManager],
      manager_on_call_rj1: [manager],
      ambulance_clinical_hub_las: [hub],
      crisis_team_rv5: [crisisWorker],
      ...on.also,
    },
  });

/** What a move told whom, in the order in which it did. */
export const told = (move: Move | undefined): string[] => (move?.notices ?? []).map(({ kind, to }) => `${kind} ${to}`);
/** The same, with what each of them is about. */
export const toldOf = (move: Move | undefined): string[] =>
  (move?.notices ?? []).map(({ kind, to, about }) => `${kind} ${to} ${about}`);
/** What the story says of a move. */
export const whats = (move: Move | undefined): string[] => (move?.facts ?? []).map(({ what }) => what);
/** What one line of a move says. */
export const lineOf = (move: Move | undefined, what: string) => move?.facts.find((fact) => fact.what === what)?.about;

export const refusing = (name: string) => expect.objectContaining({ name });
/** A refusal that names exactly these fields, whatever it says of them. */
export const naming = (...fields: string[]) =>
  expect.objectContaining({ name: "Invalid", errors: fields.map((field) => expect.objectContaining({ field })) });

/** Until when a limit runs; undefined when it does not. */
export const dueOf = ({ clocks }: Pick<Escalation, "clocks">, limit: Limit): Instant | undefined => running(clocks, limit)?.dueAt;

export const ack =
  (who = inspector, when = NOW, on = duty()) =>
  (current: Escalation): Move =>
    acknowledge(current, who, current.version, when, on);

/** A decision with everything that its own terms ask for. */
export const decision =
  (code: string, more: object = {}, who = inspector, when = NOW, on = duty()) =>
  (current: Escalation): Move => {
    const body = { code, why: "She is at home and answers the telephone", ...carried(code, when), ...more } as DecisionBody;
    return decide(current, body, who, current.version, when, on, SCREEN);
  };
export const decline = (when = NOW, who = inspector, more: object = {}, on = duty()) =>
  decision("decline_threshold_not_met", more, who, when, on);

export const wait =
  (elapsed: string, on = duty()) =>
  (current: Escalation): Move | undefined =>
    strike(current, at(elapsed), on, "workflow");

/** Time goes by until a moment: everything that comes near or falls due on the way happens, each at its own time. */
export function passing(current: Escalation, until: Instant, on = duty()): Move[] {
  const due = nextDueAt(current.clocks);
  const move = due !== null && due <= until ? strike(current, due, on, "workflow") : undefined;
  return move ? [move, ...passing(move.next, until, on)] : [];
}
/** The same, for a case that goes on from there. */
export const pass =
  (until: Instant, on = duty()) =>
  (current: Escalation): Move | undefined =>
    passing(current, until, on).at(-1);

export const news =
  (more: object = {}, by = nurse, when = NOW, on = duty()) =>
  (current: Escalation): Move =>
    addNews(current, News.parse({ words: "Somebody has rung about her", bearsOnRisk: false, ...more }), by, when, on);
/** A fact of risk, as somebody tells it. */
export const risk = (code: string) => ({
  riskFacts: [{ code, status: "told_by_family" as const, source: "Her sister", obtainedAt: NOW }],
});
export const open =
  (by = inspector, when = NOW, on = duty()) =>
  (current: Escalation): Move | undefined =>
    readNews(current, { upTo: current.news.at(-1)?.number ?? 1 }, by, when, on);

export const hear =
  (by = nurse, when = NOW, on = duty()) =>
  (current: Escalation): Move | undefined =>
    readAnswer(current, by, current.version, when, on);
export const call =
  (number: "call_back" | "deputy", answered = false, by = inspector, when = NOW, on = duty()) =>
  (current: Escalation): Move =>
    logCall(current, { number, answered }, by, when, on);
/** A call to the desk of another agency that must know the answer. */
export const desk =
  (agency: string, answered = false, by = inspector, when = NOW, on = duty()) =>
  (current: Escalation): Move =>
    logCall(current, { number: "desk", agency, answered }, by, when, on);
export const plan =
  (when = NOW, by = nurse, on = duty()) =>
  (current: Escalation): Move =>
    recordPlan(
      current,
      { words: "A nurse sits with her", reviewAt: at("PT30M") > when ? at("PT30M") : at("PT90M") },
      by,
      current.version,
      when,
      on,
    );
export const there =
  (by = inspector, when = NOW, on = duty()) =>
  (current: Escalation): Move =>
    arrive(current, { callSign: "LX21" }, by, when, on);
export const outcome =
  (code = "safe", by = inspector, when = NOW, on = duty()) =>
  (current: Escalation): Move =>
    recordOutcome(current, { code, seenBy: "police" }, by, when, on);

export const shut =
  (by = inspector, when = NOW, on = duty()) =>
  (current: Escalation): Move =>
    close(current, {}, by, current.version, when, on);
export const withdrawn =
  (as: z.output<typeof Withdrawal>["as"] = "withdrawn_found_safe", more: object = {}, by = nurse, when = NOW) =>
  (current: Escalation): Move =>
    withdraw(current, { as, why: "He is back", ...more }, by, current.version, when, duty());

/** What somebody else asks about the same person or place. */
export const another = (more: object = {}): Ask => {
  const { pathway: _, ...words } = A_RAISE;
  return Ask.parse({ ...words, threshold: ["none_unsure"], ask: "Somebody to look in at his flat", ...more });
};
export const linked =
  (by: Who, when = NOW, on = duty(), more: object = {}) =>
  (current: Escalation): Move =>
    linkRequest(current, another(more), "the same address", by, when, on);

export const disagreed =
  (by = nurse, when = NOW, more: object = {}, on = duty()) =>
  (current: Escalation): Move =>
    disagree(current, { reason: "facts_misread", why: "He was seen on the bridge", ...more }, by, current.version, when, on);
export const stoodDown =
  (by = inspector, when = NOW, on = duty()) =>
  (current: Escalation): Move =>
    standDown(current, { why: "A stabbing two streets away" }, by, current.version, when, on);

export const offered =
  (to: string, by = inspector, when = NOW, on = duty()) =>
  (current: Escalation): Move =>
    offerHandover(current, { to, words: "He was last seen at the bridge" }, by, current.version, when, on);

export const graded =
  (priority: string, by = nurse, when = NOW, agreedWith?: string, on = duty()) =>
  (current: Escalation): Move =>
    changePriority(current, { priority, why: "He has taken tablets", agreedWith }, by, current.version, when, on);
export const deferred =
  (until: Instant, by = inspector, when = NOW, on = duty()) =>
  (current: Escalation): Move =>
    defer(current, { reason: "no_units", why: "Every car is at the fire", until }, by, current.version, when, on);
export const moreWanted =
  (more: object = {}, by = inspector, when = NOW, on = duty()) =>
  (current: Escalation): Move => {
    const limbs = { limb_b: { reading: "not_enough_information", facts: "Nobody has written down what he said" } as const };
    const wanted = { limbs, missing: "What he said, word for word", whoGets: "The nurse", byWhen: at("PT10M"), ...more };
    return askForMore(current, wanted, by, when, on);
  };

const answered =
  (words: object) =>
  (by = hub, when = NOW, more: object = {}, on = everyone()) =>
  (current: Escalation): Move =>
    answerReferral(current, { ...words, ...more } as z.output<typeof ReferralAnswer>, by, current.version, when, on);
export const accepted = answered({ accepts: true, reference: "LAS 4471" });
export const declined = answered({ accepts: false, why: "A crew cannot force a door" });

/** A person whom officers brought under section 136, at the moment of the raise unless something else is said. */
export const detained = (more: object = {}, on = duty(), now = NOW): Move =>
  raised({ type: "s136_handover", threshold: ["assumed_care_or_custody"], answers: { arrived_at: now }, ...more }, on, now);
export const item =
  (one: CustodyItem, by = nurse, when = NOW, on = duty()) =>
  (current: Escalation): Move =>
    recordCustody(current, one, by, when, on);
/** Everything that the release of officers asks for, and who settles it. */
export const SETTLED: readonly (readonly [CustodyItem, Who])[] = [
  [{ item: "risk_by_police", level: "low" }, inspector],
  [{ item: "risk_by_health", level: "low" }, nurse],
  [{ item: "custody_accepted", clinician: "Dr A. Example" }, nurse],
  [{ item: "next_of_kin", told: "told", words: "His brother, by telephone" }, nurse],
  [{ item: "tell_result", who: "His brother and the crisis team" }, nurse],
];
export const settledAt = (when = NOW, on = duty()) => SETTLED.map(([one, by]) => item(one, by, when, on));
