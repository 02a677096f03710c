import { beforeEach, describe, expect, it } from "@jest/globals";
import { canFindRuns } from "../../local/lost-runs.ts";
import type { Execution } from "../../local/step-functions.ts";
import type { Told } from "../../local/stream.ts";

/** What the stream has told of cases, what runs of the workflow there are, and whether looking for lost ones is worth it then. */
const [A_CASE, CLOCKS, CALLS] = ["7d1f0b5e-0000-4000-8000-000000000001", "arn:escalation", "arn:partnerCall"];
const HOUR_MS = 3_600_000;
let executions: Map<string, Execution>;
let workflow: { on: boolean; executions: Map<string, Execution>; arnOf: (name: string) => string };
let stream: { fault: "on" | "off"; tells: (hear: (key: Told, image: Told | undefined) => void) => void };
let through: boolean;
let hears: (key: Told, image: Told | undefined) => void;
let isWorthIt: () => Promise<boolean>;
beforeEach(async () => {
  executions = new Map();
  workflow = { on: true, executions, arnOf: (name) => `arn:${name}` };
  stream = {
    fault: "on",
    tells: (hear) => {
      hears = hear;
    },
  };
  through = true;
  isWorthIt = canFindRuns(workflow, stream, () => through);
  expect(await isWorthIt()).toBe(true); // what was there before, nobody has told of
  expect(await isWorthIt()).toBe(false);
});

const runs = (name: string, status: Execution["status"] = "RUNNING", hoursAgo = 0, stateMachineArn: string = CLOCKS): void => {
  const startedAt = new Date(Date.now() - hoursAgo * HOUR_MS).toISOString();
  const shown = { arn: name, stateMachineArn, input: "{}", startedAt, stoppedAt: null, state: "", wakeAt: null };
  executions.set(name, { ...shown, name, status });
};
/** The stream tells of the case: open with this run, or over. */
const isTold = (run: number, closed: Told[string] = { NULL: true }): void =>
  hears(
    { pk: { S: `london#CASE#${A_CASE}` }, sk: { S: "STATE" } },
    { body: { M: { run: { N: String(run) }, closed } } as Told[string] },
  );

describe("a look for lost runs is worth it", () => {
  it("when the run of an open case is not under way, under its own name or in the place of a lost one", async () => {
    isTold(1);
    expect(await isWorthIt()).toBe(true);
    runs(`${A_CASE}-v1-again-202707011200`);
    expect(await isWorthIt()).toBe(false);
    isTold(4);
    expect(await isWorthIt()).toBe(true);
    runs(`${A_CASE}-v4`);
    expect(await isWorthIt()).toBe(false);
    isTold(4, { M: {} });
    runs(`${A_CASE}-v4`, "SUCCEEDED");
    expect(await isWorthIt()).toBe(false);
  });

  it("once when a run has failed or the workflow was switched, whatever else", async () => {
    runs("another-v1", "FAILED");
    expect([await isWorthIt(), await isWorthIt()]).toEqual([true, false]);
    workflow.on = false;
    expect([await isWorthIt(), await isWorthIt()]).toEqual([true, false]);
  });

  it("when a run of no open case is a day old; one of an open case, or of a call, may be", async () => {
    isTold(1);
    runs(`${A_CASE}-v1`, "RUNNING", 30);
    runs("london_series-2027-07-01-v1", "RUNNING", 300, CALLS);
    runs("over-v2", "RUNNING", 23);
    expect(await isWorthIt()).toBe(false);
    runs("over-v2", "RUNNING", 25);
    expect(await isWorthIt()).toBe(true);
  });

  it("always while the stream may not have told all", async () => {
    through = false;
    expect([await isWorthIt(), await isWorthIt()]).toEqual([true, true]);
    [through, stream.fault] = [true, "off"];
    expect([await isWorthIt(), await isWorthIt()]).toEqual([true, true]);
  });
});
