import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { keys } from "../../core/keys.ts";
import { Feed } from "../../core/rota/feed.ts";
import { db, every, lostRace, read, TableName, toItem } from "./db.ts";

/** AP19. The calendar feed that a token with this hash opens, or undefined. */
export async function feedBy(hash: string): Promise<Feed | undefined> {
  const item = await read(keys.feed(hash));
  return item && Feed.parse(item.body);
}

const Kept = z.object({ hash: z.string(), body: Feed });

/** AP20. The calendar feeds of a team's rota, revoked ones too. */
export async function feedsOf(partnership: string, team: string): Promise<z.output<typeof Kept>[]> {
  const found = await every({
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :feed)",
    ExpressionAttributeValues: toItem({ ":pk": keys.feedOfTeam(partnership, team, "").pk, ":feed": "FEED#" }),
    ConsistentRead: true,
  });
  return found.map((item) => Kept.parse(item));
}

/** Keeps a feed, for its token's hash and for its team in one: a new one, or one that is there as it becomes. Throws Conflict when it is revoked already. */
export async function keepFeed(feed: Feed, hash: string): Promise<void> {
  const where = {
    ConditionExpression: "attribute_not_exists(pk) OR body.revokedAt = :none",
    ExpressionAttributeValues: toItem({ ":none": null }),
  };
  const put = (item: object) => ({ Put: { TableName, Item: toItem(item), ...where } });
  const TransactItems = [
    put({ ...keys.feed(hash), body: feed }),
    put({ ...keys.feedOfTeam(feed.partnership, feed.team, feed.id), hash, body: feed }),
  ];
  await db.send(new TransactWriteItemsCommand({ TransactItems })).catch(lostRace({ feed: feed.id }));
}
