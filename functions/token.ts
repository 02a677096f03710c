import { createRemoteJWKSet, jwtVerify } from "jose";
import { Refusal } from "../core/refusal.ts";
import { env } from "./env.ts";

/** Who a token speaks for: the person's key is the pair, never the subject alone and never an address. */
export interface SignIn {
  readonly issuer: string;
  readonly subject: string;
}

let keySet: { uri: string; get: ReturnType<typeof createRemoteJWKSet> } | undefined;
function keysAt(uri: string) {
  if (keySet?.uri !== uri)
    keySet = { uri, get: createRemoteJWKSet(new URL(uri), { timeoutDuration: 1500, cooldownDuration: 30_000 }) };
  return keySet.get;
}

/**
 * Checks an access token: signature by the issuer's published keys, algorithm from a list, issuer, expiry, type, and that it was made
 * for us, whether the issuer says so in `aud` or, as Cognito does, in `client_id`. Throws NotSignedIn. `now` decides what has expired.
 */
export async function signInOf(token: string, now: string): Promise<SignIn> {
  const issuer = env("ISSUER");
  const audience = env("AUDIENCE");
  try {
    const { payload } = await jwtVerify(token, keysAt(env("JWKS_URI")), {
      issuer,
      algorithms: ["RS256", "ES256"],
      requiredClaims: ["exp", "sub"],
      currentDate: new Date(now),
      clockTolerance: 5,
    });
    const meant = [payload.aud, payload.client_id].flat().includes(audience);
    const access = payload.token_use === undefined || payload.token_use === "access";
    if (meant && access && payload.sub) return { issuer, subject: payload.sub };
  } catch {
    // Whatever was wrong with it, its bearer learns only that it does not do.
  }
  throw new Refusal("NotSignedIn", "Sign in again: the token is missing, has expired, or is not for this service.");
}
