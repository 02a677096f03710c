/**
 * What the functions count of how they do, and in what. Alarms, the dashboard and docs/slo.md name these and no others; CloudWatch reads
 * them out of the log under «Rightcall», without dimensions. What is kept of people and cases is never among it.
 */
export const METRICS = {
  /** Cases that were raised, practice apart: what the rest is a share of. */
  Raised: "Count",
  /** From a raise to the first page of its case that its person’s own service confirmed. */
  FirstDelivery: "Milliseconds",
  /** Cases that found nobody on the whole of their ladder. */
  NobodyAnswered: "Count",
  /** Tiers of cases that were passed at once, because nobody was on duty there or no message reached anybody who was (I6). */
  NobodyReachable: "Count",
  /** How long after its time a missed limit was struck, by who woke us. */
  LatenessByWorkflow: "Milliseconds",
  LatenessBySweeper: "Milliseconds",
  /** One look of the sweeper: that it was made, what it mended, what it could not. */
  SweepRan: "Count",
  SweepMended: "Count",
  SweepFailed: "Count",
  /** How long the oldest message has been owed that the sweeper found, and the oldest limit of a case: 0 where it finds none. */
  OutboxAge: "Milliseconds",
  OldestClock: "Milliseconds",
  /** Cases whose limit was due when the sweeper looked. */
  ClocksOverdue: "Count",
  /** One look at the runs of the workflow: that it was made, which open cases had lost theirs (I2), which went on after their case (I5). */
  RunsLookedAt: "Count",
  RepairedRun: "Count",
  StoppedRun: "Count",
  /** What others had left undone: limits (I1), messages that waited (I3), messages that nobody confirmed (I4). 0 while all parts work. */
  RepairedLimit: "Count",
  RepairedWaiting: "Count",
  RepairedUnconfirmed: "Count",
  /** What is the sweeper’s own work, and nobody else’s: shifts and drills of desks, and what is owed on the learning side. */
  SweptDesks: "Count",
  SweptLearning: "Count",
  /** Forms that lay unsent for so long that their writer, or whoever leads their site, was told (I7). */
  DraftsLeft: "Count",
  /** By how much our clock and DynamoDB’s differ (I8), beyond the second that its clock is told in. */
  ClockSkew: "Milliseconds",
  /** The probe’s practice case came through, and how long that took. */
  ProbeCameThrough: "Count",
  ProbeTook: "Milliseconds",
  /** What was due to partners’ systems in one look: taken, not taken this time, and not readable at all. */
  WebhooksTaken: "Count",
  WebhooksNotTaken: "Count",
  WebhooksNotReadable: "Count",
} as const;
export type MetricName = keyof typeof METRICS;
