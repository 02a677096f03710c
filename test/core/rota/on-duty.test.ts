import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { myShift } from "../../../core/rota/my-shift.ts";
import { differences, gaps, onDutyAt, stretches } from "../../../core/rota/on-duty.ts";
import type { Rota } from "../../../core/rota/rota.ts";
import { instantOf, wallOf } from "../../../core/rota/wall.ts";
import { plus } from "../../../core/time.ts";
import { DAY_AND_NIGHT, rotaOf, rotation } from "./rotas.ts";

const MINUTE = "PT1M";
/** Every minute of a stretch of time, from its first to before its last. */
function* minutes(from: string, to: string) {
  for (let at = from; at < to; at = plus(at, MINUTE)) yield at;
}
const peopleAt = (rota: Rota, at: string) => onDutyAt(rota, at).map(({ person }) => person);

describe("the two nights on which the clocks change", () => {
  it.each([
    ["2026-03-29T00:59", "2026-03-29T00:59:00.000Z", "before the jump"],
    ["2026-03-29T01:00", "2026-03-29T01:00:00.000Z", "the clocks jump"],
    ["2026-03-29T01:30", "2026-03-29T01:00:00.000Z", "is skipped: when they jump"],
    ["2026-03-29T02:00", "2026-03-29T01:00:00.000Z", "the first minute of summer time"],
    ["2026-03-29T02:15", "2026-03-29T01:15:00.000Z", "later than a time that was skipped"],
    ["2026-10-25T00:59", "2026-10-24T23:59:00.000Z", "summer time"],
    ["2026-10-25T01:30", "2026-10-25T00:30:00.000Z", "happens twice: the first"],
    ["2026-10-25T02:00", "2026-10-25T02:00:00.000Z", "winter time"],
  ])("%s is %s: %s", (wall, instant) => {
    expect(instantOf(wall)).toBe(instant);
  });

  it("never puts what is later on the wall earlier in truth", () => {
    for (const night of ["2026-03-29", "2026-10-25"]) {
      const walls = Array.from({ length: 240 }, (_, minute) => {
        const [hour, rest] = [Math.floor(minute / 60), minute % 60].map((n) => String(n).padStart(2, "0"));
        return instantOf(`${night}T${hour}:${rest}`);
      });
      expect(walls).toEqual(walls.toSorted());
    }
  });

  it("reads back what it wrote, but for the hour that is skipped", () => {
    fc.assert(
      fc.property(fc.date({ min: new Date("2024-01-01"), max: new Date("2034-01-01"), noInvalidDate: true }), (date) => {
        const minute = new Date(Math.floor(date.getTime() / 60_000) * 60_000).toISOString();
        const back = instantOf(wallOf(minute));
        expect([minute, new Date(Date.parse(minute) - 3_600_000).toISOString()]).toContain(back);
        expect(wallOf(back)).toBe(wallOf(minute));
      }),
    );
  });

  const TURNS = { people: ["ann", "ben"], from: "01:30", to: "01:30" };
  it.each([
    ["days and nights that meet at seven", DAY_AND_NIGHT],
    ["a hand-over in the hour that is skipped or repeated", rotaOf({ rotations: [rotation(TURNS)] })],
    [
      "a weekly turn that hands over on that very night",
      rotaOf({ rotations: [rotation({ ...TURNS, on: 7, starts: "2026-01-04" })] }),
    ],
    [
      "three shifts of eight hours, one of which begins at one",
      rotaOf({
        rotations: [
          rotation({ code: "early", from: "01:00", to: "09:00", people: ["ann"] }),
          rotation({ code: "middle", from: "09:00", to: "17:00", people: ["ben"] }),
          rotation({ code: "late", from: "17:00", to: "01:00", people: ["cy"] }),
        ],
      }),
    ],
  ])("has exactly one person on duty at each minute of both: %s", (_, rota) => {
    for (const [from, to] of [
      ["2026-03-28T22:00:00.000Z", "2026-03-29T09:00:00.000Z"],
      ["2026-10-24T22:00:00.000Z", "2026-10-25T09:00:00.000Z"],
    ] as const) {
      const ahead = stretches(rota, from, to);
      for (const at of minutes(from, to)) {
        const [holder, ...others] = peopleAt(rota, at);
        expect([at, holder, others]).toEqual([at, expect.any(String), []]);
        expect(ahead.filter((one) => one.from <= at && at < one.to).map(({ people }) => people)).toEqual([[holder]]);
      }
    }
  });

  it("makes the night shift an hour shorter in spring and an hour longer in autumn", () => {
    const hours = (from: string) => {
      const [night] = onDutyAt(DAY_AND_NIGHT, from);
      return (Date.parse(night?.until ?? "") - Date.parse(from)) / 3_600_000;
    };
    expect(hours("2026-03-28T19:00:00.000Z")).toBe(11);
    expect(hours("2026-10-24T18:00:00.000Z")).toBe(13);
    expect(hours("2026-06-01T18:00:00.000Z")).toBe(12);
  });

  it("gives a shift that lies in the skipped hour no length, and one in the repeated hour both of them", () => {
    const short = rotaOf({ rotations: [rotation({ from: "01:10", to: "01:50" })] });
    const hour = (day: string) => stretches(short, `${day}T01:00:00.000Z`, `${day}T02:00:00.000Z`).map(({ people }) => people);
    expect(hour("2026-03-28")).toEqual([[], ["idris"], []]);
    expect(hour("2026-03-29")).toEqual([[]]);
    const alone = { shifts: [{ id: "1-0", person: "ann", from: "2026-03-29T01:10", to: "2026-03-29T01:50" }] };
    expect(() => rotaOf(alone)).toThrow("must be later than `from`");
    const long = rotaOf({ shifts: [{ id: "1-0", person: "ann", from: "2026-10-25T01:00", to: "2026-10-25T02:00" }] });
    expect(stretches(long, "2026-10-25T00:00:00.000Z", "2026-10-25T02:00:00.000Z")).toEqual([
      { from: "2026-10-25T00:00:00.000Z", to: "2026-10-25T02:00:00.000Z", people: ["ann"] },
    ]);
  });

  it("lets an exact time say the second of a repeated hour", () => {
    const rota = rotaOf({ shifts: [{ id: "1-0", person: "ann", from: "2026-10-25T01:30:00+00:00", to: "2026-10-25T03:00" }] });
    expect(peopleAt(rota, "2026-10-25T00:45:00.000Z")).toEqual([]);
    expect(peopleAt(rota, "2026-10-25T01:30:00.000Z")).toEqual(["ann"]);
  });
});

describe("turns", () => {
  const whole = (rota: Rota, from: string, to: string) =>
    stretches(rota, from, to).map(({ from: start, people }) => `${wallOf(start)} ${people.join("+") || "nobody"}`);

  it("change each day", () => {
    const rota = rotaOf({ rotations: [rotation({ people: ["ann", "ben", "cy"] })] });
    expect(whole(rota, "2026-01-01T07:00:00.000Z", "2026-01-05T07:00:00.000Z")).toEqual([
      "2026-01-01T07:00 ann",
      "2026-01-02T07:00 ben",
      "2026-01-03T07:00 cy",
      "2026-01-04T07:00 ann",
    ]);
  });

  it("change each week, on the day and at the hour of the first", () => {
    const rota = rotaOf({
      rotations: [rotation({ people: ["ann", "ben"], on: 7, from: "09:00", to: "09:00", starts: "2026-01-05" })],
    });
    expect(whole(rota, "2026-01-05T09:00:00.000Z", "2026-01-26T09:00:00.000Z")).toEqual([
      "2026-01-05T09:00 ann",
      "2026-01-12T09:00 ben",
      "2026-01-19T09:00 ann",
    ]);
  });

  it("are two on and eight off, as five teams of a 2-2-2-4 pattern work", () => {
    const crew = ["ann", "ben", "cy", "dee", "eve"];
    const pattern = [
      { code: "early", from: "07:00", to: "15:00", starts: "2026-01-01" },
      { code: "late", from: "15:00", to: "23:00", starts: "2026-01-03" },
      { code: "night", from: "23:00", to: "07:00", starts: "2026-01-05" },
    ];
    const rota = rotaOf({ rotations: pattern.map((part) => rotation({ ...part, people: crew, on: 2, off: 8 })) });
    const [from, to] = ["2026-02-01T00:00:00.000Z", "2026-02-11T00:00:00.000Z"];
    expect(gaps(rota, from, to)).toEqual([]);
    expect(stretches(rota, from, to).every(({ people }) => people.length === 1)).toBe(true);
    const hoursOf = (person: string) =>
      stretches(rota, from, to)
        .filter(({ people }) => people.includes(person))
        .reduce((sum, one) => sum + (Date.parse(one.to) - Date.parse(one.from)) / 3_600_000, 0);
    expect(crew.map(hoursOf)).toEqual([48, 48, 48, 48, 48]);
  });

  it("leave the days that are not the desk's to nobody, and count on through them", () => {
    const rota = rotaOf({
      rotations: [
        rotation({ people: ["ann", "ben"], on: 7, from: "09:00", to: "17:00", weekdays: [1, 2, 3, 4, 5], starts: "2026-01-05" }),
      ],
    });
    expect(peopleAt(rota, "2026-01-09T12:00:00.000Z")).toEqual(["ann"]);
    expect(peopleAt(rota, "2026-01-10T12:00:00.000Z")).toEqual([]);
    expect(peopleAt(rota, "2026-01-12T12:00:00.000Z")).toEqual(["ben"]);
  });

  it("begin on their first day and end with the shift of their last", () => {
    const rota = rotaOf({ rotations: [rotation({ starts: "2026-01-10", ends: "2026-01-11", from: "19:00", to: "07:00" })] });
    expect(whole(rota, "2026-01-09T12:00:00.000Z", "2026-01-13T12:00:00.000Z")).toEqual([
      "2026-01-09T12:00 nobody",
      "2026-01-10T19:00 idris",
      "2026-01-11T07:00 nobody",
      "2026-01-11T19:00 idris",
      "2026-01-12T07:00 nobody",
    ]);
  });

  it("have one person on at every instant of the year", () => {
    const year = stretches(DAY_AND_NIGHT, "2026-01-01T07:00:00.000Z", "2027-01-01T07:00:00.000Z");
    expect(year.every(({ people }) => people.length === 1)).toBe(true);
    expect(year).toHaveLength(730);
  });
});

describe("what is laid over", () => {
  const day = (from: string, to: string) => ({ from: `2026-02-02T${from}`, to: `2026-02-02T${to}` });
  const at = (time: string) => `2026-02-02T${time}:00.000Z`;

  it("adds, takes away and replaces, from the first instant until before the last", () => {
    const base = { rotations: [rotation({ people: ["ann"] })] };
    const rota = rotaOf({
      ...base,
      overrides: [
        { id: "1-0", kind: "add", person: "ben", ...day("10:00", "11:00") },
        { id: "2-0", kind: "remove", person: "ann", ...day("12:00", "13:00") },
        { id: "3-0", kind: "replace", person: "ann", with: "cy", ...day("14:00", "15:00") },
        { id: "4-0", kind: "replace", person: "dee", with: "eve", ...day("16:00", "17:00") },
      ],
    });
    expect(peopleAt(rota, at("09:59"))).toEqual(["ann"]);
    expect(peopleAt(rota, at("10:00"))).toEqual(["ann", "ben"]);
    expect(peopleAt(rota, at("11:00"))).toEqual(["ann"]);
    expect(peopleAt(rota, at("12:30"))).toEqual([]);
    expect(peopleAt(rota, at("14:00"))).toEqual(["cy"]);
    expect(peopleAt(rota, at("15:00"))).toEqual(["ann"]);
    expect(peopleAt(rota, at("16:30"))).toEqual(["ann"]);
  });

  it("puts a roster for a while in place of everything else, and an override over that", () => {
    const rota = rotaOf({
      rotations: [rotation({ people: ["ann"] })],
      rosters: [
        {
          id: "1-0",
          title: "Carnival",
          ...day("08:00", "20:00"),
          shifts: [
            { person: "ben", ...day("08:00", "14:00") },
            { person: "cy", ...day("15:00", "22:00") },
          ],
        },
      ],
      overrides: [{ id: "2-0", kind: "replace", person: "ben", with: "dee", ...day("09:00", "10:00") }],
    });
    expect(peopleAt(rota, at("07:30"))).toEqual(["ann"]);
    expect(peopleAt(rota, at("08:30"))).toEqual(["ben"]);
    expect(peopleAt(rota, at("09:30"))).toEqual(["dee"]);
    expect(peopleAt(rota, at("14:30"))).toEqual([]);
    expect(peopleAt(rota, at("19:59"))).toEqual(["cy"]);
    expect(peopleAt(rota, at("20:00"))).toEqual(["ann"]);
  });

  it("follows somebody through shifts that meet, to the end of the last", () => {
    const shifts = [
      { id: "1-0", person: "ann", ...day("08:00", "12:00") },
      { id: "1-1", person: "ann", ...day("12:00", "16:00") },
      { id: "1-2", person: "ben", ...day("12:00", "18:00") },
    ];
    expect(onDutyAt(rotaOf({ shifts }), at("09:00"))).toEqual([{ person: "ann", until: at("16:00") }]);
    expect(onDutyAt(rotaOf({ rotations: [rotation({ people: ["ann"] })] }), at("09:00"))).toEqual([
      { person: "ann", until: plus(at("09:00"), "PT72H") },
    ]);
  });
});

describe("any rota whatever", () => {
  const PEOPLE = ["ann", "ben", "cy"];
  const anyPerson = fc.constantFrom(...PEOPLE);
  const anyTime = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom("00", "30"))
    .map(([h, m]) => `${String(h).padStart(2, "0")}:${m}`);
  const anyStretch = fc
    .tuple(fc.constantFrom("2026-03-28", "2026-03-29", "2026-10-25"), anyTime, fc.integer({ min: 1, max: 30 }))
    .map(([date, time, hours]) => {
      const from = `${date}T${time}`;
      return { from, to: wallOf(plus(instantOf(from), `PT${hours}H`)) };
    })
    .filter(({ from, to }) => instantOf(from) < instantOf(to));
  const anyRota = fc
    .record({
      rotations: fc.array(
        fc.record({
          code: fc.constantFrom("one", "two"),
          people: fc.uniqueArray(anyPerson, { minLength: 1 }),
          on: fc.integer({ min: 1, max: 4 }),
          off: fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }),
          from: anyTime,
          to: anyTime,
        }),
        { maxLength: 2 },
      ),
      shifts: fc.array(fc.record({ person: anyPerson, at: anyStretch }), { maxLength: 4 }),
      overrides: fc.array(fc.record({ kind: fc.constantFrom("add", "remove"), person: anyPerson, at: anyStretch }), {
        maxLength: 3,
      }),
    })
    .map(({ rotations, shifts, overrides }) =>
      rotaOf({
        rotations: rotations.map((one) => rotation(one)),
        shifts: shifts.map(({ person, at }, nth) => ({ id: `1-${nth}`, person, ...at })),
        overrides: overrides.map(({ kind, person, at }, nth) => ({ id: `2-${nth}`, kind, person, ...at })),
      }),
    );
  const anyNight = fc.constantFrom("2026-03-28T18:00:00.000Z", "2026-10-24T18:00:00.000Z");

  it("has one answer at every instant, the same for the preview and for the message that leaves", () => {
    fc.assert(
      fc.property(anyRota, anyNight, fc.integer({ min: 0, max: 24 * 60 - 1 }), (rota, from, minute) => {
        const ahead = stretches(rota, from, plus(from, "PT24H"));
        expect(ahead[0]?.from).toBe(from);
        for (const [nth, one] of ahead.entries()) expect(one.to).toBe(ahead[nth + 1]?.from ?? plus(from, "PT24H"));
        const at = minute === 0 ? from : plus(from, `PT${minute}M`);
        const preview = ahead.find((one) => one.from <= at && at < one.to)?.people ?? [];
        expect(peopleAt(rota, at).toSorted()).toEqual([...preview].toSorted());
      }),
      { numRuns: 300 },
    );
  });

  it("says of nobody that they are on duty longer than they are", () => {
    fc.assert(
      fc.property(anyRota, anyNight, (rota, from) => {
        for (const { person, until } of onDutyAt(rota, from)) {
          expect(peopleAt(rota, new Date(Date.parse(until) - 1).toISOString())).toContain(person);
          if (until < plus(from, "PT72H")) expect(peopleAt(rota, until)).not.toContain(person);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("tells each of their own shift what everybody else is told of it: when it begins, when it ends, who comes then", () => {
    const just = (before: string) => new Date(Date.parse(before) - 1).toISOString();
    fc.assert(
      fc.property(anyRota, anyNight, anyPerson, (rota, now, person) => {
        const shift = myShift(rota, person, now);
        const isOn = peopleAt(rota, now).includes(person);
        if (!shift) return expect(isOn).toBe(false);
        expect(shift.from === null).toBe(isOn);
        if (shift.from) {
          expect(peopleAt(rota, shift.from)).toContain(person);
          expect(peopleAt(rota, just(shift.from))).not.toContain(person);
        }
        if (!shift.ends) return;
        expect(peopleAt(rota, just(shift.ends.at))).toContain(person);
        expect(peopleAt(rota, shift.ends.at).toSorted()).toEqual([...shift.ends.next].toSorted());
        expect(shift.ends.next).not.toContain(person);
      }),
      { numRuns: 200 },
    );
  });

  it("differs from itself nowhere", () => {
    fc.assert(
      fc.property(anyRota, anyNight, (rota, from) => {
        expect(differences(rota, rota, from, plus(from, "PT48H"))).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
