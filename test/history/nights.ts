import { acknowledge } from "../../core/escalation/acknowledge.ts";
import { addNote } from "../../core/escalation/add-note.ts";
import { arrive } from "../../core/escalation/arrive.ts";
import type { Who } from "../../core/escalation/ask.ts";
import { close } from "../../core/escalation/close.ts";
import { decide } from "../../core/escalation/decide.ts";
import type { DecisionBody } from "../../core/escalation/decision.ts";
import { readAnswer } from "../../core/escalation/heard.ts";
import { recordOutcome } from "../../core/escalation/record-outcome.ts";
import type { History } from "../../history/history.ts";
import { carried, dutyOfficer, incoming, inspector, nurse, SCREEN } from "../builders.ts";
import { everyoneBut, onTier, second, type Telling, telling } from "./telling.ts";

export const takes = (night: Telling, at: number, by: Who, seen = night.now().version): void =>
  night.press(at, by, "acknowledgement", (of, now, on, saw) => acknowledge(of, by, saw, now, on), seen);

const answers = (night: Telling, at: number, by: Who, code: string, seen = night.now().version): void =>
  night.press(
    at,
    by,
    "decision",
    (of, now, on, saw) => {
      const body = { code, why: "She is at home and answers the telephone", ...carried(code, now) } as DecisionBody;
      return decide(of, body, by, saw, now, on, SCREEN);
    },
    seen,
  );

const notes = (night: Telling, at: number, by: Who): void =>
  night.press(at, by, "notes", (of, now, on) => addNote(of, { text: "The ward has rung" }, by, now, on));

const comes = (night: Telling, at: number, by: Who): void =>
  night.press(at, by, "arrival", (of, now, on) => arrive(of, { callSign: "LX21" }, by, now, on));

const hears = (night: Telling, at: number): void =>
  night.press(at, nurse, "answer-read", (of, now, on, seen) => readAnswer(of, nurse, seen, now, on), night.now().version);

const isSafe = (night: Telling, at: number, by: Who): void =>
  night.press(at, by, "outcome", (of, now, on) => recordOutcome(of, { code: "safe", seenBy: "police" }, by, now, on));

const closes = (night: Telling, at: number, by: Who): void =>
  night.press(at, by, "closure", (of, now, on, seen) => close(of, {}, by, seen, now, on), night.now().version);

/** Asked, answered, gone to, and closed: a limit is only ever near. */
export function quiet(): History {
  const night = telling();
  night.carry(1);
  takes(night, 120, inspector);
  night.carry(121);
  notes(night, 150, nurse);
  answers(night, 200, inspector, "attend_immediate");
  night.carry(201);
  comes(night, 400, inspector);
  night.carry(401);
  hears(night, 420);
  isSafe(night, 500, inspector);
  closes(night, 600, inspector);
  night.carry(601);
  return night.history(700);
}

/** Nobody answers: up the ladder to its top, two rounds of asking everyone, and then somebody does. */
export function unanswered(): History {
  const night = telling();
  night.carry(1);
  night.pass(1, 3000);
  takes(night, 3001, dutyOfficer);
  night.carry(3002);
  return night.history(3003);
}

/** Two press at the same moment, and whoever was second presses once more; then both decide on what they saw. */
export function raced(): History {
  const night = telling();
  night.carry(1);
  night.pass(1, 400);
  const seen = night.now().version;
  takes(night, 400, inspector, seen);
  takes(night, 400, dutyOfficer, seen);
  takes(night, 405, dutyOfficer);
  night.carry(406);
  const shown = night.now().version;
  answers(night, 410, inspector, "attend_immediate", shown);
  answers(night, 411, dutyOfficer, "attend_prompt", shown);
  night.carry(412);
  return night.history(420);
}

/** Nothing is sent for a while, and somebody answers first; a sender dies, and what it had sent leaves again. */
export function held(): History {
  const night = telling();
  night.carry(1, ({ kind }) => (kind === "page" ? "sender_dies" : "arrives"));
  night.carry(40);
  night.pass(40, 305);
  const { clocks } = night.now();
  const due = clocks.find(({ limit, endedAt }) => limit === "acknowledge" && endedAt === null)?.dueAt ?? second(600);
  const late = (Date.parse(due) - Date.parse(second(0))) / 1000 + 1;
  night.pass(305, late - 5);
  night.wake(late);
  takes(night, late + 5, inspector);
  night.carry(late + 40);
  return night.history(late + 50);
}

/** A message comes back along one channel, is never heard of along the other, and so the next tier is asked at once. */
export function lost(): History {
  const night = telling();
  night.carry(1, ({ to }) => (to === inspector.id ? "comes_back" : "arrives"));
  night.carry(4, ({ to }) => (to === inspector.id ? "silent" : "arrives"));
  night.wake(70, "sweeper");
  night.carry(71);
  takes(night, 100, dutyOfficer);
  night.carry(101);
  return night.history(110);
}

/** A night on which the first tier's shift changes. */
function turning(): Telling {
  const change = second(700);
  return telling([...everyoneBut(0), ...onTier(0, inspector.id, { to: change }), ...onTier(0, incoming.id, { from: change })]);
}

/** Whoever has it goes off duty: it lapses to whoever comes on. */
export function lapsed(): History {
  const night = turning();
  night.carry(1);
  takes(night, 60, inspector);
  night.carry(61);
  night.pass(61, 730);
  takes(night, 740, incoming);
  night.carry(741);
  night.pass(741, 900);
  return night.history(900);
}

/** Whoever comes on is asked for it, and says that officers are there: they know that nothing is asked of them any more. Somebody else closes it. */
export function there(): History {
  const night = turning();
  night.carry(1);
  takes(night, 60, inspector);
  answers(night, 65, inspector, "attend_immediate");
  night.carry(66);
  night.pass(66, 730);
  comes(night, 740, incoming);
  night.carry(741);
  hears(night, 760);
  isSafe(night, 770, incoming);
  closes(night, 800, dutyOfficer);
  night.carry(801);
  return night.history(900);
}

/** Nobody stands on the second tier. */
export function gap(): History {
  const night = telling(everyoneBut(1));
  night.carry(1);
  night.pass(1, 420);
  return night.history(421);
}

/** A child may be at risk: the second tier is asked beside the first, and somebody of the first answers before its page has left. */
export function child(): History {
  const night = telling(everyoneBut(), { under18: "yes" });
  takes(night, 5, inspector);
  night.carry(6);
  return night.history(30);
}

/** Every night that is told here, by its name. */
/** The table is put back while the inspector has it: they answer once more to what is there now, and the night goes on. */
export function wentBack(): History {
  const night = telling();
  night.carry(1);
  takes(night, 120, inspector);
  night.carry(121);
  const seen = night.now().version;
  night.putBack(180, 150);
  night.carry(181);
  answers(night, 200, inspector, "attend_immediate", seen);
  answers(night, 210, inspector, "attend_immediate");
  night.carry(211);
  comes(night, 400, inspector);
  night.carry(401);
  hears(night, 420);
  isSafe(night, 500, inspector);
  closes(night, 600, inspector);
  night.carry(601);
  return night.history(700);
}

export const NIGHTS: Readonly<Record<string, () => History>> = {
  ...{ quiet, unanswered, raced, held, lost, lapsed, there, gap, child, wentBack },
};
