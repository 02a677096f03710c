import { routes } from "../../core/routes.ts";
import { handler as acknowledge } from "../api/acknowledge.ts";
import { handler as addNote } from "../api/add-note.ts";
import { handler as arrive } from "../api/arrive.ts";
import { handler as close } from "../api/close.ts";
import { handler as decide } from "../api/decide.ts";
import { handler as dutyBoard } from "../api/duty-board.ts";
import { handler as findEscalation } from "../api/find-escalation.ts";
import { handler as listEscalations } from "../api/list-escalations.ts";
import { handler as raiseEscalation } from "../api/raise-escalation.ts";
import { handler as readEscalation } from "../api/read-escalation.ts";
import { handler as readNotices } from "../api/read-notices.ts";
import { handler as readStory } from "../api/read-story.ts";
import { handler as recordOutcome } from "../api/record-outcome.ts";
import { handler as withdraw } from "../api/withdraw.ts";
import { room } from "../edge.ts";

/** The room of the cases: the only one that makes moves. */
export const handler = room(routes, {
  raiseEscalation,
  listEscalations,
  findEscalation,
  readEscalation,
  readStory,
  readNotices,
  dutyBoard,
  acknowledge,
  decide,
  arrive,
  recordOutcome,
  close,
  withdraw,
  addNote,
});
