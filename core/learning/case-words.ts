import type { Escalation } from "../escalation/escalation.ts";
import type { Fact } from "../escalation/fact.ts";
import { Instant } from "../time.ts";
import { addressParts } from "./case-address.ts";
import { folded, type Token, tokensIn } from "./folded.ts";
import { ENGLISH_TOO, NO_NAME, TITLES } from "./no-name.ts";

/** Whether a name is one however it is written, or only with a capital. */
type Written = "any" | "capital";

/** What a case knows that no pack may say. */
export interface CaseWords {
  readonly names: ReadonlyMap<string, Written>;
  /** Parts of its addresses, by their first word. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  /** Its references, and its postcodes and three-word places, in small letters and digits alone. */
  readonly numbers: readonly string[];
  readonly places: readonly string[];
  /** Everything that anybody wrote. */
  readonly texts: readonly (readonly Token[])[];
}

/** Fields that hold nothing but a name; and fields that may hold one, or say what somebody is: «Her sister Ann». */
const NAMES = ["name", "knownAs", "familyName"];
const SOURCES = ["source", "whoGets", "who", "by", "clinician", "doctor", "partner", "namedOwner", "custodyHolder"];
const NUMBERS = ["nhsNumber", "handler", "callSign", "reference", "number"];
const PLACES = ["postcode", "what3words"];
const ADDRESSES = ["address", "meetingPoint"];

/**
 * What a case knows, gathered from every string in it, so that a field which is added later is not forgotten. The terms are left out: their
 * words are the partners’ own.
 */
export function caseWords({ terms, ...state }: Escalation, story: readonly Fact[]): CaseWords {
  const all = [...leaves(state), ...leaves(story)].map(([key, text]) => ({ key, text, tokens: tokensIn(folded(text).plain) }));
  const under = (keys: readonly string[]) => all.filter(({ key, text }) => keys.includes(key) && !isOurs(text));
  const bare = (keys: readonly string[]) => [...new Set(under(keys).map(({ tokens }) => tokens.map(({ key }) => key).join("")))];
  const boroughs = new Set([...keysOf(under(["borough"]).map(({ text }) => text)), "london", "uk", "england"]);
  const ours = new Set([...boroughs, ...keysOf([...leaves(terms)].map(([, text]) => text))]);
  const texts = all.map(({ tokens }) => tokens);
  const names = [
    ...texts.flatMap((tokens) => writtenOut(tokens, ours)),
    ...under(SOURCES).flatMap(({ tokens }) => tokens.flatMap(inASource)),
    ...under(NAMES).flatMap(({ tokens }) => tokens.flatMap((token) => named(token, true))),
  ];
  const parts = under(ADDRESSES).flatMap(({ text }) => addressParts(text, boroughs));
  return {
    names: new Map(names.toSorted(([, one], [, other]) => Number(one === "any") - Number(other === "any"))),
    addresses: Map.groupBy(new Set(parts.map((part) => part.join(" "))), (part) => part.split(" ")[0] ?? ""),
    numbers: bare(NUMBERS).filter((number) => number.replace(/\P{Nd}/gu, "").length > 2 && !number.startsWith("rc")),
    places: bare(PLACES),
    texts,
  };
}

/** Every string in a value, with the name of the field that holds it. */
function* leaves(value: unknown, key = ""): Generator<readonly [key: string, text: string]> {
  if (typeof value === "string") yield [key, value];
  else if (Array.isArray(value)) for (const one of value) yield* leaves(one, key);
  else if (value !== null && typeof value === "object") {
    for (const [field, one] of Object.entries(value)) yield* leaves(one, field);
  }
}
/** A code, or a moment: nobody’s own words. */
const isOurs = (text: string): boolean => (/^[a-z0-9_]+$/.test(text) && /[a-z]/.test(text)) || Instant.safeParse(text).success;
const keysOf = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => tokensIn(folded(text).plain).map(({ key }) => key));

/** By what one word of a name is found. Two letters, and a name that is an English word, are one only with a capital; titles and what somebody does are none. */
function named({ key, parts }: Token, sure: boolean): [string, Written][] {
  return [...new Set([key, ...parts])].flatMap((part): [string, Written][] => {
    const letters = [...part].length;
    if (letters < 2 || (NO_NAME.has(part) && !ENGLISH_TOO.has(part))) return [];
    const hasCase = part !== part.toUpperCase();
    return [[part, !hasCase || (sure && letters > 2 && !ENGLISH_TOO.has(part)) ? "any" : "capital"]];
  });
}

/** A source is a name, or what somebody is: «Her sister Ann». What is written small is sought only with a capital. */
const inASource = (token: Token): [string, Written][] => (NO_NAME.has(token.key) ? [] : named(token, token.capital));

/** Words with capitals side by side, or after a title, in what somebody wrote are likely a name, unless they are the partners’ own: «Central South». */
function writtenOut(tokens: readonly Token[], ours: ReadonlySet<string>): [string, Written][] {
  const likely = (token: Token | undefined): token is Token =>
    token?.capital === true && !token.shouted && ![NO_NAME, ENGLISH_TOO, ours].some((words) => words.has(token.key));
  return tokens.flatMap((token, nth) => {
    const next = tokens[nth + 1];
    if (!next || next.start > token.end + 1 || !likely(next)) return [];
    if (TITLES.has(token.key)) return named(next, false);
    return likely(token) ? [...named(token, false), ...named(next, false)] : [];
  });
}
