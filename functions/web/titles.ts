import type { Escalation } from "../../core/escalation/escalation.ts";
import type { Fact } from "../../core/escalation/fact.ts";
import type { Notice } from "../../core/escalation/notice.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import type { Limb } from "../../web/case-view.ts";
import { LIMB_NAMES } from "../../web/known-words.ts";
import * as directory from "../aws/directory.ts";

/** What a page about a case calls people, agencies and the parts of the threshold; whatever nobody knows by name keeps its code. */
export async function titlesFor(
  of: Escalation,
  agreed: Partnership,
  facts: readonly Fact[],
  notices: readonly Pick<Notice, "to">[],
  others: readonly string[] = [],
) {
  const names = await namesOf(of, facts, notices, others);
  const pathways = agreedFor(agreed, of);
  const limbs = pathways.flatMap(({ questionSet }) => questionSet.limbs);
  return {
    nameOf: (person: string): string => names.get(person) ?? person,
    agencyOf: (code: string): string => agreed.agencies.find((agency) => agency.code === code)?.title ?? code,
    thresholds: of.terms.thresholds.length > 0 ? of.terms.thresholds : pathways.flatMap(({ thresholds }) => thresholds),
    limbOf: (limb: Limb): string => limbs.find(({ code }) => code === limb)?.title ?? LIMB_NAMES[limb],
  };
}

/** The agreement that applies to this case, and then any other version of it. */
function agreedFor({ pathways }: Partnership, { terms }: Escalation) {
  const own = pathways.filter(({ code }) => code === terms.pathway);
  return [...own.filter(({ version }) => version === terms.version), ...own];
}

/** What people are called, all of them asked for at once. Who acted is named in the facts; who was told is not. */
async function namesOf(
  { partnership, offered, beside, news }: Escalation,
  facts: readonly Fact[],
  notices: readonly Pick<Notice, "to">[],
  others: readonly string[],
): Promise<Map<string, string>> {
  const ids = new Set([
    ...facts.flatMap(namedIn),
    ...notices.map(({ to }) => to),
    ...others,
    ...beside,
    ...(offered ? [offered.to, offered.by.id] : []),
    ...news.flatMap(({ readBy }) => readBy.map(({ by }) => by)),
  ]);
  const people = await directory.people(partnership, [...ids]);
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** Whom a line of the story names by an id alone. */
function namedIn(fact: Fact): readonly string[] {
  switch (fact.what) {
    case "tier_alerted":
      return [...fact.about.people, ...fact.about.paired];
    case "asked_again":
      return fact.about.people;
    case "notice_failed":
    case "notice_rerouted":
    case "notice_late":
    case "notice_withheld":
    case "handover_offered":
      return [fact.about.to];
    case "ownership_lapsed":
      return [fact.about.from];
    case "acknowledged":
      return fact.about.offeredBy ? [fact.about.offeredBy] : [];
    case "priority_changed":
      return fact.about.agreedWith ? [fact.about.agreedWith] : [];
    default:
      return [];
  }
}
