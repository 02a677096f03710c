import * as z from "zod";
import { AgencyCode, Code } from "../partnership/codes.ts";
import type { Spell } from "../rota/spells.ts";
import { Day, dayNumber, dayOf, instantOf, wallOf, weekdayOf } from "../rota/wall.ts";
import { Instant, plus, since } from "../time.ts";
import type { Entry } from "./entry.ts";

/** What stands out among a week's looking. None of it is wrong by itself: each is a question to somebody. */
export const Standout = z.enum(["same_surname", "broke_glass", "out_of_shift", "many_cases", "many_refused"]);
export type Standout = z.output<typeof Standout>;

/** One person, and what stands out of what they did. */
export const Finding = z.strictObject({
  what: Standout,
  person: Code,
  agency: AgencyCode,
  count: z.int().positive(),
  cases: z.array(z.uuid()),
});
export type Finding = z.output<typeof Finding>;

/** A week of one agency's looking, from Monday to Monday on London's wall clock: how much there was, and what stands out. */
export const Week = z.strictObject({
  schema: z.literal(1),
  partnership: Code,
  agency: AgencyCode,
  from: Day,
  to: Day,
  madeAt: Instant,
  entries: z.int().nonnegative(),
  findings: z.array(Finding),
  /** Which privacy officers have been written to, or are being written to, that it is ready. */
  told: z.array(Code),
});
export type Week = z.output<typeof Week>;

/** When a partnership's week is looked through next. */
export const WeekJob = z.strictObject({ partnership: Code, version: z.int().positive(), nextAt: Instant });
export type WeekJob = z.output<typeof WeekJob>;

/** The week is looked through on Monday at this time, on London's wall clock. */
const MORNING = "07:00";

/** The next Monday morning after an instant. */
export function nextMonday(now: Instant): Instant {
  const today = dayNumber(wallOf(now).slice(0, 10));
  const days = Array.from({ length: 8 }, (_, nth) => today + nth).filter((day) => weekdayOf(day) === 1);
  return days.map((day) => instantOf(`${dayOf(day)}T${MORNING}`)).find((at) => at > now) ?? now;
}

/** The whole week before the Monday on or before an instant: its days, and its time from one midnight to the other. */
export function weekBefore(now: Instant) {
  const today = dayNumber(wallOf(now).slice(0, 10));
  const monday = today - (weekdayOf(today) - 1);
  const [from, to] = [dayOf(monday - 7), dayOf(monday - 1)];
  return { days: { from, to }, from: instantOf(`${from}T00:00`), to: instantOf(`${dayOf(monday)}T00:00`) };
}

/** So many cases in a week are looked at before anybody asks, and so many times the middle of the agency's people. */
const MANY_CASES = 40;
const TIMES_THE_MIDDLE = 3;
/** So many refusals in a week are no slips any more. */
const MANY_REFUSED = 10;
/** Whoever hands over is there a little before and after. */
const AROUND_A_SHIFT = "PT1H";
/** So many cases are named beside a count. */
const MOST_NAMED = 20;

const LOOKING: readonly Entry["what"][] = ["read", "printed", "exported"];
const isLooking = ({ what, of, about }: Entry): boolean =>
  LOOKING.includes(what) && of.includes("patient") && about?.kind === "case";

/** How often people have done something, and about which cases. */
type Counts = Map<string, { readonly agency: string; count: number; readonly cases: Set<string> }>;

function counted(counts: Counts, { who, about }: Pick<Entry, "who" | "about">): Counts {
  const often = counts.get(who.person) ?? { agency: who.agency, count: 0, cases: new Set<string>() };
  often.count += 1;
  if (about?.kind === "case") often.cases.add(about.id);
  return counts.set(who.person, often);
}

/** What people of one agency have done in a week. */
interface Done {
  entries: number;
  readonly sameSurname: Counts;
  readonly looking: Counts;
  readonly outOfShift: Counts;
  readonly refused: Counts;
}
const nothingDone = (): Done => ({
  entries: 0,
  ...{ sameSurname: new Map(), looking: new Map(), outOfShift: new Map(), refused: new Map() },
});

/** A week's looking, entry by entry, as what stands out is found in it: it grows with people and their cases, and not with entries. */
export class Looking {
  readonly #done = new Map<string, Done>();
  readonly #opened: Pick<Entry, "who" | "about">[] = [];
  readonly #spellsOf: (person: string) => readonly Spell[] | undefined;

  /** `spellsOf`: when somebody was on duty that week; undefined for whoever stands on no rota, of whom nobody can say. */
  constructor(spellsOf: (person: string) => readonly Spell[] | undefined) {
    this.#spellsOf = spellsOf;
  }

  add(entry: Entry): void {
    const { who, what, about } = entry;
    const done = this.#done.get(who.agency) ?? nothingDone();
    this.#done.set(who.agency, done);
    done.entries += 1;
    if (entry.sameSurname) counted(done.sameSurname, entry);
    if (what === "refused") counted(done.refused, entry);
    if (what === "broke_glass") this.#opened.push({ who, about });
    if (!isLooking(entry)) return;
    counted(done.looking, entry);
    if (this.#isOut(entry)) counted(done.outOfShift, entry);
  }

  #isOut({ at, who }: Entry): boolean {
    const spells = this.#spellsOf(who.person);
    return (
      spells !== undefined && !spells.some(({ from, to }) => since(from, AROUND_A_SHIFT) <= at && at <= plus(to, AROUND_A_SHIFT))
    );
  }

  /** The cases that somebody has opened in an emergency. */
  get opened(): string[] {
    return [...new Set(this.#opened.flatMap(({ about }) => (about?.kind === "case" ? [about.id] : [])))];
  }

  entriesOf(agency: string): number {
    return this.#done.get(agency)?.entries ?? 0;
  }

  /**
   * What stands out, for one agency: by what its own people did, and by who of others opened its cases in an emergency. `shared` are those
   * cases, of all that were opened.
   */
  findings(agency: string, shared: ReadonlySet<string>): Finding[] {
    const { sameSurname, looking, outOfShift, refused } = this.#done.get(agency) ?? nothingDone();
    const middle = middleOf([...looking.values()].map(({ cases }) => cases.size));
    const many = Math.max(MANY_CASES, TIMES_THE_MIDDLE * middle);
    const opened = this.#opened.filter(({ who, about }) => who.agency === agency || shared.has(about?.id ?? ""));
    return [
      ...found("same_surname", sameSurname),
      ...found("broke_glass", opened.reduce(counted, new Map())),
      ...found("out_of_shift", outOfShift),
      ...found("many_cases", looking).filter(({ person }) => (looking.get(person)?.cases.size ?? 0) > many),
      ...found("many_refused", refused).filter(({ count }) => count >= MANY_REFUSED),
    ];
  }
}

const middleOf = (counts: readonly number[]): number => counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;

/** Counts as findings, one a person; the most first. */
const found = (what: Standout, counts: Counts): Finding[] =>
  [...counts]
    .map(([person, { agency, count, cases }]) => ({ what, person, agency, count, cases: [...cases].slice(0, MOST_NAMED) }))
    .toSorted((a, b) => b.count - a.count);
