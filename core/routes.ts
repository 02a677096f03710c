import * as z from "zod";
import { Note } from "./escalation/add-note.ts";
import { Arrival } from "./escalation/arrive.ts";
import { Ask } from "./escalation/ask.ts";
import { Closing, Withdrawal } from "./escalation/close.ts";
import { Decision } from "./escalation/decide.ts";
import { Fact } from "./escalation/fact.ts";
import { Fate, NoticeKind } from "./escalation/notice.ts";
import { Outcome } from "./escalation/record-outcome.ts";
import { EscalationView } from "./escalation/view.ts";
import { Code, Limits } from "./partnership/partnership.ts";
import { Person, type Role } from "./people.ts";
import { Reference } from "./reference.ts";
import { Instant } from "./time.ts";

/** The rooms that functions stand in, by the data they may touch: a room is one Lambda with one narrow role. */
export type Room = "cases" | "directory" | "learning" | "pages";

/** One row a route: gateway, handler, local server and OpenAPI are built from it. */
export interface Route<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly room: Room;
  readonly may: readonly Role[] | "anyone";
  readonly summary: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly reply: R;
  readonly status: 200 | 201;
}

const NONE = z.strictObject({});
const ONE = z.strictObject({ id: z.uuid() });
const EVERYONE: readonly Role[] = ["raiser", "duty_officer", "control_room", "chair", "service"];
const RAISERS: readonly Role[] = ["raiser", "service"];
const ANSWERERS: readonly Role[] = ["duty_officer", "control_room"];
const BOTH_SIDES: readonly Role[] = ["raiser", "duty_officer", "control_room", "service"];

/** The version of the case that its reader saw when they pressed the button. */
const seen = z.int().positive().meta({ description: "The `version` of the case as you last read it." });
const after = z.string().max(100).optional();
const most = z.coerce.number().int().min(1).max(100).default(25);
const paged = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().nullable().meta({ description: "Send it back as `after` for the next page; null on the last." }),
  });

const route = <
  P extends z.ZodType = typeof NONE,
  Q extends z.ZodType = typeof NONE,
  B extends z.ZodType = typeof NONE,
  R extends z.ZodType = z.ZodType,
>(
  row: Pick<Route, "method" | "path" | "room" | "may" | "summary"> & {
    reply: R;
    params?: P;
    query?: Q;
    body?: B;
    status?: 200 | 201;
  },
): Route<P, Q, B, R> => ({
  ...row,
  params: row.params ?? (NONE as unknown as P),
  query: row.query ?? (NONE as unknown as Q),
  body: row.body ?? (NONE as unknown as B),
  status: row.status ?? 200,
});

/** A move on one case: what is sent, who may send it, and the case as it is afterwards. */
const move = <B extends z.ZodType>(path: string, summary: string, may: readonly Role[], body: B) =>
  route({
    method: "POST",
    path: `/api/escalations/{id}/${path}`,
    room: "cases",
    may,
    summary,
    params: ONE,
    body,
    reply: EscalationView,
  });

const Told = z.strictObject({
  id: z.string(),
  kind: NoticeKind,
  to: Code,
  about: z.string(),
  at: Instant,
  fate: Fate,
  attempts: z.int(),
  settledAt: Instant.nullable(),
  reason: z.string().nullable(),
});

const Line = z
  .strictObject({
    ...z.strictObject(EscalationView.shape).pick({
      id: true,
      reference: true,
      version: true,
      stage: true,
      type: true,
      priority: true,
      area: true,
      tier: true,
      raised: true,
      owner: true,
      nextLimit: true,
      nobodyAnsweredAt: true,
    }).shape,
  })
  .meta({ id: "EscalationLine" });

export const SeriousFailure = z
  .strictObject({
    case: z.uuid(),
    reference: z.string(),
    at: Instant,
    pathway: Code,
    area: Code,
    priority: z.string(),
    unanswered: z.string(),
  })
  .meta({ id: "SeriousFailure" });

const PathwayView = z
  .strictObject({
    code: Code,
    title: z.string(),
    version: z.int(),
    owner: z.string(),
    note: z.string(),
    effectiveFrom: Instant,
    types: z.array(z.strictObject({ code: Code, title: z.string(), priority: z.string() })),
    thresholds: z.array(z.strictObject({ code: Code, title: z.string(), priority: z.string().optional() })),
    priorities: z.array(z.strictObject({ code: z.string(), title: z.string(), limits: z.strictObject(Limits.shape) })),
    decisions: z.array(
      z.strictObject({ code: Code, title: z.string(), told: z.string(), leadsTo: z.enum(["arrive", "review", "close"]) }),
    ),
    outcomes: z.array(z.strictObject({ code: Code, title: z.string() })),
    places: z.array(z.strictObject({ code: Code, title: z.string(), area: z.string() })),
  })
  .meta({ id: "Pathway" });

export const routes = {
  raiseEscalation: route({
    method: "POST",
    path: "/api/escalations",
    room: "cases",
    may: RAISERS,
    summary: "Raise: ask another agency for help. Kept, with the first page already written, when this answers.",
    body: z.strictObject({ pathway: Code, ...Ask.shape, priority: z.string().max(3).optional() }),
    reply: EscalationView,
    status: 201,
  }),
  listEscalations: route({
    method: "GET",
    path: "/api/escalations",
    room: "cases",
    may: BOTH_SIDES,
    summary: "What your agency has raised, newest first.",
    query: z.strictObject({ after, most }),
    reply: paged(Line),
  }),
  findEscalation: route({
    method: "GET",
    path: "/api/references/{reference}",
    room: "cases",
    may: BOTH_SIDES,
    summary: "The case that a spoken reference names.",
    params: z.strictObject({ reference: Reference }),
    reply: EscalationView,
  }),
  readEscalation: route({
    method: "GET",
    path: "/api/escalations/{id}",
    room: "cases",
    may: BOTH_SIDES,
    summary: "One case as it is now.",
    params: ONE,
    reply: EscalationView,
  }),
  readStory: route({
    method: "GET",
    path: "/api/escalations/{id}/story",
    room: "cases",
    may: BOTH_SIDES,
    summary: "What has happened to a case, line by line, from the first.",
    params: ONE,
    query: z.strictObject({ after: z.coerce.number().int().nonnegative().default(0), most }),
    reply: paged(Fact),
  }),
  readNotices: route({
    method: "GET",
    path: "/api/escalations/{id}/notices",
    room: "cases",
    may: BOTH_SIDES,
    summary: "Who was told what about a case, and what became of each message.",
    params: ONE,
    reply: z.strictObject({ items: z.array(Told) }),
  }),
  dutyBoard: route({
    method: "GET",
    path: "/api/duty-board",
    room: "cases",
    may: ANSWERERS,
    summary: "The open cases that the desks you are on duty for have been asked to answer, the nearest limit first.",
    reply: z.strictObject({
      at: Instant,
      teams: z.array(z.strictObject({ code: Code, title: z.string() })),
      items: z.array(Line),
    }),
  }),
  acknowledge: move(
    "acknowledgement",
    "I have seen this. It decides nothing; you have it now.",
    ANSWERERS,
    z.strictObject({ seen }),
  ),
  decide: move(
    "decision",
    "Decide, with the reason on what is known now.",
    ANSWERERS,
    z.strictObject({ seen, ...Decision.shape }),
  ),
  arrive: move("arrival", "Somebody is on scene.", BOTH_SIDES, Arrival),
  recordOutcome: move("outcome", "What has happened to the person, and who has seen them.", BOTH_SIDES, Outcome),
  close: move(
    "closure",
    "Close a case in which nothing is owed any more.",
    BOTH_SIDES,
    z.strictObject({ seen, ...Closing.shape }),
  ),
  withdraw: move(
    "withdrawal",
    "The raising agency takes its request back.",
    RAISERS,
    z.strictObject({ seen, ...Withdrawal.shape }),
  ),
  addNote: move("notes", "One more line in the story.", BOTH_SIDES, Note),
  listPathways: route({
    method: "GET",
    path: "/api/pathways",
    room: "directory",
    may: EVERYONE,
    summary: "What may be asked here, with every code that goes with it, as in force now.",
    reply: z.strictObject({ items: z.array(PathwayView) }),
  }),
  readMe: route({
    method: "GET",
    path: "/api/me",
    room: "directory",
    may: EVERYONE,
    summary: "Who you are here, and the desks you are on duty for now.",
    reply: z.strictObject({
      person: z.strictObject(Person.shape),
      teams: z.array(z.strictObject({ code: Code, title: z.string() })),
    }),
  }),
  listSeriousFailures: route({
    method: "GET",
    path: "/api/serious-failures",
    room: "learning",
    may: ["chair"],
    summary: "Cases that reached the top of their ladder without an answer, newest first.",
    query: z.strictObject({ after, most }),
    reply: paged(SeriousFailure),
  }),
} as const;
export type RouteName = keyof typeof routes;
