import { nextDueAt } from "../../core/escalation/clock.ts";
import { controlRoomOf } from "../../core/escalation/escalation.ts";
import { tierOf } from "../../core/escalation/standing.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { dutyBoardPage, nextLimit } from "../../web/duty-board-page.tsx";
import { mayUse } from "../../web/moves.ts";
import { desksOf } from "../api/duty-board.ts";
import * as cases from "../aws/cases.ts";
import { whoIs } from "../edge.ts";
import { type Answer, type AskedBy, revisionOf } from "./door.ts";

/** What the reader's desks have been asked, by the nearest limit. Its revision changes when anything on it does, and not when time passes. */
export async function readBoard({ actor, now }: AskedBy): Promise<Answer> {
  if (!mayUse(routes.dutyBoard, actor.roles)) throw new Refusal("NotAllowed", "Your role answers no escalations.");
  const { duty, teams } = await desksOf({ actor, now });
  const areas = [...new Set(teams.flatMap((team) => team.areas ?? []))];
  const open = await cases.open(actor.partnership, areas);
  const asked = open.filter((one) => tierOf(one, whoIs(actor), duty) !== undefined);
  const at = (one: (typeof asked)[number]) => nextLimit(one)?.dueAt ?? nextDueAt(one.clocks) ?? "~";
  const byLimit = asked.toSorted((a, b) => (at(a) < at(b) ? -1 : 1));
  const desks = teams.map(({ title }) => title);
  const revision = revisionOf(
    desks,
    byLimit.map(({ id, version }) => [id, version]),
  );
  const [first] = byLimit;
  const controlRoom = first ? controlRoomOf(first) : teams[0]?.controlRoom;
  return { content: dutyBoardPage({ cases: byLimit, desks, now, revision, controlRoom }), revision };
}
