import { QueryCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { keys } from "../../core/keys.ts";
import { isPractice } from "../../core/partnership/practice.ts";
import type { DeskMove } from "../../core/rota/desk.ts";
import { noRotaYet, RotaVersion } from "../../core/rota/rota.ts";
import type { Instant } from "../../core/time.ts";
import { log, nameOf } from "../log.ts";
import { db, fromItem, items, lostRace, type Page, TableName, toItem } from "./db.ts";
import { deskItems } from "./desks.ts";
import { rotasInPractice } from "./players.ts";

/** AP9. The rotas of these teams as they now are. A team without one has an empty one: somebody ought to be there, and nobody is. */
export const rotasOf = (partnership: string, teams: readonly string[]): Promise<RotaVersion[]> =>
  rotasBy(parsed, partnership, teams);

/**
 * AP9. The same for whoever asks who is on duty. On a rota that cannot be read nobody is: a case goes to the next tier at once, as where nobody
 * stands, and no other desk is held up. Whoever changes a rota is refused by it instead, so that it is not written over.
 */
export const rotasForDuty = (partnership: string, teams: readonly string[]): Promise<RotaVersion[]> =>
  rotasBy(parsedIfReadable, partnership, teams);

async function rotasBy(
  parse: (pk: string, body: unknown) => RotaVersion | undefined,
  partnership: string,
  teams: readonly string[],
): Promise<RotaVersion[]> {
  const wanted = [...new Set(teams)];
  if (isPractice(partnership)) return rotasInPractice(partnership, wanted);
  const found = await items(wanted.map((team) => keys.rota(partnership, team)));
  const read = found.flatMap(({ pk, body }) => parse(String(pk), body) ?? []);
  return wanted.map((team) => read.find(({ rota }) => rota.team === team) ?? noRotaYet(team));
}

/** The newest version of each rota that this function has parsed: one with 2,500 single shifts takes longer to check than to read. */
const known = new Map<string, RotaVersion>();

function parsed(pk: string, body: unknown): RotaVersion {
  const { version, at } = body as Pick<RotaVersion, "version" | "at">;
  const before = known.get(pk);
  if (before?.version === version && before.at === at) return before;
  const rota = RotaVersion.parse(body);
  known.set(pk, rota);
  return rota;
}

function parsedIfReadable(pk: string, body: unknown): RotaVersion | undefined {
  try {
    return parsed(pk, body);
  } catch (error) {
    log("rota_not_readable", { case: pk.slice(pk.lastIndexOf("#") + 1), error: nameOf(error) });
    return undefined;
  }
}

/** AP18. The rota of a team as it was at an instant, whatever has been changed since. */
export async function rotaAsOf(partnership: string, team: string, at: Instant): Promise<RotaVersion> {
  const { Items: [item] = [] } = await db.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk AND sk BETWEEN :first AND :at",
      ExpressionAttributeValues: toItem({ ":pk": keys.rota(partnership, team).pk, ":first": "V#", ":at": `V#${at}#~` }),
      ScanIndexForward: false,
      Limit: 1,
      ConsistentRead: true,
    }),
  );
  return item ? RotaVersion.parse(fromItem(item).body) : noRotaYet(team);
}

/** AP18. What was changed in a team's rota, the newest first, a page at a time. */
export async function rotaStory(
  partnership: string,
  team: string,
  before: string | undefined,
  most: number,
): Promise<Page<RotaVersion>> {
  const { pk } = keys.rota(partnership, team);
  const { Items = [], LastEvaluatedKey } = await db.send(
    new QueryCommand({
      TableName,
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :versions)", // the rota as it now is lies beside its versions
      ExpressionAttributeValues: toItem({ ":pk": pk, ":versions": "V#" }),
      ...(before?.startsWith("V#") ? { ExclusiveStartKey: toItem({ pk, sk: before }) } : {}),
      ScanIndexForward: false,
      Limit: most,
    }),
  );
  const found = Items.map((item) => fromItem(item));
  return {
    items: found.map(({ body }) => RotaVersion.parse(body)),
    next: LastEvaluatedKey ? String(found.at(-1)?.sk) : null,
  };
}

/** Keeps the next version of a rota beside the earlier ones, with whom that tells what. Throws Conflict when somebody else was faster. */
export async function keepRota(partnership: string, next: RotaVersion, desk: DeskMove): Promise<void> {
  const { rota, version, at } = next;
  const guard =
    version === 1
      ? { ConditionExpression: "attribute_not_exists(pk)" }
      : { ConditionExpression: "version = :seen", ExpressionAttributeValues: toItem({ ":seen": version - 1 }) };
  const now = { ...keys.rota(partnership, rota.team), version, body: next };
  const kept = { ...keys.rotaVersion(partnership, rota.team, at, version), body: next };
  const TransactItems = [
    { Put: { TableName, Item: toItem(now), ...guard } },
    { Put: { TableName, Item: toItem(kept), ConditionExpression: "attribute_not_exists(pk)" } },
    ...deskItems(partnership, desk, at),
  ];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ team: rota.team }));
}
