import * as z from "zod";
import { Day, TimeOfDay } from "../rota/wall.ts";
import { Elapsed } from "../time.ts";
import { AgencyCode, Code, Limit, Title } from "./codes.ts";

/** Why something stands on the agenda of a partner call. A series names those that it looks at. */
export const AgendaWhy = z.enum([
  "action_overdue",
  "harm",
  "nobody_answered",
  "left_without_agreed_handover",
  "disagreement_unresolved",
  "outcome_after_closing",
  "decision_changed",
  "sides_differ",
  "limit_missed",
  "repeat_person",
  "concern",
  "review_missing",
  "carried_over",
  "good_practice",
  "added",
]);
export type AgendaWhy = z.output<typeof AgendaWhy>;

/** On which days a series is held: each working day, one day of each week, or the nth such day of each month. 1 is Monday. */
export const Rhythm = z.discriminatedUnion("each", [
  z.strictObject({ each: z.literal("working_day") }),
  z.strictObject({ each: z.literal("week"), weekday: z.int().min(1).max(7) }),
  z.strictObject({ each: z.literal("month"), weekday: z.int().min(1).max(7), nth: z.int().min(1).max(4) }),
]);
export type Rhythm = z.output<typeof Rhythm>;

/** One series of partner calls: when on London's wall clock, who chairs, which agencies, and what its agenda looks at. */
export const Series = z.strictObject({
  code: Code,
  title: Title,
  rhythm: Rhythm,
  at: TimeOfDay,
  lasts: Elapsed,
  /** What becomes of a call that falls on a bank holiday. */
  onHoliday: z.enum(["skip", "next_working_day", "hold"]),
  chair: Code,
  agencies: z.array(AgencyCode).min(1),
  /** So long before its beginning people are invited, and get the pack. */
  inviteBefore: Elapsed,
  packBefore: Elapsed,
  /** So long after its end the minutes have to be there; then the chair is reminded daily. */
  minutesWithin: Elapsed,
  looksAt: z.array(AgendaWhy).min(1),
  /** Only cases of these priorities; all when it names none. */
  priorities: z.array(z.string()).min(1).optional(),
});
export type Series = z.output<typeof Series>;

const line = z.string().min(1).max(400);
/** What the public form says in one language. */
export const FormWords = z.strictObject({
  title: line,
  intro: line,
  emergency: line,
  noNames: line,
  as: line,
  person: line,
  carer: line,
  staff: line,
  other: line,
  agency: line,
  anyAgency: line,
  happened: line,
  better: line,
  send: line,
  problem: line,
  missing: line,
  tooLong: line,
  tooOften: line,
  notTaken: line,
  thanks: line,
  keepAddress: line,
  noAnswerYet: line,
  answer: line,
  another: line,
});
export type FormWords = z.output<typeof FormWords>;

/** A language of the public form. A translation that nobody has checked says so to whoever runs it. */
export const FormLanguage = z.strictObject({
  code: z.string().regex(/^[a-z]{2,3}$/),
  /** As its speakers call it. */
  title: Title,
  rightToLeft: z.boolean().default(false),
  checkedBy: Title.nullable(),
  words: FormWords,
});
export type FormLanguage = z.output<typeof FormLanguage>;

/** How people who have no account are heard: by when they are answered, and in which languages they are asked. The first is the one that others fall back on. */
export const Hearing = z.strictObject({ answer: Limit, again: Elapsed, languages: z.array(FormLanguage).min(1) });

/** How the partners learn: who answers for each agency, how long everything may take, and their regular calls. */
export const Learning = z.strictObject({
  version: z.int().positive(),
  owner: Title,
  note: z.string().max(500),
  /** Has what no agency's own lead has: a person's id. */
  chair: Code,
  leads: z.array(z.strictObject({ agency: AgencyCode, person: Code })).min(1),
  concern: z.strictObject({ answer: Limit, accept: Limit, again: Elapsed }),
  review: z.strictObject({ answer: Limit, again: Elapsed, mostReminders: z.int().positive() }),
  action: z.strictObject({ toLeadAfter: Elapsed, check: Elapsed }),
  /** So many days an agency has to answer a coroner's report to prevent future deaths. */
  pfdDays: z.int().positive(),
  series: z.array(Series),
  bankHolidays: z.array(Day),
  /** Not yet agreed by every partnership: without it there is no public form. */
  feedback: Hearing.optional(),
});
export type Learning = z.output<typeof Learning>;
