import * as z from "zod";
import { NoticeId, way } from "../escalation/notice.ts";
import { Code } from "../partnership/partnership.ts";
import { type Instant, Instant as InstantShape, plus } from "../time.ts";
import { DeskNews, LEAD } from "./desk.ts";

/** One message to one person about a desk's rota. It lies in the outbox as a case's do, and goes the same ways. */
export const DeskNotice = z.strictObject({
  id: NoticeId,
  partnership: Code,
  team: Code,
  to: Code,
  news: DeskNews,
  at: InstantShape,
  ...way,
});
export type DeskNotice = z.output<typeof DeskNotice>;

/** News that goes by every way there is, whatever somebody has said of quiet: a shift, and what tests whether messages arrive. */
const LOUD: readonly DeskNews["what"][] = ["coming_on", "on_duty", "not_taken_over", "not_ready", "drill"];
export const isLoud = ({ news }: Pick<DeskNotice, "news">): boolean => LOUD.includes(news.what);

/** A change of shift is no news after so long; a digest comes again the next morning. */
const STALE = "PT6H";
/** News of a time to come, which somebody has to hear before it, however late. */
const TO_COME: readonly DeskNews["what"][] = ["coming_on", "not_ready", "swap_asked", "swap_answered"];

/** Why a message about a rota need not leave any more; undefined when it must go. */
export function needless({ news, at }: Pick<DeskNotice, "news" | "at">, now: Instant): string | undefined {
  if (news.what === "duty_changed") return news.to <= now && news.more === 0 ? "the time it speaks of is over" : undefined;
  if (TO_COME.includes(news.what) && "from" in news)
    return news.what !== "not_ready" && news.from <= now ? "the time it speaks of has begun" : undefined;
  if ((news.what === "drill" || news.what === "on_duty") && plus(at, LEAD) <= now) return "it is an hour old";
  return plus(at, STALE) <= now ? "it is old" : undefined;
}
