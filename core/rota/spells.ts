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
export function spells(rota: Rota, from: Instant, to: Instant): Spell[] {
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
  return [...over, ...open.values()]
    .flatMap(inShifts)
    .sort((one, other) => compare(one.from, other.from) || compare(one.person, other.person));
}

const compare = (one: string, other: string): number => Number(one > other) - Number(one < other);

const LONGEST_SHIFT = `PT${LONGEST_SHIFT_MS / 3_600_000}H`;
function inShifts({ person, from, to }: Spell): Spell[] {
  const end = plus(from, LONGEST_SHIFT);
  return end < to ? [{ person, from, to: end }, ...inShifts({ person, from: end, to })] : [{ person, from, to }];
}
