import { controlRoomOf, whoPicksUp } from "../../core/escalation/escalation.ts";
import { joinedPage } from "../../web/joined.tsx";
import { sharedCase } from "../api/read-escalation.ts";
import * as directory from "../aws/directory.ts";
import { readCase } from "./case.ts";
import { type Answer, type AskedBy, seeOther } from "./door.ts";

/** The older case, to somebody whose request has just joined it. Whoever has no request in it sees the case alone. */
export async function readJoined(asked: AskedBy): Promise<Answer> {
  const { actor, now, params } = asked;
  const shown = await readCase(asked);
  const of = await sharedCase({ params: { id: params.id ?? "" }, actor });
  const mine = of.news.findLast(({ kind, by }) => kind === "linked" && by.id === actor.id);
  if (!mine || typeof shown !== "object" || !("content" in shown)) return seeOther(`/escalations/${of.id}`);
  const { agencies } = await directory.inForce(of.partnership, now);
  const { reference, raised } = of;
  const raisedBy = agencies.find(({ code }) => code === raised.by.agency)?.title ?? raised.by.agency;
  const content = async () =>
    joinedPage(typeof shown.content === "function" ? await shown.content() : shown.content, {
      ...{ reference, at: mine.at, raisedAt: raised.at, raisedBy, now },
      ring: controlRoomOf(of),
      desk: whoPicksUp(of),
    });
  return { ...shown, content };
}
