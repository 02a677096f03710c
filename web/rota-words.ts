import type { Change } from "../core/rota/change.ts";
import type { Stretch } from "../core/rota/on-duty.ts";
import type { NewOverride, NewRoster, NewShift, Rota, Rotation, Swap } from "../core/rota/rota.ts";
import { momentOf } from "../core/rota/wall.ts";
import type { Instant } from "../core/time.ts";
import { dateInFull, spanWords, timeWords, weekdayName } from "./rota-time.ts";

/** What a rota's words need beside the rota: what people are called, and the reader's own moment. */
export interface Telling {
  readonly nameOf: (person: string) => string;
  readonly now: Instant;
}

/** «Ann Smith», «Ann Smith and Ben Jones», «Ann Smith, Ben Jones and Cy Brown»; nobody is said too. */
export function namesIn(people: readonly string[], { nameOf }: Pick<Telling, "nameOf">): string {
  const names = people.map(nameOf);
  if (names.length < 2) return names[0] ?? "nobody";
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}

const span = ({ from, to }: { from: string; to: string }, { now }: Pick<Telling, "now">): string =>
  spanWords({ from: momentOf(from), to: momentOf(to) }, now);

/** Too few on duty, and when: «Nobody from …», «Only Ann Smith from …». */
export function gapWords({ people, ...when }: Stretch, until: Instant, telling: Telling): string {
  const who = people.length === 0 ? "Nobody" : `Only ${namesIn(people, telling)}`;
  if (when.to >= until) return `${who} from ${timeWords(when.from, telling.now)} to the end of the 14 days`;
  return `${who} from ${spanWords(when, telling.now)}`;
}

export function overrideWords(override: NewOverride, telling: Telling): string {
  const when = span(override, telling);
  const who = telling.nameOf(override.person);
  if (override.kind === "add") return `${who} as well, ${when}`;
  if (override.kind === "remove") return `Without ${who}, ${when}`;
  return `${telling.nameOf(override.with ?? "")} in place of ${who}, ${when}`;
}

export const shiftWords = (shift: NewShift, telling: Telling): string =>
  `${telling.nameOf(shift.person)}, ${span(shift, telling)}`;

export const rosterWords = (roster: NewRoster, telling: Telling): string =>
  `${roster.title}, ${span(roster, telling)}: ${roster.shifts.length === 0 ? "nobody" : counted(roster.shifts.length, "shift")}`;

/** Who asks whom to take what, and what they take in return. */
export function swapWords({ person, with: other, give, take }: Swap, telling: Telling): string {
  const { nameOf } = telling;
  const back = take ? `, and would take ${span(take, telling)} in return` : "";
  return `${nameOf(person)} asks ${nameOf(other)} to take ${span(give, telling)}${back}`;
}

/** How a rotation goes, but for who is in it: their turns, the hours, the days. */
export function turnsWords(
  { people, on, off, from, to, weekdays, starts, ends }: Rotation,
  { now }: Pick<Telling, "now">,
): string {
  const turn = counted(on, "day");
  const turns =
    off === undefined
      ? people.length === 1
        ? "every day"
        : `${turn} each, in turn`
      : off === 0
        ? "every day"
        : `${turn} on, ${counted(off, "day")} off`;
  const hours = to === from ? `from ${from}, all round the clock` : `${from} to ${to}${to > from ? "" : " on the next day"}`;
  const only = weekdays ? `, only shifts that begin on ${weekdays.toSorted().map(weekdayName).join(", ")}` : "";
  const last = ends ? `, the last on ${dateInFull(ends, now)}` : "";
  return `${turns}; ${hours}${only}; the first shift on ${dateInFull(starts, now)}${last}`;
}

export const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

export const minimumWords = (minimum: number): string =>
  minimum === 0
    ? "Nobody need be on duty: this desk is not always open."
    : `At least ${counted(minimum, "person").replace("persons", "people")} on duty at any time.`;

/** A change as one sentence, said before it is made. What it takes away is named by the rota it is taken from. */
export function changeWords(change: Change, rota: Rota, telling: Telling): string {
  const named = <T extends { id: string }>(all: readonly T[], id: string, words: (one: T) => string): string => {
    const one = all.find((each) => each.id === id);
    return one ? words(one) : "what is no longer there";
  };
  switch (change.what) {
    case "set_rotation": {
      const { title, people } = change.rotation;
      return `«${title}»: ${namesIn(people, telling)}. ${turnsWords(change.rotation, telling)}.`;
    }
    case "remove_rotation": {
      const title = rota.rotations.find(({ code }) => code === change.code)?.title ?? change.code;
      return `The rotation «${title}» ends, and leaves the rota.`;
    }
    case "set_minimum":
      return minimumWords(change.minimum);
    case "add_shift":
      return `${shiftWords(change.shift, telling)}.`;
    case "remove_shift":
      return `This shift leaves the rota: ${named(rota.shifts, change.id, (one) => shiftWords(one, telling))}.`;
    case "import_shifts":
      return `${counted(change.shifts.length, "shift")} in place of those that begin ${span(change, telling)}.`;
    case "override":
      return `${overrideWords(change.override, telling)}.`;
    case "cancel_override":
      return `This is taken back: ${named(rota.overrides, change.id, (one) => overrideWords(one, telling))}.`;
    case "set_roster":
      return `${rosterWords(change.roster, telling)}. Rotations and single shifts rest meanwhile.`;
    case "cancel_roster":
      return `This is taken back: ${named(rota.rosters, change.id, (one) => rosterWords(one, telling))}.`;
    case "ask_swap":
      return `${telling.nameOf(change.swap.with)} is asked to take ${span(change.swap.give, telling)}.`;
    case "answer_swap":
    case "cancel_swap":
      return `${named(rota.swaps, change.id, (one) => swapWords(one, telling))}.`;
  }
}

/** What each kind of change is called in the story of a rota. */
const DONE: Readonly<Record<string, string>> = {
  set_rotation: "set a rotation",
  remove_rotation: "took away a rotation",
  set_minimum: "changed how many must be on duty",
  add_shift: "added a shift",
  remove_shift: "took away a shift",
  import_shifts: "brought in shifts from a file",
  override_add: "put somebody on duty as well for a while",
  override_remove: "took somebody off duty for a while",
  override_replace: "put somebody in somebody’s place for a while",
  cancel_override: "took back a change for a while",
  set_roster: "set a roster for a while",
  cancel_roster: "took back a roster for a while",
  ask_swap: "asked for a swap",
  swap_agreed: "agreed to a swap",
  swap_declined: "said no to a swap",
  cancel_swap: "took back a swap that they had asked for",
  applied_by_an_operator: "applied a rota from a file",
};

/** What somebody did, in a person's words; what has none is named as it is kept. */
export const doneWords = (what: string): string => DONE[what] ?? `changed the rota (${what.replaceAll("_", " ")})`;
