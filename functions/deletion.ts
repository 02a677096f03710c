import type { Entry } from "../core/audit/entry.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import { forceAndMonth, type KeepingRecord } from "../core/privacy/record.ts";
import * as cases from "./aws/cases.ts";
import { goingIn } from "./aws/first-answers.ts";
import { deleteContents, deleteWordsOf, saveRecord } from "./aws/privacy.ts";

/** Deletes the contents of a case: whoever calls has made sure that they may go. `record` is how its keeping stands afterwards, and says who decided it. Throws Conflict. */
export async function deleteCase(of: Escalation, record: KeepingRecord, entry: Entry): Promise<void> {
  const facts = await cases.outlineOfStory(of);
  const closings = facts.filter(({ what }) => what === "closed" || what === "withdrawn").map(({ at }) => at);
  await deleteContents(of, record, [...new Set(closings)], entry);
}

/** So many first answers go at the same time. */
const ABREAST = 10;

/**
 * Deletes the words of the first answers of a force that still go with a month, those that `stay` apart, one by one: a run that is cut short leaves the rest to
 * the next, and what is disputed or held meanwhile stays. Once none is left it says so in `record`, which is how the month stands afterwards. Throws Conflict.
 */
export async function deleteMonth(record: KeepingRecord, entry: Entry, stay: ReadonlySet<string> = new Set()): Promise<void> {
  const { partnership, id, gone } = record;
  if (!gone) throw new Error("a record of no deletion");
  const { force, month } = forceAndMonth(id);
  let after: string | undefined;
  do {
    const page = await goingIn(partnership, force, month, after);
    const go = page.items.filter((one) => !stay.has(one));
    for (let nth = 0; nth < go.length; nth += ABREAST) {
      const some = go.slice(nth, nth + ABREAST);
      await Promise.all(some.map((one) => cases.racing(() => deleteWordsOf(partnership, one, gone))));
    }
    after = page.next ?? undefined;
  } while (after);
  await saveRecord(record, entry);
}
