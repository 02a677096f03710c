import type { Notice } from "../../core/escalation/notice.ts";
import { inHandSince, type Known, ofEach, type Rule, wasOnDuty } from "../known.ts";
import type { Retold, Version } from "../retold.ts";

/** A page goes to the ladder, to somebody who is there: when it is written, and again each time that it leaves. */
export const paging: Rule = {
  name: "only those on duty are paged",
  says: "Whoever is paged stands on the ladder and is on duty when it is written and when it leaves, or has the case.",
  from: "design.md 6.3",
  broken: ofEach(function* (it, known) {
    const byNumber = new Map(it.versions.map((version) => [version.number, version]));
    for (const notice of it.notices) {
      const version = byNumber.get(Number(notice.id.slice(0, 6)));
      if (notice.kind !== "page" || !version) continue;
      yield* written(notice, version, it, known);
      const teams = teamsAsked(notice, version, it);
      for (const { number, at } of notice.tried)
        if (!wasOnDuty(known, notice.to, teams, inHandSince(notice.tried, number), at))
          yield `${notice.to} was off duty for tier ${notice.tier} when attempt ${number} of ${notice.id} left at ${at}`;
    }
  }),
};

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
