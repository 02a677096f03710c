import { unsaid } from "../partnership/migration.ts";
import type { Terms } from "../partnership/terms.ts";
import { Escalation } from "./escalation.ts";

type Stored = Record<string, unknown>;
/** Terms are as large as all else, and are read once. */
const BesideItsTerms = Escalation.omit({ terms: true });

/**
 * A case as it was kept, brought to the shape of today. Every reader goes through here, so a version that reads a new shape is deployed
 * before one that writes it, and a case that was open before a change goes on under the terms it was promised: those within it, or
 * those that have been read beside it.
 */
export function readEscalation(stored: unknown, terms?: Terms): Escalation {
  const kept = stored as Stored;
  if (terms) return { ...BesideItsTerms.parse(kept), terms };
  return Escalation.parse(kept.schema === undefined ? fromFirst(kept) : kept);
}

/** How the first shape called its endings. */
const ENDINGS: Readonly<Record<string, string>> = { found_safe: "withdrawn_found_safe", no_longer_needed: "withdrawn_other" };

/** The first shape knew one answer at a time, no news, no referral; its terms had no questions. What it lacks is empty, never guessed. */
function fromFirst(kept: Stored): Stored {
  const { terms, owner, decision, closed, clocks } = kept as {
    terms: Stored;
    owner: Stored | null;
    decision: Stored | null;
    closed: Stored | null;
    clocks: Stored[];
  };
  return {
    ...kept,
    schema: 2,
    terms: termsFromFirst(terms),
    clocks: [...clocks.map((clock) => ({ of: "", ...clock })), ...(owner && !closed ? [shiftOf(owner)] : [])],
    owner: owner && { ...owner, until: owner.at },
    decision: decision && { ...decision, version: 0, screen: "" },
    closed: closed && { ...closed, as: ENDINGS[String(closed.as)] ?? closed.as },
    beside: [],
    offered: null,
    earlier: [],
    reopened: null,
    heard: [],
    calls: [],
    referral: null,
    told: [],
    news: [],
    deferrals: [],
    disagreements: [],
    unresolvedAt: null,
    wanted: [],
    plan: null,
    custody: null,
    stoodDownAt: null,
    related: [],
  };
}

/** No shift was kept with an owner then: when the case is next struck, it is looked up whether they are still on duty. */
const shiftOf = ({ at, tier }: Stored): Stored => ({
  limit: "shift_end",
  tier,
  of: "",
  startedAt: at,
  warnAt: null,
  dueAt: at,
  warnedAt: null,
  missedAt: null,
  endedAt: null,
});

function termsFromFirst(terms: Stored): Stored {
  const { types, outcomes } = terms as Record<"types" | "outcomes", Stored[]>;
  return {
    ...terms,
    ...unsaid(terms),
    types: types.map((type) => ({ priority: "", custody: false, asks: [], ...type })),
    thresholds: [],
    questions: [],
    questionSet: 0,
    childTier: null,
    outcomes: outcomes.map((outcome) => ({ harm: false, ...outcome })),
  };
}
