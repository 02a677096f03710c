type Entry = { readonly [field: string]: unknown };
type Coded = Entry & { readonly code: string };

/** What changes from one agreement to the next, a line for each part that was added, removed or changed. Empty when nothing does. */
export function differences(before: unknown, after: unknown, at = ""): string[] {
  if (isCodedList(before) && isCodedList(after)) {
    const versioned = new Set([...twiceIn(before), ...twiceIn(after)]);
    return [...differences(byName(before, versioned), byName(after, versioned), at), ...reordered(before, after, at)];
  }
  if (!isEntry(before) || !isEntry(after)) {
    const [was, is] = [JSON.stringify(before), JSON.stringify(after)];
    return was === is ? [] : [`changed ${at}: ${was} is now ${is}`];
  }
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const path = at === "" ? name : `${at}.${name}`;
    if (!Object.hasOwn(before, name)) return [`added ${path}${shown(after[name])}`];
    if (!Object.hasOwn(after, name)) return [`removed ${path}${shown(before[name])}`];
    return differences(before[name], after[name], path);
  });
}

const isEntry = (value: unknown): value is Entry => typeof value === "object" && value !== null && !Array.isArray(value);
const isCodedList = (value: unknown): value is Coded[] =>
  Array.isArray(value) && value.every((one) => isEntry(one) && typeof one.code === "string");

const codesOf = (list: readonly Coded[]) => list.map(({ code }) => code);
const twiceIn = (list: readonly Coded[]) => codesOf(list).filter((code, nth, codes) => codes.indexOf(code) !== nth);

/** An entry of a list goes by its code; where versions of one thing stand side by side, by its version too. */
const byName = (list: readonly Coded[], versioned: ReadonlySet<string>): Entry =>
  Object.fromEntries(list.map((one) => [versioned.has(one.code) ? `${one.code} version ${one.version}` : one.code, one]));

/** Order counts: priorities run from most to least urgent. */
function reordered(before: readonly Coded[], after: readonly Coded[], at: string): string[] {
  const was = codesOf(before).filter((code) => codesOf(after).includes(code));
  const is = codesOf(after).filter((code) => codesOf(before).includes(code));
  return was.length !== is.length || was.join() === is.join() ? [] : [`changed ${at}: the order is now ${is.join(", ")}`];
}

/** A plain value is shown beside its path; a whole part goes by its path alone. */
const shown = (value: unknown): string => (typeof value === "object" && value !== null ? "" : `: ${JSON.stringify(value)}`);
