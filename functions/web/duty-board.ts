import { controlRoomOf } from "../../core/escalation/escalation.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { dutyBoardPage } from "../../web/duty-board-page.tsx";
import { mayUse } from "../../web/moves.ts";
import { askedOf } from "../api/duty-board.ts";
import { type Answer, type AskedBy, revisionOf } from "./door.ts";

/** What the reader's desks have been asked, by the nearest limit. Its revision changes when anything on it does, and not when time passes. */
export async function readBoard({ actor, now }: AskedBy): Promise<Answer> {
  if (!mayUse(routes.dutyBoard, actor.roles)) throw new Refusal("NotAllowed", "Your role answers no escalations.");
  const { teams, asked } = await askedOf({ actor, now });
  const desks = teams.map(({ title }) => title);
  const revision = revisionOf(
    desks,
    asked.map(({ id, version }) => [id, version]),
  );
  const [first] = asked;
  const controlRoom = first ? controlRoomOf(first) : teams[0]?.controlRoom;
  return { content: dutyBoardPage({ cases: asked, reader: actor.id, desks, now, revision, controlRoom }), revision };
}
