import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { propertyOf } from "../../../functions/rota-files/calendar.ts";
import { recurring, TooMuchWork, Work } from "../../../functions/rota-files/recurrence.ts";

const ruleOf = (text: string) =>
  (propertyOf({ line: 1, field: "RRULE", text: `RRULE:${text}` })?.values[0] ?? {}) as Record<string, unknown>;
const startOn = (wall: string) => ({ wall, zone: "Europe/London", isDay: false });
const DAYS = { first: "2026-11-01", last: "2027-02-28" };
const wallsOf = (rule: string, start: string, days = DAYS, work = new Work()) =>
  recurring(ruleOf(rule), startOn(start), days, work);
/** The days of a year, in short: «9-02 9-04» for 2 and 4 September. */
const inShort = (rule: string, start: string, first: string, last: string) => {
  const walls = wallsOf(rule, `${start}T09:00:00`, { first, last });
  return "reason" in walls ? walls.reason : walls.map((wall) => wall.slice(5, 10).replace(/^0/, "")).join(" ");
};

describe("a rule of recurrence", () => {
  // The examples of RFC 5545, 3.8.5.3, and a few of our own
  it.each([
    ["FREQ=DAILY;COUNT=10", "1997-09-02", "9-02 9-03 9-04 9-05 9-06 9-07 9-08 9-09 9-10 9-11"],
    ["FREQ=DAILY;UNTIL=19970905T000000Z", "1997-09-02", "9-02 9-03 9-04"],
    ["FREQ=DAILY;UNTIL=19970905", "1997-09-02", "9-02 9-03 9-04 9-05"],
    ["FREQ=DAILY;UNTIL=19970905T085959", "1997-09-02", "9-02 9-03 9-04"],
    ["FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "9-02 9-12 9-22 10-02 10-12"],
    ["FREQ=WEEKLY;COUNT=5", "1997-09-02", "9-02 9-09 9-16 9-23 9-30"],
    [
      "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
      "1997-09-02",
      "9-02 9-04 9-09 9-11 9-16 9-18 9-23 9-25 9-30 10-02",
    ],
    ["FREQ=WEEKLY;INTERVAL=2;UNTIL=19971001T000000Z;WKST=SU;BYDAY=MO,WE,FR", "1997-09-01", "9-01 9-03 9-05 9-15 9-17 9-19 9-29"],
    ["FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO", "1997-08-05", "8-05 8-10 8-19 8-24"],
    ["FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU", "1997-08-05", "8-05 8-17 8-19 8-31"],
    ["FREQ=MONTHLY;COUNT=4;BYDAY=1FR", "1997-09-05", "9-05 10-03 11-07 12-05"],
    ["FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU", "1997-09-07", "9-07 9-28 11-02 11-30"],
    ["FREQ=MONTHLY;COUNT=4;BYMONTHDAY=-3", "1997-09-28", "9-28 10-29 11-28 12-29"],
    ["FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13", "1997-09-13", "9-13 10-11 11-08 12-13"],
    ["FREQ=MONTHLY;COUNT=3", "1997-07-31", "7-31 8-31 10-31"],
    ["FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "1996-10-27", "10-26"],
    ["FREQ=DAILY;BYMONTH=12;BYMONTHDAY=24,25,26", "1996-12-24", "12-24 12-25 12-26"],
  ])("means the days that its words say: %s", (rule, start, days) => {
    expect(inShort(rule, start, "1997-01-01", "1997-12-31")).toBe(days);
  });

  it.each([
    ["FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=31,1", "2019-11-01", "11-01"],
    ["FREQ=MONTHLY;INTERVAL=2;BYMONTH=1;BYDAY=1MO", "2025-01-06", "1-04"],
    ["FREQ=WEEKLY;INTERVAL=3", "2019-01-06", "11-01 11-22 12-13 1-03 1-24 2-14"],
    ["FREQ=DAILY;INTERVAL=50", "2019-01-06", "12-15 2-03"],
    ["FREQ=DAILY;COUNT=2652", "2019-08-01", "11-01 11-02 11-03"],
  ])("goes on rightly from years ago: %s", (rule, start, days) => {
    expect(inShort(rule, start, DAYS.first, DAYS.last)).toBe(days);
  });

  it("ends by the instant of its UNTIL, on either side of a change of the clocks", () => {
    const october = { first: "2026-10-24", last: "2026-10-28" };
    expect(wallsOf("FREQ=DAILY;UNTIL=20261024T183000Z", "2026-10-20T19:30:00", october)).toEqual(["2026-10-24T19:30:00"]);
    expect(wallsOf("FREQ=DAILY;UNTIL=20261025T183000Z", "2026-10-20T19:30:00", october)).toEqual(["2026-10-24T19:30:00"]);
    expect(wallsOf("FREQ=DAILY;UNTIL=20261025T193000Z", "2026-10-20T19:30:00", october)).toHaveLength(2);
  });

  it.each([
    ["FREQ=SECONDLY", /SECONDLY/],
    ["FREQ=HOURLY;INTERVAL=12", /HOURLY/],
    ["FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", /BYSETPOS/],
    ["FREQ=DAILY;BYHOUR=7,19", /BYHOUR/],
    ["FREQ=WEEKLY;BYMONTHDAY=4", /BYMONTHDAY/],
    ["FREQ=WEEKLY;BYDAY=1WE", /numbered BYDAY/],
    ["FREQ=YEARLY;BYDAY=20MO", /numbered BYDAY/],
    ["FREQ=DAILY;COUNT=0", /COUNT/],
    ["FREQ=DAILY;COUNT=99999999", /COUNT/],
    ["FREQ=DAILY;INTERVAL=1000000000", /INTERVAL/],
    ["FREQ=DAILY;UNTIL=2026", /no time as calendars write it/],
    ["FREQ=WEEKLY;BYDAY=TU", /does not mean the day of DTSTART/],
    ["FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", /does not mean the day of DTSTART/],
    [`FREQ=DAILY;BYMONTHDAY=-1,${Array.from({ length: 31 }, (_, nth) => nth + 1)}`, /too long a list in BYMONTHDAY/],
    ["COUNT=3", /repeats «undefined»/],
  ])("is refused when we might read it wrongly: %s", (rule, reason) => {
    expect(wallsOf(rule, "2026-11-04T19:00:00")).toEqual({ reason: expect.stringMatching(reason) });
  });

  it("costs no more than its file may spend, whatever it says", () => {
    const anyPart = fc.tuple(
      fc.constantFrom("INTERVAL", "COUNT", "BYDAY", "BYMONTHDAY", "BYMONTH", "UNTIL", "WKST"),
      fc.constantFrom("1", "2", "31", "-1", "9999", "MO", "SU", "2MO,-1FR", "20270101", "99990101T000000Z", "x"),
    );
    const anyRule = fc
      .tuple(
        fc.constantFrom("SECONDLY", "MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
        fc.array(
          anyPart.map((part) => part.join("=")),
          { maxLength: 4 },
        ),
      )
      .map(([frequency, parts]) => [`FREQ=${frequency}`, ...parts].join(";"));
    fc.assert(
      fc.property(anyRule, fc.constantFrom("1970-01-31", "2026-11-02", "2026-12-31"), (rule, start) => {
        const work = new Work(2000);
        try {
          const walls = wallsOf(rule, `${start}T07:00:00`, DAYS, work);
          if (!("reason" in walls)) expect(walls).toEqual([...new Set(walls)].sort());
        } catch (error) {
          expect(error).toBeInstanceOf(TooMuchWork);
          expect(work.left).toBe(0);
        }
        expect(work.left).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
  });

  it("costs a look at each day of the window, however long ago it began, unless it counts", () => {
    const work = new Work();
    const before = work.left;
    wallsOf("FREQ=DAILY", "1901-01-01T07:00:00", DAYS, work);
    expect(before - work.left).toBe(120);
  });
});
