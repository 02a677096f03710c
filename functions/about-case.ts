import { running } from "../core/escalation/clock.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import { teamsOf } from "../core/escalation/hearing.ts";
import { ASKED_STILL, isFirstPage, type Notice, pointless } from "../core/escalation/notice.ts";
import { arrivedLate, rerouted, withheld } from "../core/escalation/told.ts";
import { unreachable } from "../core/escalation/unreachable.ts";
import { texting, wording } from "../core/escalation/wording.ts";
import { caseOf } from "../core/keys.ts";
import { type Instant, plus } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import { env } from "./env.ts";
import type { Topic } from "./outbox.ts";

/** An update that has waited this long tells nobody anything: the page of the case says what is. */
const STALE = "PT24H";

/** What a message is about that tells of a case: what becomes of it stands in the case's story, and may move the case. */
export const aboutCase: Topic<Notice> = async (key) => {
  const ref = caseOf(key);
  const current = await cases.outline(ref);
  return {
    confirmWithin: current.terms.confirmWithin,
    isLoud: ({ kind }) => kind === "page",
    isAwaited: ({ kind }) => kind === "page",
    isFirst: isFirstPage,
    needless: (notice, now) => pointless(notice, current) ?? (plus(notice.at, STALE) <= now ? "it is a day old" : undefined),
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

/** Still on duty at the tier that was asked; when everyone is asked again, at any; for a referral, at the body that was asked. */
async function isOnDuty({ to, tier, about: why }: Notice, of: Escalation, now: Instant): Promise<boolean> {
  const { ladder } = of.terms;
  const rungs = why === "asked_again" ? ladder : ladder.slice(tier, tier + 1);
  const asked = why === "referred" && of.referral ? teamsOf(of, of.referral.body) : rungs.flatMap(({ teams }) => teams);
  const duty = await directory.dutyOf(of.partnership, asked, now);
  return Object.values(duty).some((team) => team.some(({ person }) => person === to));
}

/** The end of a message, and what follows: the next tier, if this was the last hope of the one that is being asked. One transaction. */
async function end(current: Escalation, notice: Notice, reason: string, now: Instant): Promise<void> {
  const others = await cases.noticesOf(current); // after the case: what is read of the others is never older than the version that is guarded
  const askedAt = running(current.clocks, notice.limit ?? "acknowledge", notice.tier)?.startedAt ?? notice.at;
  const hopeful = others.filter(
    (other) =>
      other.id !== notice.id &&
      other.kind === "page" &&
      other.about !== ASKED_STILL &&
      other.tier === notice.tier &&
      other.limit === notice.limit &&
      other.at >= askedAt &&
      isHopeful(other),
  );
  const duty = await directory.onDuty(current.partnership, current.terms, now);
  const here = Object.values(duty).flat();
  const people = hopeful.flatMap(({ to }) => (here.some(({ person }) => person === to) ? [to] : []));
  await cases.save(unreachable(current, notice, reason, people, now, duty), now);
}

/** Nobody has counted it as lost, or as needless, yet. */
const isHopeful = ({ fate }: Pick<Notice, "fate">): boolean => fate !== "failed" && fate !== "withheld";
