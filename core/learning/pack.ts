import * as z from "zod";
import { Theme } from "../escalation/theme.ts";
import { AgeBand, Kept, MissedLimit, type Tally, TimeBand, whenRaised } from "../measures/tally.ts";
import { AgencyCode, Code } from "../partnership/codes.ts";
import { Instant } from "../time.ts";
import { AgendaItem, type Call, foundNoRoom } from "./call.ts";
import type { ForTheCall } from "./for-the-call.ts";
import { differencesOf, type Review, unansweredSides } from "./review.ts";

/** One case as a pack shows it: bands, codes and clocks; who anybody was is not in it, and nobody’s words but the lines that each side wrote for it. */
export const CaseCard = z.strictObject({
  reference: z.string(),
  /** Whose codes its type, its answer and its outcome are; null in packs from before they said so. */
  pathway: Code.nullable().default(null),
  type: Code,
  area: Code,
  raisedBy: AgencyCode.nullable(),
  /** Who was asked first, and who answered. */
  asked: AgencyCode.nullable().default(null),
  answeredBy: AgencyCode.nullable(),
  priority: z.string(),
  ageBand: AgeBand.nullable(),
  timeBand: TimeBand.nullable(),
  weekday: z.int().nullable(),
  acknowledge: Kept.nullable(),
  decide: Kept.nullable(),
  arrive: Kept.nullable(),
  missed: z.array(MissedLimit),
  tiers: z.int().positive().nullable(),
  answer: Code.nullable(),
  changes: z.int().nonnegative().nullable(),
  overturned: z.boolean().nullable(),
  outcome: Code.nullable(),
  harm: z.boolean().nullable(),
  attended: z.boolean().nullable(),
  themes: z.array(Theme),
  /** The same for the cases of one person within one pack, and worth nothing outside it. */
  person: z.string().nullable(),
  lines: z.strictObject({ raising: z.array(z.string()), answering: z.array(z.string()) }),
  /** Lines that were left out because they may say who somebody is. */
  withheld: z.int().nonnegative(),
  /** Null until both sides have answered the closing questions. */
  sidesDiffer: z.boolean().nullable(),
  /** It had not ended when it left something for the call, and has no figures yet. */
  stillOpen: z.boolean().default(false),
});
export type CaseCard = z.output<typeof CaseCard>;

/** What goes to everybody of a call before it: the agenda, and a card for each case that it names. */
export const Pack = z.strictObject({
  schema: z.literal(1),
  call: Code,
  title: z.string(),
  startsAt: Instant,
  madeAt: Instant,
  from: Instant,
  agenda: z.array(AgendaItem),
  more: z.int().nonnegative(),
  cards: z.array(CaseCard),
});
export type Pack = z.output<typeof Pack>;

/** What a pack’s cards are made from. */
export interface CardSources {
  readonly tallies: readonly Tally[];
  readonly marks: readonly ForTheCall[];
  readonly reviews: readonly Review[];
  readonly personOf: (subject: string) => string;
  /** May these words stand in a pack? Asked once more here: what was clean when it was written may not be by today’s rules. */
  readonly isClean: (words: string) => boolean;
}

/** So many cases have a card, those of the gravest items first: with all their lines it is one item of 400 kB. Others are named by their reference alone. */
const MOST_CARDS = 80;

/** The pack of a call. A case that is still open is on it by what it left for the call last, and by nothing else. */
export function packOf(call: Call, from: CardSources, now: Instant): Pack {
  const named = [...new Set(call.agenda.flatMap(({ references }) => references))];
  return {
    schema: 1,
    call: call.id,
    title: call.title,
    startsAt: call.startsAt,
    madeAt: now,
    from: call.looksFrom ?? now,
    agenda: call.agenda.map(({ decided: _, actions: __, ...item }) => item),
    more: foundNoRoom(call),
    cards: named.flatMap((reference) => cardOf(reference, from) ?? []).slice(0, MOST_CARDS),
  };
}

function cardOf(reference: string, from: CardSources): CaseCard | undefined {
  const rows = from.tallies.filter((one) => one.reference === reference);
  const tally = rows.find(({ merged }) => !merged) ?? rows[0];
  const mark = from.marks.findLast((one) => one.reference === reference);
  const known = tally ?? mark;
  if (!known) return undefined;
  const review = from.reviews.find((one) => one.reference === reference);
  const { pathway, type, area } = known;
  const raised = tally ?? (mark?.raisedAt ? whenRaised(mark.raisedAt) : undefined);
  return {
    ...{ reference, pathway, type, area },
    raisedBy: known.raisedBy,
    asked: known.asked,
    answeredBy: tally?.answeredBy ?? null,
    priority: tally?.lastPriority ?? mark?.priority ?? "",
    ageBand: tally?.ageBand ?? null,
    timeBand: raised?.timeBand ?? null,
    weekday: raised?.weekday ?? null,
    acknowledge: tally?.acknowledge ?? null,
    decide: tally?.decide ?? null,
    arrive: tally?.arrive ?? null,
    missed: tally?.missed ?? [],
    tiers: tally?.highestTier ?? mark?.tiers ?? null,
    answer: tally?.answered?.last ?? null,
    changes: tally?.answered?.changes ?? null,
    overturned: tally?.answered?.overturned ?? null,
    outcome: tally?.outcome ?? null,
    harm: tally?.harm ?? (cameToHarm(reference, from) ? true : null),
    attended: tally?.attended ?? null,
    themes: tally?.themes ?? [],
    person: tally?.subject ? from.personOf(tally.subject) : null,
    ...linesOf(review, from.isClean),
    sidesDiffer: review && hasBothSides(review) ? differencesOf(review).length > 0 : null,
    stillOpen: !tally && mark?.open === true,
  };
}

const cameToHarm = (reference: string, { marks }: CardSources): boolean =>
  marks.some((one) => one.reference === reference && one.why === "harm");
const hasBothSides = (review: Review): boolean => review.asked.length > 0 && unansweredSides(review).length === 0;

function linesOf(review: Review | undefined, isClean: (words: string) => boolean): Pick<CaseCard, "lines" | "withheld"> {
  const by = (side: "raising" | "answering") => review?.asked.find((one) => one.side === side)?.answer?.lines ?? [];
  const [raising, answering] = [by("raising"), by("answering")];
  const clean = (lines: readonly string[]) => lines.filter(isClean);
  const lines = { raising: clean(raising), answering: clean(answering) };
  return { lines, withheld: raising.length + answering.length - lines.raising.length - lines.answering.length };
}
