import { THEMES } from "../escalation/theme.ts";
import type { AgeBand, Kept, TimeBand } from "../measures/tally.ts";
import type { AgendaWhy } from "../partnership/learning.ts";
import { type Instant, inWords, london } from "../time.ts";
import { CAUSES } from "./agenda.ts";
import type { AgendaItem } from "./call.ts";
import type { CaseCard, Pack } from "./pack.ts";

/** One piece of a pack: words, or an item with why it is there and its lines. */
export type PackBlock = { kind: "words"; text: string } | { kind: "item"; title: string; why: string; lines: string[] };

/** A pack in words, one home for what its page, its PDF and its spreadsheet say. */
export interface PackInWords {
  title: string;
  marking: string;
  madeAt: Instant;
  reference: string;
  sections: { heading: string; blocks: PackBlock[] }[];
}

/** What the partners call their agencies, areas and the codes of their agreement; whatever has no name keeps its code. */
export interface PackTitles {
  readonly agencyOf: (code: string) => string;
  readonly areaOf: (code: string) => string;
  /** Codes of one pathway: another may use the same for something else. */
  readonly typeOf: (code: string, pathway: string | null) => string;
  readonly answerOf: (code: string, pathway: string | null) => string;
  readonly outcomeOf: (code: string, pathway: string | null) => string;
}

export const MARKING = "OFFICIAL-SENSITIVE";

/** Why something is on an agenda. */
export const AGENDA_WHYS: Record<AgendaWhy, string> = {
  action_overdue: "An action is late",
  harm: "A person came to harm",
  nobody_answered: "Nobody answered",
  left_without_agreed_handover: "Officers left without an agreed handover",
  disagreement_unresolved: "A disagreement was left unresolved",
  outcome_after_closing: "The outcome became known after closing",
  decision_changed: "An answer was changed",
  sides_differ: "The two sides differ",
  limit_missed: "A limit was missed",
  repeat_person: "The same person again",
  concern: "A concern",
  review_missing: "A review is missing",
  carried_over: "Carried over",
  good_practice: "Good practice",
  added: "Added by the chair",
};

const AGES: Record<AgeBand, string> = {
  under_18: "Under 18",
  "18_24": "18 to 24",
  "25_44": "25 to 44",
  "45_64": "45 to 64",
  "65_over": "65 or over",
  unknown: "Not known",
};
const TIMES: Record<TimeBand, string> = {
  night: "Between 00:00 and 06:00",
  morning: "Between 06:00 and 12:00",
  afternoon: "Between 12:00 and 18:00",
  evening: "Between 18:00 and 24:00",
};
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const LIMITS = { acknowledge: "Acknowledged", decide: "Decided", arrive: "Arrived" } as const;

const plain = (code: string): string => code.replaceAll("_", " ");
const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;
const yesNo = (value: boolean | null): string => (value === null ? "Not known" : value ? "Yes" : "No");

/** A whole pack in words: what it is, its agenda, and each case. Times are London’s. */
export const packInWords = (pack: Pack, titles: PackTitles): PackInWords => ({
  title: `${pack.title}, ${london(pack.startsAt)}`,
  marking: MARKING,
  madeAt: pack.madeAt,
  reference: pack.call,
  sections: [
    { heading: "About this pack", blocks: about(pack).map((text) => ({ kind: "words", text })) },
    { heading: "Agenda", blocks: agendaBlocks(pack) },
    { heading: "Cases", blocks: caseBlocks(pack, titles) },
  ],
});

const about = ({ from, madeAt }: Pick<Pack, "from" | "madeAt">): string[] => [
  `Made at ${spelled(madeAt)}. It looks at what has happened since ${spelled(from)}, and at what is still open.`,
  "It names nobody. Cases are told by their references, people by a name that is good for this pack alone. Each side’s lines are its own words.",
];
const spelled = (at: Instant): string => london(at).replace(", ", " on ");

function agendaBlocks({ agenda, more }: Pack): PackBlock[] {
  if (agenda.length === 0) return [{ kind: "words", text: "Nothing is on the agenda." }];
  const items = agenda.map(
    (item, nth): PackBlock => ({ kind: "item", title: `${nth + 1}. ${item.title}`, why: whysOf(item), lines: linesOf(item) }),
  );
  return more > 0 ? [...items, { kind: "words", text: moreWords(more) }] : items;
}

/** Every reason why something is on the agenda, the first of them first. */
export const whysOf = ({ why, also }: Pick<AgendaItem, "why" | "also">): string =>
  [why, ...also].map((one, nth) => (nth === 0 ? AGENDA_WHYS[one] : lowerFirst(AGENDA_WHYS[one]))).join("; ");
const lowerFirst = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);

/** How many items found no room. */
export const moreWords = (more: number): string => `${counted(more, "more item")} found no room on this agenda.`;

/** How often something has been carried over; undefined for what is here for the first time. */
export const carriedWords = ({ carried }: Pick<AgendaItem, "carried">): string | undefined =>
  carried > 0 ? `Carried over from ${counted(carried, "call")}.` : undefined;

function linesOf(item: AgendaItem): string[] {
  const names = item.references.length > 0 ? [`Cases: ${item.references.join(", ")}`] : [];
  return [item.because, carriedWords(item), ...names].flatMap((line) => line ?? []);
}

function caseBlocks({ cards }: Pack, titles: PackTitles): PackBlock[] {
  if (cards.length === 0) return [{ kind: "words", text: "The agenda names no case of which there is anything to show." }];
  return cards.map((card) => ({
    kind: "item",
    title: `${card.reference}: ${titles.typeOf(card.type, card.pathway)}, ${titles.areaOf(card.area)}, ${card.priority}`,
    why: card.sidesDiffer ? "The two sides answer the closing questions differently" : "",
    lines: cardLines(card, titles),
  }));
}

/** What a pack tells of one case, line by line; what is not known has no line. */
export function cardLines(card: CaseCard, { agencyOf, answerOf, outcomeOf }: PackTitles): string[] {
  const { pathway, raisedBy, asked, answeredBy, answer, outcome, themes, person, lines, withheld } = card;
  const line = (name: string, value: string | null | undefined) => (value ? [`${name}: ${value}`] : []);
  return [
    ...line("Still open", card.stillOpen ? "its figures come when it has ended" : null),
    ...line("Raised by", raisedBy && agencyOf(raisedBy)),
    ...line("Asked", asked && agencyOf(asked)),
    ...line("Answered by", answeredBy && agencyOf(answeredBy)),
    ...line("Raised", whenWords(card)),
    ...line("Age", card.ageBand && AGES[card.ageBand]),
    ...(["acknowledge", "decide", "arrive"] as const).flatMap((limit) =>
      line(LIMITS[limit], card[limit] && keptWords(card[limit])),
    ),
    ...line("Limits missed", missedWords(card)),
    ...line("Tiers asked", card.tiers === null ? null : `${card.tiers}`),
    ...line("Answer", answer && `${answerOf(answer, pathway)}${changedWords(card)}`),
    ...line("What happened to the person", outcome && outcomeOf(outcome, pathway)),
    ...line("Came to harm", card.harm === null ? null : yesNo(card.harm)),
    ...line("Those who were asked came", card.attended === null ? null : yesNo(card.attended)),
    ...line("Themes", themes.map((theme) => THEMES[theme]).join("; ")),
    ...line("About", person && `${person}, as in this person’s other cases in this pack`),
    ...lines.raising.flatMap((words) => line("The raising side", `«${words}»`)),
    ...lines.answering.flatMap((words) => line("The answering side", `«${words}»`)),
    ...line("Left out", withheld > 0 ? `${counted(withheld, "line")} that may say who somebody is` : null),
  ];
}

function whenWords({ weekday, timeBand }: CaseCard): string {
  const day = weekday === null ? "" : `On a ${WEEKDAYS[weekday - 1]}`;
  const time = timeBand === null ? "" : TIMES[timeBand];
  return day && time ? `${day}, ${lowerFirst(time)}` : day || time;
}

/** How a limit fared: «within the limit, after 4 minutes». */
export function keptWords({ how, ms }: Kept): string {
  if (how === "not_owed") return "not owed";
  if (how === "running") return "not yet";
  const after = ms === null ? "" : `, after ${inWords(ms)}`;
  return `${how === "within" ? "within the limit" : "limit missed"}${after}`;
}

const missedWords = ({ missed }: CaseCard): string =>
  missed
    .map(({ limit, tier, cause }) => `${plain(limit)} at tier ${tier}, ${cause ? CAUSES[cause] : "no message can tell why"}`)
    .join("; ");

function changedWords({ changes, overturned }: CaseCard): string {
  const times = changes !== null && changes > 0 ? `; changed ${counted(changes, "time")}` : "";
  return overturned ? `${times}; declined first, and overturned` : times;
}

type Cell = string | number;
type Column = readonly [head: string, of: (card: CaseCard, titles: PackTitles) => Cell];

const minutes = ({ ms }: Kept): Cell => (ms === null ? "" : Math.round(ms / 6000) / 10);
const kept = (limit: "acknowledge" | "decide" | "arrive"): Column[] => [
  [limit, (card) => (card[limit] ? plain(card[limit].how) : "")],
  [`${limit}_minutes`, (card) => (card[limit] ? minutes(card[limit]) : "")],
];
/** Of a case that is open nobody can know it yet: its cell is empty, where that of one that has ended says that it is not known. */
const yet = (value: boolean | null, stillOpen: boolean): string => (value === null && stillOpen ? "" : yesNo(value));
const COLUMNS: readonly Column[] = [
  ["case", ({ reference }) => reference],
  ["still_open", ({ stillOpen }) => yesNo(stillOpen)],
  ["type", ({ type, pathway }, { typeOf }) => typeOf(type, pathway)],
  ["area", ({ area }, { areaOf }) => areaOf(area)],
  ["priority", ({ priority }) => priority],
  ["raised_by", ({ raisedBy }, { agencyOf }) => (raisedBy ? agencyOf(raisedBy) : "")],
  ["asked", ({ asked }, { agencyOf }) => (asked ? agencyOf(asked) : "")],
  ["answered_by", ({ answeredBy }, { agencyOf }) => (answeredBy ? agencyOf(answeredBy) : "")],
  ["raised", whenWords],
  ["age", ({ ageBand }) => (ageBand ? AGES[ageBand] : "")],
  ...kept("acknowledge"),
  ...kept("decide"),
  ...kept("arrive"),
  ["limits_missed", missedWords],
  ["tiers", ({ tiers }) => tiers ?? ""],
  ["answer", ({ answer, pathway }, { answerOf }) => (answer ? answerOf(answer, pathway) : "")],
  ["answer_changes", ({ changes }) => changes ?? ""],
  ["overturned", ({ overturned }) => (overturned === null ? "" : yesNo(overturned))],
  ["outcome", ({ outcome, pathway }, { outcomeOf }) => (outcome ? outcomeOf(outcome, pathway) : "")],
  ["harm", ({ harm, stillOpen }) => yet(harm, stillOpen)],
  ["came", ({ attended, stillOpen }) => yet(attended, stillOpen)],
  ["themes", ({ themes }) => themes.map((theme) => THEMES[theme]).join("; ")],
  ["person", ({ person }) => person ?? ""],
  ["sides_differ", ({ sidesDiffer }) => (sidesDiffer === null ? "" : yesNo(sidesDiffer))],
  ["raising_side", ({ lines }) => lines.raising.join(" / ")],
  ["answering_side", ({ lines }) => lines.answering.join(" / ")],
  ["lines_left_out", ({ withheld }) => withheld],
];

const OF_ITEM = ["item", "why", "title", "because", "carried_over"] as const;

/** The same for a spreadsheet, its heads first: a row for each case of each item, and one for an item that names none. */
export function packRows({ agenda, cards }: Pack, titles: PackTitles): Cell[][] {
  const heads = [...OF_ITEM, ...COLUMNS.map(([head]) => head)];
  const rows = agenda.flatMap((item, nth) => {
    const own: Cell[] = [nth + 1, whysOf(item), item.title, item.because, item.carried];
    if (item.references.length === 0) return [[...own, ...COLUMNS.map(() => "")]];
    return item.references.map((reference) => [...own, ...cellsOf(reference, cards, titles)]);
  });
  return [heads, ...rows];
}

/** A case without a card has its reference, and nothing else is known of it. */
function cellsOf(reference: string, cards: readonly CaseCard[], titles: PackTitles): Cell[] {
  const card = cards.find((one) => one.reference === reference);
  return COLUMNS.map(([head, of]) => (card ? of(card, titles) : head === "case" ? reference : ""));
}
