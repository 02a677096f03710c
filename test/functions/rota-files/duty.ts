import fc from "fast-check";
import { stretches } from "../../../core/rota/on-duty.ts";
import type { NewShift, Rota } from "../../../core/rota/rota.ts";
import { instantOf, wallOf } from "../../../core/rota/wall.ts";
import { plus } from "../../../core/time.ts";
import { rotaOf, rotation } from "../../core/rota/rotas.ts";

/** The rota that holds nothing but shifts read from a file. */
export const rotaWith = (shifts: readonly NewShift[]): Rota =>
  rotaOf({ shifts: shifts.map((shift, nth) => ({ ...shift, id: `1-${nth}` })) });

/** Who is on duty at each instant of a stretch of time, said in one way whatever the order in which people came. */
export const dutyOf = (rota: Rota, from: string, to: string) =>
  stretches(rota, from, to).map((one) => ({ ...one, people: [...one.people].sort() }));

/** Three days around each change of the clocks, and one in which there is none. */
export const WINDOWS: [string, string][] = [
  ["2027-03-27T00:00:00.000Z", "2027-03-30T00:00:00.000Z"],
  ["2026-10-24T00:00:00.000Z", "2026-10-27T00:00:00.000Z"],
  ["2026-12-01T00:00:00.000Z", "2026-12-04T00:00:00.000Z"],
];

const anyPerson = fc.constantFrom("ann", "ben", "cy", "dee_1", "dee_2");
const anyTime = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom("00", "30"))
  .map(([h, m]) => `${String(h).padStart(2, "0")}:${m}`);

/** A rota of rotations, shifts and overrides that begin and end at any time of these windows, also in hours that are skipped or repeated. */
export const anyRotaIn = (start: string) => {
  const anyStretch = fc
    .tuple(fc.integer({ min: 0, max: 140 }), fc.integer({ min: 1, max: 60 }))
    .map(([at, long]) => ({ from: plus(start, `PT${at * 30}M`), to: plus(start, `PT${(at + long) * 30}M`) }));
  return fc
    .record({
      rotations: fc.array(fc.record({ people: fc.uniqueArray(anyPerson, { minLength: 1 }), from: anyTime, to: anyTime }), {
        maxLength: 2,
      }),
      shifts: fc.array(fc.record({ person: anyPerson, at: anyStretch, isWall: fc.boolean() }), { maxLength: 4 }),
      removed: fc.array(fc.record({ person: anyPerson, at: anyStretch }), { maxLength: 2 }),
    })
    .map(({ rotations, shifts, removed }) =>
      rotaOf({
        rotations: rotations.map((one, nth) => rotation({ code: `turn_${nth}`, ...one })),
        shifts: shifts.map(({ person, at, isWall }, nth) => {
          const walls = { from: wallOf(at.from), to: wallOf(at.to) };
          const isForward = instantOf(walls.from) < instantOf(walls.to);
          return { id: `1-${nth}`, person, ...(isWall && isForward ? walls : at) };
        }),
        overrides: removed.map(({ person, at }, nth) => ({ id: `2-${nth}`, kind: "remove", person, ...at })),
      }),
    );
};
