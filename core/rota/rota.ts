import * as z from "zod";
import { AgencyCode, Code } from "../partnership/partnership.ts";
import { safeText } from "../text.ts";
import { between, Instant } from "../time.ts";
import { Day, dayNumber, momentOf, TimeOfDay, When } from "./wall.ts";

const Title = safeText(120);
/** Made by the change that made the thing: its version, and which of it. */
export const Id = z.string().regex(/^\d{1,6}-\d{1,4}$/, "an id such as 12-0");

/** A stretch of time that is longer than nothing. */
const stretch = { from: When, to: When };
const isForward = ({ from, to }: { from: When; to: When }): boolean => momentOf(from) < momentOf(to);
const FORWARD = { path: ["to"], message: "must be later than `from`" };

/**
 * People who take turns, one shift a day: each is on for so many days in a row, then off, and the next person's turn begins when theirs
 * ends. Without `off` it is until everybody else has had a turn, so that one person is on at a time: a daily rotation is `on` 1, a weekly
 * one 7. With it the turns may overlap, or leave days to another rotation: 2 on and 8 off for five people is one of a 2-2-2-4 pattern.
 */
export const Rotation = z
  .strictObject({
    code: Code,
    title: Title,
    people: z.array(Code).min(1).max(60),
    on: z.int().min(1).max(366),
    off: z.int().min(0).max(366).optional(),
    from: TimeOfDay.meta({ description: "When the day's shift begins, on London's wall clock." }),
    to: TimeOfDay.meta({ description: "When it ends: on the next day unless later than `from`. The same time is a whole day." }),
    weekdays: z
      .array(z.int().min(1).max(7))
      .min(1)
      .max(7)
      .optional()
      .meta({ description: "Only shifts that begin on these days, 1 for Monday. The turns count on through the others." }),
    starts: Day.meta({ description: "The day of the first person's first shift." }),
    ends: Day.nullable().default(null).meta({ description: "The last day on which a shift begins." }),
  })
  .refine(({ people }) => new Set(people).size === people.length, { path: ["people"], message: "names somebody twice" })
  .refine(({ starts, ends }) => ends === null || dayNumber(ends) >= dayNumber(starts), {
    path: ["ends"],
    message: "must not be before `starts`",
  });
export type Rotation = z.output<typeof Rotation>;

/** No shift of one person is longer: 31 days without a hand-over is a slip of the pen. */
export const LONGEST_SHIFT_MS = 31 * 86_400_000;
export const NewShift = z
  .strictObject({ person: Code, ...stretch })
  .refine(isForward, FORWARD)
  .refine(({ from, to }) => between(momentOf(from), momentOf(to)) <= LONGEST_SHIFT_MS, {
    path: ["to"],
    message: "at most 31 days after `from`",
  });
export type NewShift = z.output<typeof NewShift>;
/** One person's shift by itself, as a roster that is made elsewhere has it. */
const Shift = NewShift.safeExtend({ id: Id });

/** For a while, something else than the rotations and shifts: somebody more, somebody less, or somebody in somebody's place. */
export const NewOverride = z
  .strictObject({
    kind: z.enum(["add", "remove", "replace"]),
    person: Code,
    with: Code.optional().meta({ description: "Who comes in their place; only to replace somebody." }),
    ...stretch,
  })
  .refine(isForward, FORWARD)
  .refine((one) => (one.kind === "replace") === (one.with !== undefined), {
    path: ["with"],
    message: "is for replacing somebody, and needed for that",
  })
  .refine((one) => one.with !== one.person, { path: ["with"], message: "must be somebody else" });
export type NewOverride = z.output<typeof NewOverride>;
const Override = NewOverride.safeExtend({ id: Id });
export type Override = z.output<typeof Override>;

/** For a while, these shifts and no others: rotations and single shifts rest. Where two overlap, the later one counts. */
export const NewRoster = z
  .strictObject({ title: Title, ...stretch, shifts: z.array(NewShift).max(500) })
  .refine(isForward, FORWARD);
export type NewRoster = z.output<typeof NewRoster>;
const Roster = NewRoster.safeExtend({ id: Id });

/** Somebody asks somebody else to take a stretch of theirs, perhaps against one of the other's. It counts once the other has said yes. */
export const NewSwap = z
  .strictObject({
    give: z.strictObject(stretch).refine(isForward, FORWARD),
    with: Code,
    take: z.strictObject(stretch).refine(isForward, FORWARD).nullable().default(null),
  })
  .meta({ description: "`give` is a stretch of the asker's own shifts, `take` one of the other's in return." });
export type NewSwap = z.output<typeof NewSwap>;
const Swap = NewSwap.safeExtend({ id: Id, person: Code, askedAt: Instant });
export type Swap = z.output<typeof Swap>;

/** How many there may be of each, so that a rota stays one item of the table. What is over leaves with the next change; earlier versions keep it. */
export const MOST = { rotations: 40, shifts: 2500, overrides: 300, rosters: 30, swaps: 50 } as const;

/** Who answers at one desk when. How many must be there at any time is a rule of the rota: none, for a desk that is not always open. */
export const Rota = z.strictObject({
  team: Code,
  minimum: z.int().min(0).max(6),
  rotations: z.array(Rotation).max(MOST.rotations),
  shifts: z.array(Shift).max(MOST.shifts),
  overrides: z.array(Override).max(MOST.overrides),
  rosters: z.array(Roster).max(MOST.rosters),
  swaps: z.array(Swap).max(MOST.swaps),
});
export type Rota = z.output<typeof Rota>;

/** Everybody whom a rota names. */
export const peopleOf = ({ rotations, shifts, overrides, rosters, swaps }: Rota): string[] => [
  ...new Set([
    ...rotations.flatMap(({ people }) => people),
    ...[...shifts, ...rosters.flatMap((roster) => roster.shifts)].map(({ person }) => person),
    ...[...overrides, ...swaps].flatMap((one) => [one.person, ...(one.with ? [one.with] : [])]),
  ]),
];

/** A desk nobody has made a rota for: somebody ought to be there, and nobody is. */
export const emptyRota = (team: string): Rota => ({
  team,
  minimum: 1,
  rotations: [],
  shifts: [],
  overrides: [],
  rosters: [],
  swaps: [],
});

/** One version of a rota, and the change that made it: who made it when, what it was, and why. Versions stay: they say who was on duty then. */
export const RotaVersion = z.strictObject({
  rota: Rota,
  version: z.int().nonnegative(),
  at: Instant,
  by: z.strictObject({ id: z.string(), name: z.string(), agency: AgencyCode }).nullable(),
  what: z.string(),
  why: safeText(500).nullable(),
  /** The press of the button that made it: pressed again, it makes no other. */
  press: z.string().nullable(),
  /** The presses that made the versions before it, the newest first. */
  presses: z.array(z.strictObject({ press: z.string(), version: z.int() })).optional(),
});
export type RotaVersion = z.output<typeof RotaVersion>;

/** So many presses are remembered: whoever presses again does so within seconds, and a rota is not changed that often meanwhile. */
const MOST_PRESSES = 20;

/** The presses that made this version of a rota and those before it, the newest first. */
export const pressesOf = ({ press, version, presses = [] }: RotaVersion): NonNullable<RotaVersion["presses"]> =>
  [...(press === null ? [] : [{ press, version }]), ...presses].slice(0, MOST_PRESSES);

/** What a desk has before its first change. */
export const noRotaYet = (team: string): RotaVersion => ({
  rota: emptyRota(team),
  version: 0,
  at: "2020-01-01T00:00:00.000Z",
  by: null,
  what: "none",
  why: null,
  press: null,
});
