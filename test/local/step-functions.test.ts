import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { type StepFunctions, startStepFunctions } from "../../local/step-functions.ts";

/** What the product relies on at Step Functions, asked of our own endpoint through the real client. */
let workflow: StepFunctions;
let sfn: SFNClient;
const input = (id: string) => JSON.stringify({ partnership: "london", id, run: 1 });

beforeAll(async () => {
  const call = async (payload: unknown) => {
    const isOver = (payload as { id: string }).id.startsWith("over");
    return { waitingFor: isOver ? "nothing" : "acknowledge", wakeAt: new Date(Date.now() + 3_600_000).toISOString() };
  };
  const escalation = { file: "workflows/escalation.asl.json", task: "Read the clocks", call };
  workflow = await startStepFunctions({ escalation, another: escalation });
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  sfn = new SFNClient({ endpoint: workflow.endpoint, region: "eu-west-2", credentials, maxAttempts: 1 });
});
beforeEach(() => {
  workflow.forget();
  workflow.on = true;
});
afterAll(async () => {
  sfn.destroy();
  await workflow.close();
});

const start = (name: string, more: object = {}) =>
  sfn.send(new StartExecutionCommand({ stateMachineArn: workflow.arnOf("escalation"), name, input: input(name), ...more }));
const list = (more: object = {}) =>
  sfn.send(new ListExecutionsCommand({ stateMachineArn: workflow.arnOf("escalation"), statusFilter: "RUNNING", ...more }));
const ended = async (name: string) => {
  while (workflow.executions.get(name)?.status === "RUNNING") await new Promise((resolve) => setTimeout(resolve, 5));
};

describe("our own Step Functions, as its client sees it", () => {
  it("starts one run for one name and one input, however often it is asked, and says no to another input", async () => {
    const { executionArn } = await start("a");
    expect((await start("a")).executionArn).toBe(executionArn);
    expect(workflow.executions.size).toBe(1);
    await expect(start("a", { input: input("b") })).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  });

  it("starts none under a name whose run has ended", async () => {
    await start("over");
    await ended("over");
    await expect(start("over")).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  });

  it("lists the runs of one workflow that are under way, the newest first, a page at a time", async () => {
    for (const name of ["a", "b", "c"]) await start(name);
    await start("d", { stateMachineArn: workflow.arnOf("another") });
    await start("over");
    await ended("over");
    const first = await list({ maxResults: 2 });
    expect(first.executions?.map(({ name, status }) => [name, status])).toEqual([
      ["c", "RUNNING"],
      ["b", "RUNNING"],
    ]);
    const { executions, nextToken } = await list({ maxResults: 2, nextToken: first.nextToken });
    expect([executions?.map(({ name }) => name), nextToken]).toEqual([["a"], undefined]);
    expect(executions?.[0]?.startDate?.getTime()).toBeGreaterThan(0);
    expect((await list({ statusFilter: undefined })).executions?.[0]).toMatchObject({ name: "over", status: "SUCCEEDED" });
  });

  it("says what a run was started with", async () => {
    const { executionArn } = await start("a");
    const described = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({ executionArn, name: "a", status: "RUNNING", input: input("a") });
    expect(described.stateMachineArn).toBe(workflow.arnOf("escalation"));
  });

  it("stops a run, and leaves one that has ended as it ended", async () => {
    const { executionArn } = await start("a");
    const stop = () => sfn.send(new StopExecutionCommand({ executionArn, error: "Over", cause: "It is over." }));
    expect((await stop()).stopDate?.getTime()).toBeGreaterThan(0);
    expect(workflow.executions.get("a")?.status).toBe("ABORTED");
    expect((await list()).executions).toEqual([]);
    expect((await stop()).stopDate).toBeDefined();
  });

  it("names what is not there, and says nothing but that it is off while it is", async () => {
    const executionArn = `${workflow.arnOf("escalation").replace("stateMachine", "execution")}:nobody`;
    const none = { name: "ExecutionDoesNotExist" };
    await expect(sfn.send(new DescribeExecutionCommand({ executionArn }))).rejects.toMatchObject(none);
    await expect(sfn.send(new StopExecutionCommand({ executionArn }))).rejects.toMatchObject(none);
    await expect(list({ stateMachineArn: `${workflow.arnOf("escalation")}s` })).rejects.toMatchObject({
      name: "StateMachineDoesNotExist",
    });
    await expect(list({ nextToken: "somewhere" })).rejects.toMatchObject({ name: "InvalidToken" });
    workflow.on = false;
    await expect(list()).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
  });
});
