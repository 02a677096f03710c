import { describe, expect, it } from "@jest/globals";
import { isRunning } from "../../../core/escalation/clock.ts";
import { mergeInto } from "../../../core/escalation/close.ts";
import { Escalation } from "../../../core/escalation/escalation.ts";
import { readEscalation } from "../../../core/escalation/migration.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { linkRequest } from "../../../core/escalation/news.ts";
import type { NewNotice } from "../../../core/escalation/notice.ts";
import { fitting, hearOfFirstAnswer, hearOfRelated, type Mark, marksOf, saySame } from "../../../core/escalation/related.ts";
import { viewOf } from "../../../core/escalation/view.ts";
import { texting, wording } from "../../../core/escalation/wording.ts";
import type { Instant } from "../../../core/time.ts";
import {
  at,
  caseAfter,
  duty,
  dutyOfficer,
  inspector,
  NOW,
  noticeOf,
  nurse,
  raised,
  socialWorker,
  someone,
  stranger,
  terms,
} from "../../builders.ts";
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

describe("another request that was on paper first", () => {
  const onPaper = { at: "2026-01-16T01:02:00.000Z", by: "The night nurse" };
  const rang = { channel: "rang_101", handler: "1234EK", answer: "will_review", reason: "No unit before four" } as const;
  const joins = (more: object) => linked(socialWorker, at("PT20M"), duty(), { onPaper, ...more });
  const STATES: Readonly<Record<string, () => Escalation>> = {
    "that nobody has": () => raised().next,
    "that the second tier is asked for": () => caseAfter(raised(), wait("PT5M")),
    "that nobody answered": () => caseAfter(raised(), wait("PT5M"), wait("PT10M"), wait("PT15M")),
    "that somebody has": () => caseAfter(raised(), ack()),
    "that was declined": () => caseAfter(raised(), decline()),
    "to which somebody is coming": () => caseAfter(raised(), decision("attend_immediate")),
    "that was closed": () => caseAfter(raised(), decision("attend_prompt"), there(), outcome(), hear(), shut()),
  };
  const paged = ({ notices }: Move) => [...new Set(notices.flatMap(({ kind, to }) => (kind === "page" ? [to] : [])))];
  const read = (move: Move, is: (notice: NewNotice) => boolean) =>
    move.notices
      .filter(is)
      .map((notice) => wording({ ...notice, id: "000002-00", attempts: 1 }, move.next, "https://rightcall.example").lines);

  it("tells in the story, at its piece and to whoever reads the case when it was written, and what police had said", () => {
    const { next, facts } = joins({ policeContact: rang })(raised().next);
    expect(facts[0]).toMatchObject({ what: "request_linked", about: { ask: { onPaper, policeContact: rang } } });
    expect(Escalation.parse(next).news[0]).toMatchObject({ onPaper, policeContact: rang });
    expect(viewOf(next).news[0]).toMatchObject({ at: at("PT20M"), onPaper, policeContact: rang });
  });

  it("is read from a case that was kept before its piece had these fields", () => {
    const { next } = joins({ policeContact: rang })(raised().next);
    const [piece] = next.news;
    const { onPaper: _, policeContact: __, ...older } = piece ?? {};
    expect(readEscalation({ ...next, news: [older] }).news).toEqual([older]);
  });

  it.each(Object.entries(STATES))("says to everybody who hears of it on a case %s that it was written before", (_, of) => {
    const move = joins({})(of());
    const heard = read(move, ({ kind, about }) => kind === "page" || about === "request_linked");
    expect(heard.length).toBeGreaterThan(0);
    for (const lines of heard)
      expect(lines[1]).toBe(
        "ENTERED LATER: another request was written on paper at 01:02 GMT, Fri 16 Jan. It joined this case at 02:20 GMT, Fri 16 Jan: nobody on it was asked for that before.",
      );
    expect(heard.flat().join(" ")).not.toContain("had an answer before");
  });

  it.each(Object.entries(STATES))("wakes no tier beside those of a case %s when it was answered by telephone", (_, of) => {
    const move = joins({ policeContact: rang })(of());
    const first = raised({ onPaper, policeContact: rang });
    expect(paged(move).length).toBeLessThanOrEqual(paged(first).length);
    expect(told(move).filter((one) => one.startsWith("update"))).not.toEqual([]);
    expect(move.next.tier).toBe(of().tier);
    expect(move.next.clocks.some(isRunning)).toBe(true);
    for (const lines of read(move, ({ kind }) => kind === "page"))
      expect(lines[2]).toBe("They had an answer before, outside Rightcall: what was said is on the page.");
    expect(whats(joins({})(of()))).toContain(of().nobodyAnsweredAt ? "asked_again" : "tier_alerted");
  });

  it("opens an answered case again, and is read under a clock: an answer by telephone is none of the case", () => {
    const { next, notices } = joins({ policeContact: rang })(caseAfter(raised(), decline()));
    expect(next).toMatchObject({ reopened: { why: "linked_request" }, owner: { by: inspector } });
    expect(dueOf(next, "read_information")).toBeDefined();
    expect(notices.filter(({ kind }) => kind === "page")).toMatchObject([{ to: inspector.id, about: "request_linked" }]);
  });

  it.each([
    ["nobody had answered the telephone", { onPaper, policeContact: { ...rang, answer: "no_answer_yet" } }],
    ["what police said was of today, and not on paper", { onPaper: undefined, policeContact: rang }],
  ])("asks the next tier as ever when %s", (_, more) => {
    expect(toldOf(joins(more)(caseAfter(raised(), ack())))).toContain("page duty_officer linked_request");
  });

  it("still asks beside them when it speaks of a child", () => {
    const move = joins({ policeContact: rang, under18: "yes" })(caseAfter(raised({ threshold: ["none_unsure"] }), ack()));
    expect(toldOf(move)).toContain("page duty_officer child_at_risk");
  });

  it("asks the next tier when it comes from a case of its own, as that was asked here meanwhile; its own pieces keep their times", () => {
    const newer = caseAfter(raised({ onPaper, policeContact: rang }), linked(callHandler, at("PT3M"), duty(), { onPaper }));
    const older = caseAfter(raised(), ack());
    const move = linkRequest(older, newer.ask, "the same man", socialWorker, at("PT20M"), duty(), {
      author: dutyOfficer,
      from: "RC-222-222",
      news: newer.news,
    });
    expect(toldOf(move)).toContain("page duty_officer linked_request");
    expect(move.next.news.map((piece) => piece.onPaper)).toEqual([onPaper, onPaper]);
    expect(lineOf(move, "news_added")).toMatchObject({ number: 2, onPaper });
    const [lines = []] = read(move, ({ about }) => about === "linked_request");
    expect(lines.slice(1, 3)).toEqual([
      "ENTERED LATER: 2 other requests were written on paper, the first at 01:02 GMT, Fri 16 Jan. When each was written, and when it joined this case, is on the page.",
      "1 of them had an answer before, outside Rightcall: what was said is on the page.",
    ]);
  });

  it("is said in a text too, when there is room, and never of a request that was not on paper", () => {
    const older = caseAfter(raised({ onPaper: { ...onPaper, at: at("-PT40M") } }), ack());
    const page = noticeOf({ about: "request_linked", attempts: 1 });
    const text = (of: Escalation) => texting(page, of, "https://rightcall.example");
    const move = joins({})(older);
    expect(text(move.next)).toContain("The other request was written on paper at 01:02 GMT, Fri 16 Jan.");
    expect(text(caseAfter({ ...raised(), next: move.next }, linked(callHandler, at("PT21M"))))).not.toContain("paper");
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

  it("is told beside the first page when first answers were there before the raise, once for all of them", () => {
    const found = ["FA-222-222", "FA-333-333"].map((reference) => ({ ...MATCH, reference }));
    const move = raised({}, duty(), NOW, found);
    expect(toldOf(move)).toEqual([...toldOf(raised()), "update inspector first_answer_found"]);
    expect(move.facts.flatMap((fact) => (fact.what === "first_answer_found" ? [fact.about] : []))).toEqual(found);
    expect(move.next.changed.what).toBe("raised");
  });

  it("is kept in one transaction however many hear of it: of older cases those that have room in it", () => {
    const six = (team: string) => [1, 2, 3, 4, 5, 6].map((nth) => someone(`${team}_${nth}`, "An inspector", "01"));
    const teams = terms.ladder.flatMap((tier) => [...tier.teams, ...tier.paired]);
    const crowd = duty({ also: Object.fromEntries(teams.map((team) => [team, six(team)])) });
    const found = [1, 2, 3, 4, 5].map((nth) => ({ ...MATCH, id: MATCH.id.replace(/^./, String(nth)) }));
    const move = raised({ childAtRisk: "yes" }, crowd, NOW, found);
    const older = raised({}, crowd).next;
    const hearing = found.flatMap((match) => hearOfRelated(older, match, at("PT1M"), crowd) ?? []);
    const told = (moves: readonly Move[]) => moves.reduce((sum, { facts, notices }) => sum + facts.length + notices.length, 0);
    const kept = fitting(move, hearing);
    expect(told([move, ...hearing]) + hearing.length).toBeGreaterThan(75);
    expect(told([move, ...kept]) + kept.length).toBeLessThanOrEqual(75);
    expect([kept, fitting(raised(), hearing.slice(0, 1))]).toEqual([hearing.slice(0, kept.length), hearing.slice(0, 1)]);
  });

  it("is told to the older case when a request that joins it brings first answers along", () => {
    const found = { ...MATCH, reference: "FA-222-222" };
    const join = (answered: (typeof found)[]) =>
      linkRequest(caseAfter(raised(), ack()), another(), "the same address", socialWorker, at("PT3M"), duty(), { answered });
    expect(lineOf(join([found]), "first_answer_found")).toEqual(found);
    expect(toldOf(join([found]))).toEqual([...toldOf(join([])), "update inspector first_answer_found"]);
    expect(join([found]).next.changed.what).toBe("request_linked");
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
