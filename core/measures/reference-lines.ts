import type { MeasureCode } from "./measures.ts";

/** A figure that others have published of the scheme, to be seen beside ours and never to be counted with them. */
export interface ReferenceLine {
  readonly code: string;
  readonly title: string;
  readonly unit: "percent" | "hours" | "seconds" | "count";
  /** Both the same where one number was published. */
  readonly low: number;
  readonly high: number;
  /** What it was before the scheme, where that was published with it. */
  readonly before: number | null;
  readonly source: string;
  readonly published: string;
  readonly caveat: string;
  /** The measure of ours that it stands beside. */
  readonly beside: MeasureCode;
}

/** The Met’s own account, which names no day: it speaks of six months since the launch on 1 November 2023. */
const MET_NEWS = {
  source: "Metropolitan Police, news page «Londoners getting better police service with Right Care, Right Person»",
  published: "May 2024",
} as const;

/** The scheme’s published figures for London. None of them was measured by this product. */
export const REFERENCE_LINES: readonly ReferenceLine[] = [
  {
    ...MET_NEWS,
    code: "deployment_share",
    title: "Share of health calls to which officers were deployed",
    unit: "percent",
    low: 29,
    high: 29,
    before: 41,
    caveat:
      "It counts calls to police and not cases raised here, and says nothing about what became of the people who were not attended.",
    beside: "overturned",
  },
  {
    ...MET_NEWS,
    code: "officer_hours_released",
    title: "Officer hours released in a month",
    unit: "hours",
    low: 34_000,
    high: 34_000,
    before: null,
    caveat: "It goes with about 6,000 fewer deployments a month, and the page does not say how it was counted.",
    beside: "overturned",
  },
  {
    ...MET_NEWS,
    code: "officer_hours_in_hospital",
    title: "Officer time in hospital for each person detained under section 136, before the scheme",
    unit: "hours",
    low: 14.2,
    high: 14.2,
    before: null,
    caveat:
      "It is an average of officers’ time before the scheme; ours is a median of the time from the arrival to a named acceptance, so the two cannot be subtracted.",
    beside: "handover_time",
  },
  {
    ...MET_NEWS,
    code: "referrals_to_ambulance",
    title: "Referrals from police to the ambulance service in a day",
    unit: "count",
    low: 200,
    high: 250,
    before: null,
    caveat: "It counts calls that were passed on and not cases raised here, and does not say how many were accepted.",
    beside: "referral_accepted_first_time",
  },
  {
    ...MET_NEWS,
    code: "attendance_999",
    title: "Attendance after a 999 call",
    unit: "seconds",
    low: 681,
    high: 681,
    before: null,
    caveat:
      "It is an average of 999 calls in general; ours is a median from the decision of a disputed case to the recorded arrival.",
    beside: "time_to_arrive",
  },
];
