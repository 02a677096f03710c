import type { Escalation, Stage } from "../core/escalation/escalation.ts";
import { isComing, isReferred, stageOf, titleOf } from "../core/escalation/escalation.ts";
import { furtherConcerns, isAboutChild, unreadBy } from "../core/escalation/known.ts";
import { hasHeard, isAskedAnew } from "../core/escalation/rules.ts";
import { inWords } from "../core/time.ts";
import { counted, STAGES } from "./words.ts";

const UNREAD = "news unread";
/** News that nobody on that side has opened is seen first, in its colour beside its words. */
export const isUnread = (mark: string): boolean => mark.startsWith(UNREAD);

/** What a list says of a case in a word or two, the gravest first; `reader` is whose news counts while nobody has the case. */
export function marksOf(of: Escalation, reader: string): string[] {
  const stands = of.unresolvedAt !== null && "disagreement unresolved";
  const left = of.custody !== null && of.custody.left !== null && "officers left without an agreed handover";
  if (of.closed) return [stands, left].filter((mark) => mark !== false);
  const unread = unreadBy(of, of.owner?.by.id ?? reader).length;
  const marks: (string | false)[] = [
    of.stoodDownAt !== null && "nobody is coming at this moment",
    unread > 0 && `${UNREAD}: ${unread}`,
    isInherited(of) && (isLate(of) ? "inherited, already late" : "inherited"),
    isAboutChild(of) && "a child may be at risk",
    of.reopened !== null && "to be decided anew",
    isReferred(of) && "referral waiting",
    of.wanted.length > 0 && `${of.terms.speech.answerers} need something: see the page`,
    of.decision !== null && !hasHeard(of) && "answer not read",
    stands,
    left,
    of.ask.onPaper !== undefined && "entered later",
    of.related.some(({ said }) => said === null) && "may be the same as another case",
    furtherWords(of) ?? false,
  ];
  return marks.filter((mark) => mark !== false);
}

/** Where it stands, as its reader needs it: a case that is asked anew waits for an answer, whoever acknowledged it before. */
export function stageShown(of: Escalation): (typeof STAGES)[Stage] {
  const stage = stageOf(of);
  return STAGES[stage === "acknowledged" && isAskedAnew(of) ? "raised" : stage];
}

/** The answer that stands, by its title: whether police are coming is what everybody looks for first. */
export const answerThatStands = ({ decision, reopened, terms }: Escalation): string | undefined =>
  decision && !reopened ? titleOf(terms.decisions, decision.code) : undefined;

/** Somebody had it, their shift ended, and nobody has taken it since. */
export const isInherited = ({ owner, closed, clocks }: Pick<Escalation, "owner" | "closed" | "clocks">): boolean =>
  owner === null && closed === null && clocks.some(({ limit }) => limit === "shift_end");

/** Something that somebody owed the person was not done in time. */
export const isLate = ({ clocks }: Pick<Escalation, "clocks">): boolean =>
  clocks.some(({ limit, missedAt }) => missedAt !== null && LATE.includes(limit));
const LATE: readonly string[] = ["acknowledge", "decide", "arrive", "review", "accept_referral", "read_information"];

/** «2 further concerns in 1 hour 11 minutes»; undefined when nobody asked again. */
export function furtherWords(of: Escalation): string | undefined {
  const { count, withinMs } = furtherConcerns(of);
  return count === 0 ? undefined : `${counted(count, "further concern")} in ${inWords(withinMs)}`;
}

/** Is somebody on their way although the answer is to be given anew? */
export const isComingMeanwhile = (of: Escalation): boolean => of.reopened !== null && isComing(of);
