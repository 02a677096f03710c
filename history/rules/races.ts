import { isRunning } from "../../core/escalation/clock.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import type { Operation } from "../history.ts";
import { mayRepeat, ofEach, type Rule } from "../known.ts";
import type { Retold, Version } from "../retold.ts";

/** What whoever answers must have seen: who is asked, who has it, what was decided, and the end. */
const CHANGES: readonly Fact["what"][] = [
  "tier_alerted",
  "nobody_answered",
  "acknowledged",
  "ownership_lapsed",
  "decided",
  "reopened",
  "closed",
  "withdrawn",
  "went_back",
];
const changes = ({ facts }: Version): boolean => facts.some(({ what }) => CHANGES.includes(what));

/** Of those who answer the same picture one is taken, and a case has one owner at a time. */
export const races: Rule = {
  name: "one winner of each race",
  says: "Of those who answered the same picture one was taken; nobody took a case that somebody had and nobody was asked for.",
  from: "reliability.md 1.2 and 6; design.md 2",
  broken: ofEach(function* (it, known) {
    for (const version of it.versions) yield* takenTwice(version);
    const made = new Map<number, Operation>();
    for (const operation of known.asked(it.escalation.id)) {
      const { outcome, by, move, seen, version } = operation;
      if (outcome !== "ok" || version === null || mayRepeat(operation, known)) continue;
      const other = made.get(version);
      if (other && other.by !== by) yield `version ${version} was made by ${other.move} of ${other.by} and by ${move} of ${by}`;
      made.set(version, operation);
      const between = seen === null ? undefined : changedBetween(it, seen, version);
      if (between) yield `${move} of ${by} answered version ${seen}, and version ${between} had changed it`;
    }
  }),
};

const changedBetween = ({ versions }: Retold, seen: number, made: number): number | undefined =>
  versions.find((version) => version.number > seen && version.number < made && changes(version))?.number;

/** Somebody has the case, nobody has been asked to take it, nobody offered it, and somebody else acknowledges all the same. */
function* takenTwice({ number, facts, before }: Version): Iterable<string> {
  const asking = before.clocks.some((clock) => isRunning(clock) && (clock.limit === "acknowledge" || clock.limit === "repeat"));
  const decides = facts.some(({ what }) => what === "decided");
  for (const fact of facts) {
    if (fact.what !== "acknowledged" || fact.about.offeredBy || decides) continue;
    if (before.owner !== null && !asking) yield `version ${number} acknowledges what ${before.owner} had already`;
  }
}
