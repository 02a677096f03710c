import { describe, expect, it } from "@jest/globals";
import { addNote } from "../../../core/escalation/add-note.ts";
import { clocksFrom, isRunning, nextDueAt } from "../../../core/escalation/clock.ts";
import { Escalation, stageOf } from "../../../core/escalation/escalation.ts";
import { Fact, Happening } from "../../../core/escalation/fact.ts";
import { readEscalation } from "../../../core/escalation/migration.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { EscalationView, viewOf } from "../../../core/escalation/view.ts";
import { wording } from "../../../core/escalation/wording.ts";
import { brokenAt, hashOf, tie } from "../../../functions/chain.ts";
import { at, caseAfter, duty, dutyOfficer, inspector, nurse, raised, socialWorker } from "../../builders.ts";
import { FIRST, FIRST_STORIES } from "./first-shape.ts";
import {
  ack,
  call,
  decision,
  decline,
  deferred,
  detained,
  disagreed,
  dueOf,
  graded,
  hear,
  linked,
  moreWanted,
  news,
  offered,
  open,
  outcome,
  passing,
  plan,
  shut,
  stoodDown,
  there,
  told,
  whats,
  withdrawn,
} from "./moves.ts";

const NAMES = Object.keys(FIRST) as (keyof typeof FIRST)[];
const ENDED = Object.keys(FIRST_STORIES) as (keyof typeof FIRST_STORIES)[];
const read = (name: keyof typeof FIRST): Escalation => readEscalation(FIRST[name]);

describe("a case that the first version kept", () => {
  it.each(NAMES)("%s: is read as it stood, under the terms it was promised", (name) => {
    const current = read(name);
    const { terms, reference, version, story, chain, priority, ask } = FIRST[name];
    expect(current).toMatchObject({ schema: 2, reference, version, story, chain, priority, ask });
    expect(current.terms).toMatchObject({ pathway: terms.pathway, version: 1, ladder: terms.ladder, teams: terms.teams });
    expect(EscalationView.safeParse(viewOf(current)).success).toBe(true);
    expect(Escalation.parse(JSON.parse(JSON.stringify(current)))).toEqual(current);
  });

  it.each([
    ["raised", "raised"],
    ["acknowledged", "acknowledged"],
    ["declined", "decided"],
    ["attended", "decided"],
    ["withdrawn", "closed"],
    ["unneeded", "closed"],
    ["closed", "closed"],
  ] as const)("%s: stands where it stood", (name, stage) => {
    expect(stageOf(read(name))).toBe(stage);
  });

  it.each([
    ["withdrawn", "withdrawn_found_safe"],
    ["unneeded", "withdrawn_other"],
    ["closed", "closed"],
  ] as const)("%s: ended as it is called today", (name, as) => {
    expect(read(name).closed).toMatchObject({ as });
  });

  it.each(NAMES)("%s: keeps every clock as it ran", (name) => {
    const kept = read(name).clocks.filter(({ limit }) => limit !== "shift_end");
    expect(kept).toEqual(FIRST[name].clocks.map((clock) => ({ of: "", ...clock })));
    expect(nextDueAt(read(name).clocks) === null).toBe(FIRST[name].closed !== null);
  });

  it("is not changed by being read, and is read the same again once it is written", () => {
    const before = JSON.stringify(FIRST.declined);
    const once = read("declined");
    expect(JSON.stringify(FIRST.declined)).toBe(before);
    expect(readEscalation(JSON.parse(JSON.stringify(once)))).toEqual(once);
  });

  it("invents no news, no reading, no plan and no child", () => {
    expect(read("declined")).toMatchObject({
      news: [],
      heard: [],
      calls: [],
      plan: null,
      custody: null,
      referral: null,
      told: [],
    });
    expect(viewOf(read("declined"))).toMatchObject({ aboutChild: false, missing: [] });
  });

  it("is refused when something in it is not as either version writes it", () => {
    expect(() => readEscalation({ ...FIRST.raised, mood: "calm" })).toThrow();
    expect(() => readEscalation({ ...FIRST.raised, tier: -1 })).toThrow();
    expect(() => readEscalation({ ...raised().next, schema: 3 })).toThrow();
  });
});

describe("whoever had such a case", () => {
  it("is looked up on the rota the next time it is struck, and keeps it while they are on duty", () => {
    const [first] = passing(read("acknowledged"), at("PT3M"));
    expect(whats(first)).toContain("still_on_duty");
    expect(first?.next.owner).toMatchObject({ by: inspector, tier: 0 });
    expect((first?.next.owner?.until ?? "") > at("PT3M")).toBe(true);
  });

  it("has it no longer when they have gone home, and the desk is asked", () => {
    const [first] = passing(read("acknowledged"), at("PT3M"), duty({ empty: [0] }));
    expect(whats(first)).toContain("ownership_lapsed");
    expect(told(first)).toEqual(expect.arrayContaining(["page duty_officer", "update nurse"]));
  });

  it("is asked for nothing of a case that has ended", () => {
    expect(passing(read("withdrawn"), at("PT900H"))).toEqual([]);
  });
});

/** Every move, made on a case that the first version kept, and what it leaves. */
const MOVES: readonly (readonly [
  string,
  keyof typeof FIRST,
  ((current: Escalation) => Move | undefined)[],
  (next: Escalation) => unknown,
  unknown,
])[] = [
  ["acknowledge", "raised", [ack()], ({ owner }) => owner?.by, inspector],
  ["decide", "raised", [decision("attend_immediate")], ({ decision: made }) => made?.code, "attend_immediate"],
  [
    "decide anew",
    "declined",
    [decision("attend_immediate", {}, inspector, at("PT5M"))],
    ({ earlier }) => earlier[0]?.code,
    "decline_threshold_not_met",
  ],
  ["ask for more", "acknowledged", [moreWanted()], ({ story }) => story, 4],
  ["put off", "acknowledged", [deferred(at("PT40M"))], (next) => dueOf(next, "decide"), at("PT40M")],
  ["stand down", "attended", [stoodDown()], ({ reopened }) => reopened?.why, "unit_stood_down"],
  [
    "offer",
    "acknowledged",
    [
      offered(
        "incoming",
        inspector,
        at("PT3M"),
        duty({ also: { duty_inspector_central_south: [inspector, { ...inspector, id: "incoming" }] } }),
      ),
    ],
    ({ offered: to }) => to?.to,
    "incoming",
  ],
  ["arrive", "attended", [there()], ({ arrived }) => arrived?.by, inspector],
  [
    "add news, and read it",
    "declined",
    [news({ furtherConcern: true }, nurse, at("PT3M")), open()],
    ({ reopened, news: [piece] }) => [reopened?.why, piece?.readBy.length],
    ["new_information", 1],
  ],
  [
    "link another request",
    "declined",
    [linked(socialWorker, at("PT3M"))],
    ({ news: [piece], tier }) => [piece?.kind, tier],
    ["linked", 1],
  ],
  ["read the answer", "declined", [hear()], ({ heard }) => heard[0]?.agency, "RJ1"],
  ["ring", "declined", [call("call_back", true)], ({ calls }) => calls.length, 1],
  ["disagree", "declined", [disagreed()], ({ reopened, tier }) => [reopened?.why, tier], ["disagreement", 1]],
  ["record a plan", "declined", [plan()], ({ plan: made }) => made?.words, "A nurse sits with her"],
  ["record an outcome", "attended", [outcome("found_injured")], ({ outcome: known }) => known?.code, "found_injured"],
  ["close", "attended", [there(), outcome(), hear(), shut()], ({ closed }) => closed?.as, "closed"],
  ["withdraw", "raised", [withdrawn("withdrawn_other")], ({ closed }) => closed?.as, "withdrawn_other"],
  ["learn of harm later", "closed", [outcome("died", nurse)], ({ outcome: known }) => known?.code, "died"],
  [
    "open again",
    "closed",
    [news({}, nurse, at("PT30H"))],
    ({ closed, clocks }) => [closed, clocks.some(isRunning)],
    [null, true],
  ],
  ["add a note", "raised", [(one) => addNote(one, { text: "A line" }, nurse, at("PT3M"), duty())], ({ story }) => story, 3],
];

describe("such a case goes on", () => {
  it.each(MOVES)("with every move of today: %s", (_, name, moves, what, left) => {
    const next = caseAfter({ ...raised(), next: read(name) }, ...moves);
    expect(what(next)).toEqual(left);
    expect(Escalation.parse(next)).toEqual(next);
  });

  it("under the urgency that it had, which may be changed", () => {
    const taken = caseAfter({ ...raised(), next: read("acknowledged") }, (one) => passing(one, at("PT15M")).at(-1));
    expect(graded("P2", inspector, at("PT16M"), dutyOfficer.id)(taken).next.priority).toBe("P2");
  });

  it("with the old limits of an answer where it promised none for reading", () => {
    const changed = caseAfter({ ...raised(), next: read("declined") }, decision("attend_immediate", {}, inspector, at("PT5M")));
    expect(dueOf(changed, "read_answer")).toBe(at("PT10M"));
  });

  it("until it is struck to the top of its ladder and asked again", () => {
    const moves = passing(read("raised"), at("PT25M"));
    expect(whats(moves.at(-1))).toEqual(["asked_again"]);
    for (const { next, notices } of moves)
      for (const notice of notices)
        expect(
          wording({ ...notice, id: "000001-00", attempts: 1 }, next, "https://rightcall.example").lines.length,
        ).toBeGreaterThan(1);
  });
});

describe("the lines of a story that the first version wrote", () => {
  it("hold every kind that there was", () => {
    const kinds = new Set(Object.values(FIRST_STORIES).flatMap((story) => story.map(({ what }) => what)));
    expect([...kinds].sort()).toEqual([
      "acknowledged",
      "arrived",
      "asked_again",
      "closed",
      "decided",
      "limit_missed",
      "limit_near",
      "nobody_answered",
      "note_added",
      "notice_failed",
      "outcome_recorded",
      "raised",
      "tier_alerted",
      "tier_skipped",
      "withdrawn",
    ]);
  });

  it.each(ENDED)("%s: are read as they were written, not a sign more", (name) => {
    for (const line of FIRST_STORIES[name]) {
      expect(Fact.parse(line)).toEqual(line);
      const { hash, ...rest } = Fact.parse(line);
      expect(hashOf(rest)).toBe(hash);
    }
  });

  it.each(ENDED)("%s: still follow from one another, up to the last that the case remembers", (name) => {
    const story = FIRST_STORIES[name].map((line) => Fact.parse(line));
    expect(brokenAt(story, read(name))).toBeUndefined();
    const altered = story.map((line, nth) => (nth === 1 ? { ...line, at: at("PT1S") } : line));
    expect(brokenAt(altered, read(name))).toBe("fact 2 is not what was written");
  });

  it("go on with the lines of today, in one chain", () => {
    const story = FIRST_STORIES.closed.map((line) => Fact.parse(line));
    const move = outcome("died", nurse, at("PT48H"))(read("closed"));
    const more = tie(move.facts, read("closed").chain);
    const whole = [...story, ...more].map((line) => Fact.parse(JSON.parse(JSON.stringify(line))));
    expect(brokenAt(whole, { story: move.next.story, chain: more.at(-1)?.hash ?? "" })).toBeUndefined();
  });

  it("tell no clocks, so that those of such a case are its own", () => {
    expect(clocksFrom(FIRST_STORIES.closed.map((line) => Fact.parse(line)))).toEqual([]);
  });
});

describe("the lines of a story as they are written today", () => {
  it("are read as they were written, however much was told, and keep their hash", () => {
    const told = {
      type: "concern_for_welfare",
      person: { knownAs: "Sam", age: 40, nhsNumber: "999 123 0009", phone: "07700 900123" },
      place: { borough: "Lambeth", address: "12 Example Street", postcode: "se17eh", what3words: "filled.count.soap" },
      policeContact: { channel: "rang_101", cad: { number: "CAD 01234", date: "2026-01-16" }, handler: "1234 as" },
      answers: {
        access: "locked",
        pattern_broken: ["phone_off"],
        ambulance_wait: 120,
        last_seen_at: "2026-01-15T22:00:00+01:00",
      },
      riskFacts: [
        {
          code: "previous_attempt",
          words: "Twice",
          status: "from_record",
          source: "The ward",
          obtainedAt: "2026-01-16T01:00:00Z",
        },
      ],
    };
    const moves = [raised(told), ...passing(raised(told).next, at("PT30M")), detained(), decline()(raised().next)];
    for (const line of tie(
      moves.flatMap(({ facts }) => facts),
      "",
    )) {
      const again = Fact.parse(JSON.parse(JSON.stringify(line)));
      const { hash, ...rest } = again;
      expect(hashOf(rest)).toBe(hash);
      expect(again.schema).toBe(2);
    }
  });

  it("are of kinds that have names of their own", () => {
    const kinds = Happening.options.map(({ shape }) => shape.what.value);
    expect(new Set(kinds).size).toBe(kinds.length);
  });
});
