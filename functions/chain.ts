import { hash as digest } from "node:crypto";
import { type Clock, clocksFrom } from "../core/escalation/clock.ts";

/** Most of what a fact says has nothing in it that has to be escaped. */
const PLAIN = /^[\w .,:+-]*$/;
const quoted = (text: string): string => (PLAIN.test(text) ? `"${text}"` : JSON.stringify(text));

/** One text for one value, whatever order its keys were stored in. */
function canonical(value: unknown): string {
  if (typeof value === "string") return quoted(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  let entries = "";
  for (const key of Object.keys(value).sort()) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner !== undefined) entries += `${entries === "" ? "" : ","}${quoted(key)}:${canonical(inner)}`;
  }
  return `{${entries}}`;
}
/** The one hash of a value, however it was stored. */
export const hashOf = (fact: unknown): string => digest("sha256", canonical(fact), "hex");

/** How a line hangs on the one before it. */
export interface Tied {
  readonly before: string;
  readonly hash: string;
}

/** Ties each fact to the one before it, as it is kept, so that a line that is altered, taken out or put in is found. */
export function tie<L extends object>(facts: readonly L[], before: string): (L & Tied)[] {
  let last = before;
  return facts.map((fact) => {
    const line = { ...fact, before: last };
    last = hashOf(line);
    return { ...line, hash: last };
  });
}

/** A line of a story as it is kept: what people wrote is sealed, and the hashes are of that. Nobody needs a key to check them. */
export interface Line extends Tied {
  readonly schema?: 2 | undefined;
  readonly number: number;
  readonly version: number;
  readonly what: string;
  readonly about: object;
  readonly clocks?: Clock[] | undefined;
}

/** What is wrong with a story, in words; undefined when every line is there, in order, as it was written, up to the last hash the case keeps. */
export function brokenAt(facts: readonly Line[], last: { story: number; chain: string }): string | undefined {
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

/** A screen that was decided on, as it is kept. */
interface Screen {
  readonly version: number;
  readonly shown: unknown;
}

/** Which clock of a case its own story does not tell, in words; undefined when every one is told, or was kept before stories told them. */
function untoldClock(story: readonly Line[], clocks: readonly Clock[]): string | undefined {
  if (!story.every(({ schema }) => schema === 2)) return undefined;
  const told = clocksFrom(story).map((clock) => hashOf(clock));
  const untold = clocks.find((clock) => !told.includes(hashOf(clock)));
  return untold ? `the story does not tell the ${untold.limit} clock as the case has it` : undefined;
}

/** Which decision no longer has the screen it was made on, in words; undefined when each has. */
function alteredScreen(story: readonly Line[], screens: readonly Screen[]): string | undefined {
  for (const fact of story) {
    const { screen } = fact.about as { readonly screen?: string };
    if (fact.what !== "decided" || !screen) continue;
    const kept = screens.find(({ version }) => version === fact.version);
    if (!kept || hashOf(kept.shown) !== screen) return `the screen of fact ${fact.number} is not what was shown`;
  }
  return undefined;
}

/** What is wrong with a case, its story and its screens together, in words; undefined when all of it is as it was written. */
export const altered = (
  story: readonly Line[],
  screens: readonly Screen[],
  of: { story: number; chain: string; clocks: readonly Clock[] },
): string | undefined => brokenAt(story, of) ?? alteredScreen(story, screens) ?? untoldClock(story, of.clocks);
