import { printRotaPage } from "../../web/print-rota-page.tsx";
import { rotaFor } from "../api/read-rota.ts";
import type { Answer, AskedBy } from "./door.ts";
import { printedBy } from "./printed.ts";
import { firstDay, startOf, teamIn } from "./rota.ts";

/** Four weeks hang on a wall. */
const PRINTED_DAYS = 28;

/** A desk's coming four weeks for paper, from today or the day that is asked for. Throws NotFound. */
export async function printRota(asked: AskedBy): Promise<Answer> {
  const { actor, now, params, query } = asked;
  const team = teamIn(params);
  const { first } = firstDay(query.get("from"), now);
  const [from, to] = [startOf(first), startOf(first + PRINTED_DAYS)];
  const [{ desk, rota, version, stretches, names }, printed] = await Promise.all([
    rotaFor(actor, team, now, from, to),
    printedBy(asked),
  ]);
  const nameOf = (person: string): string => names[person] ?? person;
  return { content: printRotaPage({ desk, minimum: rota.minimum, version, stretches, from, to, nameOf, printed }) };
}
