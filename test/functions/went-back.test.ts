import { DynamoDBClient, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { keys } from "../../core/keys.ts";
import { practiceOf } from "../../core/partnership/practice.ts";
import { aTown, NIGHT, type Town } from "../town.ts";

let town: Town;
let wentBack: typeof import("../../operate/went-back.ts").main;
const said: string[] = [];
beforeAll(async () => {
  town = await aTown();
  wentBack = (await import("../../operate/went-back.ts")).main;
});
beforeEach(async () => {
  await town.anew();
  said.length = 0;
});
afterAll(() => town.close());

const run = async (...args: string[]) => {
  const code = await wentBack(args, (line) => said.push(line));
  await town.settled();
  return code;
};
/** The moment at which the newest of these cases was raised: what has happened since is what a restore loses. */
const raisedAt = async (id: string) => (await town.story(id))[0]?.at ?? "";
const lines = async (id: string) => (await town.story(id)).filter(({ what }) => what === "went_back");

describe("npm run went-back", () => {
  it("has every open case say it once and its people told at once, however often it is run", async () => {
    const asked = await town.raise();
    const taken = await town.raise();
    await town.acknowledge("idris_vale", taken);
    const to = await raisedAt(taken.id);
    await town.forward("PT1M");
    expect(await run(to)).toBe(0);
    for (const { id } of [asked, taken]) expect(await lines(id)).toEqual([expect.objectContaining({ about: { to } })]);
    expect(town.subjects("amara_bell").filter((subject) => subject.includes("STORY WAS LOST"))).toHaveLength(2);
    expect(town.subjects("idris_vale").filter((subject) => subject.includes("STORY WAS LOST"))).toHaveLength(2);
    const { version } = await town.read("idris_vale", taken.id);
    expect(await run(to)).toBe(0);
    expect((await town.read("idris_vale", taken.id)).version).toBe(version);
    expect(said.at(-1)).toMatch(/^0 open cases .*; 2 need not or do already; 0 failed\.$/);
  });

  it("leaves stories that verify, numbered on without a gap, and a case that goes on being answered", async () => {
    const of = await town.raise();
    await run(await raisedAt(of.id));
    const late = await town.acknowledge("idris_vale", of);
    expect(late).toMatchObject({ status: 409, body: { type: "/problems/ChangedMeanwhile", what: "went_back" } });
    const { body } = await town.acknowledge("idris_vale", await town.read("idris_vale", of.id));
    expect((await town.decide("idris_vale", body, "attend_immediate")).status).toBe(200);
    const { verifyChains } = await import("../../functions/aws/chains.ts");
    expect((await verifyChains()).broken).toEqual([]);
    const numbers = (await town.story(of.id)).map(({ number }) => number);
    expect(numbers).toEqual(numbers.map((_, nth) => nth + 1));
  });

  it("keeps the time of a case that it has moved: the next tier is asked when the first was to have answered", async () => {
    const of = await town.raise();
    await run(await raisedAt(of.id));
    await town.forward("PT6M");
    expect((await town.read("amara_bell", of.id)).tier.number).toBeGreaterThan(of.tier.number);
  });

  it("only says what it would do when it is asked to, and does it for the named partnership alone", async () => {
    const of = await town.raise();
    const to = await raisedAt(of.id);
    expect([await run(to, "--dry-run"), said]).toEqual([0, expect.arrayContaining([`Would say so: ${of.reference}`])]);
    expect(await run(to, practiceOf("london"))).toBe(0);
    expect(await lines(of.id)).toEqual([]);
    expect(await run(to, "london")).toBe(0);
    expect(await lines(of.id)).toHaveLength(1);
  });

  it("goes on when it fails for one case, names it, and says it of that one alone when it is run again", async () => {
    const [broken, well] = [await town.raise(), await town.raise()];
    const to = await raisedAt(well.id);
    const { pk, sk } = keys.state({ partnership: "london", id: broken.id });
    const db = new DynamoDBClient({});
    const tier = (value: object) =>
      db.send(
        new UpdateItemCommand({
          TableName: process.env.TABLE,
          Key: { pk: { S: pk }, sk: { S: sk } },
          UpdateExpression: "SET body.tier = :tier",
          ExpressionAttributeValues: { ":tier": value as { N: string } },
        }),
      );
    await tier({ S: "nonsense" });
    expect(await run(to)).toBe(1);
    expect(said.filter((line) => line.startsWith(`${broken.reference}: `))).toHaveLength(1);
    expect(await lines(well.id)).toHaveLength(1);
    await tier({ N: "0" });
    expect(await run(to)).toBe(0);
    expect([await lines(broken.id), await lines(well.id)].map(({ length }) => length)).toEqual([1, 1]);
    db.destroy();
  });

  it.each([[""], ["yesterday"], ["2099-01-01T00:00:00Z"], [NIGHT.toISOString(), "--live"]])(
    "is told what to say for %j",
    async (...args) => {
      expect([await run(...(args as string[])), said]).toEqual([2, [expect.stringMatching(/^npm run went-back -- /)]]);
    },
  );

  it("refuses a partnership that nobody has agreed on, so that a slip of the pen leaves out no case unseen", async () => {
    await expect(run(NIGHT.toISOString(), "londn")).rejects.toMatchObject({ name: "NotFound" });
  });
});
