import { AnyPrincipal, Effect, type IRole, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Duration, RemovalPolicy } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { keepOn } from "./keep-on.ts";

/** What a data key can be for, by the words that functions/aws bind to it. */
const PURPOSES = {
  cases: ["partnership", "case"],
  drafts: ["partnership", "person", "draft"],
  firstAnswers: ["partnership", "firstAnswer"],
} as const;

/** The key under which the data keys of cases, drafts and first answers are wrapped: apart from the table's own, so that whoever may read the table opens nothing by that. */
export class FieldKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, { realCases }: Stage) {
    super(scope, id);
    this.key = new Key(this, "Key", {
      description: "Rightcall: what people write of cases, field by field",
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: "NothingWithoutAPurpose",
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ["kms:GenerateDataKey*", "kms:Decrypt", "kms:Encrypt", "kms:ReEncrypt*"],
        resources: ["*"],
        conditions: { Null: { "kms:EncryptionContextKeys": "true" } },
      }),
    );
    if (realCases) keepOn(this.key);
  }

  /** This role makes and opens data keys for these, and for nothing else. */
  opens(role: IRole, ...what: (keyof typeof PURPOSES)[]): void {
    role.addToPrincipalPolicy(
      new PolicyStatement({
        sid: "MakeAndOpenDataKeys",
        actions: ["kms:GenerateDataKey", "kms:Decrypt"],
        resources: [this.key.keyArn],
        conditions: {
          "ForAllValues:StringEquals": { "kms:EncryptionContextKeys": [...new Set(what.flatMap((one) => PURPOSES[one]))] },
          Null: { "kms:EncryptionContextKeys": "false" }, // «for all values» is true of none
        },
      }),
    );
  }
}
