import { EncryptJWT, jwtDecrypt } from "jose";
import * as z from "zod";
import { Side } from "../../core/partnership/practice.ts";
import { earliest, Instant, plus } from "../../core/time.ts";
import { env } from "../env.ts";

/**
 * Who has signed in at this browser, when, and when they last showed who they are. What they may do is asked of the table at each request,
 * and whether the session has been ended.
 */
export const Session = z.strictObject({
  id: z.string().default(""), // one that was begun before sessions had ids cannot be ended alone
  issuer: z.string(),
  subject: z.string(),
  signedInAt: Instant,
  shownAt: Instant.nullable().default(null),
});
export type Session = z.output<typeof Session>;

/** What a sign-in that has begun must find again when it comes back. */
export const Begun = z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string(), to: z.string() });
export type Begun = z.output<typeof Begun>;

/** A shared ward PC is left in a hurry; nobody works longer than the longest shift. */
const IDLE = "PT30M";
const LONGEST = "PT12H";
/** Long enough to find the smart card. */
const SIGN_IN = "PT10M";

const SESSION = "__Host-rightcall";
/** The sign-in that has begun last, and the two before it: tabs that begin one after the other all come back. */
const BEGUN = ["__Host-rightcall-signin", "__Host-rightcall-signin-2", "__Host-rightcall-signin-3"] as const;
/** Which side is played in this browser. It lies apart: every tab renews the session, and an answer that comes late must undo no practice. */
const PRACTICE = "__Host-rightcall-practice";

/** Until when somebody who does something now stays signed in: until nothing has happened for half an hour, and never longer than a shift. */
export const lastsUntil = (session: Pick<Session, "signedInAt">, now: Instant): Instant =>
  earliest([plus(now, IDLE), plus(session.signedInAt, LONGEST)]) ?? now;

/** The session cookie, good from now on. */
export const sessionCookie = async (session: z.input<typeof Session>, now: Instant): Promise<string> =>
  cookie(SESSION, await sealed("session", session, lastsUntil(session, now)));

/** A sign-in that begins, in front of those that have begun in this browser before it. */
export async function begunCookies(begun: Begun, cookies: readonly string[] | undefined, now: Instant): Promise<string[]> {
  const values = [await sealed("sign-in", begun, plus(now, SIGN_IN)), ...BEGUN.map((name) => inCookies(name, cookies))];
  return BEGUN.flatMap((name, nth) => (values[nth] ? [cookie(name, values[nth])] : []));
}

/** The sign-in of this browser that has begun with this state, and what forgets it and no other. */
export async function begunIn(
  cookies: readonly string[] | undefined,
  state: string | null,
  now: Instant,
): Promise<(Begun & { readonly forget: string }) | undefined> {
  for (const name of BEGUN) {
    const begun = await opened("sign-in", name, Begun, cookies, now);
    if (begun?.state === state) return { ...begun, forget: gone(name) };
  }
  return undefined;
}

const gone = (name: string): string => `${cookie(name, "")}; Max-Age=0`;
export const forgetBegun: readonly string[] = BEGUN.map(gone);
export const forgetSession = gone(SESSION);
export const practiceCookie = (side: Side): string => cookie(PRACTICE, side);
export const forgetPractice = gone(PRACTICE);

export const sessionIn = (cookies: readonly string[] | undefined, now: Instant) =>
  opened("session", SESSION, Session, cookies, now);
export const practisesIn = (cookies: readonly string[] | undefined): Side | undefined =>
  Side.safeParse(inCookies(PRACTICE, cookies)).data;

function inCookies(name: string, cookies: readonly string[] | undefined): string | undefined {
  return cookies?.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
}

function cookie(name: string, value: string): string {
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax`;
}

const key = () => Buffer.from(env("SESSION_KEY"), "base64url");
const seconds = (at: Instant): number => Math.floor(Date.parse(at) / 1000);

/** Sealed for one purpose: a cookie of one kind is worth nothing as the other. */
const sealed = (purpose: string, content: z.input<typeof Session> | Begun, until: Instant): Promise<string> =>
  new EncryptJWT({ content })
    .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
    .setAudience(purpose)
    .setExpirationTime(seconds(until))
    .encrypt(key());

/** What a cookie holds; undefined when there is none, when it has run out, or when it is not ours. */
async function opened<S extends z.ZodType>(
  purpose: string,
  name: string,
  shape: S,
  cookies: readonly string[] | undefined,
  now: Instant,
): Promise<z.output<S> | undefined> {
  const value = inCookies(name, cookies);
  if (!value) return undefined;
  try {
    const { payload } = await jwtDecrypt(value, key(), {
      audience: purpose,
      requiredClaims: ["exp"],
      currentDate: new Date(now),
      keyManagementAlgorithms: ["dir"],
      contentEncryptionAlgorithms: ["A256GCM"],
    });
    return shape.parse(payload.content);
  } catch {
    return undefined;
  }
}
