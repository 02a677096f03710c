import * as z from "zod";
import { Elapsed, milliseconds } from "../time.ts";

/** A coded value: lower-case words joined by underscores. */
export const Code = z
  .string()
  .max(100, "a code of at most 100 signs")
  .regex(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/, "a code such as duty_inspector");
/** Who an organisation is: an ODS code for the NHS (3 or 5 signs), a Home Office force code for police, a GSS code for a council. */
export const AgencyCode = z
  .string()
  .regex(/^([A-Z0-9]{3}([A-Z0-9]{2})?|\d{2}|E\d{8})$/, "an ODS code, a force code or a GSS code");
export const AgencyKind = z.enum(["acute_trust", "mental_health_trust", "ambulance", "police", "council", "icb", "fire"]);
/** What people call it. */
export const Title = z.string().trim().min(1).max(120);

/**
 * How long something may take, and when to remind whoever owes it. Both count from the same start. `remindEvery` reminds them again and
 * again until it is done or missed: a heavy sleeper hears the second message, or the third.
 */
export const Limit = z
  .strictObject({ within: Elapsed, warnAfter: Elapsed.optional(), remindEvery: Elapsed.optional() })
  .refine(({ warnAfter, remindEvery }) => !remindEvery || (warnAfter !== undefined && milliseconds(remindEvery) >= 60_000), {
    path: ["remindEvery"],
    message: "a minute or more, and only beside `warnAfter`",
  })
  .refine(({ within, warnAfter }) => !warnAfter || milliseconds(warnAfter) < milliseconds(within), {
    path: ["warnAfter"],
    message: "must come before the limit itself",
  });
export type Limit = z.output<typeof Limit>;
