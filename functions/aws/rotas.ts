import { QueryCommand, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { keys } from "../../core/keys.ts";
import { noRotaYet, RotaVersion } from "../../core/rota/rota.ts";
import type { Instant } from "../../core/time.ts";
import { lostRace } from "./cases.ts";
import { bodies, db, fromItem, newestFirst, type Page, TableName, toItem } from "./db.ts";

/** AP9. The rotas of these teams as they now are. A team without one has an empty one: somebody ought to be there, and nobody is. */
export async function rotasOf(partnership: string, teams: readonly string[]): Promise<RotaVersion[]> {
  const wanted = [...new Set(teams)];
  const found = (await bodies(wanted.map((team) => keys.rota(partnership, team)))).map((body) => RotaVersion.parse(body));
  return wanted.map((team) => found.find(({ rota }) => rota.team === team) ?? noRotaYet(team));
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
export const rotaStory = (
  partnership: string,
  team: string,
  before: string | undefined,
  most: number,
): Promise<Page<RotaVersion>> =>
  newestFirst(keys.rota(partnership, team).pk, before ?? "V#~", most, (body) => RotaVersion.parse(body));

/** Keeps the next version of a rota beside the earlier ones. Throws Conflict when somebody else was faster. */
export async function keepRota(partnership: string, next: RotaVersion): Promise<void> {
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
  ];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ team: rota.team }));
}
