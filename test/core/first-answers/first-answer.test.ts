import { describe, expect, it } from "@jest/globals";
import * as z from "zod";
import {
  contactIn,
  dispute,
  doubtsOf,
  FirstAnswer,
  FirstAnswerOutline,
  isForce,
  mayDispute,
  NewFirstAnswer,
  onCase,
  recordFirstAnswer,
  seesFirstAnswer,
  tallyOfAnswer,
} from "../../../core/first-answers/first-answer.ts";
import { Refusal } from "../../../core/refusal.ts";
import { at, inspector, london, NOW, nurse, pathway } from "../../builders.ts";

const LIMB = { reading: "not_met", facts: "He has been seen in the café, calm, with a nurse" } as const;
const NO = {
  pathway: "police_attendance",
  type: "walkout_healthcare",
  place: { borough: "Lambeth", address: "St Thomas’, the main entrance" },
  agency: "RJ1",
  callBack: "020 7946 0123",
  channel: "rang_999",
  answer: "will_not_attend",
  limbs: { limb_a: { reading: "not_met", facts: "No crime has been reported" }, limb_b: LIMB },
  understood: "no",
  readBack: true,
  cad: { number: "1234", date: "2026-01-16" },
  handler: "1234AS",
} as const;
const NAMES = { partnership: "london", id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab", reference: "FA-234-567" };
const AGREED = { pathway, agencies: london.agencies, area: "central_south" };
const record = (more: object = {}): FirstAnswer =>
  recordFirstAnswer(NAMES, NewFirstAnswer.parse({ ...NO, ...more }), inspector, NOW, AGREED);
/** The fields that are refused. */
const faults = (more: object): string[] => {
  try {
    record(more);
    return [];
  } catch (error) {
    return error instanceof Refusal ? error.errors.map(({ field }) => field) : [String(error)];
  }
};

describe("a first answer", () => {
  it("keeps what was said, to whom, when and by whom; given now, unless it says when", () => {
    expect(record()).toMatchObject({
      ...{ reference: "FA-234-567", agency: "RJ1", answer: "will_not_attend", givenAt: NOW, handler: "1234AS" },
      recorded: { by: { agency: "01" }, at: NOW },
      ...{ area: "central_south", disputed: null, reviewedBy: null, toldOthers: [] },
    });
    const earlier = new Date(Date.parse(NOW) - 3_600_000).toISOString();
    expect(record({ givenAt: earlier }).givenAt).toBe(earlier);
  });

  it.each([
    ["in a time to come", { givenAt: at("PT1M") }, ["givenAt"]],
    ["of more than a day ago", { givenAt: "2026-01-15T01:59:00.000Z" }, ["givenAt"]],
    ["about nothing that is agreed", { type: "noise" }, ["type"]],
    ["to nobody", { agency: undefined }, ["agency"]],
    ["to an agency that is no partner", { agency: "ZZ9" }, ["agency"]],
    ["to the force itself", { agency: "01" }, ["agency"]],
    ["that sends nobody, without the limbs", { limbs: undefined }, ["limbs.limb_a.reading", "limbs.limb_b.reading"]],
    ["«ring somebody else», with nobody told", { answer: "told_to_call_other" }, ["toldOthers"]],
    ["that promises another look, without a time", { answer: "will_review" }, ["reviewBy"]],
    ["that promises another look before it was given", { answer: "will_review", reviewBy: NOW }, ["reviewBy"]],
    ["that promises another look days ahead", { answer: "will_review", reviewBy: at("PT25H") }, ["reviewBy"]],
    ["that is no, with a time of another look", { reviewBy: at("PT1H") }, ["reviewBy"]],
    ["that tells a body nobody knows", { toldOthers: ["coastguard"] }, ["toldOthers"]],
  ])("is not kept %s", (_, more, fields) => {
    expect(faults(more)).toEqual(fields);
  });

  it.each([
    ["that sends somebody, without the limbs", { answer: "will_attend", limbs: undefined, understood: "yes" }],
    ["to somebody who is no partner, in words", { agency: undefined, caller: "The manager of a hostel" }],
    ["«ring somebody else», once the control room has told them", { answer: "told_to_call_other", toldOthers: ["ambulance"] }],
    [
      "that rests on a limb which is met: it is kept as it was given",
      { limbs: { ...NO.limbs, limb_b: { ...LIMB, reading: "met" } } },
    ],
  ])("is kept %s", (_, more) => {
    expect(faults(more)).toEqual([]);
  });

  it.each([
    ["nothing, when it was read back and understood", {}, []],
    ["that its caller waits for somebody who was not sent", { understood: "yes" }, ["understood_otherwise"]],
    [
      "that its caller waits for a look that nobody promised",
      { answer: "will_review", reviewBy: at("PT1H"), understood: "yes" },
      ["understood_otherwise"],
    ],
    ["that its caller does not know who comes", { answer: "will_attend", understood: "no" }, ["understood_otherwise"]],
    ["nothing, when nobody knows what was understood", { understood: "unknown" }, []],
    ["that nobody read it back", { readBack: false }, ["not_read_back"]],
    ["nothing, when somebody comes and nobody read that back", { answer: "will_attend", understood: "yes", readBack: false }, []],
    ["that a limb is met", { limbs: { ...NO.limbs, limb_b: { ...LIMB, reading: "met" } } }, ["limb_met"]],
    [
      "that a limb could not be read",
      { limbs: { ...NO.limbs, limb_a: { ...LIMB, reading: "not_enough_information" } } },
      ["limb_not_known"],
    ],
  ])("says against itself: %s", (_, more, doubts) => {
    expect(doubtsOf(record(more), NOW)).toEqual(doubts);
  });

  it("is doubtful once the time is over by which police were to look at it again, until a case disputes it", () => {
    const of = record({ answer: "will_review", reviewBy: at("PT1H") });
    expect(doubtsOf(of, at("PT59M"))).toEqual([]);
    expect(doubtsOf(of, at("PT1H"))).toEqual(["review_overdue"]);
    const into = { id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ac", reference: "RC-345-678", raisedAt: at("PT2H") };
    expect(doubtsOf(dispute(of, into, nurse, at("PT2H")), at("PT3H"))).toEqual([]);
    expect(doubtsOf(onCase(of), at("PT3H"))).toEqual([]);
  });

  it("has nothing in the open that somebody wrote: of free text, the references that we gave, a CAD, and the names of staff", () => {
    const free = (schema: unknown, path: string): string[] => {
      const { type, properties, items, anyOf, format, pattern, enum: choices, const: one } = schema as Record<string, never>;
      if (properties) return Object.entries(properties).flatMap(([name, inner]) => free(inner, `${path}.${name}`));
      if (items) return free(items, `${path}.*`);
      if (anyOf) return (anyOf as unknown[]).flatMap((inner) => free(inner, path));
      return [type].flat().includes("string" as never) && !format && !pattern && !choices && !one ? [path.slice(1)] : [];
    };
    const json = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    const open = ["cad.number", "reference", "recorded.by.name", "disputed.reference", "disputed.by.name"];
    expect(free(json(FirstAnswerOutline), "").toSorted()).toEqual(open.toSorted());
    const worded = [
      "caller",
      "callBack",
      "handler",
      "limbs.limb_a.facts",
      "limbs.limb_b.facts",
      "place.address",
      "place.borough",
    ];
    expect(free(json(FirstAnswer), "")).toEqual(expect.arrayContaining([...open, ...worded]));
  });

  it("is seen by the force that gave it and the agency that it was given to, and by no other", () => {
    expect(["01", "RJ1", "R1H", "48", "RRU"].filter((agency) => seesFirstAnswer(record(), agency))).toEqual(["01", "RJ1"]);
    expect(seesFirstAnswer(record({ agency: undefined, caller: "A hostel" }), "RJ1")).toBe(false);
  });

  it("is recorded by forces: agencies that answer for an area", () => {
    expect(["01", "48", "93", "RJ1", "RRU"].filter((agency) => isForce(london.areas, agency))).toEqual(["01", "48", "93"]);
  });
});

describe("a first answer that is disputed", () => {
  const into = { id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ac", reference: "RC-234-567", raisedAt: at("PT5M") };

  it("is disputed once, by the agency that it was given to; a second one is shown the case", () => {
    const of = record();
    expect([mayDispute(of, "RJ1"), mayDispute(of, "01"), mayDispute(of, "R1H")]).toEqual([true, false, false]);
    const disputed = dispute(of, into, nurse, at("PT5M"));
    expect(disputed).toMatchObject({ version: 2, disputed: { ...into, by: nurse } });
    expect(mayDispute(disputed, "RJ1")).toBe(false);
    expect(() => dispute(disputed, into, nurse, at("PT6M"))).toThrow("FA-234-567 has been disputed already, in RC-234-567.");
    expect(tallyOfAnswer(disputed).disputed).toEqual({ id: into.id, raisedAt: into.raisedAt });
  });

  it("fills in what the raiser would tell of police, its reason no longer than there is room for", () => {
    expect(contactIn(record())).toEqual({
      ...{ channel: "rang_999", at: NOW, handler: "1234AS", answer: "will_not_attend", understood: "no", cad: NO.cad },
      reason: "No crime has been reported; He has been seen in the café, calm, with a nurse",
    });
    const long = { ...NO.limbs, limb_a: { reading: "not_met", facts: "x".repeat(900) } };
    expect(contactIn(record({ limbs: long })).reason).toHaveLength(300);
    const bare = { answer: "will_attend", limbs: undefined, cad: undefined, understood: "yes" };
    expect(contactIn(record(bare))).not.toHaveProperty("reason");
  });

  it("goes onto the case with both limbs and who gave it, and without the caller's number", () => {
    const carried = onCase(record({ reviewedBy: "77MP" }));
    expect(carried).toMatchObject({ by: { agency: "01" }, limbs: { limb_b: LIMB }, reviewedBy: "77MP", readBack: true });
    expect(carried).not.toHaveProperty("callBack");
    expect(onCase(record({ answer: "will_review", reviewBy: at("PT40M") })).reviewBy).toBe(at("PT40M"));
    expect(FirstAnswer.parse({ ...record(), answer: "will_review" }).reviewBy).toBeUndefined();
  });
});
