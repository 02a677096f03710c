import { randomBytes, randomUUID } from "node:crypto";
import type { Move } from "../core/escalation/move.ts";
import { hearOfFirstAnswer, isOfOneLadder } from "../core/escalation/related.ts";
import {
  doubtsOf,
  type FirstAnswer,
  isForce,
  type NewFirstAnswer,
  recognisedBy,
  recordFirstAnswer as record,
  seesFirstAnswer,
} from "../core/first-answers/first-answer.ts";
import type { FirstAnswerLike, FirstAnswerLine, FirstAnswerView } from "../core/first-answers/routes.ts";
import type { Pathway } from "../core/partnership/partnership.ts";
import { areaOf, pathwayInForce } from "../core/partnership/terms.ts";
import type { Person } from "../core/people.ts";
import { spoken } from "../core/reference.ts";
import { invalid, Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import { alikeTo, firstAnswersLike } from "./alike.ts";
import { onceAnd, type Request } from "./aws/cases.ts";
import type { Page } from "./aws/db.ts";
import * as directory from "./aws/directory.ts";
import { firstAnswer, keepFirstAnswer, newestFirstAnswers } from "./aws/first-answers.ts";
import { PLACES_AND_CALLERS } from "./aws/marks.ts";
import { pageAfter } from "./cursor.ts";
import { whoIs } from "./edge.ts";
import { log, nameOf } from "./log.ts";

type Reader = Pick<Person, "partnership" | "agency" | "id">;

/** A first answer for whoever may see it. */
export function viewOfFirstAnswer(of: FirstAnswer, now: Instant): FirstAnswerView {
  const { schema: _, partnership: __, ...shown } = of;
  return { ...shown, doubts: doubtsOf(of, now) };
}

/** One that its reader’s agency gave, or was given. Any other looks like one that is not there. Throws NotFound, KeyUnavailable and Deleted. */
export const firstAnswerFor = ({ partnership, agency }: Omit<Reader, "id">, id: string): Promise<FirstAnswer> =>
  firstAnswer(partnership, id, (of) => seesFirstAnswer(of, agency));

/** The one that a raise disputes, if it was given to the raiser’s agency. Throws Invalid, KeyUnavailable and Deleted. */
export const toDispute = ({ partnership, agency }: Omit<Reader, "id">, id: string): Promise<FirstAnswer> =>
  firstAnswer(partnership, id, (of) => of.agency === agency).catch((error: unknown) => {
    if (!(error instanceof Refusal && error.name === "NotFound")) throw error;
    throw invalid({ field: "firstAnswer", reason: "is no first answer that was given to your agency" });
  });

/** The first answers that the reader’s agency gave, or was given, newest first. */
export const firstAnswersOf = (
  reader: Reader,
  { after, most }: { readonly after?: string | undefined; readonly most: number },
): Promise<Page<FirstAnswerLine>> =>
  pageAfter("first answers", reader, after, async (before) => {
    const { items, next } = await newestFirstAnswers(reader.partnership, reader.agency, before, most);
    return { items: items.map(lineOf), next };
  });

const lineOf = ({
  id,
  reference,
  recorded,
  givenAt,
  type,
  area,
  agency,
  answer,
  understood,
  reviewBy,
  disputed,
}: FirstAnswerLine): FirstAnswerLine => ({
  ...{ id, reference, recorded, givenAt, type, area, agency, answer, understood, disputed },
  ...(reviewBy ? { reviewBy } : {}),
});

/** Is this somebody of a force, whose first answers are recorded here? */
export const isOfForce = async ({ partnership, agency }: Omit<Reader, "id">, now: Instant): Promise<boolean> =>
  isForce((await directory.inForce(partnership, now)).areas, agency);

/** Somebody who presses a button at an instant. */
interface Press {
  readonly actor: Person;
  readonly request: Request;
  readonly now: Instant;
}

/** A control room records what it answered; the same press again gets what the first one left. Throws NotAllowed, NotFound, Invalid and KeyUnavailable. */
export async function recordFirstAnswer({ actor, request, now }: Press, said: NewFirstAnswer): Promise<FirstAnswer> {
  const { partnership } = actor;
  const agreed = await directory.inForce(partnership, now);
  const { agencies, areas } = agreed;
  if (!isForce(areas, actor.agency)) throw new Refusal("NotAllowed", "First answers are recorded by the force that gave them.");
  const place = said.place.borough;
  const pathway = pathwayInForce(agreed, said.pathway, place, now);
  const known = { pathway, agencies, area: areaOf(agreed, place).code };
  let tries = 0;
  return onceAnd(
    partnership,
    request,
    async () => {
      tries += 1;
      const names = { partnership, id: randomUUID(), reference: spoken(randomBytes(5)).replace("RC-", "FA-") };
      const of = record(names, said, whoIs(actor), now, known);
      const hearing = tries < MOST_TOGETHER ? await casesHearing(of, pathway, now) : [];
      await keepFirstAnswer(of, pathway.matchWithin, now, request, hearing);
      return of;
    },
    (id) => firstAnswerFor(actor, id),
  );
}

/** When the cases that hear of it keep being changed by others, the record is kept without waiting for them. */
const MOST_TOGETHER = 3;

/**
 * The open cases of the same force and pathway that may be about the same person or place, each with what it hears. That one cannot be looked for
 * or read holds up no record.
 */
async function casesHearing(of: FirstAnswer, pathway: Pathway, now: Instant): Promise<Move[]> {
  const { partnership, id, reference, recorded } = of;
  try {
    const alike = await alikeTo(partnership, recognisedBy(of), pathway, now);
    const here = { pathway: pathway.code, area: { agency: recorded.by.agency } };
    const theirs = alike.filter(({ of: { closed, terms } }) => !closed && isOfOneLadder(terms, here));
    return await Promise.all(
      theirs.map(async ({ of: one, on }) => {
        const duty = await directory.onDuty(partnership, one.terms, now);
        return hearOfFirstAnswer(one, { id, reference, on }, now, duty);
      }),
    );
  } catch (error) {
    log("matches_not_found", { error: nameOf(error) });
    return [];
  }
}

/**
 * Other first answers of the same force and pathway that may be about the same, the newest first: for that force alone. Undefined when they cannot
 * be looked for, which keeps no record from anybody.
 */
export async function othersLike(of: FirstAnswer, now: Instant): Promise<FirstAnswerLike[] | undefined> {
  const { partnership, recorded, pathway, place } = of;
  try {
    const { code, matchWithin } = pathwayInForce(await directory.inForce(partnership, now), pathway.code, place.borough, now);
    const ladder = { pathway: code, area: { agency: recorded.by.agency }, matchWithin };
    const found = await firstAnswersLike(partnership, recognisedBy(of), ladder, now, PLACES_AND_CALLERS);
    return found.flatMap(({ of: { id, reference, givenAt, agency, answer }, on }) =>
      id === of.id ? [] : [{ id, reference, givenAt, agency, answer, on }],
    );
  } catch (error) {
    log("matches_not_found", { error: nameOf(error) });
    return undefined;
  }
}
