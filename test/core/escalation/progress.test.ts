import { describe, expect, it } from "@jest/globals";
import { acknowledge } from "../../../core/escalation/acknowledge.ts";
import { arrive } from "../../../core/escalation/arrive.ts";
import { decide } from "../../../core/escalation/decide.ts";
import type { Move } from "../../../core/escalation/move.ts";
import type { Attempt, Notice } from "../../../core/escalation/notice.ts";
import { progressOf, tiersAsked } from "../../../core/escalation/progress.ts";
import { strike } from "../../../core/escalation/strike.ts";
import { at, carried, caseAfter, duty, dutyOfficer, inspector, NOW, noticeOf, nurse, raised, SCREEN } from "../../builders.ts";
import { ack, decision, disagreed, news, open, outcome, there } from "./moves.ts";

const attempt = (more: Partial<Attempt>): Attempt => ({
  ...{
    number: 1,
    channel: "email",
    to: "inspector@example.org",
    at: NOW,
    fate: "accepted",
    messageId: "m1",
    settledAt: null,
    reason: null,
  },
  ...more,
});
const page = (more: Partial<Notice> = {}) => noticeOf(more);
const steps = (...asked: Parameters<typeof progressOf>) => progressOf(...asked).map(({ step, at }) => [step, at]);
const LATE = at("PT30M");
const fresh = raised().next;

describe("how far a request has come", () => {
  it("says first that it is not sent, and nothing that is further away", () => {
    expect(steps(fresh, [])).toEqual([["sent", null]]);
    expect(steps(fresh, [page({ tried: [attempt({ fate: "not_taken" })] })])).toEqual([["sent", null]]);
  });

  it("says when a service took the first page, when it arrived, and who opened it: each once, by whoever was first", () => {
    const taken = page({ to: "second", tried: [attempt({ at: at("PT5S") })] });
    expect(steps(fresh, [taken])).toEqual([
      ["sent", at("PT5S")],
      ["delivered", null],
    ]);
    const arrived = page({
      tried: [attempt({ at: at("PT2S"), fate: "delivered", settledAt: at("PT9S") })],
      openedAt: at("PT40S"),
    });
    expect(progressOf(fresh, [taken, arrived])).toEqual([
      { step: "sent", at: at("PT2S"), by: inspector.id },
      { step: "delivered", at: at("PT9S"), by: inspector.id },
      { step: "opened", at: at("PT40S"), by: inspector.id },
      { step: "acknowledged", at: null, by: null },
    ]);
  });

  it("leaves out what nobody knows when something behind it has happened: an answer needs no receipt", () => {
    const { next } = acknowledge(fresh, inspector, fresh.version, at("PT1M"), duty());
    expect(steps(next, [page({ kind: "update", tried: [attempt({})] })])).toEqual([
      ["acknowledged", at("PT1M")],
      ["decided", null],
    ]);
  });

  it("waits for somebody only when somebody was sent, and for the person at last", () => {
    const answered = (code: string) =>
      decide(
        fresh,
        { code, why: "Real and immediate risk", ...carried(code, NOW) } as never,
        inspector,
        fresh.version,
        at("PT2M"),
        duty(),
        SCREEN,
      ).next;
    const coming = answered("attend_immediate");
    expect(steps(coming, []).at(-1)).toEqual(["arrived", null]);
    const there = arrive(coming, { callSign: "CS21" } as never, nurse, at("PT9M"), duty()).next;
    expect(steps(there, []).slice(-2)).toEqual([
      ["arrived", at("PT9M")],
      ["outcome", null],
    ]);
    expect(steps(answered("decline_threshold_not_met"), []).at(-1)).toEqual(["outcome", null]);
  });

  it("waits for an answer anew when a case is opened again, and still says who is there", () => {
    const came = there(inspector, at("PT9M"));
    const heard = news({ bearsOnRisk: true }, nurse, at("PT20M"));
    const anew = caseAfter(raised(), ack(), decision("attend_immediate"), came, heard);
    expect([anew.reopened !== null, anew.arrived !== null]).toEqual([true, true]);
    expect(steps(anew, [])).toEqual([
      ["acknowledged", anew.acknowledged?.at],
      ["arrived", at("PT9M")],
      ["decided", null],
    ]);
    const again = [open(inspector, at("PT21M")), decision("decline_threshold_not_met", {}, inspector, at("PT22M"))] as const;
    const answered = caseAfter({ next: anew } as Move, ...again);
    expect(steps(answered, [])).toEqual([
      ["acknowledged", answered.acknowledged?.at],
      ["decided", at("PT22M")],
      ["outcome", null],
    ]);
  });

  it("waits for the answer also when what happened to the person is known before it", () => {
    const known = caseAfter(raised(), outcome());
    expect(steps(known, [])).toEqual([
      ["outcome", known.outcome?.at],
      ["acknowledged", null],
    ]);
  });

  it("counts from the pages of the tier that is asked, once the first has not answered or was disagreed with", () => {
    const first = page({ tried: [attempt({ fate: "delivered", settledAt: at("PT9S") })], openedAt: at("PT1M") });
    const missed = strike(fresh, at("PT5M"), duty(), "workflow")?.next ?? fresh;
    expect(steps(missed, [first])).toEqual([["sent", null]]);
    const second = page({ to: dutyOfficer.id, tier: 1, at: at("PT5M"), tried: [attempt({ at: at("PT5M") })] });
    expect(progressOf(missed, [first, second])).toEqual([
      { step: "sent", at: at("PT5M"), by: dutyOfficer.id },
      { step: "delivered", at: null, by: null },
    ]);
    expect(tiersAsked(missed, [first, second])).toEqual([{ tier: 1, since: at("PT5M"), people: [dutyOfficer.id] }]);
    const disputed = caseAfter(raised(), ack(), decision("decline_threshold_not_met"), disagreed(nurse, LATE));
    expect(steps(disputed, [first])).toEqual([["sent", null]]);
    const asked = page({ to: dutyOfficer.id, tier: 1, at: LATE, tried: [attempt({ at: LATE })], openedAt: LATE });
    expect(steps(disputed, [first, asked]).at(-1)).toEqual(["acknowledged", null]);
  });

  it("says what was done for an answer that stands, also while the tier above is asked why nobody has come", () => {
    const coming = caseAfter(raised(), ack(), decision("attend_immediate"));
    const late = strike(coming, at("P1D"), duty(), "workflow")?.next ?? coming;
    expect(tiersAsked(late, []).map(({ tier }) => tier)).toEqual([1]);
    expect(steps(late, []).map(([step]) => step)).toEqual(["acknowledged", "decided", "arrived"]);
  });
});
