import type { Message, Notice } from "../../core/escalation/notice.ts";
import type { Outage, Sent } from "../history.ts";
import { type Known, mayHaveStood, ofEach, type Rule, wasThroughout } from "../known.ts";
import { IN_HAND_MS, moved, SKEW_MS, sweptBy } from "../promise.ts";
import type { Retold } from "../retold.ts";
import { asksFor } from "./answered.ts";

/** So many attempts are kept with a message; of one that was tried more often the oldest may be forgotten. */
const MOST_KEPT = 20;
const CARRIER = { email: "mail", sms: "text" } as const;

/** Whatever left is told of by a notice, went to where its person is reached, and is not said twice; what became of a notice is said, with its reason, in the story too. */
export const sending: Rule = {
  name: "every message is explained",
  says: "What left is an attempt of a notice, once, to an address of its person, and names its case; nobody is written to twice for one thing, or again once it has arrived; each notice ends in a fate that the story explains and that is so, or is still in hand.",
  from: "design.md 6.4; reliability.md 1.6",
  broken: function* (known) {
    yield* ofCases(known);
    for (const { about, notice, left } of known.beside ?? []) {
      const found = [...besideCases(notice, left, known)];
      yield* found.map((says) => ({ case: null, says: `${about}: ${says}` }));
    }
  },
};

/** The same of a message about a desk or a matter: what stands in no story. */
function* besideCases(notice: Message, left: readonly Sent[], known: Known): Iterable<string> {
  yield* leftTwice(left, known.outages);
  for (const sent of left) yield* unexplained(sent, notice, known);
  yield* unsettled(notice, known.to, known.outages);
  yield* again(notice);
  yield* unheardOf(notice, left);
}

const ofCases = ofEach(function* (it, known) {
  const { escalation, notices, facts } = it;
  const byId = new Map(notices.map((notice) => [notice.id, notice]));
  const left = known.left(escalation.id);
  yield* leftTwice(left, known.outages);
  for (const sent of left) {
    yield* unexplained(sent, byId.get(sent.notice), known);
    yield* speaksOf(sent, it);
  }
  const told = new Set(
    facts.flatMap((fact) =>
      fact.what === "notice_failed" || fact.what === "notice_withheld" ? [`${fact.what} ${fact.about.notice}`] : [],
    ),
  );
  for (const { notices: made, number } of it.versions) yield* twins(made, number);
  for (const notice of notices) {
    if (notice.case !== escalation.id || notice.partnership !== escalation.partnership)
      yield `${notice.id} stands with another case than its own, ${notice.case} of ${notice.partnership}`;
    yield* unsettled(notice, known.to, known.outages);
    yield* keptBack(notice, it, known);
    yield* again(notice);
    if ((notice.fate === "failed" || notice.fate === "withheld") && !told.has(`notice_${notice.fate} ${notice.id}`))
      yield `${notice.id} to ${notice.to} is ${notice.fate}, and the story does not say so`;
    yield* unheardOf(notice, left);
  }
});

function* leftTwice(left: readonly Sent[], outages: readonly Outage[]): Iterable<string> {
  const seen = new Set<string>();
  for (const sent of left) {
    const key = `${sent.notice} ${sent.attempt}`;
    if (seen.has(key) && !isFaulty(sent, outages))
      yield `attempt ${sent.attempt} of ${sent.notice} left twice under one number, again at ${sent.at}`;
    seen.add(key);
  }
}

function* unheardOf({ id, tried }: Message, left: readonly Sent[]): Iterable<string> {
  for (const { number, fate } of tried)
    if (fate === "delivered" && !left.some((sent) => sent.notice === id && sent.attempt === number))
      yield `attempt ${number} of ${id} counts as delivered, and nobody has it`;
}

/** Its carrier was out of order then, and may have carried one message twice. */
const isFaulty = ({ channel, at }: Sent, outages: readonly Outage[]): boolean =>
  outages.some(({ part, from, to }) => part === CARRIER[channel] && from <= at && at <= moved(to, SKEW_MS));

function* unexplained(
  { at, notice: id, attempt: number, to, channel }: Sent,
  notice: Message | undefined,
  known: Known,
): Iterable<string> {
  if (!notice) return yield `${to} has a message of ${at}, and there is no notice ${id}`;
  const attempt = notice.tried.find((one) => one.number === number);
  if (!attempt && number <= notice.attempts && notice.tried.length >= MOST_KEPT) return;
  if (!attempt) return yield `${to} has attempt ${number} of ${id}, and the notice does not know of it`;
  if (attempt.channel !== channel || attempt.to !== to)
    yield `attempt ${number} of ${id} was to go to ${notice.to} by ${attempt.channel}, and ${to} has it by ${channel}`;
  if (!known.addresses[notice.to]?.includes(to))
    yield `attempt ${number} of ${id} for ${notice.to} went to ${to}, which is none of theirs`;
  if (at < attempt.at && at < moved(attempt.at, -SKEW_MS))
    yield `attempt ${number} of ${id} arrived at ${at}, before it began at ${attempt.at}`;
}

/** Whoever reads it knows which case it is, and finds it. */
function* speaksOf({ words, notice, to }: Sent, { escalation: { id, reference } }: Retold): Iterable<string> {
  if (words !== undefined && !(words.includes(reference) && words.includes(`/escalations/${id}`)))
    yield `what ${to} has of ${notice} does not name ${reference}, or does not lead to it`;
}

/** One move tells nobody the same thing twice. */
function* twins(made: readonly Notice[], version: number): Iterable<string> {
  const seen = new Set<string>();
  for (const { kind, to, about, tier, limit } of made) {
    const one = `${kind} ${to} ${about} ${tier} ${limit}`;
    if (seen.has(one)) yield `version ${version} tells ${to} of ${about} twice`;
    seen.add(one);
  }
}

/** What has arrived does not leave once more, but for what was in its sender's hand already. */
function* again({ id, tried }: Message): Iterable<string> {
  for (const { number, fate, settledAt } of tried) {
    if (fate !== "delivered" || settledAt === null) continue;
    const later = tried.find((one) => one.number > number && one.at > moved(settledAt, IN_HAND_MS));
    if (later) yield `attempt ${later.number} of ${id} left at ${later.at}, and attempt ${number} had arrived at ${settledAt}`;
  }
}

/** A message that was kept back really need not leave; one that was given up has been lost along every way there was. */
function* keptBack(notice: Notice, it: Retold, known: Known): Iterable<string> {
  const { id, kind, to, fate, at, settledAt, reason, tried, attempts } = notice;
  if (settledAt === null) return;
  const isOld = settledAt >= moved(at, A_DAY_MS - SKEW_MS);
  if (fate === "withheld" && !isOld) {
    const stood = mayHaveStood(it, known, moved(settledAt, -IN_HAND_MS), settledAt);
    if (stood.every((so) => asksFor(notice, so))) yield `${id} to ${to} was withheld (${reason}), and what it asks for was owed`;
  }
  if (fate !== "failed" || kind !== "page" || attempts > MOST_KEPT) return;
  const open = (known.addresses[to] ?? []).filter(
    (one) => !tried.some((attempt) => attempt.fate === "lost" && attempt.to === one),
  );
  const isThere = wasThroughout(known, Object.keys(it.escalation.terms.teams), settledAt).includes(to);
  if (open.length > 0 && isThere) yield `${id} to ${to} was given up (${reason}), and ${open} had not been lost`;
}
const A_DAY_MS = 86_400_000;

/** What has a fate has its reason and its time; what has none is young, or was in somebody's hand until a moment ago. */
function* unsettled(notice: Message, end: string, outages: readonly Outage[]): Iterable<string> {
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
