import { METRICS, type MetricName } from "../core/metrics.ts";
import { Refusal } from "../core/refusal.ts";

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

/** What was counted at one moment: a number each, or as many as there were. */
export type Counted = { readonly [name in MetricName]?: number | readonly number[] };

/** Counts that CloudWatch reads out of the log (embedded metric format), each in its own unit. `at` is the instant they were counted. One machine sets LOG, and has no use for them. */
export function measure(at: string, counted: Counted): void {
  const Metrics = (Object.keys(counted) as MetricName[]).map((Name) => ({ Name, Unit: METRICS[Name] }));
  const _aws = { Timestamp: Date.parse(at), CloudWatchMetrics: [{ Namespace: "Rightcall", Dimensions: [[]], Metrics }] };
  if (!process.env.LOG) console.log(JSON.stringify({ _aws, ...counted }));
}

/** The name of an error, never its message: messages quote what people wrote. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "Unknown");

/** Why something failed, for an operator: a refusal's words are ours, of all else only the name. */
export const whyOf = (error: unknown): string => (error instanceof Refusal ? error.message : nameOf(error));
