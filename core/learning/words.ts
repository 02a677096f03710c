import { THEMES, type Theme } from "../escalation/theme.ts";
import { EMERGENCY, type Words } from "../escalation/wording.ts";
import { type Instant, london } from "../time.ts";
import type { LearningNews, LearningNotice } from "./news.ts";

/** What a message of the learning side is told with: names of colleagues, where the pages are, its own number and which attempt this is. */
export interface Told {
  readonly nameOf: (person: string) => string;
  readonly site: string;
  readonly id: string;
  readonly attempt: number;
}

interface Said {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly open: { readonly path: string; readonly title: string };
}

/** What one message says: one thing to do, and where. References and times; nobody’s words, nothing of a person. */
export function learningWords(news: LearningNews, { nameOf, site, id, attempt }: Told): Words {
  const { subject, lines, open } = said(news, nameOf);
  return {
    subject,
    lines: [...lines, EMERGENCY],
    link: { href: `${site}${open.path}`, title: open.title },
    footer: `Message ${id}, attempt ${attempt}. The link only opens a page: what you answer, you answer there, signed in.`,
  };
}

const day = (date: string): string =>
  new Date(`${date}T12:00:00Z`).toLocaleDateString("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    timeZone: "UTC",
  });
const days = (n: number): string => (n === 1 ? "1 day" : `${n} days`);
const by = (at: Instant): string => `by ${london(at)}`;

function said(news: LearningNews, nameOf: (person: string) => string): Said {
  if ("concern" in news) return ofConcern(news, nameOf);
  if ("review" in news) return ofReview(news);
  if ("feedback" in news) return ofFeedback(news, nameOf);
  return "action" in news ? ofAction(news, nameOf) : ofCall(news);
}

type About<K extends string> = Extract<LearningNews, { [k in K]: string }>;

/** Why somebody hears what was for another. */
const instead = (of: string | undefined, nameOf: (person: string) => string): string[] =>
  of === undefined ? [] : [`You hear it instead of ${nameOf(of)}, whom no message reaches any more.`];

function ofConcern(news: About<"concern">, nameOf: (person: string) => string): Said {
  const open = { path: `/concerns/${news.concern}`, title: `Open concern ${news.reference}` };
  const about = { open, subject: `Concern ${news.reference}` };
  switch (news.what) {
    case "concern_raised":
      return {
        open,
        subject: `${about.subject}: yours to answer`,
        lines: [
          `A partner has raised a concern: ${THEMES[news.theme as Theme] ?? news.theme}.`,
          `You have it now. Answer it ${by(news.dueAt)}.`,
        ],
      };
    case "concern_near":
      return {
        open,
        subject: `${about.subject} waits for your answer`,
        lines: [`Answer it ${by(news.dueAt)}, or pass it to whoever can.`, ...instead(news.insteadOf, nameOf)],
      };
    case "concern_late":
      return {
        open,
        subject: `${about.subject} has no answer yet`,
        lines: [`It was raised at ${london(news.since)}. The chair has it now, and it stands on the next call.`],
      };
    case "concern_answered":
      return {
        open,
        subject: `${about.subject} has an answer`,
        lines: [
          `You, or a colleague of whoever raised it, say whether it does ${by(news.dueAt)}. If nobody says anything by then it counts as settled.`,
          ...instead(news.insteadOf, nameOf),
        ],
      };
    case "concern_objected":
      return {
        open,
        subject: `${about.subject}: the answer does not do`,
        lines: ["Whoever raised it says that the answer does not do. The chair has it now, and it stands on the next call."],
      };
    case "concern_settled":
      return { open, subject: `${about.subject} is settled`, lines: ["What was answered and decided stands on its page."] };
  }
}

function ofFeedback(news: About<"feedback">, nameOf: (person: string) => string): Said {
  const open = { path: `/feedback/${news.feedback}`, title: `Open feedback ${news.reference}` };
  switch (news.what) {
    case "feedback_given":
      return {
        open,
        subject: `Feedback ${news.reference}: yours to answer`,
        lines: ["Somebody has told the partners what happened to them.", `You have it now. Answer them ${by(news.dueAt)}.`],
      };
    case "feedback_near":
      return {
        open,
        subject: `Feedback ${news.reference} waits for your answer`,
        lines: [`Answer it ${by(news.dueAt)}.`, ...instead(news.insteadOf, nameOf)],
      };
    case "feedback_late":
      return {
        open,
        subject: `Feedback ${news.reference} has no answer yet`,
        lines: [`It was given at ${london(news.since)}. The chair has it now.`],
      };
  }
}

function ofReview(news: About<"review">): Said {
  const open = { path: `/reviews/${news.review}`, title: `Open the review of ${news.reference}` };
  switch (news.what) {
    case "review_asked":
      return {
        open,
        subject: `${news.reference} has closed: what do you think of it?`,
        lines: [
          "Two questions and, if you like, a few words. The other side is asked the same.",
          `Please answer ${by(news.dueAt)}.`,
        ],
      };
    case "review_near":
      return { open, subject: `${news.reference}: your review is still missing`, lines: [`Please answer ${by(news.dueAt)}.`] };
    case "review_late":
      return {
        open,
        subject: `${news.reference}: no review from your agency`,
        lines: ["Anybody of your agency who knows the case may answer. What stays unanswered stands on the next call."],
      };
    case "review_reopened":
      return {
        open,
        subject: `${news.reference} is to be looked at again`,
        lines: [
          "It became known after the case had closed that the person came to harm.",
          `What you said before is kept. Please say what you think now, ${by(news.dueAt)}.`,
        ],
      };
  }
}

function ofAction(news: About<"action">, nameOf: (person: string) => string): Said {
  const open = { path: `/actions/${news.action}`, title: "Open the action" };
  const due = `It is due on ${day(news.dueOn)}.`;
  switch (news.what) {
    case "action_given":
      return {
        open,
        subject: `You have an action, due ${day(news.dueOn)}`,
        lines: ["A partner call, a concern or a review has given you something to do.", due],
      };
    case "action_given_on":
      return {
        open: { path: "/actions", title: "Open your actions" },
        subject: "Somebody else has your action now",
        lines: [`${nameOf(news.owner)} has it now, and you no longer. ${due}`],
      };
    case "action_due":
      return {
        open,
        subject: news.days === 0 ? "Your action is due today" : `Your action is ${days(news.days)} late`,
        lines: [
          due,
          "Say what shows that it has been done, or give it on to whoever has it now. You hear of it each morning until then.",
        ],
      };
    case "action_to_lead":
      return {
        open,
        subject:
          news.days === 0
            ? "An action of your agency has nobody to do it"
            : `An action of your agency is ${days(news.days)} late`,
        lines: news.isReached
          ? [`${nameOf(news.owner)} has it. ${due}`]
          : [`${nameOf(news.owner)} has it, whom no message reaches any more: give it to somebody else. ${due}`],
      };
    case "action_to_check":
      return {
        open,
        subject: "An action waits for somebody to look at its evidence",
        lines: ["Its owner says that it has been done. Say whether the evidence shows it."],
      };
    case "action_sent_back":
      return {
        open,
        subject: "Your action is open again",
        lines: ["Whoever looked at the evidence says that it does not show it yet. Why stands on its page.", due],
      };
    case "action_over":
      return { open, subject: "Your action is over", lines: ["Nothing more is to be done about it."] };
  }
}

function ofCall(news: About<"call">): Said {
  const open = { path: `/calls/${news.call}`, title: `Open the ${news.title.toLowerCase()}` };
  const when = london(news.startsAt);
  switch (news.what) {
    case "call_invited":
      return {
        open,
        subject: `${news.title}, ${when}`,
        lines: [
          `You are asked to the ${news.title.toLowerCase()}: ${when} until ${london(news.endsAt)}.`,
          "The agenda builds itself from what has happened; its pack comes before the call.",
        ],
      };
    case "call_pack":
      return {
        open,
        subject: `${news.title}, ${when}: the pack`,
        lines: [`${news.items} ${news.items === 1 ? "item" : "items"} on the agenda. The pack names nobody.`],
      };
    case "call_opened":
      return { open, subject: `${news.title} begins now`, lines: ["Its page has the agenda, and takes the minutes."] };
    case "minutes_wanted":
      return {
        open,
        subject: news.late
          ? `${news.title}, ${when}: the minutes are late`
          : `${news.title}, ${when}: please circulate the minutes`,
        lines: ["Say who was there for each agency, what was decided, and circulate it. What nobody came to is carried over."],
      };
    case "minutes_circulated":
      return {
        open,
        subject: `${news.title}, ${when}: the minutes`,
        lines: [
          news.actions === 0
            ? "No action was given."
            : `${news.actions} ${news.actions === 1 ? "action was" : "actions were"} given. Whoever has one has been told.`,
        ],
      };
    case "call_cancelled":
      return { open, subject: `${news.title}, ${when}, is not held`, lines: ["What stood on its agenda stands on the next."] };
  }
}

/** News that is this old tells nobody anything that its page does not. */
const STALE_MS = 3 * 86_400_000;
/** Why a message of the learning side need not leave any more; undefined when it must go. `isHeld`: whether the call that it speaks of, if any, is still to be held. */
export function needless({ at, news }: Pick<LearningNotice, "at" | "news">, isHeld: boolean, now: Instant): string | undefined {
  if (!isHeld && news.what !== "call_cancelled") return "the call is not held";
  if (news.what === "call_invited" || news.what === "call_pack") return news.startsAt <= now ? "the call has begun" : undefined;
  return Date.parse(now) - Date.parse(at) > STALE_MS ? "it is old" : undefined;
}
