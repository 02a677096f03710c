import { type Instant, plus } from "../time.ts";
import { COVERED } from "./coverage.ts";
import { stretches } from "./on-duty.ts";
import type { Rota } from "./rota.ts";

/** Somebody's shift at one desk: the one they are in, or else their next. */
export interface MyShift {
  readonly team: string;
  /** When it begins; null when it has begun. */
  readonly from: Instant | null;
  /** When it ends, and who is there then; null when it does not end in the next 14 days. */
  readonly ends: { readonly at: Instant; readonly next: readonly string[] } | null;
}

/** What somebody has to know of their own shift at a desk, 14 days ahead; undefined when they have none. */
export function myShift(rota: Rota, person: string, now: Instant): MyShift | undefined {
  const ahead = stretches(rota, now, plus(now, COVERED));
  const first = ahead.findIndex(({ people }) => people.includes(person));
  const on = ahead[first];
  if (!on) return undefined;
  const after = ahead.slice(first).find(({ people }) => !people.includes(person));
  return { team: rota.team, from: first === 0 ? null : on.from, ends: after ? { at: after.from, next: after.people } : null };
}

/** Does it end within this time? */
export const endsWithin = ({ from, ends }: MyShift, within: string, now: Instant): boolean =>
  from === null && ends !== null && ends.at <= plus(now, within);
