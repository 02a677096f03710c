import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { keys } from "../../core/keys.ts";
import { ChannelKind } from "../../core/people.ts";
import { type Instant, plus } from "../../core/time.ts";
import { db, items, read, TableName, toItem } from "./db.ts";

/** So long a service that has said no to all of us is left alone by whoever has another way; then the next message tries it. */
const LEFT_ALONE = "PT1M";

/** AP21. The channels whose service is down now, for everybody: their messages go another way where there is one. */
export async function down(now: Instant): Promise<ChannelKind[]> {
  const rows = await items(ChannelKind.options.map((kind) => keys.outage(kind)));
  return ChannelKind.options.filter((kind) => rows.some(({ pk, until }) => pk === keys.outage(kind).pk && String(until) > now));
}

/** AP21. The service behind a channel says no to all of us: known from now on, and since when. */
export async function trip(kind: ChannelKind, reason: string, now: Instant): Promise<void> {
  const known = await read(keys.outage(kind));
  const goesOn = known && plus(String(known.until), LEFT_ALONE) > now;
  await db.send(
    new UpdateItemCommand({
      TableName,
      Key: toItem(keys.outage(kind)),
      UpdateExpression: "SET since = :since, #until = :until, reason = :reason",
      ExpressionAttributeNames: { "#until": "until" },
      ExpressionAttributeValues: toItem({
        ":since": goesOn ? known.since : now,
        ":until": plus(now, LEFT_ALONE),
        ":reason": reason,
      }),
    }),
  );
}
