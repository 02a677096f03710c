import { describe, expect, it } from "@jest/globals";
import { isComing } from "../../../core/escalation/escalation.ts";
import { triage } from "../../../core/escalation/triage.ts";
import { unreachable } from "../../../core/escalation/unreachable.ts";
import { at, caseAfter, inspector, NOW, nurse, pathway, raised } from "../../builders.ts";
import {
  ack,
  chargeNurse,
  decision,
  deferred,
  detained,
  disagreed,
  everyone,
  news,
  refusing,
  stoodDown,
  there,
  told,
  toldOf,
  withdrawn,
} from "./moves.ts";

/** What a fresh reader of the whole case found, each as it went wrong. */
describe("what goes on after something else has happened", () => {
  it("says of a unit that was stood down that nobody is coming, whatever opens the case again", () => {
    const next = caseAfter(
      raised(),
      decision("attend_immediate"),
      stoodDown(inspector, at("PT5M")),
      disagreed(nurse, at("PT6M")),
    );
    expect(next).toMatchObject({ reopened: { why: "disagreement" }, stoodDownAt: at("PT5M") });
    expect(isComing(next)).toBe(false);
    expect(() => stoodDown(inspector, at("PT7M"))(next)).toThrow(refusing("NotYet"));
    expect(caseAfter(raised(), decision("attend_immediate"), stoodDown(), there()).stoodDownAt).toBeNull();
  });

  it("counts deferrals on while the same arrival is awaited, whoever decides it once more", () => {
    const put = (nth: number) => deferred(at(`PT${nth + 5}M`), inspector, at(`PT${nth}M`));
    const next = caseAfter(raised(), decision("attend_immediate"), put(1), put(2), decision("attend_immediate"));
    expect(next.deferrals).toHaveLength(2);
    expect(caseAfter(raised(), decision("attend_immediate"), put(1), decision("missing_report_accepted")).deferrals).toEqual([]);
  });

  it("asks for somebody when news comes to a case that nobody has", () => {
    const resolved = caseAfter(raised(), decision("attend_prompt"), there());
    const orphan = { ...resolved, owner: null, clocks: resolved.clocks.filter(({ limit }) => limit !== "shift_end") };
    expect(toldOf(news({ words: "He says he will jump" }, nurse, at("PT9M"))(orphan))).toContain(
      "page inspector new_information",
    );
  });

  it("takes words alone to bear on the risk, unless whoever brings them says that they do not", () => {
    const answered = caseAfter(raised({ threshold: ["none_unsure"] }), decision("missing_report_accepted"));
    expect(news({ bearsOnRisk: undefined }, nurse, at("PT9M"))(answered).next.reopened).toMatchObject({ why: "new_information" });
    expect(news({ bearsOnRisk: false }, nurse, at("PT9M"))(answered).next.reopened).toBeNull();
  });

  it("asks the tier above beside when a child is inside", () => {
    const move = raised({ type: "concern_for_welfare", answers: { others_inside: ["child"] } });
    expect(told(move)).toEqual(expect.arrayContaining(["page inspector", "page duty_officer"]));
  });

  it("tells a raiser's deputy and desk once the raiser's shift is over, and when their mail does not arrive", () => {
    const deputy = { name: "The nurse in charge", phone: "07700 900123", person: chargeNurse.id };
    const on = everyone();
    const late = raised({ deputy, shiftEndsAt: at("PT2M") }, on);
    expect(told(ack(inspector, at("PT1M"), on)(late.next))).toEqual(["update nurse"]);
    expect(told(ack(inspector, at("PT3M"), on)(late.next))).toEqual([
      "update nurse",
      "update charge_nurse",
      "update site_manager",
    ]);
    const letter = { id: "000002-00", kind: "update", to: nurse.id, tier: 0, about: "decided", limit: null, at: NOW } as const;
    const lost = unreachable(late.next, { ...letter, fate: "accepted" }, "it bounced", [], at("PT1M"), on);
    expect(toldOf(lost)).toEqual(["update charge_nurse raiser_not_told", "update site_manager raiser_not_told"]);
  });

  it("is not withdrawn round the handover of a detained person", () => {
    expect(() => withdrawn("withdrawn_other")(detained().next)).toThrow(refusing("NotYet"));
  });

  it("does not tell a raiser that there is no risk while what they wrote speaks of one", () => {
    const fact = { code: "self_harm_in_progress", status: "seen_by_staff", source: "The nurse", obtainedAt: NOW } as const;
    const { limbs } = triage(pathway, {
      type: "concern_for_welfare",
      threshold: ["crime_in_progress_or_reported"],
      riskFacts: [fact],
    });
    expect(limbs.map(({ limb, reading }) => [limb, reading])).toEqual([
      ["limb_a", "met"],
      ["limb_b", "not_enough_information"],
    ]);
  });
});
