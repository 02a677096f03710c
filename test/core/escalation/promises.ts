import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Duty } from "../../../core/escalation/climb.ts";
import { type Clock, isRunning, type Limit, nextDueAt } from "../../../core/escalation/clock.ts";
import { Escalation, isAwaited, stageOf } from "../../../core/escalation/escalation.ts";
import { Fact, type NewFact } from "../../../core/escalation/fact.ts";
import { hearers } from "../../../core/escalation/hearing.ts";
import { waitingFor } from "../../../core/escalation/move.ts";
import { type NewNotice, pointless } from "../../../core/escalation/notice.ts";
import { isAnsweredOnPaper } from "../../../core/escalation/on-paper.ts";
import { progressOf } from "../../../core/escalation/progress.ts";
import { cannot, isAskedAnew, RULES } from "../../../core/escalation/rules.ts";
import { wording } from "../../../core/escalation/wording.ts";
import type { Instant } from "../../../core/time.ts";
import { noticeOf } from "../../builders.ts";
import { owedOf, runningOf } from "./due-times.ts";
import { type Made, ruleOf, type World } from "./model.ts";

/** The case without its terms, which are as large as all else and never change: they are read once, at the end of a story. */
const Kept = Escalation.extend({ terms: z.unknown() });
const Line = z.object({ before: z.string().default(""), hash: z.string().default("") }).loose();

class Broken extends Error {}
function must(holds: boolean, says: () => string): void {
  if (!holds) throw new Broken(says());
}
const told = (value: unknown): string => JSON.stringify(value);
const sorted = (clocks: readonly Clock[]): Clock[] =>
  [...clocks].sort((a, b) => (`${a.limit} ${a.tier} ${a.of}` < `${b.limit} ${b.tier} ${b.of}` ? -1 : 1));
const only = <W extends NewFact["what"]>(facts: readonly NewFact[], what: W) =>
  facts.filter((fact): fact is Extract<NewFact, { what: W }> => fact.what === what);

/** Everything that holds after every move whatsoever. */
export function keepsItsPromises(made: Made, world: World): void {
  try {
    for (const promise of PROMISES) promise(made, world);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    const { doing, before, move, by, now } = made;
    const facts = move.facts.map(
      ({ what, about, by: who }) => `    ${typeof who === "string" ? who : who.id} ${what} ${told(about).slice(0, 200)}`,
    );
    const notices = move.notices.map(({ kind, to, about, tier }) => `${kind} ${to} ${about} ${tier}`);
    const head = `${doing} by ${by?.id ?? "time"} at ${now}: ${before ? `${stageOf(before)}, tier ${before.tier}` : "new"} to ${stageOf(move.next)}, tier ${move.next.tier}`;
    throw new Error(
      `${error.message}\n  ${head}\n${facts.join("\n")}\n    ${notices.join("; ")}\n    ${move.next.clocks
        .filter(isRunning)
        .map(({ limit, tier, dueAt, of }) => `${limit} ${tier} ${of} ${dueAt}`)
        .join("; ")}`,
    );
  }
}

/** A page of those who are asked now, which somebody has opened: whatever is waited for after it is something that a person owes. */
const openedBy = (now: Instant) => noticeOf({ at: now, openedAt: now });

/** The side that asked reads what has happened, each by the case's own record of it, and then the one thing that is waited for. */
function saysHowFarItHasCome({ move: { next }, now }: Made): void {
  const { decision, reopened, response, arrived, outcome } = next;
  const shown = progressOf(next, [openedBy(now)]).filter(({ step }) => step !== "opened");
  const answer = reopened ? null : decision;
  const acknowledged = !answer && isAskedAnew(next) ? null : next.acknowledged;
  const happened = { acknowledged, decided: answer, responded: reopened ? null : response, arrived, outcome };
  const records = Object.entries(happened).flatMap(([step, record]) => (record ? [`${step} ${record.at} ${record.by.id}`] : []));
  const known = shown.flatMap(({ step, at, by }) => (at === null ? [] : [`${step} ${at} ${by}`]));
  must(isDeepStrictEqual(known, records), () => `says ${told(known)}, and what has happened is ${told(records)}`);
  const waits = shown.flatMap(({ step, at }) => (at === null ? [step] : []));
  const option = next.terms.decisions.find(({ code }) => code === decision?.code);
  const leftToThem = option?.leadsTo === "respond" && !response && !next.closed;
  const afterAnswer = leftToThem ? "responded" : isAwaited(next) ? "arrived" : outcome ? undefined : "outcome";
  const wanted = answer ? afterAnswer : acknowledged ? "decided" : "acknowledged";
  must(isDeepStrictEqual(waits, wanted ? [wanted] : []), () => `waits for ${told(waits)}, and what is owed is ${wanted}`);
}

const PROMISES: readonly ((made: Made, world: World) => void)[] = [
  isKept,
  saysHowFarItHasCome,
  isNumbered,
  goesWhereTheTableSays,
  isMadeByWhoMay,
  hasClocksThatTheStoryTells,
  isDueWhenTheStorySays,
  isNeverPutOff,
  neverEndsByTime,
  ticks,
  belongsToSomebodyOnDuty,
  risesOneTier,
  wakesNobodyForAnswered,
  recordsEachMissOnce,
  pagesThoseOnDuty,
  standsDownWhoWasAsked,
  keepsEveryWord,
  answersAsTheRulesSay,
  endsAsTheRulesSay,
];

/** 1. It can be kept, and is one version on. */
function isKept({ before, move }: Made): void {
  const { terms, ...rest } = move.next;
  const kept = Kept.safeParse({ ...rest, terms: null });
  must(kept.success, () => `it does not parse: ${kept.error?.message}`);
  must(isDeepStrictEqual(kept.data, { ...rest, terms: null }), () => "it is not kept as it is");
  must(!before || terms === before.terms, () => "its terms have changed");
  must(move.next.version === (before?.version ?? 0) + 1, () => `version ${before?.version} to ${move.next.version}`);
  const [was, is] = [before && nextDueAt(before.clocks), nextDueAt(move.next.clocks)];
  if (is !== null && (!was || is < was))
    must(move.next.run === move.next.version, () => "a nearer deadline has no run of its own");
}

/** 1. Its lines are numbered without gaps, each as a line can be. */
function isNumbered({ before, move, now }: Made): void {
  const first = (before?.story ?? 0) + 1;
  for (const [nth, fact] of move.facts.entries()) {
    must(fact.number === first + nth, () => `fact ${fact.number} in place of ${first + nth}`);
    must(fact.version === move.next.version && fact.at === now, () => `${fact.what} is of another moment`);
    const kept = Fact.safeParse(Line.parse(fact));
    must(kept.success, () => `${fact.what} does not parse: ${kept.error?.message}`);
  }
  must(move.next.story === (before?.story ?? 0) + move.facts.length, () => "the story is miscounted");
  must(move.facts.length > 0, () => "a move without a line in the story");
  must(only(move.facts, "nobody_answered").length <= 1, () => "two serious failures at one instant have one key");
}

/** 2. A stage is left only for one that the table names. */
function goesWhereTheTableSays({ doing, before, move }: Made): void {
  const [from, to] = [before && stageOf(before), stageOf(move.next)];
  if (from === to) return;
  if (doing === "raise") return void must(to === "raised" || to === "nobody_answered", () => `raised as ${to}`);
  if (doing === "mergeInto") return void must(to === "closed", () => `joined, and stands at ${to}`);
  if (doing === "linkRequest") return void must(to !== "closed", () => "a linked request closed it");
  const rule = ruleOf(doing);
  if (rule) must((RULES[rule].to as readonly string[]).includes(to), () => `${doing} leads from ${from} to ${to}`);
}

/** 2. Nothing succeeds that the table forbids, or that answers an older picture. */
function isMadeByWhoMay({ doing, before, on, by, seen }: Made): void {
  const rule = ruleOf(doing);
  if (!rule || !before || !by) return;
  const no = cannot(rule, before, by, on);
  must(!no || (doing === "close" && no.name === "NotYet"), () => `${doing} succeeded against: ${no?.message}`);
  if (ANSWERS.includes(doing)) must((seen ?? 0) >= before.changed.version, () => "an answer to an older picture was taken");
  if (RULES[rule].who !== "answerer") return;
  const ladder = before.terms.ladder.slice(0, before.tier + 1).flatMap(({ teams }) => teams);
  must(isOn(on, ladder, by.id), () => `${by.id} is on duty at no tier that was asked`);
}
const ANSWERS: readonly string[] = [
  "acknowledge",
  "decide",
  "defer",
  "changePriority",
  "standDown",
  "offerHandover",
  "answerReferral",
  "readAnswer",
  "respond",
  "disagree",
  "close",
  "withdraw",
];
const isOn = (on: Duty, teams: readonly string[], person: string): boolean =>
  teams.some((team) => on[team]?.some((one) => one.person === person));
const reaches = (on: Duty, teams: readonly string[], person: string): boolean =>
  teams.some((team) => on[team]?.some((one) => one.person === person && one.reachable));

/** 3. The clocks are what the facts say of them. */
function hasClocksThatTheStoryTells({ move }: Made, { clocks }: World): void {
  for (const clock of move.facts.flatMap((fact) => fact.clocks ?? []))
    clocks.set(`${clock.limit} ${clock.tier} ${clock.of}`, clock);
  must(isDeepStrictEqual(sorted([...clocks.values()]), sorted(move.next.clocks)), () => "the facts tell other clocks");
}

/** 3. What is owed is due when the promise says, worked out from what happened and not from the clocks. */
function isDueWhenTheStorySays({ move }: Made, { due }: World): void {
  const is = runningOf(move.next);
  const should = owedOf(due);
  must(
    isDeepStrictEqual(Object.entries(is).sort(), Object.entries(should).sort()),
    () => `due ${told(is)}, should be ${told(should)}`,
  );
}

/** 3. What runs is moved away by nothing but somebody who says so: a deferral, a lower urgency, a new answer, another time of arrival. */
function isNeverPutOff({ before, move, now }: Made): void {
  if (!before || move.facts.some(({ what }) => PUTS_OFF.includes(what))) return;
  for (const clock of before.clocks) {
    if (!isRunning(clock) || clock.dueAt <= now || clock.limit === "repeat" || clock.limit === "shift_end") continue;
    const later = move.next.clocks.find(
      (one) => isRunning(one) && ["limit", "tier", "of"].every((part) => one[part as "of"] === clock[part as "of"]),
    );
    must(
      !later || later.dueAt <= clock.dueAt,
      () => `${clock.limit} was due at ${clock.dueAt}, and is put off to ${later?.dueAt}`,
    );
  }
}
const PUTS_OFF: readonly string[] = [
  "deferred",
  "priority_changed",
  "decided",
  "custody_recorded",
  "plan_recorded",
  "unit_stood_down",
  "acknowledged",
];

/** 2. Time and a message that came back decide nothing and end nothing. */
function neverEndsByTime({ doing, before, move: { next } }: Made): void {
  if ((doing !== "strike" && doing !== "unreachable") || !before) return;
  for (const part of ["closed", "decision", "outcome", "arrived", "reopened", "referral", "plan", "news", "told"] as const)
    must(next[part] === before[part], () => `${doing} changed ${part}`);
  must(before.closed === null || doing === "unreachable", () => "a closed case was struck");
}

/** 5. An open case ticks, what is owed has a clock, and somebody is asked or has it. */
function ticks({ doing, move: { next }, now }: Made): void {
  const due = nextDueAt(next.clocks);
  const runs = (...limits: Limit[]) => next.clocks.some((clock) => isRunning(clock) && limits.includes(clock.limit));
  if (next.closed) {
    must(due === null, () => "a closed case ticks");
    must(next.asked.length === 0, () => "somebody is still asked of a closed case");
    return;
  }
  must(due !== null, () => "an open case does not tick");
  if (doing === "strike") must((due ?? "") > now, () => "after a strike something is still due");
  const owes = waitingFor({
    ...next,
    clocks: next.clocks.filter(({ limit }) => !["acknowledge", "repeat", "read_information"].includes(limit)),
  });
  must(owes !== "nothing" && (runs(owes, "repeat") || false), () => `${owes} is owed and has no clock`);
  const asks = runs("acknowledge", "repeat");
  if (next.nobodyAnsweredAt) must(asks, () => "nobody answered, and nobody is asked");
  if (runs("repeat")) must(next.nobodyAnsweredAt !== null, () => "rounds without a case that nobody answered");
  if (!next.owner && owes === "decide") must(asks, () => "a decision is owed, nobody has the case and nobody is asked");
  const keys = next.clocks.filter(isRunning).map(({ limit, of }) => `${limit} ${limit === "acknowledge" ? "" : of}`);
  const twice = keys.filter((key, nth) => keys.indexOf(key) !== nth && !key.startsWith("acknowledge"));
  must(twice.length === 0, () => `${twice} runs twice`);
}

/** 4. Nobody has a case off shift, and the end of an owner's shift always wakes somebody. */
function belongsToSomebodyOnDuty({ doing, before, move: { next }, on, now }: Made): void {
  const { owner, closed, terms, tier } = next;
  if (closed) return;
  const ends = next.clocks.filter((clock) => clock.limit === "shift_end" && isRunning(clock));
  must(ends.length === (owner ? 1 : 0), () => `${ends.length} shift ends for ${owner?.by.id ?? "nobody"}`);
  if (!owner) return;
  must(ends[0]?.dueAt === owner.until, () => `the shift ends at ${owner.until}, its clock at ${ends[0]?.dueAt}`);
  if (doing !== "strike") return;
  must(owner.until > now, () => `${owner.by.id} has it, and their shift ended at ${owner.until}`);
  if (!before?.clocks.some((clock) => clock.limit === "shift_end" && isRunning(clock) && clock.dueAt <= now)) return;
  must(
    isOn(
      on,
      terms.ladder.slice(0, tier + 1).flatMap(({ teams }) => teams),
      owner.by.id,
    ),
    () => `${owner.by.id} has it off duty`,
  );
}

/** 6. The tier never falls. Time takes it up one tier at once, past those that nobody stands on. */
function risesOneTier({ doing, before, move }: Made): void {
  if (!before) return;
  must(move.next.tier >= before.tier, () => "the tier fell");
  const [risen, skipped] = [only(move.facts, "tier_alerted"), only(move.facts, "tier_skipped")];
  const above = risen.filter(({ about }) => about.tier > before.tier);
  const most = doing === "linkRequest" ? 2 : 1;
  must(
    new Set(above.map(({ about }) => about.tier)).size <= most,
    () => `asked at once: tiers ${above.map(({ about }) => about.tier)}`,
  );
  for (let tier = before.tier + 1; tier < move.next.tier; tier += 1)
    must(
      [...risen, ...skipped].some(({ about }) => about.tier === tier),
      () => `tier ${tier} was passed over without a word`,
    );
}

/** 6. Another request that was on paper, and was answered by telephone before it was entered, wakes no tier for being one. */
function wakesNobodyForAnswered({ move }: Made): void {
  const [linked] = only(move.facts, "request_linked");
  if (!linked || linked.about.from !== undefined || !isAnsweredOnPaper(linked.about.ask)) return;
  const risen = only(move.facts, "tier_alerted").filter(({ about }) => about.because === "linked_request");
  must(risen.length === 0, () => `tier ${risen[0]?.about.tier} was woken for what had been answered`);
}

/** 6. A limit that was missed is in the story once for each time it ran. */
function recordsEachMissOnce({ doing, before, move, now }: Made, { missed }: World): void {
  for (const { about, version } of only(move.facts, "limit_missed")) {
    const { limit, tier, of = "", dueAt, waker } = about;
    const run = `${limit} ${tier} ${of} ${dueAt}${waker === "move" && !["custody_handover", "detention_ends"].includes(limit) ? ` ${version}` : ""}`;
    must(!missed.has(run), () => `missed twice: ${run}`);
    missed.add(run);
    must(waker === "move" || dueAt <= now, () => `${run} was not due yet`);
  }
  if (doing !== "strike" || !before) return;
  const due = before.clocks.filter(
    (clock) => isRunning(clock) && clock.dueAt <= now && !["repeat", "shift_end"].includes(clock.limit),
  );
  const noted = only(move.facts, "limit_missed").filter(({ about }) => about.waker !== "move");
  must(noted.length === due.length, () => `${due.length} limits fell due, ${noted.length} are recorded`);
}

/** 7. A page goes to somebody on duty for what it asks, or to whoever has the case; nothing is written that would be withheld at once. */
function pagesThoseOnDuty(made: Made): void {
  const { move, on } = made;
  const { next } = move;
  for (const notice of move.notices) {
    must(notice.to !== "stranger" || next.news.some(({ by }) => by.id === "stranger"), () => "a stranger was told");
    const needless = pointless(notice, next);
    must(!needless, () => `${notice.kind} ${notice.about} to ${notice.to} is needless when it is written: ${needless}`);
    if (notice.kind === "page") mayBePaged(notice, next, on);
    const letter = told(wording({ ...notice, id: "000001-01", attempts: 1 }, next, "https://rightcall.example"));
    must(!letter.includes("typed words"), () => `${notice.kind} ${notice.about} tells what somebody typed: ${letter}`);
    must(!letter.includes("something has changed"), () => `${notice.kind} ${notice.about} has no words of its own`);
  }
  const pages = move.notices.filter(({ kind }) => kind === "page").map(({ to, limit, tier }) => `${to} ${limit} ${tier}`);
  must(new Set(pages).size === pages.length, () => `somebody is paged twice for one thing: ${pages}`);
  if (next.closed) must(pages.length === 0, () => "somebody is paged for a case that has ended");
}

function mayBePaged({ to, about, limit, tier }: NewNotice, of: Escalation, on: Duty): void {
  const { ladder, bodies } = of.terms;
  if (about === "referred") {
    const teams = bodies.find(({ code }) => code === of.referral?.body)?.teams ?? [];
    return void must(reaches(on, teams, to), () => `${to} is not on duty for the body that was asked`);
  }
  if (limit === "read_information") return void must(of.owner?.by.id === to, () => `${to} does not have it, and is to read`);
  const rungs = about === "asked_again" ? ladder : ladder.slice(tier, tier + 1);
  must(
    reaches(
      on,
      rungs.flatMap(({ teams }) => teams),
      to,
    ),
    () => `${to} is paged and not on duty at tier ${tier}`,
  );
}

/** 7. Whoever was asked is told, when it is answered, that they are no longer needed; or is asked still. */
function standsDownWhoWasAsked({ doing, before, move, by }: Made): void {
  if (!before || !["acknowledge", "decide", "arrive", "close", "withdraw", "mergeInto"].includes(doing)) return;
  for (const person of before.asked) {
    const stood = move.notices.some(({ kind, to }) => kind === "stand_down" && to === person);
    must(stood || person === by?.id || move.next.asked.includes(person), () => `${person} was asked and hears nothing more`);
  }
}

/** 9. Nothing that a person typed is lost: the story has it, word for word. */
function keepsEveryWord({ body, move }: Made): void {
  if (!body) return;
  const story = JSON.stringify(move.facts);
  for (const leaf of leavesOf(body))
    must(story.includes(JSON.stringify(leaf).replace(/^"|"$/g, "")), () => `what was typed is not in the story: ${leaf}`);
}
const leavesOf = (value: unknown): (string | number)[] =>
  typeof value === "string" || typeof value === "number"
    ? [value]
    : value !== null && typeof value === "object"
      ? Object.values(value).flatMap(leavesOf)
      : [];

/** 8. Who may answer how: a child's case, a higher tier's answer, news that was not read, deferrals, a disagreement at each tier. */
function answersAsTheRulesSay(made: Made, world: World): void {
  const { before, move, by } = made;
  if (!before) return;
  const { next } = move;
  const [decision] = only(move.facts, "decided");
  const titleOf = (code: string | undefined) => before.terms.decisions.find((one) => one.code === code);
  if (decision && by) {
    const option = titleOf(decision.about.code);
    const { tier } = decision.about;
    const child = [before.ask, ...before.news].some(
      ({ under18, childAtRisk, riskFacts = [] }) =>
        under18 === "yes" || childAtRisk === "yes" || riskFacts.some(({ code }) => code === "child_or_dependant_with_person"),
    );
    must(
      !option?.declines || !child || tier >= (before.terms.childTier ?? 0),
      () => "a child’s case was declined at the first tier alone",
    );
    const lower = before.decision !== null && before.decision.tier > tier && !before.reopened;
    must(!lower || option?.leadsTo === "arrive", () => "a lower tier replaced the answer of a higher one");
    const unread = [...world.news].filter(([number, from]) => from !== by.id && !world.read.has(`${by.id} ${number}`));
    must(unread.length === 0, () => `${by.id} decides and has not read ${unread.map(([number]) => number)}`);
    must(next.owner?.by.id === by.id, () => "whoever decided does not have it");
    world.deferred = 0;
  }
  for (const { about } of only(move.facts, "news_added")) world.news.set(about.number, (about.broughtBy ?? by)?.id ?? "");
  for (const { about } of only(move.facts, "request_linked")) world.news.set(about.number, by?.id ?? "");
  for (const { about } of only(move.facts, "news_read"))
    for (const number of about.numbers) world.read.add(`${by?.id} ${number}`);
  world.deferred += only(move.facts, "deferred").length;
  must(world.deferred <= before.terms.mostDeferrals, () => `put off ${world.deferred} times for one answer`);
  for (const { about } of only(move.facts, "decided")) world.disputed.delete(about.tier);
  for (const { about } of only(move.facts, "disagreed")) {
    must(!world.disputed.has(about.tier), () => `disagreed twice with one answer of tier ${about.tier}`);
    world.disputed.add(about.tier);
  }
}

/** 8. A case is closed when it was answered, whoever was to come has come, the raising side has heard, and somebody says what happened. */
function endsAsTheRulesSay({ doing, before, move, by }: Made, { heard, tell, due }: World): void {
  for (const fact of move.facts) {
    if (before && (fact.what === "unit_stood_down" || (fact.what === "decided" && !addsADetail(fact.about, before)))) {
      heard.clear();
      tell.clear();
      if (before.decision) for (const agency of hearers(move.next)) if (agency !== by?.agency) tell.set(agency, 0);
    }
    if (fact.what === "answer_read") {
      heard.add(fact.about.agency);
      tell.delete(fact.about.agency);
    }
    if (fact.what !== "rang") continue;
    const { agency, answered, number } = fact.about;
    if (!agency) heard.add(answered ? "answered" : `rang ${number}`);
    const calls = (tell.get(agency ?? "") ?? 0) + 1;
    if (answered || calls >= 2) tell.delete(agency ?? "");
    else if (agency && tell.has(agency)) tell.set(agency, calls);
  }
  if (doing !== "close" || !before || !by) return;
  const { next } = move;
  const { custody } = next;
  must(before.decision !== null && before.reopened === null, () => "closed, and no answer stands");
  must(due.leadsTo !== "arrive" || due.there, () => "closed, and somebody is still to arrive");
  must(!due.asksBody, () => "closed, and the body has not answered");
  must(due.leadsTo !== "respond" || due.responded, () => "closed, and nobody said what was done with the answer");
  const isFinal = next.terms.outcomes.some(({ code, final }) => final && code === next.outcome?.code);
  const last = next.terms.lookBacks.at(-1);
  const looked = !last || isFinal || next.lookBacks.some(({ code }) => code === last.code);
  must(looked, () => "closed before the partners have looked back for the last time");
  must(!due.lookedTooLate || due.leadsTo === "accept_referral", () => "closed, and nobody looked again in time");
  const untold = [...tell.keys()].filter((agency) => agency !== next.raised.by.agency);
  must(untold.length === 0, () => `closed, and ${untold} did not hear that the answer has changed`);
  must(next.outcome !== null, () => "closed, and nobody knows what happened");
  const hasEnded = (custody?.ended ?? null) !== null;
  must(
    !custody ||
      ((custody.accepted !== null || custody.left !== null || hasEnded) &&
        custody.nextOfKin !== null &&
        custody.tellResult !== null),
    () => "closed with items of the handover open",
  );
  const option = before.terms.decisions.find(({ code }) => code === next.decision?.code);
  const declined = option?.declines && option.leadsTo !== "respond";
  must(!(declined || next.unresolvedAt) || next.plan !== null, () => "closed without the raising side’s plan");
  const rang = heard.has("rang call_back") && (!next.ask.deputy || heard.has("rang deputy"));
  must(heard.has(next.raised.by.agency) || heard.has("answered") || rang, () => "closed, and the raising side has not heard");
}

/** Police who were on their way are still, or are there: the same answer, the same time, the same place, the same grade. */
function addsADetail(
  about: Extract<NewFact, { what: "decided" }>["about"],
  { decision, reopened, stoodDownAt, arrived, terms }: Escalation,
) {
  const comes = terms.decisions.find(({ code }) => code === about.code)?.leadsTo === "arrive";
  const timed = arrived === null ? (["arriveBy", "entry"] as const) : [];
  const same = (["code", "partner", "meetingPoint", "grade", "category", ...timed] as const).every((part) =>
    isDeepStrictEqual(about[part] ?? null, decision?.[part] ?? null),
  );
  return comes && same && reopened === null && stoodDownAt === null;
}
