/** Words brought to one shape for comparing, and where each sign of that shape stood in what was written. */
export interface Folded {
  readonly plain: string;
  /** What was written from one place in `plain` up to another. */
  readonly written: (start: number, end: number) => string;
}

/** Letters that have no mark to strip, as they are written where they are missing. */
export const LETTERS: Readonly<Record<string, string>> = {
  ...{ ß: "ss", ẞ: "SS", ø: "o", Ø: "O", ł: "l", Ł: "L", đ: "d", Đ: "D", ð: "d", Ð: "D" },
  ...{ æ: "ae", Æ: "AE", œ: "oe", Œ: "OE", þ: "th", Þ: "Th", ı: "i" },
};

const isPlain = (sign: string): boolean => sign >= " " && sign <= "~" && sign !== "`";

/** One sign as it is compared: compatible forms are one, marks and what nobody sees are gone, quotation marks, dashes and spaces are of one kind each. */
function shapeOf(sign: string): string {
  if (isPlain(sign)) return sign;
  if (/[\p{Cf}\p{Default_Ignorable_Code_Point}]/u.test(sign)) return "";
  if (/[‘’‚‛ʼʹ′´`＇]/u.test(sign)) return "'";
  if (/[\p{Pd}−]/u.test(sign)) return "-";
  const shape = sign.normalize("NFKD").replace(/\p{M}/gu, "");
  return [...shape].map((one) => LETTERS[one] ?? one.replace(/[\s\p{Z}\p{Cc}]/u, " ")).join("");
}

/** Words in the shape in which they are compared; the capitals stay. */
export function folded(words: string): Folded {
  const shapes: string[] = [];
  const from: number[] = [];
  const to: number[] = [];
  let at = 0;
  for (const sign of words) {
    const shape = shapeOf(sign);
    const next = at + sign.length;
    // A mark, or a sign that nobody sees, belongs to what stands before it.
    if (shape === "" && to.length > 0) to[to.length - 1] = next;
    for (let unit = 0; unit < shape.length; unit += 1) {
      from.push(at);
      to.push(next);
    }
    shapes.push(shape);
    at = next;
  }
  return { plain: shapes.join(""), written: (start, end) => words.slice(from[start], to[end - 1]) };
}

/** One word: where it stands in `plain`, and what it is compared by. «O'Brien» is «obrien», and made of «o» and «brien». */
export interface Token {
  readonly start: number;
  readonly end: number;
  readonly key: string;
  readonly parts: readonly string[];
  readonly capital: boolean;
  /** LAS, CCTV: more likely an abbreviation than somebody. */
  readonly shouted: boolean;
}

/** The words in their order. An apostrophe within a word belongs to it; a hyphen divides. */
export function tokensIn(plain: string): Token[] {
  return [...plain.matchAll(/[\p{L}\p{N}_]+(?:'[\p{L}\p{N}_]+)*/gu)].map(({ 0: word, index }) => {
    const parts = word.toLowerCase().split("'");
    const capital = /^\p{Lu}/u.test(word);
    const shouted = capital && !/\p{Ll}/u.test(word);
    return { start: index, end: index + word.length, key: parts.join(""), parts, capital, shouted };
  });
}
