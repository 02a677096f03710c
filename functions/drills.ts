import type { Person } from "../core/people.ts";
import { Refusal } from "../core/refusal.ts";
import { type Desk, type DeskMove, type Drill, drillAnswered, drillPlanned } from "../core/rota/desk.ts";
import type { DeskNotice } from "../core/rota/desk-notice.ts";
import type { Rota } from "../core/rota/rota.ts";
import type { Instant } from "../core/time.ts";
import { type Request, racing } from "./aws/cases.ts";
import { deskNotices, deskState, saveDesk } from "./aws/desks.ts";
import { rotasOf } from "./aws/rotas.ts";
import { deskOf, knownAs, mayChange, nameIn } from "./desks.ts";
import { whoIs } from "./edge.ts";
import { pressedBefore, pressOf } from "./pressed.ts";

/** The drills of a desk with what became of their messages, the newest first. Throws NotFound. */
export async function drillsOf(actor: Person, team: string, now: Instant) {
  await deskOf(actor, team, now);
  const desk = await deskState(actor.partnership, team, now);
  const earliest = Math.min(...desk.drills.map(({ id }) => Number(id)));
  const sent = desk.drills.length > 0 ? await deskNotices(actor.partnership, team, earliest) : [];
  const known = await knownAs(
    actor.partnership,
    desk.drills.flatMap(({ people }) => people.map(({ person }) => person)),
  );
  return desk.drills.toReversed().map((drill) => reportOf(drill, sent, (person) => nameIn(known, person)));
}

function reportOf(drill: Drill, sent: readonly DeskNotice[], nameOf: (person: string) => string) {
  const people = drill.people.map(({ person, answeredAt }) => {
    const notice = sent.find(({ to, news }) => to === person && news.what === "drill" && news.drill === drill.id);
    const arrived = notice?.tried.find(({ fate }) => fate === "delivered");
    return {
      ...{ person, name: nameOf(person), answeredAt },
      ...{ fate: notice?.fate ?? null, by: arrived?.channel ?? null, arrivedAt: arrived?.settledAt ?? null },
    };
  });
  const { press: _, ...planned } = drill;
  return { ...planned, people };
}

/** A test message to whoever is on duty at an instant, planned by somebody who may change the rota: the same press again finds the same one. Throws NotFound, NotAllowed, Invalid. */
export const planDrill = async (actor: Person, team: string, at: Instant, request: Request, now: Instant) => {
  const desk = await deskOf(actor, team, now);
  if (!mayChange(actor, desk))
    throw new Refusal("NotAllowed", "Only the owner of this desk, or a rota manager of your agency, plans a drill.");
  return moved(
    actor,
    team,
    now,
    (state, rota) =>
      pressedBefore(state.drills, request) ? undefined : drillPlanned(state, rota, at, whoIs(actor), now, pressOf(request)),
    (drills) => pressedBefore(drills, request)?.id,
  );
};

/** Somebody who was sent a drill has it. Throws NotFound, and NotYet when its time is over. */
export const answerDrill = async (actor: Person, team: string, id: string, now: Instant) => {
  await deskOf(actor, team, now);
  return moved(
    actor,
    team,
    now,
    (state, rota) => drillAnswered(state, rota, id, whoIs(actor), now),
    () => id,
  );
};

async function moved(
  actor: Person,
  team: string,
  now: Instant,
  move: (desk: Desk, rota: Rota) => DeskMove | undefined,
  which: (drills: readonly Drill[]) => string | undefined,
) {
  const { partnership } = actor;
  const id = await racing(async () => {
    const [kept] = await rotasOf(partnership, [team]);
    if (!kept) return undefined;
    const desk = await deskState(partnership, team, now);
    const next = move(desk, kept.rota);
    if (next) await saveDesk(partnership, next, now);
    return which((next?.next ?? desk).drills);
  });
  const drill = (await drillsOf(actor, team, now)).find((one) => one.id === id);
  if (!drill) throw new Refusal("NotFound", "There is no such drill.");
  return drill;
}
