import { DynamoDBClient, QueryCommand, type QueryCommandOutput } from "@aws-sdk/client-dynamodb";
import { DUE_SHARDS, openIn } from "../../core/keys.ts";
import { demo } from "../../local/demo-people.ts";
import type { Rows } from "./judge.ts";
import type { Product } from "./product.ts";

/** The rows that still want something of somebody: open cases, and what falls due, by whose it is. */
export interface Standing extends Rows {
  /** What falls due of the learning side: reviews, and cases whose figures have still to follow. */
  readonly dueOfLearning: number;
  /** What falls due by itself, whoever raises: desks, digests, calendars, weeks. */
  readonly dueByItself: number;
}

const DUE = [...DUE_SHARDS.map((shard) => `DUE#${shard}`), "WEBHOOKS", "WEEKS"];
/** The sweeper comes each minute and looks twice: whatever is due is seen to within this. */
const SEEN_TO_MS = 120_000;

/** Looks into the two sparse indexes of the table, past the product. */
export function rowsOf({ database, table }: Product, areas: readonly string[]) {
  const db = new DynamoDBClient({
    endpoint: database,
    region: "eu-west-2",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
  });
  const named = async (index: "open" | "due", pk: string) => {
    const found: NonNullable<QueryCommandOutput["Items"]> = [];
    let from: QueryCommandOutput["LastEvaluatedKey"];
    do {
      const page = await db.send(
        new QueryCommand({
          TableName: table,
          IndexName: index,
          KeyConditionExpression: `${index}Pk = :pk`,
          ExpressionAttributeValues: { ":pk": { S: pk } },
          ExclusiveStartKey: from,
        }),
      );
      found.push(...(page.Items ?? []));
      from = page.LastEvaluatedKey;
    } while (from);
    return found;
  };
  const all = async (index: "open" | "due", pks: readonly string[]) => {
    const found = [];
    for (const pk of pks) found.push(...(await named(index, pk)));
    return found;
  };
  return {
    count: async (): Promise<Standing> => {
      const open = await all(
        "open",
        areas.map((area) => openIn(demo.partnership, area).openPk),
      );
      const due = await all("due", DUE);
      const soonest = new Date(Date.now() - SEEN_TO_MS).toISOString();
      const kinds = due.map(({ pk }) => kindOf(pk?.S ?? ""));
      return {
        openCases: open.length,
        dueOfCases: kinds.filter((kind) => kind === "case").length,
        dueOfLearning: kinds.filter((kind) => kind === "learning").length,
        dueByItself: kinds.filter((kind) => kind === "itself").length,
        overdue: due.filter(({ dueSk }) => (dueSk?.S ?? "") < soonest).length,
      };
    },
    close: () => db.destroy(),
  };
}

const OF_CALLS = /#LEARNING#(?:calendar|call_)/;
const kindOf = (pk: string): "case" | "learning" | "itself" =>
  pk.includes("#CASE#") ? "case" : pk.includes("#LEARNING#") && !OF_CALLS.test(pk) ? "learning" : "itself";
