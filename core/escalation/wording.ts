import { between, type Instant, inWords, london, milliseconds } from "../time.ts";
import { type Limit, running } from "./clock.ts";
import {
  controlRoomOf,
  decided,
  type Escalation,
  isUpheld,
  isWaitOver,
  rung,
  titleOf,
  wantsPlan,
  whoPicksUp,
} from "./escalation.ts";
import { furtherConcerns, typeOf } from "./known.ts";
import { owed } from "./move.ts";
import { ASKED_STILL, type Message, type Notice } from "./notice.ts";
import { isAnsweredOnPaper } from "./on-paper.ts";

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
 * What one message says, from the case as it is when it leaves: reference, type, site and place of duty, urgency, the limit, a link. Every
 * word is ours or the partnership's configuration; nothing that a person typed, and nothing of the patient, is ever in it.
 */
export function wording(
  notice: Pick<Notice, "id" | "kind" | "about" | "tier" | "limit" | "attempts">,
  about: Escalation,
  site: string,
): Words {
  const { reference, terms, priority } = about;
  const type = titleOf(terms.types, typeOf(about));
  const urgency = `${priority} ${titleOf(terms.priorities, priority)}`;
  const where = terms.site ? `${terms.site.title}. ${terms.area.title}` : terms.area.title;
  const identity = `${reference}: ${type}. ${where}. ${urgency}.`;
  const { subject, lines } = said(notice, about);
  return {
    subject: `${reference} ${priority}: ${subject}`,
    lines: [identity, ...enteredLater(notice, about), ...lines, EMERGENCY],
    link: { href: `${site}/escalations/${about.id}`, title: `Open ${reference}` },
    footer: `Message ${notice.id}, attempt ${notice.attempts}. The link only opens a page: you answer there, signed in.`,
  };
}

/** What was written on paper is older than its reference: whoever is asked to answer must not take the one time for the other. */
const enteredLater = ({ kind, about: why }: Pick<Notice, "kind" | "about">, about: Escalation): string[] => [
  ...(kind === "page" ? firstEnteredLater(about) : []),
  ...(kind === "page" || why === "request_linked" ? joinedLater(about) : []),
];

const hadAnAnswer = (who: string, at?: Instant): string =>
  `${who} had an answer before, outside Rightcall${at ? `, at ${london(at)}` : ""}: what was said is on the page.`;

const firstEnteredLater = ({ ask, raised }: Escalation): string[] =>
  ask.onPaper
    ? [
        `ENTERED LATER: written on paper at ${london(ask.onPaper.at)}. It was entered here at ${london(raised.at)}: nobody was asked here before.`,
        ...(isAnsweredOnPaper(ask) ? [hadAnAnswer("They", ask.onPaper.answeredAt)] : []),
      ]
    : [];

/** The same of requests that joined the case: each is older than the moment at which it joined. */
function joinedLater({ news }: Escalation): string[] {
  const [first, ...more] = news
    .flatMap((piece) => (piece.onPaper ? [{ ...piece, writtenAt: piece.onPaper.at }] : []))
    .toSorted((one, other) => (one.writtenAt < other.writtenAt ? -1 : 1));
  if (!first) return [];
  const all = [first, ...more];
  const had = all.filter(isAnsweredOnPaper).length;
  const one = more.length === 0;
  return [
    one
      ? `ENTERED LATER: another request was written on paper at ${london(first.writtenAt)}. It joined this case at ${london(first.at)}: nobody on it was asked for that before.`
      : `ENTERED LATER: ${all.length} other requests were written on paper, the first at ${london(first.writtenAt)}. When each was written, and when it joined this case, is on the page.`,
    ...(had > 0 ? [one ? hadAnAnswer("They", first.onPaper?.answeredAt) : hadAnAnswer(`${had} of them`)] : []),
  ];
}

/**
 * The same as a text message: reference first, one thing to do with its limit, the link. It fits into two of the pieces that a text is cut
 * into and paid by; what does not fit is left on the page.
 */
export function texting(notice: Parameters<typeof wording>[0], about: Escalation, site: string): string {
  const later = JOINING.includes(notice.about)
    ? { of: "The other request was written", ...about.news.findLast(({ kind }) => kind === "linked")?.onPaper }
    : { of: "Written", ...about.ask.onPaper };
  const aside = later.at && notice.kind === "page" ? `${later.of} on paper at ${london(later.at)}.` : undefined;
  return asText(wording(notice, about, site), notice, actionOf(notice, about) ?? said(notice, about).lines[0], aside);
}

/** What people are paged about when another request has joined the case. */
const JOINING: readonly string[] = ["request_linked", "linked_request"];

/** The same words as one short text: what it is, one thing to do, where to do it; beside it one thing to know, if there is room. */
export function asText(
  { subject, lines, link }: Words,
  { id, attempts }: Pick<Message, "id" | "attempts">,
  asked?: string,
  aside = "",
): string {
  const ends = [DANGER, link.href, `(${id}, attempt ${attempts})`].map(plain).join(" ");
  const room = MOST_IN_A_TEXT - lengthOf(ends) - 2;
  const heading = fitted(plain(`${subject}.`), room);
  const words = [asked ?? lines[1] ?? "", aside].reduce((so, more) => {
    const longer = `${so} ${plain(more)}`;
    return more !== "" && lengthOf(longer) <= room ? longer : so;
  }, heading);
  return `${words} ${ends}`;
}

/** Two pieces of a text that is sent in pieces: each has room for 153 signs of the alphabet that phones share. */
const MOST_IN_A_TEXT = 306;
const DANGER = "Danger now: ring 999.";

/** What this message asks of its reader, with the limit; undefined when it only tells. */
function actionOf({ kind, about: why, tier }: Parameters<typeof wording>[0], about: Escalation): string | undefined {
  if (kind !== "page" && kind !== "reminder") return undefined;
  return owedLines(about, tier, why === "referred" ? "accept_referral" : undefined).find(
    (line) => !line.startsWith(`${answerersOf(about)} are`),
  );
}

/** The signs that every phone shows and that cost one place; the last row costs two. */
const BASIC = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ÄÖÑÜ§¿äöñüà";
const TWICE = "^{}\\[~]|€";
const LETTER = /[A-Za-z\n]/;
const isPlain = (sign: string): boolean => LETTER.test(sign) || BASIC.includes(sign) || TWICE.includes(sign);

/** One sign outside that alphabet would make the whole text two and a half times as long, so each is brought to its nearest. */
const plain = (text: string): string =>
  [
    ...text
      .replace(/[‘’]/g, "'")
      .replace(/[“”«»]/g, '"')
      .replace(/[–—]/g, "-")
      .replace(/…/g, "..."),
  ]
    .map((sign) => (isPlain(sign) ? sign : ([...sign.normalize("NFD")].find(isPlain) ?? "?")))
    .join("");
const lengthOf = (text: string): number => [...text].reduce((sum, sign) => sum + (TWICE.includes(sign) ? 2 : 1), 0);

/** As much of a text as there is room for. */
function fitted(text: string, room: number): string {
  if (lengthOf(text) <= room) return text;
  const signs = [...text];
  while (lengthOf(signs.join("")) > room - 3) signs.pop();
  return `${signs.join("").trimEnd()}...`;
}

/** What every page and every message for staff says. */
export const EMERGENCY = "This is not an emergency line. If someone is about to be harmed, ring 999 first.";

function said(notice: Parameters<typeof wording>[0], about: Escalation): Pick<Words, "subject" | "lines"> {
  const tier = (nth: number) => rung(about, nth)?.title ?? "the top of the ladder";
  switch (notice.kind) {
    case "page":
      return paged(notice.about, about, notice.tier, tier(notice.tier));
    case "reminder":
      return reminded(notice, about);
    case "paired":
      if (notice.about !== "tier_alerted") return beside(notice.about, about);
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
          notice.about === "nobody_on_duty"
            ? "Nobody was on duty there."
            : "Nobody on duty there who may answer could be reached by a message.",
          "The next tier has been asked at once.",
        ],
      };
    case "update":
      return update(notice.about, about, tier(notice.tier));
  }
}

/** Why somebody is asked to answer. */
function paged(why: string, about: Escalation, nth: number, tier: string): Pick<Words, "subject" | "lines"> {
  const further = furtherConcerns(about);
  switch (why) {
    case "asked_again":
      return {
        subject: `${OWED_BY[stillOwed(about)]}, we are asking again`,
        lines: [
          `Raised at ${london(about.raised.at)}. ${STILL_OWED[stillOwed(about)]}`,
          ...owedLines(about, nth),
          "Everyone on the ladder who is on duty has been asked again.",
        ],
      };
    case ASKED_STILL:
      return {
        subject: `still waiting for your answer, ${tier}`,
        lines: ["Nobody has acknowledged it yet.", ...owedLines(about, nth), ...climbed(nth)],
      };
    case "referred":
      return {
        subject: "this is referred to you, accept or decline",
        lines: [
          ...owedLines(about, nth, "accept_referral"),
          "Until you accept it, it stays with whoever referred it. The whole record is on the page: nobody need ring again.",
        ],
      };
    case "news_added":
    case "request_linked":
      return {
        subject: why === "news_added" ? "new information, read it now" : "another request about the same case, read it now",
        lines: [
          ...(further.count > 0
            ? [`${further.count} further ${further.count === 1 ? "concern" : "concerns"} in ${inWords(further.withinMs)}.`]
            : []),
          "Nobody can decide anew before they have opened it.",
          ...owedLines(about, nth),
        ],
      };
    case "new_information":
      return {
        subject: "new information, and nobody has it: your answer is needed",
        lines: [`News has come and nobody has this case, so the ${tier} has been asked.`, ...owedLines(about, nth)],
      };
    case "ownership_lapsed":
      return {
        subject: isLate(about) ? "inherited at the change of shift, already late" : "inherited at the change of shift",
        lines: [`The shift of whoever had it has ended, so the ${tier} on duty has it to acknowledge.`, ...owedLines(about, nth)],
      };
    case "disagreement":
      return {
        subject: `the raising side disagrees, your answer is needed, ${tier}`,
        lines: [
          "The side that asked reads the answer differently, so yours is asked. Those below can send somebody, and decide nothing else.",
          ...owedLines(about, nth),
        ],
      };
    case "child_at_risk":
      return {
        subject: `a child may be at risk, you are asked too, ${tier}`,
        lines: ["Those below are asked as well. They can send somebody, and do not decline it alone.", ...owedLines(about, nth)],
      };
    case "departure":
      return {
        subject: `officers have left without an agreed handover, your answer is needed, ${tier}`,
        lines: ["Nobody had accepted the person when officers left. Find out who is with them now.", ...owedLines(about, nth)],
      };
    case "reopened":
      return {
        subject: "opened again, your answer is needed",
        lines: [`It needs an answer again, so the ${tier} has been asked.`, ...owedLines(about, nth)],
      };
    default:
      return { subject: `your answer is needed, ${tier}`, lines: [...owedLines(about, nth), ...climbed(nth)] };
  }
}

const isLate = ({ clocks }: Escalation): boolean => clocks.some(({ limit, missedAt }) => limit !== "close" && missedAt !== null);

/** What somebody is reminded of. */
function reminded(
  { about: why, limit, tier }: Parameters<typeof wording>[0],
  about: Escalation,
): Pick<Words, "subject" | "lines"> {
  if (why === "plan_review_due")
    return { subject: "look at your interim plan again", lines: ["The time you set for it has come."] };
  switch (limit) {
    case "close":
      if (about.referral?.accepted?.expectedAt && !about.outcome) return expected(about, about.referral);
      return {
        subject: "a limit is near",
        lines: [
          isWaitOver(about)
            ? "No answer is owed any more. Please record what is still missing of the handover, and close it."
            : "Nothing more is owed. Please record the outcome and close it.",
        ],
      };
    case "shift_end":
      return {
        subject: "your shift is ending",
        lines: ["Hand it over, or it goes to the incoming desk by itself.", ...owedLines(about, tier)],
      };
    case "read_answer":
      return {
        subject: "please read the new answer",
        lines: [
          `${isUpheld(about) ? "It was looked at again, and the answer is the same." : "The answer has changed."} Read it on the page and say so there.`,
          ...owedLines(about),
        ],
      };
    case "plan_review":
      return { subject: "your interim plan is due for another look", lines: ["The time you set for it is near."] };
    case "respond":
      return {
        subject: "say what you did with the answer",
        lines: ["What you did with the answer is not recorded yet. Say it on the page.", ...owedLines(about)],
      };
    case "look_back":
      return {
        subject: "say how the person is now",
        lines: [
          "The time has come at which the partners look back. Find out how the person is, and record it.",
          ...owedLines(about),
        ],
      };
    default:
      return { subject: "a limit is near", lines: owedLines(about, tier) };
  }
}

/** Another service gave a time when to expect it, and nobody has said what became of the person. */
function expected(
  { terms }: Escalation,
  { body, accepted }: NonNullable<Escalation["referral"]>,
): Pick<Words, "subject" | "lines"> {
  const at = accepted?.expectedAt ? london(accepted.expectedAt) : "";
  return {
    subject: "has the other service come?",
    lines: [
      `${titleOf(terms.bodies, body)} was expected at ${at}. Find out whether they came, and record what has happened to the person.`,
    ],
  };
}

const BESIDE: Readonly<Record<string, readonly [string, string]>> = {
  review: ["the time to look again has passed", "Nobody looked at the decision again in time, so the next tier has been asked."],
  accept_referral: [
    "a referral was not accepted in time",
    "The body it was referred to has not accepted. It is still with whoever referred it.",
  ],
  respond: [
    "nobody has said what was done with an answer",
    "Whoever asked has not said what they did with it. Say it on the page.",
  ],
  look_back: ["nobody has said how the person is", "The partners look back at how the person is, and nobody has recorded it."],
  read_answer: [
    "a new answer has not been read",
    "There is a new answer to your agency, and nobody there has read it. Please read it, and say so on the page.",
  ],
  custody_handover: [
    "the handover of a detained person is late",
    "No named clinician has accepted the person in the time agreed.",
  ],
  detention_ends: ["a detention is at its limit", "The time for which the person may be detained has ended, or ends now."],
  plan_review: ["an interim plan is due for another look", "The time that was set for it has come."],
  left_without_agreed_handover: [
    "officers have left without an agreed handover",
    "Nobody had accepted the person when officers left.",
  ],
};

/** What the raising side's own desks are told on an occasion. */
function beside(occasion: string, about: Escalation): Pick<Words, "subject" | "lines"> {
  const [subject, line] = BESIDE[occasion] ?? ["something has changed", "Open the page to see what."];
  return { subject, lines: [line, ...owedLines(about)] };
}

/** What nobody has done on a case whose ladder has come to its end: it was never answered, or the one who answered left it there. */
const stillOwed = (about: Escalation): "acknowledge" | "decide" | "arrive" => {
  const debt = owed(about);
  if (!about.acknowledged) return "acknowledge";
  return debt === "arrive"
    ? "arrive"
    : debt === "decide" || debt === "accept_referral" || debt === "review"
      ? "decide"
      : "acknowledge";
};
const OWED_BY = { acknowledge: "nobody has answered", decide: "nobody has decided", arrive: "nobody has arrived" } as const;
/** The same as a heading: «Nobody has decided». */
export const stillOwedWords = (about: Escalation): string => sentence(OWED_BY[stillOwed(about)]);
const STILL_OWED = {
  acknowledge: "Nobody has answered. Acknowledge it now.",
  decide: "It was acknowledged, and nobody has decided. Decide it now.",
  arrive: "It was decided that somebody comes, and nobody has arrived. Acknowledge it, and see to it now.",
} as const;
const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Who answers here, as the beginning of a sentence. */
export const answerersOf = ({ terms }: Pick<Escalation, "terms">): string => sentence(terms.speech.answerers);

const climbed = (tier: number): string[] =>
  tier === 0 ? [] : ["The tiers below have been asked already. Any of them may still answer."];

/**
 * What is owed now, and by when. Whoever is asked at a tier reads it as theirs to do, with that tier's own limit, or one of the limits
 * when only that one is; everybody else reads whose it is.
 */
function owedLines(about: Escalation, tier?: number, only?: Limit): string[] {
  const line = (limit: Limit, ask: string, tell: string, of?: number) => {
    const clock = running(about.clocks, limit, of);
    const asks = tier !== undefined && (only === undefined || only === limit);
    return clock ? [`${asks ? ask : tell} by ${london(clock.dueAt)}.`] : [];
  };
  return [
    ...line("acknowledge", "Acknowledge", `${answerersOf(about)} are to acknowledge`, tier),
    ...line("read_information", "Read what is new", "Whoever has it is to read what is new"),
    ...line("decide", "Decide", `${answerersOf(about)} are to decide`),
    ...(about.stoodDownAt ? [] : line("arrive", "Arrival is due", "Arrival is due")),
    ...line("accept_referral", "Accept or decline", "The body that was asked is to accept or decline"),
    ...line("respond", "Say what you did with the answer", "Whoever asked is to say what they did with the answer"),
    ...line("look_back", "Say how the person is", "How the person is then is to be recorded"),
    ...line("custody_handover", "Hand over the detained person", "The detained person is to be handed over"),
    ...line("detention_ends", "The detention ends", "The detention ends"),
  ];
}

const WAIT_ENDED = "Officers wait no more with the person: what has happened to them is on the page.";

function answered(about: Escalation, how: string): string {
  if (how === "withdrawn") return "The agency that raised this has withdrawn it.";
  if (how === "closed") return "It has been closed.";
  if (how === "wait_ended") return WAIT_ENDED;
  if (how === "custody_accepted") return "A named clinician has accepted the person.";
  if (how === "arrived") return `${answerersOf(about)} are on scene.`;
  if (how === "decided") return "It has been decided.";
  if (how === "merged_duplicate") return "It is about the same person as an older case, and goes on there.";
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
    case "ownership_lapsed":
      return {
        subject: `now with the ${tier}`,
        lines: [`The shift of whoever had it has ended, so the incoming ${tier} has been asked to take it.`, ...owedLines(about)],
      };
    case "reopened":
    case "new_information":
      return {
        subject: `now with the ${tier}`,
        lines: [`It needs an answer again, so the ${tier} has been asked.`, ...owedLines(about)],
      };
    case "child_at_risk":
    case "linked_request":
    case "disagreement":
    case "deferral":
    case "departure":
      return {
        subject: `now with the ${tier} too`,
        lines: [`The ${tier} has been asked beside whoever has it.`, ...owedLines(about)],
      };
    case "nobody_answered":
    case "nobody_answered_and_raiser_not_told":
      return {
        subject: `${OWED_BY[stillOwed(about)].toUpperCase()}. Ring now`,
        lines: [
          ...(how === "nobody_answered" ? [] : ["The message about this to whoever raised it did not arrive. Please tell them."]),
          `${sentence(OWED_BY[stillOwed(about)])}. Ring 999, or ${whoPicksUp(about)} on ${dialled(controlRoomOf(about))}, now.`,
          "We go on asking everyone on the ladder who is on duty.",
        ],
      };
    case "acknowledged":
      return {
        subject: `${owner?.by.name ?? "Somebody"} has it now`,
        lines: [
          `${owner?.by.name ?? "Somebody"} has seen it and has it now. ${decision ? "What was decided before is on the page." : "Nothing has been decided yet."}`,
          ...owedLines(about),
        ],
      };
    case "unit_stood_down":
      return about.stoodDownAt ? told(how, about) : update("decided", about, tier);
    case "decided":
      if (about.reopened) return told("being_decided_anew", about);
      return {
        subject: `${isUpheld(about) ? "looked at again, the answer is the same" : about.earlier.length > 0 ? "THE ANSWER HAS CHANGED" : "decided"}: ${titleOf(about.terms.decisions, decision?.code ?? "")}`,
        lines: [
          ...(isUpheld(about)
            ? ["It was looked at again, and the answer is the SAME. Read the reasons on the page, and say so there."]
            : []),
          ...(about.earlier.length > 0 && !isUpheld(about)
            ? ["The answer has CHANGED: the earlier one no longer holds. Read this one on the page, and say so there."]
            : []),
          decided(about)?.told ?? "",
          `${decision?.by.name ?? ""} decided this at ${decision ? london(decision.at) : ""}. The reasons are on the page.`,
          ...askedOfRaiser(about),
          ...owedLines(about),
        ],
      };
    case "arrived":
      return { subject: "arrived", lines: [`${answerersOf(about)} are on scene since ${arrived ? london(arrived.at) : "now"}.`] };
    case "went_back":
      return {
        subject: "PART OF ITS STORY WAS LOST",
        lines: [
          `What was written here${about.wentBack ? ` from ${london(about.wentBack.to)} to ${london(about.wentBack.at)}` : ""} was lost. What you answered since, say again.`,
          "An answer that you heard in that time is not known here either: go by what the page says now, and ask whoever gave it.",
          ...owedLines(about),
        ],
      };
    case "withdrawn":
    case "closed":
      return { subject: how === "closed" ? "closed" : "withdrawn", lines: [answered(about, how)] };
    default:
      return told(how, about);
  }
}

/** What an answer asks of whoever raised: what they do with it, or how they keep the person safe after a «no» that is looked at again. */
function askedOfRaiser(about: Escalation): string[] {
  const { declines, leadsTo } = decided(about) ?? {};
  if (leadsTo === "respond" && !declines) return ["Say on the page what you did with it: the decision stays yours."];
  if (leadsTo === "respond") return ["Say on the page what you do now. If you read it differently, say so there too."];
  return wantsPlan(about)
    ? ["Say there how you keep the person safe meanwhile, and until when. If you read it differently, say so there too."]
    : [];
}

/** How long a limit has to run, or has been over, in words: «12 minutes left», «4 minutes overdue». */
export function leftInWords(now: string, dueAt: string): string {
  const left = between(now, dueAt);
  if (Math.abs(left) < milliseconds("PT1S")) return "due now";
  return left > 0 ? `${inWords(left)} left` : `${inWords(-left)} overdue`;
}

const TOLD: Readonly<Record<string, readonly [string, string]>> = {
  news_added: ["things have changed", "New information has come. It is on the page."],
  request_linked: [
    "another request about the same case",
    "Somebody else has asked about the same person or place. Their request has joined this case.",
  ],
  more_wanted: [
    "something is missing",
    "The answer needs something that nobody has given yet. What it is, and who gets it, is on the page. No limit has stopped.",
  ],
  deferred: ["put off", "What is owed has been put off, with a reason. The new time is on the page."],
  unit_stood_down: [
    "NOBODY IS COMING AT THIS MOMENT",
    "The unit that was coming is needed elsewhere. It has to be decided anew; the limit runs on.",
  ],
  priority_changed: ["its urgency has changed", "The new urgency is above; why is on the page."],
  referral_accepted: ["the other body has accepted", "It is with the body it was referred to. What it answered is on the page."],
  referral_declined: [
    "the other body has declined",
    "It is back with whoever referred it, with the reason on the page, and is decided anew.",
  ],
  referral_missed: [
    "a referral was not accepted in time",
    "The body it was referred to has not accepted. It is still with whoever referred it, and the next tier has been asked.",
  ],
  answer_not_read: [
    "a new answer has not been read, ring now",
    "There is a new answer, and one of those who must know has not read it. Their numbers are on the page: ring, and record it.",
  ],
  being_decided_anew: [
    "it is being decided anew",
    "What was decided before may no longer hold. Open the page: it says where it stands, and what is owed.",
  ],
  named_as_agreeing: [
    "you are named as agreeing that it is less urgent",
    "Whoever made this less urgent says that you agree. If you do not, open the page and make it more urgent again.",
  ],
  details_added: ["details added to the answer", "The answer is the same. What has been added is on the page."],
  disagreed: [
    "the raising side disagrees",
    "They read it differently, with a reason. The next tier on both sides has been asked.",
  ],
  disagreement_unresolved: [
    "the disagreement stands",
    "Both positions are on the page in their own words. It goes to the next partner call. If someone is about to be harmed ring 999.",
  ],
  raiser_not_told: [
    "whoever raised this could not be told",
    "A message to whoever raised it did not arrive. Open the page, and tell them what it says.",
  ],
  responded: ["what was done with the answer", "Whoever asked has said what they did with the answer. It is on the page."],
  plan_recorded: ["the interim plan is there", "How the raising side keeps the person safe meanwhile is on the page."],
  handover_offered: [
    "please take this over",
    "Whoever has it asks you to take it over. It is yours when you accept it on the page.",
  ],
  custody_accepted: [
    "the detained person is handed over",
    "A named clinician has accepted the person. What is still to be recorded is on the page.",
  ],
  detention_over: [
    "a detention is at its limit",
    "The time for which the person may be detained has ended. Nobody may be held longer on it: ask the doctor in charge now.",
  ],
  handover_late: ["the handover of a detained person is late", "No named clinician has accepted the person in the time agreed."],
  left_without_agreed_handover: [
    "officers have left without an agreed handover",
    "Nobody had accepted the person when officers left. The next tier has been asked.",
  ],
  wait_ended: ["officers wait no more with the person", WAIT_ENDED],
  harm_recorded: ["the person has come to harm", "What happened is on the page. The case goes to the next partner call."],
  related_found: ["a request came that may be about the same person", "Look at it, and say whether it is the same."],
  first_answer_found: [
    "a first answer was given about what may be the same",
    "The control room has answered another caller. Read on the page what it may have in common with this case, and whether both answers agree.",
  ],
  merged_duplicate: ["joined with an older case", "It is about the same person as an older case, and goes on there."],
};

/** What else the other side hears. */
function told(how: string, about: Escalation): Pick<Words, "subject" | "lines"> {
  const [subject, line] = TOLD[how] ?? ["something has changed", "Open the page to see what."];
  return { subject, lines: [line, ...owedLines(about)] };
}
