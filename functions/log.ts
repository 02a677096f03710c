/** What a log line may carry: ids, counts and codes. People's words have no field here, so they cannot reach a log. */
interface Ids {
  readonly route?: string;
  readonly request?: string;
  readonly case?: string;
  readonly notice?: string;
  readonly execution?: string;
  readonly channel?: string;
  readonly error?: string;
  readonly at?: string;
  readonly status?: number;
  readonly count?: number;
  readonly milliseconds?: number;
}

/** One line of JSON: a code that the runbook knows, and ids. LOG=silent keeps tests quiet. */
export function log(code: string, ids: Ids = {}): void {
  if (process.env.LOG !== "silent") console.log(JSON.stringify({ code, ...ids }));
}

/** Counts that CloudWatch reads out of the log (embedded metric format); an alarm stands on each of them. `at` is the instant they were counted. One machine sets LOG, and has no use for them. */
export function measure(at: string, counts: Readonly<Record<string, number>>): void {
  const Metrics = Object.keys(counts).map((Name) => ({ Name, Unit: "Count" }));
  const _aws = { Timestamp: Date.parse(at), CloudWatchMetrics: [{ Namespace: "Rightcall", Dimensions: [[]], Metrics }] };
  if (!process.env.LOG) console.log(JSON.stringify({ _aws, ...counts }));
}

/** The name of an error, never its message: messages quote what people wrote. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "Unknown");
