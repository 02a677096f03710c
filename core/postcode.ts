import * as z from "zod";

const WHOLE_OR_PART = "a postcode, or its first part when that is all that is known, such as SW1A 1AA, SW1A or E1 6";
const LAST_LETTERS =
  "the last two letters of a postcode are never C, I, K, M, O or V: read it again, or write its first part, such as E1 6";
const MUDDLED_ZERO = "a postcode with the digit 0 and the letter O each in its place, such as SE10 or OX1";

/** A9, A99, AA9, AA99, A9A, AA9A. No area starts with Q, V or X or goes on with I, J or Z; no district ends with I, L, O, Q or Z. */
const OUTWARD = "[A-PR-UWYZ][A-HK-Y]?(?:[1-9]?\\d|\\d[A-HJKMNPR-Y])";
const WHOLE = new RegExp(`^(GIR(?=0AA$)|${OUTWARD})(\\d[ABD-HJLNP-UW-Z]{2})$`);
const PART = new RegExp(`^${OUTWARD}(?: \\d)?$`);
const ANY_LAST_LETTERS = new RegExp(`^${OUTWARD}\\d[A-Z]{2}$`);

function read(spaced: string): string | undefined {
  const [, outward, inward] = spaced.replaceAll(" ", "").match(WHOLE) ?? [];
  if (outward) return `${outward} ${inward}`;
  return PART.test(spaced) ? spaced : undefined;
}

/** Whether a 0 stands for the letter O or the other way round. The letter is only ever in the area, the first one or two signs. */
function hasMuddledZero(spaced: string): boolean {
  const mended = [1, 2].map((area) => spaced.slice(0, area).replaceAll("0", "O") + spaced.slice(area).replaceAll("O", "0"));
  return mended.some((signs) => read(signs));
}

function fault(spaced: string): string {
  if (ANY_LAST_LETTERS.test(spaced.replaceAll(" ", ""))) return LAST_LETTERS;
  return hasMuddledZero(spaced) ? MUDDLED_ZERO : WHOLE_OR_PART;
}

/** A postcode or as much of it as is known, kept as SW1A 1AA, SW1A or E1 6. Only a space tells the sector E1 6 from the district E16. */
export const Postcode = z
  .string()
  .max(40, WHOLE_OR_PART)
  .transform((text, context) => {
    const spaced = text
      .replace(/\p{Cf}/gu, "")
      .replace(/\s+/g, " ")
      .trim()
      .toUpperCase();
    const postcode = read(spaced);
    if (postcode) return postcode;
    context.addIssue({ code: "custom", message: fault(spaced) });
    return z.NEVER;
  });

/** Whether a kept postcode names a few doors, not a district. */
export function isWhole(postcode: string): boolean {
  return / \d[A-Z]{2}$/.test(postcode);
}
