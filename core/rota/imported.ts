import * as z from "zod";
import { Refusal } from "../refusal.ts";
import { type Instant, london, plus } from "../time.ts";
import type { Change } from "./change.ts";
import { MOST, NewShift } from "./rota.ts";
import { instantOf, momentOf, type Wall, type When, wallOf, whenOf } from "./wall.ts";

/** A place in a file: its line, as an editor counts them, and the name of the column or property there. */
export interface Place {
  readonly line: number;
  readonly field: string;
}
/** What there is to say of one place in a file, in plain words. */
export const Remark = z.strictObject({ line: z.int(), field: z.string(), reason: z.string() }).readonly();
export type Remark = z.output<typeof Remark>;
/** The stretch of time that an import fills: what begins in it is taken. */
export interface Window {
  readonly from: Instant;
  readonly to: Instant;
}
/** A file is taken whole or not at all: its shifts, with notes on what they might not mean, or everything that is wrong with it, in order of lines. */
export type Imported =
  | { readonly shifts: readonly NewShift[]; readonly notes: readonly Remark[] }
  | { readonly faults: readonly Remark[] };

/** A shift as a file says it, before anybody has asked whether it can be one, and where it says so. */
export interface ReadShift {
  readonly shift: { readonly person: string; readonly from: string; readonly to: string };
  readonly at: Readonly<Record<"person" | "from" | "to", Place>>;
}

/** What a fault names that is of the whole file. */
export const WHOLE_FILE = "(file)";

/** So many faults are told at once; whoever has mended them asks again. */
const MOST_FAULTS = 100;
/** The answer to a file that has faults: each with its line and column, and how many more there are. */
export function faulty(faults: readonly Remark[]): Refusal {
  const told = faults.slice(0, MOST_FAULTS);
  const moreFaults = faults.length - told.length;
  const errors = told.map(({ line, field, reason }) => ({ field: `line ${line}: ${field}`, reason }));
  const more = moreFaults > 0 ? [{ field: WHOLE_FILE, reason: `has ${moreFaults} more faults` }] : [];
  const detail = `The file has ${faults.length === 1 ? "1 fault" : `${faults.length} faults`}. Nothing of it has been brought in.`;
  return new Refusal("Invalid", detail, { errors: [...errors, ...more], facts: { faults: told, moreFaults } });
}

/** The shifts of a file as a change of a rota. Where nobody says which stretch they fill, it is from the earliest beginning to just after the latest. */
export function filling(shifts: readonly NewShift[], { from, to }: { from?: When | undefined; to?: When | undefined }) {
  const begins = shifts.map((shift) => momentOf(shift.from)).toSorted();
  const [first = "", last = ""] = [begins[0], begins.at(-1)];
  return {
    what: "import_shifts",
    from: from ?? whenOf(first),
    to: to ?? whenOf(plus(last, "PT1M")),
    shifts: [...shifts],
  } as const satisfies Change;
}

/** Each shift that begins outside the stretch that is to be filled. */
export const outside = (read: readonly ReadShift[], { from, to }: Partial<Window>): Remark[] =>
  read
    .filter(({ shift }) => (from && momentOf(shift.from) < from) || (to && momentOf(shift.from) >= to))
    .map(({ at }) => ({ ...at.from, reason: "begins outside the time that is filled" }));

/** Room for as many shifts as a rota may hold, in the words of the most talkative calendar. */
const MOST_CHARACTERS = 2_000_000;
/** What is wrong with a file that is too large to be read at all. */
export const tooLarge = (text: string): Remark[] =>
  text.length <= MOST_CHARACTERS
    ? []
    : [{ line: 1, field: WHOLE_FILE, reason: `is larger than ${MOST_CHARACTERS / 1_000_000} million characters` }];

/** A file's text as its readers take it: every line ends with a line feed, whichever system wrote it, and no byte order mark comes first. */
export const plainLines = (text: string): string => text.replace(/^\uFEFF/u, "").replace(/\r\n?/g, "\n");

/** As much of what a file says as a remark shows. */
export const shown = (text: string): string => {
  const signs = [...text.replace(/\p{Cc}/gu, " ")];
  return `«${signs.length > 60 ? `${signs.slice(0, 60).join("")}…` : signs.join("")}»`;
};

/** What was read from a file, as shifts that can stand together, or as all its faults. Nothing is taken from a file with a fault, nor from one without a shift: that would empty a desk. */
export function imported(read: readonly ReadShift[], faults: readonly Remark[], notes: readonly Remark[]): Imported {
  const wrong = new Map(read.map((one) => [one, cannotBe(one)]));
  const all = inOrder([...faults, ...[...wrong.values()].flat(), ...clashes(read.filter((one) => wrong.get(one)?.length === 0))]);
  if (all.length > 0) return { faults: all };
  if (read.length === 0) return { faults: [{ line: 1, field: WHOLE_FILE, reason: "has no shift" }] };
  return { shifts: read.map(({ shift }) => shift), notes: inOrder(notes) };
}

/** What is wrong with a file that has more shifts than a rota may hold, given the line of each: the first that is too many. */
export const tooMany = (lines: readonly number[]): Remark[] =>
  lines
    .slice(MOST.shifts, MOST.shifts + 1)
    .map((line) => ({ line, field: WHOLE_FILE, reason: `is more than the ${MOST.shifts} shifts that a rota may hold` }));

/** In order of lines, each remark once: a shift that repeats is read many times from one line. */
function inOrder(remarks: readonly Remark[]): Remark[] {
  const once = new Map(remarks.map((remark) => [`${remark.line} ${remark.field} ${remark.reason}`, remark]));
  return [...once.values()].sort((one, other) => one.line - other.line);
}

/** Why something cannot be one person's shift, whoever else is there. */
function cannotBe({ shift, at }: ReadShift): Remark[] {
  const read = NewShift.safeParse(shift);
  return (read.error?.issues ?? []).map(({ path, message }) => {
    const place = path[0] === "from" || path[0] === "to" ? at[path[0]] : at.person;
    return { ...place, reason: message.replace("`from`", at.from.field) };
  });
}

/** Each shift of somebody who is on duty then already. Of every two that meet, the one lower down in the file is at fault and names the other. */
function clashes(read: readonly ReadShift[]): Remark[] {
  return [...Map.groupBy(read, ({ shift }) => shift.person).values()].flatMap((shifts) => {
    const timed = shifts
      .map((one) => ({ ...one, begins: momentOf(one.shift.from), ends: momentOf(one.shift.to) }))
      .sort((one, other) => Date.parse(one.begins) - Date.parse(other.begins) || one.at.from.line - other.at.from.line);
    let last = timed[0];
    return timed.slice(1).flatMap((next) => {
      const before = last;
      if (!before || next.begins >= before.ends) {
        last = next;
        return [];
      }
      if (next.ends > before.ends) last = next;
      const [upper, lower] = next.at.from.line < before.at.from.line ? [next, before] : [before, next];
      return upper.begins === lower.begins && upper.ends === lower.ends
        ? [{ ...lower.at.person, reason: `says the same as line ${upper.at.person.line}: ${lower.shift.person} at that time` }]
        : [
            {
              ...lower.at.from,
              reason: `${lower.shift.person} is on duty already from ${london(upper.begins)} to ${london(upper.ends)}, by line ${upper.at.from.line}`,
            },
          ];
    });
  });
}

/**
 * What the rule for the clock changes makes of a wall time that happens twice or not at all, in words; undefined for any other. London's
 * clocks have only ever skipped or repeated the hour from one to two.
 */
export function changeOfClocks(wall: Wall): string | undefined {
  if (wall.slice(11, 13) !== "01") return undefined;
  const at = instantOf(wall);
  if (wallOf(at) !== wall) return `London's clocks skip ${wall.slice(11)} on that night: it is read as ${london(at)}`;
  const again = plus(at, "PT1H");
  return wallOf(again) === wall
    ? `happens twice on that night: it is read as the first, ${london(at)}. The second is ${wall}:00+00:00`
    : undefined;
}
