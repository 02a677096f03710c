import * as z from "zod";
import { Fate } from "../escalation/notice.ts";
import { Code } from "../partnership/partnership.ts";
import { ChannelKind } from "../people.ts";
import { after, EVERYONE, most, paged, route } from "../route.ts";
import { SentId } from "../sent-id.ts";
import { safeText } from "../text.ts";
import { AnyInstant, Instant } from "../time.ts";
import { Change } from "./change.ts";
import { Desk, Drill } from "./desk.ts";
import { Feed } from "./feed.ts";
import { Remark } from "./imported.ts";
import { Rota, RotaVersion } from "./rota.ts";
import { When } from "./wall.ts";

const DESK = z.strictObject({ team: Code });

const OnDuty = z.strictObject({
  person: Code,
  name: z.string(),
  until: Instant.meta({ description: "The end of their shift without a break, at most 72 hours ahead." }),
  reachable: z.boolean().meta({ description: "A message can reach them." }),
  mayAnswer: z.boolean().meta({ description: "They hold a role that lets them answer there: a page asks nobody who may not." }),
});
const Stretch = z.strictObject({ from: Instant, to: Instant, people: z.array(Code) }).meta({
  id: "Stretch",
  description: "From an instant until before another, these people are on duty; nobody, when there is none.",
});

const DeskView = z
  .strictObject({
    code: Code,
    title: z.string(),
    owner: Code,
    mayChange: z.boolean(),
    onDuty: z.array(OnDuty),
    nobodyAtAll: z.boolean().meta({ description: "Somebody ought to be there, and nobody is on the rota for 14 days." }),
    gaps: z.array(Stretch).meta({ description: "When fewer than the minimum are on duty, in the next 14 days." }),
    unreachable: z.array(Code).meta({ description: "Who is on duty within 14 days and could not be reached by a message." }),
    mayNotAnswer: z
      .array(Code)
      .meta({ description: "Who is on duty within 14 days and holds no role that lets them answer there." }),
  })
  .meta({ id: "Desk" });

const Consequences = z
  .strictObject({
    now: z.strictObject({ before: z.array(Code), after: z.array(Code) }),
    changes: z.array(z.strictObject({ from: Instant, to: Instant, before: z.array(Code), after: z.array(Code) })),
    lowersMinimum: z.boolean(),
    leavesShort: z
      .array(Stretch)
      .meta({ description: "When the change leaves fewer than the minimum, and there were enough before." }),
  })
  .meta({ id: "RotaConsequences", description: "What a change does, over the next 92 days." });

const FeedView = z
  .strictObject(Feed.shape)
  .pick({ id: true, title: true, by: true, at: true, revokedAt: true })
  .meta({ id: "Feed" });

/** A drill with what became of its messages. */
const DrillReport = z
  .strictObject({
    ...z.strictObject(Drill.shape).omit({ people: true, press: true }).shape,
    people: z.array(
      z.strictObject({
        person: Code,
        name: z.string(),
        fate: Fate.nullable().meta({ description: "What became of the message; null while none has been made." }),
        by: ChannelKind.nullable().meta({ description: "The way by which it arrived." }),
        arrivedAt: Instant.nullable(),
        answeredAt: Instant.nullable(),
      }),
    ),
  })
  .meta({ id: "Drill" });

/** What a person sends to change a rota, whatever the change is. */
export const rotaPress = {
  seen: z.int().nonnegative().meta({ description: "The `version` of the rota as you last read it; 0 when there is none yet." }),
  why: safeText(500)
    .optional()
    .meta({ description: "Needed when it leaves too few on duty, or takes somebody off duty now. It stays with the version." }),
  dryRun: z.boolean().default(false).meta({ description: "Answer with what it would do, and keep nothing." }),
};

/** A file of as many shifts as a rota may hold, and whatever else a calendar says of them. A Lambda's whole event is at most 6 MB. */
export const LARGEST_FILE = 3 * 1024 * 1024;

const Kept = z.strictObject({ did: z.enum(["kept", "would_keep"]), version: z.int(), consequences: Consequences });

export const rotaRoutes = {
  listDesks: route({
    method: "GET",
    path: "/api/teams",
    room: "directory",
    may: EVERYONE,
    reach: "desk",
    summary: "The desks of your agency: who is on duty now, and where the next 14 days have gaps.",
    reply: z.strictObject({ at: Instant, items: z.array(DeskView) }),
  }),
  readRota: route({
    method: "GET",
    path: "/api/teams/{team}/rota",
    room: "directory",
    may: EVERYONE,
    reach: "desk",
    summary: "A desk's rota as it now is, and who is on duty through a stretch of time by it.",
    params: DESK,
    query: z.strictObject({
      from: AnyInstant.optional().meta({ description: "Now, unless given." }),
      to: AnyInstant.optional().meta({ description: "14 days later, unless given; at most 62 days later." }),
    }),
    reply: z.strictObject({
      desk: DeskView,
      version: z.int(),
      at: Instant,
      rota: Rota,
      stretches: z.array(Stretch),
      names: z.record(Code, z.string()),
    }),
  }),
  readDuty: route({
    method: "GET",
    path: "/api/teams/{team}/duty",
    room: "directory",
    may: EVERYONE,
    reach: "desk",
    summary: "Who was on duty at a desk at an instant, by the rota as it then stood, whatever has been changed since.",
    params: DESK,
    query: z.strictObject({ at: AnyInstant }),
    reply: z.strictObject({
      at: Instant,
      version: z.int(),
      people: z.array(z.strictObject({ person: Code, name: z.string(), until: Instant })),
    }),
  }),
  readRotaStory: route({
    method: "GET",
    path: "/api/teams/{team}/rota/story",
    room: "directory",
    may: EVERYONE,
    reach: "desk",
    summary: "What was changed in a desk's rota, by whom and why, newest first.",
    params: DESK,
    query: z.strictObject({ after, most }),
    reply: paged(z.strictObject(RotaVersion.shape).omit({ rota: true, press: true, presses: true }).meta({ id: "RotaChange" })),
  }),
  changeRota: route({
    method: "POST",
    path: "/api/teams/{team}/rota",
    room: "directory",
    may: EVERYONE,
    reach: "desk",
    summary:
      "Change a desk's rota: its owner, or a rota manager of its agency; a swap by the people themselves. What leaves too few on duty is refused until somebody says why.",
    params: DESK,
    body: z.strictObject({ ...rotaPress, change: Change }),
    reply: Kept,
  }),
  importRota: route({
    method: "POST",
    path: "/api/teams/{team}/rota/import",
    room: "directory",
    may: EVERYONE,
    reach: "desk",
    mostBytes: LARGEST_FILE,
    summary:
      "Bring shifts into a desk's rota from a spreadsheet or a calendar: all of the file, in place of the shifts that begin in that stretch, or nothing and everything that is wrong with it.",
    params: DESK,
    body: z.strictObject({
      ...rotaPress,
      format: z.enum(["csv", "ical"]),
      text: z.string().meta({ description: "The file itself, at most 2 million characters." }),
      from: When.optional().meta({
        description: "What begins from here on is filled. Needed for a calendar; else from the earliest shift of the file.",
      }),
      to: When.optional().meta({
        description: "What begins before this is filled. Needed for a calendar; else to just after the latest shift begins.",
      }),
    }),
    reply: Kept.extend({
      shifts: z.int().meta({ description: "How many the file has." }),
      notes: z.array(Remark).meta({ description: "How times were read that the clocks make doubtful." }),
    }),
  }),
  readTakingOver: route({
    method: "GET",
    path: "/api/teams/{team}/taking-over",
    room: "cases",
    shows: { of: ["shared"] },
    may: EVERYONE,
    reach: "desk",
    summary: "What the last change of shift left open at a desk, and whether somebody of the new shift has taken it over.",
    params: DESK,
    reply: z.strictObject({
      takingOver: Desk.shape.takingOver,
      open: z.array(
        z.strictObject({
          id: z.uuid(),
          reference: z.string(),
          stage: z.string(),
          priority: z.string(),
          nextLimitAt: Instant.nullable(),
        }),
      ),
    }),
  }),
  takeOver: route({
    method: "POST",
    path: "/api/teams/{team}/taking-over",
    room: "cases",
    may: EVERYONE,
    reach: "desk",
    summary: "I am on duty here, I have read what is open, and I take it over.",
    params: DESK,
    reply: z.strictObject({ takingOver: Desk.shape.takingOver }),
  }),
  listDrills: route({
    method: "GET",
    path: "/api/teams/{team}/drills",
    room: "directory",
    may: EVERYONE,
    reach: "desk",
    summary: "The drills of a desk: who was sent each, by which way it arrived and when, who answered. No case is among them.",
    params: DESK,
    reply: z.strictObject({ items: z.array(DrillReport) }),
  }),
  planDrill: route({
    method: "POST",
    path: "/api/teams/{team}/drills",
    room: "directory",
    may: EVERYONE,
    reach: "desk",
    summary:
      "A test message to whoever is on duty then: the desk's owner, or a rota manager of its agency. From now to 31 days ahead.",
    params: DESK,
    body: z.strictObject({ at: AnyInstant.optional().meta({ description: "Now, unless given." }) }),
    reply: DrillReport,
    status: 201,
  }),
  answerDrill: route({
    method: "POST",
    path: "/api/teams/{team}/drills/{id}/answer",
    room: "directory",
    may: EVERYONE,
    reach: "desk",
    summary: "I have the drill that was sent to me.",
    params: DESK.extend({ id: z.string().max(10) }),
    reply: DrillReport,
  }),
  listFeeds: route({
    method: "GET",
    path: "/api/teams/{team}/feeds",
    room: "directory",
    may: EVERYONE,
    reach: "desk",
    summary: "The calendars of a desk: who made each, and for what. Their addresses are kept by nobody here.",
    params: DESK,
    reply: z.strictObject({ items: z.array(FeedView) }),
  }),
  addFeed: route({
    method: "POST",
    path: "/api/teams/{team}/feeds",
    room: "directory",
    may: EVERYONE,
    reach: "desk",
    summary: "A calendar (iCalendar) of who is on duty, for whoever has its address. The address is answered this once.",
    params: DESK,
    body: z.strictObject(Feed.shape).pick({ title: true }),
    reply: FeedView.extend({ address: z.string() }).meta({ id: "NewFeed" }),
    status: 201,
  }),
  endFeed: route({
    method: "POST",
    path: "/api/teams/{team}/feeds/{id}/end",
    room: "directory",
    may: EVERYONE,
    reach: "desk",
    summary: "End a calendar: whoever made it, or whoever may change the rota. Its address shows nothing from now on.",
    params: DESK.extend({ id: SentId }),
    reply: FeedView,
  }),
} as const;
