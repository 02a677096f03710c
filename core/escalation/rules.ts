import { Refusal } from "../refusal.ts";
import { london } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { isRunning, running } from "./clock.ts";
import {
  decided,
  disputedTier,
  type Escalation,
  hasEndedWait,
  isComing,
  isHandoverSettled,
  isReferred,
  isWaitOver,
  Stage,
  stageOf,
  wantsPlan,
} from "./escalation.ts";
import { unheard } from "./hearing.ts";
import { nextLookBack } from "./look-back.ts";
import { owed } from "./move.ts";
import { answersReferral, hasUnread, isAsker, isOfTheLadder, shares, tierOf } from "./standing.ts";

/** Who may make a move: somebody on duty at a tier that was asked; who has the case; an agency that asked; one that asked or that answers; the body it was referred to; anyone who shares it. */
export type Standing = "answerer" | "owner" | "raiser" | "asker" | "side" | "referred_body" | "party";

/** The same in words, for the API's description and the printed table. */
export const WHO: Readonly<Record<Standing, string>> = {
  answerer: "somebody on duty at a tier that was asked",
  owner: "whoever has the case",
  raiser: "somebody of the agency that raised it",
  asker: "somebody of an agency that asked",
  side: "somebody of an agency that asked, or of one that answers",
  referred_body: "somebody on duty for the body it was referred to",
  party: "anyone whose agency shares the case",
};

export interface Rule {
  /** What the move says, as a person would. */
  readonly says: string;
  readonly who: Standing;
  readonly from: readonly Stage[];
  /** Where the case may stand afterwards. */
  readonly to: readonly Stage[];
  /** What else must hold, in words, or undefined when it does. */
  readonly when?: (of: Escalation) => string | undefined;
}

const OPEN = Stage.options.filter((stage) => stage !== "closed");
const ANY = Stage.options;
const ANSWERED = ["decided", "in_action", "resolved"] as const;
/** Nothing was heard of whom the case waited for: it stands anew where it must be answered. */
const ASKED = ["raised", "acknowledged", "nobody_answered"] as const;
const unless = (holds: boolean, words: string): string | undefined => (holds ? undefined : words);

/**
 * The rules, a row a move: at which stages, by whom, and where it leads. The code refuses by this table, the pages offer by it, and
 * `docs/lifecycle.md` prints it.
 */
export const RULES = {
  acknowledge: {
    says: "I have seen this, and have it now",
    who: "answerer",
    from: OPEN,
    to: ["acknowledged", ...ANSWERED],
  },
  decide: {
    says: "This is the answer, and why",
    who: "answerer",
    from: OPEN,
    to: ["decided", "resolved", "in_action", "nobody_answered"],
  },
  askForMore: {
    says: "There is not enough information: this is missing, and who gets it by when",
    who: "answerer",
    from: OPEN,
    to: OPEN,
  },
  defer: {
    says: "It is put off until this time, for this reason",
    who: "owner",
    from: OPEN,
    to: OPEN,
    when: (of) =>
      unless(["decide", "arrive"].includes(owed(of) ?? ""), "No answer and no arrival is owed that could be put off.") ??
      unless(
        owed(of) === "arrive" || (of.owner?.tier ?? 0) > disputedTier(of),
        "The raising side disagreed at this tier: the answer is the next one’s, and not this one’s to put off.",
      ),
  },
  changePriority: { says: "It is more urgent, or less", who: "party", from: OPEN, to: OPEN },
  standDown: {
    says: "The unit that was coming is needed elsewhere",
    who: "answerer",
    from: OPEN,
    to: ASKED,
    when: (of) => unless(isComing(of), "Nobody is on their way, so nobody can be stood down."),
  },
  offerHandover: { says: "Please take this over", who: "owner", from: OPEN, to: OPEN },
  arrive: {
    says: "Whoever was sent is on scene",
    who: "side",
    from: OPEN,
    to: ["in_action", "resolved", ...ASKED],
    when: (of) => unless(decided(of)?.leadsTo === "arrive", "Nobody has decided to come, so nobody can have arrived."),
  },
  answerReferral: {
    says: "We accept what was referred to us, or decline it",
    who: "referred_body",
    from: OPEN,
    to: ["in_action", "resolved", ...ASKED],
    when: (of) => unless(isReferred(of), "Nothing waits for another body’s answer."),
  },
  addNews: { says: "Things have changed", who: "party", from: ANY, to: [...OPEN], when: goesOnElsewhere },
  readNews: {
    says: "I have opened what is new",
    who: "party",
    from: ANY,
    to: ANY,
    when: ({ news }) => unless(news.length > 0, "Nothing new has come."),
  },
  readAnswer: {
    says: "I have read the answer",
    who: "party",
    from: ANY,
    to: ANY,
    when: ({ decision }) => unless(decision !== null, "Nothing has been decided yet."),
  },
  logCall: {
    says: "I rang those who must know the answer",
    who: "answerer",
    from: OPEN,
    to: OPEN,
    when: ({ decision }) => unless(decision !== null, "Nothing has been decided yet."),
  },
  respond: {
    says: "This is what we did with the answer",
    who: "asker",
    from: [...ANSWERED, "nobody_answered"],
    to: [...ANSWERED, "nobody_answered"],
    when: ({ terms, decision, reopened }) =>
      unless(terms.responses.length > 0, "What the raising side does with an answer is not asked here.") ??
      unless(decision !== null && reopened === null, "Nothing has been decided yet, or it has to be decided anew."),
  },
  disagree: {
    says: "We read it differently",
    who: "asker",
    from: OPEN,
    to: [...ASKED, ...ANSWERED],
    when: ({ decision }) =>
      unless(decision !== null, "Nothing has been decided yet. When a limit passes, the next tier is asked by itself."),
  },
  recordPlan: { says: "This is how we keep the person safe meanwhile", who: "asker", from: OPEN, to: OPEN },
  recordCustody: {
    says: "This is settled for handing over the detained person",
    who: "party",
    from: OPEN,
    to: OPEN,
    when: ({ custody }) => unless(custody !== null, "Nobody is detained in this case."),
  },
  leaveWithoutHandover: {
    says: "Officers have left without an agreed handover",
    who: "party",
    from: OPEN,
    to: OPEN,
    when: (of) =>
      unless(
        of.custody !== null && of.custody.left === null && !hasEndedWait(of),
        "Nobody is detained in this case, the wait has ended, or it is recorded already.",
      ),
  },
  sayRelated: {
    says: "It is the same, or it is not, because",
    who: "party",
    from: ANY,
    to: ANY,
    when: ({ related }) =>
      unless(
        related.some(({ said }) => said === null),
        "No other case waits to be told apart from this one.",
      ),
  },
  recordOutcome: { says: "This has happened to the person", who: "party", from: ANY, to: ANY },
  close: {
    says: "Nothing is owed any more",
    who: "party",
    from: ["resolved"],
    to: ["closed"],
    when: cannotClose,
  },
  withdraw: {
    says: "We take our request back",
    who: "raiser",
    from: OPEN,
    to: ["closed"],
    when: (of) =>
      unless(
        of.news.every(({ kind, by }) => kind !== "linked" || by.agency === of.raised.by.agency),
        "Another agency has asked about the same person, so the case goes on: add what you know as news.",
      ) ??
      unless(
        !of.custody?.arrivedAt || isHandoverSettled(of),
        "Somebody is detained, and no named clinician has accepted them: settle that first, say what else has ended the wait, or record that officers have left.",
      ),
  },
  addNote: { says: "One more line in the story", who: "party", from: ANY, to: ANY },
} as const satisfies Record<string, Rule>;
export type MoveName = keyof typeof RULES;

/** A case that was joined to another goes on there, and nobody reads what is told to it here. */
function goesOnElsewhere({ closed }: Escalation): string | undefined {
  return closed?.as === "merged_duplicate" ? `This was joined to ${closed.into ?? "another case"}: add it there.` : undefined;
}

/** What a case still lacks before it can be closed, in words; undefined when nothing. */
function cannotClose(of: Escalation): string | undefined {
  const debt = owed(of);
  if (debt === "arrive") return "Somebody is still to arrive.";
  if (debt === "accept_referral" || isReferred(of)) return "The body it was referred to has not accepted.";
  if (debt === "respond") return "Whoever asked has not said what they did with the answer.";
  if (debt !== "close" && debt !== "review" && debt !== "look_back")
    return "Nothing has been decided yet, or it has to be decided anew.";
  if (nextLookBack(of))
    return "The partners look back at how the person is, and the time for it has not come or nobody has said it.";
  if (running(of.clocks, "read_information") || hasUnread(of)) return "There is news that nobody has opened.";
  if (unheard(of).length > 0)
    return "The answer has changed, and another agency that must know has not read it. Ring its desk, and record it.";
  if (!of.outcome) return "First say what has happened to the person, and who has seen them.";
  if (!isHandoverSettled(of)) return "No named clinician has accepted the person yet, and nothing else has ended the wait.";
  if (of.custody && !of.custody.nextOfKin) return "Next of kin: say whether they were told.";
  if (of.custody && !of.custody.tellResult) return "Say who must be told the result.";
  if ((wantsPlan(of) || of.unresolvedAt) && !of.plan && !isWaitOver(of)) return "The raising side’s interim plan is missing.";
  return unless(
    !of.decision || hasHeard(of),
    "The raising side has not read the answer. Ring both of their numbers, and record it.",
  );
}

/** The raising side has read the answer as it is, or was told it on the telephone, or both of its numbers were rung in vain. */
export function hasHeard({ heard, calls: all, raised, ask }: Escalation): boolean {
  const calls = all.filter(({ agency }) => agency === undefined);
  const numbers = ask.deputy ? (["call_back", "deputy"] as const) : (["call_back"] as const);
  const rung = numbers.every((number) => calls.some((call) => call.number === number));
  return (
    heard.some(({ agency }) => agency === raised.by.agency) ||
    calls.some(({ answered }) => answered) ||
    (rung && calls.length >= 2)
  );
}

/** Why this person may not make this move on this case now; undefined when they may. A case of others looks like no case. */
export function cannot(move: MoveName, of: Escalation, who: Who, duty: Duty): Refusal | undefined {
  const { who: standing, from, when }: Rule = RULES[move];
  if (!shares(of, who)) return new Refusal("NotFound", "There is no such escalation.");
  const lacks = lacksStanding(standing, of, who, duty);
  if (lacks) return lacks;
  const stage = stageOf(of);
  if (stage === "closed" && of.closed && !from.includes(stage)) {
    const { by, at } = of.closed;
    return new Refusal("Closed", `${of.reference} was closed by ${by.name} at ${london(at)}.`, { facts: { by, at } });
  }
  const why = when?.(of) ?? unless(from.includes(stage), "Nothing has been decided yet, or it has to be decided anew.");
  return why === undefined ? undefined : new Refusal("NotYet", why);
}

function lacksStanding(standing: Standing, of: Escalation, who: Who, duty: Duty): Refusal | undefined {
  if (standing === "answerer" && tierOf(of, who, duty) === undefined)
    return new Refusal("NotOnDuty", "Only somebody on duty for a desk that has been asked can answer this.");
  if (standing === "owner" && of.owner?.by.id !== who.id)
    return new Refusal("NotAllowed", "Only whoever has it now can do this. Acknowledge it first.");
  if (standing === "raiser" && who.agency !== of.raised.by.agency)
    return new Refusal("NotAllowed", "Only the agency that raised this can do it.");
  if (standing === "asker" && !isAsker(of, who)) return new Refusal("NotAllowed", "Only an agency that asked can do this.");
  if (standing === "side" && !isAsker(of, who) && !isOfTheLadder(of, who))
    return new Refusal("NotAllowed", "Only an agency that asked, or the one that sends somebody, can say this.");
  if (standing === "referred_body" && !answersReferral(of, who, duty))
    return new Refusal("NotOnDuty", "Only somebody on duty for the body that was asked can answer this.");
  return undefined;
}

/** Refuses a move that the table does not allow. */
export function mustBeAllowed(move: MoveName, of: Escalation, who: Who, duty: Duty): void {
  const no = cannot(move, of, who, duty);
  if (no) throw no;
}

/** May this person see the case at all? A case of others looks like no case. */
export function mustShare(of: Escalation, who: Who): void {
  if (!shares(of, who)) throw new Refusal("NotFound", "There is no such escalation.");
}

/**
 * An answer is given to what its reader saw. When the tier, the owner, the decision or the end has changed since, the answer is not
 * applied: what changed is said, and one more press takes it. Notes refuse nothing.
 */
export function mustHaveSeen(of: Escalation, seen: number): void {
  if (hasSeen(of, seen)) return;
  const { changed, version } = of;
  const name = typeof changed.by === "string" ? "The clock" : changed.by.name;
  const detail =
    seen > version || changed.by === "operator"
      ? "What you saw of this is no longer kept: it was put back to an earlier moment. Read it again."
      : `${name} changed this at ${london(changed.at)} (${changed.what.replaceAll("_", " ")}). Read it again.`;
  throw new Refusal("ChangedMeanwhile", detail, { facts: { by: changed.by, at: changed.at, what: changed.what, version } });
}

/** Is this what somebody saw, as far as an answer goes by it? A version that the case has not come to is of a story that is not kept: a restore went behind it. */
export const hasSeen = ({ changed, version }: Pick<Escalation, "changed" | "version">, seen: number): boolean =>
  seen >= changed.version && seen <= version;

/** The tier at which somebody answers; they have been found on duty. */
export function answeringTier(of: Escalation, who: Who, duty: Duty): number {
  const tier = tierOf(of, who, duty);
  if (tier === undefined) throw new Refusal("NotOnDuty", "Only somebody on duty for a desk that has been asked can answer this.");
  return tier;
}

/** Has it been acknowledged before, and is it asked of a tier now that has not? Whoever has it meanwhile is not the one who is waited for. */
export const isAskedAnew = ({ acknowledged, clocks }: Pick<Escalation, "acknowledged" | "clocks">): boolean =>
  acknowledged !== null && running(clocks, "acknowledge") !== undefined;

/** Does anybody wait for an acknowledgement now, by a clock that runs? */
export const isAsking = ({ clocks }: Pick<Escalation, "clocks">): boolean =>
  clocks.some((clock) => isRunning(clock) && (clock.limit === "acknowledge" || clock.limit === "repeat"));
