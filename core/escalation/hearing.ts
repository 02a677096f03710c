import type { Occasion } from "../partnership/partnership.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { type Clock, started, stopped, wound } from "./clock.ts";
import { type Escalation, limitsOf } from "./escalation.ts";
import { changing, type Move, recording, telling } from "./move.ts";
import { MOST_ASKED, type Notice } from "./notice.ts";

/** Everyone who asked: whoever raised it, and those whose own request was linked to it. */
export const askers = ({ raised, news }: Pick<Escalation, "raised" | "news">): Who[] => [
  raised.by,
  ...news.filter(({ kind }) => kind === "linked").map(({ by }) => by),
];

/** The teams of a body that this case can be told to or referred to. */
export const teamsOf = ({ terms }: Pick<Escalation, "terms">, body: string): string[] =>
  terms.bodies.find(({ code }) => code === body)?.teams ?? [];

/** The teams that a page asks: of its tier; when everyone is asked again, of any; for a referral, of the body that was asked. */
export function teamsAsked(
  { tier, about }: Pick<Notice, "tier" | "about">,
  of: Pick<Escalation, "terms" | "referral">,
): string[] {
  if (about === "referred" && of.referral) return teamsOf(of, of.referral.body);
  const { ladder } = of.terms;
  return (about === "asked_again" ? ladder : ladder.slice(tier, tier + 1)).flatMap(({ teams }) => teams);
}

/** The agencies of some bodies. */
const agenciesOf = (of: Pick<Escalation, "terms">, bodies: readonly string[]): string[] =>
  bodies.flatMap((body) => teamsOf(of, body).flatMap((team) => of.terms.teams[team]?.agency ?? []));

/** Whoever is on duty for these teams and can be reached, as many as are told at once. */
export const onDutyAt = (duty: Duty, teams: readonly string[]): string[] =>
  [...new Set(teams.flatMap((team) => duty[team] ?? []).flatMap(({ person, reachable }) => (reachable ? [person] : [])))].slice(
    0,
    MOST_ASKED,
  );

/** So many hear one answer at once: what one move tells must fit into one transaction of 100 items. The page of the case tells everyone. */
const MOST_HEARING = 16;
/** So many of them for all bodies that were told, and so many of the raiser's own desk. */
const MOST_OF_BODIES = 10;
const MOST_STANDING_IN = 2;

/** The agencies that must know the answer: those that asked, and the bodies that were told. */
export const hearers = (of: Pick<Escalation, "raised" | "news" | "told" | "terms">): string[] => [
  ...new Set([...askers(of).map(({ agency }) => agency), ...agenciesOf(of, of.told)]),
];

/** People of the bodies that were told: of each as many as fit, so that none is left out for the size of another. */
const bodiesOnDuty = (of: Escalation, duty: Duty): string[] => {
  const each = Math.max(1, Math.min(MOST_ASKED, Math.floor(MOST_OF_BODIES / of.told.length)));
  return of.told.flatMap((body) => onDutyAt(duty, teamsOf(of, body)).slice(0, each));
};

/**
 * Who hears an answer, and each change of it: whoever raised it and, once their shift has ended, those who answer for them; whoever had
 * the case until now; the bodies that were told; and everyone else who asked, with those who answer for them in their turn.
 */
export function hearing(of: Escalation, by: Who | undefined, duty: Duty, now: Instant): string[] {
  const all = [
    ...(of.owner ? [of.owner.by.id] : []),
    ...raisingSide(of, duty, now),
    ...bodiesOnDuty(of, duty),
    ...askers(of).map(({ id }) => id),
    ...standInsOfLinked(of, now),
  ];
  return [...new Set(all)].filter((person) => person !== by?.id).slice(0, MOST_HEARING);
}

/** Those who answer for whoever sent a linked request, once the shift of these has ended: nobody who asked is out of reach by going home. */
const standInsOfLinked = ({ news }: Pick<Escalation, "news">, now: Instant): string[] =>
  news.flatMap(({ standIn, shiftEndsAt }) => (standIn && shiftEndsAt && shiftEndsAt <= now ? [standIn] : []));

/** Whoever raised it; after the end of their shift also their deputy, and their own desk. A system has no shift: they hear at once. */
export const raisingSide = (of: Pick<Escalation, "raised" | "ask" | "terms">, duty: Duty, now: Instant): string[] =>
  of.raised.by.system || (of.ask.shiftEndsAt && of.ask.shiftEndsAt <= now)
    ? [of.raised.by.id, ...standIns(of, duty)]
    : [of.raised.by.id];

/** Those who answer for the raiser: the deputy whom they named, and the raiser's own desk. */
export const standIns = (of: Pick<Escalation, "ask" | "terms">, duty: Duty): string[] => [
  ...deputyOf(of),
  ...onDutyAt(duty, of.terms.beside.read_answer ?? []).slice(0, MOST_STANDING_IN),
];

/** Whoever stands in for the raiser, when they are known here. */
export const deputyOf = ({ ask }: Pick<Escalation, "ask">): string[] => (ask.deputy?.person ? [ask.deputy.person] : []);

/** The move with a clock for each agency that has the new answer to read. */
export function mustBeHeard(move: Move, by: Who, now: Instant): Move {
  const { next } = move;
  const agencies = hearers(next).filter((agency) => agency !== by.agency);
  const clocks = agencies.map((agency) => started("read_answer", 0, now, limitsOf(next).read_answer, agency));
  return changing(move, { clocks: clocks.reduce(wound, stopped(next.clocks, ["read_answer"], now)), heard: [], calls: [] });
}

/** The move with the answer read by this person's agency, if it had not been: its clock stops. */
export function hears(move: Move, by: Who, now: Instant): Move {
  const { decision, heard, clocks } = move.next;
  if (!decision || heard.some(({ agency }) => agency === by.agency) || !hearers(move.next).includes(by.agency)) return move;
  const told = changing(move, {
    heard: [...heard, { by, at: now, agency: by.agency }],
    clocks: readBy(clocks, by.agency, now),
  });
  return recording(told, by, now, { what: "answer_read", about: { agency: by.agency, decision: decision.code } });
}

/** The clocks with the one that waits for this agency to read the answer stopped. */
export const readBy = (clocks: readonly Clock[], agency: string, now: Instant): Clock[] =>
  clocks.map((clock) =>
    clock.limit === "read_answer" && clock.of === agency && clock.endedAt === null ? { ...clock, endedAt: now } : clock,
  );

/** So many calls in vain to one agency's desk, and it has been tried. */
const CALLS_IN_VAIN = 2;

/** Agencies beside the raiser's own that were told an answer which has changed since, have not read it, and were not reached by telephone. */
export const unheard = ({ clocks, heard, calls, raised }: Pick<Escalation, "clocks" | "heard" | "calls" | "raised">): string[] =>
  clocks
    .filter(({ limit, endedAt, missedAt }) => limit === "read_answer" && (endedAt === null || missedAt !== null))
    .map(({ of }) => of)
    .filter((agency) => {
      const rung = calls.filter((call) => call.agency === agency);
      const reached = rung.some(({ answered }) => answered) || rung.length >= CALLS_IN_VAIN;
      return agency !== raised.by.agency && !reached && !heard.some((one) => one.agency === agency);
    });

/** The people of one agency that must know the answer: those who asked, and those on duty for the bodies that were told. */
export const peopleOf = (of: Escalation, agency: string, duty: Duty): string[] => [
  ...askers(of).flatMap((who) => (who.agency === agency ? [who.id] : [])),
  ...of.news.flatMap(({ by, standIn }) => (standIn && by.agency === agency ? [standIn] : [])),
  ...onDutyAt(
    duty,
    of.told.flatMap((body) => teamsOf(of, body)).filter((team) => of.terms.teams[team]?.agency === agency),
  ),
];

/** The move with the raiser's own people told who are on duty and are to hear of such an occasion, and the raiser's deputy. */
export const tellingBeside = (move: Move, occasion: Occasion, duty: Duty): Move =>
  telling(move, "paired", [...onDutyAt(duty, move.next.terms.beside[occasion] ?? []), ...deputyOf(move.next)], occasion);
