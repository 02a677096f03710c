import { createHmac } from "node:crypto";
import type { Fact, NewFact } from "../core/escalation/fact.ts";
import { toldIn } from "../core/escalation/known.ts";
import { marksOf } from "../core/escalation/related.ts";
import { env } from "./env.ts";

/** What a person is recognised by in the figures, the surest first: a place is no person. */
export const ON = ["nhs_number", "phone"] as const;

/** What one move, or a whole story, tells of who the person is: a mark for each sort of number that somebody gave, by the first of each. */
export type Subject = { readonly [on in (typeof ON)[number]]?: string };

/**
 * Marks that are the same for two cases about one person, by the NHS number or the telephone number that somebody gave. They are keyed:
 * whoever reads one, and has not the key, cannot try out numbers.
 */
export function subjectIn(partnership: string, facts: readonly (Fact | NewFact)[]): Subject {
  const marks = facts.flatMap((fact) => marksOf(toldIn(fact) ?? {}));
  const found = ON.flatMap((on) => marks.find((mark) => mark.on === on) ?? []);
  return Object.fromEntries(found.map(({ on, value }) => [on, markOf(partnership, on as (typeof ON)[number], value)]));
}

/**
 * The mark of one number, as a case that was told it has it. The number to call back of a first answer has marks of its own: it may be
 * anybody's, and nobody is recognised by it.
 */
export const markOf = (partnership: string, on: (typeof ON)[number] | "call_back", value: string): string =>
  keyed(env("SUBJECT_KEY"), `${partnership}\n${on}\n${value}`);

/** The one mark by which a person is recognised, of all that a case was told; null when nobody gave a number. */
export const surest = (told: readonly Subject[]): string | null =>
  ON.map((on) => told.find((one) => one[on])?.[on]).find((mark) => mark !== undefined) ?? null;

const keyed = (key: string, value: string): string => createHmac("sha256", key).update(value).digest("base64url");
