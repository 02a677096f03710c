import { describe, expect, it } from "@jest/globals";
import { questionsOf } from "../../core/escalation/known.ts";
import { priorityAsked } from "../../core/escalation/triage.ts";
import type { Pathway } from "../../core/partnership/partnership.ts";
import { readPartnership } from "../../core/partnership/read-partnership.ts";
import { pathwayInForce, termsInForce } from "../../core/partnership/terms.ts";
import { readFolder } from "../../operate/read-folder.ts";

const files = readFolder("config/london");
const london = readPartnership(files);
const NOW = "2026-11-22T02:00:00.000Z";
const police = pathwayInForce(london, "police_attendance", "Lambeth", NOW);
const TYPES = police.types.map(({ code }) => code);
const termsOf = (place = "Lambeth", raiser = "RJ1") => termsInForce(london, "police_attendance", place, raiser, NOW);
const asked = (type: string) => questionsOf(termsOf(), type);
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

/** Every word that the configuration holds, with where it stands. */
function wordsIn(value: unknown, at: string): [string, string][] {
  if (typeof value === "string") return [[at, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => wordsIn(part, `${at}.${name}`));
}
const words = wordsIn(files, "london");

/** A detained person is handed over: by police who answer, and by a hospital that they ask. */
const OVER = ["agree_release_officers", "take_on_now"];
const others = london.pathways.filter(({ code }) => code !== police.code);

describe("London's configuration", () => {
  it("presents no pathway as anybody's policy", () => {
    for (const { note, owner } of london.pathways) {
      expect(note).toMatch(/proposed default, to be confirmed/);
      expect(note).toMatch(/questions and words are no policy of (either|any of them)/);
      expect(owner).toMatch(/role/);
    }
  });

  it("holds numbers that ring nobody until their owners write real ones", () => {
    for (const { controlRoom } of london.teams) expect(controlRoom).toMatch(/^\+442079460\d{3}$/);
  });

  it("speaks of people as the partners have agreed to", () => {
    const avoided =
      /refus|welfare check|fail(ed|ure) to attend|must attend|dump|bounce|frequent|committed suicide|sectioned|low priority|false alarm|absconder|RCRP/i;
    expect(words.filter(([, said]) => avoided.test(said))).toEqual([]);
  });

  it("tells the raiser in one or more whole sentences, and names 999 whenever nobody comes for now", () => {
    for (const { code, told, leadsTo } of london.pathways.flatMap(({ decisions }) => decisions)) {
      expect(told).toMatch(/^[A-Z].*\.$/);
      if (leadsTo !== "arrive" && code !== "remain_with_patient" && code !== "missing_report_accepted")
        expect(told).toMatch(/ring 999/);
    }
  });

  it("lets no decision end a case by itself, but the one by which a clinician has taken a person over from officers", () => {
    for (const { code, leadsTo } of london.pathways.flatMap(({ decisions }) => decisions)) {
      if (!OVER.includes(code)) expect(["arrive", "review", "accept_referral", "respond"]).toContain(leadsTo);
    }
    const release = london.pathways.flatMap(({ decisions }) => decisions).filter(({ leadsTo }) => leadsTo === "close");
    expect(release).toMatchObject(OVER.map((code) => ({ code, custody: true, carries: ["custodyHolder"] })));
  });

  it("has one force answer on the whole of a ladder, the force of the area", () => {
    const forces = new Map(london.areas.map(({ code, agency }) => [code, agency]));
    const desks = Object.values(police.ladder.tiers).map(({ desk }) => desk);
    const onLadder = london.teams.filter(({ desk }) => desks.includes(desk));
    expect(onLadder).toHaveLength(24);
    for (const { areas = [], agency } of onLadder) for (const area of areas) expect(forces.get(area)).toBe(agency);
  });

  it("lets every agency ask police but the police and the fire brigade, and police ask every other service", () => {
    const asked = ["police", "fire"];
    const asking = new Set(london.agencies.map(({ kind }) => kind).filter((kind) => !asked.includes(kind)));
    expect(new Set(police.raisedBy)).toEqual(asking);
    expect(others).toHaveLength(4);
    for (const { raisedBy } of others) expect(raisedBy).toEqual(["police"]);
  });

  it("names no police on the ladder of another service, and the police's own desks beside it", () => {
    for (const { ladder } of others) {
      const desks = Object.values(ladder.tiers);
      const agenciesAt = (desk: string | undefined) =>
        london.teams.filter((team) => team.desk === desk).map(({ agency }) => agency);
      for (const { desk } of desks) expect(agenciesAt(desk)).not.toContain("01");
      expect(desks.flatMap(({ paired }) => agenciesAt(paired))).toContain("01");
    }
  });

  it("asks whoever raises on another channel in that service's own words, and no part of the threshold", () => {
    for (const { speech, questionSet, riskFacts } of others) {
      expect(JSON.stringify(speech)).not.toMatch(/police/i);
      expect(questionSet.limbs).toEqual([]);
      for (const { title } of questionSet.questions) expect(title).toMatch(/^[A-Z].*\?$/);
      expect(riskFacts).toHaveLength(24);
    }
  });
});

describe("the section 136 advice line", () => {
  const line = london.pathways.find(({ code }) => code === "s136_advice");
  const question = (code: string) => line?.questionSet.questions.find((one) => one.code === code);

  it("asks where the person is by what the Act says of places since 2017: anywhere but a home, and what belongs to that home alone", () => {
    const { hint = "", choices = [] } = question("where_they_are") ?? {};
    expect(hint).toMatch(/anywhere but in a house, flat or room where somebody lives/);
    for (const code of ["public", "workplace", "railway", "roof", "shared", "home"])
      expect(choices.map((choice) => choice.code)).toContain(code);
  });

  it("asks of a detention that came first why nobody could be consulted", () => {
    expect(line?.types.find(({ code }) => code === "after_detention")?.asks).toContain("not_consulted_why");
    expect(question("not_consulted_why")?.title).toMatch(/practicable/);
  });
});

describe("what a raiser is asked in London", () => {
  it.each(TYPES)("of %s is 8 to 17 short questions, in the order in which the type names them", (type) => {
    const questions = asked(type);
    expect(questions.length).toBeGreaterThanOrEqual(8);
    expect(questions.length).toBeLessThanOrEqual(17);
    expect(questions.map(({ code }) => code)).toEqual(police.types.find(({ code }) => code === type)?.asks);
  });

  it("reads as a question, with a question mark", () => {
    for (const { title } of police.questionSet.questions) expect(title).toMatch(/^[A-Z].*\?$/);
  });

  it("is what police are known to ask about, by type", () => {
    const kinds = (type: string) => asked(type).map(({ code, answer }) => `${code}: ${answer}`);
    expect(kinds("concern_for_welfare")).toEqual(
      expect.arrayContaining(["last_contact: words", "last_seen_at: time", "access: one_of", "why_not_us: any_of"]),
    );
    expect(kinds("awol_detained")).toEqual(
      expect.arrayContaining(["section: words", "retake_power_ends: time", "plan_on_file: yes_no_unknown"]),
    );
    expect(kinds("s136_handover")).toEqual(
      expect.arrayContaining(["arrived_at: time", "place_of_safety: one_of", "next_of_kin_told: one_of"]),
    );
  });

  it("names the nearest of the other types, when it is none of them", () => {
    const nearest = asked("other").find(({ code }) => code === "nearest_type");
    expect(nearest?.choices?.map(({ code }) => code)).toEqual(TYPES.filter((type) => type !== "other"));
  });

  it("keeps the clocks of a detention for a section 136 handover alone", () => {
    expect(police.types.filter(({ custody }) => custody).map(({ code }) => code)).toEqual(["s136_handover"]);
  });

  it("is kept once with every case, under 28 kB with all that was promised, wherever it is and whoever raises", () => {
    for (const place of ["Lambeth", "Kensington and Chelsea", "City of London", "railway", "nowhere"])
      for (const raiser of ["RJ1", "E09000022"]) expect(bytes(termsOf(place, raiser))).toBeLessThan(28_000);
  });
});

describe("what makes a case more urgent in London", () => {
  const { riskFacts } = police;
  const factsAt = (priority: string | undefined) =>
    riskFacts.filter((fact) => fact.priority === priority).map(({ code }) => code);

  it("is a life or a person in danger now", () => {
    expect(factsAt("P1").sort()).toEqual([
      "goodbye_message",
      "overdose_or_ingestion",
      "plan_or_means",
      "self_harm_in_progress",
      "suicidal_words_today",
      "threat_to_named_person",
      "transport_or_height_risk",
      "violence_in_progress",
      "weapon",
    ]);
  });

  it("is not what describes a person, and nothing else", () => {
    expect(factsAt(undefined)).toEqual([
      "police_previously_forced_entry",
      "intoxicated",
      "learning_disability_or_autism",
      "other",
    ]);
    expect(riskFacts).toHaveLength(24);
  });

  it("leaves a second caller's earlier attempts, dog and silent phone at P2; that a life is at risk now makes it P1", () => {
    const facts = ["previous_attempt", "signs_inside_premises", "out_of_character_no_contact"];
    expect(riskFacts.filter(({ code }) => facts.includes(code)).map(({ priority }) => priority)).toEqual(["P2", "P2", "P2"]);
    expect(priorityAsked(police, { type: "concern_for_welfare", threshold: ["none_unsure"] })).toBe("P2");
    expect(priorityAsked(police, { type: "concern_for_welfare", threshold: ["risk_to_life_now"] })).toBe("P1");
  });
});

describe("the two limbs in London", () => {
  const { limbs } = police.questionSet;
  const readings = limbs.flatMap(({ met, not_met, not_enough_information }) => [met, not_met, not_enough_information]);

  it("are read from the answers of which they speak, and only one answer is that somebody is unsure", () => {
    const of = (limb: string | undefined) => police.thresholds.filter((one) => one.limb === limb).map(({ code }) => code);
    expect(of("limb_a")).toEqual(["crime_in_progress_or_reported"]);
    expect(of("limb_b")).toEqual(["risk_to_life_now", "serious_harm_now"]);
    expect(police.thresholds.filter(({ unsure }) => unsure).map(({ code }) => code)).toEqual(["none_unsure"]);
  });

  it("promise nothing in the name of police, and hold nobody back", () => {
    for (const { met } of limbs)
      expect(met.says).toMatch(/^From your answers, police can be asked to come because .*They decide/);
    for (const { says, meanwhile } of readings) {
      expect(`${says} ${meanwhile}`).not.toMatch(/police (must|will|have to)|do not ring|wait for police/i);
      for (const words of [says, meanwhile]) expect(words).toMatch(/^[A-Z].*\.$/);
    }
    for (const { met, not_enough_information } of limbs)
      for (const { meanwhile } of [met, not_enough_information]) expect(meanwhile).toMatch(/ring 999/);
  });
});

describe("what a decision must carry in London", () => {
  const carried = (code: string) => police.decisions.find((one) => one.code === code)?.carries;

  it.each<[string, Pathway["decisions"][number]["carries"]]>([
    ["attend_immediate", ["cad", "grade"]],
    ["attend_prompt", ["cad", "grade"]],
    ["attend_joint", ["cad", "grade", "partner", "meetingPoint"]],
    ["attend_entry_only", ["cad", "entry"]],
    ["missing_report_accepted", ["riskGrade", "reference", "namedOwner", "reviewAt"]],
    ["remain_with_patient", ["reviewAt"]],
    ["agree_release_officers", ["custodyHolder"]],
    ["advise_partner_leads", ["limbs", "advice", "changeIf", "reviewAt"]],
    ["refer_to", ["referTo"]],
    ["decline_threshold_not_met", ["limbs", "changeIf", "reviewAt"]],
  ])("%s: %j", (code, carries) => {
    expect(carried(code)).toEqual(carries);
    expect(police.decisions).toHaveLength(10);
  });

  it("is marked where it leaves the raiser without what was asked", () => {
    expect(police.decisions.filter(({ declines }) => declines).map(({ code }) => code)).toEqual([
      "advise_partner_leads",
      "decline_threshold_not_met",
    ]);
    expect(police.childTier).toBe("control_room_duty_officer");
    expect(
      others.map(({ code, decisions }) => [code, decisions.filter(({ declines }) => declines).map(({ code }) => code)]),
    ).toEqual([
      ["ambulance_referral", ["decline"]],
      ["crisis_referral", ["decline"]],
      ["s136_advice", ["no_mental_health_need"]],
      ["handover_in_hospital", ["officers_stay"]],
    ]);
  });
});
