import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { Instant } from "../time.ts";
import { type Coverage, isCovered } from "./coverage.ts";
import type { DeskNews } from "./desk.ts";
import { dayNumber, dayOf, instantOf, wallOf } from "./wall.ts";
import { coverageLines } from "./words.ts";

/** When a partnership's owners of rotas are told next what is wrong with them, and who has been told in this round already. */
export const Digest = z.strictObject({ partnership: Code, version: z.int().nonnegative(), nextAt: Instant, told: z.array(Code) });
export type Digest = z.output<typeof Digest>;

/** The digest comes at this time of the morning, on London's wall clock. */
const MORNING = "08:00";

/** The next morning after an instant. */
export function nextMorning(now: Instant): Instant {
  const today = wallOf(now).slice(0, 10);
  const at = instantOf(`${today}T${MORNING}`);
  return at > now ? at : instantOf(`${dayOf(dayNumber(today) + 1)}T${MORNING}`);
}

/** A desk with what is wrong with its coming 14 days. */
export interface Watched {
  readonly team: string;
  readonly title: string;
  readonly owner: string;
  readonly coverage: Coverage;
}

/** So many lines one digest has; the page has them all. */
const MOST_LINES = 60;

/** What one owner is told this morning, and by which of their desks; undefined when all is well. */
export function digestFor(
  owner: string,
  desks: readonly Watched[],
  nameOf: (person: string) => string,
): { team: string; news: DeskNews } | undefined {
  const wrong = desks.filter((desk) => desk.owner === owner && !isCovered(desk.coverage));
  const [first] = wrong;
  if (!first) return undefined;
  const lines = wrong.flatMap(({ title, coverage }) => coverageLines(title, coverage, nameOf));
  const more = lines.length - MOST_LINES;
  const shown = more > 0 ? [...lines.slice(0, MOST_LINES), `And ${more} more lines: see the page.`] : lines;
  return { team: first.team, news: { what: "coverage", desks: wrong.length, lines: shown } };
}
