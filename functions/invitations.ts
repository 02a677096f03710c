import type { Call } from "../core/learning/call.ts";
import type { LearningNews } from "../core/learning/news.ts";
import { type Person, verified } from "../core/people.ts";
import type { Instant } from "../core/time.ts";
import * as directory from "./aws/directory.ts";
import { matter } from "./aws/learning.ts";
import { env } from "./env.ts";
import { writeInvitation } from "./packs/write-invitation.ts";

/** What goes into somebody’s calendar with this message; undefined for a message that is no invitation to a call, and takes none back. */
export async function invitationFor(
  news: LearningNews,
  partnership: string,
  to: Person | undefined,
  now: Instant,
): Promise<string | undefined> {
  const isInvited = news.what === "call_invited" || (news.what === "call_pack" && news.isFirst);
  if (!isInvited && news.what !== "call_cancelled") return undefined;
  const call = await matter(partnership, "call", news.call);
  const invited = { site: env("SITE"), organiser: await organiserOf(call), attendee: (to && contact(to)) ?? null };
  return writeInvitation(call, invited, news.what === "call_cancelled" ? "CANCEL" : "REQUEST", now);
}

/** A call as a file that somebody opens in a calendar of theirs: it asks for no answer. */
export const invitationFile = async (call: Call, now: Instant): Promise<string> =>
  writeInvitation(call, { site: env("SITE"), organiser: await organiserOf(call), attendee: null }, "PUBLISH", now);

/** Whoever chairs the call, or we ourselves where no mail reaches them. */
async function organiserOf({ partnership, chair: id }: Call) {
  const chair = await directory.person(partnership, id);
  return (chair && contact(chair)) ?? { name: chair?.name ?? id, email: env("MAIL_FROM").replace(/^.*<|>$/g, "") };
}

/** Somebody’s name and first address that takes mail. */
function contact(person: Person): { name: string; email: string } | undefined {
  const email = verified(person).find(({ kind }) => kind === "email")?.to;
  return email ? { name: person.name, email } : undefined;
}
