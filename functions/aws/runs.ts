import { type CaseRef, caseOf, DUE_SHARDS, type Key, keys } from "../../core/keys.ts";
import type { Instant } from "../../core/time.ts";
import { every, items, read, toItem } from "./db.ts";

/** A case that is open, and the version whose run keeps its time. */
export interface Open extends CaseRef {
  readonly run: number;
}

/** What is read of a case here, whatever the rest of it looks like: one that nobody can read has a run too. */
interface State {
  readonly run?: number;
  readonly closed?: { readonly at: Instant } | null;
}

/**
 * AP56. Which run keeps the time of each open case? The index names every case that something is owed on, whenever that is due, and
 * nothing that is over; each is then read as it is now.
 */
export async function openCases(): Promise<Open[]> {
  const named = await Promise.all(
    DUE_SHARDS.map((shard) =>
      every({
        IndexName: "due",
        KeyConditionExpression: "duePk = :pk",
        ExpressionAttributeValues: toItem({ ":pk": `DUE#${shard}` }),
      }),
    ),
  );
  const states = named.flat().filter(({ sk }) => sk === "STATE") as unknown as Key[];
  const found = await items(states.map(({ pk, sk }) => ({ pk, sk })));
  return found.flatMap((item) => {
    const { run, closed } = item.body as State;
    return run === undefined || closed ? [] : [{ ...caseOf(item as unknown as Key), run }];
  });
}

/** AP1. When a case was closed; undefined while it is open, or when there is none. */
export async function closedAt(ref: CaseRef): Promise<Instant | undefined> {
  const item = await read(keys.state(ref));
  return (item?.body as State | undefined)?.closed?.at;
}
