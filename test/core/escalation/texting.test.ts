import { describe, expect, it } from "@jest/globals";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import { NoticeKind } from "../../../core/escalation/notice.ts";
import { texting, wording } from "../../../core/escalation/wording.ts";
import { at, caseAfter, inspector, NOW, noticeOf, raised } from "../../builders.ts";
import { ack, decision, news, wait } from "./moves.ts";

const SITE = "https://pilot.rightcall.example.org";
/** The alphabet of a plain text, and its signs that cost two places (GSM 03.38). */
const PLAIN = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;
const places = (text: string) => [...text].reduce((sum, sign) => sum + ("^{}\\[~]|€".includes(sign) ? 2 : 1), 0);

const named = (name: string): Escalation => {
  const current = caseAfter(raised(), ack());
  return { ...current, owner: current.owner && { ...current.owner, by: { ...inspector, name } } };
};
const CASES: Readonly<Record<string, () => Escalation>> = {
  "just raised": () => raised().next,
  acknowledged: () => caseAfter(raised(), ack()),
  "acknowledged by somebody with a long name in many alphabets": () =>
    named(`Inspector Zoë Łukasz-Nguyễn ${"Çelik–Øst ".repeat(20)}`),
  "decided and changed": () => caseAfter(raised(), decision("attend_immediate"), decision("decline_threshold_not_met")),
  "with news": () => caseAfter(raised(), ack(), news()),
  "that nobody answered": () => raised({}, {}).next,
  "that was on paper first": () => raised({ onPaper: { at: at("-PT40M"), by: "The ward manager" } }).next,
  "at the next tier": () => caseAfter(raised(), wait("PT5M")),
  "that went back": () => ({ ...raised().next, wentBack: { to: at("-PT40M"), at: NOW } }),
};
const ABOUTS = [
  ...["tier_alerted", "asked_again", "referred", "news_added", "ownership_lapsed", "reopened", "acknowledge_near", "review"],
  ...["nobody_answered", "nobody_answered_and_raiser_not_told", "acknowledged", "decided", "unit_stood_down", "arrived"],
  ...[
    "answer_not_read",
    "disagreement_unresolved",
    "left_without_agreed_handover",
    "nobody_on_duty",
    "went_back",
    "anything_new",
  ],
];

describe.each(Object.entries(CASES))("a text about a case %s", (_, of) => {
  const current = of();
  it.each(NoticeKind.options)("fits into two pieces, with reference, link and attempt: %s", (kind) => {
    for (const about of ABOUTS) {
      const text = texting(noticeOf({ kind, about, attempts: 12 }), current, SITE);
      expect([places(text) <= 306, text]).toEqual([true, text]);
      expect(text).toMatch(PLAIN);
      expect(text).toMatch(new RegExp(`^${current.reference} ${current.priority}: `));
      expect(text).toContain(` Danger now: ring 999. ${SITE}/escalations/${current.id} (000001-00, attempt 12)`);
    }
  });
});

describe("a text", () => {
  it("asks for one thing, with its limit in London's time", () => {
    const text = texting(noticeOf({ attempts: 1 }), raised().next, SITE);
    expect(text).toContain("your answer is needed, Duty inspector. Acknowledge by 02:05 GMT, Fri 16 Jan. ");
  });

  it("says that it was on paper first, and when, when there is room; a message says it in full to everybody who is asked", () => {
    const { next } = raised({ onPaper: { at: at("-PT40M"), by: "Zebra" } });
    expect(texting(noticeOf({ attempts: 1 }), next, SITE)).toContain(
      "Acknowledge by 02:05 GMT, Fri 16 Jan. Written on paper at 01:20 GMT, Fri 16 Jan. Danger now",
    );
    const later =
      "ENTERED LATER: written on paper at 01:20 GMT, Fri 16 Jan. It was entered here at 02:00 GMT, Fri 16 Jan: nobody was asked here before.";
    for (const kind of NoticeKind.options) {
      const { lines } = wording(noticeOf({ kind }), next, SITE);
      expect([kind, lines[1] === later]).toEqual([kind, kind === "page"]);
    }
    expect(wording(noticeOf({}), raised().next, SITE).lines.join(" ")).not.toContain("ENTERED LATER");
    const rang = { channel: "rang_101", answer: "will_not_attend" } as const;
    const told = raised({ onPaper: { at: at("-PT40M"), by: "Zebra" }, policeContact: rang }).next;
    const had = "They had an answer before, outside Rightcall: what was said is on the page.";
    expect(wording(noticeOf({}), told, SITE).lines[2]).toBe(had);
    const timed = raised({ onPaper: { at: at("-PT40M"), by: "Zebra", answeredAt: at("-PT25M") }, policeContact: rang }).next;
    expect(wording(noticeOf({}), timed, SITE).lines[2]).toBe(
      "They had an answer before, outside Rightcall, at 01:35 GMT, Fri 16 Jan: what was said is on the page.",
    );
    const none = { ...told, ask: { ...told.ask, policeContact: { ...rang, answer: "no_answer_yet" } } } as const;
    expect(wording(noticeOf({}), none, SITE).lines).not.toContain(had);
    const answered = caseAfter(
      raised({ onPaper: { at: at("-PT40M"), by: "Zebra" } }),
      ack(),
      decision("decline_threshold_not_met"),
    );
    expect(texting(noticeOf({ about: "news_added", attempts: 1 }), answered, SITE)).toContain(
      "Nobody can decide anew before they have opened it. Written on paper at 01:20 GMT",
    );
  });

  it("says whom to ring when nobody has answered", () => {
    const text = texting(noticeOf({ kind: "update", about: "nobody_answered", attempts: 1 }), raised({}, {}).next, SITE);
    expect(text).toMatch(
      /NOBODY HAS ANSWERED\. Ring now\. Nobody has answered\. Ring 999, or the control room on 020 [\d ]+, now\./,
    );
  });

  it("reminds of the limit that is near", () => {
    const current = caseAfter(raised(), ack());
    const reminder = noticeOf({ kind: "reminder", about: "decide_near", limit: "decide", at: at("PT12M"), attempts: 1 });
    expect(texting(reminder, current, SITE)).toContain("a limit is near. Decide by 02:15 GMT, Fri 16 Jan.");
  });

  it("leaves out what a person typed", () => {
    const current = raised({ ask: "zebra", whyNow: "zebra" }).next;
    for (const kind of NoticeKind.options) expect(texting(noticeOf({ kind }), current, SITE)).not.toContain("zebra");
  });
});
