import { globSync, readFileSync } from "node:fs";
import type { QueryCommandInput } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { firstHeard } from "../../core/escalation/first-heard.ts";
import type { Notice } from "../../core/escalation/notice.ts";
import { due } from "../../core/keys.ts";
import { METRICS, type MetricName } from "../../core/metrics.ts";
import type { Person } from "../../core/people.ts";
import type { AskedBy } from "../../functions/web/door.ts";
import { demo } from "../../local/demo-people.ts";
import { dying } from "../dying.ts";
import { aTown, NIGHT, type Town } from "../town.ts";

/** What the functions count of how they do, as CloudWatch would read it out of their log. */
let town: Town;
let lines: Record<string, unknown>[];
const LOG = process.env.LOG;
const began = Date.now();

beforeAll(async () => {
  town = await aTown({ digest: false });
});
beforeEach(async () => {
  await town.anew();
  lines = [];
  delete process.env.LOG;
  jest.spyOn(console, "log").mockImplementation((line) => {
    const read = JSON.parse(String(line));
    if ("_aws" in read) lines.push(read);
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env.LOG = LOG ?? "codes";
});
afterAll(() => town.close());

const addressOf = (person: string) => demo.people.find(({ id }) => id === person)?.channels[0]?.to ?? "";
const mailOnly = ({ channels }: Person) => ({ channels: channels.filter(({ kind }) => kind === "email") });
/** Everything that was counted under a name, one after another. */
const all = (name: MetricName): number[] => lines.flatMap((line) => (name in line ? [line[name]].flat() : []) as number[]);
const sum = (name: MetricName): number => all(name).reduce((one, other) => one + other, 0);
const most = (name: MetricName): number => Math.max(0, ...all(name));
/** To an instant from which the sweeper does not look for half a minute: it looks as each minute of the town begins, and half a minute later. */
const betweenLooks = async (): Promise<void> => {
  const [now, minute] = [Date.parse(town.machine.clock?.now() ?? ""), 60_000];
  const since = (now - NIGHT.getTime()) % minute;
  await town.to(new Date(now - since + minute + 35_000).toISOString());
};
/** So many minutes in each of which the sweeper looks, as it does where it is deployed: the town itself has it look when there may be something to find. */
async function lookedAtFor(minutes: number): Promise<void> {
  const { look } = await import("../../functions/schedule/sweep.ts");
  for (let nth = 0; nth < minutes; nth += 1) {
    await town.forward("PT1M");
    await look(town.machine.clock?.now() ?? "");
  }
}
const REPAIRS = [
  ...(["RepairedLimit", "RepairedRun", "RepairedWaiting", "RepairedUnconfirmed", "StoppedRun"] as const),
  ...(["NobodyReachable", "SweepFailed"] as const),
] as const;
/** A case that has come to its end, in the moves of the two who have to do with it. */
const closed = async (): Promise<void> => {
  const raised = await town.raise();
  const seen = await town.acknowledge("idris_vale", raised);
  await town.decide("idris_vale", seen.body, "attend_immediate");
  await town.as("idris_vale", "POST", `escalations/${raised.id}/arrival`, { callSign: "LX 21" });
  await town.as("amara_bell", "POST", `escalations/${raised.id}/outcome`, { code: "safe", seenBy: "police" });
  await town.move("amara_bell", raised, "answer-read");
  const { version } = await town.read("idris_vale", raised.id);
  const { body } = await town.as("idris_vale", "POST", `escalations/${raised.id}/closure`, { seen: version });
  expect(body.stage).toBe("closed");
};

describe("what is counted", () => {
  it("is 0 wherever something would be wrong, on a town in which all parts work", async () => {
    const raised = await town.raise();
    await lookedAtFor(6); // nobody answers at the first tier, somebody does at the second
    await town.acknowledge("omar_reed", await town.read("omar_reed", raised.id));
    await lookedAtFor(16);
    await (await import("../../functions/schedule/look-at-runs.ts")).handler();
    expect(sum("RunsLookedAt")).toBeGreaterThan(0);
    expect(REPAIRS.filter((name) => all(name).length === 0)).toEqual([]); // 0 at each look, and not silence
    expect(REPAIRS.map((name) => [name, sum(name)])).toEqual(REPAIRS.map((name) => [name, 0]));
    expect([sum("Raised"), all("FirstDelivery").length, sum("NobodyAnswered")]).toEqual([1, 1, 0]);
    expect(all("LatenessByWorkflow").length).toBeGreaterThan(0);
    expect(most("LatenessByWorkflow")).toBeLessThan(60_000);
    expect(all("LatenessBySweeper")).toEqual([]);
    expect(sum("SweepRan")).toBeGreaterThan(0);
    expect(most("OutboxAge")).toBeLessThan(10_000);
  });

  it("says that the sweeper struck, and how late, while the workflow is down", async () => {
    await town.fault({ workflow: "off" });
    await town.raise();
    await town.forward("PT7M");
    expect(sum("RepairedLimit")).toBeGreaterThan(0);
    expect(most("OldestClock")).toBeGreaterThan(0);
    expect(all("LatenessBySweeper")).toHaveLength(1);
    expect(most("LatenessBySweeper")).toBeLessThan(120_000);
    expect(all("LatenessByWorkflow")).toEqual([]);
  });

  it("says that messages waited, and for how long, while the stream is down", async () => {
    await betweenLooks();
    await town.fault({ stream: "off" });
    await town.raise();
    await town.forward("PT2M");
    expect(sum("RepairedWaiting")).toBeGreaterThan(0);
    expect(most("OutboxAge")).toBeGreaterThan(10_000);
    expect(all("FirstDelivery")[0]).toBeGreaterThan(10_000);
  });

  it("says of no message that another sends meanwhile that it waited, or was never confirmed", async () => {
    const { db } = await import("../../functions/aws/db.ts");
    const { look } = await import("../../functions/schedule/sweep.ts");
    const { deliver } = await import("../../functions/stream/dispatch.ts");
    const { dueBy } = await import("../../functions/aws/notices.ts");
    await town.fault({ stream: "off", mail: "never-delivered" });
    town.machine.sweeper.on = false;
    const { id } = await town.raise();
    await town.forward("PT11S");
    const now = town.machine.clock?.now() ?? "";
    const earlier = new Map<string, unknown>();
    db.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next(args);
        const shard = (args.input as QueryCommandInput).ExpressionAttributeValues?.[":pk"]?.S ?? "";
        if (!shard.startsWith("DUE#")) return answer;
        earlier.set(shard, earlier.get(shard) ?? answer.output);
        return { ...answer, output: earlier.get(shard) } as typeof answer;
      },
      { step: "initialize", name: "behind" },
    );
    try {
      const named = (await dueBy(now)).due.filter(({ key }) => key.pk.endsWith(id) && key.sk.startsWith("NOTICE#"));
      expect(named.length).toBeGreaterThan(0);
      for (const { key } of named) await deliver(key, now);
      lines = [];
      await look(now);
      expect([sum("RepairedWaiting"), sum("RepairedUnconfirmed")]).toEqual([0, 0]);
    } finally {
      db.middlewareStack.remove("behind");
      await town.fault({ stream: "on", mail: "accept" });
    }
  });

  it("says that a part of the index could not be read, and mends what the others name", async () => {
    const { db } = await import("../../functions/aws/db.ts");
    const { look } = await import("../../functions/schedule/sweep.ts");
    await town.fault({ stream: "off", workflow: "off" });
    town.machine.sweeper.on = false;
    const { id } = await town.raise();
    await town.forward("PT11S");
    lines = [];
    const its = due(id, NIGHT.toISOString()).duePk;
    let refused = (shard: string) => shard.startsWith("DUE#") && shard !== its;
    db.middlewareStack.add(
      (next) => async (args) => {
        if (refused((args.input as QueryCommandInput).ExpressionAttributeValues?.[":pk"]?.S ?? ""))
          throw Object.assign(new Error("Too many."), { name: "ThrottlingException" });
        return next(args);
      },
      { step: "initialize", name: "refused" },
    );
    try {
      await look(town.machine.clock?.now() ?? "");
      expect([sum("RepairedWaiting") > 0, sum("SweepFailed")]).toEqual([true, 3]);
      refused = (shard) => shard.startsWith("DUE#");
      await expect(look(town.machine.clock?.now() ?? "")).rejects.toThrow("Too many.");
    } finally {
      db.middlewareStack.remove("refused");
      await town.fault({ stream: "on", workflow: "on" });
    }
  });

  it("is of the second look of a run also when the first could see nothing, and the run counts as failed", async () => {
    const { db } = await import("../../functions/aws/db.ts");
    const { handler } = await import("../../functions/schedule/sweep.ts");
    await betweenLooks();
    await town.fault({ stream: "off", workflow: "off" });
    town.machine.sweeper.on = false;
    await town.raise();
    await town.forward("PT11S");
    lines = [];
    const refused = new Set<string>();
    db.middlewareStack.add(
      (next) => async (args) => {
        const shard = (args.input as QueryCommandInput).ExpressionAttributeValues?.[":pk"]?.S ?? "";
        if (!shard.startsWith("DUE#") || refused.has(shard)) return next(args);
        refused.add(shard);
        throw Object.assign(new Error("Too many."), { name: "ThrottlingException" });
      },
      { step: "initialize", name: "refused" },
    );
    try {
      const run = handler().catch((error: Error) => error.message);
      await town.forward("PT31S");
      expect(await run).toBe("Too many.");
      expect(sum("RepairedWaiting")).toBeGreaterThan(0);
    } finally {
      db.middlewareStack.remove("refused");
      await town.fault({ stream: "on", workflow: "on" });
    }
  });

  it("says that a message was never confirmed", async () => {
    await town.fault({ mail: "never-delivered" });
    await town.raise();
    await town.forward("PT3M");
    expect(sum("RepairedUnconfirmed")).toBeGreaterThan(0);
  });

  it("says that a desk had nobody on duty, and that nobody's page there arrived", async () => {
    await town.offShift("duty_inspector_central_south");
    await town.raise();
    await town.forward("PT1M");
    expect(sum("NobodyReachable")).toBe(1);
    lines = [];
    await town.anew();
    await town.fault({ mail: "reject-hard", to: addressOf("idris_vale") });
    await town.enrol(mailOnly, "idris_vale");
    await town.raise();
    await town.forward("PT1M");
    expect(sum("NobodyReachable")).toBe(1);
  });

  it("says that an open case had lost its run, which it has again by then", async () => {
    await town.fault({ workflow: "off" });
    await town.acknowledge("idris_vale", await town.raise());
    await town.fault({ workflow: "on" });
    const { handler } = await import("../../functions/schedule/look-at-runs.ts");
    const looking = handler();
    await town.forward("PT31S");
    await looking;
    expect([sum("RepairedRun"), sum("StoppedRun")]).toEqual([1, 0]);
  });

  it("says that nobody answered", async () => {
    await town.raise();
    await town.forward("PT40M");
    expect(sum("NobodyAnswered")).toBe(1);
  });

  it("says that our clock is not DynamoDB's, which a town's never is", async () => {
    const { theirTime } = await import("../../functions/aws/their-clock.ts");
    const theirs = (await theirTime()) ?? 0;
    expect(theirs - began).toBeGreaterThan(-2000);
    expect(theirs - began).toBeLessThan(10 * 60_000);
    await town.raise();
    await town.fault({ workflow: "off" }); // what is due is left to the sweeper, so that it looks
    await town.forward("PT5M");
    await town.fault({ workflow: "on" });
    expect(most("ClockSkew")).toBeGreaterThan(2000);
  });
});

describe("what a look costs", () => {
  it("is the same calls whatever has been closed: for the sweeper, and for who looks at the runs", async () => {
    const [{ look }, { handler }] = await Promise.all([
      import("../../functions/schedule/sweep.ts"),
      import("../../functions/schedule/look-at-runs.ts"),
    ]);
    const watch = dying();
    const calls = async () => {
      const [sweeper, runs] = [await watch.live(() => look(new Date().toISOString())), await watch.live(handler)];
      return { sweeper: sweeper.calls, runs: runs.calls };
    };
    await town.raise();
    await town.raise();
    await town.forward("PT2M"); // their messages have come to their end
    const before = await calls();
    for (let nth = 0; nth < 3; nth += 1) await closed();
    await town.raise();
    await town.forward("PT2M30S");
    await town.settled();
    const after = await calls();
    watch.close();
    expect(after).toEqual(before);
    expect(before.runs.filter((name) => name === "ListExecutions")).toHaveLength(1);
  });
});

describe("what a board costs that asks again", () => {
  it("is no look at the rotas when somebody of its agency has looked within the second, and one for whoever opens a page", async () => {
    const { desksOf } = await import("../../functions/api/duty-board.ts");
    const { person } = await import("../../functions/aws/directory.ts");
    const watch = dying();
    const looks = async (id: string, now: string, beat?: string) => {
      const actor = (await person("london", id)) as Person;
      const { calls, answer } = await watch.live(() => desksOf({ actor, now }, beat));
      return { calls: calls.length, desks: answer?.teams.length };
    };
    const [now, later] = ["2026-01-16T02:00:00.000Z", "2026-01-16T02:00:01.000Z"];
    const first = await looks("omar_reed", now, now);
    expect(first.calls).toBeGreaterThan(0);
    expect(await looks("omar_reed", now, now)).toEqual({ ...first, calls: 0 });
    expect((await looks("idris_vale", now, now)).calls).toBe(0);
    expect((await looks("amara_bell", now, now)).calls).toBeGreaterThan(0);
    expect((await looks("omar_reed", now)).calls).toBeGreaterThan(0);
    expect((await looks("omar_reed", later, later)).calls).toBeGreaterThan(0);
    watch.close();
  });

  it("is no look at the cases and the rotas that it shows when another one of its agency has looked within the second", async () => {
    const [{ readBoard }, { person }] = await Promise.all([
      import("../../functions/web/duty-board.ts"),
      import("../../functions/aws/directory.ts"),
    ]);
    const raised = await town.raise();
    await town.settled();
    const watch = dying();
    const now = new Date().toISOString();
    const looks = async (id: string, headers: Record<string, string>) => {
      const actor = (await person("london", id)) as Person;
      const asked = { actor, now, event: { headers } } as unknown as AskedBy;
      const { calls, answer } = await watch.live(async () => {
        const board = (await readBoard(asked)) as { readonly content: () => Promise<unknown> };
        return JSON.stringify(await board.content());
      });
      return { calls, has: answer?.includes(raised.reference) };
    };
    const beat = { "if-none-match": '"a"' };
    const first = await looks("omar_reed", beat); // a tier above, for all of the force
    const [second, opened] = [await looks("idris_vale", beat), await looks("idris_vale", {})];
    expect(first.calls).toContain("Query");
    expect(second).toEqual({ calls: ["BatchGetItem"], has: true }); // its own desk, and marks
    expect(opened.has).toBe(true);
    expect(opened.calls).toEqual(expect.arrayContaining(["Query", "GetItem"]));
    watch.close();
  });
});

describe("whoever comes by a sign-in", () => {
  it("is known by one question from the second time on, and is somebody else as soon as it is somebody else's", async () => {
    const [{ person, whoSignsIn }, { enrol }] = await Promise.all([
      import("../../functions/aws/directory.ts"),
      import("../../functions/aws/enrolment.ts"),
    ]);
    const signIn = { issuer: "https://issuer.example", subject: "moved" };
    const enrolled = async (id: string) => enrol("london", [{ person: (await person("london", id)) as Person, signIn }]);
    const watch = dying();
    const comes = async () => {
      const { calls, answer } = await watch.live(() => whoSignsIn(signIn.issuer, signIn.subject));
      return [answer?.id, ...calls];
    };
    expect(await comes()).toEqual([undefined, "GetItem"]);
    await enrolled("amara_bell");
    expect(await comes()).toEqual(["amara_bell", "GetItem", "GetItem"]);
    expect(await comes()).toEqual(["amara_bell", "BatchGetItem"]);
    await enrolled("jonas_field");
    expect(await comes()).toEqual(["jonas_field", "BatchGetItem", "GetItem"]);
    expect(await comes()).toEqual(["jonas_field", "BatchGetItem"]);
    watch.close();
  });
});

describe("who is on duty", () => {
  it("is known by one question from the second time on, and whoever has come on or gone since counts", async () => {
    const { dutyOf } = await import("../../functions/aws/directory.ts");
    const team = "duty_inspector_central_south";
    const watch = dying();
    const asks = async () => {
      const now = new Date().toISOString();
      const { calls, answer } = await watch.live(() => dutyOf("london", [team], now));
      return { on: (answer?.[team] ?? []).map(({ person, reachable }) => `${person} ${reachable}`), calls };
    };
    const before = (await asks()).on;
    expect(before.length).toBeGreaterThan(0);
    expect(await asks()).toEqual({ on: before, calls: ["BatchGetItem"] });
    await town.shift("jonas_field", team, NIGHT.toISOString(), "2026-01-17T02:00:00.000Z");
    await town.settled();
    expect(new Set((await asks()).on)).toEqual(new Set([...before, "jonas_field true"]));
    expect((await asks()).calls).toEqual(["BatchGetItem"]);
    await town.offShift(team);
    await town.settled();
    expect((await asks()).on).toEqual([]);
    expect((await asks()).calls).toEqual(["GetItem"]);
    watch.close();
  });
});

describe("the first page of a case that is confirmed", () => {
  const page = (id: string, ...tried: readonly (readonly [string, string])[]) =>
    ({ id, kind: "page", tried: tried.map(([fate, settledAt]) => ({ fate, settledAt })) }) as unknown as Notice;

  it("is the one that was confirmed before the others, by whichever attempt", () => {
    const told = [
      page("000001-00", ["lost", "2026-01-16T02:00:01.000Z"], ["delivered", "2026-01-16T02:00:09.000Z"]),
      page("000001-01", ["delivered", "2026-01-16T02:00:04.000Z"]),
      { ...page("000001-02", ["delivered", "2026-01-16T02:00:02.000Z"]), kind: "update" } as Notice,
    ];
    expect(firstHeard(told)).toEqual({ id: "000001-01", at: "2026-01-16T02:00:04.000Z" });
    expect(firstHeard([page("000001-00", ["accepted", "2026-01-16T02:00:01.000Z"])])).toBeUndefined();
  });
});

describe("each name", () => {
  const text = globSync("functions/**/*.ts")
    .filter((file) => file !== "functions/log.ts")
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");

  it.each(Object.keys(METRICS))("%s is counted somewhere", (name) => {
    expect(text).toMatch(new RegExp(`\\b${name}:`));
  });

  it("is watched, by the dashboard or an alarm, but for what only counts work", () => {
    const watching = ["alarms", "dashboard"].map((file) => readFileSync(`infra/constructs/${file}.ts`, "utf8")).join("\n");
    const unwatched = Object.keys(METRICS).filter((name) => !watching.includes(`"${name}"`));
    const webhooks = ["WebhooksTaken", "WebhooksNotTaken", "WebhooksNotReadable"];
    expect(unwatched).toEqual(["SweepMended", "SweptDesks", "SweptLearning", ...webhooks]);
  });
});
