import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { keys } from "../../core/keys.ts";
import { db, TableName, toItem } from "./db.ts";

/** The time that DynamoDB says it is, to the second, in the answer to one small read; undefined when the answer does not say. */
export async function theirTime(): Promise<number | undefined> {
  let date: string | undefined;
  const question = new GetItemCommand({ TableName, Key: toItem(keys.outage("email")), ProjectionExpression: "pk" });
  question.middlewareStack.add(
    (next) => async (args) => {
      const answered = await next(args);
      date = (answered.response as { headers?: Readonly<Record<string, string>> }).headers?.date;
      return answered;
    },
    { step: "deserialize", name: "theirTime" },
  );
  await db.send(question);
  const read = Date.parse(date ?? "");
  return Number.isNaN(read) ? undefined : read;
}
