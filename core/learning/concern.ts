import * as z from "zod";
import { Who } from "../escalation/ask.ts";
import { Theme } from "../escalation/theme.ts";
import { AgencyCode, Code } from "../partnership/codes.ts";
import type { Learning } from "../partnership/learning.ts";
import { Refusal } from "../refusal.ts";
import { safeText } from "../text.ts";
import { Instant, plus } from "../time.ts";
import { type LearningMove, Line, leadOf, mustHaveRead, tellingFor, tellingOnce } from "./matter.ts";
import type { Telling } from "./news.ts";

/** Where something to be learned comes from. */
export const Source = z.enum([
  "escalation",
  "coroner_pfd",
  "iopc",
  "complaint",
  "near_miss",
  "good_practice",
  "survey",
  "feedback",
]);

/** What a partner wants to be talked about: about a case or none, to be answered by one agency. Good practice comes the same way. */
export const NewConcern = z.strictObject({
  source: Source,
  theme: Theme,
  /** Whose answer is wanted. */
  agency: AgencyCode,
  happened: safeText(2000),
  wouldNeed: safeText(1000).optional(),
});
export type NewConcern = z.output<typeof NewConcern>;

export const ConcernAnswer = z.strictObject({ words: safeText(2000) });
export const Objection = z.strictObject({ why: safeText(1000) });
export const PassedOn = z.strictObject({ to: AgencyCode, why: safeText(500) });

const signed = <S extends z.ZodRawShape>(shape: S) => z.strictObject({ by: Who, at: Instant, ...shape });

/** Something a partner wants discussed. From its first moment until it is settled it has an owner, who is a person, and a clock. */
export const Concern = z.strictObject({
  schema: z.literal(1),
  partnership: Code,
  id: z.uuid(),
  reference: z.string(),
  version: z.int().positive(),
  raised: signed({}),
  ...NewConcern.shape,
  wouldNeed: z.string().nullable(),
  case: z.strictObject({ id: z.uuid(), reference: z.string() }).nullable(),
  owner: Code,
  answer: signed({ words: z.string() }).nullable(),
  objections: z.array(signed({ why: z.string() })),
  settled: z
    .strictObject({
      by: z.union([Who, z.literal("clock")]),
      at: Instant,
      how: z.enum(["accepted", "no_objection", "at_a_call"]),
      /** The call that settled it, and what it decided. */
      call: Code.nullable(),
      words: z.string().nullable(),
    })
    .nullable(),
  /** What is owed next and by when; null once it is settled. */
  owed: z.strictObject({ what: z.enum(["answer", "acceptance"]), warnAt: Instant.nullable(), dueAt: Instant }).nullable(),
  /** How often its answer was due and was not there. */
  missed: z.int().nonnegative(),
  story: z.array(Line),
});
export type Concern = z.output<typeof Concern>;
export type ConcernMove = LearningMove<Concern>;

/** When a concern has to be looked at again: its reminder or its limit; null once it is settled. */
export const concernDueAt = ({ owed }: Pick<Concern, "owed">): Instant | null => owed && (owed.warnAt ?? owed.dueAt);

/** Who may see a concern: whoever raised it with their agency, the agency that is asked, its owner, and chairs. */
export const seesConcern = (
  of: Concern,
  { id, agency, roles }: { id: string; agency: string; roles: readonly string[] },
): boolean => [of.raised.by.agency, of.agency].includes(agency) || of.owner === id || roles.includes("chair");

type Names = Pick<Concern, "partnership" | "id" | "reference" | "case">;

/** A concern as it begins: owned by the lead of the agency that is asked, and to be answered in the time that the partners agreed. */
export function raiseConcern(names: Names, asked: NewConcern, by: Who, now: Instant, learning: Learning): ConcernMove {
  const owner = leadOf(learning, asked.agency);
  const owed = owing("answer", learning, now);
  const next: Concern = {
    schema: 1,
    version: 1,
    ...names,
    raised: { by, at: now },
    ...asked,
    wouldNeed: asked.wouldNeed ?? null,
    owner,
    answer: null,
    objections: [],
    settled: null,
    owed,
    missed: 0,
    story: [{ at: now, by, what: "raised", words: null }],
  };
  const { id, reference, theme } = next;
  return {
    next,
    telling: [{ to: owner, news: { what: "concern_raised", concern: id, reference, theme, dueAt: owed.dueAt } }],
  };
}

/** Its owner, the lead of the agency that is asked, or a chair answers. Whoever raised it hears, or the lead of their agency when no message reaches them: silence settles it, and must be somebody's. Throws NotAllowed, Closed. */
export function answerConcern(
  of: Concern,
  words: string,
  by: Who,
  mayAnswer: boolean,
  now: Instant,
  learning: Learning,
  absent: readonly string[],
): ConcernMove {
  mustBeOpen(of);
  if (!mayAnswer) throw new Refusal("NotAllowed", "Its owner answers it, the agency’s own lead, or a chair.");
  const owed = owing("acceptance", learning, now);
  const next = said({ ...of, answer: { by, at: now, words }, owed }, "answered", words, by, now);
  return moved(next, [askedFor(of, owed, learning, absent)]);
}

/** Whoever raised it, or a colleague, is content with the answer that they have read: it is settled. Throws NotAllowed, NotYet, ChangedMeanwhile, Closed. */
export function acceptAnswer(of: Concern, by: Who, seen: Instant, now: Instant): ConcernMove {
  mustBeAnswered(of, by, seen);
  return settle(of, { by, at: now, how: "accepted", call: null, words: null });
}

/** The answer that they have read does not do: the chair has it now, and it goes to the next call. Throws NotAllowed, NotYet, ChangedMeanwhile, Closed. */
export function objectTo(of: Concern, why: string, by: Who, seen: Instant, now: Instant, learning: Learning): ConcernMove {
  mustBeAnswered(of, by, seen);
  const next: Concern = {
    ...of,
    owner: learning.chair,
    objections: [...of.objections, { by, at: now, why }],
    owed: owing("answer", learning, now),
  };
  return moved(
    said(next, "objected", why, by, now),
    [of.owner, learning.chair].map((to) => ({ to, news: { what: "concern_objected", ...named(of) } })),
  );
}

/** It is another agency’s to answer: its lead has it now, with the time that is left and no more. Throws NotAllowed, NotYet once it has an answer, Closed. */
export function passOn(
  of: Concern,
  to: string,
  why: string,
  by: Who,
  mayAnswer: boolean,
  now: Instant,
  learning: Learning,
): ConcernMove {
  mustBeOpen(of);
  if (!mayAnswer) throw new Refusal("NotAllowed", "Its owner passes it on, the agency’s own lead, or a chair.");
  if (of.owed?.what === "acceptance")
    throw new Refusal("NotYet", "It has an answer: whoever raised it says first whether that does.");
  const owner = leadOf(learning, to);
  const next = said({ ...of, agency: to, owner }, "passed_on", why, by, now);
  const dueAt = of.owed?.dueAt ?? now;
  return moved(next, [{ to: owner, news: { what: "concern_raised", ...named(of), theme: of.theme, dueAt } }]);
}

/** What a call has decided about it: it is settled, and whoever raised it hears. Undefined when it has been settled meanwhile. */
export const settleAtCall = (of: Concern, call: string, words: string, by: Who, now: Instant): ConcernMove | undefined =>
  of.settled ? undefined : settle(of, { by, at: now, how: "at_a_call", call, words });

/** Time’s own move: a reminder; an answer that is not there goes to the chair, and on being asked for; silence after an answer is consent. Undefined when nothing fell due. */
export function strikeConcern(of: Concern, now: Instant, learning: Learning, absent: readonly string[]): ConcernMove | undefined {
  const { owed } = of;
  if (!owed || (concernDueAt(of) ?? now) > now) return undefined;
  if (owed.dueAt > now) return moved({ ...of, owed: { ...owed, warnAt: null } }, [askedFor(of, owed, learning, absent)]);
  if (owed.what === "acceptance") return settle(of, { by: "clock", at: now, how: "no_objection", call: null, words: null });
  const next: Concern = {
    ...of,
    owner: learning.chair,
    missed: of.missed + 1,
    owed: { what: "answer", warnAt: null, dueAt: plus(now, learning.concern.again) },
  };
  const people = [of.owner, learning.chair, leadOf(learning, of.agency), ...(of.missed === 0 ? [of.raised.by.id] : [])];
  return moved(
    said(next, "answer_late", null, "clock", now),
    people.map((to) => ({ to, news: { what: "concern_late", ...named(of), since: of.raised.at } })),
  );
}

function owing(what: "answer" | "acceptance", { concern }: Learning, now: Instant): NonNullable<Concern["owed"]> {
  const { within, warnAfter } = what === "answer" ? concern.answer : concern.accept;
  return { what, warnAt: warnAfter ? plus(now, warnAfter) : null, dueAt: plus(now, within) };
}

/** Somebody has left who owes its answer, or says whether that does: whoever stands in for them hears at once. Undefined when it does not wait for them. */
export function concernLeft(
  of: Concern,
  left: string,
  now: Instant,
  learning: Learning,
  absent: readonly string[],
): ConcernMove | undefined {
  const awaited = of.owed?.what === "answer" ? of.owner : of.raised.by.id;
  if (!of.owed || awaited !== left) return undefined;
  const telling = [askedFor(of, of.owed, learning, [...absent, left])];
  return moved(
    said(of, "left", null, "clock", now),
    telling.filter(({ to }) => to !== left),
  );
}

/** Whoever owes the answer, or says whether it does, is asked for it; when no message reaches them, whoever stands in for them. */
function askedFor(
  of: Concern,
  { what, dueAt }: NonNullable<Concern["owed"]>,
  learning: Learning,
  absent: readonly string[],
): Telling {
  const { owner, agency, raised } = of;
  return what === "answer"
    ? tellingFor(owner, agency, { what: "concern_near", ...named(of), dueAt }, learning, absent)
    : tellingFor(raised.by.id, raised.by.agency, { what: "concern_answered", ...named(of), dueAt }, learning, absent);
}

const named = ({ id, reference }: Concern) => ({ concern: id, reference });

const said = (of: Concern, what: string, words: string | null, by: Who | "clock", at: Instant): Concern => ({
  ...of,
  story: [...of.story, { at, by, what, words }],
});

const moved = (next: Concern, telling: readonly Telling[]): ConcernMove => ({
  next: { ...next, version: next.version + 1 },
  telling: tellingOnce(telling),
});

function settle(of: Concern, settled: NonNullable<Concern["settled"]>): ConcernMove {
  const next = said({ ...of, settled, owed: null }, "settled", settled.words, settled.by, settled.at);
  const people = [of.raised.by.id, of.owner].filter((to) => settled.by === "clock" || to !== settled.by.id);
  return moved(
    next,
    people.map((to) => ({ to, news: { what: "concern_settled", ...named(of) } })),
  );
}

function mustBeOpen({ settled }: Concern): void {
  if (settled) throw new Refusal("Closed", "This concern is settled. Raise a new one if it comes up again.");
}

function mustBeAnswered(of: Concern, by: Who, seen: Instant): void {
  mustBeOpen(of);
  if (by.agency !== of.raised.by.agency)
    throw new Refusal("NotAllowed", "The agency that raised it says whether the answer does.");
  if (!of.answer || of.owed?.what !== "acceptance") throw new Refusal("NotYet", "It waits for an answer.");
  mustHaveRead(of.answer, seen);
}
