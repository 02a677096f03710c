import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { type CaseRef, callRunName, runName } from "../../core/keys.ts";
import { env } from "../env.ts";

const sfn = new SFNClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
});

/** The workflows by the setting that names each: a case's clock, and a partner call. */
type Workflow = "WORKFLOW" | "CALLS_WORKFLOW";

/** Starts a run. The name and the input follow from what it is about and its version alone, so starting it again starts nothing. */
export async function start(workflow: Workflow, ref: CaseRef, version: number): Promise<void> {
  const { partnership, id } = ref;
  const name = workflow === "WORKFLOW" ? runName(id, version) : callRunName(ref, version);
  const input = JSON.stringify({ partnership, id, run: version });
  try {
    await sfn.send(new StartExecutionCommand({ stateMachineArn: env(workflow), name, input }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
