import { DeleteItemCommand, DynamoDBClient, GetItemCommand, PutItemCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { keys } from "../../core/keys.ts";
import { aTown, type Town } from "../town.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town.close());

describe("a line of a story", () => {
  it("is never written over: whoever would is refused, and nothing of their move is kept", async () => {
    const of = await town.raise();
    const next = keys.fact({ partnership: "london", id: of.id }, (await town.story(of.id)).length + 1);
    const Key = { pk: { S: next.pk }, sk: { S: next.sk } };
    const db = new DynamoDBClient({});
    await db.send(new PutItemCommand({ TableName: process.env.TABLE, Item: { ...Key, first: { S: "was here" } } }));
    expect((await town.acknowledge("idris_vale", of)).status).toBe(409);
    const { Item } = await db.send(new GetItemCommand({ TableName: process.env.TABLE, Key, ConsistentRead: true }));
    expect(Item?.first?.S).toBe("was here");
    await db.send(new DeleteItemCommand({ TableName: process.env.TABLE, Key }));
    expect((await town.read("idris_vale", of.id)).version).toBe(of.version);
  });
});

describe("npm run verify-chain", () => {
  it("finds one altered fact among many, and says which", async () => {
    const [first, second] = [await town.raise(), await town.raise()];
    await town.forward("PT20M");
    const { main } = await import("../../operate/verify-chain.ts");
    const said = {
      out: jest.spyOn(console, "log").mockImplementation(() => undefined),
      wrong: jest.spyOn(console, "error").mockImplementation(() => undefined),
    };
    expect(await main()).toBe(0);
    expect(said.wrong).not.toHaveBeenCalled();

    const { pk, sk } = keys.fact({ partnership: "london", id: second.id }, 4);
    const db = new DynamoDBClient({});
    await db.send(
      new UpdateItemCommand({
        TableName: process.env.TABLE,
        Key: { pk: { S: pk }, sk: { S: sk } },
        UpdateExpression: "SET body.#at = :later",
        ExpressionAttributeNames: { "#at": "at" },
        ExpressionAttributeValues: { ":later": { S: "2026-01-16T02:00:00.001Z" } },
      }),
    );
    expect(await main()).toBe(1);
    expect(said.wrong.mock.calls).toEqual([[`${second.reference} (${second.id}): fact 4 is not what was written`]]);
    expect(String(said.out.mock.calls.at(-1))).toMatch(/^2 stories with \d+ facts checked, 1 not as written\.$/);
    expect(first.id).not.toBe(second.id);
    said.out.mockRestore();
    said.wrong.mockRestore();
    db.destroy();
  });
});
