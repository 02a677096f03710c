import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import ICAL from "ical.js";
import { type InvitationMethod, writeInvitation } from "../../../functions/packs/write-invitation.ts";

const CALL = {
  id: "weekly_2026_07_01",
  title: "Weekly call, Central South",
  startsAt: "2026-07-01T09:00:00.000Z",
  endsAt: "2026-07-01T10:00:00.000Z",
  version: 3,
};
const TO = {
  site: "https://rightcall.example.org",
  organiser: { name: "Partner calls", email: "calls@example.org" },
  attendee: { name: "Ann Okafor", email: "ann.okafor@police.example.org" },
};
const NOW = "2026-06-20T12:00:00.000Z";
const METHODS: InvitationMethod[] = ["REQUEST", "CANCEL", "PUBLISH"];
const unfolded = (text: string) => text.replaceAll("\r\n ", "").split("\r\n");
const named = (text: string, name: string) => unfolded(text).filter((line) => line.split(/[:;]/)[0] === name);
/** The invitation's one event, as a calendar that knows only the standard reads it. */
const read = (text: string) => new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent("vevent") as ICAL.Component;

describe("a call as an invitation", () => {
  it("asks its attendee, and tells when, what it is called and where its agenda is", () => {
    expect(unfolded(writeInvitation(CALL, TO, "REQUEST", NOW))).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Rightcall//Calls//EN",
      "METHOD:REQUEST",
      "BEGIN:VEVENT",
      "UID:weekly_2026_07_01@rightcall.example.org",
      "SEQUENCE:3",
      "DTSTAMP:20260620T120000Z",
      "DTSTART:20260701T090000Z",
      "DTEND:20260701T100000Z",
      "SUMMARY:Weekly call\\, Central South",
      "DESCRIPTION:The agenda: https://rightcall.example.org/calls/weekly_2026_07_01",
      "URL:https://rightcall.example.org/calls/weekly_2026_07_01",
      "ORGANIZER;CN=Partner calls:mailto:calls@example.org",
      "ATTENDEE;CN=Ann Okafor;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:ann.okafor@police.example.org",
      "STATUS:CONFIRMED",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ]);
  });

  it("is the same event when it has moved, and the newer one; and another on another day or another site", () => {
    const moved = { ...CALL, startsAt: "2026-07-01T11:00:00.000Z", endsAt: "2026-07-01T12:00:00.000Z", version: 4 };
    const [first, second] = [CALL, moved].map((call) => writeInvitation(call, TO, "REQUEST", NOW)) as [string, string];
    expect(named(second, "UID")).toEqual(named(first, "UID"));
    expect([named(first, "SEQUENCE"), named(second, "SEQUENCE")]).toEqual([["SEQUENCE:3"], ["SEQUENCE:4"]]);
    const nextWeek = writeInvitation({ ...CALL, id: "weekly_2026_07_08" }, TO, "REQUEST", NOW);
    const elsewhere = writeInvitation(CALL, { ...TO, site: "https://other.example.org" }, "REQUEST", NOW);
    expect(new Set([first, nextWeek, elsewhere].flatMap((text) => named(text, "UID"))).size).toBe(3);
  });

  it("takes the call out of the calendar again, and asks nobody for an answer", () => {
    const text = writeInvitation({ ...CALL, version: 5 }, TO, "CANCEL", NOW);
    expect(unfolded(text)).toEqual(expect.arrayContaining(["METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:5"]));
    expect(named(text, "UID")).toEqual(named(writeInvitation(CALL, TO, "REQUEST", NOW), "UID"));
    expect(named(text, "ATTENDEE")).toEqual(["ATTENDEE;CN=Ann Okafor:mailto:ann.okafor@police.example.org"]);
  });

  it.each([
    ["somebody", TO],
    ["nobody", { ...TO, attendee: null }],
  ])("names no attendee where anybody may open it, made for %s", (_, to) => {
    const text = writeInvitation(CALL, to, "PUBLISH", NOW);
    expect(named(text, "ATTENDEE")).toEqual([]);
    expect(unfolded(text)).toEqual(expect.arrayContaining(["METHOD:PUBLISH", "STATUS:CONFIRMED"]));
  });

  it("only shows the call when there is nobody to ask", () => {
    const nobody = { ...TO, attendee: null };
    expect(writeInvitation(CALL, nobody, "REQUEST", NOW)).toBe(writeInvitation(CALL, nobody, "PUBLISH", NOW));
    expect(unfolded(writeInvitation(CALL, nobody, "CANCEL", NOW))).toContain("METHOD:CANCEL");
  });

  it("tells what a call is about to nobody: of a whole call it takes name, time and version", () => {
    const whole = { ...CALL, agenda: [{ title: "RC-7KQ2M" }], invited: ["ann"], cancelled: { why: "The chair is ill" } };
    for (const method of METHODS) expect(writeInvitation(whole, TO, method, NOW)).toBe(writeInvitation(CALL, TO, method, NOW));
  });

  it.each([
    ["a title", { call: { ...CALL, title: "Call\r\nATTENDEE:mailto:x@example.org" }, to: TO }],
    [
      "the organiser’s name",
      { call: CALL, to: { ...TO, organiser: { ...TO.organiser, name: "A\nATTENDEE:mailto:x@example.org" } } },
    ],
    ["the attendee’s name", { call: CALL, to: { ...TO, attendee: { ...TO.attendee, name: "A\u2028\rURL:x" } } }],
    ["an address", { call: CALL, to: { ...TO, attendee: { ...TO.attendee, email: "a@example.org\r\nURL:x" } } }],
  ])("has no further line, whatever %s holds", (_, { call, to }) => {
    const names = (text: string) => unfolded(text).map((line) => line.split(/[:;]/)[0]);
    const text = writeInvitation(call, to, "REQUEST", NOW);
    expect(names(text)).toEqual(names(writeInvitation(CALL, TO, "REQUEST", NOW)));
    expect(text).not.toMatch(/\r(?!\n)|(?<!\r)\n|\u2028/);
  });

  it.each(["x", "ö", "–", "𝒳"])("has lines of 75 octets at most, none of them cut within a letter: %s", (letter) => {
    const title = letter.repeat(200);
    const text = writeInvitation({ ...CALL, title }, TO, "REQUEST", NOW);
    expect(Math.max(...text.split("\r\n").map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(named(Buffer.from(text).toString(), "SUMMARY")).toEqual([`SUMMARY:${title}`]);
  });

  it("is read by a calendar as it was meant, whatever words it holds", () => {
    const words = fc
      .string({ unit: "grapheme", minLength: 1, maxLength: 200 })
      .map((made) => `x${made.replace(/[\p{C}\p{Z}]/gu, "–")}y`);
    fc.assert(
      fc.property(words, words, fc.constantFrom(...METHODS), (title, name, method) => {
        const text = writeInvitation({ ...CALL, title }, { ...TO, organiser: { ...TO.organiser, name } }, method, NOW);
        const event = read(text);
        expect(event.getFirstPropertyValue("summary")).toBe(title);
        expect(event.getFirstProperty("organizer")?.getFirstParameter("cn")).toBe(name);
        expect(String(event.getFirstPropertyValue("dtstart"))).toBe("2026-07-01T09:00:00Z");
      }),
    );
  });
});
