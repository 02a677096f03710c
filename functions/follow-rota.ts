import { shiftMoved } from "../core/escalation/ownership.ts";
import { areasServed } from "../core/partnership/places.ts";
import { onDutyAt } from "../core/rota/on-duty.ts";
import { noRotaYet, RotaVersion } from "../core/rota/rota.ts";
import type { Instant } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";

/**
 * A desk's rota has become another. Whoever has a case and is on duty for less long than was thought, or for longer, has it until then;
 * from somebody who is off duty now it lapses to the desk. Each case by itself: one that cannot be moved holds up no other.
 */
export async function followRota(partnership: string, was: unknown, is: unknown, now: Instant): Promise<void> {
  const { rota } = RotaVersion.parse(is);
  const before = onDutyAt(was ? RotaVersion.parse(was).rota : noRotaYet(rota.team).rota, now);
  const after = onDutyAt(rota, now);
  const moved = before.filter((one) => !after.some(({ person, until }) => person === one.person && until === one.until));
  if (moved.length === 0) return;
  const agreed = await directory.inForce(partnership, now);
  const team = agreed.teams.find(({ code }) => code === rota.team);
  const theirs = (await cases.open(partnership, team ? areasServed(agreed, team) : [])).cases.filter(({ owner }) =>
    moved.some(({ person }) => person === owner?.by.id),
  );
  const done = await Promise.allSettled(theirs.map(({ id }) => moveShift(partnership, id, now)));
  const failed = done.find((one) => one.status === "rejected");
  if (failed) throw failed.reason;
}

/** Whoever has a case has it until their shift ends by the rota as it is at this moment. */
export const moveShift = (partnership: string, id: string, now: Instant): Promise<void> =>
  cases.racing(async () => {
    const current = await cases.outline({ partnership, id });
    const move = shiftMoved(current, now, await directory.onDuty(partnership, current.terms, now));
    if (move) await cases.save(move, now);
  });
