import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { daysIn, stretchOf } from "../../core/audit/search.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";
import { filled } from "./filled-form.ts";

let town: Town;
const ask = askingIn(() => town);
/** The privacy officers of the hospital and of the police; a nurse, an inspector, and a nurse of another hospital. */
const [OFFICER, POLICE, NURSE, INSPECTOR, ELSEWHERE] = ["gwen_thorn", "iris_wade", "amara_bell", "idris_vale", "jonas_field"];
const own = { id: "", reference: "" };

beforeAll(async () => {
  town = await aTown();
  Object.assign(own, await town.raise());
  await ask(NURSE, `/escalations/${own.id}`);
  await ask(INSPECTOR, `/escalations/${own.id}/print`);
  await ask(ELSEWHERE, `/escalations/${own.id}`);
  await ask(NURSE, "/board");
});
afterAll(() => town?.close());

const search = (person: string, query: Record<string, string>) => ask(person, `/audit?${new URLSearchParams(query)}`);
/** The rows of what was found: who, and what they did. */
const rowsOn = ({ markup }: { markup: string }) =>
  (markup.split("<tbody")[1] ?? "")
    .split("<tr")
    .slice(1)
    .map((row) =>
      row
        .split("<td")
        .slice(1)
        .map((cell) =>
          cell
            .slice(cell.indexOf(">") + 1)
            .split("<small")[0]
            ?.replace(/<[^>]*>/g, ""),
        ),
    );
const didOn = (page: { markup: string }) => rowsOn(page).map(([, who, what]) => `${who}: ${what}`);

describe("the audit", () => {
  it.each([NURSE, INSPECTOR, "faye_brook", "tess_quill"])("is closed to %s, page and file", async (person) => {
    for (const path of ["/audit", "/audit?from=2026-01-16", "/audit/entries.csv"]) {
      const { status, words } = await ask(person, path);
      expect([path, status, words.includes("Your role may not do this.")]).toEqual([path, 403, true]);
    }
  });

  it("asks first, and finds nothing by itself", async () => {
    const { status, words, markup } = await ask(OFFICER, "/audit");
    expect(status).toBe(200);
    expect(words).not.toContain("What was found");
    expect(markup).toContain('aria-current="page"');
  });

  it("shows an officer their own agency’s people by the day, and no other agency’s", async () => {
    const did = didOn(await search(OFFICER, { from: "2026-01-16" }));
    expect(did).toContain("Amara Bell: Read");
    expect(did).toContain("Amara Bell: Was refused: their role may not");
    expect(did.join()).not.toMatch(/Idris Vale|Jonas Field/);
    expect(didOn(await search(POLICE, { from: "2026-01-16" })).join()).toMatch(/Idris Vale: Opened for print/);
  });

  it("shows everybody who has looked at a case that the agency shares, whoever they act for", async () => {
    const page = await search(OFFICER, { reference: own.reference.toLowerCase().replaceAll("-", " ") });
    expect(page.words).toContain("What was found from 10 January to 16 January");
    expect(didOn(page)).toEqual(
      expect.arrayContaining([
        "Amara Bell: Read",
        "Amara Bell: Changed",
        "Inspector Idris Vale: Opened for print",
        "Jonas Field: Was refused: not there, or not theirs",
      ]),
    );
    expect(page.words).toContain(`Escalation ${own.reference}`);
  });

  it("finds by person, and by what they did", async () => {
    expect(new Set(didOn(await search(OFFICER, { person: NURSE, what: "read" })))).toEqual(new Set(["Amara Bell: Read"]));
    const none = await search(OFFICER, { person: "bela_moor", what: "exported" });
    expect(none.words).toContain("Nothing was found.");
  });

  it("is searched under its own eyes: a search is an entry, and says whom it was about", async () => {
    await search(OFFICER, { person: NURSE });
    const page = await search(OFFICER, { person: OFFICER, what: "searched" });
    expect(page.words).toContain("Person Amara Bell");
    expect(page.words).toContain("the audit");
  });

  it("finds nothing while that cannot be written down", async () => {
    const table = process.env.AUDIT;
    process.env.AUDIT = "no-such-table";
    const page = await search(OFFICER, { person: NURSE }).finally(() => {
      process.env.AUDIT = table;
    });
    expect(page.status).toBe(503);
    expect(page.words).not.toContain("Amara Bell: ");
  });

  it.each([
    [{ person: INSPECTOR }, "person", "is nobody of your agency"],
    [{ person: "nobody_at_all" }, "person", "is nobody of your agency"],
    [{ reference: "RC-222-222" }, "reference", ""],
    [{ reference: "<script>" }, "reference", "not a Rightcall reference"],
    [{ from: "2026-01-16", to: "2026-01-15" }, "to", "must not be before the first day"],
    [{ from: "2025-01-16", to: "2026-01-15" }, "from", "at most 92 days at once"],
    [{ from: "yesterday" }, "from", ""],
  ])("says what cannot be looked for: %j", async (query, field, why) => {
    const page = await search(OFFICER, query);
    expect(page.status).toBe(400);
    expect(page.markup).toContain("<title>Error: Audit");
    expect(faultsOn(page)).toEqual([[`audit-${field}`, expect.stringContaining(why)]]);
  });

  it("does not tell another agency’s case from one that is not there", async () => {
    const other = await town.raise({}, ELSEWHERE);
    const theirs = faultsOn(await search(OFFICER, { reference: other.reference }));
    expect(theirs).toEqual([["audit-reference", "Escalation: is no escalation that your agency shares"]]);
  });

  it("comes a page at a time", async () => {
    await Promise.all(Array.from({ length: 52 }, () => town.as("bela_moor", "GET", `escalations/${own.id}`)));
    const first = await search(OFFICER, { person: "bela_moor" });
    const older = /href="(\/audit\?[^"]*after=[^"]*)"/.exec(first.markup)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const second = await ask(OFFICER, older);
    expect([rowsOn(first).length, rowsOn(second).length]).toEqual([50, 2]);
    expect(second.markup).not.toContain("after=");
  });

  it("is taken out as a file that no spreadsheet runs, and that is an entry too", async () => {
    const { status, markup, headers } = await ask(OFFICER, `/audit/entries.csv?person=${NURSE}&what=read`);
    expect([status, headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"]);
    expect(headers.get("content-disposition")).toBe('attachment; filename="audit-2026-01-10-2026-01-16.csv"');
    const [head, line = ""] = markup.replace("\uFEFF", "").split("\r\n");
    expect(head).toMatch(/^at_utc,at_london,person,name,/);
    expect(line).toContain(
      `,${NURSE},Amara Bell,RJ1,raiser,read,case_work,,case,${own.reference},${own.id},patient,GET /escalations/{id},127.0.0.0/24,`,
    );
    expect(didOn(await search(OFFICER, { person: OFFICER, what: "exported" }))).toEqual(["Gwen Thorn: Took out as a file"]);
    const change = { roles: ["raiser", "control_room"], why: "=1+1" };
    const to = "/people/bela_moor/change";
    const check = await ask("faye_brook", to, filled((await ask("faye_brook", "/people/bela_moor")).markup, to, change));
    expect((await ask("faye_brook", to, filled(check.markup, to, {}))).status).toBe(303);
    const changes = (await ask(OFFICER, "/audit/entries.csv?what=membership_changed")).markup;
    expect(changes).toContain(",raiser,raiser control_room,'=1+1,");
  });

  it("says on the page what no file can be made of", async () => {
    const page = await ask(OFFICER, "/audit/entries.csv?from=2026-01-16&to=2026-01-15");
    expect([page.status, page.headers.get("content-type")]).toEqual([400, "text/html; charset=utf-8"]);
    expect(faultsOn(page)).toEqual([["audit-to", "To day: must not be before the first day"]]);
  });
});

describe("the days of a search", () => {
  it.each([
    ["a week until today", {}, ["2026-01-10", "2026-01-16"]],
    ["from a day until today", { from: "2026-01-01" }, ["2026-01-01", "2026-01-16"]],
    ["a week until a day", { to: "2025-12-31" }, ["2025-12-25", "2025-12-31"]],
    ["one day", { from: "2025-12-31", to: "2025-12-31" }, ["2025-12-31", "2025-12-31"]],
  ])("are %s", (_, asked, [from, to]) => {
    expect(stretchOf(asked, "2026-01-16T02:00:00.000Z").days).toEqual({ from, to });
  });

  it("are London’s, and so touch two of the table’s in summer", () => {
    const stretch = stretchOf({ from: "2026-06-29", to: "2026-06-29" }, "2026-06-29T12:00:00.000Z");
    expect(stretch).toMatchObject({ from: "2026-06-28T23:00:00.000Z", to: "2026-06-29T23:00:00.000Z" });
    expect(daysIn(stretch)).toEqual(["2026-06-29", "2026-06-28"]);
  });
});
