import type { Attempt, Notice } from "../../core/escalation/notice.ts";
import type { Outage, Sent } from "../history.ts";
import { ofEach, type Rule } from "../known.ts";
import { moved, SKEW_MS, sweptBy } from "../promise.ts";

/** So many attempts are kept with a message; of one that was tried more often the oldest may be forgotten. */
const MOST_KEPT = 20;
const CARRIER = { email: "mail", sms: "text" } as const;

/** Whatever left is told of by a notice, and whatever became of a notice is said, with its reason, in the story too. */
export const sending: Rule = {
  name: "every message is explained",
  says: "What left is an attempt of a notice, once; each notice ends in a fate that the story explains, or is still in hand.",
  from: "design.md 6.4; reliability.md 1.6",
  broken: ofEach(function* (it, known) {
    const { escalation, notices, facts } = it;
    const byId = new Map(notices.map((notice) => [notice.id, notice]));
    const left = new Map<string, Sent>();
    for (const sent of known.left(escalation.id)) {
      const key = `${sent.notice} ${sent.attempt}`;
      if (left.has(key) && !isFaulty(sent, known.outages))
        yield `attempt ${sent.attempt} of ${sent.notice} left twice under one number, again at ${sent.at}`;
      left.set(key, sent);
      yield* unexplained(sent, byId.get(sent.notice));
    }
    const told = new Set(
      facts.flatMap((fact) =>
        fact.what === "notice_failed" || fact.what === "notice_withheld" ? [`${fact.what} ${fact.about.notice}`] : [],
      ),
    );
    for (const notice of notices) {
      yield* unsettled(notice, known.to, known.outages);
      if ((notice.fate === "failed" || notice.fate === "withheld") && !told.has(`notice_${notice.fate} ${notice.id}`))
        yield `${notice.id} to ${notice.to} is ${notice.fate}, and the story does not say so`;
      for (const attempt of notice.tried)
        if (attempt.fate === "delivered" && !left.has(`${notice.id} ${attempt.number}`))
          yield `attempt ${attempt.number} of ${notice.id} counts as delivered, and nobody has it`;
    }
  }),
};

/** Its carrier was out of order then, and may have carried one message twice. */
const isFaulty = ({ channel, at }: Sent, outages: readonly Outage[]): boolean =>
  outages.some(({ part, from, to }) => part === CARRIER[channel] && from <= at && at <= moved(to, SKEW_MS));

function* unexplained({ at, notice: id, attempt: number, to, channel }: Sent, notice: Notice | undefined): Iterable<string> {
  if (!notice) return yield `${to} has a message of ${at}, and there is no notice ${id}`;
  const attempt = notice.tried.find((one) => one.number === number);
  if (!attempt && number <= notice.attempts && notice.tried.length >= MOST_KEPT) return;
  if (!attempt) return yield `${to} has attempt ${number} of ${id}, and the notice does not know of it`;
  if (attempt.channel !== channel || !isMeant(to, notice, attempt))
    yield `attempt ${number} of ${id} was to go to ${notice.to} by ${attempt.channel}, and ${to} has it by ${channel}`;
  if (at < attempt.at && at < moved(attempt.at, -SKEW_MS))
    yield `attempt ${number} of ${id} arrived at ${at}, before it began at ${attempt.at}`;
}
const isMeant = (to: string, notice: Notice, attempt: Attempt): boolean => to === attempt.to || to === notice.to;

/** What has a fate has its reason and its time; what has none is young, or was in somebody's hand until a moment ago. */
function* unsettled(notice: Notice, end: string, outages: readonly Outage[]): Iterable<string> {
  const { id, to, fate, at, leasedUntil, confirmBy, reason, settledAt, tried } = notice;
  const due = fate === "waiting" ? (leasedUntil ?? at) : confirmBy;
  if (fate === "waiting" || fate === "accepted") {
    if (due === null) yield `${id} to ${to} is ${fate}, and nobody ever looks at it again`;
    else if (end > moved(sweptBy(due, outages), SKEW_MS))
      yield `${id} to ${to} is ${fate} since ${due}, and nobody has looked at it`;
    return;
  }
  if (settledAt === null) yield `${id} to ${to} is ${fate}, and not since when`;
  if (fate === "delivered" && !tried.some((attempt) => attempt.fate === "delivered"))
    yield `${id} to ${to} counts as delivered, and none of its attempts does`;
  if (fate !== "delivered" && !reason) yield `${id} to ${to} is ${fate}, and nobody says why`;
}
