import { describe, expect, it } from "@jest/globals";
import { acknowledge } from "../../../core/escalation/acknowledge.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { goBack } from "../../../core/escalation/went-back.ts";
import { wording } from "../../../core/escalation/wording.ts";
import type { Instant } from "../../../core/time.ts";
import { at, caseAfter, duty, incoming, inspector, NOW, noticeOf, nurse, raised, terms } from "../../builders.ts";
import { ack, DEPUTY, decision, everyone, hear, offered, outcome, refusing, shut, there, toldOf, wait } from "./moves.ts";

const TO = at("PT2M");
const back = (of: Escalation, now: Instant = at("PT32M"), to: Instant = TO) => goBack(of, to, now, everyone());
const gone = (of: Escalation, now?: Instant, to?: Instant): Escalation => back(of, now, to)?.next ?? of;

describe("a case whose table was put back", () => {
  it("says so in the next line of its story, and what it says is what whoever answers must have read", () => {
    const of = caseAfter(raised(), ack());
    const move = back(of);
    expect(move?.facts).toEqual([
      expect.objectContaining({
        what: "went_back",
        about: { to: TO },
        number: of.story + 1,
        by: "operator",
        version: move?.next.version,
      }),
    ]);
    expect(move?.next).toMatchObject({
      story: of.story + 1,
      wentBack: { to: TO, at: at("PT32M") },
      changed: { version: move?.next.version, by: "operator", what: "went_back" },
      owner: of.owner,
      acknowledged: of.acknowledged,
    });
  });

  it("takes no answer to anything that was seen before, whichever version that was, and then one to what is", () => {
    const of = raised().next;
    const next = gone(of);
    for (let seen = of.version; seen < next.version; seen += 1)
      expect(() => acknowledge(next, inspector, seen, at("PT33M"), duty())).toThrow(refusing("ChangedMeanwhile"));
    expect(() => acknowledge(next, inspector, of.version, at("PT33M"), duty())).toThrow(/no longer kept.*Read it again/);
    expect(acknowledge(next, inspector, next.version, at("PT33M"), duty()).next.owner?.by.id).toBe("inspector");
  });

  it("passes over a thousand versions at least, and more than a second restore to before the first could meet", () => {
    const of = raised().next;
    expect(gone(of, at("PT3M")).version).toBeGreaterThan(of.version + 1_000);
    const first = gone(of, at("PT30M"));
    const moves = 60 / 5; // what it may give out in a minute, on and on
    const second = gone(of, at("PT31M"), at("PT1M"));
    expect(second.version).toBeGreaterThan(first.version + moves);
  });

  it("stays within the six places by which its messages stand in order, even when a month is lost", () => {
    expect(gone(raised().next, at("PT840H")).version).toBeLessThan(1_000_000);
  });

  it("lets every clock run on, in a run of the workflow under a name that was never used", () => {
    const of = caseAfter(raised(), ack(), decision("attend_prompt"));
    const next = gone(of);
    expect([next.clocks, next.run]).toEqual([of.clocks, next.version]);
  });

  it("does nothing the second time for the same moment, and says so again of another", () => {
    const next = gone(raised().next);
    expect(back(next, at("PT40M"))).toBeUndefined();
    expect(back(next, at("PT40M"), at("PT5M"))?.next.wentBack?.to).toBe(at("PT5M"));
  });

  it("leaves alone what was over by then, and what was raised after the restore", () => {
    const over = caseAfter(raised(), ack(), decision("attend_immediate"), there(), hear(nurse, NOW), outcome("safe"), shut());
    expect(over.closed).not.toBeNull();
    expect(back(over)).toBeUndefined();
    expect(back(raised({}, duty(), at("PT20M")).next)).toBeUndefined();
    expect(back(raised({}, duty(), at("PT2M30S")).next)).toBeDefined(); // two clocks need not agree to the second
  });
});

describe("whoever is concerned", () => {
  it("hears it while it is asked: each who is, at every tier, and whoever raised it", () => {
    const of = caseAfter(raised(), wait("PT5M"));
    expect(toldOf(back(of))).toEqual(["inspector", "duty_officer", "nurse"].map((who) => `update ${who} went_back`));
  });

  it("hears it once it is answered: whoever has it, whom they offered it to, and the raiser's own side after their shift", () => {
    const late = raised({ ...DEPUTY, shiftEndsAt: at("PT2M") }, everyone());
    const both = duty({ also: { [terms.ladder[0]?.teams[0] ?? ""]: [inspector, incoming] } });
    const told = toldOf(back(caseAfter(late, ack(), offered("incoming", inspector, NOW, both))));
    for (const who of ["inspector", "incoming", "nurse", "charge_nurse"]) expect(told).toContain(`update ${who} went_back`);
    expect(new Set(told).size).toBe(told.length);
  });

  it("reads from when to when it was lost, what to do, and what is owed now", () => {
    const of = gone(caseAfter(raised(), ack()));
    const { subject, lines } = wording(noticeOf({ kind: "update", about: "went_back" }), of, "https://rightcall.example.org");
    expect(subject).toContain("PART OF ITS STORY WAS LOST");
    expect(lines).toEqual(
      expect.arrayContaining([
        "What was written here from 02:02 GMT, Fri 16 Jan to 02:32 GMT, Fri 16 Jan was lost. What you answered since, say again.",
        expect.stringMatching(/^An answer that you heard in that time is not known here either/),
        expect.stringMatching(/decide by/),
      ]),
    );
  });
});
