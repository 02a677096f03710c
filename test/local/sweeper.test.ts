import { randomUUID } from "node:crypto";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, it } from "@jest/globals";
import { dueSoon } from "../../local/sweeper.ts";
import { ensureTables } from "../../local/table.ts";
import { template } from "../town.ts";

Object.assign(process.env, { AWS_REGION: "eu-west-2", AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });
const TableName = randomUUID();
await ensureTables(TableName, template);
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

it("the laboratory asks what is due by what the stream tells, and asks the table itself while that has not told all", async () => {
  let [writes, through] = [0, true];
  const told = new Map<string, string>();
  const stream = {
    fault: "on" as "on" | "off",
    dueIn: (duePk: string) => {
      const found = told.get(duePk);
      told.delete(duePk);
      return found;
    },
  };
  const isDue = dueSoon(TableName, { writes: () => writes, isThrough: () => through }, stream, ["DUE#0"]);
  const write = async (pk: string, dueSk: string) => {
    const Item = { pk: { S: pk }, sk: { S: "STATE" }, duePk: { S: "DUE#0" }, dueSk: { S: dueSk } };
    await new DynamoDBClient({}).send(new PutItemCommand({ TableName, Item }));
    writes += 1;
  };
  expect(await isDue()).toBe(false);
  await write("LATER", inMinutes(5));
  told.set("DUE#0", inMinutes(5));
  expect(await isDue()).toBe(false);
  await write("NOW", inMinutes(-1));
  expect(await isDue()).toBe(false); // nobody has told of it yet
  through = false;
  expect(await isDue()).toBe(true);
  await write("NOW", inMinutes(9));
  expect(await isDue()).toBe(false);
  await write("NOW", inMinutes(-1));
  [through, stream.fault] = [true, "off"];
  expect(await isDue()).toBe(true);
  stream.fault = "on";
  await write("NOW", inMinutes(9));
  expect(await isDue()).toBe(false);
  await write("NOW", inMinutes(-1));
  told.set("DUE#0", inMinutes(-1));
  expect(await isDue()).toBe(true);
});
