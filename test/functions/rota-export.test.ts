import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type * as z from "zod";
import type { routes } from "../../core/routes.ts";
import { plus } from "../../core/time.ts";
import { demo } from "../../local/demo-people.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";
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

const asks = askingIn(() => town);
const now = () => town.machine.clock?.now() ?? "";
const seen = async () => (await town.as(MANAGER, "GET", PATH)).body.version;
const bring = async (text: string, more: object = {}) =>
  town.as(MANAGER, "POST", `${PATH}/import`, { seen: await seen(), format: "csv", text, ...more });
const change = async (of: object, more: object = {}) =>
  expect(await town.as(MANAGER, "POST", PATH, { seen: await seen(), change: of, ...more })).toMatchObject({ status: 200 });

describe("a rota as a spreadsheet", () => {
  it("says what was brought in, line by line, and brought in again changes nothing", async () => {
    const roster = rows(500);
    expect(await bring(csv(roster))).toMatchObject({ status: 200 });
    await change({ what: "remove_rotation", code: "round_the_clock" }, { why: "The roster is made elsewhere" });
    const file = await asks(MANAGER, `/rota/${TEAM}/export.csv?from=2026-01-17&to=2026-12-31`);
    expect(file.headers.get("content-disposition")).toBe(`attachment; filename="${TEAM}-2026-01-17.csv"`);
    const [header, ...lines] = file.markup.replace("\uFEFF", "").trimEnd().split("\r\n");
    expect(header).toBe("person,name,from,to,from_utc,to_utc");
    expect(lines.map((line) => line.split(",")).map(([person, , from, to]) => [person, from, to])).toEqual(roster);
    const again = await bring(file.markup, { dryRun: true });
    expect(again).toMatchObject({ status: 200, body: { shifts: 500, consequences: { changes: [], leavesShort: [] } } });
  });

  it("is of 31 days from today, unless somebody says which", async () => {
    const { markup } = await asks("idris_vale", `/rota/${TEAM}/export.csv`);
    const [, line = ""] = markup.split("\r\n");
    expect(line).toContain("idris_vale,Inspector Idris Vale,2026-01-16T00:00,2026-02-16T00:00");
  });

  it.each(["from=2026-01-15", "from=2026-03-01&to=2026-02-01", "to=2028-01-01", "from=soon"])("is not of %s", async (query) => {
    expect((await asks("idris_vale", `/rota/${TEAM}/export.csv?${query}`)).status).toBe(400);
  });

  it("is another agency's affair", async () => {
    expect((await asks("amara_bell", `/rota/${TEAM}/export.csv`)).status).toBe(404);
  });
});

describe("a calendar that anybody with its address reads", () => {
  const FEEDS = `teams/${TEAM}/feeds`;
  const made = async (person = "idris_vale") => {
    const { body } = await town.as(person, "POST", FEEDS, { title: "The wall display" });
    return body as unknown as z.output<typeof routes.addFeed.reply>;
  };
  const opened = async (address: string) => {
    const reply = await fetch(`${town.machine.site}${new URL(address).pathname}`);
    return { status: reply.status, headers: reply.headers, text: (await reply.text()).replaceAll("\r\n ", "") };
  };
  const gone = async (address: string) => {
    const { status, headers, text } = await opened(address);
    return { status, type: headers.get("content-type"), cache: headers.get("cache-control"), text };
  };
  const NOTHING = {
    status: 404,
    type: "text/plain; charset=utf-8",
    cache: "no-store",
    text: expect.stringContaining("no such calendar"),
  };

  it("says who is on duty, as calendars read it, and keeps its events' names from day to day", async () => {
    const { address } = await made();
    const { status, headers, text } = await opened(address);
    expect([status, headers.get("content-type"), headers.get("cache-control")]).toEqual([
      ...[200, "text/calendar; charset=utf-8", "private, max-age=900"],
    ]);
    expect(headers.get("set-cookie")).toBeNull();
    expect(text).toContain("SUMMARY:Inspector Idris Vale: Duty inspector\\, Central South BCU");
    expect(text).toContain("DTSTART:20260105T000000Z"); // the Monday of last week
    await town.forward("PT24H");
    const names = (calendar: string) => calendar.split("\r\n").filter((line) => line.startsWith("UID:"));
    expect(names((await opened(address)).text)).toEqual(names(text));
  });

  it("shows a change within a minute", async () => {
    const { address } = await made();
    const span = { from: plus(now(), "PT6H"), to: plus(now(), "PT8H") };
    await change({ what: "override", override: { kind: "replace", person: "idris_vale", with: "nell_frost", ...span } });
    await town.forward("PT1M");
    const { text } = await opened(address);
    expect(text).toMatch(/DTSTART:\d{8}T08\d{4}Z\r\nDTEND:\d{8}T10\d{4}Z\r\nSUMMARY:Inspector Nell Frost/);
  });

  it("tells nobody anything once it is ended, and is answered then like one that never was", async () => {
    const { id, address } = await made();
    await town.as("idris_vale", "POST", `${FEEDS}/${id}/end`, {});
    const unknown = address.replace(/[\w-]{32}\.ics$/, `${"A".repeat(32)}.ics`);
    const answers = await Promise.all([address, unknown, `${unknown}x`, unknown.replace(".ics", "")].map(gone));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]).toEqual(NOTHING);
  });

  it("ends when its maker has left the agency", async () => {
    const { address } = await made("nell_frost");
    expect((await opened(address)).status).toBe(200);
    await town.enrol(() => ({ agency: "RJ1" }), "nell_frost");
    expect(await gone(address)).toEqual(NOTHING);
  });
});

describe("what leaves as a file", () => {
  it("names people, and carries nobody's telephone number or address", async () => {
    await bring(csv(rows(9)));
    const { body } = await town.as("idris_vale", "POST", `teams/${TEAM}/feeds`, { title: "The wall display" });
    const { pathname } = new URL(String((body as unknown as { address: string }).address));
    const feed = await (await fetch(`${town.machine.site}${pathname}`)).text();
    const { markup } = await asks(MANAGER, `/rota/${TEAM}/export.csv`);
    for (const file of [feed.replaceAll("\r\n ", ""), markup]) {
      expect(file).toContain("Inspector Omar Reed");
      for (const { channels } of demo.people) for (const { to } of channels) expect(file).not.toContain(to);
      expect(file).not.toMatch(/@(?!rightcall\r)|\+44|mailto:|tel:/);
    }
  });
});
