import { keys } from "../../core/keys.ts";
import type { Instant } from "../../core/time.ts";
import { env } from "../env.ts";
import { log, nameOf } from "../log.ts";
import { patiently } from "../patience.ts";
import { newDataKey } from "./data-keys.ts";
import { read } from "./db.ts";
import { inForce } from "./directory.ts";

/** What a raise cannot do without, as anybody may hear of it. */
export type Part = "table" | "key" | "agreement";

/** A part that has not answered by then is as good as not there. So long a raise waits for its key, and it would be refused then. */
const WITHIN_MS = 3000;

/** Which parts are not there at this moment: the table, a key to seal with, and an agreement in force for each of our partnerships (AP10, AP21, AP43). */
export async function missingNow(now: Instant): Promise<Part[]> {
  const within = { abortSignal: AbortSignal.timeout(patiently(WITHIN_MS)) };
  const tooLate = new Promise<never>((_, reject) => {
    within.abortSignal.addEventListener("abort", () => reject(within.abortSignal.reason));
  });
  const partnerships = env("PARTNERSHIPS").split(",");
  const parts: readonly (readonly [Part, Promise<unknown>])[] = [
    ["table", read(keys.outage("email"), within)],
    ["key", Promise.all(partnerships.map((partnership) => newDataKey({ partnership, case: "nobody" }, within)))],
    ["agreement", Promise.all(partnerships.map((partnership) => inForce(partnership, now)))],
  ];
  const found = await Promise.all(parts.map(([part, answer]) => missingIf(part, Promise.race([answer, tooLate]))));
  return found.flatMap((part) => part ?? []);
}

const missingIf = (part: Part, answer: Promise<unknown>): Promise<Part | undefined> =>
  answer.then(
    () => undefined,
    (error: unknown) => {
      log("part_missing", { at: part, error: nameOf(error) });
      return part;
    },
  );
