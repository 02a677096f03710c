import { paperFormPage } from "../../web/paper-form-page.tsx";
import { choosePathwayPage } from "../../web/raise-page.tsx";
import * as directory from "../aws/directory.ts";
import type { Answer, AskedBy } from "./door.ts";
import { siteOf } from "./places.ts";
import { printedBy } from "./printed.ts";
import { controlRoomAt, pathwaysFor } from "./raise.ts";

/** The blank form for paper, with the questions of the agreement in force and the number to ring where the reader works. */
export async function readPaperForm(asked: AskedBy): Promise<Answer> {
  const { actor, now, query } = asked;
  const [agreed, printed] = await Promise.all([directory.inForce(actor.partnership, now), printedBy(asked)]);
  const here = siteOf(agreed, actor) ?? null;
  const { open, pathway } = pathwaysFor(agreed, actor, query.get("pathway"), here, now);
  if (!pathway) return { content: choosePathwayPage(open, { now, to: "/raise/paper" }) };
  const ring = controlRoomAt(agreed, actor, pathway.code, here, now);
  return { content: paperFormPage({ pathway, type: query.get("type") ?? undefined, ring, printed }) };
}
