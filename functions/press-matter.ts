import type { Person } from "../core/people.ts";
import { Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import { onceAnd, pressItem, type Request } from "./aws/cases.ts";
import { saveMatters, type Written } from "./aws/learning.ts";

/** A press of a button of the learning side. */
export interface Press {
  readonly actor: Person;
  readonly request: Request;
  readonly now: Instant;
}

/** What a press makes: what it is answered with, every move that belongs to it, and what else is written with them. */
interface Made<T> {
  readonly of: T;
  readonly moves: readonly Written[];
  readonly more?: Parameters<typeof saveMatters>[2];
}

/** The same press again, by somebody who has passed it on and does not see what others have made of it since. */
export const noLongerTheirs = (): Refusal =>
  new Refusal("NotFound", "What you pressed is kept. It is somebody else’s now, and you see no more of it.", {
    facts: { kept: true },
  });
export const isKeptAllTheSame = (error: unknown): boolean => error instanceof Refusal && error.facts.kept === true;

/** Keeps what a press makes in one transaction, with the note that it was pressed; it is made anew when somebody else was faster. The same press again gets what the first has left, as `again` reads it. */
export const pressOnce = <T extends { readonly id: string }>(
  { actor: { partnership }, request, now }: Press,
  make: () => Promise<Made<T>>,
  again: (id: string) => Promise<T>,
): Promise<T> =>
  onceAnd(
    partnership,
    request,
    async () => {
      const { of, moves, more = [] } = await make();
      await saveMatters(moves, now, [...more, pressItem(partnership, request, of.id, now)]);
      return of;
    },
    again,
  );
