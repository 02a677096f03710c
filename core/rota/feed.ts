import * as z from "zod";
import { AgencyCode, Code } from "../partnership/partnership.ts";
import { safeText } from "../text.ts";
import { Instant } from "../time.ts";

/** A calendar that shows who is on duty at a desk, to whoever has its address. It can be revoked, and ends with its maker's membership. */
export const Feed = z.strictObject({
  id: z.uuid(),
  partnership: Code,
  team: Code,
  title: safeText(80).meta({ description: "What it is for, such as «the wall display in the control room»." }),
  by: z.strictObject({ id: z.string(), name: z.string(), agency: AgencyCode }),
  at: Instant,
  revokedAt: Instant.nullable(),
});
export type Feed = z.output<typeof Feed>;

/** So many calendars of one desk may be alive at once. */
export const MOST_FEEDS = 50;
