// csv-parse, because quoting is easy to get nearly right: it is long-lived, needs nothing else, and tells the line of each record.
import { CsvError, parse } from "csv-parse/sync";
import {
  changeOfClocks,
  type Imported,
  imported,
  outside,
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
import { momentOf, Wall, type When, wallOf, whenOf } from "../../core/rota/wall.ts";
import { type Namable, type Who, whoIs } from "../../core/rota/who.ts";
import { AnyInstant, type Instant } from "../../core/time.ts";
import { COLUMNS } from "./write-csv.ts";

/** The shifts of a table with the columns `person`, `from` and `to`, as a spreadsheet saves it, or everything that is wrong with it. All of them begin within the window, where there is one. */
export function readCsv(text: string, people: readonly Namable[], window: Partial<Window> = {}): Imported {
  const large = tooLarge(text);
  if (large.length > 0) return { faults: large };
  const { rows, unclosed } = rowsOf(plainLines(text));
  const [header, ...body] = rows;
  if (!header) return imported([], unclosed, []);
  const names = header.cells.map((name) => name.trim().toLowerCase());
  const wrong = [...unknown(header, names), ...unusable(header, names)];
  if (unusable(header, names).length > 0) return imported([], [...wrong, ...unclosed], []);
  const who = whoIs(people);
  const read = body.slice(0, MOST.shifts).map((row) => readRow(row, names, who));
  const shifts = read.flatMap(({ shift }) => shift ?? []);
  return imported(
    shifts,
    [
      ...wrong,
      ...read.flatMap(({ faults }) => faults),
      ...outside(shifts, window),
      ...tooMany(body.map(({ line }) => line)),
      ...unclosed,
    ],
    read.flatMap(({ notes }) => notes),
  );
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The rows that say something, each with the line on which it begins, up to the first that is one too many. */
function rowsOf(text: string): { rows: Row[]; unclosed: Remark[] } {
  const rows: Row[] = [];
  let over = 0;
  try {
    parse(text, {
      delimiter: separatorOf(text),
      record_delimiter: "\n",
      relax_column_count: true,
      relax_quotes: true, // a quotation mark in the wrong place is a fault of its cell, not the end of reading
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: MOST.shifts + 2, // with the header, and the one that is too many
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: lines - breaksIn(cells.join("")), cells });
        over = lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const rest = text.split("\n").slice(over);
    const line = over + 1 + rest.findIndex((words) => words.trim() !== "");
    const field = rows[0]?.cells[Number(error.column)]?.trim().toLowerCase() || WHOLE_FILE;
    return { rows, unclosed: [{ line, field, reason: "begins with a quotation mark that is never closed" }] };
  }
  return { rows, unclosed: [] };
}

const breaksIn = (text: string): number => text.split("\n").length - 1;

/** A semicolon where a spreadsheet's country keeps the comma for numbers: the header tells. */
function separatorOf(text: string): string {
  const header = /^.*\S.*$/m.exec(text)?.[0] ?? "";
  return header.split(";").length > header.split(",").length ? ";" : ",";
}

/** Columns that nobody would read: perhaps a slip in a name that matters. */
const unknown = ({ line, cells }: Row, names: readonly string[]): Remark[] =>
  cells
    .filter((_, nth) => names[nth] !== "" && !COLUMNS.some((name) => name === names[nth]))
    .map((cell) => ({ line, field: shown(cell), reason: `is not a column we know: the columns are person, from and to` }));

/** What keeps the rows from being read at all: a column that is missing, or is there twice. */
function unusable({ line }: Row, names: readonly string[]): Remark[] {
  const isThere = (name: string) => names.includes(name);
  const missing = ["person", "from", "to"].filter((name) => !isThere(name) && !isThere(`${name}_utc`));
  const twice = COLUMNS.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  return [
    ...missing.map((field) => ({ line, field, reason: "is missing: the first line names the columns person, from and to" })),
    ...twice.map((field) => ({ line, field, reason: "is the name of two columns" })),
  ];
}

interface ReadRow {
  readonly shift?: ReadShift;
  readonly faults: readonly Remark[];
  readonly notes: readonly Remark[];
}

function readRow({ line, cells }: Row, names: readonly string[], who: Who): ReadRow {
  const at = (field: string) => ({ line, field });
  const faults = cells.flatMap((cell, nth): Remark[] => {
    const reason = names[nth] ? unreadable(cell) : cell.trim() && "stands under no column's name";
    return reason ? [{ ...at(names[nth] || `(column ${nth + 1})`), reason }] : [];
  });
  const cellOf = (name: string) => cells[names.indexOf(name)]?.trim() ?? "";
  const isSpoilt = (name: string) => faults.some(({ field }) => field === name);
  const person = isSpoilt("person") ? undefined : personIn(cellOf("person"), who);
  const [from, to] = (["from", "to"] as const).map((name) =>
    isSpoilt(name) || isSpoilt(`${name}_utc`) ? undefined : timeIn(name, cellOf(name), cellOf(`${name}_utc`)),
  );
  const said = [person && { field: "person", ...person }, from, to].flatMap((one) => one ?? []);
  const all = [...faults, ...said.flatMap(({ field, fault }) => (fault ? [{ ...at(field), reason: fault }] : []))];
  const notes = said.flatMap(({ field, note }) => (note ? [{ ...at(field), reason: note }] : []));
  if (person?.means === undefined || from?.means === undefined || to?.means === undefined) return { faults: all, notes };
  const [begins, ends] = [from.means, to.means].map((when) => (isWall(when) ? when : whenOf(when))) as [When, When];
  const shift = { person: person.means, from: begins, to: ends };
  return { shift: { shift, at: { person: at("person"), from: at("from"), to: at("to") } }, faults: all, notes };
}

/** Why a cell cannot be read as it is: what is not UTF-8 comes to us as a replacement character. */
function unreadable(cell: string): string | undefined {
  if (cell.trim().includes("\n")) return "runs over several lines: is a quotation mark missing?";
  if (cell.includes("\uFFFD")) return "has a character that cannot be read: save the file as CSV in UTF-8";
  return /\p{Cc}/u.test(cell.trim()) ? "has a control character" : undefined;
}

/** What a cell means, or what is wrong with it, and what its writer should know. */
interface Said {
  readonly means?: string;
  readonly fault?: string;
  readonly note?: string;
}

function personIn(cell: string, who: Who): Said {
  if (cell === "") return { fault: "is empty" };
  const [found, ...others] = cell.includes("@") ? who.byAddress(cell) : who.byCode(cell);
  if (found === undefined) return { fault: `${shown(cell)} is nobody's code or email address here` };
  return others.length > 0 ? { fault: `${shown(cell)} is the address of more than one person: write a code` } : { means: found };
}

/** What two columns say of one time. Where both do they must agree, so that nobody changes the one and leaves the other; then the exact one says more. */
function timeIn(name: "from" | "to", wall: string, exact: string): Said & { field: string } {
  const field = `${name}_utc`;
  const [said, sure] = [readTime(wall), readTime(exact)];
  if (exact === "") return { field: name, ...said };
  if (sure.means === undefined) return { field, ...sure };
  if (isWall(sure.means)) return { field, fault: "must be in UTC, such as 2026-12-01T07:00:00Z" };
  if (wall === "") return { field, ...sure };
  if (said.means === undefined) return { field: name, ...said };
  if (agree(said.means, sure.means)) return { field: name, means: sure.means };
  return { field: name, fault: `says another time than ${field}: change both, or empty ${field}` };
}

const isWall = (when: When): boolean => when.length === 16;
/** The same moment, or as much of it as a wall clock shows. */
const agree = (when: When, instant: Instant): boolean => momentOf(when) === instant || when === wallOf(instant);

const TIME = /^(?:(\d{4}-\d{2}-\d{2})|(\d{2})\/(\d{2})\/(\d{4}))[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:\d{2})?$/i;

/** A time in any way that we read: 2026-12-01T07:00, with a space, or 01/12/2026 07:00; with an offset it is exact. */
function readTime(cell: string): Said {
  if (cell === "") return { fault: "is empty" };
  const [, iso, day, month, year, time, seconds = ":00", offset] = TIME.exec(cell) ?? [];
  if (!time || (!offset && !/^:00(\.0+)?$/.test(seconds)))
    return { fault: `${shown(cell)} is no time as we read it: write 2026-12-01T07:00 or 01/12/2026 07:00` };
  const wall = `${iso ?? `${year}-${month}-${day}`}T${time}`;
  if (!Wall.safeParse(wall).success)
    return { fault: `${shown(cell)} does not exist: there is no such day from 2020 to 2099, or no such time of day` };
  if (!offset) return noted(wall);
  const exact = AnyInstant.safeParse(`${wall}${seconds}${offset.toUpperCase()}`);
  return exact.success ? { means: exact.data } : { fault: `${shown(cell)} has no offset that exists, such as +01:00` };
}

function noted(wall: Wall): Said {
  const note = changeOfClocks(wall);
  return note ? { means: wall, note } : { means: wall };
}
