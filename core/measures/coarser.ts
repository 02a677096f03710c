import type { Cut } from "./cut.ts";

const QUARTER = 3;
const YEAR = 12;

/** The period of so many months in which a month lies. */
function period(from: string, months: typeof QUARTER | typeof YEAR): Pick<Cut, "from" | "months"> {
  const [year = "", month = ""] = from.split("-");
  const first = Math.floor((Number(month) - 1) / months) * months + 1;
  return { from: `${year}-${String(first).padStart(2, "0")}`, months };
}

/**
 * Every cut that a cut lies in: the quarter and the year of its time, and all areas. All of them may be shown to somebody at some time, so a
 * cut is measured against each, whether anybody has asked for it yet or not: nobody has to remember who was shown what.
 */
export function coarserThan(cut: Cut): Cut[] {
  const { from, months, area } = cut;
  const periods = [
    { from, months },
    ...([QUARTER, YEAR] as const).filter((longer) => longer > months).map((longer) => period(from, longer)),
  ];
  const areas = area === null ? [null] : [area, null];
  return periods
    .flatMap((one) => areas.map((where) => ({ ...one, area: where })))
    .filter((one) => one.months !== months || one.area !== area);
}

/** The next longer period of the same area: the quarter of a month, the year of a quarter; undefined for a year. */
export function longerThan(cut: Cut): Cut | undefined {
  if (cut.months === YEAR) return undefined;
  return { ...cut, ...period(cut.from, cut.months === 1 ? QUARTER : YEAR) };
}

/** The other cuts that with this one make up the next longer period of the same area: two months beside a month, three quarters beside a quarter. */
export function besides(cut: Cut): Cut[] {
  const longer = longerThan(cut);
  if (!longer) return [];
  const [year = "", first = ""] = longer.from.split("-");
  return Array.from({ length: longer.months / cut.months }, (_, nth) => Number(first) + nth * cut.months)
    .map((month) => ({ ...cut, from: `${year}-${String(month).padStart(2, "0")}` }))
    .filter((one) => one.from !== cut.from);
}
