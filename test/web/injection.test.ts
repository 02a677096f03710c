import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { keys } from "../../core/keys.ts";
import { Evidence } from "../../core/learning/action.ts";
import type { Route } from "../../core/route.ts";
import { routes } from "../../core/routes.ts";
import { writeCsv } from "../../functions/packs/write-csv.ts";
import { writeInvitation } from "../../functions/packs/write-invitation.ts";
import { A_RAISE } from "../../local/main-job.ts";
import { HOSTILE_WORDS, INHERITED } from "../hostile.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "./asking.ts";

const WORDS = Object.entries(HOSTILE_WORDS);
const [NURSE, INSPECTOR, ADMIN] = ["amara_bell", "idris_vale", "faye_brook"];

let town: Town;
beforeAll(async () => {
  town = await aTown({ from: new Date("2026-07-01T12:00:00.000Z"), digest: false });
  await town.anew();
});
afterAll(() => town.close());
const asks = askingIn(() => town);

describe("words that would be something else", () => {
  it("are words on every page, in every message and in the record, and nothing else", async () => {
    const fits = WORDS.filter(([, words]) => z.safeParse(routes.addNote.body.shape.text, words).success);
    const { markup: _markup, ...rest } = HOSTILE_WORDS;
    const { id } = await town.raise({ ask: HOSTILE_WORDS.markup, whyNow: Object.values(rest).join(" ").slice(0, 1000) });
    for (const [, text] of fits) expect((await town.as(NURSE, "POST", `escalations/${id}/notes`, { text })).status).toBe(200);
    await town.forward("PT10M");
    for (const path of [`/escalations/${id}`, `/escalations/${id}/print`, "/escalations", "/duty-board"])
      for (const who of [NURSE, INSPECTOR]) {
        const { markup, status } = await asks(who, path);
        if (status === 403) continue;
        expect([path, status]).toEqual([path, 200]);
        expect(markup.match(/<script(?! nonce| type="module" nonce)[^>]*>/g)).toBeNull();
        expect(markup).not.toMatch(/<img|<textarea[^>]*><\/textarea><\/script>|<[^>]+\son\w+\s*=/i);
        expect(markup).not.toMatch(/(?:href|action|src)="\s*(?:javascript|data:text|vbscript)/i);
        expect(markup).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
      }
    for (const { subject, html, text } of town.machine.mailbox.letters) {
      expect(subject).not.toMatch(/[\r\n]/);
      expect(html).not.toMatch(/<script|<img|onmouseover/i);
      expect(`${subject} ${text}`).not.toMatch(/evil\.example|Bcc|alert\(1\)|forged/);
    }
    const { body } = await town.as(NURSE, "GET", `escalations/${id}/export`);
    const story = JSON.stringify(body);
    expect(JSON.parse(story)).toEqual(body);
    expect(story).toContain("7*7"); // kept as it was written, and worked out by nobody
    expect(story).not.toMatch(/root:|uid=/);
  });

  it.each(WORDS)("run in no spreadsheet, and begin no other line: %s", (_, words) => {
    const line = writeCsv([[words, "x"]]);
    expect(line.startsWith('"') ? line[1] : line[0]).not.toMatch(/[=+\-@\t\r\0]/);
  });

  it.each(WORDS)("are one line of a calendar: %s", (_, words) => {
    const call = {
      id: "daily_2026_07_01",
      title: words,
      startsAt: "2026-07-01T13:00:00.000Z",
      endsAt: "2026-07-01T14:00:00.000Z",
      version: 1,
    };
    const named = { name: words, email: "lead@example.org" };
    const invited = { site: "https://rightcall.example.org", organiser: named, attendee: named };
    const lines = writeInvitation(call, invited, "REQUEST", "2026-07-01T12:00:00.000Z")
      .replace(/\r\n[ \t]/g, "")
      .split("\r\n");
    expect(lines.filter((line) => /^(ATTENDEE|END:VEVENT|BCC)/i.test(line))).toHaveLength(2);
  });

  it.each(WORDS)("are one line of the log: %s", async (_, words) => {
    const { log } = await import("../../functions/log.ts");
    const [said, was]: [string[], string | undefined] = [[], process.env.LOG];
    const real = console.log;
    console.log = (line: string) => void said.push(line);
    process.env.LOG = "codes";
    log("a_code", { error: words });
    console.log = real;
    process.env.LOG = was;
    expect(said.join("")).not.toContain("\n");
    expect(JSON.parse(said.join(""))).toEqual({ code: "a_code", error: words });
  });

  it.each([
    "javascript:alert(1)",
    "data:text/html,x",
    "http://example.org",
    "//example.org",
    " https://example.org\n",
    "https:example",
    "file:///etc/passwd",
  ])("lead nowhere as a link: %s", (link) => {
    const read = Evidence.safeParse({ words: "Done", link });
    expect(read.success ? new URL(read.data.link ?? "").protocol : "refused").toMatch(/^(refused|https:)$/);
    if (!/^ ?https:/.test(link)) expect(read.success).toBe(false);
  });
});

describe("what becomes part of a key", () => {
  it("is never more than one part of it: no code, id or reference of a route takes the sign between parts", () => {
    const apart = ["a#b", "x#CASE#y", "#", "a%23b"];
    for (const [name, { params, query }] of Object.entries(routes as Record<string, Route>))
      for (const [at, schema] of [...Object.entries(shapeOf(params)), ...Object.entries(shapeOf(query))])
        for (const text of apart) {
          const read = z.safeParse(schema, text);
          // A cursor is opened first; what names an item or a drill is looked for in what was read already.
          if (read.success && !["after", "item", "id"].includes(at)) throw new Error(`${name} takes ${text} as its ${at}`);
        }
  });

  it("leaves the partnership where it was, whoever the sender is", async () => {
    const { requestOf } = await import("../../functions/edge.ts");
    const actor = { partnership: "london", id: NURSE } as never;
    const { key } = requestOf(actor, "POST /x", "", "k#REQUEST#other_person#k");
    expect(keys.request("london", key).pk).toBe("london#REQUEST#amara_bell#k%23REQUEST%23other_person%23k");
    for (const key of ["a b", "", "k\n", "ké", "x".repeat(101)])
      expect(() => requestOf(actor, "POST /x", "", key)).toThrow("Idempotency-Key");
  });

  it("keeps two keys apart, and the usual ones as they are", async () => {
    const { requestOf } = await import("../../functions/edge.ts");
    const kept = (key: string) => requestOf({ id: NURSE } as never, "POST /x", "", key).key;
    for (const usual of ["0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f", "encounter-4711-1", "RJ1-4711", "a/b:c"])
      expect(kept(usual)).toBe(`${NURSE}#${usual}`);
    const apart = ["a#b", "a%23b", "a%2523b", "WEBHOOKS", "%57EBHOOKS", "WEBHOOKs"];
    expect(new Set(apart.map(kept)).size).toBe(apart.length);
  });

  it("is no key of ours when it came by the address of a page", async () => {
    const before = await count();
    for (const id of [
      "x%23MATTER",
      "%2e%2e",
      "a%00b",
      "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f%23",
      "%E2%80%AE",
      "%F0%9F",
      "a%0d%0ab",
      "x".repeat(900),
    ])
      for (const path of ["escalations", "people", "concerns", "reviews", "actions", "calls", "rota", "feeds", "static"]) {
        const { status, location } = await asks(ADMIN, `/${path}/${id}`);
        expect([path, id, status < 500]).toEqual([path, id, true]);
        expect(location).not.toMatch(/[\r\n]|^\/\/|^https?:\/\/(?!localhost)/);
      }
    for (const id of ["%F0%9F", "%", "%zz", "a%00b", "x%23STATE"])
      for (const path of [`escalations/${id}`, `concerns/${id}`, `calls/${id}`, `rotas/${id}`, `references/${id}`]) {
        const authorization = `Bearer ${await town.machine.signIn.tokenFor(NURSE)}`;
        const { status } = await fetch(`${town.machine.site}/api/${path}`, { headers: { authorization } });
        expect([path, status >= 400 && status < 500]).toEqual([path, true]);
      }
    expect(await count()).toBe(before);
  });
});
const shapeOf = (schema: z.ZodType): Record<string, z.ZodType> =>
  "shape" in schema ? (schema.shape as Record<string, z.ZodType>) : {};

/** How many things are kept, but for what is counted. */
async function count(): Promise<number> {
  const db = new DynamoDBClient({});
  let found = 0;
  for await (const { Items = [] } of paginateScan({ client: db }, { TableName: process.env.TABLE ?? "" }))
    found += Items.filter(({ pk }) => !/#RATE#|#FLAG#|^LOCAL#/.test(String(pk?.S))).length;
  db.destroy();
  return found;
}

describe("names that every object has", () => {
  it("are no field, no code and no choice: the API refuses them, and breaks at none", async () => {
    const { id, version: seen } = await town.raise();
    const broken: string[] = [];
    for (const name of INHERITED) {
      const raise = (more: object) => ["escalations", { ...A_RAISE, ...more }] as const;
      const at = `escalations/${id}`;
      const tries: readonly (readonly [string, unknown])[] = [
        raise({ type: name }),
        raise({ pathway: name }),
        raise({ threshold: [name] }),
        raise({ riskFacts: [{ code: name, status: "inferred", source: "x", obtainedAt: "2026-07-01T11:00:00.000Z" }] }),
        raise({ answers: JSON.parse(`{"${name}":"x"}`) }),
        raise({ alsoTell: [name] }),
        raise({ priority: name.slice(0, 3) }),
        raise({ place: JSON.parse(`{"borough":"Lambeth","address":"x","${name}":1}`) }),
        raise(JSON.parse(`{"${name}":{"roles":["chair"]}}`)),
        raise({ deputy: { name: "x", phone: "020 7946 0123", person: name } }),
        [`${at}/decision`, { seen, code: name, why: "x" }],
        [`${at}/decision`, { seen, code: "refer_to", referTo: name, why: "x" }],
        [`${at}/handover`, { seen, to: name, why: "x" }],
        [`${at}/outcome`, { code: name, seenBy: "police" }],
        [`${at}/priority`, { seen, priority: name.slice(0, 3), why: "x" }],
        ["concerns", { source: name, theme: name, agency: name, happened: "x" }],
        ["triage", { pathway: name, type: name, threshold: [name] }],
        [`${at}/${name}`, {}],
        [`rotas/${name}`, {}],
        [`calls/${name}/items`, { title: "x", because: "x" }],
      ];
      for (const [path, body] of tries)
        for (const who of [NURSE, INSPECTOR]) {
          const { status } = await town.as(who, "POST", path, body as object).catch(() => ({ status: 404 }));
          if (status >= 500 || status === 201) broken.push(`${who} ${path} ${name}: ${status}`);
        }
    }
    expect(broken).toEqual([]);
  });

  it("are no page, no move and no form, and a field of that name is a field that nobody asked for", async () => {
    const { id } = await town.raise();
    const team = "duty_inspector_central_south";
    const broken: string[] = [];
    for (const name of INHERITED)
      for (const path of [
        `/escalations/${id}/${name}`,
        `/rota/${team}/${name}`,
        `/rota/${name}`,
        `/people/${ADMIN}/${name}`,
        `/people/${name}`,
        `/me/${name}`,
        `/concerns/${id}/${name}`,
        `/calls/daily_2026_07_01/${name}`,
        `/calls/${name}`,
      ])
        for (const form of [undefined, new URLSearchParams({ [name]: "x", key: "k", why: "x" })]) {
          const { status } = await asks(path.startsWith("/people") ? ADMIN : INSPECTOR, path, form);
          if (status >= 500) broken.push(`${form ? "POST" : "GET"} ${path}: ${status}`);
        }
    for (const name of INHERITED) {
      const { status } = await asks(
        NURSE,
        "/raise",
        new URLSearchParams({ pathway: name, type: name, threshold: name, [name]: name, key: "k", [`answers.${name}`]: "x" }),
      );
      if (status >= 500) broken.push(`/raise with ${name}: ${status}`);
    }
    expect(broken).toEqual([]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe("the way on after a sign-in", () => {
  it.each([
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "/\\/evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n//evil.example",
    "/%09/evil.example",
    "/.//evil.example",
    "/..//evil.example",
    "/a/..//evil.example",
    "https://evil.example/",
    "https:evil.example",
    "javascript:alert(1)",
    "/%5cevil.example",
    "http://localhost@evil.example/",
    "/@evil.example",
    " //evil.example",
    "/x\r\nlocation: https://evil.example",
  ])("is a page of ours, and no other: %j", async (wanted) => {
    const { ownPath } = await import("../../functions/web/sign-in.ts");
    const path = ownPath(wanted);
    expect(path).toMatch(/^\/(?![/\\])/);
    expect(path).not.toMatch(/[\r\n\t\\]/);
    expect(new URL(path, town.machine.site).origin).toBe(town.machine.site);
    const { markup, location } = await asks(NURSE, `/sign-in?to=${encodeURIComponent(wanted)}`);
    expect(markup + location).not.toMatch(/(?:href|action|value)="(?:https?:)?(?:\/\/|\/\\)evil/);
  });
});
