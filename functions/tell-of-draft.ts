import { DRAFT_LEFT, draftWords, hearersOfDraft, hearsNext } from "../core/draft.ts";
import type { Key } from "../core/keys.ts";
import { type Person, verified } from "../core/people.ts";
import { type Instant, plus } from "../core/time.ts";
import * as directory from "./aws/directory.ts";
import { hold, keepTold, leaveOut, leftDraft } from "./aws/left-drafts.ts";
import * as mail from "./aws/mail.ts";
import * as outages from "./aws/outages.ts";
import { env } from "./env.ts";
import { answersNobody, type InVain, inVain } from "./in-vain.ts";
import { log } from "./log.ts";

/** So long whoever tells of a draft has it in hand, and so long a letter that did not leave waits: nobody's limit hangs on it. */
const AGAIN_AFTER = "PT5M";

/**
 * I7. A form that has been left unsent asks nobody, and its writer may believe that it did: they hear so, and later whoever leads their
 * site. By email alone, with nothing of what was typed. While the mail service is down, or has answered nobody among `tries`, it is left for a
 * later look. Answers with whether anybody was told.
 */
export async function tellOfDraft(key: Key, now: Instant, tries: InVain): Promise<boolean> {
  const left = await leftDraft(key, now);
  if (!left) return leaveOut(key, now).then(() => false);
  const next = hearsNext(left.at, left.told);
  if (!next || next.at > now) return keepTold(left, left.told, next?.at).then(() => false); // typed into meanwhile, or all have heard
  if (answersNobody(tries, "email", now) || (await outages.down(now)).includes("email")) return false;
  const writer = await directory.person(left.partnership, left.writer);
  const ofAgency = writer && next.who === "site_lead" ? await directory.peopleOf(left.partnership, writer.agency) : [];
  const people = writer ? hearersOfDraft(next.who, writer, ofAgency).filter(({ id }) => !left.had.includes(id)) : [];
  if (!(await hold(left, plus(now, AGAIN_AFTER)))) return false; // somebody else tells of it
  const words = (person: Person) => draftWords(next.who, left.id, writer ?? person, left.at, env("SITE"));
  const fates = await Promise.all(people.map((person) => send(person, words(person), now, tries)));
  if (fates.includes("waits")) {
    const had = people.filter((_, nth) => fates[nth] !== "waits").map(({ id }) => id);
    await keepTold({ ...left, had: [...left.had, ...had] }, left.told, plus(now, AGAIN_AFTER));
  } else await keepTold({ ...left, had: [] }, next.who, hearsNext(left.at, next.who)?.at);
  return fates.includes("left");
}

/** What became of one person's letter: it left, it waits to be tried again, or it never will leave. */
type Fate = "left" | "waits" | "never";

/** Whoever has no address that was verified, or one that is refused, sees on their page how old it is. */
async function send(person: Person, words: ReturnType<typeof draftWords>, now: Instant, tries: InVain): Promise<Fate> {
  const channel = verified(person).find(({ kind }) => kind === "email");
  if (!channel) return "never";
  try {
    await mail.send(channel.to, words, { purpose: DRAFT_LEFT });
    tries.delete("email");
    return "left";
  } catch (error) {
    const failure = mail.failureOf(error);
    log("draft_not_told", { error: failure.name });
    const how = inVain(tries, channel, failure.how, now);
    if (how === "down") {
      log("channel_down", { channel: "email", error: failure.name });
      await outages.trip("email", failure.name, now);
    }
    return how === "refused" ? "never" : "waits";
  }
}
