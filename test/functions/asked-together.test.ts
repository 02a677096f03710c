import { BatchGetItemCommand, DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";

/** What is asked for in one turn goes as one question (docs/adr/0044-what-is-asked-in-one-turn-goes-as-one-question.md). */
const dynamo = mockClient(DynamoDBClient);
let db: typeof import("../../functions/aws/db.ts");
beforeAll(async () => {
  process.env.TABLE = "rightcall";
  db = await import("../../functions/aws/db.ts");
});

const key = (pk: string) => ({ pk, sk: "STATE" });
const item = (pk: string) => marshall({ pk, sk: "STATE", body: { of: pk } });
type Key = { readonly pk: { readonly S: string } };
type Keys = readonly { readonly pk?: { readonly S?: string } }[];
const keysOf = (call: { readonly args: readonly { readonly input: object }[] }): (string | undefined)[] => {
  const { RequestItems = {} } = (call.args[0]?.input ?? {}) as { RequestItems?: Record<string, { Keys?: Keys }> };
  return (RequestItems.rightcall?.Keys ?? []).map(({ pk }) => pk?.S);
};
const batches = () => dynamo.commandCalls(BatchGetItemCommand).map(keysOf);
const alone = () => dynamo.commandCalls(GetItemCommand).length;

beforeEach(() => {
  dynamo.reset();
  dynamo.on(GetItemCommand).callsFake(({ Key }) => ({ Item: item(Key.pk.S) }));
  dynamo.on(BatchGetItemCommand).callsFake(({ RequestItems }) => ({
    Responses: {
      rightcall: RequestItems.rightcall.Keys.filter(({ pk }: Key) => pk.S !== "GONE").map(({ pk }: Key) => item(pk.S)),
    },
  }));
});

describe("items that are asked for in one turn", () => {
  it("go as one question, each key once, and each asker has its own answer", async () => {
    const [one, list, gone, again] = await Promise.all([
      db.read(key("A")),
      db.items([key("B"), key("A"), key("GONE")]),
      db.read(key("GONE")),
      Promise.resolve().then(() => db.read(key("A"))),
    ]);
    expect([batches(), alone()]).toEqual([[["A", "B", "GONE"]], 0]);
    expect([one?.pk, list.map(({ pk }) => pk), gone, again?.pk]).toEqual(["A", ["B", "A"], undefined, "A"]);
    expect(one).not.toBe(again);
  });

  it("go by themselves when they are one, or are asked for one after another", async () => {
    await db.read(key("A"));
    await db.read(key("B"));
    expect([batches(), alone()]).toEqual([[], 2]);
  });

  it("go apart when somebody waits no longer than so long", async () => {
    const within = { abortSignal: AbortSignal.timeout(1000) };
    await Promise.all([db.read(key("A"), within), db.read(key("B"))]);
    expect([batches(), alone()]).toEqual([[], 2]);
  });

  it("go as a hundred at once at most", async () => {
    const found = await db.items(Array.from({ length: 150 }, (_, nth) => key(`N${nth}`)));
    expect([batches().map(({ length }) => length), found.length]).toEqual([[100, 50], 150]);
    await Promise.all([db.items(Array.from({ length: 100 }, (_, nth) => key(`M${nth}`))), db.read(key("M0"))]);
    expect(batches().slice(2)).toHaveLength(1);
    expect(alone()).toBe(0);
  });

  it("are asked for again where the table had not got to them", async () => {
    dynamo
      .on(BatchGetItemCommand)
      .resolvesOnce({
        Responses: { rightcall: [item("A")] },
        UnprocessedKeys: { rightcall: { Keys: [{ pk: { S: "B" }, sk: { S: "STATE" } }] } },
      })
      .resolves({ Responses: { rightcall: [item("B")] } });
    expect((await db.items([key("A"), key("B")])).map(({ pk }) => pk)).toEqual(["A", "B"]);
  });

  it("are not kept waiting by one that the table does not get to, which is given up after five times", async () => {
    dynamo.on(BatchGetItemCommand).callsFake(({ RequestItems }) => ({
      Responses: {
        rightcall: RequestItems.rightcall.Keys.filter(({ pk }: Key) => pk.S !== "BUSY").map(({ pk }: Key) => item(pk.S)),
      },
      UnprocessedKeys: { rightcall: { Keys: [{ pk: { S: "BUSY" }, sk: { S: "STATE" } }] } },
    }));
    const busy = db.read(key("BUSY")).catch((error: Error) => error);
    expect((await db.read(key("A")))?.pk).toBe("A");
    expect(batches()).toHaveLength(1);
    expect(await busy).toBeInstanceOf(Error);
    expect(batches()).toHaveLength(5);
  });

  it("fail for everybody who has asked, and for nobody who asks after", async () => {
    dynamo.on(BatchGetItemCommand).rejectsOnce(new Error("no"));
    const asked = await Promise.allSettled([db.read(key("A")), db.read(key("B"))]);
    expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect((await db.read(key("A")))?.pk).toBe("A");
  });
});
