import { addNote } from "../../core/escalation/add-note.ts";
import type { Who } from "../../core/escalation/ask.ts";
import { close } from "../../core/escalation/close.ts";
import { type CustodyItem, recordCustody } from "../../core/escalation/custody.ts";
import { leaveWithoutHandover } from "../../core/escalation/departure.ts";
import { type Custody, decided, type Escalation } from "../../core/escalation/escalation.ts";
import { logCall, readAnswer } from "../../core/escalation/heard.ts";
import { unheard } from "../../core/escalation/hearing.ts";
import { owed } from "../../core/escalation/move.ts";
import { recordPlan } from "../../core/escalation/plan.ts";
import { recordOutcome } from "../../core/escalation/record-outcome.ts";
import { cannot, hasHeard } from "../../core/escalation/rules.ts";
import type { Theme } from "../../core/escalation/theme.ts";
import { later } from "./moment.ts";
import { once, type Plan } from "./plan.ts";
import { answerer, asker, inTime, minutesTo } from "./pressing.ts";
import type { Press, Step, Steps, Story } from "./telling.ts";
import { NOTES } from "./words.ts";

/** Longer than any quarter. */
const NEVER = 365 * 24 * 60;
/** How often the raising side reads the answer by itself, and is not rung. Ours. */
const READS = 0.88;

/** What is still missing before a case can be closed, one thing after another, and then somebody closes it. */
export function* closing(story: Story, plan: Plan): Steps {
  const { of, chance } = story;
  plan.knownAt ??= later(of.decision?.at ?? story.now, plan.knownAfter);
  if (!hasHeard(of)) return yield* hearing(story);
  if ((decided(of)?.declines || of.unresolvedAt) && !of.plan) return yield planning(story);
  if (of.custody && !isHandedOver(of.custody)) return yield handing(story);
  const [untold] = unheard(of);
  if (untold) return yield ringing(story, untold);
  if (!of.outcome) return yield happening(story, plan.outcome, Math.max(chance.around(20), minutesTo(story, plan.knownAt)));
  if (plan.note) return yield noting(story, plan);
  if (plan.forgotten && owed(of) === "close") return yield { after: NEVER, press: () => undefined };
  yield {
    after: chance.around(30),
    press: (it, now, duty) => {
      const by = chance.is(0.5) ? asker(story, now) : (answerer(story, duty) ?? asker(story, now));
      const body = chance.is(0.3) ? { why: "Nothing is owed any more" } : {};
      if (cannot("close", it, by, duty)) return undefined;
      return { move: "closure", by, body, makes: (then, seen, at, on) => close(then, body, by, seen, at, on) };
    },
  };
}

/** The raising side reads the answer, or is rung. */
export function* hearing(story: Story): Steps {
  const { chance } = story;
  yield {
    after: inTime(story, "read_answer", 3, 0.1),
    press: (of, now, duty) => {
      const police = chance.is(READS) ? undefined : answerer(story, duty);
      if (!of.decision) return undefined;
      if (police) return calling(police, { number: "call_back", answered: true, words: "Read out, and understood" });
      const by = asker(story, now);
      return { move: "answer-read", by, body: {}, makes: (it, seen, at, on) => readAnswer(it, by, seen, at, on) };
    },
  };
}

const calling = (by: Who, call: Parameters<typeof logCall>[1]): Press => ({
  move: "calls",
  by,
  body: call,
  makes: (it, _, at, on) => logCall(it, call, by, at, on),
});

const ringing = (story: Story, agency: string): Step => ({
  after: story.chance.around(6),
  press: (_, __, duty) => {
    const by = answerer(story, duty);
    return by && calling(by, { number: "desk", agency, answered: true });
  },
});

/** How the raising side keeps the person safe meanwhile. */
const PLANS = ["His sister stays with him, and we ring every hour", "A nurse goes there at once, and rings 999 if nobody opens"];
/** The raising side says how, and when it looks again. */
export const planning = (story: Story): Step => ({
  after: story.chance.around(10),
  press: (_, now) => {
    const body = { words: story.chance.one(PLANS), reviewAt: later(now, story.chance.whole(4, 24) * 60) };
    const by = asker(story, now);
    return { move: "interim-plan", by, body, makes: (it, seen, at, on) => recordPlan(it, body, by, seen, at, on) };
  },
});

const isHandedOver = ({ accepted, left, nextOfKin, tellResult }: Custody): boolean =>
  (accepted !== null || left !== null) && nextOfKin !== null && tellResult !== null;

/** How often officers leave before anybody has agreed to take the person on. Ours. */
const LEAVES = 0.02;

/** The next item of a handover; each takes some minutes, and the whole of it often longer than the hour that partners work towards. */
export const handing = (story: Story): Step => ({
  after: story.chance.around(3),
  press: (of, now, duty) => {
    const { custody } = of;
    if (!custody) return undefined;
    const by = asker(story, now);
    if (!custody.accepted && !custody.left && story.chance.is(LEAVES))
      return leaving({ leftAt: later(now, -3), told: "Told the nurse at the desk" }, by);
    const police = answerer(story, duty);
    if (!custody.riskByPolice && police) return settling({ item: "risk_by_police", level: "medium" }, police);
    const item = missing(custody);
    return item && settling(item, by);
  },
});

const leaving = (body: Parameters<typeof leaveWithoutHandover>[1], by: Who): Press => ({
  move: "departure",
  by,
  body,
  makes: (it, _, at, on) => leaveWithoutHandover(it, body, by, at, on),
});

const settling = (item: CustodyItem, by: Who): Press => ({
  move: "custody",
  by,
  body: item,
  makes: (it, _, at, on) => recordCustody(it, item, by, at, on),
});

function missing({ riskByHealth, nextOfKin, tellResult, accepted }: Custody): CustodyItem | undefined {
  if (!riskByHealth) return { item: "risk_by_health", level: "medium" };
  if (!nextOfKin) return { item: "next_of_kin", told: "told", words: "His mother, by telephone" };
  if (!tellResult) return { item: "tell_result", who: "His mother, and the crisis team" };
  return accepted ? undefined : { item: "custody_accepted", clinician: "The nurse in charge of the place of safety" };
}

/** Who has seen the person, by what was done. */
const seenBy = ({ arrived, referral }: Escalation, code: string) => {
  if (code === "unknown" || code === "still_missing") return "nobody" as const;
  if (arrived) return "police" as const;
  return referral?.accepted ? ("ambulance" as const) : undefined;
};

/** What has happened to the person is written down, by the raising side. */
export const happening = (story: Story, code: string, after: number): Step => ({
  after,
  press: (of, now) => {
    const eyes = seenBy(of, code) ?? story.chance.one(["health_staff", "family_or_friend", "social_care"] as const);
    const by = asker(story, now);
    const body = { code, seenBy: eyes };
    return { move: "outcome", by, body, makes: (it, _, at, on) => recordOutcome(it, body, by, at, on) };
  },
});

/** A note for the learning side: of what went well, or of what the story itself shows. */
function noting(story: Story, plan: Plan): Step {
  const theme = plan.note === "T20" ? "T20" : story.chance.one(themesOf(story));
  return once(
    plan,
    { note: undefined },
    {
      after: story.chance.around(20),
      press: (_, now) => {
        const [text, by] = [story.chance.one(NOTES[theme] ?? []), asker(story, now)];
        const body = { text, theme };
        return { move: "notes", by, body, makes: (it, __, at, on) => addNote(it, body, by, at, on) };
      },
    },
  );
}

/** What can be learned from a case, by what happened in it; what can come up in any comes last. */
function themesOf({ of, facts }: Story): Theme[] {
  const happened = (what: string) => facts.some((fact) => fact.what === what);
  const { priority, ask, earlier, referral, related, deferrals } = of;
  const shown: readonly (readonly [boolean, Theme])[] = [
    [of.disagreements.length > 0, "T01"],
    [ask.policeContact?.answer === "will_not_attend", "T03"],
    [ask.policeContact?.answer === "will_review" && priority === "P1", "T04"],
    [referral !== null && (referral.declined !== null || happened("referral_declined")), "T05"],
    [happened("ownership_lapsed") || happened("tier_skipped"), "T06"],
    [related.length > 0 || happened("request_linked"), "T07"],
    [earlier.length > 0, "T08"],
    [deferrals.length > 0, "T09"],
    [of.decision?.entry !== undefined, "T14"],
    [ask.type === "awol_detained", "T15"],
    [ask.type === "s136_handover", "T16"],
    [ask.type === "violence_or_crime_on_site", "T19"],
  ];
  return [...shown.flatMap(([holds, theme]) => (holds ? [theme, theme] : [])), "T02", "T11", "T17"];
}

/** What comes when a case has closed: what really happened is learned days later. */
export const learning = (story: Story, code: string): Step => happening(story, code, story.chance.around(40 * 60));
