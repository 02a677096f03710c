import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type * as z from "zod";
import type { routes } from "../../core/routes.ts";
import { aTown, type Town } from "../town.ts";
import { csv, rows } from "./rota-files/roster.ts";

const TEAM = "duty_inspector_central_south";
const PATH = `teams/${TEAM}/rota`;
const MANAGER = "rota_manager_met";
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town?.close());

const rota = async () => (await town.as(MANAGER, "GET", PATH)).body as unknown as z.output<typeof routes.readRota.reply>;
const bring = async (text: string, more: object = {}, person = MANAGER) => {
  const { version } = await rota();
  return town.as(person, "POST", `${PATH}/import`, { seen: version, format: "csv", text, ...more });
};
const change = async (of: object, more: object = {}) => {
  const { version } = await rota();
  expect(await town.as(MANAGER, "POST", PATH, { seen: version, change: of, ...more })).toMatchObject({ status: 200 });
};

const ROWS = rows(500);
/** The line of the file on which a shift stands: the header is the first. */
const lineOf = (nth: number) => nth + 2;

/** The same file with five slips of the pen. */
const spoilt = () => {
  const wrong = ROWS.map((cells) => [...cells]);
  const [nobody = [], noDay = [], backwards = [], foreign = []] = [1, 40, 99, 250].map((nth) => wrong[nth] ?? []);
  nobody[0] = "john_nobody";
  noDay[1] = "2026-02-30T07:00";
  backwards[2] = "2026-01-01T07:00";
  foreign[0] = "amara_bell";
  wrong[499] = [...(wrong[400] ?? [])];
  return csv(wrong);
};

describe("a file of shifts", () => {
  it("of 500 lines with faults is refused whole, each fault with its line and column, and comes in once it is mended", async () => {
    const before = await rota();
    const refused = await bring(spoilt());
    const places = [
      [lineOf(1), "person"],
      [lineOf(40), "from"],
      [lineOf(99), "to"],
      [lineOf(250), "person"],
      [lineOf(499), "person"],
    ];
    expect(refused).toMatchObject({
      status: 400,
      body: {
        type: "/problems/Invalid",
        errors: places.map(([line, field]) => ({ field: `line ${line}: ${field}` })),
        faults: places.map(([line, field]) => ({ line, field, reason: expect.any(String) })),
        moreFaults: 0,
      },
    });
    expect(JSON.stringify(refused.body)).not.toContain("Amara");
    expect(await rota()).toMatchObject({ version: before.version, rota: before.rota });

    const tried = await bring(csv(ROWS), { dryRun: true });
    expect(tried).toMatchObject({ status: 200, body: { did: "would_keep", shifts: 500, notes: [] } });
    expect((await rota()).version).toBe(before.version);
    expect(await bring(csv(ROWS))).toMatchObject({
      status: 200,
      body: { did: "kept", version: before.version + 1, shifts: 500 },
    });
    expect((await rota()).rota.shifts.map(({ person, from, to }) => [person, from, to])).toEqual(ROWS);
  });

  it("tells a hundred faults and how many more there are", async () => {
    const refused = await bring(csv(rows(130).map(([, ...when]) => ["john_nobody", ...when])));
    const { errors, faults, moreFaults } = refused.body as unknown as Record<"errors" | "faults", object[]> & {
      moreFaults: number;
    };
    expect([errors.length, faults.length, moreFaults]).toEqual([101, 100, 30]);
    expect(errors.at(-1)).toEqual({ field: "(file)", reason: "has 30 more faults" });
  });

  it("takes the place of what begins in its time, and of nothing else", async () => {
    await bring(csv(rows(6)));
    const [first = [], second = []] = rows(2);
    await bring(csv([["omar_reed", second[1] ?? "", second[2] ?? ""]]));
    expect((await rota()).rota.shifts.map(({ person }) => person).toSorted()).toEqual([
      "idris_vale",
      "idris_vale",
      "nell_frost",
      "omar_reed",
      "omar_reed",
      "omar_reed",
    ]);
    const whole = { from: "2026-01-17T00:00", to: "2026-02-01T00:00" };
    await bring(csv([first]), whole);
    expect((await rota()).rota.shifts).toHaveLength(1);
    const outside = await bring(csv(rows(3)), { ...whole, from: "2026-01-17T12:00" });
    expect(outside).toMatchObject({ status: 400, body: { errors: [{ field: "line 2: from" }] } });
  });

  it("may be a calendar, for the days that somebody names", async () => {
    const calendar = [
      ...["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART;TZID=Europe/London:20260117T190000"],
      ...["DTEND;TZID=Europe/London:20260118T070000", "SUMMARY:Inspector Nell Frost: nights", "END:VEVENT", "END:VCALENDAR"],
    ].join("\r\n");
    const bare = await bring(calendar, { format: "ical" });
    expect(bare).toMatchObject({ status: 400, body: { errors: [{ field: "from" }, { field: "to" }] } });
    const days = { format: "ical", from: "2026-01-17T00:00", to: "2026-01-19T00:00" };
    expect(await bring(calendar, days)).toMatchObject({ status: 200, body: { shifts: 1 } });
    expect((await rota()).rota.shifts).toMatchObject([
      { person: "nell_frost", from: "2026-01-17T19:00", to: "2026-01-18T07:00" },
    ]);
    const backwards = await bring(calendar, { ...days, to: days.from });
    expect(backwards).toMatchObject({ status: 400, body: { errors: [{ field: "to" }] } });
  });

  it("comes with notes on what the clocks make doubtful", async () => {
    const kept = await bring(csv([["nell_frost", "2026-10-25T01:30", "2026-10-25T07:00"]]));
    expect(kept).toMatchObject({
      body: { notes: [{ line: 2, field: "from", reason: expect.stringContaining("happens twice") }] },
    });
  });

  it("that leaves too few is refused until somebody says why, like any change", async () => {
    await bring(csv(rows(6)));
    await change({ what: "remove_rotation", code: "round_the_clock" }, { why: "The roster is made elsewhere" });
    const [first = []] = rows(1);
    const days = { from: "2026-01-17T00:00", to: "2026-01-21T00:00" };
    expect(await bring(csv([first]), days)).toMatchObject({ status: 409, body: { type: "/problems/NeedsConfirming" } });
    expect(await bring(csv([first]), { ...days, why: "A short week" })).toMatchObject({ status: 200 });
    const stale = await bring(csv([first]), { seen: 1 });
    expect(stale).toMatchObject({ status: 409, body: { type: "/problems/ChangedMeanwhile" } });
  });

  it("is brought in by whoever may change the rota, and nobody else learns what is wrong with it", async () => {
    expect(await bring(spoilt(), {}, "idris_vale")).toMatchObject({ status: 403, body: { type: "/problems/NotAllowed" } });
    expect(await bring(spoilt(), {}, "amara_bell")).toMatchObject({ status: 404, body: { type: "/problems/NotFound" } });
  });

  it("may be 2 million characters long, and no longer", async () => {
    const long = (most: number) => `${csv(rows(2))}${"\r\n,,".repeat(most)}`;
    expect(await bring(long(490_000))).toMatchObject({ status: 200, body: { shifts: 2 } });
    expect(await bring(long(510_000))).toMatchObject({ status: 400, body: { faults: [{ field: "(file)" }] } });
    expect(await bring("x".repeat(3 * 1024 * 1024))).toMatchObject({ status: 413 });
  });
});
