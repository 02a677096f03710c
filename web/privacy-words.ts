import { forceAndMonth, type HoldReason, type KeepingRecord } from "../core/privacy/record.ts";
import type { Part } from "../core/privacy/retention.ts";

/** Why a case, or a first answer, is held. */
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
/** The same of one first answer. */
export const firstKeepingAddress = (id: string): string => `/privacy/first-answers/${id}`;
/** The same of the first answers of a month. */
export const monthAddress = (month: string): string => `/privacy/first-answer-months/${month}`;
/** Where what is kept or deleted as one is seen to. */
export const keepingAddress = ({ kind, id }: Pick<KeepingRecord, "kind" | "id">): string =>
  kind === "case"
    ? privacyAddress(id)
    : kind === "first_answer"
      ? firstKeepingAddress(id)
      : monthAddress(forceAndMonth(id).month);
