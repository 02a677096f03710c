import * as z from "zod";
import type { EscalationView } from "../escalation/view.ts";
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
  /** Which privacy officers have been told that it is ready. */
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

/** What the report needs to know beside the entries. */
export interface Beside {
  /** When somebody was on duty that week; undefined for whoever stands on no rota, of whom nobody can say. */
  readonly spellsOf: (person: string) => readonly Spell[] | undefined;
  /** The cases that the agency shares, of those that somebody of another agency has opened in an emergency. */
  readonly shared: ReadonlySet<string>;
}

const LOOKING: readonly Entry["what"][] = ["read", "printed", "exported"];
const isLooking = ({ what, of, about }: Entry): boolean =>
  LOOKING.includes(what) && of.includes("patient") && about?.kind === "case";

/** Surnames as they are compared: the last word of a name, whatever its signs. */
export const surnameOf = (name: string): string =>
  (name.trim().split(/\s+/).at(-1) ?? "")
    .normalize("NFD")
    .replace(/[^\p{L}]/gu, "")
    .toLowerCase();
/** Does the reader bear the name of the person? Only this answer is kept of it. */
export const isSameSurname = (reader: string, familyName: string | undefined): boolean =>
  familyName !== undefined && surnameOf(familyName) !== "" && surnameOf(reader) === surnameOf(familyName);

/** Does the reader bear the surname of anybody who was named as the person of a case? */
export const bearsNameOf = (reader: string, { person, news }: Pick<EscalationView, "person" | "news">): boolean =>
  [{ person }, ...news].some((told) => isSameSurname(reader, told.person?.familyName));

/** What stands out of a week, for one agency: by what its own people did, and by who of others opened its cases in an emergency. */
export function findingsOf(entries: readonly Entry[], agency: string, { spellsOf, shared }: Beside): Finding[] {
  const own = entries.filter(({ who }) => who.agency === agency);
  const looking = own.filter(isLooking);
  const casesBy = new Map(
    [...Map.groupBy(looking, ({ who }) => who.person)].map(([person, all]) => [
      person,
      new Set(all.map(({ about }) => about?.id)).size,
    ]),
  );
  const many = Math.max(MANY_CASES, TIMES_THE_MIDDLE * middleOf([...casesBy.values()]));
  const isOut = ({ at, who }: Entry): boolean => {
    const spells = spellsOf(who.person);
    return (
      spells !== undefined && !spells.some(({ from, to }) => since(from, AROUND_A_SHIFT) <= at && at <= plus(to, AROUND_A_SHIFT))
    );
  };
  const opened = entries.filter(
    ({ what, who, about }) => what === "broke_glass" && (who.agency === agency || shared.has(about?.id ?? "")),
  );
  return [
    ...counted(
      "same_surname",
      own.filter(({ sameSurname }) => sameSurname),
    ),
    ...counted("broke_glass", opened),
    ...counted("out_of_shift", looking.filter(isOut)),
    ...counted(
      "many_cases",
      looking.filter(({ who }) => (casesBy.get(who.person) ?? 0) > many),
    ),
    ...counted(
      "many_refused",
      own.filter(({ what }) => what === "refused"),
    ).filter(({ count }) => count >= MANY_REFUSED),
  ];
}

const middleOf = (counts: readonly number[]): number => counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;

/** Entries as findings, one a person; the most first. */
const counted = (what: Standout, entries: readonly Entry[]): Finding[] =>
  [...Map.groupBy(entries, ({ who }) => who.person)]
    .map(([person, all]) => ({
      ...{ what, person, agency: all[0]?.who.agency ?? "", count: all.length },
      cases: [...new Set(all.flatMap(({ about }) => (about?.kind === "case" ? [about.id] : [])))].slice(0, MOST_NAMED),
    }))
    .toSorted((a, b) => b.count - a.count);
