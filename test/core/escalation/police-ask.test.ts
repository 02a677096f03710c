import { describe, expect, it } from "@jest/globals";
import { acknowledge } from "../../../core/escalation/acknowledge.ts";
import { Ask, News } from "../../../core/escalation/ask.ts";
import { type Limit, running } from "../../../core/escalation/clock.ts";
import { close } from "../../../core/escalation/close.ts";
import { type CustodyItem, recordCustody } from "../../../core/escalation/custody.ts";
import { departureHeardBy, leaveWithoutHandover } from "../../../core/escalation/departure.ts";
import { disagree } from "../../../core/escalation/disagree.ts";
import { type Escalation, stageOf, wantsPlan } from "../../../core/escalation/escalation.ts";
import { type Move, owed } from "../../../core/escalation/move.ts";
import { addNews, linkRequest, readNews } from "../../../core/escalation/news.ts";
import { answerReferral } from "../../../core/escalation/referral.ts";
import { texting, wording } from "../../../core/escalation/wording.ts";
import { termsInForce } from "../../../core/partnership/terms.ts";
import { plus } from "../../../core/time.ts";
import { A_RAISE } from "../../../local/main-job.ts";
import { at, caseAfter, duty, london, NOW, raised } from "../../builders.ts";
import {
  ANSWERERS,
  answeredOn,
  askedOn,
  bcuInspector,
  CHANNELS,
  type Channel,
  officer,
  onChannel,
  responded,
  termsOf,
  wasFound,
} from "./channel-cases.ts";
import { naming, passing, refusing, toldOf } from "./moves.ts";

describe("a referral to the ambulance service", () => {
  const on = onChannel("ambulance_referral");
  const [hub, manager] = ANSWERERS.ambulance_referral;
  const answered = (code: string, more: object = {}) =>
    caseAfter(askedOn("ambulance_referral"), answeredOn(code, hub, at("PT4M"), on, more));

  it("is accepted with a category and the time when to expect somebody, or not at all", () => {
    const of = answered("accept_ambulance");
    expect(of.decision).toMatchObject({ category: "category_2", reference: "LAS 4471", arriveBy: at("PT42M") });
    expect([owed(of), running(of.clocks, "arrive")?.dueAt]).toEqual(["arrive", at("PT42M")]);
    expect(() => answered("accept_ambulance", { arriveBy: undefined })).toThrow(naming("arriveBy"));
    expect(() => answered("accept_ambulance", { category: "category_9" })).toThrow(naming("category"));
    expect(() => answered("accept_ambulance", { category: undefined })).toThrow(naming("category"));
  });

  it("is promised nobody weeks ahead while a life is at risk now: neither a crew nor a call", () => {
    const of = askedOn("ambulance_referral", { threshold: ["life_at_risk_now"] }).next;
    const says = (code: string, more: object) => () => answeredOn(code, hub, at("PT2M"), on, more)(of);
    expect(says("accept_ambulance", { arriveBy: at("PT696H") })).toThrow(naming("arriveBy"));
    expect(says("accept_call", { reviewAt: at("PT696H") })).toThrow(naming("reviewAt"));
    expect(says("accept_ambulance", { arriveBy: at("PT5H") })().next.decision).toMatchObject({ arriveBy: at("PT5H") });
  });

  it("lets officers go after all, and say so, while the crew is late and nobody answers for it", () => {
    const late = passing(answered("accept_ambulance"), at("PT62M"), on).at(-1)?.next as Escalation;
    expect([owed(late), late.nobodyAnsweredAt]).toEqual(["arrive", at("PT62M")]);
    const { next } = responded("police_go", at("PT64M"), on)(late);
    expect(next.response).toMatchObject({ code: "police_go", by: officer });
    expect([owed(next), next.nobodyAnsweredAt, running(next.clocks, "repeat")?.dueAt]).toEqual([
      "arrive",
      at("PT62M"),
      at("PT67M"),
    ]);
  });

  it("goes to the incident manager when nobody answers, and when nobody comes at the time that was given", () => {
    expect(toldOf(passing(askedOn("ambulance_referral").next, at("PT10M"), on).at(-1))).toContain(
      `page ${manager.id} tier_alerted`,
    );
    expect(toldOf(passing(answered("accept_ambulance"), at("PT42M"), on).at(-1))).toContain(`page ${manager.id} tier_alerted`);
  });

  it("that is refused comes back to police with the reason, and they say under a clock what they do", () => {
    const of = answered("decline");
    expect([owed(of), running(of.clocks, "respond")?.dueAt]).toEqual(["respond", at("PT34M")]);
    expect(toldOf(answeredOn("decline", hub, at("PT4M"), on)(askedOn("ambulance_referral").next))).toContain(
      `update ${officer.id} decided`,
    );
    const going = responded("police_go", at("PT10M"), on)(of).next;
    expect([going.response?.follows, owed(going)]).toEqual([null, "close"]);
    const disputed = disagree(of, { reason: "referral_not_workable", why: "He bleeds" }, officer, of.version, at("PT6M"), on);
    expect(toldOf(disputed)).toContain(`page ${manager.id} disagreement`);
  });

  it("that would come too late can be reconsidered: police go after all, and whoever accepted hears it", () => {
    const going = responded("police_go", at("PT10M"), on, "38 minutes are too long for him")(answered("accept_ambulance"));
    expect(toldOf(going)).toEqual([`update ${hub.id} responded`]);
    expect([going.next.response?.code, owed(going.next)]).toEqual(["police_go", "arrive"]);
  });

  it("names who was asked where another service was, and only then", () => {
    const of = answered("decline");
    expect(() => responded("asked_elsewhere", at("PT6M"), on)(of)).toThrow(naming("why"));
    const { next } = responded("asked_elsewhere", at("PT6M"), on, "The crisis team, who come at 04:00")(of);
    expect(next.response).toMatchObject({ code: "asked_elsewhere", why: "The crisis team, who come at 04:00" });
    expect(responded("police_go", at("PT6M"), on)(of).next.response).toMatchObject({ why: null });
  });

  it("can be passed on, and stays with the hub until the other service accepts", () => {
    const crisis = { person: "crisis_worker", reachable: true, until: at("PT12H") };
    const both = { ...on, crisis_team_rv5: [crisis] };
    const of = caseAfter(
      askedOn("ambulance_referral", {}, both),
      answeredOn("pass_on", hub, at("PT4M"), both, { referTo: "crisis_team" }),
    );
    expect([owed(of), of.owner?.by.id]).toEqual(["accept_referral", hub.id]);
    const worker = { id: "crisis_worker", name: "The crisis worker", agency: "RV5" };
    const no = answerReferral(of, { accepts: false, why: "Nobody is free" }, worker, of.version, at("PT8M"), both).next;
    expect([no.reopened?.why, owed(no)]).toEqual(["referral_declined", "decide"]);
  });

  it("has no answer that sends anybody away: each leads to somebody coming, ringing, accepting, or to police saying what they do", () => {
    for (const code of ["ambulance_referral", "crisis_referral"] as const)
      for (const { leadsTo } of termsOf(code).decisions)
        expect(["arrive", "review", "accept_referral", "respond"]).toContain(leadsTo);
  });
});

describe("a referral to a crisis service", () => {
  it("asks the team that answers for the place, and where none is known the one for such places", () => {
    const first = (place: string) => termsOf("crisis_referral", place).ladder[0]?.teams;
    expect(first("Lambeth")).toEqual(["crisis_team_rv5"]);
    expect(first("Hackney")).toEqual(["crisis_team_rwk"]);
    expect(first("Somewhere nobody knows")).toEqual(["crisis_team_unknown_place"]);
  });

  it("climbs within the trust whose team answers for the place, to the top", () => {
    const asked = (place: string) => {
      const { ladder, teams } = termsOf("crisis_referral", place);
      return [
        ladder.flatMap((rung) => rung.teams),
        [...new Set(ladder.flatMap((rung) => rung.teams.map((team) => teams[team]?.agency)))],
      ];
    };
    expect(asked("Hackney")).toEqual([["crisis_team_rwk", "crisis_lead_rwk", "crisis_director_rwk"], ["RWK"]]);
    expect(asked("Camden")).toEqual([["crisis_team_g6v2s", "crisis_lead_g6v2s", "crisis_director_g6v2s"], ["G6V2S"]]);
    for (const { title } of london.areas.flatMap(({ places }) => places))
      expect([title, asked(title)[1]]).toEqual([title, [expect.any(String)]]);
  });
});

describe("officers who wait in a hospital", () => {
  const on = onChannel("handover_in_hospital");
  const [nurse, siteManager, director] = ANSWERERS.handover_in_hospital;
  const waiting = () => askedOn("handover_in_hospital", { answers: { arrived_at: NOW } }, on);
  const enter =
    (item: CustodyItem, by = nurse, when = at("PT5M")) =>
    (of: Escalation) =>
      recordCustody(of, item, by, when, on);

  it("ask the staff of the very site, wherever it stands", () => {
    const terms = termsOf("handover_in_hospital");
    expect(terms.ladder.map(({ teams }) => teams)).toEqual([
      ["nurse_in_charge_st_thomas_ed"],
      ["site_manager_rj1"],
      ["director_on_call_rj1"],
    ]);
    expect([terms.site?.code, terms.area.code]).toEqual(["st_thomas_ed", "central_south"]);
  });

  it("ask the desk of the whole trust only where the site has none of its own", () => {
    const asked = (place: string) => termsOf("handover_in_hospital", place).ladder.map(({ teams }) => teams);
    expect(asked("newham_ed")).toEqual([["nurse_in_charge_newham_ed"], ["site_manager_r1h"], ["director_on_call_r1h"]]);
    expect(asked("royal_london_ed")[0]).toEqual(["nurse_in_charge_royal_london_ed"]);
    const desks = london.teams.map((team) =>
      team.code === "site_manager_r1h" ? { ...team, agencies: undefined, sites: ["newham_ed"] } : team,
    );
    const placed = { ...london, teams: desks };
    const rises = (place: string) => termsInForce(placed, "handover_in_hospital", place, "01", NOW).ladder[1]?.teams;
    expect(rises("newham_ed")).toEqual(["site_manager_r1h"]);
    expect(() => rises("royal_london_ed")).toThrow(naming("place.borough"));
  });

  it("are named with their site in every message", () => {
    const { next, notices } = waiting();
    const page = notices.find(({ to }) => to === nurse.id);
    const words = page && wording({ ...page, id: "000001-00", attempts: 1 }, next, "https://rightcall.example");
    expect(words?.lines[0]).toContain("St Thomas’ Hospital, Emergency Department. Central South BCU.");
  });

  it("must name a site whose staff can be asked", () => {
    for (const place of ["Lambeth", "Nowhere at all", "las_control"])
      expect(() => termsInForce(london, "handover_in_hospital", place, "01", NOW)).toThrow(naming("place.borough"));
  });

  it("are heard one tier higher with every hour, up to the director, and on and on there", () => {
    const taken = caseAfter(
      waiting(),
      (of) => acknowledge(of, nurse, of.version, at("PT2M"), on),
      answeredOn("take_on_at", nurse, at("PT10M"), on, { reviewAt: at("PT5H") }),
    );
    const first = passing(taken, at("PT60M"), on);
    const risen = first.at(-1)?.next ?? taken;
    const had = acknowledge(risen, siteManager, risen.version, at("PT62M"), on)?.next ?? risen;
    const isHour = ({ facts }: Move) =>
      facts.some((fact) => fact.what === "limit_missed" && fact.about.limit === "custody_handover");
    const hours = [...first, ...passing(had, at("PT4H"), on)].filter(isHour);
    expect(hours.map(({ facts, next }) => [facts[0]?.at, next.tier])).toEqual([
      [at("PT60M"), 1],
      [at("PT120M"), 2],
      [at("PT180M"), 2],
      [at("PT240M"), 2],
    ]);
    expect(toldOf(hours[0])).toEqual(
      expect.arrayContaining([
        `page ${siteManager.id} tier_alerted`,
        `paired ${bcuInspector.id} custody_handover`,
        `update ${officer.id} handover_late`,
      ]),
    );
    expect(toldOf(hours[1])).toContain(`page ${director.id} tier_alerted`);
    expect(toldOf(hours[2])).toContain(`update ${director.id} handover_late`);
  });

  it("are counted from what the request says, one to twenty of them", () => {
    const of = (officers_waiting: number) =>
      askedOn("handover_in_hospital", { answers: { arrived_at: NOW, officers_waiting } }, on).next;
    expect(of(3).custody?.officersWaiting).toEqual({ by: officer, at: NOW, officers: 3 });
    expect(of(3).custody?.arrivedAt).toBe(NOW);
    for (const many of [0, 21, 1.5]) expect(() => of(many)).toThrow(naming("answers.officers_waiting"));
    expect(waiting().next.custody?.officersWaiting).toBeNull();
  });

  it("are heard at once when they have waited for an hour before they ask", () => {
    const late = askedOn("handover_in_hospital", { answers: { arrived_at: plus(NOW, "PT0S") } }, on, at("PT90M"));
    expect(late.next.tier).toBe(1);
    expect(running(late.next.clocks, "custody_handover")?.dueAt).toBe(at("PT150M"));
  });

  it("climb no further once a named clinician has accepted the person", () => {
    const accepted = caseAfter(
      waiting(),
      enter({ item: "custody_accepted", clinician: "Dr A. Example" }),
      answeredOn("take_on_at", nurse, at("PT10M"), on, { reviewAt: at("PT5H") }),
    );
    expect(running(accepted.clocks, "custody_handover")).toBeUndefined();
    expect(passing(accepted, at("PT4H"), on).at(-1)?.next.tier ?? 0).toBe(0);
  });

  it("who were not asked when they arrived are waited with for an hour from the raise, and counted anew once the arrival is told", () => {
    const unsaid = askedOn("handover_in_hospital", { answers: {} }, on).next;
    expect(running(unsaid.clocks, "custody_handover")?.dueAt).toBe(at("PT60M"));
    expect(running(unsaid.clocks, "detention_ends")).toBeUndefined();
    const told = enter({ item: "arrived_at", at: plus(NOW, "PT3M") }, officer, at("PT6M"))(unsaid).next;
    expect(running(told.clocks, "custody_handover")?.dueAt).toBe(at("PT63M"));
    expect(running(told.clocks, "detention_ends")?.dueAt).toBe(at("PT1443M"));
  });

  it("and are asked to stay are heard again within the hour, and one tier higher with each, though nobody has said when they arrived", () => {
    const taken = caseAfter(askedOn("handover_in_hospital", { answers: {} }, on), (of) =>
      acknowledge(of, nurse, of.version, at("PT2M"), on),
    );
    const stay = (reviewAt: string) => answeredOn("officers_stay", nurse, at("PT3M"), on, { reviewAt: at(reviewAt) });
    expect(() => stay("PT64M")(taken)).toThrow(naming("reviewAt"));
    const moves = passing(stay("PT63M")(taken).next, at("PT3H"), on);
    const hour = moves.find(({ facts }) => facts.some(({ what }) => what === "limit_missed"));
    expect([hour?.facts[0]?.at, hour?.next.tier]).toEqual([at("PT60M"), 1]);
    expect(toldOf(hour)).toContain(`page ${siteManager.id} tier_alerted`);
    expect(moves.at(-1)?.next.tier).toBe(2);
  });

  it("are given the number of the hospital’s own desk by its name when nobody has answered", () => {
    const top = passing(waiting().next, at("PT70M"), on).at(-1)?.next as Escalation;
    const notice = { kind: "update", about: "nobody_answered", tier: 2, limit: null, id: "000001-00", attempts: 1 } as const;
    const says = "Ring 999, or the Director on call, Guy’s and St Thomas’ on 020 7946 0127, now.";
    expect(wording(notice, top, "https://x").lines.join(" ")).toContain(says);
    expect(texting(notice, top, "https://rightcall.example")).toContain(says.replaceAll("’", "'"));
  });

  it("who leave without an agreed handover are heard by the desks that the form names", () => {
    const of = waiting().next;
    const heard = departureHeardBy(of);
    expect(heard).toEqual([
      "Site manager, Guy’s and St Thomas’",
      "Duty inspector, Central South BCU",
      expect.stringMatching(/duty officer/i),
    ]);
    const move = leaveWithoutHandover(of, { leftAt: NOW, told: "Nobody" }, officer, NOW, on);
    expect(toldOf(move)).toContain(`page ${siteManager.id} departure`);
    expect(move.next.beside).toContain(bcuInspector.id);
  });

  it("are owed no answer once a named clinician has accepted the person: what is missing is reminded of, and climbs nowhere", () => {
    const had = caseAfter(waiting(), (of) => acknowledge(of, nurse, of.version, at("PT2M"), on));
    const move = enter({ item: "custody_accepted", clinician: "Dr A. Example" }, nurse, at("PT10M"))(had);
    expect([owed(move.next), stageOf(move.next)]).toEqual(["close", "in_action"]);
    expect(toldOf(move)).toContain(`update ${officer.id} custody_accepted`);
    const later = passing(move.next, at("PT23H"), on);
    expect(later.map(({ next }) => [next.tier, next.nobodyAnsweredAt])).toEqual(later.map(() => [0, null]));
    expect(later.flatMap(toldOf).filter((one) => !one.startsWith("reminder "))).toEqual([]);
    expect(later.flatMap(toldOf)).toContain(`reminder ${nurse.id} close_near`);
  });

  it("are handed over though nobody had answered: whoever is asked again and again is stood down, and it can be closed undecided", () => {
    const top = passing(waiting().next, at("PT70M"), on).at(-1)?.next as Escalation;
    const move = enter({ item: "custody_accepted", clinician: "Dr A. Example" }, nurse, at("PT71M"))(top);
    expect(toldOf(move)).toEqual(expect.arrayContaining([`stand_down ${director.id} custody_accepted`]));
    expect([move.next.nobodyAnsweredAt, running(move.next.clocks, "repeat"), stageOf(move.next)]).toEqual([
      null,
      undefined,
      "in_action",
    ]);
    const rest = [
      enter({ item: "next_of_kin", told: "none_known", words: "He names nobody" }, officer, at("PT72M")),
      enter({ item: "tell_result", who: "The officer" }, officer, at("PT73M")),
      wasFound("handed_over", officer, at("PT74M"), on),
    ];
    const over = rest.reduce((so, makes) => makes(so).next, move.next);
    expect(close(over, {}, officer, over.version, at("PT75M"), on).next.closed?.as).toBe("closed");
  });

  it.each(["moved_elsewhere", "discharged", "arrested", "left_the_place", "died"])(
    "wait no more when the person has %s: nobody is asked, no limit climbs, and it can be closed",
    (code) => {
      const top = passing(waiting().next, at("PT70M"), on).at(-1)?.next as Escalation;
      expect(running(top.clocks, "repeat")).toBeDefined();
      const move = wasFound(code, officer, at("PT71M"), on)(top);
      expect(toldOf(move)).toEqual(expect.arrayContaining([`stand_down ${director.id} wait_ended`]));
      expect([owed(move.next), move.next.nobodyAnsweredAt, stageOf(move.next)]).toEqual(["close", null, "resolved"]);
      const later = passing(move.next, at("PT40H"), on);
      expect(later.flatMap(toldOf).filter((one) => !one.endsWith("close_near"))).toEqual([]);
      const kin = enter({ item: "next_of_kin", told: "none_known", words: "He names nobody" }, officer, at("PT72M"))(move.next);
      const told = enter({ item: "tell_result", who: "The officer" }, officer, at("PT73M"))(kin.next);
      expect(close(told.next, {}, officer, told.next.version, at("PT74M"), on).next.closed?.as).toBe("closed");
      expect(() => close(move.next, {}, officer, move.next.version, at("PT74M"), on)).toThrow(refusing("NotYet"));
    },
  );

  it("wait again when what was said to have ended it is put right, and somebody is asked", () => {
    const gone = wasFound("left_the_place", officer, at("PT8M"), on)(waiting().next).next;
    expect(running(gone.clocks, "acknowledge")).toBeUndefined();
    const back = wasFound("unknown", officer, at("PT10M"), on)(gone);
    expect(toldOf(back)).toContain(`page ${nurse.id} reopened`);
    expect(
      ["decide", "custody_handover", "detention_ends"].map((limit) => running(back.next.clocks, limit as Limit)?.dueAt),
    ).toEqual([at("PT40M"), at("PT60M"), at("PT24H")]);
  });

  describe("are waited with again after an acceptance", () => {
    const taken = { item: "custody_accepted", clinician: "Dr A. Example" } as const;
    const answered = () =>
      caseAfter(
        waiting(),
        (of) => acknowledge(of, nurse, of.version, at("PT2M"), on),
        answeredOn("officers_stay", nurse, at("PT5M"), on, { reviewAt: at("PT40M") }),
        enter(taken, nurse, at("PT10M")),
      );
    const takenBack = (of: Escalation) =>
      addNews(of, News.parse({ words: "The clinician takes it back, we still wait" }), officer, at("PT20M"), on);

    it.each([
      ["the clinician takes it back", takenBack],
      [
        "the answer is read differently",
        (of: Escalation) => disagree(of, { reason: "new_facts", why: "We still wait" }, officer, of.version, at("PT20M"), on),
      ],
    ])("when %s: an answer is owed until it is given, and until one takes the person on", (_, again) => {
      const had = answered();
      expect(owed(had)).toBe("close");
      const { next } = again(had);
      expect([owed(next), stageOf(next)]).toEqual(["decide", expect.stringMatching(/acknowledged|raised/)]);
      expect(running(next.clocks, "decide")).toBeDefined();
      expect(owed(enter(taken, nurse, at("PT30M"))(next).next)).toBe("close");
    });

    it("also when an answer asks them to stay after it, and when nothing had been decided", () => {
      const anew = caseAfter({ ...waiting(), next: takenBack(answered()).next }, (of) =>
        readNews(of, { upTo: 1 }, nurse, at("PT21M"), on),
      );
      const stays = answeredOn("officers_stay", nurse, at("PT22M"), on, { reviewAt: at("PT50M") })(anew).next;
      expect([owed(stays), running(stays.clocks, "review")?.dueAt]).toEqual(["review", at("PT50M")]);
      const undecided = takenBack(enter(taken, nurse, at("PT10M"))(waiting().next).next).next;
      expect([owed(undecided), undecided.reopened?.why]).toEqual(["decide", "new_information"]);
    });

    const { pathway: _, ...asked } = A_RAISE;
    const again = (answers: object, when: string) => (of: Escalation) =>
      linkRequest(
        of,
        Ask.parse({ ...asked, type: "s136_handover", threshold: ["no_clinician"], answers }),
        "the same man",
        { ...officer, id: "second_officer" },
        at(when),
        on,
      );

    it.each([
      ["accepted and decided", answered],
      ["accepted and undecided", () => enter(taken, nurse, at("PT10M"))(waiting().next).next],
      ["discharged", () => wasFound("discharged", officer, at("PT10M"), on)(waiting().next).next],
      [
        "accepted late",
        () => enter(taken, nurse, at("PT150M"))(passing(waiting().next, at("PT130M"), on).at(-1)?.next as Escalation).next,
      ],
    ])("when the same person, who was %s, is brought again: nothing of the wait before counts", (_, had) => {
      const { next } = again({ arrived_at: at("PT5H") }, "PT310M")(had());
      expect(next.custody).toMatchObject({ arrivedAt: at("PT5H"), accepted: null, ended: null, left: null, extended: null });
      expect([owed(next), next.reopened?.why]).toEqual(["decide", "linked_request"]);
      expect(running(next.clocks, "acknowledge")).toBeDefined();
      expect(["custody_handover", "detention_ends"].map((limit) => running(next.clocks, limit as Limit)?.dueAt)).toEqual([
        at("PT6H"),
        at("PT29H"),
      ]);
    });

    it("when nobody says when they were brought again: for an hour from that request", () => {
      const { next } = again({}, "PT310M")(answered());
      expect(running(next.clocks, "custody_handover")?.dueAt).toBe(at("PT370M"));
      expect(running(next.clocks, "detention_ends")).toBeUndefined();
    });

    it("and another request about a wait that goes on changes nothing of it", () => {
      const { next } = again({ arrived_at: at("PT5M") }, "PT10M")(waiting().next);
      expect([next.custody?.arrivedAt, running(next.clocks, "custody_handover")?.dueAt]).toEqual([NOW, at("PT60M")]);
    });
  });

  it.each(["harmed", "handed_over", "admitted", "died"])(
    "wait no more, also when it is learned a day later that the person was %s: nothing was late, and nobody is asked",
    (code) => {
      const gone = wasFound("discharged", officer, at("PT20M"), on)(waiting().next).next;
      const later = wasFound(code, officer, at("PT20H"), on)(gone);
      expect(later.facts.map(({ what }) => what)).toEqual(["outcome_recorded"]);
      expect(toldOf(later).filter((one) => one.startsWith("page "))).toEqual([]);
      expect([owed(later.next), later.next.custody?.ended]).toEqual([
        "close",
        { by: officer, at: at("PT20M"), code: "discharged" },
      ]);
    },
  );

  it("enter their own reading of the risk, the hospital enters its own, and neither the other's", () => {
    const of = waiting().next;
    expect(enter({ item: "risk_by_police", level: "low" }, officer)(of).next.custody?.riskByPolice?.by).toEqual(officer);
    expect(enter({ item: "risk_by_health", level: "high" }, nurse)(of).next.custody?.riskByHealth?.by).toEqual(nurse);
    expect(() => enter({ item: "risk_by_police", level: "low" }, nurse)(of)).toThrow(naming("item"));
    expect(() => enter({ item: "custody_accepted", clinician: "Dr A. Example" }, officer)(of)).toThrow(naming("item"));
    expect(() => answeredOn("take_on_now", nurse, at("PT6M"), on)(of)).toThrow(naming("code"));
  });
});

describe("every channel", () => {
  it.each(CHANNELS)("%s: may be raised by police and by nobody else", (channel: Channel) => {
    expect(termsOf(channel).police).toBe("ask");
    expect(() => termsInForce(london, channel, "St Thomas’ Hospital, Emergency Department", "RJ1", NOW)).toThrow(
      refusing("NotAllowed"),
    );
  });

  it.each(CHANNELS)("%s: with nobody on duty anywhere the officer hears at once that nobody answered", (channel: Channel) => {
    const nobody = askedOn(channel, {}, onChannel(channel, [0, 1, 2]));
    expect(nobody.next.nobodyAnsweredAt).toBe(NOW);
    expect(toldOf(nobody)).toContain(`update ${officer.id} nobody_answered`);
  });

  it.each([
    ["s136_advice", "safe_to_leave_with", /Say on the page what you did with it: the decision stays yours/],
    ["s136_advice", "no_mental_health_need", /Say on the page what you do now\. If you read it differently, say so/],
    ["ambulance_referral", "decline", /Say on the page what you do now\. If you read it differently, say so/],
    ["crisis_referral", "decline", /Say on the page what you do now\. If you read it differently, say so/],
    ["handover_in_hospital", "officers_stay", /Say there how you keep the person safe meanwhile/],
  ] as const)("%s: asks of the officer only what is owed after «%s»", (channel, code, asks) => {
    const [first] = ANSWERERS[channel];
    const { next, notices } = answeredOn(code, first, at("PT2M"), onChannel(channel))(askedOn(channel).next);
    const update = notices.find(({ to }) => to === officer.id);
    const lines = update ? wording({ ...update, id: "000001-00", attempts: 1 }, next, "https://rightcall.example").lines : [];
    expect(lines.join("\n")).toMatch(asks);
    expect(lines.filter((line) => /keep the person safe/.test(line))).toHaveLength(wantsPlan(next) ? 1 : 0);
    if (code === "decline") expect(lines.join("\n")).not.toMatch(/decision stays yours/);
  });

  it.each([
    ["s136_advice", "no_mental_health_need"],
    ["ambulance_referral", "decline"],
    ["crisis_referral", "decline"],
    ["handover_in_hospital", "officers_stay"],
  ] as const)("%s: shows a child to the second tier at the same moment, and the first alone never says «%s»", (channel, no) => {
    const [first, second] = ANSWERERS[channel];
    const on = onChannel(channel);
    const move = askedOn(channel, { under18: "yes" });
    expect(toldOf(move)).toEqual(expect.arrayContaining([`page ${first.id} tier_alerted`, `page ${second.id} child_at_risk`]));
    const { title } = move.next.terms.ladder[1] ?? {};
    const sends = move.next.terms.decisions.some(({ leadsTo }) => leadsTo === "arrive");
    const words = `A child may be at risk: only the ${title} or above declines this.${sends ? " You can still send somebody." : ""}`;
    expect(() => caseAfter(move, answeredOn(no, first, at("PT2M"), on))).toThrow(words);
    expect(caseAfter(move, answeredOn(no, second, at("PT2M"), on)).decision).toMatchObject({ code: no, tier: 1 });
    expect(caseAfter(askedOn(channel), answeredOn(no, first, at("PT2M"), on)).decision).toMatchObject({ code: no, tier: 0 });
  });

  it("leaves police attendance as it was: police answer, and nobody is asked what they did", () => {
    const { next } = raised({}, duty());
    expect([next.terms.police, next.terms.responses, next.terms.lookBacks, next.terms.speech.answerers]).toEqual([
      "answer",
      [],
      [],
      "police",
    ]);
    expect(() => responded("gone", at("PT1M"), duty(), undefined, next.raised.by)(next)).toThrow(refusing("NotYet"));
  });
});
