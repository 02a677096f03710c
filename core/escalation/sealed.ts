import { Temporal } from "temporal-polyfill";
import type { Terms } from "../partnership/terms.ts";
import { wallOf } from "../rota/wall.ts";
import type { Instant } from "../time.ts";
import { UNREAD } from "./ask.ts";
import type { Escalation } from "./escalation.ts";
import type { Fact, Happening, NewFact } from "./fact.ts";

/** Fields of something, as fields of whatever holds it. */
const under = (path: string, fields: readonly string[]): string[] => fields.map((field) => `${path}.${field}`);

const PLACE = under("place", ["borough", "address", "postcode?", "what3words?"]);
const KNOWN = ["riskFacts.*.words", "riskFacts.*.source", "answers.*", "alreadyDone.*.details", "person"];
const ASK = [
  ...["ask", "whyNow", "callBack", "policeContact.handler?", "policeContact.reason"],
  ...["deputy.name", "deputy.phone", "onPaper.by"],
  ...PLACE,
  ...KNOWN,
];
const FIRST_ANSWER = under("firstAnswer", ["limbs.limb_a.facts", "limbs.limb_b.facts", "handler", "reviewedBy"]);
const FIRST_ANSWER_OPEN = under("firstAnswer", ["reference", "cad.number"]);
const NEWS = ["words", ...PLACE, ...KNOWN];
const DECISION = [
  ...["why", "limbs.limb_a.facts", "limbs.limb_b.facts", "information", "threat", "options", "changeIf"],
  ...["partner", "meetingPoint", "entry.who", "riskGrade.scale", "reference?", "namedOwner", "advice", "custodyHolder"],
  ...["safeWith", "placeOfSafety", "followUp.what", "followUp.who"],
];

/**
 * What people wrote of a case, and who the person is: everything that is sealed before it reaches the table. `*` stands for each item of a
 * list or each answer. Where it is not opened, `UNREAD` stands in its place; a field with a `?` is left out instead, as its shape has no
 * room for such words.
 */
export const SEALED: {
  readonly state: readonly string[];
  readonly facts: { readonly [what in Happening["what"]]?: readonly string[] };
} = {
  state: [
    ...under("ask", ASK),
    ...FIRST_ANSWER,
    ...under("decision", DECISION),
    ...under("news.*", ["ask", "callBack", "policeContact.handler?", "policeContact.reason", "onPaper.by", ...NEWS]),
    ...["earlier.*.why", "referral.accepted.reference", "referral.declined.why", "disagreements.*.why"],
    ...[
      "wanted.*.missing",
      "wanted.*.whoGets",
      "plan.words",
      "related.*.said.because",
      "arrived.callSign",
      "closed.why",
      "response.why",
    ],
    ...under("custody", [
      "nextOfKin.words",
      "tellResult.who",
      "accepted.clinician",
      "extended.doctor",
      "left.told",
      "conveyed.why",
    ]),
  ],
  facts: {
    raised: [...under("ask", ASK), ...FIRST_ANSWER],
    handover_offered: ["words"],
    decided: DECISION,
    more_wanted: ["limbs.limb_a.facts", "limbs.limb_b.facts", "missing", "whoGets"],
    referral_accepted: ["reference"],
    referral_declined: ["why"],
    deferred: ["why"],
    deferral_not_allowed: ["why"],
    unit_stood_down: ["why"],
    arrived: ["callSign"],
    news_added: [...under("news", NEWS), "onPaper.by"],
    request_linked: [...under("ask", ASK), "because"],
    priority_changed: ["why"],
    rang: ["words"],
    responded: ["why"],
    disagreed: ["why"],
    disagreement_unresolved: ["theirs", "ours", "plan"],
    plan_recorded: ["words"],
    custody_recorded: ["words"],
    left_without_agreed_handover: ["told"],
    related_said: ["because"],
    note_added: ["text"],
    closed: ["why"],
    withdrawn: ["why"],
  },
};

/**
 * Free text that stays in the open, because the product made it itself: references that are said aloud, priorities, hashes, the agreement's
 * own titles, why a message was lost; and the names under which staff sign. Whoever adds a field to a case declares it here or above.
 */
export const OPEN: typeof SEALED = {
  state: [
    ...["reference", "priority", "changed.what", "chain", "decision.screen", "decision.cad.number", "related.*.reference"],
    ...["closed.into", "ask.policeContact.cad.number", "news.*.policeContact.cad.number", "clocks.*.of", ...FIRST_ANSWER_OPEN],
  ],
  facts: {
    raised: ["priority", "asked", "ask.policeContact.cad.number", ...FIRST_ANSWER_OPEN],
    limit_missed: ["of"],
    notice_failed: ["notice", "reason"],
    notice_rerouted: ["notice", "reason"],
    notice_late: ["notice"],
    notice_withheld: ["notice", "reason"],
    decided: ["screen", "cad.number"],
    deferral_not_allowed: ["reason"],
    news_added: ["from"],
    request_linked: ["from", "ask.policeContact.cad.number"],
    priority_changed: ["from", "to"],
    answer_read: ["agency"],
    rang: ["agency"],
    related_found: ["reference"],
    first_answer_found: ["reference"],
    related_said: ["reference"],
    closed: ["into"],
  },
};

/** Something in two parts: what time, boards and figures go by, and what people wrote, each under its path. */
export interface Parted<T> {
  readonly open: T;
  readonly texts: Readonly<Record<string, unknown>>;
}

/** A case without its terms, which nobody types. */
export type State = Omit<Escalation, "terms" | "sealed">;

/** A case parted. An answer that was chosen from a list is a code, and of the person the age in years stays: figures need both. */
export const stateParted = (state: State, terms: Terms): Parted<State> =>
  parted(state, OF_STATE, leaving(terms, state.raised.at));

/** One line of a case's story parted. */
export function lineParted<L extends NewFact>(line: L, { terms, raised }: Pick<Escalation, "terms" | "raised">): Parted<L> {
  const fields = OF_LINES.get(line.what);
  return fields ? parted(line, fields, leaving(terms, raised.at)) : { open: line, texts: {} };
}

/** The whole again. */
export const joined = <T>({ open, texts }: Parted<T>): T =>
  Object.entries(texts).reduce<unknown>((so, [path, text]) => put(so, path.split("."), text), open) as T;

/** Does a line of a story say anything that somebody wrote? */
export const isWorded = (line: NewFact | Fact, of: Pick<Escalation, "terms" | "raised">): boolean =>
  Object.keys(lineParted(line, of).texts).length > 0;

/** What is left in the open of something that is sealed; the value itself when it need not be sealed at all. */
type Leaving = (path: readonly string[], value: unknown) => unknown;
const LEFT_OUT = Symbol("left out");

const CODED: readonly string[] = ["one_of", "any_of", "yes_no_unknown"];

function leaving({ questions }: Terms, raisedAt: Instant): Leaving {
  const coded = questions.flatMap(({ code, answer }) => (CODED.includes(answer) ? [code] : []));
  const day = wallOf(raisedAt).slice(0, 10);
  return (path, value) => {
    if (path.at(-2) === "answers") return coded.includes(path.at(-1) ?? "") ? value : LEFT_OUT;
    return path.at(-1) === "person" ? ageOnly(value as NonNullable<Escalation["ask"]["person"]>, day) : UNREAD;
  };
}

/** How old the person was on the day of the raise: it is in figures, and whether a case is about a child hangs on it. */
function ageOnly({ age, dateOfBirth }: NonNullable<Escalation["ask"]["person"]>, day: string): { readonly age?: number } {
  const years = dateOfBirth ? Temporal.PlainDate.from(dateOfBirth).until(day, { largestUnit: "years" }).years : age;
  return years === undefined || years < 0 ? {} : { age: years };
}

/** Fields as a tree: what is under each step of a path, and whether the path ends here. */
interface Branch {
  readonly inner: Map<string, Branch>;
  ends?: "in words" | "left out";
}

function treeOf(fields: readonly string[]): Branch {
  const root: Branch = { inner: new Map() };
  for (const field of fields) {
    const steps = field.replace("?", "").split(".");
    const last = steps.reduce<Branch>((at, step) => {
      const next: Branch = at.inner.get(step) ?? { inner: new Map() };
      at.inner.set(step, next);
      return next;
    }, root);
    last.ends = field.endsWith("?") ? "left out" : "in words";
  }
  return root;
}

function parted<T extends object>(whole: T, fields: Branch, left: Leaving): Parted<T> {
  const texts: Record<string, unknown> = {};
  const take = (node: unknown, { inner, ends }: Branch, path: readonly string[]): unknown => {
    if (node === null || node === undefined) return node;
    if (ends) {
      const stays = left(path, node);
      if (stays === node) return node;
      texts[path.join(".")] = node;
      return ends === "left out" ? LEFT_OUT : stays;
    }
    if (typeof node !== "object") return node;
    const each = inner.get("*");
    if (Array.isArray(node)) return each ? node.map((item, nth) => take(item, each, [...path, String(nth)])) : node;
    const entries = Object.entries(node).map(([key, value]): [string, unknown] => {
      const branch = inner.get(key) ?? each;
      return [key, branch ? take(value, branch, [...path, key]) : value];
    });
    return Object.fromEntries(entries.filter(([, stays]) => stays !== LEFT_OUT));
  };
  return { open: take(whole, fields, []) as T, texts };
}

function put(node: unknown, [step = "", ...rest]: readonly string[], text: unknown): unknown {
  if (step === "") return text;
  if (Array.isArray(node)) return node.map((item, nth) => (String(nth) === step ? put(item, rest, text) : item));
  const known = (node ?? {}) as Record<string, unknown>;
  return { ...known, [step]: put(known[step], rest, text) };
}

const OF_STATE = treeOf(SEALED.state);
const OF_LINES = new Map<string, Branch>(
  Object.entries(SEALED.facts).map(([what, fields = []]) => [what, treeOf(under("about", fields))]),
);
