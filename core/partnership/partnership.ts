import * as z from "zod";
import { Phone } from "../phone.ts";
import { Rates } from "../rates/rates.ts";
import { Elapsed, Instant } from "../time.ts";
import { AgencyCode, AgencyKind, Code, Limit, Title } from "./codes.ts";
import { Learning } from "./learning.ts";
import { Monitoring } from "./monitoring.ts";
import { Retention } from "./retention.ts";

export { AgencyCode, AgencyKind, Code, Limit };

/** A place an agency works from; `place` is the borough it stands in, so that a form can offer it. */
const Site = z.strictObject({ code: Code, title: Title, place: Code });
export const Agency = z.strictObject({
  code: AgencyCode,
  title: Title,
  kind: AgencyKind,
  validFrom: z.iso.date().optional(),
  validTo: z.iso.date().optional(),
  sites: z.array(Site).default([]),
});
export type Agency = z.output<typeof Agency>;

/** Somewhere police may be needed, under every name that people write for it. */
const Place = z.strictObject({ code: Code, title: Title, alsoKnownAs: z.array(Title).min(1).optional() });

/** Where a force's desks answer: a BCU with its boroughs, the City, the railway. Exactly one area is where an unknown place goes. */
export const Area = z.strictObject({
  code: Code,
  title: Title,
  agency: AgencyCode,
  places: z.array(Place),
  default: z.literal(true).optional(),
});
export type Area = z.output<typeof Area>;

/**
 * A desk that answers. It serves areas (police, an ambulance hub), agencies (their own paired roles), places (a borough's own night
 * team) or sites of its own agency (the nurse in charge there), has an owner, and a number that somebody picks up.
 */
export const Team = z.strictObject({
  code: Code,
  title: Title,
  agency: AgencyCode,
  desk: Code,
  areas: z.array(Code).min(1).optional(),
  agencies: z.array(AgencyCode).min(1).optional(),
  places: z.array(Code).min(1).optional(),
  sites: z.array(Code).min(1).optional(),
  owner: Code,
  controlRoom: Phone,
});
export type Team = z.output<typeof Team>;

/**
 * What one priority promises, each limit under its own code. `decide` counts from the raise, `arrive` from the decision, the answer of
 * another body from when it was asked, reading from when there was something to read, `close` from when nothing else is owed; `repeat`
 * is how often a case that nobody answered asks everyone again.
 */
export const Limits = z.strictObject({
  acknowledge: Limit,
  decide: Limit,
  arrive: Limit,
  byAppointment: z.boolean().default(false),
  accept_referral: Limit,
  read_answer: Limit,
  read_information: Limit,
  /** From an answer until whoever asked says what they did with it: only where an answer leads to that. */
  respond: Limit.optional(),
  close: Limit,
  repeat: Limit,
});
export const Priority = z.strictObject({ code: z.string().regex(/^[A-Z][0-9]?$/), title: Title, limits: Limits });

/**
 * What is owed once this has been decided: an arrival, the other body's acceptance, another look at a set time, what the raising side does
 * with the answer, or nothing but the closing.
 */
export const LeadsTo = z.enum(["arrive", "accept_referral", "review", "respond", "close"]);

/** What a decision may have to carry, beside why: the field's own names, so that a product owner reads in the file what the form asks. */
export const Carried = z.enum([
  "limbs",
  "changeIf",
  "reviewAt",
  "cad",
  "grade",
  "partner",
  "meetingPoint",
  "entry",
  "riskGrade",
  "reference",
  "namedOwner",
  "advice",
  "referTo",
  "custodyHolder",
  "category",
  "safeWith",
  "placeOfSafety",
  "followUp",
]);
export type Carried = z.output<typeof Carried>;

/** One way to decide. `declines` marks those that leave the raiser without what was asked: a child's case never ends so at the first tier. */
export const DecisionOption = z.strictObject({
  code: Code,
  title: Title,
  told: z.string().min(1).max(300),
  leadsTo: LeadsTo,
  carries: z.array(Carried).default([]),
  declines: z.boolean().default(false),
  /** Only for a case that keeps the clocks of a detention. */
  custody: z.boolean().default(false),
  /** What the raising side does when it follows this answer, by the codes of `responses`: of anything else it says why. */
  followedBy: z.array(Code).default([]),
});
export type DecisionOption = z.output<typeof DecisionOption>;

/** `child` marks a choice that says that a child may be at risk. */
const Choice = z.strictObject({
  code: Code,
  title: Title,
  priority: z.string().optional(),
  child: z.literal(true).optional(),
});

/** One question of a type. What is not answered is prompted for, before and after the raise, and holds up neither. */
export const Question = z.strictObject({
  code: Code,
  title: Title,
  hint: z.string().max(200).optional(),
  answer: z.enum(["words", "one_of", "any_of", "yes_no_unknown", "time", "number"]),
  choices: z.array(Choice).min(2).optional(),
  /** How urgent a «yes» makes it. */
  priority: z.string().optional(),
});
export type Question = z.output<typeof Question>;

/** One limb of the threshold, with what the triage view says of each reading and what to do meanwhile, in plain words. */
const says = z.strictObject({ says: z.string().min(1).max(400), meanwhile: z.string().min(1).max(400) });
export const LimbTerms = z.strictObject({
  code: z.enum(["limb_a", "limb_b"]),
  title: Title,
  met: says,
  not_met: says,
  not_enough_information: says,
});

/** When people beside the ladder are told: a limit that was missed, or officers who left without an agreed handover. */
export const Occasion = z.enum([
  "review",
  "accept_referral",
  "read_answer",
  "custody_handover",
  "detention_ends",
  "plan_review",
  "left_without_agreed_handover",
  "respond",
  "look_back",
]);
export type Occasion = z.output<typeof Occasion>;

/** Another body that a case can be referred to: by the desk that answers for the place, or by teams named. `entry` marks one asked to gain entry. */
const Body = z.strictObject({
  code: Code,
  title: Title,
  desk: Code.optional(),
  teams: z.array(Code).min(1).optional(),
  entry: z.boolean().default(false),
});

/**
 * How the pages and the messages of a pathway speak. `answerers` are those who answer, many, as they stand inside a sentence: «police», «advice
 * line clinicians»; the rest is what a form asks.
 */
export const Speech = z.strictObject({
  answerers: z.string().regex(/^[\p{L}\d][\p{L}\d ’-]{1,59}$/u, "words inside a sentence, such as «police»"),
  where: Title,
  threshold: Title,
  whyNow: Title,
  ask: Title,
});
export type Speech = z.output<typeof Speech>;

/** How a pathway speaks that asks for police, and any that says nothing else. */
export const OF_POLICE: Speech = {
  answerers: "police",
  where: "Where are police needed?",
  threshold: "Which part of the threshold do you believe is met?",
  whyNow: "Why now?",
  ask: "What do you ask the police to do?",
};

/** Are police asked here, by the threshold? */
export const asksPolice = ({ answerers }: Speech): boolean => answerers === OF_POLICE.answerers;

/** What the raising side may do with an answer. `detains` marks a detention, `themselves` that they go on without whoever was asked, `elsewhere` that they asked somebody else, and say whom. */
export const Response = z.strictObject({
  code: Code,
  title: Title,
  detains: z.boolean().default(false),
  themselves: z.boolean().default(false),
  elsewhere: z.boolean().default(false),
});

/** A time after the answer at which somebody says how the person is: from `after` on, within its limit. */
export const LookBack = z.strictObject({ code: Code, title: Title, after: Elapsed, within: Elapsed });

/** One rung as it is written in the file: which desk answers, which of the raiser's own desks is told beside it, and what comes next. */
const Rung = z.strictObject({
  title: Title,
  desk: Code,
  paired: Code.optional(),
  next: z.union([Code, z.null()], "name the next tier, or null for the last"),
});

/** What may be asked of whom, and what is then promised. A proposal by its owner, in force from a date; never presented as anybody's policy. */
export const Pathway = z.strictObject({
  code: Code,
  title: Title,
  version: z.int().positive(),
  owner: Title,
  effectiveFrom: Instant,
  note: z.string().max(500),
  areas: z.union([z.literal("everywhere"), z.array(Code).min(1)]),
  speech: Speech.default(OF_POLICE),
  /** Whose desks stand on the ladder: those that serve the area of the place, or those of the agency whose site it is. */
  answeredAt: z.enum(["area", "site"]).default("area"),
  /** Its first desk works through a queue: one press there takes all that waits, so that nothing climbs while everybody is at work. */
  queue: z.boolean().default(false),
  raisedBy: z.array(AgencyKind).min(1),
  /** `asks` are questions of the set, in their order; `custody` starts the clocks of a detention from the arrival. */
  types: z
    .array(
      z.strictObject({
        code: Code,
        title: Title,
        priority: z.string(),
        asks: z.array(Code).default([]),
        custody: z.boolean().default(false),
        /** Somebody is asked before a detention, or after it. */
        detention: z.enum(["before", "after"]).optional(),
      }),
    )
    .min(1),
  thresholds: z
    .array(
      z.strictObject({
        code: Code,
        title: Title,
        priority: z.string().optional(),
        limb: z.enum(["limb_a", "limb_b"]).optional(),
        /** The answer «I am not sure»: it goes with no other. */
        unsure: z.boolean().default(false),
      }),
    )
    .min(1),
  /** The questions, with a version of their own: an answer is kept with the version that asked for it. */
  questionSet: z.strictObject({
    version: z.int().positive(),
    limbs: z
      .array(LimbTerms)
      .refine((limbs) => limbs.length === 0 || limbs.length === 2, "both limbs of the threshold, or neither"),
    questions: z.array(Question),
  }),
  riskFacts: z.array(Choice.omit({ child: true })).min(1),
  priorities: z.array(Priority).min(1),
  ladder: z.strictObject({ start: Code, tiers: z.record(Code, Rung) }),
  /** The tier that is asked beside the first when a child may be at risk; nobody below it declines such a case. */
  childTier: Code.optional(),
  decisions: z.array(DecisionOption).min(1),
  /**
   * `harm` marks one of harm; `final` one after which nobody looks back any more; `endsWait` one after which a detained person is not here any more to
   * be handed over.
   */
  outcomes: z
    .array(
      z.strictObject({
        code: Code,
        title: Title,
        harm: z.boolean().default(false),
        final: z.boolean().default(false),
        endsWait: z.literal(true).optional(),
      }),
    )
    .min(1),
  /** How another service grades what it sends. */
  categories: z.array(z.strictObject({ code: Code, title: Title })).default([]),
  responses: z.array(Response).default([]),
  lookBacks: z.array(LookBack).max(3).default([]),
  bodies: z.array(Body).default([]),
  /** The raiser's own desks that are told on an occasion. */
  beside: z.partialRecord(Occasion, z.array(Code).min(1)).default({}),
  /** From a detained person's arrival until a named clinician has accepted them. */
  custodyHandover: Limit,
  /** How often one answer may be put off. */
  mostDeferrals: z.int().nonnegative(),
  /** How far back a case about the same person or place is looked for. */
  matchWithin: Elapsed,
  confirmWithin: Elapsed,
});
export type Pathway = z.output<typeof Pathway>;

/** Whether a version of a pathway is for an area. */
export const isFor = ({ areas }: Pick<Pathway, "areas">, area: string): boolean => areas === "everywhere" || areas.includes(area);

/** A tenant: London. Everything its partners have agreed, as data with an owner, a version and a date. */
export const Partnership = z.strictObject({
  code: Code,
  title: Title,
  version: z.int().positive(),
  owner: Title,
  effectiveFrom: Instant,
  agencies: z.array(Agency).min(1),
  areas: z.array(Area).min(1),
  teams: z.array(Team).min(1),
  pathways: z.array(Pathway).min(1),
  /** Not yet agreed by a partnership of an earlier shape. */
  learning: Learning.optional(),
  /** The same: without it nothing is ever due for deletion. */
  retention: Retention.optional(),
  /** What others have published of the scheme, where the partners look at it beside their own figures. */
  monitoring: Monitoring.optional(),
  /** How many of what are usual, where the partners have agreed on other numbers than ours. */
  rates: Rates.optional(),
});
export type Partnership = z.output<typeof Partnership>;
