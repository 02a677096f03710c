import { describe, expect, it } from "@jest/globals";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { writeCsv } from "../../../functions/packs/write-csv.ts";

describe("rows as a table", () => {
  it("have a line each, ended as RFC 4180 says, the header first", () => {
    expect(
      writeCsv([
        ["measure", "cases"],
        ["raised", 12],
      ]),
    ).toBe("measure,cases\r\nraised,12\r\n");
    expect(writeCsv([])).toBe("");
  });

  it.each([
    ["=1+1", "'=1+1"],
    ["+44", "'+44"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'\t=1"],
    ["\r=1", `"'\r=1"`],
    ["\n=1", `"'\n=1"`],
    ["\0=1", "'\0=1"],
    ["＝1", "'＝1"],
    ["＋1", "'＋1"],
    ["－1", "'－1"],
    ["＠1", "'＠1"],
    ["a=1", "a=1"],
    ['say "no", twice', '"say ""no"", twice"'],
    ["two\nlines", '"two\nlines"'],
    ["", ""],
  ])("never run words as a formula, and break no line: %j", (words, cell) => {
    expect(writeCsv([[words, "x"]])).toBe(`${cell},x\r\n`);
  });

  it.each([
    [-1, "-1"],
    [0.25, "0.25"],
    [1200, "1200"],
    [Number.NaN, ""],
    [Number.POSITIVE_INFINITY, ""],
  ])("keep a number a number: %d", (number, cell) => {
    expect(writeCsv([[number, "x"]])).toBe(`${cell},x\r\n`);
  });

  it("can be read back, word for word", () => {
    const words = fc.string({ unit: fc.constantFrom("a", "é", '"', ",", "\r", "\n", "=", "-", " ", "＝", "\t", "\0") });
    fc.assert(
      fc.property(fc.array(fc.tuple(words, words), { minLength: 1 }), (rows) => {
        const read = parse(writeCsv(rows), { record_delimiter: "\r\n" }) as string[][];
        expect(read.map((row) => row.map((cell) => cell.replace(/^'(?=[=+\-@\t\r\n\0＝＋－＠])/, "")))).toEqual(rows);
      }),
    );
  });
});
