import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Route } from "../../core/route.ts";
import { routes } from "../../core/routes.ts";
import type { Row } from "../../functions/web/door.ts";
import { demo } from "../../local/demo-people.ts";
import { aTown, type Town } from "../town.ts";

/** Every row of the pages and of the API, as a browser or a system asks for it over HTTP, and as another site would have it asked for. */
let town: Town;
let rows: readonly Row[];
let ids: { case: string; concern: string; first: string };
const api = Object.values(routes as Record<string, Route>).filter(({ calledBack, open }) => !calledBack && !open);
const NOBODY = "00000000-0000-4000-8000-000000000000";

beforeAll(async () => {
  town = await aTown({ from: new Date("2026-07-01T12:00:00.000Z"), digest: false });
  await town.anew();
  ({ rows } = await import("../../functions/rooms/pages.ts"));
  const { id } = await town.raise();
  const body = { source: "about_process", theme: "T20", words: "Nobody rang back", wants: "A call back", agency: "01" };
  const concern = await town.as("amara_bell", "POST", "concerns", body);
  const limb = { reading: "not_met", facts: "He was calm an hour ago" };
  const first = await town.as("omar_reed", "POST", "first-answers", {
    ...{ pathway: "police_attendance", type: "walkout_healthcare", place: { borough: "Lambeth", address: "The main entrance" } },
    ...{ agency: "RJ1", callBack: "020 7946 0123", channel: "rang_999", answer: "will_not_attend", handler: "1234AS" },
    ...{ limbs: { limb_a: limb, limb_b: limb }, understood: "no" },
  });
  ids = { case: id, concern: String(concern.body.id), first: String(first.body.id) };
});
afterAll(() => town.close());

/** A row's address, with something that exists in its places where there is one. */
function addressOf(path: string): string {
  const id = /escalations|reviews/.test(path)
    ? ids.case
    : path.includes("concerns")
      ? ids.concern
      : path.includes("first-answers")
        ? ids.first
        : path.includes("people")
          ? "hana_clay"
          : NOBODY;
  const places: Readonly<Record<string, string>> = {
    id,
    team: "duty_inspector_central_south",
    move: "news",
    form: "answer",
    change: "quiet",
  };
  return path.replace(/\{(\w+)\}/g, (_, name) => places[name] ?? "none");
}

/** Somebody whose roles open it. */
const whoMay = (row: Row | Pick<Route, "may">): string => {
  const may = "may" in row ? row.may : [];
  return demo.people.find(({ roles }) => may.some((role) => role !== "service" && roles.includes(role)))?.id ?? "amara_bell";
};

interface Sent {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
async function ask(person: string | undefined, path: string, { method, headers = {}, body }: Sent) {
  const { machine } = town;
  const { sessionCookie } = await import("../../functions/web/session.ts");
  const now = machine.clock?.now() ?? "";
  const signedIn = person && { issuer: machine.signIn.issuer, subject: person, signedInAt: now, shownAt: now };
  const cookie = signedIn ? { cookie: (await sessionCookie(signedIn, now)).split(";")[0] ?? "" } : {};
  const reply = await fetch(`${machine.site}${path}`, {
    method,
    headers: { ...cookie, ...headers },
    redirect: "manual",
    ...(body === undefined ? {} : { body }),
  });
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}
const askApi = async (path: string, sent: Sent, person: string) =>
  ask(undefined, path, {
    ...sent,
    headers: { authorization: `Bearer ${await town.machine.signIn.tokenFor(person)}`, ...sent.headers },
  });

/** What is no work of anybody's: how often something was asked for, and that a message had been opened by whoever it was to. */
const BESIDE = /#RATE#|#FLAG#|^LOCAL#/;

/** Everything that is kept, each item by its key, and what has left. */
async function whatIs(): Promise<string[]> {
  await town.settled();
  const db = new DynamoDBClient({});
  const found: string[] = [];
  for await (const { Items = [] } of paginateScan({ client: db }, { TableName: process.env.TABLE ?? "" }))
    for (const item of Items) if (!BESIDE.test(String(item.pk?.S))) found.push(withoutOpening(JSON.stringify(item, byName)));
  db.destroy();
  return [...found, `${town.machine.mailbox.letters.length} mails`, `${town.machine.texts.texts.length} texts`].sort();
}
const byName = (_: string, value: unknown) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value;
/** A case that is opened is a receipt for the message that led there: the one thing that a look leaves on a case. */
const withoutOpening = (item: string): string => item.replace(/"(?:openedAt|revision)":\{[^}]*\}/g, "");

const CHECKED = { "content-type": "application/x-www-form-urlencoded" };

describe("a press from anywhere but a page of ours", () => {
  const ELSEWHERE: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["without an origin", {}],
    ["with another site's origin", { origin: "https://evil.example" }],
    ["with ours as a part of another", { origin: "http://localhost.evil.example" }],
    ["with no origin to name", { origin: "null" }],
    ["across sites", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["from a neighbour", { origin: "null", "sec-fetch-site": "same-site" }],
    ["typed by hand", { origin: "null", "sec-fetch-site": "none" }],
  ];

  it("is refused at every row, and nothing is done", async () => {
    const posts = rows.filter(({ method }) => method === "POST");
    expect(posts.length).toBeGreaterThan(25);
    const before = await whatIs();
    const taken: string[] = [];
    for (const row of posts) {
      const person = whoMay(row);
      const body = new URLSearchParams({ reader: `london/${person}`, key: "k1", words: "Words", do: "x" }).toString();
      for (const [how, headers] of ELSEWHERE) {
        const { status } = await ask(person, addressOf(row.path), { method: "POST", headers: { ...CHECKED, ...headers }, body });
        if (status !== 403) taken.push(`${row.path} ${how}: ${status}`);
      }
    }
    expect(taken).toEqual([]);
    expect(await whatIs()).toEqual(before);
  });

  it("is refused on a page that was nobody's, or somebody else's, and nothing is done", async () => {
    const posts = rows.filter(({ method, open }) => method === "POST" && !open);
    const before = await whatIs();
    const taken: string[] = [];
    for (const row of posts) {
      const person = whoMay(row);
      const origin = town.machine.site;
      for (const reader of [undefined, "", "london/somebody", `london_practice/${person}_asks`]) {
        const body = new URLSearchParams({ ...(reader === undefined ? {} : { reader }), key: "k1", words: "Words" }).toString();
        const { status } = await ask(person, addressOf(row.path), { method: "POST", headers: { ...CHECKED, origin }, body });
        if (status !== 409) taken.push(`${row.path} ${reader}: ${status}`);
      }
    }
    expect(taken).toEqual([]);
    expect(await whatIs()).toEqual(before);
  });

  it("has no token that a browser would send by itself: the API takes no cookie", async () => {
    const before = await whatIs();
    for (const { method, path } of api) {
      const { status } = await ask("amara_bell", addressOf(path), { method, headers: { origin: town.machine.site } });
      expect([path, status]).toEqual([path, 401]);
    }
    expect(await whatIs()).toEqual(before);
  });
});

describe("a look", () => {
  it("changes nothing at any row", async () => {
    const gets = rows.filter(({ method }) => method === "GET");
    expect(gets.length).toBeGreaterThan(50);
    const before = await whatIs();
    const broken: string[] = [];
    for (const row of gets)
      for (const method of ["GET", row.open ? "OPTIONS" : "HEAD"]) {
        const { status } = await ask(whoMay(row), addressOf(row.path), { method });
        if (status >= 500) broken.push(`${method} ${row.path}: ${status}`);
      }
    for (const { method, path, may } of api.filter((row) => row.method === "GET")) {
      const { status } = await askApi(addressOf(path), { method }, whoMay({ may }));
      if (status >= 500) broken.push(`${path}: ${status}`);
    }
    expect(broken).toEqual([]);
    expect(await whatIs()).toEqual(before);
  });
});

describe("every answer", () => {
  const EVERYWHERE = { "x-content-type-options": "nosniff", "strict-transport-security": "max-age=31536000; includeSubDomains" };
  const ON_PAGES = {
    ...EVERYWHERE,
    "cache-control": "no-store",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
  };
  const lacking = (headers: Headers, wanted: Readonly<Record<string, string>>) =>
    Object.entries(wanted).flatMap(([name, value]) => (headers.get(name) === value ? [] : [`${name}: ${headers.get(name)}`]));

  it("of a page says how it may be shown and kept, whether it is a page, a way on, a refusal or nothing at all", async () => {
    const nonces: string[] = [];
    const wrong: string[] = [];
    const look = async (person: string | undefined, path: string, sent: Sent) => {
      const { status, headers, text } = await ask(person, path, sent);
      const isFile = path.startsWith("/feeds/") || (/^\/static\/|\.(json|csv|pdf|ics|html)$/.test(path) && status === 200);
      const faults = lacking(headers, isFile ? EVERYWHERE : ON_PAGES);
      const policy = headers.get("content-security-policy") ?? "";
      const nonce = /script-src 'nonce-([\w+/=]{20,})' 'strict-dynamic'/.exec(policy)?.[1];
      if (!isFile && status !== 204 && !nonce) faults.push(`policy: ${policy}`);
      if (nonce) nonces.push(nonce);
      for (const part of ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"])
        if (!isFile && !policy.includes(part)) faults.push(part);
      for (const [, used] of text.matchAll(/<script[^>]* nonce="([^"]*)"/g))
        if (used !== nonce) faults.push("another page's nonce");
      if (
        /<script(?![^>]*nonce=)|<[^>]+ on\w+=|<[^>]+ style=/i.test(text) &&
        headers.get("content-type")?.startsWith("text/html")
      )
        faults.push("something in line");
      if (faults.length > 0) wrong.push(`${sent.method} ${path} as ${person}: ${status} ${faults.join("; ")}`);
      return status;
    };
    const seen = new Set<number>();
    for (const row of rows) {
      const address = addressOf(row.path);
      if (row.path === "/sign-in/start") continue;
      for (const person of [whoMay(row), undefined]) seen.add(await look(person, address, { method: row.method }));
      if (row.method === "POST")
        seen.add(
          await look("amara_bell", address, {
            method: "POST",
            headers: { ...CHECKED, origin: town.machine.site },
            body: "x".repeat(70_000),
          }),
        );
    }
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"])
      for (const path of ["/nowhere", "/escalations", "/static/none.css", "//evil.example", "/%2e%2e/etc", "/escalations/%00"])
        seen.add(
          await look("amara_bell", path, { method, ...(method === "GET" ? {} : { headers: { origin: town.machine.site } }) }),
        );
    expect(wrong).toEqual([]);
    expect(new Set(nonces).size).toBe(nonces.length);
    expect([...seen].sort()).toEqual(expect.arrayContaining([200, 303, 400, 403, 404, 409, 413]));
  });

  it("of the API is kept by nobody and guessed by nobody, and a problem has its number", async () => {
    const wrong: string[] = [];
    const HEADERS = { ...EVERYWHERE, "cache-control": "no-store", "referrer-policy": "no-referrer" };
    const refused: readonly Sent[] = [
      { method: "", headers: { authorization: "Bearer none" } },
      { method: "", body: "{", headers: { "content-type": "application/json" } },
    ];
    for (const { method, path, may } of api) {
      for (const sent of [{ method: "" }, ...refused.slice(0, method === "GET" ? 1 : 2)]) {
        const { status, headers, text } = await askApi(addressOf(path), { ...sent, method }, whoMay({ may }));
        const faults = lacking(headers, HEADERS);
        if (status >= 400 && headers.get("content-type") !== "application/problem+json")
          faults.push(`${headers.get("content-type")}`);
        if (status >= 400 && !JSON.parse(text).request) faults.push("no number");
        if (status >= 500) faults.push("broke");
        if (faults.length > 0) wrong.push(`${method} ${path}: ${status} ${faults.join("; ")}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("of a sign-out clears what the browser kept", async () => {
    const { headers, status } = await ask("amara_bell", "/sign-out", {
      method: "POST",
      headers: { ...CHECKED, origin: town.machine.site },
    });
    expect([status, headers.get("clear-site-data")]).toEqual([200, '"cache", "storage"']);
    for (const cookie of headers.getSetCookie()) expect(cookie).toMatch(/^__Host-.*; Path=\/; Secure; HttpOnly; SameSite=Lax/);
  });
});
