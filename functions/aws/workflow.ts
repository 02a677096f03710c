import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import * as z from "zod";
import { type CaseRef, callRunName, runAgainName, runName } from "../../core/keys.ts";
import type { Instant } from "../../core/time.ts";
import { env } from "../env.ts";

const sfn = new SFNClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
});

/** The workflows by the setting that names each: a case's clock, and a partner call. */
type Workflow = "WORKFLOW" | "CALLS_WORKFLOW";

/** Starts a run. The name and the input follow from what it is about and its version alone, so starting it again starts nothing. */
export async function start(workflow: Workflow, ref: CaseRef, version: number): Promise<void> {
  await started(workflow, ref, version, workflow === "WORKFLOW" ? runName(ref.id, version) : callRunName(ref, version));
}

/** Starts the run of a case in the place of one that is lost: under its own name where it never began, under a new one where it has ended. */
export async function startInPlace(ref: CaseRef, version: number, now: Instant): Promise<void> {
  const begun = await started("WORKFLOW", ref, version, runName(ref.id, version));
  if (!begun) await started("WORKFLOW", ref, version, runAgainName(ref.id, version, now));
}

/** Whether there is a run of this name now: false when it has ended, which may also mean that a newer one is under way. */
async function started(workflow: Workflow, { partnership, id }: CaseRef, version: number, name: string): Promise<boolean> {
  const input = JSON.stringify({ partnership, id, run: version });
  try {
    await sfn.send(new StartExecutionCommand({ stateMachineArn: env(workflow), name, input }));
    return true;
  } catch (error) {
    if (!(error instanceof ExecutionAlreadyExists)) throw error;
    return false;
  }
}

/** A run of a case's clock that is under way. */
export interface UnderWay {
  readonly arn: string;
  readonly name: string;
  readonly startedAt: Instant;
}

/** So many are listed by one call: Step Functions' own limit. */
const A_PAGE = 1000;

/** Every run of a case's clock that is under way. What has ended is not looked through, however much of it there is. */
export async function underWay(): Promise<UnderWay[]> {
  const found: UnderWay[] = [];
  let nextToken: string | undefined;
  do {
    const page = await sfn.send(
      new ListExecutionsCommand({
        stateMachineArn: env("WORKFLOW"),
        statusFilter: "RUNNING",
        maxResults: A_PAGE,
        ...(nextToken ? { nextToken } : {}),
      }),
    );
    for (const { executionArn = "", name = "", startDate } of page.executions ?? [])
      found.push({ arn: executionArn, name, startedAt: startDate?.toISOString() ?? "" });
    nextToken = page.nextToken;
  } while (nextToken);
  return found;
}

const Input = z.object({ partnership: z.string(), id: z.string() });

/** Which case a run keeps the time of. */
export async function caseBehind({ arn }: UnderWay): Promise<CaseRef> {
  const { input } = await sfn.send(new DescribeExecutionCommand({ executionArn: arn }));
  return Input.parse(JSON.parse(input ?? "{}"));
}

/** Ends a run, with the reason that whoever looks at it reads. */
export async function stop({ arn }: UnderWay, error: string, cause: string): Promise<void> {
  await sfn.send(new StopExecutionCommand({ executionArn: arn, error, cause }));
}
