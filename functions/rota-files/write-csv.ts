import type { Rota } from "../../core/rota/rota.ts";
import { wholeSpells } from "../../core/rota/spells.ts";
import { wallOf } from "../../core/rota/wall.ts";
import type { Instant } from "../../core/time.ts";
import { csvLine } from "./csv-line.ts";
import { oneLine } from "./one-line.ts";

/** The columns that we write. The last two say exactly what the two before them say on London's wall clock, which in a repeated hour is less. */
export const COLUMNS = ["person", "name", "from", "to", "from_utc", "to_utc"] as const;

/** Who is on duty at a desk through a stretch of time, as a spreadsheet reads it: a line for each unbroken time of each person, to its own end. Reading it back gives the same duty. */
export function writeCsv(rota: Rota, from: Instant, to: Instant, nameOf: (person: string) => string): string {
  const lines = wholeSpells(rota, from, to).map((spell) => [
    spell.person,
    oneLine(nameOf(spell.person)),
    wallOf(spell.from),
    wallOf(spell.to),
    spell.from,
    spell.to,
  ]);
  return [COLUMNS, ...lines].map(csvLine).join("");
}
