import * as z from "zod";
import { Reading } from "../escalation/decision.ts";
import type { Escalation } from "../escalation/escalation.ts";
import type { Fact } from "../escalation/fact.ts";
import { isNo, NOES } from "../first-answers/first-answer.ts";
import { type AgencyCode, Code } from "../partnership/partnership.ts";
import { between, earliest, type Instant } from "../time.ts";
import { leadsTo } from "./kept.ts";

/** What was answered: first, and as it stands at last. `changes` counts answers with another code than the one before. */
export const Answered = z.strictObject({
  first: Code,
  firstDeclined: z.boolean(),
  last: Code,
  lastDeclined: z.boolean(),
  changes: z.int().nonnegative(),
  /** The first answer declined, and a later one sends somebody; or, where police ask, does not decline. */
  overturned: z.boolean(),
  /** How the last answer reads the two limbs of the threshold, when it says. */
  limbs: z.strictObject({ limb_a: Reading, limb_b: Reading }).nullable(),
});
export type Answered = z.output<typeof Answered>;

/** Whether the raising side heard: of so many answers, so many were read there, so many more heard by telephone; and how long the slowest took. */
export const Told = z.strictObject({
  answers: z.int().nonnegative(),
  read: z.int().nonnegative(),
  rung: z.int().nonnegative(),
  slowestMs: z.int().nonnegative().nullable(),
});
export type Told = z.output<typeof Told>;

type Decided = Extract<Fact, { what: "decided" }>;

/** One answer, with the lines of the story from it until the next. `anew` says that the case had been opened again before it. */
interface Answer {
  readonly decided: Decided;
  readonly since: readonly Fact[];
  readonly anew: boolean;
}

/** The answers of a case, in order. A line that only adds a detail to a unit on its way is none of its own. */
export function answersIn(of: Pick<Escalation, "terms">, facts: readonly Fact[]): Answer[] {
  const all = facts.filter((fact) => fact.what === "decided");
  const lines = all.filter((fact, nth) => !isDetail(of, facts, all[nth - 1], fact));
  return lines.map((decided, nth) => {
    const [from, to] = [facts.indexOf(decided), lines[nth + 1]];
    const since = facts.slice(from, to && facts.indexOf(to));
    const before = facts.slice(nth === 0 ? 0 : facts.indexOf(lines[nth - 1] ?? decided), from);
    return { decided, since, anew: before.some(({ what }) => what === "reopened") };
  });
}

/** The same people go to the same place by the same time, and nothing has happened meanwhile that asks for another answer. */
function isDetail(of: Pick<Escalation, "terms">, facts: readonly Fact[], before: Decided | undefined, fact: Decided): boolean {
  if (!before || leadsTo(of, fact.about.code) !== "arrive") return false;
  if (fact.about.detail) return true;
  const told = ({ about: { code, arriveBy, partner, meetingPoint, entry } }: Decided) =>
    JSON.stringify([code, arriveBy, partner, meetingPoint, entry]);
  const meanwhile = facts.slice(facts.indexOf(before), facts.indexOf(fact));
  return told(before) === told(fact) && !meanwhile.some(({ what }) => what === "arrived" || what === "reopened");
}

const declines = ({ terms }: Pick<Escalation, "terms">, { decided }: Answer): boolean =>
  terms.decisions.some(({ code, declines }) => declines && code === decided.about.code);

/** What was answered, first and last; null while nothing was. */
export function answeredBy(of: Pick<Escalation, "terms">, answers: readonly Answer[]): Answered | null {
  const [first, last] = [answers[0], answers.at(-1)];
  if (!first || !last) return null;
  const firstDeclined = declines(of, first);
  const codes = answers.map(({ decided }) => decided.about.code);
  const overturns = (one: Answer) =>
    of.terms.police === "ask" ? !declines(of, one) : leadsTo(of, one.decided.about.code) === "arrive";
  const { limbs } = last.decided.about;
  return {
    first: first.decided.about.code,
    firstDeclined,
    last: last.decided.about.code,
    lastDeclined: declines(of, last),
    changes: codes.filter((code, nth) => nth > 0 && code !== codes[nth - 1]).length,
    overturned: firstDeclined && answers.slice(1).some(overturns),
    limbs: limbs ? { limb_a: limbs.limb_a.reading, limb_b: limbs.limb_b.reading } : null,
  };
}

/** The agency that answered: whoever gave the answer that stands at last, or else whoever had the case last; null where nobody did. */
export function whoAnswered(facts: readonly Fact[], answers: readonly Answer[]): z.output<typeof AgencyCode> | null {
  const by = (answers.at(-1)?.decided ?? facts.findLast(({ what }) => what === "acknowledged"))?.by;
  return typeof by === "object" ? by.agency : null;
}

/**
 * When police first said no: before the raise, as the control room recorded it or the caller told it with its time, or by the first answer that
 * declines. What a caller told of a case that is entered from paper is left out: how long the sheet lay is no time of those who answer.
 */
export function firstNo(of: Pick<Escalation, "terms" | "ask" | "firstAnswer">, answers: readonly Answer[]): Instant | null {
  const { answer, at } = (!of.ask.onPaper && of.ask.policeContact) || {};
  const recorded = of.firstAnswer && isNo(of.firstAnswer.answer) ? [of.firstAnswer.givenAt] : [];
  const declined = answers.find((one) => declines(of, one))?.decided.at;
  return earliest([...recorded, ...(at && answer && NOES.includes(answer) ? [at] : []), ...(declined ? [declined] : [])]);
}

/** When the answer that stands at last was given: a later look that upholds it makes it no later, unless the case had been opened again. */
export function finalAnswerAt(answers: readonly Answer[]): Instant | null {
  const stands = (answer: Answer, nth: number) => nth === 0 || answer.anew || codeOf(answers[nth - 1]) !== codeOf(answer);
  return answers.findLast(stands)?.decided.at ?? null;
}
const codeOf = (answer: Answer | undefined) => answer?.decided.about.code;

/** Whether the raising side heard each answer: read it, or was reached by telephone about it, before the next one came. */
export function toldOf({ raised }: Pick<Escalation, "raised">, answers: readonly Answer[]): Told {
  const heard = answers.map(({ decided, since }) => {
    const read = since.find((fact) => fact.what === "answer_read" && fact.about.agency === raised.by.agency);
    const rung = since.find((fact) => fact.what === "rang" && fact.about.answered && fact.about.number !== "desk");
    const at = earliest([read, rung].flatMap((fact) => fact?.at ?? []));
    return { read: read !== undefined, rung: rung !== undefined, ms: at === null ? null : between(decided.at, at) };
  });
  const times = heard.flatMap(({ ms }) => ms ?? []);
  return {
    answers: answers.length,
    read: heard.filter(({ read }) => read).length,
    rung: heard.filter(({ read, rung }) => rung && !read).length,
    slowestMs: times.length > 0 ? Math.max(...times) : null,
  };
}
