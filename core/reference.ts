import * as z from "zod";

/** 31 signs that survive a radio: no I, L, O, 0 or 1. A prime number of them, so the check sign finds any one wrong sign and any swap of neighbours. */
const SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const PAYLOAD = 5;

const checkSign = (payload: string): string => {
  const sum = [...payload].reduce((total, sign, place) => total + SIGNS.indexOf(sign) * (place + 1), 0);
  return SIGNS.charAt(sum % SIGNS.length);
};

/** The reference people say aloud, made from five random bytes' worth of signs: RC-4TQ-9HK, the last sign a check. */
export function spoken(random: Uint8Array): string {
  if (random.length < PAYLOAD) throw new RangeError(`needs ${PAYLOAD} random bytes`);
  const payload = [...random.slice(0, PAYLOAD)].map((byte) => SIGNS.charAt(byte % SIGNS.length)).join("");
  const signs = payload + checkSign(payload);
  return `RC-${signs.slice(0, 3)}-${signs.slice(3)}`;
}

const isHeard = (signs: string): boolean =>
  [...signs].every((sign) => SIGNS.includes(sign)) &&
  signs.length === PAYLOAD + 1 &&
  checkSign(signs.slice(0, PAYLOAD)) === signs.at(-1);

const typed = (prefixes: string) =>
  z
    .string()
    .transform((text) => text.toUpperCase().replace(/[\s-]/g, ""))
    .transform((text) => {
      const [, prefix = "RC", signs = text] = new RegExp(`^(${prefixes})?(.{${PAYLOAD + 1}})$`).exec(text) ?? [];
      return { prefix, signs };
    })
    .refine(({ signs }) => isHeard(signs), "not a Rightcall reference: check it sign by sign")
    .transform(({ prefix, signs }) => `${prefix}-${signs.slice(0, 3)}-${signs.slice(3)}`);

/** A reference as people type it, spaces, dashes and case forgiven, refused when the check sign says it was misheard. */
export const Reference = typed("RC");
/** The same of a case or of a first answer: without its two letters it is a case's. */
export const AnyReference = typed("RC|FA");
