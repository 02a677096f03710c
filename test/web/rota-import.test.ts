import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type * as z from "zod";
import type { routes } from "../../core/routes.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";
import { filled } from "./filled-form.ts";

/** A file into a rota through its page, as a browser without scripts sends it. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town?.close());

const TEAM = "duty_inspector_central_south";
const ROTA = `/rota/${TEAM}`;
const [MANAGER, IDRIS, NELL] = ["rota_manager_met", "idris_vale", "nell_frost"];
const asks = askingIn(() => town);
type Shown = Awaited<ReturnType<typeof asks>>;

const rota = async () =>
  (await town.as(MANAGER, "GET", `teams/${TEAM}/rota`)).body as unknown as z.output<typeof routes.readRota.reply>;

/** Chooses a file on the form, and presses its button. */
async function choose(file: string | undefined, values: Readonly<Record<string, string>> = {}): Promise<Shown> {
  const shown = await asks(MANAGER, `${ROTA}/import`);
  expect(shown.markup).toMatch(/enctype="multipart\/form-data"/i);
  return send(shown, file, values);
}
async function send({ markup }: Shown, file: string | undefined, values: Readonly<Record<string, string>> = {}): Promise<Shown> {
  const form = new FormData();
  for (const [name, value] of filled(markup, `${ROTA}/import`, values)) if (name !== "file") form.append(name, value);
  form.append("file", file === undefined ? new File([], "") : new File([file], "rota.csv", { type: "text/csv" }));
  return asks(MANAGER, `${ROTA}/import`, form);
}
const confirm = ({ markup }: Shown, values: Readonly<Record<string, string>> = {}) =>
  asks(MANAGER, `${ROTA}/import`, filled(markup, `${ROTA}/import`, values, 'value="make"'));

const GOOD =
  'person,from,to\r\nnell_frost,2026-01-17T07:00,2026-01-17T19:00\r\n"omar_reed",17/01/2026 19:00,18/01/2026 07:00\r\n';
const BAD = "person,from,to\nnell_frost,2026-02-30T07:00,2026-03-01T19:00\njohn_nobody,2026-01-17T19:00,2026-01-18T07:00\n";
const CALENDAR = [
  ...["BEGIN:VCALENDAR", "BEGIN:VEVENT", "DTSTART;TZID=Europe/London:20261025T013000", "DURATION:PT6H"],
  ...["SUMMARY:nell_frost", "END:VEVENT", "END:VCALENDAR", ""],
].join("\r\n");

describe("a file of shifts on its page", () => {
  it("is shown with all its faults by line and column, and nothing changes; mended it is looked through, then kept", async () => {
    const before = await rota();
    const wrong = await choose(BAD);
    expect([wrong.status, faultsOn(wrong)]).toEqual([
      400,
      [
        ["import-file", "The file cannot be brought in as it is. Mend it, and choose it again."],
        ["import-file", expect.stringMatching(/^line 2: from: «2026-02-30T07:00» does not exist/)],
        ["import-file", "line 3: person: «john_nobody» is nobody's code or email address here"],
      ],
    ]);
    expect(wrong.markup).toContain("<title>Error: ");
    const shown = await choose(GOOD);
    expect(shown.words).toContain(
      "2 shifts in place of those that begin 07:00 to 19:01 on Sat 17 Jan. Nothing has been changed yet.",
    );
    expect(shown.words).toContain("After it: Inspector Idris Vale and Inspector Nell Frost");
    expect(await rota()).toMatchObject({ version: before.version, rota: before.rota });
    const done = await confirm(shown);
    expect([done.status, done.location]).toEqual([303, `${ROTA}?done=${before.version + 1}`]);
    expect((await rota()).rota.shifts).toMatchObject([{ person: NELL }, { person: "omar_reed", to: "2026-01-18T07:00" }]);
    expect((await asks(MANAGER, done.location)).words).toContain("Done. You brought in shifts from a file");
  });

  it("is a calendar when it begins like one: it needs its days, and says how the clocks were read", async () => {
    const bare = await choose(CALENDAR);
    expect(faultsOn(bare)).toEqual([
      ["import-from", "Say from when: a calendar has more days than these"],
      ["import-to", "Say until when: a calendar has more days than these"],
    ]);
    const shown = await choose(CALENDAR, { from: "2026-10-24T00:00", to: "2026-10-27T00:00" });
    expect(shown.words).toContain("How times in the file were read Line 3, DTSTART: 2026-10-25: happens twice on that night");
    expect((await confirm(shown)).status).toBe(303);
    expect((await rota()).rota.shifts).toHaveLength(1);
  });

  it("is asked for when none was chosen, and the days that were typed are kept", async () => {
    const wrong = await choose(undefined, { from: "2026-01-17T07:00" });
    expect([wrong.status, faultsOn(wrong)]).toEqual([400, [["import-file", "Choose a file"]]]);
    expect(wrong.markup).toContain('value="2026-01-17T07:00"');
  });

  it("that was looked through before somebody else's change is shown again with it, and kept by the next press", async () => {
    const shown = await choose(GOOD);
    const { version } = await rota();
    await town.as(MANAGER, "POST", `teams/${TEAM}/rota`, {
      seen: version,
      change: { what: "set_minimum", minimum: 0 },
      why: "Tried out",
    });
    const stale = await confirm(shown);
    expect(stale.status).toBe(409);
    expect(stale.words).toContain("Ada Penn changed how many must be on duty");
    expect((await confirm(stale)).status).toBe(303);
    expect((await rota()).rota).toMatchObject({ minimum: 0, shifts: [{ person: NELL }, { person: "omar_reed" }] });
  });

  it("that had faults is looked through as its reader saw the rota, and says what somebody else has changed since", async () => {
    const form = await asks(MANAGER, `${ROTA}/import`);
    const { version } = await rota();
    const change = { what: "set_minimum", minimum: 0 };
    await town.as(MANAGER, "POST", `teams/${TEAM}/rota`, { seen: version, change, why: "Tried out" });
    const wrong = await send(form, "person,from,to\nnobody,1,2");
    expect([wrong.status, wrong.words.includes("changed meanwhile")]).toEqual([400, false]);
    const stale = await send(wrong, GOOD);
    expect([stale.status, stale.words.includes("Ada Penn changed how many must be on duty")]).toEqual([409, true]);
  });

  it("may be as large as a rota", async () => {
    const shift = (nth: number) => new Date(Date.UTC(2026, 0, 17, nth)).toISOString();
    const lines = Array.from({ length: 2500 }, (_, nth) => `${NELL},${shift(nth * 2)},${shift(nth * 2 + 1)}`);
    const shown = await choose(["person,from,to", ...lines].join("\r\n"));
    expect((await confirm(shown)).status).toBe(303);
    expect((await rota()).rota.shifts).toHaveLength(2500);
  });

  it("is asked of nobody who may not change the rota, and not taken from them", async () => {
    const body = () => new URLSearchParams({ key: "k-1", seen: "1", file: GOOD, do: "make" });
    for (const [person, status] of [
      [IDRIS, 403],
      ["amara_bell", 404],
    ] as const) {
      expect((await asks(person, `${ROTA}/import`)).status).toBe(status);
      expect((await asks(person, `${ROTA}/import`, body())).status).toBe(status);
    }
    expect((await rota()).rota.shifts).toEqual([]);
    expect((await asks(IDRIS, ROTA)).markup).not.toContain(`href="${ROTA}/import"`);
    expect((await asks(MANAGER, ROTA)).markup).toContain(`href="${ROTA}/import"`);
  });
});
