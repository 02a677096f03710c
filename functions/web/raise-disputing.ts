import { contactIn, type FirstAnswer } from "../../core/first-answers/first-answer.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import { namesOf, placeCode } from "../../core/partnership/places.ts";
import type { Person } from "../../core/people.ts";
import { Refusal } from "../../core/refusal.ts";
import { firstAnswerFor } from "../first-answers.ts";
import { idIn } from "./first-answers.ts";
import { wallAt } from "./wall-clock.ts";

/** The first answer that a form to raise would dispute. One that was not given to the raiser’s agency looks like none. Throws NotFound and KeyUnavailable. */
export async function disputedBy(actor: Person, id: string): Promise<FirstAnswer> {
  const of = await firstAnswerFor(actor, idIn(id));
  if (of.agency !== actor.agency) throw new Refusal("NotFound", "There is no such first answer.");
  return of;
}

/** The form to raise as the record fills it in: what it was about, where, whom to ring, and what police said. Why now, and what is asked, is the raiser’s to say. */
export function filledFrom(of: FirstAnswer, { areas }: Pick<Partnership, "areas">): URLSearchParams {
  const { place, pathway, type, callBack } = of;
  const { channel, at, cad, handler, answer, reason, understood } = contactIn(of);
  const wanted = placeCode(place.borough);
  const known = areas.flatMap(({ places }) => places).find((one) => namesOf(one).includes(wanted));
  const fields: Readonly<Record<string, string | undefined>> = {
    firstAnswer: of.id,
    pathway: pathway.code,
    type,
    ...{ "place.borough": known?.title ?? place.borough, "place.address": place.address },
    ...{ "place.postcode": place.postcode, "place.what3words": place.what3words, "place.confidence": place.confidence },
    callBack,
    "policeContact.channel": channel,
    "policeContact.at": at && wallAt(at),
    ...{ "policeContact.cad.number": cad?.number, "policeContact.cad.date": cad?.date },
    ...{ "policeContact.handler": handler, "policeContact.answer": answer },
    ...{ "policeContact.reason": reason, "policeContact.understood": understood },
  };
  return new URLSearchParams(Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined));
}
