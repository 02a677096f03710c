import type { Escalation } from "../core/escalation/escalation.ts";
import { isOfOneLadder, type Match, marksOf } from "../core/escalation/related.ts";
import type { routes } from "../core/routes.ts";
import { type Instant, since } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import { keptFirstAnswers } from "./aws/first-answers.ts";
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

/** Whose ladder a request is on, and how far back it looks. */
type Ladder = Parameters<typeof isOfOneLadder>[0] & { readonly matchWithin: string };

/**
 * The first answers that the same force gave on this pathway about what may be the same, within the time that the pathway looks back.
 * `passedOver`: the kinds of marks that say nothing once many share one; places, when it is not said.
 */
export async function firstAnswersLike(
  partnership: string,
  told: Told,
  ladder: Ladder,
  now: Instant,
  passedOver?: typeof marks.PLACES_AND_CALLERS,
) {
  const found = await marks.firstAnswersAlike(partnership, marksOf(told), since(now, ladder.matchWithin), passedOver);
  const kept = await keptFirstAnswers(
    partnership,
    found.map(({ id }) => id),
  );
  return found.flatMap(({ id, on }) => {
    const of = kept.find((one) => one.of.id === id)?.of;
    const isTheirs = of && isOfOneLadder({ pathway: of.pathway.code, area: { agency: of.recorded.by.agency } }, ladder);
    return isTheirs ? [{ of, on }] : [];
  });
}

/** Those of these first answers that a case has not heard of: it neither carries them nor has them in its story. */
export async function unheardIn(of: Escalation, found: readonly Match[]): Promise<Match[]> {
  if (found.length === 0) return [];
  const heard = [...(of.firstAnswer ? [of.firstAnswer.id] : []), ...(await firstAnswersIn(of)).map(({ id }) => id)];
  return found.filter(({ id }) => !heard.includes(id));
}

/** The first answers that a case has heard of. */
export const firstAnswersIn = async (of: Escalation): Promise<Match[]> =>
  (await cases.outlineOfStory(of)).flatMap((fact) => (fact.what === "first_answer_found" ? [fact.about] : []));
