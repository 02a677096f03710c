import { randomBytes, randomUUID } from "node:crypto";
import { agendaOf } from "../core/learning/agenda.ts";
import { planCall } from "../core/learning/call.ts";
import { packOf } from "../core/learning/pack.ts";
import { occasionOn } from "../core/learning/series.ts";
import type { Tally } from "../core/measures/tally.ts";
import { spoken } from "../core/reference.ts";
import { plus, since } from "../core/time.ts";
import { startDatabase } from "../local/database.ts";
import { auditBeside, ensureTables } from "../local/table.ts";
import { row } from "./figures.ts";
import { keepQuarter } from "./keep-quarter.ts";
import { quarter } from "./quarter.ts";

const SEED = 1;
const FROM = "2026-07-01";
const NOW = "2026-10-01T08:00:00.000Z";
/** So many cases have ended since the last call: more than a week of London has, a quarter of it, and ten times that. */
const PACKS = [1_000, 5_000, 50_000];

/** The first call of a series looks back 45 days. */
const LOOKED_AT = "PT1080H";
const LOOKED_AT_MS = 44 * 86_400_000;

/** A made-up quarter: how long it takes to make it, to keep it, to count it from its stories, and what a pack and a board cost. The figures that were kept are compared with those made anew. */
export async function benchLearning({ cases = 5_000 }: { cases?: number } = {}): Promise<void> {
  const database = await startDatabase();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    AWS_REGION: "eu-west-2",
    AWS_ACCESS_KEY_ID: "local",
    AWS_SECRET_ACCESS_KEY: "local",
    TABLE: "bench",
    AUDIT: auditBeside("bench"),
    SUBJECT_KEY: "a key for a bench and for nothing else",
    SITE: "http://localhost",
    LOG: "silent",
  });
  try {
    await ensureTables("bench");
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

/** As many rows as DynamoDB Local, which does one thing after another, still answers with within the 4 s that a call may take. */
const MOST_READ = 5_000;

/** The pack of a call that looks at so many cases: built from rows at hand, and read from the table first as far as the local database carries it. */
async function packs(kept: readonly Tally[]): Promise<void> {
  const [{ gather }, { personIn }, { learningInForce }] = await Promise.all([
    import("../functions/gather-agenda.ts"),
    import("../functions/person-in-pack.ts"),
    import("../functions/aws/directory.ts"),
  ]);
  const learning = await learningInForce("london", NOW);
  const series = learning?.series.find(({ code }) => code === "weekly");
  if (!learning || !series) throw new Error("no weekly series");
  const personOf = personIn("salt");
  console.log(row("cases that ended since the last call", "built, seconds", "read and built, seconds", "items", "cards"));
  console.log(row("---", "---", "---", "---", "---"));
  for (const [nth, count] of PACKS.entries()) {
    const now = plus(NOW, `PT${(nth + 1) * 2000}H`);
    const tallies = endedBefore(now, kept, count);
    const call = { ...planCall("london", occasionOn(series, now.slice(0, 10))), startsAt: now, inviteAt: now, packAt: now };
    const from = {
      marks: [],
      reviews: [],
      concerns: [],
      actions: [],
      carried: [],
      named: { tallies, reviews: [] },
      tallies,
      around: tallies,
      personOf,
      agencyOf: (code: string) => code,
      isClean: () => true,
    };
    const began = performance.now();
    const { agenda } = agendaOf(series, from, since(now, LOOKED_AT), now);
    const pack = packOf({ ...call, agenda: agenda.map((item) => ({ ...item, decided: null, actions: [] })) }, from, now);
    const built = ((performance.now() - began) / 1000).toFixed(2);
    const read = count > MOST_READ ? "not here" : await readAndBuilt(tallies, () => gather(call, learning, personOf, now));
    console.log(row(count, built, read, agenda.length, pack.cards.length));
  }
}

async function readAndBuilt(tallies: readonly Tally[], build: () => Promise<unknown>): Promise<string> {
  const [{ db }, { tallyItems }] = await Promise.all([import("../functions/aws/db.ts"), import("../functions/aws/tallies.ts")]);
  const { BatchWriteItemCommand } = await import("@aws-sdk/client-dynamodb");
  const items = tallies.flatMap((tally) => tallyItems("london", tally).slice(1));
  for (let at = 0; at < items.length; at += 25) {
    const batch = items.slice(at, at + 25).map(({ Put }) => ({ PutRequest: { Item: Put?.Item } }));
    await db.send(new BatchWriteItemCommand({ RequestItems: { bench: batch } }));
  }
  const began = performance.now();
  await build();
  return ((performance.now() - began) / 1000).toFixed(2);
}

/** So many rows of cases that ended within the 44 days before an instant, made from those there are. */
function endedBefore(now: string, kept: readonly Tally[], count: number): Tally[] {
  const ended = kept.filter(({ closedAt }) => closedAt !== null);
  return Array.from({ length: count }, (_, nth) => {
    const closedAt = new Date(Date.parse(now) - 200_000 - (nth * LOOKED_AT_MS) / count).toISOString();
    return { ...(ended[nth % ended.length] as Tally), id: randomUUID(), reference: spoken(randomBytes(5)), closedAt };
  });
}
