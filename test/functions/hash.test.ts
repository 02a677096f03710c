import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { hashOf } from "../../functions/chain.ts";

/** A flat value as JSON, its keys in order. */
const written = (value: Readonly<Record<string, string>>): string =>
  `{${Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(value[key])}`)
    .join(",")}}`;

describe("the hash of a value", () => {
  it("is that of its JSON with the keys in order, whatever people have written", () => {
    const words = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom("a\nb", "say «no»", '"', "\\", "2 + 2, or so: 4."),
    );
    fc.assert(
      fc.property(fc.dictionary(words, words), (value) => {
        expect(hashOf(value)).toBe(createHash("sha256").update(written(value)).digest("hex"));
      }),
    );
  });

  it("is one for one value, in whatever order it was stored, and with what is not there left out", () => {
    const one = hashOf({ at: 1, of: { b: [true, null], a: "x" } });
    expect(hashOf({ of: { a: "x", none: undefined, b: [true, null] }, at: 1 })).toBe(one);
    expect(hashOf({ at: 1, of: { b: [null, true], a: "x" } })).not.toBe(one);
  });
});
