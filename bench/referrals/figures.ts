import { running } from "../../core/escalation/clock.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import { type Tally, tallyOf } from "../../core/measures/tally.ts";
import { check } from "../../history/check.ts";
import type { Breach, KeptCase } from "../../history/history.ts";
import type { Played } from "./play.ts";
import {
  depthsOf,
  type Hour,
  hoursOf,
  isUnheeded,
  type Spread,
  type Stormed,
  spreadOf,
  stormed,
  type Wait,
  waitOf,
} from "./queue.ts";

/** So many of so many. */
export interface Part {
  readonly of: number;
  readonly count: number;
}

/** How referrals waited, of one priority or of all. */
export interface Line {
  readonly title: string;
  readonly referrals: number;
  readonly acknowledged: Spread;
  readonly answered: Spread;
  readonly acknowledgedInTime: Part;
  readonly answeredInTime: Part;
  /** Before anybody had it. */
  readonly toManager: Part;
  readonly toDirector: Part;
  readonly nobody: Part;
  /** At any time and for any reason, a late crew among them. */
  readonly everToDirector: Part;
}

/** All that is shown of a month. */
export interface Figures {
  readonly lines: readonly Line[];
  readonly all: Line;
  readonly hours: { readonly waiting: readonly Hour[]; readonly unanswered: readonly Hour[] };
  readonly storms: readonly Stormed[];
  readonly became: Readonly<Record<string, Part>>;
  readonly breaches: readonly Breach[];
}

/** What a month came to. The checker looks at each limit; that nobody was left unheeded, and no case with nobody, is asked by itself. */
export function figuresOf({ history, from, to, storms }: Played): Figures {
  const { cases } = history;
  const rows = cases.map((kept) => ({
    wait: waitOf(kept),
    tally: tallyOf(kept.escalation, kept.facts, { subject: null, themes: [] }),
  }));
  const waits = rows.map(({ wait }) => wait);
  const [waiting, unanswered] = [depthsOf(waits, "acknowledgedAt"), depthsOf(waits, "answeredAt")];
  const priorities = [...new Set(waits.map(({ priority }) => priority))].sort();
  return {
    lines: priorities.map((code) =>
      lineOf(
        code,
        rows.filter(({ wait }) => wait.priority === code),
      ),
    ),
    all: lineOf("all", rows),
    hours: { waiting: hoursOf(waiting, from, to), unanswered: hoursOf(unanswered, from, to) },
    storms: storms.map((storm) => stormed(storm, waits, waiting)),
    became: becameOf(
      cases,
      rows.map(({ tally }) => tally),
    ),
    breaches: [
      ...check(history),
      ...found(cases.filter(isUnheeded), UNHEEDED),
      ...found(cases.filter(isNobodys), "nobody owes anything"),
    ],
  };
}

/** Promise 1, in the words in which its breach is told. */
const UNHEEDED = "nobody had it, and no tier above was asked, within its limit and 60 s";
const found = (cases: readonly KeptCase[], says: string): Breach[] =>
  cases.map(({ escalation }) => ({ rule: "promise 1", case: escalation.id, says }));
const isNobodys = ({ escalation: { closed, clocks } }: KeptCase): boolean =>
  closed === null && LIMITS.every((limit) => !running(clocks, limit));

interface Row {
  readonly wait: Wait;
  readonly tally: Tally;
}

const part = <T>(all: readonly T[], is: (one: T) => boolean): Part => ({ of: all.length, count: all.filter(is).length });
const inTime = (tallies: readonly Tally[], limit: "acknowledge" | "decide" | "arrive"): Part =>
  part(
    tallies.map((tally) => tally[limit].how).filter((how) => how === "within" || how === "missed"),
    (how) => how === "within",
  );

function lineOf(title: string, rows: readonly Row[]): Line {
  const [waits, tallies] = [rows.map(({ wait }) => wait), rows.map(({ tally }) => tally)];
  return {
    ...{ title, referrals: rows.length },
    acknowledged: spreadOf(waits, "acknowledgedAt"),
    answered: spreadOf(waits, "answeredAt"),
    acknowledgedInTime: inTime(tallies, "acknowledge"),
    answeredInTime: inTime(tallies, "decide"),
    toManager: part(waits, ({ tier }) => tier > 0),
    toDirector: part(waits, ({ tier }) => tier > 1),
    nobody: part(waits, ({ nobody }) => nobody),
    everToDirector: part(tallies, ({ highestTier }) => highestTier > 2),
  };
}

const ACCEPTED = ["accept_ambulance", "accept_car", "accept_call"];

/** What became of the referrals, each by its name in words. */
function becameOf(cases: readonly KeptCase[], tallies: readonly Tally[]): Record<string, Part> {
  const firsts = tallies.flatMap(({ answered }) => answered?.first ?? []);
  const referred = tallies.flatMap(({ referral }) => referral ?? []);
  const has = (of: KeptCase, is: (fact: Fact) => boolean) => of.facts.some(is);
  const open = cases.filter(({ escalation }) => !escalation.closed);
  return {
    "accepted: an ambulance, a car or a call": part(firsts, (code) => ACCEPTED.includes(code)),
    "passed on to another service": part(firsts, (code) => code === "pass_on"),
    declined: part(firsts, (code) => code === "decline"),
    "of those passed on: accepted there": part(referred, ({ answer }) => answer === "accepted"),
    "of those passed on: declined, or no answer": part(referred, ({ answer }) => answer === "declined" || answer === "no_answer"),
    "officers read the decline differently": part(
      tallies.filter(({ answered }) => answered?.firstDeclined),
      ({ disagreed }) => disagreed,
    ),
    "crews and cars there within the expected time": inTime(tallies, "arrive"),
    "police went after all": part(cases, (kept) =>
      has(kept, (fact) => fact.what === "responded" && fact.about.code === "police_go"),
    ),
    "asked of the incident manager for any reason, before or after the answer": part(
      tallies,
      ({ highestTier }) => highestTier > 1,
    ),
    "asked of the director, likewise": part(tallies, ({ highestTier }) => highestTier > 2),
    [UNHEEDED]: part(cases, isUnheeded),
    "still open two days after the last": part(cases, ({ escalation }) => escalation.closed === null),
    "of those: nobody owes anything": part(open, isNobodys),
  };
}
const LIMITS = ["acknowledge", "repeat", "decide", "arrive", "accept_referral", "review", "respond", "close"] as const;
