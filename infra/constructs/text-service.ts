import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Validations } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { NO_ROTATION } from "./secret-key.ts";

/** Where GOV.UK Notify answers: the address its own client uses. */
const NOTIFY = "https://api.notifications.service.gov.uk";

/**
 * The way out for text messages, and the token for the way back. Both reach the functions as the session key does, when they are deployed.
 * The key is Notify's, so a person puts it into Secrets Manager before the first deployment (docs/deploy.md); the token is made up here,
 * and that person gives it to Notify.
 */
export class TextService extends Construct {
  /** What whoever sends must know. */
  readonly sending: Readonly<Record<"NOTIFY_URL" | "NOTIFY_KEY" | "NOTIFY_TEMPLATE", string>>;
  /** What a receipt must show. */
  readonly calledBack: Readonly<Record<"NOTIFY_CALLBACK", string>>;

  constructor(scope: Construct, id: string, { texts }: Stage) {
    super(scope, id);
    const key = Secret.fromSecretNameV2(this, "Key", texts.key);
    this.sending = { NOTIFY_URL: NOTIFY, NOTIFY_KEY: key.secretValue.unsafeUnwrap(), NOTIFY_TEMPLATE: texts.template };

    const token = new Secret(this, "CallBackToken", {
      description: "Rightcall: what GOV.UK Notify shows when it says what became of a text",
      generateSecretString: { passwordLength: 64, excludePunctuation: true, includeSpace: false },
    });
    this.calledBack = { NOTIFY_CALLBACK: token.secretValue.unsafeUnwrap() };
    const reason =
      "Notify keeps the same token, and a person gives it to them: changed by itself, every text would count as not confirmed until somebody noticed.";
    Validations.of(token).acknowledge(...NO_ROTATION.map((id) => ({ id, reason })));
  }
}
