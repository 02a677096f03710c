import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, it } from "@jest/globals";
import { eachChange } from "../../functions/task.ts";

let sequence = 0;
const record = (pk: string, sk: string, body: object = {}) => {
  sequence += 1;
  return {
    eventName: "INSERT",
    dynamodb: { SequenceNumber: String(sequence), Keys: marshall({ pk, sk }), NewImage: marshall({ pk, sk, body }) },
  };
};
const page = (of: string, to: string) => record(`london#CASE#${of}`, "NOTICE#000001-00", { to });

describe("what has waited in the stream", () => {
  it("is begun in turn: everybody's first before anybody's second, and what lies under one key as it was written", async () => {
    const begun: string[] = [];
    const handler = eachChange(async ({ key }) => void begun.push(`${key.pk} ${key.sk}`));
    const storm = Array.from({ length: 5 }, (_, nth) => page(`storm-${nth}`, "idris_vale"));
    const states = [record("london#CASE#a", "STATE"), record("london#CASE#a", "TERMS")];
    const Records = [...storm, page("other", "nell_frost"), ...states];
    expect(await handler({ Records } as never)).toEqual({ batchItemFailures: [] });
    expect(begun.map((one) => one.replace("london#CASE#", "").replace(" NOTICE#000001-00", ""))).toEqual([
      ...["storm-0", "other", "a STATE"],
      ...["storm-1", "a TERMS"],
      ...["storm-2", "storm-3", "storm-4"],
    ]);
  });

  it("fails by itself, and nothing beside it comes again", async () => {
    const handler = eachChange(async ({ key }) => {
      if (key.sk === "STATE") throw new Error("no");
    });
    const [good, bad] = [page("good", "idris_vale"), record("london#CASE#bad", "STATE")];
    expect(await handler({ Records: [good, bad] } as never)).toEqual({
      batchItemFailures: [{ itemIdentifier: bad.dynamodb.SequenceNumber }],
    });
  });
});
