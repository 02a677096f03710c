import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";

/** A case of others, in an emergency: opened by its reference, with a reason, for an hour, to be read; and written down. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
afterAll(() => town?.close());
beforeEach(() => town.anew());

const asks = askingIn(() => town);
const OTHER = "jonas_field"; // the Royal London has no part in a case of St Thomas'
const WHY = "She said an hour ago that she would not live through the night.";
const broken = (reference: string, purpose = "risk_to_life", person = OTHER) =>
  asks(person, "/break-glass", new URLSearchParams({ key: crypto.randomUUID(), reference, purpose }));
const found = async (person: string, query: string) => (await asks(person, `/audit?${query}`)).words;

describe("breaking the glass", () => {
  it("opens the whole case for an hour, to be read and no more", async () => {
    const { id, reference } = await town.raise({ whyNow: WHY });
    expect((await asks(OTHER, `/escalations/${id}`)).status).toBe(404);
    const opened = await broken(reference);
    expect([opened.status, opened.location]).toEqual([303, `/break-glass/${id}`]);
    const page = await asks(OTHER, opened.location);
    expect(page.words).toContain(WHY);
    expect(page.words).toContain("This is a case of others");
    expect(page.markup).not.toMatch(/<form method="post" action="\/escalations/);
    expect((await asks(OTHER, `/escalations/${id}`)).status).toBe(404);
    expect((await town.as(OTHER, "GET", `escalations/${id}`)).status).toBe(404);
    await town.forward("PT61M");
    expect((await asks(OTHER, opened.location)).status).toBe(404);
  });

  it("is in the audit, with its purpose, for the privacy officer of either side", async () => {
    const { reference } = await town.raise();
    await asks(OTHER, (await broken(reference)).location);
    const theirs = await found("iris_wade", `reference=${reference}&what=broke_glass`);
    expect(theirs).toContain("Opened a case of others");
    expect(theirs).toContain("For a risk to life");
    expect(theirs).toContain("Jonas Field");
  });

  it("leads to the case itself whoever has a part in it, and opens nothing", async () => {
    const { id, reference } = await town.raise();
    const led = await broken(reference, "risk_to_life", "idris_vale");
    expect(led.location).toBe(`/escalations/${id}`);
    expect(await found("iris_wade", `reference=${reference}&what=broke_glass`)).toContain("Nothing was found");
  });

  it("asks for a reference and a reason, and says that a reference is nobody's", async () => {
    const { reference } = await town.raise();
    expect(faultsOn(await broken("", ""))).toEqual([
      ["glass-reference", "Give its reference"],
      ["glass-purpose", "Say why you must see it"],
    ]);
    const { spoken } = await import("../../core/reference.ts");
    const nobodys = spoken(Buffer.from("nobody"));
    const none = await broken(nobodys);
    expect([none.status, faultsOn(none)]).toEqual([
      404,
      [["glass-reference", "Its reference: no escalation has it: check it sign by sign"]],
    ]);
    expect(none.markup).toContain(nobodys);
    expect((await broken(reference, "curiosity")).status).toBe(400);
  });

  it("is done three times a day at most; the same case again is no second time", async () => {
    const cases = [];
    for (const address of ["One", "Two", "Three", "Four"])
      cases.push(await town.raise({ place: { borough: "Lambeth", address: `Ward ${address}` } }));
    for (const { reference } of [...cases.slice(0, 3), ...cases.slice(0, 1)]) expect((await broken(reference)).status).toBe(303);
    const refused = await broken(cases[3]?.reference ?? "");
    expect([refused.status, refused.words]).toEqual([429, expect.stringContaining("Ring the control room")]);
  });

  it("counts two that are opened in one moment as two", async () => {
    const { reference } = await town.raise();
    await broken(reference);
    const [{ entries }, { glassesOf, keepGlass }] = await Promise.all([
      import("../../functions/aws/audit.ts"),
      import("../../functions/aws/glass.ts"),
    ]);
    const at = new Date().toISOString();
    const day = { from: `${at.slice(0, 10)}T00:00:00.000Z`, to: `${at.slice(0, 10)}T23:59:59.999Z` };
    const [left] = (await entries("london", { person: OTHER }, day, undefined, 1)).items;
    if (!left) throw new Error("nothing was left in the audit");
    const cases = [randomUUID(), randomUUID()];
    for (const one of cases) {
      const glass = { case: one, purpose: "risk_to_life" as const, at, until: at };
      await keepGlass({ partnership: "london", id: OTHER }, glass, { ...left.entry, request: one });
    }
    const kept = await glassesOf({ partnership: "london", id: OTHER }, at);
    expect(kept.map((glass) => glass.case)).toEqual(expect.arrayContaining(cases));
  });

  it("lets nobody try out references", async () => {
    const { spoken } = await import("../../core/reference.ts");
    const tries = [];
    for (let nth = 0; nth < 31; nth += 1) tries.push((await broken(spoken(Buffer.from(`try${nth + 10}`)))).status);
    expect([...new Set(tries.slice(0, 30)), tries.at(-1)]).toEqual([404, 429]);
  });

  it("says in the audit when the case is about somebody of the reader's surname", async () => {
    const { reference } = await town.raise({ person: { familyName: "Field" } });
    await asks(OTHER, (await broken(reference)).location);
    const { entries } = await import("../../functions/aws/audit.ts");
    const stretch = { from: "2026-01-15T00:00:00.000Z", to: "2026-01-18T00:00:00.000Z" };
    const { items } = await entries("london", { person: OTHER }, stretch, undefined, 10);
    expect(items.map(({ entry }) => [entry.what, entry.sameSurname])).toContainEqual(["read", true]);
  });

  it("opens nothing when it cannot be written down", async () => {
    const { id, reference } = await town.raise();
    const { AUDIT } = process.env;
    process.env.AUDIT = "no-such-table";
    try {
      expect((await broken(reference)).status).toBeGreaterThanOrEqual(500);
    } finally {
      process.env.AUDIT = AUDIT;
    }
    expect((await asks(OTHER, `/break-glass/${id}`)).status).toBe(404);
  });

  it("is for those who ask and those who answer", async () => {
    expect((await asks("ola_finch", "/break-glass")).status).toBe(403);
    expect((await asks(OTHER, "/break-glass")).words).toContain("Three within a day at most");
  });
});
