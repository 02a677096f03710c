import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { CfnLogGroup } from "aws-cdk-lib/aws-logs";
import { CfnSecret } from "aws-cdk-lib/aws-secretsmanager";
import { Aspects, type IAspect, Stack } from "aws-cdk-lib/core";
import type { Construct, IConstruct } from "constructs";

/**
 * A key of ours for what lies still in the service stack: its logs, which hold ids and codes, and its secrets. Each log group and each secret
 * of the stack gets it, also one that somebody adds later. Nothing that people wait for uses it: functions have their secrets since they were
 * deployed, and a log that cannot be written stops nobody.
 */
export class StillKey extends Key {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: "Rightcall: logs and secrets of the service stack", enableKeyRotation: true });
    const { region, account } = Stack.of(this);
    this.addToResourcePolicy(
      new PolicyStatement({
        sid: "LogsOfThisAccount",
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncryptFrom", "kms:ReEncryptTo", "kms:GenerateDataKey", "kms:DescribeKey"],
        resources: ["*"], // in a key's own policy: this key
        conditions: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:*` } },
      }),
    );
    Aspects.of(Stack.of(this)).add(new UnderKey(this.keyArn));
  }
}

class UnderKey implements IAspect {
  readonly #keyArn: string;
  constructor(keyArn: string) {
    this.#keyArn = keyArn;
  }
  visit(node: IConstruct): void {
    if (node instanceof CfnLogGroup || node instanceof CfnSecret) node.kmsKeyId = this.#keyArn;
  }
}
