import { DynamoDBClient, paginateQuery } from "@aws-sdk/client-dynamodb";
import type { Rest } from "./rest.ts";
import type { Stream } from "./stream.ts";

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
  const nameOf = ({ pk, sk }: Readonly<Record<string, { readonly S?: string | undefined }>>) => JSON.stringify([pk?.S, sk?.S]);
  stream.tells((key, image) => {
    const at = image?.[sk]?.S;
    if (at !== undefined && keys.includes(image?.[pk]?.S ?? "")) standing.set(nameOf(key), at);
    else standing.delete(nameOf(key));
    toldOf?.add(nameOf(key));
  });
  const pagesUnder = (key: string, pageSize = 1000) =>
    paginateQuery(
      { client: db, pageSize },
      {
        TableName,
        IndexName: index,
        KeyConditionExpression: "#pk = :pk",
        ExpressionAttributeNames: { "#pk": pk },
        ExpressionAttributeValues: { ":pk": { S: key } },
      },
    );
  const firstUnder = async (key: string): Promise<string | undefined> => {
    for await (const { Items } of pagesUnder(key, 1)) return Items?.[0]?.[sk]?.S;
  };
  const load = async () => {
    const later = new Set<string>();
    toldOf = later;
    standing.clear();
    for (const key of keys)
      for await (const { Items = [] } of pagesUnder(key))
        for (const item of Items) if (!later.has(nameOf(item))) standing.set(nameOf(item), item[sk]?.S ?? "");
    toldOf = undefined;
    isWhole = true;
  };
  let asked: { readonly at: number; readonly first: string | undefined } | undefined;
  return async () => {
    if (stream.fault !== "off" && isThrough()) {
      if (!isWhole) await load();
      return [...standing.values()].sort()[0];
    }
    if (stream.fault === "off") isWhole = false; // when it is on again, it takes a moment to tell what it has kept back
    const at = writes();
    if (asked?.at !== at) {
      const firsts = await Promise.all(keys.map(firstUnder));
      asked = { at, first: firsts.sort()[0] };
    }
    return asked.first;
  };
}
