import type { Escalation } from "../escalation/escalation.ts";
import type { Fact } from "../escalation/fact.ts";
import { byForm, type Stretch, type Why } from "./by-form.ts";
import { streetWord } from "./case-address.ts";
import { type CaseWords, caseWords } from "./case-words.ts";
import { folded, type Token, tokensIn } from "./folded.ts";
import { QUARTERS } from "./no-name.ts";

/** Words that must go before others may read the rest, as they were written, and why. */
export interface Identifying {
  readonly at: string;
  readonly why: Why;
}

/** Of two reasons for the same words, the one that says more. */
const FIRST: readonly Why[] = ["contact", "date", "number", "address", "name", "verbatim"];

/**
 * Which words, in their order, say whom or where a case is about: names and addresses of the case, numbers, dates and ways to reach
 * somebody of any kind, and five or more words in a row that stand in the case. The work grows as the words and the case do. It is a net,
 * no proof: a person reads the words as well.
 */
export function identifying(words: string, of: Escalation, story: readonly Fact[]): Identifying[] {
  const { plain, written } = folded(words);
  const tokens = tokensIn(plain);
  const known = caseWords(of, story);
  const found = [
    ...byForm(plain, tokens),
    ...known.numbers.flatMap((number) => runsOf(tokens, number, "number")),
    ...known.places.flatMap((place) => runsOf(tokens, place, "address")),
    ...addressesIn(tokens, known),
    ...namesIn(tokens, known),
    ...ownWordsIn(tokens, known),
  ];
  return told(found, plain).map(({ start, end, why }) => ({ at: written(start, end), why }));
}

/** Each stretch once: those of one reason that touch are one, and what stands within another with a better reason is left to it. */
function told(found: readonly Stretch[], plain: string): Stretch[] {
  let kept: Stretch[] = [];
  for (const why of FIRST) {
    const ofThis = found.filter((one) => one.why === why);
    kept = kept.concat(joinedUp(ofThis, plain).filter(outside(kept)));
  }
  return kept.sort((one, other) => one.start - other.start || other.end - one.end);
}

/** Whether a stretch reaches out of all of these, which begin and end in the same order once they are joined. */
function outside(of: readonly Stretch[]): (one: Stretch) => boolean {
  const covered = new Map<number, number>();
  for (const { start, end } of of) for (let at = start; at < end; at += 1) covered.set(at, Math.max(end, covered.get(at) ?? 0));
  return ({ start, end }) => (covered.get(start) ?? 0) < end;
}

function joinedUp(stretches: readonly Stretch[], plain: string): Stretch[] {
  return [...stretches]
    .sort((one, other) => one.start - other.start)
    .reduce<Stretch[]>((so, next) => {
      const last = so.at(-1);
      if (!last || !(next.start <= last.end || /^[ '-]$/.test(plain.slice(last.end, next.start)))) so.push(next);
      else so[so.length - 1] = { ...last, end: Math.max(last.end, next.end) };
      return so;
    }, []);
}

/** Where words in a row are this one sign after another, however they are divided: «SW1A 1AA» and «sw1a1aa». */
function runsOf(tokens: readonly Token[], wanted: string, why: Why): Stretch[] {
  return tokens.flatMap(({ start }, nth) => {
    let read = "";
    for (const { key, end } of tokens.slice(nth, nth + LONGEST_RUN)) {
      read += key;
      if (read === wanted) return [{ start, end, why }];
      if (!wanted.startsWith(read)) return [];
    }
    return [];
  });
}
/** A number that is read out digit by digit has no more words than this. */
const LONGEST_RUN = 20;

function addressesIn(tokens: readonly Token[], { addresses }: CaseWords): Stretch[] {
  const keys = tokens.map(({ key }) => streetWord(key));
  return tokens.flatMap(({ start }, nth) =>
    (addresses.get(keys[nth] ?? "") ?? []).flatMap((part): Stretch[] => {
      const length = part.split(" ").length;
      const last = tokens[nth + length - 1];
      return last && keys.slice(nth, nth + length).join(" ") === part ? [{ start, end: last.end, why: "address" }] : [];
    }),
  );
}

/** «Sam West» is somebody, the «North West BCU» is not. */
const isQuarter = (tokens: readonly Token[], nth: number): boolean =>
  QUARTERS.has(tokens[nth]?.key ?? "") &&
  [tokens[nth - 1], tokens[nth + 1]].some((beside) => beside && (QUARTERS.has(beside.key) || beside.key === "bcu"));

const namesIn = (tokens: readonly Token[], { names }: CaseWords): Stretch[] =>
  tokens.flatMap(({ start, end, key, parts, capital }, nth): Stretch[] => {
    const as = [key, ...parts].map((part) => names.get(part));
    const isName = as.includes("any") || (capital && as.includes("capital") && !isQuarter(tokens, nth));
    return isName ? [{ start, end, why: "name" }] : [];
  });

/** So many words in a row are somebody’s own. */
const RUN = 5;

/** Five words in a row that stand in the case, and with them every longer row. */
function ownWordsIn(tokens: readonly Token[], { texts }: CaseWords): Stretch[] {
  const rows = (of: readonly Token[]): string[] =>
    of.slice(RUN - 1).map((_, nth) =>
      of
        .slice(nth, nth + RUN)
        .map(({ key }) => key)
        .join(" "),
    );
  const own = new Set(texts.flatMap(rows));
  return rows(tokens).flatMap((row, nth): Stretch[] => {
    const [first, last] = [tokens[nth], tokens[nth + RUN - 1]];
    return first && last && own.has(row) ? [{ start: first.start, end: last.end, why: "verbatim" }] : [];
  });
}
