import type { Who } from "../../core/escalation/ask.ts";
import type { Duty } from "../../core/escalation/climb.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import type { Move } from "../../core/escalation/move.ts";
import type { Notice } from "../../core/escalation/notice.ts";
import { tierOf } from "../../core/escalation/standing.ts";
import type { Role } from "../../core/people.ts";
import { casePage } from "../../web/case-page.tsx";
import type { CaseView } from "../../web/case-view.ts";
import { LIMB_NAMES } from "../../web/known-words.ts";
import { MOVES, type MoveName, movesFor, prioritiesFor } from "../../web/moves.ts";
import { type Content, page } from "../../web/page.tsx";
import { at, duty, london, NOW, noticeOf, nurse, raised } from "../builders.ts";

export const NONCE = "a-nonce-of-this-answer";
/** What somebody may write who wants the page to do something. */
export const HOSTILE = `</textarea></script><script>alert(1)</script><img src=x onerror=alert(1)> "quoted" & 'more' javascript:alert(1)`;

const reader = {
  mark: "london/somebody",
  member: "london/somebody",
  name: HOSTILE,
  agency: "A hospital",
  desks: ["A desk"],
  links: [{ href: "/raise", title: "Raise" }],
};

/** A whole page, as the browser gets it. */
export const html = (content: Content) => page(content, { now: NOW, nonce: NONCE, colours: "device", reader });

/** What a reader sees of it. */
export const text = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, " ")
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .replace(/ ([.,:;)])/g, "$1");

const BY_EMAIL = {
  ...({ number: 1, channel: "email", to: "inspector@example.org", at: NOW } as const),
  ...({ fate: "delivered", messageId: "m1", settledAt: at("PT2S"), reason: null } as const),
};
export const notice = (more: Partial<Notice>): Notice => ({
  ...noticeOf({ fate: "delivered", attempts: 1, tried: [BY_EMAIL], settledAt: at("PT2S") }),
  ...more,
});

/** The case after some moves, and every fact on the way to it. */
export function story(start: Move, ...moves: ((current: Escalation) => Move | undefined)[]): { of: Escalation; facts: Fact[] } {
  const made = moves.reduce(
    ({ of, facts }, move) => {
      const next = move(of);
      return { of: next?.next ?? of, facts: [...facts, ...(next?.facts ?? [])] };
    },
    { of: start.next, facts: [...start.facts] },
  );
  return { of: made.of, facts: made.facts.map((fact) => ({ ...fact, before: "", hash: "" }) as Fact) };
}

/** What the page of a case is made from: as the nurse reads it, with every move offered, unless a test says otherwise. */
export const view = (more: Partial<CaseView> & Pick<CaseView, "of" | "facts">): CaseView => ({
  notices: [notice({})],
  now: at("PT1M"),
  reader: nurse,
  nameOf: (person) => `Name of ${person}`,
  agencyOf: (code) => london.agencies.find((agency) => agency.code === code)?.title ?? code,
  thresholds: more.of.terms.thresholds,
  limbOf: (limb) => LIMB_NAMES[limb],
  moves: Object.keys(MOVES) as MoveName[],
  tier: undefined,
  keyOf: (move) => `key-${move}`,
  colleagues: [{ code: "duty_officer", title: "The duty officer, Control room duty officer" }],
  priorities: more.of.terms.priorities.map(({ code }) => code),
  wall: "2026-01-16T02:01",
  later: "2026-01-16T03:00",
  others: [],
  answered: [],
  revision: "r1",
  ...more,
});

export const fresh = () => view(story(raised({ whyNow: HOSTILE, ask: `Officers. ${HOSTILE}` })));

/** The page as one person gets it who is on duty or not, with the moves that the rules leave them. */
export function seenBy(
  who: Who,
  roles: readonly Role[],
  made: Pick<CaseView, "of" | "facts"> & Partial<Pick<CaseView, "others" | "answered">>,
  now = at("PT1M"),
  on: Duty = duty(),
) {
  const markup = html(
    casePage(
      view({
        ...{ ...made, now, reader: who, moves: movesFor(made.of, who, roles, on) },
        ...{ tier: tierOf(made.of, who, on), priorities: prioritiesFor(made.of, who, on) },
      }),
    ),
  );
  return { markup, words: text(markup) };
}
