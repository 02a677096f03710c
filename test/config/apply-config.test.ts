import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { keys } from "../../core/keys.ts";
import { readPartnership } from "../../core/partnership/read-partnership.ts";
import { readFolder } from "../../operate/read-folder.ts";
import type { Loose } from "../core/partnership/files.ts";

process.env.TABLE = `apply-config-${randomUUID()}`;
const { applyConfig, main } = await import("../../operate/apply-config.ts");
const agreement = await import("../../functions/aws/agreement.ts");
const directory = await import("../../functions/aws/directory.ts");
const { db, TableName, toItem } = await import("../../functions/aws/db.ts");

const NOW = "2026-11-22T02:00:00.000Z";
const folders: string[] = [];

beforeAll(async () => {
  await db.send(
    new CreateTableCommand({
      TableName,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" as const })),
      KeySchema: [
        { AttributeName: "pk", KeyType: "HASH" },
        { AttributeName: "sk", KeyType: "RANGE" },
      ],
    }),
  );
});
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
  db.destroy();
});

/** London's folder once more, under a name of its own and with nothing before it: the first version of itself and of its pathway. */
function folderOf(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), "config-"));
  folders.push(folder);
  cpSync("config/london", folder, { recursive: true });
  edit(folder, "partnership.json", (about) => Object.assign(about, { code, version: 1 }));
  pathway(folder, { version: 1 });
  return folder;
}

function edit(folder: string, file: string, change: (content: Loose) => void): void {
  const content = JSON.parse(readFileSync(join(folder, file), "utf8"));
  change(content);
  writeFileSync(join(folder, file), JSON.stringify(content));
}
const about = (folder: string, more: object) => edit(folder, "partnership.json", (one) => Object.assign(one, more));
const pathway = (folder: string, more: object) =>
  edit(folder, "pathways/police-attendance.json", (one) => Object.assign(one, more));
const kept = async (code: string) => (await agreement.versions(code)).map(({ version }) => version);

async function said(...args: string[]): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = [];
  const code = await main(args, (line) => void lines.push(line));
  return { code, lines };
}

describe("applying a partnership's folder", () => {
  it("shows what it would keep and keeps nothing, in a dry run", async () => {
    const report = await applyConfig(folderOf("dry"), { dryRun: true, now: NOW });
    expect(report).toMatchObject({ did: "would_keep", partnership: "dry", version: 1, comparedWith: null });
    expect(report.differences).toEqual(["added agencies: 65, areas: 15, teams: 113, pathways: 5"]);
    expect(await kept("dry")).toEqual([]);
  });

  it("keeps the first version, and that is what counts from then on", async () => {
    expect((await applyConfig(folderOf("first"), { now: NOW })).did).toBe("kept");
    const found = await directory.inForce("first", NOW);
    expect(found).toMatchObject({ code: "first", version: 1 });
    expect(found.areas).toHaveLength(15);
  });

  it("changes nothing the second time", async () => {
    const folder = folderOf("again");
    await applyConfig(folder, { now: NOW });
    expect(await applyConfig(folder, { now: NOW })).toMatchObject({ did: "nothing_to_change", differences: [] });
    expect(await kept("again")).toEqual([1]);
  });

  it("refuses to change what is kept, and says what would have changed", async () => {
    const folder = folderOf("same_number");
    await applyConfig(folder, { now: NOW });
    about(folder, { owner: "Somebody else" });
    await expect(applyConfig(folder, { now: NOW })).rejects.toThrow(
      /^partnership.json: version: must be higher than 1.*Somebody else/,
    );
    expect(await kept("same_number")).toEqual([1]);
  });

  it("refuses a pathway that has changed without a version of its own, though the partnership has one", async () => {
    const folder = folderOf("one_number");
    await applyConfig(folder, { now: NOW });
    about(folder, { version: 2 });
    pathway(folder, { confirmWithin: "PT90S" });
    await expect(applyConfig(folder, { now: NOW })).rejects.toThrow(
      /^pathways\/: police_attendance.version: version 1 is kept already/,
    );
    expect(await kept("one_number")).toEqual([1]);
  });

  it("keeps the next version beside the first, with what has changed", async () => {
    const folder = folderOf("next");
    await applyConfig(folder, { now: NOW });
    about(folder, { version: 2, effectiveFrom: "2026-12-01T00:00:00.000Z" });
    pathway(folder, { version: 2, confirmWithin: "PT90S" });
    expect(await applyConfig(folder, { now: NOW })).toMatchObject({
      did: "kept",
      comparedWith: 1,
      differences: [
        "changed version: 1 is now 2",
        'changed effectiveFrom: "2023-11-01T00:00:00.000Z" is now "2026-12-01T00:00:00.000Z"',
        "changed pathways.police_attendance.version: 1 is now 2",
        'changed pathways.police_attendance.confirmWithin: "PT60S" is now "PT90S"',
      ],
    });
    expect((await directory.inForce("next", "2026-11-30T23:59:59.999Z")).version).toBe(1);
    expect((await directory.inForce("next", "2026-12-01T00:01:00.000Z")).version).toBe(2);
  });

  it("warns of a version that will take over and does not hold what is new", async () => {
    const folder = folderOf("overtaken");
    await applyConfig(folder, { now: NOW });
    about(folder, { version: 2, effectiveFrom: "2027-01-01T00:00:00.000Z" });
    await applyConfig(folder, { now: NOW });
    about(folder, { version: 3, effectiveFrom: NOW, owner: "Somebody else" });
    const { comparedWith, warnings } = await applyConfig(folder, { now: NOW });
    expect(comparedWith).toBe(1);
    expect(warnings).toContain("version 2 takes over at 2027-01-01T00:00:00.000Z: what is new here must be in it too");
  });

  it("warns of every owner whom the table does not know or cannot reach, and of whoever raises with nobody beside", async () => {
    const folder = folderOf("owners");
    const person = { partnership: "owners", name: "The rota manager", agency: "01", site: null, roles: [] };
    const enrolled = [
      { ...person, id: "rota_manager_met", email: "rota.met@example.org" },
      { ...person, id: "rota_manager_city", email: null },
    ];
    for (const body of enrolled)
      await db.send(new PutItemCommand({ TableName, Item: toItem({ ...keys.person("owners", body.id), body }) }));
    const nobodyKnows = (desk: string) =>
      `the owner rota_manager_${desk} is nobody the table knows, and will not hear of a gap in a rota`;
    const councils = Array.from({ length: 33 }, (_, nth) => `e0${9_000_001 + nth}`);
    const { warnings } = await applyConfig(folder, { dryRun: true, now: NOW });
    const [alone = "", ...owners] = warnings;
    expect(alone).toMatch(/^on police_attendance, version \d+, nobody beside the ladder is told for .*\bRJZ\b/);
    expect(alone).not.toMatch(/\b(RJ1|RRU|E09000022)\b/);
    expect(owners).toEqual([
      "the owner rota_manager_city has no verified channel, and will not hear of a gap in a rota",
      ...["btp", "rj1", "r1h", "rv5", "rru", "e09000022", "lfb"].map(nobodyKnows),
      ...["g6v2s", "rat", "rkl", "rpg", "rqy", "rv3", "rwk"].map(nobodyKnows),
      ...councils.filter((code) => code !== "e09000022").map(nobodyKnows),
      ...["tess_quill", "wren_ash", "noor_vane", "tom_birch", "priya_dale", "jonas_field"].map(
        (lead) => `${lead}, who answers for learning, is nobody the table knows, and will not hear of concerns and calls`,
      ),
    ]);
  });

  it("refuses what would not fit into one item", async () => {
    const folder = folderOf("large");
    edit(folder, "agencies.json", (agencies: Loose[]) => {
      for (let nth = 10_000; nth < 15_000; nth += 1)
        agencies.push({
          code: `X${nth.toString(36).toUpperCase().padStart(4, "0")}`,
          title: `Agency number ${nth}`,
          kind: "acute_trust",
        });
    });
    await expect(applyConfig(folder, { now: NOW })).rejects.toThrow(
      /^\(folder\): \(size\): \d{3} kB as one item, at most 350 kB$/,
    );
    expect(await kept("large")).toEqual([]);
  });

  it("reads every version, however many pages they fill", async () => {
    const folder = folderOf("many");
    const one = readPartnership(readFolder(folder));
    const title = "A site with a long name, so that a page of DynamoDB's answer (1 MB) cannot hold every version".padEnd(
      120,
      ".",
    );
    const sites = Array.from({ length: 1300 }, (_, nth) => ({ code: `site_${nth}`, title, place: "lambeth" }));
    const large = { ...one, agencies: one.agencies.map((agency, nth) => (nth === 0 ? { ...agency, sites } : agency)) };
    for (const version of [1, 2, 3, 4, 5]) await agreement.keep({ ...large, version });
    expect(await kept("many")).toEqual([1, 2, 3, 4, 5]);
  });

  it("lets one of two people keep a version, when both do at one moment", async () => {
    const next = readPartnership(readFolder(folderOf("two_people")));
    const results = await Promise.allSettled([agreement.keep(next), agreement.keep(next)]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(results.find(({ status }) => status === "rejected")).toMatchObject({ reason: { name: "Conflict" } });
  });
});

describe("npm run config", () => {
  it("says what it did, and ends well", async () => {
    const folder = folderOf("command");
    const first = await said("apply", folder);
    expect(first.code).toBe(0);
    expect(first.lines[0]).toBe("command, version 1, from 2023-11-01T00:00:00.000Z (00:00 GMT, Wed 1 Nov).");
    expect(first.lines).toContain(
      "Warning: the owner rota_manager_met is nobody the table knows, and will not hear of a gap in a rota.",
    );
    expect(first.lines.at(-1)).toBe("Kept.");
    const second = await said("apply", folder, "--dry-run");
    expect(second.code).toBe(0);
    expect(second.lines.at(-1)).toBe("Nothing to change.");
  });

  it("prints every fault as file, field and reason, and ends badly", async () => {
    const folder = folderOf("faults");
    edit(folder, "teams.json", (teams: Loose[]) => delete teams[0].owner);
    pathway(folder, { ladder: { start: "duty_inspector", tiers: {} } });
    const { code, lines } = await said("apply", folder);
    expect(code).toBe(1);
    expect(lines.join("\n")).toContain("teams.json: duty_inspector_central_west.owner: is needed");
    expect(lines.at(-1)).toBe("Refused: nothing was kept.");
    expect(await kept("faults")).toEqual([]);
  });

  it.each([
    [
      "a file that is not JSON",
      (folder: string) => writeFileSync(join(folder, "areas.json"), "[{]"),
      /^areas.json: \(file\): is not JSON: /,
    ],
    [
      "a file with a misspelt name",
      (folder: string) => writeFileSync(join(folder, "team.json"), "[]"),
      /^team.json: \(file\): nothing reads this file$/,
    ],
    [
      "a pathway whose name does not end in .json",
      (folder: string) => writeFileSync(join(folder, "pathways/fire.txt"), "{}"),
      /^pathways\/fire.txt: \(file\): /,
    ],
  ])("names %s", async (_, spoil, line) => {
    const folder = folderOf("spoilt");
    spoil(folder);
    const { code, lines } = await said("apply", folder);
    expect(code).toBe(1);
    expect(lines[0]).toMatch(line);
  });

  it("names a folder that is not there", async () => {
    const { code, lines } = await said("apply", "config/paris");
    expect(code).toBe(1);
    expect(lines[0]).toMatch(/^config\/paris: \(file\): cannot be read: ENOENT/);
  });

  it.each([[[]], [["apply"]], [["aply", "config/london"]], [["apply", "config/london", "config/paris"]]])(
    "says how it is called, when it is called as %j",
    async (args) => {
      expect(await said(...args)).toEqual({
        code: 2,
        lines: [
          "npm run config -- apply <folder> [--dry-run]",
          "npm run config -- roll-back <folder> <pathway> --area <code, or everywhere> --from <instant>",
        ],
      });
    },
  );
});
