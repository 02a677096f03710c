import { routes } from "../../core/routes.ts";
import { handler as listPathways } from "../api/list-pathways.ts";
import { handler as readMe } from "../api/read-me.ts";
import { handler as triage } from "../api/triage.ts";
import { room } from "../edge.ts";

/** The room of the directory: who is who, and what has been agreed. It reads no case. */
export const handler = room(routes, { listPathways, readMe, triage });
