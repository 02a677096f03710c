import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DynamoDBRecord } from "aws-lambda";
import { nextDueAt } from "../../core/escalation/clock.ts";
import type { Notice } from "../../core/escalation/notice.ts";
import { keys } from "../../core/keys.ts";
import { plus } from "../../core/time.ts";
import type { Event, Reply } from "../../functions/edge.ts";
import { check } from "../../history/check.ts";
import type { History } from "../../history/history.ts";
import { type Recorder, recorder } from "../../history/record.ts";
import { gateway } from "../../local/gateway.ts";
import type { Machine } from "../../local/machine.ts";
import { A_RAISE, as } from "../../local/main-job.ts";
import { carried } from "../builders.ts";
import { type Dies, type Dying, dying, type Life, type When } from "../dying.ts";
import { aTown, type Town } from "../town.ts";

/** Where an invocation dies: at one of its calls. */
interface Death {
  readonly nth: number;
  readonly when: When;
}
const dyingAt =
  (death: Death | undefined): Dies =>
  (_, before) =>
    before.length + 1 === death?.nth ? death.when : undefined;
/** A kind of work by its name, and which of its invocations dies where. */
type Deaths = (work: string, nth: number) => Death | undefined;
/** What became of each invocation of each kind of work. */
type Lives = Map<string, Life[]>;
/** A case of the night: which one, and what it is called by. */
interface Case {
  readonly nth: number;
  readonly partnership: string;
  readonly id: string;
}

/** The same process's parts, which read their settings when they are loaded. */
const parts = async () => ({
  ...(await import("../../functions/aws/cases.ts")),
  ...(await import("../../functions/aws/db.ts")),
  ...(await import("../../functions/aws/directory.ts")),
  ...(await import("../../functions/schedule/sweep.ts")),
  dispatch: (await import("../../functions/stream/dispatch.ts")).handler,
  strike: (await import("../../functions/tasks/strike.ts")).handler,
  room: (await import("../../functions/rooms/cases.ts")).handler,
});

let town: Town;
let mortal: Dying;
let record: Recorder;
let product: Awaited<ReturnType<typeof parts>>;
let api: { readonly server: Server; readonly machine: Machine };
/** Presses that are watched, by their keys: the first try of each, which may die. */
const watched = new Map<string, { readonly death: Death | undefined; readonly tell: (life: Life) => void }>();

/** The API in processes that may die: whoever called one that did hears nothing, and the connection is gone. */
async function mortalRoom(event: Event): Promise<Reply> {
  const key = event.headers["idempotency-key"] ?? "";
  const watch = watched.get(key);
  if (!watch) return product.room(event);
  watched.delete(key);
  const life = await mortal.live(() => product.room(event), dyingAt(watch.death));
  watch.tell(life);
  if (!life.answer) throw new Error("the process is dead");
  return life.answer;
}

async function mortalApi(machine: Machine): Promise<typeof api> {
  const answer = gateway({ cases: mortalRoom } as never);
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, machine: { ...machine, site: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } };
}

/** All of them, some abreast. */
async function each<T>(all: readonly T[], run: (one: T) => Promise<unknown>): Promise<void> {
  const left = [...all];
  const lane = async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await run(one);
  };
  await Promise.all(Array.from({ length: 6 }, lane));
}
const upTo = (many: number): number[] => Array.from({ length: many }, (_, nth) => nth);

/** A night in which people and time do to each case all that is done to one, and each invocation that is named dies where it is said. */
function aNight(deaths: Deaths) {
  const lives: Lives = new Map();
  const tell = (work: string) => (life: Life) => void lives.set(work, [...(lives.get(work) ?? []), life]);
  const now = () => new Date().toISOString();
  const run = async (work: string, nth: number, does: () => Promise<unknown>) =>
    tell(work)(await mortal.live(does, dyingAt(deaths(work, nth))));

  /** A press of a button, as a client makes it that hears no answer: once more, under the same key. */
  const press = async (nth: number, by: string, move: string, of: Case | undefined, body: object, work?: string) => {
    const key = randomUUID();
    if (work) watched.set(key, { death: deaths(work, nth), tell: tell(work) });
    const path = of ? `escalations/${of.id}/${move}` : "escalations";
    const seen = "seen" in body ? Number(body.seen) : null;
    const call = () => as(api.machine, by, "POST", path, body, key);
    const asking = { by, move, case: of?.id ?? null, seen, key };
    const heard = (await record.ask(asking, call)) ?? (await record.ask(asking, call));
    if (!heard || heard.status >= 400) throw new Error(`${move}: ${heard?.status} ${JSON.stringify(heard?.body)}`);
    return heard.body;
  };
  const raise = async (nth: number, work?: string): Promise<Case> => {
    const place = { borough: "Lambeth", address: `${1000 + nth} Example Street, ${randomUUID().slice(0, 8)}` };
    const { id } = await press(nth, "amara_bell", "raise", undefined, { ...A_RAISE, place }, work);
    return { nth, partnership: "london", id };
  };
  const move = async (of: Case, by: string, path: string, body: object = {}, work = path) => {
    const { version } = await product.outline(of);
    const asked = SEEN.includes(path) ? { seen: version, ...body } : body;
    return press(of.nth, by, path, of, asked, work);
  };
  const pageOf = async (of: Case, to: string): Promise<Notice> => {
    const page = (await product.noticesOf(of)).find((notice) => notice.kind === "page" && notice.to === to);
    if (!page) throw new Error(`nobody has paged ${to}`);
    return page;
  };
  /** What the stream hands on of an item that is new. */
  const recordOf = async (key: { pk: string; sk: string }): Promise<DynamoDBRecord> => {
    const Key = product.toItem(key);
    const { Item } = await product.db.send(new GetItemCommand({ TableName: product.TableName, Key, ConsistentRead: true }));
    return { eventName: "INSERT", dynamodb: { SequenceNumber: "1", Keys: Key, NewImage: Item } } as DynamoDBRecord;
  };
  const dispatch = async (work: string, of: Case, key: { pk: string; sk: string }) => {
    await product.outline(of); // what a case was promised is remembered, and is no call of anybody's now
    const Records = [await recordOf(key)];
    await run(work, of.nth, () => product.dispatch({ Records }));
  };
  /** A look of the sweeper at what was due by then, and the next one, which no process dies of. */
  const sweep = async (work: string, of: Case, by: string) => {
    await product.outline(of);
    await run(work, of.nth, () => product.look(by));
    await product.look(by);
  };

  return async ({ dispatched, swept }: { dispatched: number; swept: number }): Promise<Lives> => {
    await order({ stream: "off", sweeper: "off" });
    const slow: Case[] = [];
    for (const nth of upTo(swept)) slow.push(await raise(nth)); // one after another: each is due at a time of its own
    await product.inForce("london", now()); // so is what is agreed, for half a minute
    const quick: Case[] = [];
    await each(upTo(dispatched), async (nth) => quick.push(await raise(nth, "raise")));
    await each(quick, async (of) => {
      const { id } = await pageOf(of, "idris_vale");
      await dispatch("a page by mail", of, keys.notice(of, id));
      await dispatch("the start of a clock", of, keys.state(of));
    });
    for (const of of slow) await sweep("a sweep that sends", of, (await pageOf(of, "idris_vale")).at);
    await order({ stream: "on", sweeper: "on" });
    await town.forward(LEASE_AND_GAP);

    await order({ stream: "off", sweeper: "off", workflow: "off" });
    const dueAt = async (of: Case) => nextDueAt((await product.outline(of)).clocks) ?? "";
    const raisedLast = (await Promise.all([...slow, ...quick].map((of) => product.outline(of))))
      .map(({ raised }) => raised.at)
      .sort();
    await town.to(plus(raisedLast.at(-1) ?? now(), "PT5M1S"));
    for (const of of slow) await sweep("a sweep that strikes", of, await dueAt(of));
    const strike = (of: Case) => product.strike({ partnership: of.partnership, id: of.id, run: 1 });
    await each(quick, async (of) => {
      await run("a limit", of.nth, () => strike(of));
      await strike(of); // as the workflow tries again
    });
    await town.enrol(({ channels }) => ({ channels: channels.filter(({ kind }) => kind === "sms") }), "omar_reed");
    await each(quick, async (of) => dispatch("a page by text", of, keys.notice(of, (await pageOf(of, "omar_reed")).id)));
    await order({ stream: "on", sweeper: "on", workflow: "on" });
    await town.forward(LEASE_AND_GAP);

    await each(quick, async (of) => {
      for (const [at, [by, path, body]] of MOVES.entries()) {
        const earlier = MOVES.slice(0, at).filter((other) => other[1] === path);
        await move(of, by, path, body?.(now()), [path, ...earlier.map(() => "again")].join(" "));
      }
    });
    await each(slow, (of) => move(of, "amara_bell", "withdrawal", { as: "withdrawn_found_safe", why: "He is back on the ward" }));
    await town.forward(LEASE_AND_GAP);
    return lives;
  };
}

/** What is left of a lease, and the widest gap between two looks of the sweeper; and so little that nobody is reminded meanwhile. */
const LEASE_AND_GAP = "PT1M35S";
type Pressed = readonly [by: string, path: string, body?: (now: string) => object];
const decision = (now: string) => ({ code: "attend_immediate", why: "He is at risk", ...carried("attend_immediate", now) });
/** What is pressed on each case once somebody has been asked who answers. */
const FIRST_MOVES: readonly Pressed[] = [
  ["omar_reed", "acknowledgement"],
  ["omar_reed", "decision", decision],
];
/** What one case can go through from a raise to its end. */
const EVERY_MOVE: readonly Pressed[] = [
  ["omar_reed", "acknowledgement"],
  ["amara_bell", "notes", () => ({ text: "His brother is on the way" })],
  ["omar_reed", "priority", () => ({ priority: "P2", why: "He is in sight of a porter", agreedWith: "idris_vale" })],
  ["amara_bell", "priority", () => ({ priority: "P1", why: "He is out of sight" })],
  ["amara_bell", "interim-plan", (now) => ({ words: "A porter stays at the door", reviewAt: plus(now, "PT1H") })],
  [
    "omar_reed",
    "more-wanted",
    (now) => ({
      limbs: { limb_a: { reading: "not_enough_information", facts: "Nobody has said what he took" } },
      ...{ missing: "What he took", whoGets: "The ward", byWhen: plus(now, "PT10M") },
    }),
  ],
  ["omar_reed", "deferral", (now) => ({ reason: "no_units", why: "All are at a fire", until: plus(now, "PT20M") })],
  ["omar_reed", "decision", (now) => ({ code: "refer_to", why: "He is ill", ...carried("refer_to", now) })],
  ["ravi_stone", "referral-answer", () => ({ accepts: false, why: "No crew can open a door" })],
  ["omar_reed", "decision", decision],
  ["omar_reed", "calls", () => ({ number: "call_back", answered: true, words: "They know" })],
  ["amara_bell", "disagreement", () => ({ reason: "facts_misread", why: "He is not safe where he is" })],
  ["amara_bell", "news", () => ({ words: "He has been seen at the bridge" })],
  ["omar_reed", "news-read", () => ({ upTo: 1 })],
  ["omar_reed", "stand-down", () => ({ why: "The unit is needed at a fire" })],
  ["omar_reed", "handover", () => ({ to: "idris_vale", words: "Please take it" })],
  ["omar_reed", "decision", decision],
  ["omar_reed", "arrival", () => ({ callSign: "LX 21" })],
  ["amara_bell", "outcome", () => ({ code: "safe", seenBy: "police" })],
  ["amara_bell", "answer-read"],
  ["ravi_stone", "answer-read"],
  ["omar_reed", "closure"],
];
const ALL = process.env.MOVES === "all";
const MOVES = ALL ? EVERY_MOVE : FIRST_MOVES;
/** The moves that say what their maker saw. */
const SEEN: readonly string[] = [
  ...["acknowledgement", "decision", "deferral", "stand-down", "handover", "disagreement"],
  ...["answer-read", "interim-plan", "closure", "withdrawal", "priority", "referral-answer"],
];

async function order(faults: Record<string, string>): Promise<void> {
  record.ordered(faults);
  await town.fault(faults);
}

/** It changes nothing: whoever dies before it and whoever dies after it leave the same behind. */
const READS = /^(GetItem|BatchGetItem|Query|Decrypt)$/;
/** Where a kind of work can die: after each call that it makes, and before each that changes something; before each of them, where there is time. */
const pointsOf = (lives: readonly Life[] = []): Death[] =>
  (lives[0]?.calls ?? []).flatMap((call, nth) => [
    ...(ALL || !READS.test(call) ? [{ nth: nth + 1, when: "before" as const }] : []),
    { nth: nth + 1, when: "after" as const },
  ]);

let learned: Lives;
let lived: Lives;
let history: History;
beforeAll(async () => {
  town = await aTown({ digest: false });
  product = await parts();
  mortal = dying();
  api = await mortalApi(town.machine);
  await town.anew();
  // Everybody has come before: whoever comes for the first time is asked for in two questions, and a process would die at other calls than were learned.
  for (const person of new Set(["amara_bell", ...MOVES.map(([by]) => by)])) await as(town.machine, person, "GET", "me");
  record = recorder("london", () => new Date().toISOString());
  learned = await aNight(() => undefined)({ dispatched: 1, swept: 1 });
  await town.enrol(() => ({}), "omar_reed");
  const points = new Map([...learned].map(([work, lives]) => [work, pointsOf(lives)]));
  const most = (is: (work: string) => boolean) => Math.max(...[...points].map(([work, some]) => (is(work) ? some.length : 0)));
  const isSwept = (work: string) => work.startsWith("a sweep") || work === "withdrawal";
  lived = await aNight((work, nth) => points.get(work)?.[nth])({
    dispatched: most((work) => !isSwept(work)),
    swept: most(isSwept),
  });
  await town.fault({ workflow: "off", sweeper: "off", stream: "off" }); // a picture of all cases at one moment, which no history knows of
  await town.settled();
  const { letters } = town.machine.mailbox;
  history = await record.history({ letters, texts: town.machine.texts.texts }, async (side, of) =>
    town.read(side === "asks" ? "amara_bell" : "omar_reed", of.id),
  );
});
afterAll(async () => {
  mortal.close();
  api.server.closeAllConnections();
  await new Promise((resolve) => api.server.close(resolve));
  await town.close();
});

describe("a process that dies at a call of a service", () => {
  it("is tried at every call of every kind of work, and none of them leaves unseen", () => {
    const works = [...learned].map(([work, lives]) => ({ work, calls: lives[0]?.calls.length ?? 0, left: lives[0]?.requests }));
    expect(works.filter(({ calls }) => calls < 1)).toEqual([]);
    expect(works.filter(({ calls, left }) => calls !== left)).toEqual([]);
    const points = [...learned].map(([work, lives]) => [work, pointsOf(lives).length]);
    const died = [...lived].map(([work, lives]) => [work, lives.filter(({ dead }) => dead).length]);
    expect(died).toEqual(points);
    expect(died.reduce((sum, [, many]) => sum + Number(many), 0)).toBeGreaterThan(80);
  });

  it("misses each limit once, asks each person once for it, and every case goes on", () => {
    expect(history.cases.length).toBeGreaterThan(28);
    for (const { escalation, facts, notices } of history.cases) {
      const missed = facts.flatMap((fact) => (fact.what === "limit_missed" ? [`${fact.about.limit} ${fact.about.tier}`] : []));
      expect(missed).toEqual(["acknowledge 0"]);
      const asked = notices.flatMap(({ kind, about, to, tier }) =>
        kind === "page" && about === "tier_alerted" ? [`${to} ${tier}`] : [],
      );
      expect(asked.slice(0, 2)).toEqual(["idris_vale 0", "omar_reed 1"]);
      expect(new Set(asked).size).toBe(asked.length);
      expect(escalation.closed?.as ?? escalation.decision?.code).toEqual(
        expect.stringMatching(/^(withdrawn_found_safe|closed|attend_immediate)$/),
      );
    }
  });

  it("sends every page, and what left twice says which attempt it is", () => {
    let twice = 0;
    for (const { escalation, notices } of history.cases)
      for (const page of notices.filter(({ kind, about }) => kind === "page" && about === "tier_alerted")) {
        const left = history.sent.filter((sent) => sent.case === escalation.id && sent.notice === page.id);
        expect([page.fate, left.length > 0]).toEqual(["delivered", true]);
        expect(new Set(left.map(({ attempt }) => attempt)).size).toBe(left.length);
        if (left.length > 1) twice += 1;
      }
    expect(twice).toBeLessThanOrEqual(history.cases.length);
  });

  it("leaves a history in which nothing is wrong", () => {
    expect(history.beside?.length).toBeGreaterThan(0); // what left about desks and reviews is looked at too
    expect(check(history)).toEqual([]);
  });
});
