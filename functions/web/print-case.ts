import { mustBeFresh } from "../../core/access.ts";
import { bearsNameOf } from "../../core/audit/surname.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { viewOf } from "../../core/escalation/view.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import type { Content } from "../../web/page.tsx";
import { printPage } from "../../web/print-page.tsx";
import { wholeCase } from "../api/export-escalation.ts";
import { sharedCase } from "../api/read-escalation.ts";
import { toldOf } from "../api/read-notices.ts";
import * as directory from "../aws/directory.ts";
import { answer, whoIs } from "../edge.ts";
import { keepingTold } from "../privacy.ts";
import type { Answer, AskedBy } from "./door.ts";
import { printedBy } from "./printed.ts";
import { titlesFor } from "./titles.ts";

/** The whole case as a coroner would need it, for paper. */
export const printCase = async (asked: AskedBy): Promise<Answer> => paperOf(await caseToGive(asked), asked);

/** The same of a case that has been read. */
export async function paperOf(
  of: Escalation,
  asked: AskedBy,
  isOthers = false,
): Promise<{ content: Content; sameSurname: boolean }> {
  const { actor, now, session } = asked;
  if (of.closed) mustBeFresh({ fresh: true }, session.shownAt, now); // it says who the person was, which the page of such a case no longer does
  const [{ story, screens, notices, chain, keeping }, agreed, printed] = await Promise.all([
    wholeCase(of, actor, now),
    directory.inForce(of.partnership, now),
    printedBy(asked),
  ]);
  const titles = await titlesFor(of, agreed, story, notices);
  return {
    content: printPage({
      ...{ of, facts: story, screens, notices, chain, keeping, ...titles },
      partnership: agreed.title,
      printed,
      isOthers,
      reader: whoIs(actor),
    }),
    sameSurname: bearsNameOf(actor.name, { person: of.ask.person, news: of.news }),
  };
}

/** The same as the API gives it, as a file for a reader who has no token. */
export async function exportCase(asked: AskedBy): Promise<Answer> {
  const of = await caseToGive(asked);
  const { notices, keeping, ...whole } = await wholeCase(of, asked.actor, asked.now);
  const given = {
    at: asked.now,
    case: viewOf(of),
    ...whole,
    notices: notices.map(toldOf),
    keeping: keepingTold(keeping),
  };
  const file = answer(200, "application/json", JSON.stringify(routes.exportEscalation.reply.parse(given), null, 1));
  const headers = { ...file.headers, "content-disposition": `attachment; filename="${of.reference}.json"` };
  return { ...file, headers, sameSurname: bearsNameOf(asked.actor.name, { person: of.ask.person, news: of.news }) };
}

/** The case, for somebody whose agency shares it; an address that is no case's is no page. */
async function caseToGive({ actor, params }: AskedBy) {
  const read = routes.exportEscalation.params.safeParse({ id: params.id });
  if (!read.success) throw new Refusal("NotFound", "There is no such escalation.");
  return sharedCase({ params: read.data, actor });
}
