import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Validations } from "aws-cdk-lib/core";
import type { Construct } from "constructs";

/**
 * What the session cookie is sealed with: 43 letters and digits, which read as base64url are 32 bytes. Secrets Manager makes them up, so
 * they stand in no file and no template; the pages' function gets them as an environment variable when it is deployed. The price: whoever
 * may read that function's configuration can read them. The other way, asking Secrets Manager at each start, would make signing in depend
 * on one more service at 3 a.m.
 */
export class SessionKey extends Secret {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: "Rightcall: seals the session cookie of the pages",
      generateSecretString: { passwordLength: 43, excludePunctuation: true, includeSpace: false, requireEachIncludedType: false },
    });
    Validations.of(this).acknowledge({
      id: "AwsSolutions-SMG4",
      reason:
        "A new key signs everybody out in the middle of a shift, so people choose when: the number in infra/stages.ts. A session lasts a shift at most, and each request looks its person up in the table.",
    });
  }

  /** A reference that CloudFormation resolves while deploying; the template shows only where the secret lies. */
  get reference(): string {
    return this.secretValue.unsafeUnwrap();
  }
}
