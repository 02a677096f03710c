import { DynamoDBClient, QueryCommand, type QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import type { Rest } from "./rest.ts";
import type { Stream, Told } from "./stream.ts";

/** A part of an index: some of its keys, and the attributes that they and their order stand in. */
export interface Part {
  readonly index: "due" | "open";
  readonly keys: readonly string[];
}

/**
 * What stands first in a part of an index. The stream tells what comes and goes; the table is asked at the start, and whenever the stream has
 * not told all, so that one machine can ask each minute and long jumps of its clock cost next to nothing. Undefined when nothing stands there.
 */
export function followed(
  TableName: string,
  { index, keys }: Part,
  { writes, isThrough }: Pick<Rest, "writes" | "isThrough">,
  stream: Pick<Stream, "fault" | "tells">,
): () => Promise<string | undefined> {
  const [pk, sk] = [`${index}Pk`, `${index}Sk`];
  const db = new DynamoDBClient({});
  const standing = new Map<string, string>();
  /** What the stream has told of while the table was asked: it knows better. */
  let toldOf: Set<string> | undefined;
  let isWhole = false;
  const nameOf = (item: Told) => JSON.stringify([item.pk?.S, item.sk?.S]);
  stream.tells((key, image) => {
    const at = image?.[sk]?.S;
    if (at !== undefined && keys.includes(image?.[pk]?.S ?? "")) standing.set(nameOf(key), at);
    else standing.delete(nameOf(key));
    toldOf?.add(nameOf(key));
  });
  const pages = async (key: string, most: { readonly Limit?: number } = {}): Promise<Told[]> => {
    const found: Told[] = [];
    let page: QueryCommandOutput | undefined;
    do {
      page = await db.send(
        new QueryCommand({
          TableName,
          IndexName: index,
          KeyConditionExpression: "#pk = :pk",
          ExpressionAttributeNames: { "#pk": pk },
          ExpressionAttributeValues: { ":pk": { S: key } },
          ExclusiveStartKey: page?.LastEvaluatedKey,
          ...most,
        }),
      );
      found.push(...(page.Items ?? []));
    } while (page.LastEvaluatedKey && !most.Limit);
    return found;
  };
  const load = async () => {
    const later = new Set<string>();
    toldOf = later;
    for (const item of (await Promise.all(keys.map((key) => pages(key)))).flat())
      if (!later.has(nameOf(item))) standing.set(nameOf(item), item[sk]?.S ?? "");
    toldOf = undefined;
    isWhole = true;
  };
  const lowest = (of: Iterable<string>) =>
    [...of].reduce<string | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined);
  let asked: { readonly at: number; readonly first: string | undefined } | undefined;
  return async () => {
    if (stream.fault !== "off" && isThrough()) {
      if (!isWhole) await load();
      return lowest(standing.values());
    }
    isWhole &&= stream.fault !== "off"; // what it keeps back it tells of later, and not in one
    const at = writes();
    if (asked?.at !== at) {
      const firsts = (await Promise.all(keys.map((key) => pages(key, { Limit: 1 })))).flat();
      asked = { at, first: lowest(firsts.map((item) => item[sk]?.S ?? "")) };
    }
    return asked.first;
  };
}
