import { gaps } from "../../core/rota/on-duty.ts";
import type { Rota } from "../../core/rota/rota.ts";
import { spells } from "../../core/rota/spells.ts";
import type { Instant } from "../../core/time.ts";
import { oneLine } from "./one-line.ts";

/** How an event begins that says there is a hole in a rota, and names nobody. */
export const NOBODY = "NOBODY ON DUTY";
/** Whose time an event is, by their code: two people may have one name. Other calendars pass over it. */
export const PERSON = "X-RIGHTCALL-PERSON";

/** What a feed tells of its rota beside who is on duty. `stamp` is when this version of it was made; a calendar takes the higher version for the newer. */
export interface Feed {
  readonly title: string;
  readonly nameOf: (person: string) => string;
  readonly stamp: Instant;
  readonly version: number;
}

/**
 * Who is on duty at a desk through a stretch of time, as calendars subscribe to it: an event for each unbroken time of each person, and one
 * for each hole. Names are all that it tells of anybody. An event is the same one next time as long as its beginning stands: `from` ought
 * not to move from one reading to the next. What was over when this version was made is left out: an earlier one knew who was on duty then.
 */
export function writeIcal(rota: Rota, from: Instant, to: Instant, { title, nameOf, stamp, version }: Feed): string {
  const event = (who: string, time: { from: Instant; to: Instant }, lines: readonly string[]): string[] => {
    const [begins, ends] = [utc(time.from), utc(time.to)];
    if (begins === ends || time.to <= stamp) return [];
    return [
      "BEGIN:VEVENT",
      `UID:${rota.team}-${who}-${begins}@rightcall`,
      `DTSTAMP:${utc(stamp)}`,
      `SEQUENCE:${version}`,
      `DTSTART:${begins}`,
      `DTEND:${ends}`,
      ...lines,
      "END:VEVENT",
    ];
  };
  const holes = gaps(rota, from, to).filter(({ people }) => people.length === 0);
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Rightcall//Rota//EN",
    `X-WR-CALNAME:${escaped(title)}`,
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
    ...spells(rota, from, to).flatMap((spell) =>
      event(spell.person, spell, [`SUMMARY:${escaped(`${nameOf(spell.person)}: ${title}`)}`, `${PERSON}:${spell.person}`]),
    ),
    ...holes.flatMap((hole) => event("NOBODY", hole, [`SUMMARY:${escaped(`${NOBODY}: ${title}`)}`])),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** An instant to the second, as calendars write it. What begins within a second begins with the next: nobody is on duty at a second at which they were not. */
function utc(instant: Instant): string {
  const rest = Date.parse(instant) % 1000;
  const whole = rest === 0 ? instant : new Date(Date.parse(instant) + 1000 - rest).toISOString();
  return `${whole.slice(0, 19).replace(/[-:]/g, "")}Z`;
}

const escaped = (text: string): string => oneLine(text).replace(/[\\;,]/g, (sign) => `\\${sign}`);

const LONGEST_LINE = 75;
/** A line cut where it has 75 octets, and never within a letter; the space that begins the next is one of its own. */
function folded(line: string): string {
  const parts = [""];
  let octets = 0;
  for (const letter of line) {
    const more = new TextEncoder().encode(letter).length;
    if (octets + more > LONGEST_LINE) {
      parts.push("");
      octets = 1;
    }
    parts[parts.length - 1] += letter;
    octets += more;
  }
  return parts.join("\r\n ");
}
