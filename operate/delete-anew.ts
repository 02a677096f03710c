import { Code } from "../core/partnership/codes.ts";
import { AnyInstant, type Instant } from "../core/time.ts";
import { everyPartnership } from "../functions/aws/agreement.ts";
import { type DeletedAnew, deleteAnew } from "../functions/delete-anew.ts";

const USAGE = "npm run delete-anew -- <from instant> [partnership…] [--dry-run]";

/**
 * `npm run delete-anew`: after a restore, deletes again what was deleted since the moment that was restored, as the audit tells it. Without a
 * partnership it goes through each that the table knows. Answers 1 when something could not be deleted, and names it; 2 when it was not understood.
 */
export async function main(args: readonly string[], say: (line: string) => void = console.log): Promise<0 | 1 | 2> {
  const [asked, ...named] = args.filter((arg) => arg !== "--dry-run");
  const from = AnyInstant.safeParse(asked).data;
  if (!from || !named.every((code) => Code.safeParse(code).success)) {
    say(USAGE);
    return 2;
  }
  const isDry = args.includes("--dry-run");
  const now = new Date().toISOString();
  let failures = 0;
  for (const partnership of named.length > 0 ? named : await everyPartnership())
    failures += tell(partnership, from, await deleteAnew(partnership, from, now, isDry), isDry, say);
  if (isDry) say("A dry run: nothing was deleted.");
  return failures > 0 ? 1 : 0;
}

/** Says what became of each. Answers how many could not be deleted. */
function tell(partnership: string, from: Instant, found: DeletedAnew, isDry: boolean, say: (line: string) => void): number {
  const { outcomes, holdsLost } = found;
  const anew = outcomes.filter(({ became }) => became === "anew");
  const failed = outcomes.filter(({ became }) => became === "failed");
  for (const { name } of anew) say(`${name}: ${isDry ? "would be deleted anew" : "deleted anew"}.`);
  for (const { name, why } of failed) for (const one of why) say(`${name}: NOT deleted: ${one}.`);
  for (const line of holdsLost) say(`${line}. Have it held again.`);
  const already = outcomes.length - anew.length - failed.length;
  say(
    `${partnership}: ${outcomes.length} deletions since ${from}: ${anew.length} ${isDry ? "to be deleted anew" : "deleted anew"}, ${already} gone already, ${failed.length} not deleted.`,
  );
  return failed.length;
}
