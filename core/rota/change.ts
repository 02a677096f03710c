import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { invalid, Refusal } from "../refusal.ts";
import { type Instant, london, plus, since } from "../time.ts";
import { type Difference, differences, gaps, onDutyAt, type Stretch, stretches } from "./on-duty.ts";
import { Id, MOST, NewOverride, NewRoster, NewShift, NewSwap, type Override, Rota, Rotation, type Swap } from "./rota.ts";
import { momentOf, When, wallOf } from "./wall.ts";

/** One change of a rota, as somebody asks for it. */
export const Change = z.discriminatedUnion("what", [
  z.strictObject({ what: z.literal("set_rotation"), rotation: Rotation }),
  z.strictObject({ what: z.literal("remove_rotation"), code: Code }),
  z.strictObject({ what: z.literal("set_minimum"), minimum: Rota.shape.minimum }),
  z.strictObject({ what: z.literal("add_shift"), shift: NewShift }),
  z.strictObject({ what: z.literal("remove_shift"), id: Id }),
  z.strictObject({ what: z.literal("import_shifts"), from: When, to: When, shifts: z.array(NewShift).max(MOST.shifts) }),
  z.strictObject({ what: z.literal("override"), override: NewOverride }),
  z.strictObject({ what: z.literal("cancel_override"), id: Id }),
  z.strictObject({ what: z.literal("set_roster"), roster: NewRoster }),
  z.strictObject({ what: z.literal("cancel_roster"), id: Id }),
  z.strictObject({ what: z.literal("ask_swap"), swap: NewSwap }),
  z.strictObject({ what: z.literal("answer_swap"), id: Id, yes: z.boolean() }),
  z.strictObject({ what: z.literal("cancel_swap"), id: Id }),
]);
export type Change = z.output<typeof Change>;

/** What stands in the way of a swap, or of answering one, is the people's own affair; everything else is the rota manager's. */
export const isOwnAffair = ({ what }: Change): boolean => what === "ask_swap" || what === "answer_swap" || what === "cancel_swap";

/** What is over for so long leaves the rota with the next change. Who was on duty then is asked of the version of that time. */
const KEPT = "PT24H";
const forgetting = (rota: Rota, now: Instant): Rota => {
  const lasts = (one: { to: string }) => momentOf(one.to) > since(now, KEPT);
  return {
    ...rota,
    rotations: rota.rotations.filter(({ ends }) => ends === null || `${ends}T23:59` > wallOf(since(now, "PT72H"))),
    shifts: rota.shifts.filter(lasts),
    overrides: rota.overrides.filter(lasts),
    rosters: rota.rosters.filter(lasts),
    swaps: rota.swaps.filter(({ give }) => momentOf(give.from) > now),
  };
};

/**
 * A rota after one change. `version` is that of the rota as it becomes: what is made has its id from it. Throws Invalid when the change
 * would say nothing, contradict an override that stands, or name what is not there, and NotAllowed for somebody else's swap.
 */
export function changed(before: Rota, change: Change, by: string, version: number, now: Instant): Rota {
  const rota = forgetting(before, now);
  const id = (nth = 0) => `${version}-${nth}`;
  switch (change.what) {
    case "set_rotation": {
      const others = rota.rotations.filter(({ code }) => code !== change.rotation.code);
      return within({ ...rota, rotations: [...others, change.rotation] });
    }
    case "remove_rotation":
      return { ...rota, rotations: without(rota.rotations, ({ code }) => code === change.code, "change.code", "rotation") };
    case "set_minimum":
      return { ...rota, minimum: change.minimum };
    case "add_shift":
      return within({ ...rota, shifts: [...rota.shifts, { ...change.shift, id: id() }] });
    case "remove_shift":
      return { ...rota, shifts: without(rota.shifts, (one) => one.id === change.id, "change.id", "shift") };
    case "import_shifts": {
      const { from, to, shifts } = change;
      const isOutside = (one: { from: string }) => momentOf(one.from) < momentOf(from) || momentOf(one.from) >= momentOf(to);
      mustBeNone(shifts, isOutside, (nth) => `change.shifts.${nth}.from`, "begins outside the days that are filled");
      const kept = rota.shifts.filter(isOutside);
      return within({ ...rota, shifts: [...kept, ...shifts.map((shift, nth) => ({ ...shift, id: id(nth) }))] });
    }
    case "override":
      return within({
        ...rota,
        overrides: [...rota.overrides, overriding(rota, { ...change.override, id: id() }, "change.override")],
      });
    case "cancel_override":
      return { ...rota, overrides: without(rota.overrides, (one) => one.id === change.id, "change.id", "override") };
    case "set_roster": {
      const { from, to, shifts } = change.roster;
      const isOutside = (one: NewShift) => momentOf(one.from) < momentOf(from) || momentOf(one.to) > momentOf(to);
      mustBeNone(shifts, isOutside, (nth) => `change.roster.shifts.${nth}`, "is not wholly within the time of the roster");
      return within({ ...rota, rosters: [...rota.rosters, { ...change.roster, id: id() }] });
    }
    case "cancel_roster":
      return { ...rota, rosters: without(rota.rosters, (one) => one.id === change.id, "change.id", "roster") };
    case "ask_swap": {
      const swap: Swap = { ...change.swap, id: id(), person: by, askedAt: now };
      swapped(rota, swap, id, now); // what could not be agreed is not asked: the other would hear of it only at their yes
      return within({ ...rota, swaps: [...rota.swaps, swap] });
    }
    case "cancel_swap": {
      const swap = swapOf(rota, change.id);
      if (swap.person !== by) throw new Refusal("NotAllowed", "Only whoever asked for this swap may take it back.");
      return { ...rota, swaps: rota.swaps.filter((one) => one.id !== change.id) };
    }
    case "answer_swap": {
      const swap = swapOf(rota, change.id);
      if (swap.with !== by) throw new Refusal("NotAllowed", "Only whoever was asked may answer this swap.");
      const over = { ...rota, swaps: rota.swaps.filter((one) => one.id !== change.id) };
      return change.yes ? swapped(over, swap, id, now) : over;
    }
  }
}

/** Throws Invalid for those of a list that are wrong, by their fields: the first fifty. */
function mustBeNone<T>(all: readonly T[], isWrong: (one: T) => boolean, field: (nth: number) => string, reason: string): void {
  const wrong = all.flatMap((one, nth) => (isWrong(one) ? [{ field: field(nth), reason }] : []));
  if (wrong.length > 0) throw invalid(...wrong.slice(0, 50));
}

/** A list without the one that is meant. Throws Invalid when it is not there. */
function without<T>(all: readonly T[], isIt: (one: T) => boolean, field: string, noun: string): T[] {
  const left = all.filter((one) => !isIt(one));
  if (left.length === all.length) throw invalid({ field, reason: `there is no such ${noun}` });
  return left;
}

function swapOf(rota: Rota, id: string): Swap {
  const swap = rota.swaps.find((one) => one.id === id);
  if (!swap)
    throw invalid({ field: "change.id", reason: "there is no such swap: it has been answered, taken back, or has begun" });
  return swap;
}

/** A rota is one item of the table, which keeps at most 400 kB of it. */
const MOST_SIGNS = 320_000;

/** The rota, when it is still no larger than a rota may be. */
function within(rota: Rota): Rota {
  const read = Rota.safeParse(rota);
  const size = JSON.stringify(rota).length;
  if (size > MOST_SIGNS)
    throw invalid({ field: "change", reason: `it would make the rota too large to keep: ${size} signs, at most ${MOST_SIGNS}` });
  if (read.success) return rota;
  throw invalid(...read.error.issues.map(({ path, message }) => ({ field: path.join("."), reason: message })));
}

/** An override that says something: it changes who is on duty, and no other override speaks of the same person at that time. */
function overriding(rota: Rota, override: Override, at: string): Override {
  const [from, to] = [momentOf(override.from), momentOf(override.to)];
  const named = (one: Override) => [one.person, ...(one.with ? [one.with] : [])];
  const other = rota.overrides.find(
    (one) => momentOf(one.from) < to && from < momentOf(one.to) && named(one).some((person) => named(override).includes(person)),
  );
  if (other)
    throw invalid({
      field: `${at}.person`,
      reason: `override ${other.id} speaks of the same person from ${london(momentOf(other.from))} to ${london(momentOf(other.to))}: cancel it first`,
    });
  const there = stretches(rota, from, to);
  if (there.some(({ people }) => override.with && people.includes(override.with)))
    throw invalid({ field: `${at}.with`, reason: "is on duty here at that time already: one fewer would be there" });
  if (differences(rota, { ...rota, overrides: [...rota.overrides, override] }, from, to).length === 0)
    throw invalid({
      field: `${at}.person`,
      reason: override.kind === "add" ? "is on duty here all that time already" : "is not on duty here at that time",
    });
  return override;
}

/** Both must be able to give what they give. */
function mustBeSwappable(rota: Rota, { person, with: other, give, take }: Swap, now: Instant): void {
  if (other === person) throw invalid({ field: "change.swap.with", reason: "must be somebody else" });
  const parts = [["give", give, person, other] as const, ...(take ? [["take", take, other, person] as const] : [])];
  for (const [name, part, giver, taker] of parts) {
    const [from, to] = [momentOf(part.from), momentOf(part.to)];
    const field = `change.swap.${name}`;
    if (from <= now) throw invalid({ field: `${field}.from`, reason: "must not have begun" });
    const there = stretches(rota, from, to);
    if (!there.every(({ people }) => people.includes(giver)))
      throw invalid({ field, reason: `${giver} is not on duty here all that time` });
    if (there.some(({ people }) => people.includes(taker)))
      throw invalid({ field, reason: `${taker} is on duty here at that time already: one fewer would be there` });
  }
}

function swapped(rota: Rota, swap: Swap, id: (nth: number) => string, now: Instant): Rota {
  mustBeSwappable(rota, swap, now);
  const { person, with: other, give, take } = swap;
  const given = handedOn(rota, { person, with: other, ...give, id: id(0) }, "change.swap.give");
  return within(take ? handedOn(given, { person: other, with: person, ...take, id: id(1) }, "change.swap.take") : given);
}

type Handing = Pick<Override, "id" | "person" | "from" | "to"> & { readonly with: string };

/**
 * A stretch of somebody's goes to somebody else. Where they have exactly that stretch by an override, as after an earlier swap, it takes that
 * one's place; back with whom it was first, nothing is left of it. Throws Invalid where another override stands in its way.
 */
function handedOn(rota: Rota, handing: Handing, at: string): Rota {
  const standing = rota.overrides.find((one) => isSameTime(one, handing) && broughtBy(one) === handing.person);
  if (!standing) {
    const override = inTheirPlace(rota, { kind: "replace", ...handing }, at);
    return { ...rota, overrides: [...rota.overrides, override] };
  }
  const rest = { ...rota, overrides: rota.overrides.filter((one) => one !== standing) };
  const next = standing.kind === "add" ? { person: handing.with } : { with: handing.with };
  const overrides = standing.person === handing.with ? [] : [inTheirPlace(rest, { ...standing, ...next, id: handing.id }, at)];
  const after = { ...rest, overrides: [...rest.overrides, ...overrides] };
  const there = stretches(after, momentOf(handing.from), momentOf(handing.to));
  if (there.every(({ people }) => people.includes(handing.with) && !people.includes(handing.person))) return after;
  throw invalid({
    field: at,
    reason: `${handing.person} would be on duty then all the same: cancel override ${standing.id} first`,
  });
}

/** An override of a swap: what is wrong with it is said of the stretch that is swapped. */
function inTheirPlace(rota: Rota, override: Override, at: string): Override {
  try {
    return overriding(rota, override, at);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw invalid(...error.errors.map(({ reason }) => ({ field: at, reason })));
  }
}

const isSameTime = (one: { from: When; to: When }, other: { from: When; to: When }): boolean =>
  momentOf(one.from) === momentOf(other.from) && momentOf(one.to) === momentOf(other.to);
/** Who is on duty by an override. */
const broughtBy = (one: Override): string | undefined => (one.kind === "add" ? one.person : one.with);

/** How far ahead a change is looked through for what it does. */
export const LOOKED_AHEAD = "PT2208H"; // 92 days

/** What a change does, before anybody has pressed anything: who is on duty now, where that changes, and where too few are left who were enough before. */
export interface Consequences {
  readonly now: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly changes: readonly Difference[];
  readonly leavesShort: readonly Stretch[];
  /** Fewer need to be there from now on, so that fewer gaps are told of. */
  readonly lowersMinimum: boolean;
}

/** What one version of a rota does in place of another, over the next 92 days. */
export function consequences(before: Rota, after: Rota, now: Instant): Consequences {
  const until = plus(now, LOOKED_AHEAD);
  const people = (rota: Rota) => onDutyAt(rota, now).map(({ person }) => person);
  const enough = gaps(before, now, until);
  const short = gaps(after, now, until);
  const isNew = ({ from, to, people: left }: Stretch) =>
    !enough.some((gap) => gap.from <= from && to <= gap.to && gap.people.length <= left.length);
  return {
    now: { before: people(before), after: people(after) },
    changes: differences(before, after, now, until),
    leavesShort: short.filter(isNew),
    lowersMinimum: after.minimum < before.minimum,
  };
}

/** Who is taken off duty at this very moment. */
const offDuty = ({ now }: Pick<Consequences, "now">): string[] => now.before.filter((person) => !now.after.includes(person));

/** Is this a change that somebody makes only with a reason: does it leave too few on duty, or take somebody off duty now? */
export const needsReason = (does: Pick<Consequences, "now" | "leavesShort" | "lowersMinimum">): boolean =>
  does.lowersMinimum || does.leavesShort.length > 0 || offDuty(does).length > 0;

/**
 * A change that would leave the desk with too few people, or take somebody off duty at this moment, is made only by somebody who says that
 * they know, and why. Throws NeedsConfirming with what it would do.
 */
export function mustBeConfirmed(does: Consequences, confirmed: string | undefined): void {
  if (confirmed !== undefined || !needsReason(does)) return;
  const { leavesShort } = does;
  const off = offDuty(does);
  const [first] = leavesShort;
  const words = [
    ...(does.lowersMinimum ? ["It lowers how many must be on duty, and so what is told of gaps."] : []),
    ...(off.length > 0 ? [`It takes ${off.join(", ")} off duty at this moment.`] : []),
    ...(first
      ? [
          `It leaves too few on duty from ${london(first.from)} to ${london(first.to)}${leavesShort.length > 1 ? ` and ${leavesShort.length - 1} more times` : ""}.`,
        ]
      : []),
  ];
  throw new Refusal("NeedsConfirming", `${words.join(" ")} Say why, and it is done.`, {
    facts: { lowersMinimum: does.lowersMinimum, offDutyNow: off, leavesShort: leavesShort.slice(0, 50) },
  });
}
