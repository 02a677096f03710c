import type { Team } from "../../core/partnership/partnership.ts";
import { invalid, Refusal } from "../../core/refusal.ts";
import { type Change, type Consequences, changed, consequences, isOwnAffair, mustBeConfirmed } from "../../core/rota/change.ts";
import { type Desk, type DeskMove, rotaChanged, swapTold } from "../../core/rota/desk.ts";
import { peopleOf, pressesOf, type Rota, type RotaVersion } from "../../core/rota/rota.ts";
import { momentOf } from "../../core/rota/wall.ts";
import { routes } from "../../core/routes.ts";
import { london } from "../../core/time.ts";
import { racing } from "../aws/cases.ts";
import { deskState } from "../aws/desks.ts";
import { keepRota, rotasOf } from "../aws/rotas.ts";
import { deskOf, deskToChange, knownAs } from "../desks.ts";
import { type CallOf, endpoint, whoIs } from "../edge.ts";

type Press = CallOf<typeof routes.changeRota>;

/** One change of a desk's rota, decided again where somebody else was faster. Throws NotAllowed, ChangedMeanwhile, Invalid and NeedsConfirming. */
export const changeRota = (press: Press) => racing(() => changeOnce(press));

/** Read it, let `core` change it and say what that does, write the next version down. */
async function changeOnce({ params, body: { seen, why, dryRun, change }, actor, request, now }: Press) {
  const desk = await (isOwnAffair(change) ? deskOf : deskToChange)(actor, params.team, now);
  const [last] = await rotasOf(actor.partnership, [desk.code]);
  if (!last) throw new Error(`no rota of ${desk.code}`);
  const presses = pressesOf(last);
  const pressed = presses.find(({ press }) => press === request.key);
  if (pressed) return replyOf("kept", pressed, NOTHING);
  if (!isOwnAffair(change)) mustHaveSeen(last, seen); // a swap asks by itself whether it still can be, whatever else has changed
  const version = last.version + 1;
  const rota = changed(last.rota, change, actor.id, version, now);
  await mustBelong(desk, actor.partnership, peopleOf(rota), peopleOf(last.rota));
  const does = consequences(last.rota, rota, now);
  const next: RotaVersion = {
    rota,
    version,
    at: now,
    by: whoIs(actor),
    what: saidOf(change),
    why: why ?? null,
    press: request.key,
    presses,
  };
  if (dryRun) return replyOf("would_keep", next, does);
  mustBeConfirmed(does, why);
  const before = await deskState(actor.partnership, desk.code, now);
  await keepRota(actor.partnership, next, told(before, last.rota, next, change, does));
  return replyOf("kept", next, does);
}

export const handler = endpoint(routes.changeRota, changeRota);

/** Whom a change tells what: everybody whose duty it changes; of a swap that is asked or answered, the other of the two. */
function told(desk: Desk, before: Rota, { rota, by, at }: RotaVersion, change: Change, does: Consequences): DeskMove {
  const move = rotaChanged(desk, rota, does, by?.id ?? "", at);
  const swap =
    change.what === "ask_swap"
      ? rota.swaps.at(-1)
      : change.what === "answer_swap"
        ? before.swaps.find(({ id }) => id === change.id)
        : undefined;
  if (!swap) return move;
  const give = { from: momentOf(swap.give.from), to: momentOf(swap.give.to) };
  return swapTold(move, swap, give, change.what === "answer_swap" ? change.yes : undefined);
}

const NOTHING: Consequences = { now: { before: [], after: [] }, changes: [], leavesShort: [] };

const replyOf = (did: "kept" | "would_keep", { version }: { version: number }, { now, changes, leavesShort }: Consequences) => ({
  did,
  version,
  consequences: {
    now: { before: [...now.before], after: [...now.after] },
    changes: changes.map((one) => ({ ...one, before: [...one.before], after: [...one.after] })),
    leavesShort: leavesShort.map((one) => ({ ...one, people: [...one.people] })),
  },
});

/** A change as the story of a rota names it. */
const saidOf = (change: Change): string => {
  if (change.what === "override") return `override_${change.override.kind}`;
  if (change.what === "answer_swap") return change.yes ? "swap_agreed" : "swap_declined";
  return change.what;
};

function mustHaveSeen({ version, at, by, what }: RotaVersion, seen: number): void {
  if (seen === version) return;
  const who = by?.name ?? "An operator";
  const detail = `${who} changed this rota at ${london(at)} (${what.replaceAll("_", " ")}). Read it again, then make your change.`;
  throw new Refusal("ChangedMeanwhile", detail, { facts: { by, at, what, version } });
}

/** Only people of the desk's own agency are put on its rota. Anybody else, known or not, is answered alike: a code that was guessed stays a guess. */
async function mustBelong(
  desk: Pick<Team, "agency">,
  partnership: string,
  people: readonly string[],
  before: readonly string[],
): Promise<void> {
  const young = people.filter((person) => !before.includes(person));
  const known = await knownAs(partnership, young);
  const strangers = young.filter((person) => known.get(person)?.agency !== desk.agency);
  if (strangers.length > 0)
    throw invalid(...strangers.map((person) => ({ field: "change", reason: `nobody here is called ${person}` })));
}
