import { guidanceFor } from "../../core/partnership/guidance.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import type { Person } from "../../core/people.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import { guidancePage } from "../../web/guidance-page.tsx";
import * as directory from "../aws/directory.ts";
import type { Answer, AskedBy } from "./door.ts";
import { placesIn, siteOf } from "./places.ts";
import { instantAt, wallAt } from "./wall-clock.ts";

/** «When will police attend?»: what has been agreed for a place on a day, from what the cases themselves are held to. */
export async function readGuidance({ actor, now, query }: AskedBy): Promise<Answer> {
  const thisDay = wallAt(now).slice(0, 10);
  const asked = query.get("day") ?? thisDay;
  const at = asked === thisDay ? now : instantAt(`${asked}T12:00`);
  const day = at === undefined ? thisDay : asked;
  const [today, then] = await Promise.all([directory.inForce(actor.partnership, now), agreedAt(actor.partnership, at ?? now)]);
  const places = placesIn(today);
  const place = query.get("place") ?? siteOf(today, actor) ?? places[0]?.title ?? "";
  const guidance = guidanceFor(then ?? { ...today, pathways: [] }, place, at ?? now);
  return { content: guidancePage({ guidance, places, place, day, wrongDay: at === undefined, mayRaise: raises(actor) }) };
}

const raises = ({ roles }: Person): boolean => routes.raiseEscalation.may.some((role) => roles.includes(role));

/** The agreement that was in force at an instant; undefined when none was. */
const agreedAt = (partnership: string, at: Instant): Promise<Partnership | undefined> =>
  directory.inForce(partnership, at).catch((error) => {
    if (error instanceof Refusal && error.name === "NotFound") return undefined;
    throw error;
  });
