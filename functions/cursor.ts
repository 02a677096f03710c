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

/** A list in which others' matters stand too: read from a place on, what of it its reader sees, and where one of it stands. */
interface Shared<T> {
  readonly read: (before: string | undefined, most: number) => Promise<Page<T>>;
  readonly sees: (one: T) => boolean;
  readonly placeOf: (one: T) => string;
}
/** So many of it are read at once, and so often for one page. */
const [AT_ONCE, MOST_READS] = [100, 10];

/**
 * A page of what its reader sees of such a list. It is read on until the page is full and one more is seen, or the list ends, so that neither how
 * full a page is nor where it ends tells of what they do not see. After so many reads it ends all the same.
 */
export async function seenOf<T>({ read, sees, placeOf }: Shared<T>, before: string | undefined, most: number): Promise<Page<T>> {
  const seen: T[] = [];
  let next: string | null = before ?? null;
  for (let nth = 0; nth === 0 || (next !== null && seen.length <= most && nth < MOST_READS); nth += 1) {
    const page: Page<T> = await read(next ?? undefined, AT_ONCE);
    seen.push(...page.items.filter(sees));
    next = page.next;
  }
  const items = seen.slice(0, most);
  const last = items.at(-1);
  return { items, next: seen.length > most && last ? placeOf(last) : next };
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
