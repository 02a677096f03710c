import { failing, rerouting, withholding } from "../core/escalation/sending.ts";
import { asText } from "../core/escalation/wording.ts";
import { caseOf, type Key } from "../core/keys.ts";
import { Refusal } from "../core/refusal.ts";
import { notReached } from "../core/rota/desk.ts";
import { type DeskNotice, isLoud, needless } from "../core/rota/desk-notice.ts";
import { deskWords } from "../core/rota/words.ts";
import type { Instant } from "../core/time.ts";
import { deskState, saveDesk } from "./aws/desks.ts";
import * as directory from "./aws/directory.ts";
import * as notices from "./aws/notices.ts";
import { rotasOf } from "./aws/rotas.ts";
import { env } from "./env.ts";
import { log } from "./log.ts";
import type { Topic } from "./outbox.ts";

/** How long a message about a rota has to be confirmed, before it goes another way. */
const CONFIRM_WITHIN = "PT60S";

/** What a message is about that tells of a desk's rota. When somebody who comes on duty cannot be reached, the rota's owner hears. */
export const aboutDesk: Topic<DeskNotice> = async (key, { news }, at) => {
  const { partnership, id: code } = caseOf(key);
  const { teams } = await directory.inForce(partnership, at);
  const desk = teams.find((team) => team.code === code);
  const team = { code, title: desk?.title ?? code };
  const people = await directory.people(partnership, namedIn(news));
  const nameOf = (person: string) => people.find(({ id }) => id === person)?.name ?? person;
  return {
    confirmWithin: CONFIRM_WITHIN,
    isLoud,
    isAwaited: isLoud,
    isFirst: () => false,
    needless,
    mayLeave: async () => true,
    said: async (notice) => {
      const words = deskWords(notice.news, { team, nameOf, site: env("SITE"), id: notice.id, attempt: notice.attempts });
      return { words, text: asText(words, notice) };
    },
    late: (notice) => write(key, notice),
    rerouted: (notice, _from, _by, _reason, now) => write(key, rerouting(notice, now), true),
    withheld: (notice, reason, now) => write(key, withholding(notice, reason, now)),
    ended: (notice, reason, now) => end(key, desk?.owner, notice, reason, now),
  };
};

/** Everybody whom the words of a message name. */
const namedIn = (news: DeskNotice["news"]): string[] => {
  const one = "person" in news ? [news.person] : "by" in news ? [news.by] : [];
  const several = [
    ...("coming" in news ? news.coming : []),
    ...("going" in news ? news.going : []),
    ...("here" in news ? news.here : []),
    ...("people" in news ? news.people : []),
  ];
  return [...one, ...several];
};

/** The end of a message about a rota: with that of somebody's shift, its owner hears that they were not reached, in the same transaction. */
async function end(key: Key, owner: string | undefined, notice: DeskNotice, reason: string, now: Instant): Promise<void> {
  const { partnership, team } = notice;
  const [kept] = await rotasOf(partnership, [team]);
  const told = kept && owner ? notReached(await deskState(partnership, team, now), kept.rota, owner, notice, now) : undefined;
  const over = failing(notice, reason, now);
  log("desk_notice_failed", { case: team, notice: notice.id });
  if (!told) return write(key, over);
  await saveDesk(partnership, told, now, [over]);
}

async function write(key: Key, notice: DeskNotice, again = false): Promise<void> {
  if (!(await notices.write(key, notice, again)))
    throw new Refusal("Conflict", "Somebody else has heard of this message meanwhile.");
}
