import * as z from "zod";
import type { Terms } from "../partnership/terms.ts";
import { isWhole } from "../postcode.ts";
import { Refusal } from "../refusal.ts";
import { SentId } from "../sent-id.ts";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import type { Ask, Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { reachableAt } from "./climb.ts";
import type { Escalation } from "./escalation.ts";
import { begin, changing, type Move, marking, recording, settle, telling } from "./move.ts";
import { MOST_ASKED } from "./notice.ts";
import { mustBeAllowed } from "./rules.ts";
import { shares } from "./standing.ts";

/** What one case shares with another that may be about the same person or place. */
export interface Mark {
  readonly on: "nhs_number" | "phone" | "cad" | "postcode_and_number" | "address" | "what3words";
  readonly value: string;
}

/** What of a request, or of news, it can be recognised by. */
type Markable = { readonly [part in "place" | "person" | "policeContact"]?: Ask[part] | undefined };

/** By what a request can be recognised. None of it is proof: a person says whether it is the same. */
export function marksOf({ place, person, policeContact }: Markable): Mark[] {
  const cad = policeContact?.cad;
  return [
    ...(person?.nhsNumber ? [{ on: "nhs_number", value: person.nhsNumber } as const] : []),
    ...(person?.phone ? [{ on: "phone", value: person.phone } as const] : []),
    ...(cad ? [{ on: "cad", value: `${cad.number} ${cad.date}` } as const] : []),
    ...(place ? placeMarks(place) : []),
  ];
}

/** A place by its whole postcode and each number in its address, by its words in whatever order, by its three words. */
function placeMarks({ borough, address, postcode, what3words }: Ask["place"]): Mark[] {
  const words = address.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const numbers = [...new Set(words.filter((word) => /^\d{1,4}[a-z]?$/.test(word)))];
  const plain = words.map((word) => LONG_FORMS[word] ?? word).toSorted();
  return [
    ...(postcode && isWhole(postcode) ? numbers : []).map((number) => ({
      on: "postcode_and_number" as const,
      value: `${postcode} ${number}`,
    })),
    ...(numbers.length > 0 && words.length > 1
      ? [{ on: "address" as const, value: `${borough.toLowerCase()} ${plain.join(" ")}` }]
      : []),
    ...(what3words ? [{ on: "what3words" as const, value: what3words }] : []),
  ];
}

/** «High St» and «High Street» are one. */
const LONG_FORMS: Readonly<Record<string, string>> = {
  st: "street",
  rd: "road",
  ave: "avenue",
  av: "avenue",
  ln: "lane",
  sq: "square",
  ct: "court",
  hse: "house",
  apt: "flat",
};

/** Another case, and what this one shares with it. */
export interface Match {
  readonly id: string;
  readonly reference: string;
  readonly on: readonly string[];
}

type OfLadder = Pick<Terms, "pathway"> & { readonly area: Pick<Terms["area"], "agency"> };

/**
 * Cases of two police forces have two ladders, and so have a request for police and one for an ambulance: each names the other, and neither
 * goes on in the other.
 */
export const isOfOneLadder = (one: OfLadder, other: OfLadder): boolean =>
  one.pathway === other.pathway && one.area.agency === other.area.agency;

/** May somebody's request go on in this case? One that is over is opened again by nobody who does not share it: a request is no key to what was covered. */
export const isOpenTo = (of: Escalation, who: Who): boolean => of.closed === null || shares(of, who);

export const RelatedSaid = z.strictObject({ other: SentId, same: z.boolean(), because: safeText(500) });

/** The move that names cases which may be the same, for a person to tell apart. */
export const naming = (move: Move, matches: readonly Match[], now: Instant): Move =>
  matches.reduce(
    (so, { id, reference, on }) =>
      recording(changing(so, { related: [...so.next.related, { id, reference, on: [...on], said: null }] }), "clock", now, {
        what: "related_found",
        about: { id, reference, on: [...on] },
      }),
    move,
  );

/** A request came that may be about the same person: whoever has the older case hears at once, until somebody has said. */
export function hearOfRelated(current: Escalation, match: Match, now: Instant, duty: Duty): Move | undefined {
  if (current.related.some(({ id }) => id === match.id)) return undefined;
  const named = naming(begin(current), [match], now);
  const told = telling(named, "update", [...answering(current, duty), current.raised.by.id], "related_found");
  return settle(current, marking(told, "clock", now, "related_found"), now);
}

/** So many lines and messages have room in one transaction of 100 items, beside the state of a new case, its key, its terms and its marks. */
const MOST_TOLD = 75;

/** As many of the older cases that hear of a new one, in their order, as fit into the transaction that keeps it: the new one names all of them, and waits for none. */
export function fitting(raised: Move, hearing: readonly Move[]): Move[] {
  const told = ({ facts, notices }: Move): number => facts.length + notices.length;
  const upTo = (nth: number) => hearing.slice(0, nth + 1).reduce((sum, one) => sum + told(one) + 1, told(raised));
  return hearing.filter((_, nth) => upTo(nth) <= MOST_TOLD);
}

/**
 * The same force gave a first answer about what may be the same person or place. Whoever answers here hears at once, or two callers about one
 * person may be told two things; the raiser does not, because what another partner was told is not theirs.
 */
export function hearOfFirstAnswer(current: Escalation, found: Match, now: Instant, duty: Duty): Move {
  const told = tellingOfFirstAnswers(namingFirstAnswers(begin(current), [found], now), [found], duty);
  return settle(current, marking(told, "clock", now, "first_answer_found"), now);
}

/** The move with a line for each first answer of the same force that may be about the same. */
export const namingFirstAnswers = (move: Move, found: readonly Match[], now: Instant): Move =>
  found.reduce(
    (so, { id, reference, on }) =>
      recording(so, "clock", now, { what: "first_answer_found", about: { id, reference, on: [...on] } }),
    move,
  );

/** The move with whoever answers told that there are such, once for all of them. */
export const tellingOfFirstAnswers = (move: Move, found: readonly Match[], duty: Duty): Move =>
  found.length > 0 ? telling(move, "update", answering(move.next, duty), "first_answer_found") : move;

/** Whoever has the case, or is asked for it now. */
const answering = (of: Escalation, duty: Duty): string[] =>
  of.owner ? [of.owner.by.id] : reachableAt(of, of.tier, duty).slice(0, MOST_ASKED);

/** «Not the same, because»: said on one case, and kept on both. Joining two cases is `linkRequest` on the older and `mergeInto` on the newer. */
export function saySame(
  current: Escalation,
  { other, same, because }: z.output<typeof RelatedSaid>,
  by: Who,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("sayRelated", current, by, duty);
  const found = current.related.find(({ id, said }) => id === other && said === null);
  if (!found) throw new Refusal("NotFound", "No such case waits to be told apart from this one.");
  return settle(current, said(begin(current), found, same, because, by, now), now);
}

/** The move with it said of one related case. */
export function said(
  move: Move,
  { id, reference }: Pick<Match, "id" | "reference">,
  same: boolean,
  because: string,
  by: Who,
  now: Instant,
): Move {
  const related = move.next.related.map((one) => (one.id === id ? { ...one, said: { by, at: now, same, because } } : one));
  return recording(changing(move, { related }), by, now, { what: "related_said", about: { id, reference, same, because } });
}
