import { invalid } from "../core/refusal.ts";

/** No request of ours is nested half as deep; who sends more wants to keep us busy. */
const DEEPEST = 12;

/**
 * A body as JSON. A name that stands twice in one object is refused: two readers of the same text would disagree on which of them counts.
 * Throws Invalid.
 */
export function readJson(text: string): unknown {
  if (text.trim() === "") return {};
  const value = parsed(text);
  mustBePlain(text);
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid({ field: "(body)", reason: "is not JSON" });
  }
}

/** A string, or a mark of JSON. A string is passed over whole, so that a brace in somebody's words is no brace. */
const SIGNS = /"(?:[^"\\]|\\.)*"|[{}[\]:]/gs;

/** Looks once along a text that is JSON, so that each of its strings has an end. */
function mustBePlain(text: string): void {
  const open: (Set<string> | null)[] = [];
  let string = "";
  for (const [sign] of text.matchAll(SIGNS)) {
    if (sign.startsWith('"')) string = sign;
    else if (sign === "{" || sign === "[") open.push(sign === "{" ? new Set() : null);
    else if (sign === "}" || sign === "]") open.pop();
    else mustBeNew(open.at(-1), JSON.parse(string));
    if (open.length > DEEPEST) throw invalid({ field: "(body)", reason: `at most ${DEEPEST} things within one another` });
  }
}

function mustBeNew(names: Set<string> | null | undefined, name: string): void {
  if (name === "__proto__") throw invalid({ field: name, reason: "is not a field here" }); // schemas pass over it in silence
  if (names?.has(name)) throw invalid({ field: name.slice(0, 100), reason: "stands here twice" });
  names?.add(name);
}
