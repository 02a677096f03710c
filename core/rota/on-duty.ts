import { type Instant, plus } from "../time.ts";
import type { Override, Rota, Rotation } from "./rota.ts";
import { dayNumber, dayOf, instantOf, momentOf, weekdayOf } from "./wall.ts";

/** One person's part of a rota: from an instant until before another. */
interface Shift {
  readonly person: string;
  readonly from: Instant;
  readonly to: Instant;
}
/** A time through which the same people are on duty, from an instant until before another. With nobody on duty it is a gap. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly people: readonly string[];
}

/** Is this instant within the stretch? It begins with its first instant and ends before its last, so that what meets never overlaps. */
const isWithin = ({ from, to }: { from: Instant; to: Instant }, at: Instant): boolean => from <= at && at < to;
const meets = (one: { from: Instant; to: Instant }, from: Instant, to: Instant): boolean => one.from < to && from < one.to;

const mod = (n: number, by: number): number => ((n % by) + by) % by;

/** Who of a rotation has their turn on each day, in the order of its people. */
function turnsOf({ people, on, off, starts, ends, weekdays }: Rotation): (day: number) => string[] {
  const [first, last] = [dayNumber(starts), ends === null ? Number.POSITIVE_INFINITY : dayNumber(ends)];
  const round = on + (off ?? on * (people.length - 1));
  return (day) => {
    if (day < first || day > last) return [];
    if (weekdays && !weekdays.includes(weekdayOf(day))) return [];
    return people.filter((_, nth) => mod(day - first - nth * on, round) < on);
  };
}

/** The shifts of a rotation that touch a stretch of time. */
function shiftsOf(rotation: Rotation, from: Instant, to: Instant): Shift[] {
  const [first, last] = [dayNumber(from.slice(0, 10)) - 2, dayNumber(to.slice(0, 10)) + 1];
  const turnsOn = turnsOf(rotation);
  const shifts: Shift[] = [];
  for (let day = first; day <= last; day += 1) {
    const people = turnsOn(day);
    if (people.length === 0) continue;
    const today = dayOf(day);
    const begins = instantOf(`${today}T${rotation.from}`);
    const ends = instantOf(`${rotation.to > rotation.from ? today : dayOf(day + 1)}T${rotation.to}`);
    if (begins < ends && begins < to && from < ends) shifts.push(...people.map((person) => ({ person, from: begins, to: ends })));
  }
  return shifts;
}

const momentsOf = <T extends { from: string; to: string }>(one: T): T => ({
  ...one,
  from: momentOf(one.from),
  to: momentOf(one.to),
});

/** One override laid over whoever would be there. */
function overlaid(people: readonly string[], override: Override): readonly string[] {
  const { kind, person } = override;
  if (kind === "add") return people.includes(person) ? people : [...people, person];
  if (!people.includes(person)) return people;
  const others = people.filter((one) => one !== person && one !== override.with);
  return override.with ? [...others, override.with] : others;
}

/**
 * Who is on duty at a desk through a stretch of time, without holes: the one place that answers this, for pages, previews, reports and the
 * message that is about to leave. Rotations and single shifts count together; a roster for a while takes the place of both; then overrides
 * are laid over, in the order in which they were made.
 */
export function stretches(rota: Rota, from: Instant, to: Instant): Stretch[] {
  const touching = (one: { from: Instant; to: Instant }) => meets(one, from, to);
  const base = [
    ...rota.rotations.flatMap((rotation) => shiftsOf(rotation, from, to)),
    ...rota.shifts.map(momentsOf).filter(touching),
  ];
  const rosters = rota.rosters
    .map(momentsOf)
    .filter(touching)
    .map((roster) => ({ ...roster, shifts: roster.shifts.map(momentsOf) }))
    .toReversed();
  const overrides = rota.overrides.map(momentsOf).filter(touching);
  const edges = [...base, ...rosters, ...rosters.flatMap(({ shifts }) => shifts), ...overrides].flatMap((one) => [
    one.from,
    one.to,
  ]);
  const starts = [from, ...new Set(edges.filter((edge) => from < edge && edge < to))].sort();
  const found: Stretch[] = [];
  for (const [nth, start] of starts.entries()) {
    const shifts = rosters.find((roster) => isWithin(roster, start))?.shifts ?? base;
    const there = [...new Set(shifts.filter((shift) => isWithin(shift, start)).map(({ person }) => person))];
    const people = overrides.filter((override) => isWithin(override, start)).reduce<readonly string[]>(overlaid, there);
    const end = starts[nth + 1] ?? to;
    const last = found.at(-1);
    if (last && isSame(last.people, people)) found[found.length - 1] = { ...last, to: end };
    else found.push({ from: start, to: end, people });
  }
  return found;
}

/** The same people, in whatever order. */
export const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((person) => other.includes(person));

/** How far ahead a shift is followed to its end. A longer one is looked at again when this is over. */
export const AHEAD = "PT72H";

/** Who is on duty at this instant, and until when without a break, at most 72 hours ahead. */
export function onDutyAt(rota: Rota, now: Instant): { person: string; until: Instant }[] {
  const ahead = stretches(rota, now, plus(now, AHEAD));
  return (ahead[0]?.people ?? []).map((person) => {
    const over = ahead.find(({ people }) => !people.includes(person));
    return { person, until: over?.from ?? plus(now, AHEAD) };
  });
}

/** The times within a stretch at which fewer are on duty than the rota asks for. */
export const gaps = (rota: Rota, from: Instant, to: Instant): Stretch[] =>
  stretches(rota, from, to).filter(({ people }) => people.length < rota.minimum);

/** A time through which one version of a rota has other people on duty than another. */
export interface Difference {
  readonly from: Instant;
  readonly to: Instant;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Where two versions of a rota differ in who is on duty, in order. */
export function differences(before: Rota, after: Rota, from: Instant, to: Instant): Difference[] {
  const [old, young] = [stretches(before, from, to), stretches(after, from, to)];
  const starts = [...new Set([...old, ...young].map((stretch) => stretch.from))].sort();
  return starts.flatMap((start, nth) => {
    const [was, is] = [old, young].map((all) => all.find((stretch) => isWithin(stretch, start))?.people ?? []) as [
      readonly string[],
      readonly string[],
    ];
    return isSame(was, is) ? [] : [{ from: start, to: starts[nth + 1] ?? to, before: was, after: is }];
  });
}
