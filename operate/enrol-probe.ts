import { probing } from "../core/partnership/probe.ts";
import type { Instant } from "../core/time.ts";
import * as directory from "../functions/aws/directory.ts";
import { endOtherSignIns, enrol } from "../functions/aws/enrolment.ts";
import { keepPlayers } from "../functions/aws/players.ts";

/** Lets the probe of a partnership in, by the sign-in of its own client, and sends its pages to a mailbox of ours. Another time replaces the first. */
export async function enrolProbe(
  partnership: string,
  signIn: { readonly issuer: string; readonly subject: string },
  mailbox: string,
  now: Instant,
): Promise<void> {
  const { asks, answers } = probing(await directory.inForce(partnership, now), mailbox, now);
  await keepPlayers(asks.partnership, [answers]);
  await endOtherSignIns(asks.partnership, [{ person: asks, signIn }]);
  await enrol(asks.partnership, [{ person: asks, signIn }]);
}

const USAGE = "npm run probe -- enrol <partnership> <issuer> <client id> <mailbox>";

/** The command. Answers with its exit code. */
export async function main(
  [verb, partnership, issuer, subject, mailbox, ...rest]: readonly string[],
  say: (line: string) => void = console.log,
): Promise<0 | 2> {
  if (verb !== "enrol" || !partnership || !issuer || !subject || !mailbox || rest.length > 0) {
    say(USAGE);
    return 2;
  }
  await enrolProbe(partnership, { issuer, subject }, mailbox, new Date().toISOString());
  say(`The probe of ${partnership} is let in, and its pages go to ${mailbox}.`);
  return 0;
}
