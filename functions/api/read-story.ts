import { coveredStory } from "../../core/escalation/covered.ts";
import { toldTo } from "../../core/escalation/own-notes.ts";
import { routes } from "../../core/routes.ts";
import * as cases from "../aws/cases.ts";
import { endpoint } from "../edge.ts";
import { sharedCase } from "./read-escalation.ts";

export const handler = endpoint(routes.readStory, async ({ params, query, actor }) => {
  const found = await sharedCase({ params, actor });
  const { items, next } = await cases.story(found, query.after, query.most);
  return { items: coveredStory(found, toldTo(actor, items)), next };
});
