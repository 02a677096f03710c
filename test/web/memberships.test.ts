import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import type { Entry } from "../../core/audit/entry.ts";
import { changing, codesFor, ending, mustLeaveAdministrator } from "../../core/membership/membership.ts";
import { Person } from "../../core/people.ts";
import { demoEnrolments } from "../../local/demo-people.ts";
import { A_RAISE } from "../../local/main-job.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";
import { filled } from "./filled-form.ts";

let town: Town;
const ask = askingIn(() => town);
/** The hospital's administrator; a nurse and the manager on call there; an inspector and a second one, who are another agency's; its administrator. */
const [ADMIN, NURSE, MANAGER] = ["faye_brook", "bela_moor", "hana_clay"];
const TEAM = "duty_inspector_central_south";
const [INSPECTOR, SECOND, POLICE] = ["idris_vale", "nell_frost", "hugh_pike"];

beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town?.close());

/** Fills in a form of a page and presses it; what comes then is looked through, and pressed again. */
async function looked(path: string, to: string, values: Record<string, string | string[]>, by = ADMIN) {
  const page = await ask(by, path);
  return ask(by, to, filled(page.markup, to, values));
}
const make = async (check: { markup: string }, to: string, values: Record<string, string | string[]> = {}, by = ADMIN) =>
  ask(by, to, filled(check.markup, to, values));
const change = (person: string, values: Record<string, string | string[]>, by = ADMIN) =>
  looked(`/people/${person}`, `/people/${person}/change`, values, by);
const end = (person: string, by = ADMIN) => looked(`/people/${person}`, `/people/${person}/end`, {}, by);

/** Ticks that it is known who is left, as the page says it. */
const knowing = ({ markup }: { markup: string }) => ({
  known:
    /value="([^"]*)"[^>]*name="known"|name="known"[^>]*value="([^"]*)"/
      .exec(markup)
      ?.slice(1)
      .join("")
      .replaceAll("&quot;", '"') ?? "",
});

const NEWCOMER = { name: "Zoë Example-Day", subject: "zoe.day", email: "zoe.day@gstt.example.org", roles: ["raiser"] };
const enrol = (values: Record<string, string | string[]> = {}) =>
  looked("/people/new", "/people/new", { ...NEWCOMER, ...values });

async function entriesIn(through: { person: string } | { about: { kind: string; id: string } }): Promise<Entry[]> {
  const { entries } = await import("../../functions/aws/audit.ts");
  const stretch = { from: "2026-01-15T00:00:00.000Z", to: "2026-01-18T00:00:00.000Z" };
  return (await entries("london", through, stretch, undefined, 100)).items.map(({ entry }) => entry);
}
const entriesAbout = (id: string) => entriesIn({ about: { kind: "person", id } });
const entriesOf = (person: string) => entriesIn({ person });
const personNow = async (id: string): Promise<Person | undefined> =>
  (await import("../../functions/aws/directory.ts")).person("london", id);

describe("the people of an agency", () => {
  it.each([NURSE, INSPECTOR, "gwen_thorn", "tess_quill"])("are changed by its administrators, and not by %s", async (person) => {
    for (const path of ["/people/new", `/people/${MANAGER}`])
      expect([path, (await ask(person, path)).status]).toEqual([path, 403]);
    const form = new URLSearchParams({ name: "X", version: "", do: "make" });
    for (const to of ["/people/new", `/people/${MANAGER}/change`, `/people/${MANAGER}/end`])
      expect([to, (await ask(person, to, form)).status]).toEqual([to, 403]);
    expect((await personNow(MANAGER))?.endedAt).toBeNull();
  });

  it("are seen by whoever leads a site, those of that site and nobody else", async () => {
    const { status, words, markup } = await ask("noor_vane", "/people");
    expect([status, words]).toEqual([200, expect.stringContaining("Bela Moor")]);
    expect(words).not.toContain("Hana Clay");
    expect(markup).not.toContain('href="/people/');
    expect((await ask(NURSE, "/people")).status).toBe(403);
  });

  it("are seen by whoever looks after its rotas as before, without a way to change them", async () => {
    const { status, markup } = await ask("rota_manager_met", "/people");
    expect([status, markup.includes("/people/new"), markup.includes('href="/people/')]).toEqual([200, false, false]);
    const mine = await ask(ADMIN, "/people");
    expect(mine.markup).toContain(`href="/people/${NURSE}"`);
    expect(mine.words).toContain("Enrol somebody");
  });

  it("are one’s own agency’s: another’s are not there, on a page or by a press", async () => {
    expect((await ask(ADMIN, `/people/${INSPECTOR}`)).status).toBe(404);
    const form = new URLSearchParams({ name: "X", version: "", do: "make" });
    for (const to of ["change", "end"]) expect((await ask(ADMIN, `/people/${INSPECTOR}/${to}`, form)).status).toBe(404);
    expect((await personNow(INSPECTOR))?.name).toBe("Inspector Idris Vale");
  });
});

describe("enrolling", () => {
  it("is looked through first, and makes a member who signs in, with an address that is not verified", async () => {
    const stranger = await ask(NEWCOMER.subject, "/raise");
    expect([stranger.status, stranger.words.includes("give them your name at sign-in: zoe.day")]).toEqual([403, true]);
    const check = await enrol();
    expect(check.status).toBe(200);
    expect(check.words).toContain("Nothing has been changed yet.");
    expect(check.words).toContain("zoe.day@gstt.example.org, not used before they have verified it");
    expect(await personNow("zoe_example_day")).toBeUndefined();
    const done = await make(check, "/people/new");
    expect([done.status, done.location]).toEqual([303, "/people/zoe_example_day?done=enrolled"]);
    expect((await ask(ADMIN, done.location)).words).toContain("They are enrolled.");
    const me = await ask("zoe.day", "/me");
    expect(me.status).toBe(200);
    expect(me.words).toContain("not verified, not used");
    expect((await ask("zoe.day", "/raise")).status).toBe(200);
    const [entry] = (await entriesAbout("zoe_example_day")).filter(({ what }) => what === "membership_changed");
    expect(entry).toMatchObject({
      who: { person: ADMIN },
      about: { kind: "person", id: "zoe_example_day" },
      membership: { before: null, after: ["raiser"], why: null },
    });
  });

  it("takes no sign-in that is somebody’s already", async () => {
    const page = await make(await enrol({ name: "Somebody Else", subject: NURSE }), "/people/new");
    expect([page.status, faultsOn(page)]).toEqual([
      400,
      [["membership-subject", expect.stringContaining("belongs to somebody already")]],
    ]);
    expect(await personNow("somebody_else")).toBeUndefined();
  });

  it("answers a second press of the same button as it did the first", async () => {
    const check = await enrol({ name: "Pia Twice", subject: "pia" });
    const presses = [await make(check, "/people/new"), await make(check, "/people/new")];
    expect(presses.map(({ location }) => location)).toEqual(Array(2).fill("/people/pia_twice?done=enrolled"));
    expect((await entriesAbout("pia_twice")).filter(({ what }) => what === "membership_changed")).toHaveLength(1);
  });

  it("gives a second person of one name a code of their own", async () => {
    await make(await enrol({ name: "Una Same", subject: "una-1" }), "/people/new");
    const done = await make(await enrol({ name: "Una Same", subject: "una-2" }), "/people/new");
    expect(done.location).toBe("/people/una_same_2?done=enrolled");
  });

  it.each([
    ["no name", { name: "" }, "name", "Give their name"],
    ["no sign-in", { subject: "" }, "subject", "Give the name at sign-in"],
    ["a sign-in with a space", { subject: "a b" }, "subject", "without a space"],
    ["no address", { email: "nowhere" }, "email", "an email address"],
    ["a grave role without a reason", { roles: ["duty_officer"] }, "why", "Say why"],
  ])("asks again for %s", async (_, values, field, why) => {
    const page = await enrol(values);
    expect(page.status).toBe(400);
    expect(page.markup).toContain("<title>Error: ");
    expect(faultsOn(page)).toEqual([[`membership-${field}`, expect.stringContaining(why)]]);
  });

  it("gives nobody what the partnership gives", async () => {
    const page = await ask(ADMIN, "/people/new");
    const form = filled(page.markup, "/people/new", NEWCOMER);
    form.append("roles", "chair");
    form.append("do", "make");
    expect((await ask(ADMIN, "/people/new", form)).status).toBe(400);
  });
});

describe("changing a membership", () => {
  it("is looked through first, and counts from the next request on", async () => {
    const check = await change(NURSE, { roles: ["control_room"], site: "" });
    expect(check.words).toContain("May raise");
    expect(check.words).toContain("Answers in a control room");
    expect((await personNow(NURSE))?.roles).toEqual(["raiser"]);
    const done = await make(check, `/people/${NURSE}/change`);
    expect(done.location).toBe(`/people/${NURSE}?done=change`);
    expect(await personNow(NURSE)).toMatchObject({ roles: ["control_room"], site: null });
    expect((await ask(NURSE, "/raise")).status).toBe(403);
    const [entry] = await entriesAbout(NURSE);
    expect(entry).toMatchObject({
      what: "membership_changed",
      membership: { before: ["raiser"], after: ["control_room"] },
      route: "POST /people/{id}/{form}",
    });
  });

  it.each(["duty_officer", "agency_admin", "privacy_officer"])("to %s needs a reason, which stays in the audit", async (role) => {
    const page = await change(NURSE, { roles: ["raiser", role] });
    expect([page.status, faultsOn(page)]).toEqual([
      400,
      [["membership-why", "Say why: it is needed for what this lets them do"]],
    ]);
    const check = await change(NURSE, { roles: ["raiser", role], why: "She takes over from Monday" });
    expect((await make(check, `/people/${NURSE}/change`)).status).toBe(303);
    const entries = await entriesAbout(NURSE);
    expect(entries.map(({ membership }) => membership?.why)).toContain("She takes over from Monday");
  });

  it("is nobody’s own: not their roles, though their name", async () => {
    const page = await ask(ADMIN, `/people/${ADMIN}`);
    expect(page.words).toContain("Nobody changes their own roles.");
    const form = filled(page.markup, `/people/${ADMIN}/change`, { name: "Faye Brook-Hill" });
    form.append("do", "make");
    expect((await ask(ADMIN, `/people/${ADMIN}/change`, form)).status).toBe(303);
    const tampered = filled((await ask(ADMIN, `/people/${ADMIN}`)).markup, `/people/${ADMIN}/change`, {
      roles: ["agency_admin", "privacy_officer"],
      why: "I would like to look",
    });
    tampered.append("do", "make");
    expect((await ask(ADMIN, `/people/${ADMIN}/change`, tampered)).status).toBe(403);
    expect(await personNow(ADMIN)).toMatchObject({ name: "Faye Brook-Hill", roles: ["agency_admin"] });
    const newest = (await entriesAbout(ADMIN)).slice(0, 2); // the page was read in the same moment, perhaps
    expect(newest).toContainEqual(expect.objectContaining({ what: "refused", refusal: "NotAllowed" }));
  });

  it("is also for an administrator who chairs: they change their name, and chair on", async () => {
    await town.enrol(() => ({ roles: ["agency_admin", "chair"] }), ADMIN);
    const check = await change(ADMIN, { name: "Faye Brook-Dale" });
    expect((await make(check, `/people/${ADMIN}/change`)).status).toBe(303);
    expect(await personNow(ADMIN)).toMatchObject({ name: "Faye Brook-Dale", roles: ["agency_admin", "chair"] });
  });

  it("of somebody on duty, who could not answer any more, wants to hear that it is known who is left", async () => {
    const check = await change(INSPECTOR, { roles: ["raiser"] }, POLICE);
    expect(check.words).toContain("is left with nobody");
    const again = await make(check, `/people/${INSPECTOR}/change`, {}, POLICE);
    expect([again.status, faultsOn(again)]).toEqual([409, [["membership-known", expect.stringContaining("who is left")]]]);
    expect((await personNow(INSPECTOR))?.roles).toEqual(["duty_officer"]);
    expect((await make(again, `/people/${INSPECTOR}/change`, knowing(again), POLICE)).status).toBe(303);
    expect((await personNow(INSPECTOR))?.roles).toEqual(["raiser"]);
  });

  it("is not made on what somebody has changed meanwhile: the membership is shown as it stands now", async () => {
    const check = await change(NURSE, { roles: ["raiser", "control_room"] });
    await town.enrol(() => ({ name: "Bela Moor-Reed" }), NURSE);
    const page = await make(check, `/people/${NURSE}/change`);
    expect(page.status).toBe(409);
    expect(page.words).toContain("Somebody has changed this membership meanwhile. This is how it stands now.");
    expect(page.markup).toContain('value="Bela Moor-Reed"');
    expect((await personNow(NURSE))?.roles).toEqual(["raiser"]);
  });

  it("is not hindered by a new way to be reached, and loses none", async () => {
    const check = await change(NURSE, { roles: ["raiser", "control_room"] });
    const sms = { kind: "sms" as const, to: "+447700900199", verifiedAt: null };
    await town.enrol(({ channels }) => ({ channels: [...channels, sms] }), NURSE);
    expect((await make(check, `/people/${NURSE}/change`)).status).toBe(303);
    expect((await personNow(NURSE))?.channels).toContainEqual(sms);
  });

  it("is not made when it cannot be written down", async () => {
    const check = await change(NURSE, { roles: ["control_room"] });
    const table = process.env.AUDIT;
    process.env.AUDIT = "no-such-table";
    const { status } = await make(check, `/people/${NURSE}/change`).finally(() => {
      process.env.AUDIT = table;
    });
    expect(status).toBe(500);
    expect((await personNow(NURSE))?.roles).toEqual(["raiser"]);
  });
});

describe("ending a membership", () => {
  it("shows where they stand, wants to hear that it is known who is left, and refuses them from then on", async () => {
    await ask(MANAGER, "/me");
    const check = await end(MANAGER);
    expect(check.words).toContain("Stands on the rota of Manager on call, Guy’s and St Thomas’, and on beyond");
    expect(check.words).toContain("changes go to its owner, rota_manager_rj1.");
    expect(check.words).toContain("I know that Manager on call, Guy’s and St Thomas’ is left with nobody");
    const again = await make(check, `/people/${MANAGER}/end`);
    expect([again.status, faultsOn(again)]).toEqual([409, [["membership-known", expect.stringContaining("who is left")]]]);
    expect((await personNow(MANAGER))?.endedAt).toBeNull();
    const done = await make(again, `/people/${MANAGER}/end`, knowing(again));
    expect(done.location).toBe(`/people/${MANAGER}?done=end`);
    const refused = await ask(MANAGER, "/me");
    expect([refused.status, refused.words.includes("Your membership has ended.")]).toEqual([403, true]);
    expect((await town.as(MANAGER, "GET", "me")).status).toBe(403);
    expect((await entriesOf(MANAGER)).slice(0, 2).map(({ what, route }) => [what, route])).toEqual(
      expect.arrayContaining([
        ["refused", "GET /me"],
        ["refused", "GET /api/me"],
      ]),
    );
    expect(await personNow(MANAGER)).toMatchObject({ roles: [], channels: [] });
    const newest = (await entriesAbout(MANAGER)).slice(0, 2); // their page was read in the same moment, perhaps
    expect(newest).toContainEqual(
      expect.objectContaining({ membership: expect.objectContaining({ before: ["raiser"], after: null }) }),
    );
    const { words } = await ask(ADMIN, "/people");
    expect(words).toContain("1 membership has ended");
    expect(words).toContain(
      "Hana Clay stands on the rota of Manager on call, Guy’s and St Thomas’, and their membership has ended.",
    );
  });

  it("says what the agreement goes on naming them for, and that what they have stays theirs until they are off the rota", async () => {
    const manager = await end("rota_manager_met", POLICE);
    expect(manager.words).toContain("Looks after the rota of Duty inspector");
    expect((await end("noor_vane")).words).toContain("Answers for their agency in what the partners learn");
    expect((await end(NURSE)).words).not.toContain("What the agreement names them for");
    expect((await end(INSPECTOR, POLICE)).words).toContain("Escalations that they have stay theirs until they are off the rota");
  });

  it("leaves nobody who can stand in for a raiser, or be given something to do", async () => {
    await make(await end(NURSE), `/people/${NURSE}/end`);
    const deputy = { name: "Bela Moor", phone: "020 7946 0124", person: NURSE };
    const raised = await town.as("amara_bell", "POST", "escalations", { ...A_RAISE, deputy });
    const about = { source: "near_miss", theme: "T05", agency: "01", happened: "Nobody had it.", wouldNeed: "One number." };
    const { id } = (await town.as("amara_bell", "POST", "concerns", about)).body;
    const action = { title: "One number on each wall", owner: NURSE, dueOn: "2026-01-20" };
    const given = await town.as("tess_quill", "POST", `concerns/${id}/actions`, action);
    const fieldOf = ({ body }: { body: unknown }) => (body as { errors?: { field: string }[] }).errors?.map(({ field }) => field);
    expect([raised, given].map((reply) => [reply.status, fieldOf(reply)])).toEqual([
      [400, ["deputy.person"]],
      [400, ["owner"]],
    ]);
  });

  it("shows what of the learning side waits for them, and its lead hears of each as it ends", async () => {
    const about = { source: "near_miss", theme: "T05", agency: "RJ1", happened: "Nobody had it.", wouldNeed: "One number." };
    const { id } = (await town.as("wren_ash", "POST", "concerns", about)).body;
    const asked = { title: "One number on each wall", owner: NURSE, dueOn: "2026-02-20" };
    const { id: action } = (await town.as("tess_quill", "POST", `concerns/${id}/actions`, asked)).body;
    const check = await end(NURSE);
    expect(check.words).toMatch(/What waits for them .* An action, due on .*20 February/);
    expect(check.words).not.toContain("One number on each wall");
    await make(check, `/people/${NURSE}/end`);
    expect(town.subjects("noor_vane").at(-1)).toBe("An action of your agency has nobody to do it");
    const given = (await town.as("noor_vane", "GET", `actions/${action}`)).body as unknown as { story: { what: string }[] };
    expect(given.story.at(-1)?.what).toBe("left");

    const lead = await end("noor_vane");
    expect(lead.words).toMatch(/What waits for them .* Concern CN-/);
    await make(lead, "/people/noor_vane/end");
    expect(town.subjects("tess_quill").at(-1)).toContain("waits for your answer");
  });

  it("leaves an answer to what they raised to the lead of their agency, who may object to it", async () => {
    const about = { source: "near_miss", theme: "T05", agency: "01", happened: "Nobody had it.", wouldNeed: "One number." };
    const { id } = (await town.as(NURSE, "POST", "concerns", about)).body;
    await make(await end(NURSE), `/people/${NURSE}/end`);
    const { answer } = (await town.as("wren_ash", "POST", `concerns/${id}/answer`, { words: "There is one." })).body;
    await town.settled();
    expect(town.subjects("noor_vane").at(-1)).toContain("has an answer");
    expect(town.subjects(NURSE)).toEqual([]);
    const objection = { why: "Nobody picks it up.", seen: (answer as { at: string }).at };
    expect((await town.as("noor_vane", "POST", `concerns/${id}/objection`, objection)).status).toBe(200);
  });

  it("counts nobody as left who has gone meanwhile, though they stand on the rota", async () => {
    await town.shift(SECOND, TEAM, "2026-01-16T00:00:00.000Z", "2026-01-16T12:00:00.000Z");
    const stale = await end(INSPECTOR, POLICE);
    expect(stale.words).toContain("is left with Inspector Nell Frost");
    const other = await end(SECOND, POLICE);
    expect(other.words).toContain("is left with Inspector Idris Vale");
    expect((await make(other, `/people/${SECOND}/end`, knowing(other), POLICE)).status).toBe(303);
    const again = await make(stale, `/people/${INSPECTOR}/end`, knowing(stale), POLICE);
    expect([again.status, again.words.includes("is left with nobody")]).toEqual([409, true]);
    expect((await personNow(INSPECTOR))?.endedAt).toBeNull();
  });

  it("needs no second word when they are not on duty, and is final", async () => {
    const done = await make(await end(NURSE), `/people/${NURSE}/end`, { why: "She has moved away" });
    expect(done.status).toBe(303);
    const page = await ask(ADMIN, `/people/${NURSE}`);
    expect(page.words).toContain("This membership ended at");
    const form = new URLSearchParams({ name: "X", version: "", do: "make" });
    expect((await ask(ADMIN, `/people/${NURSE}/change`, form)).status).toBe(409);
    expect((await entriesAbout(NURSE)).map(({ membership }) => membership?.why)).toContain("She has moved away");
  });

  it("is not undone by an operator’s older file, unless the file is to let them in again", async () => {
    await make(await end(NURSE), `/people/${NURSE}/end`);
    const people = demoEnrolments(town.machine.signIn.issuer).filter(({ person }) => person.id === NURSE);
    const file = join(mkdtempSync(join(tmpdir(), "people-")), "people.json");
    writeFileSync(file, JSON.stringify({ partnership: "london", people, rotas: [] }));
    const { main } = await import("../../operate/apply-people.ts");
    const said = jest.spyOn(console, "error").mockReturnValue();
    expect(await main(["apply", file])).toBe(1);
    expect(said.mock.lastCall?.[0]).toContain(`the membership of ${NURSE} ended at 2026-01-16T`);
    expect((await ask(NURSE, "/me")).status).toBe(403);
    jest.spyOn(console, "log").mockReturnValue();
    expect(await main(["apply", file, "--again", NURSE])).toBe(0);
    expect((await ask(NURSE, "/me")).status).toBe(200);
    jest.restoreAllMocks();
  });

  it("begins again by the new sign-in alone, unless the operator wants both for a while", async () => {
    const [enrolment] = demoEnrolments(town.machine.signIn.issuer).filter(({ person }) => person.id === NURSE);
    const { issuer } = town.machine.signIn;
    const file = join(mkdtempSync(join(tmpdir(), "people-")), "people.json");
    const people = [{ ...enrolment, signIn: { issuer, subject: "amara_anew" } }];
    writeFileSync(file, JSON.stringify({ partnership: "london", people, rotas: [] }));
    const { main } = await import("../../operate/apply-people.ts");
    const { whoSignsIn } = await import("../../functions/aws/directory.ts");
    const known = async () => [(await whoSignsIn(issuer, NURSE))?.id, (await whoSignsIn(issuer, "amara_anew"))?.id];
    jest.spyOn(console, "log").mockReturnValue();
    expect(await main(["apply", file, "--beside", NURSE])).toBe(0);
    expect(await known()).toEqual([NURSE, NURSE]);
    await make(await end(NURSE), `/people/${NURSE}/end`);
    expect(await main(["apply", file, "--again", NURSE])).toBe(0);
    expect(await known()).toEqual([undefined, NURSE]);
    expect((await ask(NURSE, "/me")).status).toBe(403);
    expect((await whoSignsIn(issuer, INSPECTOR))?.id).toBe(INSPECTOR);
    const said = jest.spyOn(console, "error").mockReturnValue();
    expect(await main(["apply", file, NURSE])).toBe(1);
    expect(said.mock.lastCall?.[0]).toContain("[--beside <person> …]");
    jest.restoreAllMocks();
  });

  it("is nobody’s own", async () => {
    const form = new URLSearchParams({ version: "", do: "make" });
    expect((await ask(ADMIN, `/people/${ADMIN}`)).words).toContain("Nobody ends their own membership.");
    const person = await personNow(ADMIN);
    form.set("version", JSON.stringify([person?.name, person?.site, person?.roles, null]));
    expect((await ask(ADMIN, `/people/${ADMIN}/end`, form)).status).toBe(403);
    expect((await personNow(ADMIN))?.endedAt).toBeNull();
  });

  it("leaves an administrator, also when two end one another at the same moment", async () => {
    await town.enrol(() => ({ roles: ["agency_admin"] }), NURSE);
    const [mine, theirs] = [await end(NURSE), await end(ADMIN, NURSE)];
    await Promise.all([make(mine, `/people/${NURSE}/end`), make(theirs, `/people/${ADMIN}/end`, {}, NURSE)]);
    const left = await Promise.all([personNow(ADMIN), personNow(NURSE)]);
    expect(left.filter((person) => person?.endedAt === null)).toHaveLength(1);
  });
});

describe("what a membership may become", () => {
  const person = (id: string, ...roles: Person["roles"]) =>
    Person.parse({ partnership: "london", id, name: id, agency: "RJ1", site: null, channels: [], roles });
  const [admin, chair] = [person("ann", "agency_admin"), person("ben", "chair", "raiser")];

  it("keeps what the partnership has given", () => {
    expect(changing(admin, chair, { name: "Ben", roles: ["control_room"] }, { sites: [] }).roles).toEqual([
      "control_room",
      "chair",
    ]);
  });

  it("is never that nobody of the agency can change people", () => {
    expect(() => mustLeaveAdministrator(admin, { ...admin, roles: [] }, [admin, chair])).toThrow("last administrator");
    const other = person("cy", "agency_admin");
    expect(() => mustLeaveAdministrator(admin, { ...admin, roles: [] }, [admin, other])).not.toThrow();
    const gone = { ...other, endedAt: "2026-01-16T02:00:00.000Z" };
    expect(() => ending(other, admin, [admin, gone], "2026-01-16T02:00:00.000Z")).toThrow("last administrator");
  });

  it.each([
    ["Amara Bell", "amara_bell"],
    ["Zoë  O’Example-Day", "zoe_o_example_day"],
    ["3rd Person", "rd_person"],
    ["Łukasz", "ukasz"],
    ["李", "person"],
  ])("is called %s by the code %s", (name, code) => {
    expect(codesFor(name).slice(0, 2)).toEqual([code, `${code}_2`]);
  });
});
