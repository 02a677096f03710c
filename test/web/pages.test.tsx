import { describe, expect, it } from "@jest/globals";
import type { ReactNode } from "react";
import { acknowledge } from "../../core/escalation/acknowledge.ts";
import { addNote } from "../../core/escalation/add-note.ts";
import { arrive } from "../../core/escalation/arrive.ts";
import { close, withdraw } from "../../core/escalation/close.ts";
import { decide } from "../../core/escalation/decide.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { type Fact, Happening } from "../../core/escalation/fact.ts";
import type { Move } from "../../core/escalation/move.ts";
import { Fate, type Notice, NoticeKind } from "../../core/escalation/notice.ts";
import { recordOutcome } from "../../core/escalation/record-outcome.ts";
import { strike } from "../../core/escalation/strike.ts";
import { lineOf } from "../../core/escalation/view.ts";
import { EMERGENCY } from "../../core/escalation/wording.ts";
import { openapi } from "../../core/openapi.ts";
import { pathwayInForce } from "../../core/partnership/terms.ts";
import { type CaseView, casePage } from "../../web/case-page.tsx";
import { docsPage } from "../../web/docs-page.tsx";
import { dutyBoardPage } from "../../web/duty-board-page.tsx";
import { NOTHING_TYPED, type Typed } from "../../web/form.tsx";
import { MOVES, type MoveName, movesFor } from "../../web/moves.ts";
import { myEscalationsPage } from "../../web/my-escalations-page.tsx";
import { notDonePage } from "../../web/not-done-page.tsx";
import { type Content, page } from "../../web/page.tsx";
import { problemPage } from "../../web/problem-page.tsx";
import { choosePathwayPage, ELSEWHERE, raisePage } from "../../web/raise-page.tsx";
import { signedInPage, signedOutPage, signInPage, startPage } from "../../web/sign-in-page.tsx";
import { Sentence } from "../../web/story.tsx";
import { at, caseAfter, duty, inspector, london, NOW, nurse, raised } from "../builders.ts";

const NONCE = "a-nonce-of-this-answer";
const HOSTILE = `</textarea></script><script>alert(1)</script><img src=x onerror=alert(1)> "quoted" & 'more' javascript:alert(1)`;
const reader = { name: HOSTILE, agency: "A hospital", desks: ["A desk"], links: [{ href: "/raise", title: "Raise" }] };
const html = (content: Content, signedIn = true) =>
  page(content, { now: NOW, nonce: NONCE, reader: signedIn ? reader : undefined });
const tags = (markup: string) => markup.match(/<[a-z][^>]*>/gi) ?? [];
const text = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ");

const notice = (more: Partial<Notice>): Notice => ({
  id: "000001-00",
  case: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab",
  partnership: "london",
  kind: "page",
  to: "inspector",
  about: "tier_alerted",
  tier: 0,
  limit: "acknowledge",
  at: NOW,
  fate: "delivered",
  attempts: 1,
  leasedUntil: null,
  settledAt: at("PT2S"),
  confirmBy: null,
  reason: null,
  messageId: "m1",
  ...more,
});

/** The case after some moves, and every fact on the way to it. */
function story(start: Move, ...moves: ((current: Escalation) => Move | undefined)[]): { of: Escalation; facts: Fact[] } {
  const made = moves.reduce(
    ({ of, facts }, move) => {
      const next = move(of);
      return { of: next?.next ?? of, facts: [...facts, ...(next?.facts ?? [])] };
    },
    { of: start.next, facts: [...start.facts] },
  );
  return { of: made.of, facts: made.facts.map((fact) => ({ ...fact, before: "", hash: "" }) as Fact) };
}

const view = (more: Partial<CaseView> & Pick<CaseView, "of" | "facts">): CaseView => ({
  notices: [notice({})],
  now: at("PT1M"),
  nameOf: (person) => `Name of ${person}`,
  agencyOf: (code) => london.agencies.find((agency) => agency.code === code)?.title ?? code,
  thresholds: london.pathways.flatMap(({ thresholds }) => thresholds),
  readerAgency: nurse.agency,
  moves: Object.keys(MOVES) as MoveName[],
  keyOf: (move) => `key-${move}`,
  later: "2026-01-16T03:00",
  revision: "r1",
  ...more,
});
const fresh = () => view(story(raised({ whyNow: HOSTILE, ask: `Officers. ${HOSTILE}` } as never)));

const pathway = pathwayInForce(london, "police_attendance", NOW);
const places = [
  ...london.areas.flatMap((area) => area.places).map(({ title }) => ({ code: title, title })),
  { code: ELSEWHERE, title: ELSEWHERE },
];
const raiseWith = (typed: Typed) => raisePage({ pathway, places, typed, press: { key: "k1", ring: "+442079460107" } });
const wrong: Typed = {
  values: new URLSearchParams({ whyNow: HOSTILE, callBack: "12" }),
  errors: [
    { field: "callBack", reason: "a UK telephone number" },
    { field: "type", reason: "is needed" },
    { field: "place.address", reason: "is needed" },
    { field: "threshold", reason: "say which" },
  ],
};

const undecided: Typed = {
  values: new URLSearchParams({ code: "decline_threshold_not_met", why: HOSTILE, "reviewAt.decline_threshold_not_met": "soon" }),
  errors: [
    { field: "reviewAt", reason: "a date and a time" },
    { field: "seen", reason: "is needed" },
  ],
};

const PAGES: [string, () => Content][] = [
  ["sign in", () => signInPage("/raise")],
  ["sign in, after it went wrong", () => signInPage("/raise", HOSTILE)],
  ["signed in", signedInPage],
  ["signed out", signedOutPage],
  ["start", () => startPage(HOSTILE)],
  ["raise", () => raiseWith(NOTHING_TYPED)],
  ["raise, with errors", () => raiseWith(wrong)],
  ["choose what to raise", () => choosePathwayPage([{ code: "a", title: HOSTILE }])],
  ["one case", () => casePage(fresh())],
  ["one case, a press not done", () => casePage({ ...fresh(), tried: { move: "decision", typed: undecided, why: HOSTILE } })],
  [
    "duty board",
    () => dutyBoardPage({ cases: [raised().next], desks: ["A desk"], now: NOW, revision: "r", controlRoom: "+442079460107" }),
  ],
  ["duty board, empty", () => dutyBoardPage({ cases: [], desks: [], now: NOW, revision: "r", controlRoom: undefined })],
  [
    "my escalations",
    () =>
      myEscalationsPage({
        items: [lineOf(raised().next)],
        next: "n",
        agency: HOSTILE,
        reader: "nurse",
        typeTitle: () => HOSTILE,
        now: NOW,
      }),
  ],
  [
    "a press that came to nothing",
    () =>
      notDonePage({
        heading: "Not sent",
        why: "Something went wrong.",
        ring: "+442079460107",
        to: "/raise",
        values: new URLSearchParams({ key: "k1", whyNow: HOSTILE }),
        signInFirst: true,
        request: "r1",
      }),
  ],
  ["a problem", () => problemPage("Page not found", HOSTILE, "r1")],
  ["the API", () => docsPage(openapi())],
];

describe.each(PAGES)("the page «%s»", (_, content) => {
  const markup = html(content());

  it("says that it is no emergency line", () => {
    expect(text(markup)).toContain(EMERGENCY);
  });

  it("shows people's words as words", () => {
    expect(tags(markup).filter((tag) => /^<img|alert/.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([]);
    expect(markup.includes("alert(1)</script>")).toBe(false);
    expect(markup.match(/(?:href|action|src)="(?!\/|#|tel:|data:,")[^"]*/g)).toBeNull();
  });

  it("keeps to the content security policy", () => {
    expect(tags(markup).filter((tag) => /\sstyle=|\son\w+=|^<style/i.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([]);
    const scripts = [...markup.matchAll(/<script([^>]*)>/g)].map(([, attributes]) => attributes);
    expect(scripts).toHaveLength(2);
    for (const attributes of scripts) expect(attributes).toContain(`nonce="${NONCE}"`);
  });

  it("gives each id once, and every link within the page somewhere to land", () => {
    const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, nth) => ids.indexOf(id) !== nth)).toEqual([]);
    const targets = [...markup.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

describe("raising", () => {
  it("asks eight things at most", () => {
    const markup = html(raiseWith(NOTHING_TYPED));
    const names = [...markup.matchAll(/<(?:input|textarea|select)[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !tag.includes('type="hidden"'))
      .map((tag) => tag.match(/name="([^"]*)"/)?.[1]);
    expect(new Set(names).size).toBeLessThanOrEqual(8);
  });

  it("never asks for a name, an NHS number or a CAD number", () => {
    const labels = [...html(raiseWith(NOTHING_TYPED)).matchAll(/<(?:label|legend)[^>]*>(.*?)<\/(?:label|legend)>/g)].map(
      ([, label]) => label,
    );
    expect(labels.join("\n")).not.toMatch(/\bname\b|NHS|CAD/);
  });

  it("says nothing has been sent before there is a reference", () => {
    expect(text(html(raiseWith(NOTHING_TYPED)))).not.toMatch(/\bsent\b/i);
    expect(text(html(raiseWith(wrong)))).not.toMatch(/\bsent\b/i);
  });

  it("puts what is wrong first in the title, lists it in the order of the form, and keeps what was typed", () => {
    const markup = html(raiseWith(wrong));
    expect(markup).toContain("<title>Error: Raise an escalation");
    const summary = markup.slice(markup.indexOf("nhsuk-error-summary"), markup.indexOf("<h1"));
    expect([...summary.matchAll(/href="#([^"]*)">([^<]*)/g)].map(([, id, words]) => [id, words])).toEqual([
      ["raise-type", "Choose what it is about"],
      ["raise-place-address", "Say where exactly"],
      ["raise-threshold", "Say which part of the threshold you believe is met, or that you are not sure"],
      ["raise-callBack", "Call-back number: a UK telephone number"],
    ]);
    expect(text(markup)).toContain(HOSTILE);
    expect(markup).toContain('value="12"');
  });
});

describe("one case", () => {
  it("says nobody yet, nothing yet and not recorded where nothing is known", () => {
    const words = text(html(casePage({ ...fresh(), notices: [] })));
    expect(words).toContain("Who has it now nobody yet");
    expect(words).toContain("What was decided nothing yet");
    expect(words).toContain("What happened to the person not recorded");
    expect(words).toContain("Who has been asked nobody yet");
  });

  it("tells the raiser its reference and when it was received", () => {
    expect(text(html(casePage(fresh())))).toMatch(/Received at 02:00:00 GMT . Your reference is RC-234-567/);
  });

  it("gives the number to ring when nobody has answered", () => {
    const wakes = ["PT5M", "PT10M", "PT15M", "PT20M"].map(
      (after) => (of: Escalation) => strike(of, at(after), duty({ empty: [1, 2, 3] }), "workflow"),
    );
    const words = text(html(casePage(view({ ...story(raised({}, duty({ empty: [1, 2, 3] })), ...wakes), now: at("PT21M") }))));
    expect(words).toMatch(/Nobody has answered Ring 999 or the control room on 020 7946 \d{4} now\. We go on asking/);
  });

  it("offers what this person may do now, and nothing else", () => {
    const acked = story(raised(), (of) => acknowledge(of, inspector, of.version, at("PT1M"), duty())).of;
    expect(movesFor(raised().next, nurse, ["raiser"], false)).toEqual(["outcome", "withdrawal", "notes"]);
    expect(movesFor(raised().next, inspector, ["duty_officer"], true)).toEqual([
      "acknowledgement",
      "decision",
      "outcome",
      "notes",
    ]);
    expect(movesFor(raised().next, inspector, ["duty_officer"], false)).toEqual(["outcome", "notes"]);
    expect(movesFor(acked, inspector, ["duty_officer"], true)).toEqual(["decision", "outcome", "notes"]);
    expect(movesFor(acked, nurse, ["chair"], false)).toEqual([]);
  });

  it("shows a press that was not applied with its reason, its words and the version to press again on", () => {
    const typed = { values: new URLSearchParams({ why: "She is in the water" }), errors: [] };
    const of = story(raised(), (one) => acknowledge(one, inspector, one.version, at("PT1M"), duty()));
    const markup = html(casePage(view({ ...of, tried: { move: "decision", typed, why: "The clock changed this." } })));
    expect(text(markup)).toContain("The clock changed this.");
    expect(markup).toContain("She is in the water</textarea>");
    expect(markup).toContain(`name="seen" value="${of.of.version}"`);
  });

  it("gives each decision a time of its own, and says which one is wrong", () => {
    const markup = html(casePage({ ...fresh(), tried: { move: "decision", typed: undecided } }));
    expect(markup).toContain('<a href="#decision-reviewAt-decline_threshold_not_met">Look again at: a date and a time</a>');
    expect(markup).toMatch(/name="reviewAt\.decline_threshold_not_met" value="soon"/);
    expect(markup).toMatch(/name="reviewAt\.advise_partner_leads" value="2026-01-16T03:00"/);
  });

  it("keeps the words of a press that may no longer be made", () => {
    const typed = { values: new URLSearchParams({ why: "She is in the water" }), errors: [] };
    const markup = html(casePage({ ...fresh(), moves: ["notes"], tried: { move: "decision", typed, why: "It was closed." } }));
    expect(markup).toContain("She is in the water</p>");
  });
});

describe("the story", () => {
  const said = (node: ReactNode) => text(html({ title: "", body: node }));
  const context = {
    of: raised().next,
    now: at("PT1H"),
    nameOf: (person: string) => `Name of ${person}`,
    agencyOf: () => "A force",
  };
  const who = {
    by: inspector,
    at: NOW,
    version: 1,
    number: 1,
    pathway: "police_attendance",
    pathwayVersion: 1,
    before: "",
    hash: "",
  };
  const EVERY: Record<Fact["what"], [Happening["about"], RegExp]> = {
    raised: [
      { priority: "P1", asked: "P2", area: "central_south", recognised: false },
      /raised this as P1 .* would have made it P2 .* No area is known/,
    ],
    tier_alerted: [{ tier: 0, people: ["inspector"], unasked: [], paired: [] }, /Duty inspector was asked: Name of inspector/],
    tier_skipped: [{ tier: 0, reason: "nobody_on_duty", teams: ["a"] }, /could not be asked: nobody was on duty/],
    nobody_answered: [{ unanswered: "acknowledge" }, /no tier is left/],
    asked_again: [{ people: [] }, /asked again: nobody/],
    limit_near: [{ limit: "decide", tier: 0, dueAt: at("PT15M"), waker: "sweeper" }, /limit was near: 02:15 GMT to decide/],
    limit_missed: [
      { limit: "decide", tier: 0, dueAt: at("PT15M"), waker: "sweeper" },
      /Nobody decided in time: the limit was 02:15 GMT/,
    ],
    notice_failed: [
      { notice: "000001-00", to: "inspector", reason: "bounced" },
      /A message to Name of inspector did not arrive: bounced/,
    ],
    acknowledged: [{ tier: 0 }, /The inspector, A force, has seen it/],
    decided: [
      { tier: 0, code: "attend_immediate", why: HOSTILE, arriveBy: null, reviewAt: at("PT2H") },
      /decided: .* looked at again at 04:00 GMT/,
    ],
    arrived: [{ callSign: null, claimedAt: null }, /somebody is on scene\. No call sign was given/],
    outcome_recorded: [{ code: "safe", seenBy: "nobody" }, /Seen by: nobody yet/],
    note_added: [{ text: HOSTILE }, /noted:/],
    closed: [{ why: null }, /closed it/],
    withdrawn: [{ as: "found_safe", why: HOSTILE }, /withdrew it\. Found safe/],
  };

  it("has a sentence for every kind of fact", () => {
    expect(Object.keys(EVERY).sort()).toEqual(Happening.options.map((option) => option.shape.what.value).sort());
  });

  it.each(Object.entries(EVERY))("tells %s", (what, [about, words]) => {
    const fact = { ...who, what, about } as Fact;
    expect(said(<Sentence fact={fact} context={context} />)).toMatch(words);
  });

  it.each(NoticeKind.options.flatMap((kind) => Fate.options.map((fate) => ({ kind, fate }))))(
    "explains a $kind that is $fate",
    ({ kind, fate }) => {
      const reason = fate === "withheld" || fate === "failed" ? "it bounced off" : null;
      const words = text(html(casePage({ ...fresh(), notices: [notice({ kind, fate, reason })] })));
      expect(words).toMatch(
        /(Asked to answer|Reminded|Told [^:]+): Name of inspector by email, (on its way|handed|delivered|did not arrive|not sent)/,
      );
      if (reason) expect(words).toContain("it bounced off");
    },
  );

  it("tells a whole case, each line with what left with it", () => {
    const { of, facts } = story(
      raised(),
      (one) => acknowledge(one, inspector, one.version, at("PT1M"), duty()),
      (one) => decide(one, { code: "attend_immediate", why: "On what is known" }, inspector, one.version, at("PT2M"), duty()),
      (one) => addNote(one, { text: "She is by the bridge" }, nurse, at("PT3M")),
      (one) => arrive(one, { callSign: "EK21" }, inspector, at("PT9M")),
      (one) => recordOutcome(one, { code: "safe", seenBy: "police" }, inspector, at("PT20M")),
      (one) => close(one, {}, nurse, one.version, at("PT30M")),
    );
    const words = text(html(casePage(view({ of, facts, now: at("PT1H") }))));
    for (const line of ["has seen it", "decided:", "She is by the bridge", "Call sign EK21", "Seen by: police", "closed it"])
      expect(words).toContain(line);
    expect(facts).toHaveLength(of.story);
    expect(words).toContain("How it ended");
  });

  it("says how a withdrawn case ended", () => {
    const of = caseAfter(raised(), (one) => withdraw(one, { as: "found_safe", why: "At home" }, nurse, one.version, at("PT1M")));
    expect(text(html(casePage(view({ of, facts: [] }))))).toContain("Withdrawn: found safe");
  });
});
