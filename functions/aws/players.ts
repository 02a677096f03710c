import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { keys } from "../../core/keys.ts";
import { Player, playerId, practiceOf, type Side } from "../../core/partnership/practice.ts";
import type { Person } from "../../core/people.ts";
import { noRotaYet, type Rota, type RotaVersion } from "../../core/rota/rota.ts";
import type { Instant } from "../../core/time.ts";
import { db, every, read, TableName, toItem } from "./db.ts";

/** Nobody looks up a practice that was over so long ago, in seconds. */
const KEPT = 24 * 3600;

/** AP42. Lets these people play, each in the place of what they played before. A player is a person too: whatever is sent to one finds them. */
export async function keepPlayers(practice: string, players: readonly Player[]): Promise<void> {
  const TransactItems = players.flatMap((player) => {
    const expires = Math.floor(Date.parse(player.until) / 1000) + KEPT;
    return [
      { Put: { TableName, Item: toItem({ ...keys.player(practice, player.person.id), body: player, expires }) } },
      { Put: { TableName, Item: toItem({ ...keys.person(practice, player.person.id), body: player.person, expires }) } },
    ];
  });
  await db.send(new TransactWriteItemsCommand({ TransactItems }));
}

/** AP42. This person as the side they play, or undefined when they play it no more. */
export async function player({ partnership, id }: Pick<Person, "partnership" | "id">, side: Side, now: Instant) {
  const item = await read(keys.player(practiceOf(partnership), playerId(id, side)));
  const found = item && Player.parse(item.body);
  return found && found.until > now ? found : undefined;
}

/** AP42. Everybody who has played lately, whether or not they still do. */
export async function playersIn(practice: string): Promise<Player[]> {
  const { pk } = keys.player(practice, "");
  const found = await every({
    KeyConditionExpression: "pk = :pk",
    ExpressionAttributeValues: toItem({ ":pk": pk }),
    ConsistentRead: true,
  });
  return found.map(({ body }) => Player.parse(body));
}

/** The rotas of practice: each desk is held by those who play its side, as long as they play. */
export async function rotasInPractice(practice: string, teams: readonly string[]): Promise<RotaVersion[]> {
  const players = await playersIn(practice);
  return teams.map((team) => ({ ...noRotaYet(team), rota: rotaOf(team, players) }));
}

function rotaOf(team: string, players: readonly Player[]): Rota {
  const here = players.filter(({ desks, from, until }) => desks.includes(team) && from < until);
  const shifts = here.map(({ person, from, until }, nth) => ({ id: `1-${nth}`, person: person.id, from, to: until }));
  return { ...noRotaYet(team).rota, shifts };
}
