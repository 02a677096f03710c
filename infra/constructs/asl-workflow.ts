import { fileURLToPath } from "node:url";
import type { IFunction } from "aws-cdk-lib/aws-lambda";
import { LogGroup } from "aws-cdk-lib/aws-logs";
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from "aws-cdk-lib/aws-stepfunctions";
import { Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";

/** Each workflow's file, and what each `${Name}` in it stands for. A test holds names and files together; a Task without its function does not compile. */
export const WORKFLOWS = {
  escalation: { file: "workflows/escalation.asl.json", substitutions: { StrikeArn: "strike" } },
  partnerCall: { file: "workflows/partner-call.asl.json", substitutions: { LookAtCallArn: "lookAtCall" } },
} as const;
export type WorkflowName = keyof typeof WORKFLOWS;
type TaskOf<W extends WorkflowName> = (typeof WORKFLOWS)[W]["substitutions"][keyof (typeof WORKFLOWS)[W]["substitutions"]] &
  string;

export interface AslWorkflowProps<W extends WorkflowName> {
  readonly stage: Stage;
  readonly workflow: W;
  readonly tasks: { readonly [task in TaskOf<W>]: IFunction };
}

/** When: one file of `workflows/`, deployed word for word as one machine runs it. Standard, so that a wait may last for days and is kept. */
export class AslWorkflow<W extends WorkflowName> extends Construct {
  readonly machine: StateMachine;

  constructor(scope: Construct, id: string, { stage, workflow, tasks }: AslWorkflowProps<W>) {
    super(scope, id);
    const { file, substitutions } = WORKFLOWS[workflow];
    const functions: Readonly<Record<string, IFunction>> = tasks;
    this.machine = new StateMachine(this, "Machine", {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromFile(fileURLToPath(new URL(`../../${file}`, import.meta.url))),
      definitionSubstitutions: Object.fromEntries(
        Object.entries(substitutions).map(([name, task]) => [name, functions[task]?.functionArn ?? ""]),
      ),
      tracingEnabled: true,
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false, // ids only pass through it today; tomorrow's input must not end in a log either
        destination: new LogGroup(this, "Logs", { retention: stage.keepLogsDays }),
      },
    });
    for (const task of Object.values(functions)) task.grantInvokeLatestVersion(this.machine);
    Validations.of(this).acknowledge({
      id: "AwsSolutions-IAM5[Resource::*]",
      reason: "Setting up log delivery and writing to X-Ray know no resource. Calling a function names that function.",
    });
  }
}
