import { TransactionCanceledException, TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import * as z from "zod";
import { hearsNext } from "../../core/draft.ts";
import { due, keys } from "../../core/keys.ts";
import { isPractice } from "../../core/partnership/practice.ts";
import type { Person } from "../../core/people.ts";
import { Instant } from "../../core/time.ts";
import { log, nameOf } from "../log.ts";
import { patiently } from "../patience.ts";
import { sealed, unsealed } from "../seal.ts";
import { newDataKey, unwrapped } from "./data-keys.ts";
import { db, every, fromItem, TableName, toItem } from "./db.ts";

/** What somebody has typed into one form to raise, and has not raised: sealed, with its key beside it, and when. One of before there were keys has none. */
const Kept = z.strictObject({ at: Instant, fields: z.string(), wrapped: z.string().optional() });
/** The same as it was sent, with its name, which the form carries: a form has one draft, whichever of its pages is open. */
export interface Draft {
  readonly id: string;
  readonly at: Instant;
  readonly fields: string;
}

type Writer = Pick<Person, "partnership" | "id">;

/** A draft is a shift's: whoever comes back after longer begins anew. The table's TTL clears it away some time after. */
const LASTS_SECONDS = 12 * 3600;
/** A reference does not wait longer than this for a draft, in ms: far less than the page has to answer, whatever the table does. */
const PATIENCE = patiently(2500);
const soon = () => ({ abortSignal: AbortSignal.timeout(PATIENCE) });
const seconds = (at: Instant): number => Math.floor(Date.parse(at) / 1000);

const purposeOf = ({ partnership, id }: Writer, draft: string) => ({ partnership, person: id, draft });

/** A draft as it was typed. Throws KeyUnavailable. */
async function openedDraft(writer: Writer, id: string, body: unknown, within: ReturnType<typeof soon>): Promise<Draft> {
  const { at, fields, wrapped } = Kept.parse(body);
  if (wrapped === undefined) return { id, at, fields };
  const key = await unwrapped(wrapped, purposeOf(writer, id), within);
  return { id, at, fields: String(unsealed(key, keys.draft(writer.partnership, writer.id, id), "fields", fields)) };
}

/** AP37. The drafts of one person that are still theirs to go on with, the newest first. One that does not open hides none of the others. */
export async function draftsOf(writer: Writer, now: Instant): Promise<Draft[]> {
  const { partnership, id } = writer;
  const { pk, sk } = keys.draft(partnership, id, "");
  const within = soon();
  const found = await every(
    {
      KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)",
      ExpressionAttributeValues: toItem({ ":pk": pk, ":sk": sk }),
      ConsistentRead: true,
    },
    within,
  );
  const kept = found.filter(({ body, expires }) => body !== undefined && Number(expires) > seconds(now));
  const tried = await Promise.allSettled(
    kept.map((item) => openedDraft(writer, String(item.sk).slice(sk.length), item.body, within)),
  );
  const opened = tried.flatMap((one) => {
    if (one.status === "fulfilled") return [one.value];
    log("draft_not_opened", { error: nameOf(one.reason) });
    return [];
  });
  return opened.toSorted((a, b) => (a.at < b.at ? 1 : -1));
}

/** What a page brings to be kept: the words, its own name, and what it has seen of the draft, the page that kept it or the time. */
export interface Brought {
  readonly fields: string;
  readonly typed: boolean;
  readonly page: string;
  readonly seen: string;
}
/** What became of it: kept; too late, since the draft is over; or not in the place of what another page has kept since. */
export type Keeping = "kept" | "over" | { readonly changedAt: Instant };

/**
 * Keeps what has been typed so far into one form, in the place of what was kept of it before, unless another page of it, on another device,
 * has kept something since that this one has not seen. Once the draft has been raised or put away, what a page of it still sends is too late,
 * and is left out. Each time it is sealed with a key of its own, which lies beside it and goes with it. One in which somebody has typed falls
 * due once it has been left for a while: nobody has been asked, and its writer hears so. Throws KeyUnavailable.
 */
export async function keepDraft(
  writer: Writer,
  draft: string,
  { fields, typed, page, seen }: Brought,
  now: Instant,
): Promise<Keeping> {
  const at = keys.draft(writer.partnership, writer.id, draft);
  const within = soon();
  const { plain, wrapped } = await newDataKey(purposeOf(writer, draft), within);
  const body: z.output<typeof Kept> = { at: now, fields: sealed(plain, at, "fields", fields), wrapped };
  const next = typed && !isPractice(writer.partnership) ? hearsNext(now, undefined) : undefined;
  const Put = {
    TableName,
    Item: toItem({ ...at, body, page, expires: seconds(now) + LASTS_SECONDS, ...(next ? due(draft, next.at) : {}) }),
    ConditionExpression: `attribute_not_exists(ended) AND (${AS_SEEN})`,
    ExpressionAttributeNames: { "#page": "page", "#at": "at" },
    ExpressionAttributeValues: toItem({ ":page": page, ":seen": seen }),
    ReturnValuesOnConditionCheckFailure: "ALL_OLD" as const,
  };
  try {
    await db.send(new TransactWriteItemsCommand({ TransactItems: [{ Put }] }), within);
    return "kept";
  } catch (error) {
    const [reason] = error instanceof TransactionCanceledException ? (error.CancellationReasons ?? []) : [];
    if (reason?.Code !== "ConditionalCheckFailed") throw error;
    const newer = Newer.safeParse(reason.Item && fromItem(reason.Item)).data;
    return newer ? { changedAt: newer.body.at } : "over";
  }
}

/** By this page, by the one before it, or at the time that it was brought back from; or by one of before pages had names. */
const AS_SEEN = "attribute_not_exists(#page) OR #page = :page OR #page = :seen OR body.#at = :seen";
const Newer = z.object({ body: z.object({ at: Instant }) });

/** Ends a draft: it has been raised, or put away. Nothing that was typed is left. */
export async function endDraft({ partnership, id }: Writer, draft: string, now: Instant): Promise<void> {
  const Item = toItem({ ...keys.draft(partnership, id, draft), ended: true, expires: seconds(now) + LASTS_SECONDS });
  await db.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }] }), soon());
}
