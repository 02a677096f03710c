import { randomUUID } from "node:crypto";
import { REFUSALS, Refusal } from "../../core/refusal.ts";
import { dayNumber, dayOf, wallOf } from "../../core/rota/wall.ts";
import { routes } from "../../core/routes.ts";
import { NOTHING_TYPED } from "../../web/form.tsx";
import { type CalendarsView, calendarsPage } from "../../web/rota-calendars-page.tsx";
import { parse } from "../edge.ts";
import { calendarsOf, feedView, makeFeed, mayEnd, revokeFeed } from "../feeds.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { teamIn } from "./rota.ts";
import { EXPORTED_DAYS } from "./rota-export.ts";

/** The ways of taking a rota out: as a spreadsheet, and as calendars to subscribe to. */
export const readCalendars = (asked: AskedBy): Promise<Answer> => shown(asked);

async function shown({ actor, now, params }: AskedBy, more: Partial<CalendarsView> = {}): Promise<Shown> {
  const { desk, feeds } = await calendarsOf(actor, teamIn(params), now);
  const today = wallOf(now).slice(0, 10);
  const view: CalendarsView = {
    ...{ desk, now, typed: NOTHING_TYPED, keyOf: () => randomUUID() },
    feeds: feeds.map((feed) => ({ ...feedView(feed), mayEnd: mayEnd(actor, desk, feed) })),
    days: { from: today, to: dayOf(dayNumber(today) + EXPORTED_DAYS - 1) },
    ...more,
  };
  return { content: calendarsPage(view) };
}

/** A new calendar. Its address is on this one answer and nowhere else. */
export async function makeCalendar(asked: AskedBy): Promise<Answer> {
  const { actor, now, params, form } = asked;
  const team = teamIn(params);
  try {
    const { title } = parse(routes.addFeed.body, { title: form.get("title") ?? "" });
    const { feed, address } = await makeFeed(actor, team, title, now);
    return await shown(asked, { made: { title: feed.title, address } });
  } catch (error) {
    if (!(error instanceof Refusal) || error.name !== "Invalid") throw error;
    return { ...(await shown(asked, { typed: { values: form, errors: error.errors } })), status: REFUSALS.Invalid };
  }
}

/** Ends a calendar. An address that is no calendar's is no page. */
export async function endCalendar({ actor, now, params }: AskedBy): Promise<Answer> {
  const read = routes.endFeed.params.safeParse({ team: params.team, id: params.id });
  if (!read.success) throw new Refusal("NotFound", "There is no such calendar.");
  await revokeFeed(actor, read.data.team, read.data.id, now);
  return seeOther(`/rota/${read.data.team}/calendars`);
}
