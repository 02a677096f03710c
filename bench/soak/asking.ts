/** How one kind of request went: how long each took, in milliseconds, and what was refused or did not come. */
export interface Asked {
  readonly took: { readonly at: number; readonly ms: number }[];
  readonly refused: string[];
}

/** What the people of the soak have asked of the product, by kind. */
export interface Tally {
  readonly raises: Asked;
  readonly moves: Asked;
  readonly boards: Asked;
  /** Looks at a board that were told that nothing has changed. */
  unchanged: number;
  /** Answers that were given to an older version of the case, and given again when it had been read anew. */
  shownAnew: number;
}

const none = (): Asked => ({ took: [], refused: [] });
export const nothingAsked = (): Tally => ({ raises: none(), moves: none(), boards: none(), unchanged: 0, shownAnew: 0 });

/** Asks, and keeps how long it took from when it was due; what goes wrong is kept, and is undefined. */
export async function asking<T>(asked: Asked, ask: () => Promise<T>, due = performance.now()): Promise<T | undefined> {
  try {
    const answer = await ask();
    asked.took.push({ at: Date.now(), ms: performance.now() - due });
    return answer;
  } catch (error) {
    asked.refused.push(String(error));
    return undefined;
  }
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
