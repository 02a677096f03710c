import { Refusal } from "../../core/refusal.ts";
import { peopleOf } from "../../core/rota/rota.ts";
import { dayNumber, dayOf, instantOf, wallOf, weekdayOf } from "../../core/rota/wall.ts";
import type { Instant } from "../../core/time.ts";
import { rotasOf } from "../aws/rotas.ts";
import { knownAs, nameIn } from "../desks.ts";
import { answer, HEADERS, type Reply } from "../edge.ts";
import { openFeed } from "../feeds.ts";
import { writeIcal } from "../rota-files/write-ical.ts";
import type { Asked } from "./door.ts";

/** So far ahead a calendar shows who is on duty, in days. */
const SHOWN_AHEAD = 62;
/** How long whoever reads a calendar may go on with what they have, in seconds. */
const FRESH_S = 900;

/** Who is on duty at a desk, for a calendar that subscribes to it: nobody signs in, the address is the key. One that opens nothing, or nothing any more, is answered alike. */
export async function calendarFile({ params, now }: Asked): Promise<Reply> {
  try {
    const { feed, desk } = await openFeed(tokenIn(params.file), now);
    const [kept] = await rotasOf(feed.partnership, [desk.code]);
    if (!kept) throw new Error(`no rota of ${desk.code}`);
    const known = await knownAs(feed.partnership, peopleOf(kept.rota));
    const { from, to } = stretchAround(now);
    const { rota, at: stamp, version } = kept;
    const nameOf = (person: string) => nameIn(known, person);
    const body = writeIcal(rota, from, to, { title: desk.title, nameOf, stamp, version });
    return {
      statusCode: 200,
      headers: { ...HEADERS, "cache-control": `private, max-age=${FRESH_S}`, "content-type": "text/calendar; charset=utf-8" },
      body,
    };
  } catch (error) {
    if (!(error instanceof Refusal) || error.name !== "NotFound") throw error;
    return answer(404, "text/plain; charset=utf-8", "There is no such calendar, or it has been ended.\n");
  }
}

function tokenIn(file = ""): string {
  const token = /^([\w-]{32})\.ics$/.exec(file)?.[1];
  if (!token) throw new Refusal("NotFound", "There is no such calendar.");
  return token;
}

/** From the beginning of last week on, which moves once a week: so events keep their names from one reading to the next. */
function stretchAround(now: Instant): { from: Instant; to: Instant } {
  const today = dayNumber(wallOf(now).slice(0, 10));
  const startOf = (day: number): Instant => instantOf(`${dayOf(day)}T00:00`);
  return { from: startOf(today - weekdayOf(today) + 1 - 7), to: startOf(today + SHOWN_AHEAD) };
}
