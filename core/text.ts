import * as z from "zod";

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the purpose
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/u;
const DIRECTION = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Words from people, up to `max` code points: one shape (NFC, trimmed), nothing invisible, and something a reader can see. */
export const safeText = (max: number) =>
  z
    .string()
    .meta({ maxLength: max })
    .transform((text) => text.normalize("NFC").replace(/\r\n?/g, "\n").replace(/\t/g, " ").replace(DIRECTION, "").trim())
    .pipe(
      z
        .string()
        .min(1, "write something here")
        .max(max, `at most ${max} characters`)
        .refine((text) => text.isWellFormed() && !CONTROL.test(text), "has a character that cannot be kept")
        .refine((text) => text === "" || /[\p{L}\p{N}]/u.test(text), "needs at least one letter or digit"),
    );
