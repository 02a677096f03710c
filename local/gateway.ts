import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Room, Route } from "../core/route.ts";
import { routes } from "../core/routes.ts";
import type { Event, Handler, Reply } from "../functions/edge.ts";
import { bodyOf } from "./mailbox.ts";

/** What the HTTP API is, on one machine: the same table of routes, the same event, the same rooms behind it. Whatever is no API route is the pages'. */
export function gateway(rooms: Readonly<Record<Room, Handler>>) {
  const rows = (Object.values(routes) as Route[]).map((row) => ({ ...row, pattern: patternOf(row.path) }));
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const row = rows.find(({ method, pattern }) => method === request.method && pattern.test(url.pathname));
    const event = eventOf(request, url, await bodyOf(request), row);
    answerWith(response, await rooms[row?.room ?? "pages"](event));
  };
}

const patternOf = (path: string) => new RegExp(`^${path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);

/** A part of an address as its sender meant it; one that cannot be read is what it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function eventOf(request: IncomingMessage, url: URL, body: string, row: { path: string; pattern: RegExp } | undefined): Event {
  const method = request.method ?? "GET";
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(",") : (value ?? "")]),
  );
  const { cookie, ...others } = headers;
  const groups = Object.entries(row?.pattern.exec(url.pathname)?.groups ?? {}).map(([name, value]) => [name, decoded(value)]);
  const requestId = randomUUID();
  return {
    version: "2.0",
    routeKey: row ? `${method} ${row.path}` : "$default",
    rawPath: url.pathname,
    rawQueryString: url.search.slice(1),
    headers: others,
    ...(cookie ? { cookies: cookie.split(/;\s*/) } : {}),
    pathParameters: Object.fromEntries(groups),
    queryStringParameters: Object.fromEntries(url.searchParams),
    body,
    isBase64Encoded: false,
    requestContext: {
      requestId,
      http: { method, path: url.pathname, protocol: "HTTP/1.1", sourceIp: "127.0.0.1", userAgent: headers["user-agent"] ?? "" },
    },
  } as unknown as Event;
}

function answerWith(
  response: ServerResponse,
  { statusCode = 200, headers = {}, cookies = [], body = "", isBase64Encoded }: Reply,
): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  if (cookies.length > 0) response.setHeader("set-cookie", cookies);
  response.writeHead(statusCode).end(isBase64Encoded ? Buffer.from(body, "base64") : body);
}
