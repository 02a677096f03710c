import type { Duty } from "../../core/escalation/climb.ts";
import { isDue, nextDueAt } from "../../core/escalation/clock.ts";
import type { Screen } from "../../core/escalation/decide.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import type { Author, Move } from "../../core/escalation/move.ts";
import type { Notice } from "../../core/escalation/notice.ts";
import { isAsking } from "../../core/escalation/rules.ts";
import { accepted, leaving, noting, unsent } from "../../core/escalation/sending.ts";
import { strike } from "../../core/escalation/strike.ts";
import { viewOf } from "../../core/escalation/view.ts";
import { keys } from "../../core/keys.ts";
import type { Partnership, Pathway } from "../../core/partnership/partnership.ts";
import type { Terms } from "../../core/partnership/terms.ts";
import type { Instant } from "../../core/time.ts";
import { hashOf, tie } from "../../functions/chain.ts";
import type { Chance } from "./chance.ts";
import type { Request } from "./demand.ts";
import { later } from "./moment.ts";
import type { Roster } from "./roster.ts";
import type { Subject } from "./subject.ts";

/** One case that has been told: as it is in the end, its whole story, and the screens that were decided on. */
export interface Row {
  readonly escalation: Escalation;
  readonly facts: readonly Fact[];
  readonly screens: readonly (Screen & { readonly version: number })[];
}

/** Where all of it happens: what the partners have agreed, and who is on duty. */
export interface Scene {
  readonly agreed: Partnership;
  readonly pathway: Pathway;
  /** What was promised for a place to an agency; the same copy each time. */
  readonly termsOf: (place: string, agency: string) => Terms;
  readonly roster: Roster;
}

/** A case while it is told: what the product would have kept of it by now. */
export interface Story {
  readonly scene: Scene;
  readonly chance: Chance;
  readonly request: Request;
  readonly subject: Subject;
  now: Instant;
  of: Escalation;
  readonly facts: Fact[];
  /** What was on the screen at each decision, by the version that the decision made. */
  readonly screens: (Screen & { readonly version: number })[];
  /** Pages that asked for an answer: what became of them is why a limit was missed. */
  readonly pages: Notice[];
}

/** What is done to a case at one moment; undefined when it has become pointless. */
export type Doing = (of: Escalation, now: Instant, duty: Duty) => Move | undefined;

/** One press of a button: which, by the last part of its route, by whom, and what it says. `makes`: what comes of it on the case as it is when the press arrives. */
export interface Press {
  readonly move: string;
  readonly by: Author;
  readonly body: object;
  readonly makes: (of: Escalation, seen: number, now: Instant, duty: Duty) => Move | undefined;
}

/** What somebody does after so many minutes, by what they see of the case then; undefined when it has become pointless. */
export interface Step {
  readonly after: number;
  readonly press: (of: Escalation, now: Instant, duty: Duty) => Press | undefined;
}
/** What people do, one after another. It is asked for the next step once the last has been taken, so it can look at the case. */
export type Steps = Generator<Step, void, void>;

/** A story that begins with a move that made a case. */
export function begun(move: Move, from: Pick<Story, "scene" | "chance" | "request" | "subject">): Story {
  const story: Story = { ...from, now: from.request.at, of: move.next, facts: [], screens: [], pages: [] };
  keep(story, move);
  return story;
}

/**
 * Tells a story to its end, or to the end of the quarter: each step when it comes, and before it each limit that falls due. When somebody
 * is asked meanwhile, the step is left, and whoever is asked may come first.
 */
export function tell(story: Story, steps: Steps, end: Instant): void {
  for (const { after, press } of steps) {
    const at = later(story.now, after);
    if (!pass(story, at < end ? at : end, isAsking(story.of) ? undefined : isAsking)) continue;
    if (at >= end) return;
    take(story, (of, now, duty) => press(of, now, duty)?.makes(of, of.version, now, duty));
  }
}

/** One move on the case as it is now. */
export function take(story: Story, doing: Doing): void {
  const move = doing(story.of, story.now, story.scene.roster.dutyAt(story.now));
  if (move) keep(story, move);
}

/** How late the two wakers come, in milliseconds: the workflow at once, the sweeper at its next look where a run was lost. As measured on one machine. */
const LATE = { workflow: [30, 400], sweeper: [2_000, 31_000] } as const;
const RUN_IS_LOST = 0.01;

/**
 * Time goes on to an instant: each deadline is struck when it comes. Where a person is faster than the waker, the person comes first.
 * Stops where the case has become such as is waited for; says whether it came to the instant.
 */
export function pass(story: Story, to: Instant, until: (of: Escalation) => boolean = () => false): boolean {
  const { chance } = story;
  for (let due = nextDueAt(story.of.clocks); due !== null; due = nextDueAt(story.of.clocks)) {
    const waker = chance.is(RUN_IS_LOST) ? "sweeper" : "workflow";
    const [least, most] = LATE[waker];
    const at = later(due < story.now ? story.now : due, chance.whole(least, most) / 60_000);
    if (at >= to) break;
    story.now = at;
    const move = strike(story.of, at, story.scene.roster.dutyAt(at), waker, became(story, at));
    if (!move) throw new Error(`nothing of ${story.of.reference} was struck that was due at ${due}`);
    keep(story, move);
    if (until(story.of)) return false;
  }
  story.now = to;
  return true;
}

/** A move as `save` would keep it: its facts tied to the story, the last hash with the case. */
function keep(story: Story, move: Move): void {
  const facts = tie(move.facts, story.of.chain);
  story.facts.push(...facts);
  story.of = { ...move.next, terms: story.of.terms, chain: facts.at(-1)?.hash ?? story.of.chain };
  if (move.screen) story.screens.push({ version: move.next.version, ...move.screen });
  for (const settled of move.settled) {
    const nth = story.pages.findIndex(({ id }) => id === settled.id);
    if (nth >= 0) story.pages[nth] = settled;
  }
  const { id, partnership, version } = story.of;
  for (const [nth, made] of move.notices.entries())
    if (made.kind === "page" && (made.limit === "acknowledge" || made.limit === "accept_referral"))
      story.pages.push(
        unsent({ ...made, openedAt: null, id: keys.noticeId(version, nth), case: id, partnership, at: story.now }),
      );
}

/** What became of pages that nobody answered: mostly delivered and not read, some read, some late, a few lost. Ours. */
const FATES = { unread: 55, read: 32, late: 8, lost: 5 };

/** The pages with what became of them, where a limit has fallen due that asked for them; else nobody asks. */
function became(story: Story, now: Instant): readonly Notice[] {
  const asks = story.of.clocks.some(
    (clock) => isDue(clock, now) && (clock.limit === "acknowledge" || clock.limit === "accept_referral"),
  );
  if (!asks) return story.pages;
  for (const [nth, page] of story.pages.entries())
    if (page.fate === "waiting") story.pages[nth] = carried(page, story.chance, story.of.terms.confirmWithin, now);
  return story.pages;
}

function carried(page: Notice, chance: Chance, within: string, now: Instant): Notice {
  const fate = chance.by(FATES);
  const sent = later(page.at, 0.01);
  const taken = accepted(leaving(page, EMAIL, within, sent), 1, `made-up-${page.id}`, within, sent);
  if (fate === "lost") return taken;
  const arrives = later(sent, fate === "late" ? 4 : 0.1);
  const arrived = noting(taken, 1, { what: "delivered" }, arrives)?.notice ?? taken;
  const openedAt = later(arrives, chance.around(1.5));
  return fate === "read" && openedAt < now ? { ...arrived, openedAt } : arrived;
}
const EMAIL = { kind: "email", to: "desk@example.org", verifiedAt: null } as const;

/** The screen that a decision is made on, and its hash, as the API makes them. */
export function screenOf(of: Escalation): Screen {
  const shown = viewOf(of);
  return { shown, hash: hashOf(shown) };
}
