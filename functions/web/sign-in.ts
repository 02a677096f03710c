import { randomUUID } from "node:crypto";
import * as oidc from "openid-client";
import type { Person } from "../../core/people.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import { mayUse } from "../../web/moves.ts";
import { signedInPage, signedOutPage, signInPage, startPage } from "../../web/sign-in-page.tsx";
import { keep } from "../aws/audit.ts";
import * as directory from "../aws/directory.ts";
import { endEverySession, endSession } from "../aws/sessions.ts";
import { env } from "../env.ts";
import { entryOf, memberAt } from "../leave-entry.ts";
import { log, nameOf } from "../log.ts";
import { assurances, signInOf } from "../token.ts";
import { type Answer, type Asked, type AskedBy, seeOther } from "./door.ts";
import { pageHeaders } from "./headers.ts";
import {
  type Begun,
  begunCookies,
  begunIn,
  forgetBegun,
  forgetPractice,
  forgetSession,
  type Session,
  sessionCookie,
  sessionIn,
} from "./session.ts";

/** The provider answers within this, in seconds, or the person is told to ring. */
const PATIENCE = 5;

let found: { issuer: string; config: Promise<oidc.Configuration> } | undefined;

/** What the provider says of itself, asked once; asked again when it did not answer. */
function provider(): Promise<oidc.Configuration> {
  const issuer = env("ISSUER");
  if (found?.issuer !== issuer) {
    const plain = ["localhost", "127.0.0.1", "[::1]"].includes(new URL(issuer).hostname);
    const config = oidc.discovery(new URL(issuer), env("OIDC_CLIENT_ID"), undefined, oidc.None(), {
      timeout: PATIENCE,
      execute: plain ? [oidc.allowInsecureRequests] : [],
    });
    config.catch(() => {
      found = undefined;
    });
    found = { issuer, config };
  }
  return found.config;
}

const callback = () => `${env("SITE")}/sign-in/callback`;
/** Which service the token is for, where the provider wants to be told. */
const resource = (): Record<string, string> => {
  const wanted = process.env.AUDIENCE_RESOURCE;
  return wanted ? { resource: wanted } : {};
};

/** A page of ours to go on to; anything else is the start page. `/.//x` is read as `//x`, which is another site's. */
export function ownPath(wanted: string | null): string {
  const { origin } = new URL(env("SITE"));
  const url = wanted?.startsWith("/") ? URL.parse(wanted, origin) : null;
  return url?.origin === origin && !url.pathname.startsWith("//") ? `${url.pathname}${url.search}` : "/";
}

/** The page with the button. Whoever is sent here to sign in once more is told why. */
export const askToSignIn = async ({ query }: Asked): Promise<Answer> => {
  const why =
    query.get("again") === "yes" ? "This asks for a sign-in of the last ten minutes. Sign in once more to go on." : undefined;
  return { content: signInPage(ownPath(query.get("to")), why) };
};

/**
 * The button: on to the provider, which is asked to see the person again each time. On a shared computer the last one's sign-in there
 * must not become the next one's name here.
 */
export async function startSignIn({ event, query, now }: Asked): Promise<Answer> {
  const config = await provider();
  const begun = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    to: ownPath(query.get("to")),
  };
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: callback(),
    scope: "openid",
    prompt: "login",
    ...(assurance().length > 0 ? { acr_values: assurance().join(" ") } : {}),
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(begun.verifier),
    code_challenge_method: "S256",
    ...resource(),
  });
  return seeOther(url.href, await begunCookies(begun, event.cookies, now));
}

/** Back from the provider: the code is exchanged, the token checked as the API checks it, the membership looked up, the session begun. */
export async function finishSignIn({ event, query, now }: Asked): Promise<Answer> {
  const begun = await begunIn(event.cookies, query.get("state"), now);
  if (!begun) return again({ to: "/" }, "That sign-in took too long, or was begun in another browser. Try again.");
  const shown = await shownAtProvider(event.rawQueryString, begun);
  if (shown === undefined) return again(begun, "You were not signed in. Try again.");
  if (!isAssured(shown))
    return again(begun, "You signed in with one factor only. Use your card, your key or your second factor.");
  const { issuer, subject } = await signInOf(shown.token, now);
  const row = { method: "GET", path: event.rawPath } as const;
  await keepSignIn({ event, now }, "signed_in", await memberAt({ event, now, row, params: {} }, { issuer, subject }));
  const before = await sessionIn(event.cookies, now);
  if (before) await end(before, now); // of whomever: a copy of its cookie, or an answer that comes late, must not bring it back
  const session = { id: randomUUID(), issuer, subject, signedInAt: now, shownAt: shown.at };
  return seeOther(begun.to, [await sessionCookie(session, now), begun.forget, forgetPractice]);
}

/** What the provider says of a sign-in: the token for our API, when the person showed who they are, and how. */
interface ShownThere {
  readonly token: string;
  readonly at: Instant | null;
  readonly acr: unknown;
}

/** Which assurances count as two factors, where the provider says which it was; none where it always asks for two. */
const assurance = (): string[] => assurances(process.env.ACR);
const isAssured = ({ acr }: ShownThere): boolean => assurance().length === 0 || assurance().includes(String(acr));

async function shownAtProvider(query: string, { state, nonce, verifier }: Begun): Promise<ShownThere | undefined> {
  const config = await provider();
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
  try {
    const tokens = await oidc.authorizationCodeGrant(config, new URL(`${callback()}?${query}`), checks, resource());
    const claims = tokens.claims();
    const at = claims?.auth_time === undefined ? null : new Date(Number(claims.auth_time) * 1000).toISOString();
    return { token: tokens.access_token, at, acr: claims?.acr ?? claims?.["custom:acr"] };
  } catch (error) {
    log("sign_in_failed", { error: nameOf(error) });
    return undefined;
  }
}

/** Only the sign-in that came back is forgotten: another tab’s may be under way. */
const again = ({ to, forget }: { readonly to: string; readonly forget?: string }, said: string): Answer => ({
  content: signInPage(to, said),
  status: 400,
  cookies: forget ? [forget] : [],
});

/**
 * Nothing of the person is left in this browser, and it is written down that they have gone. Nothing keeps anybody from going. The cookies
 * are ended by name: the browser's colours are nobody's, and stay.
 */
export async function signOut({ event, now, form }: Asked): Promise<Answer> {
  const session = await sessionIn(event.cookies, now);
  const actor = session && (await directory.whoSignsIn(session.issuer, session.subject).catch(() => undefined));
  if (actor) await keepSignIn({ event, now }, "signed_out", actor);
  const everywhere = form.get("everywhere") === "yes";
  const gone = {
    cookies: [forgetSession, ...forgetBegun, forgetPractice],
    headers: { "clear-site-data": '"cache", "storage"' },
  };
  if (!session)
    return everywhere ? { ...gone, content: signInPage("/me", NOT_ELSEWHERE) } : { ...gone, content: signedOutPage() };
  const ended = await end(session, now, everywhere ? endEverySession : endSession);
  const isOpenElsewhere = everywhere && !ended;
  return { ...gone, content: signedOutPage(isOpenElsewhere), ...(isOpenElsewhere ? { status: 503 } : {}) };
}

const NOT_ELSEWHERE = "You had been signed out here already, so nothing was ended elsewhere. Sign in, then press it again.";

/** Ends a session, and says whether that could be written down. */
const end = (session: Session, now: Instant, how = endSession): Promise<boolean> =>
  how(session, now).then(
    () => true,
    (error: unknown) => {
      log("session_not_ended", { error: nameOf(error) });
      return false;
    },
  );

/** These two come through open doors: who it is they find out themselves. */
function keepSignIn({ event, now }: Pick<Asked, "event" | "now">, what: "signed_in" | "signed_out", actor: Person) {
  const row = { method: what === "signed_in" ? "GET" : "POST", path: event.rawPath } as const;
  return keep(entryOf({ event, now, actor, row, params: {} }, { what, of: [] }));
}

/** The same address opened as a page, once nobody is signed in any more. */
export const afterSignOut = async (): Promise<Answer> => seeOther("/sign-in");

export const signedIn = async (): Promise<Answer> => ({ content: signedInPage() });

/** Somebody is still there: the door keeps them signed in, and there is nothing else to say. */
export const stay = async ({ now }: AskedBy): Promise<Answer> => ({
  statusCode: 204,
  headers: { ...pageHeaders(""), "rightcall-now": now },
  body: "",
});

/** Each to the page that their work begins with. */
export async function start({ actor }: AskedBy): Promise<Answer> {
  if (mayUse(routes.dutyBoard, actor.roles)) return seeOther("/duty-board");
  if (mayUse(routes.raiseEscalation, actor.roles)) return seeOther("/escalations");
  if (mayUse(routes.readBoard, actor.roles)) return seeOther(actor.roles.includes("chair") ? "/learning" : "/board");
  if (actor.roles.includes("agency_admin")) return seeOther("/people");
  if (actor.roles.includes("privacy_officer")) return seeOther("/audit");
  return { content: startPage(actor.name) };
}
