import * as z from "zod";
import { Phone } from "../phone.ts";
import { Elapsed, Instant, milliseconds } from "../time.ts";

/** A coded value: lower-case words joined by underscores. */
export const Code = z.string().regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, "a code such as duty_inspector");
/** Who an organisation is: an ODS code for the NHS (3 or 5 signs), a Home Office force code for police, a GSS code for a council. */
export const AgencyCode = z
  .string()
  .regex(/^([A-Z0-9]{3}([A-Z0-9]{2})?|\d{2}|E\d{8})$/, "an ODS code, a force code or a GSS code");
const Title = z.string().trim().min(1).max(120);

export const AgencyKind = z.enum(["acute_trust", "mental_health_trust", "ambulance", "police", "council", "icb"]);

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

/** A desk that answers. It serves areas (police) or agencies (their own paired roles), has an owner, and a number that somebody picks up. */
export const Team = z.strictObject({
  code: Code,
  title: Title,
  agency: AgencyCode,
  desk: Code,
  areas: z.array(Code).min(1).optional(),
  agencies: z.array(AgencyCode).min(1).optional(),
  owner: Code,
  controlRoom: Phone,
});
export type Team = z.output<typeof Team>;

/** How long something may take, and when to remind whoever owes it. Both count from the same start. */
export const Limit = z
  .strictObject({ within: Elapsed, warnAfter: Elapsed.optional() })
  .refine(({ within, warnAfter }) => !warnAfter || milliseconds(warnAfter) < milliseconds(within), {
    path: ["warnAfter"],
    message: "must come before the limit itself",
  });
export type Limit = z.output<typeof Limit>;

/**
 * What one priority promises. `decide` counts from the raise, `arrive` from the decision, `close` from when nothing else is owed;
 * `repeat` is how often a case that nobody answered asks everyone again.
 */
export const Limits = z.strictObject({
  acknowledge: Limit,
  decide: Limit,
  arrive: Limit,
  byAppointment: z.boolean().default(false),
  close: Limit,
  repeat: Limit,
});
export const Priority = z.strictObject({ code: z.string().regex(/^[A-Z][0-9]?$/), title: Title, limits: Limits });

/** What is owed once this has been decided: somebody's arrival, another look at a set time, or nothing but the closing. */
export const LeadsTo = z.enum(["arrive", "review", "close"]);
export const DecisionOption = z.strictObject({ code: Code, title: Title, told: z.string().min(1).max(300), leadsTo: LeadsTo });

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
  raisedBy: z.array(AgencyKind).min(1),
  types: z.array(z.strictObject({ code: Code, title: Title, priority: z.string() })).min(1),
  thresholds: z.array(z.strictObject({ code: Code, title: Title, priority: z.string().optional() })).min(1),
  priorities: z.array(Priority).min(1),
  ladder: z.strictObject({ start: Code, tiers: z.record(Code, Rung) }),
  decisions: z.array(DecisionOption).min(1),
  outcomes: z.array(z.strictObject({ code: Code, title: Title })).min(1),
  confirmWithin: Elapsed,
});
export type Pathway = z.output<typeof Pathway>;

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
});
export type Partnership = z.output<typeof Partnership>;
