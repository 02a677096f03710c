import { type Clock, wound } from "../core/escalation/clock.ts";
import type { Fact } from "../core/escalation/fact.ts";
import type { Notice } from "../core/escalation/notice.ts";
import type { Instant } from "../core/time.ts";
import type { KeptCase } from "./history.ts";

/** How a case stood, as far as its facts say it. */
export interface Standing {
  readonly clocks: readonly Clock[];
  readonly owner: string | null;
  /** The highest tier that has been asked. */
  readonly tier: number;
  readonly nobodyAnswered: boolean;
  readonly priority: string;
  readonly decision: string | null;
  /** By when somebody was promised to be there, by the answer. */
  readonly arriveBy: Instant | null;
  readonly arrived: boolean;
  readonly reopened: boolean;
  readonly closed: boolean;
}

/** One version of a case: the facts that made it, who is named as having made it, and how the case stood before and after. */
export interface Version {
  readonly number: number;
  readonly at: Instant;
  readonly facts: readonly Fact[];
  /** The messages that it made. */
  readonly notices: readonly Notice[];
  /** The people who made it: nobody, where time did, or a message that came back. */
  readonly people: readonly string[];
  readonly before: Standing;
  readonly after: Standing;
}

/** A case with its story told again, version by version. */
export interface Retold extends KeptCase {
  readonly versions: readonly Version[];
}

const NOTHING_YET: Standing = {
  clocks: [],
  owner: null,
  tier: 0,
  nobodyAnswered: false,
  priority: "",
  decision: null,
  arriveBy: null,
  arrived: false,
  reopened: false,
  closed: false,
};

/** Tells a case again from its facts alone, so that what it says of itself can be held against them. */
export function retold(kept: KeptCase): Retold {
  const versions: Version[] = [];
  const top = kept.escalation.terms.ladder.length - 1;
  const made = Map.groupBy(kept.notices, ({ id }) => Number(id.slice(0, 6)));
  for (const facts of byVersion(kept.facts)) {
    const [first] = facts;
    if (!first) continue;
    const before = versions.at(-1)?.after ?? NOTHING_YET;
    const after = facts.reduce((so, fact) => told(so, fact, top), before);
    const people = [...new Set(facts.flatMap(({ by }) => (typeof by === "string" ? [] : [by.id])))];
    const { version: number, at } = first;
    versions.push({ number, at, facts, notices: made.get(number) ?? [], people, before, after });
  }
  return { ...kept, versions };
}

/** The facts of each version together, in the order in which they stand. */
function byVersion(facts: readonly Fact[]): Fact[][] {
  const all: Fact[][] = [];
  for (const fact of facts) {
    const last = all.at(-1);
    if (last?.[0]?.version === fact.version) last.push(fact);
    else all.push([fact]);
  }
  return all;
}

const told = (so: Standing, fact: Fact, top: number): Standing => ({
  ...so,
  ...changeBy(fact, so, top),
  ...(fact.clocks ? { clocks: fact.clocks.reduce(wound, [...so.clocks]) } : {}),
});

function changeBy(fact: Fact, { tier, arrived, reopened, nobodyAnswered }: Standing, top: number): Partial<Standing> {
  switch (fact.what) {
    case "raised":
      return { priority: fact.about.priority };
    case "priority_changed":
      return { priority: fact.about.to };
    case "tier_alerted":
      return { tier: Math.max(tier, fact.about.tier) };
    case "nobody_answered":
      return { tier: top, nobodyAnswered: true };
    case "acknowledged":
      return { owner: typeof fact.by === "string" ? null : fact.by.id, nobodyAnswered: false };
    case "ownership_lapsed":
      return { owner: null };
    case "decided":
      return {
        decision: fact.about.code,
        arriveBy: fact.about.arriveBy,
        arrived: arrived && fact.about.detail === true,
        reopened: false,
      };
    case "arrived":
      return { arrived: true, nobodyAnswered: nobodyAnswered && (reopened || fact.about.unread === true) };
    case "referral_accepted":
      return { nobodyAnswered: nobodyAnswered && (reopened || fact.about.unread === true) };
    case "reopened":
      return { reopened: true, closed: false };
    case "closed":
    case "withdrawn":
      return { closed: true, reopened: false, nobodyAnswered: false };
    default:
      return {};
  }
}
