import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";

/** A key that is off takes what it opens with it. Nobody can switch it off in one step: its policy must be changed first, and that rings the operators. */
export function keepOn(key: Key): void {
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: "NeverOffNeverDeleted",
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ["kms:DisableKey", "kms:ScheduleKeyDeletion", "kms:DisableKeyRotation"],
      resources: ["*"],
    }),
  );
}
