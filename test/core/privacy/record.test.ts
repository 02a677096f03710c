import { describe, expect, it } from "@jest/globals";
import type { Who } from "../../../core/escalation/ask.ts";
import {
  basisFor,
  confirm,
  type Due,
  deleted,
  dropped,
  hold,
  isHeld,
  KeepingRecord,
  lift,
  mayDelete,
  newRecord,
  proposalIn,
  propose,
  reviewOf,
  sayBasis,
  takeBack,
} from "../../../core/privacy/record.ts";
import { Refusal } from "../../../core/refusal.ts";
import { at, NOW } from "../../builders.ts";

const officer = (id: string, agency: string): Who => ({ id, name: `Officer ${id}`, agency });
const [HOSPITAL, COLLEAGUE, POLICE, COUNCIL] = [
  ...[officer("gwen", "RJ1"), officer("other", "RJ1"), officer("iris", "01"), officer("cole", "E09000022")],
] as const;
const fresh = (): KeepingRecord =>
  newRecord({ partnership: "london", id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab", reference: "RC-234-567" }, ["RJ1", "01", "RRU"]);
const due = (more: Partial<Due> = {}): Due => ({
  ...{ seen: 9, class: "health_adult", rule: "Health and care, adult", until: NOW, controllers: ["RJ1", "01"] },
  ...more,
});
const HOLD = { reason: "inquest", words: "The coroner has opened one", reviewOn: "2026-06-01" } as const;
const held = (by = POLICE) => hold(fresh(), HOLD, by, NOW);
const proposed = (more: Partial<Due> = {}) => propose(fresh(), due(more), "Its time is over", HOSPITAL, NOW);
const no = (run: () => unknown): string | undefined => {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof Refusal ? error.name : String(error);
  }
};

describe("a hold", () => {
  it("stands beside the holds of others, until its own agency lifts it", () => {
    const both = hold(held(), { ...HOLD, reason: "claim", reviewOn: "2026-03-01" }, HOSPITAL, NOW);
    expect([isHeld(both), reviewOf(both)]).toEqual([true, "2026-03-01"]);
    expect(no(() => lift(both, 1, "It is closed", HOSPITAL, NOW))).toBe("NotAllowed");
    const one = lift(both, 2, "It is settled", HOSPITAL, NOW);
    expect([isHeld(one), reviewOf(one)]).toEqual([true, "2026-06-01"]);
    expect(isHeld(lift(one, 1, "It is closed", POLICE, NOW))).toBe(false);
    expect(no(() => lift(one, 2, "Once more", HOSPITAL, NOW))).toBe("NotFound");
  });

  it("is looked at again on a day to come, within a year", () => {
    for (const reviewOn of ["2026-01-16", "2025-12-31", "2027-02-01"])
      expect(no(() => hold(fresh(), { ...HOLD, reviewOn }, POLICE, NOW))).toBe("Invalid");
  });

  it("ends a deletion that was proposed, and one that was confirmed", () => {
    const confirmed = confirm(proposed(), due(), POLICE, NOW);
    for (const record of [proposed(), confirmed]) {
      const stopped = hold(record, HOLD, POLICE, NOW);
      expect([stopped.purge, mayDelete(stopped, 9, NOW)]).toEqual([null, false]);
    }
  });
});

describe("a deletion", () => {
  it("takes two people of two controllers", () => {
    const record = confirm(proposed(), due(), POLICE, at("PT1H"));
    expect(record.purge).toMatchObject({ by: HOSPITAL, confirmed: { by: POLICE } });
    expect(mayDelete(record, 9, at("PT1H"))).toBe(true);
  });

  it.each([
    ["the one who proposed it", HOSPITAL, {}, "NotAllowed"],
    ["a colleague, where another agency wrote in it too", COLLEAGUE, {}, "NotAllowed"],
    ["an agency that wrote nothing in it", COUNCIL, {}, "NotAllowed"],
    ["a colleague, where no other agency wrote in it", COLLEAGUE, { controllers: ["RJ1"] }, undefined],
    ["the one who proposed it, where no other agency wrote in it", HOSPITAL, { controllers: ["RJ1"] }, "NotAllowed"],
  ])("is confirmed, or not, by %s", (_, by, more, refusal) => {
    expect(no(() => confirm(proposed(more), due(more), by, NOW))).toBe(refusal);
  });

  it("counts the agencies that wrote in it as it is confirmed, not as it was proposed", () => {
    const alone = proposed({ controllers: ["RJ1"] });
    expect(no(() => confirm(alone, due(), COLLEAGUE, NOW))).toBe("NotAllowed");
  });

  it.each([
    ["before its time is over", fresh(), due({ until: at("PT1S") }), HOSPITAL, "NotYet"],
    ["while it is held", held(), due(), HOSPITAL, "NotYet"],
    ["by an agency that wrote nothing in it", fresh(), due(), COUNCIL, "NotAllowed"],
    ["twice", proposed(), due(), POLICE, "NotYet"],
  ])("is not proposed %s", (_, record, what, by, refusal) => {
    expect(no(() => propose(record, what, "Its time is over", by, NOW))).toBe(refusal);
  });

  it("is confirmed within 14 days, and of the case that was looked at", () => {
    expect(no(() => confirm(proposed(), due(), POLICE, at("PT335H")))).toBeUndefined();
    expect(no(() => confirm(proposed(), due(), POLICE, at("PT336H")))).toBe("NotYet");
    expect(no(() => confirm(proposed(), due({ seen: 10 }), POLICE, NOW))).toBe("ChangedMeanwhile");
    expect(proposalIn(proposed(), at("PT336H"))).toBeUndefined();
    expect(no(() => propose(proposed(), due(), "Once more", POLICE, at("PT336H")))).toBeUndefined();
  });

  it("can be taken back by either controller, confirmed or not, and by nobody else", () => {
    for (const record of [proposed(), confirm(proposed(), due(), POLICE, NOW)]) {
      expect(takeBack(record, POLICE, NOW).purge).toBeNull();
      expect(no(() => takeBack(record, COUNCIL, NOW))).toBe("NotAllowed");
    }
    expect(no(() => takeBack(fresh(), POLICE, NOW))).toBe("NotFound");
  });

  it("is not made when anything has changed since: the machine asks everything anew", () => {
    const confirmed = confirm(proposed(), due(), POLICE, NOW);
    const { purge } = confirmed;
    if (!purge) throw new Error("no deletion");
    expect(mayDelete(proposed(), 9, NOW)).toBe(false);
    expect(mayDelete(confirmed, 10, NOW)).toBe(false);
    expect(mayDelete({ ...confirmed, purge: { ...purge, until: at("PT1S") } }, 9, NOW)).toBe(false);
    expect(mayDelete({ ...confirmed, purge: { ...purge, by: POLICE } }, 9, NOW)).toBe(false);
    expect(mayDelete({ ...confirmed, holds: held().holds }, 9, NOW)).toBe(false);
    expect(mayDelete(dropped(confirmed), 9, NOW)).toBe(false);
  });

  it("leaves who decided it and by which rule, and no word of the holds, of their end or of the law", () => {
    const lifted = lift(held(), 1, "CANARY of the lifting", POLICE, NOW);
    const said = sayBasis(lifted, { part: "record", basis: "le_part3", why: "CANARY of the law" }, ["01"], POLICE, NOW);
    const confirmed = confirm(propose(said, due(), "CANARY of the proposal", HOSPITAL, NOW), due(), POLICE, NOW);
    const gone = deleted(confirmed, at("PT1H"));
    expect(gone.gone).toMatchObject({ at: at("PT1H"), proposedBy: HOSPITAL, confirmedBy: POLICE, class: "health_adult" });
    expect(JSON.stringify(confirmed).match(/CANARY|coroner/g)).toHaveLength(4);
    expect(JSON.stringify(gone)).not.toMatch(/coroner|CANARY/);
    expect(KeepingRecord.parse(gone)).toEqual(gone);
    for (const run of [
      () => hold(gone, HOLD, POLICE, NOW),
      () => propose(gone, due(), "Once more", HOSPITAL, NOW),
      () => deleted(gone, NOW),
    ])
      expect(no(run)).toMatch(/Closed|NotYet/);
    expect(mayDelete(gone, 9, NOW)).toBe(false);
  });
});

describe("the law of a part", () => {
  const competent = ["01"];
  it("is as configured until its own agency says another, of all it wrote or of its decision alone", () => {
    const said = sayBasis(fresh(), { part: "decision", basis: "le_part3", why: "A crime was reported" }, competent, POLICE, NOW);
    expect(basisFor(said, "01", "record", "gdpr_vital_interests")).toBe("gdpr_vital_interests");
    expect(basisFor(said, "01", "decision", "gdpr_vital_interests")).toBe("le_part3");
    expect(basisFor(said, "RJ1", "record", "gdpr_health")).toBe("gdpr_health");
    const whole = sayBasis(fresh(), { part: "record", basis: "le_part3", why: "A crime" }, competent, POLICE, NOW);
    expect(basisFor(whole, "01", "decision", "gdpr_vital_interests")).toBe("le_part3");
  });

  it("is Part 3 for competent authorities alone", () => {
    const wrong = () => sayBasis(fresh(), { part: "record", basis: "le_part3", why: "x y" }, competent, HOSPITAL, NOW);
    expect(no(wrong)).toBe("Invalid");
  });
});
