import { COVERED } from "../../core/rota/coverage.ts";
import { peopleOf } from "../../core/rota/rota.ts";
import { desksPage } from "../../web/rota-desks-page.tsx";
import { openSwaps } from "../../web/rota-words.ts";
import { desksAndRotas } from "../api/list-desks.ts";
import * as directory from "../aws/directory.ts";
import { knownAs, looksAfterPeople, nameIn, siteLed } from "../desks.ts";
import type { Answer, AskedBy } from "./door.ts";

/** The desks of the reader's agency: who is on duty, what is wrong soon, and what somebody asks the reader to take. */
export async function readDesks({ actor, now }: AskedBy): Promise<Answer> {
  const [agreed, found] = await Promise.all([directory.inForce(actor.partnership, now), desksAndRotas(actor, now)]);
  const desks = found.map(({ desk, rota }) => ({
    desk,
    minimum: rota.minimum,
    isEmpty: peopleOf(rota).length === 0,
    isReaders: peopleOf(rota).includes(actor.id),
    asked: openSwaps(rota.swaps, now).filter((swap) => swap.with === actor.id),
  }));
  const named = desks.flatMap(({ desk, asked }) => [
    ...desk.unreachable,
    ...desk.mayNotAnswer,
    ...desk.gaps.flatMap(({ people }) => people),
    ...asked.flatMap((swap) => [swap.person, swap.with]),
  ]);
  const known = await knownAs(actor.partnership, named);
  const agency = agreed.agencies.find(({ code }) => code === actor.agency)?.title ?? actor.agency;
  const seesPeople = looksAfterPeople(actor, agreed) || siteLed(actor) !== undefined;
  return {
    content: desksPage({ desks, agency, seesPeople, covered: COVERED, nameOf: (person) => nameIn(known, person), now }),
  };
}
