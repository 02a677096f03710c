import type { Who } from "../core/escalation/ask.ts";
import type { Duty } from "../core/escalation/climb.ts";
import { running } from "../core/escalation/clock.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import { hearers, hears, unheard } from "../core/escalation/hearing.ts";
import { unreadBy } from "../core/escalation/known.ts";
import { begin } from "../core/escalation/move.ts";
import { cannot, hasHeard, isAsking, RULES } from "../core/escalation/rules.ts";
import { colleaguesOf, tierOf } from "../core/escalation/standing.ts";
import type { Role } from "../core/people.ts";
import type { Route } from "../core/route.ts";
import { routes } from "../core/routes.ts";

/** The moves that a page offers, each by the last word of its address, and the route that it is the same as. */
export const MOVES = {
  acknowledgement: routes.acknowledge,
  decision: routes.decide,
  "more-wanted": routes.askForMore,
  deferral: routes.defer,
  "stand-down": routes.standDown,
  handover: routes.offerHandover,
  "referral-answer": routes.answerReferral,
  priority: routes.changePriority,
  news: routes.addNews,
  "news-read": routes.readNews,
  "answer-read": routes.readAnswer,
  calls: routes.logCall,
  response: routes.respond,
  disagreement: routes.disagree,
  "interim-plan": routes.recordPlan,
  custody: routes.recordCustody,
  departure: routes.leaveWithoutHandover,
  related: routes.sayRelated,
  arrival: routes.arrive,
  outcome: routes.recordOutcome,
  closure: routes.close,
  withdrawal: routes.withdraw,
  notes: routes.addNote,
} as const;
export type MoveName = keyof typeof MOVES;
type Rule = keyof typeof RULES;

/** The rule of a move: it has the name of its route. */
const ruleOf = (move: MoveName): Rule => {
  const found = (Object.keys(RULES) as Rule[]).find((rule) => routes[rule] === MOVES[move]);
  if (!found) throw new Error(`no rule for ${move}`);
  return found;
};

/** What a move checks beside its rule, so that nothing is offered that would come to nothing. */
const FINER: { readonly [move in MoveName]?: (of: Escalation, who: Who, duty: Duty) => boolean } = {
  acknowledgement: (of, who) =>
    of.owner === null ||
    of.offered?.to === who.id ||
    (isAsking(of) &&
      (of.owner.by.id !== who.id ||
        running(of.clocks, "repeat") !== undefined ||
        running(of.clocks, "acknowledge", of.owner.tier) !== undefined)),
  "stand-down": (of, who, duty) => (tierOf(of, who, duty) ?? -1) >= (of.decision?.tier ?? 0),
  handover: (of, who, duty) => colleaguesOf(of, who, duty).length > 0,
  priority: (of, who, duty) => prioritiesFor(of, who, duty).length > 0,
  "news-read": (of, who) => unreadBy(of, who.id).length > 0,
  "answer-read": (of, who) => hearers(of).includes(who.agency) && !of.heard.some(({ agency }) => agency === who.agency),
  calls: (of) => !hasHeard(of) || unheard(of).length > 0,
  disagreement: (of) => !of.disagreements.some(({ tier }) => tier === (of.decision?.tier ?? of.tier)),
  departure: ({ custody }) => custody?.accepted === null,
  arrival: ({ arrived }) => arrived === null,
};

/**
 * What this person may do to this case now: what the table of rules allows them, and their roles. A page offers nothing else; `core` has
 * the last word, since all of it may change before the press.
 */
export const movesFor = (of: Escalation, who: Who, roles: readonly Role[], duty: Duty): MoveName[] =>
  (Object.keys(MOVES) as MoveName[]).filter((move) => mayMove(move, of, who, roles, duty));

/** The same of one move: a list of many cases asks for few. */
export function mayMove(move: MoveName, of: Escalation, who: Who, roles: readonly Role[], duty: Duty): boolean {
  if (!mayUse(MOVES[move], roles)) return false;
  // Whoever closes a case has read its answer: the move itself counts it as read.
  const seen = move === "closure" ? hears(begin(of), who, of.changed.at).next : of;
  return cannot(ruleOf(move), seen, who, duty) === undefined && (FINER[move]?.(of, who, duty) ?? true);
}

/** May somebody with these roles use a route at all? */
export const mayUse = ({ may }: Pick<Route, "may">, roles: readonly Role[]): boolean => may.some((role) => roles.includes(role));

/** The urgencies that this person may give it: more by anyone who shares it, less by somebody on duty beside a second person who is. */
export function prioritiesFor(of: Escalation, who: Pick<Who, "id">, duty: Duty): string[] {
  const codes = of.terms.priorities.map(({ code }) => code);
  const now = codes.indexOf(of.priority);
  const lowers = tierOf(of, who, duty) !== undefined && colleaguesOf(of, who, duty).length > 0;
  return codes.filter((_, nth) => nth < now || (lowers && nth > now));
}
