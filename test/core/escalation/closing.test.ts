import { describe, expect, it } from "@jest/globals";
import { arrive } from "../../../core/escalation/arrive.ts";
import { isRunning } from "../../../core/escalation/clock.ts";
import { close, Withdrawal, withdraw } from "../../../core/escalation/close.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { unheard } from "../../../core/escalation/hearing.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { waitingFor } from "../../../core/escalation/move.ts";
import { wording } from "../../../core/escalation/wording.ts";
import {
  at,
  caseAfter,
  duty,
  dutyOfficer,
  hub,
  incoming,
  inspector,
  NOW,
  noticeOf,
  nurse,
  raised,
  socialWorker,
  terms,
} from "../../builders.ts";
import {
  ack,
  call,
  callHandler,
  chargeNurse,
  DEPUTY,
  decision,
  decline,
  desk,
  detained,
  dueOf,
  everyone,
  hear,
  item,
  lineOf,
  linked,
  naming,
  news,
  open,
  outcome,
  pass,
  plan,
  refusing,
  risk,
  SETTLED,
  settledAt,
  shut,
  there,
  told,
  wait,
  whats,
  withdrawn,
} from "./moves.ts";

const attended = () => caseAfter(raised(), ack(), decision("attend_immediate"));

describe("arriving", () => {
  it("stops the arrive clock on a person on scene, told by either side", () => {
    const move = arrive(attended(), { claimedAt: at("PT1M") }, nurse, at("PT2M"), duty());
    expect(move.next.arrived).toMatchObject({ by: nurse, at: at("PT2M") });
    expect(move.facts[0]).toMatchObject({ about: { claimedAt: at("PT1M") } });
    expect(dueOf(move.next, "arrive")).toBeUndefined();
    expect(told(move)).toEqual(["update inspector"]);
    expect(() => there()(move.next)).toThrow(refusing("Conflict"));
  });

  it("is said by whoever asked or whoever sends, and by nobody who was only told: the words name who is there", () => {
    const coming = caseAfter(raised({ alsoTell: ["ambulance"] }), ack(), decision("attend_entry_only"));
    expect(() => arrive(coming, { callSign: "LAS A101" }, hub, at("PT20M"), everyone())).toThrow(refusing("NotAllowed"));
    const { next } = arrive(coming, { callSign: "LX21" }, callHandler, at("PT20M"), everyone());
    expect(wording({ ...noticeOf({ kind: "update", about: "arrived" }) }, next, "").lines[1]).toMatch(
      /^Police are on scene since/,
    );
  });

  /** Its owner has gone home, and since then somebody has told of a weapon: whoever came on duty is asked, and has opened nothing. */
  const relief = duty({ also: { [terms.ladder[0]?.teams[0] ?? ""]: [incoming] } });
  const ending = duty({ until: { 0: at("PT30M") } });
  const grave = () =>
    caseAfter(
      raised({ threshold: ["none_unsure"] }, ending),
      ack(inspector, NOW, ending),
      decision("attend_prompt", {}, inspector, at("PT10M"), ending),
      hear(nurse, at("PT11M")),
      pass(at("PT30M"), relief),
      news({ ...risk("weapon"), bearsOnRisk: true }, nurse, at("PT31M"), relief),
    );

  it("goes on asking for somebody who opens the news, while nobody who answers has", () => {
    const move = there(nurse, at("PT33M"), relief)(grave());
    expect(move.next.arrived).not.toBeNull();
    expect(lineOf(move, "arrived")).toMatchObject({ unread: true });
    expect([dueOf(move.next, "acknowledge"), move.next.asked]).toEqual([at("PT36M"), ["incoming"]]);
    const read = caseAfter({ ...move, next: grave() }, open(incoming, at("PT32M"), relief), there(nurse, at("PT33M"), relief));
    expect(dueOf(read, "acknowledge")).toBeUndefined();
  });

  it("leaves a case open in which nobody who answers has opened grave news, whoever else has", () => {
    const safe = outcome("safe", nurse, at("PT40M"), relief);
    const resolved = caseAfter(
      { ...raised(), next: grave() },
      open(chargeNurse, at("PT32M"), relief),
      there(nurse, at("PT33M"), relief),
      safe,
    );
    expect(() => shut(nurse, at("PT41M"), relief)(resolved)).toThrow(
      expect.objectContaining({ message: expect.stringContaining("news that nobody has opened") }),
    );
    const opened = caseAfter({ ...raised(), next: resolved }, open(incoming, at("PT42M"), relief));
    expect(shut(nurse, at("PT43M"), relief)(opened).next.closed).not.toBeNull();
  });

  it("knows no arrival that nobody decided on", () => {
    expect(() => there()(raised().next)).toThrow(refusing("NotYet"));
    expect(() => there()(caseAfter(raised(), decline()))).toThrow(refusing("NotYet"));
  });

  it("stops asking the tiers that were asked because nobody came", () => {
    const late = caseAfter(raised(), ack(), decision("attend_immediate"), wait("PT15M"));
    const move = there(inspector, at("PT16M"))(late);
    expect(told(move)).toEqual(["stand_down duty_officer", "update nurse"]);
    expect(waitingFor(move.next)).toBe("close");
  });
});

/** A case in which everything has been done but one thing, and what it then says is missing. */
const LACKS: readonly (readonly [string, () => Escalation, RegExp])[] = [
  ["nobody has decided", () => raised().next, /decided/],
  ["somebody is still to arrive", () => caseAfter(raised(), decision("attend_prompt"), hear(), outcome()), /arrive/],
  [
    "the other body has not accepted",
    () => caseAfter(raised(), decision("refer_to", {}, inspector, NOW, everyone()), hear(), outcome()),
    /accepted/,
  ],
  [
    "what came since has not been answered",
    () => caseAfter(raised(), decline(), hear(), plan(), outcome(), news({ furtherConcern: true })),
    /decided anew/,
  ],
  [
    "whoever has it has not opened what is new",
    () => caseAfter(raised(), decision("attend_prompt"), there(), hear(), outcome(), news({}, callHandler)),
    /news that nobody has opened/,
  ],
  [
    "another body has not read that the answer changed",
    () => caseAfter(raised({ alsoTell: ["ambulance"] }), decline(), decision("attend_prompt"), there(), hear(), outcome()),
    /another agency that must know has not read it/,
  ],
  [
    "nobody has said what happened to the person",
    () => caseAfter(raised(), decision("attend_prompt"), there(), hear()),
    /what has happened/,
  ],
  [
    "the raising side has not read the answer",
    () => caseAfter(raised(), decision("attend_prompt"), there(), outcome()),
    /not read the answer/,
  ],
  ["no interim plan is there after a decline", () => caseAfter(raised(), decline(), hear(), outcome()), /interim plan/],
  [
    "no interim plan is there after advice",
    () => caseAfter(raised(), decision("advise_partner_leads"), hear(), outcome()),
    /interim plan/,
  ],
  ...(["custody_accepted", "next_of_kin", "tell_result"] as const).map(
    (lacking, nth) =>
      [
        `a detained person's ${lacking} is open`,
        () =>
          caseAfter(
            detained(),
            decision("remain_with_patient"),
            hear(),
            outcome(),
            ...SETTLED.filter(([one]) => one.item !== lacking).map(([one, by]) => item(one, by)),
          ),
        [/clinician/, /kin/, /result/][nth] ?? /./,
      ] as const,
  ),
];

describe("closing", () => {
  it.each(LACKS)("waits while %s, and says so", (_, of, words) => {
    expect(() => shut()(of())).toThrow(expect.objectContaining({ name: "NotYet", message: expect.stringMatching(words) }));
  });

  it.each([
    ["somebody came", () => caseAfter(raised(), ack(), decision("attend_immediate"), there(), outcome(), hear())],
    ["it was declined and there is a plan", () => caseAfter(raised(), decline(), plan(), outcome())],
    [
      "a detained person was handed over",
      () => caseAfter(detained(), ...settledAt(), decision("agree_release_officers"), hear(), outcome("detained")),
    ],
    [
      "officers stayed and everything is settled",
      () => caseAfter(detained(), ...settledAt(), decision("remain_with_patient"), hear(), outcome("admitted")),
    ],
  ])("ends a case in which nothing is owed: %s", (_, of) => {
    const { next } = shut()(of());
    expect(next.closed).toMatchObject({ as: "closed", by: inspector });
    expect(next.clocks.some(isRunning)).toBe(false);
    expect(waitingFor(next)).toBe("nothing");
    expect(() => shut()(next)).toThrow(refusing("Closed"));
  });

  it("waits for news that its owner has not opened, also when the limit for it has passed", () => {
    const late = caseAfter(raised(), decision("attend_prompt"), there(), hear(), outcome(), news({}, callHandler), wait("PT5M"));
    expect(dueOf(late, "read_information")).toBeUndefined();
    expect(() => shut(inspector, at("PT6M"))(late)).toThrow(
      expect.objectContaining({ message: expect.stringContaining("news") }),
    );
    expect(
      shut(inspector, at("PT7M"))(caseAfter({ ...raised(), next: late }, open(inspector, at("PT6M")))).next.closed,
    ).not.toBeNull();
  });

  it("waits for another agency also when its time to read has passed, until its desk is rung", () => {
    const on = everyone();
    const changed = caseAfter(
      raised({ alsoTell: ["ambulance"] }, on),
      decision("missing_report_accepted", {}, inspector, NOW, on),
      decision("attend_prompt", {}, inspector, at("PT1M"), on),
      there(inspector, at("PT2M"), on),
      hear(nurse, at("PT3M"), on),
      outcome("safe", inspector, at("PT4M"), on),
      wait("PT6M", on),
    );
    expect(dueOf(changed, "read_answer")).toBeUndefined();
    expect(unheard(changed)).toEqual(["RRU"]);
    expect(() => shut(inspector, at("PT7M"), on)(changed)).toThrow(
      expect.objectContaining({ message: expect.stringContaining("another agency") }),
    );
    const rang = (answered: boolean) => desk("RRU", answered, inspector, at("PT7M"), on);
    expect(shut(inspector, at("PT8M"), on)(caseAfter({ ...raised(), next: changed }, rang(true))).next.closed).not.toBeNull();
    const once = caseAfter({ ...raised(), next: changed }, rang(false));
    expect(() => shut(inspector, at("PT8M"), on)(once)).toThrow(refusing("NotYet"));
    expect(shut(inspector, at("PT8M"), on)(caseAfter({ ...raised(), next: once }, rang(false))).next.closed).not.toBeNull();
    expect(() => desk("RJ1", true)(changed)).toThrow(naming("agency"));
  });

  it("counts as reading the answer when the raising side closes", () => {
    const done = caseAfter(raised(), decision("attend_prompt"), there(), outcome());
    const move = shut(nurse)(done);
    expect(whats(move)).toEqual(["answer_read", "closed"]);
    expect(move.next.closed).toMatchObject({ by: nurse });
  });

  it.each([
    ["one call that was answered", {}, [call("call_back", true)], true],
    ["two calls in vain to the only number", {}, [call("call_back"), call("call_back")], true],
    ["one call in vain to the only number", {}, [call("call_back")], false],
    ["a call in vain to each of both numbers", DEPUTY, [call("call_back"), call("deputy")], true],
    ["two calls in vain to the deputy alone", DEPUTY, [call("deputy"), call("deputy")], false],
    ["two calls in vain to one of both numbers", DEPUTY, [call("call_back"), call("call_back")], false],
    ["a call to the deputy that was answered", DEPUTY, [call("deputy", true)], true],
  ] as const)("with %s", (_, more, calls, enough) => {
    const rung = caseAfter(raised(more), decision("attend_prompt"), there(), outcome(), ...calls);
    if (enough) expect(shut()(rung).next.closed).not.toBeNull();
    else expect(() => shut()(rung)).toThrow(refusing("NotYet"));
  });

  it("asks for the calls anew once the answer has changed", () => {
    const rung = caseAfter(raised(), decline(), plan(), outcome(), call("call_back", true));
    const changed = caseAfter({ ...raised(), next: rung }, decision("advise_partner_leads"));
    expect(() => shut()(changed)).toThrow(refusing("NotYet"));
  });

  it("still learns of an outcome after the case has closed, and both sides hear of harm", () => {
    const closed = caseAfter(raised(), ack(), withdrawn());
    const move = outcome("found_injured", nurse, at("PT48H"))(closed);
    expect(move.next.outcome).toMatchObject({ code: "found_injured" });
    expect(move.facts[0]).toMatchObject({ about: { harm: true, afterClosing: true } });
    expect(told(move)).toEqual(["update inspector"]);
    expect(move.next.clocks.some(isRunning)).toBe(false);
    expect(outcome("safe", nurse, at("PT48H"))(closed).notices).toEqual([]);
    expect(() => outcome("fine")(closed)).toThrow(naming("code"));
  });
});

describe("withdrawing", () => {
  it.each(["withdrawn_found_safe", "withdrawn_other"] as const)("as %s stands down whoever was asked", (as) => {
    const move = withdrawn(as)(raised().next);
    expect(told(move)).toEqual(["stand_down inspector"]);
    expect(move.next.closed).toMatchObject({ as, by: nurse });
    expect(move.next.clocks.some(isRunning)).toBe(false);
  });

  it("is told to whoever has it", () => {
    expect(told(withdrawn()(caseAfter(raised(), ack())))).toEqual(["update inspector"]);
  });

  it.each([
    ["a child is concerned", () => raised({ under18: "yes" }).next],
    ["a unit is on its way", () => caseAfter(raised(), decision("attend_prompt"))],
  ])("as found safe says who has seen the person, where %s", (_, of) => {
    expect(() => withdrawn()(of())).toThrow(naming("seenBy"));
    const move = withdrawn("withdrawn_found_safe", { seenBy: "nobody" })(of());
    expect(lineOf(move, "withdrawn")).toEqual({ as: "withdrawn_found_safe", why: "He is back", seenBy: "nobody" });
    expect(withdrawn("withdrawn_other")(of()).next.closed).not.toBeNull();
  });

  it("names the 999 call that took its place, with its number and date", () => {
    expect(() => withdrawn("superseded_by_999")(raised().next)).toThrow(naming("cad"));
    const move = withdrawn("superseded_by_999", { cad: { number: "1234", date: "2026-01-16" } })(raised().next);
    expect(move.next.closed).toMatchObject({ as: "superseded_by_999", why: "He is back (CAD 1234 of 2026-01-16)" });
  });

  it("is for the agency that raised it, and for no other that asked", () => {
    expect(() => withdrawn("withdrawn_other", {}, inspector)(raised().next)).toThrow(refusing("NotAllowed"));
    const both = caseAfter(raised(), linked(socialWorker));
    expect(() => withdrawn("withdrawn_other", {}, socialWorker)(both)).toThrow(refusing("NotAllowed"));
  });

  it("waits while another agency has asked about the same person, and goes on where the same agency asked twice", () => {
    expect(() => withdrawn()(caseAfter(raised(), linked(socialWorker)))).toThrow(refusing("NotYet"));
    expect(withdrawn()(caseAfter(raised(), linked(chargeNurse))).next.closed).toMatchObject({ as: "withdrawn_found_safe" });
  });

  it("is a closed set of reasons", () => {
    for (const as of ["found_safe", "no_longer_needed", "closed"])
      expect(Withdrawal.safeParse({ as, why: "He is back" }).success).toBe(false);
  });

  it("is shown what changed first, like closing", () => {
    const late = caseAfter(raised(), wait("PT5M"));
    expect(() => withdraw(late, { as: "withdrawn_other", why: "Found" }, nurse, 1, at("PT6M"), duty())).toThrow(
      refusing("ChangedMeanwhile"),
    );
    const done: Move = outcome()(caseAfter(raised(), decision("attend_prompt"), there(), hear()));
    expect(() => close(done.next, {}, dutyOfficer, 1, at("PT6M"), duty())).toThrow(refusing("ChangedMeanwhile"));
  });
});
