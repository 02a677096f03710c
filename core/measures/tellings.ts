import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import type { Ask, News } from "../escalation/ask.ts";
import type { Escalation } from "../escalation/escalation.ts";
import type { Fact } from "../escalation/fact.ts";
import { saysChild } from "../escalation/known.ts";
import { wallOf } from "../rota/wall.ts";
import type { Instant } from "../time.ts";

/** How old the person is, in bands. */
export const AgeBand = z.enum(["under_18", "18_24", "25_44", "45_64", "65_over", "unknown"]);
export type AgeBand = z.output<typeof AgeBand>;

/** Where a detained person was taken. */
export const PlaceOfSafety = z.enum(["hbpos", "ed", "other", "unknown"]);
export type PlaceOfSafety = z.output<typeof PlaceOfSafety>;

/** What somebody told of the case: the request itself, news, or another caller’s request that was linked. */
export interface Telling {
  readonly kind: "asked" | "news" | "linked";
  readonly at: Instant;
  readonly told: Ask | News;
}

/** Everything that was told, in the order in which it came. A story of the first shape does not repeat the request: then the case has it. */
export function tellingsIn(of: Pick<Escalation, "raised" | "ask">, facts: readonly Fact[]): Telling[] {
  const raised = facts.find((fact) => fact.what === "raised");
  const later = facts.flatMap((fact): Telling[] => {
    if (fact.what === "news_added") return [{ kind: "news", at: fact.at, told: fact.about.news }];
    return fact.what === "request_linked" ? [{ kind: "linked", at: fact.at, told: fact.about.ask }] : [];
  });
  return [{ kind: "asked", at: of.raised.at, told: raised?.about.ask ?? of.ask }, ...later];
}

/** What the case is about, by the last who said so of this case itself. */
export const typeTold = (tellings: readonly Telling[]): string | undefined =>
  tellings.findLast(({ kind, told }) => kind !== "linked" && told.type !== undefined)?.told.type;

/** How old the person was on the day of the raise, in bands, by the last who said anything of it. */
export function ageBandTold(tellings: readonly Telling[], raisedAt: Instant): AgeBand {
  const day = wallOf(raisedAt).slice(0, 10);
  const bands = tellings.flatMap(({ told }) => bandTold(told, day) ?? []);
  return bands.at(-1) ?? "unknown";
}

function bandTold({ person, under18 }: Ask | News, day: string): AgeBand | undefined {
  const born = person?.dateOfBirth;
  if (born !== undefined) return bandOf(Temporal.PlainDate.from(born).until(day, { largestUnit: "years" }).years);
  if (person?.age !== undefined) return bandOf(person.age);
  return under18 === "yes" ? "under_18" : undefined;
}

/** The first age of each band above the youngest, the oldest first. */
const BANDS = [
  [65, "65_over"],
  [45, "45_64"],
  [25, "25_44"],
  [18, "18_24"],
] as const;
const bandOf = (age: number): AgeBand => BANDS.find(([from]) => age >= from)?.[1] ?? "under_18";

/** Has anybody said that the person is under 18, or that a child is at risk? */
export const childTold = (tellings: readonly Telling[], terms: Escalation["terms"]): boolean =>
  tellings.some(({ told, at }) => saysChild(terms, told, at));

/** Where a detained person was taken, by the last who answered that. */
export function placeTold(tellings: readonly Telling[]): PlaceOfSafety {
  const answers = tellings.flatMap(({ told }) => told.answers?.place_of_safety ?? []);
  return PlaceOfSafety.safeParse(answers.at(-1)).data ?? "unknown";
}
