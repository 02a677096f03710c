import type { ReactNode } from "react";
import type { Escalation } from "../core/escalation/escalation.ts";
import { titleOf } from "../core/escalation/escalation.ts";
import type { Fact } from "../core/escalation/fact.ts";
import type { Notice } from "../core/escalation/notice.ts";
import type { Instant } from "../core/time.ts";
import { clockWords, Moment } from "./time.tsx";
import { FATES, KINDS, LIMITS, MISSED, SEEN_BY, WITHDRAWN_AS } from "./words.ts";

/** What the story needs beside its facts: the terms they were written under, and who is meant by an id or a code. */
export interface StoryContext {
  readonly of: Pick<Escalation, "terms" | "version">;
  readonly now: Instant;
  readonly nameOf: (person: string) => string;
  readonly agencyOf: (code: string) => string;
}

/** What has happened to a case, line by line from the first; under each line the messages that left with it, and what became of them. */
export function Story({ facts, notices, ...context }: StoryContext & { facts: readonly Fact[]; notices: readonly Notice[] }) {
  return (
    <ol className="app-story">
      {facts.map((fact, nth) => {
        const last = facts[nth + 1]?.version !== fact.version;
        const told = last ? notices.filter(({ id }) => Number(id.slice(0, 6)) === fact.version) : [];
        const grave = fact.what === "limit_missed" || fact.what === "nobody_answered" || fact.what === "notice_failed";
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
          {KINDS[notice.kind]}: {nameOf(notice.to)} by email, {fateWords(notice, now)}.
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

/** What became of a message, with the reason when it was held back or did not arrive. */
export function fateWords({ fate, settledAt, reason, attempts }: Notice, now: Instant): string {
  const at = settledAt ? ` at ${clockWords(settledAt, now, true)}` : "";
  const why = reason ? `: ${reason}` : "";
  const again = attempts > 1 ? ` (attempt ${attempts})` : "";
  return `${FATES[fate]}${at}${why}${again}`;
}

/** People's own words, kept apart from ours. */
const Said = ({ children }: { children: string | null }) => (children ? <p className="app-story__said">{children}</p> : null);

/** One fact as a sentence. Every kind has its own, so a new kind without words does not compile. */
export function Sentence({ fact, context }: { fact: Fact; context: StoryContext }): ReactNode {
  const { of, now, nameOf, agencyOf } = context;
  const { terms } = of;
  const by = typeof fact.by === "string" ? fact.by : `${fact.by.name}, ${agencyOf(fact.by.agency)},`;
  const tier = (nth: number) => terms.ladder[nth]?.title ?? `tier ${nth + 1}`;
  const people = (ids: readonly string[]) => (ids.length === 0 ? "nobody" : ids.map(nameOf).join(", "));
  const priority = (code: string) => `${code} ${titleOf(terms.priorities, code)}`;
  switch (fact.what) {
    case "raised": {
      const { priority: as, asked, recognised } = fact.about;
      const urged = as === asked ? "" : ` The answers alone would have made it ${priority(asked)}.`;
      const routed = recognised ? "" : " No area is known for the place that was given, so it went to the desk for such cases.";
      return `${by} raised this as ${priority(as)}. It went to ${terms.area.title}.${urged}${routed}`;
    }
    case "tier_alerted": {
      const { tier: nth, people: asked, unasked, paired } = fact.about;
      const more = unasked.length > 0 ? ` ${unasked.length} more on duty there were not asked.` : "";
      const beside = paired.length > 0 ? ` Told alongside: ${people(paired)}.` : "";
      return `${tier(nth)} was asked: ${people(asked)}.${more}${beside}`;
    }
    case "tier_skipped": {
      const why = fact.about.reason === "nobody_on_duty" ? "nobody was on duty" : "no message could reach anybody on duty";
      return `${tier(fact.about.tier)} could not be asked: ${why}. The next tier was asked at once, and the rota's owner was told.`;
    }
    case "nobody_answered":
      return `${MISSED[fact.about.unanswered]}, and no tier is left. The raiser was told to ring.`;
    case "asked_again":
      return `Everyone on the ladder who is on duty was asked again: ${people(fact.about.people)}.`;
    case "limit_near":
      return `A limit was near: ${clockWords(fact.about.dueAt, now)} ${LIMITS[fact.about.limit].to}.`;
    case "limit_missed":
      return `${MISSED[fact.about.limit]}: the limit was ${clockWords(fact.about.dueAt, now)}.`;
    case "notice_failed":
      return `A message to ${nameOf(fact.about.to)} did not arrive: ${fact.about.reason}.`;
    case "acknowledged":
      return `${by} has seen it and has it from now on (${tier(fact.about.tier)}).`;
    case "decided": {
      const { code, why, arriveBy, reviewAt } = fact.about;
      const when = arriveBy ? ` They arrive by ${clockWords(arriveBy, now)}.` : "";
      const again = reviewAt ? ` It is looked at again at ${clockWords(reviewAt, now)}.` : "";
      return (
        <>
          {by} decided: {titleOf(terms.decisions, code)}.{when}
          {again}
          <Said>{why}</Said>
        </>
      );
    }
    case "arrived": {
      const { callSign, claimedAt } = fact.about;
      const who = callSign ? `Call sign ${callSign}.` : "No call sign was given.";
      const claimed = claimedAt ? ` The time given is ${clockWords(claimedAt, now, true)}.` : "";
      return `${by} said that somebody is on scene. ${who}${claimed}`;
    }
    case "outcome_recorded": {
      const { code, seenBy } = fact.about;
      return `${by} recorded what has happened to the person: ${titleOf(terms.outcomes, code)}. Seen by: ${SEEN_BY[seenBy].toLowerCase()}.`;
    }
    case "note_added":
      return (
        <>
          {by} noted:
          <Said>{fact.about.text}</Said>
        </>
      );
    case "closed":
      return (
        <>
          {by} closed it.
          <Said>{fact.about.why}</Said>
        </>
      );
    case "withdrawn":
      return (
        <>
          {by} withdrew it. {WITHDRAWN_AS[fact.about.as]}.<Said>{fact.about.why}</Said>
        </>
      );
  }
}
