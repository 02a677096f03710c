import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { PutItemCommand, type QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { dueToSystems, type Key, keys } from "../../core/keys.ts";
import { demo } from "../../local/demo-people.ts";
import { aTown, type Town } from "../town.ts";

const RECORD = "patient_record_rj1";

interface Got {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

let town: Town;
let server: Server;
let address: string;
let got: Got[];
/** What the receiver answers; undefined: it hangs. */
let answers: (nth: number) => { status: number; headers?: Record<string, string> } | undefined;

beforeAll(async () => {
  town = await aTown();
  server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    got.push({ headers: request.headers, body });
    const answer = answers(got.length);
    if (answer) response.writeHead(answer.status, answer.headers).end("x".repeat(100_000));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = `http://localhost:${(server.address() as AddressInfo).port}/hook`;
});
beforeEach(async () => {
  await town.anew();
  got = [];
  answers = () => ({ status: 204 });
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await town.close();
});

const hook = (method: "GET" | "POST", path = "", body?: object) => town.as(RECORD, method, `me/webhook${path}`, body);
const set = async (to = address) => (await hook("POST", "", { address: to })).body as unknown as { secret: string };
const state = async () =>
  (await hook("GET")).body as unknown as {
    state: string;
    takenAt: string;
    reason: string | null;
    events: Record<string, unknown>[];
  };
/** What a receiver checks (docs/integrate.md): one of the signatures is ours. */
const isOurs = ({ headers, body }: Got, secret: string): boolean => {
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const ours = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64"))
    .update(signed)
    .digest("base64");
  return String(headers["webhook-signature"]).split(" ").includes(`v1,${ours}`);
};
const told = () => got.map(({ body }) => JSON.parse(body).data as { id: string; version: number; changes: string[] });

describe("a system that has set an address", () => {
  it("hears of each change to its agency's cases, signed, and of nobody's words", async () => {
    const { secret } = await set();
    const raised = await town.raise();
    await town.raise({}, "jonas_field");
    await town.forward("PT1M");
    expect(told()).toEqual([{ id: raised.id, reference: raised.reference, version: 1, changes: ["raised", "tier_alerted"] }]);
    expect(got.every((one) => isOurs(one, secret))).toBe(true);
    expect(got[0]?.headers["webhook-id"]).toBe(`${raised.id}-1`);
    expect(Object.keys(JSON.parse(got[0]?.body ?? ""))).toEqual(["type", "timestamp", "data"]);
    const { takenAt } = await state();
    const { body: acknowledged } = await town.acknowledge("idris_vale", await town.read("idris_vale", raised.id));
    await town.decide("idris_vale", acknowledged, "attend_immediate");
    await town.forward("PT1M");
    expect(told().flatMap(({ changes }) => changes)).toEqual(expect.arrayContaining(["acknowledged", "decided"]));
    const later = await state();
    expect(later).toMatchObject({
      state: "on",
      events: expect.arrayContaining([expect.objectContaining({ fate: "taken" })]),
    });
    expect(later.takenAt > takenAt).toBe(true);
  });

  it("hears it again when it did not take it, under the same name, and of nothing twice that it took", async () => {
    await set();
    answers = (nth) => ({ status: nth < 3 ? 503 : 200 });
    const { id } = await town.raise();
    await town.forward("PT4M");
    const first = got.filter(({ headers }) => headers["webhook-id"] === `${id}-1`);
    expect(first.length).toBeGreaterThan(1);
    expect(new Set(first.map(({ body }) => body)).size).toBe(1);
    expect((await state()).events.at(-1)).toMatchObject({ fate: "taken", attempts: first.length, reason: null });
  });

  it("hears nothing of a change that adds nothing to a case's story, as when its contents are deleted", async () => {
    const { read } = await import("../../functions/aws/db.ts");
    const { tellSystems } = await import("../../functions/tell-systems.ts");
    await set();
    const { id } = await town.raise();
    await town.forward("PT1M");
    const before = (await read(keys.state({ partnership: "london", id })))?.body as { version: number };
    await tellSystems({ partnership: "london", id }, before, { ...before, version: before.version + 1 });
    await town.forward("PT1M");
    expect(told()).toHaveLength(1);
  });

  it("is followed to no other address, and what it answers is not read", async () => {
    await set();
    answers = () => ({ status: 302, headers: { location: `${town.machine.site}/lab/people` } });
    await town.raise();
    await town.forward("PT1M");
    expect(await state()).toMatchObject({ reason: "it answered with 302", events: [{ fate: "waiting" }] });
  });

  it("loses nothing while it changes its secret: both sign", async () => {
    const { secret } = await set();
    const { secret: next } = (await hook("POST", "/secret", {})).body as unknown as { secret: string };
    expect(next).not.toBe(secret);
    expect((await hook("POST", "/secret", {})).status).toBe(409);
    await town.raise();
    await town.forward("PT1M");
    expect(got.map((one) => [isOurs(one, secret), isOurs(one, next)])).toEqual([[true, true]]);
  });

  it("hears no more once it has said so, or its membership has ended", async () => {
    await set();
    await hook("POST", "/removal", {});
    await town.raise();
    await town.forward("PT1M");
    expect([got, (await state()).state]).toEqual([[], "none"]);
    expect((await hook("POST", "/secret", {})).status).toBe(404);
    await set();
    await town.raise();
    await town.enrol(() => ({ roles: [], endedAt: new Date().toISOString() }), RECORD);
    await town.forward("PT1M");
    expect(got).toEqual([]);
    await town.enrol(() => ({}), RECORD);
    expect((await state()).events[0]).toMatchObject({ fate: "given_up", reason: "it is no member any more" });
  });

  it("hears nothing of the agency that it has left, neither what was on its way nor what comes, until it is back", async () => {
    const { agency: theirs } = demo.people.find(({ id }) => id === "jonas_field") ?? { agency: "" };
    await set();
    answers = () => ({ status: 503 });
    const raised = await town.raise();
    await town.forward("PT1M");
    await town.enrol(() => ({ agency: theirs }), RECORD);
    await set();
    answers = () => ({ status: 204 });
    got = [];
    await town.acknowledge("idris_vale", await town.read("idris_vale", raised.id));
    const { id } = await town.raise({}, "jonas_field");
    await town.forward("PT6M");
    expect(new Set(told().map((one) => one.id))).toEqual(new Set([id]));
    const { events } = await state();
    expect(events.filter((one) => one.case === raised.id)).toEqual([]);
    await town.enrol(() => ({}), RECORD);
    expect((await state()).events.at(-1)).toMatchObject({
      ...{ case: raised.id, fate: "given_up", reason: "it is another agency’s system now" },
    });
  });

  it("holds up no message to a person, however long it hangs", async () => {
    await set();
    answers = () => undefined;
    await town.raise();
    expect(town.told()).toEqual(["idris_vale"]);
  });

  it("is switched off when it says that nobody listens there, and whoever answers for it is told once", async () => {
    await set();
    answers = () => ({ status: 410 });
    await town.raise();
    await town.forward("PT3M");
    expect(got).toHaveLength(1);
    expect((await state()).state).toBe("off");
    expect(town.told().filter((person) => person === "faye_brook")).toHaveLength(1);
    expect(town.subjects("faye_brook")[0]).toContain("no longer tells Patient record");
    answers = () => ({ status: 200 });
    await set();
    await town.raise();
    await town.forward("PT1M");
    expect(got.length).toBeGreaterThan(1);
  });
});

describe("a system that had read on, when the table is put back", () => {
  it("hears of a version that is higher than any it can have had, and reads what is kept there", async () => {
    const { main } = await import("../../operate/went-back.ts");
    await set();
    const raised = await town.raise();
    const to = String((await town.story(raised.id))[0]?.at);
    await town.acknowledge("idris_vale", raised);
    await town.forward("PT1M");
    const before = Math.max(...told().map(({ version }) => version));
    got = [];
    expect(await main([to], () => {})).toBe(0);
    await town.settled();
    await town.forward("PT1M");
    const [first] = told();
    expect(first).toMatchObject({ id: raised.id, changes: ["went_back"] });
    expect(first?.version).toBeGreaterThan(before + 1_000);
    const listed = (await town.as(RECORD, "GET", "escalations")).body as unknown as { items: { id: string; version: number }[] };
    expect(listed.items.find(({ id }) => id === raised.id)?.version).toBeGreaterThan(before + 1_000);
  });
});

describe("a system that takes nothing", () => {
  it("floods no administrator because another's address is refused", async () => {
    await set();
    const [ADMIN, REFUSED] = ["amara_bell", "gwen_thorn"];
    await town.enrol(() => ({ channels: [] }), "faye_brook");
    await town.enrol(() => ({ roles: ["agency_admin"] }), ADMIN, REFUSED);
    const to = demo.people.find(({ id }) => id === REFUSED)?.channels.find(({ kind }) => kind === "email")?.to;
    await town.fault({ mail: "reject-hard", to });
    answers = () => ({ status: 410 });
    await town.raise({}, RECORD);
    await town.forward("PT3M");
    await town.fault({ mail: "accept", to });
    expect(town.subjects(ADMIN).filter((subject) => subject.includes("no longer tells"))).toHaveLength(1);
  });

  it("leaves the others their turn, however much is due to it", async () => {
    const { dueToSystemsBy, keepEvents } = await import("../../functions/aws/webhooks.ts");
    const { unsentEvent } = await import("../../core/webhooks/webhook.ts");
    const event = (system: string, at: string) =>
      unsentEvent({
        ...{ partnership: "london", system, agency: "RJ1", at, version: 1, reference: "RC-234-567", changes: ["raised"] },
        case: randomUUID(),
      });
    const hanging = Array.from({ length: 20 }, () => event("hangs", "2030-01-01T00:00:00.000Z"));
    await keepEvents([...hanging, event("answers", "2030-01-01T00:01:00.000Z")]);
    const { events } = await dueToSystemsBy("2030-01-01T00:02:00.000Z", 15, 5);
    expect(Map.groupBy(events, ({ system }) => system).get("hangs")).toHaveLength(5);
    expect(events.filter(({ system }) => system === "answers")).toHaveLength(1);
    const others = Array.from({ length: 5 }, (_, nth) => `hangs too ${nth}`);
    await keepEvents(
      others.flatMap((system) => [1, 2, 3, 4, 5].map((second) => event(system, `2030-01-01T00:00:0${second}.000Z`))),
    );
    const read = await dueToSystemsBy("2030-01-01T00:02:00.000Z", 15, 5); // six have more than a look takes
    expect(read.events.filter(({ system }) => system === "answers")).toHaveLength(1);
  });
});

describe("what cannot be read", () => {
  const at = (nth: number) => new Date(Date.parse("2026-01-16T01:00:00.000Z") + nth * 1000).toISOString();
  /** Rows of another version, due to our system before all others. */
  async function poison(...rows: (Key & { body: object })[]): Promise<void> {
    const { db, TableName, toItem } = await import("../../functions/aws/db.ts");
    for (const [nth, { body, ...key }] of rows.entries()) {
      const Item = toItem({ ...key, body, ...dueToSystems(at(nth), `poison-${nth}`) });
      await db.send(new PutItemCommand({ TableName, Item }));
    }
  }
  const unreadBy = async (at: number) => {
    const { dueToSystemsBy } = await import("../../functions/aws/webhooks.ts");
    return (await dueToSystemsBy(new Date(at).toISOString(), 200, 30)).unread.length;
  };
  const events = (most: number) =>
    Array.from({ length: most }, (_, nth) => ({
      ...keys.webhookEvent("london", RECORD, at(nth), randomUUID(), 1),
      body: { fate: "unheard_of" },
    }));

  it("hides none of a system's good events, comes first once an hour, and is kept until it can be read", async () => {
    await set();
    await poison(...events(20), { ...keys.webhook("london", "RJ1", "old"), body: { address: 7 } });
    const { id } = await town.raise();
    await town.forward("PT2M");
    expect(told().map((one) => one.id)).toEqual([id]);
    expect((await state()).events.map((one) => one.case)).toEqual([id]);
    const now = Date.parse(town.machine.clock?.now() ?? "");
    expect([await unreadBy(now), await unreadBy(now + 3_600_000)]).toEqual([0, 21]);
  });

  it("is not where a system hears: what is due to it waits until that can be read, and is not given up", async () => {
    const { db, read, TableName, toItem } = await import("../../functions/aws/db.ts");
    await set();
    const key = keys.webhook("london", "RJ1", RECORD);
    const before = await read(key);
    answers = () => ({ status: 503 });
    const { id } = await town.raise();
    await town.forward("PT1M");
    const put = (body: unknown) => db.send(new PutItemCommand({ TableName, Item: toItem({ ...key, body }) }));
    await put({ address: 7 });
    answers = () => ({ status: 204 });
    await town.forward("PT10M");
    expect((await read(key))?.body).toEqual({ address: 7 });
    await put(before?.body);
    await town.forward("PT1M");
    expect((await state()).events).toMatchObject([{ case: id, fate: "taken" }]);
  });
});

describe("an index that is behind", () => {
  it("makes nobody hear twice of what was taken", async () => {
    const { db } = await import("../../functions/aws/db.ts");
    const { look } = await import("../../functions/schedule/call-systems.ts");
    await set();
    const raised = await town.raise();
    let earlier: unknown;
    db.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        const { IndexName, ExpressionAttributeValues: values } = args.input as QueryCommandInput;
        if (IndexName !== "due" || values?.[":pk"]?.S !== "WEBHOOKS") return answer;
        earlier ??= answer.output;
        return { ...answer, output: earlier } as typeof answer;
      },
      { step: "initialize", name: "behind" },
    );
    try {
      await look(town.machine.clock?.now() ?? "");
      await look(town.machine.clock?.now() ?? "");
    } finally {
      db.middlewareStack.remove("behind");
    }
    expect(told().map(({ id }) => id)).toEqual([raised.id]);
  });
});

describe("an address", () => {
  it.each(["http://record.example.org", "https://169.254.169.254/latest", "https://[::1]/", "https://record.internal/x"])(
    "that is not for us is refused: %s",
    async (to) => {
      expect(await hook("POST", "", { address: to })).toMatchObject({ status: 400, body: { errors: [{ field: "address" }] } });
    },
  );

  it("is no person's to set", async () => {
    expect((await town.as("amara_bell", "POST", "me/webhook", { address: "https://record.example.org" })).status).toBe(403);
  });
});
