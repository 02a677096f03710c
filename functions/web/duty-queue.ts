import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { acknowledgeCase } from "../api/acknowledge.ts";
import { parse, requestOf } from "../edge.ts";
import { type Answer, type AskedBy, seeOther } from "./door.ts";

/** So many are acknowledged side by side: as many as the table takes from one person without a wait. */
const AT_ONCE = 8;
/** A page shows no queue that is longer; a longer one takes two presses. */
const MOST = 100;

/**
 * One press takes all that waited in a queue when the page was shown: each is acknowledged as if it had been pressed by itself, and its limit
 * to decide runs on. What somebody else has taken meanwhile, or has changed, stays as it is, and the board shows it so.
 */
export async function takeQueue({ actor, now, form }: AskedBy): Promise<Answer> {
  const key = form.get("key") ?? "";
  const take = async (line: string): Promise<void> => {
    const [id, seen] = line.split(" ");
    const params = parse(routes.acknowledge.params, { id });
    const body = parse(routes.acknowledge.body, { seen: Number(seen) });
    const request = requestOf(actor, "POST /duty-board/queue", line, `${key}/${id}`);
    await acknowledgeCase({ params, query: {}, body, actor, now, request }).catch(stays);
  };
  const lines = form.getAll("case").slice(0, MOST);
  for (let nth = 0; nth < lines.length; nth += AT_ONCE) await Promise.all(lines.slice(nth, nth + AT_ONCE).map(take));
  return seeOther("/duty-board");
}

/** A case that cannot be taken any more is no fault of the press. Whatever else goes wrong is. */
function stays(error: unknown): void {
  if (!(error instanceof Refusal) || error.name === "Invalid") throw error;
}
