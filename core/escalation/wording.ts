import { between, inWords, london, milliseconds } from "../time.ts";
import { running } from "./clock.ts";
import { controlRoomOf, decided, type Escalation, rung, titleOf } from "./escalation.ts";
import { owed } from "./move.ts";
import type { Notice } from "./notice.ts";

/** The words of one message, in an order that holds for text and HTML alike. */
export interface Words {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly link: { readonly href: string; readonly title: string };
  readonly footer: string;
}

/** An internal number as people in London dial it: +442079460123 is 020 7946 0123. */
export function dialled(phone: string): string {
  const [number = "", extension] = phone.replace(/^\+44/, "0").split("x");
  const spaced = number.startsWith("02")
    ? number.replace(/^(\d{3})(\d{4})(\d+)$/, "$1 $2 $3")
    : number.replace(/^(\d{5})(\d+)$/, "$1 $2");
  return extension ? `${spaced} ext ${extension}` : spaced;
}

/**
 * What one message says, from the case as it is when it leaves: reference, type, place of duty, urgency, the limit, a link. Every
 * word is ours or the partnership's configuration; nothing that a person typed, and nothing of the patient, is ever in it.
 */
export function wording(
  notice: Pick<Notice, "id" | "kind" | "about" | "tier" | "limit" | "attempts">,
  about: Escalation,
  site: string,
): Words {
  const { reference, terms, priority, ask } = about;
  const type = titleOf(terms.types, ask.type);
  const urgency = `${priority} ${titleOf(terms.priorities, priority)}`;
  const identity = `${reference}: ${type}. ${terms.area.title}. ${urgency}.`;
  const { subject, lines } = said(notice, about);
  return {
    subject: `${reference} ${priority}: ${subject}`,
    lines: [identity, ...lines, EMERGENCY],
    link: { href: `${site}/escalations/${about.id}`, title: `Open ${reference}` },
    footer: `Message ${notice.id}, attempt ${notice.attempts}. The link only opens a page: you answer there, signed in.`,
  };
}

/** What every page and every message for staff says. */
export const EMERGENCY = "This is not an emergency line. If someone is about to be harmed, ring 999 first.";

function said(notice: Parameters<typeof wording>[0], about: Escalation): Pick<Words, "subject" | "lines"> {
  const tier = (nth: number) => rung(about, nth)?.title ?? "the top of the ladder";
  switch (notice.kind) {
    case "page":
      return notice.about === "asked_again"
        ? {
            subject: `${OWED_BY[stillOwed(about)]}, we are asking again`,
            lines: [
              `Raised at ${london(about.raised.at)}. ${STILL_OWED[stillOwed(about)]}`,
              ...owedLines(about),
              "Everyone on the ladder who is on duty has been asked again.",
            ],
          }
        : { subject: `your answer is needed, ${tier(notice.tier)}`, lines: [...owedLines(about), ...climbed(notice.tier)] };
    case "reminder":
      return {
        subject: "a limit is near",
        lines: notice.limit === "close" ? ["Nothing more is owed. Please record the outcome and close it."] : owedLines(about),
      };
    case "paired":
      return {
        subject: `the ${tier(notice.tier)} has been asked`,
        lines: [
          ...owedLines(about),
          `You are told because your desk is paired with this one, so that both sides talk at the same level.`,
        ],
      };
    case "stand_down":
      return { subject: "you are no longer needed", lines: [answered(about, notice.about)] };
    case "rota_gap":
      return {
        subject: "a tier could not be reached, please mend its rota",
        lines: [
          notice.about === "nobody_on_duty" ? "Nobody was on duty there." : "Nobody on duty there could be reached by a message.",
          "The next tier has been asked at once.",
        ],
      };
    case "update":
      return update(notice.about, about, tier(notice.tier));
  }
}

/** What nobody has done on a case whose ladder has come to its end: it was never answered, or the one who answered left it there. */
const stillOwed = (about: Escalation): "acknowledge" | "decide" | "arrive" => {
  const debt = owed(about);
  return about.acknowledged && (debt === "decide" || debt === "arrive") ? debt : "acknowledge";
};
const OWED_BY = { acknowledge: "nobody has answered", decide: "nobody has decided", arrive: "nobody has arrived" } as const;
const STILL_OWED = {
  acknowledge: "Nobody has answered. Acknowledge it now.",
  decide: "It was acknowledged, and nobody has decided. Decide it now.",
  arrive: "It was decided that somebody comes, and nobody has arrived. Acknowledge it, and see to it now.",
} as const;
const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const climbed = (tier: number): string[] =>
  tier === 0 ? [] : ["The tiers below have been asked already. Any of them may still answer."];

/** What is owed now, and by when. */
function owedLines(about: Escalation): string[] {
  const line = (limit: "acknowledge" | "decide" | "arrive", words: string) => {
    const clock = running(about.clocks, limit);
    return clock ? [`${words} by ${london(clock.dueAt)}.`] : [];
  };
  return [...line("acknowledge", "Acknowledge"), ...line("decide", "Decide"), ...line("arrive", "Arrival is due")];
}

function answered(about: Escalation, how: string): string {
  if (how === "withdrawn") return "The agency that raised this has withdrawn it.";
  if (how === "closed") return "It has been closed.";
  if (how === "arrived") return "Someone is on scene.";
  if (how === "decided") return "It has been decided.";
  return `${about.owner?.by.name ?? "Somebody"} has it now.`;
}

/** What the other side hears of each answer and each change of it. */
function update(how: string, about: Escalation, tier: string): Pick<Words, "subject" | "lines"> {
  const { owner, decision, arrived } = about;
  switch (how) {
    case "tier_alerted":
      return {
        subject: `now with the ${tier}`,
        lines: [`No answer came in time, or a limit was missed, so the ${tier} has been asked.`, ...owedLines(about)],
      };
    case "nobody_answered":
    case "nobody_answered_and_raiser_not_told":
      return {
        subject: `${OWED_BY[stillOwed(about)].toUpperCase()}. Ring now`,
        lines: [
          ...(how === "nobody_answered" ? [] : ["The message about this to whoever raised it did not arrive. Please tell them."]),
          `${sentence(OWED_BY[stillOwed(about)])}. Ring 999, or the control room on ${dialled(controlRoomOf(about))}, now.`,
          "We go on asking everyone on the ladder who is on duty.",
        ],
      };
    case "acknowledged":
      return {
        subject: `${owner?.by.name ?? "Somebody"} has it now`,
        lines: [`${owner?.by.name ?? "Somebody"} has seen it and has it now. Nothing has been decided yet.`, ...owedLines(about)],
      };
    case "decided":
      return {
        subject: `decided: ${titleOf(about.terms.decisions, decision?.code ?? "")}`,
        lines: [
          decided(about)?.told ?? "",
          `${decision?.by.name ?? ""} decided this at ${decision ? london(decision.at) : ""}. The reasons are on the page.`,
          ...owedLines(about),
        ],
      };
    case "arrived":
      return { subject: "arrived", lines: [`Someone is on scene since ${arrived ? london(arrived.at) : "now"}.`] };
    case "withdrawn":
    case "closed":
      return { subject: how === "closed" ? "closed" : "withdrawn", lines: [answered(about, how)] };
    default:
      return { subject: "something has changed", lines: ["Open the page to see what."] };
  }
}

/** How long a limit has to run, or has been over, in words: «12 minutes left», «4 minutes overdue». */
export function leftInWords(now: string, dueAt: string): string {
  const left = between(now, dueAt);
  if (Math.abs(left) < milliseconds("PT1S")) return "due now";
  return left > 0 ? `${inWords(left)} left` : `${inWords(-left)} overdue`;
}
