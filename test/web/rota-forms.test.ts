import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type * as z from "zod";
import type { routes } from "../../core/routes.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";
import { filled } from "./filled-form.ts";

/** Every change of a rota through its form, as a browser without scripts makes it: the page is read, filled in, looked through and sent. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
afterAll(() => town?.close());
/** The clock goes on from test to test by less than the hour that the tests speak of. */
beforeEach(() => town.anew());

type Values = Parameters<typeof filled>[2];
const TEAM = "duty_inspector_central_south";
const ROTA = `/rota/${TEAM}`;
const [MANAGER, IDRIS, NELL] = ["rota_manager_met", "idris_vale", "nell_frost"];
const TONIGHT = { from: "2026-01-16T20:00", to: "2026-01-17T06:00" };
const TONIGHT_IN_WORDS = "20:00 on Fri 16 Jan to 06:00 on Sat 17 Jan";

const asks = askingIn(() => town);
type Shown = Awaited<ReturnType<typeof asks>>;

const rota = async () =>
  (await town.as(MANAGER, "GET", `teams/${TEAM}/rota`)).body as unknown as z.output<typeof routes.readRota.reply>;
const change = async (of: object, person = MANAGER) => {
  const { version } = await rota();
  const reply = await town.as(person, "POST", `teams/${TEAM}/rota`, { seen: version, change: of, why: "Set up by the test" });
  expect(reply.status).toBe(200);
};

/** Fills in a form on its page and presses its button. */
async function press(form: string, values: Values, { person = MANAGER, query = "" } = {}): Promise<Shown> {
  const { markup } = await asks(person, `${ROTA}/${form}${query}`);
  return asks(person, `${ROTA}/${form}`, filled(markup, `${ROTA}/${form}`, values));
}
/** Presses the one button of what has been looked through. */
const confirm = (form: string, { markup }: Shown, values: Values = {}, person = MANAGER) =>
  asks(person, `${ROTA}/${form}`, filled(markup, `${ROTA}/${form}`, values, 'value="make"'));

const ONE = { person: IDRIS, ...TONIGHT };
const NIGHTS = {
  ...{ code: "nights", title: "Nights", people: [IDRIS, "omar_reed"], on: 1 },
  ...{ from: "19:00", to: "07:00", starts: "2026-01-19" },
};
const addingNell = () => change({ what: "set_rotation", rotation: { ...NIGHTS, people: [...NIGHTS.people, NELL] } });
/** Pressed once more, a form that knows nothing of her says that the rota has changed, and by whom, before it is made. */
async function isToldOfNell({ markup }: Shown): Promise<void> {
  const stale = await asks(MANAGER, `${ROTA}/rotation`, filled(markup, `${ROTA}/rotation`, { to: "08:00" }));
  expect(stale.status).toBe(409);
  expect(stale.words).toMatch(/The rota has changed meanwhile Ada Penn .*rotation/);
  expect((await confirm("rotation", stale, { why: "Agreed with her" })).status).toBe(303);
}
const ROTATION = {
  title: "Nights, week about",
  people: `Inspector Idris Vale\n${NELL}`,
  on: "7",
  from: "19:00",
  to: "07:00",
  weekdays: ["6", "7"],
  starts: "2026-01-19",
};

describe("a change of a rota through its form", () => {
  it.each<[string, Values, string, object]>([
    [
      "replace",
      { ...ONE, withCode: NELL },
      `Inspector Nell Frost in place of Inspector Idris Vale, ${TONIGHT_IN_WORDS}.`,
      { overrides: [{ kind: "replace", person: IDRIS, with: NELL, ...TONIGHT }] },
    ],
    [
      "add",
      { personCode: NELL, ...TONIGHT },
      `Inspector Nell Frost as well, ${TONIGHT_IN_WORDS}.`,
      { overrides: [{ kind: "add", person: NELL, ...TONIGHT }] },
    ],
    [
      "shift",
      { personCode: NELL, ...TONIGHT },
      `Inspector Nell Frost, ${TONIGHT_IN_WORDS}.`,
      { shifts: [{ person: NELL, ...TONIGHT }] },
    ],
    [
      "rotation",
      ROTATION,
      "«Nights, week about»: Inspector Idris Vale and Inspector Nell Frost. 7 days each, in turn; 19:00 to 07:00 on the next day, only shifts that begin on Saturday, Sunday; the first shift on 19 January.",
      {
        rotations: [
          { code: "round_the_clock" },
          {
            ...{ code: "nights_week_about", title: "Nights, week about", people: [IDRIS, NELL], on: 7, ends: null },
            ...{ from: "19:00", to: "07:00", weekdays: [6, 7], starts: "2026-01-19" },
          },
        ],
      },
    ],
    [
      "roster",
      { title: "Carnival", ...TONIGHT, shifts: `${NELL}, 2026-01-16 20:00, 2026-01-17 06:00` },
      `Carnival, ${TONIGHT_IN_WORDS}: 1 shift. Rotations and single shifts rest meanwhile.`,
      { rosters: [{ title: "Carnival", ...TONIGHT, shifts: [{ person: NELL, ...TONIGHT }] }] },
    ],
    ["minimum", { minimum: "0" }, "Nobody need be on duty: this desk is not always open.", { minimum: 0 }],
  ])("%s is shown first and keeps nothing, then it is made with one press", async (form, values, words, kept) => {
    const before = await rota();
    const shown = await press(form, values);
    expect([shown.status, shown.words.includes("What this changes")]).toEqual([200, true]);
    expect(shown.words).toContain(`${words} Nothing has been changed yet.`);
    expect((await rota()).version).toBe(before.version);
    const done = await confirm(form, shown, shown.markup.includes("check-why") ? { why: "As agreed" } : {});
    expect([done.status, done.location]).toEqual([303, `${ROTA}?done=${before.version + 1}`]);
    expect((await rota()).rota).toMatchObject(kept);
    expect((await asks(MANAGER, done.location)).words).toContain("Done. You ");
  });

  it.each([
    ["takes somebody off duty now", "take-off", { person: IDRIS, from: "2026-01-16T01:00", to: "2026-01-16T06:00" }],
    ["leaves too few in a roster for a while", "roster", { title: "Strike", ...TONIGHT, shifts: "" }],
    ["asks for more than there are", "minimum", { minimum: "2" }],
  ] as const)("that %s is made with a reason and not without, and the reason is told", async (_, form, values) => {
    const before = await rota();
    const shown = await press(form, values);
    expect(shown.words).toContain("Too few are left on duty");
    const bare = await confirm(form, shown);
    expect(bare.status).toBe(409);
    expect(faultsOn(bare)).toEqual([
      ["check-why", "Say why: it leaves too few on duty, takes somebody off duty now, or lowers how many must be there"],
    ]);
    expect((await rota()).version).toBe(before.version);
    const done = await confirm(form, bare, { why: "The control room answers «meanwhile»" });
    expect(done.status).toBe(303);
    expect((await asks(MANAGER, ROTA)).words).toContain("The control room answers «meanwhile»");
  });

  it("that was looked through before somebody else's is shown again with what they did, and made by the next press", async () => {
    const shown = await press("replace", { ...ONE, withCode: NELL });
    await change({ what: "set_minimum", minimum: 0 });
    const stale = await confirm("replace", shown, { why: "Ill" });
    expect(stale.status).toBe(409);
    expect(stale.words).toContain(
      "The rota has changed meanwhile Ada Penn changed how many must be on duty, at 02:00 on Fri 16 Jan.",
    );
    expect(stale.words).toContain(`Inspector Nell Frost in place of Inspector Idris Vale, ${TONIGHT_IN_WORDS}.`);
    expect(stale.markup).toContain("Ill</textarea>");
    expect((await confirm("replace", stale)).status).toBe(303);
    expect((await rota()).rota).toMatchObject({ minimum: 0, overrides: [{ with: NELL }] });
  });

  it("that somebody else's has made impossible goes back to its form, with what was typed and what they did", async () => {
    const shown = await press("take-off", ONE);
    await change({ what: "override", override: { kind: "remove", ...ONE } });
    const stale = await confirm("take-off", shown, { why: "Ill" });
    expect(stale.status).toBe(400);
    expect(stale.words).toContain("Ada Penn took somebody off duty for a while");
    expect(faultsOn(stale)).toEqual([["take-off-person", expect.stringContaining("speaks of the same person")]]);
    expect(stale.markup).toContain(`value="${TONIGHT.from}"`);
  });

  it("whose form is shown again with what was wrong with it writes over nobody unseen who was faster", async () => {
    await change({ what: "set_rotation", rotation: NIGHTS });
    const form = await asks(MANAGER, `${ROTA}/rotation?code=nights`);
    await addingNell();
    const wrong = await asks(MANAGER, `${ROTA}/rotation`, filled(form.markup, `${ROTA}/rotation`, { to: "0800" }));
    expect([wrong.status, wrong.words.includes("changed meanwhile")]).toEqual([400, false]);
    await isToldOfNell(wrong);
  });

  it("whose form is filled in anew writes over nobody unseen who was faster", async () => {
    await change({ what: "set_rotation", rotation: NIGHTS });
    const shown = await press("rotation", { to: "09:00" }, { query: "?code=nights" });
    await addingNell();
    const form = await asks(MANAGER, `${ROTA}/rotation`, filled(shown.markup, `${ROTA}/rotation`, {}, 'value="fill-in"'));
    await isToldOfNell(form);
  });

  it("can be filled in anew, with everything that was typed", async () => {
    const shown = await press("replace", { ...ONE, withCode: NELL });
    const again = await asks(MANAGER, `${ROTA}/replace`, filled(shown.markup, `${ROTA}/replace`, {}, 'value="fill-in"'));
    expect(again.status).toBe(200);
    for (const kept of [`<option value="${IDRIS}" selected=""`, `value="${NELL}"`, `value="${TONIGHT.from}"`])
      expect(again.markup).toContain(kept);
    const next = filled(again.markup, `${ROTA}/replace`, { to: "2026-01-17T04:00" });
    expect((await asks(MANAGER, `${ROTA}/replace`, next)).words).toContain("20:00 on Fri 16 Jan to 04:00 on Sat 17 Jan");
  });

  it("is made once, however often the button is pressed", async () => {
    const shown = await press("add", { personCode: NELL, ...TONIGHT });
    expect([(await confirm("add", shown)).status, (await confirm("add", shown)).status]).toEqual([303, 303]);
    expect((await rota()).rota.overrides).toHaveLength(1);
  });

  it("makes no name of a code that was guessed: somebody of another agency is nobody here", async () => {
    const wrong = await press("add", { personCode: "amara_bell", ...TONIGHT });
    expect(faultsOn(wrong)).toEqual([["add-personCode", "Who comes, by code: nobody here who may answer is called amara_bell"]]);
    expect(wrong.markup).not.toContain("Amara");
  });

  it.each<[string, string, Values, [string, string][]]>([
    [
      "nothing at all",
      "replace",
      {},
      [
        ["replace-person", "Choose who is replaced"],
        ["replace-with", "Choose who comes in their place"],
        ["replace-from", "Say from when"],
        ["replace-to", "Say until when"],
      ],
    ],
    [
      "a time that does not exist",
      "add",
      { personCode: NELL, from: "2026-02-30 10:00", to: "2026-03-01T10:00" },
      [["add-from", "From: a date and a time that exist, such as 2026-11-30 07:00"]],
    ],
    [
      "an end before its beginning",
      "shift",
      { personCode: NELL, from: TONIGHT.to, to: TONIGHT.from },
      [["shift-to", "To: must be later than the beginning"]],
    ],
    [
      "somebody whom nobody knows",
      "add",
      { personCode: "john_nobody", ...TONIGHT },
      [["add-personCode", "Who comes, by code: nobody here who may answer is called john_nobody"]],
    ],
    [
      "somebody unknown in somebody's place",
      "replace",
      { ...ONE, withCode: "john_nobody" },
      [["replace-withCode", "Who comes, by code: nobody here who may answer is called john_nobody"]],
    ],
    [
      "two people for one",
      "add",
      { person: IDRIS, personCode: NELL, ...TONIGHT },
      [["add-personCode", "Who comes, by code: choose somebody from the list or give a code, not both"]],
    ],
    ["somebody who is there already", "add", { ...ONE }, [["add-person", "Who comes: is on duty here all that time already"]]],
    [
      "a line that names nobody",
      "rotation",
      { ...ROTATION, people: "Inspector Idris Vale\nThe New One" },
      [["rotation-people", "Who takes turns: «The New One»: a code such as duty_inspector"]],
    ],
    [
      "turns without times",
      "rotation",
      { people: IDRIS, from: "7 o'clock" },
      [
        ["rotation-title", "Give it a name"],
        ["rotation-on", "Say how many days in a row each is on"],
        ["rotation-from", "The shift begins: a time of day such as 07:00"],
        ["rotation-to", "Say at what time the shift ends"],
        ["rotation-starts", "Give the day of the first shift"],
      ],
    ],
    [
      "a roster with a broken line",
      "roster",
      { title: "Carnival", ...TONIGHT, shifts: `${NELL}, 2026-01-16 20:00` },
      [["roster-shifts", `Shifts: «${NELL}, 2026-01-16 20:00»: is needed`]],
    ],
    [
      "a roster with a shift beyond its own time",
      "roster",
      { title: "Carnival", ...TONIGHT, shifts: `${NELL}, ${TONIGHT.from}, 2026-01-17 08:00` },
      [["roster-shifts", `Shifts: «${NELL}, ${TONIGHT.from}, 2026-01-17 08:00»: is not wholly within the time of the roster`]],
    ],
  ])("names the fields of %s, keeps what was typed, and changes nothing", async (_, form, values, faults) => {
    const before = await rota();
    const wrong = await press(form, values);
    expect([wrong.status, faultsOn(wrong)]).toEqual([400, faults]);
    expect(wrong.markup).toContain("<title>Error: ");
    for (const [id] of faults) expect(wrong.markup).toMatch(new RegExp(`id="${id}"`));
    for (const value of Object.values(values).flat())
      expect(wrong.words + wrong.markup).toContain(value.split("\n")[0]?.replace("'", "&#x27;"));
    expect((await rota()).version).toBe(before.version);
  });

  it("is asked of nobody who may not make it, and not taken from them", async () => {
    expect((await asks(IDRIS, ROTA)).words).not.toContain("Change this rota");
    expect((await asks(IDRIS, `${ROTA}/replace`)).status).toBe(403);
    const body = new URLSearchParams({ key: "k-1", seen: "1", minimum: "0", do: "make" });
    expect((await asks(IDRIS, `${ROTA}/minimum`, body)).status).toBe(403);
    body.delete("do");
    expect((await asks(IDRIS, `${ROTA}/minimum`, body)).status).toBe(403);
    expect((await rota()).rota.minimum).toBe(1);
  });

  it.each(["", "/replace", "/swap", "?at=2026-01-15T10:00"])("of another agency's desk is no page: %s", async (path) => {
    expect((await asks("amara_bell", `${ROTA}${path}`)).status).toBe(404);
    expect((await asks(MANAGER, `/rota/site_manager_rj1${path}`)).status).toBe(404);
    expect((await asks(MANAGER, `/rota/No%20desk${path}`)).status).toBe(404);
  });

  it("of another agency's desk is not taken either, whatever its form", async () => {
    const body = new URLSearchParams({ key: "k-1", seen: "1", minimum: "0", do: "make" });
    for (const form of ["minimum", "removal", "swap-answer", "replace"])
      expect([form, (await asks("amara_bell", `${ROTA}/${form}`, body)).status]).toEqual([form, 404]);
    expect((await asks(MANAGER, `${ROTA}/no-such-form`, body)).status).toBe(404);
  });
});

describe("what stands in a rota", () => {
  const removal = async (has: string) => {
    const { markup } = await asks(MANAGER, ROTA);
    return asks(MANAGER, `${ROTA}/removal`, filled(markup, `${ROTA}/removal`, {}, has));
  };

  it.each<[string, object, string, string]>([
    [
      "an override",
      { what: "override", override: { kind: "replace", ...ONE, with: NELL } },
      "cancel_override",
      `This is taken back: Inspector Nell Frost in place of Inspector Idris Vale, ${TONIGHT_IN_WORDS}.`,
    ],
    [
      "a shift",
      { what: "add_shift", shift: { person: NELL, ...TONIGHT } },
      "remove_shift",
      `This shift leaves the rota: Inspector Nell Frost, ${TONIGHT_IN_WORDS}.`,
    ],
    [
      "a roster for a while",
      { what: "set_roster", roster: { title: "Carnival", ...TONIGHT, shifts: [] } },
      "cancel_roster",
      `This is taken back: Carnival, ${TONIGHT_IN_WORDS}: nobody.`,
    ],
  ])("is taken away from its own line, and looked through first: %s", async (_, of, what, words) => {
    await change(of);
    const shown = await removal(what);
    expect(shown.words).toContain(words);
    expect(shown.words).not.toContain("Go back to what I filled in");
    expect((await confirm("removal", shown)).status).toBe(303);
    const { overrides, shifts, rosters } = (await rota()).rota;
    expect([overrides, shifts, rosters]).toEqual([[], [], []]);
  });

  it("is a rotation, which ends only with a reason when nobody is left", async () => {
    const shown = await removal("remove_rotation");
    expect(shown.words).toContain("The rotation «Round the clock» ends, and leaves the rota.");
    expect(shown.words).toContain("It takes Inspector Idris Vale off duty at this moment.");
    expect((await confirm("removal", shown)).status).toBe(409);
    expect((await confirm("removal", shown, { why: "The desk closes" })).status).toBe(303);
    expect((await asks(MANAGER, ROTA)).words).toContain("Nobody is on this rota at all");
  });

  it("is told to be gone when somebody else was faster", async () => {
    await change({ what: "override", override: { kind: "add", person: NELL, ...TONIGHT } });
    const { markup } = await asks(MANAGER, ROTA);
    const [{ id = "" } = {}] = (await rota()).rota.overrides;
    await change({ what: "cancel_override", id });
    const late = await asks(MANAGER, `${ROTA}/removal`, filled(markup, `${ROTA}/removal`, {}, "cancel_override"));
    expect([late.status, late.words.includes("Not done There is no such override.")]).toEqual([400, true]);
  });

  it("a rotation is changed from what it is now, by the names of its people", async () => {
    const shown = await press(
      "rotation",
      { people: "inspector idris vale\nnell_frost", off: "" },
      { query: "?code=round_the_clock" },
    );
    expect(shown.words).toContain(
      "«Round the clock»: Inspector Idris Vale and Inspector Nell Frost. 1 day each, in turn; from 07:00, all round the clock",
    );
    await confirm("rotation", shown, { why: "Two of us from now on" });
    expect((await rota()).rota.rotations).toMatchObject([
      { code: "round_the_clock", people: [IDRIS, NELL], starts: "2024-01-01" },
    ]);
  });
});

describe("a swap", () => {
  const SUNDAY = { "give.from": "2026-01-18T08:00", "give.to": "2026-01-18T20:00" };
  const SUNDAY_IN_WORDS = "08:00 to 20:00 on Sun 18 Jan";
  const asking = () => press("swap", { ...SUNDAY, withCode: NELL }, { person: IDRIS });
  const on = async (person: string, form: string, has = "") => {
    const { markup } = await asks(person, ROTA);
    return asks(person, `${ROTA}/${form}`, filled(markup, `${ROTA}/${form}`, {}, has));
  };

  it("is asked from a stretch of one's own, shown to whoever is asked, and counts when they say yes", async () => {
    expect((await asking()).status).toBe(303);
    const says = `Inspector Idris Vale asks Inspector Nell Frost to take ${SUNDAY_IN_WORDS}.`;
    expect((await asks(NELL, "/rota")).words).toContain(
      `You are asked to take a shift ${says} Answer: Duty inspector, Central South BCU`,
    );
    expect((await asks(NELL, ROTA)).words).toContain(says);
    expect((await asks("omar_reed", ROTA)).markup).not.toContain("/swap-answer");
    expect((await on(NELL, "swap-answer", 'value="yes"')).status).toBe(303);
    expect((await rota()).rota).toMatchObject({ swaps: [], overrides: [{ person: IDRIS, with: NELL }] });
  });

  it("that is declined changes nobody's shift", async () => {
    await asking();
    expect((await on(NELL, "swap-answer", 'value="no"')).status).toBe(303);
    expect((await rota()).rota).toMatchObject({ swaps: [], overrides: [] });
  });

  it("is taken back by whoever asked", async () => {
    await asking();
    expect((await on(IDRIS, "swap-withdrawal")).status).toBe(303);
    expect((await rota()).rota.swaps).toEqual([]);
  });

  it("is answered by nobody else", async () => {
    await asking();
    const { version, rota: kept } = await rota();
    const body = new URLSearchParams({ key: "k-1", seen: String(version), id: kept.swaps[0]?.id ?? "", yes: "yes" });
    expect((await asks("omar_reed", `${ROTA}/swap-answer`, body)).status).toBe(403);
    expect((await rota()).rota.swaps).toHaveLength(1);
  });

  it("that was answered meanwhile is told so, beside the rota as it is now", async () => {
    await asking();
    const { markup } = await asks(NELL, ROTA);
    const yes = filled(markup, `${ROTA}/swap-answer`, {}, 'value="yes"');
    await on(IDRIS, "swap-withdrawal");
    const late = await asks(NELL, `${ROTA}/swap-answer`, yes);
    expect(late.status).toBe(400);
    expect(late.words).toContain("There is no such swap: it has been answered, taken back, or has begun.");
  });

  it("is answered with one press though the rota has changed meanwhile", async () => {
    await asking();
    const { markup } = await asks(NELL, ROTA);
    await change({ what: "set_minimum", minimum: 0 });
    const yes = filled(markup, `${ROTA}/swap-answer`, {}, 'value="yes"');
    expect((await asks(NELL, `${ROTA}/swap-answer`, yes)).status).toBe(303);
    expect((await rota()).rota).toMatchObject({ minimum: 0, overrides: [{ person: IDRIS, with: NELL }] });
  });

  it.each<[string, Values, [string, string][]]>([
    [
      "with nobody",
      {},
      [
        ["swap-give-from", "Say from when"],
        ["swap-give-to", "Say until when"],
        ["swap-with", "Choose whom you ask"],
      ],
    ],
    [
      "that is not one's own to give",
      { "give.from": "2026-01-16T01:00", "give.to": "2026-01-18T20:00", withCode: NELL },
      [["swap-give-from", "From: must not have begun"]],
    ],
    [
      "against a shift that the other has not",
      { ...SUNDAY, withCode: NELL, "take.from": "2026-01-20T08:00", "take.to": "2026-01-20T20:00" },
      [["swap-take-from", expect.stringContaining("is not on duty here all that time") as unknown as string]],
    ],
  ])("%s names its fields", async (_, values, faults) => {
    const wrong = await press("swap", values, { person: IDRIS });
    expect([wrong.status, faultsOn(wrong)]).toEqual([400, faults]);
    expect((await rota()).rota.swaps).toEqual([]);
  });
});

describe("the pages of a rota", () => {
  it("have a place in everybody's navigation whose agency has desks", async () => {
    expect((await asks("amara_bell", "/escalations")).markup).toContain('<a href="/rota">Rota</a>');
    const own = await asks("amara_bell", "/rota");
    expect(own.words).toContain("Site manager");
    expect(own.words).not.toContain("Duty inspector");
  });

  it("offer the last shift that is shown with its own end, and none where it goes on", async () => {
    const shifts = [
      { id: "1-0", person: IDRIS, from: "2026-01-16T07:00", to: "2026-01-29T19:00" },
      { id: "1-1", person: NELL, from: "2026-01-29T19:00", to: "2026-01-30T07:00" },
    ];
    await town.rota(TEAM, (now) => ({ ...now, rotations: [], shifts }));
    const offered = async () => {
      const { markup } = await asks(MANAGER, ROTA);
      return [...markup.matchAll(/replace\?([^"]*)/g)]
        .map(([, query = ""]) => new URLSearchParams(query.replaceAll("&amp;", "&")))
        .at(-1);
    };
    expect(Object.fromEntries((await offered()) ?? [])).toEqual({
      from: "2026-01-29T19:00",
      to: "2026-01-30T07:00",
      person: NELL,
    });
    await town.rota(TEAM, (now) => ({
      ...now,
      shifts: shifts.map((one) => (one.person === NELL ? { ...one, to: "2026-02-20T07:00" } : one)),
    }));
    expect(Object.fromEntries((await offered()) ?? [])).toEqual({ from: "2026-01-29T19:00", to: "", person: NELL });
  });

  it("put what a person is on before what they are not", async () => {
    const { words } = await asks(IDRIS, "/rota");
    expect(words.indexOf("Desks whose rota you are on Desk")).toBeLessThan(
      words.indexOf("Duty inspector, Central South BCU Inspector"),
    );
    expect(words.indexOf("Duty inspector, Central South BCU Inspector")).toBeLessThan(words.indexOf("Other desks"));
  });

  it("go on by weeks, and back to today at most", async () => {
    const today = await asks(IDRIS, ROTA);
    expect(today.words).toContain("14 days from Friday 16 January");
    expect(today.markup).not.toContain("A week earlier");
    const later = await asks(IDRIS, `${ROTA}?from=2026-01-30`);
    expect(later.words).toContain("14 days from Friday 30 January");
    expect(later.markup).toContain(`href="${ROTA}?from=2026-01-23#days"`);
    for (const from of ["2025-01-01", "soon"])
      expect((await asks(IDRIS, `${ROTA}?from=${from}`)).words).toContain("14 days from Friday 16 January");
  });

  it("say who was on duty then, whatever was changed since", async () => {
    await town.forward("PT2H");
    await change({
      what: "override",
      override: { kind: "replace", person: IDRIS, with: NELL, from: "2026-01-16T04:00", to: TONIGHT.to },
    });
    const { words } = await asks(NELL, `${ROTA}?at=2026-01-16T03:00`);
    expect(words).toContain("At 03:00 on Fri 16 Jan: Inspector Idris Vale, by the rota as it then stood.");
    expect(words).toContain("On duty now Inspector Nell Frost");
  });

  it.each([
    ["", "Give the day and the time that you ask about"],
    ["soon", "When: a date and a time that exist, such as 2026-11-30 07:00"],
    ["2027-01-01 10:00", "When: a time that has been: the rota of a time to come may still be changed"],
  ])("name the field when that is asked of «%s»", async (at, fault) => {
    const shown = await asks(IDRIS, `${ROTA}?at=${encodeURIComponent(at)}`);
    expect(faultsOn(shown)).toEqual([["then-at", fault]]);
  });
});
