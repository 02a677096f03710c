import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { Duration } from "aws-cdk-lib/core";
import type { MetricName } from "../../core/metrics.ts";

export interface Over {
  readonly minutes?: number;
  /** As CloudWatch says it: Sum, Maximum, p90. */
  readonly statistic?: string;
}

/** What the functions count under this name, as functions/log.ts writes it. */
export const counted = (name: MetricName, { minutes = 1, statistic = "Sum" }: Over = {}): Metric =>
  new Metric({ namespace: "Rightcall", metricName: name, statistic, period: Duration.minutes(minutes) });
