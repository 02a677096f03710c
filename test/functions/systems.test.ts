import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { importJWK, SignJWT } from "jose";
import type { Route } from "../../core/route.ts";
import { routes } from "../../core/routes.ts";
import { A_RAISE } from "../../local/main-job.ts";
import { AUDIENCE, demoSecret } from "../../local/sign-in.ts";
import { aTown, type Town } from "../town.ts";

const RECORD = "patient_record_rj1";
const OWNER = "faye_brook";

let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town.close());

/** What a partner's system may ask for, and nothing beside. */
const OPEN = [
  "raiseEscalation",
  "listEscalations",
  "findEscalation",
  "readEscalation",
  "readStory",
  "readNotices",
  "addNews",
  "triage",
  "listPathways",
  "readMe",
  "readWebhook",
  "setWebhook",
  "changeWebhookSecret",
  "removeWebhook",
  "recordFirstAnswer",
  "listFirstAnswers",
  "readFirstAnswer",
];

/** A token as a partner gets it: by its own client's credentials, and nobody's sign-in. */
async function tokenOf(secret = demoSecret(RECORD), scope = "rightcall/system") {
  const reply = await fetch(`${town.machine.site}/oidc/token`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${RECORD}:${secret}`).toString("base64")}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope }),
  });
  return { status: reply.status, token: String(((await reply.json()) as { access_token?: string }).access_token) };
}
const JSON_OF = (token: string) => ({ authorization: `Bearer ${token}`, "content-type": "application/json" });
const asked = (token: string, method: string, path: string, body?: object) =>
  fetch(`${town.machine.site}${path}`, {
    method,
    headers: JSON_OF(token),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
/** A token of this machine's own issuer that says this. */
const signed = async (claims: object) =>
  new SignJWT({ iss: town.machine.signIn.issuer, exp: Math.floor(Date.now() / 1000) + 3600, ...claims })
    .setProtectedHeader({ alg: "RS256", kid: "local", typ: "at+jwt" })
    .sign(await importJWK(town.signing, "RS256"));

describe("a partner's system", () => {
  it("comes by its own credentials, raises once however often it tries, and reads what its agency asked", async () => {
    const { token } = await tokenOf();
    const raise = () =>
      fetch(`${town.machine.site}/api/escalations`, {
        method: "POST",
        headers: { ...JSON_OF(token), "idempotency-key": "encounter-1" },
        body: JSON.stringify(A_RAISE),
      });
    const [first, second] = [await (await raise()).json(), await (await raise()).json()] as { id: string; raised: object }[];
    expect(second?.id).toBe(first?.id);
    expect(first?.raised).toMatchObject({ by: { id: RECORD, system: true } });
    const { id } = await town.raise({}, "amara_bell");
    for (const one of [first?.id, id]) expect((await asked(token, "GET", `/api/escalations/${one}`)).status).toBe(200);
    expect(await (await asked(token, "GET", "/api/escalations")).json()).toMatchObject({ items: [{ id }, { id: first?.id }] });
  });

  const closed = (Object.entries(routes) as [string, Route][]).filter(
    ([name, row]) => !OPEN.includes(name) && !row.calledBack && !row.open,
  );
  it("has its raise kept while its calls cannot be counted", async () => {
    const { db } = await import("../../functions/aws/db.ts");
    const { raised } = await import("../../functions/aws/cases.ts");
    let counts = () => {};
    const counting = new Promise<void>((resolve) => {
      counts = resolve;
    });
    db.middlewareStack.add(
      (next) => async (args) => {
        if (JSON.stringify(args.input).includes("#RATE#")) await counting;
        return next(args);
      },
      { step: "initialize", name: "slowCounts" },
    );
    const raising = town.as(RECORD, "POST", "escalations", A_RAISE);
    const kept = async () => (await raised("london", "RJ1", undefined, 5)).items.length;
    for (let nth = 0; nth < 1000 && (await kept()) === 0; nth += 1) await new Promise((resolve) => setTimeout(resolve, 20));
    const before = await kept();
    counts();
    db.middlewareStack.remove("slowCounts");
    expect([before, (await raising).status]).toEqual([1, 201]);
  });

  it("is refused every other route, whatever it sends", async () => {
    const { token } = await tokenOf();
    const { id, version } = await town.raise();
    const answers = await Promise.all(
      closed.map(async ([name, { method, path }]) => {
        const address = path.replace("{id}", id).replace(/\{\w+\}/g, "1");
        return [name, (await asked(token, method, address, method === "POST" ? { seen: version } : undefined)).status];
      }),
    );
    expect(answers.filter(([, status]) => status !== 403)).toEqual([]);
    const nobodys = Object.values<Route>(routes).filter(({ calledBack, open }) => calledBack || open); // no sign-in opens these, or none is needed
    expect(answers.length + OPEN.length + nobodys.length).toBe(Object.keys(routes).length);
    expect((await town.read("amara_bell", id)).version).toBe(version);
  });

  it("finds no case that its own agency has not asked, though its agency has a part in it", async () => {
    const { token } = await tokenOf();
    const { id, reference } = await town.raise({}, "jonas_field");
    for (const path of [`escalations/${id}`, `escalations/${id}/story`, `escalations/${id}/notices`, `references/${reference}`])
      expect([path, (await asked(token, "GET", `/api/${path}`)).status]).toEqual([path, 404]);
    const news = { kind: "other", words: "Seen", source: "A ward", obtainedAt: new Date().toISOString() };
    expect((await asked(token, "POST", `/api/escalations/${id}/news`, news)).status).not.toBe(200);
  });

  it("is sent nothing: those who answer for its agency hear, from the first", async () => {
    const { token } = await tokenOf();
    const raised = (await (await asked(token, "POST", "/api/escalations", A_RAISE)).json()) as { id: string; version: number };
    await town.settled();
    const { body } = await town.acknowledge("idris_vale", (await town.read("idris_vale", raised.id)) as never);
    await town.decide("idris_vale", body, "attend_immediate");
    await town.settled();
    const told = (await town.as("amara_bell", "GET", `escalations/${raised.id}/notices`)).body as unknown as {
      items: { to: string; fate: string; about: string }[];
    };
    expect(told.items.map(({ to }) => to)).toContain("cara_holt");
    expect(told.items.map(({ to }) => to)).not.toContain(RECORD);
    expect(told.items.filter(({ fate }) => fate === "failed")).toEqual([]);
  });

  it.each([
    ["with another's secret", async () => (await tokenOf("wrong")).token, 401],
    ["without the scope that systems have", async () => (await tokenOf(demoSecret(RECORD), "api")).token, 401],
    ["by a person's sign-in", () => signed({ sub: RECORD, aud: AUDIENCE, client_id: "rightcall-pages" }), 403],
    ["as a person", () => signed({ sub: "amara_bell", client_id: "amara_bell", scope: "rightcall/system" }), 403],
    ["as a system that nobody knows", () => signed({ sub: "unknown", client_id: "unknown", scope: "rightcall/system" }), 403],
  ])("is not let in %s", async (_, token, status) => {
    expect((await asked(await token(), "GET", "/api/me")).status).toBe(status);
  });

  it("is refused from its next request on when its administrator has ended its membership", async () => {
    const { token } = await tokenOf();
    expect((await asked(token, "GET", "/api/me")).status).toBe(200);
    await town.enrol(() => ({ roles: [], endedAt: new Date().toISOString() }), RECORD);
    expect((await asked(token, "GET", "/api/me")).status).toBe(403);
    await town.enrol(() => ({}), RECORD);
  });

  it("stands on no rota, whoever looks after it", async () => {
    const path = "teams/manager_on_call_rj1/rota";
    const { version } = (await town.as(OWNER, "GET", path)).body as unknown as { version: number };
    await town.enrol(({ roles }) => ({ roles: [...roles, "rota_manager"] }), OWNER);
    const [from, to] = ["2026-01-17T19:00:00.000Z", "2026-01-18T07:00:00.000Z"];
    const add = (person: string) => ({ what: "override", override: { kind: "add", person, from, to } });
    expect(await town.as(OWNER, "POST", path, { seen: version, change: add(RECORD) })).toMatchObject({
      status: 400,
      body: { errors: [{ reason: expect.stringContaining(RECORD) }] },
    });
    expect((await town.as(OWNER, "POST", path, { seen: version, change: add("amara_bell") })).status).toBe(200);
  });
});

describe("the operators' file", () => {
  const system = {
    partnership: "london",
    id: "patient_record_r1h",
    name: "Patient record",
    agency: "R1H",
    site: null,
    channels: [],
    roles: ["service"],
    owner: "jonas_field",
  };
  const apply = async (person: object, rotas: object[] = []) => {
    const { main } = await import("../../operate/apply-people.ts");
    const file = join(mkdtempSync(join(tmpdir(), "systems-")), "people.json");
    const signIn = { issuer: town.machine.signIn.issuer, subject: "client-of-r1h" };
    writeFileSync(file, JSON.stringify({ partnership: "london", people: [{ person, signIn }], rotas }));
    const said: string[] = [];
    const { error, log } = console;
    console.error = console.log = (line: string) => said.push(line);
    const code = await main(["apply", file]);
    Object.assign(console, { error, log });
    return { code, said: said.join("\n") };
  };

  it("makes a system, with the person who answers for it", async () => {
    expect((await apply(system)).code).toBe(0);
    const token = await signed({ sub: "client-of-r1h", client_id: "client-of-r1h", scope: "rightcall/system" });
    expect(await (await asked(token, "GET", "/api/me")).json()).toMatchObject({ person: { owner: "jonas_field" } });
  });

  it.each([
    ["without an owner", { owner: null }, "a system has an owner"],
    ["whose owner is of another agency", { owner: OWNER }, "is nobody of its agency"],
    ["whose owner is a system", { owner: system.id }, "is nobody of its agency"],
    ["with an address", { channels: [{ kind: "email", to: "a@example.org", verifiedAt: null }] }, "no channels"],
    ["that is a person too", { roles: ["service", "raiser"] }, "no other role"],
  ])("makes none %s", async (_, change, why) => {
    const { code, said } = await apply({ ...system, ...change });
    expect([code, said]).toEqual([1, expect.stringContaining(why)]);
  });
});
