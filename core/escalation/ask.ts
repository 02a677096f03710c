import * as z from "zod";
import { AgencyCode, Code } from "../partnership/partnership.ts";
import { Phone } from "../phone.ts";
import { safeText } from "../text.ts";

/** Where police are needed. `borough` routes the case; a place nobody knows is still raised, at the default desk. */
export const Place = z.strictObject({ borough: safeText(80), address: safeText(300) });

/** What someone asks of another agency. No name, NHS number or CAD number is ever required of them. */
export const Ask = z.strictObject({
  type: Code,
  ask: safeText(200),
  place: Place,
  threshold: z.array(Code).min(1, "say which part of the threshold you believe is met, or that you are unsure").max(10),
  whyNow: safeText(1000),
  callBack: Phone,
});
export type Ask = z.output<typeof Ask>;

/** A person who has done something to a case: who they were and for whom they spoke when they did it. */
export const Who = z.strictObject({ id: Code, name: z.string(), agency: AgencyCode });
export type Who = z.output<typeof Who>;
