import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { emptyRota } from "../../core/rota/rota.ts";
import { plus, since } from "../../core/time.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "./asking.ts";
import { filled } from "./filled-form.ts";

/** The pages to which a message about a rota leads: a change of shift, and drills. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town?.close());

const TEAM = "duty_inspector_central_south";
const ROTA = `/rota/${TEAM}`;
const now = () => new Date().toISOString();

const asks = askingIn(() => town);
const press = async (person: string, page: string, form: string, values = {}) =>
  asks(person, form, filled((await asks(person, page)).markup, form, values));
/** Where the newest message to somebody leads. */
const linkTo = (address: string) =>
  new URL(town.machine.mailbox.letters.findLast(({ to }) => to === address)?.text.match(/http\S+/)?.[0] ?? "").pathname;

describe("the page of a change of shift", () => {
  /** One goes off duty in ten minutes, and another comes on. */
  const changesSoon = () => {
    const start = now();
    return town.rota(TEAM, () => ({
      ...emptyRota(TEAM),
      shifts: [
        { id: "1-0", person: "idris_vale", from: since(start, "PT3H"), to: plus(start, "PT10M") },
        { id: "1-1", person: "nell_frost", from: plus(start, "PT10M"), to: plus(start, "PT10H") },
      ],
    }));
  };
  const changed = async () => {
    await changesSoon();
    const { reference } = await town.raise();
    await town.forward("PT12M");
    return reference;
  };

  it("is where the message leads, names what is open, and takes one press", async () => {
    const reference = await changed();
    const page = linkTo("nell.frost@met.example.org");
    expect(page).toBe(`${ROTA}/take-over`);
    const shown = await asks("nell_frost", page);
    expect(shown.words).toContain(reference);
    expect(shown.words).toContain("Inspector Idris Vale went off duty, Inspector Nell Frost came on. 1 case was open.");
    expect(shown.words).toContain("Nobody has taken over yet.");
    const pressed = await press("nell_frost", page, page);
    expect([pressed.status, pressed.location]).toEqual([303, page]);
    const after = await asks("nell_frost", page);
    expect(after.words).toMatch(/Taken over by Inspector Nell Frost/);
    expect(after.markup).not.toContain("I have taken over");
  });

  it("offers its button to whoever is on duty alone", async () => {
    await changed();
    const shown = await asks("idris_vale", `${ROTA}/take-over`);
    expect(shown.words).toContain("Only somebody on duty at this desk takes it over.");
    expect((await asks("idris_vale", `${ROTA}/take-over`, new URLSearchParams({ key: "k1" }))).status).toBe(403);
    expect((await asks("amara_bell", `${ROTA}/take-over`)).status).toBe(404);
  });

  it("names what is open, and links none of it, for whoever plans the rota and may open no case", async () => {
    await town.enrol(() => ({ roles: ["rota_manager"] }), "rota_manager_met");
    const reference = await changed();
    const planner = await asks("rota_manager_met", `${ROTA}/take-over`);
    expect(planner.words).toContain(reference);
    expect(planner.markup).not.toMatch(/href="\/escalations\/[0-9a-f-]{36}"/);
    const [, href = ""] =
      (await asks("idris_vale", `${ROTA}/take-over`)).markup.match(/href="(\/escalations\/[0-9a-f-]{36})"/) ?? [];
    expect((await asks("idris_vale", href)).status).toBe(200);
    expect((await asks("rota_manager_met", href)).status).toBe(403);
  });

  it("is told on the board to both: what is owed before one goes, and what once the other has come", async () => {
    await changesSoon();
    const of = await town.raise();
    await town.acknowledge("idris_vale", of);
    const going = (await asks("idris_vale", "/duty-board")).words;
    expect(going).toMatch(
      /My shift Duty inspector, Central South BCU: on duty now, until \d\d:\d\d GMT; then Inspector Nell Frost\./,
    );
    expect(going).toContain(`Your shift ends within the hour, and you have ${of.reference}.`);
    expect((await asks("nell_frost", "/duty-board")).words).toMatch(
      /My shift .*Duty inspector, Central South BCU: from \d\d:\d\d GMT/,
    );
    await town.forward("PT12M");
    const come = await asks("nell_frost", "/duty-board");
    expect(come.words).toMatch(/on duty now, until .*What was open when you came on is to be taken over by \d\d:\d\d GMT/);
    await press("nell_frost", `${ROTA}/take-over`, `${ROTA}/take-over`);
    const taken = await asks("nell_frost", "/duty-board");
    expect(taken.words).not.toContain("to be taken over");
    expect(taken.headers.get("etag")).not.toBe(come.headers.get("etag"));
    expect((await asks("idris_vale", "/duty-board")).words).not.toContain("My shift");
  });

  it("comes to a board that is open already: its name changes as a shift nears its end, and by no time that changes nothing", async () => {
    const named = async () => (await asks("idris_vale", "/duty-board")).headers.get("etag");
    const until = (to: string) =>
      town.rota(TEAM, () => ({
        ...emptyRota(TEAM),
        shifts: [{ id: "1-0", person: "idris_vale", from: since(now(), "PT3H"), to }],
      }));
    await until(plus(now(), "PT100H"));
    const before = await named();
    await town.forward("PT1M");
    expect(await named()).toBe(before);
    await until(plus(now(), "PT62M"));
    const [far] = [await named(), await town.forward("PT3M")];
    expect(await named()).not.toBe(far);
  });

  it("says so when there was nothing to take over", async () => {
    expect((await asks("idris_vale", `${ROTA}/take-over`)).words).toContain("there was nothing to take over");
  });
});

describe("the page of drills", () => {
  it("plans one, takes its answer where the message leads, and reports it", async () => {
    const planned = await press("rota_manager_met", `${ROTA}/drills`, `${ROTA}/drills`, { at: "" });
    expect([planned.status, planned.location]).toEqual([303, `${ROTA}/drills`]);
    await town.forward("PT2M");
    const page = linkTo("idris.vale@met.example.org");
    expect(page).toMatch(/\/drills\/\d+$/);
    expect((await asks("idris_vale", page)).words).toMatch(/Inspector Idris Vale: email arrived .*; not answered yet/);
    const answered = await press("idris_vale", page, page);
    expect(answered.status).toBe(303);
    expect((await asks("rota_manager_met", `${ROTA}/drills`)).words).toMatch(/Inspector Idris Vale: email arrived .*; answered /);
  });

  it("says what is wrong with a time, at its field, and plans nothing", async () => {
    const wrong = await press("rota_manager_met", `${ROTA}/drills`, `${ROTA}/drills`, { at: "2020-01-01T10:00" });
    expect(wrong.status).toBe(400);
    expect(wrong.words).toContain("There is a problem");
    expect(wrong.markup).toContain('href="#drill-at"');
    expect((await asks("rota_manager_met", `${ROTA}/drills`)).words).toContain("There has been no drill at this desk.");
  });

  it("is planned by nobody else, and answered by nobody who was not sent it", async () => {
    expect((await asks("idris_vale", `${ROTA}/drills`)).markup).not.toContain("Plan a drill");
    expect((await asks("idris_vale", `${ROTA}/drills`, new URLSearchParams({ key: "k1", at: "" }))).status).toBe(403);
    expect((await asks("omar_reed", `${ROTA}/drills/9`, new URLSearchParams({ key: "k2" }))).status).toBe(404);
  });
});
