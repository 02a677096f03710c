import type { Partnership, Pathway } from "../partnership/partnership.ts";
import type { Instant } from "../time.ts";
import type { PackTitles } from "./pack-words.ts";

interface Titled {
  readonly code: string;
  readonly title: string;
}

/** What the partners call their agencies, areas, types, answers and outcomes; whatever has no name any more keeps its code. */
export function packTitles({ agencies, areas, pathways }: Partnership, now: Instant): PackTitles {
  const begun = pathways.filter(({ effectiveFrom }) => effectiveFrom <= now);
  const inOrder = begun.toSorted((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom));
  return {
    agencyOf: (code) => titleIn(agencies, code),
    areaOf: (code) => titleIn(areas, code),
    typeOf: ofPathway(inOrder, ({ types }) => types),
    answerOf: ofPathway(inOrder, ({ decisions }) => decisions),
    outcomeOf: ofPathway(inOrder, ({ outcomes }) => outcomes),
  };
}

/** Pathways use one code for different things, so a title is that of the card’s own, by its newest version. Of a card that names none, only what all of them call the same. */
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
