import { randomUUID } from "node:crypto";
import * as z from "zod";
import { type FieldError, Refusal } from "../../core/refusal.ts";
import { COVERED } from "../../core/rota/coverage.ts";
import { AHEAD, type Stretch } from "../../core/rota/on-duty.ts";
import { peopleOf } from "../../core/rota/rota.ts";
import { Day, dayNumber, dayOf, instantOf, momentOf, When, wallOf } from "../../core/rota/wall.ts";
import { routes } from "../../core/routes.ts";
import { type Instant, plus } from "../../core/time.ts";
import { type RotaView, rotaPage, type Then } from "../../web/rota-page.tsx";
import { dutyAt } from "../api/read-duty.ts";
import { rotaFor } from "../api/read-rota.ts";
import { storyOf } from "../api/read-rota-story.ts";
import { knownAs, nameIn } from "../desks.ts";
import { parse } from "../edge.ts";
import type { Answer, AskedBy, Shown } from "./door.ts";

/** One desk's rota, as it is now. */
export const readRotaPage = (asked: AskedBy): Promise<Answer> => rotaShown(asked);

/** So many days are shown at once, and so many are gone on by. */
const SHOWN_DAYS = 14;
const WEEK = 7;

/** The rota as it is now, with what the reader asked of it, or why their press came to nothing. Throws NotFound. */
export async function rotaShown(asked: AskedBy, why?: string): Promise<Shown> {
  const { actor, now, params, query } = asked;
  const team = teamIn(params);
  const { from, to, earlier, later } = daysAsked(query.get("from"), now);
  const story = parse(routes.readRotaStory.query, { after: query.get("older") || undefined, most: 10 });
  const [{ desk, version, rota, stretches }, changes, backThen] = await Promise.all([
    rotaFor(actor, team, now, from, plus(to, AHEAD)),
    storyOf({ params: { team }, query: story, actor, now }),
    thenAsked(asked, team),
  ]);
  const known = await knownAs(actor.partnership, [...peopleOf(rota), ...desk.unreachable, ...desk.mayNotAnswer]);
  const view: RotaView = {
    ...{ rota, version, stretches: endingAsTheyEnd(stretches, to), from, to, earlier, later, now, why, backThen, story: changes },
    state: { desk, minimum: rota.minimum, isEmpty: peopleOf(rota).length === 0 },
    covered: COVERED,
    reader: actor.id,
    nameOf: (person) => nameIn(known, person),
    keyOf: () => randomUUID(),
    isDone: query.get("done") === String(version) && changes.items[0]?.by?.id === actor.id,
  };
  return { content: rotaPage(view) };
}

/** What begins before the days shown are over, to its own end, so that whoever changes the last shift is offered all of it; what goes on and on ends with them. */
const endingAsTheyEnd = (ahead: readonly Stretch[], to: Instant): Stretch[] =>
  ahead.filter(({ from }) => from < to).map((one) => (one.to === plus(to, AHEAD) ? { ...one, to } : one));

/** The desk that an address names; what could be no desk's name is no page. */
export function teamIn(params: AskedBy["params"]): string {
  const read = routes.readRota.params.safeParse({ team: params.team });
  if (!read.success) throw new Refusal("NotFound", "Your agency has no such desk.");
  return read.data.team;
}

/** From now, or from the beginning of the day that was asked for: what is over is asked of the rota as it then stood. */
function daysAsked(asked: string | null, now: Instant): Pick<RotaView, "from" | "to" | "earlier" | "later"> {
  const { today, first } = firstDay(asked, now);
  const isToday = first === today;
  return {
    from: isToday ? now : startOf(first),
    to: startOf(first + SHOWN_DAYS),
    earlier: isToday ? undefined : first - WEEK > today ? dayOf(first - WEEK) : "",
    later: dayOf(first + WEEK),
  };
}

/** The first day to show: the one that was asked for, and none before today. */
export function firstDay(asked: string | null, now: Instant): { today: number; first: number } {
  const today = dayNumber(wallOf(now).slice(0, 10));
  const read = Day.safeParse(asked);
  return { today, first: Math.max(today, read.success ? dayNumber(read.data) : today) };
}

/** When a day begins in London. */
export const startOf = (day: number): Instant => instantOf(`${dayOf(day)}T00:00`);

const QUESTION = z.object({ at: When.transform(momentOf) });

/** Who was on duty at the time that was asked about, if any was. A wrong time is a fault of the form, not of the page. */
async function thenAsked({ actor, now, query }: AskedBy, team: string): Promise<Then> {
  const given = query.get("at");
  if (given === null) return { typed: { values: query, errors: [] } };
  try {
    const { at } = parse(QUESTION, { at: given.trim().replace(" ", "T") });
    return { typed: { values: query, errors: [] }, answer: await dutyAt({ params: { team }, query: { at }, actor, now }) };
  } catch (error) {
    if (!(error instanceof Refusal) || error.name !== "Invalid") throw error;
    return { typed: { values: query, errors: error.errors.map(onTheWall) } };
  }
}

/** A fault of a time in the words of a page, where people write what London's clock shows. */
export const onTheWall = ({ field, reason }: FieldError): FieldError => ({
  field,
  reason: reason.startsWith("a London date and time") ? "a date and a time that exist, such as 2026-11-30 07:00" : reason,
});
