import { beforeAll, describe, expect, it } from "@jest/globals";

process.env.TABLE = "no-table";
process.env.CURSOR_KEY = Buffer.alloc(32, 7).toString("base64url");

const READER = { partnership: "london", agency: "RJ1", id: "amara_bell" };
const PLACE = "2026-01-16T02:00:00.000Z#0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f";
let pageAfter: typeof import("../../functions/cursor.ts").pageAfter;
beforeAll(async () => {
  ({ pageAfter } = await import("../../functions/cursor.ts"));
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
