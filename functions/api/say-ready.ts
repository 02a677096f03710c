import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { between, type Instant } from "../../core/time.ts";
import { missingNow, type Part } from "../aws/readiness.ts";
import { anybody } from "../edge.ts";

/** Whoever asks again within so long is told what was found before: strangers cannot make this ask the parts more often than that. */
const HOLDS_MS = 5_000;
let last: { readonly at: Instant; readonly missing: Promise<Part[]> } | undefined;

/** Whether a case could be raised here now. Which part is not there is said to anybody, and why to the log alone. Throws NotReady. */
export const handler = anybody(routes.sayReady, async (now) => {
  const age = last ? between(last.at, now) : -1;
  if (!last || age < 0 || age >= HOLDS_MS) last = { at: now, missing: missingNow(now) };
  const missing = await last.missing;
  if (missing.length > 0)
    throw new Refusal("NotReady", `Not there at the moment: ${missing.join(", ")}.`, { facts: { missing } });
  return { ready: true as const };
});
