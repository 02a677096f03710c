import type { Rule } from "../known.ts";

/** Of two cases about one person the newer ends in the older, and whoever looks there finds what was asked. */
export const joined: Rule = {
  name: "a case that was joined is found in the other",
  says: "Where a case was closed into another, that other one is there, and its story has the request.",
  from: "design.md 1",
  broken: function* ({ told }) {
    const byReference = new Map(told.map((it) => [it.escalation.reference, it]));
    for (const { escalation, facts } of told) {
      const into = facts.flatMap((fact) => (fact.what === "closed" && fact.about.into ? [fact.about.into] : [])).at(-1);
      if (into === undefined) continue;
      const older = byReference.get(into);
      const has = older?.facts.some((fact) => fact.what === "request_linked" && fact.about.from === escalation.reference);
      if (!has) yield { case: escalation.id, says: `${escalation.reference} was closed into ${into}, and is not found there` };
    }
  },
};
