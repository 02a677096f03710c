import * as z from "zod";
import { AgencyCode, Code } from "../partnership/codes.ts";
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
    raisedBy: AgencyCode.nullable().default(null),
    raisedAt: Instant.nullable().default(null),
    asked: AgencyCode.nullable().default(null),
    tiers: z.int().positive().nullable().default(null).meta({ description: "How many tiers had been asked by then." }),
    open: z.boolean().default(false).meta({ description: "The case had not ended by then." }),
  })
  .meta({ id: "ForTheCall" });
export type ForTheCall = z.output<typeof ForTheCall>;
