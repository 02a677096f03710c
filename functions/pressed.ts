import { Refusal } from "../core/refusal.ts";
import type { Request } from "./aws/cases.ts";

/** A press as what it made remembers it: its key, and what it asked. */
export const pressOf = ({ key, hash }: Request): string => `${key} ${hash}`;

/** What this press has made already. Throws KeyReused when its key came with another request before. */
export function pressedBefore<P extends { readonly press?: string | undefined }>(
  made: readonly P[],
  request: Request,
): P | undefined {
  const before = made.find(({ press }) => press?.startsWith(`${request.key} `));
  if (before && before.press !== pressOf(request))
    throw new Refusal("KeyReused", "This Idempotency-Key came with a different request before.");
  return before;
}
