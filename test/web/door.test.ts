import { gunzipSync, gzipSync } from "node:zlib";
import { beforeAll, describe, expect, it, jest } from "@jest/globals";
import { EVERYONE } from "../../core/route.ts";
import type { Event } from "../../functions/edge.ts";
import type { Row } from "../../functions/web/door.ts";

process.env.TABLE = "no-table";
process.env.SITE = "https://rightcall.example.org";
process.env.SESSION_KEY = Buffer.alloc(32, 7).toString("base64url");

let pages: typeof import("../../functions/web/door.ts").pages;
let session: typeof import("../../functions/web/session.ts");
let signIn: typeof import("../../functions/web/sign-in.ts");
beforeAll(async () => {
  ({ pages } = await import("../../functions/web/door.ts"));
  session = await import("../../functions/web/session.ts");
  signIn = await import("../../functions/web/sign-in.ts");
});

const event = (method: string, path: string, more: { headers?: object; cookies?: string[]; body?: string } = {}): Event => {
  const [rawPath, rawQueryString = ""] = path.split("?");
  const requestContext = { requestId: "r-1", http: { method } };
  return { rawPath, rawQueryString, headers: {}, body: "", isBase64Encoded: false, requestContext, ...more } as unknown as Event;
};

let pressed = 0;
const ROWS: Row[] = [
  {
    method: "GET",
    path: "/open/{word}",
    open: true,
    run: async ({ params }) => ({ content: { title: params.word ?? "", body: "here" }, revision: "v1" }),
  },
  {
    method: "GET",
    path: "/closed",
    may: EVERYONE,
    reach: "self",
    run: async () => ({ content: { title: "Closed", body: "never seen" } }),
  },
  {
    method: "POST",
    path: "/press",
    open: true,
    run: async () => {
      pressed += 1;
      return { content: { title: "Pressed", body: "pressed" } };
    },
  },
  {
    method: "POST",
    path: "/large",
    open: true,
    mostBytes: 100_000,
    run: async ({ form }) => ({ content: { title: "Large", body: JSON.stringify([...form]).slice(0, 1000) } }),
  },
  {
    method: "POST",
    path: "/closed",
    may: EVERYONE,
    reach: "self",
    run: async () => ({ content: { title: "Closed", body: "never done" } }),
  },
  {
    method: "POST",
    path: "/breaks",
    open: true,
    run: async () => {
      throw new Error("secret detail of the machine");
    },
  },
  {
    method: "GET",
    path: "/breaks/{who}",
    open: true,
    run: async () => {
      throw new Error("secret detail of the machine");
    },
  },
];
const ask = (...request: Parameters<typeof event>) => pages(ROWS)(event(...request));
const OURS = { origin: "https://rightcall.example.org" };

describe("the door of the pages", () => {
  it("gives every answer the same policy with a nonce of its own", async () => {
    const answers = await Promise.all([
      ask("GET", "/open/word"),
      ask("GET", "/open/word"),
      ask("GET", "/nowhere"),
      ask("GET", "/closed"),
      ask("POST", "/breaks", { headers: OURS, body: "a=1" }),
    ]);
    const policies = answers.map(({ headers }) => String(headers?.["content-security-policy"]));
    for (const policy of policies)
      expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-[^']{20,}' 'strict-dynamic'; style-src 'self';/);
    expect(new Set(policies).size).toBe(answers.length);
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
      });
      expect(headers?.["strict-transport-security"]).toContain("max-age=31536000");
    }
  });

  it("uses the nonce that it announces", async () => {
    const { headers, body } = await ask("GET", "/open/word");
    const nonce = String(headers?.["content-security-policy"]).match(/nonce-([^']+)/)?.[1];
    expect(body).toContain(`nonce="${nonce}"`);
  });

  it.each([
    ["without a word of where from", {}],
    ["from another site", { origin: "https://other.example.org", "sec-fetch-site": "cross-site" }],
    ["from another site that claims to be ours", { origin: "https://other.example.org", "sec-fetch-site": "same-origin" }],
    ["from a page in disguise", { origin: "null", "sec-fetch-site": "cross-site" }],
    ["from a neighbour under the same domain", { origin: "https://evil.rightcall.example.org", "sec-fetch-site": "same-site" }],
  ])("does nothing on a press %s", async (_, headers) => {
    pressed = 0;
    const { statusCode, body } = await ask("POST", "/press", { headers });
    expect([statusCode, pressed]).toEqual([403, 0]);
    expect(body).toContain("nothing was done");
  });

  it.each([
    ["by its origin", OURS],
    ["by the browser's word", { origin: "null", "sec-fetch-site": "same-origin" }],
  ])("takes a press of our own page, known %s", async (_, headers) => {
    pressed = 0;
    expect((await ask("POST", "/press", { headers })).statusCode).toBe(200);
    expect(pressed).toBe(1);
  });

  it("sends a reader who is not signed in to sign in, and back", async () => {
    const { statusCode, headers } = await ask("GET", "/closed?a=b");
    expect([statusCode, headers?.location]).toEqual([303, "/sign-in?to=%2Fclosed%3Fa%3Db"]);
  });

  it("answers a press by somebody no longer signed in with a page of ours that keeps what they typed", async () => {
    const body = new URLSearchParams([
      ["key", "k1"],
      ["whyNow", "She is <on> the bridge"],
      ["threshold", "a"],
      ["threshold", "b"],
      ["ring", "+442079460107"],
    ]).toString();
    const reply = await ask("POST", "/closed", { headers: OURS, body });
    expect(reply.statusCode).toBe(401);
    expect(reply.headers?.location).toBeUndefined();
    expect(reply.body).toContain('name="whyNow" value="She is &lt;on&gt; the bridge"');
    expect(reply.body?.match(/name="threshold"/g)).toHaveLength(2);
    expect(reply.body).toContain('name="key" value="k1"');
    expect(reply.body).toContain("020 7946 0107");
  });

  it("says plainly that a press came to nothing, keeps its key and its words, and tells nothing of the machine", async () => {
    const { statusCode, body } = await ask("POST", "/breaks", { headers: OURS, body: "key=k1&why=words&ring=%2B442079460107" });
    expect(statusCode).toBe(500);
    expect(body).toContain("Not done");
    expect(body).toContain('name="key" value="k1"');
    expect(body).toContain("020 7946 0107");
    expect(body).not.toContain("secret detail");
  });

  it("writes down at which page it broke, and not whom the page was about", async () => {
    const [written, was] = [jest.spyOn(console, "log").mockImplementation(() => {}), process.env.LOG];
    process.env.LOG = "codes";
    expect((await ask("GET", "/breaks/amara_bell")).statusCode).toBe(500);
    process.env.LOG = was;
    const lines = written.mock.calls.map(String);
    written.mockRestore();
    expect(lines).toEqual([expect.stringContaining('"route":"GET /breaks/{who}"')]);
    expect(lines.join()).not.toContain("amara_bell");
  });

  it("shows no number to ring that is no telephone number", async () => {
    const { body } = await ask("POST", "/breaks", { headers: OURS, body: "key=k1&ring=0900-call-me" });
    expect(body).not.toMatch(/tel:[^"]*0900|on [^.]*0900/);
  });

  it("tells a browser that has the same page already, and nothing more", async () => {
    const first = await ask("GET", "/open/word");
    const second = await ask("GET", "/open/word", { headers: { "if-none-match": String(first.headers?.etag) } });
    expect([second.statusCode, second.body]).toEqual([304, ""]);
    expect(second.headers?.["rightcall-now"]).toBeDefined();
  });

  it("refuses a form that is too large before it is read", async () => {
    expect((await ask("POST", "/press", { headers: OURS, body: "x".repeat(70_000) })).statusCode).toBe(413);
  });

  it("takes a larger form where its row says so, and no larger", async () => {
    expect((await ask("POST", "/large", { headers: OURS, body: "x".repeat(70_000) })).statusCode).toBe(200);
    expect((await ask("POST", "/large", { headers: OURS, body: "x".repeat(100_001) })).statusCode).toBe(413);
  });

  it("reads a file as the text that is in it, whole or packed as the gateway packs it, and one that is not there as no field", async () => {
    const form = new FormData();
    form.set("key", "k1");
    form.set("file", new File(["person,from\r\nMłynarz,«x»\n"], "rota.csv", { type: "text/csv" }));
    form.set("other", new File([], ""));
    const sent = new Response(form);
    const headers = { ...OURS, "content-type": sent.headers.get("content-type") ?? "" };
    const bytes = Buffer.from(await sent.arrayBuffer());
    const says = (body: string | undefined) => body?.match(/<main[^>]*>([^<]*)/)?.[1]?.replaceAll("&quot;", '"');
    const plain = await ask("POST", "/large", { headers, body: bytes.toString("utf8") });
    const packed = await pages(ROWS)({
      ...event("POST", "/large", { headers, body: bytes.toString("base64") }),
      isBase64Encoded: true,
    });
    for (const { body } of [plain, packed])
      expect(JSON.parse(says(body) ?? "")).toEqual([
        ["key", "k1"],
        ["file", "person,from\r\nMłynarz,«x»\n"],
        ["other", ""],
      ]);
  });

  it("refuses a form that is not what it says it is", async () => {
    const headers = { ...OURS, "content-type": "multipart/form-data; boundary=b" };
    expect((await ask("POST", "/large", { headers, body: "--c\r\nnonsense" })).statusCode).toBe(400);
  });
});

describe("the sheet and the script", () => {
  it("may be kept for ever under the names that the pages use, and are packed for whoever can unpack them", async () => {
    const { staticFile } = await import("../../functions/web/static-file.ts");
    const serve = pages([{ method: "GET", path: "/static/{file}", open: true, run: staticFile }]);
    const { body = "" } = await ask("GET", "/open/word");
    const names = [...body.matchAll(/\/static\/[^"]+/g)].map(([name]) => name);
    expect(names).toHaveLength(3);
    for (const name of names) {
      const plain = await serve(event("GET", name));
      const packed = await serve(event("GET", name, { headers: { "accept-encoding": "gzip, br" } }));
      expect(plain.headers?.["cache-control"]).toBe("public, max-age=31536000, immutable");
      expect(gunzipSync(Buffer.from(packed.body ?? "", "base64")).toString("utf8")).toBe(plain.body);
      if (/main.*css$/.test(name)) expect(plain.body).toContain("html{font-family:arial,sans-serif}");
      expect(plain.body).not.toMatch(/@font-face|assets\.nhs\.uk|https?:\/\/(?!www\.w3\.org)/);
    }
    expect((await serve(event("GET", "/static/other.css"))).statusCode).toBe(404);
  });

  it("come as this version has them to a page of another version, and are not kept under that name", async () => {
    const { staticFile } = await import("../../functions/web/static-file.ts");
    const { css, js, night } = await import("../../web/built/assets.ts");
    const serve = pages([{ method: "GET", path: "/static/{file}", open: true, run: staticFile }]);
    for (const { name, body } of [css, js, night]) {
      const others = name.replace(/\.[\da-f]{12}\./, ".0123456789ab.");
      expect(others).not.toBe(name);
      const answer = await serve(event("GET", `/static/${others}`));
      expect([answer.statusCode, answer.headers?.["cache-control"], answer.body]).toEqual([200, "no-store", body]);
    }
    for (const none of ["main.0123456789ab.exe", "other.0123456789ab.css"])
      expect((await serve(event("GET", `/static/${none}`))).statusCode).toBe(404);
  });

  it("leave room for a page beneath 60 kB, all in; a page travels packed too, to whoever can unpack it", async () => {
    const { css, js, night } = await import("../../web/built/assets.ts");
    const shared = [css, js, night].reduce((sum, { body }) => sum + gzipSync(body).length, 0);
    expect(shared).toBeLessThan(44_000);
    const plain = await ask("GET", "/open/word");
    const sent = await ask("GET", "/open/word", { headers: { "accept-encoding": "gzip" } });
    expect(sent.headers).toMatchObject({ "content-encoding": "gzip", vary: "accept-encoding" });
    const unpacked = gunzipSync(Buffer.from(sent.body ?? "", "base64")).toString("utf8");
    const still = (html = "") => html.replace(/(nonce|data-now)="[^"]*"/g, "");
    expect(still(unpacked)).toBe(still(plain.body));
  });
});

describe("the colours", () => {
  const chosen = async (colours: string, referer?: string) => {
    const { chooseColours } = await import("../../functions/web/choose-colours.ts");
    const press = pages([{ method: "POST", path: "/colours", open: true, run: chooseColours }]);
    const headers = { origin: "https://rightcall.example.org", ...(referer ? { referer } : {}) };
    const { headers: { location } = {}, cookies = [] } = await press(
      event("POST", "/colours", { headers, body: `colours=${colours}` }),
    );
    const { body = "" } = await ask("GET", "/open/word", { cookies: [String(cookies[0]).split(";")[0] ?? ""] });
    return [location, /night[^>]* media="([^"]*)"/.exec(body)?.[1], /aria-pressed="true"[^>]*>([^<]*)/.exec(body)?.[1]];
  };

  it("are the device's until somebody chooses, at any page, and come back to that page of ours", async () => {
    const here = "https://rightcall.example.org/duty-board?x=1";
    const system = "screen and (prefers-color-scheme: dark)";
    expect(await chosen("dark", here)).toEqual(["/duty-board?x=1", "screen", "Dark"]);
    expect(await chosen("light", here)).toEqual(["/duty-board?x=1", "not all", "Light"]);
    expect(await chosen("device")).toEqual(["/", system, "As this device"]);
    expect(await chosen("pink; Domain=example.org", "https://elsewhere.example.com//x")).toEqual(["/", system, "As this device"]);
  });

  it("of the night lie over the day's: all that paints, in its order, and nothing else", async () => {
    const { paintOf } = await import("../../web/build.ts");
    const day = [
      ...["a,", "b {", "  border: 2px solid #ff0000;", "  top: 0;", "}"],
      ...["c {", "  border: 0;", "  background: none;", "  color: #00ff00;", "}"],
      ...["@media print {", "  d {", "    color: #ff0000;", "  }", "}"],
    ].join("\n");
    const night = `${day.replaceAll("#ff0000", "#ffcccc")}\ne {\n  color-scheme: dark;\n}`;
    expect(paintOf(day, night).split("\n")).toEqual([
      ...["a,b {", "border-color: #ffcccc;", "}"],
      ...["c {", "background-color: transparent;", "color: #00ff00;", "}"],
      ...["e {", "  color-scheme: dark;", "}"],
    ]);
    expect(() => paintOf(day, night.replace("top: 0", "top: 1px"))).toThrow("more than paint differs");
    expect(() => paintOf(day, night.replace("c {", "x {"))).toThrow("more than paint differs");
  });
});

describe("a session", () => {
  const NOW = "2026-01-16T02:00:00.000Z";
  const at = (minutes: number) => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();
  const mine = { id: "one", issuer: "https://issuer.example.org", subject: "s-1", signedInAt: NOW, shownAt: NOW };
  const value = (cookie: string) => cookie.split(";")[0] ?? "";

  it("ends when nothing has happened for half an hour", async () => {
    const cookie = value(await session.sessionCookie(mine, NOW));
    expect(await session.sessionIn([cookie], at(29))).toEqual(mine);
    expect(await session.sessionIn([cookie], at(31))).toBeUndefined();
  });

  it("says until when it lasts, so that a browser can warn", async () => {
    expect(session.lastsUntil(mine, at(10))).toBe(at(40));
    expect(session.lastsUntil(mine, at(11 * 60 + 45))).toBe(at(12 * 60));
  });

  it("ends after twelve hours, whatever happens", async () => {
    const cookie = value(await session.sessionCookie(mine, at(11 * 60 + 45)));
    expect(await session.sessionIn([cookie], at(11 * 60 + 59))).toEqual(mine);
    expect(await session.sessionIn([cookie], at(12 * 60 + 1))).toBeUndefined();
  });

  it("is good for nothing when it was altered, or is another kind of cookie", async () => {
    const cookie = value(await session.sessionCookie(mine, NOW));
    const altered = `${cookie.slice(0, -5)}${cookie.at(-5) === "A" ? "B" : "A"}${cookie.slice(-4)}`;
    expect(await session.sessionIn([altered], NOW)).toBeUndefined();
    const [begun = ""] = await session.begunCookies({ state: "s", nonce: "n", verifier: "v", to: "/" }, [], NOW);
    expect(await session.sessionIn([begun.replace("-signin=", "=")], NOW)).toBeUndefined();
  });

  it("is kept from scripts, from other sites and from plain HTTP, and says nothing of its bearer", async () => {
    const cookie = await session.sessionCookie(mine, NOW);
    expect(cookie).toMatch(/^__Host-rightcall=\S+; Path=\/; Secure; HttpOnly; SameSite=Lax$/);
    expect(Buffer.from(value(cookie).split("=")[1] ?? "", "base64url").toString("latin1")).not.toContain("s-1");
  });
});

describe("the way back after signing in", () => {
  it.each([
    ["/escalations/1?x=2", "/escalations/1?x=2"],
    ["https://other.example.org/", "/"],
    ["//other.example.org/", "/"],
    ["/\\other.example.org/", "/"],
    ["/\t/other.example.org", "/"],
    ["/.//other.example.org", "/"],
    ["javascript:alert(1)", "/"],
    ["", "/"],
    [null, "/"],
  ])("leads %j to %s", (wanted, path) => {
    expect(signIn.ownPath(wanted)).toBe(path);
  });
});
