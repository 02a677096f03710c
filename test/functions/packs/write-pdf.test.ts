import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "@jest/globals";
import { buildSync } from "esbuild";
import fc from "fast-check";
import { printable } from "../../../functions/packs/printable.ts";
import { type Block, type PackDocument, writePdf } from "../../../functions/packs/write-pdf.ts";

const pack = (blocks: readonly Block[], more: Partial<PackDocument> = {}): PackDocument => ({
  title: "Pack for the daily call",
  marking: "OFFICIAL-SENSITIVE",
  madeAt: "2026-01-16T02:00:00.000Z",
  reference: "RC-234-567",
  sections: [{ heading: "What happened", blocks }],
  ...more,
});

/** A PDF read back: the text of each page, line by line, and everything as it is written. */
async function read(document: PackDocument) {
  const raw = Buffer.from(await writePdf(document, { compress: false })).toString("latin1");
  const pages = [...raw.matchAll(/stream\n([\s\S]*?)\nendstream/g)].flatMap(([, stream = ""]) => {
    const lines = [...stream.matchAll(/1 0 0 1 ([\d.-]+) ([\d.-]+) Tm\n[^[]*\[(.*?)\] TJ/g)].map(([, x, y, shown = ""]) => ({
      words: new TextDecoder("windows-1252").decode(Buffer.from((shown.match(/(?<=<)[0-9a-f]+/g) ?? []).join(""), "hex")),
      ...{ x: Number(x), y: Number(y) },
    }));
    return lines.length > 0 ? [lines] : [];
  });
  return { raw, pages, text: pages.map((lines) => lines.map(({ words }) => words)) };
}
const EDGES = /^(OFFICIAL-SENSITIVE|Page \d+ of \d+|RC-234-567, made .*)$/;
/** What stands between the edges of the pages, without its spaces: lines break at them. */
const body = (text: readonly string[][]) =>
  text
    .flatMap((lines) => lines.filter((line) => !EDGES.test(line)))
    .join("")
    .replace(/\s/g, "");

const LINE = "Police came within 20 minutes and the ward was told in writing. ";
const LONG = LINE.repeat(3).trim();
const ROWS = Array.from({ length: 90 }, (_, nth) => [`Row ${nth}`, nth % 3 === 0 ? LONG : "short"]);
const LONG_ROWS = new Set(ROWS.flatMap(([row = "", words]) => (words === LONG ? [row] : [])));
const TABLE: Block = { kind: "table", caption: "Cases by tier", head: ["Tier", "What was said"], rows: ROWS };

describe("a pack as a PDF", () => {
  it("is marked at the top and the bottom of every page, and says which page of how many it is", async () => {
    const { raw, text } = await read(pack([TABLE]));
    const count = raw.match(/\/Type \/Page\n/g)?.length ?? 0;
    expect(count).toBeGreaterThan(2);
    expect(text).toHaveLength(count);
    for (const [nth, lines] of text.entries()) {
      expect(lines.slice(-4)).toEqual([
        ...["OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE", "RC-234-567, made 16 January 2026 at 02:00 GMT"],
        `Page ${nth + 1} of ${count}`,
      ]);
    }
  });

  it("gives the same bytes for the same pack, and others for another", async () => {
    const bytes = await writePdf(pack([TABLE]));
    expect(Buffer.compare(await writePdf(pack([TABLE])), bytes)).toBe(0);
    expect(Buffer.compare(await writePdf(pack([TABLE], { madeAt: "2026-01-16T02:00:01.000Z" })), bytes)).not.toBe(0);
  });

  it("says the head of a table again on each page that it goes on to, and loses no row", async () => {
    const { text } = await read(pack([TABLE]));
    for (const lines of text) expect(lines.filter((line) => line === "What was said")).toHaveLength(1);
    const first = text.flat().filter((line) => /^Row \d+$/.test(line));
    expect(first).toEqual(ROWS.map(([row]) => row));
  });

  it("keeps a row together, unless no page is high enough for it", async () => {
    const high = Array.from({ length: 150 }, (_, nth) => `line ${nth}`);
    const { text } = await read(pack([{ kind: "table", caption: "High", head: ["A"], rows: [[high.join("\n")]] }]));
    expect(text.length).toBeGreaterThan(2);
    expect(text.flat().filter((line) => line.startsWith("line "))).toEqual(high);
    for (const before of [1, 2, 3, 4, 5, 6]) {
      const shifted = await read(pack([{ kind: "words", text: "\n".repeat(before) }, TABLE]));
      for (const lines of shifted.text) {
        const begun = lines.filter((line) => LONG_ROWS.has(line)).length;
        expect(body([lines]).split(LONG.replace(/\s/g, "")).length - 1).toBe(begun);
      }
    }
  });

  it("has an outline of its headings and items, and opens with it", async () => {
    const item: Block = {
      kind: "item",
      title: "RC-777-777: é «late»",
      why: "A limit was missed",
      lines: ["Told late", "Why not sooner?"],
    };
    const { raw, text } = await read(pack([item]));
    expect(raw).toContain("/PageMode /UseOutlines");
    expect(raw).toContain("/Title (What happened)");
    expect(raw).toContain(`/Title (\u00fe\u00ff${Buffer.from("RC-777-777: é «late»", "utf16le").swap16().toString("latin1")})`);
    expect(text.flat().slice(0, 8)).toEqual([
      ...["Pack for the daily call", "What happened", "RC-777-777: é «late»", "A limit was missed"],
      ...["•", "Told late", "•", "Why not sooner?"],
    ]);
  });

  it("is tagged, in English, and shows its title", async () => {
    const { raw } = await read(pack([TABLE, { kind: "item", title: "One", why: "Because", lines: ["a"] }]));
    for (const part of ["/Lang (en-GB)", "/Marked true", "/DisplayDocTitle true", "\n(Pack for the daily call)\n"]) {
      expect(raw).toContain(part);
    }
    for (const tag of [
      "Document",
      "H1",
      "Sect",
      "H2",
      "H3",
      "P",
      "Table",
      "Caption",
      "TR",
      "TH",
      "TD",
      "L",
      "LI",
      "Lbl",
      "LBody",
    ]) {
      expect(raw).toMatch(new RegExp(`/S /${tag}\\n`));
    }
    expect(raw).toMatch(/\/O \/Table\n\/Scope \/Column/);
    expect(raw.match(/BDC/g)?.length).toBe(raw.match(/EMC/g)?.length);
  });

  it("puts no sign into its XML that would end it", async () => {
    const { raw, text } = await read(pack([], { title: "A&E <late>" }));
    expect(text.flat()[0]).toBe("A&E <late>");
    expect(Buffer.from(raw, "latin1").toString()).toMatch(/<rdf:li xml:lang="x-default">A and E ‹late›</);
  });

  it.each([
    ["nothing", []],
    ["no words", [{ kind: "words", text: "" }]],
    ["a table without rows", [{ kind: "table", caption: "None", head: ["A"], rows: [] }]],
    ["a row with more cells than the head", [{ kind: "table", caption: "More", head: ["A"], rows: [["a", "b"], []] }]],
    [
      "a head that is higher than a page",
      [{ kind: "table", caption: "High", head: [LINE.repeat(120), "B"], rows: [["a", LINE.repeat(120)]] }],
    ],
    ["an item of which nothing is said", [{ kind: "item", title: "One", why: "Because", lines: [] }]],
  ] as [string, Block[]][])("can hold %s", async (_, blocks) => {
    const { text } = await read(pack(blocks));
    const words = blocks.flatMap((block) => {
      if (block.kind === "words") return [block.text];
      return block.kind === "table" ? [block.caption, ...block.head] : [block.title, block.why];
    });
    for (const said of words) expect(body(text)).toContain(said.replace(/\s/g, "").slice(0, 2000));
  });

  it("says every word that it was given, within its margins, over as many pages as it takes", async () => {
    const word = fc.string({
      unit: fc.constantFrom("a", "b", "W", "é", "i", ".", "«"),
      minLength: 1,
      maxLength: 150,
      size: "max",
    });
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 200 }), async (words) => {
        const { pages, text } = await read(pack([{ kind: "words", text: words.join(" ") }]));
        expect(body(text)).toBe(`Packforthedailycall${"Whathappened"}${words.join("")}`);
        for (const { x, y } of pages.flat()) expect(x >= 50 && x <= 545 && y >= 30 && y <= 842 - 30).toBe(true);
      }),
      { numRuns: 15 },
    );
  });

  it("can be written by a function that has no file beside it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "pack-"));
    try {
      const outfile = join(folder, "index.mjs");
      const made = JSON.stringify(pack([TABLE]));
      buildSync({
        stdin: {
          contents: `import { writePdf } from "./functions/packs/write-pdf.ts"; console.log((await writePdf(${made})).length);`,
          resolveDir: ".",
        },
        ...({ outfile, bundle: true, format: "esm", platform: "node", target: "node24", minify: true } as const),
        banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
      });
      const { stdout } = await promisify(execFile)(process.execPath, [outfile], { cwd: folder });
      expect(Number(stdout)).toBe((await writePdf(pack([TABLE]))).length);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe("words on paper", () => {
  it.each([
    ["«It’s» – said … “so” — 5 € ž Š é ÿ", "«It’s» – said … “so” — 5 € ž Š é ÿ"],
    ["e\u0301", "é"],
    ["Łukasz, Đỗ, ŞİIı", "Lukasz, Do, SIIi"],
    ["a → b, x ≤ 3, −1, 1‑2", "a -> b, x <= 3, -1, 1-2"],
    ["✓ ﬁne ½ ２", "(yes) fine ½ 2"],
    ["a\u200Bb\u00ADc\u202Fd\u2003e", "abc d e"],
    ["日", "[U+65E5]"],
    ["😀!", "[U+1F600]!"],
    ["a\u0007b", "a[U+0007]b"],
    ["\ud800", "[U+FFFD]"],
    ["a\r\nb\u2028c", "a\nb\nc"],
  ])("are ones that its fonts have: %j", (words, shown) => {
    expect(printable(words)).toBe(shown);
  });

  it("are never lost but for what nobody sees", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (words) => {
        const there = new TextEncoder().encode(printable(words)).length > 0;
        expect(there).toBe(/[^\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]/u.test(words.normalize("NFC")));
      }),
    );
  });
});
