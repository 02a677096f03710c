import { randomBytes, randomUUID } from "node:crypto";
import type { Tally } from "../core/measures/tally.ts";
import { spoken } from "../core/reference.ts";
import { plus } from "../core/time.ts";
import { startDatabase } from "../local/database.ts";
import { ensureTable } from "../local/table.ts";
import { row } from "./figures.ts";
import { keepQuarter } from "./keep-quarter.ts";
import { quarter } from "./quarter.ts";

const SEED = 1;
const FROM = "2026-07-01";
const NOW = "2026-10-01T08:00:00.000Z";
/** So many cases have ended since the last call: more than a week of London has, a quarter of it, and ten times that. */
const PACKS = [1_000, 5_000, 50_000];

const WEEK_MS = 7 * 86_400_000;

/** A made-up quarter: how long it takes to make it, to keep it, to count it from its stories, and what a pack and a board cost. The figures that were kept are compared with those made anew. */
export async function benchLearning({ cases = 5_000 }: { cases?: number } = {}): Promise<void> {
  const database = await startDatabase();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_REGION: "eu-west-2",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    TABLE: "bench",
    SUBJECT_KEY: "a key for a bench and for nothing else",
    SITE: "http://localhost",
    LOG: "silent",
  });
  try {
    await ensureTable("bench");
    await measured(cases);
  } finally {
    await database.close();
  }
}

async function measured(cases: number): Promise<void> {
  const [{ rebuildTallies }, { talliesRaised }, { applyConfig }, { boardFor }] = await Promise.all([
    import("../functions/aws/rebuild.ts"),
    import("../functions/aws/tallies.ts"),
    import("../operate/apply-config.ts"),
    import("../functions/board.ts"),
  ]);
  await applyConfig("config/london", { now: "2026-06-01T00:00:00.000Z" });
  console.log(row("what", "how many", "seconds"));
  console.log(row("---", "---", "---"));
  const rows = await timed("cases made, with their stories", cases, () => [...quarter({ seed: SEED, cases, from: FROM })]);
  const facts = rows.reduce((sum, one) => sum + one.facts.length, 0);
  await timed("items kept", facts, () => keepQuarter(rows));
  const first = await timed("counted from their stories", cases, () => rebuildTallies("london", true));
  const again = await timed("counted anew and compared", cases, () => rebuildTallies("london", false));
  const kept = await timed("read for a board", cases, () => talliesRaised("london", "2026-06-30T23:00:00.000Z", NOW));
  const cut = { from: "2026-07", months: 3, area: null } as const;
  await timed("the board of the quarter", kept.length, () => boardFor({ partnership: "london" }, cut, NOW));
  console.log(
    `\n${first.cases} had ended; ${again.missing + again.different.length} of them were counted otherwise when they were counted anew.\n`,
  );
  await packs(kept);
}

async function timed<T>(what: string, count: number, work: () => T | Promise<T>): Promise<T> {
  const began = performance.now();
  const made = await work();
  console.log(row(what, count, ((performance.now() - began) / 1000).toFixed(2)));
  return made;
}

/** The pack of a call that looks at so many cases: they are read, ranked, and the cards made. */
async function packs(kept: readonly Tally[]): Promise<void> {
  const [{ gather }, { personIn }, { learningInForce }] = await Promise.all([
    import("../functions/gather-agenda.ts"),
    import("../functions/person-in-pack.ts"),
    import("../functions/aws/directory.ts"),
  ]);
  const { planCall, strikeCall } = await import("../core/learning/call.ts");
  const { occasionOn } = await import("../core/learning/series.ts");
  const learning = await learningInForce("london", NOW);
  const series = learning?.series.find(({ code }) => code === "weekly");
  if (!learning || !series) throw new Error("no weekly series");
  console.log(row("cases that ended since the last call", "seconds to build the pack", "items", "cards", "MB taken"));
  console.log(row("---", "---", "---", "---", "---"));
  for (const [nth, count] of PACKS.entries()) {
    const now = plus(NOW, `PT${(nth + 1) * 1000}H`);
    await keepTallies(kept, count, now);
    const call = { ...planCall("london", occasionOn(series, now.slice(0, 10))), startsAt: now, inviteAt: now, packAt: now };
    globalThis.gc?.();
    const [began, heap] = [performance.now(), process.memoryUsage().heapUsed];
    const { gathered, pack } = await gather(call, learning, personIn("salt"), now);
    const sent = strikeCall({ ...call, startsAt: plus(now, "PT1H"), endsAt: plus(now, "PT2H") }, now, learning, gathered);
    const made = pack(sent?.next ?? call);
    const seconds = (performance.now() - began) / 1000;
    const taken = (process.memoryUsage().heapUsed - heap) / 1e6;
    console.log(row(count, seconds.toFixed(2), made.agenda.length, made.cards.length, taken));
  }
}

/** So many rows of cases that ended within the week before an instant, made from those there are. */
async function keepTallies(kept: readonly Tally[], count: number, now: string): Promise<void> {
  const [{ db }, { tallyItems }] = await Promise.all([import("../functions/aws/db.ts"), import("../functions/aws/tallies.ts")]);
  const { BatchWriteItemCommand } = await import("@aws-sdk/client-dynamodb");
  const ended = kept.filter(({ closedAt }) => closedAt !== null);
  const items = Array.from({ length: count }, (_, nth) => {
    const closedAt = new Date(Date.parse(now) - 1000 - (nth * WEEK_MS) / (count * 1.01)).toISOString();
    const like = ended[nth % ended.length] as Tally;
    return tallyItems("london", { ...like, id: randomUUID(), reference: spoken(randomBytes(5)), closedAt });
  }).flatMap((pair) => pair.slice(1));
  for (let at = 0; at < items.length; at += 25) {
    const batch = items.slice(at, at + 25).map(({ Put }) => ({ PutRequest: { Item: Put?.Item } }));
    await db.send(new BatchWriteItemCommand({ RequestItems: { bench: batch } }));
  }
}
