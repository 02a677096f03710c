import { controlRoomOf } from "../../core/escalation/escalation.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { dutyBoardPage } from "../../web/duty-board-page.tsx";
import { mayUse } from "../../web/moves.ts";
import { printBoardPage } from "../../web/print-board-page.tsx";
import { askedOf } from "../api/duty-board.ts";
import { type Answer, type AskedBy, revisionOf } from "./door.ts";
import { printedBy } from "./printed.ts";

/** What the reader's desks have been asked, by the nearest limit. Its revision changes when anything on it does, and not when time passes. */
export async function readBoard(asked: AskedBy): Promise<Answer> {
  const { cases, ...board } = await boardOf(asked);
  const revision = revisionOf(
    board.desks,
    cases.map(({ id, version }) => [id, version]),
  );
  return { content: dutyBoardPage({ cases, ...board, now: asked.now, revision }), revision };
}

/** The same list for paper. */
export async function printBoard(asked: AskedBy): Promise<Answer> {
  const [board, printed] = await Promise.all([boardOf(asked), printedBy(asked)]);
  return { content: printBoardPage({ ...board, printed }) };
}

async function boardOf({ actor, now }: AskedBy) {
  if (!mayUse(routes.dutyBoard, actor.roles)) throw new Refusal("NotAllowed", "Your role answers no escalations.");
  const { teams, asked } = await askedOf({ actor, now });
  const [first] = asked;
  return {
    cases: asked,
    reader: actor.id,
    desks: teams.map(({ title }) => title),
    controlRoom: first ? controlRoomOf(first) : teams[0]?.controlRoom,
  };
}
