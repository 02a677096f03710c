import { dialled } from "../core/escalation/wording.ts";
import { type Difference, isEntry, whatDiffers } from "../core/partnership/differences.ts";
import type { Partnership, Pathway } from "../core/partnership/partnership.ts";
import { rungsOf } from "../core/partnership/terms.ts";
import { Day, wallOf } from "../core/rota/wall.ts";
import { Elapsed, Instant, inWords, milliseconds } from "../core/time.ts";
import { AGREEMENT_PARTS, CODES, fieldWords, isSilent, PATHWAY_PARTS, type Parts } from "./agreement-fields.ts";
import { dateInFull, weekdayName } from "./rota-time.ts";
import { clockWords } from "./time.tsx";

/** One thing that changes, in plain words: what it is, how it reads before and after. Nothing on one side: it is not there. */
export interface Change {
  readonly about: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}
/** What changes in one part of an agreement. */
export interface ChangedPart {
  readonly title: string;
  readonly changes: readonly Change[];
}

/** What the words need beside the two versions: what codes stand for, what people are called, and the reader's own moment. */
export interface Reading {
  readonly agreed: Partnership;
  readonly nameOf: (person: string) => string;
  readonly now: Instant;
}

/** «00:00 GMT, Wed 1 Nov 2023»: an agreement is kept for years, so the year is said when it is not the reader's. */
export function momentWords(at: Instant, now: Instant): string {
  const [year, thisYear] = [wallOf(at).slice(0, 4), wallOf(now).slice(0, 4)];
  return year === thisYear ? clockWords(at, now) : `${clockWords(at, now)} ${year}`;
}

/** What changes from one version of a pathway to another, part after part. */
export const pathwayChanges = (before: Pathway, after: Pathway, reading: Reading): ChangedPart[] =>
  changesIn(PATHWAY_PARTS, ladderLaidOut(before), ladderLaidOut(after), reading);

/** The same of two versions of an agreement. Of its pathways it says which versions there are: each has its own changes. */
export function agreementChanges(before: Partnership, after: Partnership, reading: Reading): ChangedPart[] {
  const [was, is] = [before, after].map(({ pathways, ...agreed }) => ({
    ...agreed,
    pathways: pathways.map((pathway) => listed(pathway, [before, after])),
  }));
  return changesIn(AGREEMENT_PARTS, was ?? {}, is ?? {}, reading);
}

/** A pathway as one line of a list; where versions of it stand beside one another, each is a line of its own. */
function listed({ code, title, version, owner, effectiveFrom }: Pathway, agreements: readonly Partnership[]) {
  const isOneOfSeveral = agreements.some(({ pathways }) => pathways.filter((one) => one.code === code).length > 1);
  return isOneOfSeveral
    ? { code: `${code}_${version}`, title: `${title}, version ${version}`, owner, effectiveFrom }
    : { code, title, version, owner, effectiveFrom };
}

/** In the file each tier names the next; people read one order. */
function ladderLaidOut(pathway: Pathway) {
  const tiers = Object.entries(pathway.ladder.tiers).map(([code, { next, ...tier }]) => ({ code, ...tier }));
  const order = rungsOf(pathway).map(({ title }) => title);
  return { ...pathway, ladder: { order, tiers: tiers.toSorted((a, b) => a.code.localeCompare(b.code)) } };
}

/** The two versions, and what else is known: where a code's title is looked for. */
type Sources = readonly unknown[];

function changesIn(parts: Parts, before: object, after: object, reading: Reading): ChangedPart[] {
  const sources = [after, before, reading.agreed];
  const differences = whatDiffers(before, after);
  return parts.flatMap(([title, ...fields]) => {
    const own = differences.filter(({ at }) => fields.includes(at[0] ?? ""));
    const changes = own.flatMap((one) => inWordsOf(one, one.what === "removed" ? before : after, sources, reading));
    return changes.length === 0 ? [] : [{ title, changes }];
  });
}

function inWordsOf(one: Difference, side: object, sources: Sources, reading: Reading): Change[] {
  const { about, field, within } = placeOf(one.at, side);
  const words = (value: unknown) => wordsOf(value, field, within, sources, reading);
  switch (one.what) {
    case "added":
      return [{ about, before: [], after: words(one.is) }];
    case "removed":
      return [{ about, before: words(one.was), after: [] }];
    case "reordered":
      return [{ about: orderOf(about), before: [], after: one.is.map((code) => titleAt([...one.at, code], side) ?? code) }];
    case "changed":
      return Array.isArray(one.was) && Array.isArray(one.is) && field !== "order"
        ? listChanges(about, words(one.was), words(one.is))
        : [{ about, before: words(one.was), after: words(one.is) }];
  }
}

/** Of a list, what is gone and what is new; where that is nothing, its order has changed. */
function listChanges(about: string, was: readonly string[], is: readonly string[]): Change[] {
  const gone = was.filter((one) => !is.includes(one)).map((one) => ({ about, before: [one], after: [] }));
  const come = is.filter((one) => !was.includes(one)).map((one) => ({ about, before: [], after: [one] }));
  return gone.length + come.length > 0 ? [...gone, ...come] : [{ about: orderOf(about), before: was, after: is }];
}

const orderOf = (about: string): string => (about === "" ? "The order" : `${about}: the order`);

/** Where something stands in an agreement, as people would say it; the field that it is, and the one that this stands in. */
function placeOf(at: readonly string[], side: object): { about: string; field: string; within: string } {
  const labels: string[] = [];
  const fields: string[] = [];
  at.forEach((step, nth) => {
    const there = found(at.slice(0, nth), side);
    const [within = "", field = ""] = ["", ...fields].slice(-2);
    if (Array.isArray(there)) {
      const listed = fields.length > 1 && !isSilent(field) ? `${fieldWords(field, within)} ` : "";
      labels.push(`${listed}${titleAt(at.slice(0, nth + 1), side) ?? step}`);
    } else {
      fields.push(step);
      const isList = Array.isArray(found(at.slice(0, nth + 1), side)) && nth < at.length - 1;
      if (!isSilent(step) && !isList) labels.push(fieldWords(step, field));
    }
  });
  const [within = "", field = ""] = ["", ...fields].slice(-2);
  return { about: capital(labels.join(": ")), field, within };
}

/** What stands at a place: an entry of a list goes by its code. */
const found = (at: readonly string[], side: unknown): unknown =>
  at.reduce<unknown>((node, step) => {
    if (Array.isArray(node)) return node.find((one) => isEntry(one) && one.code === step);
    return isEntry(node) ? node[step] : undefined;
  }, side);

function titleAt(at: readonly string[], side: unknown): string | undefined {
  const entry = found(at, side);
  if (!isEntry(entry) || typeof entry.title !== "string") return undefined;
  return /^[A-Z]\d?$/.test(String(entry.code)) ? `${entry.code} ${entry.title}` : entry.title;
}

/** A value as a person reads it, a line for each thing it says. */
function wordsOf(value: unknown, field: string, within: string, sources: Sources, reading: Reading): string[] {
  if (Array.isArray(value)) return value.map((one) => wordsOf(one, field, within, sources, reading).join(", "));
  if (!isEntry(value)) return [plainWords(value, field, within, sources, reading)];
  const { code, title, ...parts } = value;
  const lines = Object.entries(parts)
    .filter(([, part]) => part !== false && !(Array.isArray(part) && part.length === 0))
    .flatMap(([name, part]) => {
      const words = wordsOf(part, name, field, sources, reading);
      if (isSilent(name)) return words;
      const label = capital(fieldWords(name, field));
      return part === true ? [label] : [`${label}: ${words.join(", ")}`];
    });
  return [...(typeof title === "string" ? [title] : []), ...lines];
}

/** Where the titles of the codes stand that a field refers to. */
const REFERS: Readonly<Record<string, readonly string[]>> = {
  asks: ["questionSet", "questions"],
  limb: ["questionSet", "limbs"],
  priority: ["priorities"],
  childTier: ["ladder", "tiers"],
  agency: ["agencies"],
  agencies: ["agencies"],
  areas: ["areas"],
  teams: ["teams"],
};
/** Fields that name a person. */
const PEOPLE = ["chair", "person"];
const DESKS = ["desk", "paired", "beside"];

function plainWords(value: unknown, field: string, within: string, sources: Sources, { agreed, nameOf, now }: Reading): string {
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (field === "weekday") return weekdayName(Number(value));
  if (typeof value !== "string") return value === null || value === undefined ? "none" : String(value);
  const kept = REFERS[field];
  const title = kept && sources.map((source) => titleAt([...kept, value], source)).find((one) => one !== undefined);
  if (title !== undefined) return title;
  if (field === "place" || field === "places") return placeIn(agreed, value) ?? value;
  if (field === "sites") return siteIn(agreed, value) ?? value;
  if (PEOPLE.includes(field) || (field === "owner" && within === "teams")) return nameOf(value);
  if (DESKS.includes(field) || within === "beside") return value.replaceAll("_", " ");
  if (field === "controlRoom") return dialled(value);
  if (Elapsed.safeParse(value).success) return lengthWords(value, field);
  if (Instant.safeParse(value).success) return momentWords(value, now);
  if (Day.safeParse(value).success) return dateInFull(value, now);
  return CODES[field]?.[value] ?? value;
}

function lengthWords(elapsed: string, field: string): string {
  const length = inWords(milliseconds(elapsed));
  if (field === "within") return `within ${length}`;
  if (field === "warnAfter") return `a reminder after ${length}`;
  return field === "remindEvery" ? `then a reminder every ${length}` : length;
}

const placeIn = ({ areas }: Partnership, code: string): string | undefined =>
  areas.flatMap(({ places }) => places).find((place) => place.code === code)?.title;

const siteIn = ({ agencies }: Partnership, code: string): string | undefined =>
  agencies.flatMap(({ sites }) => sites).find((site) => site.code === code)?.title;

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
