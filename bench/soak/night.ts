import type { lineOf } from "../../core/escalation/view.ts";
import { demo } from "../../local/demo-people.ts";
import { london } from "../quarter/scene.ts";
import { nothingAsked, pause, type Tally } from "./asking.ts";
import { type Boards, watch } from "./board-reader.ts";
import { type Kept, live, withdraw } from "./case-life.ts";
import type { Run, Soaked } from "./judge.ts";
import { type Browser, type Caller, caller, signIn, WATCHED } from "./people.ts";
import { startProduct, takenBy } from "./product.ts";
import { rowsOf } from "./rows.ts";
import { runsOf, type Sample, sampling } from "./sample.ts";

/** How much is asked of the product, and for how long. */
export interface Load {
  readonly minutes: number;
  readonly aSecond: number;
  readonly readers: number;
  /** How long nobody asks anything, before it is looked at what is left. */
  readonly restMinutes: number;
}

/** A soak as it went: what it is judged by, and what is drawn of it. */
export interface Soak {
  readonly soaked: Soaked;
  readonly samples: readonly Sample[];
  readonly tally: Tally;
  /** What was raised in it: what the product had raised to show how is not among them. */
  readonly kept: readonly Kept[];
  readonly boards: Boards;
}

const SAMPLE_MS = 5000;
/** Two hundred are seated in half a minute. */
const BETWEEN_READERS_MS = 100;
/** Connections that nobody uses are closed by then, by whoever tires first. */
const IDLE_MS = 40_000;

/** Starts the product, lets people raise, answer and watch, lets it rest, and looks at what is left. `tell` hears of each sample. */
export async function soak(
  { minutes, aSecond, readers, restMinutes }: Load,
  tell: (sample: Sample) => void,
  flags: readonly string[],
): Promise<Soak> {
  const agreed = london();
  const product = await startProduct(flags);
  const { site, pids } = product;
  const rows = rowsOf(
    product,
    agreed.areas.map(({ code }) => code),
  );
  try {
    const callers = await callersOf(site);
    const shown = await endDemonstration(callers);
    await pause(IDLE_MS);
    const before = takenBy(pids.product).sockets;
    const night = { agreed, callers, tally: nothingAsked(), kept: [...shown] };
    const { tally, kept } = night;
    const boards: Boards = new Map();
    let over = false;
    const watching = await seated(site, readers, (browser, page) => watch(browser, page, { tally, boards, over: () => over }));
    const samples: Sample[] = [];
    const sample = sampling(product, tally, rows.count);
    const began = Date.now();
    const look = async () => {
      const seen = await sample();
      samples.push(seen);
      tell(seen);
    };
    const start = performance.now();
    const lives = Array.from({ length: Math.round(minutes * 60 * aSecond) }, async (_, nth) => {
      const due = start + (nth * 1000) / aSecond;
      await pause(due - performance.now());
      await live(night, nth, due);
    });
    let raising = true;
    const ended = Promise.all(lives).then(() => {
      raising = false;
    });
    for (let nth = 1; raising; nth += 1) {
      await Promise.race([ended, pause(start + nth * SAMPLE_MS - performance.now())]);
      await look();
    }
    over = true;
    await Promise.all(watching);
    const busy = [...samples];
    await pause(restMinutes * 60_000);
    await look();
    const runs = runsAmong((await runsOf(site)).running, kept);
    await pause(IDLE_MS);
    const soaked: Soaked = {
      samples: busy,
      heap: product.collections.map(({ at, heapMiB }) => ({ at: (at - began) / 1000, heapMiB })),
      refused: [...tally.raises.refused, ...tally.moves.refused, ...tally.boards.refused],
      lost: await lostOf(callers, kept),
      open: kept.filter(({ closed }) => !closed).map(({ reference }) => reference),
      runs,
      rows: await rows.count(),
      sockets: { before, after: takenBy(pids.product).sockets },
      now: Date.now(),
      raisesAMinute: aSecond * 60,
    };
    return { soaked, samples, tally, kept: kept.slice(shown.length), boards };
  } finally {
    rows.close();
    await product.stop();
  }
}

async function callersOf(site: string): Promise<Map<string, Caller>> {
  const all = await Promise.all(demo.people.map(({ id }) => caller(site, id)));
  return new Map(all.map((one) => [one.person, one]));
}

/** The cases that the product raises at its first start, to show how: withdrawn, so that nothing is open before the first raise. */
async function endDemonstration(callers: ReadonlyMap<string, Caller>): Promise<Kept[]> {
  const ended: Kept[] = [];
  for (const raiser of callers.values()) {
    if (!raiser.raises) continue;
    const { items } = (await (await raiser.ask("GET", "escalations?most=100")).json()) as { items: ReturnType<typeof lineOf>[] };
    for (const one of items) if (one.stage !== "closed") ended.push(await withdraw(raiser, one));
  }
  if (ended.length === 0) throw new Error("The demonstration has raised nothing.");
  return ended;
}

/**
 * Everybody at a board, one after another: two hundred who open theirs in the same second, before anything has been compiled, are no night
 * but a restart. The boards are shared out evenly: each is on several screens.
 */
async function seated(
  site: string,
  readers: number,
  sit: (browser: Browser, page: string) => Promise<void>,
): Promise<Promise<void>[]> {
  const watching: Promise<void>[] = [];
  for (let nth = 0; nth < readers; nth += 1) {
    const next = WATCHED[nth % WATCHED.length];
    if (next) watching.push(sit(await signIn(site, next.person), next.page));
    await pause(BETWEEN_READERS_MS);
  }
  return watching;
}

/** A run of a case begins with the case's id; those of partners' calls do not, and go on until the call. */
const OF_A_CASE = /^[0-9a-f]{8}-/;
/** The runs of cases beside the cases that they keep the time of: a run is named after its case, one that was started again too. */
export function runsAmong(
  running: readonly { readonly name: string; readonly wakeAt: string | null }[],
  kept: readonly Pick<Kept, "id" | "at" | "closed">[],
): Run[] {
  const cases = new Map(kept.map(({ id, at, closed }) => [id, { raisedAt: at, ended: closed }]));
  return running
    .filter(({ name }) => OF_A_CASE.test(name))
    .map(({ name, wakeAt }) => ({ name, wakeAt, of: cases.get(name.slice(0, name.lastIndexOf("-v"))) }));
}

/** Which of the references that were given are in no list of what their agency has raised. */
async function lostOf(callers: ReadonlyMap<string, Caller>, kept: readonly Kept[]): Promise<string[]> {
  const listed = new Set<string>();
  for (const agency of new Set(kept.map((one) => one.agency))) {
    const one = [...callers.values()].find((caller) => caller.agency === agency && caller.raises);
    for (let after: string | null | undefined = ""; one && after !== null && after !== undefined; ) {
      const page = await one.ask("GET", `escalations?most=100${after ? `&after=${encodeURIComponent(after)}` : ""}`);
      const { items, next } = (await page.json()) as { items: { reference: string }[]; next: string | null };
      for (const { reference } of items) listed.add(reference);
      after = next;
    }
  }
  return kept.filter(({ reference }) => !listed.has(reference)).map(({ reference }) => reference);
}
