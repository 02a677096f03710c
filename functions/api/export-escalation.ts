import type { Escalation } from "../../core/escalation/escalation.ts";
import { toldTo } from "../../core/escalation/own-notes.ts";
import { viewOf } from "../../core/escalation/view.ts";
import type { Person } from "../../core/people.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import * as cases from "../aws/cases.ts";
import { altered } from "../chain.ts";
import { endpoint } from "../edge.ts";
import { keepingOf, keepingTold } from "../privacy.ts";
import { sharedCase } from "./read-escalation.ts";
import { toldOf } from "./read-notices.ts";

/** The whole case as its reader may have it, with how it is kept, and whether every line of it, and every screen that was decided on, is as it was written. */
export async function wholeCase(of: Escalation, reader: Pick<Person, "agency">, now: Instant) {
  const [lines, kept, notices] = await Promise.all([cases.allLines(of), cases.keptScreens(of), cases.noticesOf(of)]);
  const [story, screens] = await Promise.all([cases.openedLines(of, lines), cases.openedScreens(of, kept)]);
  const keeping = await keepingOf(of, story, now);
  return { story: toldTo(reader, story), screens, notices, chain: altered(lines, kept, of) ?? "whole", keeping };
}

export const handler = endpoint(routes.exportEscalation, async ({ params, actor, now }) => {
  const of = await sharedCase({ params, actor });
  const { notices, keeping, ...whole } = await wholeCase(of, actor, now);
  return { at: now, case: viewOf(of), ...whole, notices: notices.map(toldOf), keeping: keepingTold(keeping) };
});
