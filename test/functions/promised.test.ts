import { beforeAll, describe, expect, it } from "@jest/globals";
import { terms } from "../builders.ts";

/** What cases were promised, as a process has it in mind: it is read from the table once, and what is the same is held once. */
let keepInMind: typeof import("../../functions/aws/promised.ts").keepInMind;
let termsInMind: typeof import("../../functions/aws/promised.ts").termsInMind;
beforeAll(async () => {
  process.env.TABLE = "rightcall";
  ({ keepInMind, termsInMind } = await import("../../functions/aws/promised.ts"));
});
const of = (id: string | number) => ({ partnership: "london", id: `${id}` });
const kept = (title = "Lambeth") => JSON.parse(JSON.stringify({ ...terms, area: { ...terms.area, title } }));

describe("what cases were promised", () => {
  it("is held once when it is the same", () => {
    expect(keepInMind(of("a"), kept())).toBe(keepInMind(of("b"), kept()));
    expect(termsInMind(of("b"))).toEqual(kept());
  });

  it("is never another case's where anything differs", () => {
    keepInMind(of("c"), kept("Southwark"));
    expect(termsInMind(of("c"))?.area.title).toBe("Southwark");
    expect(termsInMind(of("a"))?.area.title).toBe("Lambeth");
  });

  it("is in mind for as many cases as a full night has open, and the oldest is forgotten", () => {
    for (let nth = 0; nth < 501; nth += 1) keepInMind(of(nth), kept());
    expect(termsInMind(of(0))).toBeUndefined();
    expect(termsInMind(of(1))).toBeDefined();
    expect(termsInMind(of(500))).toBeDefined();
  });
});
