import { type Call, callId, droppedFromSeries, planCall, replanned } from "../core/learning/call.ts";
import { type Occasion, occasionOf, occasionsBy } from "../core/learning/series.ts";
import type { Learning } from "../core/partnership/learning.ts";
import { nextMorning } from "../core/rota/digest.ts";
import { wallOf } from "../core/rota/wall.ts";
import { type Instant, plus } from "../core/time.ts";
import { learningInForce } from "./aws/directory.ts";
import { calendarOf, layOut, mattersById, openMattersOf, saveCalendar, saveMatters, written } from "./aws/learning.ts";

/** Whoever has just agreed on calls has a minute before the first invitations leave. */
const AT_FIRST = "PT1M";

/** The calls of a partnership are laid out from now on, each morning. Nothing changes when they are already. */
export async function beginCalendar(partnership: string, now: Instant): Promise<void> {
  if (!(await calendarOf(partnership))) await saveCalendar({ partnership, version: 1, nextAt: plus(now, AT_FIRST) });
}

/** Lays out the calls whose invitations leave within the next days, each once, and looks again in the morning. A round that was cut short goes on where it was. */
export async function layOutCalls(partnership: string, now: Instant): Promise<void> {
  const calendar = await calendarOf(partnership);
  if (!calendar || calendar.nextAt > now) return;
  const learning = await learningInForce(partnership, now);
  const coming = learning ? occasionsBy(learning, wallOf(now).slice(0, 10)) : [];
  const occasions = coming.filter(({ startsAt }) => startsAt > now);
  const known = await mattersById(partnership, "call", occasions.map(callId));
  for (const occasion of occasions) {
    const before = known.find(({ id }) => id === callId(occasion));
    if (before) await follow(before, occasion, now);
    else await layOut(planCall(partnership, occasion), now);
  }
  if (learning) await followPlanned(partnership, learning, now);
  await saveCalendar({ ...calendar, version: calendar.version + 1, nextAt: nextMorning(now) });
}

/** Calls that nobody knows of yet follow their series: another time, another chair, a holiday. Whoever has been invited to one hears from its chair. */
async function followPlanned(partnership: string, learning: Learning, now: Instant): Promise<void> {
  const planned = (await openMattersOf(partnership, "call")).filter(({ stage }) => stage === "planned");
  for (const call of planned) await follow(call, occasionOf(learning, call), now);
}

/** A call as its series has it now, or no more; its own time stands where the new one is over. */
async function follow(call: Call, occasion: Occasion | undefined, now: Instant): Promise<void> {
  if (occasion && occasion.startsAt <= now) return;
  const move = occasion ? replanned(call, occasion, now) : droppedFromSeries(call, now);
  if (move) await saveMatters([written("call", move)], now);
}
