import { readFileSync } from "node:fs";
import * as z from "zod";
import { Code } from "../core/partnership/partnership.ts";
import { isSystem, type Person } from "../core/people.ts";
import { consequences } from "../core/rota/change.ts";
import { rotaChanged } from "../core/rota/desk.ts";
import { peopleOf, Rota } from "../core/rota/rota.ts";
import type { Instant } from "../core/time.ts";
import { deskState } from "../functions/aws/desks.ts";
import * as directory from "../functions/aws/directory.ts";
import { Enrolment, endOtherSignIns, enrol } from "../functions/aws/enrolment.ts";
import { keepRota, rotasOf } from "../functions/aws/rotas.ts";

const File = z.strictObject({ partnership: Code, people: z.array(Enrolment), rotas: z.array(Rota) });

/** Puts each of these rotas in the place of the one its team has, as its next version, where it is another. Answers with how many were. */
export async function applyRotas(partnership: string, rotas: readonly Rota[], now: Instant): Promise<number> {
  const before = await rotasOf(
    partnership,
    rotas.map(({ team }) => team),
  );
  const others = rotas.flatMap((rota) => {
    const last = before.find((one) => one.rota.team === rota.team);
    return last && JSON.stringify(last.rota) !== JSON.stringify(rota) ? [{ rota, last }] : [];
  });
  const made = { at: now, by: null, what: "applied_by_an_operator", why: null, press: null };
  await Promise.all(
    others.map(async ({ rota, last }) => {
      const desk = await deskState(partnership, rota.team, now);
      const does = last.version === 0 ? { changes: [] } : consequences(last.rota, rota, now); // a first rota is no change of anybody's
      const move = rotaChanged(desk, { before: last.rota, after: rota }, does, "", now);
      await keepRota(partnership, { rota, version: last.version + 1, ...made }, move);
    }),
  );
  return others.length;
}

/**
 * Teams that nobody has agreed on, and people whom neither the file nor the table knows: a rota of theirs would page nobody. No system stands
 * on a rota, and somebody of its own agency answers for each.
 */
async function faultsOf({ partnership, people, rotas }: z.output<typeof File>): Promise<string[]> {
  const { teams } = await directory.inForce(partnership, new Date().toISOString());
  const named = [...new Set(rotas.flatMap(peopleOf))];
  const owners = people.flatMap(({ person }) => person.owner ?? []);
  const enrolled = people.map(({ person }) => person);
  const known = new Map(
    [...(await directory.people(partnership, [...named, ...owners])), ...enrolled].map((one) => [one.id, one]),
  );
  const answersFor = ({ agency, owner }: Person): boolean => {
    const found = known.get(owner ?? "");
    return found !== undefined && found.agency === agency && found.endedAt === null && !isSystem(found);
  };
  return [
    ...rotas.flatMap(({ team }) => (teams.some(({ code }) => code === team) ? [] : [`rotas: there is no team ${team}`])),
    ...named.flatMap((id) => {
      const person = known.get(id);
      if (!person) return [`rotas: nobody is called ${id}`];
      return isSystem(person) ? [`rotas: ${id} is a system, and is on duty nowhere`] : [];
    }),
    ...enrolled.flatMap((one) =>
      isSystem(one) && !answersFor(one) ? [`people: ${one.owner}, who is to answer for ${one.id}, is nobody of its agency`] : [],
    ),
  ];
}

/** Whom the file would let in again whose membership has ended: an older file must not undo by accident what their administrator did. */
async function endedAmong({ partnership, people }: z.output<typeof File>, again: readonly string[]): Promise<string[]> {
  const begun = people.flatMap(({ person }) => (person.endedAt === null && !again.includes(person.id) ? [person.id] : []));
  return (await directory.people(partnership, begun)).flatMap(({ id, endedAt }) =>
    endedAt === null ? [] : [`people: the membership of ${id} ended at ${endedAt}. It begins again with --again ${id}`],
  );
}

const OPTIONS = ["--again", "--beside"];

/** Who is named after each option; undefined when something is neither an option nor named after one. */
function namedAfter(words: readonly string[]): { again: readonly string[]; beside: readonly string[] } | undefined {
  const named: Record<string, string[]> = { "--again": [], "--beside": [] };
  let option = "";
  for (const word of words) {
    if (OPTIONS.includes(word)) option = word;
    else if (word.startsWith("--") || !named[option]?.push(word)) return undefined;
  }
  const { "--again": again = [], "--beside": beside = [] } = named;
  return { again, beside };
}

/**
 * `npm run people -- apply <file>`: enrols people with their sign-ins, and sets rotas. Nothing is written unless the whole file is right.
 * Those named after `--again` are let in though their membership has ended. Whoever signed in another way before does so no more, but for
 * those named after `--beside`.
 */
export async function main([verb, file, ...options]: string[]): Promise<number> {
  const named = namedAfter(options);
  if (verb !== "apply" || !file || !named) {
    console.error("npm run people -- apply <file.json> [--again <person> …] [--beside <person> …]");
    return 1;
  }
  const { again, beside } = named;
  const read = File.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!read.success) {
    for (const { path, message } of read.error.issues) console.error(`${file}: ${path.join(".") || "(file)"}: ${message}`);
    return 1;
  }
  const { partnership, people, rotas } = read.data;
  const faults = [...(await faultsOf(read.data)), ...(await endedAmong(read.data, again))];
  if (faults.length > 0) {
    for (const fault of faults) console.error(`${file}: ${fault}`);
    return 1;
  }
  const alone = people.filter(({ person }) => !beside.includes(person.id));
  const ended = await endOtherSignIns(partnership, alone); // first: should this stop here, an old one opens nothing
  await enrol(partnership, people);
  const set = await applyRotas(partnership, rotas, new Date().toISOString());
  console.log(
    `${people.length} people of ${partnership} written, ${set} of ${rotas.length} rotas set anew, ${ended} older sign-ins ended.`,
  );
  return 0;
}
