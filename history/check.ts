import type { Breach, History } from "./history.ts";
import { knownOf, type Rule } from "./known.ts";
import { accepted } from "./rules/accepted.ts";
import { answered } from "./rules/answered.ts";
import { answering } from "./rules/answering.ts";
import { joined } from "./rules/joined.ts";
import { limits } from "./rules/limits.ts";
import { paging } from "./rules/paging.ts";
import { races } from "./rules/races.ts";
import { sending } from "./rules/sending.ts";
import { sides } from "./rules/sides.ts";
import { story } from "./rules/story.ts";
import { ticking } from "./rules/ticking.ts";
import { tiers } from "./rules/tiers.ts";
import { told } from "./rules/told.ts";

/** What must be so in every history, in the order in which it is looked for. */
export const RULES: readonly Rule[] = [
  accepted,
  races,
  tiers,
  limits,
  answering,
  paging,
  told,
  answered,
  sending,
  joined,
  story,
  sides,
  ticking,
];

/** Everything in a history that breaks a rule; nothing when all of it is as we promise. */
export function check(history: History): Breach[] {
  const known = knownOf(history);
  return RULES.flatMap(({ name, broken }) => [...broken(known)].map((found) => ({ rule: name, ...found })));
}
