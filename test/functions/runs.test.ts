import { BatchGetItemCommand, DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { keys } from "../../core/keys.ts";

const db = mockClient(DynamoDBClient);
const sfn = mockClient(SFNClient);
const NOW = new Date("2026-01-16T02:15:00.000Z");
const MACHINE = "arn:aws:states:eu-west-2:000000000000:stateMachine:escalation";

let handler: () => Promise<{ started: number; stopped: number }>;
beforeAll(async () => {
  Object.assign(process.env, { AWS_REGION: "eu-west-2", TABLE: "cases", WORKFLOW: MACHINE, LOG: "silent" });
  ({ handler } = await import("../../functions/schedule/look-at-runs.ts"));
});
beforeEach(() => {
  db.reset();
  sfn.reset();
  sfn.on(StartExecutionCommand).resolves({});
  sfn.on(StopExecutionCommand).resolves({});
  jest.useFakeTimers({ now: NOW, doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
});
afterEach(() => {
  jest.useRealTimers();
});

interface Case {
  readonly id: string;
  readonly run: number;
  readonly closedAt?: string;
}
/** What the table holds: open cases are in the index of deadlines, closed ones are not. */
function table(...cases: Case[]): void {
  const key = ({ id }: Case) => keys.state({ partnership: "london", id });
  const item = (of: Case) => marshall({ ...key(of), body: { run: of.run, closed: of.closedAt ? { at: of.closedAt } : null } });
  const open = cases.filter(({ closedAt }) => !closedAt);
  db.on(QueryCommand).resolves({ Items: [] });
  const ofMessages = { pk: "london#CASE#a", sk: "NOTICE#000001-00" };
  const shard = { IndexName: "due", ExpressionAttributeValues: marshall({ ":pk": "DUE#1" }) };
  db.on(QueryCommand, shard).resolves({ Items: [...open.map(key), ofMessages].map((one) => marshall(one)) });
  db.on(BatchGetItemCommand).resolves({ Responses: { cases: open.map(item) } });
  db.on(GetItemCommand).callsFake(({ Key }) => {
    const found = cases.find((of) => key(of).pk === Key.pk.S);
    return found ? { Item: item(found) } : {};
  });
}
/** What is under way, by name and since when; a second answer is for whoever looks again. */
function underWay(...answers: (readonly (readonly [name: string, since: string])[])[]): void {
  const arn = (name: string) => `${MACHINE.replace("stateMachine", "execution")}:${name}`;
  sfn.on(DescribeExecutionCommand).callsFake(({ executionArn }) => {
    const name = String(executionArn).split(":").at(-1) ?? "";
    return { input: JSON.stringify({ partnership: "london", id: name.slice(0, name.lastIndexOf("-v")), run: 1 }) };
  });
  let listing = sfn.on(ListExecutionsCommand);
  for (const runs of answers) {
    const executions = runs.map(([name, since]) => ({
      ...{ executionArn: arn(name), stateMachineArn: MACHINE, name, status: "RUNNING" as const, startDate: new Date(since) },
    }));
    listing = listing.resolvesOnce({ executions });
  }
}
const looked = async () => {
  const look = handler();
  await jest.advanceTimersByTimeAsync(60_000);
  return look;
};
const begun = () => sfn.commandCalls(StartExecutionCommand).map(({ args: [{ input }] }) => [input.name, input.input]);
const ended = () => sfn.commandCalls(StopExecutionCommand).map(({ args: [{ input }] }) => input.executionArn?.split(":").at(-1));
const JUST_NOW = "2026-01-16T02:14:00.000Z";
const LONG_AGO = "2026-01-14T02:00:00.000Z";

describe("a look at the runs of the workflow", () => {
  it("does nothing, and waits for nothing, while each open case has its run", async () => {
    table({ id: "a", run: 1 }, { id: "b", run: 7 });
    underWay([
      ["a-v1", JUST_NOW],
      ["b-v7-again-202601160115", JUST_NOW],
      ["b-v3", LONG_AGO],
    ]);
    expect(await handler()).toEqual({ started: 0, stopped: 0 });
    expect([sfn.commandCalls(ListExecutionsCommand).length, sfn.calls().length]).toEqual([1, 1]);
  });

  it("starts the run of a case that has none, though an older one of it still waits", async () => {
    table({ id: "a", run: 4 }, { id: "b", run: 2 });
    const seen = [
      ["a-v1", JUST_NOW],
      ["b-v2", JUST_NOW],
    ] as const;
    underWay(seen, seen);
    expect(await looked()).toEqual({ started: 1, stopped: 0 });
    expect(begun()).toEqual([["a-v4", JSON.stringify({ partnership: "london", id: "a", run: 4 })]]);
  });

  it("leaves alone a run that has begun a moment later: what was listed was old, or it was only just asked for", async () => {
    table({ id: "a", run: 4 });
    underWay([], [["a-v4", JUST_NOW]]);
    expect(await looked()).toEqual({ started: 0, stopped: 0 });
    expect(begun()).toEqual([]);
  });

  it("starts one under another name where the first has ended: its name is taken for 90 days", async () => {
    table({ id: "a", run: 4 });
    underWay([], []);
    sfn
      .on(StartExecutionCommand, { name: "a-v4" }, false)
      .rejects(new ExecutionAlreadyExists({ message: "ended", $metadata: {} }));
    expect(await looked()).toEqual({ started: 1, stopped: 0 });
    expect(begun().map(([name]) => name)).toEqual(["a-v4", "a-v4-again-202601160215"]);
  });

  it("goes on with the others when one cannot be started, or stopped", async () => {
    table(
      { id: "a", run: 1 },
      { id: "b", run: 1 },
      { id: "c", run: 9, closedAt: LONG_AGO },
      { id: "d", run: 9, closedAt: LONG_AGO },
    );
    const old = [
      ["c-v9", LONG_AGO],
      ["d-v9", LONG_AGO],
    ] as const;
    underWay(old, old);
    sfn.on(StartExecutionCommand, { name: "a-v1" }, false).rejects(new Error("held back"));
    sfn.on(StopExecutionCommand).rejectsOnce(new Error("held back")).resolves({});
    expect(await looked()).toEqual({ started: 1, stopped: 1 });
    expect(ended()).toEqual(["c-v9", "d-v9"]);
  });

  it("stops a run whose case was closed more than a day ago, and says why; no other", async () => {
    const hours = (since: number) => new Date(NOW.getTime() - since * 3_600_000).toISOString();
    table({ id: "a", run: 1, closedAt: hours(26) }, { id: "b", run: 1, closedAt: hours(24) }, { id: "c", run: 5 });
    underWay([
      ["a-v1", hours(27)],
      ["b-v1", hours(27)], // it may still wait for its last look
      ["c-v1", hours(27)], // a newer run keeps the time of this case
      ["c-v5", hours(27)],
      ["d-v1", hours(27)], // its case is not there: it ends by itself, in an error
    ]);
    expect(await handler()).toEqual({ started: 0, stopped: 1 });
    expect(sfn.commandCalls(StopExecutionCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { executionArn: expect.stringContaining(":a-v1"), error: "CaseIsOver", cause: expect.stringContaining("closed") },
    ]);
  });

  it("describes no run that is younger than a day, and a hundred others at most, the longest under way first", async () => {
    const since = (minutes: number) => new Date(Date.parse(LONG_AGO) + minutes * 60_000).toISOString();
    const old = Array.from({ length: 120 }, (_, nth) => [`c${nth}-v1`, since(120 - nth)] as const);
    table(...old.map(([name]) => ({ id: name.slice(0, -3), run: 1, closedAt: LONG_AGO })));
    underWay([...old, ["young-v1", JUST_NOW]]);
    expect(await handler()).toEqual({ started: 0, stopped: 100 });
    expect([ended()[0], ended().includes("c0-v1"), ended().includes("young-v1")]).toEqual(["c119-v1", false, false]);
  });

  it("fails when it cannot see what runs: its silence rings", async () => {
    table({ id: "a", run: 1 });
    sfn.on(ListExecutionsCommand).rejects(new Error("Step Functions is down"));
    await expect(handler()).rejects.toThrow("down");
  });
});
