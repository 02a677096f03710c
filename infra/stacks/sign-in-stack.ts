import { CfnOutput, Stack, type StackProps } from "aws-cdk-lib/core";
import type { Construct } from "constructs";
import { SignIn } from "../constructs/sign-in.ts";
import { REGION, type Stage } from "../stages.ts";

/** People's sign-in, alone in its stack: a pool that is made anew is a pool without people. */
export class SignInStack extends Stack {
  readonly signIn: SignIn;

  constructor(scope: Construct, id: string, { stage, ...props }: StackProps & { readonly stage: Stage }) {
    super(scope, id, { ...props, env: { ...props.env, region: REGION } });
    this.signIn = new SignIn(this, "SignIn", stage);
    new CfnOutput(this, "UserPoolId", { value: this.signIn.pool.userPoolId });
    new CfnOutput(this, "Issuer", { value: this.signIn.issuer });
    new CfnOutput(this, "SignInPage", { value: this.signIn.domain.baseUrl() });
  }
}
