import * as z from "zod";
import { safeText } from "./text.ts";

const AS_GIVEN =
  "the reference as the other agency gave it, at most 20 letters, digits and signs, such as LAS 4471 or 0123456/25";
const Words = safeText(20);

/** Another agency's own reference: ambulance, missing person, crime. Its format is theirs; here it only gets one shape, so that two people who type it agree. */
export const AgencyReference = z
  .string()
  .max(200, AS_GIVEN)
  .transform((text, context) => {
    const visible = text.replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, "");
    const { data } = Words.safeParse(visible.replace(/\s+/g, " ").toUpperCase());
    if (data) return data;
    context.addIssue({ code: "custom", message: AS_GIVEN });
    return z.NEVER;
  });
