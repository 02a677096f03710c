import * as z from "zod";

const AS_WORN =
  "the officer's collar, shoulder or warrant number, digits with a few letters before or after, such as 1234AS or P 123456";
const WRITTEN = /^[A-Z]{0,4}\d{1,6}[A-Z]{0,3}$/;

/** An officer's collar or shoulder number. Each force has its own format, so this only brings it to one shape and bounds it; it does not say that the officer exists. */
export const CollarNumber = z
  .string()
  .max(30, AS_WORN)
  .transform((text, context) => {
    const signs = text.replace(/[\s\p{Cf}\p{Pd}.]/gu, "").toUpperCase();
    if (WRITTEN.test(signs)) return signs;
    context.addIssue({ code: "custom", message: AS_WORN });
    return z.NEVER;
  });
