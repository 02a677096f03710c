import { Refusal, type RefusalName } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { MOST_AT_A_PRESS } from "../../web/duty-board-page.tsx";
import { acknowledgeCase } from "../api/acknowledge.ts";
import { parse, requestOf } from "../edge.ts";
import { type Answer, type AskedBy, seeOther } from "./door.ts";

/** So many are acknowledged side by side: as many as the table takes from one person without a wait. */
const AT_ONCE = 8;

/** Why a case of a queue is left as it is: somebody has taken, changed or ended it since the page was shown, and the board shows it so. */
const LEFT: readonly RefusalName[] = [
  ...(["AlreadyAcknowledged", "ChangedMeanwhile", "Closed", "Deleted"] as const),
  ...(["HigherTierDecides", "NotFound", "NotYet"] as const),
];
const isLeft = (error: unknown): boolean => error instanceof Refusal && LEFT.includes(error.name);

/**
 * One press takes all that waited in a queue when the page was shown: each is acknowledged as if it had been pressed by itself, and its limit
 * to decide runs on. Whatever fails for another reason than that a case is no longer as it was shown fails the press, once those beside it
 * have come to their end: what was taken is taken, and the same press again takes the rest.
 */
export async function takeQueue({ actor, now, form }: AskedBy): Promise<Answer> {
  const key = form.get("key") ?? "";
  const take = async (line: string): Promise<void> => {
    const [id, seen] = line.split(" ");
    const params = parse(routes.acknowledge.params, { id });
    const body = parse(routes.acknowledge.body, { seen: Number(seen) });
    const request = requestOf(actor, "POST /duty-board/queue", line, `${key}/${id}`);
    await acknowledgeCase({ params, query: {}, body, actor, now, request });
  };
  const lines = form.getAll("case").slice(0, MOST_AT_A_PRESS);
  for (let nth = 0; nth < lines.length; nth += AT_ONCE) {
    const took = await Promise.allSettled(lines.slice(nth, nth + AT_ONCE).map(take));
    const failed = took.find((one) => one.status === "rejected" && !isLeft(one.reason));
    if (failed?.status === "rejected") throw failed.reason;
  }
  return seeOther("/duty-board");
}
