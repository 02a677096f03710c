import { globSync, readFileSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { Breaking } from "../../core/audit/break-glass.ts";
import { Sought } from "../../core/audit/search.ts";
import { Newcomer, Wanted } from "../../core/membership/membership.ts";
import { BasisBody, HoldBody, Why } from "../../core/privacy/record.ts";
import type { Route } from "../../core/route.ts";
import { routes } from "../../core/routes.ts";
import { safeText } from "../../core/text.ts";
import { AnyInstant } from "../../core/time.ts";

interface Found {
  readonly at: string;
  readonly schema: z.core.$ZodType;
}
type Def = z.core.$ZodTypeDef & Record<string, unknown>;

/** Every string that a schema reads, with where it stands in it. */
function stringsIn(schema: z.core.$ZodType, at: string, seen = new Set<unknown>()): Found[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const def = schema._zod.def as Def;
  const within = (inner: unknown, step = "") => stringsIn(inner as z.core.$ZodType, at + step, new Set(seen));
  switch (def.type) {
    case "string":
      return [{ at, schema }];
    case "object":
      return [
        ...Object.entries(def.shape as Record<string, unknown>).flatMap(([name, inner]) => within(inner, `.${name}`)),
        ...(def.catchall ? within(def.catchall, ".*") : []),
      ];
    case "array":
    case "set":
      return within(def.element ?? def.valueType, "[]");
    case "record":
    case "map":
      return [...within(def.keyType, ".key"), ...within(def.valueType, ".*")];
    case "union":
      return (def.options as unknown[]).flatMap((option) => within(option));
    case "tuple":
      return (def.items as unknown[]).flatMap((item, nth) => within(item, `[${nth}]`));
    case "intersection":
      return [...within(def.left), ...within(def.right)];
    case "pipe":
      return within(def.in).length > 0 && isString(def.in) ? [{ at, schema }] : [...within(def.in), ...within(def.out)];
    default:
      return def.innerType ? within(def.innerType) : [];
  }
}
const isString = (schema: unknown): boolean => {
  const def = (schema as z.core.$ZodType)._zod.def as Def;
  return def.type === "string" || (def.type === "pipe" && isString(def.in));
};

/** What nobody can see, or what turns a line round: no text that a person wrote may be kept with it. */
const HIDDEN = ["\u0000", "\u0007", "a\u001bb", "a\u202eb", "a\u2066b", "\ud800", " ", "\u200b\u200b", "e\u0301"];

/** Does this take any text at all, hidden signs and all? */
function isFree(schema: z.core.$ZodType): boolean {
  return HIDDEN.some((text) => {
    const read = z.safeParse(schema, text);
    return read.success && read.data === text;
  });
}

/** Free strings that are taken on purpose, each with why. */
const EXPLAINED: Readonly<Record<string, string>> = {
  "raiseEscalation body.priority": "three signs at most, compared with the codes of the pathway, and never kept as written",
  "changePriority body.priority": "the same",
  "decideItem params.item": "looked for among the items of its call, never kept as written",
  "giveActionAtCall body.item": "the same",
  "answerDrill params.id": "looked for among the drills of its desk, never kept",
  "setWebhook body.address": "read as an address, and refused unless it is one that something may be sent to",
  "importRota body.text": "a file: each of its cells is read by the rules of its field, and the file itself is not kept",
  "noteTextReceipt body.reference": "the text service's copy of our own reference: looked for, never kept",
};

/** What forms of pages send that no route takes. */
const OF_PAGES = { Wanted, Newcomer, Sought, Breaking, HoldBody, BasisBody, Why };

const bodies = [
  ...Object.entries(OF_PAGES).flatMap(([name, schema]) => stringsIn(schema, name)),
  ...Object.entries(routes as Record<string, Route>).flatMap(([name, { body, params, query }]) => [
    ...stringsIn(body, `${name} body`),
    ...stringsIn(params, `${name} params`),
    ...stringsIn(query, `${name} query`),
  ]),
];

describe("what people write", () => {
  it("is text that a reader can see, a code, or a pattern: in every route's body, path and query", () => {
    expect(bodies.length).toBeGreaterThan(150);
    const free = [...new Set(bodies.filter(({ schema }) => isFree(schema)).map(({ at }) => at))];
    expect(free.filter((at) => !/ query\.after$/.test(at) && !Object.hasOwn(EXPLAINED, at))).toEqual([]);
  });

  it("has an end everywhere: nothing is taken that is longer than a file may be", () => {
    const endless = bodies.filter(
      ({ at, schema }) => at !== "importRota body.text" && z.safeParse(schema, "a".repeat(20_000)).success,
    );
    expect(endless.map(({ at }) => at)).toEqual([]);
  });

  it("would be caught if it were free", () => {
    for (const one of [z.string(), z.string().max(9), z.string().min(1).optional(), z.string().transform((text) => text)])
      expect(isFree(one)).toBe(true);
    for (const one of [safeText(9), z.enum(["a"]), z.uuid(), z.string().regex(/^[a-z]+$/)]) expect(isFree(one)).toBe(false);
  });
});

describe("an instant from outside", () => {
  it.each([
    "0000-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "2019-12-31T23:59:59Z",
    "2100-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "+012026-01-16T02:00:00Z",
    "-002026-01-16T02:00:00Z",
    "2026-01-16T02:00:00+24:00",
    "2026-01-16T02:00:00+99:99",
    "2026-01-16T02:00:00-23:60",
    "2026-02-30T02:00:00Z",
    "2026-01-16T24:00:00Z",
    "2026-01-16T02:00:00",
    "2026-01-16",
    "now",
  ])("is refused when it is absurd: %s", (text) => {
    expect(AnyInstant.safeParse(text).success).toBe(false);
  });

  it.each(["2026-01-16T02:00:00Z", "2026-06-16T02:00:00+01:00", "2026-01-16T02:00:00.123456789Z"])("is taken: %s", (text) => {
    expect(AnyInstant.safeParse(text).success).toBe(true);
  });
});

/** The regular expressions of a file, as they are written there; what begins with «/>» is the end of an element. */
const PATTERN = /(?<=[=(,:[!&|?{};\n]\s*|return |\.\.\.)\/(?![/*>])((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([dgimsuvy]*)/g;
const patterns = globSync("{core,functions,web}/**/*.{ts,tsx}", { exclude: ["web/built/**"] }).flatMap((file) =>
  [
    ...readFileSync(file, "utf8")
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .matchAll(PATTERN),
  ].map(([, source = "", flags = ""]) => ({ file, source, flags })),
);

/** Long and nearly right: what makes an expression that goes back and forth do so for ever. */
const PARTS = [
  "a",
  "A",
  "0",
  " ",
  "-",
  ".",
  ",",
  "@",
  "'",
  '"',
  "\\",
  "/",
  "#",
  "a0",
  "0-",
  "a ",
  " -",
  "a.",
  "-a",
  "1a,",
  "a@",
  "<a",
  "{",
  "é",
  "\n",
  "\t",
];
const HOSTILE = PARTS.flatMap((part) => [
  part.repeat(6000 / part.length),
  `RC-${part.repeat(6000 / part.length)}!`,
  `${part.repeat(6000 / part.length)}\u0000`,
]);

describe("a regular expression", () => {
  it("goes along no text for ever: each against long and nearly fitting ones, in a worker that would be stopped", async () => {
    expect(patterns.length).toBeGreaterThan(80);
    const worker = new Worker(
      `const { workerData, parentPort } = require("node:worker_threads");
       for (const { source, flags, file } of workerData.patterns) {
         parentPort.postMessage({ file, source });
         const pattern = new RegExp(source, flags);
         for (const text of workerData.hostile) { pattern.lastIndex = 0; pattern.test(text); }
       }
       parentPort.postMessage("done");`,
      { eval: true, workerData: { patterns, hostile: HOSTILE } },
    );
    const stuck = await new Promise((resolve, reject) => {
      let at: unknown;
      let timer: ReturnType<typeof setTimeout> | undefined;
      worker.on("error", reject);
      worker.on("message", (message) => {
        clearTimeout(timer);
        at = message;
        if (message === "done") resolve(undefined);
        else timer = setTimeout(() => resolve(at), 30_000);
      });
    });
    await worker.terminate();
    expect(stuck).toBeUndefined();
  });
});
