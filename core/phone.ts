import * as z from "zod";

const WRITTEN = /^(?:\+44|0)([1-9]\d{8,9})(?:(?:x|ext(?:ension)?)(\d{1,6}))?$/i;

/** A number on which a person answers: UK national or with 44 before it, with or without an extension, as people and systems write it; kept as +44…, or +44…x123. */
export const Phone = z
  .string()
  .max(40)
  .meta({ description: "A UK telephone number, such as 020 7946 0123 or +44 7700 900123 ext 4." })
  .transform((text, context) => {
    const [, digits, extension] =
      text
        .replace(/[\s().\p{Pd}\p{Cf}]/gu, "")
        .replace(/^(?:\+|00)?440?(?=[1-9]\d{8,9}(?:\D|$))/, "+44")
        .match(WRITTEN) ?? [];
    if (digits) return `+44${digits}${extension ? `x${extension}` : ""}`;
    context.addIssue({ code: "custom", message: "a UK telephone number, such as 020 7946 0123 or +44 7700 900123 ext 4" });
    return z.NEVER;
  });
