import * as z from "zod";
import { AgencyCode, AgencyKind, Code, Title } from "./codes.ts";

/**
 * Under which law something is recorded: health and care, somebody's life, or a competent authority's own law-enforcement purpose (Part 3
 * of the Data Protection Act 2018). What is recorded under the last never stands in one export with the others.
 */
export const Basis = z.enum(["gdpr_health", "gdpr_vital_interests", "le_part3"]);
export type Basis = z.output<typeof Basis>;

/** How long something is kept, and from when. By two years on, drafts, presses of buttons and marks of likely matches are long gone. */
const Kept = z.strictObject({ years: z.int().min(2).max(100), after: z.enum(["closing", "last_contact"]) });

/** One class of records: how long, whose rule that is, and where it comes from, in plain words. */
export const RetentionClass = z.strictObject({
  code: Code,
  title: Title,
  keep: z.union([Kept, z.literal("always")]),
  ruleOf: Title,
  source: z.string().min(1).max(400),
  /** Somebody may still ask how a person died: the privacy officer is reminded to think of a hold. */
  thinkOfHold: z.boolean().default(false),
});
export type RetentionClass = z.output<typeof RetentionClass>;

/** Which class a controller's part of a case is in: the first row that fits. One that names neither types nor outcomes nor a child fits all. */
const Row = z.strictObject({
  kinds: z.array(AgencyKind).min(1),
  types: z.array(Code).min(1).optional(),
  child: z.literal(true).optional(),
  outcomes: z.array(Code).min(1).optional(),
  class: Code,
});

/** How long records are kept and under which law they are made, as the partners have configured it. A proposal; nobody's policy. */
export const Retention = z.strictObject({
  version: z.int().positive(),
  owner: Title,
  note: z.string().max(500),
  classes: z.array(RetentionClass).min(1),
  records: z.array(Row).min(1),
  /** The class of what the partners learn: it is written to name nobody. */
  learning: Code,
  /** So many years an entry of the audit is kept. */
  auditYears: z.int().min(1).max(30),
  bases: z
    .array(z.strictObject({ kinds: z.array(AgencyKind).min(1), types: z.array(Code).min(1).optional(), basis: Basis }))
    .min(1),
  /** Who may record under Part 3 at all: competent authorities. */
  competent: z.array(AgencyCode),
});
export type Retention = z.output<typeof Retention>;
