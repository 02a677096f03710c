import { randomUUID } from "node:crypto";
import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, it } from "@jest/globals";
import { movableClock } from "../../local/clock.ts";
import { followed } from "../../local/followed.ts";
import type { Told } from "../../local/stream.ts";
import { onceDue } from "../../local/sweeper.ts";
import { ensureTables } from "../../local/table.ts";
import { template } from "../town.ts";

/** A table, and whoever follows a part of its index; what the stream tells, it tells when the test says so. */
const db = new DynamoDBClient({});
let TableName = "";
let [writes, through] = [0, true];
let stream: { fault: "on" | "off"; tells: (hear: (key: Told, image: Told | undefined) => void) => void };
let hears: (key: Told, image: Told | undefined) => void;
let first: () => Promise<string | undefined>;
beforeEach(async () => {
  TableName = randomUUID();
  await ensureTables(TableName, template);
  [writes, through] = [0, true];
  stream = {
    fault: "on",
    tells: (hear) => {
      hears = hear;
    },
  };
  const rest = { writes: () => writes, isThrough: () => through };
  first = followed(TableName, { index: "due", keys: ["DUE#0", "DUE#1"] }, rest, stream);
});

const itemOf = (name: string, dueSk: string, duePk = "DUE#0") => ({
  ...{ pk: { S: name }, sk: { S: "STATE" } },
  ...{ duePk: { S: duePk }, dueSk: { S: dueSk } },
});
const keyOf = ({ pk, sk }: Told) => ({ pk, sk }) as Told;
/** Writes an item, and has the stream tell of it, or not yet. */
async function write(name: string, dueSk: string, { isTold = true, duePk = "DUE#0" } = {}): Promise<void> {
  const Item = itemOf(name, dueSk, duePk);
  await db.send(new PutItemCommand({ TableName, Item }));
  writes += 1;
  if (isTold) hears(keyOf(Item), Item);
}
async function remove(name: string): Promise<void> {
  const Key = keyOf(itemOf(name, "")) as ReturnType<typeof itemOf>;
  await db.send(new DeleteItemCommand({ TableName, Key }));
  writes += 1;
  hears(Key, undefined);
}

it("what stands first is found as it comes, goes and moves on", async () => {
  expect(await first()).toBeUndefined();
  await write("B", "2", { duePk: "DUE#1" });
  await write("A", "1");
  await write("ELSEWHERE", "0", { duePk: "WEEKS" });
  expect(await first()).toBe("1");
  await write("A", "3");
  expect(await first()).toBe("2");
  await remove("B");
  expect(await first()).toBe("3");
  await write("A", "3", { duePk: "WEEKS" });
  expect(await first()).toBeUndefined();
});

it("what stood there before anybody followed it counts, and what the stream tells meanwhile counts more", async () => {
  await write("BEFORE", "5", { isTold: false });
  await write("MOVED", "1", { isTold: false });
  const asked = first();
  hears(keyOf(itemOf("MOVED", "")), itemOf("MOVED", "7"));
  expect(await asked).toBe("5");
  hears(keyOf(itemOf("BEFORE", "")), undefined);
  expect(await first()).toBe("7");
});

it("while the stream has not told all, and after it was off, the table is asked itself", async () => {
  await write("A", "4");
  expect(await first()).toBe("4");
  through = false;
  await write("NEWS", "2", { isTold: false });
  expect(await first()).toBe("2");
  [through, stream.fault] = [true, "off"];
  await write("NEWS", "1", { isTold: false });
  expect(await first()).toBe("1");
  stream.fault = "on"; // it has kept all of that back
  expect(await first()).toBe("1");
  await remove("NEWS");
  expect(await first()).toBe("4");
});

it("a call of the sweeper that would find nothing is left out, and one waits for the look that finds something", async () => {
  const clock = movableClock(new Date());
  try {
    const began = Date.now();
    const inSeconds = (seconds: number) => new Date(began + seconds * 1000).toISOString();
    const struckMeanwhile = [inSeconds(20), inSeconds(20), undefined];
    const calls = [
      onceDue(async () => inSeconds(-20))().then((is) => [is, Date.now() - began < 20_000]),
      onceDue(async () => undefined)(),
      onceDue(async () => inSeconds(45))(),
      onceDue(async () => inSeconds(20))().then((is) => [is, Date.now() - began >= 30_000]),
      onceDue(async () => struckMeanwhile.shift())(),
    ];
    await clock.to(began + 60_000, async () => {});
    expect(await Promise.all(calls)).toEqual([[true, true], false, false, [true, true], false]);
  } finally {
    clock.uninstall();
  }
});
