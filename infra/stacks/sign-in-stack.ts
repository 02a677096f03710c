import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { SignIn } from "../constructs/sign-in.ts";
import { SystemClients } from "../constructs/system-clients.ts";
import { REGION, type Stage } from "../stages.ts";

/** How people and partners' systems are known, alone in its stack: a pool that is made anew is a pool without either. */
export class SignInStack extends Stack {
  readonly signIn: SignIn;
  readonly systems: SystemClients;

  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { readonly stage: Stage }) {
    super(scope, id, { ...props, env: { ...props.env, region: REGION } });
    this.signIn = new SignIn(this, "SignIn", stage);
    this.systems = new SystemClients(this, "Systems", { userPool: this.signIn.pool, systems: stage.systems });
    new CfnOutput(this, "UserPoolId", { value: this.signIn.pool.userPoolId });
    new CfnOutput(this, "Issuer", { value: this.signIn.issuer });
    new CfnOutput(this, "SignInPage", { value: this.signIn.domain.baseUrl() });
  }
}
