import { type Turn, turnsAfter } from "../../core/partnership/coming.ts";
import type { Partnership, Team } from "../../core/partnership/partnership.ts";
import { versionsCounting } from "../../core/partnership/terms.ts";
import { isReachable, type Person } from "../../core/people.ts";
import { changesAddress, WHOLE } from "../../web/agreement-changes-page.tsx";
import { agreementPage, type Owner, type ToCome } from "../../web/agreement-page.tsx";
import { agreementChanges, pathwayChanges, type Reading } from "../../web/agreement-words.ts";
import { agreedBy } from "../agreed.ts";
import { knownAs, nameIn } from "../desks.ts";
import type { Answer, AskedBy } from "./door.ts";

/** What has been agreed, who answers where, and what will change. */
export async function readAgreed({ actor, now }: AskedBy): Promise<Answer> {
  const { inForce, toCome, earlier } = await agreedBy(actor.partnership, now);
  const known = await knownAs(actor.partnership, [inForce, ...toCome].flatMap(peopleIn));
  const reading = { agreed: inForce, nameOf: (person: string) => nameIn(known, person), now };
  const content = agreementPage({
    agreed: inForce,
    pathways: versionsCounting(inForce, now),
    toCome: [...agreementsToCome([inForce, ...toCome], reading), ...pathwaysToCome([inForce, ...toCome], reading)].toSorted(
      (a, b) => a.at.localeCompare(b.at),
    ),
    earlier,
    ownerOf: (team) => ownerOf(team, known),
    nameOf: reading.nameOf,
    agency: actor.agency,
    now,
  });
  return { content };
}

/** Whom an agreement names: the owners of its rotas, and those who answer for its learning. */
export function peopleIn({ teams, learning }: Partnership): string[] {
  const learners = learning ? [learning.chair, ...learning.leads.map(({ person }) => person)] : [];
  return [...teams.map(({ owner }) => owner), ...learners, ...(learning?.series ?? []).map(({ chair }) => chair)];
}

function ownerOf({ owner }: Team, known: ReadonlyMap<string, Person>): Owner {
  const person = known.get(owner);
  if (!person) return { name: owner.replaceAll("_", " "), state: "unknown" };
  return { name: person.name, state: isReachable(person) ? "reached" : "unreachable" };
}

const agreementsToCome = (agreements: readonly Partnership[], reading: Reading): ToCome[] =>
  agreements.slice(1).map((after, nth) => {
    const before = agreements[nth] ?? after;
    return {
      at: after.effectiveFrom,
      what: `version ${after.version} of the agreement takes the place of version ${before.version}.`,
      parts: agreementChanges(before, after, reading),
      href: changesAddress(WHOLE, before.version, after.version),
    };
  });

const pathwaysToCome = (agreements: readonly Partnership[], reading: Reading): ToCome[] =>
  turnsAfter(agreements, reading.now).map((turn) => turnInWords(turn, whereOf(turn, agreements), reading));

/** One change of what is promised, in plain words, with where it is so. */
export function turnInWords({ at, code, before, after }: Turn, where: string, reading: Reading): ToCome {
  const title = `${after?.title ?? before?.title ?? code}${where}`;
  if (before && after)
    return {
      at,
      what: `version ${after.version} of ${title} takes the place of version ${before.version}.`,
      parts: pathwayChanges(before, after, reading),
      href: changesAddress(code, before.version, after.version),
    };
  const what = after ? `${title} begins, with version ${after.version}.` : `${title} ends: nothing can be raised on it.`;
  return { at, what, parts: [], href: undefined };
}

/** « in North BCU and South BCU»; nothing where it is so everywhere. */
function whereOf({ areas: turned }: Turn, agreements: readonly Partnership[]): string {
  const areas = new Map(agreements.flatMap((agreed) => agreed.areas.map(({ code, title }) => [code, title])));
  return turned.length >= areas.size ? "" : ` in ${turned.map((code) => areas.get(code) ?? code).join(", ")}`;
}
