import { aboutIn, type Entry, type Group, mustBeKept, networkOf, purposeOf, type Shows, TELLING } from "../core/audit/entry.ts";
import { isSystem, type Person } from "../core/people.ts";
import { Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import { keep, mustKeep } from "./aws/audit.ts";
import * as directory from "./aws/directory.ts";
import type { Event } from "./edge.ts";
import { noteMiss } from "./pace.ts";

/** A row as the audit knows it: of pages or of the API. One that shows nothing of anybody, or leaves its own entries, says «nothing». */
export interface Audited {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly shows?: Shows | "nothing";
}
interface SignIn {
  readonly issuer: string;
  readonly subject: string;
  readonly system?: boolean;
}
/** Somebody who is known, at a row, with what its address names. */
export interface Seen {
  readonly event: Event;
  readonly now: Instant;
  readonly actor: Person;
  readonly row: Audited;
  readonly params: Readonly<Record<string, string | undefined>>;
}

/** AP7, AP8. Who has come, by their sign-in, as the table has them now: a membership taken away a moment ago is gone. Throws NotAllowed. */
export const memberAt = async (door: Omit<Seen, "actor">, signIn: SignIn): Promise<Person> =>
  mustBeMember(door, signIn, await directory.whoSignsIn(signIn.issuer, signIn.subject));

/**
 * Whoever was found behind a sign-in, if they may come by it. Somebody whose membership has ended is refused, and it is written down that
 * they came; so is a system that came by a person’s sign-in, or a person by a system’s. Throws NotAllowed.
 */
export async function mustBeMember(
  door: Omit<Seen, "actor">,
  { subject, system = false }: Omit<SignIn, "issuer">,
  found: Person | undefined,
): Promise<Person> {
  if (!found)
    throw new Refusal(
      "NotAllowed",
      `You are signed in, but no partnership here knows you. Ask your agency's administrator, and give them your name at sign-in: ${subject}`,
    );
  if (found.endedAt === null && isSystem(found) === system) return found;
  const why =
    found.endedAt === null
      ? "A system comes by its own credentials, and a person by their own sign-in."
      : "Your membership has ended. Ask your agency's administrator if that is wrong.";
  const refusal = new Refusal("NotAllowed", why);
  await leaveRefused({ ...door, actor: found }, refusal);
  throw refusal;
}

/**
 * What was asked for is about to be shown. Throws NotRecorded where it may be shown to nobody whose looking is not written down. A row that
 * shows nothing of people leaves no entry.
 */
export async function leaveShown(seen: Seen, made?: string, sameSurname = false): Promise<void> {
  const { shows } = seen.row;
  if (!shows || shows === "nothing") return;
  const entry = entryOf(seen, { what: shows.what ?? "read", of: shows.of, made, ...(sameSurname ? { sameSurname } : {}) });
  await (mustBeKept(shows) ? mustKeep(entry) : keep(entry));
}

/** A press was taken: it is done whether its entry can be kept or not, and a case's own story says so too. */
export async function leavePressed(seen: Seen, made?: string): Promise<void> {
  const { shows } = seen.row;
  if (shows !== "nothing") await keep(entryOf(seen, { what: "changed", of: shows?.of ?? [], made }));
}

/** Somebody tried what they may not, or looked for what is not theirs to find. */
export async function leaveRefused(seen: Seen, error: unknown): Promise<void> {
  if (error instanceof Refusal && TELLING.includes(error.name))
    await keep(entryOf(seen, { what: "refused", of: [], refusal: error.name }));
  await noteMiss(error, seen);
}

/** The entry of a request, by its row, its sender, and where it came from. */
export function entryOf(
  { event, now, actor, row, params }: Seen,
  {
    made,
    ...did
  }: Pick<Entry, "what"> & { of: readonly Group[]; made?: string | undefined } & Partial<
      Pick<Entry, "about" | "purpose" | "refusal" | "membership" | "sameSurname">
    >,
): Entry {
  const { partnership, id: person, agency, roles } = actor;
  const { requestId, http } = event.requestContext;
  return {
    at: now,
    who: { partnership, person, agency, roles },
    route: `${row.method} ${row.path}`,
    about: aboutIn(row.path, params, made),
    purpose: purposeOf(did.of),
    refusal: null,
    membership: null,
    from: networkOf(http.sourceIp),
    request: requestId,
    ...did,
    of: [...did.of],
  };
}
