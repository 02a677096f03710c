import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Partnership } from "../../core/partnership/partnership.ts";
import { readPartnership } from "../../core/partnership/read-partnership.ts";
import { type Loose, londonWith, POLICE } from "../core/partnership/files.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";

/** What has been agreed, what will change, and the people of an agency, as they are asked for over HTTP. */
let town: Town;
const [PAST, SOON] = ["2023-10-15T23:00:00.000Z", "2026-01-18T00:00:00.000Z"];
const [NURSE, INSPECTOR, OWNER] = ["amara_bell", "idris_vale", "rota_manager_met"];

/** Another version of the agreement, with another of its pathway. */
const version = (number: number, pathway: number, effectiveFrom: string, within: string): Partnership =>
  readPartnership(
    londonWith((files: Loose) => {
      Object.assign(files["partnership.json"], { version: number, effectiveFrom });
      Object.assign(files[POLICE], { version: pathway, effectiveFrom });
      files[POLICE].priorities[0].limits.acknowledge.within = within;
      files["teams.json"].find(({ code }: Loose) => code === "duty_inspector_south").controlRoom = `020 7946 010${number}`;
    }),
  );

beforeAll(async () => {
  town = await aTown({ digest: false });
  const { keep } = await import("../../functions/aws/agreement.ts");
  await keep(version(2, 1, PAST, "PT4M"));
  await keep(version(8, 3, SOON, "PT10M"));
});
beforeEach(() => town.anew());
afterAll(() => town?.close());

const asks = askingIn(() => town);

describe("the page of the agreement", () => {
  it("says to everybody who is signed in what is in force, since when and whose it is", async () => {
    for (const reader of [NURSE, INSPECTOR]) {
      const { status, words } = await asks(reader, "/agreement");
      expect(status).toBe(200);
      expect(words).toContain("London (london), version 7, in force since 00:00 GMT, Wed 1 Nov 2023");
      expect(words).toContain("Owner: Chair of the London partnership");
      expect(words).toContain("Central South BCU, Metropolitan Police: Lambeth; Southwark");
    }
  });

  it("leads to the rota of the reader's own desks alone, and has the number of each", async () => {
    const { markup } = await asks(INSPECTOR, "/agreement");
    expect(markup).toContain('href="/rota/duty_inspector_south"');
    expect(markup).not.toContain('href="/rota/site_manager');
    expect(markup).toContain('href="tel:+442079460103"');
    expect((await asks(NURSE, "/agreement")).markup).not.toContain('href="/rota/duty_inspector_south"');
  });

  it("names the owner of each desk, and says when nobody would hear", async () => {
    const { words } = await asks(INSPECTOR, "/agreement");
    expect(words).toContain("Owner Ada Penn Number");
    await town.enrol(() => ({ channels: [] }), OWNER);
    expect((await asks(INSPECTOR, "/agreement")).words).toContain("Ada Penn. No message can reach them");
  });

  it("says how the partners learn: who answers, how long anything may take, and when they meet", async () => {
    const { words } = await asks(NURSE, "/agreement");
    for (const said of [
      /Learning together Version 2 Owner Chair of the London partnership \(role, to be named\)/,
      /Who answers for their agency Metropolitan Police: [A-Z]/,
      /A concern Whoever answers for the agency answers it within 14 days\..* has 7 days to say that the answer does not do/,
      /both sides answer within 7 days\. After that they are asked again every 7 days, 3 times at most\./,
      /A coroner’s report An agency has 56 days to answer one\./,
      /Daily call When Each working day at 09:30 London time, for 15 minutes\. On a bank holiday it is left out\. Chair [A-Z]/,
      /Invitations 15 hours 30 minutes before, the pack 1 hour before\. After it Minutes within 4 hours\./,
      /Only cases of P1/,
      /When Each Wednesday at 14:00 London time, for 1 hour\. On a bank holiday it is held on the next working day\./,
      /When On the second Thursday of each month at 10:00 London time, for 1 hour 30 minutes\./,
      /16 bank holidays, for the days of the calls 1 January/,
    ])
      expect(words).toMatch(said);
  });

  it("says what will change and from when, before it does", async () => {
    const { words, markup } = await asks(NURSE, "/agreement");
    expect(words).toContain("From 00:00 GMT, Sun 18 Jan: version 8 of the agreement takes the place of version 7.");
    expect(words).toContain("version 3 of Police attendance takes the place of version 2.");
    expect(words).toMatch(/P1 Immediate: to acknowledge Before within 5 minutes After within 10 minutes/);
    expect(markup).toContain('href="/agreement/changes?of=police_attendance&amp;from=2&amp;to=3"');
    expect(words).toContain("Version 2, from 00:00 BST, Mon 16 Oct 2023");
  });

  it("is what is in force then, once a version has taken over", async () => {
    await town.to("2026-01-18T00:01:00.000Z");
    const { words } = await asks(NURSE, "/agreement");
    expect(words).toContain("version 8, in force since 00:00 GMT");
    expect(words).toContain("No other version has been agreed.");
  });
});

describe("the page of what changes", () => {
  const changes = (query: string) => asks(NURSE, `/agreement/changes${query}`);

  it("compares the version in force with the last one, where none is to come", async () => {
    const { words } = await changes("");
    expect(words).toContain("From version 7 to version 8.");
    expect(words).toContain("Duty inspector, South BCU: number Before 020 7946 0103 After 020 7946 0108");
    expect(words).toContain("What changes in Police attendance, from version 2 to version 3");
    expect((await changes("?of=police_attendance")).words).toContain("From version 2 to version 3.");
  });

  it("finds versions that have gone, of the agreement and of a pathway", async () => {
    expect((await changes("?of=partnership&from=2&to=8")).words).toContain("Before 020 7946 0102 After 020 7946 0108");
    const pathway = await changes("?of=police_attendance&from=1&to=3");
    expect(pathway.words).toContain("Before within 4 minutes After within 10 minutes");
    expect(pathway.markup).toContain('value="1"');
  });

  it("says at its field that a number is no version, and compares nothing", async () => {
    const wrong = await changes("?of=partnership&from=9&to=soon");
    expect(wrong.status).toBe(400);
    expect(faultsOn(wrong)).toEqual([
      ["changes-from", "From version: no version with this number has been kept"],
      ["changes-to", "To version: no version with this number has been kept"],
    ]);
    expect(wrong.markup).toContain("<title>Error: What changes");
    expect((await changes("?of=no_such_pathway")).status).toBe(404);
  });
});

describe("the page of an agency's people", () => {
  it("shows the owner of its desks who is there, what they may do and where they stand, and nothing of how they are reached", async () => {
    const { status, words, markup } = await asks(OWNER, "/people");
    expect(status).toBe(200);
    expect(words).toMatch(
      /Inspector Idris Vale May do Answers as a duty officer On the rota of Duty inspector, Central South BCU/,
    );
    expect(words).not.toContain("Amara Bell");
    expect(markup).not.toMatch(/@|\+447/);
    expect((await asks(OWNER, "/rota")).markup).toContain('href="/people"');
  });

  it("says who cannot be reached, and who could not answer", async () => {
    await town.enrol(() => ({ channels: [], roles: ["raiser"] }), INSPECTOR);
    const { words } = await asks(OWNER, "/people");
    expect(words).toMatch(/Inspector Idris Vale cannot be reached, and stands on the rota of/);
    expect(words).toMatch(/Inspector Idris Vale stands on the rota of .*, and has no role to answer there\./);
  });

  it("warns of a system that no message finds when it stands on a rota alone: it is sent none", async () => {
    await town.enrol(() => ({ channels: [], roles: ["service"] }), "wren_ash", INSPECTOR);
    const { words } = await asks(OWNER, "/people");
    expect(words).toContain("Wren Ash");
    expect(words).not.toContain("Wren Ash cannot be reached");
    expect(words).toContain("Inspector Idris Vale cannot be reached, and stands on the rota of");
  });

  it("names somebody of another agency who stands on a rota", async () => {
    await town.shift("jonas_field", "duty_inspector_south", "2026-01-18T01:00", "2026-01-19T01:00");
    expect((await asks(OWNER, "/people")).words).toContain("jonas_field stands on the rota of Duty inspector, South BCU");
  });

  it("is open to a rota manager, and to nobody else of the agency", async () => {
    expect((await asks(INSPECTOR, "/people")).status).toBe(403);
    expect((await asks(INSPECTOR, "/rota")).markup).not.toContain('href="/people"');
    await town.enrol(() => ({ roles: ["rota_manager"] }), NURSE);
    const { words } = await asks(NURSE, "/people");
    expect(words).toContain("Amara Bell");
    expect(words).not.toContain("Idris Vale");
  });
});
