import { Entry, type What } from "../../core/audit/entry.ts";
import { caseOf, keys } from "../../core/keys.ts";
import { deleted, dropped, forceAndMonth, goneBy, type KeepingRecord, mayDelete } from "../../core/privacy/record.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { goingIn } from "../aws/first-answers.ts";
import { confirmedDeletions, deleteContents, deleteWordsOf, isFirstHeld, saveRecord } from "../aws/privacy.ts";
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
  for (const record of await confirmedDeletions()) {
    try {
      done += Number(await (record.kind === "case" ? deleteCase(record, now) : deleteMonth(record, now)));
    } catch (error) {
      log("contents_not_deleted", { case: record.id, error: nameOf(error) });
    }
  }
  return { deleted: done };
}

/** Says whether its contents are gone now. */
async function deleteCase(record: KeepingRecord, now: Instant): Promise<boolean> {
  const ref = caseOf(keys.record(record));
  const of = await cases.outline(ref);
  if (!of.keyed || !mayDelete(record, of.version, now) || of.closed === null || (await isFirstHeld(of))) {
    await saveRecord(dropped(record), await entryFor(record, "deletion_dropped", now));
    return false;
  }
  const facts = await cases.outlineOfStory(ref);
  const closings = facts.filter(({ what }) => what === "closed" || what === "withdrawn").map(({ at }) => at);
  await deleteContents(of, deleted(record, now), [...new Set(closings)], await entryFor(record, "deleted", now));
  return true;
}

/** So many first answers go at the same time. */
const ABREAST = 10;

/**
 * Deletes the words of the first answers of a force that still go with a month, one by one: a run that is cut short leaves the rest to the next, and what is
 * disputed or held meanwhile stays. Once none is left it says so. Says whether they are gone now.
 */
async function deleteMonth(record: KeepingRecord, now: Instant): Promise<boolean> {
  const { partnership, id } = record;
  if (!mayDelete(record, record.purge?.seen ?? 0, now)) {
    await saveRecord(dropped(record), await entryFor(record, "deletion_dropped", now));
    return false;
  }
  const gone = goneBy(record, now);
  const { force, month } = forceAndMonth(id);
  let after: string | undefined;
  do {
    const page = await goingIn(partnership, force, month, after);
    for (let nth = 0; nth < page.items.length; nth += ABREAST) {
      const some = page.items.slice(nth, nth + ABREAST);
      await Promise.all(some.map((one) => cases.racing(() => deleteWordsOf(partnership, one, gone))));
    }
    after = page.next ?? undefined;
  } while (after);
  await saveRecord(deleted(record, now), await entryFor(record, "deleted", now));
  return true;
}

/** The entry is the second person's: their press is what it was done by. */
async function entryFor({ partnership, kind, id, purge, version }: KeepingRecord, what: What, now: Instant): Promise<Entry> {
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
  });
}
