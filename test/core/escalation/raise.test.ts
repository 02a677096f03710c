import { describe, expect, it } from "@jest/globals";
import { Ask } from "../../../core/escalation/ask.ts";
import { running } from "../../../core/escalation/clock.ts";
import { questionsOf, unanswered } from "../../../core/escalation/known.ts";
import { raise } from "../../../core/escalation/raise.ts";
import { viewOf } from "../../../core/escalation/view.ts";
import type { Question } from "../../../core/partnership/partnership.ts";
import { A_RAISE } from "../../../local/main-job.ts";
import { at, duty, hub, inspector, NOW, nurse, pathway, raised, terms } from "../../builders.ts";
import { everyone, naming, told, toldOf, whats } from "./moves.ts";

describe("what was written on paper first", () => {
  const onPaper = { at: "2026-01-16T01:02:00+00:00", by: "The night nurse" };

  it("keeps its own time in the case and its story, and starts the clocks when it is entered", () => {
    const { next, facts } = raised({ onPaper });
    const kept = { at: "2026-01-16T01:02:00.000Z", by: "The night nurse" };
    expect(viewOf(next)).toMatchObject({ onPaper: kept, raised: { at: NOW } });
    expect(facts[0]).toMatchObject({ what: "raised", about: { ask: { onPaper: kept } } });
    expect(running(next.clocks, "acknowledge")).toMatchObject({ startedAt: NOW, dueAt: at("PT5M") });
  });

  it.each([
    ["lies ahead", at("PT1M")],
    ["is longer ago than a table may be taken back", "2025-12-12T01:59:59.999Z"],
  ])("is refused when its time %s", (_, wrong) => {
    expect(() => raised({ onPaper: { ...onPaper, at: wrong } })).toThrow(naming("onPaper.at"));
  });

  it.each(["2025-12-12T02:00:00.000Z", NOW])("is taken at %s", (right) => {
    expect(raised({ onPaper: { ...onPaper, at: right } }).next.ask.onPaper?.at).toBe(right);
  });

  const rang = { channel: "rang_101", answer: "will_review" } as const;

  it.each(["2026-01-16T01:02:00.000Z", NOW])("may have been answered by telephone at %s", (answeredAt) => {
    const { next } = raised({ onPaper: { ...onPaper, answeredAt }, policeContact: rang });
    expect(viewOf(next).onPaper).toEqual({ at: "2026-01-16T01:02:00.000Z", by: "The night nurse", answeredAt });
  });

  it.each<[string, string, object | undefined]>([
    ["before it was written", "2026-01-16T01:01:59.999Z", rang],
    ["at a time ahead", at("PT1M"), rang],
    ["and nobody says what was answered", NOW, undefined],
    ["by nobody", NOW, { ...rang, answer: "no_answer_yet" }],
  ])("cannot have been answered %s", (_, answeredAt, policeContact) => {
    expect(() => raised({ onPaper: { ...onPaper, answeredAt }, ...(policeContact ? { policeContact } : {}) })).toThrow(
      naming("onPaper.answeredAt"),
    );
  });
});

describe("raising", () => {
  it("pages whoever is on duty on the first rung, in the same move", () => {
    const move = raised();
    expect(told(move)).toEqual([`page ${inspector.id}`]);
    expect(whats(move)).toEqual(["raised", "tier_alerted"]);
    expect(move.next).toMatchObject({
      version: 1,
      tier: 0,
      story: 2,
      asked: [inspector.id],
      owner: null,
      decision: null,
      outcome: null,
    });
  });

  it.each([
    ["P1", ["risk_to_life_now"], "PT5M", "PT15M"],
    ["P2", ["none_unsure"], "PT15M", "PT30M"],
  ])("starts both clocks of %s from the raise", (priority, threshold, acknowledge, decide) => {
    const { next } = raised({ threshold });
    expect(next.priority).toBe(priority);
    expect(running(next.clocks, "acknowledge")?.dueAt).toBe(at(acknowledge));
    expect(running(next.clocks, "decide")?.dueAt).toBe(at(decide));
  });

  it("lets the raiser ask for more urgency, and never for less", () => {
    expect(raised({ threshold: ["none_unsure"], priority: "P1" }).next.priority).toBe("P1");
    expect(raised({ priority: "P3" }).next.priority).toBe("P1");
  });

  it("is as urgent as the most urgent of what was told", () => {
    const calm = { type: "conveyance", threshold: ["none_unsure"] };
    expect(raised(calm).next.priority).toBe("P3");
    expect(raised({ ...calm, answers: { behaviour_now: "trying_to_leave" } }).next.priority).toBe("P2");
    expect(raised({ ...calm, answers: { why_police: ["may_run", "violence_now"] } }).next.priority).toBe("P1");
    const fact = { status: "from_record", source: "The ward", obtainedAt: NOW };
    expect(raised({ ...calm, riskFacts: [{ code: "weapon", ...fact }] }).next.priority).toBe("P1");
    expect(raised({ ...calm, answers: { restraint_likely: "yes" } }).next.priority).toBe("P3");
  });

  it("skips an empty tier at once, says why, and tells the rota's owner", () => {
    const move = raised({}, duty({ empty: [0] }));
    expect(whats(move)).toEqual(["raised", "tier_skipped", "tier_alerted"]);
    expect(move.facts[1]).toMatchObject({ about: { tier: 0, reason: "nobody_on_duty" } });
    expect(told(move)).toEqual(["rota_gap rota_manager_met", "page duty_officer"]);
    expect(move.next.tier).toBe(1);
  });

  it("skips a tier that no message can reach", () => {
    const move = raised({}, duty({ unreachable: [0] }));
    expect(move.facts[1]).toMatchObject({ what: "tier_skipped", about: { reason: "nobody_reachable" } });
    expect(move.next.asked).toEqual(["duty_officer"]);
  });

  it("keeps a case that nobody at all can answer, names it, and goes on asking", () => {
    const move = raised({}, {});
    expect(move.next.nobodyAnsweredAt).toBe(NOW);
    expect(whats(move)).toEqual([
      "raised",
      "tier_skipped",
      "tier_skipped",
      "tier_skipped",
      "tier_skipped",
      "nobody_answered",
      "asked_again",
    ]);
    expect(running(move.next.clocks, "repeat")?.dueAt).toBe(at("PT5M"));
    expect(told(move)).toContain("update nurse");
  });

  it("names every field that cannot stand, at once, and what may stand there", () => {
    const wrong = {
      type: "welfare_check",
      threshold: ["risk_to_life_now", "very_worried"],
      riskFacts: [
        { code: "weapon", status: "from_record", source: "The ward", obtainedAt: NOW },
        { code: "hunch", status: "inferred", source: "The ward", obtainedAt: NOW },
      ],
      answers: { favourite_colour: "blue" },
      priority: "P0",
      alsoTell: ["ambulance", "coastguard"],
    };
    expect(() => raised(wrong)).toThrow(
      naming("type", "threshold", "riskFacts.1.code", "answers.favourite_colour", "priority", "alsoTell"),
    );
    expect(() => raised({ type: "welfare_check" })).toThrow(
      expect.objectContaining({ errors: [{ field: "type", reason: expect.stringContaining("one of concern_for_welfare") }] }),
    );
  });

  it("freezes the ladder of the day into the case", () => {
    expect(raised().next.terms).toEqual(terms);
  });

  it("writes down the whole request as it was made", () => {
    const move = raised({ under18: "no", answers: { said_today: "He would not live through the night" } });
    expect(move.facts[0]).toMatchObject({ what: "raised", about: { ask: move.next.ask } });
  });

  it("names cases that may be the same, for a person to tell apart", () => {
    const match = { id: "1d7b8f0e-3c1a-4b52-9f00-0123456789ab", reference: "RC-345-678", on: ["nhs_number"] };
    const names = { partnership: "london", id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab", reference: "RC-234-567" };
    const { pathway: _, ...words } = A_RAISE;
    const move = raise(names, Ask.parse(words), undefined, nurse, NOW, pathway, terms, duty(), [match]);
    expect(move.next.related).toEqual([{ ...match, said: null }]);
    expect(whats(move)).toEqual(["raised", "related_found", "tier_alerted"]);
  });
});

describe("what police said before", () => {
  const asked = (at: string) => raised({ policeContact: { channel: "rang_999", at } });

  it("was not said tomorrow; a clock that is minutes ahead holds up no request", () => {
    expect(() => asked(at("PT24H"))).toThrow(naming("policeContact.at"));
    expect(asked(at("PT4M")).next.raised.at).toBe(NOW);
  });
});

describe("another body that the raiser wants told", () => {
  it("shares the case, and hears each answer", () => {
    const move = raised({ alsoTell: ["ambulance"] }, everyone());
    expect(move.next.told).toEqual(["ambulance"]);
    expect(viewOf(move.next).parties).toContain(hub.agency);
    expect(viewOf(raised().next).parties).not.toContain(hub.agency);
  });

  it("asks nobody there for an answer", () => {
    expect(toldOf(raised({ alsoTell: ["ambulance"] }, everyone()))).toEqual(["page inspector tier_alerted"]);
  });
});

/** What fits a question, and what does not. */
function given({ answer, choices = [] }: Question): { fits: unknown[]; not: unknown[] } {
  const codes = choices.map(({ code }) => code);
  switch (answer) {
    case "words":
      return { fits: ["About an hour ago"], not: [5, ["a_list"]] };
    case "number":
      return { fits: [90, 0], not: ["90", ["ninety"]] };
    case "time":
      return { fits: ["2026-01-16T01:30:00+00:00", "2026-01-16T01:30:00.000Z"], not: ["01:30", 5, "2026-01-16", ["a_list"]] };
    case "yes_no_unknown":
      return { fits: ["yes", "no", "unknown"], not: ["perhaps", 1, "Yes"] };
    case "one_of":
      return { fits: codes, not: ["none_of_these", [codes[0]], 1] };
    case "any_of":
      return { fits: [[codes[0]], codes], not: [codes[0], ["none_of_these"], [codes[0], "none_of_these"]] };
  }
}
const TYPES = pathway.types.map(({ code }) => code);
const ASKED = TYPES.flatMap((type) => questionsOf(terms, type).map((question) => [type, question.code, question] as const));

describe("the questions of a type", () => {
  it.each(ASKED)("%s takes what fits «%s», and names it when something else is written", (type, code, question) => {
    const { fits, not } = given(question);
    for (const answer of fits)
      expect(raised({ type, answers: { [code]: answer } }).next.ask.answers).toHaveProperty(code, answer);
    for (const answer of not) expect(() => raised({ type, answers: { [code]: answer } })).toThrow(naming(`answers.${code}`));
  });

  it("are there for each of the eight types", () => {
    expect(TYPES).toHaveLength(8);
    for (const type of TYPES) expect(ASKED.filter(([of]) => of === type).length).toBeGreaterThanOrEqual(10);
  });

  it.each(TYPES)("hold up nothing when none of %s is answered: it is raised, and they are asked for", (type) => {
    const { next } = raised({ type, threshold: ["none_unsure"] });
    expect(next.asked).toEqual([inspector.id]);
    expect(unanswered(next).map(({ code }) => code)).toEqual(questionsOf(terms, type).map(({ code }) => code));
  });

  it("are taken whatever type asks them, because what a case is about can change; what nobody asks is named", () => {
    const { next } = raised({ type: "conveyance", answers: { weapon_there: "yes" } });
    expect(next.ask.answers).toEqual({ weapon_there: "yes" });
    expect(next.priority).toBe("P1");
    expect(() => raised({ answers: { favourite_colour: "blue" } })).toThrow(
      expect.objectContaining({ errors: [{ field: "answers.favourite_colour", reason: "is not asked here" }] }),
    );
  });

  it("start a detention's clocks from the arrival, of the type that keeps them only", () => {
    const detention = { type: "s136_handover", answers: { arrived_at: "2026-01-16T01:45:00+00:00" } };
    expect(raised(detention).next.custody).toMatchObject({ arrivedAt: "2026-01-16T01:45:00.000Z" });
    expect(raised({ type: "s136_handover" }).next.custody).toMatchObject({ arrivedAt: null });
    for (const type of TYPES.filter((one) => one !== "s136_handover")) expect(raised({ type }).next.custody).toBeNull();
  });

  it("take no arrival that lies ahead, nor one more than a week ago", () => {
    for (const arrived of [at("PT1H"), "2026-01-08T02:00:00.000Z"])
      expect(() => raised({ type: "s136_handover", answers: { arrived_at: arrived } })).toThrow(naming("answers.arrived_at"));
  });

  it("ask the tier above beside when a child is said to be inside", () => {
    const move = raised({ type: "concern_for_welfare", answers: { others_inside: ["child"] } });
    expect(told(move)).toEqual(expect.arrayContaining(["page inspector", "page duty_officer"]));
  });
});
