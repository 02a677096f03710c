import * as z from "zod";
import { type Escalation, titleOf } from "../escalation/escalation.ts";
import type { Fact } from "../escalation/fact.ts";
import { toldIn } from "../escalation/known.ts";
import { isKeptFrom } from "../escalation/own-notes.ts";
import { lineParted } from "../escalation/sealed.ts";
import { shownNhsNumber } from "../nhs-number.ts";
import type { Basis } from "../partnership/retention.ts";
import { type FieldError, invalid } from "../refusal.ts";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import { codedIn } from "./coded.ts";
import { isOfDecision } from "./retention.ts";

/** Which law an export is made under: what was recorded under Part 3 is asked for, and given, by itself. */
export const Regime = z.enum(["general", "law_enforcement"]);
export type Regime = z.output<typeof Regime>;
const regimeOf = (basis: Basis): Regime => (basis === "le_part3" ? "law_enforcement" : "general");

/** Why something is not let out. The first three are the product's own, the rest a reviewer's; the last is both's. */
export const WithheldFor = z.enum([
  "another_law",
  "another_case",
  "names_others",
  "other_person",
  "serious_harm",
  "investigation",
  "legal_privilege",
  "other_controller",
]);
export type WithheldFor = z.output<typeof WithheldFor>;
export const REVIEWERS: readonly WithheldFor[] = [
  "other_person",
  "serious_harm",
  "investigation",
  "legal_privilege",
  "other_controller",
];

/** Who said something, as it is let out: the agency, and never the person. */
interface Told {
  readonly at: Instant;
  readonly agency: string;
}
/** Something that a case says of the person in a field of its own. */
export interface Plain extends Told {
  readonly title: string;
  readonly value: string;
}
/** A text that somebody wrote, which may name others: nothing of it is let out before it has been looked at. */
export interface Passage extends Told {
  readonly key: string;
  readonly title: string;
  readonly words: string;
}
/** One case as its person may have it, before review. */
export interface Extract {
  readonly id: string;
  readonly reference: string;
  readonly plain: readonly Plain[];
  readonly happened: readonly Plain[];
  readonly passages: readonly Passage[];
  readonly withheld: readonly WithheldFor[];
}

/** Whose name or number stands here: people of the staff, callers, deputies, clinicians. None of it is the person's own. */
const OF_OTHERS =
  /(^|\.)(callBack|deputy\.\w+|handler|source|by|who|clinician|doctor|partner|callSign|namedOwner|custodyHolder|whoGets|reference|scale|meetingPoint)$/;

/** What a text is called by the last field of where it stands. */
export const TITLES: Readonly<Record<string, string>> = {
  ask: "What was asked",
  whyNow: "Why now",
  address: "Address",
  postcode: "Postcode",
  what3words: "Place in three words",
  borough: "Borough",
  words: "Words",
  details: "What had been tried",
  reason: "What police said before",
  why: "Why",
  facts: "How the threshold was read",
  information: "Information",
  threat: "Risk",
  options: "Powers and options",
  changeIf: "What would change the answer",
  advice: "Advice",
  missing: "What was missing",
  text: "Note",
  told: "What was said at leaving",
  because: "Why it is the same",
  theirs: "The answer",
  ours: "How the raising side read it",
  caller: "Who rang",
  callBack: "Number to call back",
  plan: "Interim plan",
};

/** What each kind of line is called where it happened to the person or to what was asked for them; null where it is told by what stands in it, or is how the service worked. */
const WHAT: { readonly [what in Fact["what"]]: string | null } = {
  raised: "Asked for",
  request_linked: "Another request joined",
  acknowledged: "Acknowledged",
  news_added: "News came",
  decided: "Decided",
  more_wanted: "More was wanted before an answer",
  referral_accepted: "The referral was accepted",
  referral_declined: "The referral was declined",
  deferred: "Put off",
  deferral_not_allowed: "To be put off, which was not allowed any more",
  unit_stood_down: "Those on the way were stood down",
  arrived: "Somebody arrived",
  reopened: "Opened again",
  priority_changed: "Urgency changed",
  responded: "The raising side said what it did",
  disagreed: "The raising side disagreed",
  disagreement_unresolved: "The two sides did not come to agree",
  plan_recorded: "An interim plan was made",
  custody_recorded: "Something was recorded at the handover",
  left_without_agreed_handover: "Officers left",
  outcome_recorded: "What happened to the person",
  closed: "Closed",
  withdrawn: "Taken back",
  went_back: "Part of what had been written was lost",
  ...{ note_added: null, related_said: null, related_found: null, first_answer_found: null, rang: null, handover_offered: null },
  ...{ tier_alerted: null, tier_skipped: null, nobody_answered: null, asked_again: null, limit_near: null, limit_missed: null },
  ...{ notice_failed: null, notice_rerouted: null, notice_late: null, notice_withheld: null },
  ...{ still_on_duty: null, ownership_lapsed: null, news_read: null, answer_read: null },
};

/** Under which law an export is made, by whom, and under which law each agency recorded its part. */
export interface Asked {
  readonly regime: Regime;
  readonly agency: string;
  readonly basisIn: (agency: string, isDecision: boolean) => Basis;
}

/**
 * Why a line is left out as a whole; undefined for one that is gone through. A note that another agency wrote for itself is read by nobody
 * else.
 */
function leftOutAs(fact: Fact, by: string, { regime, agency, basisIn }: Asked): WithheldFor | undefined {
  if (isKeptFrom({ agency }, fact)) return "other_controller";
  return leftOutBy(by, isOfDecision(fact), { regime, agency, basisIn });
}

/**
 * Why what an agency recorded is left out by the law that is asked under; undefined for what is gone through. What was recorded for law
 * enforcement is given by whoever recorded it, and by no other agency.
 */
export function leftOutBy(by: string, isDecision: boolean, { regime, agency, basisIn }: Asked): WithheldFor | undefined {
  if (regimeOf(basisIn(by, isDecision)) !== regime) return "another_law";
  return regime === "law_enforcement" && by !== agency ? "other_controller" : undefined;
}

/** One case as its person may have it under one law. What belongs to the other law, to other people and to other cases is counted, and left out. */
export function extractOf(of: Escalation, story: readonly Fact[], asked: Asked): Extract {
  const withheld: WithheldFor[] = [];
  const plain: Plain[] = [];
  const happened: Plain[] = [];
  const passages: Passage[] = [];
  for (const fact of story) {
    const { at, by, number } = fact;
    const { open, texts } = lineParted(fact, of);
    const coded = codedIn(open, of);
    if (typeof by !== "object") {
      withheld.push(...coded.withheld);
      continue;
    }
    const told = { at, agency: by.agency };
    const title = happenedIn(of, fact);
    const why = leftOutAs(fact, by.agency, asked);
    if (why) {
      const all = [...Object.keys(texts), ...coded.lines, ...coded.withheld, ...(title ? [title] : [])];
      withheld.push(...all.map(() => why));
      continue;
    }
    if (title) happened.push({ ...told, title, value: "" });
    plain.push(...coded.lines.map((one) => ({ ...told, ...one })));
    withheld.push(...coded.withheld);
    for (const [path, text] of Object.entries(texts)) {
      if (path.endsWith(".person")) plain.push(...personIn(text).map((one) => ({ ...told, ...one })));
      else if (fact.what === "related_said") withheld.push("another_case");
      else if (OF_OTHERS.test(path)) withheld.push("names_others");
      else if (typeof text === "string")
        passages.push({ ...told, key: `${of.id}_${number}_${path}`, title: titleIn(of, path), words: text });
      else plain.push({ ...told, title: titleIn(of, path), value: String(text) });
    }
    if (describedIn(fact)) {
      const words = describedIn(fact) ?? "";
      passages.push({ ...told, key: `${of.id}_${number}_description`, title: "Description of the person", words });
    }
  }
  return { id: of.id, reference: of.reference, plain: once(plain), happened, passages, withheld };
}

/** The same thing said twice by one agency is one line. */
const once = (found: readonly Plain[]): Plain[] =>
  found.filter(
    ({ title, value, agency }, nth) =>
      found.findIndex((one) => one.title === title && one.value === value && one.agency === agency) === nth,
  );

/** An answer goes by its question; everything else by what its last field is called. */
function titleIn({ terms }: Escalation, path: string): string {
  const steps = path.split(".");
  const last = steps.at(-1) ?? "";
  if (steps.at(-2) === "answers") return titleOf(terms.questions, last);
  if (steps.includes("riskFacts")) return "Fact of risk, in words";
  return TITLES[last] ?? "In words";
}

const describedIn = (fact: Fact): string | undefined => toldIn(fact)?.person?.description;

/** The person's own fields. A description is a text. */
function personIn(person: unknown): { title: string; value: string }[] {
  const { knownAs, familyName, age, dateOfBirth, sexAsRecorded, nhsNumber, phone } = person as Readonly<Record<string, string>>;
  const lines: [string, string | undefined][] = [
    ["Known as", knownAs],
    ["Family name", familyName],
    ["Age", age === undefined ? undefined : String(age)],
    ["Date of birth", dateOfBirth],
    ["Sex as recorded", sexAsRecorded],
    ["NHS number", nhsNumber && shownNhsNumber(nhsNumber)],
    ["Telephone", phone],
  ];
  return lines.flatMap(([title, value]) => (value ? [{ title, value }] : []));
}

/** What happened, in a few words without a name. */
function happenedIn({ terms }: Escalation, fact: Fact): string | undefined {
  if (fact.what === "decided") return `Decided: ${titleOf(terms.decisions, fact.about.code)}`;
  if (fact.what === "outcome_recorded") return `What happened to the person: ${titleOf(terms.outcomes, fact.about.code)}`;
  return WHAT[fact.what] ?? undefined;
}

/** What a reviewer says of one passage: let out whole (what is said to be left of it is all of it then), with parts cut, or not at all, and why. */
export const Said = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("keep"), out: safeText(2500).optional() }),
  z.strictObject({ do: z.literal("cut"), out: safeText(2500), why: z.enum(REVIEWERS as [WithheldFor, ...WithheldFor[]]) }),
  z.strictObject({ do: z.literal("withhold"), why: z.enum(REVIEWERS as [WithheldFor, ...WithheldFor[]]) }),
]);
export type Said = z.output<typeof Said>;

const CUT = "[…]";
const wordsIn = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** Is this text the other with words taken out and nothing else? What was taken out may be marked. */
export function isCutOf(out: string, words: string): boolean {
  const whole = wordsIn(words);
  let at = 0;
  return wordsIn(out).every((word) => {
    if (word === CUT) return true;
    const found = whole.indexOf(word, at);
    at = found + 1;
    return found >= 0;
  });
}

/** Is something gone, not only marked as gone? */
const isShorter = (out: string, words: string): boolean => kept(out).length < kept(words).length;
const kept = (text: string): string[] => wordsIn(text).filter((word) => word !== CUT);
const isWhole = (out: string, words: string): boolean => wordsIn(out).join(" ") === wordsIn(words).join(" ");

/** What is wrong with what was said of a passage, at the field where it was said. */
function faultIn({ key, words }: Passage, one: Said | undefined): FieldError[] {
  if (!one) return [{ field: `do_${key}`, reason: "say whether this is let out" }];
  if (one.do === "withhold") return [];
  if (one.do === "keep")
    return one.out === undefined || isWhole(one.out, words)
      ? []
      : [{ field: `do_${key}`, reason: "what is left of it is not all of it: choose that parts are cut, or put them back" }];
  if (!isCutOf(one.out, words)) return [{ field: `out_${key}`, reason: "words may be taken out, and none changed or added" }];
  return isShorter(one.out, words)
    ? []
    : [{ field: `out_${key}`, reason: "nothing was taken out: take it out, or let it out as it is" }];
}

/** One case as it is let out. */
export interface LetOut extends Omit<Extract, "passages" | "withheld"> {
  readonly passages: readonly Omit<Passage, "key">[];
}
/** All that is let out to a person, and how much is not. Why it is not is no part of it: that alone can tell what must not be told. */
export interface Export {
  readonly regime: Regime;
  readonly cases: readonly LetOut[];
  readonly withheld: number;
}
/** How much is not let out, by reason: for the officer, who answers for it. */
export interface LeftOut {
  readonly why: WithheldFor;
  readonly count: number;
}

/** What is let out once every passage has been looked at. Throws Invalid, naming each that has not been, or was changed and not cut. */
export function letOut(
  regime: Regime,
  extracts: readonly Extract[],
  said: ReadonlyMap<string, Said>,
): { readonly given: Export; readonly leftOut: readonly LeftOut[] } {
  const withheld = extracts.flatMap((one) => one.withheld);
  const wrong = extracts.flatMap(({ passages }) => passages.flatMap((one) => faultIn(one, said.get(one.key))));
  if (wrong.length > 0) throw invalid(...wrong);
  const cases = extracts.map(({ passages, withheld: _, ...rest }) => ({
    ...rest,
    passages: passages.flatMap(({ key, ...passage }) => {
      const one = said.get(key);
      if (!one || one.do === "keep") return [passage];
      withheld.push(one.why);
      return one.do === "cut" ? [{ ...passage, words: one.out }] : [];
    }),
  }));
  const counts = Map.groupBy(withheld, (why) => why);
  return {
    given: { regime, cases, withheld: withheld.length },
    leftOut: [...counts].map(([why, all]) => ({ why, count: all.length })),
  };
}
