import { folded, tokensIn } from "./folded.ts";
import { ENGLISH_TOO, listed, NO_NAME, SMALL } from "./no-name.ts";

const SHORT: Readonly<Record<string, string>> = {
  ...{ st: "street", rd: "road", ave: "avenue", av: "avenue", ln: "lane", sq: "square", ct: "court", cl: "close", dr: "drive" },
  ...{ cres: "crescent", gdns: "gardens", grn: "green", pl: "place", terr: "terrace", ter: "terrace", hse: "house", apt: "flat" },
};
const STREETS = listed(`
  street road avenue lane square court close drive crescent gardens green place terrace house
  way hill walk row mews grove park rise path parade yard wharf estate tower bridge
`);
const ROOMS = listed("flat apartment room unit ward bay bed floor block plot");
/** A longer part is found as somebody’s own words. */
const LONGEST_PART = 4;

/** «St» and «Street» are one. */
export const streetWord = (key: string): string => SHORT[key] ?? key;

/** The parts of an address that tell where it is, word by word: a house or a flat with its number, a street by its name, a house that has only a name. */
export function addressParts(address: string, boroughs: ReadonlySet<string>): string[][] {
  return address.split(/[,;\n]/).flatMap((part) => {
    const tokens = tokensIn(folded(part).plain);
    const keys = tokens.map(({ key }) => streetWord(key));
    const found = keys.flatMap((key, nth): string[][] => {
      const [before = "", after = ""] = [keys[nth - 1], keys[nth + 1]];
      if (STREETS.has(key) && before && !SMALL.has(before)) return [[before, key]];
      if (!/\p{Nd}/u.test(key)) return [];
      if (ROOMS.has(before)) return [[before, key]];
      return after && (tokens[nth + 1]?.capital || STREETS.has(keys[nth + 2] ?? "")) ? [[key, after]] : [];
    });
    const isNamed = tokens.some(
      ({ key, capital, shouted }) => capital && !shouted && ![NO_NAME, ENGLISH_TOO, boroughs].some((words) => words.has(key)),
    );
    return isNamed && keys.length <= LONGEST_PART ? [...found, keys] : found;
  });
}
