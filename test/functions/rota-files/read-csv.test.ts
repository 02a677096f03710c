import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Imported } from "../../../core/rota/imported.ts";
import { MOST } from "../../../core/rota/rota.ts";
import { dayNumber, dayOf } from "../../../core/rota/wall.ts";
import { readCsv } from "../../../functions/rota-files/read-csv.ts";
import { PEOPLE } from "./people.ts";

const read = (...lines: string[]): Imported => readCsv(lines.join("\n"), PEOPLE);
const shiftsOf = (result: Imported) => ("faults" in result ? result.faults : result.shifts);
const faultsOf = (result: Imported) =>
  "faults" in result ? result.faults.map(({ line, field }) => `${line} ${field}`) : ["no fault"];
const reasonOf = (result: Imported) => ("faults" in result ? result.faults.map(({ reason }) => reason).join("\n") : "no fault");

const HEADER = "person,from,to";
const ANN = { person: "ann", from: "2026-12-01T07:00", to: "2026-12-01T19:00" };

describe("a table of shifts", () => {
  it.each([
    ["as we show it", [HEADER, "ann,2026-12-01T07:00,2026-12-01T19:00"]],
    ["with a space for the T", [HEADER, "ann,2026-12-01 07:00,2026-12-01 19:00"]],
    ["with days as people in Britain write them", [HEADER, "ann,01/12/2026 07:00,01/12/2026 19:00"]],
    ["with the seconds that a spreadsheet adds", [HEADER, "ann,01/12/2026 07:00:00,2026-12-01T19:00:00"]],
    ["with offsets", [HEADER, "ann,2026-12-01T07:00:00Z,2026-12-01T20:00+01:00"]],
    ["by email address", [HEADER, "Ann.Okafor@Police.example.org,2026-12-01T07:00,2026-12-01T19:00"]],
    ["with its columns in another order", ["To,PERSON, From", "2026-12-01T19:00,Ann,2026-12-01T07:00"]],
    ["with semicolons", ["person;from;to", "ann;2026-12-01T07:00;2026-12-01T19:00"]],
    ["with a byte order mark and carriage returns", [`\uFEFF${HEADER}\r`, "ann,2026-12-01T07:00,2026-12-01T19:00\r", ""]],
    [
      "with blank lines and commas to no purpose",
      ["", `${HEADER},,`, "", "ann,2026-12-01T07:00,2026-12-01T19:00,,", ",,,,", " "],
    ],
    ["with quotation marks", [HEADER, '"ann","2026-12-01T07:00",2026-12-01T19:00']],
    ["with exact times beside", [`${HEADER},from_utc`, "ann,2026-12-01T07:00,2026-12-01T19:00,2026-12-01T07:00:00.000Z"]],
    ["with a name that nobody reads", [`name,${HEADER}`, '"O""Neill, Ann",ann,2026-12-01T07:00,2026-12-01T19:00']],
  ])("is read %s", (_, lines) => {
    expect(shiftsOf(read(...lines))).toEqual([ANN]);
  });

  it.each([
    ["nobody we know", "zoe,2026-12-01T07:00,2026-12-01T19:00", "2 person", /«zoe» is nobody's code or email address/],
    ["a name instead of a code", "Ann Okafor,2026-12-01T07:00,2026-12-01T19:00", "2 person", /nobody's code/],
    ["an address of two people", "desk@police.example.org,2026-12-01T07:00,2026-12-01T19:00", "2 person", /more than one/],
    ["no person", ",2026-12-01T07:00,2026-12-01T19:00", "2 person", /is empty/],
    ["a day that does not exist", "ann,2026-02-30T07:00,2026-03-01T19:00", "2 from", /«2026-02-30T07:00» does not exist/],
    ["the 25th month", "ann,12/25/2026 07:00,26/12/2026 07:00", "2 from", /does not exist/],
    ["a time of day that does not exist", "ann,2026-12-01T07:00,2026-12-01T24:00", "2 to", /does not exist/],
    ["an exact day that does not exist", "ann,2026-02-30T07:00Z,2026-03-01T19:00", "2 from", /does not exist/],
    ["an offset that does not exist", "ann,2026-12-01T07:00+99:00,2026-12-02T19:00", "2 from", /no offset/],
    ["seconds on the wall clock", "ann,2026-12-01T07:00:30,2026-12-01T19:00", "2 from", /no time as we read it/],
    ["a day without a time", "ann,2026-12-01,2026-12-01T19:00", "2 from", /no time as we read it/],
    ["no end", "ann,2026-12-01T07:00", "2 to", /is empty/],
    ["an end before its beginning", "ann,2026-12-01T19:00,2026-12-01T07:00", "2 to", /must be later than from/],
    ["no length", "ann,2026-12-01T19:00,2026-12-01T19:00", "2 to", /must be later than from/],
    ["more than 31 days", "ann,2026-12-01T07:00,2027-01-02T07:00", "2 to", /at most 31 days after from/],
    ["a cell too many", "ann,2026-12-01T07:00,2026-12-01T19:00,,x", "2 (column 5)", /no column's name/],
    ["a control character", "an\u0007n,2026-12-01T07:00,2026-12-01T19:00", "2 person", /control character/],
    ["what was not UTF-8", "Zo\uFFFD,2026-12-01T07:00,2026-12-01T19:00", "2 person", /UTF-8/],
    ["a cell of two lines", 'ann,"2026-12-01T07:00\n",2026-12-01T19:00\nann,"a\nb",x', "4 from", /several lines/],
    [
      "a quotation mark never closed",
      'ann,2026-12-01T07:00,"2026-12-01T19:00\nben,2026-12-01T07:00,2026-12-01T19:00',
      "2 to",
      /never closed/,
    ],
    ["a quotation mark in the middle", 'an"n,2026-12-01T07:00,2026-12-01T19:00', "2 person", /nobody/],
  ])("is refused with %s", (_, line, where, reason) => {
    const result = read(HEADER, line);
    expect(faultsOf(result)).toContain(where);
    expect(reasonOf(result)).toMatch(reason);
  });

  it.each([
    ["nothing in it", "", "1 (file)", /has no shift/],
    ["no shift in it", HEADER, "1 (file)", /has no shift/],
    ["no header", "ann,2026-12-01T07:00,2026-12-01T19:00", "1 person", /is missing/],
    ["a column missing", "person,from\nann,2026-12-01T07:00", "1 to", /is missing/],
    ["a column twice", `${HEADER},From`, "1 from", /two columns/],
    ["a column nobody knows", `${HEADER},until\nann,2026-12-01T07:00,2026-12-01T19:00,x`, "1 «until»", /not a column we know/],
    ["the two bytes of UTF-16 for each letter", "\uFFFD\uFFFDp\0e\0r\0s\0o\0n\0", "1 person", /is missing/],
    ["two million characters and one", "x".repeat(2_000_001), "1 (file)", /larger than 2 million/],
  ])("is refused with %s", (_, text, where, reason) => {
    const result = readCsv(text, PEOPLE);
    expect(faultsOf(result)).toContain(where);
    expect(reasonOf(result)).toMatch(reason);
  });

  it("says which line it is at odds with", () => {
    const result = read(
      HEADER,
      "ann,2026-12-01T07:00,2026-12-01T19:00",
      "ben,2026-12-01T07:00,2026-12-01T19:00",
      "ann.okafor@police.example.org,2026-12-01T18:59,2026-12-02T07:00",
      "ben,01/12/2026 07:00,01/12/2026 19:00",
      "ann,2026-12-02T07:00,2026-12-02T08:00",
    );
    expect(shiftsOf(result)).toEqual([
      { line: 4, field: "from", reason: expect.stringMatching(/ann is on duty already from 07:00 GMT.* by line 2/) },
      { line: 5, field: "person", reason: "says the same as line 3: ben at that time" },
    ]);
  });

  it("finds a shift inside a long one that began many lines before", () => {
    const result = read(
      HEADER,
      "ann,2026-12-01T07:00,2026-12-09T07:00",
      "ann,2026-12-02T07:00,2026-12-02T08:00",
      "ann,2026-12-05T07:00,2026-12-05T08:00",
    );
    expect(faultsOf(result)).toEqual(["3 from", "4 from"]);
  });

  it("counts lines as an editor does, also through cells of several lines", () => {
    const result = read(
      "name,person,from,to",
      "Ann,ann,2026-12-01T07:00,2026-12-01T19:00",
      "",
      '"Ben',
      'Ahmed",ben,x,2026-12-01T19:00',
      "Zoe,zoe,,",
    );
    expect(faultsOf(result)).toEqual(["4 name", "4 from", "6 person", "6 from", "6 to"]);
    const windows = readCsv('person,from,to\r\n"a\r\nnn",x,y\r\nzoe,x,y\r\n', PEOPLE);
    expect(faultsOf(windows)).toEqual(["2 person", "2 from", "2 to", "4 person", "4 from", "4 to"]);
  });

  it("names the first line that is one too many, and what is wrong with those before", () => {
    const line = (nth: number) =>
      `ann,${dayOf(dayNumber("2026-01-01") + nth)}T07:00,${dayOf(dayNumber("2026-01-01") + nth)}T19:00`;
    const full = Array.from({ length: MOST.shifts }, (_, nth) => line(nth));
    expect(shiftsOf(read(HEADER, ...full))).toHaveLength(MOST.shifts);
    expect(faultsOf(read(HEADER, "zoe,,", ...full))).toEqual(["2 person", "2 from", "2 to", `${MOST.shifts + 2} (file)`]);
  });

  it("takes a time that the clocks skip by our rule, and says how; the same for one that happens twice", () => {
    const skipped = read(HEADER, "ann,2027-03-28T01:30,2027-03-28T07:00");
    expect(skipped).toEqual({
      shifts: [{ person: "ann", from: "2027-03-28T01:30", to: "2027-03-28T07:00" }],
      notes: [
        { line: 2, field: "from", reason: "London's clocks skip 01:30 on that night: it is read as 02:00 BST, Sun 28 Mar" },
      ],
    });
    const twice = read(HEADER, "ann,2026-10-24T19:00,2026-10-25T01:30", "ben,2026-10-25T01:30:00+00:00,2026-10-25T07:00");
    expect(twice).toEqual({
      shifts: [
        { person: "ann", from: "2026-10-24T19:00", to: "2026-10-25T01:30" },
        { person: "ben", from: "2026-10-25T01:30:00.000Z", to: "2026-10-25T07:00" },
      ],
      notes: [
        { line: 2, field: "to", reason: expect.stringMatching(/read as the first, 01:30 BST.*2026-10-25T01:30:00\+00:00$/) },
      ],
    });
  });

  it("lets the exact time win where the wall clock says less, and refuses the two when they are at odds", () => {
    const columns = "person,from,to,from_utc,to_utc";
    expect(shiftsOf(read(columns, "ann,2026-10-25T01:30,2026-10-25T07:00,2026-10-25T01:30:00.000Z,"))).toEqual([
      { person: "ann", from: "2026-10-25T01:30:00.000Z", to: "2026-10-25T07:00" },
    ]);
    const changed = read(columns, "ann,2026-12-01T08:00,2026-12-01T19:00,2026-12-01T07:00:00.000Z,2026-12-01T19:00");
    expect(faultsOf(changed)).toEqual(["2 from", "2 to_utc"]);
    expect(faultsOf(read("person,from_utc,to_utc", "ann,2026-12-01T07:00Z,x"))).toEqual(["2 to_utc"]);
  });
});

describe("five hundred lines", () => {
  const line = (nth: number) => {
    const day = dayOf(dayNumber("2026-11-01") + Math.floor(nth / 2));
    const next = dayOf(dayNumber(day) + 1);
    return nth % 2 === 0 ? `ann,${day}T07:00,${day}T19:00` : `ben.ahmed@police.example.org,${day} 19:00,${next} 07:00`;
  };
  const sound = [HEADER, ...Array.from({ length: 500 }, (_, nth) => line(nth))];
  /** Line, what stands there instead, and the field that is at fault. */
  const ERRORS: readonly (readonly [number, (line: string) => string, string])[] = [
    [17, (text) => text.replace("ben.ahmed", "ben.amhed"), "person"],
    [42, (text) => text.replace(/^\w+/, "Anne"), "person"],
    [77, (text) => text.replace(/,[^,]*,/, ",30/02/2027 19:00,"), "from"],
    [100, (text) => text.replace("T", "_"), "from"],
    [150, (text) => text.replace(/19:00$/, "25:00"), "to"],
    [203, (text) => text.replace(/,([^,]*),(.*)$/, ",$2,$1"), "to"],
    [256, (text) => text.replace(/[^,]*$/, ""), "to"],
    [300, (text) => text.replace(/,(\d{4})([^,]*)$/, ",2031$2"), "to"],
    [333, () => line(329), "person"],
    [404, (text) => text.replace("T07:00", "T06:00").replace(/^\w+/, "ben"), "from"],
    [450, (text) => text.replace(/^\w+/, ""), "person"],
    [501, (text) => `${text},cover`, "(column 4)"],
  ];
  const broken = sound.map((text, nth) => ERRORS.find(([at]) => at === nth + 1)?.[1](text) ?? text);

  it("have exactly the twelve faults that were put there", () => {
    expect(faultsOf(read(...broken))).toEqual(ERRORS.map(([at, , field]) => `${at} ${field}`));
  });

  it("import whole once they are mended", () => {
    const mended = broken.map((text, nth) => (ERRORS.some(([at]) => at === nth + 1) ? (sound[nth] ?? "") : text));
    expect(shiftsOf(read(...mended))).toHaveLength(500);
  });
});

describe("any text whatever", () => {
  const anyCell = fc.oneof(
    fc.constantFrom(
      "ann",
      "ben",
      "2026-12-01T07:00",
      "2026-12-01 19:00",
      "02/12/2026 07:00",
      "2026-10-25T01:30Z",
      '"',
      '"x',
      "",
      "=1+1",
    ),
    fc.string({ unit: "binary", maxLength: 8 }),
  );
  const anyTable = fc
    .tuple(
      fc.constantFrom(HEADER, "person;from;to", "to,from,person,name", "person,from,to,from_utc,to_utc", ""),
      fc.array(
        fc.array(anyCell, { maxLength: 6 }).map((cells) => cells.join(",")),
        { maxLength: 30 },
      ),
      fc.constantFrom("\n", "\r\n", "\r"),
    )
    .map(([header, lines, end]) => [header, ...lines].join(end));

  it.each([
    ["a table of anything", anyTable],
    ["text", fc.string({ unit: "binary", maxLength: 300 })],
  ])("gives shifts or faults that name lines of the file, in order: %s", (_, anyText) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const result = readCsv(text, PEOPLE);
        if (!("faults" in result)) return expect(result.shifts.length).toBeGreaterThan(0);
        const lines = result.faults.map(({ line }) => line);
        expect(lines.length).toBeGreaterThan(0);
        expect(lines).toEqual(lines.toSorted((one, other) => one - other));
        expect(lines[0]).toBeGreaterThanOrEqual(1);
        expect(lines.at(-1)).toBeLessThanOrEqual(text.split(/\r\n|\r|\n/).length);
      }),
      { numRuns: 500 },
    );
  });
});
