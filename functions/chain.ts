import { createHash } from "node:crypto";
import type { Fact, NewFact } from "../core/escalation/fact.ts";

/** One text for one value, whatever order its keys were stored in. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(",")}}`;
}
const hashOf = (fact: object): string => createHash("sha256").update(canonical(fact)).digest("hex");

/** Ties each fact to the one before it, so that a line that is altered, taken out or put in is found. */
export function tie(facts: readonly NewFact[], before: string): Fact[] {
  let last = before;
  return facts.map((fact) => {
    const line = { ...fact, before: last };
    last = hashOf(line);
    return { ...line, hash: last };
  });
}

/** What is wrong with a story, in words; undefined when every line is there, in order, as it was written, up to the last hash the case keeps. */
export function brokenAt(facts: readonly Fact[], last: { story: number; chain: string }): string | undefined {
  let before = "";
  for (const [nth, fact] of facts.entries()) {
    const { hash, ...line } = fact;
    if (fact.number !== nth + 1) return `fact ${nth + 1} is missing`;
    if (fact.before !== before) return `fact ${fact.number} does not follow from the one before it`;
    if (hash !== hashOf(line)) return `fact ${fact.number} is not what was written`;
    before = hash;
  }
  if (facts.length !== last.story) return `the case counts ${last.story} facts and the story has ${facts.length}`;
  return before === last.chain ? undefined : "the last fact is not the one the case remembers";
}
