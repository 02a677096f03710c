import { createCipheriv, createDecipheriv, createHmac } from "node:crypto";
import type { Person } from "../core/people.ts";
import { invalid } from "../core/refusal.ts";
import type { Page } from "./aws/db.ts";
import { env } from "./env.ts";

type Reader = Pick<Person, "partnership" | "agency" | "id">;

/**
 * A page of a list, from where its reader's page before ended. Where that is goes out sealed, as `next`: it says nothing to whoever holds
 * it, is good for this list and this reader only, and is refused when a single sign of it is another. Throws Invalid.
 */
export async function pageAfter<P extends Pick<Page<unknown>, "next">>(
  list: string,
  reader: Reader,
  after: string | undefined,
  read: (before: string | undefined) => Promise<P>,
): Promise<P> {
  const whose = `${list}|${reader.partnership}|${reader.agency}|${reader.id}`;
  const page = await read(after ? opened(after, whose) : undefined);
  return { ...page, next: page.next && sealed(page.next, whose) };
}

const [NONCE, TAG] = [12, 16];
const keyFor = (purpose: string) =>
  createHmac("sha256", Buffer.from(env("CURSOR_KEY"), "base64url"))
    .update(purpose)
    .digest();

/** The same place for the same reader looks the same each time, so that a page that has not changed is not another one. */
function sealed(place: string, whose: string): string {
  const nonce = createHmac("sha256", keyFor("nonce")).update(`${whose}|${place}`).digest().subarray(0, NONCE);
  const cipher = createCipheriv("aes-256-gcm", keyFor("seal"), nonce).setAAD(Buffer.from(whose));
  const kept = Buffer.concat([cipher.update(place, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, kept, cipher.getAuthTag()]).toString("base64url");
}

function opened(cursor: string, whose: string): string {
  try {
    const bytes = Buffer.from(cursor, "base64url");
    if (bytes.toString("base64url") !== cursor) throw new Error("not as it was written");
    const cipher = createDecipheriv("aes-256-gcm", keyFor("seal"), bytes.subarray(0, NONCE), { authTagLength: TAG });
    cipher.setAAD(Buffer.from(whose)).setAuthTag(bytes.subarray(-TAG));
    return Buffer.concat([cipher.update(bytes.subarray(NONCE, -TAG)), cipher.final()]).toString("utf8");
  } catch {
    throw invalid({ field: "after", reason: "is no `next` of a page of this list that you were shown" });
  }
}
