import * as z from "zod";
import type { Escalation } from "../escalation/escalation.ts";
import type { Fact } from "../escalation/fact.ts";
import { isAboutChild, typeOf } from "../escalation/known.ts";
import { AgencyCode, Code } from "../partnership/codes.ts";
import type { Agency, Partnership } from "../partnership/partnership.ts";
import { Basis, type Retention, type RetentionClass } from "../partnership/retention.ts";
import { Instant } from "../time.ts";

/** What an agency may have written into a case, and is the controller of. */
export const Part = z.enum([
  "request",
  "news",
  "decision",
  "disagreement",
  "plan",
  "custody",
  "outcome",
  "closing",
  "notes",
  "calls",
]);
export type Part = z.output<typeof Part>;

/** The keeping of a case as its export tells it: how long by whose class, under which law, and whether it is held. */
export const Keeping = z.strictObject({
  class: Code.nullable(),
  until: Instant.nullable(),
  held: z.boolean(),
  controllers: z.array(
    z.strictObject({
      agency: AgencyCode,
      parts: z.array(Part),
      class: Code,
      until: Instant.nullable(),
      basis: Basis.nullable(),
      decisionBasis: Basis.nullable(),
    }),
  ),
});
export type Keeping = z.output<typeof Keeping>;

/** Which part a line of the story belongs to. What the machine wrote, and that somebody has read or acknowledged something, is nobody's part. */
const PART_OF: { readonly [what in Fact["what"]]?: Part } = {
  raised: "request",
  request_linked: "request",
  priority_changed: "notes",
  handover_offered: "notes",
  note_added: "notes",
  related_said: "notes",
  news_added: "news",
  decided: "decision",
  more_wanted: "decision",
  deferred: "decision",
  deferral_not_allowed: "decision",
  unit_stood_down: "decision",
  arrived: "decision",
  referral_accepted: "decision",
  referral_declined: "decision",
  rang: "calls",
  responded: "disagreement",
  disagreed: "disagreement",
  plan_recorded: "plan",
  custody_recorded: "custody",
  left_without_agreed_handover: "custody",
  outcome_recorded: "outcome",
  closed: "closing",
  withdrawn: "closing",
};

/** One controller's part of a case: what it wrote, how long that is kept by its own class, and until when; null for always, or while it is open. */
export interface Kept {
  readonly agency: string;
  readonly parts: readonly Part[];
  readonly class: RetentionClass;
  readonly until: Instant | null;
}

/** How long a case is kept: the class of the controller whose time runs longest, until then. The case is shared, so nothing of it goes before. */
export interface CaseRetention {
  readonly controllers: readonly Kept[];
  readonly class: RetentionClass;
  readonly until: Instant | null;
}

type Agreed = Pick<Partnership, "agencies"> & { readonly retention: Retention };

/** Is this line part of an answer, which may be recorded under a law of its own? */
export const isOfDecision = ({ what }: Pick<Fact, "what">): boolean => PART_OF[what] === "decision";

/** What each agency has written into a case, as its story tells it, by the agencies in the order in which they came to it. */
export function writtenBy(story: readonly Fact[]): Map<string, Part[]> {
  const parts = new Map<string, Part[]>();
  for (const { by, what } of story) {
    const part = PART_OF[what];
    if (typeof by === "object" && part) parts.set(by.agency, [...new Set([...(parts.get(by.agency) ?? []), part])]);
  }
  return parts;
}

/** When somebody last dealt with the person in it, as far as the case knows. */
const lastContact = ({ closed, outcome, news, raised }: Escalation): Instant =>
  [raised.at, closed?.at ?? "", outcome?.at ?? "", ...news.map(({ at }) => at)].toSorted().at(-1) ?? raised.at;

/** The same day of a later year; the 29th of February is then the 1st of March. */
export function yearsOn(at: Instant, years: number): Instant {
  const day = new Date(at);
  day.setUTCFullYear(day.getUTCFullYear() + years);
  return day.toISOString();
}

/** The first row of the configuration that fits what this agency wrote into this case. Every kind of agency has one that always fits. */
function classOf(of: Escalation, { kind }: Pick<Agency, "kind">, { records, classes }: Retention): RetentionClass {
  const row = records.find(
    ({ kinds, types, child, outcomes }) =>
      kinds.includes(kind) &&
      (!types || types.includes(typeOf(of))) &&
      (!child || isAboutChild(of)) &&
      (!outcomes || (of.outcome !== null && outcomes.includes(of.outcome.code))),
  );
  const found = classes.find(({ code }) => code === row?.class);
  if (!found) throw new Error(`no class for what a body of the kind ${kind} writes`);
  return found;
}

/** Until when a class keeps a case; null for always, and as long as the case is open. */
function keptUntil(of: Escalation, { keep }: RetentionClass): Instant | null {
  if (keep === "always" || of.closed === null) return null;
  return yearsOn(keep.after === "closing" ? of.closed.at : lastContact(of), keep.years);
}

/**
 * How long a case is kept, worked out from what it is now: by its type, the kinds of agency that wrote in it, whether it is about a child,
 * and how it ended. An agency that is no partner any more is kept by the class of the one that raised it.
 */
export function retentionOf(of: Escalation, story: readonly Fact[], { agencies, retention }: Agreed): CaseRetention {
  const kindOf = (code: string) => agencies.find((agency) => agency.code === code);
  const raiser = kindOf(of.raised.by.agency) ?? { kind: "acute_trust" as const };
  const controllers = [...writtenBy(story)].map(([agency, parts]): Kept => {
    const kept = classOf(of, kindOf(agency) ?? raiser, retention);
    return { agency, parts, class: kept, until: keptUntil(of, kept) };
  });
  const longest = controllers.reduce((one, other) => (lasts(other) > lasts(one) ? other : one));
  return { controllers, class: longest.class, until: longest.until };
}

/**
 * How the first answers of a force are kept that no case carries: by what a body of its kind writes of an adult. A first answer has no field
 * for an age, and none for how it ended. Those of a month go together, so where the class differs by type the longest counts. Undefined where
 * nothing is configured for a force that is no partner any more.
 */
export function classOfFirstAnswers(
  force: string,
  { agencies, retention: { records, classes } }: Agreed,
): RetentionClass | undefined {
  const kind = agencies.find(({ code }) => code === force)?.kind ?? "police";
  const rows = records.filter((row) => row.kinds.includes(kind) && !row.child && !row.outcomes);
  const fit = rows.slice(0, rows.findIndex(({ types }) => !types) + 1).map((row) => row.class);
  return classes.filter(({ code }) => fit.includes(code)).toSorted((a, b) => yearsOf(b) - yearsOf(a))[0];
}
const yearsOf = ({ keep }: RetentionClass): number => (keep === "always" ? Number.MAX_SAFE_INTEGER : keep.years);

/** Until when what was given in a month is kept: nobody closes it, so its years begin when the month is over. Null for always. */
export const monthKeptUntil = (month: string, { keep }: RetentionClass): Instant | null =>
  keep === "always" ? null : yearsOn(`${monthAfter(month)}-01T00:00:00.000Z`, keep.years);

/** The first month whose first answers are still kept; undefined where they are kept always. */
export const firstMonthKept = ({ keep }: RetentionClass, now: Instant): string | undefined =>
  keep === "always" ? undefined : `${Number(now.slice(0, 4)) - keep.years}${now.slice(4, 7)}`;

/** The month after one, such as «2027-01» after «2026-12». */
export function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  return new Date(Date.UTC(year, number)).toISOString().slice(0, 7);
}

const FOR_EVER = "9999";
const lasts = ({ until }: Pick<Kept, "until">): string => until ?? FOR_EVER;

/** Is the time of every controller over? */
export const isPast = ({ until }: Pick<CaseRetention, "until">, now: Instant): boolean => until !== null && until <= now;

/** Under which law an agency writes into a case, as it is configured. */
export const basisOf = (of: Escalation, agency: string, agreed: Agreed): Basis => basisOfType(typeOf(of), agency, agreed);

/** The same of what is of this type, by itself. */
export function basisOfType(type: string, agency: string, { agencies, retention }: Agreed): Basis {
  const kind = agencies.find(({ code }) => code === agency)?.kind;
  const fits = (row: Retention["bases"][number]) => kind !== undefined && row.kinds.includes(kind);
  const row =
    retention.bases.find((one) => fits(one) && one.types?.includes(type)) ??
    retention.bases.find((one) => fits(one) && !one.types);
  return row?.basis ?? "gdpr_vital_interests";
}
