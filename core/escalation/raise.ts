import type { FirstAnswerOnCase } from "../first-answers/first-answer.ts";
import type { Pathway } from "../partnership/partnership.ts";
import type { Terms } from "../partnership/terms.ts";
import { type FieldError, invalid } from "../refusal.ts";
import type { Instant } from "../time.ts";
import type { Ask, Who } from "./ask.ts";
import { alert, climb, type Duty } from "./climb.ts";
import { started } from "./clock.ts";
import { custodyAsked, watching } from "./custody.ts";
import { type Escalation, limitsOf } from "./escalation.ts";
import { isAboutChild, moreUrgent } from "./known.ts";
import { changing, type Move, recording, settle } from "./move.ts";
import { faultsIn } from "./questions.ts";
import { type Match, naming, namingFirstAnswers, tellingOfFirstAnswers } from "./related.ts";
import { priorityAsked } from "./triage.ts";

/** What names a new case: made at the edge, because here nothing is random. */
export interface Names {
  readonly partnership: string;
  readonly id: string;
  readonly reference: string;
}

/**
 * Hop 2. A new case with its first page already in it: whoever is on duty on the first rung that somebody stands on is told; when a
 * child may be at risk, the rung above beside it. `answered`: first answers that the same force gave about what may be the same, of which
 * whoever is asked hears beside it. Throws Invalid when a code is not one of the pathway's.
 */
export function raise(
  names: Names,
  ask: Ask,
  wanted: string | undefined,
  by: Who,
  now: Instant,
  pathway: Pathway,
  terms: Terms,
  duty: Duty,
  matches: readonly Match[] = [],
  firstAnswer?: FirstAnswerOnCase,
  answered: readonly Match[] = [],
): Move {
  mustBeOffered(pathway, terms, ask, wanted, now);
  const asked = priorityAsked(pathway, ask);
  const priority = moreUrgent(pathway.priorities, asked, wanted);
  const tierZero = firstAnswer ? { firstAnswer } : {};
  const start: Move = {
    next: { ...blank(names, ask, terms, priority, by, now), ...tierZero },
    facts: [],
    notices: [],
    settled: [],
  };
  const { code: area, recognised } = terms.area;
  const told = recording(start, by, now, {
    what: "raised",
    about: { priority, asked, area, recognised, ask, ...tierZero },
  });
  const ticking = changing(told, { clocks: [started("decide", 0, now, limitsOf(told.next).decide)] });
  const named = namingFirstAnswers(naming(ticking, matches, now), answered, now);
  const climbed = climb(named, 0, now, duty);
  const { childTier } = terms;
  const beside = childTier !== null && climbed.next.tier < childTier && isAboutChild(climbed.next);
  const shown = beside ? alert(climbed, childTier, now, duty, "child_at_risk") : climbed;
  return settle(undefined, watching(tellingOfFirstAnswers(shown, answered, duty), now, duty), now);
}

/** A case of which nothing has been said yet. Its request and its terms were read where they came from. */
function blank(names: Names, ask: Ask, terms: Terms, priority: string, by: Who, now: Instant): Escalation {
  const detained = terms.types.find(({ code }) => code === ask.type)?.custody;
  return {
    schema: 2,
    ...names,
    version: 1,
    ask,
    terms,
    priority,
    raised: { by, at: now },
    tier: 0,
    asked: [],
    beside: [],
    nobodyAnsweredAt: null,
    clocks: [],
    acknowledged: null,
    owner: null,
    offered: null,
    decision: null,
    earlier: [],
    reopened: null,
    heard: [],
    calls: [],
    referral: null,
    told: ask.alsoTell ?? [],
    news: [],
    deferrals: [],
    disagreements: [],
    unresolvedAt: null,
    wanted: [],
    plan: null,
    custody: detained ? custodyAsked(ask, by, now) : null,
    related: [],
    stoodDownAt: null,
    arrived: null,
    response: null,
    outcome: null,
    lookBacks: [],
    closed: null,
    changed: { version: 1, by, at: now, what: "raised" },
    run: 1,
    story: 0,
    chain: "",
  };
}

function mustBeOffered({ priorities }: Pathway, terms: Terms, ask: Ask, wanted: string | undefined, now: Instant): void {
  const among = (list: readonly { code: string }[]) => `one of ${list.map(({ code }) => code).join(", ")}`;
  const wrong: FieldError[] = faultsIn(terms, ask, now);
  if (wanted !== undefined && !priorities.some(({ code }) => code === wanted))
    wrong.push({ field: "priority", reason: among(priorities) });
  for (const code of ask.alsoTell ?? [])
    if (!terms.bodies.some((body) => body.code === code)) wrong.push({ field: "alsoTell", reason: among(terms.bodies) });
  if (wrong.length > 0) throw invalid(...wrong);
}
