import { DRAFT_LEFT, draftWords, hearersOfDraft, hearsNext } from "../core/draft.ts";
import type { Key } from "../core/keys.ts";
import { type Person, verified } from "../core/people.ts";
import { type Instant, plus } from "../core/time.ts";
import * as directory from "./aws/directory.ts";
import { keepTold, leaveOut, leftDraft } from "./aws/left-drafts.ts";
import * as mail from "./aws/mail.ts";
import { env } from "./env.ts";
import { log, nameOf } from "./log.ts";

/** So long a message that did not leave waits, for what nobody's limit hangs on. */
const AGAIN_AFTER = "PT5M";

/**
 * I7. A form that has been left unsent asks nobody, and its writer may believe that it did: they hear so, and later whoever leads their
 * site. By email alone, with nothing of what was typed. Answers with whether anybody was told.
 */
export async function tellOfDraft(key: Key, now: Instant): Promise<boolean> {
  const left = await leftDraft(key, now);
  const next = left && hearsNext(left.at, left.told);
  if (!left || !next) return leaveOut(key).then(() => false);
  if (next.at > now) return keepTold(left, left.told, next.at).then(() => false); // it was typed into meanwhile
  const writer = await directory.person(left.partnership, left.writer);
  const ofAgency = writer && next.who === "site_lead" ? await directory.peopleOf(left.partnership, writer.agency) : [];
  const people = writer ? hearersOfDraft(next.who, writer, ofAgency) : [];
  try {
    for (const person of people) await send(person, draftWords(next.who, left.id, writer ?? person, left.at, env("SITE")));
  } catch (error) {
    log("draft_not_told", { error: nameOf(error) });
    await keepTold(left, left.told, plus(now, AGAIN_AFTER));
    return false;
  }
  await keepTold(left, next.who, hearsNext(left.at, next.who)?.at);
  return people.length > 0;
}

/** Whoever has no address that was verified sees on their page how old it is. */
async function send(person: Person, words: ReturnType<typeof draftWords>): Promise<void> {
  const to = verified(person).find(({ kind }) => kind === "email")?.to;
  if (to) await mail.send(to, words, { purpose: DRAFT_LEFT });
}
