import type { CfnStateMachine, StateMachine } from "aws-cdk-lib/aws-stepfunctions";
import { Duration, Stack, Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { REGION } from "../stages.ts";
import { OnSchedule } from "./on-schedule.ts";
import type { Room } from "./room.ts";

export interface RunsWatchProps {
  readonly room: Room;
  readonly machine: StateMachine;
}

/** Four times an hour a room looks whether each open case has its run. It may list, start and stop runs of that workflow, and no other. */
export class RunsWatch extends Construct {
  constructor(scope: Construct, id: string, { room, machine }: RunsWatchProps) {
    super(scope, id);
    machine.grant(room.role, "states:ListExecutions", "states:StartExecution");
    machine.grantExecution(room.role, "states:DescribeExecution", "states:StopExecution");
    room.lambda.addEnvironment("WORKFLOW", machine.stateMachineArn);
    new OnSchedule(this, "Looks", {
      room,
      does: "Looks whether each open case has its run of the workflow",
      every: Duration.minutes(15),
    });
    const name = Stack.of(this).getLogicalId(machine.node.defaultChild as CfnStateMachine);
    const itsRuns = `arn:aws:states:${REGION}:<AWS::AccountId>:execution:{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${name}"}]}]}:*`;
    Validations.of(room).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${itsRuns}]`,
      reason: "Runs are named when they begin, so a role can name no run but only those of one workflow.",
    });
  }
}
