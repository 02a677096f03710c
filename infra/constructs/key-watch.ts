import { Rule, RuleTargetInput } from "aws-cdk-lib/aws-events";
import { SnsTopic } from "aws-cdk-lib/aws-events-targets";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { ITopic } from "aws-cdk-lib/aws-sns";
import { Construct } from "constructs";
import type { RunbookSection } from "./alarms.ts";
import { DeadLetters } from "./dead-letters.ts";

export interface KeyWatchProps {
  readonly key: IKey;
  readonly operators: ITopic;
}
const SECTION: RunbookSection = "Somebody is changing the table's key";

/** Rings when somebody touches the key that the table hangs on. It hears this from CloudTrail, so the account needs a trail (docs/deploy.md). */
export class KeyWatch extends Construct {
  readonly unheard: DeadLetters;

  constructor(scope: Construct, id: string, { key, operators }: KeyWatchProps) {
    super(scope, id);
    this.unheard = new DeadLetters(this, "Unheard");
    new Rule(this, "Rule", {
      description: "Somebody is changing the key of Rightcall's table",
      eventPattern: {
        source: ["aws.kms"],
        detailType: ["AWS API Call via CloudTrail"],
        detail: {
          eventName: ["DisableKey", "ScheduleKeyDeletion", "DisableKeyRotation", "PutKeyPolicy"],
          resources: { ARN: [key.keyArn] },
        },
      },
      targets: [
        new SnsTopic(operators, {
          deadLetterQueue: this.unheard,
          message: RuleTargetInput.fromText(
            `Somebody is changing the key of Rightcall's table. See docs/runbook.md, section «${SECTION}».`,
          ),
        }),
      ],
    });
  }
}
