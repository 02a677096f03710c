import * as oidc from "openid-client";
import type { Person } from "../../core/people.ts";
import { routes } from "../../core/routes.ts";
import { mayUse } from "../../web/moves.ts";
import { signedInPage, signedOutPage, signInPage, startPage } from "../../web/sign-in-page.tsx";
import { keep } from "../aws/audit.ts";
import * as directory from "../aws/directory.ts";
import { env } from "../env.ts";
import { entryOf, memberAt } from "../leave-entry.ts";
import { log, nameOf } from "../log.ts";
import { signInOf } from "../token.ts";
import { type Answer, type Asked, type AskedBy, seeOther } from "./door.ts";
import { pageHeaders } from "./headers.ts";
import { begunCookie, begunIn, forgetBegun, forgetPractice, forgetSession, sessionCookie, sessionIn } from "./session.ts";

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

/** The page with the button. */
export const askToSignIn = async ({ query }: Asked): Promise<Answer> => ({ content: signInPage(ownPath(query.get("to"))) });

/**
 * The button: on to the provider, which is asked to see the person again each time. On a shared computer the last one's sign-in there
 * must not become the next one's name here.
 */
export async function startSignIn({ query, now }: Asked): Promise<Answer> {
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
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(begun.verifier),
    code_challenge_method: "S256",
    ...resource(),
  });
  return seeOther(url.href, [await begunCookie(begun, now)]);
}

/** Back from the provider: the code is exchanged, the token checked as the API checks it, the membership looked up, the session begun. */
export async function finishSignIn({ event, now }: Asked): Promise<Answer> {
  const begun = await begunIn(event.cookies, now);
  if (!begun) return again("/", "That sign-in took too long, or was begun in another browser. Try again.");
  const token = await tokenFor(event.rawQueryString, begun);
  if (token === undefined) return again(begun.to, "You were not signed in. Try again.");
  const { issuer, subject } = await signInOf(token, now);
  const row = { method: "GET", path: event.rawPath } as const;
  await keepSignIn({ event, now }, "signed_in", await memberAt({ event, now, row, params: {} }, { issuer, subject }));
  return seeOther(begun.to, [await sessionCookie({ issuer, subject, signedInAt: now }, now), forgetBegun, forgetPractice]);
}

async function tokenFor(query: string, { state, nonce, verifier }: { state: string; nonce: string; verifier: string }) {
  const config = await provider();
  const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
  try {
    const tokens = await oidc.authorizationCodeGrant(config, new URL(`${callback()}?${query}`), checks, resource());
    return tokens.access_token;
  } catch (error) {
    log("sign_in_failed", { error: nameOf(error) });
    return undefined;
  }
}

const again = (to: string, said: string): Answer => ({ content: signInPage(to, said), status: 400, cookies: [forgetBegun] });

/**
 * Nothing of the person is left in this browser, and it is written down that they have gone. Nothing keeps anybody from going. The cookies
 * are ended by name: the browser's colours are nobody's, and stay.
 */
export async function signOut({ event, now }: Asked): Promise<Answer> {
  const session = await sessionIn(event.cookies, now);
  const actor = session && (await directory.whoSignsIn(session.issuer, session.subject).catch(() => undefined));
  if (actor) await keepSignIn({ event, now }, "signed_out", actor);
  return {
    content: signedOutPage(),
    cookies: [forgetSession, forgetBegun, forgetPractice],
    headers: { "clear-site-data": '"cache", "storage"' },
  };
}

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
