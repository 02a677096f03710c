import * as z from "zod";
import type { Shows } from "../audit/entry.ts";
import type { Partnership } from "../partnership/partnership.ts";
import type { Person } from "../people.ts";
import { Refusal } from "../refusal.ts";
import { dayNumber, dayOf, instantOf, wallOf } from "../rota/wall.ts";
import { between, Instant } from "../time.ts";

/**
 * What is counted of whoever does it. `search` looks for cases that are alike, or through the audit; `lookup` asks for a case by its spoken
 * reference; `miss` asked for what is not there, or not theirs; `call` is any request of a partner's system. `feedback` is
 * what somebody says on the public form: there an address on the network, made unreadable, stands for a person.
 */
export const Counted = z.enum(["raise", "concern", "search", "lookup", "export", "miss", "call", "feedback"]);
export type Counted = z.output<typeof Counted>;

/** Of whom: of one person, of all who work at one site, or of an agency's people who have no site. */
export const Whose = z.enum(["person", "site", "agency"]);
export type Whose = z.output<typeof Whose>;

const Most = z.strictObject({ hour: z.int().positive(), day: z.int().positive() });
/** How many are usual, in an hour and in a day of London's wall clock. One more is unusual, and is looked at by people. */
export const Rates = z.partialRecord(Counted, z.partialRecord(Whose, Most));
export type Rates = z.output<typeof Rates>;

/** What counts where a partnership has agreed on nothing else. A proposal of ours, generous enough for a bad night. */
const USUAL = {
  raise: { person: { hour: 5, day: 20 }, site: { hour: 10, day: 60 }, agency: { hour: 40, day: 400 } },
  concern: { person: { hour: 5, day: 20 }, site: { hour: 10, day: 40 }, agency: { hour: 20, day: 80 } },
  search: { person: { hour: 60, day: 300 } },
  lookup: { person: { hour: 30, day: 150 } },
  export: { person: { hour: 30, day: 100 } },
  miss: { person: { hour: 20, day: 60 } },
  call: { person: { hour: 2000, day: 20_000 } },
  feedback: { person: { hour: 5, day: 20 }, agency: { hour: 120, day: 1000 } },
} as const satisfies Rates;

/** Nobody comes to harm when one of these waits. Whoever raises, answers, or reads a case that they share is never refused for doing it often. */
export const MAY_WAIT: readonly Counted[] = ["search", "lookup", "export", "feedback"];

/** As what a request counts before it is answered, by its row. The form to raise looks for cases that are alike too: that is no search that could wait. */
export function countedAt({ path, shows }: { readonly path: string; readonly shows?: Shows | "nothing" }): Counted | undefined {
  if (path === "/raise") return undefined;
  if (path === "/api/references/{reference}") return "lookup";
  const what = typeof shows === "object" ? shows.what : undefined;
  return what === "searched" ? "search" : what === "exported" ? "export" : undefined;
}

/** A rule that was passed: the `nth` of whom, within an hour or a day, where `most` are usual. */
export const Passed = z.strictObject({
  of: Whose,
  within: z.enum(["hour", "day"]),
  nth: z.int().positive(),
  most: z.int().positive(),
});
export type Passed = z.output<typeof Passed>;

/** That something was done unusually often, for people to look at. It accuses nobody, and held nothing back. */
export const Flag = z.strictObject({
  at: Instant,
  what: Counted,
  person: z.string(),
  agency: z.string(),
  site: z.string().nullable(),
  /** The case that was raised. */
  case: z.strictObject({ id: z.uuid(), reference: z.string() }).nullable(),
  passed: z.array(Passed).min(1),
});
export type Flag = z.output<typeof Flag>;

/** Somebody in a control room raises for others all shift long: of what they raise, only how much it is for their site or agency is unusual. */
const raisesForOthers = (what: Counted, roles: Person["roles"]): boolean => what === "raise" && roles.includes("control_room");

/** For whom one more is counted, each with how many are usual. */
export function rulesFor(
  { rates = {} }: Pick<Partnership, "rates">,
  what: Counted,
  { id, site, agency, roles = [] }: Pick<Person, "id" | "site" | "agency"> & Partial<Pick<Person, "roles">>,
): { of: Whose; code: string; most: z.output<typeof Most> }[] {
  const rules: z.output<typeof Rates>[Counted] = { ...USUAL[what], ...rates[what] };
  const whose = [
    ...(raisesForOthers(what, roles) ? [] : [{ of: "person", code: id } as const]),
    site ? ({ of: "site", code: site } as const) : ({ of: "agency", code: agency } as const),
  ];
  return whose.flatMap(({ of, code }) => {
    const most = rules[of];
    return most ? [{ of, code, most }] : [];
  });
}

/** The rules that these counts pass. */
export const passedBy = (
  { of, most }: { of: Whose; most: z.output<typeof Most> },
  counts: Record<"hour" | "day", number>,
): Passed[] =>
  (["hour", "day"] as const).flatMap((within) =>
    counts[within] > most[within] ? [{ of, within, nth: counts[within], most: most[within] }] : [],
  );

/** Which day and which hour of London's wall clock something is counted in. */
export function countedIn(now: Instant): { day: string; hour: string } {
  const wall = wallOf(now);
  return { day: wall.slice(0, 10), hour: wall.slice(11, 13) };
}

/** Refuses what may wait, until the hour or the day is over in which there was too much of it. Throws TooMany. */
export function mustBeUsual(what: Counted, passed: readonly Passed[], now: Instant): void {
  if (!MAY_WAIT.includes(what) || passed.length === 0) return;
  const seconds = passed.some(({ within }) => within === "day")
    ? untilTomorrow(now)
    : 3600 - (Math.floor(Date.parse(now) / 1000) % 3600);
  throw new Refusal("TooMany", `That was too often for now. ${SOON[what] ?? ""}`, { facts: { retryAfter: seconds } });
}

const SOON: { readonly [what in Counted]?: string } = {
  search: "Raising is not held back: raise, and name what you know. Search again later.",
  lookup: "Open the case from your list or your board. Look up references again later.",
  feedback: "Nothing has been kept. Tell us again later.",
  export: "The case itself is open to you as before. Take it out again later, or ask your privacy officer.",
};

function untilTomorrow(now: Instant): number {
  const tomorrow = dayOf(dayNumber(wallOf(now).slice(0, 10)) + 1);
  return Math.ceil(between(now, instantOf(`${tomorrow}T00:00`)) / 1000);
}
