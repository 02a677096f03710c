import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { changed, consequences } from "../../../core/rota/change.ts";
import { filling } from "../../../core/rota/imported.ts";
import { dayNumber, dayOf } from "../../../core/rota/wall.ts";
import { readCsv } from "../../../functions/rota-files/read-csv.ts";
import { writeCsv } from "../../../functions/rota-files/write-csv.ts";
import { DAY_AND_NIGHT, rotaOf, rotation } from "../../core/rota/rotas.ts";
import { anyRotaIn, dutyOf, rotaWith, WINDOWS } from "./duty.ts";
import { nameOf, PEOPLE } from "./people.ts";

const DAY = ["2026-12-01T00:00:00.000Z", "2026-12-02T00:00:00.000Z"] as const;
const linesOf = (text: string) => text.split("\r\n");

describe("a rota as a table", () => {
  it("has a line for each unbroken time of each person, in London's time and in UTC", () => {
    const rota = rotaOf({
      rotations: [rotation({ people: ["ann"], from: "07:00", to: "19:00" })],
      shifts: [
        { id: "1-0", person: "ben", from: "2026-06-01T18:00", to: "2026-06-01T20:00" },
        { id: "1-1", person: "ben", from: "2026-06-01T20:00", to: "2026-06-02T06:00" },
      ],
    });
    expect(linesOf(writeCsv(rota, "2026-06-01T00:00:00.000Z", "2026-06-02T00:00:00.000Z", nameOf))).toEqual([
      "person,name,from,to,from_utc,to_utc",
      "ann,Ann Okafor,2026-06-01T07:00,2026-06-01T19:00,2026-06-01T06:00:00.000Z,2026-06-01T18:00:00.000Z",
      "ben,Ben Ahmed,2026-06-01T18:00,2026-06-02T06:00,2026-06-01T17:00:00.000Z,2026-06-02T05:00:00.000Z",
      "",
    ]);
  });

  it.each(["2026-12-01T09:00:00.000Z", "2026-12-01T03:00:00.000Z"])(
    "brought in again as it is changes nobody's duty, also not of the night in which it ends, from %s",
    (now) => {
      const nights = ["ann", "ben"].flatMap((person, nth) =>
        Array.from({ length: 20 }, (_, night) => {
          const day = dayNumber("2026-11-29") + night * 2 + nth;
          return { id: `${nth + 1}-${night}`, person, from: `${dayOf(day)}T19:00`, to: `${dayOf(day + 1)}T07:00` };
        }),
      );
      const rota = rotaOf({ shifts: nights });
      const read = readCsv(writeCsv(rota, "2026-12-01T00:00:00.000Z", "2026-12-15T00:00:00.000Z", nameOf), PEOPLE);
      if ("faults" in read) throw new Error(JSON.stringify(read.faults));
      expect(consequences(rota, changed(rota, filling(read.shifts, {}), "manager", 3, now), now).changes).toEqual([]);
    },
  );

  it("cuts where it ends whoever is there without one", () => {
    const rota = rotaOf({ rotations: [rotation({ people: ["ann"] })] });
    expect(linesOf(writeCsv(rota, ...DAY, nameOf))[1]).toContain("2026-12-01T00:00,2026-12-02T00:00");
  });

  it("is a header alone where nobody is on duty", () => {
    expect(writeCsv(rotaOf(), ...DAY, nameOf)).toBe("person,name,from,to,from_utc,to_utc\r\n");
  });

  it.each([
    ['=HYPERLINK("http://example.org")', `"'=HYPERLINK(""http://example.org"")"`],
    ["+44 7700 900123", "'+44 7700 900123"],
    ["-1", "'-1"],
    ["@SUM(A1)", "'@SUM(A1)"],
    ["\t=1", "'=1"],
    ["\r=1", "'=1"],
    ["Okafor, Ann", '"Okafor, Ann"'],
    ["Ann\nOkafor", "Ann Okafor"],
    ["Ann-Marie = Ann", "Ann-Marie = Ann"],
  ])("lets no name be a formula or break its line: %j", (name, cell) => {
    const rota = rotaOf({ rotations: [rotation({ people: ["ann"] })] });
    const [, line = ""] = linesOf(writeCsv(rota, ...DAY, () => name));
    expect(line.startsWith(`ann,${cell},2026-12-01T00:00,`)).toBe(true);
  });

  it("cuts what is longer than a shift may be, so that it can be read again", () => {
    const rota = rotaOf({ rotations: [rotation({ people: ["ann"] })] });
    const window = ["2026-10-01T00:00:00.000Z", "2026-12-10T00:00:00.000Z"] as const;
    const text = writeCsv(rota, ...window, nameOf);
    expect(linesOf(text)).toHaveLength(5);
    const back = readCsv(text, PEOPLE);
    expect("shifts" in back && dutyOf(rotaWith(back.shifts), ...window)).toEqual(dutyOf(rota, ...window));
  });

  it.each(WINDOWS)("gives the same people at each instant once it is read again, from %s", (from, to) => {
    const window = [from, to] as const;
    fc.assert(
      fc.property(anyRotaIn(from), (rota) => {
        const duty = dutyOf(rota, ...window);
        fc.pre(duty.some(({ people }) => people.length > 0));
        const back = readCsv(writeCsv(rota, ...window, nameOf), PEOPLE);
        expect(back).not.toHaveProperty("faults");
        expect("shifts" in back && dutyOf(rotaWith(back.shifts), ...window)).toEqual(duty);
      }),
      { numRuns: 150 },
    );
  });

  it("can be read back when a spreadsheet has saved it in its own way", () => {
    const window = ["2026-10-24T12:00:00.000Z", "2026-10-26T12:00:00.000Z"] as const;
    const text = writeCsv(DAY_AND_NIGHT, ...window, nameOf)
      .replace(/(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d),/g, "$3/$2/$1 $4,")
      .replaceAll("\r\n", ",,\r\n");
    const people = ["ann", "ben", "cy", "dee", "eve", "fay"].map((id) => ({ id, name: id, channels: [] }));
    const back = readCsv(text, people);
    expect("shifts" in back && dutyOf(rotaWith(back.shifts), ...window)).toEqual(dutyOf(DAY_AND_NIGHT, ...window));
  });
});
