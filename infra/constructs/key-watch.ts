import { Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { SnsTopic } from "aws-cdk-lib/aws-events-targets";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { RunbookSection } from "./alarms.ts";
import { DeadLetters } from "./dead-letters.ts";

export interface KeyWatchProps {
  readonly keys: readonly IKey[];
  readonly operators: ITopic;
}
const SECTION: RunbookSection = "Somebody is changing the table's key";

/** Rings when somebody touches a key that the table, or what people wrote in it, hangs on. It hears this from CloudTrail, so the account needs a trail (docs/deploy.md). */
export class KeyWatch extends Construct {
  readonly unheard: DeadLetters;

  constructor(scope: Construct, id: string, { keys, operators }: KeyWatchProps) {
    super(scope, id);
    this.unheard = new DeadLetters(this, "Unheard");
    new Rule(this, "Rule", {
      description: "Somebody is changing a key of Rightcall's table",
      eventPattern: {
        source: ["aws.kms"],
        detailType: ["AWS API Call via CloudTrail"],
        detail: {
          eventName: ["DisableKey", "ScheduleKeyDeletion", "DisableKeyRotation", "PutKeyPolicy"],
          resources: { ARN: keys.map(({ keyArn }) => keyArn) },
        },
      },
      targets: [
        new SnsTopic(operators, {
          deadLetterQueue: this.unheard,
          message: RuleTargetInput.fromText(
            `Somebody is changing a key of Rightcall's table. See docs/runbook.md, section «${SECTION}».`,
          ),
        }),
      ],
    });
  }
}
