import * as z from "zod";

const WRITTEN = /^(?:\+44|0044|0)([1-9]\d{8,9})(?:(?:x|ext\.?)(\d{1,6}))?$/i;

/** A number on which a person answers: UK national or +44, with or without an extension; kept as +44…, or +44…x123. */
export const Phone = z
  .string()
  .max(40)
  .transform((text, context) => {
    const [, digits, extension] =
      text
        .replace(/[\s().-]/g, "")
        .replace(/^\+440/, "+44")
        .match(WRITTEN) ?? [];
    if (digits) return `+44${digits}${extension ? `x${extension}` : ""}`;
    context.addIssue({ code: "custom", message: "a UK telephone number, such as 020 7946 0123 or +44 7700 900123 ext 4" });
    return z.NEVER;
  });
