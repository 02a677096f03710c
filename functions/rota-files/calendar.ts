// ical.js reads what is hard to read by hand: quoted parameters, escaped text, recurrence rules. It keeps no line numbers and gives up at
// the first line that it cannot read, so lines are unfolded and nested here and handed to it one by one.
import ICAL from "ical.js";
import { type Place, type Remark, shown } from "../../core/rota/imported.ts";

/** One line of a calendar, unfolded, and the line of the file on which it begins. */
export interface Line extends Place {
  readonly text: string;
}
/** A part of a calendar between its BEGIN and its END, with the lines that are its own and no inner part's, and the parts that lie in it. */
export interface Component extends Place {
  readonly lines: readonly Line[];
  readonly parts: readonly Component[];
}

/** No line that we read needs more, and reading one takes longer than it is long. */
const LONGEST_LINE = 16_000;

/** Every part of a calendar, each named by its `field`, and where it is not nested as it should be. */
export function componentsOf(text: string): { components: Component[]; faults: Remark[] } {
  const components: Component[] = [];
  const open: (Component & { lines: Line[]; parts: Component[] })[] = [];
  for (const line of unfolded(text)) {
    const name = line.text
      .slice(line.text.indexOf(":") + 1)
      .trim()
      .toUpperCase();
    if (line.field === "BEGIN") {
      const begun = { line: line.line, field: name, lines: [], parts: [] };
      components.push(begun);
      open.at(-1)?.parts.push(begun);
      open.push(begun);
    } else if (line.field === "END") {
      const ended = open.pop();
      if (ended?.field !== name) {
        const reason = `ends ${shown(name)} where ${ended?.field ?? "nothing"} is open`;
        return { components, faults: [{ line: line.line, field: "END", reason }] };
      }
    } else open.at(-1)?.lines.push(line);
  }
  return {
    components,
    faults: open.map(({ line, field }) => ({ line, field: "BEGIN", reason: `begins ${field} and never ends it` })),
  };
}

/** A line that begins with a space goes on with the one before. */
function unfolded(text: string): Line[] {
  const found: { line: number; parts: string[] }[] = [];
  for (const [nth, words] of text.split("\n").entries()) {
    if (/^[ \t]/.test(words)) found.at(-1)?.parts.push(words.slice(1));
    else if (words !== "") found.push({ line: nth + 1, parts: [words] });
  }
  return found.map(({ line, parts }) => {
    const whole = parts.join("");
    return { line, field: /^[\w-]*/.exec(whole)?.[0].toUpperCase() ?? "", text: whole };
  });
}

/** What a line says: its parameters by name, in small letters, and its values as ical.js reads them. */
export interface Property {
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly values: readonly unknown[];
}

/** A line as a property, or undefined where it is none. */
export function propertyOf({ text }: Line): Property | undefined {
  if (text.length > LONGEST_LINE) return undefined;
  try {
    const [, parameters, , ...values] = ICAL.parse.property(text) as [string, Record<string, unknown>, string, ...unknown[]];
    return { parameters: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])), values };
  } catch {
    return undefined;
  }
}
