import { describe, expect, it } from "@jest/globals";
import { isRunning } from "../../../core/escalation/clock.ts";
import { mergeInto } from "../../../core/escalation/close.ts";
import { Escalation } from "../../../core/escalation/escalation.ts";
import { linkRequest } from "../../../core/escalation/news.ts";
import { hearOfFirstAnswer, hearOfRelated, type Mark, marksOf, saySame } from "../../../core/escalation/related.ts";
import { viewOf } from "../../../core/escalation/view.ts";
import { wording } from "../../../core/escalation/wording.ts";
import type { Instant } from "../../../core/time.ts";
import { at, caseAfter, duty, dutyOfficer, inspector, NOW, nurse, raised, socialWorker, stranger } from "../../builders.ts";
import {
  ack,
  another,
  callHandler,
  decision,
  decline,
  dueOf,
  everyone,
  hear,
  lineOf,
  linked,
  news,
  open,
  outcome,
  refusing,
  risk,
  shut,
  there,
  told,
  toldOf,
  wait,
  whats,
  withdrawn,
} from "./moves.ts";

describe("another request about the same person or place", () => {
  it("joins the older case with every word of it, and whoever asked becomes a party", () => {
    const move = linked(socialWorker, at("PT3M"))(caseAfter(raised(), ack()));
    expect(move.next.news).toEqual([
      expect.objectContaining({
        kind: "linked",
        by: socialWorker,
        ask: "Somebody to look in at his flat",
        words: another().whyNow,
        callBack: "+442079460123",
        threshold: ["none_unsure"],
      }),
    ]);
    expect(lineOf(move, "request_linked")).toMatchObject({ ask: another(), because: "the same address" });
    expect(viewOf(move.next).parties).toContain(socialWorker.agency);
    expect(hear(socialWorker)(caseAfter({ ...raised(), next: move.next }, open(), decline()))?.next.heard).toHaveLength(1);
  });

  it("asks the next tier beside whoever has it, pages the owner to read it, and tells those who asked before", () => {
    const move = linked(socialWorker, at("PT3M"))(caseAfter(raised(), ack()));
    expect(toldOf(move)).toEqual(
      expect.arrayContaining([
        "page inspector request_linked",
        "page duty_officer linked_request",
        "update nurse request_linked",
      ]),
    );
    expect(move.next).toMatchObject({ tier: 1, owner: { by: inspector } });
    expect(dueOf(move.next, "decide")).toBe(at("PT15M"));
  });

  it("opens an answered case again, and leaves an arrival that is awaited as it is", () => {
    const { next } = linked(socialWorker, at("PT3M"))(caseAfter(raised(), decision("attend_immediate")));
    expect(next.reopened).toMatchObject({ why: "linked_request" });
    expect(dueOf(next, "arrive")).toBe(at("PT15M"));
    expect(dueOf(next, "decide")).toBe(at("PT18M"));
  });

  it("opens a closed case again, which keeps its raise", () => {
    const done = caseAfter(raised(), decision("attend_prompt"), there(), outcome(), hear(), shut());
    const { next } = linked(socialWorker, at("PT30H"))(done);
    expect(next).toMatchObject({ closed: null, raised: { by: nurse, at: NOW }, reopened: { why: "linked_request" } });
    expect(next.clocks.some(isRunning)).toBe(true);
  });

  it("stays at the top when the case is there, and asks it again", () => {
    const top = caseAfter(raised(), wait("PT5M"), wait("PT10M"), wait("PT15M"));
    const move = linked(socialWorker, at("PT16M"))(top);
    expect(move.next.tier).toBe(3);
    expect(told(move)).toContain("page chief");
  });

  it("makes it as urgent as the more urgent of both, or as the caller asked", () => {
    const second = () => caseAfter(raised({ threshold: ["none_unsure"] }), ack());
    expect(linked(socialWorker, NOW, duty(), { threshold: ["risk_to_life_now"] })(second()).next.priority).toBe("P1");
    expect(linked(socialWorker)(second()).next.priority).toBe("P2");
    const wanted = linkRequest(second(), another(), "the same man", socialWorker, NOW, duty(), { wanted: "P1" });
    expect(wanted.next.priority).toBe("P1");
    expect(linked(socialWorker)(caseAfter(raised(), ack())).next.priority).toBe("P1");
  });

  it("tells the bodies that the caller wanted told, as far as they are known here", () => {
    const { next } = linked(socialWorker, NOW, duty(), { alsoTell: ["ambulance", "coastguard"] })(raised().next);
    expect(next.told).toEqual(["ambulance"]);
  });

  it("brings what was told on the case it came from: whose it was, and every word of it, to be read here too", () => {
    const newer = caseAfter(raised(), news({ words: "He rang from the bridge", ...risk("goodbye_message") }, callHandler));
    const older = caseAfter(raised({ threshold: ["none_unsure"] }), ack());
    const move = linkRequest(older, another(), "the same man", socialWorker, at("PT5M"), duty(), {
      author: dutyOfficer,
      from: "RC-222-222",
      news: newer.news,
    });
    expect(move.next.news.map(({ number, kind, words, by }) => [number, kind, words, by.id])).toEqual([
      [1, "linked", another().whyNow, socialWorker.id],
      [2, "news", "He rang from the bridge", callHandler.id],
    ]);
    expect(lineOf(move, "news_added")).toMatchObject({ number: 2, broughtBy: callHandler, from: "RC-222-222" });
    expect(() => decision("attend_prompt", {}, inspector, at("PT6M"))(move.next)).toThrow(
      expect.objectContaining({ name: "NotRead", facts: { news: [1, 2] } }),
    );
  });

  it("is as urgent, and as much about a child, as what was told on the case it came from", () => {
    const newer = caseAfter(
      raised({ threshold: ["none_unsure"] }),
      news({ ...risk("goodbye_message"), under18: "yes" }, callHandler),
    );
    const older = caseAfter(raised({ threshold: ["none_unsure"] }), ack());
    const { next } = linkRequest(older, another(), "the same man", socialWorker, at("PT5M"), duty(), { news: newer.news });
    expect(next.priority).toBe("P1");
    expect(viewOf(next).aboutChild).toBe(true);
  });

  it("asks the tier above once, though it is both the next and the one for a child", () => {
    const older = caseAfter(raised({ threshold: ["none_unsure"] }), ack());
    const move = linked(socialWorker, at("PT5M"), duty(), { under18: "yes" })(older);
    expect(told(move).filter((one) => one === "page duty_officer")).toHaveLength(1);
    expect(whats(move).filter((what) => what === "tier_alerted")).toHaveLength(1);
  });

  it("tells in the story when it was written, if that was on paper first", () => {
    const onPaper = { at: "2026-01-16T01:02:00.000Z", by: "The night nurse" };
    const { next, facts } = linked(socialWorker, at("PT5M"), duty(), { onPaper })(raised().next);
    expect(facts[0]).toMatchObject({ what: "request_linked", about: { ask: { onPaper } } });
    expect(Escalation.parse(next).news[0]).not.toHaveProperty("onPaper");
  });

  it("brings the deputy of whoever sent it, who hears each answer once their shift is over, and is asked to read it", () => {
    const deputy = { name: "The night worker", phone: "07700 900124", person: "night_worker" };
    const of = caseAfter(
      raised(),
      ack(),
      linked(socialWorker, at("PT5M"), duty(), { deputy, shiftEndsAt: at("PT30M") }),
      open(inspector, at("PT6M")),
    );
    expect(toldOf(decline(at("PT20M"))(of))).not.toContain("update night_worker decided");
    const later = caseAfter({ ...raised(), next: of }, decline(at("PT20M")));
    const changed = decision("attend_prompt", {}, inspector, at("PT31M"))(later);
    expect(toldOf(changed)).toEqual(expect.arrayContaining(["update social_worker decided", "update night_worker decided"]));
    expect(toldOf(wait("PT36M")(changed.next))).toContain("paired night_worker read_answer");
  });

  it("says who linked it, and the case it came from, when that was not who asked", () => {
    const from = "RC-222-222";
    const move = linkRequest(raised().next, another(), "the same man", socialWorker, NOW, duty(), { author: inspector, from });
    expect(move.facts[0]).toMatchObject({ by: inspector, about: { from } });
    expect(move.next.news[0]?.by).toEqual(socialWorker);
  });
});

describe("repeat callers, and no waiting on a review (15:46 to 16:57)", () => {
  const when = (time: string): Instant => `2026-01-16T${time}:00.000Z`;
  const on = everyone();
  const AT_HOME = { borough: "Lambeth", address: "12 Example Street", postcode: "SE1 7EH" };
  const start = raised(
    {
      type: "concern_for_welfare",
      threshold: ["none_unsure"],
      place: AT_HOME,
      policeContact: { channel: "rang_101", answer: "will_not_attend" },
    },
    on,
    when("15:46"),
  );
  const declined = decline(when("15:58"), inspector, { reviewAt: when("17:58") }, on)(start.next);
  const mother = news(
    { words: "Her mother rang: she has not answered since Saturday", from: "family_or_friend", furtherConcern: true },
    callHandler,
    when("16:44"),
    on,
  )(declined.next);
  const SECOND = {
    type: "concern_for_welfare",
    place: AT_HOME,
    threshold: ["risk_to_life_now"],
    ...risk("previous_attempt"),
    answers: { others_inside: ["dog"], pattern_broken: ["phone_off"] },
  };
  const second = linked(socialWorker, when("16:57"), on, SECOND)(mother.next);

  it("is P2, and declined at 15:58", () => {
    expect(start.next.priority).toBe("P2");
    expect(declined.next.decision).toMatchObject({ code: "decline_threshold_not_met", at: when("15:58") });
  });

  it("opens again with the mother's call at 16:44, without waiting for the look at 17:58", () => {
    expect(mother.next).toMatchObject({ reopened: { at: when("16:44") }, priority: "P2" });
    expect(dueOf(mother.next, "review")).toBeUndefined();
    expect(dueOf(mother.next, "decide")).toBe(when("17:14"));
  });

  it("takes the second social worker's request into the first case at 16:57, with both callers' facts", () => {
    expect(second.next.id).toBe(start.next.id);
    expect(second.next.news.map(({ kind, by }) => [kind, by.id])).toEqual([
      ["news", callHandler.id],
      ["linked", socialWorker.id],
    ]);
    expect(second.next.news[1]).toMatchObject({ riskFacts: [{ code: "previous_attempt" }], answers: SECOND.answers });
    expect(second.next.priority).toBe("P1");
    expect(dueOf(second.next, "decide")).toBe(when("17:12"));
  });

  it("says «2 further concerns in 71 min» to whoever has it", () => {
    expect(viewOf(second.next).furtherConcerns).toEqual({ count: 2, withinMs: 71 * 60_000 });
    const page = second.notices.find(({ kind, to }) => kind === "page" && to === inspector.id);
    const words = page && wording({ ...page, id: "000004-00", attempts: 1 }, second.next, "https://rightcall.example");
    expect(words?.lines.join(" ")).toContain("2 further concerns in 1 hour 11 minutes.");
  });

  it("alerts the control room's duty officer at 16:57, and the inspector can still decide", () => {
    expect(second.facts.find(({ what }) => what === "tier_alerted")).toMatchObject({ at: when("16:57"), about: { tier: 1 } });
    expect(toldOf(second)).toContain("page duty_officer linked_request");
    for (const who of [inspector, dutyOfficer]) {
      const read = caseAfter({ ...raised(), next: second.next }, open(who, when("16:58"), on));
      const move = decision("attend_immediate", {}, who, when("16:59"), on)(read);
      expect(move.next.decision).toMatchObject({ by: who });
      expect(move.next.earlier).toEqual([
        expect.objectContaining({ code: "decline_threshold_not_met", withdrawnAt: when("16:59") }),
      ]);
    }
  });

  it("shows the decline as made before all this, until it is decided anew", () => {
    expect(second.next.decision).toMatchObject({ code: "decline_threshold_not_met" });
    expect(second.next.reopened).toMatchObject({ why: "linked_request", at: when("16:57") });
    expect(() => shut(inspector, when("16:58"), on)(second.next)).toThrow(refusing("NotYet"));
  });
});

describe("by what a request can be recognised", () => {
  const place = { borough: "Lambeth", address: "The riverside, walking towards the bridge" };
  const marks = (more: object): Mark[] => marksOf({ place, ...more });

  it.each<[string, object, Mark[]]>([
    ["nothing but a place without a number", {}, []],
    ["an NHS number", { person: { nhsNumber: "9991230009" } }, [{ on: "nhs_number", value: "9991230009" }]],
    ["a telephone of the person", { person: { phone: "+447700900123" } }, [{ on: "phone", value: "+447700900123" }]],
    [
      "a CAD, never without its date",
      { policeContact: { channel: "rang_999", cad: { number: "1234", date: "2026-01-16" } } },
      [{ on: "cad", value: "1234 2026-01-16" }],
    ],
    [
      "a house and its postcode, by each number in the address",
      { place: { borough: "Lambeth", address: "Flat 4B, 12 Example Street", postcode: "SE1 7EH" } },
      [
        { on: "postcode_and_number", value: "SE1 7EH 4b" },
        { on: "postcode_and_number", value: "SE1 7EH 12" },
        { on: "address", value: "lambeth 12 4b example flat street" },
      ],
    ],
    [
      "three words",
      { place: { ...place, what3words: "///filled.count.soap" } },
      [{ on: "what3words", value: "///filled.count.soap" }],
    ],
    ["half a postcode", { place: { borough: "Lambeth", address: "The riverside", postcode: "SE1 7" } }, []],
    [
      "news that says nothing of a place",
      { place: undefined, person: { phone: "+447700900123" } },
      [{ on: "phone", value: "+447700900123" }],
    ],
    ["a number and nothing else", { place: { borough: "Lambeth", address: "12" } }, []],
  ])("%s", (_, more, expected) => {
    expect(marks(more)).toEqual(expected);
  });
});

/** Another case that may be the same, and what the two share. */
const MATCH = { id: "1d7b8f0e-3c1a-4b52-9f00-0123456789ab", reference: "RC-345-678", on: ["nhs_number"] };
const about = (current: Escalation) => hearOfRelated(current, MATCH, at("PT2M"), duty());
const say =
  (same: boolean, by = inspector, other = MATCH.id) =>
  (current: Escalation) =>
    saySame(current, { other, same, because: "Another date of birth" }, by, at("PT3M"), duty());

describe("one address, however it is written", () => {
  const written = (address: string) => marksOf({ place: { borough: "Lambeth", address } });

  it.each(["12, EXAMPLE   street.", "12 Example St", "Example Street 12", "12 example street"])("%s", (address) => {
    expect(written(address)).toEqual(written("12 Example Street"));
    expect(written(address)).toHaveLength(1);
  });

  it("is another when its number is", () => {
    expect(written("14 Example Street")).not.toEqual(written("12 Example Street"));
  });
});

describe("a case that may be the same", () => {
  it("is named on the new one at the raise, for a person to tell apart", () => {
    expect(about(raised().next)?.next.related).toEqual([{ ...MATCH, said: null }]);
  });

  it("is heard of at once by whoever has the older one, or is asked for it, and by its raiser", () => {
    expect(toldOf(about(raised().next))).toEqual(["update inspector related_found", "update nurse related_found"]);
    const taken = caseAfter(raised(), wait("PT5M"), ack(dutyOfficer, at("PT6M")));
    expect(told(about(taken))).toEqual(["update duty_officer", "update nurse"]);
  });

  it("is no other when a first answer is: whoever answers hears of it, its raiser does not, and an older screen decides no more", () => {
    const found = { ...MATCH, reference: "FA-222-222" };
    const heard = (of: Escalation) => hearOfFirstAnswer(of, found, at("PT7M"), duty());
    expect(toldOf(heard(raised().next))).toEqual(["update inspector first_answer_found"]);
    const taken = caseAfter(raised(), wait("PT5M"), ack(dutyOfficer, at("PT6M")));
    expect(told(heard(taken))).toEqual(["update duty_officer"]);
    expect(lineOf(heard(taken), "first_answer_found")).toEqual(found);
    expect(heard(taken).next).toMatchObject({ related: [], changed: { version: taken.version + 1, what: "first_answer_found" } });
  });

  it("is heard of once", () => {
    expect(about(caseAfter(raised(), about))).toBeUndefined();
  });

  it.each([true, false])("is told apart by somebody who shares the case, with a reason: %s", (same) => {
    const move = say(same)(caseAfter(raised(), about));
    expect(move.next.related[0]?.said).toMatchObject({ by: inspector, same, because: "Another date of birth" });
    expect(lineOf(move, "related_said")).toMatchObject({ reference: MATCH.reference, same });
  });

  it("is told apart once, and only when it waits to be", () => {
    const named = caseAfter(raised(), about);
    const other = "2d7b8f0e-3c1a-4b52-9f00-0123456789ab";
    expect(() => say(false, inspector, other)(named)).toThrow(refusing("NotFound"));
    expect(() => say(false, stranger)(named)).toThrow(refusing("NotFound"));
    expect(() => say(false)(caseAfter(raised(), about, say(false)))).toThrow(refusing("NotYet"));
    expect(() => say(false)(raised().next)).toThrow(refusing("NotYet"));
  });

  it("is heard of after the end, too", () => {
    expect(about(caseAfter(raised(), withdrawn()))?.next.related).toHaveLength(1);
  });
});

describe("the newer of two cases", () => {
  it("ends in the older, where its words are kept, and everyone who was asked is stood down", () => {
    const move = mergeInto(raised().next, "RC-345-678", "The same man", inspector, at("PT3M"), duty());
    expect(whats(move)).toEqual(["closed"]);
    expect(lineOf(move, "closed")).toEqual({ why: "The same man", as: "merged_duplicate", into: "RC-345-678" });
    expect(move.next.closed).toMatchObject({ as: "merged_duplicate" });
    expect(move.next.clocks.some(isRunning)).toBe(false);
    expect(toldOf(move)).toEqual(["update nurse merged_duplicate"]);
    const bySomebodyElse = mergeInto(raised().next, "RC-345-678", "The same man", dutyOfficer, at("PT3M"), duty());
    expect(toldOf(bySomebodyElse)).toEqual(["stand_down inspector merged_duplicate", "update nurse merged_duplicate"]);
  });

  it("takes no more news in the case that ended in another: it names where that one goes on", () => {
    const { next } = mergeInto(raised().next, "RC-345-678", "The same man", nurse, at("PT3M"), duty());
    expect(next.closed).toMatchObject({ as: "merged_duplicate", into: "RC-345-678" });
    expect(() => news()(next)).toThrow(
      expect.objectContaining({ name: "NotYet", message: expect.stringContaining("RC-345-678") }),
    );
  });
});
