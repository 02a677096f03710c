import type { Instant } from "../time.ts";
import type { Partnership, Pathway } from "./partnership.ts";
import { countingAt } from "./succession.ts";
import { pathwayCounting } from "./terms.ts";

/**
 * A moment at which another version of a pathway begins to count, and in which areas: the one before, and the one from then on; undefined
 * when there is none.
 */
export interface Turn {
  readonly at: Instant;
  readonly code: string;
  readonly areas: readonly string[];
  readonly before: Pathway | undefined;
  readonly after: Pathway | undefined;
}

/**
 * What changes for whoever raises after an instant, in the order of time: of the agreements that were and will be in force, at each
 * instant what a case raised then is promised. Areas for which the same changes stand together.
 */
export function turnsAfter(agreements: readonly Partnership[], since: Instant): Turn[] {
  const pathways = agreements.flatMap((agreed) => agreed.pathways);
  const codes = [...new Set(pathways.map(({ code }) => code))];
  const begins = [...agreements, ...pathways].map(({ effectiveFrom }) => effectiveFrom).filter((at) => at > since);
  const instants = [...new Set(begins)].sort();
  return instants.flatMap((at, nth) => {
    const [was, is] = [countingAt(agreements, instants[nth - 1] ?? since), countingAt(agreements, at)];
    const areas = (is ?? was)?.areas.map(({ code }) => code) ?? [];
    return codes.flatMap((code) => {
      const turnIn = (area: string): Turn => {
        const before = was && pathwayCounting(was, code, area, instants[nth - 1] ?? since);
        return { at, code, areas: [area], before, after: is && pathwayCounting(is, code, area, at) };
      };
      const turned = areas.map(turnIn).filter(({ before, after }) => before?.version !== after?.version);
      return together(turned);
    });
  });
}

/** Of turns at one moment one for each pair of versions, with all its areas. */
const together = (turns: readonly Turn[]): Turn[] =>
  [...Map.groupBy(turns, ({ before, after }) => `${before?.version} ${after?.version}`).values()].flatMap((same) =>
    same.slice(0, 1).map((turn) => ({ ...turn, areas: same.flatMap(({ areas }) => areas) })),
  );
