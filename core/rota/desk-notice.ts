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

/** News of a rota is no news after so long. */
const STALE = "PT6H";

/** Why a message about a rota need not leave any more; undefined when it must go. */
export function needless({ news, at }: Pick<DeskNotice, "news" | "at">, now: Instant): string | undefined {
  if (news.what === "coming_on" && news.from <= now) return "the shift has begun";
  if ((news.what === "drill" || news.what === "on_duty") && plus(at, LEAD) <= now) return "it is an hour old";
  return plus(at, STALE) <= now ? "it is old" : undefined;
}
