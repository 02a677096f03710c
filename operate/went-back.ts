import { AnyInstant } from "../core/time.ts";
import * as directory from "../functions/aws/directory.ts";
import { tellOfLoss } from "../functions/aws/went-back.ts";

const USAGE = "npm run went-back -- <restored to: instant> [partnership…] [--dry-run]";

/**
 * `npm run went-back`: the table was put back to an instant. Each open case says so in its story, and its people hear what to say again. Run
 * again for the same instant it goes on where it failed. Answers 1 when it failed for a case, and names it.
 */
export async function main(args: readonly string[], say: (line: string) => void = console.log): Promise<0 | 1 | 2> {
  const dryRun = args.includes("--dry-run");
  const [instant, ...partnerships] = args.filter((arg) => arg !== "--dry-run");
  const to = AnyInstant.safeParse(instant);
  const clock = () => new Date().toISOString();
  const now = clock();
  if (!to.success || to.data > now || partnerships.some((code) => code.startsWith("--"))) {
    say(USAGE);
    return 2;
  }
  await Promise.all(partnerships.map((code) => directory.inForce(code, now))); // a name that was mistyped would leave out its cases unseen
  const { said, spared, failed } = await tellOfLoss({ to: to.data, partnerships, dryRun, clock });
  if (said.length > 0) say(`${dryRun ? "Would say so" : "Say so now"}: ${said.join(", ")}`);
  for (const { reference, why } of failed) say(`${reference}: ${why}`);
  say(
    `${said.length} open cases ${dryRun ? "would say" : "say now"} that what was written of them after ${to.data} is not kept; ${spared} need not or do already; ${failed.length} failed.`,
  );
  if (failed.length > 0) say("Run it again for the same instant: it goes on with those.");
  return failed.length > 0 ? 1 : 0;
}
