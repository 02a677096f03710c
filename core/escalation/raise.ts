import type * as z from "zod";
import type { Pathway } from "../partnership/partnership.ts";
import { priorityAsked, type Terms } from "../partnership/terms.ts";
import { type FieldError, invalid } from "../refusal.ts";
import type { Instant } from "../time.ts";
import type { Ask, Who } from "./ask.ts";
import { climb, type Duty } from "./climb.ts";
import { started } from "./clock.ts";
import { Escalation, limitsOf } from "./escalation.ts";
import { changing, type Move, recording, settle } from "./move.ts";

/** What names a new case: made at the edge, because here nothing is random. */
export interface Names {
  readonly partnership: string;
  readonly id: string;
  readonly reference: string;
}

/**
 * Hop 2. A new case with its first page already in it: whoever is on duty on the first rung that somebody stands on is told. Throws
 * Invalid when the type, threshold or priority is not one of the pathway's.
 */
export function raise(
  names: Names,
  ask: Ask,
  wanted: string | undefined,
  by: Who,
  now: Instant,
  pathway: Pathway,
  terms: Terms,
  duty: Duty,
): Move {
  const asked = priorityAsked(pathway, ask.type, ask.threshold);
  const priority = moreUrgent(pathway, wanted, asked);
  mustBeOffered(pathway, ask, wanted);
  const blank: z.input<typeof Escalation> = {
    ...names,
    version: 1,
    ask,
    terms,
    priority,
    raised: { by, at: now },
    tier: 0,
    asked: [],
    nobodyAnsweredAt: null,
    clocks: [],
    acknowledged: null,
    owner: null,
    decision: null,
    arrived: null,
    outcome: null,
    closed: null,
    changed: { version: 1, by, at: now, what: "raised" },
    run: 1,
    story: 0,
    chain: "",
  };
  const start: Move = { next: Escalation.parse(blank), facts: [], notices: [], settled: [] };
  const { code: area, recognised } = terms.area;
  const told = recording(start, by, now, { what: "raised", about: { priority, asked, area, recognised } });
  const ticking = changing(told, { clocks: [started("decide", 0, now, limitsOf(told.next).decide)] });
  return settle(undefined, climb(ticking, 0, now, duty), now);
}

/** The answers set the priority; whoever raises may ask for a more urgent one, never for a less urgent. */
function moreUrgent({ priorities }: Pathway, wanted: string | undefined, asked: string): string {
  return priorities.find(({ code }) => code === wanted || code === asked)?.code ?? asked;
}

function mustBeOffered(pathway: Pathway, ask: Ask, wanted: string | undefined): void {
  const among = (list: readonly { code: string }[]) => `one of ${list.map(({ code }) => code).join(", ")}`;
  const has = (list: readonly { code: string }[], code: string) => list.some((entry) => entry.code === code);
  const wrong: FieldError[] = [];
  if (!has(pathway.types, ask.type)) wrong.push({ field: "type", reason: among(pathway.types) });
  for (const code of ask.threshold)
    if (!has(pathway.thresholds, code)) wrong.push({ field: "threshold", reason: among(pathway.thresholds) });
  if (wanted !== undefined && !has(pathway.priorities, wanted))
    wrong.push({ field: "priority", reason: among(pathway.priorities) });
  if (wrong.length > 0) throw invalid(...wrong);
}
