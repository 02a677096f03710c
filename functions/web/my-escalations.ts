import { byNextLimit } from "../../core/escalation/clock.ts";
import { controlRoomOf, type Escalation } from "../../core/escalation/escalation.ts";
import { routes } from "../../core/routes.ts";
import { type MoveName, mayMove } from "../../web/moves.ts";
import { myEscalationsPage } from "../../web/my-escalations-page.tsx";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { pageAfter } from "../cursor.ts";
import { parse, whoIs } from "../edge.ts";
import { type Answer, type AskedBy, beatOf, revisionOf } from "./door.ts";
import { draftsOf } from "./drafts.ts";

/**
 * What the reader's agency has raised, or asked in a case that its request was joined to: all that is open, by the nearest limit, and then
 * the rest, a page at a time.
 */
export async function readMine(by: AskedBy): Promise<Answer> {
  const { actor, now, query } = by;
  const asked = parse(routes.listEscalations.query, { after: query.get("after") || undefined });
  const { partnership } = actor;
  const beat = beatOf(by);
  const agreed = await directory.inForce(partnership, now);
  const [{ cases: raised, unread }, { items, next, unread: unreadHere }] = await Promise.all([
    asked.after ? NONE : cases.openOf(partnership, namesOf(agreed.areas), actor.agency, beat),
    pageAfter("escalations", actor, asked.after, (before) => cases.raised(partnership, actor.agency, before, asked.most, beat)),
  ]);
  const agency = agreed.agencies.find(({ code }) => code === actor.agency)?.title ?? actor.agency;
  const others = items.filter(({ id }) => !raised.some((one) => one.id === id));
  const joined = asked.after ? [] : others.filter(({ closed }) => !closed);
  const open = [...raised, ...joined].toSorted(byNextLimit);
  const earlier = others.filter((one) => !joined.includes(one));
  const [first] = open;
  const page = asked.after ? `/escalations?after=${encodeURIComponent(asked.after)}` : "/escalations";
  const may = (of: Escalation, move: MoveName) => mayMove(move, of, whoIs(actor), actor.roles, {});
  const shown = { may, page, open, earlier, next, agency, reader: actor.id, now, unread: Math.max(unread, unreadHere) };
  const revision = revisionOf(
    [...open, ...earlier].map(({ id, version }) => [id, version]),
    [next, shown.unread],
  );
  const content = async () => {
    const unsent = asked.after ? 0 : (await draftsOf(by)).length;
    return myEscalationsPage({ ...shown, revision, unsent, controlRoom: first && controlRoomOf(first) });
  };
  return { content, revision };
}

const NONE: cases.Found = { cases: [], unread: 0 };
const namesOf = (areas: readonly { readonly code: string }[]): string[] => areas.map(({ code }) => code);
