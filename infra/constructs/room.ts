import { Metric } from "aws-cdk-lib/aws-cloudwatch";
import { type IRole, PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import {
  Alias,
  Architecture,
  type FunctionOptions,
  type IFunction,
  type IVersion,
  Function as Lambda,
  LoggingFormat,
  Runtime,
  Tracing,
} from "aws-cdk-lib/aws-lambda";
import { FilterPattern, LogGroup, MetricFilter } from "aws-cdk-lib/aws-logs";
import { Duration, RemovalPolicy, Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { bundle } from "./bundle.ts";

/** What one room is. Everything else is the same for all of them. */
export interface RoomProps extends Pick<FunctionOptions, "onFailure" | "retryAttempts" | "maxEventAge"> {
  readonly stage: Stage;
  /** The file whose `handler` runs, from the root of the project. */
  readonly entry: string;
  readonly description: string;
  readonly timeout: Duration;
  /** In MiB; a Lambda's share of a processor grows with it. */
  readonly memory: number;
  readonly environment: Readonly<Record<string, string>>;
  /** Kept free for this room, and the most it may take. */
  readonly atOnce?: number;
  /** A new version of it takes its calls step by step (infra/constructs/by-tenths.ts). */
  readonly byTenths?: true;
}

/** What the version of a room is called that takes its calls. */
export const LIVE = "live";

/** A room of functions: one Lambda with one role of its own, which starts with nothing but writing its own log. */
export class Room extends Construct {
  readonly lambda: Lambda;
  readonly alias: Alias | undefined;
  readonly role: IRole;
  readonly logs: LogGroup;

  constructor(scope: Construct, id: string, { stage, entry, memory, atOnce, byTenths, environment, ...props }: RoomProps) {
    super(scope, id);
    this.role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
      description: `Rightcall: what the room «${id}» may do`,
    });
    this.logs = new LogGroup(this, "Logs", { retention: stage.keepLogsDays });
    this.role.addToPrincipalPolicy(
      new PolicyStatement({ actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [this.logs.logGroupArn] }),
    );
    this.lambda = new Lambda(this, "Function", {
      ...props,
      code: bundle(entry),
      handler: "index.handler",
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memory,
      role: this.role,
      environment: { ...environment, NODE_OPTIONS: "--enable-source-maps" },
      tracing: Tracing.ACTIVE,
      logGroup: this.logs,
      // functions/log.ts writes whole lines of JSON with its counts inside; the JSON format would wrap them once more and the counts be lost.
      loggingFormat: LoggingFormat.TEXT,
      ...(atOnce === undefined ? {} : { reservedConcurrentExecutions: atOnce }),
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN }, // calls can go back to it
    });
    this.alias = byTenths && new Alias(this, "Live", { aliasName: LIVE, version: this.lambda.currentVersion as IVersion });

    Validations.of(this).acknowledge(
      {
        id: "AwsSolutions-IAM5[Resource::*]",
        reason:
          "Writing to X-Ray, and for dispatch the list of streams, know no resource. test/infra holds that nothing else names «*».",
      },
      ...["Serverless-LambdaDLQ", "NIST.800.53.R5-LambdaDLQ"].map((id) => ({
        id,
        reason: props.onFailure
          ? "It has a failure destination, which holds the call and its error; a dead-letter queue would hold the call once more, without."
          : "Whoever calls it waits (the gateway, the workflow), keeps its place (the stream, with a destination of its own) or calls again a minute later (a schedule), so nothing is ever lost with a call.",
      })),
      {
        id: "NIST.800.53.R5-LambdaInsideVPC",
        reason:
          "It reaches nothing that lies in a network of ours: AWS's services and GOV.UK Notify by TLS, each by a role of its own. A VPC would add gateways and endpoints that can fail between a raise and its page. What posts to partners' addresses checks each when it connects.",
      },
    );
    if (props.maxEventAge && !props.onFailure)
      Validations.of(this).acknowledge({
        id: "Serverless-LambdaAsyncFailureDestination",
        reason:
          "A schedule calls it each minute, and the table knows what is owed: the next call does what this one did not, and nobody need be woken for it.",
      });
    if (atOnce === undefined)
      Validations.of(this).acknowledge({
        id: "NIST.800.53.R5-LambdaConcurrency",
        reason:
          "Somebody waits for it: a limit of its own would refuse a raise while the account has room. The gateway bounds how many requests come, and what sends messages has its room kept free.",
      });
  }

  /** What takes its calls: whoever calls the room calls this. */
  get answers(): IFunction {
    return (this.alias ?? this.lambda) as IFunction;
  }

  /** How often this room logged a code that no error of its own stands for, because it went on. An alarm stands on it. */
  logged(code: string, name: string): Metric {
    new MetricFilter(this, name, {
      logGroup: this.logs,
      filterPattern: FilterPattern.literal(`"${code}"`), // a term, not JSON: Lambda puts time and request before the line
      metricNamespace: "Rightcall",
      metricName: name,
    });
    return new Metric({ namespace: "Rightcall", metricName: name, statistic: "Sum", period: Duration.minutes(1) });
  }
}
