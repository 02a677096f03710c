import type { Instant } from "../time.ts";
import type { Partnership, Pathway } from "./partnership.ts";

interface Titled {
  readonly code: string;
  readonly title: string;
}

/** What the partners call their agencies and areas, and each pathway its types, answers and outcomes; whatever has no name any more keeps its code. */
export function agreedTitles({ agencies, areas, pathways }: Partnership, now: Instant) {
  const begun = pathways.filter(({ effectiveFrom }) => effectiveFrom <= now);
  const inOrder = begun.toSorted((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom));
  return {
    agencyOf: (code: string) => titleIn(agencies, code),
    areaOf: (code: string) => titleIn(areas, code),
    typeOf: ofPathway(inOrder, ({ types }) => types),
    thresholdOf: ofPathway(inOrder, ({ thresholds }) => thresholds),
    answerOf: ofPathway(inOrder, ({ decisions }) => decisions),
    outcomeOf: ofPathway(inOrder, ({ outcomes }) => outcomes),
  };
}

/** Pathways use one code for different things, so a title is that of the one that is named, by its newest version. Where none is, only what all of them call the same. */
const ofPathway =
  (versions: readonly Pathway[], listed: (of: Pathway) => readonly Titled[]) =>
  (code: string, pathway: string | null): string => {
    const own = versions.filter((one) => pathway === null || one.code === pathway);
    const known = own.flatMap((one) => listed(one)).filter((one) => one.code === code);
    const isClear = pathway !== null || new Set(known.map(({ title }) => title)).size === 1;
    return titleIn(isClear ? known.slice(-1) : [], code);
  };

const titleIn = (all: readonly Titled[], code: string): string =>
  all.find((one) => one.code === code)?.title ?? code.replaceAll("_", " ");
