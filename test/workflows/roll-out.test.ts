import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readPartnership } from "../../core/partnership/read-partnership.ts";
import { readFolder } from "../../operate/read-folder.ts";
import { type Loose, POLICE } from "../core/partnership/files.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";

/** From these nights on Central South has a version of its own, and then the one before it again. */
const [BEGINS, BACK] = ["2026-02-01T00:00:00.000Z", "2026-02-02T00:00:00.000Z"];
const OWN = "pathways/police-attendance-3.json";
const [NURSE, INSPECTOR, CHAIR] = ["amara_bell", "idris_vale", "ola_finch"];

let town: Town;
const folder = mkdtempSync(join(tmpdir(), "roll-out-"));
const asks = askingIn(() => town);
const inFolder = (file: string): Loose => JSON.parse(readFileSync(join(folder, file), "utf8"));
const write = (file: string, content: Loose) => writeFileSync(join(folder, file), JSON.stringify(content));

/** The command that an operator gives. */
async function config(...args: string[]): Promise<{ code: number; said: string }> {
  const { main } = await import("../../operate/apply-config.ts");
  const lines: string[] = [];
  const code = await main(args, (line) => void lines.push(line));
  await town.settled();
  return { code, said: lines.join("\n") };
}

/** Raises in a borough, and takes it back: the version that it was raised under, and how long an acknowledgement may take. */
async function promisedIn(borough: string): Promise<[version: number, ms: number]> {
  const of = await town.raise({ place: { borough, address: "By the river" } });
  const [version, ms] = promise(of);
  await town.move(NURSE, of, "withdrawal", { as: "withdrawn_found_safe", why: "He came back" });
  return [version, ms];
}
function promise(of: Awaited<ReturnType<Town["read"]>>): [version: number, ms: number] {
  const clock = of.clocks.find(({ limit }) => limit === "acknowledge");
  return [of.pathway.version, clock ? Date.parse(clock.dueAt) - Date.parse(clock.startedAt) : 0];
}

const MINUTE_MS = 60_000;

beforeAll(async () => {
  town = await aTown({ from: new Date("2026-01-31T22:00:00.000Z"), digest: false });
  await town.anew();
  cpSync("config/london", folder, { recursive: true });
  const own = inFolder(POLICE);
  Object.assign(own, { version: 3, effectiveFrom: BEGINS, areas: ["central_south"] });
  own.priorities[0].limits.acknowledge = { within: "PT4M" };
  write(OWN, own);
  const known = inFolder("partnership.json");
  write("partnership.json", { ...known, version: Number(known.version) + 1, effectiveFrom: "2026-01-15T00:00:00.000Z" });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await town.close();
});

describe("a version for one area", () => {
  it("is agreed before it begins, and changes nothing until then", async () => {
    expect(await config("apply", folder)).toMatchObject({ code: 0, said: expect.stringContaining("Kept.") });
    await town.forward("PT1M");
    expect(await promisedIn("Lambeth")).toEqual([2, 5 * MINUTE_MS]);
  });

  it("says to everybody there what changes, in plain words and with its date, and elsewhere that nothing does", async () => {
    for (const reader of [NURSE, CHAIR, INSPECTOR]) {
      const { status, words } = await asks(reader, "/agreement/here?area=central_south");
      expect(status).toBe(200);
      expect(words).toContain("What changes here: Central South BCU");
      expect(words).toMatch(
        /What will change From 00:00 GMT, Sun 1 Feb: version 3 of Police attendance takes the place of version 2\./,
      );
      expect(words).toMatch(/P1 Immediate: to acknowledge Before within 5 minutes After within 4 minutes/);
    }
    const { words } = await asks(NURSE, "/agreement/here?area=north");
    expect(words).toContain("No other version has been agreed for this area.");
    expect((await asks(NURSE, "/agreement")).words).toContain(
      "version 3 of Police attendance in Central South BCU takes the place",
    );
    expect((await asks(NURSE, "/agreement/here?area=nowhere")).status).toBe(404);
  });

  it("is shown first to whoever works there, and is linked from where people look", async () => {
    for (const reader of [NURSE, INSPECTOR])
      expect((await asks(reader, "/agreement/here")).words).toContain("What changes here: Central South BCU");
    expect((await asks(NURSE, "/guidance?place=Lambeth")).markup).toContain('href="/agreement/here?area=central_south"');
    expect((await asks(INSPECTOR, "/duty-board")).markup).toContain('href="/agreement/here"');
  });

  it("counts from its moment on, in its area alone; an open case keeps what it was promised", async () => {
    await town.to("2026-01-31T23:59:30.000Z");
    const open = await town.raise();
    await town.forward("PT1M");
    expect(promise(await town.read(NURSE, open.id))).toEqual([2, 5 * MINUTE_MS]);
    await town.move(NURSE, open, "withdrawal", { as: "withdrawn_found_safe", why: "He came back" });
    expect(await promisedIn("Lambeth")).toEqual([3, 4 * MINUTE_MS]);
    expect(await promisedIn("Enfield")).toEqual([2, 5 * MINUTE_MS]);
    expect(await promisedIn("nowhere that anybody knows")).toEqual([2, 5 * MINUTE_MS]);
  });

  it("is told to a partner's system with the areas where it counts", async () => {
    const { items: all } = (await town.as(NURSE, "GET", "pathways")).body as unknown as { items: Loose[] };
    const items = all.filter(({ code }) => code === "police_attendance");
    expect(items.map(({ version, areas }) => [version, areas.length])).toEqual([
      [3, 1],
      [2, 14],
    ]);
    expect(items[0].places.map(({ title }: Loose) => title).toSorted()).toEqual(["Lambeth", "Southwark"]);
  });

  it("is in the form, on the paper and in the guidance of its own places", async () => {
    const version = async (path: string) => (await asks(NURSE, path)).words.match(/Version (\d), in force/)?.[1];
    expect([await version("/guidance?place=Lambeth"), await version("/guidance?place=Enfield")]).toEqual(["3", "2"]);
    const { markup } = await asks(NURSE, "/raise");
    for (const place of ["Lambeth", "Enfield"]) expect(markup).toContain(`<option value="${place}"`);
  });
});

describe("a roll-back", () => {
  it("is refused where nothing counted before, for a moment that has passed, and when it is not understood", async () => {
    const back = (area: string, from: string) => config("roll-back", folder, "police_attendance", "--area", area, "--from", from);
    expect(await back("north", BACK)).toMatchObject({ code: 1, said: expect.stringContaining("There is no version of") });
    expect(await back("central_south", BEGINS)).toMatchObject({
      code: 1,
      said: expect.stringContaining("must be a moment to come"),
    });
    expect(await back("far_north", BACK)).toMatchObject({ code: 1, said: expect.stringContaining("no area far_north") });
    expect((await back("everywhere", BACK)).said).toContain("name one area");
    expect((await config("roll-back", folder, "police_attendance", "--area", "north")).code).toBe(2);
  });

  it("brings the version before back as a new one that says so, and rewrites nothing", async () => {
    const asked = ["police_attendance", "--area", "central_south", "--from", BACK] as const;
    const { code, said } = await config("roll-back", folder, ...asked);
    expect([code, said]).toEqual([
      0,
      expect.stringContaining("version 4 of police_attendance is version 2 again, in place of version 3"),
    ]);
    const { pathways } = readPartnership(readFolder(folder));
    const [first, back] = [2, 4].map((number) => pathways.find(({ version }) => version === number));
    expect(back).toEqual({
      ...first,
      ...{ version: 4, areas: ["central_south"], effectiveFrom: BACK },
      note: expect.stringContaining("Version 2 comes back in Central South BCU, in place of version 3."),
    });
    expect(await config("apply", folder)).toMatchObject({ code: 0, said: expect.stringContaining("Kept.") });
    const { words } = await asks(NURSE, "/agreement/here?area=central_south");
    expect(words).toMatch(/From 00:00 GMT, Mon 2 Feb: version 4 of Police attendance takes the place of version 3\./);
    expect(words).toMatch(/What has changed.* From 00:00 GMT: version 3 of Police attendance takes the place of version 2\./);
  });

  it("counts from its moment on; a case from before keeps what it was promised", async () => {
    await town.to("2026-02-01T23:59:00.000Z");
    const open = await town.raise();
    await town.forward("PT2M");
    expect(promise(await town.read(NURSE, open.id))).toEqual([3, 4 * MINUTE_MS]);
    await town.move(NURSE, open, "withdrawal", { as: "withdrawn_found_safe", why: "He came back" });
    expect(await promisedIn("Lambeth")).toEqual([4, 5 * MINUTE_MS]);
    expect(await promisedIn("Enfield")).toEqual([2, 5 * MINUTE_MS]);
  });
});
