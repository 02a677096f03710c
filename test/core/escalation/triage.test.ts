import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { priorityAsked, Triage, triage } from "../../../core/escalation/triage.ts";
import { NOW, pathway, raised } from "../../builders.ts";

const asserting = (threshold: string[], more: object = {}) => ({ type: "concern_for_welfare", threshold, ...more });
const readings = (threshold: string[]) => triage(pathway, asserting(threshold)).limbs.map(({ reading }) => reading);
const MAYBE = "not_enough_information";

describe("what a raiser's answers mean", () => {
  it.each([
    ["a life at risk", ["risk_to_life_now"], "not_met", "met"],
    ["serious harm", ["serious_harm_now"], "not_met", "met"],
    ["a crime", ["crime_in_progress_or_reported"], "met", "not_met"],
    ["a crime and a life at risk", ["crime_in_progress_or_reported", "risk_to_life_now"], "met", "met"],
    ["a life at risk, twice over", ["risk_to_life_now", "serious_harm_now"], "not_met", "met"],
    ["a power that only police have", ["statutory_power_needed"], MAYBE, MAYBE],
    ["care that police have assumed", ["assumed_care_or_custody"], MAYBE, MAYBE],
    ["a life at risk, and a power", ["risk_to_life_now", "statutory_power_needed"], MAYBE, "met"],
    ["a crime, and care assumed", ["crime_in_progress_or_reported", "assumed_care_or_custody"], "met", MAYBE],
    ["«I am not sure»", ["none_unsure"], MAYBE, MAYBE],
    ["nothing", [], MAYBE, MAYBE],
    ["a word that nobody knows", ["very_worried"], MAYBE, MAYBE],
  ])("%s: each limb is read by itself", (_, threshold, a, b) => {
    expect(readings(threshold)).toEqual([a, b]);
  });

  it.each(["met", "not_met", MAYBE] as const)(
    "says in the agency's own words what «%s» means, and what to do meanwhile",
    (reading) => {
      const of = { met: ["risk_to_life_now"], not_met: ["crime_in_progress_or_reported"], [MAYBE]: ["none_unsure"] }[reading];
      const limb = triage(pathway, asserting(of ?? [])).limbs[1];
      const { says, meanwhile } = pathway.questionSet.limbs[1]?.[reading] ?? {};
      expect(limb).toMatchObject({ limb: "limb_b", reading, says, meanwhile });
    },
  );

  it("never says that police will come, nor that they must", () => {
    const words = pathway.questionSet.limbs.flatMap(({ met, not_met, not_enough_information }) => [
      met,
      not_met,
      not_enough_information,
    ]);
    for (const { says, meanwhile } of words) expect(`${says} ${meanwhile}`).not.toMatch(/police (will|must)|will (come|attend)/i);
    expect(words).toHaveLength(6);
  });

  it("names the questions of the type that nobody has answered, in their order, and no other", () => {
    const asks = pathway.types.find(({ code }) => code === "concern_for_welfare")?.asks ?? [];
    const { missing } = triage(
      pathway,
      asserting(["none_unsure"], { answers: { access: "locked", past_attempts: "Twice, in 2024" } }),
    );
    const open = missing.map(({ code }) => code);
    expect(new Set(open)).toEqual(new Set(asks.filter((code) => code !== "access" && code !== "past_attempts")));
    expect(missing[0]?.title).toMatch(/\?$/);
    const none = Object.fromEntries(asks.map((code) => [code, "unknown"]));
    expect(triage(pathway, asserting(["none_unsure"], { answers: none })).missing).toEqual([]);
  });

  it("names the version of the questions that it read", () => {
    expect(triage(pathway, asserting([])).questionSet).toBe(pathway.questionSet.version);
  });

  it("informs and never prevents: whatever is written, it reads something, says so in words, and makes it urgent", () => {
    const code = fc.oneof(
      fc.constantFrom(
        ...pathway.thresholds.map((one) => one.code),
        ...pathway.types.map((one) => one.code),
        "constructor",
        "__proto__",
      ),
      fc.string(),
    );
    const answer = fc.oneof(fc.string(), fc.integer(), fc.array(code, { maxLength: 3 }), fc.constantFrom("yes", "no", "violent"));
    const fact = fc.record({
      code: fc.oneof(code, fc.constantFrom(...pathway.riskFacts.map((one) => one.code))),
      status: fc.constant("inferred" as const),
      source: fc.string(),
      obtainedAt: fc.constant(NOW),
    });
    const words = fc.record({
      type: code,
      threshold: fc.array(code, { maxLength: 8 }),
      riskFacts: fc.option(fc.array(fact, { maxLength: 4 }), { nil: undefined }),
      answers: fc.option(fc.dictionary(fc.oneof(code, fc.constantFrom("access", "behaviour_now", "happening_now")), answer), {
        nil: undefined,
      }),
    });
    fc.assert(
      fc.property(words, (told) => {
        const read = Triage.parse(triage(pathway, told as Parameters<typeof triage>[1]));
        expect(read.limbs.map(({ limb }) => limb)).toEqual(["limb_a", "limb_b"]);
        expect(pathway.priorities.map((one) => one.code)).toContain(read.priority);
        const sure = told.threshold.some((one) => pathway.thresholds.some((known) => known.code === one));
        if (!sure) expect(read.limbs.map(({ reading }) => reading)).toEqual([MAYBE, MAYBE]);
      }),
      { numRuns: 500 },
    );
  });
});

describe("how urgent the answers make it", () => {
  const fact = (code: string) => ({ riskFacts: [{ code, status: "from_record", source: "The ward", obtainedAt: NOW }] as never });

  it.each([
    ["the type alone", { type: "conveyance", threshold: ["none_unsure"] }, "P3"],
    ["a part of the threshold above the type", { type: "conveyance", threshold: ["risk_to_life_now"] }, "P1"],
    ["the type above the rest", { type: "violence_or_crime_on_site", threshold: ["none_unsure"] }, "P1"],
    ["a fact of risk", { type: "conveyance", threshold: ["none_unsure"], ...fact("goodbye_message") }, "P1"],
    ["a fact that asks for nothing", { type: "conveyance", threshold: ["none_unsure"], ...fact("intoxicated") }, "P3"],
    ["a «yes»", { type: "other", threshold: ["none_unsure"], answers: { family_says_life_at_risk: "yes" } }, "P1"],
    ["a «no»", { type: "other", threshold: ["none_unsure"], answers: { family_says_life_at_risk: "no" } }, "P2"],
    ["«not known»", { type: "other", threshold: ["none_unsure"], answers: { family_says_life_at_risk: "unknown" } }, "P2"],
    ["a choice", { type: "conveyance", threshold: ["none_unsure"], answers: { behaviour_now: "violent" } }, "P1"],
    [
      "one of several",
      { type: "concern_for_welfare", threshold: ["none_unsure"], answers: { others_inside: ["dog", "child"] } },
      "P2",
    ],
    ["nothing that anybody knows: the most urgent", { type: "unheard_of", threshold: [] }, "P1"],
  ])("%s", (_, told, priority) => {
    expect(priorityAsked(pathway, told)).toBe(priority);
  });

  it("is what the case is raised with", () => {
    for (const { code: type } of pathway.types)
      for (const { code } of pathway.thresholds)
        expect(raised({ type, threshold: [code] }).next.priority).toBe(priorityAsked(pathway, { type, threshold: [code] }));
  });

  it("tells nobody that there is no risk while what they wrote speaks of one", () => {
    const fact = { code: "self_harm_in_progress", status: "seen_by_staff", source: "The nurse", obtainedAt: NOW } as const;
    const told = { type: "concern_for_welfare", threshold: ["crime_in_progress_or_reported"] };
    const readings = (more: object) => triage(pathway, { ...told, ...more }).limbs.map(({ reading }) => reading);
    expect(readings({ riskFacts: [fact] })).toEqual(["met", "not_enough_information"]);
    expect(readings({ answers: { family_says_life_at_risk: "yes" } })).toEqual(["met", "not_enough_information"]);
    expect(readings({})).toEqual(["met", "not_met"]);
  });
});
