import { addNews } from "../../core/escalation/news.ts";
import { routes } from "../../core/routes.ts";
import { type CallOf, endpoint } from "../edge.ts";
import { moveCase } from "../move-case.ts";

/** Things have changed: either side says what. */
export const addCaseNews = (press: CallOf<typeof routes.addNews>) =>
  moveCase(press, (current, who, duty) => addNews(current, press.body, who, press.now, duty));

export const handler = endpoint(routes.addNews, addCaseNews);
