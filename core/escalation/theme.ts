import * as z from "zod";

/** What partners learn from a case, by the code under which calls and boards speak of it. */
export const THEMES = {
  T01: "Threshold read differently",
  T02: "Key facts not asked or not given",
  T03: "«No» told vaguely or not at all",
  T04: "A review step added delay",
  T05: "Referral sent, not accepted",
  T06: "Owner absent, on a break or off shift",
  T07: "Repeat or linked contacts not joined",
  T08: "Changed decision not communicated",
  T09: "Overdue or deferred without a reason",
  T10: "Not escalated inside one’s own organisation",
  T11: "Information not passed on at shift change",
  T12: "Decision-maker lacked facts that the force held",
  T13: "Regraded or closed without reassessment",
  T14: "Forced entry: nobody owns it",
  T15: "AWOL or missing: words that mean different things",
  T16: "Section 136 handover over an hour, or custody unclear",
  T17: "Boundary: BCU, force or agency",
  T18: "The hospital’s failing used as a reason",
  T19: "Staff safety",
  T20: "Good practice",
} as const;
export const Theme = z.enum(Object.keys(THEMES) as [keyof typeof THEMES, ...(keyof typeof THEMES)[]]);
export type Theme = z.output<typeof Theme>;
