import type { ReactNode } from "react";
import type { Ask, Who } from "../core/escalation/ask.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import { titleOf } from "../core/escalation/escalation.ts";
import type { Fact } from "../core/escalation/fact.ts";
import type { Notice } from "../core/escalation/notice.ts";
import { endInSight } from "../core/escalation/standing.ts";
import { THEMES } from "../core/escalation/theme.ts";
import { type Instant, london } from "../core/time.ts";
import { carriedWords } from "./decision-words.ts";
import { enteredLater, RiskFacts } from "./known.tsx";
import { ambulanceWords, LIMB_NAMES, NEXT_OF_KIN, READINGS, sharedMarks, VEHICLES } from "./known-words.ts";
import { Telephone } from "./telephone.tsx";
import { clockWords, Moment } from "./time.tsx";
import {
  CAUSES,
  CHANNELS,
  DEFERRED,
  DISAGREE_REASONS,
  ENDINGS,
  FATES,
  KINDS,
  LIMITS,
  MISSED,
  NUMBERS,
  REOPENED,
  RISK_LEVELS,
  SEEN_BY,
  WITHDRAWN_AS,
} from "./words.ts";

/** What the story needs beside its facts: the terms they were written under, and who is meant by an id or a code. */
export interface StoryContext {
  readonly of: Pick<Escalation, "terms" | "version">;
  readonly now: Instant;
  readonly nameOf: (person: string) => string;
  readonly agencyOf: (code: string) => string;
  /** Who reads it: a first answer opens to the force that gave it, and not to whoever shares the case. */
  readonly reader?: Pick<Who, "agency">;
  /** The pieces of news that the reader has not opened yet: that they came is told, what they say is not. */
  readonly unopened?: readonly number[];
}

/** What nobody may read past: a limit missed, a message that did not arrive, a unit that turned round. */
const GRAVE: readonly Fact["what"][] = [
  "limit_missed",
  "nobody_answered",
  "notice_failed",
  "ownership_lapsed",
  "deferral_not_allowed",
  "unit_stood_down",
  "disagreement_unresolved",
  "left_without_agreed_handover",
  "went_back",
];

/** What has happened to a case, line by line from the first; under each line the messages that left with it, and what became of them. */
export function Story({ facts, notices, ...context }: StoryContext & { facts: readonly Fact[]; notices: readonly Notice[] }) {
  return (
    <ol className="app-story">
      {facts.map((fact, nth) => {
        const last = facts[nth + 1]?.version !== fact.version;
        const told = last ? notices.filter(({ id }) => Number(id.slice(0, 6)) === fact.version) : [];
        const grave = GRAVE.includes(fact.what);
        return (
          <li
            key={fact.number}
            className={grave ? "app-story__fact app-story__fact--missed" : "app-story__fact"}
            id={`fact-${fact.number}`}
          >
            <span className="app-story__when">
              <Moment at={fact.at} now={context.now} seconds />
            </span>
            <Sentence fact={fact} context={context} />
            {told.length > 0 && <Told notices={told} context={context} />}
          </li>
        );
      })}
    </ol>
  );
}

/** More messages than this under one line are folded up, with what became of them in the title. */
const FEW = 2;

function Told({ notices, context: { nameOf, now } }: { notices: readonly Notice[]; context: StoryContext }) {
  const each = (
    <ul className="app-told" aria-label="Messages">
      {notices.map((notice) => (
        <li key={notice.id}>
          {KINDS[notice.kind]}: {nameOf(notice.to)}
          {wayWords(notice)}, {fateWords(notice, now)}.
        </li>
      ))}
    </ul>
  );
  if (notices.length <= FEW) return each;
  const counts = Object.entries(FATES).flatMap(([fate, words]) => {
    const count = notices.filter((notice) => notice.fate === fate).length;
    return count === 0 ? [] : [`${count} ${words}`];
  });
  return (
    <details className="app-told-fold">
      <summary>
        {notices.length} messages: {counts.join(", ")}
      </summary>
      {each}
    </details>
  );
}

/** By which channels a message went, in their order: « by email, then by text message». */
export const wayWords = ({ tried }: Pick<Notice, "tried">): string =>
  [...new Set(tried.map(({ channel }) => CHANNELS[channel]))].map((way) => ` by ${way}`).join(", then");

/** What became of a message, with the reason when it was held back or did not arrive. */
export function fateWords({ fate, settledAt, openedAt, reason, attempts }: Notice, now: Instant): string {
  const at = settledAt ? ` at ${clockWords(settledAt, now, true)}` : "";
  const why = reason ? `: ${reason}` : "";
  const again = attempts > 1 ? ` (attempt ${attempts})` : "";
  const opened = openedAt ? `, opened at ${clockWords(openedAt, now, true)}` : "";
  return `${FATES[fate]}${at}${opened}${why}${again}`;
}

/** People's own words, kept apart from ours. */
const Said = ({ children }: { children: string | null | undefined }) =>
  children ? <p className="app-story__said">{children}</p> : null;

/** Why a tier was asked, when it was not because the one below was silent. */
const BECAUSE: Record<NonNullable<Extract<Fact, { what: "tier_alerted" }>["about"]["because"]>, string> = {
  child_at_risk: "A child may be at risk, so it was asked beside the others.",
  ownership_lapsed: "The shift of whoever had it has ended.",
  reopened: "It needs an answer again.",
  linked_request: "Another request has joined this case.",
  disagreement: "The raising side reads it differently.",
  deferral: "It was to be put off once more than agreed.",
  departure: "Officers have left without an agreed handover.",
  new_information: "News came, and nobody had it.",
};

const uncapped = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);

/** One fact as a sentence. Every kind has its own, so a new kind without words does not compile. */
export function Sentence({ fact, context }: { fact: Fact; context: StoryContext }): ReactNode {
  const { of, now, nameOf, agencyOf, reader, unopened = [] } = context;
  const { terms } = of;
  const by = typeof fact.by === "string" ? fact.by : `${fact.by.name}, ${agencyOf(fact.by.agency)},`;
  const tier = (nth: number) => terms.ladder[nth]?.title ?? `tier ${nth + 1}`;
  const people = (ids: readonly string[]) => (ids.length === 0 ? "nobody" : ids.map(nameOf).join(", "));
  const priority = (code: string) => `${code} ${titleOf(terms.priorities, code)}`;
  const body = (code: string) => titleOf(terms.bodies, code);
  const time = (at: Instant) => clockWords(at, now);
  const later = (told: Pick<Ask, "onPaper"> | undefined) => (told?.onPaper ? ` ${enteredLater(told.onPaper, now)}.` : "");
  switch (fact.what) {
    case "raised": {
      const { priority: as, asked, recognised, ask, firstAnswer } = fact.about;
      const urged = as === asked ? "" : ` The answers alone would have made it ${priority(asked)}.`;
      const routed = recognised ? "" : " No area is known for the place that was given, so it went to the desk for such cases.";
      const disputed = firstAnswer ? ` It disputes the first answer ${firstAnswer.reference}.` : "";
      return `${by} raised this as ${priority(as)}. It went to ${terms.area.title}.${urged}${routed}${disputed}${later(ask)}`;
    }
    case "tier_alerted": {
      const { tier: nth, people: asked, unasked, paired, because } = fact.about;
      const more = unasked.length > 0 ? ` ${unasked.length} more on duty there were not asked.` : "";
      const beside =
        paired.length > 0
          ? ` Told alongside: ${people(paired)}.`
          : nth > 0
            ? " Nobody on the raising side stands beside it."
            : "";
      return `${tier(nth)} was asked: ${people(asked)}.${because ? ` ${BECAUSE[because]}` : ""}${more}${beside}`;
    }
    case "tier_skipped": {
      const why =
        fact.about.reason === "nobody_on_duty" ? "nobody was on duty" : "no message could reach anybody on duty who may answer";
      return `${tier(fact.about.tier)} could not be asked: ${why}. The next tier was asked at once, and the rota's owner was told.`;
    }
    case "nobody_answered":
      return `${MISSED[fact.about.unanswered]}, and no tier is left. The raiser was told to ring.`;
    case "asked_again":
      return `Everyone on the ladder who is on duty was asked again: ${people(fact.about.people)}.`;
    case "limit_near":
      return `A limit was near: ${time(fact.about.dueAt)} ${LIMITS[fact.about.limit].to}.`;
    case "limit_missed": {
      const whose = fact.about.of ? ` (${agencyOf(fact.about.of)})` : "";
      const why = fact.about.cause ? ` ${CAUSES[fact.about.cause]}` : "";
      return `${MISSED[fact.about.limit]}${whose}: the limit was ${time(fact.about.dueAt)}.${why}`;
    }
    case "notice_failed":
      return `A message to ${nameOf(fact.about.to)} did not arrive: ${fact.about.reason}.`;
    case "notice_rerouted": {
      const { to, from, by: next, reason } = fact.about;
      return `A message to ${nameOf(to)} was lost by ${CHANNELS[from]} (${reason}), so it goes by ${CHANNELS[next]}.`;
    }
    case "notice_late": {
      const { to, by: way, attempt, firstAt } = fact.about;
      const first = clockWords(firstAt, now, true);
      return `A message to ${nameOf(to)} arrived late, by ${CHANNELS[way]} (attempt ${attempt}). It was first sent at ${first}.`;
    }
    case "notice_withheld":
      return `A message to ${nameOf(fact.about.to)} was not sent: ${fact.about.reason}.`;
    case "acknowledged": {
      const { tier: nth, until, offeredBy } = fact.about;
      const from = offeredBy ? ` It was offered by ${nameOf(offeredBy)}.` : "";
      const seen = until && endInSight(fact.at, until);
      const ends = until ? ` ${seen ? `Their shift ends at ${time(seen)}` : "No end of their shift was in sight"}.` : "";
      return `${by} has seen it and has it from now on (${tier(nth)}).${from}${ends}`;
    }
    case "handover_offered":
      return (
        <>
          {by} asked {nameOf(fact.about.to)} to take it over. It stays where it is until they accept.
          <Said>{fact.about.words}</Said>
        </>
      );
    case "still_on_duty": {
      const ends = endInSight(fact.at, fact.about.until);
      return `Whoever has it is still on duty${ends ? ` until ${time(ends)}` : ", with no end of the shift in sight"}, and keeps it.`;
    }
    case "ownership_lapsed": {
      const { from, tier: nth, late } = fact.about;
      const already = late.length > 0 ? ` Late already: ${late.map((limit) => uncapped(MISSED[limit])).join("; ")}.` : "";
      return `The shift of ${nameOf(from)} ended without a handover, so nobody has it: ${tier(nth)} on duty has it to acknowledge.${already}`;
    }
    case "decided": {
      const { code, why, arriveBy, reviewAt, replaces, detail } = fact.about;
      const when = arriveBy ? ` They arrive by ${time(arriveBy)}.` : "";
      const again = reviewAt ? ` It is looked at again at ${time(reviewAt)}.` : "";
      const old = detail
        ? " The answer is the same, with more said of it."
        : replaces
          ? ` The earlier answer no longer holds: ${titleOf(terms.decisions, replaces)}.`
          : "";
      const carried = carriedWords(fact.about, terms, now);
      return (
        <>
          {by} decided: {titleOf(terms.decisions, code)}.{when}
          {again}
          {old}
          <Said>{why}</Said>
          <Details lines={carried} />
        </>
      );
    }
    case "more_wanted": {
      const { limbs, missing, whoGets, byWhen } = fact.about;
      const lines = (["limb_a", "limb_b"] as const).flatMap((limb) => {
        const read = limbs[limb];
        return read ? [{ name: LIMB_NAMES[limb], words: `${READINGS[read.reading]}. ${read.facts}` }] : [];
      });
      return (
        <>
          {by} asked for what is missing. {whoGets} gets it by {time(byWhen)}. No limit has stopped.
          <Said>{missing}</Said>
          <Details lines={lines} />
        </>
      );
    }
    case "referral_accepted": {
      const { body: code, reference, expectedAt } = fact.about;
      const expect = expectedAt ? ` Expect them at ${time(expectedAt)}.` : " They gave no time when to expect them.";
      return `${by} accepted it for ${body(code)}, reference ${reference}.${expect}`;
    }
    case "referral_declined":
      return (
        <>
          {by} declined it for {body(fact.about.body)}.<Said>{fact.about.why}</Said>
        </>
      );
    case "deferred": {
      const { reason, why, until, count } = fact.about;
      return (
        <>
          {by} put it off until {time(until)}: {uncapped(DEFERRED[reason])}. That was number {count} of at most{" "}
          {terms.mostDeferrals}.<Said>{why}</Said>
        </>
      );
    }
    case "deferral_not_allowed": {
      const { reason, why, until, count } = fact.about;
      const words = DEFERRED[reason as keyof typeof DEFERRED] ?? reason;
      return (
        <>
          {by} wanted to put it off once more, number {count}, until {time(until)}: {uncapped(words)}. It was not applied.
          <Said>{why}</Said>
        </>
      );
    }
    case "unit_stood_down":
      return (
        <>
          {by} said that the unit on its way is needed elsewhere. Nobody is coming until it is decided anew.
          <Said>{fact.about.why}</Said>
        </>
      );
    case "arrived": {
      const { callSign, claimedAt } = fact.about;
      const who = callSign ? `Call sign ${callSign}.` : "No call sign was given.";
      const claimed = claimedAt ? ` The time given is ${clockWords(claimedAt, now, true)}.` : "";
      return `${by} said that whoever was sent is on scene. ${who}${claimed}`;
    }
    case "news_added": {
      const { number, news } = fact.about;
      const before = later(fact.about);
      if (unopened.includes(number)) return `${by} added something new.${before} You have not opened it yet.`;
      return (
        <>
          {by} added what is new{before ? `.${before}` : ":"}
          <Said>{news.words}</Said>
          {news.riskFacts && <RiskFacts facts={news.riskFacts} terms={terms} now={now} />}
        </>
      );
    }
    case "request_linked": {
      const { number, ask, because, from } = fact.about;
      const before = `${from ? ` It was ${from} until then.` : ""}${later(ask)}`;
      if (unopened.includes(number)) return `${by} joined another request with this case.${before} You have not opened it yet.`;
      return (
        <>
          {by} joined another request with this case.{before} Call back on <Telephone number={ask.callBack} />.
          <Said>{ask.ask}</Said>
          <Said>{ask.whyNow}</Said>
          <Said>{because}</Said>
        </>
      );
    }
    case "news_read":
      return `${by} opened what was new (${fact.about.numbers.map((number) => `number ${number}`).join(", ")}).`;
    case "reopened":
      return `It is to be answered anew. ${REOPENED[fact.about.why].title}.`;
    case "priority_changed": {
      const { from, to, why, agreedWith } = fact.about;
      const agreed = agreedWith ? ` ${nameOf(agreedWith)} agreed.` : "";
      if (why === "new_information") return `New information made it ${priority(to)}; it was ${priority(from)}.`;
      return (
        <>
          {by} made it {priority(to)}; it was {priority(from)}.{agreed}
          <Said>{why}</Said>
        </>
      );
    }
    case "answer_read":
      return `${by} has read the answer for ${agencyOf(fact.about.agency)}: ${titleOf(terms.decisions, fact.about.decision)}.`;
    case "rang": {
      const { number, agency, answered, words } = fact.about;
      return (
        <>
          {by} rang {NUMBERS[number]}
          {agency && ` of ${agencyOf(agency)}`}: {answered ? "somebody answered, and knows the answer" : "nobody answered"}.
          <Said>{words}</Said>
        </>
      );
    }
    case "responded": {
      const { code, why, follows } = fact.about;
      return (
        <>
          {by} said what was done with the answer: {uncapped(titleOf(terms.responses, code))}
          {follows === false && ", which is something else than was answered"}.<Said>{why}</Said>
        </>
      );
    }
    case "disagreed": {
      const { tier: nth, reason, why } = fact.about;
      return (
        <>
          {by} disagreed with the {tier(nth)}: {uncapped(DISAGREE_REASONS[reason])}.<Said>{why}</Said>
        </>
      );
    }
    case "disagreement_unresolved": {
      const { theirs, ours, plan } = fact.about;
      return (
        <>
          No tier is left to decide between the two. The disagreement stands, and goes to the next partner call. The raising side:
          <Said>{theirs}</Said>
          The answer:
          <Said>{ours || "No answer had been given."}</Said>
          {plan ? "The interim plan:" : "No interim plan had been recorded."}
          <Said>{plan}</Said>
        </>
      );
    }
    case "plan_recorded":
      return (
        <>
          {by} recorded how the person is kept safe meanwhile, to be looked at again at {time(fact.about.reviewAt)}.
          <Said>{fact.about.words}</Said>
        </>
      );
    case "custody_recorded":
      return (
        <>
          {by} recorded for the handover: <CustodyLine about={fact.about} />
        </>
      );
    case "left_without_agreed_handover":
      return (
        <>
          {by} recorded that officers left at {time(fact.about.leftAt)} without an agreed handover. Who was told:
          <Said>{fact.about.told}</Said>
        </>
      );
    case "went_back":
      return `Part of this story was lost: what was written from ${time(fact.about.to)} to ${time(fact.at)} is not kept, because the records were put back to the earlier moment. Everybody concerned was asked to say again what they answered in that time.`;
    case "related_found":
      return `${fact.about.reference} may be about the same person: ${sharedMarks(fact.about.on)}.`;
    case "first_answer_found": {
      const { id, reference, on } = fact.about;
      const isTheirs = reader?.agency === of.terms.area.agency;
      return (
        <>
          The control room gave a first answer that may be about the same person:{" "}
          {isTheirs ? <a href={`/first-answers/${id}`}>{reference}</a> : reference} ({sharedMarks(on)}).
        </>
      );
    }
    case "related_said": {
      const { reference, same, because } = fact.about;
      return (
        <>
          {by} said that {reference} is {same ? "about the same" : "not the same"}, because:
          <Said>{because}</Said>
        </>
      );
    }
    case "outcome_recorded": {
      const { code, seenBy, afterClosing, lookBack } = fact.about;
      const when = lookBack ? ` (${uncapped(titleOf(terms.lookBacks, lookBack))})` : "";
      const late = afterClosing ? " The case had been closed by then." : "";
      return `${by} recorded what has happened to the person${when}: ${titleOf(terms.outcomes, code)}. Seen by: ${SEEN_BY[seenBy].toLowerCase()}.${late}`;
    }
    case "note_added": {
      const { text, theme } = fact.about;
      return (
        <>
          {by} noted{theme ? ` (for learning: ${theme} ${THEMES[theme]})` : ""}:<Said>{text}</Said>
        </>
      );
    }
    case "closed": {
      const { why, as, into } = fact.about;
      const how = as && as !== "closed" ? ` ${ENDINGS[as]}${into ? `, ${into}` : ""}.` : "";
      return (
        <>
          {by} closed it.{how}
          <Said>{why}</Said>
        </>
      );
    }
    case "withdrawn":
      return (
        <>
          {by} withdrew it. {WITHDRAWN_AS[fact.about.as]}.
          {fact.about.seenBy && ` Seen by: ${uncapped(SEEN_BY[fact.about.seenBy])}.`}
          <Said>{fact.about.why}</Said>
        </>
      );
  }
}

/** What a line carries beside its words, named. */
const Details = ({ lines }: { lines: readonly { readonly name: string; readonly words: string }[] }) =>
  lines.length === 0 ? null : (
    <ul className="app-told">
      {lines.map(({ name, words }) => (
        <li key={name}>
          <strong>{name}:</strong> {words}
        </li>
      ))}
    </ul>
  );

/** One item of a handover as it was settled. The detention's clock is told with its day and its offset. */
function CustodyLine({ about }: { about: Extract<Fact, { what: "custody_recorded" }>["about"] }): ReactNode {
  const { item, at, level, words = "", hours, vehicle, asked, officers } = about;
  switch (item) {
    case "arrived_at":
      return `they arrived at ${at ? london(at) : "a time that was not recorded"}.`;
    case "detention_began":
      return `the detention began at ${at ? london(at) : "a time that was not recorded"}.`;
    case "risk_by_police":
    case "risk_by_health": {
      const side = item === "risk_by_police" ? "police" : "health staff";
      return `the risk as ${side} see it is ${level ? RISK_LEVELS[level].toLowerCase() : "not recorded"}.`;
    }
    case "next_of_kin": {
      const [code = "", ...rest] = words.split(": ");
      const told = NEXT_OF_KIN[code as keyof typeof NEXT_OF_KIN];
      return (
        <>
          next of kin. {told ?? code}.<Said>{rest.join(": ")}</Said>
        </>
      );
    }
    case "tell_result":
      return (
        <>
          who must be told the result.<Said>{words}</Said>
        </>
      );
    case "custody_accepted":
      return `${words} has accepted the person.`;
    case "conveyed":
      return (
        <>
          how they were brought: {vehicle ? VEHICLES[vehicle].toLowerCase() : "not recorded"}.{" "}
          {ambulanceWords({ asked, expectedAt: at })}
          {words && <Said>{words}</Said>}
        </>
      );
    case "officers_waiting":
      return `${officers ?? "some"} ${officers === 1 ? "officer" : "officers"} waiting with them.`;
    case "detention_extended":
      return `the detention was extended by ${hours ?? "some"} ${hours === 1 ? "hour" : "hours"}, by ${words}${at ? `, authorised at ${london(at)}` : ""}.`;
  }
}
