import { Tags } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import { DataStack } from "./stacks/data-stack.ts";
import { MailStack } from "./stacks/mail-stack.ts";
import { ServiceStack } from "./stacks/service-stack.ts";
import { SignInStack } from "./stacks/sign-in-stack.ts";
import type { Stage } from "./stages.ts";

/**
 * One deployment of Rightcall, whole. Three stacks keep what must not be lost; the fourth can be made anew from them. A plain construct and
 * not a Stage of CDK's: `cdk synth` without arguments passes over the stacks of a Stage, and with them over what cdk-nag found there.
 */
export class Rightcall extends Construct {
  readonly data: DataStack;
  readonly people: SignInStack;
  readonly post: MailStack;
  readonly service: ServiceStack;

  constructor(scope: Construct, stage: Stage) {
    super(scope, `rightcall-${stage.name}`);
    const named = (part: string) => ({
      stage,
      stackName: `rightcall-${stage.name}-${part}`,
      terminationProtection: stage.realCases,
    });
    this.data = new DataStack(this, "data", named("data"));
    this.people = new SignInStack(this, "sign-in", named("sign-in"));
    this.post = new MailStack(this, "mail", named("mail"));
    const { data, people, post } = this;
    this.service = new ServiceStack(this, "service", { ...named("service"), data, people, post });
    Tags.of(this).add("rightcall:stage", stage.name);
  }
}
