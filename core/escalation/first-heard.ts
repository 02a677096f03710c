import type { Instant } from "../time.ts";
import type { Notice } from "./notice.ts";

/** The page of a case that its person's own service confirmed before all others, and when we heard of it; undefined while none is confirmed. */
export function firstHeard(told: readonly Notice[]): { readonly id: string; readonly at: Instant } | undefined {
  const heard = told.flatMap(({ id, kind, tried }) =>
    tried.flatMap(({ fate, settledAt }) => (kind === "page" && fate === "delivered" && settledAt ? [{ id, at: settledAt }] : [])),
  );
  return heard.toSorted((a, b) => (`${a.at}#${a.id}` < `${b.at}#${b.id}` ? -1 : 1))[0];
}
