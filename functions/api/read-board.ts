import { Cut } from "../../core/measures/cut.ts";
import { routes } from "../../core/routes.ts";
import { boardFor } from "../board.ts";
import { endpoint, parse } from "../edge.ts";

/** The figures of a period, for boards and chairs. */
export const handler = endpoint(routes.readBoard, ({ actor, query, now }) =>
  boardFor(actor, parse(Cut, { from: query.from, months: query.months, area: query.area ?? null }), now, query.pathway),
);
