import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Around } from "../../local/machine.ts";
import { aTown, type Town } from "../town.ts";
import { allOf, type Json, type Resource, type Synthesis, synthesise } from "./synthesis.ts";

/** What rings, by the alarms that are deployed, when one half of a pair is dead and the other does all of its work. */
const LOG = process.env.LOG;
let synthesis: Synthesis;
let town: Town;
let began: number;
let dead: "strike" | "the lane of first pages" | undefined;
/** What was counted, one line after another, as CloudWatch reads it out of the log. */
let lines: Record<string, Json>[];

beforeAll(async () => {
  [synthesis, town] = await Promise.all([synthesise(), aTown({ digest: false, around })]);
});
afterAll(() => Promise.all([synthesis?.discard(), town?.close()]));
beforeEach(async () => {
  await town.anew();
  [began, dead, lines] = [Date.parse(town.machine.clock?.now() ?? ""), undefined, []];
  delete process.env.LOG;
  jest.spyOn(console, "log").mockImplementation((line) => {
    const read = JSON.parse(String(line));
    if ("_aws" in read) lines.push(read);
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env.LOG = LOG ?? "codes";
});

const STATISTICS: Readonly<Record<string, (values: number[]) => number>> = {
  Sum: (values) => values.reduce((one, other) => one + other, 0),
  Maximum: (values) => Math.max(...values),
  p90: (values) => values.toSorted((one, other) => one - other)[Math.ceil(values.length * 0.9) - 1] ?? 0,
};

/** For each period of an alarm, from the beginning on: is its limit passed? Silence is well. */
function passed({ MetricName, Period, Statistic, ExtendedStatistic, ComparisonOperator, Threshold }: Resource["Properties"]) {
  const counted = lines.filter((line) => MetricName in line);
  const nth = (line: Record<string, Json>) => Math.floor((line._aws.Timestamp - began) / (Period * 1000));
  const byPeriod = Map.groupBy(counted, nth);
  return Array.from({ length: Math.max(0, ...byPeriod.keys()) + 1 }, (_, at) => {
    const values = (byPeriod.get(at) ?? []).flatMap((line) => line[MetricName]);
    const value = STATISTICS[Statistic ?? ExtendedStatistic]?.(values) ?? 0;
    return values.length > 0 && (ComparisonOperator === "GreaterThanThreshold" ? value > Threshold : value >= Threshold);
  });
}

/** The alarms that go off on what was counted, but for those that silence rings; and the clocks', as a town's is never DynamoDB's. */
const rings = (): string[] =>
  Object.values(allOf(synthesis.template("pilot", "service"), "AWS::CloudWatch::Alarm"))
    .filter(({ Properties }) => Properties.Namespace === "Rightcall" && Properties.TreatMissingData === "notBreaching")
    .filter(({ Properties }) => Properties.MetricName !== "ClockSkew")
    .flatMap(({ Metadata, Properties }) => {
      const all = passed(Properties);
      const [many, of] = [Properties.DatapointsToAlarm, Properties.EvaluationPeriods];
      const off = all.some((_, at) => all.slice(Math.max(0, at - of + 1), at + 1).filter(Boolean).length >= many);
      return off ? [Metadata?.["aws:cdk:path"]?.split("/").at(-2) ?? ""] : [];
    })
    .sort();

const isFirstPage = ({ eventName, dynamodb }: Json): boolean =>
  eventName === "INSERT" && dynamodb.Keys.sk.S.startsWith("NOTICE#") && dynamodb.NewImage.body.M.kind?.S === "page";

/** What stands around the functions: strike cannot be called, or no first page comes to dispatch. */
const around: Around =
  (file, run) =>
  async (...event) => {
    if (dead === "strike" && file === "tasks/strike") throw Object.assign(new Error(), { name: "Lambda.AWSLambdaException" });
    if (dead !== "the lane of first pages" || file !== "stream/dispatch") return run(...event);
    const [batch] = event as unknown as [{ Records: Json[] }];
    batch.Records = batch.Records.filter((record) => !isFirstPage(record));
    return run(...event);
  };

/** Three cases within two hours: the first tier lets its limit pass, somebody above it answers. */
async function evening(): Promise<void> {
  for (let nth = 0; nth < 3; nth += 1) {
    const raised = await town.raise();
    await town.forward("PT6M43S");
    await town.acknowledge("omar_reed", await town.read("omar_reed", raised.id));
    await town.forward("PT33M24S");
  }
}

describe("what rings on an evening of three pages and missed limits", () => {
  it("is nothing while both halves of everything work", async () => {
    await evening();
    expect(rings()).toEqual([]);
  });

  it("is that nobody confirms, when receipts do not come back", async () => {
    await town.fault({ mail: "never-delivered", sms: "never-delivered" });
    await evening();
    expect(rings()).toContain("RepairedUnconfirmed");
  });

  it.each([
    ["strike", "RepairedLimit"],
    ["the lane of first pages", "RepairedWaiting"],
  ] as const)("is what is left to the sweeper when %s is dead, and that nothing is late is no comfort", async (half, bell) => {
    dead = half;
    await evening();
    expect(rings()).toEqual([bell, `${bell}Again`]);
  });
});
