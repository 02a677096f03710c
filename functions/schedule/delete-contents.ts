import { Entry, type What } from "../../core/audit/entry.ts";
import { caseOf, keys } from "../../core/keys.ts";
import { deleted, dropped, type Gone, type KeepingRecord, mayDelete } from "../../core/privacy/record.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { confirmedDeletions, isFirstHeld, recordOf, saveRecord } from "../aws/privacy.ts";
import { deleteCase, deleteMonth } from "../deletion.ts";
import { log, nameOf } from "../log.ts";
import { instant } from "../task.ts";

/** The schedule that deletes. Nobody has asked for it at this moment: two people have, before. */
const ROUTE = "schedule delete-contents";

/**
 * Deletes what two people have confirmed: the only function that can. It asks everything anew, as each case and its record now are, and what
 * was held or has changed meanwhile it drops, to be proposed anew, and says so in the audit. One that fails holds up no other, and is tried again by the next run.
 */
export async function handler(): Promise<{ deleted: number }> {
  const now = instant();
  let done = 0;
  for (const ref of await confirmedDeletions()) {
    try {
      const record = await recordOf(ref);
      if (!record?.purge?.confirmed || record.gone) continue; // the index is behind: it is over
      done += Number(await (record.kind === "case" ? caseDeleted(record, now) : monthDeleted(record, now)));
    } catch (error) {
      log("contents_not_deleted", { case: ref.id, error: nameOf(error) });
    }
  }
  return { deleted: done };
}

/** Says whether its contents are gone now. */
async function caseDeleted(record: KeepingRecord, now: Instant): Promise<boolean> {
  const of = await cases.outline(caseOf(keys.record(record)));
  const may = of.keyed && mayDelete(record, of.version, now) && of.closed !== null && !(await isFirstHeld(of));
  if (!may) return notDeleted(record, now);
  const next = deleted(record, now);
  await deleteCase(of, next, await entryFor(record, "deleted", now, next.gone));
  return true;
}

/** Says whether the words of the first answers that went with it are gone now. */
async function monthDeleted(record: KeepingRecord, now: Instant): Promise<boolean> {
  if (!mayDelete(record, record.purge?.seen ?? 0, now)) return notDeleted(record, now);
  const next = deleted(record, now);
  await deleteMonth(next, await entryFor(record, "deleted", now, next.gone));
  return true;
}

async function notDeleted(record: KeepingRecord, now: Instant): Promise<false> {
  await saveRecord(dropped(record), await entryFor(record, "deletion_dropped", now));
  return false;
}

/** The entry is the second person's: their press is what it was done by. */
async function entryFor(
  { partnership, kind, id, purge, version }: KeepingRecord,
  what: What,
  now: Instant,
  gone: Gone | null = null,
): Promise<Entry> {
  const by = purge?.confirmed?.by;
  const person = by && (await directory.person(partnership, by.id));
  if (!by || !person) throw new Refusal("NotFound", "Nobody knows who confirmed it.");
  return Entry.parse({
    at: now,
    who: { partnership, person: by.id, agency: by.agency, roles: person.roles },
    what,
    about: { kind, id },
    route: ROUTE,
    of: [],
    refusal: null,
    membership: null,
    from: null,
    request: `${id}-${version}`,
    ...(gone ? { gone } : {}),
  });
}
