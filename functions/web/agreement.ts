import { turnsToCome } from "../../core/partnership/coming.ts";
import type { Partnership, Team } from "../../core/partnership/partnership.ts";
import { countingAt, type Version } from "../../core/partnership/succession.ts";
import { pathwayCounting } from "../../core/partnership/terms.ts";
import { isReachable, type Person } from "../../core/people.ts";
import type { Instant } from "../../core/time.ts";
import { changesAddress, WHOLE } from "../../web/agreement-changes-page.tsx";
import { agreementPage, type Owner, type ToCome } from "../../web/agreement-page.tsx";
import { agreementChanges, pathwayChanges, type Reading } from "../../web/agreement-words.ts";
import * as agreement from "../aws/agreement.ts";
import * as directory from "../aws/directory.ts";
import { knownAs, nameIn } from "../desks.ts";
import type { Answer, AskedBy } from "./door.ts";

/** What is in force, and what is to come: each version that will count, in the order in which they do. */
export interface Agreed {
  readonly inForce: Partnership;
  readonly toCome: readonly Partnership[];
  /** The versions before the one in force, the last first. */
  readonly earlier: readonly Version[];
}

/** What the partnership has agreed at this moment and from now on. Throws NotFound when nothing is in force. */
export async function agreedBy(partnership: string, now: Instant): Promise<Agreed> {
  const [inForce, versions] = await Promise.all([directory.inForce(partnership, now), agreement.versionsOf(partnership)]);
  // Of two that begin together the lower never counts. What a function has just read may be in force for a moment longer than it should.
  const counting = versions.filter((one) => countingAt(versions, one.effectiveFrom) === one);
  const later = counting.filter(({ effectiveFrom }) => effectiveFrom > inForce.effectiveFrom);
  const toCome = await Promise.all(later.map((one) => agreement.versionOf(partnership, one)));
  const earlier = counting.filter(({ effectiveFrom }) => effectiveFrom < inForce.effectiveFrom);
  return { inForce, toCome, earlier: earlier.toReversed() };
}

/** What has been agreed, who answers where, and what will change. */
export async function readAgreed({ actor, now }: AskedBy): Promise<Answer> {
  const { inForce, toCome, earlier } = await agreedBy(actor.partnership, now);
  const known = await knownAs(actor.partnership, [inForce, ...toCome].flatMap(peopleIn));
  const reading = { agreed: inForce, nameOf: (person: string) => nameIn(known, person), now };
  const codes = [...new Set(inForce.pathways.map(({ code }) => code))];
  const content = agreementPage({
    agreed: inForce,
    pathways: codes.map((code) => pathwayCounting(inForce, code, now)).filter((pathway) => pathway !== undefined),
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
  turnsToCome(agreements, reading.now).map(({ at, code, before, after }) => {
    const title = after?.title ?? before?.title ?? code;
    if (before && after)
      return {
        at,
        what: `version ${after.version} of ${title} takes the place of version ${before.version}.`,
        parts: pathwayChanges(before, after, reading),
        href: changesAddress(code, before.version, after.version),
      };
    const what = after ? `${title} begins, with version ${after.version}.` : `${title} ends: nothing can be raised on it.`;
    return { at, what, parts: [], href: undefined };
  });
