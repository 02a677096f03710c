import * as z from "zod";
import { RULES, type Rule, WHO } from "./escalation/rules.ts";
import { countedAt } from "./rates/rates.ts";
import { FieldErrorShape, REFUSALS } from "./refusal.ts";
import type { Route } from "./route.ts";
import { routes } from "./routes.ts";

type Json = Record<string, unknown>;

/** The named schemas that several routes share, made once, under `components`. */
function componentsOf(rows: readonly Route[]): { schemas: Json; schemaOf: (schema: z.ZodType, io: "input" | "output") => Json } {
  const schemas: Json = {};
  const schemaOf = (schema: z.ZodType, io: "input" | "output"): Json => {
    const { $schema, $defs, ...body } = z.toJSONSchema(schema, { io, target: "draft-2020-12", unrepresentable: "any" }) as Json;
    for (const [name, definition] of Object.entries(($defs as Json | undefined) ?? {})) schemas[name] = relinked(definition);
    const id = (body as { id?: string }).id;
    if (!id) return relinked(body) as Json;
    schemas[id] = relinked(body);
    return { $ref: `#/components/schemas/${id}` };
  };
  for (const { reply } of rows) schemaOf(reply, "output");
  return { schemas, schemaOf };
}

/** A schema with its links pointing into `components`, and without the names that only zod reads. */
function relinked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(relinked);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, inner]) => !(key === "id" && typeof inner === "string"))
      .map(([key, inner]) => [
        key,
        key === "$ref" ? String(inner).replace("#/$defs/", "#/components/schemas/") : relinked(inner),
      ]),
  );
}

/** Parameters of one place (path or query), from the schema that checks them. */
function parametersOf(place: "path" | "query", schema: Json): Json[] {
  const required = (schema.required as string[] | undefined) ?? [];
  return Object.entries((schema.properties as Json | undefined) ?? {}).map(([name, inner]) => ({
    name,
    in: place,
    required: place === "path" || required.includes(name),
    schema: inner,
  }));
}

const problemReply = (status: number) => ({
  description: namesOf(status),
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  ...(status === REFUSALS.TooMany ? { headers: { "Retry-After": RETRY_AFTER } } : {}),
});
/** What says no with one status says it alike everywhere: it stands in the document once. */
const problemName = (status: number): string => `Problem${status}`;
const PROBLEM_STATUSES = [...new Set([...Object.values(REFUSALS), 500])].toSorted((a, b) => a - b);

const KEY_HEADER = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "One key, such as a UUID, for each intent. The same key with the same body is the same press: it answers with the case that the first press left, as it now is. The same key with another body is refused with 422.",
  schema: { type: "string", maxLength: 100 },
};

/** The API as OpenAPI 3.1, made from the very schemas that check each request. */
export function openapi(): Json {
  const rows = Object.values(routes) as Route[];
  const { schemas, schemaOf } = componentsOf(rows);
  const paths: Record<string, Json> = {};
  for (const [name, row] of Object.entries(routes) as [string, Route][]) {
    const posts = row.method === "POST";
    const operation = {
      operationId: name,
      summary: row.summary,
      ...ruleOf(name),
      ...(row.calledBack ? { security: [{ callBack: [] }] } : {}),
      ...(row.open ? { security: [] } : {}),
      tags: [row.room],
      parameters: [
        ...parametersOf("path", schemaOf(row.params, "input")),
        ...parametersOf("query", schemaOf(row.query, "input")),
        ...(posts && !row.calledBack ? [KEY_HEADER] : []),
      ],
      ...(posts
        ? { requestBody: { required: true, content: { "application/json": { schema: schemaOf(row.body, "input") } } } }
        : {}),
      responses: {
        [row.status]: { description: "Done", content: { "application/json": { schema: schemaOf(row.reply, "output") } } },
        ...Object.fromEntries(
          problemsOf(row).map((status) => [status, { $ref: `#/components/responses/${problemName(status)}` }]),
        ),
      },
    };
    paths[row.path] = { ...paths[row.path], [row.method.toLowerCase()]: operation };
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Rightcall",
      version: "1",
      description:
        "Real-time escalation for Right Care, Right Person. It is not an emergency line: if someone is about to be harmed, ring 999 first.",
    },
    servers: [{ url: "/" }],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: "http", scheme: "bearer", bearerFormat: "JWT" },
        callBack: { type: "http", scheme: "bearer", description: "A token that only the text service has." },
      },
      schemas: { ...schemas, Problem: PROBLEM },
      responses: Object.fromEntries(PROBLEM_STATUSES.map((status) => [problemName(status), problemReply(status)])),
    },
  };
}

/** With what a row may say no. */
function problemsOf(row: Route): number[] {
  if (row.open) return [503];
  const only = row.method === "POST" ? [409, 413, 422] : [];
  return [400, 401, 403, 404, 410, ...only, ...(mayWait(row) ? [429] : []), 500, 503];
}

/** Searches, look-ups, exports and codes are refused while there are too many of them. */
const mayWait = (row: Route): boolean => countedAt(row) !== undefined || row.path === routes.addChannel.path;
const RETRY_AFTER = { description: "In how many seconds to ask again.", schema: { type: "integer" } };

/** Who may make a move, and when: the row of the table that the code refuses by. */
function ruleOf(name: string): { description?: string } {
  const rule = (RULES as Readonly<Record<string, Rule>>)[name];
  if (!rule) return {};
  const [from, to] = [rule.from, rule.to].map((stages) => stages.join(", "));
  return { description: `By ${WHO[rule.who]}. While the case is: ${from}. Afterwards it may be: ${to}.` };
}

const namesOf = (status: number): string =>
  Object.entries(REFUSALS)
    .filter(([, code]) => code === status)
    .map(([name]) => name)
    .join(", ") || "Unexpected";

/** RFC 9457. `type` is the stable code; a 409 also says who was first, and when. */
const PROBLEM = {
  type: "object",
  required: ["type", "title", "status", "detail"],
  properties: {
    type: { type: "string", enum: [...Object.keys(REFUSALS), "Unexpected"].map((name) => `/problems/${name}`) },
    title: { type: "string" },
    status: { type: "integer" },
    detail: { type: "string" },
    instance: { type: "string" },
    request: { type: "string", description: "Name this when you ask us about it." },
    errors: { type: "array", items: FieldErrorShape },
    by: { description: "Who was first: a person, or the clock." },
    at: { type: "string", format: "date-time" },
    what: { type: "string" },
    version: { type: "integer" },
    faults: {
      type: "array",
      items: { type: "object" },
      description: "With Invalid, of a file: line, field and reason of each fault.",
    },
    moreFaults: { type: "integer", description: "How many faults the file has beside those." },
    news: { type: "array", items: { type: "integer" }, description: "With NotRead: the pieces of news to open first." },
    ring: { type: "string", description: "The number to ring instead, where what was asked cannot be done now." },
    retryAfter: { type: "integer", description: "With TooMany: in how many seconds to ask again." },
    case: { type: "string", format: "uuid", description: "The case that is there already." },
    reference: { type: "string", description: "What people call that case." },
    tier: { type: "integer", description: "With HigherTierDecides: the tier at which you answer, counted from one." },
  },
};
