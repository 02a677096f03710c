import { isRunning, type Limit } from "../../core/escalation/clock.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import type { Notice } from "../../core/escalation/notice.ts";
import { type Known, ofEach, type Rule, wasOnDuty, wasThroughout } from "../known.ts";
import type { Retold, Version } from "../retold.ts";

/** What whoever raised it hears, unless they did it themselves. */
const HEARD: readonly Fact["what"][] = ["acknowledged", "decided", "unit_stood_down", "nobody_answered", "closed", "withdrawn"];
/** What ends all asking. */
const ANSWERS: readonly Fact["what"][] = ["decided", "closed", "withdrawn"];
/** Missed limits of which somebody hears who is on no tier: a body, the raising side, whoever has the case. */
const BESIDE: readonly Limit[] = ["custody_handover", "read_answer", "accept_referral"];

/** What the story says of people is written to them in the same move: no message is only meant. */
export const told: Rule = {
  name: "whoever must hear is written to",
  says: "Whoever is there is asked, each with a page; the raiser hears each answer and each end; whoever was asked for nothing any more hears that.",
  from: "design.md 6.3; hazards H-01, H-02",
  broken: ofEach(function* (it, known) {
    const asked = new Set<string>();
    for (const version of it.versions) {
      for (const fact of version.facts) {
        yield* askedOf(fact, version, it, known, asked);
        yield* heardOf(fact, version, it);
        yield* besides(fact, version, it, known);
        yield* needless(fact, version, it, known, asked);
        keepAsked(fact, asked);
      }
      yield* lastHope(version, it);
    }
  }),
};

type To = Pick<Notice, "kind" | "to">;
const has = ({ notices }: Version, { kind, to }: To): boolean => notices.some((one) => one.kind === kind && one.to === to);

/** Who decides takes the case with it: what is told is the answer. */
const isDecided = ({ facts }: Version): boolean => facts.some(({ what }) => what === "decided");

/** Nobody reads what is sent to a system. */
const isSystem = ({ escalation: { raised, news } }: Retold, person: string): boolean =>
  [raised.by, ...news.map(({ by }) => by)].some(({ id, system }) => system && id === person);

/** A page for each who is asked, a word for each who is told beside; nobody who is there is left out, or passed over as if nobody were. */
function* askedOf(fact: Fact, version: Version, it: Retold, known: Known, before: ReadonlySet<string>): Iterable<string> {
  const says = `version ${version.number} (${fact.what})`;
  if (fact.what === "tier_alerted" || fact.what === "asked_again")
    for (const to of fact.about.people) if (!has(version, { kind: "page", to })) yield `${says} asks ${to}, and writes no page`;
  if (fact.what === "tier_alerted") {
    const { tier, people, unasked, paired } = fact.about;
    for (const to of paired) if (!has(version, { kind: "paired", to })) yield `${says} tells ${to} beside, and writes nothing`;
    for (const to of thereAt(tier, version, it, known))
      if (![...people, ...unasked].includes(to) && !before.has(to))
        yield `${says} does not ask ${to}, who is on duty for tier ${tier}`;
  }
  if (fact.what === "tier_skipped")
    for (const to of thereAt(fact.about.tier, version, it, known))
      yield `${says} passes over tier ${fact.about.tier}, and ${to} is on duty there`;
}

/** Who is on duty for a tier, whichever of two clocks is asked, and can be reached. */
function thereAt(tier: number, { at }: Version, { escalation }: Retold, known: Known): string[] {
  const teams = escalation.terms.ladder[tier]?.teams ?? [];
  return wasThroughout(known, teams, at).filter((person) => known.addresses[person]?.length);
}

/** What the raiser hears, and whoever had the case. */
function* heardOf(fact: Fact, version: Version, it: Retold): Iterable<string> {
  const by = typeof fact.by === "string" ? undefined : fact.by.id;
  const { raised } = it.escalation;
  if (HEARD.includes(fact.what) && !(fact.what === "acknowledged" && isDecided(version))) {
    const ours = [raised.by.id, ...(ANSWERS.includes(fact.what) && version.before.owner ? [version.before.owner] : [])];
    for (const to of ours)
      if (to !== by && !isSystem(it, to) && !has(version, { kind: "update", to }))
        yield `version ${version.number} (${fact.what}) is not told to ${to}`;
  }
}

/** Nobody need be reminded of a shift who goes on with the next, or of an answer at a desk where nobody is. */
const MAY_BE_NOBODYS: readonly Limit[] = ["shift_end", "read_answer"];

/** A limit that is near, or missed on no tier, is somebody's to hear. */
function* besides(fact: Fact, version: Version, it: Retold, known: Known): Iterable<string> {
  if (version.notices.length > 0) return;
  if (fact.what === "limit_missed" && BESIDE.includes(fact.about.limit))
    yield `version ${version.number} misses ${fact.about.limit}, and tells nobody`;
  const { ladder } = it.escalation.terms;
  if (fact.what !== "limit_near" || MAY_BE_NOBODYS.includes(fact.about.limit)) return;
  const rungs = fact.about.limit === "acknowledge" ? ladder.slice(fact.about.tier, fact.about.tier + 1) : ladder;
  const there = wasThroughout(
    known,
    rungs.flatMap(({ teams }) => teams),
    version.at,
  );
  if (there.length > 0) yield `version ${version.number} says that ${fact.about.limit} is near, and tells nobody`;
}

/** Who has been asked, until they answer or are stood down. */
function keepAsked(fact: Fact, asked: Set<string>): void {
  if (fact.what === "asked_again") asked.clear();
  if (fact.what === "tier_alerted" || fact.what === "asked_again") for (const person of fact.about.people) asked.add(person);
}

/** What may end all asking and is no answer: somebody has come, another service takes it, or officers who waited for those who answer wait no more. */
const endsAsking = (fact: Fact, { terms }: Retold["escalation"]): boolean =>
  fact.what === "arrived" ||
  fact.what === "referral_accepted" ||
  (terms.police === "ask" &&
    (fact.what === "outcome_recorded" || (fact.what === "custody_recorded" && fact.about.item === "custody_accepted")));

/** Once it is answered, all who were asked and are needed no more hear that; a tier that must decide beside goes on being asked. */
function* needless(fact: Fact, version: Version, { escalation }: Retold, known: Known, asked: Set<string>): Iterable<string> {
  const { after, number, at } = version;
  const { childTier, ladder } = escalation.terms;
  const beside = childTier === null ? [] : (ladder[childTier]?.teams ?? []);
  for (const { kind, to } of version.notices) if (kind === "stand_down") asked.delete(to);
  const stillAsked = after.clocks.some((clock) => clock.limit === "acknowledge" && isRunning(clock));
  if (endsAsking(fact, escalation) && !stillAsked) for (const to of version.people) asked.delete(to); // they know: it is they who ended it
  const answers = ANSWERS.includes(fact.what);
  if (!answers && (fact.what !== "acknowledged" || isDecided(version))) return;
  for (const to of asked) {
    if (version.people.includes(to)) asked.delete(to);
    else if (answers || !(stillAsked || wasOnDuty(known, to, beside, at, at)))
      yield `version ${number} answers it, and does not stand down ${to}`;
  }
  if (answers) asked.clear();
}

/** When no page of those who are asked can reach anybody any more, somebody else is asked in the same move. */
function* lastHope(version: Version, it: Retold): Iterable<string> {
  const { facts, number, after, before } = version;
  const failed = facts.flatMap((fact) => (fact.what === "notice_failed" ? [fact.about.notice] : []));
  const lost = it.notices.filter(({ id, kind, limit }) => failed.includes(id) && kind === "page" && limit === "acknowledge");
  if (lost.length === 0) return;
  const lostIn = new Map(
    it.facts.flatMap((fact) => (fact.what === "notice_failed" ? [[fact.about.notice, fact.version] as const] : [])),
  );
  for (const { tier } of lost) {
    const clock = before.clocks.find((one) => one.limit === "acknowledge" && one.tier === tier && isRunning(one));
    const isAsked = after.clocks.some((one) => one.limit === "acknowledge" && one.tier === tier && isRunning(one));
    if (!clock || !isAsked) continue;
    const hopes = it.notices.filter(
      (one) => one.kind === "page" && one.limit === "acknowledge" && one.tier === tier && one.at >= clock.startedAt,
    );
    if (!hopes.some(({ id }) => (lostIn.get(id) ?? Infinity) > number))
      yield `version ${number} loses the last page of tier ${tier}, and asks nobody else`;
  }
}
