import type { Fact } from "../../core/escalation/fact.ts";
import { viewOf } from "../../core/escalation/view.ts";
import { Code } from "../../core/partnership/partnership.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { LIMB_NAMES } from "../../web/known-words.ts";
import { mayUse } from "../../web/moves.ts";
import { printPage } from "../../web/print-page.tsx";
import { wholeCase } from "../api/export-escalation.ts";
import { sharedCase } from "../api/read-escalation.ts";
import { toldOf } from "../api/read-notices.ts";
import * as directory from "../aws/directory.ts";
import { answer, whoIs } from "../edge.ts";
import type { Answer, AskedBy } from "./door.ts";

/** The whole case as a coroner would need it, for paper. */
export async function printCase(asked: AskedBy): Promise<Answer> {
  const { actor, now } = asked;
  const of = await caseToGive(asked);
  const [{ story, screens, notices, chain }, agreed] = await Promise.all([wholeCase(of), directory.inForce(of.partnership, now)]);
  const ids = [...story.flatMap(namedIn), ...notices.map(({ to }) => to), ...of.beside];
  const people = await directory.people(of.partnership, ids);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const agencyOf = (code: string) => agreed.agencies.find((agency) => agency.code === code)?.title ?? code;
  const own = agreed.pathways.filter(({ code }) => code === of.terms.pathway);
  const limbs = [...own.filter(({ version }) => version === of.terms.version), ...own].flatMap(
    ({ questionSet }) => questionSet.limbs,
  );
  return {
    content: printPage({
      ...{ of, facts: story, screens, notices, chain, agencyOf },
      nameOf: (person) => names.get(person) ?? person,
      thresholds: of.terms.thresholds.length > 0 ? of.terms.thresholds : own.flatMap(({ thresholds }) => thresholds),
      limbOf: (limb) => limbs.find(({ code }) => code === limb)?.title ?? LIMB_NAMES[limb],
      partnership: agreed.title,
      printed: { at: now, by: `${actor.name}, ${agencyOf(actor.agency)}` },
      reader: whoIs(actor),
    }),
  };
}

/** The same as the API gives it, as a file for a reader who has no token. */
export async function exportCase(asked: AskedBy): Promise<Answer> {
  const of = await caseToGive(asked);
  const { notices, ...whole } = await wholeCase(of);
  const given = { at: asked.now, case: viewOf(of), ...whole, notices: notices.map(toldOf) };
  const file = answer(200, "application/json", JSON.stringify(routes.exportEscalation.reply.parse(given), null, 1));
  return { ...file, headers: { ...file.headers, "content-disposition": `attachment; filename="${of.reference}.json"` } };
}

/** The case, for somebody whose role may have it whole and whose agency shares it; an address that is no case's is no page. */
async function caseToGive({ actor, params }: AskedBy) {
  if (!mayUse(routes.exportEscalation, actor.roles)) throw new Refusal("NotAllowed", "Your role does not open escalations.");
  const read = routes.exportEscalation.params.safeParse({ id: params.id });
  if (!read.success) throw new Refusal("NotFound", "There is no such escalation.");
  return sharedCase({ params: read.data, actor });
}

/** Whatever in a line may be somebody's id; those that nobody knows are left out. */
const namedIn = ({ about }: Fact): string[] =>
  Object.values(about)
    .flat()
    .flatMap((one) => Code.safeParse(one).data ?? []);
