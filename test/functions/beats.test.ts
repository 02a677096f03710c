import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { BatchGetItemCommand, DynamoDBClient, GetItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { plus } from "../../core/time.ts";
import { atOneBeat } from "../../functions/at-one-beat.ts";
import { NOW, raised as raisedNow } from "../builders.ts";

/** Hundreds of boards ask every five seconds which cases are open, and most ask about the same areas. */
const dynamo = mockClient(DynamoDBClient);
let open: typeof import("../../functions/aws/cases.ts").open;
let openToDecide: typeof import("../../functions/aws/cases.ts").openToDecide;
let raised: typeof import("../../functions/aws/cases.ts").raised;
beforeAll(async () => {
  process.env.TABLE = "rightcall";
  ({ open, openToDecide, raised } = await import("../../functions/aws/cases.ts"));
});
beforeEach(() => {
  dynamo.reset();
  dynamo.on(QueryCommand).resolves({ Items: [] });
});

const asked = () => dynamo.commandCalls(QueryCommand).length;
const AREAS = ["east", "west"];

describe("a board that asks again", () => {
  it("is told which cases there are as another was within the second before", async () => {
    await open("one", AREAS, "2026-01-16T02:00:00.000Z");
    await open("one", AREAS, "2026-01-16T02:00:00.999Z");
    expect(asked()).toBe(2);
    await open("one", AREAS, "2026-01-16T02:00:01.000Z");
    expect(asked()).toBe(4);
  });

  it("shares one look with whoever asks at the same moment, and no more than the areas that both serve", async () => {
    const now = "2026-01-16T02:00:00.000Z";
    await Promise.all([open("two", AREAS, now), open("two", ["east", "north"], now)]);
    expect(asked()).toBe(3);
  });

  it("is told nothing from a later time, nor of another partnership", async () => {
    await open("three", AREAS, "2026-01-16T02:00:00.500Z");
    await open("three", AREAS, "2026-01-16T02:00:00.000Z");
    await open("three_practice", AREAS, "2026-01-16T02:00:00.500Z");
    expect(asked()).toBe(6);
  });

  it("asks itself when the other one's look failed", async () => {
    const now = "2026-01-16T02:00:00.000Z";
    dynamo.on(QueryCommand).rejectsOnce(new Error("no")).resolves({ Items: [] });
    await expect(open("four", ["east"], now)).rejects.toThrow("no");
    await expect(open("four", ["east"], now)).resolves.toEqual({ cases: [], unread: 0 });
  });
});

describe("what boards were told", () => {
  it("is held by nobody when its second is over and something else has been asked", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const share = atOneBeat<object>();
    const tell = async (name: string, beat: string) => new WeakRef(await share(name, beat, async () => ({ name })));
    const one = await tell("one", NOW);
    const other = await tell("other", plus(NOW, "PT0.999S"));
    const held = async () => {
      await new Promise((turn) => setTimeout(turn)); // a reference lives as long as the turn it was made in
      collect();
      return [one, other].map((told) => told.deref() !== undefined);
    };
    expect(await held()).toEqual([true, true]);
    await tell("another", plus(NOW, "PT1S"));
    expect(await held()).toEqual([false, true]);
  });
});

describe("whoever opens a page, and what follows from a case,", () => {
  it("asks the index anew each time", async () => {
    await open("five", AREAS, "2026-01-16T02:00:00.000Z");
    await open("five", AREAS);
    await open("five", AREAS);
    expect(asked()).toBe(6);
  });
});

/** One open case as the table has it; each look at it finds one version more than the last. */
const CASE = raisedNow().next;
const { pk, sk } = { pk: `london#CASE#${CASE.id}`, sk: "STATE" };
let version = 0;
function standing(body: (of: object) => object = (of) => of): void {
  const { terms, ...state } = CASE;
  const at = (sk: string, of: object) => marshall({ pk, sk, body: of }, { removeUndefinedValues: true });
  dynamo.on(QueryCommand).resolves({ Items: [marshall({ pk, sk, openSk: "1#RJ1", raisedSk: "1" })] });
  const asItIs = () => {
    version += 1;
    return at("STATE", body({ ...state, version }));
  };
  dynamo.on(BatchGetItemCommand).callsFake(async () => ({ Responses: { rightcall: [asItIs(), at("TERMS", terms)] } }));
  dynamo.on(GetItemCommand).callsFake(async () => ({ Item: asItIs() })); // once what it was promised is in mind
}
const later = (span: "PT0.999S" | "PT1S" | "PT2S" | "PT3S") => plus(NOW, span);
const versionsOf = (found: readonly { readonly version: number }[]) => found.map((one) => one.version);

describe("each case on a board that asks again", () => {
  it("is as another board was told of it within the second before, on a list of what was raised too", async () => {
    standing();
    const look = async (beat?: string) => versionsOf((await open("london", AREAS.slice(0, 1), beat)).cases);
    const list = async (beat?: string) => versionsOf((await raised("london", "RJ1", undefined, 25, beat)).items);
    const [first = 0] = await look(NOW);
    expect(await list(later("PT0.999S"))).toEqual([first]);
    expect(await look(later("PT0.999S"))).toEqual([first]);
    expect(await look(later("PT1S"))).toEqual([first + 1]);
  });

  it("is read anew for whoever opens a page, who shares it with nobody", async () => {
    standing();
    const look = async (beat?: string) => (await open("london", ["south"], beat)).cases[0]?.version ?? 0;
    const told = await look(later("PT2S"));
    const [mine, another] = [await look(), await look()];
    expect([mine, another]).toEqual([told + 1, told + 2]);
    expect(await look(later("PT2S"))).toBe(told);
    expect(versionsOf((await raised("london", "RJ1", undefined, 25)).items)).toEqual([told + 3]);
  });

  it("is read anew for whoever decides by it, who shares only which cases there are", async () => {
    standing();
    const decide = async () => versionsOf((await openToDecide("london", ["north"], later("PT2S"))).cases);
    const [[first = 0], [second]] = [await decide(), await decide()];
    expect([second, asked()]).toEqual([first + 1, 1]);
  });

  it("is one that nobody can read for all of them, and is counted as that by each", async () => {
    standing(() => ({ nonsense: true }));
    const look = () => open("london", ["west"], later("PT3S"));
    expect([await look(), await look()]).toEqual(Array(2).fill({ cases: [], unread: 1 }));
  });
});
