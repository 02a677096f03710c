import * as z from "zod";
import { Who } from "../escalation/ask.ts";
import { Code } from "../partnership/codes.ts";
import type { Learning } from "../partnership/learning.ts";
import { Refusal } from "../refusal.ts";
import { Instant, london } from "../time.ts";
import type { Personal, Telling } from "./news.ts";

/** What the learning side keeps: a concern, the review of a case, an action, a partner call, feedback. Each is a matter with a version and a story of its own. */
export const MatterKind = z.enum(["concern", "review", "action", "call", "feedback"]);
export type MatterKind = z.output<typeof MatterKind>;
/** A matter as messages and keys name it: its kind and its id, which of a call is a code and of all others a UUID. */
export const MatterName = z.templateLiteral([MatterKind, "_", z.union([z.uuid(), Code])]);

/** One line of a matter's own story. */
export const Line = z.strictObject({
  at: Instant,
  by: z.union([Who, z.literal("clock")]),
  what: z.string(),
  words: z.string().nullable(),
});
export type Line = z.output<typeof Line>;

/** What a matter becomes, and whom that tells what. */
export interface LearningMove<M> {
  readonly next: M;
  readonly telling: readonly Telling[];
}

/** Who answers for an agency's learning: its own lead, or the chair of the partnership for one that has named none. */
export const leadOf = ({ leads, chair }: Pick<Learning, "leads" | "chair">, agency: string): string =>
  leads.find((lead) => lead.agency === agency)?.person ?? chair;

/** Who stands in for somebody of an agency whom no message reaches: its lead, or else the chair; nobody where none reaches those either. `absent`: whom no message reaches. */
export const standInFor = (
  person: string,
  agency: string | null,
  { leads, chair }: Pick<Learning, "leads" | "chair">,
  absent: readonly string[],
): string | undefined => {
  const lead = agency === null ? chair : leadOf({ leads, chair }, agency);
  return [lead, chair].find((one) => one !== person && !absent.includes(one));
};

/** What is for one person alone, told to them; or to whoever stands in for them when no message reaches them. */
export function tellingFor(
  person: string,
  agency: string | null,
  news: Personal,
  learning: Pick<Learning, "leads" | "chair">,
  absent: readonly string[],
): Telling {
  const other = absent.includes(person) ? standInFor(person, agency, learning, absent) : undefined;
  return other === undefined ? { to: person, news } : { to: other, news: { ...news, insteadOf: person } };
}

/** Which answer, or which evidence, somebody has read who says yes or no to it: the instant at which it was given. */
export const Seen = z.strictObject({ seen: Instant });

/** A yes or a no is said to what its maker has read. To what has been said anew since it is not applied. Throws ChangedMeanwhile. */
export function mustHaveRead({ by, at }: { readonly by: Who; readonly at: Instant }, seen: Instant): void {
  if (seen === at) return;
  const detail = `${by.name} said something else at ${london(at)}. Read it, then say whether it does.`;
  throw new Refusal("ChangedMeanwhile", detail, { facts: { by, at } });
}

/** Each person is told one thing once. */
export const tellingOnce = (telling: readonly Telling[]): Telling[] =>
  telling.filter(({ to, news }, nth) => telling.findIndex((other) => other.to === to && other.news.what === news.what) === nth);
