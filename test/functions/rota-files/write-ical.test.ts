import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { readIcal } from "../../../functions/rota-files/read-ical.ts";
import { writeIcal } from "../../../functions/rota-files/write-ical.ts";
import { rotaOf, rotation } from "../../core/rota/rotas.ts";
import { anyRotaIn, dutyOf, rotaWith, WINDOWS } from "./duty.ts";
import { nameOf, PEOPLE } from "./people.ts";

const FEED = { title: "Duty inspector, Central South", nameOf, stamp: "2026-05-25T12:00:00.000Z", version: 12 };
const DAY = ["2026-06-01T00:00:00.000Z", "2026-06-02T00:00:00.000Z"] as const;
const DAYS_ONLY = rotaOf({ rotations: [rotation({ people: ["ann"], from: "07:00", to: "19:00" })] });
const linesOf = (text: string) => text.split("\r\n");
/** The lines as they were before folding. */
const unfolded = (text: string) => linesOf(text.replaceAll("\r\n ", ""));
const named = (text: string, name: string) => unfolded(text).filter((line) => line.startsWith(`${name}:`));

describe("a rota as a calendar", () => {
  it("has an event for each unbroken time of each person, and one for each hole", () => {
    expect(linesOf(writeIcal(DAYS_ONLY, ...DAY, FEED))).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Rightcall//Rota//EN",
      "X-WR-CALNAME:Duty inspector\\, Central South",
      "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
      "X-PUBLISHED-TTL:PT1H",
      "BEGIN:VEVENT",
      "UID:duty_inspector_central_south-ann-20260601T060000Z@rightcall",
      "DTSTAMP:20260525T120000Z",
      "SEQUENCE:12",
      "DTSTART:20260601T060000Z",
      "DTEND:20260601T180000Z",
      "SUMMARY:Ann Okafor: Duty inspector\\, Central South",
      "X-RIGHTCALL-PERSON:ann",
      "END:VEVENT",
      "BEGIN:VEVENT",
      "UID:duty_inspector_central_south-NOBODY-20260601T000000Z@rightcall",
      "DTSTAMP:20260525T120000Z",
      "SEQUENCE:12",
      "DTSTART:20260601T000000Z",
      "DTEND:20260601T060000Z",
      "SUMMARY:NOBODY ON DUTY: Duty inspector\\, Central South",
      "END:VEVENT",
      "BEGIN:VEVENT",
      "UID:duty_inspector_central_south-NOBODY-20260601T180000Z@rightcall",
      "DTSTAMP:20260525T120000Z",
      "SEQUENCE:12",
      "DTSTART:20260601T180000Z",
      "DTEND:20260602T000000Z",
      "SUMMARY:NOBODY ON DUTY: Duty inspector\\, Central South",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ]);
  });

  it("leaves out what was over when this version was made, and keeps what was going on then", () => {
    const text = writeIcal(DAYS_ONLY, ...DAY, { ...FEED, stamp: "2026-06-01T12:00:00.000Z" });
    expect(named(text, "DTSTART")).toEqual(["DTSTART:20260601T060000Z", "DTSTART:20260601T180000Z"]);
  });

  it("has no hole where nobody need be there", () => {
    expect(writeIcal(rotaOf({ ...DAYS_ONLY, minimum: 0 }), ...DAY, FEED)).not.toContain("NOBODY");
  });

  it("keeps an event's name while its beginning stands, whatever its end becomes", () => {
    const longer = rotaOf({ rotations: [rotation({ people: ["ann"], from: "07:00", to: "20:00" })] });
    const uid = (rota: typeof longer) => named(writeIcal(rota, ...DAY, FEED), "UID")[0];
    expect(uid(longer)).toBe(uid(DAYS_ONLY));
    expect(uid(rotaOf({ ...DAYS_ONLY, team: "another_desk" }))).not.toBe(uid(DAYS_ONLY));
  });

  it("tells names and no more of anybody", () => {
    const text = writeIcal(DAYS_ONLY, ...DAY, FEED);
    expect(text).not.toMatch(/ATTENDEE|ORGANIZER|METHOD|mailto|example\.org/i);
  });

  it.each([
    ["Desk; north, east \\ west", "Desk\\; north\\, east \\\\ west"],
    ["Desk\r\nEND:VCALENDAR", "Desk END:VCALENDAR"],
    ["Desk\u0000\u2028two", "Desk two"],
  ])("lets no title break out of its line: %j", (title, written) => {
    const text = writeIcal(DAYS_ONLY, ...DAY, { ...FEED, title });
    expect(named(text, "X-WR-CALNAME")).toEqual([`X-WR-CALNAME:${written}`]);
    expect(named(text, "END").filter((line) => line === "END:VCALENDAR")).toHaveLength(1);
  });

  it("folds lines at 75 octets and never within a letter", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 40, maxLength: 200 }), (title) => {
        const text = writeIcal(DAYS_ONLY, ...DAY, { ...FEED, title: `${title}: Młynarz 🚓` });
        for (const line of linesOf(text)) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
        expect(text.isWellFormed()).toBe(true);
        const whole = writeIcal(DAYS_ONLY, ...DAY, { ...FEED, title: "x" });
        expect(unfolded(text)).toHaveLength(unfolded(whole).length);
      }),
      { numRuns: 100 },
    );
    const long = linesOf(writeIcal(DAYS_ONLY, ...DAY, { ...FEED, title: "é".repeat(100) }));
    expect(long.slice(3, 7).map((line) => Buffer.byteLength(line))).toEqual([75, 75, 65, 36]);
  });

  it("has somebody begin and end at a whole second, and at no second more than they are there", () => {
    const half = { from: "2026-06-01T07:00:00.500Z", to: "2026-06-01T08:00:00.500Z" };
    const text = writeIcal(rotaOf({ minimum: 0, shifts: [{ id: "1-0", person: "ann", ...half }] }), ...DAY, FEED);
    expect([named(text, "DTSTART"), named(text, "DTEND")]).toEqual([["DTSTART:20260601T070001Z"], ["DTEND:20260601T080001Z"]]);
  });

  it.each(WINDOWS)("gives the same people at each instant once it is read again, from %s", (from, to) => {
    fc.assert(
      fc.property(anyRotaIn(from), (rota) => {
        const duty = dutyOf(rota, from, to);
        fc.pre(duty.some(({ people }) => people.length > 0));
        const back = readIcal(writeIcal(rota, from, to, FEED), PEOPLE, { from, to });
        expect(back).not.toHaveProperty("faults");
        expect("shifts" in back && dutyOf(rotaWith(back.shifts), from, to)).toEqual(duty);
      }),
      { numRuns: 150 },
    );
  });
});
