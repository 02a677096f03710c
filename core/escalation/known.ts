import { Temporal } from "temporal-polyfill";
import type { Terms } from "../partnership/terms.ts";
import type { Instant } from "../time.ts";
import type { Ask, News, RiskFact } from "./ask.ts";
import { detentionBegan, type Escalation, type Piece } from "./escalation.ts";
import type { Fact, NewFact } from "./fact.ts";

type Known = Pick<Ask | News | Piece, "riskFacts" | "answers" | "under18" | "childAtRisk" | "person"> & {
  readonly threshold?: string[] | undefined;
};

/** Everything that was told of the person and the risk, in the order in which it came: the request, then each piece of news. */
const tellings = ({ ask, news }: Pick<Escalation, "ask" | "news">): Known[] => [ask, ...news];

/** What one line of the story told of the case, where it told it of a request or of news; undefined for any other. */
export function toldIn(fact: Fact | NewFact): Ask | News | undefined {
  if (fact.what === "raised" || fact.what === "request_linked") return fact.about.ask;
  return fact.what === "news_added" ? fact.about.news : undefined;
}

/** What the case is about as it now is: a welfare concern for somebody who has left home is one no more. The story keeps what it was. */
export const typeOf = ({ ask, news }: Pick<Escalation, "ask" | "news">): string =>
  news.findLast((piece) => piece.kind === "news" && piece.type !== undefined)?.type ?? ask.type;

/** Every fact of risk that anybody gave. */
export const riskFactsOf = (of: Pick<Escalation, "ask" | "news">): RiskFact[] =>
  tellings(of).flatMap(({ riskFacts = [] }) => riskFacts);

/** The answers to the type's questions as they are now: a later one stands, the story keeps the earlier. */
export const answersOf = (of: Pick<Escalation, "ask" | "news">): Record<string, string | number | string[]> =>
  Object.assign({}, ...tellings(of).map(({ answers = {} }) => answers));

/** The questions of the case's type that nobody has answered yet; «unknown» is no answer that would stop the asking, and what is settled at the handover is answered. */
export const unanswered = (of: Pick<Escalation, "ask" | "news" | "terms" | "custody">): Terms["questions"] => {
  const { custody } = of;
  const began = custody && detentionBegan(custody);
  const answers: Record<string, unknown> = {
    ...(custody?.arrivedAt ? { arrived_at: custody.arrivedAt } : {}),
    ...(began ? { detention_began_at: began } : {}),
    ...(custody?.officersWaiting ? { officers_waiting: custody.officersWaiting.officers } : {}),
    ...(custody?.nextOfKin ? { next_of_kin_told: custody.nextOfKin.told, next_of_kin: custody.nextOfKin.words } : {}),
    ...answersOf(of),
  };
  return questionsOf(of.terms, typeOf(of)).filter(({ code }) => answers[code] === undefined || answers[code] === "unknown");
};

/** The questions that a type asks, in its order. */
export const questionsOf = ({ types, questions }: Pick<Terms, "types" | "questions">, type: string): Terms["questions"] => {
  const asks = types.find(({ code }) => code === type)?.asks ?? [];
  return asks.flatMap((asked) => questions.find(({ code }) => code === asked) ?? []);
};

/** Has anybody said that the person is under 18, or that a child is at risk? */
export const isAboutChild = ({ raised, ask, news, terms }: Pick<Escalation, "raised" | "ask" | "news" | "terms">): boolean =>
  saysChild(terms, ask, raised.at) || news.some((piece) => saysChild(terms, piece, piece.at));

/** Does what was told at an instant speak of a child: in so many words, by a fact of risk, by an answer, or by the person's age? */
export const saysChild = (
  { questions }: Pick<Terms, "questions">,
  { under18, childAtRisk, riskFacts = [], answers = {}, person }: Known,
  at: Instant,
): boolean =>
  under18 === "yes" ||
  questions.some(({ code, choices = [] }) =>
    choices.some((choice) => choice.child && [answers[code]].flat().includes(choice.code)),
  ) ||
  childAtRisk === "yes" ||
  riskFacts.some(({ code }) => code === "child_or_dependant_with_person") ||
  (person?.age !== undefined && person.age < ADULT) ||
  (person?.dateOfBirth !== undefined &&
    Temporal.PlainDate.from(person.dateOfBirth).add({ years: ADULT }).toString() > at.slice(0, 10));
const ADULT = 18;

/** Pieces of news that this person has not opened. What they brought themselves they know. */
export const unreadBy = ({ news }: Pick<Escalation, "news">, person: string): Piece[] =>
  news.filter(({ by, readBy }) => by.id !== person && !readBy.some((read) => read.by === person));

/** Callers who asked again for themselves, after the first: how many, and over how long, in milliseconds. */
export function furtherConcerns({ raised, news }: Pick<Escalation, "raised" | "news">): { count: number; withinMs: number } {
  const others = news.filter(({ kind, furtherConcern }) => kind === "linked" || furtherConcern);
  const last = others.at(-1);
  return { count: others.length, withinMs: last ? Date.parse(last.at) - Date.parse(raised.at) : 0 };
}

/** The priority that what was told asks for: the most urgent of its type, threshold, facts and answers; undefined when none of them asks for one. */
export function priorityTold(
  {
    types,
    thresholds,
    riskFacts,
    questions,
    priorities,
  }: Pick<Terms, "types" | "thresholds" | "riskFacts" | "questions" | "priorities">,
  told: Known & { readonly type?: string | undefined },
): string | undefined {
  const coded = (list: readonly { code: string; priority?: string | undefined }[], codes: readonly string[]) =>
    list.filter(({ code }) => codes.includes(code)).map(({ priority }) => priority);
  const { answers = {} } = told;
  const answered = questions.filter(({ code }) => answers[code] !== undefined);
  const asked = [
    ...coded(types, told.type ? [told.type] : []),
    ...coded(thresholds, told.threshold ?? []),
    ...coded(
      riskFacts,
      (told.riskFacts ?? []).map(({ code }) => code),
    ),
    ...answered.flatMap(({ code, answer, priority, choices = [] }) => {
      const given = answers[code];
      return answer === "yes_no_unknown" ? [given === "yes" ? priority : undefined] : coded(choices, [given].flat().map(String));
    }),
  ];
  return priorities.find(({ code }) => asked.includes(code))?.code;
}

/** The more urgent of two priorities; the list runs from most to least urgent. */
export const moreUrgent = (priorities: readonly { code: string }[], one: string, other: string | undefined): string =>
  priorities.find(({ code }) => code === one || code === other)?.code ?? one;
