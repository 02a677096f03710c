import * as z from "zod";
import { invalid } from "../../core/refusal.ts";
import { peopleOf } from "../../core/rota/rota.ts";
import { Day, dayNumber, dayOf, instantOf, momentOf, When, wallOf } from "../../core/rota/wall.ts";
import { type Instant, plus } from "../../core/time.ts";
import { rotasOf } from "../aws/rotas.ts";
import { deskOf, knownAs, nameIn } from "../desks.ts";
import { answer, parse, type Reply } from "../edge.ts";
import { writeCsv } from "../rota-files/write-csv.ts";
import type { AskedBy } from "./door.ts";
import { teamIn } from "./rota.ts";

/** So many days are taken out unless somebody says another end. */
export const EXPORTED_DAYS = 31;
/** The longest stretch that is taken out at once: a year. */
const LONGEST = "PT8784H";

const DAY_OR_TIME = Day.or(When).optional();
const ASKED = z.object({ from: DAY_OR_TIME, to: DAY_OR_TIME });

/** Who is on duty at a desk, as a spreadsheet: from a day or a time on, through another, with whatever begins before that to its own end. Throws NotFound, and Invalid for a stretch that cannot be taken out. */
export async function exportRota({ actor, now, params, query }: AskedBy): Promise<Reply> {
  const team = teamIn(params);
  const desk = await deskOf(actor, team, now);
  const { from, to } = stretchIn(query, now);
  const [kept] = await rotasOf(actor.partnership, [desk.code]);
  if (!kept) throw new Error(`no rota of ${desk.code}`);
  const known = await knownAs(actor.partnership, peopleOf(kept.rota));
  // Without a byte order mark a spreadsheet takes the file for one in its country's own letters.
  const file = answer(
    200,
    "text/csv; charset=utf-8",
    `\uFEFF${writeCsv(kept.rota, from, to, (person) => nameIn(known, person))}`,
  );
  const name = `${desk.code}-${wallOf(from).slice(0, 10)}.csv`;
  return { ...file, headers: { ...file.headers, "content-disposition": `attachment; filename="${name}"` } };
}

/** A day is meant whole, at either end. What was before today is no matter of the rota as it now is. */
function stretchIn(query: URLSearchParams, now: Instant): { from: Instant; to: Instant } {
  const asked = parse(ASKED, { from: query.get("from") || undefined, to: query.get("to") || undefined });
  const startOf = (day: number): Instant => instantOf(`${dayOf(day)}T00:00`);
  const edge = (when: string, more: number) => (when.length === 10 ? startOf(dayNumber(when) + more) : momentOf(when));
  const today = startOf(dayNumber(wallOf(now).slice(0, 10)));
  const from = asked.from ? edge(asked.from, 0) : today;
  const to = asked.to ? edge(asked.to, 1) : startOf(dayNumber(wallOf(from).slice(0, 10)) + EXPORTED_DAYS);
  if (from < today)
    throw invalid({ field: "from", reason: "today or later: who was on duty before is shown on the rota's page" });
  if (to <= from || to > plus(from, LONGEST))
    throw invalid({ field: "to", reason: "later than `from`, and at most a year later" });
  return { from, to };
}
