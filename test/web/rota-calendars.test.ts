import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";
import { filled } from "./filled-form.ts";

/** The ways out of a rota on their page, as a browser without scripts takes them. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town?.close());

const ROTA = "/rota/duty_inspector_central_south";
const [MANAGER, IDRIS, NELL] = ["rota_manager_met", "idris_vale", "nell_frost"];
const asks = askingIn(() => town);

describe("the ways out of a rota", () => {
  const OUT = `${ROTA}/calendars`;
  const make = async (title: string, person = IDRIS) => {
    const { markup } = await asks(person, OUT);
    return asks(person, OUT, filled(markup, OUT, { title }));
  };

  it("are found from its page by anybody of its agency, and by nobody else", async () => {
    expect((await asks(IDRIS, ROTA)).markup).toContain(`href="${OUT}"`);
    const title = new URLSearchParams({ key: "k-1", title: "Ours" });
    expect([(await asks("amara_bell", OUT)).status, (await asks("amara_bell", OUT, title)).status]).toEqual([404, 404]);
  });

  it("lead to a spreadsheet of the days that are chosen", async () => {
    const { markup } = await asks(IDRIS, OUT);
    const query = filled(markup, `${ROTA}/export.csv`, { to: "2026-01-20" });
    const file = await asks(IDRIS, `${ROTA}/export.csv?${query}`);
    expect(file.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(file.markup).toContain("2026-01-16T00:00,2026-01-21T00:00");
  });

  it("show a calendar's address once, with a warning; then who made it, until it is ended", async () => {
    const made = await make("The wall display");
    const [, address = ""] = /<code[^>]*>([^<]*\.ics)</.exec(made.markup) ?? [];
    expect((await fetch(`${town.machine.site}${new URL(address).pathname}`)).status).toBe(200);
    expect(made.words).toContain("Whoever has it sees who is on duty, by name.");
    const later = await asks(MANAGER, OUT);
    expect(later.markup).not.toContain(".ics");
    expect(later.words).toContain("The wall display, made by Inspector Idris Vale at 02:00 on Fri 16 Jan End it");
    expect((await asks(NELL, OUT)).words).not.toContain("End it: The wall display");
    const [, end = ""] = /action="([^"]*\/end)"/.exec(later.markup) ?? [];
    expect((await asks(NELL, end, new URLSearchParams({ key: "k-1" }))).status).toBe(403);
    expect((await asks(MANAGER, end, filled(later.markup, end, {}))).location).toBe(OUT);
    expect((await fetch(`${town.machine.site}${new URL(address).pathname}`)).status).toBe(404);
    expect((await asks(MANAGER, OUT)).words).toContain("1 calendar that has been ended");
  });

  it("ask what a calendar is for", async () => {
    const wrong = await make(" ");
    expect([wrong.status, faultsOn(wrong)]).toEqual([400, [["calendar-title", "Say what it is for"]]]);
    expect((await asks(MANAGER, `${OUT}/no-such-calendar/end`, new URLSearchParams({ key: "k-1" }))).status).toBe(404);
  });
});
