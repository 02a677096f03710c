/** What was seen of the product at one moment. */
export interface Seen {
  /** Seconds since the first raise. */
  readonly at: number;
  readonly residentMiB: number;
  readonly sockets: number;
  /** All runs of workflows that there have been. */
  readonly executions: number;
  /** How long boards took to answer since the moment before, in milliseconds. */
  readonly boardMs: readonly number[];
}

/** A run of a workflow that goes on, and whether the case that it keeps the time of has ended. */
export interface Run {
  readonly name: string;
  readonly wakeAt: string | null;
  /** Undefined when nobody knows of such a case. */
  readonly of: { readonly raisedAt: number; readonly ended: boolean } | undefined;
}

/** What is left in the sparse indexes. */
export interface Rows {
  readonly openCases: number;
  /** What falls due of cases and of their messages. */
  readonly dueOfCases: number;
  /** How much should have been seen to two minutes ago. */
  readonly overdue: number;
}

/** All that the soak is judged by. */
export interface Soaked {
  readonly samples: readonly Seen[];
  /** The heap after each collection that went through all of it. */
  readonly heap: readonly { readonly at: number; readonly heapMiB: number }[];
  readonly refused: readonly string[];
  /** References that were given, and are in no list of their agency. */
  readonly lost: readonly string[];
  /** References of cases that their people could not end. */
  readonly open: readonly string[];
  readonly runs: readonly Run[];
  readonly rows: Rows;
  readonly sockets: { readonly before: number; readonly after: number };
  /** When all this was looked at, and how often somebody raised each minute. */
  readonly now: number;
  readonly raisesAMinute: number;
}

/** One thing that must hold. Undefined: the run was too short to say. */
export interface Verdict {
  readonly what: string;
  readonly holds: boolean | undefined;
  readonly said: string;
}

/** The slope of the line that lies nearest to some points, by least squares. NaN where there are not two moments. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length;
  const [x, y] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const over = points.reduce((sum, [at, value]) => sum + (at - x) * (value - y), 0);
  return over / points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
}

/** The middle one of some values; NaN of none. */
export const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const MINUTE = 60;
/** What begins with a process is over by then: its code is compiled, its pools are full, and no more cases are opened than are ended. */
const SETTLED = 1 / 3;
/** A slope over less than this is the collector's rhythm, and nothing else. */
const LEAST_MINUTES = 4;

/**
 * What the laboratory keeps of a run of a workflow for as long as it lives: its name, its input and how it ended. 0.5 to 1 KiB were measured.
 * Step Functions keeps them too, for 90 days. The inbox keeps letters in the same way; the soak empties it.
 */
export const KEPT_OF_A_RUN_KIB = 1;
/** One case in memory, without its terms: 8.0 KiB over sixty made-up ones. Whatever forgot to let go of each case once would grow by this much a raise. */
export const A_CASE_KIB = 8;

/** How fast memory may grow, in MiB a minute: what the laboratory keeps by design, and less than a leak of one case for each raise. */
export const mayGrow = (runsAMinute: number, raisesAMinute: number): number =>
  (runsAMinute * KEPT_OF_A_RUN_KIB + raisesAMinute * A_CASE_KIB) / 1024;

/**
 * Resident memory is what the collector has asked for and not given back, too: it may end so much higher than it was, as a share of it. The
 * heap that a whole collection leaves is held to the strict bound; this one is for what lies outside of it, as buffers do.
 */
const SWING = 0.05;

const settled = <T extends { readonly at: number }>(points: readonly T[], end: number): T[] =>
  points.filter(({ at }) => at >= end * SETTLED && at <= end);

function growth(what: string, points: readonly (readonly [number, number])[], most: number, minutes: number): Verdict {
  const grows = slope(points) * MINUTE;
  const said = `${grows.toFixed(2)} MiB a minute, at most ${most.toFixed(2)}`;
  if (minutes * (1 - SETTLED) < LEAST_MINUTES || Number.isNaN(grows))
    return { what, holds: undefined, said: `${said}: too short a run to judge` };
  return { what, holds: grows <= most, said };
}

/** Runs that should have woken and have not, and runs of no case that anybody was told of. */
export const lostRuns = (runs: readonly Run[], now: number): Run[] =>
  runs.filter(({ wakeAt, of }) => !of || wakesAt(wakeAt) < now - MINUTE * 1000);

/** A run first looks at its case when the first reminder is due, or when one that nobody can answer is to be asked about again: within this. */
const FIRST_LOOK_MS = 6 * 60_000;
/**
 * Runs of cases that have ended, asleep beyond their first look. Each began so late that its case had moved on and had a further limit; it
 * ends by itself when it wakes. Where runs begin at once there are next to none.
 */
export const asleep = (runs: readonly Run[]): Run[] =>
  runs.filter(({ wakeAt, of }) => of?.ended && wakesAt(wakeAt) > of.raisedAt + FIRST_LOOK_MS);
const FEW_ASLEEP = 0.02;

const wakesAt = (wakeAt: string | null): number => (wakeAt === null ? 0 : Date.parse(wakeAt));

/** The pool of connections to the database is as large as the last rush left it. */
const A_FEW_SOCKETS = 10;
/** What a board costs depends on what is open, never on what has been: the same number is open at both times. DynamoDB Local itself slows down a little. */
const SLOWER = 1.5;

/** What must hold of a soak, each with what was found. */
export function verdicts(soaked: Soaked): Verdict[] {
  const { samples, heap, refused, lost, open, runs, rows, sockets, now, raisesAMinute } = soaked;
  const end = samples.at(-1)?.at ?? 0;
  const late = settled(samples, end);
  const [first, last] = [late[0], late.at(-1)];
  const runsAMinute = first && last ? ((last.executions - first.executions) / (last.at - first.at)) * MINUTE : 0;
  const most = mayGrow(runsAMinute, raisesAMinute);
  const minutes = end / MINUTE;
  const [strays, sleepers] = [lostRuns(runs, now), asleep(runs)];
  const boards = (from: number, to: number) =>
    middle(samples.flatMap(({ at, boardMs }) => (at > from && at <= to ? boardMs : [])));
  const [began, ended] = [boards(MINUTE, 2 * MINUTE), boards(end - MINUTE, end)];
  const slower = ended / began;
  return [
    { what: "nothing was refused", holds: refused.length === 0, said: counted(refused) },
    { what: "no raise was lost", holds: lost.length === 0, said: counted(lost) },
    { what: "every case was ended", holds: open.length === 0, said: counted(open) },
    {
      what: "no run goes on that has nothing to wait for",
      holds: strays.length === 0 && sleepers.length <= FEW_ASLEEP * (last?.executions ?? 0),
      said: `${runs.length} go on: ${counted(strays.map(({ name }) => name))} lost, ${sleepers.length} asleep beyond their first look`,
    },
    {
      what: "no row is open or due that has nothing to wait for",
      holds: rows.openCases === open.length && rows.dueOfCases <= open.length && rows.overdue === 0,
      said: `${rows.openCases} open, ${rows.dueOfCases} due of cases, ${rows.overdue} overdue`,
    },
    {
      what: "sockets are as few as at the start",
      holds: sockets.after <= sockets.before + A_FEW_SOCKETS,
      said: `${sockets.before} before, ${sockets.after} after`,
    },
    growth(
      "the heap does not grow",
      settled(heap, end).map(({ at, heapMiB }) => [at, heapMiB]),
      most,
      minutes,
    ),
    growth(
      "resident memory does not grow",
      late.map(({ at, residentMiB }) => [at, residentMiB]),
      most + (SWING * middle(late.map(({ residentMiB }) => residentMiB))) / (minutes * (1 - SETTLED)),
      minutes,
    ),
    {
      what: "a board takes no longer than at the start",
      holds: Number.isNaN(slower) || minutes < 3 ? undefined : slower <= SLOWER,
      said: `${Math.round(began)} ms in the second minute, ${Math.round(ended)} ms in the last, ratio ${slower.toFixed(2)}`,
    },
  ];
}

const counted = (of: readonly string[]): string => (of.length === 0 ? "none" : `${of.length}, as ${of[0]}`);
