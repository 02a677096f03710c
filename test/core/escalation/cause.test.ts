import { describe, expect, it } from "@jest/globals";
import { causeOf } from "../../../core/escalation/cause.ts";
import { running } from "../../../core/escalation/clock.ts";
import type { Attempt, Notice } from "../../../core/escalation/notice.ts";
import { strike } from "../../../core/escalation/strike.ts";
import { at, caseAfter, duty, noticeOf, raised } from "../../builders.ts";
import { ack, decision, lineOf, stoodDown, wait } from "./moves.ts";

const sent = (fate: Attempt["fate"], settledAt: string | null, channel: Attempt["channel"] = "email"): Attempt => ({
  number: 1,
  channel,
  to: "somebody",
  at: at("PT0S"),
  fate,
  messageId: "m",
  settledAt,
  reason: null,
});
const page = (more: Partial<Notice>) => noticeOf({ lateFrom: at("PT60S"), ...more });
const delivered = (after: string, more: Partial<Notice> = {}) => page({ tried: [sent("delivered", at(after))], ...more });

describe("why an acknowledgement was missed", () => {
  const because = (notices: Notice[]) => {
    const current = raised().next;
    const clock = running(current.clocks, "acknowledge");
    return clock && causeOf(clock, current, notices);
  };

  it.each<[string, Notice[], string]>([
    ["nobody was asked", [], "nobody_on_rota"],
    [
      "somebody was asked at another tier, or about something else",
      [delivered("PT1S", { tier: 1 }), delivered("PT1S", { kind: "update" })],
      "nobody_on_rota",
    ],
    ["no page arrived", [page({ tried: [sent("lost", at("PT3S"))] }), page({ tried: [] })], "not_delivered"],
    ["the only page arrived late", [delivered("PT90S")], "delivered_late"],
    ["one of two arrived in time", [delivered("PT90S"), delivered("PT2S")], "delivered_not_read"],
    [
      "it arrived by the second way, in time",
      [page({ tried: [sent("lost", at("PT3S")), sent("delivered", at("PT9S"), "sms")] })],
      "delivered_not_read",
    ],
    ["somebody opened it", [delivered("PT2S", { openedAt: at("PT2M") })], "read_not_acknowledged"],
  ])("%s", (_, notices, cause) => {
    expect(because(notices)).toBe(cause);
  });

  it("stands with the missed limit in the story, when the messages are known", () => {
    const current = caseAfter(raised(), wait("PT3M"));
    const missed = strike(current, at("PT5M"), duty(), "workflow", [delivered("PT2S")]);
    expect(lineOf(missed, "limit_missed")).toMatchObject({ limit: "acknowledge", cause: "delivered_not_read" });
    expect(lineOf(strike(current, at("PT5M"), duty(), "workflow"), "limit_missed")).not.toHaveProperty("cause");
  });
});

describe("why a decision or an arrival was missed", () => {
  const causeAt = (current: ReturnType<typeof caseAfter>, limit: "decide" | "arrive" | "review") => {
    const clock = running(current.clocks, limit);
    return clock && causeOf(clock, current, []);
  };

  it("is that it was acknowledged and not decided, or not even acknowledged", () => {
    expect(causeAt(raised().next, "decide")).toBe("not_acknowledged");
    expect(causeAt(caseAfter(raised(), ack()), "decide")).toBe("decided_late");
  });

  it("is that the unit was sent elsewhere, or that nobody said it had come", () => {
    const coming = caseAfter(raised(), ack(), decision("attend_immediate"));
    expect(causeAt(coming, "arrive")).toBe("not_arrived");
    expect(causeAt(stoodDown()(coming).next, "arrive")).toBe("unit_diverted");
  });

  it("is not guessed for what no receipt can tell", () => {
    const declined = caseAfter(raised(), ack(), decision("decline_threshold_not_met"));
    expect(running(declined.clocks, "review")).toBeDefined();
    expect(causeAt(declined, "review")).toBeUndefined();
  });
});
