import { describe, expect, it } from "@jest/globals";
import { changePriority } from "../../../core/escalation/change-priority.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { at, caseAfter, duty, dutyOfficer, inspector, nurse, raised, stranger } from "../../builders.ts";
import {
  ack,
  decision,
  decline,
  deferred,
  detained,
  dueOf,
  graded,
  hear,
  lineOf,
  manager,
  naming,
  news,
  plan,
  refusing,
  toldOf,
  wait,
  whats,
} from "./moves.ts";

const second = () => caseAfter(raised({ threshold: ["none_unsure"] }), ack());
const planned = () => raised({ type: "conveyance", threshold: ["none_unsure"] });

describe("making a case more urgent", () => {
  it.each([
    ["the raiser", nurse],
    ["whoever has it", inspector],
    ["a desk of the raiser's own", manager],
    ["a tier that was not asked", dutyOfficer],
  ])("is open to everyone who shares it: %s", (_, by) => {
    const move = graded("P1", by, at("PT2M"))(second());
    expect(move.next.priority).toBe("P1");
    expect(lineOf(move, "priority_changed")).toEqual({ from: "P2", to: "P1", why: "He has taken tablets" });
  });

  it("is told to the other side", () => {
    expect(toldOf(graded("P1")(second()))).toEqual(["update inspector priority_changed"]);
    expect(toldOf(graded("P1", inspector)(second()))).toEqual(["update nurse priority_changed"]);
  });

  it("brings every limit that runs nearer, counted from now", () => {
    const reading = caseAfter({ ...raised(), next: second() }, news({}, nurse, at("PT1M")));
    const { next } = graded("P1", nurse, at("PT2M"))(reading);
    expect(dueOf(next, "decide")).toBe(at("PT17M"));
    expect(dueOf(next, "read_information")).toBe(at("PT7M"));
    expect(next.run).toBe(next.version);
  });

  it("moves no limit away that was nearer already", () => {
    const { next } = graded("P1", nurse, at("PT20M"))(second());
    expect(dueOf(next, "decide")).toBe(at("PT30M"));
  });

  it("brings an appointment nearer, too, for what is now no appointment any more", () => {
    const appointed = caseAfter(planned(), decision("attend_prompt", { arriveBy: at("PT10H") }));
    expect(dueOf(graded("P1", nurse, at("PT1H"))(appointed).next, "arrive")).toBe(at("PT75M"));
    const asPrompt = graded("P2", nurse, at("PT1H"))(appointed).next;
    expect(dueOf(asPrompt, "arrive")).toBe(at("PT2H"));
  });

  it("asks for an answer that stands anew, and pages whoever has it to open why", () => {
    const declined = caseAfter(raised({ threshold: ["none_unsure"] }), decline(), hear());
    const move = graded("P1", nurse, at("PT2M"))(declined);
    expect(whats(move)).toEqual(["priority_changed", "news_added", "reopened"]);
    expect(move.next).toMatchObject({ priority: "P1", reopened: { why: "new_information" } });
    expect(move.next.news.at(-1)).toMatchObject({ words: "He has taken tablets", by: nurse });
    expect(toldOf(move)).toContain("page inspector news_added");
    expect(dueOf(move.next, "review")).toBeUndefined();
    expect(dueOf(move.next, "decide")).toBe(at("PT17M"));
    expect(toldOf(graded("P1", inspector, at("PT2M"))(declined))).toEqual(["update nurse news_added"]);
  });

  it("opens no answer again that sends somebody who is on their way", () => {
    const coming = caseAfter(raised({ threshold: ["none_unsure"] }), decision("attend_prompt"));
    const { next } = graded("P1", nurse, at("PT2M"))(coming);
    expect([next.reopened, dueOf(next, "arrive")]).toEqual([null, at("PT17M")]);
  });

  it.each<[string, () => Escalation, "plan_review" | "shift_end" | "detention_ends" | "custody_handover"]>([
    ["a plan's own time", () => caseAfter(raised({ threshold: ["none_unsure"] }), decline(), plan()), "plan_review"],
    ["the end of a shift", second, "shift_end"],
    ["a detention", () => detained().next, "detention_ends"],
    ["the hour of a handover", () => detained().next, "custody_handover"],
  ])("leaves %s as it was", (_, of, limit) => {
    const current = of();
    expect(dueOf(current, limit)).toBeDefined();
    expect(dueOf(graded("P1", nurse, at("PT2M"))(current).next, limit)).toBe(dueOf(current, limit));
  });

  it("warns again before a limit that has moved nearer", () => {
    const warned = caseAfter(planned(), ack(), wait("PT3H"));
    expect(warned.clocks.find(({ limit }) => limit === "decide")?.warnedAt).toBe(at("PT3H"));
    const { next } = graded("P1", nurse, at("PT190M"))(warned);
    expect(next.clocks.find(({ limit }) => limit === "decide")).toMatchObject({
      dueAt: at("PT205M"),
      warnAt: at("PT200M"),
      warnedAt: null,
    });
  });
});

describe("making a case less urgent", () => {
  /** Two tiers have been asked, so two people may agree. */
  const both = () => caseAfter(raised(), ack(), wait("PT15M"));

  it("takes somebody on duty, a reason, and a second person on duty who agrees; both sides hear, and so does the second", () => {
    const move = graded("P2", inspector, at("PT16M"), dutyOfficer.id)(both());
    expect(move.next.priority).toBe("P2");
    expect(lineOf(move, "priority_changed")).toEqual({
      from: "P1",
      to: "P2",
      why: "He has taken tablets",
      agreedWith: dutyOfficer.id,
    });
    expect(toldOf(move)).toEqual(["update nurse priority_changed", "update duty_officer named_as_agreeing"]);
  });

  it.each([
    ["the raiser", nurse],
    ["a desk of the raiser's own", manager],
  ])("is not for %s, whoever agrees", (_, by) => {
    expect(() => graded("P2", by, at("PT16M"), dutyOfficer.id)(both())).toThrow(refusing("NotAllowed"));
  });

  it.each([
    ["nobody", undefined],
    ["themselves", inspector.id],
    ["somebody of a tier that has not been asked", "superintendent"],
    ["the raiser", nurse.id],
    ["somebody nobody knows", "nobody_known"],
  ])("does not stand on the word of %s", (_, agreedWith) => {
    expect(() => graded("P2", inspector, at("PT16M"), agreedWith)(both())).toThrow(naming("agreedWith"));
  });

  it("does not stand on the word of somebody who has gone home", () => {
    const on = duty({ empty: [1] });
    expect(() => graded("P2", inspector, at("PT16M"), dutyOfficer.id, on)(both())).toThrow(naming("agreedWith"));
  });

  it("does not stand on the word of somebody whom the rota names, and whom nothing reaches: they may have left", () => {
    const on = duty({ unreachable: [1] });
    expect(() => graded("P2", inspector, at("PT16M"), dutyOfficer.id, on)(both())).toThrow(naming("agreedWith"));
  });

  it("gives limits the time of the lower urgency, counted from where they began", () => {
    const { next } = graded("P2", inspector, at("PT16M"), dutyOfficer.id)(both());
    expect(dueOf(next, "acknowledge")).toBe(at("PT30M"));
    expect(dueOf(next, "decide")).toBe(at("PT45M"));
  });

  it("gives back what was taken when it was made more urgent by mistake", () => {
    const up = caseAfter(
      { ...raised(), next: caseAfter(raised({ threshold: ["none_unsure"] }), wait("PT15M")) },
      graded("P1", nurse, at("PT16M")),
    );
    expect(dueOf(up, "decide")).toBe(at("PT30M"));
    const { next } = graded("P2", inspector, at("PT17M"), dutyOfficer.id)(up);
    expect(dueOf(next, "acknowledge")).toBe(at("PT30M"));
  });

  it("gives the time of a planned case to everything but an arrival, which is by appointment there", () => {
    const { next } = graded("P3", inspector, at("PT16M"), dutyOfficer.id)(both());
    expect(dueOf(next, "decide")).toBe(at("PT255M"));
    const sent = caseAfter({ ...raised(), next: both() }, decision("attend_immediate", {}, inspector, at("PT16M")));
    expect(dueOf(graded("P3", inspector, at("PT17M"), dutyOfficer.id)(sent).next, "arrive")).toBe(at("PT31M"));
  });

  it("brings no limit nearer: an answer that was put off keeps its time", () => {
    const late = caseAfter({ ...raised(), next: both() }, deferred(at("PT70M"), inspector, at("PT16M")));
    expect(dueOf(graded("P2", inspector, at("PT17M"), dutyOfficer.id)(late).next, "decide")).toBe(at("PT70M"));
  });

  it("leaves an arrival that was promised earlier as it was promised", () => {
    const promised = caseAfter(
      { ...raised(), next: both() },
      decision("attend_immediate", { arriveBy: at("PT26M") }, inspector, at("PT16M")),
    );
    expect(dueOf(promised, "arrive")).toBe(at("PT26M"));
    const { next } = graded("P2", inspector, at("PT17M"), dutyOfficer.id)(promised);
    expect(dueOf(next, "arrive")).toBe(at("PT26M"));
  });
});

describe("an urgency", () => {
  it.each(["P1", "P0", "L", ""])("is another one of the terms, not %j", (priority) => {
    expect(() => graded(priority)(raised().next)).toThrow(naming("priority"));
  });

  it("is changed by those who share the case, on what they have seen", () => {
    expect(() => graded("P1", stranger)(second())).toThrow(refusing("NotFound"));
    const late = caseAfter({ ...raised(), next: second() }, wait("PT30M"));
    expect(() => changePriority(late, { priority: "P1", why: "He has taken tablets" }, nurse, 1, at("PT31M"), duty())).toThrow(
      refusing("ChangedMeanwhile"),
    );
  });
});
