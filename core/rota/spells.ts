import { type Instant, plus } from "../time.ts";
import { stretches } from "./on-duty.ts";
import { LONGEST_SHIFT_MS, type Rota } from "./rota.ts";

/** One person's time on duty without a break. */
export interface Spell {
  readonly person: string;
  readonly from: Instant;
  readonly to: Instant;
}

/** Who is on duty at a desk through a stretch of time, person by person, in order of beginning. No spell is longer than a shift may be, so that each can be a shift again. */
export const spells = (rota: Rota, from: Instant, to: Instant): Spell[] => inOrder(unbroken(rota, from, to).flatMap(inShifts));

/**
 * The same for a stretch that is taken out to be brought in again: a spell that goes on when it is over is there to its own end, as whoever
 * reads it back takes away the shift that it was. One without an end is cut with the stretch.
 */
export function wholeSpells(rota: Rota, from: Instant, to: Instant): Spell[] {
  const far = plus(to, LONGEST_SHIFT);
  const begun = unbroken(rota, from, far).filter((spell) => spell.from < to);
  const whole = begun.map((spell) => (spell.to === far ? { ...spell, to } : spell));
  return inOrder(whole.flatMap(inShifts).filter((spell) => spell.from < to));
}

function unbroken(rota: Rota, from: Instant, to: Instant): Spell[] {
  const open = new Map<string, Spell>();
  const over: Spell[] = [];
  for (const stretch of stretches(rota, from, to)) {
    for (const spell of open.values()) {
      if (stretch.people.includes(spell.person)) continue;
      over.push(spell);
      open.delete(spell.person);
    }
    for (const person of stretch.people)
      open.set(person, { person, from: open.get(person)?.from ?? stretch.from, to: stretch.to });
  }
  return [...over, ...open.values()];
}

const inOrder = (all: readonly Spell[]): Spell[] =>
  all.toSorted((one, other) => compare(one.from, other.from) || compare(one.person, other.person));

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);

const LONGEST_SHIFT = `PT${LONGEST_SHIFT_MS / 3_600_000}H`;
function inShifts({ person, from, to }: Spell): Spell[] {
  const end = plus(from, LONGEST_SHIFT);
  return end < to ? [{ person, from, to: end }, ...inShifts({ person, from: end, to })] : [{ person, from, to }];
}
