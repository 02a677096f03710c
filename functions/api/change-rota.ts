import type { Team } from "../../core/partnership/partnership.ts";
import { isSystem, mayAnswer, type Person } from "../../core/people.ts";
import { invalid, Refusal } from "../../core/refusal.ts";
import { type Change, type Consequences, changed, consequences, isOwnAffair, mustBeConfirmed } from "../../core/rota/change.ts";
import { type Desk, type DeskMove, rotaChanged, swapTold } from "../../core/rota/desk.ts";
import { peopleOf, pressesOf, type Rota, type RotaVersion } from "../../core/rota/rota.ts";
import { momentOf } from "../../core/rota/wall.ts";
import { routes } from "../../core/routes.ts";
import { type Instant, london } from "../../core/time.ts";
import { racing } from "../aws/cases.ts";
import { deskState } from "../aws/desks.ts";
import * as directory from "../aws/directory.ts";
import { keepRota, rotasOf } from "../aws/rotas.ts";
import { deskOf, deskToChange, isOnALadder, knownAs } from "../desks.ts";
import { type CallOf, endpoint, whoIs } from "../edge.ts";
import { pressedBefore, pressOf } from "../pressed.ts";

type Press = CallOf<typeof routes.changeRota>;

/** One change of a desk's rota, decided again where somebody else was faster. Throws NotAllowed, ChangedMeanwhile, Invalid and NeedsConfirming. */
export const changeRota = (press: Press) => racing(() => changeOnce(press));

/** Read it, let `core` change it and say what that does, write the next version down. */
async function changeOnce({ params, body: { seen, why, dryRun, change }, actor, request, now }: Press) {
  const desk = await (isOwnAffair(change) ? deskOf : deskToChange)(actor, params.team, now);
  const [last] = await rotasOf(actor.partnership, [desk.code]);
  if (!last) throw new Error(`no rota of ${desk.code}`);
  const presses = pressesOf(last);
  const pressed = dryRun ? undefined : pressedBefore(presses, request);
  if (pressed) return replyOf("kept", pressed, NOTHING);
  if (!isOwnAffair(change)) mustHaveSeen(last, seen); // a swap asks by itself whether it still can be, whatever else has changed
  const version = last.version + 1;
  const rota = changed(last.rota, change, actor.id, version, now);
  await mustBelong(desk, { partnership: actor.partnership, now }, peopleOf(rota), peopleOf(last.rota));
  const does = consequences(last.rota, rota, now);
  const next: RotaVersion = {
    rota,
    version,
    at: after(last, now),
    by: whoIs(actor),
    what: saidOf(change),
    why: why ?? null,
    press: pressOf(request),
    presses,
  };
  if (dryRun) return replyOf("would_keep", next, does);
  mustBeConfirmed(does, why);
  const before = await deskState(actor.partnership, desk.code, now);
  await keepRota(actor.partnership, next, told(before, last.rota, next, change, does));
  return replyOf("kept", next, does);
}

export const handler = endpoint(routes.changeRota, changeRota);

/** Later than the version before it, whoever's clock is ahead: the order of versions is that of their times. */
const after = ({ at }: RotaVersion, now: Instant): Instant => (now > at ? now : new Date(Date.parse(at) + 1).toISOString());

/** Whom a change tells what: everybody whose duty it changes; of a swap that is asked or answered, the other of the two. */
function told(desk: Desk, before: Rota, { rota, by, at }: RotaVersion, change: Change, does: Consequences): DeskMove {
  const move = rotaChanged(desk, { before, after: rota }, does, by?.id ?? "", at);
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

const NOTHING: Consequences = { now: { before: [], after: [] }, changes: [], leavesShort: [], lowersMinimum: false };

const replyOf = (
  did: "kept" | "would_keep",
  { version }: { version: number },
  { now, changes, leavesShort, lowersMinimum }: Consequences,
) => ({
  did,
  version,
  consequences: {
    lowersMinimum,
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

/**
 * Only people of the desk's own agency are put on its rota, and on that of a desk to which cases climb only those who may answer there: a
 * page to anybody else would be delivered, and could not be answered. Anybody else, known or not, is told of alike: a code that was guessed
 * stays a guess.
 */
async function mustBelong(
  desk: Team,
  { partnership, now }: { readonly partnership: string; readonly now: Instant },
  people: readonly string[],
  before: readonly string[],
): Promise<void> {
  const young = people.filter((person) => !before.includes(person));
  if (young.length === 0) return;
  const [known, agreed] = await Promise.all([knownAs(partnership, young), directory.inForce(partnership, now)]);
  const answers = isOnALadder(agreed, desk);
  const mayStand = (person: Person | undefined) =>
    person?.agency === desk.agency && person.endedAt === null && !isSystem(person) && (!answers || mayAnswer(person));
  const strangers = young.filter((person) => !mayStand(known.get(person)));
  const who = answers ? "nobody here who may answer is called" : "nobody here is called";
  if (strangers.length > 0) throw invalid(...strangers.map((person) => ({ field: "change", reason: `${who} ${person}` })));
}
