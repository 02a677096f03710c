import { routes } from "../../core/routes.ts";
import * as cases from "../aws/cases.ts";
import { endpoint } from "../edge.ts";
import { sharedCase } from "./read-escalation.ts";

export const handler = endpoint(routes.readNotices, async ({ params, actor }) => {
  const found = await sharedCase({ params, actor });
  const notices = await cases.noticesOf(found);
  return {
    items: notices.map(({ id, kind, to, about, at, fate, attempts, settledAt, reason }) => ({
      id,
      kind,
      to,
      about,
      at,
      fate,
      attempts,
      settledAt,
      reason,
    })),
  };
});
