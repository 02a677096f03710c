import * as z from "zod";
import { Code } from "../partnership/codes.ts";
import { Instant } from "../time.ts";
import { Called } from "./called.ts";

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
    pathway: Code.nullable().default(null),
    area: Code,
    type: Code,
    called: Called.nullable().default(null).meta({ description: "What the agreement of the case calls its type and its area." }),
    priority: z.string(),
  })
  .meta({ id: "ForTheCall" });
export type ForTheCall = z.output<typeof ForTheCall>;
