import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { pathway, raised, terms } from "../builders.ts";

const page = readFileSync("docs/access-patterns.md", "utf8");
const sources = ["core/keys.ts", ...globSync("functions/aws/*.ts")];
const numbersIn = (text: string): string[] => [...new Set(text.match(/\bAP\d+\b/g))].sort();

/** The rows of the page's table: the number, and each function that it says asks the question, with its file. */
const rows = page.split("\n").flatMap((line) => {
  const [, number = "", , , where = ""] = line.split("|").map((cell) => cell.trim());
  if (!/^AP\d+$/.test(number)) return [];
  const asked = [...where.matchAll(/((?:`\w+`(?: and )?)+) in `([^`]+)`/g)].flatMap(([, names = "", file = ""]) =>
    (names.match(/\w+(?=`)/g) ?? []).map((name) => ({ name, file })),
  );
  return [{ number, asked }];
});

describe("the page of access patterns", () => {
  it("has a row for each question that the code numbers, and no other", () => {
    const inCode = numbersIn(sources.map((file) => readFileSync(file, "utf8")).join("\n"));
    expect(rows.map(({ number }) => number).sort()).toEqual(inCode);
  });

  it.each(rows)("says truly where $number is asked", ({ number, asked }) => {
    expect(asked).not.toEqual([]);
    for (const { name, file } of asked) {
      expect(existsSync(file) && file).toBe(file);
      const text = readFileSync(file, "utf8");
      expect(text).toMatch(new RegExp(`^export (async function|function|const) ${name}\\b`, "m"));
      expect(numbersIn(text)).toContain(number);
    }
  });

  it("numbers each key above the key", () => {
    expect(numbersIn(readFileSync("core/keys.ts", "utf8"))).toEqual(rows.map(({ number }) => number).sort());
  });
});

describe("a figure on the page", () => {
  it.each(pathway.types.map(({ code }) => code))("is what a fresh case weighs: %s", (type) => {
    const [, least = "", most = ""] = /A fresh case is (\d+) to (\d+) kB as JSON/.exec(page) ?? [];
    const { next } = raised({
      type,
      ...(type === "s136_handover" ? { answers: { arrived_at: "2026-01-16T01:50:00.000Z" } } : {}),
    });
    const { terms: promised, ...state } = next;
    const kilobytes = Buffer.byteLength(JSON.stringify(state)) / 1000;
    expect(page).toMatch(
      new RegExp(`item of their own of\\s+${Math.round(Buffer.byteLength(JSON.stringify(promised)) / 1000)} kB`),
    );
    expect(kilobytes).toBeGreaterThan(Number(least));
    expect(kilobytes).toBeLessThan(Number(most));
  });

  it("is how many teams are asked about for one case in Lambeth", () => {
    expect(page).toContain(`${Object.keys(terms.teams).length} rotas for a case in Lambeth`);
  });
});
