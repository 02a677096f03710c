import * as z from "zod";
import { Who } from "../escalation/ask.ts";
import { AgencyCode, Code } from "../partnership/codes.ts";
import type { Learning } from "../partnership/learning.ts";
import { invalid, Refusal } from "../refusal.ts";
import { nextMorning } from "../rota/digest.ts";
import { Day, dayNumber, instantOf, wallOf } from "../rota/wall.ts";
import { safeText } from "../text.ts";
import { Instant, milliseconds, plus } from "../time.ts";
import { type LearningMove, Line, mustHaveRead, standInFor, tellingOnce } from "./matter.ts";
import type { Telling } from "./news.ts";

/** Where an action comes from. */
export const ActionFrom = z.discriminatedUnion("what", [
  z.strictObject({ what: z.literal("call"), call: Code, item: z.string().nullable() }),
  z.strictObject({ what: z.literal("concern"), concern: z.uuid() }),
  z.strictObject({ what: z.literal("review"), review: z.uuid() }),
  /** A coroner’s report to prevent future deaths, which has to be answered in so many days. */
  z.strictObject({ what: z.literal("pfd"), review: z.uuid(), reference: z.string() }),
]);
export type ActionFrom = z.output<typeof ActionFrom>;

/** Who does what by when. The owner is a person; which agency they act for follows from who they are. */
export const NewAction = z.strictObject({ title: safeText(200), owner: Code, dueOn: Day });
export type NewAction = z.output<typeof NewAction>;

const https = z.url({ protocol: /^https$/, error: "a link that begins with https://" }).max(300);
/** What shows that it has been done: words, and where to look. */
export const Evidence = z.strictObject({ words: safeText(1000), link: https.optional() });
export const Why = z.strictObject({ why: safeText(500) });
export const GivenOn = z.strictObject({ to: Code, why: safeText(500) });

const signed = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ by: Who, at: Instant, ...shape });

/** What somebody has to do after a call, a concern or a review. It ends when somebody else has looked at the evidence, or with a reason. */
export const Action = z.strictObject({
  schema: z.literal(1),
  partnership: Code,
  id: z.uuid(),
  version: z.int().positive(),
  title: z.string(),
  owner: Code,
  /** Who gave it on while it was theirs. One that was kept before this was written down names nobody. */
  gaveOn: z.array(Code).default([]),
  agency: AgencyCode,
  dueOn: Day,
  from: ActionFrom,
  raised: signed({}),
  status: z.enum(["open", "in_progress", "done", "evidence_checked", "cancelled"]),
  evidence: signed({ words: z.string(), link: z.string().nullable() }).nullable(),
  checked: signed({}).nullable(),
  cancelled: signed({ why: z.string() }).nullable(),
  /** Since when the lead of its agency knows that it is late. */
  toLeadAt: Instant.nullable(),
  /** When somebody is reminded next; null once it is over. */
  nextAt: Instant.nullable(),
  story: z.array(Line),
});
export type Action = z.output<typeof Action>;
export type ActionMove = LearningMove<Action>;

const MORNING = "08:00";
const OVER: readonly Action["status"][] = ["evidence_checked", "cancelled"];

/** Nothing more is owed on it. */
export const isOver = ({ status }: Pick<Action, "status">): boolean => OVER.includes(status);

/** Whole days past the day on which it was due, in London; 0 on that day and before it, and once it has been done. */
export function daysLate({ status, dueOn }: Pick<Action, "status" | "dueOn">, now: Instant): number {
  if (isOver({ status }) || status === "done") return 0;
  return Math.max(0, dayNumber(wallOf(now).slice(0, 10)) - dayNumber(dueOn));
}

type Names = Pick<Action, "partnership" | "id" | "from">;

/** An action as it begins. Its owner hears of it, and is reminded on the morning on which it is due. Throws Invalid. */
export function giveAction(names: Names, asked: NewAction, agency: string, by: Who, now: Instant): ActionMove {
  const today = wallOf(now).slice(0, 10);
  if (asked.dueOn < today) throw invalid({ field: "dueOn", reason: "today or later" });
  if (dayNumber(asked.dueOn) > dayNumber(today) + MOST_DAYS)
    throw invalid({ field: "dueOn", reason: `at most ${MOST_DAYS} days ahead` });
  const next: Action = {
    schema: 1,
    version: 1,
    ...names,
    ...asked,
    gaveOn: [],
    agency,
    raised: { by, at: now },
    status: "open",
    evidence: null,
    checked: null,
    cancelled: null,
    toLeadAt: null,
    nextAt: nextReminder(asked.dueOn, now),
    story: [{ at: now, by, what: "given", words: null }],
  };
  return { next, telling: tellingBut(by, [{ to: asked.owner, news: { what: "action_given", ...named(next) } }]) };
}
/** An action that is further away than this is a plan. */
const MOST_DAYS = 366;

/** The morning of the day on which it is due, or the next one after that. */
function nextReminder(dueOn: Day, now: Instant): Instant {
  const morning = instantOf(`${dueOn}T${MORNING}`);
  return morning > now ? morning : nextMorning(now);
}

/** Its owner has begun. Throws NotAllowed, Closed. */
export function beginAction(of: Action, by: Who, now: Instant): ActionMove {
  mustBeOwed(of);
  mustBeOwner(of, by);
  return moved(said({ ...of, status: "in_progress" }, "begun", null, by, now), []);
}

/** Its owner says that it has been done, with the evidence; whoever gave it is asked to look. Throws NotAllowed, Closed. */
export function doneWith(of: Action, evidence: z.output<typeof Evidence>, by: Who, now: Instant, learning: Learning): ActionMove {
  mustBeOwed(of);
  mustBeOwner(of, by);
  const { words, link = null } = evidence;
  const next: Action = {
    ...of,
    status: "done",
    evidence: { by, at: now, words, link },
    nextAt: plus(now, learning.action.check),
  };
  return moved(said(next, "done", words, by, now), checkers(next, learning));
}

/** Somebody else has looked at the evidence: it is over. Never its owner, nor whoever gave the evidence. Throws NotAllowed, NotYet, ChangedMeanwhile, Closed. */
export function checkEvidence(of: Action, by: Who, mayCheck: boolean, seen: Instant, now: Instant): ActionMove {
  mustBeChecked(of, by, mayCheck, seen);
  const next: Action = { ...of, status: "evidence_checked", checked: { by, at: now }, nextAt: null };
  return moved(said(next, "evidence_checked", null, by, now), [{ to: of.owner, news: { what: "action_over", ...named(of) } }]);
}

/** The evidence does not show it: it is open again, and late if it was. Throws NotAllowed, NotYet, ChangedMeanwhile, Closed. */
export function sendBack(of: Action, why: string, by: Who, mayCheck: boolean, seen: Instant, now: Instant): ActionMove {
  mustBeChecked(of, by, mayCheck, seen);
  const next: Action = { ...of, status: "in_progress", evidence: null, nextAt: nextReminder(of.dueOn, now) };
  return moved(said(next, "sent_back", why, by, now), [{ to: of.owner, news: { what: "action_sent_back", ...named(of) } }]);
}

/** Who may give it on at all: asked before anybody is looked for who could have it. Throws NotAllowed, NotYet, Closed. */
export function mustGiveOn(of: Action, by: Who, mayLead: boolean): void {
  mustBeOwed(of);
  if (!mayLead && of.owner !== by.id) throw new Refusal("NotAllowed", "Its owner gives it on, their agency’s lead, or a chair.");
}

/** Somebody else has it now, and both hear of it. The day on which it is due stays. Throws NotAllowed, NotYet, Closed. */
export function giveOn(of: Action, to: string, agency: string, why: string, by: Who, mayLead: boolean, now: Instant): ActionMove {
  mustGiveOn(of, by, mayLead);
  const gaveOn = of.owner === by.id ? [...new Set([...of.gaveOn, by.id])] : of.gaveOn;
  const next: Action = { ...of, owner: to, gaveOn, agency, toLeadAt: of.agency === agency ? of.toLeadAt : null };
  const before: Telling = { to: of.owner, news: { what: "action_given_on", ...named(of), owner: to } };
  const telling: Telling[] = [{ to, news: { what: "action_given", ...named(of) } }, ...(to === of.owner ? [] : [before])];
  return moved(said(next, "given_on", why, by, now), tellingBut(by, telling));
}

/** Is it this person’s own to do, or was it until they gave it on? They do not say that it need not be done. */
export const isOwn = ({ owner, gaveOn }: Pick<Action, "owner" | "gaveOn">, person: string): boolean =>
  owner === person || gaveOn.includes(person);

/** It need not be done, because. Throws NotAllowed, Closed. */
export function cancelAction(of: Action, why: string, by: Who, mayCancel: boolean, now: Instant): ActionMove {
  mustNotBeOver(of);
  if (!mayCancel || isOwn(of, by.id))
    throw new Refusal("NotAllowed", "A chair or an agency’s lead ends it, and never its owner, nor who gave it on as its owner.");
  const next: Action = { ...of, status: "cancelled", cancelled: { by, at: now, why }, nextAt: null };
  return moved(said(next, "cancelled", why, by, now), [{ to: of.owner, news: { what: "action_over", ...named(of) } }]);
}

/** Time’s own move: its owner is reminded on the day and each morning after it, or whoever stands in for them when no message reaches them; the lead of their agency hears when it stays late, and evidence is not left unlooked at. Undefined when nothing fell due. */
export function strikeAction(of: Action, now: Instant, learning: Learning, absent: readonly string[]): ActionMove | undefined {
  if (of.nextAt === null || of.nextAt > now) return undefined;
  if (of.status === "done") return moved({ ...of, nextAt: plus(now, learning.action.check) }, checkers(of, learning));
  const days = daysLate(of, now);
  const isLong = days * 86_400_000 >= milliseconds(learning.action.toLeadAfter);
  const next: Action = { ...of, nextAt: nextMorning(now), toLeadAt: of.toLeadAt ?? (isLong ? now : null) };
  const late = next.toLeadAt === of.toLeadAt ? next : said(next, "to_lead", null, "clock", now);
  const instead = tellingInstead(of, now, learning, absent);
  if (instead) return moved(late, [instead]);
  const own: Telling = { to: of.owner, news: { what: "action_due", ...named(of), days } };
  if (late === next) return moved(next, [own]);
  const lead = standInFor(of.owner, of.agency, learning, absent) ?? learning.chair;
  const news = { what: "action_to_lead", ...named(of), days, owner: of.owner, isReached: true } as const;
  return moved(late, [own, { to: lead, news }]);
}

/** Its owner has left: whoever stands in for them hears at once. Undefined when nothing of it is theirs to do. */
export function actionLeft(
  of: Action,
  left: string,
  now: Instant,
  learning: Learning,
  absent: readonly string[],
): ActionMove | undefined {
  if (of.owner !== left || of.status === "done" || isOver(of)) return undefined;
  const instead = tellingInstead(of, now, learning, [...absent, left]);
  return moved(said(of, "left", null, "clock", now), instead ? [instead] : []);
}

/** What whoever stands in for its owner is told; undefined when a message reaches the owner, or nobody stands in for them. */
function tellingInstead(of: Action, now: Instant, learning: Learning, absent: readonly string[]): Telling | undefined {
  const to = absent.includes(of.owner) ? standInFor(of.owner, of.agency, learning, absent) : undefined;
  const news = { what: "action_to_lead", ...named(of), days: daysLate(of, now), owner: of.owner, isReached: false } as const;
  return to === undefined ? undefined : { to, news };
}

const named = ({ id, dueOn }: Pick<Action, "id" | "dueOn">) => ({ action: id, dueOn });
const tellingBut = ({ id }: Who, telling: readonly Telling[]): Telling[] => telling.filter(({ to }) => to !== id);

/** Who is asked to look at the evidence: whoever gave the action and the chair; where both are its own people, another lead. */
function checkers(of: Action, { chair, leads }: Learning): Telling[] {
  const own = [of.owner, of.evidence?.by.id];
  const others = (people: readonly string[]) => people.filter((person) => !own.includes(person));
  const first = others([of.raised.by.id, chair]);
  const people = first.length > 0 ? first : others(leads.map(({ person }) => person)).slice(0, 1);
  return people.map((to) => ({ to, news: { what: "action_to_check", ...named(of) } }));
}

const said = (of: Action, what: string, words: string | null, by: Who | "clock", at: Instant): Action => ({
  ...of,
  story: [...of.story, { at, by, what, words }],
});
const moved = (next: Action, telling: readonly Telling[]): ActionMove => ({
  next: { ...next, version: next.version + 1 },
  telling: tellingOnce(telling),
});

function mustNotBeOver(of: Action): void {
  if (isOver(of)) throw new Refusal("Closed", "This action is over.");
}
function mustBeOwed(of: Action): void {
  mustNotBeOver(of);
  if (of.status === "done") throw new Refusal("NotYet", "It has been done: somebody else looks at the evidence first.");
}
function mustBeOwner(of: Action, by: Who): void {
  if (of.owner !== by.id) throw new Refusal("NotAllowed", "Its owner says so. Give it on first if somebody else has it now.");
}
function mustBeChecked(of: Action, by: Who, mayCheck: boolean, seen: Instant): void {
  mustNotBeOver(of);
  if (of.status !== "done" || !of.evidence) throw new Refusal("NotYet", "There is no evidence to look at yet.");
  if (!mayCheck || of.owner === by.id || of.evidence.by.id === by.id)
    throw new Refusal("NotAllowed", "Somebody else than its owner looks at the evidence: whoever gave it, a lead or a chair.");
  mustHaveRead(of.evidence, seen);
}
