import { Temporal } from "temporal-polyfill";
import { shown } from "../../core/rota/imported.ts";
import { instantOf } from "../../core/rota/wall.ts";
import type { Instant } from "../../core/time.ts";
import { type Component, propertyOf } from "./calendar.ts";

/** A time as a calendar says it: on the wall clock of a zone, to the second, 2026-12-01T07:00:00. A day without a time is its midnight in London. */
export interface CalendarTime {
  readonly wall: string;
  readonly zone: string;
  readonly isDay: boolean;
}

export const LONDON = "Europe/London";
const UTC = "UTC";

/** The names under which Windows and Exchange write London. */
const WINDOWS_LONDON = /^GMT Standard Time$|Dublin, Edinburgh, Lisbon, London$/;

/** As many zones as there are: a file that names more has made them up. */
const MOST_ZONES = 600;

/** Finds the zone that a calendar means by the name it gives, by that name or by what its own VTIMEZONE says of it; undefined for one nobody knows. */
export type Zones = (name: string) => string | undefined;

/**
 * The zones of one calendar. Only names count: when London's clocks change is for us to say, whatever rules a VTIMEZONE carries. But where
 * a name means no summer time and its VTIMEZONE has one, as «GMT» does in a calendar from Notes, it is London where its clocks are London's,
 * and else nobody's.
 */
export function zonesOf(timezones: readonly Component[]): Zones {
  const located = new Map(timezones.map((one) => [said(one, "TZID"), said(one, "X-LIC-LOCATION")]));
  const summery = new Map(timezones.flatMap((one) => (hasSummer(one) ? [[said(one, "TZID"), isLondons(one)] as const] : [])));
  const found = new Map<string, string | undefined>();
  return (name) => {
    if (!found.has(name) && found.size < MOST_ZONES) {
      const names = [name, located.get(name) ?? "", name.split("/").slice(-2).join("/")];
      const zone = WINDOWS_LONDON.test(name) ? LONDON : names.flatMap((one) => known(one) ?? [])[0];
      const isLondon = summery.get(name);
      found.set(name, zone !== UTC || isLondon === undefined ? zone : isLondon ? LONDON : undefined);
    }
    return found.get(name);
  };
}

/** What a part of a calendar says under a name, first; nothing where it does not. */
function said({ lines }: Component, field: string): string {
  const line = lines.find((one) => one.field === field);
  return String((line && propertyOf(line)?.values[0]) ?? "");
}

const offsets = ({ parts }: Component, field: string): string[] =>
  parts.flatMap((part) => (part.field === field ? [said(part, "TZOFFSETTO")] : []));
const hasSummer = (timezone: Component): boolean => offsets(timezone, "DAYLIGHT").length > 0;
/** In winter with UTC, in summer an hour ahead of it. */
const isLondons = (timezone: Component): boolean =>
  offsets(timezone, "STANDARD").every((offset) => offset === "+00:00") &&
  offsets(timezone, "DAYLIGHT").every((offset) => offset === "+01:00");

/** A zone under its first name: Europe/Belfast is London's. */
function known(name: string): string | undefined {
  try {
    return name === "" ? undefined : new Intl.DateTimeFormat("en-GB", { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** A value as a time, by the zone that its line names, or why it is none. Without a zone it is London's. */
export function timeOf(value: unknown, named: string | undefined, zones: Zones): CalendarTime | { readonly reason: string } {
  const text = String(value);
  const [, day, time, utc] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2})(Z?))?$/.exec(text.replace(/T::$/, "")) ?? [];
  if (!day) return { reason: `${shown(text)} is no time as calendars write it, such as 20261201T070000` };
  const wall = `${day}T${time ?? "00:00:00"}`;
  const ms = Date.parse(`${wall}Z`);
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== wall) return { reason: `${shown(text)} does not exist` };
  if (!time) return { wall, zone: LONDON, isDay: true };
  if (utc || !named) return { wall, zone: utc ? UTC : LONDON, isDay: false };
  const zone = zones(named);
  return zone ? { wall, zone, isDay: false } : { reason: `${shown(named)} is a time zone that nobody knows: use Europe/London` };
}

/** The instant at which a zone's wall clock shows a time: London's by our rule for the clock changes. */
export function instantIn({ wall, zone }: Pick<CalendarTime, "wall" | "zone">): Instant {
  if (zone === UTC) return `${wall}.000Z`;
  const at = zone === LONDON ? Date.parse(instantOf(wall.slice(0, 16))) + Number(wall.slice(17)) * 1000 : elsewhere(wall, zone);
  return new Date(at).toISOString();
}

const elsewhere = (wall: string, zone: string): number =>
  Temporal.PlainDateTime.from(wall).toZonedDateTime(zone).epochMilliseconds;

/** The wall time that is so much later on the same wall. */
export const later = (wall: string, ms: number): string => new Date(Date.parse(`${wall}Z`) + ms).toISOString().slice(0, 19);

/** How much later one wall time is than another of the same wall. */
export const between = (from: string, to: string): number => Date.parse(`${to}Z`) - Date.parse(`${from}Z`);
