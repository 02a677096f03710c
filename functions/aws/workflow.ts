import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { type CaseRef, runName } from "../../core/keys.ts";
import { env } from "../env.ts";

const sfn = new SFNClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
});

/** Starts a case's clock. The name and the input follow from the case and its version alone, so starting it again starts nothing. */
export async function start({ partnership, id }: CaseRef, version: number): Promise<void> {
  const input = JSON.stringify({ partnership, id, run: version });
  try {
    await sfn.send(new StartExecutionCommand({ stateMachineArn: env("WORKFLOW"), name: runName(id, version), input }));
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
  }
}
