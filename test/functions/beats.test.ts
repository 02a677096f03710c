import { DynamoDBClient, QueryCommand } from "@aws-sdk/client-dynamodb";
import { beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";

/** Hundreds of boards ask every five seconds which cases are open, and most ask about the same areas. */
const dynamo = mockClient(DynamoDBClient);
let open: typeof import("../../functions/aws/cases.ts").open;
beforeAll(async () => {
  process.env.TABLE = "rightcall";
  ({ open } = await import("../../functions/aws/cases.ts"));
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

describe("whoever opens a page, and what follows from a case,", () => {
  it("asks the index anew each time", async () => {
    await open("five", AREAS, "2026-01-16T02:00:00.000Z");
    await open("five", AREAS);
    await open("five", AREAS);
    expect(asked()).toBe(6);
  });
});
