import { App, Validations } from "aws-cdk-lib/core";
import { AwsSolutionsChecks, NIST80053R5Checks, ServerlessChecks } from "cdk-nag";
import { Rightcall } from "./rightcall.ts";
import { stages } from "./stages.ts";

/** Where everything stands: each stage of the table, synthesised together, so that a change that breaks one is seen at once. */
const app = new App();
Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new ServerlessChecks(app), new NIST80053R5Checks(app));
for (const stage of Object.values(stages)) new Rightcall(app, stage);
