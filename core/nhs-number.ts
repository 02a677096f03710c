import * as z from "zod";

const TEN_DIGITS = "an NHS number of ten digits, such as 999 123 0009";
const WRONG_DIGIT =
  "a digit is wrong or in the wrong place; leave the number out, or read it again and write all ten, such as 999 123 0009";
const ONE_DIGIT =
  "ten times the same digit is nobody's NHS number; leave it out, or write the person's own, such as 999 123 0009";

const WRITTEN = /^(\d{3})[\s\p{Pd}]*(\d{3})[\s\p{Pd}]*(\d{4})$/u;

/** Modulus 11: the tenth digit is what makes the weighted sum of all ten a multiple of 11. A sum that would need a tenth digit of 10 has none. */
const belongTogether = (digits: string): boolean =>
  [...digits].reduce((sum, digit, place) => sum + Number(digit) * (10 - place), 0) % 11 === 0;

/** What is wrong with ten digits. The same digit ten times always satisfies modulus 11, so it is looked for by itself. */
function fault(digits: string): string | undefined {
  if (/^(\d)\1{9}$/.test(digits)) return ONE_DIGIT;
  return belongTogether(digits) ? undefined : WRONG_DIGIT;
}

/** A person's NHS number, kept as ten bare digits: any one wrong digit and any swap of neighbours is found. */
export const NhsNumber = z
  .string()
  .max(40, TEN_DIGITS)
  .transform((text, context) => {
    const groups = text
      .replace(/\p{Cf}/gu, "")
      .trim()
      .match(WRITTEN);
    const digits = groups?.slice(1).join("");
    const message = digits ? fault(digits) : TEN_DIGITS;
    if (digits && !message) return digits;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

/** An NHS number as it is printed and read aloud: 999 123 0009. */
export function shownNhsNumber(digits: string): string {
  return `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
}
