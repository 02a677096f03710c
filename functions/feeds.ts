import { createHash, randomBytes, randomUUID } from "node:crypto";
import type { Team } from "../core/partnership/partnership.ts";
import type { Person } from "../core/people.ts";
import { invalid, Refusal } from "../core/refusal.ts";
import { type Feed, MOST_FEEDS } from "../core/rota/feed.ts";
import type { Instant } from "../core/time.ts";
import * as directory from "./aws/directory.ts";
import { feedBy, feedsOf, keepFeed } from "./aws/feeds.ts";
import { deskOf, mayChange } from "./desks.ts";
import { whoIs } from "./edge.ts";
import { env } from "./env.ts";

const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

/** A new calendar of a desk. Its address is answered once, and kept by nobody here: whoever has it sees who is on duty. Throws NotFound and Invalid. */
export async function makeFeed(
  actor: Person,
  team: string,
  title: string,
  now: Instant,
): Promise<{ feed: Feed; address: string }> {
  await deskOf(actor, team, now);
  const alive = (await feedsOf(actor.partnership, team)).filter(({ body }) => body.revokedAt === null);
  if (alive.length >= MOST_FEEDS) throw invalid({ field: "title", reason: `there are ${MOST_FEEDS} already: revoke one first` });
  const token = randomBytes(24).toString("base64url");
  const id = randomUUID();
  const feed: Feed = { id, partnership: actor.partnership, team, title, by: whoIs(actor), at: now, revokedAt: null };
  await keepFeed(feed, hashOf(token));
  return { feed, address: `${env("SITE")}/feeds/${token}.ics` };
}

/** Ends a calendar, from this moment on: by whoever made it, or whoever may change the rota. Throws NotFound and NotAllowed. */
export async function revokeFeed(actor: Person, team: string, id: string, now: Instant): Promise<Feed> {
  const desk = await deskOf(actor, team, now);
  const kept = (await feedsOf(actor.partnership, team)).find(({ body }) => body.id === id);
  if (!kept) throw new Refusal("NotFound", "There is no such calendar.");
  if (!mayEnd(actor, desk, kept.body))
    throw new Refusal("NotAllowed", "Only whoever made this calendar, or whoever may change the rota, ends it.");
  if (kept.body.revokedAt !== null) return kept.body;
  const over = { ...kept.body, revokedAt: now };
  await keepFeed(over, kept.hash);
  return over;
}

/** The calendar that an address opens, and its desk: alive, and made by somebody who still belongs to the agency whose desk it is. Throws NotFound. */
export async function openFeed(token: string, now: Instant): Promise<{ feed: Feed; desk: Team }> {
  const feed = await feedBy(hashOf(token));
  const maker = feed && (await directory.person(feed.partnership, feed.by.id));
  if (!feed || feed.revokedAt !== null || maker?.agency !== feed.by.agency || maker.endedAt !== null)
    throw new Refusal("NotFound", "There is no such calendar, or it has been ended.");
  return { feed, desk: await deskOf(maker, feed.team, now) };
}

/** A desk and its calendars, ended ones too, the newest first. Throws NotFound. */
export async function calendarsOf(actor: Person, team: string, now: Instant): Promise<{ desk: Team; feeds: Feed[] }> {
  const desk = await deskOf(actor, team, now);
  const feeds = (await feedsOf(actor.partnership, team)).map(({ body }) => body);
  return { desk, feeds: feeds.toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at)) };
}

/** Who ends a calendar: whoever made it, or may change the rota. */
export const mayEnd = (actor: Person, desk: Team, { by }: Pick<Feed, "by">): boolean =>
  by.id === actor.id || mayChange(actor, desk);

/** A calendar as its desk's people see it: without what would open it. */
export const feedView = ({ id, title, by, at, revokedAt }: Feed) => ({ id, title, by, at, revokedAt });
