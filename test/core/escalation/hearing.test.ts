import { describe, expect, it } from "@jest/globals";
import { isRunning } from "../../../core/escalation/clock.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { readAnswer } from "../../../core/escalation/heard.ts";
import { recordPlan } from "../../../core/escalation/plan.ts";
import { wording } from "../../../core/escalation/wording.ts";
import { at, caseAfter, duty, dutyOfficer, hub, inspector, NOW, noticeOf, nurse, raised, socialWorker } from "../../builders.ts";
import {
  ack,
  call,
  callHandler,
  chargeNurse,
  DEPUTY,
  decision,
  decline,
  disagreed,
  dueOf,
  everyone,
  hear,
  lineOf,
  linked,
  manager,
  open,
  passing,
  plan,
  refusing,
  stoodDown,
  told,
  toldOf,
  wait,
  whats,
} from "./moves.ts";

const PLAN = { words: "A nurse sits with her", reviewAt: at("PT1H") };

/** Whose reading of the answer is still waited for. */
const unread = ({ clocks }: Escalation) =>
  clocks
    .filter((clock) => clock.limit === "read_answer" && isRunning(clock))
    .map(({ of, dueAt }) => `${of} by ${dueAt.slice(11, 16)}`);

describe("a first answer", () => {
  it("is told to those who asked, and nobody is asked under a clock to read it", () => {
    const move = decision("attend_prompt")(raised().next);
    expect(toldOf(move)).toEqual(["update nurse decided"]);
    expect(unread(move.next)).toEqual([]);
  });
});

describe("a changed answer", () => {
  const promised = (more: object = {}) =>
    caseAfter(raised({ ...more, alsoTell: ["ambulance"] }), decision("attend_prompt", {}, inspector, at("PT10M"), everyone()));
  const reversed = (more: object = {}) =>
    decision(
      "refer_to",
      {},
      dutyOfficer,
      at("PT31M"),
      everyone(),
    )(caseAfter({ ...raised(), next: promised(more) }, wait("PT25M", everyone())));

  it("that is the same «no», looked at again, is told as that; other advice, and another answer, have changed", () => {
    const said = (...all: Parameters<typeof caseAfter>[1][]) =>
      wording(noticeOf({ kind: "update", about: "decided" }), caseAfter(raised(), ...all), "");
    const upheld = said(decline(), decline(at("PT1H")));
    expect(upheld.subject).toContain("looked at again, the answer is the same: ");
    expect([upheld.lines.join(" ").includes("CHANGED"), upheld.lines[1]]).toEqual([
      false,
      expect.stringContaining("the answer is the SAME"),
    ]);
    expect(said(decision("advise_partner_leads"), decision("advise_partner_leads", { advice: "Ring 111" })).subject).toContain(
      "THE ANSWER HAS CHANGED",
    );
    expect(said(decline(), decision("attend_prompt"), decline()).subject).toContain("THE ANSWER HAS CHANGED");
  });

  it("leaves the earlier one in sight as withdrawn, with when, why and whose it was", () => {
    expect(reversed().next.earlier).toEqual([
      {
        code: "attend_prompt",
        why: "She is at home and answers the telephone",
        tier: 0,
        by: inspector,
        at: at("PT10M"),
        withdrawnAt: at("PT31M"),
      },
    ]);
    expect(lineOf(reversed(), "decided")).toMatchObject({ code: "refer_to", replaces: "attend_prompt" });
  });

  it("reaches everyone who was told the old one: the raiser, whoever had it, and the body that was told", () => {
    expect(toldOf(reversed())).toEqual(
      expect.arrayContaining(["update nurse decided", "update inspector decided", "update hub decided", "page hub referred"]),
    );
  });

  it("has to be read by each agency that asked or was told, under its urgency's limit", () => {
    expect(unread(reversed().next)).toEqual(["RJ1 by 02:36", "RRU by 02:36"]);
  });

  it("is not waited for from the decider's own agency", () => {
    const both = caseAfter(raised({ alsoTell: ["another_police_desk"] }), decline(), decision("attend_prompt"));
    expect(unread(both)).toEqual(["RJ1 by 02:05"]);
  });

  it("has to be read by everybody else who asked, too", () => {
    const both = caseAfter(raised(), linked(socialWorker), open(), decline(), decision("attend_prompt"));
    expect(unread(both)).toEqual(["RJ1 by 02:05", "E09000022 by 02:05"]);
  });

  it("starts the reading anew each time it changes", () => {
    const twice = caseAfter(raised(), decline(), decision("attend_prompt", {}, inspector, at("PT1M")), hear(nurse, at("PT2M")));
    expect(unread(twice)).toEqual([]);
    const third = decision("attend_immediate", {}, inspector, at("PT3M"))(twice).next;
    expect(unread(third)).toEqual(["RJ1 by 02:08"]);
    expect(third.heard).toEqual([]);
    expect(third.earlier.map(({ code }) => code)).toEqual(["decline_threshold_not_met", "attend_prompt"]);
  });

  it("that has not been read is rung about: the deputy, the raiser's own desk and whoever has the case hear, and nobody is climbed to", () => {
    const changed = caseAfter(raised(DEPUTY), decline(), decision("attend_prompt"));
    const move = wait("PT5M", everyone())(changed);
    expect(toldOf(move)).toEqual([
      "update inspector answer_not_read",
      "paired site_manager read_answer",
      "paired charge_nurse read_answer",
    ]);
    expect(lineOf(move, "limit_missed")).toMatchObject({ limit: "read_answer", of: "RJ1" });
    expect(move?.next.tier).toBe(0);
  });

  it("that nobody has read is not called changed where it was looked at again and stayed", () => {
    const upheld = caseAfter(raised(DEPUTY), decline(), decline(at("PT1H")), wait("PT5M", everyone()));
    for (const notice of [
      { kind: "update", about: "answer_not_read" },
      { kind: "paired", about: "read_answer" },
    ] as const) {
      const { subject, lines } = wording(noticeOf(notice), upheld, "");
      expect(subject).toContain("a new answer has not been read");
      expect([subject, ...lines].join(" ")).not.toMatch(/answer.{0,30} changed|changed answer/);
    }
  });

  it("that two agencies have not read is rung about once, and told to each of them", () => {
    const both = caseAfter(raised(), linked(socialWorker), open(), decline(), decision("attend_prompt"));
    const move = wait("PT5M", everyone())(both);
    expect(whats(move)).toEqual(["limit_missed", "limit_missed"]);
    expect(toldOf(move)).toEqual([
      "update inspector answer_not_read",
      "paired site_manager read_answer",
      "paired social_worker read_answer",
    ]);
  });

  it("is remembered to, and then told, those of the body that has not read it", () => {
    const shared = caseAfter(raised({ alsoTell: ["ambulance"] }), decline(), decision("attend_prompt"), hear(nurse, at("PT1M")));
    const [near, missed] = passing(shared, at("PT5M"), everyone());
    expect(toldOf(near)).toEqual(["reminder hub read_answer_near"]);
    expect(toldOf(missed)).toEqual(["update inspector answer_not_read", "paired hub read_answer"]);
  });

  it("is rung about by whoever is on duty at the first tier when its owner has gone home", () => {
    const changed = caseAfter(
      raised(DEPUTY),
      wait("PT5M"),
      decline(at("PT6M"), dutyOfficer),
      decision("attend_prompt", {}, dutyOfficer, at("PT7M")),
    );
    expect(toldOf(wait("PT12M", everyone({ empty: [1] }))(changed))).toContain("update inspector answer_not_read");
  });
});

describe("«I have read the answer»", () => {
  const changed = () =>
    caseAfter(
      raised({ alsoTell: ["ambulance"] }),
      decline(NOW, inspector, {}, everyone()),
      decision("attend_prompt", {}, inspector, NOW, everyone()),
    );

  it("stops the clock of the reader's own agency, and of no other", () => {
    const { next } = hear(hub, at("PT1M"))(changed()) ?? {};
    expect(unread(next as Escalation)).toEqual(["RJ1 by 02:05"]);
    expect(next?.heard).toEqual([{ by: hub, at: at("PT1M"), agency: "RRU" }]);
  });

  it("is said once for an agency, whoever there says it", () => {
    const read = caseAfter({ ...raised(), next: changed() }, hear(nurse));
    expect(hear(nurse, at("PT1M"))(read)).toBeUndefined();
    expect(hear(chargeNurse, at("PT1M"))(read)).toBeUndefined();
  });

  it("is for those who asked or were told, once there is something to read", () => {
    expect(() => hear(callHandler)(changed())).toThrow(refusing("NotAllowed"));
    expect(() => hear()(raised().next)).toThrow(refusing("NotYet"));
    expect(() => hear(hub)(caseAfter(raised(), decline()))).toThrow(refusing("NotFound"));
  });

  it("is said of the answer as it is: an older page is shown what changed", () => {
    expect(() => readAnswer(changed(), nurse, 1, at("PT1M"), duty())).toThrow(refusing("ChangedMeanwhile"));
  });

  it.each([
    ["disagrees", disagreed()],
    ["records a plan", plan()],
  ])("goes without saying when the raising side %s", (_, move) => {
    const next = caseAfter({ ...raised(), next: caseAfter(raised(), decision("attend_prompt"), decline()) }, move);
    expect(next.heard.map(({ agency }) => agency)).toEqual(["RJ1"]);
    expect(unread(next)).toEqual([]);
  });
});

describe("a call to the raising side", () => {
  const changed = () => caseAfter(raised(DEPUTY), decline(), decision("attend_prompt"));

  it("that was answered has told them, and stops their clock", () => {
    const move = call("deputy", true, inspector, at("PT1M"))(changed());
    expect(unread(move.next)).toEqual([]);
    expect(lineOf(move, "rang")).toEqual({ number: "deputy", answered: true, words: null });
  });

  it("that was answered leaves the clocks of other agencies alone", () => {
    const both = caseAfter(raised(), linked(socialWorker), open(), decline(), decision("attend_prompt"));
    expect(unread(call("call_back", true)(both).next)).toEqual(["E09000022 by 02:05"]);
  });

  it("in vain is written down, and the clock runs on", () => {
    const move = call("call_back")(changed());
    expect(unread(move.next)).toEqual(["RJ1 by 02:05"]);
    expect(whats(move)).toEqual(["rang"]);
    expect(told(move)).toEqual([]);
  });

  it("is made by somebody on duty, about an answer", () => {
    expect(() => call("call_back", true, manager)(changed())).toThrow(refusing("NotOnDuty"));
    expect(() => call("call_back", true)(caseAfter(raised(), ack()))).toThrow(refusing("NotYet"));
  });

  it("is not said by a plan that was begun on the page of before: the plan is kept, and the answer goes on being waited for", () => {
    const before = caseAfter(raised(), decision("attend_prompt"), hear(nurse, at("PT1M")));
    const changed = caseAfter({ ...raised(), next: before }, decline(at("PT2M")));
    for (const seen of [before.version, undefined, changed.version + 1]) {
      const { next } = recordPlan(changed, PLAN, nurse, seen, at("PT3M"), everyone());
      expect([next.plan?.words, next.heard, dueOf(next, "read_answer")]).toEqual([PLAN.words, [], at("PT7M")]);
    }
    const { next } = recordPlan(changed, PLAN, nurse, changed.version, at("PT3M"), everyone());
    expect([next.heard.map(({ agency }) => agency), dueOf(next, "read_answer")]).toEqual([["RJ1"], undefined]);
  });

  it("is asked for anew when the unit that was coming turns round", () => {
    const rung = caseAfter(raised(), decision("attend_prompt"), call("call_back", true), stoodDown());
    expect(rung.calls).toEqual([]);
    expect(unread(rung)).toEqual(["RJ1 by 02:05"]);
    expect(dueOf(rung, "arrive")).toBe(at("PT15M"));
  });

  it("reaches the raiser's deputy and desk too, once the raiser's shift is over", () => {
    const late = raised({ ...DEPUTY, shiftEndsAt: at("PT2M") }, everyone());
    expect(told(ack(inspector, at("PT1M"), everyone())(late.next))).toEqual(["update nurse"]);
    expect(told(ack(inspector, at("PT3M"), everyone())(late.next))).toEqual([
      "update nurse",
      "update charge_nurse",
      "update site_manager",
    ]);
  });

  it("reaches each body that was told, however many are on duty for another", () => {
    const crew = Array.from({ length: 12 }, (_, nth) => ({ ...hub, id: `hub_${nth}` }));
    const on = everyone({ also: { ambulance_clinical_hub_las: crew } });
    const of = raised({ alsoTell: ["ambulance", "crisis_team"] }, on).next;
    expect(told(decision("attend_prompt", {}, inspector, NOW, on)(of))).toContain("update crisis_worker");
  });
});
