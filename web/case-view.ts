import type { Who } from "../core/escalation/ask.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import type { Fact } from "../core/escalation/fact.ts";
import { unreadBy } from "../core/escalation/known.ts";
import type { Notice } from "../core/escalation/notice.ts";
import { isAsker } from "../core/escalation/standing.ts";
import type { FirstAnswerOutline } from "../core/first-answers/first-answer.ts";
import type { Flag } from "../core/rates/rates.ts";
import type { Instant } from "../core/time.ts";
import type { Choice, Press, Typed } from "./form.tsx";
import type { MoveName } from "./moves.ts";
import { clockWords } from "./time.tsx";

/** A press that came to nothing, with what was typed, and why it did; `again` says that one more press takes it. */
export interface Tried {
  readonly move: MoveName;
  readonly typed: Typed;
  readonly why?: string | undefined;
  readonly again?: boolean;
}

/** What the page of one case needs. */
export interface CaseView {
  readonly of: Escalation;
  readonly facts: readonly Fact[];
  readonly notices: readonly Notice[];
  readonly now: Instant;
  readonly reader: Who;
  readonly nameOf: (person: string) => string;
  readonly agencyOf: (code: string) => string;
  /** What each part of the threshold is called; the terms of an old case do not keep it. */
  readonly thresholds: readonly { readonly code: string; readonly title: string }[];
  /** What each limb of the threshold is called, in the agreement's own words. */
  readonly limbOf: (limb: Limb) => string;
  readonly moves: readonly MoveName[];
  /** The highest tier at which this reader answers now; undefined where they answer at none. */
  readonly tier: number | undefined;
  readonly keyOf: (move: MoveName) => string;
  /** Who else is on duty for this case. */
  readonly colleagues: readonly Choice[];
  /** The urgencies that this reader may give it. */
  readonly priorities: readonly string[];
  /** This moment, and a time that a form may offer, as far ahead as its urgency allows for an answer, on London's wall clock. */
  readonly wall: string;
  readonly later: string;
  readonly tried?: Tried | undefined;
  readonly revision: string;
  /** Those of the related cases that this reader shares too, as boards go by them. */
  readonly others: readonly Escalation[];
  /** What the reader's control room answered others about what may be the same; for nobody else. */
  readonly answered: readonly FirstAnswerOutline[];
  /** That it was one of unusually many. */
  readonly flag?: Flag | undefined;
}

export type Limb = "limb_a" | "limb_b";
export const LIMBS: readonly Limb[] = ["limb_a", "limb_b"];

/** What each form of a case needs: the case as its reader knows it, the press it would make, and what was typed into it before. */
export interface FormView
  extends Pick<
    CaseView,
    "of" | "reader" | "tier" | "agencyOf" | "nameOf" | "limbOf" | "colleagues" | "priorities" | "wall" | "later" | "now"
  > {
  readonly press: Press;
  readonly typed: Typed;
}

/**
 * The case as this reader knows it. Whoever answers opens a piece of news before they read it, and whoever asked sees it at once: so
 * that «I have read it» is true.
 */
export function knownTo({ of, reader }: Pick<CaseView, "of" | "reader">): Escalation {
  if (isAsker(of, reader)) return of;
  const unread = unreadBy(of, reader.id);
  return { ...of, news: of.news.filter((piece) => !unread.includes(piece)) };
}

/** Which case a form is about, for whoever came to it from a list: nothing of a patient. */
export const caseInWords = ({ reference, raised }: Pick<Escalation, "reference" | "raised">, now: Instant): string =>
  `${reference}, raised ${clockWords(raised.at, now)} by ${raised.by.name}`;

/** Where a form of this case goes. */
export const addressOf = ({ id }: Pick<Escalation, "id">, move: MoveName): string => `/escalations/${id}/${move}`;
