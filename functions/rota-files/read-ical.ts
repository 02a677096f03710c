import ICAL from "ical.js";
import {
  changeOfClocks,
  type Imported,
  imported,
  type Place,
  plainLines,
  type ReadShift,
  type Remark,
  shown,
  tooLarge,
  tooMany,
  WHOLE_FILE,
  type Window,
} from "../../core/rota/imported.ts";
import { MOST } from "../../core/rota/rota.ts";
import { whenOf } from "../../core/rota/wall.ts";
import { type Namable, type Who, whoIs } from "../../core/rota/who.ts";
import type { Instant } from "../../core/time.ts";
import { type Component, componentsOf, type Line, type Property, propertyOf } from "./calendar.ts";
import { between, type CalendarTime, instantIn, LONDON, later, timeOf, type Zones, zonesOf } from "./calendar-time.ts";
import { recurring, TooMuchWork, Work } from "./recurrence.ts";
import { NOBODY, PERSON } from "./write-ical.ts";

/**
 * The shifts of a calendar that begin within a window, as Google, Outlook, Apple and we ourselves write calendars, or everything that is
 * wrong with it. Who is on duty is the ATTENDEE, or else whom the SUMMARY names. Events outside the window may name anybody.
 */
export function readIcal(text: string, people: readonly Namable[], window: Window): Imported {
  const large = tooLarge(text);
  if (large.length > 0) return { faults: large };
  const { components, faults } = componentsOf(plainLines(text));
  const named = (field: string) => components.filter((one) => one.field === field);
  if (named("VCALENDAR").length === 0)
    return imported([], [{ line: 1, field: WHOLE_FILE, reason: "is no calendar: it must begin with BEGIN:VCALENDAR" }], []);
  const reading = new Reading(whoIs(people), zonesOf(named("VTIMEZONE")), window);
  reading.take(named("VEVENT"));
  const most = tooMany(reading.shifts.map(({ at }) => at.from.line));
  return imported(reading.shifts, [...faults, ...reading.faults, ...most], reading.notes);
}

type Timed = CalendarTime & { readonly at: Place };

/** Whether an event that would begin then does not. */
type Away = (time: CalendarTime) => boolean;

/** How long an event lasts from each of its beginnings, and which line says so. */
interface Length {
  readonly at: Place;
  readonly endOf: (begins: CalendarTime) => Instant;
  /** What a wall clock shows then, where the length is told by one. */
  readonly wallOf?: (begins: CalendarTime) => string;
}

const DAY_MS = 86_400_000;
/** Longer than any shift may be, and short enough to reckon with. */
const LONGEST_MS = 400 * DAY_MS;
const bounded = (ms: number): number => Math.max(-LONGEST_MS, Math.min(LONGEST_MS, ms));

const linesOf = ({ lines }: Component, field: string): readonly Line[] => lines.filter((line) => line.field === field);
const textOf = (component: Component, field: string): string => {
  const [line] = linesOf(component, field);
  return String((line && propertyOf(line)?.values[0]) ?? "").trim();
};
/** Does a parameter of a property say one of these words? */
const says = ({ parameters }: Property, name: string, ...words: string[]): boolean =>
  words.includes((parameters[name] ?? "").toUpperCase());
/** No room, thing or group, and nobody who is told only for information. An event with none but those is told by its title. */
function mayBeSomebody(line: Line): boolean {
  const property = propertyOf(line);
  return !property || !(says(property, "cutype", "ROOM", "RESOURCE", "GROUP") || says(property, "role", "NON-PARTICIPANT"));
}
const isCancelled = (component: Component): boolean => textOf(component, "STATUS").toUpperCase() === "CANCELLED";
const isHole = (component: Component): boolean => textOf(component, "SUMMARY").startsWith(NOBODY);

/** A calendar being read: what has been found so far. */
class Reading {
  readonly shifts: ReadShift[] = [];
  readonly faults: Remark[] = [];
  readonly notes: Remark[] = [];
  private readonly who: Who;
  private readonly zones: Zones;
  private readonly window: Window;
  private readonly days: { readonly first: string; readonly last: string };
  private readonly work = new Work();

  constructor(who: Who, zones: Zones, window: Window) {
    this.who = who;
    this.zones = zones;
    this.window = window;
    const day = (instant: Instant, days: number) => new Date(Date.parse(instant) + days * DAY_MS).toISOString().slice(0, 10);
    this.days = { first: day(window.from, -2), last: day(window.to, 2) };
  }

  /** Takes the shifts of all events. One with a RECURRENCE-ID stands in place of an instance of another with its UID. */
  take(events: readonly Component[]): void {
    const read = events.map((event) => ({ event, uid: textOf(event, "UID"), insteadOf: this.times(event, "RECURRENCE-ID") }));
    const families = Map.groupBy(read, ({ uid }) => uid);
    families.delete("");
    const moved = new Map([...families].map(([uid, all]) => [uid, this.away(all.flatMap(({ insteadOf }) => insteadOf))]));
    for (const { event, uid, insteadOf } of read) {
      if (isCancelled(event) || isHole(event)) continue;
      this.takeEvent(event, insteadOf.length > 0, moved.get(uid) ?? this.away([]));
    }
  }

  private takeEvent(event: Component, isInstance: boolean, moved: Away): void {
    const [start] = this.times(event, "DTSTART");
    if (!start) {
      if (linesOf(event, "DTSTART").length === 0) this.fault({ line: event.line, field: "DTSTART" }, "is missing");
      return;
    }
    const begins = isInstance ? this.inWindow([start]) : this.beginnings(event, start, moved);
    if (begins.length === 0) return;
    const length = this.lengthOf(event, start);
    const meant = this.peopleOf(event);
    if (!length) return;
    for (const time of begins) {
      const [from, to] = [instantIn(time), length.endOf(time)];
      this.noteClocks(start.at, time);
      if (length.wallOf) this.noteClocks(length.at, { ...time, wall: length.wallOf(time) });
      for (const { person, at } of meant) {
        if (this.shifts.length > MOST.shifts) return;
        this.shifts.push({
          shift: { person, from: whenOf(from), to: whenOf(to) },
          at: { person: at, from: start.at, to: length.at },
        });
      }
    }
  }

  /** When an event begins within the window: by its rules, or once, and by its RDATEs, but for what EXDATE or another event takes away. */
  private beginnings(event: Component, start: Timed, moved: Away): CalendarTime[] {
    const rules = linesOf(event, "RRULE");
    const ruled = rules.flatMap((line) => this.recurring(line, start).map((wall) => ({ ...start, wall })));
    const without = this.away(this.times(event, "EXDATE"));
    return this.inWindow([...(rules.length > 0 ? ruled : [start]), ...this.times(event, "RDATE")]).filter(
      (time) => !without(time) && !moved(time),
    );
  }

  /** Whether a time is one of these, or within one of those that are whole days. */
  private away(times: readonly CalendarTime[]): Away {
    const near = times.filter(({ wall }) => this.isNear(wall));
    const instants = new Set(near.map(instantIn));
    const days = new Set(near.filter(({ isDay }) => isDay).map(({ wall }) => wall.slice(0, 10)));
    return (time) => instants.has(instantIn(time)) || days.has(time.wall.slice(0, 10));
  }

  private recurring(line: Line, start: Timed): readonly string[] {
    const [rule] = this.property(line)?.values ?? [];
    if (typeof rule !== "object" || rule === null) return [];
    try {
      const walls = recurring(rule as Record<string, unknown>, start, this.days, this.work);
      if (!("reason" in walls)) return walls;
      this.fault(line, walls.reason);
    } catch (error) {
      if (!(error instanceof TooMuchWork)) throw error;
      this.fault(line, "repeats too often, or never: the rules of this file are more than we follow");
    }
    return [];
  }

  private inWindow(times: readonly CalendarTime[]): CalendarTime[] {
    const { from, to } = this.window;
    const near = times.filter(({ wall }) => this.isNear(wall)).map((time) => [instantIn(time), time] as const);
    return [...new Map(near.filter(([at]) => from <= at && at < to)).values()];
  }

  private isNear(wall: string): boolean {
    return this.days.first <= wall && wall.slice(0, 10) <= this.days.last;
  }

  /** DTEND says what a wall clock shows at the end, whatever the clocks do between; DURATION counts days on the wall, and hours as they pass. */
  private lengthOf(event: Component, start: Timed): Length | undefined {
    const [end] = this.times(event, "DTEND");
    if (end?.zone === start.zone) {
      const ms = bounded(between(start.wall, end.wall));
      const wallOf = ({ wall }: CalendarTime) => later(wall, ms);
      return { at: end.at, wallOf, endOf: (begins) => instantIn({ ...begins, wall: wallOf(begins) }) };
    }
    if (end) {
      const ms = bounded(Date.parse(instantIn(end)) - Date.parse(instantIn(start)));
      return { at: end.at, endOf: (begins) => new Date(Date.parse(instantIn(begins)) + ms).toISOString() };
    }
    const [line] = linesOf(event, "DURATION");
    if (line) return this.lasting(line);
    if (start.isDay) return { at: start.at, endOf: (begins) => instantIn({ ...begins, wall: later(begins.wall, DAY_MS) }) };
    if (linesOf(event, "DTEND").length === 0) this.fault(start.at, "has no end: the event needs DTEND or DURATION");
    return undefined;
  }

  private lasting(line: Line): Length | undefined {
    const [value] = this.property(line)?.values ?? [];
    if (value === undefined) return undefined;
    try {
      const { isNegative, weeks, days, hours, minutes, seconds } = ICAL.Duration.fromString(String(value));
      const sign = isNegative ? -1 : 1;
      const onWall = bounded(sign * (weeks * 7 + days) * DAY_MS);
      const passing = bounded(sign * ((hours * 60 + minutes) * 60 + seconds) * 1000);
      const endOf = (begins: CalendarTime) =>
        new Date(Date.parse(instantIn({ ...begins, wall: later(begins.wall, onWall) })) + passing).toISOString();
      return { at: placeOf(line), endOf };
    } catch {
      this.fault(line, `${shown(String(value))} is no length of time, such as PT12H`);
      return undefined;
    }
  }

  /** Who an event says is on duty, each once, and on which line. */
  private peopleOf(event: Component): { person: string; at: Place }[] {
    const coded = linesOf(event, PERSON);
    const attending = linesOf(event, "ATTENDEE").filter(mayBeSomebody);
    const found =
      coded.length > 0
        ? coded.flatMap((line) => this.person(line, this.who.byCode(textOf(event, PERSON)), textOf(event, PERSON)))
        : attending.flatMap((line) => this.attendee(line));
    if (coded.length === 0 && attending.length === 0) found.push(...this.summed(event));
    return [...new Map(found.toReversed().map((one) => [one.person, one])).values()];
  }

  private attendee(line: Line): { person: string; at: Place }[] {
    const property = this.property(line);
    if (!property) return [];
    const { parameters, values } = property;
    const address = String(values[0]).replace(/^mailto:/i, "");
    const { cn = "", email = "" } = parameters;
    const found = [this.who.byAddress(address), this.who.byAddress(email), this.who.byAddress(cn), this.who.byName(cn)];
    const meant = found.find((ids) => ids.length > 0) ?? [];
    const people = this.person(line, meant, cn || address);
    if (people.length === 0 || !says(property, "partstat", "DECLINED")) return people;
    this.fault(line, `${shown(cn || address)} has declined: take them off this event, or ask them again`);
    return [];
  }

  private summed(event: Component): { person: string; at: Place }[] {
    const [line] = linesOf(event, "SUMMARY");
    const summary = textOf(event, "SUMMARY");
    if (!line || summary === "") {
      this.fault(
        line ?? { line: event.line, field: "SUMMARY" },
        "names nobody: the event needs an ATTENDEE, or a person at its head",
      );
      return [];
    }
    const heads = [summary, summary.split(":")[0] ?? ""];
    const found = heads.flatMap((head) => [this.who.byCode(head), this.who.byName(head), this.who.byAddress(head)]);
    return this.person(line, found.find((ids) => ids.length > 0) ?? [], summary);
  }

  private person(line: Line, ids: readonly string[], said: string): { person: string; at: Place }[] {
    const [person] = ids;
    if (person !== undefined && ids.length === 1) return [{ person, at: placeOf(line) }];
    this.fault(line, ids.length === 0 ? `${shown(said)} is nobody here` : `${shown(said)} is more than one person here`);
    return [];
  }

  /** The times that an event has under a name. A fault for each that cannot be read. */
  private times(event: Component, field: string): Timed[] {
    if (isCancelled(event) && field !== "RECURRENCE-ID") return [];
    return linesOf(event, field).flatMap((line) => {
      const property = this.property(line);
      if (property?.parameters.range !== undefined) {
        this.fault(line, "changes all that follows: we read changes of one instance");
        return [];
      }
      return (property?.values ?? []).flatMap((value) => {
        const time = timeOf(value, property?.parameters.tzid, this.zones);
        if (!("reason" in time)) return [{ ...time, at: placeOf(line) }];
        this.fault(line, time.reason);
        return [];
      });
    });
  }

  private property(line: Line): Property | undefined {
    const property = propertyOf(line);
    if (!property) this.fault(line, "cannot be read");
    return property;
  }

  private noteClocks(at: Place, { wall, zone, isDay }: CalendarTime): void {
    const reason = zone === LONDON && !isDay ? changeOfClocks(wall.slice(0, 16)) : undefined;
    if (reason) this.notes.push({ ...at, reason: `${wall.slice(0, 10)}: ${reason}` });
  }

  private fault(place: Place, reason: string): void {
    this.faults.push({ ...placeOf(place), reason });
  }
}

const placeOf = ({ line, field }: Place): Place => ({ line, field });
