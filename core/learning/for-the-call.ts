import * as z from "zod";
import { Code } from "../partnership/codes.ts";
import { Instant } from "../time.ts";

/** Something that happened in a case and waits for the next partner call: codes and a reference, nothing that a person wrote. */
export const ForTheCall = z
  .strictObject({
    case: z.uuid(),
    reference: z.string(),
    at: Instant,
    why: z.enum([
      "nobody_answered",
      "disagreement_unresolved",
      "decision_changed",
      "left_without_agreed_handover",
      "harm",
      "outcome_after_closing",
    ]),
    forBoard: z.boolean().meta({ description: "The board looks at it too." }),
    area: Code,
    type: Code,
    priority: z.string(),
  })
  .meta({ id: "ForTheCall" });
export type ForTheCall = z.output<typeof ForTheCall>;
