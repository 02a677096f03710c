import { turnsAfter } from "../../core/partnership/coming.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import { areaOf, pathwayCounting } from "../../core/partnership/terms.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { changesAddress, WHOLE } from "../../web/agreement-changes-page.tsx";
import { type ChangeHere, herePage } from "../../web/agreement-here-page.tsx";
import { besideAddress } from "../../web/before-and-after-page.tsx";
import { mayUse } from "../../web/moves.ts";
import { agreedBy, everAgreed } from "../agreed.ts";
import { desksOf } from "../api/duty-board.ts";
import { turnInWords } from "./agreement.ts";
import { readingOf } from "./agreement-changes.ts";
import type { Answer, AskedBy } from "./door.ts";
import { siteOf } from "./places.ts";

/** Each change of what is promised in one area: of the reader's own, when they name none. Throws NotFound. */
export async function readHere({ actor, now, query }: AskedBy): Promise<Answer> {
  const agreed = await agreedBy(actor.partnership, now);
  const { areas } = agreed.inForce;
  const wanted = query.get("area") ?? (await ownAreaOf({ actor, now }, agreed.inForce));
  const area = areas.find(({ code }) => code === wanted);
  if (!area) throw new Refusal("NotFound", "No such area has been agreed.");
  const { agreements, since } = await everAgreed(actor.partnership, agreed);
  const reading = await readingOf(agreements, agreed.inForce, now);
  const seesFigures = mayUse(routes.compareVersions, actor.roles);
  const pathways = turnsAfter(agreements, since ?? "")
    .filter((turn) => turn.areas.includes(area.code))
    .map((turn): ChangeHere => {
      const { code, before, after } = turn;
      const compares = seesFigures && before && after && turn.at <= now;
      return {
        ...turnInWords(turn, "", reading),
        figures: compares ? besideAddress(code, after.version, area.code) : undefined,
      };
    });
  const changes = [...pathways, ...around(agreements)].toSorted((a, b) => a.at.localeCompare(b.at));
  const codes = [...new Set(agreed.inForce.pathways.map(({ code }) => code))];
  const content = herePage({
    areas,
    area,
    counting: codes.flatMap((code) => pathwayCounting(agreed.inForce, code, area.code, now) ?? []),
    toCome: changes.filter(({ at }) => at > now),
    past: changes.filter(({ at }) => at <= now).toReversed(),
    since,
    now,
  });
  return { content };
}

/** What else may be otherwise: desks, numbers and areas come with the agreement as a whole. */
const around = (agreements: readonly Partnership[]): ChangeHere[] =>
  agreements.slice(1).map((after, nth) => ({
    at: after.effectiveFrom,
    what: `version ${after.version} of the agreement as a whole, with its desks and their numbers, takes the place of the one before.`,
    parts: [],
    href: changesAddress(WHOLE, agreements[nth]?.version, after.version),
    figures: undefined,
  }));

/** Where the reader works: the area of their site, or the first that a desk serves at which they are on duty now. */
async function ownAreaOf(asked: Pick<AskedBy, "actor" | "now">, agreed: Partnership): Promise<string> {
  const site = siteOf(agreed, asked.actor);
  const { teams } = site === undefined ? await desksOf(asked) : { teams: [] };
  return teams.flatMap(({ areas }) => areas ?? [])[0] ?? areaOf(agreed, site ?? "").code;
}
