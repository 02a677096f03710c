import { fileURLToPath } from "node:url";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";

/** What each `${Name}` of the ASL file stands for. A test holds the names and the file together; a Task without its function does not compile. */
export const SUBSTITUTIONS = { StrikeArn: "strike" } as const;
export type Tasks = { readonly [task in (typeof SUBSTITUTIONS)[keyof typeof SUBSTITUTIONS]]: IFunction };

export interface EscalationWorkflowProps {
  readonly stage: Stage;
  readonly tasks: Tasks;
}

/** When: `workflows/escalation.asl.json`, deployed word for word as one machine runs it. Standard, so that a wait may last for days and is kept. */
export class EscalationWorkflow extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { stage, tasks }: EscalationWorkflowProps) {
    super(scope, id);
    this.machine = new StateMachine(this, "Machine", {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromFile(fileURLToPath(new URL("../../workflows/escalation.asl.json", import.meta.url))),
      definitionSubstitutions: Object.fromEntries(
        Object.entries(SUBSTITUTIONS).map(([name, task]) => [name, tasks[task].functionArn]),
      ),
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false, // ids only pass through it today; tomorrow's input must not end in a log either
        destination: new LogGroup(this, "Logs", { retention: stage.keepLogsDays }),
      },
    });
    for (const task of Object.values(tasks)) task.grantInvokeLatestVersion(this.machine);
    Validations.of(this).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "Setting up log delivery and writing to X-Ray know no resource. Calling a function names that function.",
    });
  }
}
