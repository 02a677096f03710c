import { beforeAll, describe, expect, it } from "@jest/globals";

process.env.TABLE = "no-table";
process.env.CURSOR_KEY = Buffer.alloc(32, 7).toString("base64url");

const READER = { partnership: "london", agency: "RJ1", id: "amara_bell" };
const PLACE = "2026-01-16T02:00:00.000Z#0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f";
let pageAfter: typeof import("../../functions/cursor.ts").pageAfter;
let seenOf: typeof import("../../functions/cursor.ts").seenOf;
beforeAll(async () => {
  ({ pageAfter, seenOf } = await import("../../functions/cursor.ts"));
});

const nextOf = async (list = "escalations", reader = READER, place = PLACE) =>
  (await pageAfter(list, reader, undefined, async () => ({ next: place }))).next ?? "";
const openedBy = (cursor: string, list = "escalations", reader = READER) =>
  pageAfter(list, reader, cursor, async (before) => ({ next: null, before }));

describe("where the next page of a list begins", () => {
  it("leads its own reader on, says nothing, and is the same each time", async () => {
    const cursor = await nextOf();
    expect(await openedBy(cursor)).toEqual({ next: null, before: PLACE });
    expect(cursor).toMatch(/^[\w-]+$/);
    expect(Buffer.from(cursor, "base64url").toString("latin1")).not.toContain("2026");
    expect(await nextOf()).toBe(cursor);
    expect(await nextOf("escalations", READER, `${PLACE}1`)).not.toBe(cursor);
  });

  it("is the beginning where none is named, and nothing after the last", async () => {
    for (const none of [undefined, ""])
      expect(await pageAfter("escalations", READER, none, async (before) => ({ next: null, before }))).toEqual({ next: null });
  });

  const wrong = expect.objectContaining({ name: "Invalid", errors: [expect.objectContaining({ field: "after" })] });
  it.each([
    ["another list", "concerns", READER],
    ["another person", "escalations", { ...READER, id: "idris_vale" }],
    ["another agency", "escalations", { ...READER, agency: "RV5" }],
    ["another partnership", "escalations", { ...READER, partnership: "london_practice" }],
  ])("is refused at %s", async (_, list, reader) => {
    await expect(openedBy(await nextOf(), list, reader)).rejects.toEqual(wrong);
  });

  it("is refused with any one sign changed, cut short, added to, or written by hand", async () => {
    const cursor = await nextOf();
    const changed = [...cursor].map((sign, nth) => cursor.slice(0, nth) + (sign === "A" ? "B" : "A") + cursor.slice(nth + 1));
    for (const forged of [...changed, cursor.slice(0, -1), `${cursor}A`, `${cursor}=`, PLACE, "x", "____"])
      await expect(openedBy(forged)).rejects.toEqual(wrong);
  });
});

describe("a page of a list in which others' matters stand too", () => {
  /** A list in which the reader's own stand at these places, with so many of others' before each and after the last. */
  const among = (own: readonly string[], others: number) => {
    const hidden = (at: string) => Array.from({ length: others }, (_, nth) => `${at}#${String(nth).padStart(4, "0")}`);
    const all = [...own.flatMap((at) => [...hidden(at), at]), ...hidden("z")];
    const read = async (before: string | undefined, many: number) => {
      const items = before === undefined ? all : all.slice(all.indexOf(before) + 1);
      const page = items.slice(0, many);
      return { items: page, next: items.length > many ? (page.at(-1) ?? null) : null };
    };
    return { read, sees: (one: string) => own.includes(one), placeOf: (one: string) => one };
  };
  const pagesOf = async (list: ReturnType<typeof among>, most: number) => {
    const pages: { items: string[]; next: string | null }[] = [];
    for (let next: string | null | undefined; next !== null; ) {
      const page = await seenOf(list, next, most);
      pages.push(page);
      next = page.next;
    }
    return pages;
  };
  const OWN = ["a", "b", "c", "d", "e"];

  it.each([0, 1, 7, 150])("is the same with %d of others' before each: full, and the last one the last", async (others) => {
    expect(await pagesOf(among(OWN, others), 2)).toEqual([
      { items: ["a", "b"], next: "b" },
      { items: ["c", "d"], next: "d" },
      { items: ["e"], next: null },
    ]);
    expect(await pagesOf(among([], others), 2)).toEqual([{ items: [], next: null }]);
  });

  it("is given up after a thousand that are others', and goes on from there", async () => {
    const pages = await pagesOf(among(OWN, 1200), 2);
    expect(pages.flatMap(({ items }) => items)).toEqual(OWN);
    expect(pages[0]).toEqual({ items: [], next: "a#0999" });
  });
});
