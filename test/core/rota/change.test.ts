import { describe, expect, it } from "@jest/globals";
import { type Change, Change as ChangeBody, changed, consequences, mustBeConfirmed } from "../../../core/rota/change.ts";
import { onDutyAt, stretches } from "../../../core/rota/on-duty.ts";
import { MOST, type Rota } from "../../../core/rota/rota.ts";
import { naming, refusing } from "../escalation/moves.ts";
import { DAY_AND_NIGHT, rotaOf, rotation } from "./rotas.ts";

const NOW = "2026-02-02T12:00:00.000Z"; // a Monday, by day
const make = (rota: Rota, change: object, by = "manager", version = 7) =>
  changed(rota, ChangeBody.parse(change) as Change, by, version, NOW);
const peopleAt = (rota: Rota, at: string) => onDutyAt(rota, at).map(({ person }) => person);
const alone = (person = "ann") => rotaOf({ rotations: [rotation({ people: [person] })] });
const tomorrow = (from: string, to: string) => ({ from: `2026-02-03T${from}`, to: `2026-02-03T${to}` });
const override = (kind: string, person: string, more: object = tomorrow("09:00", "17:00")) => ({
  what: "override",
  override: { kind, person, ...more },
});

describe("a change of a rota", () => {
  it("sets a rotation, and sets it again by its code", () => {
    const first = make(rotaOf(), { what: "set_rotation", rotation: rotation({ people: ["ann"] }) });
    const again = make(first, { what: "set_rotation", rotation: rotation({ people: ["ben"] }) });
    expect(again.rotations.map(({ people }) => people)).toEqual([["ben"]]);
    expect(make(again, { what: "remove_rotation", code: "all_day" }).rotations).toEqual([]);
    expect(() => make(again, { what: "remove_rotation", code: "nights" })).toThrow(naming("change.code"));
  });

  it("adds and removes a single shift by its id", () => {
    const rota = make(rotaOf(), { what: "add_shift", shift: { person: "ann", ...tomorrow("07:00", "19:00") } });
    expect(rota.shifts).toMatchObject([{ id: "7-0", person: "ann" }]);
    expect(make(rota, { what: "remove_shift", id: "7-0" }).shifts).toEqual([]);
    expect(() => make(rota, { what: "remove_shift", id: "9-9" })).toThrow(naming("change.id"));
  });

  it("imports shifts in place of those that begin in the same stretch, and no others", () => {
    const shifts = (person: string, ...days: string[]) =>
      days.map((day) => ({ person, from: `${day}T07:00`, to: `${day}T19:00` }));
    const week = { what: "import_shifts", from: "2026-02-03T00:00", to: "2026-02-10T00:00" };
    const first = make(rotaOf(), { ...week, shifts: shifts("ann", "2026-02-03", "2026-02-04") });
    const later = make(first, { what: "add_shift", shift: shifts("cy", "2026-02-11")[0] }, "manager", 8);
    const again = make(later, { ...week, shifts: shifts("ben", "2026-02-05") }, "manager", 9);
    expect(again.shifts.map(({ id, person }) => `${id} ${person}`)).toEqual(["8-0 cy", "9-0 ben"]);
  });

  it.each([
    ["adds", override("add", "ben"), ["ann", "ben"]],
    ["takes away", override("remove", "ann"), []],
    ["replaces", override("replace", "ann", { with: "ben", ...tomorrow("09:00", "17:00") }), ["ben"]],
  ])("%s somebody for a while, and takes it back", (_, change, people) => {
    const rota = make(alone(), change);
    expect(peopleAt(rota, "2026-02-03T12:00:00.000Z")).toEqual(people);
    expect(make(rota, { what: "cancel_override", id: "7-0" }).overrides).toEqual([]);
  });

  it.each([
    ["adding somebody who is there", override("add", "ann"), "change.override.person"],
    ["taking away somebody who is not", override("remove", "ben"), "change.override.person"],
    [
      "replacing somebody who is not there",
      override("replace", "ben", { with: "cy", ...tomorrow("09:00", "17:00") }),
      "change.override.person",
    ],
  ])("refuses an override that says nothing: %s", (_, change, field) => {
    expect(() => make(alone(), change)).toThrow(naming(field));
  });

  it("refuses a second override for the same person at the same time, and names the first", () => {
    const first = make(alone(), override("replace", "ann", { with: "ben", ...tomorrow("09:00", "17:00") }));
    const later = override("replace", "ben", { with: "cy", ...tomorrow("16:00", "18:00") });
    expect(() => make(first, later, "manager", 8)).toThrow(
      expect.objectContaining({ message: expect.stringMatching(/override 7-0 .* cancel it first/) }),
    );
    expect(make(first, override("remove", "ann", tomorrow("17:00", "18:00")), "manager", 8).overrides).toHaveLength(2);
  });

  it("refuses to put somebody in another's place who is there already", () => {
    const two = rotaOf({ rotations: [rotation({ people: ["ann"] }), rotation({ code: "beside", people: ["ben"] })] });
    const change = override("replace", "ann", { with: "ben", ...tomorrow("09:00", "17:00") });
    expect(() => make(two, change)).toThrow(naming("change.override.with"));
  });

  it("sets and cancels a roster for a while", () => {
    const roster = {
      title: "Carnival",
      ...tomorrow("00:00", "23:00"),
      shifts: [{ person: "ben", ...tomorrow("08:00", "20:00") }],
    };
    const rota = make(alone(), { what: "set_roster", roster });
    expect(peopleAt(rota, "2026-02-03T12:00:00.000Z")).toEqual(["ben"]);
    expect(make(rota, { what: "cancel_roster", id: "7-0" }).rosters).toEqual([]);
    expect(() => make(rota, { what: "cancel_roster", id: "8-0" })).toThrow(naming("change.id"));
  });

  it("refuses a roster with a shift that is not wholly within it, and reads one that was kept so", () => {
    const shifts = [
      { person: "ann", ...tomorrow("07:00", "19:00") },
      { person: "ben", from: "2026-02-03T19:00", to: "2026-02-04T07:00" },
      { person: "cy", ...tomorrow("06:00", "08:00") },
    ];
    const roster = { title: "Carnival", ...tomorrow("07:00", "19:00"), shifts };
    expect(() => make(alone(), { what: "set_roster", roster })).toThrow(
      naming("change.roster.shifts.1", "change.roster.shifts.2"),
    );
    expect(make(alone(), { what: "set_roster", roster: { ...roster, shifts: shifts.slice(0, 1) } }).rosters).toHaveLength(1);
    const kept = rotaOf({ rosters: [{ id: "1-0", ...roster }] });
    expect(make(kept, { what: "set_minimum", minimum: 2 }).rosters[0]?.shifts).toHaveLength(3);
  });

  it("lets what is over go, and keeps what lasts", () => {
    const old = { from: "2026-01-30T07:00", to: "2026-01-30T19:00" };
    const rota = rotaOf({
      rotations: [rotation({ people: ["ann"] }), rotation({ code: "gone", people: ["cy"], ends: "2026-01-10" })],
      shifts: [
        { id: "1-0", person: "ben", ...old },
        { id: "1-1", person: "ben", ...tomorrow("07:00", "08:00") },
      ],
      overrides: [{ id: "2-0", kind: "remove", person: "ann", ...old }],
      rosters: [{ id: "3-0", title: "Past", ...old, shifts: [] }],
      swaps: [{ id: "4-0", person: "ann", with: "ben", give: old, take: null, askedAt: NOW }],
    });
    const next = make(rota, { what: "set_minimum", minimum: 2 });
    expect(next.rotations.map(({ code }) => code)).toEqual(["all_day"]);
    expect(next.shifts.map(({ id }) => id)).toEqual(["1-1"]);
    expect([next.overrides, next.rosters, next.swaps, next.minimum]).toEqual([[], [], [], 2]);
  });

  it("says so when a rota would be larger than the table keeps in one item", () => {
    const shifts = Array.from({ length: 500 }, () => ({ person: "ann_with_a_name_that_is_long", ...tomorrow("07:00", "08:00") }));
    const roster = { title: "Carnival", ...tomorrow("00:00", "23:00"), shifts };
    const rosters = Array.from({ length: 12 }, (_, nth) => ({ id: `1-${nth}`, ...roster }));
    expect(() => make(rotaOf({ rosters }), { what: "set_roster", roster })).toThrow(naming("change"));
  });

  it("says so when a rota would grow too large to keep", () => {
    const shifts = Array.from({ length: MOST.shifts }, (_, nth) => ({
      id: `1-${nth}`,
      person: "ann",
      ...tomorrow("07:00", "08:00"),
    }));
    const change = { what: "add_shift", shift: { person: "ann", ...tomorrow("07:00", "08:00") } };
    expect(() => make(rotaOf({ shifts }), change)).toThrow(naming("shifts"));
  });

  it.each([
    [{ what: "add_shift", shift: { person: "ann", ...tomorrow("09:00", "09:00") } }, "to"],
    [{ what: "add_shift", shift: { person: "ann", from: "2026-02-30T09:00", to: "2026-03-01T09:00" } }, "from"],
    [{ what: "add_shift", shift: { person: "ann", from: "2026-02-03T09:00", to: "2026-04-03T09:00" } }, "to"],
    [override("replace", "ann"), "with"],
    [override("add", "ann", { with: "ben", ...tomorrow("09:00", "10:00") }), "with"],
    [{ what: "set_rotation", rotation: { ...rotation({}), people: ["ann", "ann"] } }, "people"],
    [{ what: "set_rotation", rotation: { ...rotation({}), ends: "2025-12-31" } }, "ends"],
    [{ what: "set_rotation", rotation: { ...rotation({}), from: "24:00" } }, "from"],
  ])("is refused by name when it cannot be: %#", (change, field) => {
    const read = ChangeBody.safeParse(change);
    expect(read.error?.issues.map(({ path }) => path.at(-1))).toContain(field);
  });
});

describe("a swap", () => {
  const two = () =>
    rotaOf({
      shifts: [
        { id: "1-0", person: "ann", ...tomorrow("07:00", "19:00") },
        { id: "1-1", person: "ben", from: "2026-02-04T07:00", to: "2026-02-04T19:00" },
      ],
    });
  const give = tomorrow("07:00", "19:00");
  const take = { from: "2026-02-04T07:00", to: "2026-02-04T19:00" };
  const ask = (swap: object, by = "ann") => make(two(), { what: "ask_swap", swap }, by);
  const answer = (rota: Rota, by: string, yes = true) => make(rota, { what: "answer_swap", id: "7-0", yes }, by, 8);
  const on = (rota: Rota) => [peopleAt(rota, "2026-02-03T12:00:00.000Z"), peopleAt(rota, "2026-02-04T12:00:00.000Z")].flat();

  it("changes nothing until the other has said yes, and then both shifts", () => {
    const asked = ask({ give, with: "ben", take });
    expect(on(asked)).toEqual(["ann", "ben"]);
    const agreed = answer(asked, "ben");
    expect(on(agreed)).toEqual(["ben", "ann"]);
    expect(agreed.swaps).toEqual([]);
  });

  it("may be a part of one shift, against nothing", () => {
    const agreed = answer(ask({ give: tomorrow("15:00", "19:00"), with: "ben" }), "ben");
    expect(stretches(agreed, "2026-02-03T07:00:00.000Z", "2026-02-03T19:00:00.000Z").map(({ people }) => people[0])).toEqual([
      "ann",
      "ben",
    ]);
  });

  it("is gone when the other says no, or the asker takes it back", () => {
    const asked = ask({ give, with: "ben", take });
    expect(on(answer(asked, "ben", false))).toEqual(["ann", "ben"]);
    expect(make(asked, { what: "cancel_swap", id: "7-0" }, "ann", 8).swaps).toEqual([]);
    expect(() => answer(answer(asked, "ben"), "ben")).toThrow(naming("change.id"));
  });

  it("is answered by the one who was asked alone, and taken back by the asker alone", () => {
    const asked = ask({ give, with: "ben", take });
    expect(() => answer(asked, "ann")).toThrow(refusing("NotAllowed"));
    expect(() => answer(asked, "manager")).toThrow(refusing("NotAllowed"));
    expect(() => make(asked, { what: "cancel_swap", id: "7-0" }, "ben", 8)).toThrow(refusing("NotAllowed"));
  });

  it.each([
    ["with oneself", { give, with: "ann" }, "ann", "change.swap.with"],
    ["of somebody else's shift", { give: take, with: "cy" }, "ann", "change.swap.give"],
    [
      "for a shift that the other has not",
      { give, with: "ben", take: { from: "2026-02-05T07:00", to: "2026-02-05T19:00" } },
      "ann",
      "change.swap.take",
    ],
    [
      "that has begun",
      { give: { from: "2026-02-02T07:00", to: "2026-02-02T19:00" }, with: "ben" },
      "ann",
      "change.swap.give.from",
    ],
  ])("cannot be asked %s", (_, swap, by, field) => {
    expect(() => ask(swap, by)).toThrow(naming(field));
  });

  it("of a shift that was swapped before goes on to the next, and back to whoever had it first", () => {
    const swap = (rota: Rota, by: string, to: string, version: number) => {
      const asked = make(rota, { what: "ask_swap", swap: { give, with: to } }, by, version);
      return make(asked, { what: "answer_swap", id: `${version}-0`, yes: true }, to, version + 1);
    };
    const cys = swap(swap(two(), "ann", "ben", 7), "ben", "cy", 9);
    expect([on(cys), cys.overrides]).toEqual([
      ["cy", "ben"],
      [{ id: "10-0", kind: "replace", person: "ann", with: "cy", ...give }],
    ]);
    const anns = swap(cys, "cy", "ann", 11);
    expect([on(anns), anns.overrides]).toEqual([["ann", "ben"], []]);
    const added = make(two(), override("add", "dee", give), "manager", 7);
    expect(swap(added, "dee", "cy", 9).overrides).toEqual([{ id: "10-0", kind: "add", person: "cy", ...give }]);
  });

  it("of a shift that was swapped before may be against one of the other's", () => {
    const bens = answer(ask({ give, with: "ben" }), "ben");
    const asked = make(bens, { what: "ask_swap", swap: { give, with: "ann", take: null } }, "ben", 9);
    expect(make(asked, { what: "answer_swap", id: "9-0", yes: true }, "ann", 10).overrides).toEqual([]);
    const both = answer(ask({ give, with: "ben", take }), "ben");
    const back = make(both, { what: "ask_swap", swap: { give: take, with: "ben", take: give } }, "ann", 9);
    const done = make(back, { what: "answer_swap", id: "9-0", yes: true }, "ben", 10);
    expect([on(done), done.overrides]).toEqual([["ann", "ben"], []]);
  });

  it("is refused when it is asked, and not at the other's yes, where an override stands in its way", () => {
    const bens = answer(ask({ give, with: "ben" }), "ben");
    const part = { what: "ask_swap", swap: { give: tomorrow("15:00", "19:00"), with: "cy" } };
    expect(() => make(bens, part, "ben", 9)).toThrow(naming("change.swap.give"));
    const twice = make(bens, { what: "add_shift", shift: { person: "ben", ...give } }, "manager", 9);
    expect(() => make(twice, { what: "ask_swap", swap: { give, with: "cy" } }, "ben", 10)).toThrow(naming("change.swap.give"));
  });

  it("cannot be agreed when the rota has changed meanwhile so that somebody cannot give it any more", () => {
    const asked = ask({ give, with: "ben", take });
    const less = make(asked, { what: "remove_shift", id: "1-1" }, "manager", 8);
    expect(() => answer(less, "ben")).toThrow(naming("change.swap.take"));
  });
});

describe("what a change does is known before it is made", () => {
  const of = (before: Rota, change: object) => consequences(before, make(before, change), NOW);

  it("is nothing for a change that moves nobody", () => {
    const nothing = of(DAY_AND_NIGHT, { what: "set_minimum", minimum: 1 });
    expect(nothing).toMatchObject({ changes: [], leavesShort: [] });
    expect(() => mustBeConfirmed(nothing, undefined)).not.toThrow();
  });

  it("names each time at which others are on duty", () => {
    const change = override("replace", "ann", { with: "zoe", ...tomorrow("09:00", "17:00") });
    expect(of(alone(), change).changes).toEqual([
      { from: "2026-02-03T09:00:00.000Z", to: "2026-02-03T17:00:00.000Z", before: ["ann"], after: ["zoe"] },
    ]);
  });

  it("does not leave a desk with too few unless somebody says why", () => {
    const result = of(alone(), override("remove", "ann"));
    expect(result.leavesShort).toEqual([{ from: "2026-02-03T09:00:00.000Z", to: "2026-02-03T17:00:00.000Z", people: [] }]);
    expect(() => mustBeConfirmed(result, undefined)).toThrow(/from 09:00 GMT.*to 17:00 GMT/);
    expect(() => mustBeConfirmed(result, "The desk is closed for the move")).not.toThrow();
  });

  it("does not let a desk be watched less unless somebody says why", () => {
    const lower = of(alone(), { what: "set_minimum", minimum: 0 });
    expect(lower).toMatchObject({ lowersMinimum: true, leavesShort: [] });
    expect(() => mustBeConfirmed(lower, undefined)).toThrow(/lowers how many must be on duty/);
    expect(() => mustBeConfirmed(of(alone(), { what: "set_minimum", minimum: 1 }), undefined)).not.toThrow();
  });

  it("sees the shift three weeks on that a rotation will leave", () => {
    const removed = of(DAY_AND_NIGHT, { what: "remove_rotation", code: "nights" });
    expect(removed.leavesShort.length).toBeGreaterThan(80);
    expect(removed.leavesShort[0]).toMatchObject({ from: "2026-02-02T19:00:00.000Z", to: "2026-02-03T07:00:00.000Z" });
  });

  it("does not count a hole that was there before as this change's own, and counts one that becomes deeper", () => {
    const days = rotaOf({ rotations: [rotation({ people: ["ann"], from: "07:00", to: "19:00" })] });
    expect(of(days, override("add", "ben", tomorrow("20:00", "21:00"))).leavesShort).toEqual([]);
    const two = rotaOf({ ...days, minimum: 2, rotations: days.rotations });
    expect(of(two, override("remove", "ann")).leavesShort).toHaveLength(1);
  });

  it("does not take the holder off duty at this moment unless somebody says so, also when another comes in their place", () => {
    const today = { from: "2026-02-02T11:00", to: "2026-02-02T15:00" };
    const result = of(alone(), override("replace", "ann", { with: "ben", ...today }));
    expect(result.now).toEqual({ before: ["ann"], after: ["ben"] });
    expect(() => mustBeConfirmed(result, undefined)).toThrow(/takes ann off duty at this moment/);
  });

  it("moves the holder when a new person would shift everybody's turns, and says so before", () => {
    const before = rotaOf({ rotations: [rotation({ people: ["ann", "ben"] })] });
    const [holder] = peopleAt(before, NOW);
    const result = of(before, { what: "set_rotation", rotation: rotation({ people: ["ann", "ben", "cy"] }) });
    expect(result.now.before).toEqual([holder]);
    if (!result.now.after.includes(holder ?? ""))
      expect(() => mustBeConfirmed(result, undefined)).toThrow(refusing("NeedsConfirming"));
    expect(result.now.after).not.toEqual([holder]);
  });
});
