import { isWhole, Postcode } from "../postcode.ts";
import type { Token } from "./folded.ts";
import { NO_NAME, NUMBERED, ONLY_TITLES, TITLES } from "./no-name.ts";

/** Why words may not stand in a pack. */
export type Why = "contact" | "date" | "number" | "address" | "name" | "verbatim";

/** Words that must go: from one place in the folded words up to another. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly why: Why;
}

const { raw } = String;
/** Every part of these has an upper bound, or can be read in one way only: the time that they take grows as the words do. */
const MONTH =
  "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const YEAR = raw`(?:\p{Nd}{4}|\p{Nd}{2})(?!\p{Nd})`;
const NO_DIGIT = raw`(?<!\p{Nd})`;
const BEGIN = raw`(?<![\p{L}\p{N}])`;
const END = raw`(?![\p{L}\p{N}])`;
const MEASURE =
  /^[ -]?(?:min(?:ute)?s?|h(?:ou)?rs?|hours?|h|days?|weeks?|months?|years?|seconds?|people|calls?|cases?|metres?|miles?|%)(?!\p{L})/iu;
/** 999 is not a secret, and 24/7 is no log. */
const EVERYBODYS = /^(?:999|101|111|112|24.?7)$/;

/** One form, and the reason why it may not stand. */
interface Form {
  readonly why: Why;
  readonly form: RegExp;
  /** What looks like it and is not. */
  readonly but?: (found: string, after: string) => boolean;
}
const form = (why: Why, source: string, but?: Form["but"]): Form => ({
  why,
  form: new RegExp(source, "giu"),
  ...(but ? { but } : {}),
});
const digitsOf = (found: string): string => found.replace(/\P{Nd}/gu, "");
const startsLikePhone = (found: string): boolean => /^(?:\(?0|\+)/.test(found);

const FORMS: readonly Form[] = [
  form("contact", raw`[^\s@]{0,80}@[^\s@]{0,200}[\p{L}\p{N}]`),
  form("contact", raw`(?:(?<!\p{L})www\.|[a-z][a-z0-9+.-]{1,15}://)\S{0,500}[\p{L}\p{N}/]`),
  form(
    "contact",
    raw`(?<![\p{L}\p{N}.-])(?:[\p{L}\p{N}-]{1,63}\.){1,6}(?:uk|com|org|net|gov|nhs|london|info|io|eu)(?![\p{L}\p{N}-])(?:/(?:\S{0,500}[\p{L}\p{N}/])?)?`,
  ),
  form("contact", raw`${NO_DIGIT}\+?\(?\p{Nd}(?:[ ()./-]{0,3}\p{Nd}){8,}`, (found) => !startsLikePhone(found)),
  form("date", raw`${NO_DIGIT}\p{Nd}{1,2} ?[/.-] ?\p{Nd}{1,2} ?[/.-] ?${YEAR}`, (found) => !isDay(found)),
  form("date", raw`${NO_DIGIT}\p{Nd}{1,2} \p{Nd}{1,2} (?:19|20)\p{Nd}{2}(?!\p{Nd})`, (found) => !isDay(found)),
  form("date", raw`${NO_DIGIT}(?:19|20)\p{Nd}{2}[/.-]\p{Nd}{1,2}[/.-]\p{Nd}{1,2}(?!\p{Nd})`),
  form("date", raw`${NO_DIGIT}\p{Nd}{1,2}(?:st|nd|rd|th)?[ .,/-]{0,3}(?:of )?${MONTH}[ .,/'-]{0,3}${YEAR}`, (_, after) =>
    MEASURE.test(after),
  ),
  form("date", raw`${BEGIN}${MONTH}[ .]{1,2}\p{Nd}{1,2}(?:st|nd|rd|th)?[ ,]{1,3}\p{Nd}{4}(?!\p{Nd})`),
  form("number", raw`${NO_DIGIT}\p{Nd}(?:[ ()./-]{0,3}\p{Nd}){8,}`),
  form("number", raw`\p{Nd}{5,}`),
  form("number", raw`${NO_DIGIT}\p{Nd}{4} \p{Nd}{4}(?!\p{Nd})`, (found) =>
    found.split(" ").every((time) => /^(?:[01]\d|2[0-3])[0-5]\d$/.test(time)),
  ),
  form(
    "number",
    raw`${BEGIN}(?:cad|cris|merlin|urn|las|log|incident|crime|ref|reference|custody|warrant|collar|shoulder|badge)(?: (?:ref|reference|no|number|record))?[ .:#/-]{0,3}[\p{L}\p{N}]{0,12}\p{Nd}[\p{L}\p{N}/-]{0,30}`,
    isNoReference,
  ),
  form("number", raw`${BEGIN}(?=[\p{N}]{0,20}\p{L})(?=(?:\p{L}{0,20}\p{Nd}){4})[\p{L}\p{N}]{5,40}${END}`, (found) =>
    TIME_OR_DOSE.test(found),
  ),
  form("number", raw`${BEGIN}[a-z]{2}\p{Nd}{2}[a-z]{3}${END}`),
  form("number", raw`${BEGIN}(?:[a-z]\p{Nd}{1,3}[a-z]{3}|[a-z]{3}\p{Nd}{1,3}[a-z])${END}`),
  {
    why: "number",
    form: /(?<![\p{L}\p{N}])(?:[A-Z]{2}\p{Nd}{2} [A-Z]{3}|[a-z]{2}\p{Nd}{2} [a-z]{3}|[A-HJ-NRVWXY]\p{Nd}{1,3} [A-Z]{3}|[A-Z]{3} \p{Nd}{3}[A-Z])(?![\p{L}\p{N}])/gu,
  },
  form("address", raw`${BEGIN}[a-z]{1,2}\p{Nd}[a-z\p{Nd}]?[ -]{0,3}\p{Nd}[a-z]{2}${END}`, isNoPostcode),
  form("address", raw`(?<![\p{L}\p{N}.])/{0,3}\p{L}{3,40}[.。・]\p{L}{3,40}[.。・]\p{L}{3,40}(?![\p{L}\p{N}])`),
];
/** 1430hrs, 0230am, the 1990s, 1000mg. */
const TIME_OR_DOSE = /^\p{Nd}{4}(?:hrs?|h|am|pm|s|mg|ml|m|km|gmt|bst|z)$/iu;

/** A day and a month in either order, so that «10/15/40» may stand. */
function isDay(found: string): boolean {
  const [one = 0, other = 0] = found.split(/[^\p{Nd}]+/u).map(Number);
  return Math.min(one, other) >= 1 && Math.min(one, other) <= 12 && Math.max(one, other) <= 31;
}

/** What follows «CAD» is a number whatever its length; elsewhere three digits make one, unless they measure something. */
function isNoReference(found: string, after: string): boolean {
  const last = found.split(/[ .:#-]+/).at(-1) ?? "";
  const measures = MEASURE.test(after) || /^:\p{Nd}/u.test(after);
  return EVERYBODYS.test(last) || measures || (digitsOf(found).length < 3 && !/^cad/i.test(found));
}

/** «P1 2nd call» has the form of a postcode. */
function isNoPostcode(found: string): boolean {
  const { data } = Postcode.safeParse(found.replace("-", " "));
  return data === undefined || !isWhole(data) || / \p{Nd}(?:st|nd|rd|th|hr|yr)$/u.test(found);
}

/** What identifies by its form alone, whatever the case knows. An earlier reason goes before a later one. */
export function byForm(plain: string, tokens: readonly Token[]): Stretch[] {
  const formed = FORMS.flatMap(({ why, form, but }) =>
    [...plain.matchAll(form)].flatMap(({ 0: found, index: start }) => {
      const end = start + found.length;
      return but?.(found, plain.slice(end, end + 12)) ? [] : [{ start, end, why }];
    }),
  );
  return [...formed, ...tokens.flatMap((_, nth) => titled(plain, tokens, nth))];
}

/** «Mr Example», «Insp. J. Example», «PC 552»: the title with the name or the number that follows it. */
function titled(plain: string, tokens: readonly Token[], nth: number): Stretch[] {
  const [title, next] = [tokens[nth], tokens[nth + 1]];
  if (!title || !next || !/^\.? {0,2}$/.test(plain.slice(title.end, next.start))) return [];
  if (NUMBERED.has(title.key) && /^\p{Nd}{2,5}$/u.test(next.key)) {
    const measures = EVERYBODYS.test(next.key) || MEASURE.test(plain.slice(next.end, next.end + 12));
    return measures ? [] : [{ start: title.start, end: next.end, why: "number" }];
  }
  if (!TITLES.has(title.key) || NO_NAME.has(next.key) || !(next.capital || ONLY_TITLES.has(title.key))) return [];
  const rest = tokens.slice(nth + 2, nth + 5);
  const others = rest.findIndex(
    (token, more) => !token.capital || NO_NAME.has(token.key) || token.start > (rest[more - 1] ?? next).end + 2,
  );
  const last = (others < 0 ? rest : rest.slice(0, others)).at(-1) ?? next;
  return [{ start: title.start, end: last.end, why: "name" }];
}
