import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { keys } from "../../core/keys.ts";
import type { Instant } from "../../core/time.ts";
import { db, items, TableName, toItem } from "./db.ts";

/** A session, as far as its end is concerned. */
interface Ended {
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly signedInAt: Instant;
}

/** Under this name stands that every session of a sign-in was ended that had begun by then. */
const EVERY = "EVERY";
/** No session lasts so long, in seconds: nobody asks any more whether it was ended. */
const KEPT = 24 * 3600;

/** AP54. Has this session been ended, by itself or with all of its sign-in? A cookie that comes back after its end opens nothing. */
export async function isEnded({ id, issuer, subject, signedInAt }: Ended): Promise<boolean> {
  const names = id ? [id, EVERY] : [EVERY];
  const found = await items(names.map((name) => keys.endedSession(issuer, subject, name)));
  return found.some(({ sk, at }) => sk === id || (sk === EVERY && String(at) >= signedInAt));
}

/** AP54. Ends this session: at this browser, and wherever else its cookie has come to. One from before sessions had ids ends with its time. */
export const endSession = async (session: Ended, now: Instant): Promise<void> => {
  if (session.id) await keep(session, session.id, now);
};

/** AP54. Ends every session of a sign-in that has begun until now, at every browser. */
export const endEverySession = (session: Ended, now: Instant): Promise<void> => keep(session, EVERY, now);

async function keep({ issuer, subject }: Ended, id: string, at: Instant): Promise<void> {
  const expires = Math.floor(Date.parse(at) / 1000) + KEPT;
  const Item = toItem({ ...keys.endedSession(issuer, subject, id), at, expires });
  await db.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }] }));
}
