import { createRemoteJWKSet, jwtVerify } from "jose";
import { Refusal } from "../core/refusal.ts";
import type { Instant } from "../core/time.ts";
import { env } from "./env.ts";

/** Who a token speaks for: the person's key is the pair, never the subject alone and never an address. */
export interface SignIn {
  readonly issuer: string;
  readonly subject: string;
  /** When they last showed who they are; null for a system, and where the issuer does not say. */
  readonly shownAt: Instant | null;
  /** With which assurance, where the token says it. */
  readonly acr: string | null;
  /** A partner’s system, by its own client’s credentials: nobody sat before it. */
  readonly system: boolean;
}

/** What a system’s token says that it is for. Cognito names no audience in it, and gives this scope to those clients alone that we gave it to. */
const FOR_SYSTEMS = "rightcall/system";

let keySet: { uri: string; get: ReturnType<typeof createRemoteJWKSet> } | undefined;
function keysAt(uri: string) {
  if (keySet?.uri !== uri)
    keySet = { uri, get: createRemoteJWKSet(new URL(uri), { timeoutDuration: 1500, cooldownDuration: 30_000 }) };
  return keySet.get;
}

/**
 * Checks an access token: signature by the issuer's published keys, algorithm from a list, issuer, expiry, type, and that it was made
 * for us, whether the issuer says so in `aud` or, as Cognito does, in `client_id`; of a system, in its scope. Throws NotSignedIn. `now` decides what has expired.
 */
export async function signInOf(token: string, now: string): Promise<SignIn> {
  const issuer = env("ISSUER");
  const audience = env("AUDIENCE");
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keysAt(env("JWKS_URI")), {
      issuer,
      algorithms: ["RS256", "ES256"],
      requiredClaims: ["exp", "sub"],
      currentDate: new Date(now),
      clockTolerance: 5,
    });
    const { sub, aud, client_id: client, scope, auth_time: shown } = payload;
    const acr = payload.acr ?? payload["custom:acr"];
    const system = sub === client;
    const meant = system ? String(scope).split(" ").includes(FOR_SYSTEMS) : [aud, client].flat().includes(audience);
    const { token_use: use } = payload;
    const access = use === undefined ? /^(?:application\/)?at\+jwt$/i.test(protectedHeader.typ ?? "") : use === "access";
    const shownAt = !system && typeof shown === "number" ? new Date(shown * 1000).toISOString() : null;
    if (meant && access && sub) return { issuer, subject: sub, shownAt, acr: typeof acr === "string" ? acr : null, system };
  } catch {
    // Whatever was wrong with it, its bearer learns only that it does not do.
  }
  throw new Refusal("NotSignedIn", "Sign in again: the token is missing, has expired, or is not for this service.");
}

/** The assurances that count as two factors, as a setting lists them; none where nobody is asked for one. */
export const assurances = (setting: string | undefined): string[] => (setting ?? "").split(" ").filter((acr) => acr !== "");

/** Refuses a person whose token says nothing of two factors, where the issuer’s tokens do say it. Throws SignInAgain. */
export function mustBeAssured({ system, acr }: SignIn): void {
  const enough = assurances(process.env.ACR_IN_TOKENS);
  if (system || enough.length === 0 || enough.includes(acr ?? "")) return;
  const said =
    "This asks for a sign-in with two factors, and for a token that says so. Sign in once more with your card, your key or your second factor.";
  throw new Refusal("SignInAgain", said, { facts: { assurances: enough } });
}
