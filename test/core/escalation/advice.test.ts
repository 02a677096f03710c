import { describe, expect, it } from "@jest/globals";
import { acknowledge } from "../../../core/escalation/acknowledge.ts";
import { askForMore } from "../../../core/escalation/ask-for-more.ts";
import { running } from "../../../core/escalation/clock.ts";
import { close } from "../../../core/escalation/close.ts";
import { readAnswer } from "../../../core/escalation/heard.ts";
import { owed, waitingFor } from "../../../core/escalation/move.ts";
import { wording } from "../../../core/escalation/wording.ts";
import { at, caseAfter, duty, inspector, raised } from "../../builders.ts";
import {
  ANSWERERS,
  answeredOn,
  askedOn,
  bcuInspector,
  officer,
  onChannel,
  responded,
  termsOf,
  wasFound,
} from "./channel-cases.ts";
import { naming, passing, refusing, toldOf, whats } from "./moves.ts";

const on = onChannel("s136_advice");
const [clinician, lead] = ANSWERERS.s136_advice;
const advised = (code = "safe_to_leave_with") => caseAfter(askedOn("s136_advice"), answeredOn(code, clinician, at("PT6M"), on));

describe("the advice line", () => {
  it("asks the clinicians of every trust on the line at once, for anywhere in London", () => {
    expect(termsOf("s136_advice").ladder.map(({ teams }) => teams)).toEqual([
      ["advice_line_rv5", "advice_line_rwk"],
      ["advice_line_lead_london"],
      ["mental_health_director_london"],
    ]);
    expect(termsOf("s136_advice", "Heathrow").ladder[0]?.teams).toEqual(["advice_line_rv5", "advice_line_rwk"]);
    expect(termsOf("s136_advice").police).toBe("ask");
  });

  it("climbs when no clinician answers, and tells the officer's own inspector", () => {
    const moves = passing(askedOn("s136_advice").next, at("PT5M"), on);
    expect(toldOf(moves.at(-1))).toEqual([
      `page ${lead.id} tier_alerted`,
      `paired ${bcuInspector.id} tier_alerted`,
      `update ${officer.id} tier_alerted`,
    ]);
  });

  it("speaks of those who answer in its own words", () => {
    const asked = askedOn("s136_advice");
    const acknowledged = acknowledge(asked.next, clinician, asked.next.version, at("PT1M"), on);
    const words = acknowledged.notices.map((notice) =>
      wording({ ...notice, id: "1", attempts: 1 }, acknowledged.next, "https://rightcall.example.org").lines.join(" "),
    );
    expect(words.join(" ")).toContain("Advice line clinicians are to decide by 02:20 GMT");
    expect(words.join(" ")).not.toContain("Police are");
  });

  it("leaves the decision to the officer, and asks under a clock what they did", () => {
    const of = advised();
    expect([owed(of), waitingFor(of), running(of.clocks, "respond")?.dueAt]).toEqual(["respond", "respond", at("PT126M")]);
    const missed = passing(of, at("PT126M"), on);
    expect(toldOf(missed.at(-1))).toEqual([`paired ${bcuInspector.id} respond`, `reminder ${officer.id} respond_near`]);
    expect(running(missed.at(-1)?.next.clocks ?? [], "respond")?.dueAt).toBe(at("PT246M"));
  });

  it("takes what follows the advice without a reason, and anything else with one", () => {
    const followed = responded("left_with_somebody", at("PT20M"), on)(advised());
    expect(followed.next.response).toMatchObject({ code: "left_with_somebody", follows: true, why: null, by: officer });
    expect(() => responded("detained_place_of_safety", at("PT20M"), on)(advised())).toThrow(naming("why"));
    const other = responded("detained_place_of_safety", at("PT20M"), on, "He ran at a car")(advised());
    expect(other.next.response).toMatchObject({ follows: false, why: "He ran at a car" });
    expect(toldOf(other)).toEqual([`update ${clinician.id} responded`]);
    expect(whats(other)).toEqual(["answer_read", "responded"]);
  });

  it("takes only what the agreement knows, and only from those who asked", () => {
    expect(() => responded("went_home", at("PT20M"), on)(advised())).toThrow(naming("code"));
    expect(() => responded("gone", at("PT20M"), on, undefined, clinician)(advised())).toThrow(refusing("NotAllowed"));
    const asked = askedOn("s136_advice");
    expect(() => responded("gone", at("PT2M"), on)(asked.next)).toThrow(refusing("NotYet"));
  });

  it("asks for what is missing without a limb of the threshold, which is police's alone", () => {
    const asked = askedOn("s136_advice").next;
    const wanted = { limbs: {}, missing: "What he has taken", whoGets: "The officer", byWhen: at("PT10M") };
    expect(askForMore(asked, wanted, clinician, at("PT2M"), on).next.wanted).toMatchObject([{ missing: "What he has taken" }]);
    expect(() => askForMore(raised().next, wanted, inspector, at("PT2M"), duty())).toThrow(naming("limbs"));
  });

  it("asks anew when the advice changes", () => {
    const changed = caseAfter(
      { ...askedOn("s136_advice"), next: advised() },
      responded("left_with_somebody", at("PT20M"), on),
      answeredOn("place_of_safety", clinician, at("PT25M"), on),
    );
    expect([changed.response, owed(changed)]).toEqual([null, "respond"]);
  });
});

describe("the looks back", () => {
  const responding = () =>
    caseAfter({ ...askedOn("s136_advice"), next: advised() }, responded("left_with_somebody", at("PT20M"), on));

  it("come after 24 and 72 hours: whoever is on the line then is reminded, and it is asked again where nobody said", () => {
    const of = responding();
    expect([owed(of), running(of.clocks, "look_back")]).toMatchObject(["look_back", { of: "after_a_day", dueAt: at("PT1806M") }]);
    const [reminded, missed] = passing(of, at("PT1806M"), on).filter(({ facts }) =>
      facts.some(({ about }) => "limit" in about && about.limit === "look_back"),
    );
    expect([reminded?.facts[0]?.at, toldOf(reminded)]).toEqual([at("PT1446M"), [`reminder ${clinician.id} look_back_near`]]);
    expect([missed?.facts[0]?.at, running(missed?.next.clocks ?? [], "look_back")?.dueAt]).toEqual([
      at("PT1806M"),
      at("PT2166M"),
    ]);
  });

  it("take an outcome only once their time has come, and never one of them for another", () => {
    const early = caseAfter({ ...askedOn("s136_advice"), next: responding() }, wasFound("safe", officer, at("PT30M"), on));
    expect([early.outcome?.code, early.lookBacks]).toEqual(["safe", []]);
    const day = wasFound("supported_in_community", clinician, at("PT25H"), on)(early);
    expect(day.next.lookBacks).toMatchObject([{ code: "after_a_day", outcome: "supported_in_community" }]);
    expect(day.facts[0]?.about).toMatchObject({ lookBack: "after_a_day" });
    expect(running(day.next.clocks, "look_back")).toMatchObject({ of: "after_three_days", dueAt: at("PT4686M") });
    const late = wasFound("safe", clinician, at("PT73H"), on)(early).next;
    expect([late.lookBacks.map(({ code }) => code), owed(late)]).toEqual([["after_three_days"], "close"]);
  });

  it("keep the case open until the last, and no longer once nothing further can happen", () => {
    const seen = caseAfter({ ...askedOn("s136_advice"), next: responding() }, wasFound("safe", officer, at("PT30M"), on));
    expect(() => close(seen, {}, clinician, seen.version, at("PT31M"), on)).toThrow(/look back/);
    const [day, three] = [wasFound("safe", clinician, at("PT25H"), on), wasFound("safe", clinician, at("PT73H"), on)];
    const done = caseAfter({ ...askedOn("s136_advice"), next: seen }, day, three);
    expect(close(done, {}, clinician, done.version, at("PT74H"), on).next.closed?.as).toBe("closed");
    expect(owed(wasFound("died", clinician, at("PT25H"), on)(seen).next)).toBe("close");
  });

  it("are no page for a desk whose shift begins meanwhile", () => {
    const short = onChannel("s136_advice", [], at("PT4H"));
    const of = caseAfter(
      askedOn("s136_advice", {}, short),
      answeredOn("community_support", clinician, at("PT6M"), short),
      responded("left_with_support", at("PT20M"), short),
    );
    const relief = { advice_line_rv5: [{ person: "next_clinician", reachable: true, until: at("PT12H") }] };
    const lapsed = passing(of, at("PT4H"), relief).at(-1);
    expect(lapsed?.next.owner).toBeNull();
    expect(toldOf(lapsed)).toEqual(["reminder next_clinician ownership_lapsed"]);
  });
});

it("hears that the officer has read the advice by what they did", () => {
  const of = responded("left_with_somebody", at("PT20M"), on)(advised());
  expect(of.next.heard.map(({ agency }) => agency)).toEqual(["01"]);
  expect(readAnswer(of.next, officer, of.next.version, at("PT21M"), on)?.facts ?? []).toEqual([]);
});
