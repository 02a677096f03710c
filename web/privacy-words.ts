import type { HoldReason } from "../core/privacy/record.ts";
import type { Part } from "../core/privacy/retention.ts";

/** Why a case is held. */
export const HOLD_REASONS: Record<HoldReason, string> = {
  inquest: "An inquest",
  iopc: "The Independent Office for Police Conduct",
  claim: "A claim",
  police_investigation: "A police investigation",
  other_inquiry: "Another inquiry",
};

/** What an agency wrote into a case. */
export const PARTS: Record<Part, string> = {
  request: "its request",
  news: "news",
  decision: "the decision and why",
  disagreement: "a disagreement",
  plan: "the interim plan",
  custody: "the handing over of a detained person",
  outcome: "what happened to the person",
  closing: "the closing",
  notes: "notes",
  calls: "calls",
};

/** Where a privacy officer sees to one case. */
export const privacyAddress = (id: string): string => `/privacy/escalations/${id}`;
