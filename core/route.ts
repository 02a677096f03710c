import * as z from "zod";
import type { Access } from "./access.ts";
import type { Shows } from "./audit/entry.ts";
import { Role } from "./people.ts";

/** The rooms that functions stand in, by the data they may touch: a room is one Lambda with one narrow role. */
export type Room = "cases" | "directory" | "learning" | "pages" | "textReceipts" | "me";

/** One row a route: gateway, handler, local server and OpenAPI are built from it. */
export interface Route<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> extends Access {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly room: Room;
  /** A service calls us back with it, and shows a token of its own: no role opens it. */
  readonly calledBack?: true;
  /** Anybody may ask it, signed in or not: it answers nothing of anybody. */
  readonly open?: true;
  readonly summary: string;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  readonly reply: R;
  readonly status: 200 | 201;
  /** How large a body may be, where that is more than the edge lets through elsewhere. */
  readonly mostBytes?: number;
  /** What its answer shows of people, for the audit. A press leaves an entry without a word of it, unless it says «nothing». */
  readonly shows?: Shows | "nothing";
}

/** Every person. What a partner’s system may do is said where it may. */
export const EVERYONE: readonly Role[] = Role.options.filter((role) => role !== "service");
/** The same, and systems. */
export const MEMBERS: readonly Role[] = Role.options;

/** The `next` of the page before, as it was sent: sealed, and good for its reader alone. */
export const after = z.string().max(600).optional();
export const most = z.coerce.number().int().min(1).max(100).default(25);
export const paged = <T extends z.ZodType>(item: T) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().nullable().meta({ description: "Send it back as `after` for the next page; null on the last." }),
  });

const NONE = z.strictObject({});
/** A row with what it leaves out filled in: nothing in the path, the query or the body, and a plain 200. */
export const route = <
  P extends z.ZodType = typeof NONE,
  Q extends z.ZodType = typeof NONE,
  B extends z.ZodType = typeof NONE,
  R extends z.ZodType = z.ZodType,
>(
  row: Pick<Route, "method" | "path" | "room" | "summary"> &
    Access & {
      reply: R;
      params?: P;
      query?: Q;
      body?: B;
      status?: 200 | 201;
      calledBack?: true;
      open?: true;
      mostBytes?: number;
      shows?: Shows | "nothing";
    },
): Route<P, Q, B, R> => ({
  ...row,
  params: row.params ?? (NONE as unknown as P),
  query: row.query ?? (NONE as unknown as Q),
  body: row.body ?? (NONE as unknown as B),
  status: row.status ?? 200,
});
