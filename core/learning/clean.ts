import { type FieldError, invalid } from "../refusal.ts";
import { byForm, type Why } from "./by-form.ts";
import { folded, tokensIn } from "./folded.ts";

/** What is wrong with words that a pack may show, in words. */
export const WHY_NOT: Readonly<Record<Why, string>> = {
  name: "names somebody",
  number: "has a number that leads to somebody",
  address: "says where somebody is",
  contact: "says how to reach somebody",
  date: "has a whole date",
  verbatim: "has words as they stand in the case: say it in other words",
};

/** What in some words says who somebody is by its form alone, whatever case it is about: the first of it, as it was written. Undefined when they are clean. */
export function unclean(words: string): { readonly at: string; readonly why: Why } | undefined {
  const { plain, written } = folded(words);
  const [first] = byForm(plain, tokensIn(plain));
  return first && { at: written(first.start, first.end), why: first.why };
}

/** Words that will stand where every partner reads them. Throws Invalid, naming each field and what is wrong in it. */
export function mustBeClean(fields: Readonly<Record<string, string>>, where: "on an agenda" | "in the minutes"): void {
  const faults = Object.entries(fields).flatMap(([field, words]): FieldError[] => {
    const found = unclean(words);
    return found ? [{ field, reason: `«${found.at}» ${WHY_NOT[found.why]}: it would stand ${where}` }] : [];
  });
  if (faults.length > 0) throw invalid(...faults);
}
