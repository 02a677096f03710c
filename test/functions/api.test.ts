import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { importJWK, type JWK, SignJWT } from "jose";
import { newSecrets } from "../../local/machine.ts";
import { A_RAISE } from "../../local/main-job.ts";
import { aTown, type Town } from "../town.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town.close());

interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: { field: string; reason: string }[];
}
/** One request as it goes over the wire. */
async function send(
  person: string,
  method: string,
  path: string,
  { body, key, token }: { body?: string | object; key?: string; token?: string } = {},
) {
  const authorization = `Bearer ${token ?? (await town.machine.signIn.tokenFor(person))}`;
  const headers = { authorization, "content-type": "application/json", ...(key ? { "idempotency-key": key } : {}) };
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const reply = await fetch(`${town.machine.site}/api/${path}`, { method, headers, ...(body ? { body: text } : {}) });
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Problem & Record<string, unknown> };
}
const refused = (status: number, name: string) => ({ status, body: { type: `/problems/${name}`, status } });

describe("a case that is over", () => {
  it("says over the API no more who the person was, also to a raise that is made again", async () => {
    const person = { knownAs: "Wilhelmina", familyName: "Overs", nhsNumber: "9990000018" };
    const raise = () => send("amara_bell", "POST", "escalations", { body: { ...A_RAISE, person }, key: "over-1" });
    const { body: made } = await raise();
    expect(JSON.stringify(made)).toContain("Wilhelmina");
    const id = String(made.id);
    const gone = { as: "withdrawn_found_safe", why: "She came back", seen: made.version };
    const left = await send("amara_bell", "POST", `escalations/${id}/withdrawal`, { body: gone });
    const found = await send("idris_vale", "GET", `escalations/${id}`);
    const named = await send("idris_vale", "GET", `references/${made.reference}`);
    const story = await send("idris_vale", "GET", `escalations/${id}/story`);
    for (const { status, body } of [left, found, named, story, await raise()])
      expect([status < 300, /Wilhelmina|Overs|9990000018/.test(JSON.stringify(body))]).toEqual([true, false]);
    const whole = await send("idris_vale", "GET", `escalations/${id}/export`);
    expect(JSON.stringify(whole.body)).toContain("Wilhelmina");
  });
});

describe("raising over HTTP", () => {
  it("needs only type, ask, place, threshold with why now, and a number to call back", async () => {
    const { pathway, type, ask, place, threshold, whyNow, callBack } = A_RAISE;
    const { status, body } = await send("amara_bell", "POST", "escalations", {
      body: { pathway, type, ask, place, threshold, whyNow, callBack },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({ reference: expect.stringMatching(/^RC-...-...$/), callBack: "+442079460123", stage: "raised" });
  });

  it.each(["type", "ask", "place", "threshold", "whyNow", "callBack"] as const)("names %s when it is missing", async (field) => {
    const { [field]: _, ...rest } = A_RAISE;
    const reply = await send("amara_bell", "POST", "escalations", { body: rest });
    expect(reply).toMatchObject(refused(400, "Invalid"));
    expect(reply.headers.get("content-type")).toBe("application/problem+json");
    expect(reply.body.errors).toEqual([{ field, reason: "is needed" }]);
  });

  it("routes by where police are needed, never by who raises", async () => {
    const inHackney = { ...A_RAISE, place: { borough: "Hackney", address: "The canal" } };
    const { body } = await send("amara_bell", "POST", "escalations", { body: inHackney });
    expect(body).toMatchObject({ area: { code: "central_east", recognised: true } });
  });

  it("sends a place nobody knows to the named default desk, and says so", async () => {
    const nowhere = { ...A_RAISE, place: { borough: "Atlantis", address: "By the harbour" } };
    const { status, body } = await send("amara_bell", "POST", "escalations", { body: nowhere });
    expect(status).toBe(201);
    expect(body).toMatchObject({ area: { recognised: false } });
    await town.settled();
    expect(town.told()).toEqual(["omar_reed"]);
  });

  it.each([
    [
      "a key that is not a field",
      { ...A_RAISE, nhsNumber: "9991230009" },
      [{ field: "nhsNumber", reason: "is not a field here" }],
    ],
    [
      "a key inside the place",
      { ...A_RAISE, place: { ...A_RAISE.place, what: 1 } },
      [{ field: "place.what", reason: "is not a field here" }],
    ],
    [
      "a number nobody can ring",
      { ...A_RAISE, callBack: "12" },
      [{ field: "callBack", reason: expect.stringContaining("UK telephone number") }],
    ],
    ["words that cannot be seen", { ...A_RAISE, ask: "\u200b \u202e" }, [{ field: "ask", reason: expect.any(String) }]],
    ["more than fits", { ...A_RAISE, ask: "a".repeat(201) }, [{ field: "ask", reason: "at most 200 characters" }]],
    [
      "an answer of no kind that is asked",
      { ...A_RAISE, answers: { last_seen: true } },
      [{ field: "answers.last_seen", reason: expect.stringContaining("expected string, received boolean; or ") }],
    ],
    [
      "a threshold that is no list, and says no more than that",
      { ...A_RAISE, threshold: "risk_to_life_now, and much more than that" },
      [{ field: "threshold", reason: expect.stringContaining("expected array") }],
    ],
    [
      "thresholds that are none, and says which",
      { ...A_RAISE, threshold: ["nope", "risk_to_life_now", "neither"] },
      [{ field: "threshold", reason: expect.stringMatching(/^not nope, neither: one of .*risk_to_life_now/) }],
    ],
    ["an unknown type", { ...A_RAISE, type: "welfare_check" }, [{ field: "type", reason: expect.stringContaining("one of") }]],
    ...["idris_vale", "nobody_known"].map((person): [string, object, object[]] => [
      `a deputy who is no colleague: ${person}`,
      { ...A_RAISE, deputy: { name: "A deputy", phone: "07700 900123", person } },
      [{ field: "deputy.person", reason: "somebody of your own agency" }],
    ]),
  ])("refuses %s, and keeps nothing", async (_, body, errors) => {
    const reply = await send("amara_bell", "POST", "escalations", { body });
    expect(reply).toMatchObject({ ...refused(400, "Invalid"), body: { errors } });
    expect((await send("amara_bell", "GET", "escalations")).body.items).toEqual([]);
  });

  it("refuses what is not JSON, and what is larger than anyone needs", async () => {
    expect(await send("amara_bell", "POST", "escalations", { body: "{" })).toMatchObject(refused(400, "Invalid"));
    expect(await send("amara_bell", "POST", "escalations", { body: { ...A_RAISE, ask: "a".repeat(70_000) } })).toMatchObject(
      refused(413, "TooLarge"),
    );
  });
});

describe("what a partner's system meets", () => {
  it("means the same case by an id in capitals, and the audit finds it", async () => {
    const made = await town.raise();
    const capitals = made.id.toUpperCase();
    const { status, body } = await send("amara_bell", "GET", `escalations/${capitals}`);
    expect([status, body.id]).toEqual([200, made.id]);
    const news = { words: "Her sister rang: she has come home", from: "family_or_friend" };
    expect((await send("amara_bell", "POST", `escalations/${capitals}/news`, { body: news })).status).toBe(200);
    const related = { body: { other: capitals, same: false, because: "The same one" } };
    expect((await send("amara_bell", "POST", `escalations/${made.id}/related`, related)).status).not.toBe(400);
    const { entries } = await import("../../functions/aws/audit.ts");
    const [day, until] = [new Date(Date.now() - 60_000).toISOString(), new Date(Date.now() + 60_000).toISOString()];
    const { items } = await entries("london", { about: { kind: "case", id: made.id } }, { from: day, to: until }, undefined, 900);
    expect(items.map(({ entry }) => entry.route)).toContain("POST /api/escalations/{id}/news");
  });

  it("has its raise kept with a name that came in other signs than UTF-8: a raise is never held up for one", async () => {
    const { status, body } = await send("amara_bell", "POST", "escalations", {
      body: { ...A_RAISE, person: { knownAs: "Jos\ufffd" } },
    });
    expect([status, body.person]).toEqual([201, expect.objectContaining({ knownAs: "Jos\ufffd" })]);
  });

  it("is told which field is wrong when it names a pathway that is none", async () => {
    const { status, body } = await send("amara_bell", "POST", "escalations", { body: { ...A_RAISE, pathway: "nowhere" } });
    expect([status, body.errors]).toEqual([404, [{ field: "pathway", reason: "is none that is in force" }]]);
  });

  it("is told which part of a CAD is wrong where there may be none yet", async () => {
    const made = await town.raise();
    await town.acknowledge("idris_vale", made);
    const decided = { code: "attend_prompt", why: "She is at home", seen: 2, cad: { number: "123456", date: "2026-01-16" } };
    const { status, body } = await send("idris_vale", "POST", `escalations/${made.id}/decision`, { body: decided });
    expect([status, body.errors]).toEqual([
      400,
      [{ field: "cad.number", reason: expect.stringContaining("one to five digits") }],
    ]);
  });

  it("finds the agencies that a first answer may name", async () => {
    const { body } = await send("omar_reed", "GET", "pathways");
    expect(body.agencies).toContainEqual({ code: "RJ1", title: expect.any(String) });
  });

  it("has a problem, and no page, from an address that is none", async () => {
    for (const [method, path] of [
      ["GET", "nothing-here"],
      ["PUT", "escalations"],
      ["GET", "escalations/"],
    ] as const) {
      const { status, headers, body } = await send("amara_bell", method, path);
      expect([status, headers.get("content-type"), body.type]).toEqual([404, "application/problem+json", "/problems/NotFound"]);
    }
  });
});

describe("pressing twice", () => {
  it("answers the same press with the same case, however often and at once", async () => {
    const key = randomUUID();
    const replies = await Promise.all(
      Array.from({ length: 5 }, () => send("amara_bell", "POST", "escalations", { body: A_RAISE, key })),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ body }) => body.id)).size).toBe(1);
    await town.settled();
    expect(town.told()).toEqual(["idris_vale"]);
    const again = await send("amara_bell", "POST", "escalations", { body: A_RAISE, key });
    expect(again.body).toEqual(replies[0]?.body);
  });

  it("refuses the key with another body, and takes it from another person", async () => {
    const key = randomUUID();
    await send("amara_bell", "POST", "escalations", { body: A_RAISE, key });
    expect(await send("amara_bell", "POST", "escalations", { body: { ...A_RAISE, ask: "Something else" }, key })).toMatchObject(
      refused(422, "KeyReused"),
    );
    expect((await send("jonas_field", "POST", "escalations", { body: A_RAISE, key })).status).toBe(201);
  });

  it("answers a repeated acknowledgement with the case, not with a quarrel", async () => {
    const { id, version } = await town.raise();
    const key = randomUUID();
    const press = () => send("idris_vale", "POST", `escalations/${id}/acknowledgement`, { body: { seen: version }, key });
    expect([(await press()).status, (await press()).status]).toEqual([200, 200]);
  });

  it.each(["", "with space", "x".repeat(101)])("refuses a key such as «%s»", async (key) => {
    const reply = await send("amara_bell", "POST", "escalations", { body: A_RAISE, key });
    expect(reply.status).toBe(key === "" ? 201 : 400);
  });
});

describe("answering an older picture", () => {
  it("is refused once, with who changed what and when, and taken when pressed again", async () => {
    const raised = await town.raise();
    await town.forward("PT5M");
    const late = await send("idris_vale", "POST", `escalations/${raised.id}/decision`, {
      body: { seen: raised.version, code: "attend_immediate", why: "Known" },
    });
    expect(late).toMatchObject({
      ...refused(409, "ChangedMeanwhile"),
      body: { by: "clock", what: "tier_alerted", at: expect.any(String) },
    });
    const seen = Number(late.body.version);
    const again = await send("idris_vale", "POST", `escalations/${raised.id}/decision`, {
      body: { seen, code: "attend_immediate", why: "Known", cad: "not_yet", grade: "I" },
    });
    expect(again.status).toBe(200);
  });

  it("is refused too when what was seen is ahead of what is kept, as after a restore, and taken when read anew", async () => {
    const { id, version } = await town.raise();
    const press = (seen: number) => send("idris_vale", "POST", `escalations/${id}/acknowledgement`, { body: { seen } });
    expect(await press(version + 2)).toMatchObject({
      ...refused(409, "ChangedMeanwhile"),
      body: { version, detail: expect.stringMatching(/no longer kept.*Read it again/) },
    });
    expect((await town.read("idris_vale", id)).owner).toBeNull();
    expect((await press(version)).status).toBe(200);
  });
});

describe("who may", () => {
  it("shows a case of others as no case, the same as one that is not there", async () => {
    const { id, reference } = await town.raise();
    const foreign = await send("jonas_field", "GET", `escalations/${id}`);
    const missing = await send("jonas_field", "GET", `escalations/${randomUUID()}`);
    const { instance: _, request: __, ...a } = foreign.body;
    const { instance: ___, request: ____, ...b } = missing.body;
    expect(a).toEqual(b);
    for (const path of ["story", "notices"])
      expect((await send("jonas_field", "GET", `escalations/${id}/${path}`)).status).toBe(404);
    expect((await send("jonas_field", "POST", `escalations/${id}/notes`, { body: { text: "Me too" } })).status).toBe(404);
    expect((await send("jonas_field", "GET", `references/${reference}`)).status).toBe(404);
    expect((await send("amara_bell", "GET", `references/${reference.toLowerCase().replaceAll("-", " ")}`)).body.id).toBe(id);
  });

  it("lets nobody answer who is not on duty for a desk that was asked", async () => {
    const { id, version } = await town.raise();
    const press = (person: string) => send(person, "POST", `escalations/${id}/acknowledgement`, { body: { seen: version } });
    expect(await press("nell_frost")).toMatchObject(refused(403, "NotOnDuty"));
    expect(await press("petra_lang")).toMatchObject(refused(403, "NotOnDuty"));
    expect(await press("amara_bell")).toMatchObject(refused(403, "NotAllowed"));
  });

  it.each([
    ["no token", () => ""],
    ["a token nobody signed", () => "e30.e30."],
    ["a token of a stranger's key", async () => signed({}, (await newSecrets()).signing)],
    ["a token for somebody else", async () => signed({ aud: "urn:other" }, town.signing)],
    ["a token of another issuer", async () => signed({ iss: "https://elsewhere.example.org" }, town.signing)],
    ["a token that has expired", async () => signed({ exp: 1_700_000_000 }, town.signing)],
    ["a token that never expires", async () => signed({ exp: undefined }, town.signing)],
    ["an identity token", async () => signed({ token_use: "id" }, town.signing)],
    ["a token that does not say that it is for access", async () => signed({}, town.signing, "JWT")],
  ])("refuses %s", async (_, token) => {
    expect(await send("amara_bell", "GET", "me", { token: await token() })).toMatchObject(refused(401, "NotSignedIn"));
  });

  it("takes a token in which nothing of that is wrong, by its type or by its use", async () => {
    for (const token of [await signed({}, town.signing), await signed({ token_use: "access" }, town.signing, "JWT")])
      expect((await send("amara_bell", "GET", "me", { token })).status).toBe(200);
  });

  it.each([
    ["one that says nothing of two factors", undefined],
    ["one that says one factor", "aal1"],
  ])("refuses a person's token where tokens say with which assurance they signed in: %s", async (_, acr) => {
    const token = await signed({ acr }, town.signing);
    expect(await send("amara_bell", "GET", "me", { token })).toMatchObject(refused(401, "SignInAgain"));
    const { headers } = await fetch(`${town.machine.site}/api/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(headers.get("www-authenticate")).toBe('Bearer error="insufficient_user_authentication", acr_values="aal2"');
    const copied = await signed({ acr, "custom:acr": "aal2" }, town.signing); // as a trigger of Cognito's may add it
    expect((await send("amara_bell", "GET", "me", { token: copied })).status).toBe(acr ? 401 : 200);
    const { ACR_IN_TOKENS } = process.env;
    process.env.ACR_IN_TOKENS = "";
    expect((await send("amara_bell", "GET", "me", { token })).status).toBe(200);
    process.env.ACR_IN_TOKENS = ACR_IN_TOKENS;
  });

  it("knows nobody whom no partnership has enrolled", async () => {
    const token = await town.machine.signIn.tokenFor("somebody_else");
    expect(await send("", "GET", "me", { token })).toMatchObject(refused(403, "NotAllowed"));
  });
});

async function signed(claims: Record<string, unknown>, key: JWK, typ = "at+jwt"): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  const whole = {
    iss: town.machine.signIn.issuer,
    sub: "amara_bell",
    aud: "urn:rightcall:api",
    iat: now,
    exp: now + 60,
    acr: "aal2",
    ...claims,
  };
  return new SignJWT(whole).setProtectedHeader({ alg: "RS256", kid: "local", typ }).sign(await importJWK(key, "RS256"));
}

describe("lists", () => {
  it("pages through what an agency has raised, newest first, each once", async () => {
    const ids: string[] = [];
    for (let nth = 0; nth < 7; nth += 1) ids.unshift((await town.raise({ ask: `Number ${nth}` })).id);
    const found: string[] = [];
    let after = "";
    do {
      const { body } = await send("amara_bell", "GET", `escalations?most=3${after ? `&after=${encodeURIComponent(after)}` : ""}`);
      found.push(...(body.items as { id: string }[]).map(({ id }) => id));
      after = String(body.next ?? "");
    } while (after);
    expect(found).toEqual(ids);
    expect((await send("jonas_field", "GET", "escalations")).body.items).toEqual([]);
  });

  it("gives the story page by page, numbered without gaps", async () => {
    const { id } = await town.raise();
    for (let nth = 0; nth < 5; nth += 1)
      await send("amara_bell", "POST", `escalations/${id}/notes`, { body: { text: `Line ${nth}` } });
    const first = await send("amara_bell", "GET", `escalations/${id}/story?most=4`);
    const second = await send("amara_bell", "GET", `escalations/${id}/story?most=4&after=${first.body.next}`);
    const numbers = [first, second].flatMap(({ body }) => (body.items as { number: number }[]).map(({ number }) => number));
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(second.body.next).toBeNull();
  });

  it("shows a desk what it was asked, the nearest limit first, until it has closed", async () => {
    const p2 = await town.raise({ threshold: ["none_unsure"] });
    const p1 = await town.raise();
    await town.raise({ place: { borough: "Hackney", address: "The canal" } });
    const board = async (person: string) =>
      ((await send(person, "GET", "duty-board")).body.items as { id: string }[]).map(({ id }) => id);
    expect(await board("idris_vale")).toEqual([p1.id, p2.id]);
    expect(await board("omar_reed")).toEqual([]);
    await town.forward("PT5M");
    expect(await board("omar_reed")).toContain(p1.id);
    await send("amara_bell", "POST", `escalations/${p1.id}/withdrawal`, {
      body: { seen: (await town.read("amara_bell", p1.id)).version, as: "withdrawn_found_safe", why: "Back on the ward" },
    });
    expect(await board("idris_vale")).toEqual([p2.id]);
  });

  it("says what may be asked here, and who I am", async () => {
    const pathways = (await send("amara_bell", "GET", "pathways")).body.items as { code: string; places: unknown[] }[];
    expect(pathways.map(({ code }) => code)).toEqual([
      "police_attendance",
      "ambulance_referral",
      "crisis_referral",
      "s136_advice",
      "handover_in_hospital",
    ]);
    expect(pathways[0]?.places.length).toBeGreaterThan(33);
    expect((await send("idris_vale", "GET", "me")).body).toMatchObject({ teams: [{ code: "duty_inspector_central_south" }] });
  });

  it("refuses a page size that would be no page", async () => {
    expect(await send("amara_bell", "GET", "escalations?most=1000")).toMatchObject(refused(400, "Invalid"));
  });
});
