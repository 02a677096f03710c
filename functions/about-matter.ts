import { failing, rerouting, withholding } from "../core/escalation/sending.ts";
import { asText } from "../core/escalation/wording.ts";
import type { Key } from "../core/keys.ts";
import type { LearningNotice } from "../core/learning/news.ts";
import { learningWords, needless } from "../core/learning/words.ts";
import { Refusal } from "../core/refusal.ts";
import * as directory from "./aws/directory.ts";
import { matter } from "./aws/learning.ts";
import * as notices from "./aws/notices.ts";
import { env } from "./env.ts";
import { invitationFor } from "./invitations.ts";
import { log } from "./log.ts";
import type { Topic } from "./outbox.ts";

/** How long a message of the learning side has to be confirmed, before it goes another way. */
const CONFIRM_WITHIN = "PT60S";

/** What a message is about that tells of a concern, a review, an action or a call. Nothing hangs on it but itself: each is asked for again under its clock. */
export const aboutMatter: Topic<LearningNotice> = async (key, { news, to, partnership }, now) => {
  const named = ["owner" in news ? news.owner : undefined, "insteadOf" in news ? news.insteadOf : undefined];
  const people = await directory.people(partnership, [to, ...named.filter((one) => one !== undefined)]);
  const isHeld = !("call" in news) || (await matter(partnership, "call", news.call)).stage !== "cancelled";
  const nameOf = (person: string) => people.find(({ id }) => id === person)?.name ?? person;
  return {
    confirmWithin: CONFIRM_WITHIN,
    isLoud: () => false,
    isAwaited: () => false,
    isFirst: () => false,
    needless: (notice, at) => needless(notice, isHeld, at),
    mayLeave: async () => true,
    said: async (notice) => {
      const invitation = await invitationFor(
        notice.news,
        partnership,
        people.find(({ id }) => id === to),
        now,
      );
      const words = learningWords(notice.news, { nameOf, site: env("SITE"), id: notice.id, attempt: notice.attempts });
      return { words, text: asText(words, notice), ...(invitation ? { invitation } : {}) };
    },
    late: (notice) => write(key, notice),
    rerouted: (notice, _from, _by, _reason, now) => write(key, rerouting(notice, now), true),
    withheld: (notice, reason, now) => write(key, withholding(notice, reason, now)),
    ended: async (notice, reason, now) => {
      log("learning_notice_failed", { case: notice.matter, notice: notice.id });
      await write(key, failing(notice, reason, now));
    },
  };
};

async function write(key: Key, notice: LearningNotice, again = false): Promise<void> {
  if (!(await notices.write(key, notice, again)))
    throw new Refusal("Conflict", "Somebody else has heard of this message meanwhile.");
}
