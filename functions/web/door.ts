import { createHash, randomBytes } from "node:crypto";
import { type Access, mustBeFresh, mustHaveRole } from "../../core/access.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import { mayUse } from "../../web/moves.ts";
import { type Content, page, type Reader } from "../../web/page.tsx";
import { problemPage } from "../../web/problem-page.tsx";
import { desksOf } from "../api/duty-board.ts";
import * as directory from "../aws/directory.ts";
import { isEnded } from "../aws/sessions.ts";
import { siteLed } from "../desks.ts";
import { bodyOf, type Event, instant, problem, type Reply } from "../edge.ts";
import { env } from "../env.ts";
import { type Audited, leavePressed, leaveRefused, leaveShown, mustBeMember, type Seen } from "../leave-entry.ts";
import { comesWithFiles, mustBeFew, mustBeShort } from "../limits.ts";
import { log, nameOf } from "../log.ts";
import { mustKeepPaceAt } from "../pace.ts";
import { coloursIn } from "./colours.ts";
import { pageHeaders } from "./headers.ts";
import { addressOf, failed, notPractised, notTheirs, signInAndPress } from "./not-done.ts";
import { packed } from "./packed.ts";
import { forgetPractice, lastsUntil, sessionCookie, sessionIn } from "./session.ts";
import { ENDS_PRACTICE, type Here, isPractised, markOf, whoIsHere } from "./whose.ts";

/** A request for a page that has been read. */
export interface Asked {
  readonly event: Event;
  /** Its row's path, with `{name}` where a request names somebody or something: this may stand in a log. */
  readonly pattern: string;
  readonly now: Instant;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly text: string;
}
/** The same, by somebody whose membership was read a moment ago. */
export interface AskedBy extends Asked, Here {}

/** A page to be framed. `revision` names what it shows, so that a browser that has it already is told so and nothing more. */
export interface Shown {
  readonly content: Content | (() => Promise<Content>);
  readonly status?: number;
  readonly revision?: string;
  readonly cookies?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** It is about somebody who bears its reader's surname: that this was so is written down. */
  readonly sameSurname?: boolean;
}
/** A file may be about somebody of its reader’s surname, as a page may: that goes into the audit, and no further. */
export type Answer = Shown | (Reply & { readonly sameSurname?: boolean });

/** One row a page: how it is asked for, by whom, how large a form may be, and what answers. A page that is watched keeps its reader signed in while it is open. */
export type Row = Audited & { readonly mostBytes?: number; readonly mostFields?: number } & (
    | { readonly open: true; readonly run: (asked: Asked) => Promise<Answer> }
    | (Access & { readonly open?: false; readonly watched?: boolean; readonly run: (asked: AskedBy) => Promise<Answer> })
  );

/** A page that is watched asks by itself whether it is still as it was. */
const isBeat = ({ headers }: Event): boolean => headers["if-none-match"] !== undefined;

/** When such a page asks; undefined for one that is opened, which is told nothing from a moment ago. */
export const beatOf = ({ event, now }: Pick<AskedBy, "event" | "now">): Instant | undefined => (isBeat(event) ? now : undefined);

const isShown = (answer: Answer): answer is Shown => typeof answer === "object" && "content" in answer;

/** The door of the pages: one table of rows becomes a handler. Find the row, see who it is, run, put the frame around it. */
export function pages(rows: readonly Row[]): (event: Event) => Promise<Reply> {
  return async (event) => {
    const now = instant();
    const found = rowFor(rows, event);
    const asked: Asked = {
      event,
      pattern: found?.row.path ?? "",
      now,
      params: found?.params ?? {},
      query: new URLSearchParams(event.rawQueryString),
      form: new URLSearchParams(),
      text: "",
    };
    if (!found && event.rawPath.startsWith("/api/"))
      return problem(new Refusal("NotFound", "The API has nothing at this address, or not by this method."), event);
    if (!found)
      return framed(asked, undefined, {
        content: problemPage("Page not found", "There is no page at this address.", idOf(event)),
        status: 404,
      });
    try {
      return await answered(found.row, asked);
    } catch (error) {
      return framed(asked, undefined, failed(error, asked));
    }
  };
}

async function answered(row: Row, asked: Asked): Promise<Reply> {
  const { event, now } = asked;
  mustBeShort(event);
  if (row.method === "POST") mustBeOurs(event);
  const text = row.method === "POST" ? bodyOf(event, row.mostBytes) : "";
  const read: Asked = { ...asked, text, form: mustBeFew(await formIn(event, text, row.mostBytes !== undefined), row.mostFields) };
  let by: AskedBy | undefined;
  let awake: Awake | undefined;
  const at = { event, now, row, params: asked.params };
  const seen = ({ actor }: AskedBy) => ({ ...at, actor });
  try {
    if (row.open) return await framed(read, undefined, await row.run(read));
    const come = await whoComes(at);
    if (!come) return row.method === "GET" ? seeOther(signInAt(event)) : await framed(read, undefined, signInAndPress(read));
    const { session, member } = come;
    by = { ...read, ...(await whoIsHere(session, member, read)) };
    if (row.method === "POST" && read.form.get("reader") !== markOf(by.actor)) return await framed(read, by, notTheirs(by));
    for (const ours of ["reader", ENDS_PRACTICE.name]) read.form.delete(ours);
    const poll = isBeat(event);
    const over = by.isOver && !poll ? [forgetPractice] : [];
    if (row.watched || !poll) awake = { cookies: [await sessionCookie(session, now), ...over], until: lastsUntil(session, now) };
    if (over.length > 0 && row.method === "GET") return await framed(by, by, seeOther("/practice?over=yes"), awake);
    if (by.player && !isPractised(event.rawPath)) return await framed(by, by, notPractised(by), awake);
    mustHaveRole(row, by.actor);
    mustBeFresh(row, session.shownAt, now);
    await mustKeepPaceAt(row, by);
    const answer = await row.run(by);
    return await framed(by, by, answer, awake, leaving(seen(by), answer));
  } catch (error) {
    if (by) await leaveRefused(seen(by), error);
    if (by && error instanceof Refusal && error.name === "SignInAgain")
      return row.method === "GET" ? seeOther(signInAt(event, "once more")) : framed(read, by, signInAndPress(by, error), awake);
    return framed(read, by, failed(error, by ?? read), awake);
  }
}

/**
 * Writes down what an answer shows, or that a press was taken. A browser that is told that it has the page already is shown nothing new,
 * and leaves no entry.
 */
function leaving(seen: Seen, answer: Answer): () => Promise<void> {
  if (isShown(answer)) return () => leaveShown(seen, undefined, answer.sameSurname);
  const { statusCode = 200, headers, sameSurname } = answer;
  if (seen.row.method === "GET") return async () => (statusCode === 200 ? leaveShown(seen, undefined, sameSurname) : undefined);
  return async () => (statusCode < 400 ? leavePressed(seen, madeIn(headers?.location)) : undefined);
}

/** The case, the concern or the first answer that a press has made, and now leads to. */
const madeIn = (location: unknown): string | undefined =>
  /^\/(?:escalations|concerns|first-answers)\/([0-9a-f-]{36})/.exec(String(location))?.[1];

/** What was filled in. A file stands there as the text that is in it; one that was not chosen is a field that was left out. */
async function formIn(event: Event, text: string, takesFiles: boolean): Promise<URLSearchParams> {
  if (!comesWithFiles(event, takesFiles)) return new URLSearchParams(text);
  const sent = await new Response(text, { headers: { "content-type": event.headers["content-type"] ?? "" } })
    .formData()
    .catch(() => {
      throw new Refusal("Invalid", "This form came in a shape that cannot be read. Nothing was done.");
    });
  const fields = [...sent].map(async ([name, value]) => [name, typeof value === "string" ? value : await value.text()]);
  return new URLSearchParams(await Promise.all(fields));
}

/** Finds the row for a method and path, with what its `{name}`s stand for. */
function rowFor(rows: readonly Row[], { rawPath, requestContext }: Event) {
  const method = requestContext.http.method === "HEAD" ? "GET" : requestContext.http.method;
  const steps = rawPath.split("/");
  for (const row of rows) {
    const names = row.path.split("/");
    if (row.method !== method || names.length !== steps.length) continue;
    const fits = names.every((name, nth) => (name.startsWith("{") ? steps[nth] !== "" : name === steps[nth]));
    if (!fits) continue;
    const params = names.flatMap((name, nth) => (name.startsWith("{") ? [[name.slice(1, -1), steps[nth] ?? ""] as const] : []));
    return { row, params: Object.fromEntries(params) };
  }
  return undefined;
}

/** A form of ours comes from a page of ours. SameSite keeps other sites' presses out already; this does not rely on it. */
function mustBeOurs({ headers }: Event): void {
  const ours = new URL(env("SITE")).origin;
  const origin = headers.origin ?? "null";
  if (origin === ours || (origin === "null" && headers["sec-fetch-site"] === "same-origin")) return;
  throw new Refusal(
    "NotAllowed",
    "This was pressed on a page that is not ours, so nothing was done. Open Rightcall and press it there.",
  );
}

export const seeOther = (location: string, cookies: readonly string[] = []): Reply => ({
  statusCode: 303,
  headers: { ...pageHeaders(nonce()), location },
  cookies: [...cookies],
  body: "",
});

const nonce = (): string => randomBytes(16).toString("base64");
const idOf = ({ requestContext }: Event): string => requestContext.requestId;
const signInAt = (event: Event, again?: "once more"): string =>
  `/sign-in?${new URLSearchParams({ ...(again ? { again: "yes" } : {}), to: addressOf(event) })}`;

/**
 * The session of this browser and whose it is, both in one question; undefined when there is none, or it has been ended, here or at another
 * browser. Throws NotAllowed.
 */
async function whoComes(at: Omit<Seen, "actor">) {
  const session = await sessionIn(at.event.cookies, at.now);
  if (!session) return undefined;
  const { issuer, subject } = session;
  const [ended, found] = await Promise.all([isEnded(session), directory.whoSignsIn(issuer, subject)]);
  return ended ? undefined : { session, member: await mustBeMember(at, session, found) };
}

/** What keeps a reader signed in, and until when; and what takes a practice that is over from their browser. */
interface Awake {
  readonly cookies: readonly string[];
  readonly until: Instant;
}

async function framed(
  asked: Asked,
  by: AskedBy | undefined,
  answer: Answer,
  awake?: Awake,
  leave: () => Promise<void> = async () => {},
): Promise<Reply> {
  const whose = by ? { "rightcall-reader": markOf(by.actor), "rightcall-member": markOf(by.member) } : {};
  const kept = {
    headers: { ...whose, ...(awake ? { "rightcall-until": awake.until } : {}) },
    cookies: awake?.cookies ?? [],
  };
  if (!isShown(answer)) {
    if (typeof answer !== "object") return answer;
    await leave();
    const { headers, cookies = [] } = answer;
    return { ...answer, headers: { ...kept.headers, ...headers }, cookies: [...kept.cookies, ...cookies] };
  }
  const { event, now } = asked;
  const once = nonce();
  const cookies = [...kept.cookies, ...(answer.cookies ?? [])];
  const tag = answer.revision === undefined ? undefined : `"${answer.revision}"`;
  const etag = tag ? { etag: tag } : {};
  const headers = { ...pageHeaders(once), "rightcall-now": now, ...kept.headers, ...etag, ...answer.headers };
  if (tag !== undefined && event.headers["if-none-match"] === tag) return { statusCode: 304, headers, cookies, body: "" };
  const made = typeof answer.content === "function" ? answer.content() : answer.content;
  const [content] = await Promise.all([made, leave()]); // side by side: what it takes to write it down costs its reader little
  const reader = by && (await readerOf(by));
  const html = page(content, { now, nonce: once, colours: coloursIn(event.cookies), until: awake?.until, reader });
  const sent = packed(event, html);
  return { ...sent, statusCode: answer.status ?? 200, headers: { ...headers, ...sent.headers }, cookies };
}

const PRIVACY_OFFICERS = [
  { href: "/audit", title: "Audit" },
  { href: "/privacy", title: "Privacy" },
];

/** Who reads: their name, for whom they act, their desks, and the pages their roles open. A directory that is silent costs the desks, not the page. */
async function readerOf(by: AskedBy): Promise<Reader> {
  const { actor, now } = by;
  const { name, agency, roles } = actor;
  const who = { mark: markOf(actor), member: markOf(by.member), name, plays: by.player };
  const links = [
    ...(mayUse(routes.raiseEscalation, roles)
      ? [
          { href: "/raise", title: "Raise" },
          { href: "/escalations", title: "My escalations" },
        ]
      : []),
    ...(mayUse(routes.dutyBoard, roles) ? [{ href: "/duty-board", title: "Duty board" }] : []),
    ...(mayUse(routes.readBoard, roles) ? [{ href: "/board", title: "Board" }] : []),
    ...(roles.includes("agency_admin") || siteLed(actor) ? [{ href: "/people", title: "People" }] : []),
    ...(roles.includes("privacy_officer") ? PRIVACY_OFFICERS : []),
    { href: "/me", title: "How I am reached" },
  ];
  try {
    const [{ agencies, teams: all, learning }, { teams }] = await Promise.all([
      directory.inForce(actor.partnership, now),
      desksOf({ actor, now }, beatOf(by)),
    ]);
    return {
      ...who,
      agency: agencies.find(({ code }) => code === agency)?.title ?? agency,
      desks: teams.map(({ title }) => title),
      links: [
        ...links,
        ...(all.some((team) => team.agency === agency) ? [{ href: "/rota", title: "Rota" }] : []),
        ...(learning ? [{ href: "/learning", title: "Learning" }] : []),
      ].filter(({ href }) => !by.player || isPractised(href)),
    };
  } catch (error) {
    log("reader_not_known", { error: nameOf(error) });
    return { ...who, agency, desks: [], links };
  }
}

/** A short name for what a page shows: the same content has the same name. */
export const revisionOf = (...shown: readonly unknown[]): string =>
  createHash("sha256").update(JSON.stringify(shown)).digest("base64url").slice(0, 16);
