import { actionLeft } from "../core/learning/action.ts";
import { concernLeft } from "../core/learning/concern.ts";
import { feedbackLeft } from "../core/learning/feedback.ts";
import type { Person } from "../core/people.ts";
import { type Day, wallOf } from "../core/rota/wall.ts";
import type { Instant } from "../core/time.ts";
import * as directory from "./aws/directory.ts";
import { openMattersOf, type Written, written } from "./aws/learning.ts";
import { absentOf } from "./learners.ts";

/** Something of the learning side that waits for somebody who leaves: by which day, and what it becomes when they have. */
export interface LeftBehind {
  readonly kind: "action" | "concern" | "feedback";
  readonly reference: string | null;
  readonly on: Day;
  readonly made: Written;
}

/** So much is written together with the end of a membership, whose transaction has room for a hundred items. Of anything more, whoever stands in hears when it falls due. */
export const MOST_LEFT = 40;

/** What of the learning side waits for somebody, what is due first first. Kept, whoever stands in for them hears of each. */
export async function leftBehind({ partnership, id }: Pick<Person, "partnership" | "id">, now: Instant): Promise<LeftBehind[]> {
  const learning = await directory.learningInForce(partnership, now);
  if (!learning) return [];
  const [actions, concerns, feedback, absent] = await Promise.all([
    openMattersOf(partnership, "action"),
    openMattersOf(partnership, "concern"),
    openMattersOf(partnership, "feedback"),
    absentOf(partnership, learning, []),
  ]);
  const dayOf = (owed: { readonly dueAt: Instant } | null): Day => wallOf(owed?.dueAt ?? now).slice(0, 10);
  const left = [
    ...actions.flatMap((of): LeftBehind[] => {
      const move = actionLeft(of, id, now, learning, absent);
      return move ? [{ kind: "action", reference: null, on: of.dueOn, made: written("action", move) }] : [];
    }),
    ...concerns.flatMap((of): LeftBehind[] => {
      const move = concernLeft(of, id, now, learning, absent);
      return move ? [{ kind: "concern", reference: of.reference, on: dayOf(of.owed), made: written("concern", move) }] : [];
    }),
    ...feedback.flatMap((of): LeftBehind[] => {
      const move = feedbackLeft(of, id, now, learning, absent);
      return move ? [{ kind: "feedback", reference: of.reference, on: dayOf(of.owed), made: written("feedback", move) }] : [];
    }),
  ];
  return left.toSorted((one, other) => (one.on < other.on ? -1 : 1));
}
