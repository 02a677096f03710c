import { describe, expect, it } from "@jest/globals";
import { addNote } from "../../../core/escalation/add-note.ts";
import type { Who } from "../../../core/escalation/ask.ts";
import { leaveWithoutHandover } from "../../../core/escalation/departure.ts";
import { Escalation, Stage, stageOf } from "../../../core/escalation/escalation.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { hearOfRelated, saySame } from "../../../core/escalation/related.ts";
import { respond } from "../../../core/escalation/respond.ts";
import { cannot, type MoveName, mustHaveSeen, RULES } from "../../../core/escalation/rules.ts";
import { Refusal, type RefusalName } from "../../../core/refusal.ts";
import {
  at,
  caseAfter,
  chief,
  dutyOfficer,
  hub,
  incoming,
  inspector,
  nurse,
  raised,
  socialWorker,
  stranger,
  superintendent,
} from "../../builders.ts";
import { ANSWERERS, answeredOn, askedOn, officer, onChannel, responded } from "./channel-cases.ts";
import {
  accepted,
  ack,
  call,
  callHandler,
  crisisWorker,
  decision,
  decline,
  declined,
  deferred,
  detained,
  disagreed,
  everyone,
  graded,
  hear,
  item,
  linked,
  manager,
  moreWanted,
  news,
  offered,
  open,
  outcome,
  pass,
  plan,
  settledAt,
  shut,
  stoodDown,
  there,
  withdrawn,
} from "./moves.ts";

/** Everything is tried at this moment, with two inspectors on duty, so that one may be offered what the other has. */
const WHEN = at("PT20M");
const [clinician] = ANSWERERS.s136_advice;
const on = {
  ...onChannel("s136_advice"),
  ...everyone({ also: { duty_inspector_central_south: [inspector, incoming], crisis_team_rv5: [] } }),
};
const advised = () => caseAfter(askedOn("s136_advice"), answeredOn("community_support", clinician, at("PT6M"), on));
const MATCH = { id: "1d7b8f0e-3c1a-4b52-9f00-0123456789ab", reference: "RC-345-678", on: ["phone"] };
const start = (more: object = {}) => raised({ ...more }, on);
const after = (...moves: ((current: Escalation) => Move | undefined)[]) => caseAfter(start(), ...moves);
const refer = (to = "ambulance") => decision("refer_to", { referTo: to }, inspector, undefined, on);
const LOOK = { reviewAt: at("PT3H") };

/** Where a case may stand, each reached by moves. */
const CASES: Readonly<Record<string, () => Escalation>> = {
  raised: () => start().next,
  "raised, and the next tier asked": () => after(pass(at("PT5M"), on)),
  "raised, and the top of the ladder asked": () => after(pass(at("PT16M"), on)),
  "answered by nobody": () => raised({}, {}).next,
  acknowledged: () => after(ack(inspector, undefined, on)),
  "acknowledged, with unread news": () => after(ack(inspector, undefined, on), news({}, nurse, undefined, on)),
  "acknowledged by the next tier": () => after(pass(at("PT5M"), on), ack(dutyOfficer, at("PT6M"), on)),
  declined: () => after(decline(undefined, inspector, LOOK, on)),
  "declined, planned for and known": () => after(decline(undefined, inspector, LOOK, on), outcome(), plan(undefined, nurse, on)),
  "declined at the top, and disagreed with": () =>
    after(pass(at("PT16M"), on), decline(at("PT17M"), chief, LOOK, on), disagreed(nurse, at("PT18M"), {}, on)),
  "declined, and disagreed with": () => after(decline(undefined, inspector, LOOK, on), disagreed(nurse, undefined, {}, on)),
  "declined, and opened again by news that was read": () =>
    after(
      decline(undefined, inspector, LOOK, on),
      news({ furtherConcern: true }, nurse, undefined, on),
      open(inspector, undefined, on),
    ),
  "declined, with another caller's request": () =>
    after(decline(undefined, inspector, LOOK, on), linked(socialWorker, undefined, on)),
  "waiting for an arrival": () => after(decision("attend_immediate", {}, inspector, at("PT10M"), on)),
  "waiting for an arrival that the next tier sent": () =>
    after(pass(at("PT5M"), on), decision("attend_immediate", {}, dutyOfficer, at("PT10M"), on)),
  "stood down": () => after(decision("attend_immediate", {}, inspector, at("PT10M"), on), stoodDown(inspector, at("PT11M"), on)),
  attended: () => after(decision("attend_immediate", {}, inspector, undefined, on), there()),
  "attended and known": () => after(decision("attend_immediate", {}, inspector, undefined, on), there(), outcome()),
  "attended, known and read": () => after(decision("attend_immediate", {}, inspector, undefined, on), there(), outcome(), hear()),
  referred: () => after(refer()),
  "referred to nobody": () => after(refer("crisis_team")),
  "referred and accepted": () => after(refer(), accepted(hub, undefined, {}, on)),
  "referred and declined": () => after(refer(), declined(hub, undefined, {}, on)),
  "told to another body": () => start({ alsoTell: ["ambulance"] }).next,
  "perhaps the same as another": () => after((one) => hearOfRelated(one, MATCH, at("PT1M"), on)),
  "about a detained person": () => detained({}, on).next,
  "about a detained person, all settled": () => caseAfter(detained({}, on), ...settledAt()),
  "about a detained person whom officers left": () =>
    caseAfter(detained({}, on), (one) =>
      leaveWithoutHandover(one, { leftAt: at("PT5M"), told: "Nobody" }, nurse, at("PT5M"), on),
    ),
  "advised, and left to whoever asked": () => advised(),
  "advised, and what was done is said": () =>
    caseAfter({ ...askedOn("s136_advice"), next: advised() }, responded("gone", at("PT8M"), on, "He ran")),
  closed: () =>
    after(decision("attend_immediate", {}, inspector, undefined, on), there(), outcome(), hear(), shut(inspector, undefined, on)),
  withdrawn: () => after(ack(inspector, undefined, on), withdrawn()),
};

/** Everybody who may try: those who asked, those who answer, bodies that were asked or told, and those who have nothing to do with it. */
const PEOPLE: readonly Who[] = [
  officer,
  clinician,
  nurse,
  manager,
  socialWorker,
  inspector,
  incoming,
  dutyOfficer,
  superintendent,
  chief,
  callHandler,
  hub,
  crisisWorker,
  stranger,
];

/** Each move, in the ways in which it can be made. */
const WAYS: Readonly<Record<MoveName, readonly ((by: Who) => (current: Escalation) => Move | undefined)[]>> = {
  acknowledge: [(by) => ack(by, WHEN, on)],
  decide: [
    (by) => decision("attend_prompt", {}, by, WHEN, on),
    (by) => decline(WHEN, by, LOOK, on),
    (by) => decision("refer_to", {}, by, WHEN, on),
    (by) => decision("refer_to", { referTo: "crisis_team" }, by, WHEN, on),
    (by) => decision("agree_release_officers", {}, by, WHEN, on),
  ],
  askForMore: [(by) => moreWanted({ byWhen: at("PT2H") }, by, WHEN, on)],
  defer: [(by) => deferred(at("PT40M"), by, WHEN, on)],
  changePriority: [
    (by) => graded("P1", by, WHEN, undefined, on),
    (by) => graded("P2", by, WHEN, undefined, on),
    (by) => graded("P2", by, WHEN, by.id === inspector.id ? incoming.id : inspector.id, on),
  ],
  standDown: [(by) => stoodDown(by, WHEN, on)],
  offerHandover: [(by) => offered(incoming.id, by, WHEN, on), (by) => offered(inspector.id, by, WHEN, on)],
  arrive: [(by) => there(by, WHEN, on)],
  answerReferral: [(by) => accepted(by, WHEN, {}, on), (by) => declined(by, WHEN, {}, on)],
  addNews: [(by) => news({}, by, WHEN, on), (by) => news({ under18: "yes" }, by, WHEN, on)],
  readNews: [(by) => open(by, WHEN, on)],
  readAnswer: [(by) => hear(by, WHEN, on)],
  logCall: [(by) => call("call_back", true, by, WHEN, on)],
  respond: [(by) => (one) => respond(one, { code: "gone", why: "He ran" }, by, one.version, WHEN, on)],
  disagree: [(by) => disagreed(by, WHEN, {}, on)],
  recordPlan: [(by) => plan(WHEN, by, on)],
  recordCustody: [
    (by) => item({ item: "tell_result", who: "His brother" }, by, WHEN, on),
    (by) => item({ item: "risk_by_police", level: "low" }, by, WHEN, on),
    (by) => item({ item: "custody_accepted", clinician: "Dr A. Example" }, by, WHEN, on),
  ],
  leaveWithoutHandover: [(by) => (one) => leaveWithoutHandover(one, { leftAt: WHEN, told: "The nurse" }, by, WHEN, on)],
  sayRelated: [(by) => (one) => saySame(one, { other: MATCH.id, same: false, because: "Another age" }, by, WHEN, on)],
  recordOutcome: [(by) => outcome("safe", by, WHEN, on), (by) => outcome("died", by, WHEN, on)],
  close: [(by) => shut(by, WHEN, on)],
  withdraw: [(by) => withdrawn("withdrawn_other", {}, by, WHEN)],
  addNote: [(by) => (one) => addNote(one, { text: "A line" }, by, WHEN, on)],
};
const MOVES = Object.keys(RULES) as MoveName[];

/** What a move may still refuse that the table knows nothing of: it hangs on the words of the move, or on who did what before. */
const FINER: Readonly<Partial<Record<MoveName, readonly RefusalName[]>>> = {
  acknowledge: ["AlreadyAcknowledged"],
  decide: ["Invalid", "NotRead", "HigherTierDecides"],
  changePriority: ["Invalid", "NotAllowed"], // less urgent: only somebody on duty, with a second who agrees
  standDown: ["HigherTierDecides"],
  offerHandover: ["Invalid"],
  arrive: ["Conflict"],
  readAnswer: ["NotAllowed"], // those who decide share the case, and have no answer to read
  disagree: ["AlreadyDisagreed"],
  recordCustody: ["Invalid"], // each side enters its own reading
  leaveWithoutHandover: ["NotYet"], // a named clinician has accepted the person
};
/** What a move does although the table says no: whoever closes for the raising side has read the answer by that. */
const BEYOND: Readonly<Partial<Record<MoveName, (by: Who) => boolean>>> = { close: ({ agency }) => agency === nurse.agency };

/** One attempt: what the table says of it, and what became of it: the move, nothing to do, or a no. */
interface Attempt {
  readonly by: Who;
  readonly no: Refusal | undefined;
  readonly done: Move | Refusal | undefined;
}

function tried(move: MoveName, way: (current: Escalation) => Move | undefined, current: Escalation, by: Who): Attempt {
  const no = cannot(move, current, by, on);
  try {
    return { by, no, done: way(current) };
  } catch (error) {
    if (error instanceof Refusal) return { by, no, done: error };
    throw error;
  }
}

const MADE = new Map(Object.entries(CASES).map(([name, of]) => [name, of()]));
const ROWS = [...MADE].flatMap(([name, current]) => MOVES.map((move) => ({ move, name, current })));
const attempts = (move: MoveName, current: Escalation): Attempt[] =>
  PEOPLE.flatMap((by) => WAYS[move].map((way) => tried(move, way(by), current, by)));
const ofMove = (move: MoveName): Attempt[] => [...MADE.values()].flatMap((current) => attempts(move, current));

/** What is wrong with one attempt, in words; undefined when the table and the move agree. */
function disagreement(move: MoveName, current: Escalation, { by, no, done }: Attempt): string | undefined {
  const { from, to }: { from: readonly Stage[]; to: readonly Stage[] } = RULES[move];
  if (no) {
    if (done instanceof Refusal) return done.name === no.name ? undefined : `${by.id}: ${no.name} is told, ${done.name} is meant`;
    return BEYOND[move]?.(by) ? undefined : `${by.id}: the table says ${no.name}, and it is done`;
  }
  if (done instanceof Refusal) {
    return FINER[move]?.includes(done.name)
      ? undefined
      : `${by.id}: the table says yes, the move says ${done.name}: ${done.message}`;
  }
  if (!from.includes(stageOf(current))) return `${by.id}: it is not made from ${stageOf(current)}`;
  return !done || to.includes(stageOf(done.next)) ? undefined : `${by.id}: it does not lead to ${stageOf(done.next)}`;
}

describe("the table of rules", () => {
  it("has a case for each stage", () => {
    expect(new Set([...MADE.values()].map(stageOf))).toEqual(new Set(Stage.options));
  });

  it.each(ROWS)("$move, on a case that is $name: it says what the move does, for everybody", ({ move, current }) => {
    expect(attempts(move, current).flatMap((attempt) => disagreement(move, current, attempt) ?? [])).toEqual([]);
  });

  it.each(MOVES)("%s succeeds for somebody somewhere, is refused to somebody, and leaves a case that can be kept", (move) => {
    const all = ofMove(move).map(({ done }) => done);
    const made = all.flatMap((done) => (done && !(done instanceof Refusal) ? [done] : []));
    expect(made.length).toBeGreaterThan(0);
    expect(all.some((done) => done instanceof Refusal)).toBe(true);
    for (const { next } of made.slice(0, 10)) expect(Escalation.parse(next)).toEqual(next);
  });

  it.each(Object.keys(FINER) as MoveName[])("%s refuses by itself exactly what is named for it", (move) => {
    const seen = ofMove(move).flatMap(({ no, done }) => (!no && done instanceof Refusal ? [done.name] : []));
    expect([...new Set(seen)].sort()).toEqual([...(FINER[move] ?? [])].sort());
  });

  it("shows a case of others as no case at all, whatever is tried", () => {
    for (const { move, current } of ROWS) expect(cannot(move, current, stranger, on)).toMatchObject({ name: "NotFound" });
  });

  it("takes an answer to what stands since its last change, and to nothing before or beyond it", () => {
    const noted = caseAfter(raised(), ack(), (of) =>
      addNote(of, { text: "A note changes nothing" }, nurse, at("PT1M"), everyone()),
    );
    const { changed, version } = noted;
    expect(version).toBeGreaterThan(changed.version);
    const no = (seen: number) => {
      try {
        return mustHaveSeen(noted, seen);
      } catch (error) {
        return error;
      }
    };
    expect([changed.version, version].map(no)).toEqual([undefined, undefined]);
    expect(no(changed.version - 1)).toMatchObject({
      name: "ChangedMeanwhile",
      message: expect.stringMatching(/changed this at/),
    });
    expect(no(version + 1)).toMatchObject({ name: "ChangedMeanwhile", message: expect.stringMatching(/no longer kept/) });
  });

  it("says what somebody would say, in words", () => {
    for (const { says } of Object.values(RULES)) expect(says).toMatch(/^[A-Z].{8,}[^.]$/);
  });
});
