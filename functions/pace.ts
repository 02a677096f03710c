import type { Escalation } from "../core/escalation/escalation.ts";
import { isSystem, type Person } from "../core/people.ts";
import { type Counted, countedAt, mustBeUsual, type Passed, passedBy, rulesFor } from "../core/rates/rates.ts";
import { Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import * as directory from "./aws/directory.ts";
import { count, flagsOf as flagsKept, keepFlag } from "./aws/rates.ts";
import type { Audited } from "./leave-entry.ts";
import { log, nameOf } from "./log.ts";

/** Somebody who does something, at an instant. */
interface Doing {
  readonly actor: Person;
  readonly now: Instant;
}

/** As much of somebody as their doings are counted by. */
interface Counting {
  readonly actor: Pick<Person, "partnership" | "id" | "site" | "agency"> & Partial<Pick<Person, "roles">>;
  readonly now: Instant;
}

/** One more of this by this person: which rules it passes. What cannot be counted passes none: nobody is refused, or held up, for that. */
async function counted(what: Counted, { actor, now }: Counting): Promise<Passed[]> {
  const rules = rulesFor(await directory.inForce(actor.partnership, now), what, actor);
  const counts = await Promise.all(rules.map((rule) => count(actor.partnership, rule, what, now)));
  return rules.flatMap((rule, nth) => passedBy(rule, counts[nth] ?? { hour: 0, day: 0 }));
}

/** The same, one rule after the other: whoever passes their own takes nothing from what is left for all of them together. */
async function countedInTurn(what: Counted, { actor, now }: Counting): Promise<Passed[]> {
  for (const rule of rulesFor(await directory.inForce(actor.partnership, now), what, actor)) {
    const passed = passedBy(rule, await count(actor.partnership, rule, what, now));
    if (passed.length > 0) return passed;
  }
  return [];
}

/** Leaves a line for people to look at. A raise has one of its own each time; anything else the first time that a rule is passed. */
async function flagged(what: Counted, { actor, now }: Doing, passed: readonly Passed[], raised?: Escalation): Promise<void> {
  const firsts = raised ? passed : passed.filter(({ nth, most }) => nth === most + 1);
  if (firsts.length === 0) return;
  const { partnership, id: person, agency, site } = actor;
  const about = raised ? { id: raised.id, reference: raised.reference } : null;
  const flag = { at: raised?.raised.at ?? now, what, person, agency, site, case: about, passed: [...firsts] };
  await keepFlag(partnership, flag);
}

const notCounted = (error: unknown): [] => {
  log("rate_not_counted", { error: nameOf(error) });
  return [];
};

/** Counts, and flags what is unusual. It never throws, and never takes long: whatever it counts has been done already. */
export async function note(what: Counted, doing: Doing, raised?: Escalation): Promise<void> {
  try {
    await flagged(what, doing, await counted(what, doing), raised);
  } catch (error) {
    notCounted(error);
  }
}

/** Counts what may wait, before it is done. Throws TooMany, and nothing else. */
export async function mustKeepPace(what: Counted, doing: Doing): Promise<void> {
  const passed = await counted(what, doing).catch(notCounted);
  await flagged(what, doing, passed).catch(notCounted);
  mustBeUsual(what, passed, doing.now);
}

/** Whoever is nobody that we know is counted by where they come from, and all of them together by this. */
const PUBLIC = "public";

/** Counts what comes from the public form, before it is kept: where it comes from first, and all together only what that lets through. Throws TooMany, and nothing else. */
export async function mustKeepPaceFrom(from: string, partnership: string, now: Instant): Promise<void> {
  const actor = { partnership, id: from, site: null, agency: PUBLIC };
  const passed = await countedInTurn("feedback", { actor, now }).catch(notCounted);
  if (passed.length > 0) log("feedback_held_back", { count: Math.max(...passed.map(({ nth }) => nth)) });
  mustBeUsual("feedback", passed, now);
}

/** Counts a call by a partner's system; nothing for people. */
export const noteCall = async (doing: Doing): Promise<void> => {
  if (isSystem(doing.actor)) await note("call", doing);
};

/** Counts a request by its row. Throws TooMany for what may wait: never for a raise, an answer, or a case that its reader shares. */
export async function mustKeepPaceAt(row: Audited, doing: Doing): Promise<void> {
  const what = countedAt(row);
  if (what) await mustKeepPace(what, doing);
}

/** Counts that somebody asked for what is not there, or not theirs. */
export async function noteMiss(error: unknown, doing: Doing): Promise<void> {
  if (error instanceof Refusal && error.name === "NotFound") await note("miss", doing);
}

/** The flags of cases, for whoever looks at them. That they cannot be read keeps nobody from a case. */
export async function flagsOf(cases: readonly Escalation[]): Promise<ReturnType<typeof flagsKept>> {
  return flagsKept(cases).catch((error) => {
    log("flags_not_read", { error: nameOf(error) });
    return new Map();
  });
}
