import type { Partnership } from "../core/partnership/partnership.ts";
import { Refusal } from "../core/refusal.ts";
import { COVERED, coverageOf, expected } from "../core/rota/coverage.ts";
import { digestTold } from "../core/rota/desk.ts";
import { digestFor, nextMorning, type Watched } from "../core/rota/digest.ts";
import { type Instant, plus } from "../core/time.ts";
import { deskState } from "./aws/desks.ts";
import { digestOf, saveDigest } from "./aws/digests.ts";
import * as directory from "./aws/directory.ts";
import { rotasOf } from "./aws/rotas.ts";
import { fitFor, knownAs, nameIn } from "./desks.ts";

/** The desks of a partnership, and what climbs to them; none before its first agreement is in force. */
const agreedBy = (partnership: string, now: Instant): Promise<Pick<Partnership, "teams" | "pathways">> =>
  directory.inForce(partnership, now).catch((error: unknown) => {
    if (error instanceof Refusal && error.name === "NotFound") return { teams: [], pathways: [] };
    throw error;
  });

/**
 * The morning's digest: each owner whose desks have gaps, or people whom no message reaches or who may not answer, gets one
 * message, and nobody gets one when all is well. Each owner's message and the note that they have it are one transaction, so a round that was cut short goes on where it was.
 */
export async function sendDigest(partnership: string, now: Instant): Promise<void> {
  const first = await digestOf(partnership);
  if (!first || first.nextAt > now) return;
  const agreed = await agreedBy(partnership, now);
  const { teams } = agreed;
  const kept = await rotasOf(
    partnership,
    teams.map(({ code }) => code),
  );
  const people = kept.flatMap(({ rota }) => expected(rota, now, plus(now, COVERED)));
  const owners = [...new Set(teams.map(({ owner }) => owner))];
  const known = await knownAs(partnership, [...people, ...owners]);
  const desks = teams.flatMap((desk): Watched[] => {
    const { code, title, owner } = desk;
    const rota = kept.find((one) => one.rota.team === code)?.rota;
    if (!rota) return [];
    return [{ team: code, title, owner, coverage: coverageOf(rota, fitFor(agreed, desk, known), now) }];
  });
  let digest = first;
  for (const owner of owners.filter((one) => known.has(one) && !first.told.includes(one))) {
    const said = digestFor(owner, desks, (person) => nameIn(known, person));
    const rota = kept.find((one) => one.rota.team === said?.team)?.rota;
    if (!said || !rota) continue;
    const desk = await deskState(partnership, said.team, now);
    const told = { ...digest, told: [...digest.told, owner] };
    await saveDigest(told, now, digestTold(desk, rota, { to: owner, news: said.news }, now));
    digest = { ...told, version: digest.version + 1 };
  }
  await saveDigest({ ...digest, nextAt: nextMorning(now), told: [] }, now);
}
