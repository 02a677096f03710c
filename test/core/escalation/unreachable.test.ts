import { describe, expect, it } from "@jest/globals";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import type { Notice } from "../../../core/escalation/notice.ts";
import { unreachable } from "../../../core/escalation/unreachable.ts";
import { at, caseAfter, duty, hub, noticeOf, nurse, raised } from "../../builders.ts";
import { ack, DEPUTY, decision, dueOf, everyone, news, open, siteManager, told, wait, whats, withdrawn } from "./moves.ts";

/** A message of a case as it stands in the outbox, once the mail service has taken it. */
const page = (more: Partial<Notice> = {}) => noticeOf({ fate: "accepted", ...more });
const lost = (current: Escalation, more: Partial<Notice> = {}, hopeful: string[] = [], on = duty()) =>
  unreachable(current, page(more), "no mailbox there", hopeful, at("PT1M"), on);

describe("a message that will not arrive", () => {
  it("counts as a missed limit at once when it was the tier's last hope", () => {
    const move = lost(raised().next);
    expect(whats(move)).toEqual(["notice_failed", "tier_alerted"]);
    expect(move.settled).toEqual([page({ fate: "failed", reason: "no mailbox there", settledAt: at("PT1M") })]);
    expect(told(move)).toEqual(["rota_gap rota_manager_met", "page duty_officer", "update nurse"]);
  });

  it("is only recorded when the next tier has been asked since", () => {
    const second = caseAfter(raised(), wait("PT5M"));
    expect(whats(unreachable(second, page(), "no mailbox there", [], at("PT6M"), duty()))).toEqual(["notice_failed"]);
    const both = unreachable(
      second,
      page({ to: "duty_officer", tier: 1, at: at("PT5M") }),
      "no mailbox there",
      [],
      at("PT6M"),
      duty(),
    );
    expect(both.next.tier).toBe(2);
  });

  it("waits for the others of that tier while there is hope", () => {
    const move = lost(raised().next, {}, ["another"]);
    expect(move.next.tier).toBe(0);
    expect(told(move)).toEqual(["rota_gap rota_manager_met"]);
  });

  it("asks whoever has come on duty at the same desk, before the next tier", () => {
    const current = raised().next;
    const [team = ""] = current.terms.ladder[0]?.teams ?? [];
    const later = { ...duty(), [team]: [{ person: "next_shift", reachable: true, until: at("PT8H") }] };
    const move = lost(current, {}, [], later);
    expect(move.next.tier).toBe(0);
    expect(told(move)).toContain("page next_shift");
  });

  it("asks those of a large desk who were not among the first that were asked, and nobody twice", () => {
    const [team = ""] = raised().next.terms.ladder[0]?.teams ?? [];
    const eight = Array.from({ length: 8 }, (_, nth) => ({ person: `officer_${nth}`, reachable: true, until: at("PT8H") }));
    const on = { ...duty(), [team]: eight };
    const first = raised({}, on).next;
    expect(first.asked).toHaveLength(6);
    const second = lost(first, { to: "officer_5" }, [], on);
    expect(told(second).filter((one) => one.startsWith("page"))).toEqual(["page officer_6", "page officer_7"]);
    const third = lost(second.next, { to: "officer_7", at: at("PT1M") }, [], on);
    expect([third.next.tier, told(third)]).toEqual([1, expect.arrayContaining(["page duty_officer"])]);
  });

  it("leaves a child's case to the tier above, which is asked beside, and asks it no second time", () => {
    const both = raised({ under18: "yes" });
    expect(told(both).filter((one) => one.startsWith("page"))).toEqual(["page inspector", "page duty_officer"]);
    const move = lost(both.next);
    expect([whats(move), told(move)]).toEqual([["notice_failed"], ["rota_gap rota_manager_met"]]);
    expect(move.next.clocks.filter(({ limit, endedAt }) => limit === "acknowledge" && endedAt === null)).toEqual([
      expect.objectContaining({ tier: 1 }),
    ]);
  });

  it("tells the raiser's own desks when the raiser cannot be told that nobody has answered", () => {
    const nobody = raised({}, {}).next;
    const on = duty({ empty: [0, 1, 2, 3], also: { site_manager_rj1: [siteManager] } });
    const move = lost(nobody, { kind: "update", to: "nurse", about: "nobody_answered", limit: null }, [], on);
    expect(told(move)).toEqual(["update site_manager"]);
  });

  it.each([
    ["was answered meanwhile", caseAfter(raised(), ack()), {}],
    ["was withdrawn meanwhile", caseAfter(raised(), withdrawn()), {}],
    ["only reminded somebody", raised().next, { kind: "reminder" }],
    [
      "told the raiser of a change",
      caseAfter(raised(), ack()),
      { kind: "update", to: "nurse", about: "acknowledged", limit: null },
    ],
    ["asked somebody again in a round that goes on anyway", raised({}, {}).next, { about: "asked_again", tier: 3 }],
  ] as const)("is only recorded when it %s", (_, current, more) => {
    const move = lost(current, more as Partial<Notice>);
    expect(whats(move)).toEqual(["notice_failed"]);
    expect(move.notices).toEqual([]);
    expect(move.next.tier).toBe(current.tier);
  });
});

describe("a message of an earlier round", () => {
  it("is only recorded when the limit that runs now began after it", () => {
    const again = caseAfter(
      raised(),
      ack(),
      news({}, undefined, at("PT1M")),
      open(undefined, at("PT2M")),
      news({}, undefined, at("PT3M")),
    );
    const old = { about: "news_added", limit: "read_information", at: at("PT1M") } as const;
    expect(whats(unreachable(again, page(old), "no mailbox there", [], at("PT4M"), duty()))).toEqual(["notice_failed"]);
    const fresh = { ...old, at: at("PT3M") };
    expect(whats(unreachable(again, page(fresh), "no mailbox there", [], at("PT4M"), duty()))).toContain("limit_missed");
  });
});

describe("a referral that does not reach the other body", () => {
  const referred = () => caseAfter(raised(), decision("refer_to", {}, undefined, undefined, everyone()));
  const asked = { to: hub.id, about: "referred", limit: "accept_referral" } as const;

  it("is missed at once when nobody else of that body was asked: the owner, the raiser and the next tier hear", () => {
    const move = lost(referred(), asked, [], everyone());
    expect(whats(move)).toEqual(["notice_failed", "limit_missed", "tier_alerted"]);
    expect(told(move)).toEqual(
      expect.arrayContaining(["update inspector", "update nurse", "paired manager_on_call", "page duty_officer"]),
    );
    expect(dueOf(move.next, "accept_referral")).toBeUndefined();
    expect(dueOf(move.next, "decide")).toBe(at("PT16M"));
  });

  it("waits while somebody else of that body may still answer", () => {
    const move = lost(referred(), asked, ["another"], everyone());
    expect(whats(move)).toEqual(["notice_failed"]);
    expect(dueOf(move.next, "accept_referral")).toBe(at("PT5M"));
  });
});

describe("news that does not reach whoever has the case", () => {
  const told5 = () => caseAfter(raised(), ack(), news());
  const asked = { about: "news_added", limit: "read_information" } as const;

  it("is missed at once, so that the next tier reads it", () => {
    const move = lost(told5(), asked);
    expect(whats(move)).toEqual(["notice_failed", "limit_missed", "tier_alerted"]);
    expect(told(move)).toEqual(["page duty_officer", "update nurse"]);
  });

  it("is only recorded when they have opened it on the page meanwhile", () => {
    const move = lost(caseAfter({ ...raised(), next: told5() }, open()), asked);
    expect(whats(move)).toEqual(["notice_failed"]);
    expect(move.next.tier).toBe(0);
  });

  it("leaves the tiers above alone when they are asked for an answer already", () => {
    const climbed = caseAfter({ ...raised(), next: told5() }, wait("PT5M"));
    expect(climbed.tier).toBe(1);
    expect(whats(lost(climbed, asked))).toEqual(["notice_failed"]);
  });

  it("that told the raiser of an answer goes to those who stand in for them", () => {
    const of = raised({ ...DEPUTY }, everyone()).next;
    const letter = page({ id: "000002-00", kind: "update", to: nurse.id, about: "decided", limit: null });
    const lost = unreachable(of, letter, "it bounced", [], at("PT1M"), everyone());
    expect(told(lost)).toEqual(["update charge_nurse", "update site_manager"]);
    const other = unreachable(of, { ...letter, to: hub.id }, "it bounced", [], at("PT1M"), everyone());
    expect(told(other)).toEqual([]);
  });
});
