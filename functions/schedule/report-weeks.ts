import { weekJobsDueBy } from "../aws/weeks.ts";
import { log, nameOf } from "../log.ts";
import { reportWeek } from "../report-week.ts";
import { instant } from "../task.ts";

/** Goes through the weeks that are due, in a room of its own: however long one is, no limit and no message waits for it. One that fails holds up no other partnership's. */
export async function handler(): Promise<{ reported: number }> {
  const now = instant();
  let reported = 0;
  for (const partnership of await weekJobsDueBy(now)) {
    try {
      await reportWeek(partnership, now);
      reported += 1;
    } catch (error) {
      log("week_not_reported", { error: nameOf(error) });
    }
  }
  return { reported };
}
