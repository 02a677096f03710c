import { readNews } from "../../core/escalation/news.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** Somebody opens what is new. */
export const readCaseNews = (press: CallOf<typeof routes.readNews>) =>
  moveCase(press, (current, who, duty) => readNews(current, press.body, who, press.now, duty), { worded: false });

export const handler = endpoint(routes.readNews, readCaseNews);
