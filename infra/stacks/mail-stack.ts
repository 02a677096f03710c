import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { Mail } from "../constructs/mail.ts";
import { REGION, type Stage } from "../stages.ts";

/** The mail domain and what comes back from it, alone in its stack: proving a domain takes people and days. */
export class MailStack extends Stack {
  readonly mail: Mail;

  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { readonly stage: Stage }) {
    super(scope, id, { ...props, env: { ...props.env, region: REGION } });
    this.mail = new Mail(this, "Mail", stage);
    for (const [nth, { name, value }] of this.mail.identity.dkimRecords.entries())
      new CfnOutput(this, `DkimRecord${nth + 1}`, { value: `${name} CNAME ${value}` });
  }
}
