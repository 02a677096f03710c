import type { Notice } from "../../core/escalation/notice.ts";
import { inHandSince, type Known, ofEach, type Rule, wasOnDuty } from "../known.ts";
import type { Retold, Version } from "../retold.ts";

/** A page goes to the ladder, to somebody who is there: when it is written, and again each time that it leaves. Nobody hears of a case who has nothing to do with it. */
export const paging: Rule = {
  name: "only those on duty are paged",
  says: "Whoever is paged stands on the ladder and is on duty when it is written and when it leaves, or has the case; whoever else is told has asked, has had a hand in it, or is at one of its desks.",
  from: "design.md 6.3",
  broken: ofEach(function* (it, known) {
    const hands = new Set(namedOn(it));
    for (const version of it.versions) {
      for (const person of version.people) hands.add(person);
      for (const notice of version.notices) {
        if (notice.kind !== "page") yield* outside(notice, hands, it, known);
        else yield* paged(notice, version, it, known);
        hands.add(notice.to);
      }
    }
  }),
};

function* paged(notice: Notice, version: Version, it: Retold, known: Known): Iterable<string> {
  yield* written(notice, version, it, known);
  const teams = teamsAsked(notice, version, it);
  for (const { number, at } of notice.tried)
    if (!wasOnDuty(known, notice.to, teams, inHandSince(notice.tried, number), at))
      yield `${notice.to} was off duty for tier ${notice.tier} when attempt ${number} of ${notice.id} left at ${at}`;
}

/** Whom a case names: who stands in for the raiser, who asked or told something in another case that was joined to it, and whoever answers for the rotas of its desks. */
const namedOn = ({ escalation: { ask, news, terms } }: Retold): string[] => [
  ...news.map(({ by }) => by.id),
  ...(ask.deputy?.person ? [ask.deputy.person] : []),
  ...Object.values(terms.teams).flatMap(({ owner }) => owner ?? []),
];

/** Told, and has neither asked nor answered nor been asked before, and is at none of the desks of the case. */
function* outside({ id, kind, to, at }: Notice, hands: ReadonlySet<string>, it: Retold, known: Known): Iterable<string> {
  if (!hands.has(to) && !wasOnDuty(known, to, Object.keys(it.escalation.terms.teams), at, at))
    yield `${to} has nothing to do with the case, and is told of it by ${id} (${kind})`;
}

function* written(notice: Notice, version: Version, it: Retold, known: Known): Iterable<string> {
  const { id, to, limit, at, tier } = notice;
  if (limit === "read_information") {
    if (version.after.owner !== to) yield `${to} does not have the case, and is paged to read by ${id}`;
  } else if (!wasOnDuty(known, to, teamsAsked(notice, version, it), at, at))
    yield `${to} was paged by ${id} at ${at}, and was not on duty for tier ${tier}`;
}

/** The desks that a page was meant for: those of its tier, all of them when everyone is asked again, or the body's that was asked. */
function teamsAsked({ about, tier }: Notice, { facts }: Version, { escalation: { terms } }: Retold): string[] {
  if (about === "referred") {
    const body = facts.flatMap((fact) => (fact.what === "decided" ? [fact.about.referTo] : []))[0];
    return terms.bodies.find(({ code }) => code === body)?.teams ?? [];
  }
  const rungs = about === "asked_again" ? terms.ladder : terms.ladder.slice(tier, tier + 1);
  return rungs.flatMap(({ teams }) => teams);
}
