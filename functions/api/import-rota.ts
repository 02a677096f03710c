import type { Person } from "../../core/people.ts";
import { invalid } from "../../core/refusal.ts";
import { faulty, filling } from "../../core/rota/imported.ts";
import { peopleOf } from "../../core/rota/rota.ts";
import { momentOf } from "../../core/rota/wall.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import * as directory from "../aws/directory.ts";
import { rotasOf } from "../aws/rotas.ts";
import { deskToChange, knownAs } from "../desks.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { readCsv } from "../rota-files/read-csv.ts";
import { readIcal } from "../rota-files/read-ical.ts";
import { changeRota } from "./change-rota.ts";

type Press = CallOf<typeof routes.importRota>;
type File = Pick<Press["body"], "format" | "text" | "from" | "to">;

/** The shifts of a file as the change that they would be, for whoever may make it. Throws NotFound, NotAllowed, and Invalid with all that is wrong with the file. */
export async function shiftsIn(file: File, team: string, actor: Person, now: Instant) {
  await deskToChange(actor, team, now);
  const read = readFile(file, await namable(actor, team));
  if ("faults" in read) throw faulty(read.faults);
  return { change: filling(read.shifts, file), notes: [...read.notes] };
}

function readFile({ format, text, from, to }: File, people: readonly Person[]) {
  const window = { ...(from ? { from: momentOf(from) } : {}), ...(to ? { to: momentOf(to) } : {}) };
  if (window.from && window.to && window.from >= window.to) throw invalid({ field: "to", reason: "must be later than `from`" });
  if (format === "csv") return readCsv(text, people, window);
  const missing = (["from", "to"] as const).filter((field) => !window[field]);
  if (!window.from || !window.to) throw invalid(...missing.map((field) => ({ field, reason: "is needed for a calendar" })));
  return readIcal(text, people, { from: window.from, to: window.to });
}

/** Whom a file may name: whoever may be put on this rota, and who is on it. */
async function namable({ partnership, agency }: Person, team: string): Promise<Person[]> {
  const [own, rotas] = await Promise.all([directory.peopleOf(partnership, agency), rotasOf(partnership, [team])]);
  const there = rotas.flatMap(({ rota }) => peopleOf(rota)).filter((person) => !own.some(({ id }) => id === person));
  return [...own, ...(await knownAs(partnership, there)).values()];
}

/** A file of shifts into a desk's rota, whole or not at all, as a change like any other. Throws what that throws, and Invalid with all faults of the file. */
export async function importRota({ params, body: { seen, why, dryRun, ...file }, actor, request, now, query }: Press) {
  const { change, notes } = await shiftsIn(file, params.team, actor, now);
  const done = await changeRota({ params, query, body: { seen, why, dryRun, change }, actor, request, now });
  return { ...done, shifts: change.shifts.length, notes };
}

export const handler = endpoint(routes.importRota, importRota);
