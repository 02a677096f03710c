import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Entry } from "../../core/audit/entry.ts";
import { exportTable, importTable } from "../../local/backup.ts";
import { A_FIRST_ANSWER } from "../../local/main-job.ts";
import { stopped, wiped } from "../../local/restore-drill.ts";
import { ensureTables } from "../../local/table.ts";
import { decideOnCase, decideOnMonth } from "../../local/two-people.ts";
import { aTown, type Town, template } from "../town.ts";
import { askingIn } from "../web/asking.ts";
import { filled } from "../web/filled-form.ts";

let town: Town;
let folder: string;
const ask = askingIn(() => town);
/** Privacy officers of the hospital and of the police; a nurse. */
const [HOSPITAL, POLICE, NURSE] = ["gwen_thorn", "iris_wade", "amara_bell"];
const WORDS = "Marigold by the canal";
const HOLD = { reason: "inquest", words: "An inquest has been opened", reference: "INQ 4/26", reviewOn: "2026-03-01" };

type Named = { readonly id: string; readonly reference: string };
let cases: Readonly<Record<"own" | "released" | "kept", Named>>;
let first: Readonly<Record<"carried" | "quiet" | "other" | "held" | "released", Named>>;
/** The moment that is restored, and the table as the first deletion left it. */
let saved: string;
let before: string[];
let ofOwn: unknown[];

let numbers = 500;
async function answered(): Promise<Named> {
  numbers += 1;
  const said = { ...A_FIRST_ANSWER, caller: WORDS, callBack: `07700 900${numbers}` };
  const { body } = await town.as("omar_reed", "POST", "first-answers", said);
  return { id: String(body.id), reference: String(body.reference) };
}
async function closedCase(more: object = {}): Promise<Named> {
  numbers += 1;
  const of = await town.raise({ whyNow: WORDS, person: { knownAs: "Marigold", phone: `07700 900${numbers}` }, ...more });
  const { version } = await town.read(NURSE, of.id);
  await town.move(NURSE, of, "withdrawal", { as: "withdrawn_found_safe", why: "She came back", seen: version });
  return { id: of.id, reference: of.reference };
}
const keeping = (kind: "escalations" | "first-answers", { id }: Named) => `/privacy/${kind}/${id}`;
async function press(who: string, page: string, form: "hold" | "lift", values: Record<string, string>): Promise<void> {
  const to = `${page}/${form}`;
  const { status, words } = await ask(who, to, filled((await ask(who, page)).markup, to, values));
  if (status !== 303) throw new Error(words);
}
const LIFTED = { number: "1", why: "It was closed without one" };

async function items(): Promise<Record<string, unknown>[]> {
  const client = new DynamoDBClient({});
  const found: Record<string, unknown>[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: process.env.TABLE ?? "" }))
    found.push(...Items.map((item) => unmarshall(item)));
  client.destroy();
  return found;
}
/** Each item that has to do with these, as it is kept; of a record the count of what was decided is left out, since a restored one counts anew. */
async function itemsOf(...named: readonly Named[]): Promise<unknown[]> {
  const theirs = (await items()).filter((item) => named.some(({ id }) => JSON.stringify(item).includes(id)));
  return theirs
    .map((item) => (item.sk === "RECORD" ? { ...item, version: 0, body: { ...(item.body as object), version: 0 } } : item))
    .toSorted((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
}
const anew = async (...args: string[]): Promise<{ code: number; said: string[] }> => {
  const { main } = await import("../../operate/delete-anew.ts");
  const said: string[] = [];
  return { code: await main([saved, ...args], (line) => void said.push(line)), said };
};
const recordOf = async (id: string) => (await import("../../functions/aws/privacy.ts")).recordOf({ partnership: "london", id });
const readBy = async (one: Named) => (await town.as("omar_reed", "GET", `first-answers/${one.id}`)).status;

beforeAll(async () => {
  town = await aTown({ digest: false });
  await town.enrol(({ roles }) => ({ roles: [...roles, "privacy_officer"] }), "omar_reed");
  folder = await mkdtemp(join(tmpdir(), "rightcall-anew-"));
  first = {
    ...{ carried: await answered(), quiet: await answered(), other: await answered() },
    ...{ held: await answered(), released: await answered() },
  };
  cases = {
    own: await closedCase({ firstAnswer: first.carried.id }),
    ...{ released: await closedCase(), kept: await closedCase() },
  };
  await press(POLICE, keeping("escalations", cases.released), "hold", HOLD);
  await press(HOSPITAL, keeping("first-answers", first.released), "hold", HOLD);
  await town.forward("PT2H");
  saved = town.machine.clock?.now() ?? "";
  const file = join(folder, "table.ndjson");
  await exportTable(process.env.TABLE ?? "", file);

  await town.forward("PT1M");
  await press(HOSPITAL, keeping("first-answers", first.held), "hold", HOLD);
  await town.forward("PT1M");
  await press(HOSPITAL, keeping("escalations", cases.kept), "hold", HOLD);
  await press(POLICE, keeping("escalations", cases.released), "lift", LIFTED);
  await press(HOSPITAL, keeping("first-answers", first.released), "lift", LIFTED);
  for (const one of [cases.own, cases.released]) await decideOnCase(one.id);
  await decideOnMonth("01", "2026-01");
  const { handler } = await import("../../functions/schedule/delete-contents.ts");
  await handler();
  await town.settled(); // the machine's own minute may have come at this moment
  ofOwn = await itemsOf(cases.own, first.carried, first.quiet, first.other);
  before = [...(await Promise.all(Object.values(first).map(readBy))).map(String)];

  await stopped(town.machine);
  await wiped(process.env.TABLE ?? "");
  await ensureTables(process.env.TABLE ?? "", template);
  await importTable(file, process.env.TABLE ?? "");
}, 120_000);
afterAll(async () => {
  await town?.close();
  await rm(folder, { recursive: true, force: true });
});

describe("npm run delete-anew", () => {
  it("says how it is called when it is called otherwise", async () => {
    const { main } = await import("../../operate/delete-anew.ts");
    for (const args of [[], ["yesterday"], [saved, "No Such Code"]]) {
      const said: string[] = [];
      expect(await main(args, (line) => void said.push(line))).toBe(2);
      expect(said).toEqual(["npm run delete-anew -- <from instant> [partnership…] [--dry-run]"]);
    }
  });

  it("says in a dry run what it would do, and does none of it", async () => {
    expect(before).toEqual(["410", "410", "410", "200", "410"]);
    expect(await Promise.all(Object.values(first).map(readBy))).toEqual([200, 200, 200, 200, 200]);
    const { code, said } = await anew("--dry-run");
    expect(code).toBe(1);
    expect(said).toContain(`${cases.own.reference}: would be deleted anew.`);
    expect(said.slice(-2)).toEqual([
      `london: 3 deletions since ${saved}: 1 to be deleted anew, 0 gone already, 2 not deleted.`,
      "A dry run: nothing was deleted.",
    ]);
    expect(await Promise.all(Object.values(first).map(readBy))).toEqual([200, 200, 200, 200, 200]);
    expect((await town.as(NURSE, "GET", `escalations/${cases.own.id}`)).status).toBe(200);
  });

  it("deletes what came back as it was deleted the first time, goes on where a run was cut short, and names what it leaves and why", async () => {
    const [{ deleteWordsOf }, { entries }] = await Promise.all([
      import("../../functions/aws/privacy.ts"),
      import("../../functions/aws/audit.ts"),
    ]);
    const year = { from: "2026-01-01T00:00:00.000Z", to: "2027-01-01T00:00:00.000Z" };
    const told = async () =>
      (await entries("london", { about: { kind: "first_answers", id: "01_2026-01" } }, year, undefined, 50)).items
        .map(({ entry }) => entry)
        .filter(({ what }) => what === "deleted");
    const [once] = (await told()) as [Entry];
    if (!once.gone) throw new Error("its entry does not say by which rule");
    await deleteWordsOf("london", first.quiet.id, once.gone); // a run that was cut short
    const { code, said } = await anew("london");
    expect(code).toBe(1);
    expect(said).toEqual([
      `${cases.own.reference}: deleted anew.`,
      `${cases.released.reference}: NOT deleted: it is held. Have the hold lifted, and run this again.`,
      `First answers of 2026-01, force 01: NOT deleted: ${first.released.reference}: it is held. Have the hold lifted, and run this again.`,
      ...[first.held, cases.kept].map(({ reference }) => `${reference}: held by RJ1, and not any more. Have it held again.`),
      `london: 3 deletions since ${saved}: 1 deleted anew, 0 gone already, 2 not deleted.`,
    ]);
    expect(await itemsOf(cases.own, first.carried, first.quiet, first.other)).toEqual(ofOwn);
    expect(await Promise.all(Object.values(first).map(readBy))).toEqual([410, 410, 410, 200, 200]);
    expect((await recordOf("01_2026-01"))?.gone).toEqual(once.gone);
    expect(await told()).toEqual([
      { ...once, at: expect.any(String), route: "operate delete-anew", request: expect.any(String) },
      once,
    ]);
  });

  it("finds nothing more to do when it is run again, and deletes what was held once its hold is lifted", async () => {
    const again = await anew();
    expect([again.code, again.said.at(-1)]).toEqual([
      1,
      `london: 3 deletions since ${saved}: 0 deleted anew, 1 gone already, 2 not deleted.`,
    ]);
    await press(POLICE, keeping("escalations", cases.released), "lift", LIFTED);
    await press(HOSPITAL, keeping("first-answers", first.released), "lift", LIFTED);
    const then = await anew();
    expect([then.code, then.said.at(-1)]).toEqual([
      0,
      `london: 3 deletions since ${saved}: 2 deleted anew, 1 gone already, 0 not deleted.`,
    ]);
    expect(await Promise.all(Object.values(first).map(readBy))).toEqual([410, 410, 410, 200, 410]);
    expect((await town.as(NURSE, "GET", `escalations/${cases.released.id}`)).body.type).toBe("/problems/Deleted");
    const last = await anew();
    expect([last.code, last.said.at(-1)]).toEqual([
      0,
      `london: 3 deletions since ${saved}: 0 deleted anew, 3 gone already, 0 not deleted.`,
    ]);
    expect(await itemsOf(cases.own, first.carried, first.quiet, first.other)).toEqual(ofOwn);
  });

  it("names a deletion whose entry is from before entries said by which rule, and one of a case that is open", async () => {
    const { entries, mustKeep } = await import("../../functions/aws/audit.ts");
    const year = { from: "2026-01-01T00:00:00.000Z", to: "2027-01-01T00:00:00.000Z" };
    const { items } = await entries("london", { about: { kind: "case", id: cases.own.id } }, year, undefined, 50);
    const { gone, ...old } = items.map(({ entry }) => entry).find(({ what }) => what === "deleted") as Entry;
    const open = await town.raise();
    await mustKeep({ ...old, about: { kind: "case", id: cases.kept.id }, request: "old" });
    await mustKeep({ ...old, gone, about: { kind: "case", id: open.id }, request: "open" });
    const { code, said } = await anew();
    expect(code).toBe(1);
    expect(said).toContain(
      `${cases.kept.reference}: NOT deleted: its entry of the audit is from before entries said by which rule: two privacy officers delete it anew.`,
    );
    expect(said).toContain(`${open.reference}: NOT deleted: it is open.`);
    expect((await town.as(NURSE, "GET", `escalations/${cases.kept.id}`)).status).toBe(200);
  });
});
