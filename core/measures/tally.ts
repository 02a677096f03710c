import * as z from "zod";
import { Ending, type Escalation } from "../escalation/escalation.ts";
import type { Fact } from "../escalation/fact.ts";
import { answersFirst } from "../escalation/standing.ts";
import { Theme } from "../escalation/theme.ts";
import { AgencyCode, Code, Priority } from "../partnership/partnership.ts";
import { dayNumber, wallOf, weekdayOf } from "../rota/wall.ts";
import { Instant } from "../time.ts";
import { Answered, answeredBy, answersIn, finalAnswerAt, firstNo, Told, toldOf, whoAnswered } from "./answers.ts";
import {
  detentionTold,
  endedIn,
  FirstReferral,
  firstReferral,
  HandedOver,
  handedOver,
  highestTier,
  isUnresolved,
  LookedBack,
  lookedBackIn,
  outcomeIn,
  Responded,
  respondedIn,
} from "./happened.ts";
import { Kept, keptIn, MissedLimit } from "./kept.ts";
import { AgeBand, ageBandTold, childTold, placeTold, tellingsIn, typeTold } from "./tellings.ts";

/** The parts of a tally, for whoever reads one. */
export { AgeBand, Answered, FirstReferral, HandedOver, Kept, LookedBack, MissedLimit, Responded, Told };

/** A quarter of London's day, by its wall clock: 00–06, 06–12, 12–18, 18–24. */
export const TimeBand = z.enum(["night", "morning", "afternoon", "evening"]);
export type TimeBand = z.output<typeof TimeBand>;

/**
 * A mark that is the same for two cases about one person and says nothing about who that is. Too long, and of too few signs, for a name, a
 * telephone number or an NHS number to be put here by mistake.
 */
export const Subject = z.string().regex(/^[A-Za-z0-9_-]{20,128}$/, "a pseudonymous mark of 20 to 128 letters, digits, - or _");

/**
 * All that figures need to know of one case. Nothing in it says who anybody is, neither the person nor staff, and nothing in it was typed by
 * somebody: codes, instants, lengths of time and marks alone.
 */
export const Tally = z.strictObject({
  /** The version of this shape. */
  schema: z.literal(1),
  id: z.uuid(),
  reference: z.string().regex(/^RC-[2-9A-Z]{3}-[2-9A-Z]{3}$/, "a reference as it is spoken"),
  pathway: Code,
  type: Code,
  area: Code,
  raisedBy: AgencyCode,
  /** Who was asked first, and who answered: null where nobody did. */
  asked: AgencyCode,
  answeredBy: AgencyCode.nullable(),
  /** How urgent it was at the raise. */
  priority: Priority.shape.code,
  lastPriority: Priority.shape.code,
  raisedAt: Instant,
  timeBand: TimeBand,
  /** 1 for Monday to 7 for Sunday, and the hour, as London’s wall clock showed them at the raise. */
  weekday: z.int().min(1).max(7),
  hour: z.int().min(0).max(23),
  closedAt: Instant.nullable(),
  ended: Ending.nullable(),
  withdrawn: z.boolean(),
  merged: z.boolean(),
  ageBand: AgeBand,
  aboutChild: z.boolean(),
  /** The first acknowledgement, the first decision, and the first arrival that was owed and not called off. */
  acknowledge: Kept,
  decide: Kept,
  arrive: Kept,
  missed: z.array(MissedLimit),
  /** The highest tier that was asked, counted from 1. */
  highestTier: z.int().positive(),
  nobodyAnswered: z.boolean(),
  answered: Answered.nullable(),
  /** When police first said no, before the raise or after it; and when the answer that stands at last was first given. */
  firstNoAt: Instant.nullable(),
  finalAnswerAt: Instant.nullable(),
  disagreed: z.boolean(),
  unresolved: z.boolean(),
  told: Told,
  deferrals: z.int().nonnegative(),
  deferralsNotAllowed: z.int().nonnegative(),
  referral: FirstReferral.nullable(),
  handover: HandedOver.nullable(),
  /** What was asked about a detention: before it, or after. */
  detention: z.enum(["before", "after"]).nullable().default(null),
  /** The site at which it was, where the place that was named is one. */
  site: Code.nullable().default(null),
  /** What the raising side did with the answer that stands, and how the person was at the times that were agreed on. */
  response: Responded.nullable().default(null),
  lookBacks: z.array(LookedBack).default([]),
  outcome: Code.nullable(),
  /** Null while it is not known. */
  harm: z.boolean().nullable(),
  harmAfterClosing: z.boolean(),
  /** Somebody was on scene at some time; null where no answer sends anybody. */
  attended: z.boolean().nullable(),
  themes: z.array(Theme),
  subject: Subject.nullable(),
});
export type Tally = z.output<typeof Tally>;

/** A row from before it told who was asked: it has them as those who answered, whether they did or not. */
const First = z.looseObject({
  asked: z.undefined().optional(),
  answeredBy: AgencyCode,
  answered: z.unknown(),
  acknowledge: Kept,
});

/** A row as it is kept, in the shape of today. */
export function readTally(kept: unknown): Tally {
  const { success, data: first } = First.safeParse(kept);
  if (!success) return Tally.parse(kept);
  const isAnswered = first.answered !== null || first.acknowledge.ms !== null;
  return Tally.parse({ ...first, asked: first.answeredBy, answeredBy: isAnswered ? first.answeredBy : null });
}

/** When London’s wall clock showed the raise. */
export function whenRaised(at: Instant): Pick<Tally, "timeBand" | "weekday" | "hour"> {
  const wall = wallOf(at);
  const hour = Number(wall.slice(11, 13));
  const timeBand = TimeBand.options[Math.floor(hour / 6)] ?? "night";
  return { timeBand, weekday: weekdayOf(dayNumber(wall.slice(0, 10))), hour };
}

/**
 * The tally of one case, told from its story: the facts in their order. What was settled at the raise and never changes since is read from
 * the case, and so is what older stories do not tell. `subject` is a mark from outside, `themes` are those of its reviews.
 */
export function tallyOf(
  of: Escalation,
  facts: readonly Fact[],
  more: { readonly subject: string | null; readonly themes: readonly Theme[] },
): Tally {
  const tellings = tellingsIn(of, facts);
  const answers = answersIn(of, facts);
  const ended = endedIn(facts);
  const raised = facts.find((fact) => fact.what === "raised");
  const graded = facts.findLast((fact) => fact.what === "priority_changed");
  const priority = raised?.about.priority ?? of.priority;
  const counted = (what: Fact["what"]) => facts.filter((fact) => fact.what === what).length;
  const noted = facts.flatMap((fact) => (fact.what === "note_added" ? (fact.about.theme ?? []) : []));
  return {
    schema: 1,
    id: of.id,
    reference: of.reference,
    pathway: of.terms.pathway,
    type: typeTold(tellings) ?? of.ask.type,
    area: of.terms.area.code,
    raisedBy: of.raised.by.agency,
    asked: answersFirst(of),
    answeredBy: whoAnswered(facts, answers),
    priority,
    lastPriority: graded?.about.to ?? priority,
    raisedAt: of.raised.at,
    ...whenRaised(of.raised.at),
    closedAt: ended?.at ?? null,
    ended: ended?.as ?? null,
    withdrawn: ended !== null && WITHDRAWN.includes(ended.as),
    merged: ended?.as === "merged_duplicate",
    ageBand: ageBandTold(tellings, of.raised.at),
    aboutChild: childTold(tellings, of.terms),
    ...keptIn(of, facts),
    highestTier: highestTier(of, facts),
    nobodyAnswered: counted("nobody_answered") > 0,
    answered: answeredBy(of, answers),
    firstNoAt: firstNo(of, answers),
    finalAnswerAt: finalAnswerAt(answers),
    disagreed: counted("disagreed") > 0,
    unresolved: isUnresolved(facts),
    told: toldOf(of, answers),
    deferrals: counted("deferred"),
    deferralsNotAllowed: counted("deferral_not_allowed"),
    referral: firstReferral(facts),
    handover: handedOver(of, facts, placeTold(tellings)),
    detention: detentionTold(of, typeTold(tellings) ?? of.ask.type),
    site: of.terms.site?.code ?? null,
    response: respondedIn(of, facts),
    lookBacks: lookedBackIn(facts),
    ...outcomeIn(of, facts),
    attended: of.terms.decisions.some(({ leadsTo }) => leadsTo === "arrive") ? counted("arrived") > 0 : null,
    themes: [...new Set([...noted, ...more.themes])].sort(),
    subject: more.subject,
  };
}

const WITHDRAWN: readonly string[] = ["withdrawn_found_safe", "withdrawn_other", "superseded_by_999"];
