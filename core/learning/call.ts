import * as z from "zod";
import { Who } from "../escalation/ask.ts";
import { AgencyCode, Code } from "../partnership/codes.ts";
import { AgendaWhy, type Learning } from "../partnership/learning.ts";
import { invalid, Refusal } from "../refusal.ts";
import { nextMorning } from "../rota/digest.ts";
import { safeText } from "../text.ts";
import { Instant, plus } from "../time.ts";
import { type LearningMove, Line, leadOf, tellingOnce } from "./matter.ts";
import type { LearningNews, Telling } from "./news.ts";
import type { Occasion } from "./series.ts";

/** What a call has made of one item. What is carried over stands on the next agenda of its series, and so does what nobody came to. */
export const ItemOutcome = z.enum(["closed", "carried_over"]);
export const ItemDecision = z.strictObject({ outcome: ItemOutcome, words: safeText(1000) });
export const NewItem = z.strictObject({ title: safeText(200), because: safeText(300) });
export const Attendance = z.strictObject({ agency: AgencyCode, present: z.boolean(), as: safeText(120).optional() });

const signed = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ by: Who, at: Instant, ...shape });

/** One item of an agenda: what it is about, and why it is here. It holds references and codes; words only where somebody added it. */
export const AgendaItem = z.strictObject({
  id: z.string(),
  why: AgendaWhy,
  /** Further reasons why the same thing is here. */
  also: z.array(AgendaWhy),
  title: z.string(),
  because: z.string(),
  references: z.array(z.string()),
  /** The concern, review or action that it is about, by its kind and id. */
  matter: z.string().nullable(),
  /** How many calls it has been carried over from. */
  carried: z.int().nonnegative(),
});
export type AgendaItem = z.output<typeof AgendaItem>;

const Discussed = z.strictObject({
  ...AgendaItem.shape,
  decided: signed({ outcome: ItemOutcome, words: z.string() }).nullable(),
  actions: z.array(z.uuid()),
});

/** Where a call stands. */
export const CallStage = z.enum([
  "planned",
  "invited",
  "pack_sent",
  "open",
  "minutes_due",
  "circulated",
  "unminuted",
  "cancelled",
]);
export type CallStage = z.output<typeof CallStage>;

/** One partner call, from the calendar to its circulated minutes. */
export const Call = z.strictObject({
  schema: z.literal(1),
  partnership: Code,
  /** The series and the day: weekly_2026_07_01. */
  id: Code,
  series: Code,
  title: z.string(),
  version: z.int().positive(),
  /** The version whose run of the workflow keeps this call’s time. */
  run: z.int().positive(),
  chair: Code,
  agencies: z.array(AgencyCode),
  startsAt: Instant,
  endsAt: Instant,
  inviteAt: Instant,
  packAt: Instant,
  minutesAt: Instant,
  stage: CallStage,
  /** Whom the invitation went to. */
  invited: z.array(Code),
  agenda: z.array(Discussed),
  /** Items that found no room on this agenda, and stand on the next: the gravest of them. */
  more: z.array(AgendaItem),
  /** How many others found none, and are not kept with the call. */
  leftOut: z.int().nonnegative().default(0),
  /** Between which instants things have happened that this call looks at; null before its agenda was first made. */
  looksFrom: Instant.nullable(),
  looksTo: Instant.nullable(),
  attendance: z.array(Attendance),
  /** Actions that were given under no item. */
  actions: z.array(z.uuid()),
  /** When minutes that are late are asked for again. */
  chaseAt: Instant.nullable(),
  circulated: signed({}).nullable(),
  cancelled: signed({ why: z.string() }).nullable(),
  story: z.array(Line),
});
export type Call = z.output<typeof Call>;

/** A call as it is kept, in the shape of today: what was carried over from its chair stood twice on agendas of before. */
export const KeptCall = Call.transform((of) => ({ ...of, agenda: onceEach(of.agenda) }));
const onceEach = <T extends { readonly id: string }>(items: readonly T[]): T[] =>
  items.filter(({ id }, nth) => items.findIndex((one) => one.id === id) === nth);

export type CallMove = LearningMove<Call>;

/** The id of a series’ call on a day: the same one however often it is laid out. */
export const callId = ({ series, day }: Pick<Occasion, "series" | "day">): string => `${series.code}_${day.replaceAll("-", "_")}`;

/** A call as the calendar lays it out: nobody knows of it yet. */
export function planCall(partnership: string, occasion: Occasion): Call {
  const { series, startsAt, endsAt, inviteAt, packAt } = occasion;
  return {
    schema: 1,
    partnership,
    id: callId(occasion),
    series: series.code,
    title: series.title,
    version: 1,
    run: 1,
    chair: series.chair,
    agencies: series.agencies,
    ...{ startsAt, endsAt, inviteAt, packAt },
    minutesAt: plus(endsAt, series.minutesWithin),
    stage: "planned",
    invited: [],
    agenda: [],
    more: [],
    leftOut: 0,
    looksFrom: null,
    looksTo: null,
    attendance: [],
    actions: [],
    chaseAt: null,
    circulated: null,
    cancelled: null,
    story: [],
  };
}

/** A call as its series has it now, with whatever else was said of it. */
function following(of: Call, occasion: Occasion): Call {
  const { title, chair, agencies, startsAt, endsAt, inviteAt, packAt, minutesAt } = planCall(of.partnership, occasion);
  return { ...of, title, chair, agencies, startsAt, endsAt, inviteAt, packAt, minutesAt, run: of.version + 1 };
}

/**
 * A call that nobody knows of yet, as its series has it now: one that the clock dropped stands in the calendar again. Undefined when
 * nothing has changed, and for a call that people know of.
 */
export function replanned(of: Call, occasion: Occasion, now: Instant): CallMove | undefined {
  const next = following(of, occasion);
  if (of.stage === "cancelled" && of.cancelled === null)
    return moved(said({ ...next, stage: "planned" }, "laid_out_again", null, "clock", now), []);
  const isSame = (["startsAt", "endsAt", "inviteAt", "packAt", "minutesAt", "chair", "title"] as const).every(
    (part) => of[part] === next[part],
  );
  if (of.stage !== "planned" || (isSame && of.agencies.join() === next.agencies.join())) return undefined;
  return moved(next, []);
}

/** A call that nobody knows of yet, and that its series does not have any more: laid out again, it comes back. */
export const droppedFromSeries = (of: Call, now: Instant): CallMove =>
  moved(said({ ...of, stage: "cancelled" }, "dropped", null, "clock", now), []);

/** When a call has to be looked at again; null when nothing more is owed on it. */
export function callDueAt(of: Call): Instant | null {
  switch (of.stage) {
    case "planned":
      return of.inviteAt;
    case "invited":
      return of.packAt;
    case "pack_sent":
      return of.startsAt;
    case "open":
      return of.endsAt;
    case "minutes_due":
      return of.chaseAt ?? of.minutesAt;
    default:
      return null;
  }
}

/** What a call waits for, in the workflow’s words. */
export function callWaitsFor({ stage, chaseAt }: Call) {
  switch (stage) {
    case "planned":
      return "invitation";
    case "invited":
      return "pack";
    case "pack_sent":
      return "opening";
    case "open":
      return "end";
    case "minutes_due":
      return chaseAt === null ? "minutes" : "late_minutes";
    default:
      return "nothing";
  }
}

/** What is gathered before an invitation or a pack leaves: the agenda, who is asked, and from when on it looks. */
export interface Gathered {
  readonly agenda: readonly AgendaItem[];
  readonly more: readonly AgendaItem[];
  readonly people: readonly string[];
  readonly looksFrom: Instant;
  readonly looksTo: Instant;
}

/** Where a call should stand by now, whatever it was late for. */
function stageBy(of: Call, now: Instant): CallStage {
  if (now >= of.endsAt) return "minutes_due";
  if (now >= of.startsAt) return "open";
  return now >= of.packAt ? "pack_sent" : "invited";
}

/** Does the next step of this call need its agenda made anew? */
export const needsAgenda = (of: Call, now: Instant): boolean =>
  (of.stage === "planned" || of.stage === "invited") && (callDueAt(of) ?? now) <= now;

/**
 * Time’s own move on a call: the invitation, the pack, its opening, its end, and then the chair is asked for the minutes until they are
 * there. A look that comes late takes the call to where it should stand, and tells what is true now. Undefined when nothing fell due.
 */
export function strikeCall(of: Call, now: Instant, learning: Learning, gathered: Gathered | undefined): CallMove | undefined {
  const due = callDueAt(of);
  if (due === null || due > now) return undefined;
  if (of.stage === "minutes_due") return chased(of, now, learning);
  const stage = stageBy(of, now);
  const known = gathered ? withAgenda(of, gathered) : of;
  const next = said({ ...known, stage }, stage, null, "clock", now);
  return moved(next, toldAt(stage, next, of.stage === "planned"));
}

/** What was added to this very call stays; what was added to one before comes with what was gathered, as long as it is not closed there. */
function withAgenda(of: Call, { agenda, more, people, looksFrom, looksTo }: Gathered): Call {
  const added = of.agenda.filter(({ why, carried }) => why === "added" && carried === 0);
  const fresh = agenda.map((item) => ({ ...item, decided: null, actions: [] }));
  return { ...of, agenda: [...added, ...fresh], more: [...more], leftOut: 0, invited: [...people], looksFrom, looksTo };
}

/** `isFirst`: nobody has been invited yet, so what they hear now is the invitation too. */
function toldAt(stage: CallStage, of: Call, isFirst: boolean): Telling[] {
  const everyone = (news: LearningNews) => of.invited.map((to) => ({ to, news }));
  switch (stage) {
    case "invited":
      return everyone({ what: "call_invited", ...named(of), endsAt: of.endsAt });
    case "pack_sent":
      return everyone({ what: "call_pack", ...named(of), items: of.agenda.length, isFirst });
    case "open":
      return everyone({ what: "call_opened", ...named(of) });
    default:
      return [{ to: of.chair, news: { what: "minutes_wanted", ...named(of), late: false } }];
  }
}

/** So many mornings minutes are asked for. */
const MOST_CHASES = 5;

/**
 * Minutes that are late are asked for each morning; from the third time on the chair of the partnership hears too. After the fifth nobody
 * is asked any more: the call stands as one without minutes, which can still be written, and what must be talked about is carried over.
 */
function chased(of: Call, now: Instant, { chair }: Learning): CallMove {
  const times = of.story.filter(({ what }) => what === "minutes_late").length + 1;
  const late = said({ ...of, chaseAt: nextMorning(now) }, "minutes_late", null, "clock", now);
  const next: Call =
    times < MOST_CHASES ? late : said({ ...late, stage: "unminuted", chaseAt: null }, "unminuted", null, "clock", now);
  const people = [of.chair, ...(times >= 3 ? [chair] : [])];
  return moved(
    next,
    people.map((to) => ({ to, news: { what: "minutes_wanted", ...named(of), late: true } })),
  );
}

/** Who was there for an agency. Said again, it replaces what was said. Throws NotYet, Closed, Invalid. */
export function attend(of: Call, said: z.output<typeof Attendance>, now: Instant): CallMove {
  mustBeHeld(of, now);
  if (!of.agencies.includes(said.agency)) throw invalid({ field: "agency", reason: "is not of this call" });
  return moved({ ...of, attendance: [...of.attendance.filter(({ agency }) => agency !== said.agency), said] }, []);
}

/** One more item, until the minutes are circulated. Throws Closed, Invalid. */
export function addItem(of: Call, { title, because }: z.output<typeof NewItem>, id: string): CallMove {
  mustBeOpen(of);
  if (of.agenda.filter(({ why }) => why === "added").length >= MOST_ADDED)
    throw invalid({ field: "title", reason: `at most ${MOST_ADDED} items beside the agenda` });
  const item = { id, why: "added" as const, also: [], title, because, references: [], matter: null, carried: 0 };
  return moved({ ...of, agenda: [{ ...item, decided: null, actions: [] }, ...of.agenda] }, []);
}
const MOST_ADDED = 20;

/** What was decided about an item. Said again before the minutes are circulated, it replaces what was said. Throws NotFound, NotYet, Closed. */
export function decideItem(of: Call, id: string, body: z.output<typeof ItemDecision>, by: Who, now: Instant): CallMove {
  mustBeHeld(of, now);
  const item = itemOf(of, id);
  const decided = { by, at: now, ...body };
  return moved({ ...of, agenda: of.agenda.map((one) => (one === item ? { ...one, decided } : one)) }, []);
}

/** An action was given under an item, or under none. Throws NotFound, NotYet, Closed. */
export function actionGiven(of: Call, id: string | null, action: string, now: Instant): CallMove {
  mustBeHeld(of, now);
  if (id === null) return moved({ ...of, actions: [...of.actions, action] }, []);
  const item = itemOf(of, id);
  return moved(
    { ...of, agenda: of.agenda.map((one) => (one === item ? { ...one, actions: [...one.actions, action] } : one)) },
    [],
  );
}

/** The minutes go out to everybody who was invited; from here on they stand as they are. Throws NotYet with what is missing, Closed. */
export function circulate(of: Call, by: Who, now: Instant): CallMove {
  mustBeHeld(of, now);
  const silent = of.agencies.filter((agency) => !of.attendance.some((one) => one.agency === agency));
  if (silent.length > 0)
    throw new Refusal("NotYet", "Say first who was there for each agency.", {
      errors: silent.map((agency) => ({ field: `attendance.${agency}`, reason: "present or not?" })),
    });
  const actions = actionsOfCall(of).length;
  const next = said({ ...of, stage: "circulated", circulated: { by, at: now }, chaseAt: null }, "circulated", null, by, now);
  return moved(
    next,
    [...new Set([...of.invited, of.chair])].map((to) => ({ to, news: { what: "minutes_circulated", ...named(of), actions } })),
  );
}

/** It is not held. What stood on its agenda is on the next. Throws Closed. */
export function cancelCall(of: Call, why: string, by: Who, now: Instant): CallMove {
  mustBeOpen(of);
  const next = said({ ...of, stage: "cancelled", cancelled: { by, at: now, why } }, "cancelled", why, by, now);
  return moved(
    next,
    of.invited.map((to) => ({ to, news: { what: "call_cancelled", ...named(of) } })),
  );
}

/** What the next agenda finds by itself as long as it is so, or shows anew with newer figures: nobody has to carry it. */
const FOUND_ANEW: readonly AgendaWhy[] = ["action_overdue", "concern", "limit_missed", "repeat_person", "good_practice"];

/** A name that is good for one pack alone is carried into no other. */
const isCarried = ({ why }: AgendaItem): boolean => why !== "repeat_person";
const onceMore = (item: AgendaItem): AgendaItem => ({ ...item, carried: item.carried + 1 });

/** So many bytes of what found no room a call keeps: with whatever is said of its agenda it is one item of the table, of 400 kB at most. */
const MOST_MORE = 60_000;
/** What weighs most, whatever order a series names; the rest follows in the order of all reasons. */
const WEIGHT: readonly AgendaWhy[] = ["harm", "nobody_answered", "left_without_agreed_handover", "added", ...AgendaWhy.options];
/** What the next agenda finds by itself weighs least. */
const weightOf = ({ why, also }: AgendaItem): number =>
  (FOUND_ANEW.includes(why) ? WEIGHT.length : 0) + Math.min(...[why, ...also].map((one) => WEIGHT.indexOf(one)));
const bytesOf = (item: AgendaItem): number => new TextEncoder().encode(JSON.stringify(item)).length;

/** The call with as much of what found no room as it can keep, the gravest first; the others are counted. */
function withinBounds(of: Call): Call {
  let room = MOST_MORE;
  const gravestFirst = of.more.toSorted((a, b) => weightOf(a) - weightOf(b));
  const more = gravestFirst.filter((item) => {
    room -= bytesOf(item);
    return room >= 0;
  });
  return { ...of, more, leftOut: of.leftOut + of.more.length - more.length };
}
/** How many items found no room on the agenda of a call. */
export const foundNoRoom = ({ more, leftOut }: Pick<Call, "more" | "leftOut">): number => more.length + leftOut;

/** What the next call of the series takes over: what was carried over, what must be talked about and nobody came to, and what found no room. */
export const carriedFrom = ({ agenda, more }: Pick<Call, "agenda" | "more">): AgendaItem[] => [
  ...agenda
    .filter(({ decided, why }) => (decided ? decided.outcome === "carried_over" : !FOUND_ANEW.includes(why)))
    .filter(isCarried)
    .map(({ decided: _, actions: __, ...item }) => onceMore(item)),
  ...more.filter((item) => isCarried(item) && !FOUND_ANEW.includes(item.why)).map(onceMore),
];

/** What somebody had added to a call that was not held: it stands on the next. */
const addedTo = ({ agenda }: Pick<Call, "agenda">): AgendaItem[] =>
  agenda.filter(({ why }) => why === "added").map(({ decided: _, actions: __, ...item }) => onceMore(item));

/**
 * What the earlier calls of a series, in their order, leave to the next. Minutes may be written when a later agenda has been made: what
 * they carry over, or somebody added, stands on the next one as long as no call after it has had it.
 */
export function leftBy(earlier: readonly Call[]): AgendaItem[] {
  const had = new Set<string>();
  const left: AgendaItem[] = [];
  for (const call of earlier.filter(({ stage }) => stage !== "planned").toReversed()) {
    const own = call.stage === "cancelled" ? addedTo(call) : carriedFrom(call);
    left.push(...own.flatMap((item) => notHad(item, had)));
    const itsAgenda = call.stage === "cancelled" ? own : [...call.agenda, ...call.more];
    for (const { id, references } of itsAgenda) for (const one of ["", ...references]) had.add(`${id} ${one}`);
  }
  return left;
}

/** An item that no later call has had. Of missing reviews, which each call has as one item, the cases that none has had. */
function notHad(item: AgendaItem, had: ReadonlySet<string>): AgendaItem[] {
  if (!had.has(`${item.id} `)) return [item];
  if (item.why !== "review_missing") return [];
  const references = item.references.filter((reference) => !had.has(`${item.id} ${reference}`));
  return references.length > 0 ? [{ ...item, references }] : [];
}

/** Every action that a call has given, under an item or under none. */
export const actionsOfCall = ({ agenda, actions }: Pick<Call, "agenda" | "actions">): string[] => [
  ...agenda.flatMap((item) => item.actions),
  ...actions,
];

/** Who is invited: the lead of each agency, and the chair. */
export const invitees = ({ agencies, chair }: Pick<Call, "agencies" | "chair">, learning: Learning): string[] => [
  ...new Set([chair, ...agencies.map((agency) => leadOf(learning, agency))]),
];

const named = ({ id, title, startsAt }: Call) => ({ call: id, title, startsAt });

function itemOf({ agenda }: Call, id: string): Call["agenda"][number] {
  const item = agenda.find((one) => one.id === id);
  if (!item) throw new Refusal("NotFound", "This call has no such item.");
  return item;
}

function mustBeOpen({ stage }: Call): void {
  if (stage === "circulated") throw new Refusal("Closed", "The minutes of this call have been circulated, and stand.");
  if (stage === "cancelled") throw new Refusal("Closed", "This call is not held.");
}
function mustBeHeld(of: Call, now: Instant): void {
  mustBeOpen(of);
  if (now < of.startsAt) throw new Refusal("NotYet", "The call has not begun.");
}

const said = (of: Call, what: string, words: string | null, by: Who | "clock", at: Instant): Call => ({
  ...of,
  story: [...of.story, { at, by, what, words }],
});
const moved = (next: Call, telling: readonly Telling[]): CallMove => ({
  next: { ...withinBounds(next), version: next.version + 1 },
  telling: tellingOnce(telling),
});
