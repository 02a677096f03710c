import { QueryCommand } from "@aws-sdk/client-dynamodb";
import type { Duty } from "../../core/escalation/climb.ts";
import { keys } from "../../core/keys.ts";
import type { Learning } from "../../core/partnership/learning.ts";
import { readAgreement } from "../../core/partnership/migration.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import { forPractice, isPractice, liveOf } from "../../core/partnership/practice.ts";
import type { Terms } from "../../core/partnership/terms.ts";
import { AnyPerson, isReachable, mayAnswer, type Person } from "../../core/people.ts";
import { Refusal } from "../../core/refusal.ts";
import { onDutyAt } from "../../core/rota/on-duty.ts";
import { type Instant, plus } from "../../core/time.ts";
import { log, nameOf } from "../log.ts";
import { bodies, db, every, read, TableName, toItem } from "./db.ts";
import { rotasForDuty } from "./rotas.ts";

/** AP7, AP8. Whose sign-in this is, also when their membership has ended; undefined when it is nobody's. */
export async function whoSignsIn(issuer: string, subject: string): Promise<Person | undefined> {
  const key = keys.member(issuer, subject);
  const before = lastSignIns.get(key.pk);
  const [item, found] = await Promise.all([read(key), before && person(before.partnership, before.person)]);
  if (!item) return undefined;
  const of = { partnership: String(item.partnership), person: String(item.person) };
  if (before?.partnership === of.partnership && before.person === of.person) return found;
  if (lastSignIns.size >= MOST_SIGN_INS) lastSignIns.clear();
  lastSignIns.set(key.pk, of);
  return person(of.partnership, of.person);
}

/** Whose a sign-in was when it last came: both are asked for in one question then, and whose it is now is still what counts. */
const MOST_SIGN_INS = 1000;
const lastSignIns = new Map<string, { readonly partnership: string; readonly person: string }>();

/** AP8. A person by id, or undefined. */
export async function person(partnership: string, id: string): Promise<Person | undefined> {
  const item = await read(keys.person(partnership, id));
  return item && AnyPerson.parse(item.body);
}

/** AP8. Several people by id; those nobody knows are left out. */
export async function people(partnership: string, ids: readonly string[]): Promise<Person[]> {
  return (await entriesOf(partnership, ids)).map((body) => AnyPerson.parse(body));
}

/** AP8. The same for whoever asks who can be reached: nobody can whose entry cannot be read, and they hold up nobody else. */
async function readable(partnership: string, ids: readonly string[]): Promise<Person[]> {
  return (await entriesOf(partnership, ids)).flatMap((body) => {
    const { data, error } = AnyPerson.safeParse(body);
    if (error) log("person_not_readable", { error: nameOf(error) });
    return data ?? [];
  });
}

const entriesOf = (partnership: string, ids: readonly string[]): Promise<unknown[]> =>
  bodies([...new Set(ids)].map((id) => keys.person(partnership, id)));

/** AP23, AP8. Everybody who is of an agency, in no order. */
export const peopleOf = async (partnership: string, agency: string): Promise<Person[]> =>
  (await everybodyOf(partnership, agency)).filter(({ endedAt }) => endedAt === null);

/** AP23, AP8. The same with those whose membership has ended. Whoever has gone to another agency since is left out. */
export async function everybodyOf(partnership: string, agency: string): Promise<Person[]> {
  const named = await every({
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: toItem({ ":pk": keys.ofAgency(partnership, agency, "").pk }),
    ConsistentRead: true,
  });
  const found = await people(
    partnership,
    named.map(({ id }) => String(id)),
  );
  return found.filter((person) => person.agency === agency);
}

/**
 * AP9. Who is on duty for each team of this case at this instant, until when, and whether a message can reach them. Somebody unknown cannot
 * be reached; nor, where its ladder asks, can somebody who may not answer: their page would arrive, and the limit run out over it.
 */
export const onDuty = (partnership: string, { teams, ladder }: Pick<Terms, "teams" | "ladder">, now: Instant): Promise<Duty> => {
  const asked = ladder.flatMap((rung) => rung.teams);
  return dutyOf(
    partnership,
    Object.keys(teams),
    now,
    (person, team) => isReachable(person) && (!asked.includes(team) || mayAnswer(person)),
  );
};

/** AP9. The same for any teams, from their rotas as they are at this moment. */
export async function dutyOf(
  partnership: string,
  teams: readonly string[],
  now: Instant,
  reaches: (person: Person, team: string) => boolean = isReachable,
): Promise<Duty> {
  const guessed = new Set(teams.flatMap((team) => lastOnDuty.get(`${partnership}#${team}`) ?? []));
  const [rotas, expected] = await Promise.all([rotasForDuty(partnership, teams), readable(partnership, [...guessed])]);
  const shifts = rotas.map(({ rota }) => ({ team: rota.team, on: onDutyAt(rota, now) }));
  for (const { team, on } of shifts)
    lastOnDuty.set(
      `${partnership}#${team}`,
      on.map(({ person }) => person),
    );
  const others = shifts.flatMap(({ on }) => on.map(({ person }) => person)).filter((id) => !guessed.has(id));
  const known = new Map([...expected, ...(await readable(partnership, others))].map((one) => [one.id, one]));
  const reachable = (id: string, team: string) => {
    const person = known.get(id);
    return person !== undefined && reaches(person, team);
  };
  return Object.fromEntries(
    shifts.map(({ team, on }) => [team, on.map((one) => ({ ...one, reachable: reachable(one.person, team) }))]),
  );
}

/** Who was on duty for a team when that was last asked: they are asked for beside its rota, and the rota is what counts. */
const lastOnDuty = new Map<string, readonly string[]>();

/** How long a function may go on with the agreement it has read, before it asks which one is in force now. */
const FRESH = "PT30S";
/** `sk`: which agreement that is. What one says never changes: it is read once. */
const kept = new Map<string, { partnership: Partnership; sk: string; until: Instant }>();

/** AP10. What the partnership has agreed and is in force at this instant. Throws NotFound when nothing is. */
export async function inForce(code: string, now: Instant): Promise<Partnership> {
  if (isPractice(code)) return forPractice(code, await inForce(liveOf(code), now));
  const known = kept.get(code);
  if (known && known.until > now && known.until <= plus(now, FRESH)) return known.partnership;
  const { pk } = keys.partnership(code, now, 0);
  const { Items: [named] = [] } = await db.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk AND sk <= :now",
      ExpressionAttributeValues: toItem({ ":pk": pk, ":now": `${now}#~` }),
      ProjectionExpression: "sk",
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    }),
  );
  const sk = named?.sk?.S;
  if (sk === undefined) throw new Refusal("NotFound", "Nothing has been agreed here yet.");
  const partnership = known?.sk === sk ? known.partnership : readAgreement((await read({ pk, sk }))?.body);
  kept.set(code, { partnership, sk, until: plus(now, FRESH) });
  return partnership;
}

/** AP10. How the partners have agreed to learn; undefined where they have not, or where nothing is in force. */
export const learningInForce = (code: string, now: Instant): Promise<Learning | undefined> =>
  inForce(code, now).then(
    ({ learning }) => learning,
    (error: unknown) => {
      if (error instanceof Refusal && error.name === "NotFound") return undefined;
      throw error;
    },
  );
