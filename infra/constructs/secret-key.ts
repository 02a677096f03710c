import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Validations } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

export interface SecretKeyProps {
  readonly description: string;
  /** Why it does not change by itself. */
  readonly whyKept: string;
}

/** What a secret that does not change by itself is told of, by each pack. */
export const NO_ROTATION = ["AwsSolutions-SMG4", "NIST.800.53.R5-SecretsManagerRotationEnabled"];

/**
 * A key of ours: 43 letters and digits, which read as base64url are 32 bytes. Secrets Manager makes them up, so they stand in no file and no
 * template; a function gets them as an environment variable when it is deployed. The price: whoever may read that function's configuration
 * can read them. The other way, asking Secrets Manager at each start, would make signing in, or sending, depend on one more service at 3 a.m.
 */
export class SecretKey extends Secret {
  constructor(scope: Construct, id: string, { description, whyKept }: SecretKeyProps) {
    super(scope, id, {
      description,
      generateSecretString: { passwordLength: 43, excludePunctuation: true, includeSpace: false, requireEachIncludedType: false },
    });
    Validations.of(this).acknowledge(...NO_ROTATION.map((id) => ({ id, reason: whyKept })));
  }

  /** A reference that CloudFormation resolves while deploying; the template shows only where the secret lies. */
  get reference(): string {
    return this.secretValue.unsafeUnwrap();
  }
}
