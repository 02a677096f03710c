import type { Escalation } from "../core/escalation/escalation.ts";
import { teamsAsked } from "../core/escalation/hearing.ts";
import { isFirstPage, type Notice, needless } from "../core/escalation/notice.ts";
import { arrivedLate, rerouted, withheld } from "../core/escalation/told.ts";
import { hopefulBeside, unreachable } from "../core/escalation/unreachable.ts";
import { texting, wording } from "../core/escalation/wording.ts";
import { caseOf } from "../core/keys.ts";
import type { Instant } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import { env } from "./env.ts";
import type { Topic } from "./outbox.ts";

/** What a message is about that tells of a case: what becomes of it stands in the case's story, and may move the case. */
export const aboutCase: Topic<Notice> = async (key) => {
  const ref = caseOf(key);
  const current = await cases.outline(ref);
  return {
    confirmWithin: current.terms.confirmWithin,
    isLoud: ({ kind }) => kind === "page",
    isAwaited: ({ kind }) => kind === "page",
    isFirst: isFirstPage,
    needless: (notice, now) => needless(notice, current, now),
    mayLeave: async (notice, now) => notice.kind !== "page" || isOnDuty(notice, current, now),
    said: async (notice) => {
      const site = env("SITE");
      return { words: wording(notice, current, site), text: texting(notice, current, site) };
    },
    late: async (notice, number, now) => void (await cases.save(arrivedLate(current, notice, number, now), now)),
    rerouted: async (notice, from, by, reason, now) =>
      void (await cases.save(rerouted(current, notice, from, by, reason, now), now)),
    withheld: async (notice, reason, now) => void (await cases.save(withheld(current, notice, reason, now), now)),
    ended: (notice, reason, now) => end(current, notice, reason, now),
  };
};

/** Still on duty where they were asked. */
async function isOnDuty(notice: Notice, of: Escalation, now: Instant): Promise<boolean> {
  const duty = await directory.dutyOf(of.partnership, teamsAsked(notice, of), now);
  return Object.values(duty).some((team) => team.some(({ person }) => person === notice.to));
}

/** The end of a message, and what follows: the next tier, if this was the last hope of the one that is being asked. One transaction. */
async function end(current: Escalation, notice: Notice, reason: string, now: Instant): Promise<void> {
  const others = await cases.noticesOf(current); // after the case: what is read of the others is never older than the version that is guarded
  const duty = await directory.onDuty(current.partnership, current.terms, now);
  const people = hopefulBeside(notice, others, current, duty);
  await cases.save(unreachable(current, notice, reason, people, now, duty), now);
}
