type Entry = { readonly [field: string]: unknown };
type Coded = Entry & { readonly code: string };

/** One part that differs between two agreements: the steps that lead to it, and how it was and is. */
export type Difference = { readonly at: readonly string[] } & (
  | { readonly what: "added"; readonly is: unknown }
  | { readonly what: "removed"; readonly was: unknown }
  | { readonly what: "changed"; readonly was: unknown; readonly is: unknown }
  | { readonly what: "reordered"; readonly is: readonly string[] }
);

/** What changes from one agreement to the next, each part that was added, removed or changed by itself. Empty when nothing does. */
export function whatDiffers(before: unknown, after: unknown, at: readonly string[] = []): Difference[] {
  if (isCodedList(before) && isCodedList(after)) {
    const versioned = versionedIn(before, after);
    return [...whatDiffers(byName(before, versioned), byName(after, versioned), at), ...reordered(before, after, at)];
  }
  if (!isEntry(before) || !isEntry(after))
    return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ what: "changed", at, was: before, is: after }];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name): Difference[] => {
    const there = [...at, name];
    if (!Object.hasOwn(before, name)) return [{ what: "added", at: there, is: after[name] }];
    if (!Object.hasOwn(after, name)) return [{ what: "removed", at: there, was: before[name] }];
    return whatDiffers(before[name], after[name], there);
  });
}

/** The same, a line for each: what an operator reads before keeping a version. */
export const differences = (before: unknown, after: unknown, at = ""): string[] =>
  whatDiffers(before, after, at === "" ? [] : [at]).map(lineOf);

function lineOf(one: Difference): string {
  const path = one.at.join(".");
  switch (one.what) {
    case "added":
      return `added ${path}${shown(one.is)}`;
    case "removed":
      return `removed ${path}${shown(one.was)}`;
    case "changed":
      return `changed ${path}: ${JSON.stringify(one.was)} is now ${JSON.stringify(one.is)}`;
    case "reordered":
      return `changed ${path}: the order is now ${one.is.join(", ")}`;
  }
}

export const isEntry = (value: unknown): value is Entry => typeof value === "object" && value !== null && !Array.isArray(value);
const isCodedList = (value: unknown): value is Coded[] =>
  Array.isArray(value) && value.every((one) => isEntry(one) && typeof one.code === "string");

const codesOf = (list: readonly Coded[]) => list.map(({ code }) => code);
const twiceIn = (list: readonly Coded[]) => codesOf(list).filter((code, nth, codes) => codes.indexOf(code) !== nth);
const versionedIn = (...lists: readonly (readonly Coded[])[]) => new Set(lists.flatMap(twiceIn));

/** An entry of a list goes by its code; where versions of one thing stand side by side, by its version too. */
const nameOf = (one: Coded, versioned: ReadonlySet<string>): string =>
  versioned.has(one.code) ? `${one.code} version ${one.version}` : one.code;
const byName = (list: readonly Coded[], versioned: ReadonlySet<string>): Entry =>
  Object.fromEntries(list.map((one) => [nameOf(one, versioned), one]));

/** Order counts: priorities run from most to least urgent. */
function reordered(before: readonly Coded[], after: readonly Coded[], at: readonly string[]): Difference[] {
  const was = codesOf(before).filter((code) => codesOf(after).includes(code));
  const is = codesOf(after).filter((code) => codesOf(before).includes(code));
  return was.length !== is.length || was.join() === is.join() ? [] : [{ what: "reordered", at, is }];
}

/** A plain value is shown beside its path; a whole part goes by its path alone. */
const shown = (value: unknown): string => (typeof value === "object" && value !== null ? "" : `: ${JSON.stringify(value)}`);
