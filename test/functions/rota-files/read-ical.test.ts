import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Imported } from "../../../core/rota/imported.ts";
import { MOST } from "../../../core/rota/rota.ts";
import { momentOf } from "../../../core/rota/wall.ts";
import { readIcal } from "../../../functions/rota-files/read-ical.ts";
import { APPLE, GOOGLE, OUTLOOK } from "./calendars.ts";
import { PEOPLE } from "./people.ts";

const WINDOW = { from: "2026-10-18T23:00:00.000Z", to: "2026-11-09T00:00:00.000Z" };
const read = (text: string, window = WINDOW): Imported => readIcal(text, PEOPLE, window);
const calendar = (...lines: string[]) => ["BEGIN:VCALENDAR", ...lines, "END:VCALENDAR"].join("\n");
const event = (...lines: string[]) => calendar("BEGIN:VEVENT", ...lines, "END:VEVENT");
const said = (result: Imported) =>
  "faults" in result
    ? result.faults.map(({ line, field, reason }) => `${line} ${field} ${reason}`)
    : result.shifts.map(({ person, from, to }) => `${person} ${from.slice(5)} ${to.slice(5)}`).sort();

const DAY = ["DTSTART;TZID=Europe/London:20261020T070000", "DTEND;TZID=Europe/London:20261020T190000"];

describe("a calendar as others write it", () => {
  it("is read from Google: attendees, a repeated night with one left out and one moved, a whole day, what is cancelled left out", () => {
    expect(said(read(GOOGLE))).toEqual([
      "ann 10-19T19:00 10-20T07:00",
      "ann 10-24T19:00 10-25T07:00",
      "ben 10-31T20:00 11-01T07:00",
      "cy 10-28T00:00 10-29T00:00",
    ]);
  });

  it("is read from Outlook: London by its Windows name, two on duty at once", () => {
    expect(said(read(OUTLOOK))).toEqual([
      "ann 10-24T19:00 10-25T07:00",
      "ann 10-25T19:00 10-26T07:00",
      "cy 10-24T19:00 10-25T07:00",
      "cy 10-25T19:00 10-26T07:00",
    ]);
  });

  it("is read from Apple: a length, extra dates, an address in a parameter, another zone's time", () => {
    expect(said(read(APPLE))).toEqual([
      "ann 10-25T00:00 10-26T00:00",
      "ann 10-26T12:00 10-26T14:00",
      "ben 10-20T07:00 10-20T19:00",
      "ben 10-22T07:00 10-22T19:00",
      "ben 10-24T07:00 10-24T19:00",
    ]);
  });

  it.each([GOOGLE, OUTLOOK, APPLE])("is read the same with the line ends and folds that its standard asks for: %#", (text) => {
    const refolded = text
      .split("\n")
      .map((line) => (/^[ \t]/.test(line) ? line : line.replace(/^(.{40})(.+)$/, "$1\r\n $2")))
      .join("\r\n");
    expect(said(read(`\uFEFF${refolded}`))).toEqual(said(read(text)));
  });
});

describe("who is on duty", () => {
  it.each([
    ["SUMMARY:ann", "ann"],
    ["SUMMARY:Ann Okafor", "ann"],
    ["SUMMARY:ANN OKAFOR: Duty inspector\\, south", "ann"],
    ["SUMMARY:Cy Młynarz-O'Neill : nights", "cy"],
    ["SUMMARY:ann.okafor@police.example.org", "ann"],
    ["ATTENDEE:MAILTO:BEN.AHMED@police.example.org", "ben"],
    ["ATTENDEE;CN=Ben Ahmed:mailto:ben@home.example.org", "ben"],
    ['ATTENDEE;CN="ben.ahmed@police.example.org":invalid:nomail', "ben"],
    ["X-RIGHTCALL-PERSON:dee_1\nSUMMARY:Dee Jones: Duty inspector", "dee_1"],
    ["ATTENDEE;CN=Ben Ahmed:mailto:x@example.org\nATTENDEE:mailto:ben.ahmed@police.example.org\nSUMMARY:ann", "ben"],
    ["ATTENDEE;CUTYPE=ROOM:mailto:room@example.org\nATTENDEE;CN=Ben Ahmed:mailto:x@example.org", "ben"],
    ["SUMMARY:Ann Okafor\nATTENDEE;CUTYPE=ROOM;CN=Control room:mailto:room@example.org", "ann"],
    ["SUMMARY:Ann Okafor\nATTENDEE;CUTYPE=GROUP:mailto:all@example.org\nATTENDEE;CUTYPE=RESOURCE:mailto:van@example.org", "ann"],
    ["SUMMARY:Ann Okafor\nATTENDEE;ROLE=NON-PARTICIPANT;CN=Ben Ahmed:mailto:x@example.org", "ann"],
  ])("is told by %j", (lines, person) => {
    expect(said(read(event(...DAY, lines)))).toEqual([`${person} 10-20T07:00 10-20T19:00`]);
  });

  it.each([
    ["SUMMARY:Zoe: nights", "5 SUMMARY «Zoe: nights» is nobody here"],
    ["SUMMARY:Annie", "5 SUMMARY «Annie» is nobody here"],
    ["SUMMARY:Dee Jones", "5 SUMMARY «Dee Jones» is more than one person here"],
    ["ATTENDEE:mailto:zoe@example.org\nSUMMARY:ann", "5 ATTENDEE «zoe@example.org» is nobody here"],
    ["ATTENDEE;CN=Dee Jones:mailto:desk@police.example.org", "5 ATTENDEE «Dee Jones» is more than one person here"],
    [
      "ATTENDEE;PARTSTAT=DECLINED;CN=Ann Okafor:mailto:x@example.org",
      "5 ATTENDEE «Ann Okafor» has declined: take them off this event, or ask them again",
    ],
    ["X-RIGHTCALL-PERSON:zoe\nSUMMARY:ann", "5 X-RIGHTCALL-PERSON «zoe» is nobody here"],
    ["DESCRIPTION:ann", "2 SUMMARY names nobody: the event needs an ATTENDEE, or a person at its head"],
    ["SUMMARY:Handover\nATTENDEE;CUTYPE=ROOM;CN=Control room:mailto:room@example.org", "5 SUMMARY «Handover» is nobody here"],
    [
      "ATTENDEE;CUTYPE=ROOM:mailto:room@example.org",
      "2 SUMMARY names nobody: the event needs an ATTENDEE, or a person at its head",
    ],
    ["SUMMARY:", "5 SUMMARY names nobody: the event needs an ATTENDEE, or a person at its head"],
    ['ATTENDEE;CN="Ann:mailto:x@example.org', "5 ATTENDEE cannot be read"],
  ])("is refused when it is told by %j", (lines, fault) => {
    expect(said(read(event(...DAY, lines)))).toEqual([fault]);
  });

  it("may be anybody outside the window", () => {
    const gone = [
      "BEGIN:VEVENT",
      "DTSTART:20250101T070000Z",
      "DTEND:20250101T190000Z",
      "SUMMARY:Somebody who left",
      "END:VEVENT",
    ];
    expect(said(read(calendar(...gone, "BEGIN:VEVENT", ...DAY, "SUMMARY:ann", "END:VEVENT")))).toEqual([
      "ann 10-20T07:00 10-20T19:00",
    ]);
  });
});

describe("when an event is", () => {
  const when = (...lines: string[]) => said(read(event(...lines, "SUMMARY:ann")));

  it.each([
    ["in UTC", ["DTSTART:20261020T060000Z", "DTEND:20261020T180000Z"], "ann 10-20T07:00 10-20T19:00"],
    ["on any wall, which is London's", ["DTSTART:20261020T070000", "DTEND:20261020T190000"], "ann 10-20T07:00 10-20T19:00"],
    ["in London under a second name", ["DTSTART;TZID=GB:20261020T070000", "DURATION:PT12H"], "ann 10-20T07:00 10-20T19:00"],
    [
      "in Mozilla's London",
      ["DTSTART;TZID=/mozilla.org/20050126_1/Europe/London:20261020T070000", "DURATION:PT12H"],
      "ann 10-20T07:00 10-20T19:00",
    ],
    ["in Paris", ["DTSTART;TZID=Europe/Paris:20261020T080000", "DTEND:20261020T180000Z"], "ann 10-20T07:00 10-20T19:00"],
    ["for a whole day", ["DTSTART;VALUE=DATE:20261025"], "ann 10-25T00:00 10-26T00:00"],
    ["for two whole days", ["DTSTART;VALUE=DATE:20261024", "DURATION:P2D"], "ann 10-24T00:00 10-26T00:00"],
    [
      "through the night that is an hour longer, by the wall",
      ["DTSTART:20261024T190000", "DTEND:20261025T070000"],
      "ann 10-24T19:00 10-25T07:00",
    ],
    [
      "through the same night, by the hours that pass",
      ["DTSTART:20261024T190000", "DURATION:PT12H"],
      "ann 10-24T19:00 10-25T06:00",
    ],
    [
      "to the second turn of a repeated hour",
      ["DTSTART:20261024T190000", "DTEND:20261025T013000Z"],
      "ann 10-24T19:00 10-25T01:30:00.000Z",
    ],
    ["to the second", ["DTSTART:20261020T070030", "DTEND:20261020T190000"], "ann 10-20T06:00:30.000Z 10-20T19:00"],
  ])("is understood %s", (_, lines, shift) => {
    expect(when(...lines)).toEqual([shift]);
  });

  it("is understood in a zone that only its VTIMEZONE places", () => {
    const zone = ["BEGIN:VTIMEZONE", "TZID:Desk time", "X-LIC-LOCATION:Europe/London", "END:VTIMEZONE"];
    const lines = ["BEGIN:VEVENT", "DTSTART;TZID=Desk time:20261020T070000", "DURATION:PT12H", "SUMMARY:ann", "END:VEVENT"];
    expect(said(read(calendar(...zone, ...lines)))).toEqual(["ann 10-20T07:00 10-20T19:00"]);
  });

  describe("in a zone that is called GMT", () => {
    const part = (name: string, from: string, to: string) => [
      ...[`BEGIN:${name}`, "DTSTART:19501029T020000", `TZOFFSETFROM:${from}`, `TZOFFSETTO:${to}`],
      ...["RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", `END:${name}`],
    ];
    const winter = part("STANDARD", "+0100", "+0000");
    const summer = part("DAYLIGHT", "+0000", "+0100");
    const within = (...parts: string[]) => {
      const lines = ['DTSTART;TZID="GMT":20261020T070000', 'DTEND;TZID="GMT":20261020T190000', "SUMMARY:ann"];
      const zone = ["BEGIN:VTIMEZONE", "TZID:GMT", ...parts, "END:VTIMEZONE"];
      return said(read(calendar(...zone, "BEGIN:VEVENT", ...lines, "END:VEVENT")));
    };

    it("is London's when its VTIMEZONE has London's summer, and UTC without one", () => {
      expect(within(...winter, ...summer)).toEqual(["ann 10-20T07:00 10-20T19:00"]);
      expect(within(...winter)).toEqual(["ann 10-20T08:00 10-20T20:00"]);
    });

    it("is a fault when its VTIMEZONE has another summer", () => {
      const nobody = expect.stringMatching(/DTSTART «GMT» is a time zone that nobody knows: use Europe\/London$/);
      expect(within(...part("STANDARD", "+0200", "+0100"), ...part("DAYLIGHT", "+0100", "+0200"))[0]).toEqual(nobody);
    });
  });

  it("ends at seven on the wall each day that it is repeated, also on the night of the change", () => {
    expect(
      when("DTSTART;TZID=Europe/London:20261023T190000", "DTEND;TZID=Europe/London:20261024T070000", "RRULE:FREQ=DAILY;COUNT=3"),
    ).toEqual(["ann 10-23T19:00 10-24T07:00", "ann 10-24T19:00 10-25T07:00", "ann 10-25T19:00 10-26T07:00"]);
  });

  it("is left out by EXDATE in another zone or for a whole day, and once if it is named twice", () => {
    const rule = ["DTSTART:20261020T070000", "DTEND:20261020T190000", "RRULE:FREQ=DAILY;COUNT=4"];
    const dates = ["EXDATE:20261021T060000Z", "EXDATE;VALUE=DATE:20261022", "RDATE:20261023T060000Z,20261030T070000"];
    expect(when(...rule, ...dates)).toEqual([
      "ann 10-20T07:00 10-20T19:00",
      "ann 10-23T07:00 10-23T19:00",
      "ann 10-30T07:00 10-30T19:00",
    ]);
  });

  it("is what begins within the window, its first instant included and its last not", () => {
    const window = { from: "2026-10-20T06:00:00.000Z", to: "2026-10-22T06:00:00.000Z" };
    const rule = ["DTSTART:20260101T070000", "DURATION:PT1H", "RRULE:FREQ=DAILY", "SUMMARY:ann"];
    expect(said(read(event(...rule), window))).toEqual(["ann 10-20T07:00 10-20T08:00", "ann 10-21T07:00 10-21T08:00"]);
  });

  it("is taken away by an instance that is cancelled", () => {
    const text = calendar(
      ...[
        "BEGIN:VEVENT",
        "UID:1",
        "DTSTART:20261020T070000",
        "DURATION:PT1H",
        "RRULE:FREQ=DAILY;COUNT=2",
        "SUMMARY:ann",
        "END:VEVENT",
      ],
      ...["BEGIN:VEVENT", "UID:1", "RECURRENCE-ID:20261020T070000", "STATUS:CANCELLED", "END:VEVENT"],
    );
    expect(said(read(text))).toEqual(["ann 10-21T07:00 10-21T08:00"]);
  });

  it("says what the clocks make of it", () => {
    const window = { from: "2027-03-20T00:00:00.000Z", to: "2027-04-01T00:00:00.000Z" };
    const result = read(event("DTSTART:20270321T013000", "DTEND:20270321T070000", "RRULE:FREQ=WEEKLY", "SUMMARY:ann"), window);
    expect(result).toMatchObject({
      shifts: [{ from: "2027-03-21T01:30" }, { from: "2027-03-28T02:00", to: "2027-03-28T07:00" }],
      notes: [{ line: 3, field: "DTSTART", reason: expect.stringMatching(/^2027-03-28: London's clocks skip 01:30/) }],
    });
  });

  it.each([
    ["nothing", [], /^2 DTSTART is missing/],
    [
      "a day that does not exist",
      ["DTSTART:20260230T070000", "DURATION:PT1H"],
      /^3 DTSTART «2026-02-30T07:00:00» does not exist/,
    ],
    ["no time", ["DTSTART:tomorrow", "DURATION:PT1H"], /^3 DTSTART .*is no time as calendars write it/],
    [
      "a zone that nobody knows",
      ["DTSTART;TZID=Desk time:20261020T070000", "DURATION:PT1H"],
      /^3 DTSTART «Desk time» is a time zone that nobody/,
    ],
    ["no end", ["DTSTART:20261020T070000"], /^3 DTSTART has no end/],
    ["an end that cannot be read", ["DTSTART:20261020T070000", "DTEND:x"], /^4 DTEND .*is no time/],
    ["an end before its beginning", ["DTSTART:20261020T070000", "DTEND:20261020T060000"], /^4 DTEND must be later than DTSTART/],
    ["a length backwards", ["DTSTART:20261020T070000", "DURATION:-PT1H"], /^4 DURATION must be later than DTSTART/],
    ["a length that is none", ["DTSTART:20261020T070000", "DURATION:long"], /^4 DURATION «long» is no length of time/],
    ["more than 31 days", ["DTSTART:20261020T070000", "DTEND:99990101T000000"], /^4 DTEND at most 31 days after DTSTART/],
    ["many more days", ["DTSTART:20261020T070000", "DURATION:P99999999999D"], /^4 DURATION at most 31 days after DTSTART/],
    ["a rule that we do not read", [...DAY, "RRULE:FREQ=SECONDLY"], /^5 RRULE repeats «SECONDLY»/],
    ["a rule that is none", [...DAY, "RRULE:FREQ=NEVER"], /^5 RRULE cannot be read/],
    ["a period", [...DAY, "RDATE;VALUE=PERIOD:20261020T070000Z/PT1H"], /^5 RDATE .*is no time as calendars write it/],
    [
      "a change of all that follows",
      [...DAY, "UID:1", "RECURRENCE-ID;RANGE=THISANDFUTURE:20261020T070000"],
      /^6 RECURRENCE-ID changes all that follows/,
    ],
    [
      "itself twice",
      ["DTSTART:20261020T070000", "DTEND:20261021T080000", "RRULE:FREQ=DAILY;COUNT=2"],
      /^3 DTSTART ann is on duty already.*by line 3/,
    ],
    ["a line without end", [`DTSTART;X="${"x".repeat(16_000)}":20261020T070000`], /^3 DTSTART cannot be read/],
  ])("is refused by line and property with %s", (_, lines, fault) => {
    expect(when(...lines).join("\n")).toMatch(fault);
  });

  it("counts lines through folds, and names every fault in their order", () => {
    const text = calendar(
      "X-WR-CALDESC:a\n long\n\tdescription",
      ...["BEGIN:VEVENT", "SUMMARY:Z\n oe", "DTSTART:20261020T07\n 0000", "DURATION:x", "END:VEVENT"],
      ...["BEGIN:VEVENT", "SUMMARY:ann", "DTSTART:20261020T070000", "DTEND:20261020T070000", "END:VEVENT"],
    );
    expect(said(read(text)).map((fault) => fault.split(" ").slice(0, 2).join(" "))).toEqual([
      "6 SUMMARY",
      "10 DURATION",
      "15 DTEND",
    ]);
  });
});

describe("what is no calendar, or too much of one", () => {
  it.each([
    ["nothing", "", /^1 \(file\) is no calendar/],
    ["a table", "person,from,to", /^1 \(file\) is no calendar/],
    ["a calendar without an event", calendar(), /^1 \(file\) has no shift/],
    [
      "an event that never ends",
      "BEGIN:VCALENDAR\nBEGIN:VEVENT",
      /^1 BEGIN begins VCALENDAR and never ends it\n2 BEGIN begins VEVENT/,
    ],
    ["an end of what never began", "BEGIN:VCALENDAR\nEND:VEVENT", /^2 END ends «VEVENT» where VCALENDAR is open/],
    ["more characters than we read", calendar("X".repeat(2_000_001)), /^1 \(file\) is larger than 2 million/],
  ])("is refused: %s", (_, text, fault) => {
    expect(said(read(text)).join("\n")).toMatch(fault);
  });

  const nights = (count: number, line: string) =>
    calendar(...Array.from({ length: count }, () => ["BEGIN:VEVENT", ...DAY, line, "SUMMARY:ann", "END:VEVENT"]).flat());

  it("names the event that is one too many", () => {
    const pad = (n: number) => String(n).padStart(2, "0");
    const seconds = Array.from({ length: MOST.shifts }, (_, nth) => `01${pad(Math.floor(nth / 60))}${pad(nth % 60)}`);
    const dates = seconds.map((time) => `RDATE:20261019T${time}`);
    const brief = ["DTSTART:20261019T000000", "DURATION:PT1S", "SUMMARY:ann"];
    expect(said(read(event(...brief, ...dates.slice(1))))).toHaveLength(MOST.shifts);
    expect(said(read(event(...brief, ...dates)))).toEqual([
      `3 (file) is more than the ${MOST.shifts} shifts that a rota may hold`,
    ]);
  });

  it("does not follow rules for ever: what they may cost together is bounded", () => {
    const result = read(
      nights(200, "RRULE:FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=20;COUNT=9999").replaceAll("20261020T070000", "19001020T070000"),
    );
    expect(said(result).join("\n")).toMatch(/RRULE repeats too often, or never/);
  });
});

describe("any text whatever", () => {
  const anyLine = fc.oneof(
    fc.constantFrom(
      ...[
        "BEGIN:VEVENT",
        "END:VEVENT",
        "BEGIN:VALARM",
        "END:VALARM",
        "SUMMARY:ann",
        "UID:1",
        "STATUS:CANCELLED",
        "ATTENDEE:mailto:x",
        " folded",
      ],
      ...[...GOOGLE.split("\n"), ...OUTLOOK.split("\n"), ...APPLE.split("\n")],
    ),
    fc
      .tuple(
        fc.constantFrom("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "ATTENDEE", "SUMMARY"),
        fc.constantFrom(
          "",
          ";TZID=Europe/London",
          ";TZID=Asia/Kolkata",
          ";VALUE=DATE",
          ";VALUE=PERIOD",
          ";CN=",
          ';X="',
          ";=",
          ";RANGE=THISANDFUTURE",
        ),
        fc.oneof(
          fc.constantFrom(
            "20261020T070000",
            "20261020T190000Z",
            "20261025",
            "00000101T000000",
            "99991231T235959Z",
            "PT12H",
            "-P9999999W",
            "P",
          ),
          fc.constantFrom(
            "FREQ=DAILY",
            "FREQ=MINUTELY;COUNT=99999999",
            "FREQ=WEEKLY;BYDAY=MO;UNTIL=x",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=9999",
          ),
          fc.string({ unit: "binary", maxLength: 12 }),
        ),
      )
      .map(([name, parameters, value]) => `${name}${parameters}:${value}`),
  );
  const anyEvents = fc.array(
    fc.array(anyLine, { maxLength: 9 }).map((lines) => ["BEGIN:VEVENT", "SUMMARY:ben", ...lines, "END:VEVENT"]),
    { maxLength: 4 },
  );

  it.each([
    ["events of anything", anyEvents.map((events) => calendar(...events.flat()))],
    ["lines of anything", fc.array(anyLine, { maxLength: 20 }).map((lines) => calendar(...lines))],
    ["text", fc.string({ unit: "binary", maxLength: 200 }).map((text) => `BEGIN:VCALENDAR\n${text}`)],
  ])("gives shifts within the window or faults that name lines of the file, in order: %s", (_, anyText) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const result = read(text);
        if (!("faults" in result)) {
          expect(result.shifts.length).toBeGreaterThan(0);
          const begins = result.shifts.map(({ from }) => momentOf(from)).filter((at) => at < WINDOW.from || at >= WINDOW.to);
          return expect(begins).toEqual([]);
        }
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
