import type { IncomingMessage, ServerResponse } from "node:http";
import { exportJWK, generateKeyPair, importJWK, type JWK, SignJWT } from "jose";
import Provider from "oidc-provider";
import { isSystem } from "../core/people.ts";
import { demo } from "./demo-people.ts";
import { SignInMemory } from "./sign-in-memory.ts";

/** What the token is for: the API of this machine. */
export const AUDIENCE = "urn:rightcall:api";
export const CLIENT_ID = "rightcall-pages";
/** What this machine says of everybody who chose themselves from its page, as if they had shown two factors. */
export const ASSURANCE = "aal2";
const ALGORITHM = "RS256";
/** What a partner’s system asks for, as it would of Cognito. */
const FOR_SYSTEMS = "rightcall/system";
/** The client by which the probe comes, where one is enrolled. */
export const PROBE = "probe";
/** The secret of a demonstration system: it opens nothing but this machine. */
export const demoSecret = (system: string): string => `secret-of-${system}-on-one-machine`;
const HOURS_8 = 8 * 60 * 60;

/** A signing key of this machine's own; kept with its data, so that a session outlives a restart. */
export async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: ALGORITHM, use: "sig", kid: "local" };
}

/** Sign-in with the demo people: a real OpenID provider, with a page to choose somebody instead of a password. Only here; nothing deployed imports it. */
export interface SignIn {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** An access token of the shape that the provider gives out, for programs. */
  readonly tokenFor: (person: string) => Promise<string>;
}

export async function demoSignIn(site: string, key: JWK): Promise<SignIn> {
  const issuer = `${site}/oidc`;
  const provider = new Provider(issuer, {
    adapter: SignInMemory,
    jwks: { keys: [key as never] },
    cookies: { keys: [String(key.d).slice(0, 40)] },
    clients: [
      {
        client_id: CLIENT_ID,
        token_endpoint_auth_method: "none",
        require_auth_time: true,
        redirect_uris: [`${site}/sign-in/callback`],
        grant_types: ["authorization_code"],
        response_types: ["code"],
      },
      ...[...demo.people.filter(isSystem).map(({ id }) => id), PROBE].map((id) => ({
        client_id: id,
        client_secret: demoSecret(id),
        redirect_uris: [],
        grant_types: ["client_credentials"],
        response_types: [],
      })),
    ],
    pkce: { required: () => true },
    acrValues: [ASSURANCE],
    extraTokenClaims: (_, { kind }) => (kind === "AccessToken" ? { acr: ASSURANCE } : undefined),
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    interactions: { url: (_, { uid }) => `/oidc/choose/${uid}` },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: `api ${FOR_SYSTEMS}`,
          audience: AUDIENCE,
          accessTokenTTL: HOURS_8,
          accessTokenFormat: "jwt",
          jwt: { sign: { alg: ALGORITHM } },
        }),
      },
    },
    loadExistingGrant: async (ctx) => {
      const { Client, Session, Params } = { Client: ctx.oidc.client, Session: ctx.oidc.session, Params: ctx.oidc.params };
      const grant = new ctx.oidc.provider.Grant({ clientId: Client?.clientId ?? "", accountId: Session?.accountId ?? "" });
      grant.addOIDCScope(String(Params?.scope ?? "openid"));
      grant.addResourceScope(AUDIENCE, "api");
      await grant.save();
      return grant;
    },
    ttl: { AccessToken: HOURS_8, ClientCredentials: 3600, Interaction: 3600, Session: HOURS_8, Grant: HOURS_8, IdToken: 3600 },
  });
  provider.proxy = true;
  const oidc = provider.callback();

  const choose = async (request: IncomingMessage, response: ServerResponse) => {
    const { searchParams } = new URL(request.url ?? "", site);
    const person = searchParams.get("person");
    if (person && demo.people.some((one) => one.id === person && !isSystem(one))) {
      return provider.interactionFinished(
        request,
        response,
        { login: { accountId: person, acr: ASSURANCE } },
        { mergeWithLastSubmission: false },
      );
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" }).end(choosePage());
  };

  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    answer: (request, response) => {
      const original = request.url ?? "";
      request.url = original.replace(/^\/oidc/, "") || "/";
      (request as { originalUrl?: string }).originalUrl = original;
      if (request.url.startsWith("/choose/"))
        return void choose(request, response).catch(() => response.writeHead(400).end("Start signing in again."));
      void oidc(request, response);
    },
    tokenFor: async (person) => {
      const privateKey = await importJWK(key, ALGORITHM);
      const now = Math.floor(Date.now() / 1000);
      const isMachine = demo.people.some((one) => one.id === person && isSystem(one));
      return new SignJWT(
        isMachine
          ? { client_id: person, scope: FOR_SYSTEMS }
          : { client_id: CLIENT_ID, scope: "api", auth_time: now, acr: ASSURANCE },
      )
        .setProtectedHeader({ alg: ALGORITHM, kid: "local", typ: "at+jwt" })
        .setIssuer(issuer)
        .setSubject(person)
        .setAudience(AUDIENCE)
        .setIssuedAt(now)
        .setExpirationTime(now + HOURS_8)
        .sign(privateKey);
    },
  };
}

const choosePage =
  () => `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Who are you? - Rightcall on one machine</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{font-family:Arial,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem;color:#212b32}a{display:block;padding:.75rem 1rem;margin:.5rem 0;border:1px solid #aeb7bd;color:#005eb8;text-decoration:none;font-size:1.1rem}a:focus{outline:4px solid #ffeb3b;color:#212b32}small{color:#4c6272;display:block}</style></head>
<body><h1>Who are you?</h1><p>Demonstration people of this one machine. Nobody here is real, and there is no password.</p>
${demo.people
  .filter((one) => !isSystem(one))
  .map(
    ({ id, name, agency, teams, roles }) =>
      `<a href="?person=${id}">${name}<small>${agency} · ${[...roles, ...teams].join(", ").replaceAll("_", " ")}</small></a>`,
  )
  .join("\n")}
</body></html>`;
