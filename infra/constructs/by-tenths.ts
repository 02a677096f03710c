import type { Alarm } from "aws-cdk-lib/aws-cloudwatch";
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from "aws-cdk-lib/aws-codedeploy";
import { PolicyStatement, Role, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Construct } from "constructs";
import { LIVE, type Room } from "./room.ts";

export interface ByTenthsProps {
  /** Each room that people wait for, and the alarms that send its new version back. */
  readonly rooms: Readonly<Record<string, { readonly room: Room; readonly backIf: readonly Alarm[] }>>;
}

/**
 * A new version of a room takes one call in ten for five minutes, and then all. If one of its alarms rings meanwhile, every call goes to the
 * version before, and the deployment fails. The sweeper is not among them: it stands behind all of them, and its silence rings.
 */
export class ByTenths extends Construct {
  constructor(scope: Construct, id: string, { rooms }: ByTenthsProps) {
    super(scope, id);
    const role = new Role(this, "Role", {
      assumedBy: new ServicePrincipal("codedeploy.amazonaws.com"),
      description: "Rightcall: moves calls from one version of a room to another, and looks at the alarms meanwhile",
    });
    const all = Object.values(rooms);
    role.addToPolicy(
      new PolicyStatement({
        actions: ["lambda:GetAlias", "lambda:UpdateAlias", "lambda:GetProvisionedConcurrencyConfig"],
        resources: all.flatMap(({ room: { lambda } }) => [lambda.functionArn, `${lambda.functionArn}:${LIVE}`]),
      }),
    );
    const alarms = new Set(all.flatMap(({ backIf }) => backIf));
    role.addToPolicy(
      new PolicyStatement({ actions: ["cloudwatch:DescribeAlarms"], resources: [...alarms].map(({ alarmArn }) => alarmArn) }),
    );
    const application = new LambdaApplication(this, "Application");
    for (const [name, { room, backIf }] of Object.entries(rooms)) {
      if (!room.alias) throw new Error(`${name} has one version at a time.`);
      new LambdaDeploymentGroup(this, name, {
        application,
        alias: room.alias,
        deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
        alarms: [...backIf],
        autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
        role: role.withoutPolicyUpdates(), // CDK would add a policy of AWS's, which may do this to every function of the account
      });
    }
  }
}
