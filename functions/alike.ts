import { marksOf } from "../core/escalation/related.ts";
import type { routes } from "../core/routes.ts";
import { type Instant, since } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import * as marks from "./aws/marks.ts";
import type { CallOf } from "./edge.ts";

/** What of a request it can be recognised by. */
export type Told = Pick<CallOf<typeof routes.likelyMatches>["body"], "place" | "person" | "policeContact">;

/** The cases that share a mark with a request, within the time that the pathway looks back, and what they share. */
export async function alikeTo(partnership: string, told: Told, pathway: { readonly matchWithin: string }, now: Instant) {
  const found = await marks.alike(partnership, marksOf(told), since(now, pathway.matchWithin));
  const of = await cases.states(
    partnership,
    found.map(({ id }) => id),
  );
  return found.flatMap(({ id, on }) => {
    const one = of.find((state) => state.id === id);
    return one && one.closed?.as !== "merged_duplicate" ? [{ of: one, on }] : [];
  });
}
