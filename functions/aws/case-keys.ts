import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { type CaseRef, keys } from "../../core/keys.ts";
import { Code } from "../../core/partnership/codes.ts";
import { Instant } from "../../core/time.ts";
import { type DataKey, KeyRing, newDataKey, type Purpose, unwrapped } from "./data-keys.ts";
import { read, TableName, toItem } from "./db.ts";

const Kept = z.object({ wrapped: z.string() });
const ring = new KeyRing();
const nameOf = ({ partnership, id }: CaseRef): string => `${partnership}#${id}`;
const purposeOf = ({ partnership, id }: CaseRef): Purpose => ({ partnership, case: id });

/** AP43. The key of a case; undefined when it has none, or none any more. Throws KeyUnavailable. */
export const keyOf = (ref: CaseRef): Promise<Buffer | undefined> =>
  ring.get(nameOf(ref), async () => {
    const item = await read(keys.dataKey(ref));
    return item && unwrapped(Kept.parse(item).wrapped, purposeOf(ref));
  });

/** AP43. Has a case its key at this moment? Nothing is unwrapped. */
export const hasKey = async (ref: CaseRef): Promise<boolean> => (await read(keys.dataKey(ref))) !== undefined;

/** A key for a case that has none yet. Throws KeyUnavailable. */
export const newKeyOf = (ref: CaseRef): Promise<DataKey> => newDataKey(purposeOf(ref));

/** The item that keeps it; another move that makes one too is lost. */
export const keyItem = (ref: CaseRef, { wrapped }: DataKey, madeAt: Instant): TransactWriteItem => ({
  Put: { TableName, Item: toItem({ ...keys.dataKey(ref), wrapped, madeAt }), ConditionExpression: "attribute_not_exists(pk)" },
});

/** Once a case is kept with its key, that need not be unwrapped again at once. */
export const holdKey = (ref: CaseRef, { plain }: DataKey): void => ring.hold(nameOf(ref), plain);

/** When the contents of a case were deleted, by whose proposal and whose confirmation, and by which rule of retention. */
export const Deletion = z.strictObject({
  at: Instant,
  proposedBy: Code,
  confirmedBy: Code,
  retentionClass: Code,
  rule: z.string(),
});
export type Deletion = z.output<typeof Deletion>;

/**
 * What deletes the contents of a case for good: its key, and a note that stays in its place. The move that carries these items writes the
 * case’s state too, so that whoever had it open at that moment is refused; functions that hold the key have forgotten it five minutes later.
 */
export function keyDeleted(ref: CaseRef, deletion: Deletion): TransactWriteItem[] {
  ring.forget(nameOf(ref));
  return [
    { Delete: { TableName, Key: toItem(keys.dataKey(ref)), ConditionExpression: "attribute_exists(pk)" } },
    { Put: { TableName, Item: toItem({ ...keys.deletion(ref), body: Deletion.parse(deletion) }) } },
  ];
}

/** AP43. What is known of the deletion of a case’s contents; undefined for a case that has them still. */
export async function deletionOf(ref: CaseRef): Promise<Deletion | undefined> {
  const item = await read(keys.deletion(ref));
  return item && Deletion.parse(item.body);
}
