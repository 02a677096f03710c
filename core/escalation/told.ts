import type { ChannelKind } from "../people.ts";
import type { Instant } from "../time.ts";
import type { Escalation } from "./escalation.ts";
import type { Happening } from "./fact.ts";
import { begin, type Move, recording, settle } from "./move.ts";
import type { Notice } from "./notice.ts";
import { rerouting, withholding } from "./sending.ts";

/** One more line in the story about a message, and the message as it is from then on. Nothing else of the case moves. */
const noted = (current: Escalation, notice: Notice, happening: Happening, now: Instant): Move =>
  settle(current, recording({ ...begin(current), settled: [notice] }, "dispatcher", now, happening), now);

/** One channel has lost a message, so it goes by the next: `lost` is the message with that attempt marked so. */
export function rerouted(
  current: Escalation,
  lost: Notice,
  from: ChannelKind,
  by: ChannelKind,
  reason: string,
  now: Instant,
): Move {
  const { id, to } = lost;
  const about = { notice: id, to, from, by, reason };
  return noted(current, rerouting(lost, now), { what: "notice_rerouted", about }, now);
}

/** A message need not leave any more. */
export function withheld(current: Escalation, notice: Notice, reason: string, now: Instant): Move {
  const about = { notice: notice.id, to: notice.to, reason };
  return noted(current, withholding(notice, reason, now), { what: "notice_withheld", about }, now);
}

/** A message has arrived later than it should have, by the attempt with this number. */
export function arrivedLate(current: Escalation, delivered: Notice, number: number, now: Instant): Move {
  const { id, to, tried, at } = delivered;
  const by = tried.find((attempt) => attempt.number === number)?.channel ?? "email";
  const about = { notice: id, to, by, attempt: number, firstAt: tried[0]?.at ?? at };
  return noted(current, delivered, { what: "notice_late", about }, now);
}
