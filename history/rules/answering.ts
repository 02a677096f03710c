import type { Fact } from "../../core/escalation/fact.ts";
import type { Outage } from "../history.ts";
import { type Known, ofEach, type Rule, wasOnDuty } from "../known.ts";
import { moved, SKEW_MS, sweptBy } from "../promise.ts";
import type { Retold, Version } from "../retold.ts";

/** What only somebody on duty for a desk of the ladder may say. */
const THEIRS: readonly Fact["what"][] = ["acknowledged", "decided"];

/** A case is answered by whoever is there, and whoever goes home leaves it to whoever comes. */
export const answering: Rule = {
  name: "only those on duty answer",
  says: "Whoever takes or decides a case is on duty for a desk of its ladder; nobody has a case longer than their shift.",
  from: "design.md 2; hazards H-04, H-07",
  broken: ofEach(function* (it, known) {
    for (const [nth, version] of it.versions.entries()) {
      yield* offDuty(version, it, known);
      yield* stays(version, it.versions[nth + 1], it, known);
    }
  }),
};

const ofLadder = ({ escalation }: Retold): string[] => escalation.terms.ladder.flatMap(({ teams }) => teams);

function* offDuty({ number, at, facts }: Version, it: Retold, known: Known): Iterable<string> {
  for (const { what, by } of facts)
    if (THEIRS.includes(what) && typeof by !== "string" && !wasOnDuty(known, by.id, ofLadder(it), at, at))
      yield `version ${number} (${what}) is of ${by.id}, who was not on duty at ${at}`;
}

/** Whoever had it until the next version, and not after it: by then their shift had been over no longer than a waker, or the stream, takes to find that. */
function* stays({ number, at, after }: Version, next: Version | undefined, it: Retold, known: Known): Iterable<string> {
  const { owner, closed } = after;
  if (owner === null || closed || (next && next.after.owner === owner && !next.after.closed)) return;
  const until = next?.at ?? known.to;
  const left = known
    .dutyOf(owner)
    .filter(({ team, from }) => from <= at && ofLadder(it).includes(team))
    .reduce((last, { to }) => (to > last ? to : last), "");
  if (left >= until || until <= moved(foundBy(left || at, known.outages), SKEW_MS)) return;
  yield `version ${number} leaves the case with ${owner}, who went off duty at ${left || "no time we know"}`;
}

/** A shift's end is a clock of the case. One that was moved is told of by the stream. */
const foundBy = (since: string, outages: readonly Outage[]): string => {
  const gone = outages.find(({ part, from, to }) => part === "stream" && from <= since && to > since);
  return sweptBy(gone?.to ?? since, outages);
};
