import ICAL from "ical.js";
import type { Call } from "../../core/learning/call.ts";
import type { Instant } from "../../core/time.ts";
import { oneLine } from "../rota-files/one-line.ts";

// A line has 75 octets at most (RFC 5545, 3.1). ical.js does not count the space with which it begins a line that goes on.
ICAL.foldLength = 74;

/** What a calendar is to do with a call (RFC 5546): ask its owner to come, take the call out again, or only show it to whoever opens the file. */
export type InvitationMethod = "REQUEST" | "CANCEL" | "PUBLISH";

/** Somebody as a calendar names them. */
export interface Named {
  readonly name: string;
  readonly email: string;
}

/** Whom an invitation comes from and goes to. `site` is where people sign in, without a slash at its end. */
export interface Invited {
  readonly site: string;
  readonly organiser: Named;
  readonly attendee: Named | null;
}

/** What of a call an invitation tells. */
type Told = Pick<Call, "id" | "title" | "startsAt" | "endsAt" | "version">;

/**
 * A call as one iCalendar object. A calendar knows it again by its UID, whatever has changed, and takes the version that is higher for the
 * newer. It tells when and where to look, and nothing of what the call is about. A PUBLISH names no attendee, and a REQUEST that has nobody
 * to ask is a PUBLISH.
 */
export function writeInvitation(
  call: Told,
  { site, organiser, attendee }: Invited,
  method: InvitationMethod,
  now: Instant,
): string {
  const said = method === "REQUEST" && attendee === null ? "PUBLISH" : method;
  const page = `${site}/calls/${call.id}`;
  const event = [
    text("uid", `${call.id}@${new URL(site).host}`),
    ["sequence", {}, "integer", call.version],
    time("dtstamp", now),
    time("dtstart", call.startsAt),
    time("dtend", call.endsAt),
    text("summary", call.title),
    text("description", `The agenda: ${page}`),
    ["url", {}, "uri", page],
    address("organizer", organiser, {}),
    ...(attendee === null || said === "PUBLISH" ? [] : [address("attendee", attendee, said === "REQUEST" ? ASKED : {})]),
    text("status", said === "CANCEL" ? "CANCELLED" : "CONFIRMED"),
  ];
  const calendar = [text("version", "2.0"), text("prodid", "-//Rightcall//Calls//EN"), text("method", said)];
  return ICAL.stringify(["vcalendar", calendar, [["vevent", event, []]]]);
}

/** Their calendar asks them, and sends their answer to the organiser. */
const ASKED = { cutype: "INDIVIDUAL", role: "REQ-PARTICIPANT", partstat: "NEEDS-ACTION", rsvp: "TRUE" };

// Lines of a calendar in jCal (RFC 7265), as ical.js takes them: name, parameters, type, value.
const text = (name: string, value: string) => [name, {}, "text", oneLine(value)];
/** In UTC, as our rotas are written: it is the same moment wherever it is read, and needs no table of when clocks change. */
const time = (name: string, instant: Instant) => [name, {}, "date-time", `${instant.slice(0, 19)}Z`];
const address = (name: string, who: Named, more: Readonly<Record<string, string>>) => [
  name,
  { cn: oneLine(who.name), ...more },
  "cal-address",
  `mailto:${oneLine(who.email)}`,
];
