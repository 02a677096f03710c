import type { Channel, ChannelKind } from "../core/people.ts";
import { type Instant, since } from "../core/time.ts";
import type { Failure } from "./failure.ts";

/** Whom each service has just not been able to write to, and when it last was so. */
export type InVain = Map<ChannelKind, Map<string, Instant>>;
/** So many people in a row, and the service counts as down for all of us, though it has not said so: one that hangs never does. One person's address is no outage. */
const DOWN_AFTER = 3;
/** What is longer ago says nothing of now. */
const REMEMBERED = "PT2M";

/** Those of this process, over all that it sends. */
export const ours: InVain = new Map();

/** Has this service left as many people in a row without an answer as make it down? */
export const answersNobody = (tries: InVain, kind: ChannelKind, now: Instant): boolean =>
  [...(tries.get(kind)?.values() ?? [])].filter((at) => at >= since(now, REMEMBERED)).length >= DOWN_AFTER;

/** Counts one more try that came to nothing. Answers with what it means: enough of them in a row are an outage. A service that says why, of one message or of one moment, is up. */
export function inVain(tries: InVain, { kind, to }: Channel, how: Failure["how"], now: Instant): Failure["how"] {
  if (how === "refused" || how === "busy") tries.delete(kind);
  else tries.set(kind, new Map(tries.get(kind)).set(to, now));
  return how === "later" && answersNobody(tries, kind, now) ? "down" : how;
}
