import { createHash, timingSafeEqual } from "node:crypto";
import middy from "@middy/core";
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from "aws-lambda";
import * as z from "zod";
import { FRESH_S, mustBeFresh, mustHaveRole } from "../core/access.ts";
import { bearsNameOf } from "../core/audit/surname.ts";
import type { Who } from "../core/escalation/ask.ts";
import { EscalationView } from "../core/escalation/view.ts";
import { isSystem, type Person } from "../core/people.ts";
import { invalid, REFUSALS, Refusal } from "../core/refusal.ts";
import type { Route } from "../core/route.ts";
import type { RouteName } from "../core/routes.ts";
import { SentId } from "../core/sent-id.ts";
import type { Instant } from "../core/time.ts";
import type { Request } from "./aws/cases.ts";
import { leavePressed, leaveRefused, leaveShown, memberAt, type Seen } from "./leave-entry.ts";
import { mustBeJson, mustBeShort } from "./limits.ts";
import { log, nameOf } from "./log.ts";
import { mustKeepPaceAt, noteCall } from "./pace.ts";
import { readJson } from "./read-json.ts";
import { mustBeAssured, signInOf } from "./token.ts";

export type Event = APIGatewayProxyEventV2;
export type Reply = APIGatewayProxyStructuredResultV2;
export type Handler = (event: Event) => Promise<Reply>;

/** A request that has been read, whose sender is known and may ask this at all. */
export interface Call<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly actor: Person;
  readonly request: Request;
  readonly now: Instant;
}
export type CallOf<R> = R extends Route<infer P, infer Q, infer B> ? Call<z.output<P>, z.output<Q>, z.output<B>> : never;

/** The clock, as the door of API and pages reads it: once for a request, and nowhere else. */
export const instant = (): Instant => new Date().toISOString();

/** No request of ours is larger, unless its row says so; a larger one is refused before it is read. */
const MOST_BYTES = 64 * 1024;

/** The API edge: one row of `routes` and one function become a handler. Parse, look up who it is, ask whether they may, run, answer. */
export function endpoint<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  route: Route<P, Q, B, R>,
  run: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<R>>,
): Handler {
  const handler = middy<Event, Reply>()
    .onError((failed) => {
      failed.response = problem(failed.error, failed.event);
    })
    .handler(async (event) => {
      const now = instant();
      const at = { event, now, row: route, params: asKept(event.pathParameters ?? {}) };
      const signIn = await signInOf(bearer(event), now);
      const actor = await memberAt(at, signIn);
      const seen = { ...at, actor };
      const counted = noteCall(seen); // beside what is done: a raise is kept before anybody waits for a count
      try {
        mustBeAssured(signIn);
        mustHaveRole(route, actor);
        mustBeFresh(route, signIn.shownAt, now);
        const call = callOf(route, event, actor, now);
        await mustKeepPaceAt(route, call);
        const reply = route.reply.parse(await run(call));
        await leave(seen, idIn(reply), bearsNameIn(actor, reply));
        return answer(route.status, "application/json", JSON.stringify(reply));
      } catch (error) {
        await leaveRefused(seen, error);
        throw error;
      } finally {
        await counted;
      }
    });
  return (event) => handler(event, {} as never) as Promise<Reply>;
}

/** The request as its function reads it. Throws NotAllowed, TooLarge and Invalid. */
function callOf<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  route: Route<P, Q, B>,
  event: Event,
  actor: Person,
  now: Instant,
): Call<z.output<P>, z.output<Q>, z.output<B>> {
  mustBeShort(event);
  const text = bodyOf(event, route.mostBytes);
  mustBeJson(event, text);
  const key = event.headers["idempotency-key"] ?? event.requestContext.requestId;
  return {
    params: parse(route.params, event.pathParameters ?? {}),
    query: parse(route.query, event.queryStringParameters ?? {}),
    body: parse(route.body, readJson(text)),
    actor,
    request: requestOf(actor, `${route.method} ${event.rawPath}`, text, key),
    now,
  };
}

/** What an address names, ids in it in small letters, as the audit finds them. */
const asKept = (params: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, SentId.safeParse(value).data ?? value]));

/** A search is sent as a body too, and changes nothing. */
const leave = (seen: Seen, made: string | undefined, sameSurname: boolean): Promise<void> =>
  seen.row.method === "GET" || (typeof seen.row.shows === "object" && seen.row.shows.what)
    ? leaveShown(seen, made, sameSurname)
    : leavePressed(seen, made);

/** Is what was found a case about somebody who bears its reader's surname? */
const bearsNameIn = ({ name }: Person, reply: unknown): boolean => {
  const about = typeof reply === "object" && reply !== null && "case" in reply ? reply.case : reply;
  const read = Named.safeParse(about);
  return read.success && bearsNameOf(name, read.data);
};
const Named = z.object({ person: EscalationView.shape.person, news: EscalationView.shape.news });

/** The id of what a route has found or made. */
const idIn = (reply: unknown): string | undefined =>
  typeof reply === "object" && reply !== null && "id" in reply ? String(reply.id) : undefined;

/** The same edge for a service that calls us back: it is nobody, and shows a token that was agreed with it. */
export function calledBack<B extends z.ZodType>(
  route: Pick<Route<z.ZodType, z.ZodType, B>, "body" | "status">,
  token: () => string,
  run: (body: z.output<B>, now: Instant) => Promise<void>,
): Handler {
  return async (event) => {
    try {
      if (!isSame(bearer(event), token())) {
        log("call_back_refused", { route: event.routeKey });
        throw new Refusal("NotSignedIn", "This token is not the one that was agreed.");
      }
      await run(parse(route.body, readJson(bodyOf(event))), instant());
      return answer(route.status, "application/json", "{}");
    } catch (error) {
      return problem(error, event);
    }
  };
}

/** Compares in a time that tells nothing of how much was right. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));
const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

/** The same edge for what anybody may ask: it reads nothing of the request, and answers nothing of anybody. */
export function anybody<R extends z.ZodType>(
  route: Pick<Route<z.ZodType, z.ZodType, z.ZodType, R>, "status" | "reply">,
  run: (now: Instant) => Promise<z.input<R>>,
): Handler {
  return async (event) => {
    try {
      return answer(route.status, "application/json", JSON.stringify(route.reply.parse(await run(instant()))));
    } catch (error) {
      return problem(error, event);
    }
  };
}

/** A room: the routes that one Lambda answers, each by the name of its row. */
export function room(
  routes: { readonly [name in RouteName]?: Route },
  handlers: { readonly [name in RouteName]?: Handler },
): Handler {
  const byKey = new Map<string, Handler>(
    Object.entries(handlers).flatMap(([name, handler]) => {
      const row = routes[name as RouteName];
      return row ? [[`${row.method} ${row.path}`, handler] as const] : [];
    }),
  );
  return async (event) => byKey.get(event.routeKey)?.(event) ?? problem(new Refusal("NotFound", "There is nothing here."), event);
}

/** The person as a case remembers them. */
export const whoIs = ({ id, name, agency, roles }: Person): Who => ({
  ...{ id, name, agency },
  ...(isSystem({ roles }) ? { system: true } : {}),
});

/** What makes two presses of one button the same press: who, the key, and the same words to the same address. */
export function requestOf(actor: Person, address: string, text: string, key: string): Request {
  if (!/^[\x21-\x7e]{1,100}$/.test(key))
    throw invalid({ field: "Idempotency-Key", reason: "1 to 100 visible signs, such as a UUID" });
  return { key: `${actor.id}#${onePart(key)}`, hash: createHash("sha256").update(`${address}\n${text}`).digest("hex") };
}

/**
 * A key that somebody chose, as one part of ours that names no kind of item: what a role may not write is told by the kinds in a key. Only signs that
 * could do either are written otherwise, so that a press that was made before is known again.
 */
const onePart = (key: string): string => key.replace(/[#%]|^[A-Z](?=[A-Z_]*$)/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);

/** Input from outside brought to its schema. Throws Invalid, naming every field that is wrong. */
export function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const issues = result.error.issues.flatMap(nearest);
  const mistaken = new Set(issues.filter(({ code }) => code === "invalid_type").map(({ path }) => path.join(".")));
  throw invalid(
    ...issues.flatMap((issue) => {
      const at = issue.path.join(".");
      if (issue.code === "unrecognized_keys")
        return issue.keys.map((key) => ({ field: [...issue.path, key].join("."), reason: "is not a field here" }));
      if (issue.code !== "invalid_type" && mistaken.has(at)) return []; // how long is something that ought to be something else?
      const missing = issue.code === "invalid_type" && issue.input === undefined && /received undefined/.test(issue.message);
      return [{ field: at || "(body)", reason: missing ? "is needed" : issue.message }];
    }),
  );
}

type Issue = z.core.$ZodIssue;
const within = ({ path }: Issue, inner: Issue): Issue => ({ ...inner, path: [...path, ...inner.path] });
const depth = (branch: readonly Issue[]): number => Math.max(...branch.map(({ path }) => path.length));

/** Of something that may be of several shapes, what is wrong by the one that it comes nearest to; as a whole, when it comes near to none. */
function nearest(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union" || issue.errors.length === 0) return [issue];
  const [closest = []] = issue.errors.toSorted((a, b) => depth(b) - depth(a));
  if (depth(closest) > 0) return closest.flatMap((inner) => nearest(within(issue, inner)));
  return [{ ...issue, message: issue.errors.flatMap(([first]) => first?.message ?? []).join("; or ") }];
}

function bearer({ headers }: Event): string {
  const [scheme = "", token = ""] = (headers.authorization ?? "").split(" ");
  if (scheme.toLowerCase() !== "bearer" || !token) throw new Refusal("NotSignedIn", "Send a bearer token.");
  return token;
}

/** The text of a request's body, or TooLarge. */
export function bodyOf({ body, isBase64Encoded }: Event, most = MOST_BYTES): string {
  const text = isBase64Encoded ? Buffer.from(body ?? "", "base64").toString("utf8") : (body ?? "");
  if (Buffer.byteLength(text) > most) throw new Refusal("TooLarge", `At most ${most / 1024} KiB.`);
  return text;
}

/** What every answer carries, whoever gives it: nothing is kept by a browser or a proxy, nothing is guessed. */
export const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "strict-transport-security": "max-age=31536000; includeSubDomains",
} as const;

export const answer = (statusCode: number, type: string, body: string): Reply => ({
  statusCode,
  headers: { ...HEADERS, "content-type": type },
  body,
});

/** Any error as RFC 9457: a refusal in its own words, anything else as ours, its message kept from everyone. */
export function problem(error: unknown, event: Event): Reply {
  const request = event.requestContext.requestId;
  if (!(error instanceof Refusal)) log("unexpected_error", { route: event.routeKey, request, error: nameOf(error) });
  const known = error instanceof Refusal ? error : undefined;
  const status = known ? REFUSALS[known.name] : 500;
  const body = {
    type: `/problems/${known?.name ?? "Unexpected"}`,
    title: known ? TITLES[known.name] : "Something went wrong on our side",
    status,
    detail:
      known?.message ??
      "It may not have been done. Try again, under the same Idempotency-Key; if someone may be harmed meanwhile, ring 999.",
    instance: event.rawPath,
    request,
    ...(known && known.errors.length > 0 ? { errors: known.errors } : {}),
    ...(known?.facts ?? {}),
  };
  const sent = answer(status, "application/problem+json", JSON.stringify(body));
  return { ...sent, headers: { ...sent.headers, ...retryAfter(error), ...challenge(known) } };
}

/** What a program lacks, as programs read it: a token, or one of somebody who showed a moment ago, or with two factors, who they are (RFC 9470). */
function challenge(refusal: Refusal | undefined): Record<string, string> {
  if (refusal?.name === "NotSignedIn") return { "www-authenticate": "Bearer" };
  if (refusal?.name !== "SignInAgain") return {};
  const { assurances } = refusal.facts;
  const lacks = Array.isArray(assurances) ? `acr_values="${assurances.join(" ")}"` : `max_age=${FRESH_S}`;
  return { "www-authenticate": `Bearer error="insufficient_user_authentication", ${lacks}` };
}

/** When it is worth while to ask again, for whoever asked too often. */
export const retryAfter = (error: unknown): Record<string, string> =>
  error instanceof Refusal && typeof error.facts.retryAfter === "number" ? { "retry-after": String(error.facts.retryAfter) } : {};

const TITLES: Record<Refusal["name"], string> = {
  Invalid: "Some of this needs attention",
  NotSignedIn: "You are not signed in",
  SignInAgain: "Sign in once more",
  NotAllowed: "You may not do this",
  NotOnDuty: "You are not on duty for this",
  NotFound: "Not found",
  AlreadyAcknowledged: "Somebody was first",
  AlreadyDisagreed: "This has been said at this tier",
  AlreadyDisputed: "This has been disputed already",
  ChangedMeanwhile: "This has changed since you read it",
  Closed: "This has been closed",
  Conflict: "Somebody else was faster",
  HigherTierDecides: "A higher tier decides this",
  LastAdministrator: "Somebody must be able to change people",
  LastChannel: "Somebody must be able to reach you",
  NotRead: "There is something new to read first",
  NotYet: "Something comes first",
  WouldIsolate: "These figures would show a few people",
  NeedsConfirming: "This needs to be confirmed",
  TooLarge: "This is too large",
  TooMany: "Too often for now",
  KeyReused: "This key was used before",
  Deleted: "Its contents have been deleted",
  KeyUnavailable: "This can be neither opened nor kept at the moment",
  NotReady: "Not everything is there at the moment",
  NotRecorded: "This cannot be shown at the moment",
};
