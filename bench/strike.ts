import { randomBytes, randomUUID } from "node:crypto";
import { BatchWriteItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { Ask } from "../core/escalation/ask.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import { raise } from "../core/escalation/raise.ts";
import { indexesOf, keys } from "../core/keys.ts";
import { pathwayInForce, termsInForce } from "../core/partnership/terms.ts";
import { spoken } from "../core/reference.ts";
import { between, type Instant } from "../core/time.ts";
import { startDatabase } from "../local/database.ts";
import { newSecrets, startMachine } from "../local/machine.ts";
import { A_RAISE } from "../local/main-job.ts";
import { row, spread } from "./figures.ts";

const TABLE = "bench";
const HOUR_MS = 3_600_000;

/**
 * How late a limit is struck while this many cases wait: planned cases raised evenly over the hour that their acknowledgement may take,
 * so that some fall due each second, each with its own run of the workflow waiting.
 */
export async function benchStrike({
  waiting = 10_000,
  seconds = 90,
}: {
  waiting?: number;
  seconds?: number;
} = {}): Promise<void> {
  process.env.LOG = "silent";
  const database = await startDatabase();
  const machine = await startMachine({ database: database.endpoint, table: TABLE, port: 0, secrets: await newSecrets() });
  const [directory, cases] = await Promise.all([import("../functions/aws/directory.ts"), import("../functions/aws/cases.ts")]);
  const now = new Date().toISOString();
  const agreed = await directory.inForce("london", now);
  const pathway = pathwayInForce(agreed, A_RAISE.pathway, A_RAISE.place.borough, now);
  const terms = termsInForce(agreed, A_RAISE.pathway, A_RAISE.place.borough, "RJ1", now);
  const duty = await directory.onDuty("london", terms, now);
  const { pathway: _, ...words } = A_RAISE;
  const ask = Ask.parse({ ...words, type: "conveyance", threshold: ["none_unsure"] });
  const by = { id: "amara_bell", name: "Amara Bell", agency: "RJ1" };

  const seeding = Date.now();
  const first = seeding + 60_000 - HOUR_MS; // the earliest falls due when everything has been put up
  const made = Array.from({ length: waiting }, (_, nth): Escalation => {
    const at = new Date(first + (nth * HOUR_MS) / waiting).toISOString();
    const names = { partnership: "london", id: randomUUID(), reference: spoken(randomBytes(5)) };
    const { next } = raise(names, ask, undefined, by, at, pathway, terms, duty);
    const clocks = next.clocks.map((clock) =>
      clock.warnAt && clock.warnAt < now ? { ...clock, warnedAt: clock.warnAt } : clock,
    );
    return { ...next, clocks };
  });
  await written(made);
  while (machine.workflow.executions.size < waiting) await pause(200);
  console.log(
    `${waiting} cases wait, each with its run of the workflow, ${((Date.now() - seeding) / 1000).toFixed(0)} s after the first was written.`,
  );

  const from: Instant = new Date().toISOString();
  await pause(seconds * 1000);
  const to: Instant = new Date().toISOString();
  await pause(3000);
  const due = made.filter(({ clocks }) =>
    clocks.some(({ dueAt, warnAt }) => within(dueAt, from, to) || (warnAt !== null && within(warnAt, from, to))),
  );
  const late: number[] = [];
  const wakers = new Map<string, number>();
  for (const one of due) {
    const { items } = await cases.story(one, 2);
    for (const fact of items) {
      if (fact.what !== "limit_missed" && fact.what !== "limit_near") continue;
      const clock = one.clocks.find(({ limit }) => limit === fact.about.limit);
      const owed = fact.what === "limit_missed" ? fact.about.dueAt : (clock?.warnAt ?? "");
      if (!within(owed, from, to)) continue;
      late.push(between(owed, fact.at));
      wakers.set(fact.about.waker, (wakers.get(fact.about.waker) ?? 0) + 1);
    }
  }
  console.log(
    row("waiting", "seconds watched", "fell due", "struck", "by the workflow", "by the sweeper", "late p50 ms", "p99", "worst"),
  );
  console.log(row(...Array<string>(9).fill("---")));
  console.log(
    row(waiting, seconds, due.length, late.length, wakers.get("workflow") ?? 0, wakers.get("sweeper") ?? 0, ...spread(late)),
  );
  await machine.close();
  await database.close();
}

const within = (at: Instant, from: Instant, to: Instant): boolean => at >= from && at < to;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The state alone of many cases, in batches: what is measured is the waiting, not the raising. */
async function written(all: readonly Escalation[]): Promise<void> {
  const db = new DynamoDBClient({});
  for (let nth = 0; nth < all.length; nth += 25) {
    const items = all
      .slice(nth, nth + 25)
      .map((next) => ({ ...keys.state(next), version: next.version, body: next, ...indexesOf(next) }));
    const requests = items.map((item) => ({ PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) } }));
    await db.send(new BatchWriteItemCommand({ RequestItems: { [TABLE]: requests } }));
  }
  db.destroy();
}
