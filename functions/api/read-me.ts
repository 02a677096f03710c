import { routes } from "../../core/routes.ts";
import { endpoint } from "../edge.ts";
import { desksOf } from "./duty-board.ts";

export const handler = endpoint(routes.readMe, async ({ actor, now }) => {
  const { teams } = await desksOf({ actor, now });
  return { person: actor, teams: teams.map(({ code, title }) => ({ code, title })) };
});
