import { ConditionalCheckFailedException, DynamoDBClient, PutItemCommand, QueryCommand } from "@aws-sdk/client-dynamodb";
import { Entry } from "../../core/audit/entry.ts";
import { doneAbout, doneBy, keys } from "../../core/keys.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import { env } from "../env.ts";
import { log, nameOf } from "../log.ts";
import { patiently } from "../patience.ts";
import { fromItem, type Page, toItem } from "./db.ts";

/** A client of its own: whoever waits for their page waits for an entry too, so that it gives up sooner. */
const client = new DynamoDBClient({
  maxAttempts: 2,
  customUserAgent: "audit",
  requestHandler: { connectionTimeout: patiently(500), requestTimeout: patiently(1500), throwOnRequestTimeout: true },
});
client.middlewareStack.remove("loggerMiddleware");

/** An entry as a part of a transaction: it is there when the rest is, and nothing is there without it. */
export function entryItem(entry: Entry) {
  const { at, who, about, what, request } = entry;
  const { partnership, person } = who;
  const Item = toItem({
    ...keys.entry(partnership, at, request, what),
    ...doneBy(partnership, person),
    ...(about ? doneAbout(partnership, about.kind, about.id) : {}),
    body: Entry.parse(entry),
  });
  return { TableName: env("AUDIT"), Item, ConditionExpression: "attribute_not_exists(pk)" };
}

/** AP39. Adds an entry. Throws NotRecorded when it cannot be: then nobody is shown what it is about. */
export async function mustKeep(entry: Entry): Promise<void> {
  try {
    await client.send(new PutItemCommand(entryItem(entry)));
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return; // the same request's, whose answer was lost
    log("audit_not_written", { request: entry.request, error: nameOf(error) });
    throw new Refusal(
      "NotRecorded",
      "Who reads this is written down, and that cannot be done at the moment. Try again in a minute. The duty board goes on without it.",
    );
  }
}

/** The same for what must not wait for its entry: a press that has been made, or a list with nothing of a patient on it. */
export const keep = (entry: Entry): Promise<void> => mustKeep(entry).catch(() => undefined);

/** From when until when, the first included and the last not. */
export interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}
/** Which entries are looked for: by a day's own partition, or through an index. */
type Through =
  | { readonly day: string }
  | { readonly person: string }
  | { readonly about: { readonly kind: string; readonly id: string } };

/** Which partition that is, and in which index. */
function placeOf(partnership: string, through: Through) {
  if ("day" in through) return { name: "pk", value: keys.entry(partnership, through.day, "", "").pk };
  if ("person" in through) return { name: "byPk", value: doneBy(partnership, through.person).byPk, IndexName: "person" };
  const { kind, id } = through.about;
  return { name: "aboutPk", value: doneAbout(partnership, kind, id).aboutPk, IndexName: "about" };
}

/** AP39, AP40, AP41. Entries of a stretch of time, the newest first, a page at a time; `before` is where the page before ended. */
export async function entries(
  partnership: string,
  through: Through,
  { from, to }: Stretch,
  before: string | undefined,
  most: number,
): Promise<Page<{ readonly sk: string; readonly entry: Entry }>> {
  const { name, value, ...index } = placeOf(partnership, through);
  const until = before !== undefined && before < to ? before : to;
  if (until <= from) return { items: [], next: null };
  const { Items = [], LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: env("AUDIT"),
      ...index,
      KeyConditionExpression: "#pk = :pk AND sk BETWEEN :first AND :last",
      ExpressionAttributeNames: { "#pk": name },
      ExpressionAttributeValues: toItem({ ":pk": value, ":first": from, ":last": until }),
      ScanIndexForward: false,
      Limit: most + 1, // the one at which the page before ended is found again, and left out
      ...("IndexName" in index ? {} : { ConsistentRead: true }),
    }),
  );
  const found = Items.map(fromItem)
    .filter(({ sk }) => sk !== before)
    .slice(0, most)
    .map(({ sk, body }) => ({ sk: String(sk), entry: Entry.parse(body) }));
  const more = LastEvaluatedKey !== undefined || Items.length > most;
  return { items: found, next: more ? (found.at(-1)?.sk ?? null) : null };
}
