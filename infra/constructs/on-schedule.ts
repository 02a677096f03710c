import { Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Schedule, ScheduleExpression } from "aws-cdk-lib/aws-scheduler";
import { LambdaInvoke } from "aws-cdk-lib/aws-scheduler-targets";
import { Duration, Stack } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { DeadLetters } from "./dead-letters.ts";
import type { Room } from "./room.ts";

export interface OnScheduleProps {
  readonly room: Room;
  /** What it is called for, as its schedule says it. */
  readonly does: string;
  /** Where a call ends that did not come through; none where the next minute's is as good, and nobody need be woken. */
  readonly missed?: DeadLetters;
  /** A minute, if nothing else is said. */
  readonly every?: Duration;
}

/** Calls a function every minute, or as often as is said, whatever has become of the workflow and the stream. */
export class OnSchedule extends Construct {
  constructor(scope: Construct, id: string, { room, does, missed, every = Duration.minutes(1) }: OnScheduleProps) {
    super(scope, id);
    const { account } = Stack.of(this);
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("scheduler.amazonaws.com", {
        conditions: { StringEquals: { "aws:SourceAccount": account } },
      }),
      description: "Rightcall: the schedule may call its function and lay a call aside, and nothing else",
    });
    room.lambda.grantInvokeLatestVersion(role);
    missed?.grantSendMessages(role);

    new Schedule(this, "Schedule", {
      description: does,
      schedule: ScheduleExpression.rate(every),
      target: new LambdaInvoke(room.lambda, {
        role: role.withoutPolicyUpdates(), // CDK would add every version of the function to what it may call
        ...(missed ? { deadLetterQueue: missed } : {}),
        maxEventAge: Duration.minutes(1), // a call that comes late is worth nothing: the schedule brings another
        retryAttempts: 2,
      }),
    });
  }
}
