import type { Notice } from "../../core/escalation/notice.ts";
import { routes } from "../../core/routes.ts";
import * as cases from "../aws/cases.ts";
import { endpoint } from "../edge.ts";
import { sharedOutline } from "./read-escalation.ts";

/** A message as both sides see it: to whom, about what, and what became of it by each channel; addresses and numbers are nobody else's. */
export const toldOf = ({ id, kind, to, about, at, openedAt, fate, attempts, tried, settledAt, reason }: Notice) => ({
  ...{ id, kind, to, about, at, openedAt, fate, attempts },
  tried: tried.map(({ to: _, messageId: __, ...attempt }) => attempt),
  ...{ settledAt, reason },
});

export const handler = endpoint(routes.readNotices, async ({ params, actor }) => {
  const notices = await cases.noticesOf(await sharedOutline({ params, actor }));
  return { items: notices.map(toldOf) };
});
