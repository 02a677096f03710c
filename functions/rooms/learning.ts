import { routes } from "../../core/routes.ts";
import { handler as listForTheCall } from "../api/list-for-the-call.ts";
import { handler as listSeriousFailures } from "../api/list-serious-failures.ts";
import { room } from "../edge.ts";

/** The room of the learning side. It reads what was recorded to be learned from, and no case. */
export const handler = room(routes, { listSeriousFailures, listForTheCall });
