import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { acknowledge } from "../../../core/escalation/acknowledge.ts";
import { addNote } from "../../../core/escalation/add-note.ts";
import { arrive } from "../../../core/escalation/arrive.ts";
import type { Duty } from "../../../core/escalation/climb.ts";
import { isDue, isRunning, nextDueAt } from "../../../core/escalation/clock.ts";
import { close, withdraw } from "../../../core/escalation/close.ts";
import { decide } from "../../../core/escalation/decide.ts";
import { Escalation } from "../../../core/escalation/escalation.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { waitingFor } from "../../../core/escalation/move.ts";
import type { Notice } from "../../../core/escalation/notice.ts";
import { recordOutcome } from "../../../core/escalation/record-outcome.ts";
import { strike } from "../../../core/escalation/strike.ts";
import { unreachable } from "../../../core/escalation/unreachable.ts";
import { Refusal } from "../../../core/refusal.ts";
import { plus } from "../../../core/time.ts";
import { brokenAt, tie } from "../../../functions/chain.ts";
import { duty, LADDER, NOW, nurse, raised, terms } from "../../builders.ts";

/** One thing that may happen to a case, by whom, after how many minutes, with which tiers empty. */
const step = fc.record({
  what: fc.constantFrom(
    "strike",
    "strike",
    "strike",
    "acknowledge",
    "decide",
    "arrive",
    "outcome",
    "close",
    "withdraw",
    "note",
    "unreachable",
  ),
  who: fc.integer({ min: 0, max: 4 }),
  minutes: fc.integer({ min: 0, max: 90 }),
  empty: fc.subarray([0, 1, 2, 3]),
  code: fc.constantFrom(...terms.decisions.map(({ code }) => code)),
  stale: fc.boolean(),
});
const start = fc.record({
  empty: fc.subarray([0, 1, 2, 3]),
  threshold: fc.constantFrom("risk_to_life_now", "none_unsure"),
  type: fc.constantFrom("walkout_healthcare", "conveyance"),
});

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function attempt(current: Escalation, { what, who, code, stale }: Step, now: string, on: Duty): Move | undefined {
  const by = who === 4 ? nurse : (LADDER[who] ?? nurse);
  const seen = stale ? 1 : current.version;
  const option = terms.decisions.find((one) => one.code === code);
  const byAppointment = option?.leadsTo === "arrive" && current.priority === "P3";
  switch (what) {
    case "acknowledge":
      return acknowledge(current, by, seen, now, on);
    case "decide": {
      const reviewAt = option?.leadsTo === "review" ? { reviewAt: plus(now, "PT2H") } : {};
      return decide(
        current,
        { code, why: "known", ...reviewAt, ...(byAppointment ? { arriveBy: plus(now, "PT3H") } : {}) },
        by,
        seen,
        now,
        on,
      );
    }
    case "arrive":
      return arrive(current, {}, by, now);
    case "outcome":
      return recordOutcome(current, { code: "safe", seenBy: "police" }, by, now);
    case "close":
      return close(current, {}, by, seen, now);
    case "withdraw":
      return withdraw(current, { as: "found_safe", why: "back" }, by, seen, now);
    case "note":
      return addNote(current, { text: "a line" }, by, now);
    case "unreachable": {
      const notice = {
        id: "000001-00",
        kind: "page",
        about: "tier_alerted",
        fate: "accepted",
        to: current.asked[0] ?? "inspector",
        tier: current.tier,
      } as Notice;
      return unreachable(current, notice, "it bounced", [], now, on);
    }
    default:
      return strike(current, now, on, "workflow");
  }
}

/** What must hold after every move whatsoever. */
function check(before: Escalation | undefined, move: Move, on: Duty): void {
  const { next } = move;
  Escalation.parse(next);
  expect(next.version).toBe((before?.version ?? 0) + 1);
  expect(next.tier).toBeGreaterThanOrEqual(before?.tier ?? 0);
  expect(move.facts.map(({ number }) => number)).toEqual(move.facts.map((_, nth) => (before?.story ?? 0) + nth + 1));
  expect(next.story).toBe((before?.story ?? 0) + move.facts.length);
  const due = nextDueAt(next.clocks);
  if (next.closed) expect(due).toBeNull();
  else {
    expect(due).not.toBeNull();
    expect(waitingFor(next)).not.toBe("nothing");
  }
  const was = before ? nextDueAt(before.clocks) : null;
  if (due !== null && (was === null || due < was)) expect(next.run).toBe(next.version);
  const onLadder = new Set(
    next.terms.ladder
      .slice(0, next.tier + 1)
      .flatMap(({ teams }) => teams.flatMap((team) => (on[team] ?? []).map(({ person }) => person))),
  );
  for (const { kind, to } of move.notices) if (kind === "page") expect(onLadder).toContain(to);
  const alerts = move.facts.filter(({ what }) => what === "tier_alerted" || what === "nobody_answered");
  expect(alerts.length).toBeLessThanOrEqual(1);
  expect(new Set(next.clocks.filter(isRunning).map(({ limit }) => limit)).size).toBe(next.clocks.filter(isRunning).length);
  expect(JSON.stringify(next).length).toBeLessThan(40_000);
}

describe("every story, whatever happens in it", () => {
  it("keeps an open case ticking, its facts without gaps, its tiers rising, and its pages to those on duty", () => {
    fc.assert(
      fc.property(start, fc.array(step, { maxLength: 40 }), ({ empty, ...words }, steps) => {
        const first = raised({ threshold: [words.threshold] as never, type: words.type as never }, duty({ empty }));
        check(undefined, first, duty({ empty }));
        let current = first.next;
        let now = NOW;
        const facts = [...first.facts];
        for (const one of steps) {
          now = plus(now, `PT${one.minutes}M`).slice(0, -1).concat("Z");
          const on = duty({ empty: one.empty });
          let move: Move | undefined;
          try {
            move = attempt(current, one, now, on);
          } catch (error) {
            if (error instanceof Refusal) continue;
            throw error;
          }
          if (!move) continue;
          check(current, move, on);
          if (one.what === "strike") {
            expect(move.next.clocks.some((clock) => isDue(clock, now))).toBe(false);
            expect((nextDueAt(move.next.clocks) ?? "~") > now).toBe(true);
            expect(strike(move.next, now, on, "workflow")).toBeUndefined();
          }
          if (["acknowledge", "decide", "arrive"].includes(one.what)) {
            expect(move.next.clocks.some((clock) => clock.limit === "repeat" && isRunning(clock))).toBe(false);
            expect(move.next.nobodyAnsweredAt).toBeNull();
          }
          current = move.next;
          facts.push(...move.facts);
        }
        const tied = tie(facts, "");
        expect(brokenAt(tied, { story: current.story, chain: tied.at(-1)?.hash ?? "" })).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it("finds any one fact that was altered, taken out or put in", () => {
    const facts = tie(raised({}, {}).facts, "");
    const last = { story: facts.length, chain: facts.at(-1)?.hash ?? "" };
    fc.assert(
      fc.property(fc.integer({ min: 0, max: facts.length - 1 }), fc.constantFrom("alter", "remove", "double"), (nth, how) => {
        const changed = facts.flatMap((fact, place) => {
          if (place !== nth) return [fact];
          if (how === "remove") return [];
          return how === "double" ? [fact, fact] : [{ ...fact, at: plus(fact.at, "PT1S") }];
        });
        expect(brokenAt(changed, last)).toEqual(expect.any(String));
      }),
    );
    expect(brokenAt(facts, last)).toBeUndefined();
  });
});
