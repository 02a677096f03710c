import { planCall } from "../core/learning/call.ts";
import { occasionsBy } from "../core/learning/series.ts";
import { nextMorning } from "../core/rota/digest.ts";
import { wallOf } from "../core/rota/wall.ts";
import type { Instant } from "../core/time.ts";
import { learningInForce } from "./aws/directory.ts";
import { calendarOf, layOut, saveCalendar } from "./aws/learning.ts";

/** The calls of a partnership are laid out from now on, each morning. Nothing changes when they are already. */
export async function beginCalendar(partnership: string, now: Instant): Promise<void> {
  if (!(await calendarOf(partnership))) await saveCalendar({ partnership, version: 1, nextAt: now });
}

/** Lays out the calls whose invitations leave within the next days, each once, and looks again in the morning. A round that was cut short goes on where it was. */
export async function layOutCalls(partnership: string, now: Instant): Promise<void> {
  const calendar = await calendarOf(partnership);
  if (!calendar || calendar.nextAt > now) return;
  const learning = await learningInForce(partnership, now);
  const coming = learning ? occasionsBy(learning, wallOf(now).slice(0, 10)) : [];
  for (const occasion of coming.filter(({ startsAt }) => startsAt > now)) await layOut(planCall(partnership, occasion), now);
  await saveCalendar({ ...calendar, version: calendar.version + 1, nextAt: nextMorning(now) });
}
