import { LETTERS } from "../../core/learning/folded.ts";

/** What the standard fonts of a PDF have beside ASCII and Latin 1 (Windows code page 1252). */
const MORE = new Set("€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ");
/** Signs that they lack, as people write them without them. */
const WRITTEN: Readonly<Record<string, string>> = {
  ...{
    "−": "-",
    "‐": "-",
    "‑": "-",
    "‒": "–",
    "―": "—",
    "′": "'",
    "″": '"',
    "\t": "  ",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u0085": "\n",
  },
  ...{ "→": "->", "←": "<-", "↑": "(up)", "↓": "(down)", "⇒": "=>", "≤": "<=", "≥": ">=", "≠": "not equal to", "≈": "about " },
  ...{
    "✓": "(yes)",
    "✔": "(yes)",
    "☑": "(yes)",
    "✗": "(no)",
    "✘": "(no)",
    "☐": "( )",
    "●": "•",
    "◆": "•",
    "■": "•",
    "▪": "•",
    "★": "*",
  },
};

const isThere = (sign: string): boolean =>
  sign === "\n" || (sign >= " " && sign <= "~") || (sign >= "\u00a0" && sign <= "\u00ff" && sign !== "\u00ad") || MORE.has(sign);

/** Words as the standard fonts of a PDF can show them. A letter loses its marks if need be; what has no other form is named by its code point, so that nothing is lost in silence. */
export function printable(words: string): string {
  return [...words.toWellFormed().replace(/\r\n?/g, "\n").normalize("NFC")].map(shown).join("");
}

function shown(sign: string): string {
  if (isThere(sign)) return sign;
  const written = WRITTEN[sign] ?? LETTERS[sign];
  if (written !== undefined) return written;
  // What nobody sees can go, as can a mark whose letter stands before it.
  if (/[\p{Cf}\p{M}\p{Default_Ignorable_Code_Point}]/u.test(sign)) return "";
  if (/\p{Zs}/u.test(sign)) return " ";
  const plain = [...sign.normalize("NFKD").replace(/\p{M}/gu, "")];
  if (plain.length > 0 && plain.every(isThere)) return plain.join("");
  return `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;
}
