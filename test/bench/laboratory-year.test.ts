import { describe, expect, it } from "@jest/globals";
import { liveMonth } from "../../bench/laboratory-year/month.ts";
import { template } from "../town.ts";

describe("a day of the year on the laboratory", () => {
  it("is lived over HTTP on the real parts, and every rule holds in its history", async () => {
    const day = { seed: "a day", from: "2027-10-31", days: 1, cases: 3, template };
    const { summary, breaches } = await liveMonth({ ...day, database: process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "" });
    expect(breaches).toEqual([]);
    expect(summary.cases).toBeGreaterThanOrEqual(3);
    expect(summary.asked).toBeGreaterThan(summary.cases);
    expect(summary.sent).toBeGreaterThan(summary.cases);
  });
});
