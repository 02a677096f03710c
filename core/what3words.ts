import * as z from "zod";

const THREE_WORDS = "three words with dots between them, such as ///filled.count.soap";
const WRITTEN = /^\/{0,3}(\p{L}[\p{L}\p{M}]*)\.(\p{L}[\p{L}\p{M}]*)\.(\p{L}[\p{L}\p{M}]*)$/u;

/** A three-word place, kept as ///word.word.word. Words that sound alike are misheard, so it is never the only location. */
export const What3words = z
  .string()
  .max(120, THREE_WORDS)
  .transform((text, context) => {
    const plain = text
      .replace(/\p{Cf}/gu, "")
      .replace(/\s*[.。・]\s*/g, ".")
      .trim();
    const words = plain.match(WRITTEN)?.slice(1);
    if (words) return `///${words.map((word) => word.toLowerCase()).join(".")}`.normalize("NFC");
    context.addIssue({ code: "custom", message: THREE_WORDS });
    return z.NEVER;
  });
