import { randomUUID } from "node:crypto";
import { PutItemCommand, ThrottlingException, TransactionCanceledException, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { type Key, keys } from "../../core/keys.ts";
import { between, plus } from "../../core/time.ts";
import { demo } from "../../local/demo-people.ts";
import { A_RAISE, as } from "../../local/main-job.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town.close());

const pages = (person: string) => town.subjects(person).filter((subject) => subject.includes("your answer is needed"));
const noticesOf = async (id: string) =>
  (
    (await town.as("amara_bell", "GET", `escalations/${id}/notices`)).body as unknown as {
      items: { id: string; to: string; fate: string; kind: string; reason: string; attempts: number }[];
    }
  ).items;
const noticeOf = async (id: string, to: string) =>
  (await noticesOf(id)).find((notice) => notice.to === to && notice.kind === "page");
const runs = (status: string) => [...town.machine.workflow.executions.values()].filter((run) => run.status === status);
/** One look at the runs of the workflow, as its schedule makes one: it takes half a minute where it misses one. */
const lookAtRuns = async () => {
  const { handler } = await import("../../functions/schedule/look-at-runs.ts");
  const looking = handler();
  await town.forward("PT31S");
  return looking;
};
const addressOf = (person: string) => demo.people.find(({ id }) => id === person)?.channels[0]?.to ?? "";

describe("with one part down", () => {
  it.each([
    ["the workflow", { workflow: "off" }, "sweeper"],
    ["the sweeper", { sweeper: "off" }, "workflow"],
    ["the stream", { stream: "off" }, undefined],
  ] as const)("tells the next tier within 120 s of the limit without %s", async (_, fault, waker) => {
    await town.fault(fault);
    const { id, clocks } = await town.raise();
    await town.forward("PT7M");
    expect(pages("idris_vale")).toHaveLength(1);
    const letter = town.machine.mailbox.letters.find(({ to }) => to.startsWith("omar.reed"));
    const due = clocks.find(({ limit }) => limit === "acknowledge")?.dueAt ?? "";
    expect(between(due, letter?.at ?? "")).toBeGreaterThanOrEqual(0);
    expect(between(due, letter?.at ?? "")).toBeLessThan(120_000);
    const missed = (await town.story(id)).find(({ what }) => what === "limit_missed");
    if (waker) expect(missed).toMatchObject({ about: { waker } });
  });

  it("goes on by itself when the workflow is back", async () => {
    await town.fault({ workflow: "off" });
    const { id } = await town.raise();
    await town.forward("PT6M");
    await town.fault({ workflow: "on" });
    await town.forward("PT6M");
    expect((await town.read("amara_bell", id)).tier.number).toBe(3);
  });

  it("starts a new run for a case whose run was lost", async () => {
    const { id } = await town.raise();
    town.machine.workflow.forget();
    await town.forward("PT6M");
    expect([...town.machine.workflow.executions.values()].filter(({ status }) => status === "RUNNING")).toHaveLength(1);
    expect((await town.read("amara_bell", id)).tier.number).toBe(2);
  });

  it("gives a case whose run was never started one before its limit, so that nobody but the workflow need be there then", async () => {
    await town.fault({ workflow: "off" });
    const { id } = (await town.acknowledge("idris_vale", await town.raise())).body;
    await town.fault({ workflow: "on" });
    expect([await lookAtRuns(), runs("RUNNING").length]).toEqual([{ started: 1, stopped: 0 }, 1]);
    expect(await lookAtRuns()).toEqual({ started: 0, stopped: 0 });
    await town.fault({ sweeper: "off" });
    await town.forward("PT16M");
    const missed = (await town.story(id)).filter(({ what }) => what === "limit_missed");
    expect(missed).toMatchObject([{ about: { limit: "decide", waker: "workflow" } }]);
  });

  it("gives a case whose run has ended another, under another name, by that look", async () => {
    const { id } = (await town.acknowledge("idris_vale", await town.raise())).body;
    const { stop, underWay } = await import("../../functions/aws/workflow.ts");
    for (const run of await underWay()) await stop(run, "Test", "A run that has come to its end.");
    expect(runs("RUNNING")).toEqual([]);
    await town.forward("PT9M"); // nothing is due before the reminder, ten minutes after the answer
    const before = runs("RUNNING").length;
    expect(before + (await lookAtRuns()).started).toBe(1);
    expect(runs("RUNNING").map(({ name }) => name)).toEqual([expect.stringMatching(`^${id}-v\\d-again-`)]);
  });

  it.each(["duplicate", "reorder"] as const)("sends nothing twice when the stream's records come as %s", async (fault) => {
    await town.fault({ stream: fault });
    await town.raise();
    await town.forward("PT6M");
    expect(pages("idris_vale")).toHaveLength(1);
    expect(pages("omar_reed")).toHaveLength(1);
    expect([...town.machine.workflow.executions.values()].filter(({ status }) => status === "RUNNING")).toHaveLength(1);
  });

  it("climbs once for one limit when both wakers strike at the same moment", async () => {
    const { id } = await town.raise();
    await town.fault({ workflow: "off", sweeper: "off" });
    await town.forward("PT5M10S");
    const [{ look }, { handler: strikeTask }] = await Promise.all([
      import("../../functions/schedule/sweep.ts"),
      import("../../functions/tasks/strike.ts"),
    ]);
    await Promise.all([
      look(new Date().toISOString()),
      strikeTask({ partnership: "london", id, run: 1 }),
      strikeTask({ partnership: "london", id, run: 1 }),
    ]);
    await town.settled();
    expect((await town.read("amara_bell", id)).tier.number).toBe(2);
    expect(pages("omar_reed")).toHaveLength(1);
  });
});

const ref = (id: string) => ({ partnership: "london", id });
/** Whether the case has been asked of its second tier, once. */
const isAtSecondTier = async (id: string) => {
  const { outlineOfStory } = await import("../../functions/aws/cases.ts");
  return (await outlineOfStory(ref(id))).filter((fact) => fact.what === "tier_alerted" && fact.about.tier === 1).length === 1;
};

describe("when the runs of the workflow are lost or come to their end", () => {
  it("keeps the limits of thirty open cases when the workflow is replaced, and each has one run again", async () => {
    const raising = Array.from({ length: 30 }, (_, nth) =>
      as(town.machine, "amara_bell", "POST", "escalations", { ...A_RAISE, callBack: `020 7946 0${100 + nth}` }),
    );
    const cases = (await Promise.all(raising)).map(({ body }) => body);
    await town.settled();
    town.machine.workflow.forget();
    await town.forward("PT6M40S");
    for (const { id } of cases) expect([id, await isAtSecondTier(id)]).toEqual([id, true]);
    const letters = town.machine.mailbox.letters.filter(({ to }) => to.startsWith("omar.reed"));
    expect(letters).toHaveLength(30);
    const due = (id: string) =>
      cases.find((one) => one.id === id)?.clocks.find(({ limit }) => limit === "acknowledge")?.dueAt ?? "";
    for (const { at, tags } of letters) expect(between(due(tags.about ?? ""), at)).toBeLessThan(120_000);
    expect(runs("RUNNING")).toHaveLength(30);
  });

  it("climbs on in time when each run comes to the limit of its history after a few looks", async () => {
    town.machine.workflow.mostEvents = 12;
    const { id } = await town.raise();
    await town.forward("PT12M");
    town.machine.workflow.mostEvents = 25_000;
    expect(runs("FAILED").length).toBeGreaterThan(0);
    expect(runs("RUNNING").length).toBeLessThanOrEqual(1);
    const missed = (await town.story(id)).filter(({ what }) => what === "limit_missed");
    expect(missed.map(({ about }) => "tier" in about && about.tier)).toEqual([0, 1]);
    for (const { at, about } of missed) expect(between("dueAt" in about ? String(about.dueAt) : "", at)).toBeLessThan(120_000);
  });
});

describe("when the stream comes back after more than a day", () => {
  it("sends no page of yesterday, says so, and asks the next tier at once", async () => {
    await town.fault({ workflow: "off", sweeper: "off", stream: "off" });
    await town.forward("PT31S"); // a sweep that has begun looks once more
    const { id } = await town.raise();
    await town.forward("PT26H");
    await town.fault({ workflow: "on", sweeper: "on", stream: "on" });
    await town.forward("PT1M");
    expect(pages("idris_vale")).toEqual([]);
    expect(await noticeOf(id, "idris_vale")).toMatchObject({ fate: "withheld" });
    expect(pages("omar_reed")).toHaveLength(1);
    expect((await town.story(id)).map(({ what }) => what)).toEqual(
      expect.arrayContaining(["limit_missed", "notice_withheld", "tier_alerted"]),
    );
  });

  it("does nothing about what the sweeper has sent meanwhile, and the case was closed", async () => {
    await town.fault({ stream: "off" });
    const raised = await town.raise();
    await town.forward("PT1M");
    expect(pages("idris_vale")).toHaveLength(1);
    await town.move("amara_bell", raised, "withdrawal", { as: "withdrawn_found_safe", why: "He is back on the ward" });
    await town.forward("PT26H");
    const before = [town.told().length, (await town.read("amara_bell", raised.id)).version];
    await town.fault({ stream: "on" });
    await town.settled();
    expect([town.told().length, (await town.read("amara_bell", raised.id)).version]).toEqual(before);
    expect(runs("RUNNING")).toEqual([]);
  });

  it("takes no try for lost by what a record shows, when the message has changed since", async () => {
    const [notices, { handler }, { toItem }] = await Promise.all([
      import("../../functions/aws/notices.ts"),
      import("../../functions/stream/dispatch.ts"),
      import("../../functions/aws/db.ts"),
    ]);
    const to = addressOf("idris_vale");
    await town.fault({ mail: "reject-soft", to });
    const { id } = await town.raise();
    const key = keys.notice(ref(id), String((await noticeOf(id, "idris_vale"))?.id));
    const shown = await notices.get(key);
    expect(shown).toMatchObject({ fate: "waiting", tried: [{ fate: "not_taken" }, { fate: "not_taken" }] });
    await town.fault({ mail: "accept", to });
    await town.forward("PT2M");
    const [before, told] = [await notices.get(key), town.told().length];
    expect(before?.fate).toBe("delivered");
    const record = { Keys: toItem(key), NewImage: toItem({ ...key, body: shown, again: true }), SequenceNumber: "1" };
    expect(await handler({ Records: [{ dynamodb: record }] } as Parameters<typeof handler>[0])).toEqual({
      batchItemFailures: [],
    });
    expect([await notices.get(key), town.told().length]).toEqual([before, told]);
  });
});

describe("when the clocks of two machines differ", () => {
  it("asks the next tier once, though one of the wakers is a minute and a half fast", async () => {
    const { strikeCase } = await import("../../functions/tasks/strike.ts");
    await town.fault({ workflow: "off", sweeper: "off" });
    const { id } = await town.raise();
    await town.forward("PT3M45S");
    const now = new Date().toISOString();
    await strikeCase(ref(id), plus(now, "PT90S"), "workflow");
    await strikeCase(ref(id), now, "sweeper");
    await town.fault({ workflow: "on", sweeper: "on" });
    await town.forward("PT3M");
    expect(await isAtSecondTier(id)).toBe(true);
    expect(pages("omar_reed")).toHaveLength(1);
    const taken = await town.acknowledge("omar_reed", await town.read("omar_reed", id));
    expect(taken).toMatchObject({ status: 200, body: { stage: "acknowledged" } });
  });
});

describe("when the table is crowded", () => {
  /** Answers in DynamoDB's place, where the client still tries again by itself. */
  const answering = async (answer: (request: object) => Error | undefined) => {
    const { db } = await import("../../functions/aws/db.ts");
    const instead = (next: (args: object) => Promise<unknown>) => async (args: { readonly request: object }) => {
      const error = answer(args.request);
      if (error) throw error;
      return next(args);
    };
    const place = { relation: "after", toMiddleware: "retryMiddleware", name: "crowded" } as const;
    db.middlewareStack.addRelativeTo(instead as never, place);
  };
  afterEach(async () => void (await import("../../functions/aws/db.ts")).db.middlewareStack.remove("crowded"));
  const bodyOf = (request: object) => new TextDecoder().decode("body" in request ? (request.body as Uint8Array) : undefined);

  it("keeps and pages a raise that was told «not now» at every third call", async () => {
    let calls = 0;
    await answering(() => {
      calls += 1;
      return calls % 3 === 0 ? new ThrottlingException({ message: "Rate exceeded", $metadata: {} }) : undefined;
    });
    const { id } = await town.raise();
    expect(calls).toBeGreaterThan(10);
    expect(pages("idris_vale")).toHaveLength(1);
    expect(await noticeOf(id, "idris_vale")).toMatchObject({ fate: "delivered", attempts: 1 });
  });

  it("decides again when a transaction was lost to another one, and does everything once", async () => {
    let tried = 0;
    await answering((request) => {
      if (!bodyOf(request).includes("TransactItems")) return undefined;
      tried += 1;
      const CancellationReasons = [{ Code: "TransactionConflict" }];
      return tried % 3 === 0
        ? undefined
        : new TransactionCanceledException({ message: "lost", $metadata: {}, CancellationReasons });
    });
    const raised = await town.raise();
    await town.forward("PT5M30S");
    const taken = await town.acknowledge("omar_reed", await town.read("omar_reed", raised.id));
    expect(taken.status).toBe(200);
    expect((await town.story(raised.id)).map(({ what }) => what)).toEqual([
      ...["raised", "tier_alerted", "limit_near", "limit_near", "limit_missed", "tier_alerted", "acknowledged"],
    ]);
    expect(pages("omar_reed")).toHaveLength(1);
  });
});

describe("a row that nobody can read", () => {
  it("keeps the sweeper from nothing else that is due", async () => {
    const { db, TableName, toItem } = await import("../../functions/aws/db.ts");
    await town.fault({ workflow: "off", stream: "off" });
    const { id } = await town.raise();
    const poison = { ...keys.state(ref(randomUUID())), body: { schema: 2 } };
    for (const duePk of ["DUE#0", "DUE#1", "DUE#2", "DUE#3"])
      await db.send(
        new PutItemCommand({
          TableName,
          Item: toItem({ ...poison, sk: `NOTICE#00000${duePk.at(-1)}-00`, duePk, dueSk: "2026-01-01T00:00:00.000Z#a" }),
        }),
      );
    await db.send(
      new PutItemCommand({ TableName, Item: toItem({ ...poison, duePk: "DUE#0", dueSk: "2026-01-01T00:00:00.000Z#a" }) }),
    );
    await town.forward("PT6M30S");
    expect(pages("idris_vale")).toHaveLength(1);
    expect(await isAtSecondTier(id)).toBe(true);
  });

  it("of a rota or of a person stands for nobody there: the next tier is asked at once, and who stands beside them as ever", async () => {
    const { db, TableName, toItem } = await import("../../functions/aws/db.ts");
    const spoilt = (key: Key) =>
      db.send(new PutItemCommand({ TableName, Item: toItem({ ...key, body: { ...key, schema: 99 } }) }));
    const before = await town.raise();
    await spoilt(keys.person("london", "petra_lang"));
    await spoilt(keys.rota("london", "duty_inspector_central_south"));
    expect((await town.as("omar_reed", "GET", "duty-board")).status).toBe(200);
    expect((await askingIn(() => town)("omar_reed", "/duty-board")).words).toContain("MetCC duty officer: on duty now");
    const { id } = await town.raise({ callBack: "020 7946 0199" });
    expect((await town.story(id)).find(({ what }) => what === "tier_skipped")?.about).toMatchObject({ reason: "nobody_on_duty" });
    await town.settled();
    expect(pages("omar_reed")).toHaveLength(1);
    await town.forward("PT6M"); // the case from before is struck as ever
    expect(await isAtSecondTier(before.id)).toBe(true);
    expect((await town.acknowledge("omar_reed", await town.read("omar_reed", id))).status).toBe(200);
  });

  it("takes no other case off the duty board", async () => {
    const { db, TableName, toItem } = await import("../../functions/aws/db.ts");
    const [one, other] = [await town.raise(), await town.raise({ callBack: "020 7946 0199" })];
    const spoil = {
      UpdateExpression: "SET body = :body",
      ExpressionAttributeValues: toItem({ ":body": { schema: 2, clocks: "?" } }),
    };
    await db.send(new UpdateItemCommand({ TableName, Key: toItem(keys.state(ref(other.id))), ...spoil }));
    const board = await town.as("idris_vale", "GET", "duty-board");
    expect([board.status, (board.body.items as { id: string }[] | undefined)?.map(({ id }) => id)]).toEqual([200, [one.id]]);
    const mine = await town.as("amara_bell", "GET", "escalations");
    expect([board.body.unread, mine.body.unread, (mine.body.items as unknown[]).length]).toEqual([1, 1, 1]);
  });

  it("is told of on the pages that cannot show it, with whom to ring", async () => {
    const { db, TableName, toItem } = await import("../../functions/aws/db.ts");
    const { id } = await town.raise();
    const asks = askingIn(() => town);
    expect((await asks("idris_vale", "/duty-board")).words).not.toContain("cannot be shown");
    await db.send(
      new UpdateItemCommand({
        TableName,
        Key: toItem(keys.state(ref(id))),
        UpdateExpression: "SET body.clocks = :clocks",
        ExpressionAttributeValues: toItem({ ":clocks": "?" }),
      }),
    );
    for (const [person, page] of [
      ["idris_vale", "/duty-board"],
      ["idris_vale", "/duty-board/print"],
      ["amara_bell", "/escalations"],
    ] as const) {
      const { words } = await asks(person, page);
      expect([page, words]).toEqual([
        page,
        expect.stringMatching(/1 more case .* cannot be shown\. It may be waiting for an answer\. Ring 999 or the control room/),
      ]);
    }
  });
});

describe("when mail fails, and there is nothing but mail", () => {
  beforeEach(() => town.enrol(({ channels }) => ({ channels: channels.filter(({ kind }) => kind === "email") })));

  it("asks the next tier at once when the only message of a tier is refused, and says why on the timeline", async () => {
    await town.fault({ mail: "reject-hard", to: "idris.vale@met.example.org" });
    const { id } = await town.raise();
    expect(town.told()).toEqual(expect.arrayContaining(["omar_reed", "ada_penn"]));
    expect((await town.story(id)).map(({ what }) => what)).toEqual(["raised", "tier_alerted", "notice_failed", "tier_alerted"]);
    expect(await noticeOf(id, "idris_vale")).toMatchObject({ fate: "failed", reason: "the mail service refused it" });
  });

  it("asks the next tier at once when a message was accepted and then suppressed", async () => {
    await town.fault({ mail: "suppressed", to: "idris.vale@met.example.org" });
    const { id } = await town.raise();
    await town.forward("PT5S"); // the receipt comes by itself, moments after the answer
    expect(town.told()).toContain("omar_reed");
    expect(await noticeOf(id, "idris_vale")).toMatchObject({ fate: "failed", reason: "the address is on the suppression list" });
  });

  it("asks the next tier when a message was accepted and nobody ever confirmed it", async () => {
    await town.fault({ mail: "never-delivered", to: "idris.vale@met.example.org" });
    const { id } = await town.raise();
    expect(town.told()).toEqual([]);
    await town.forward("PT2M30S");
    expect(town.told()).toContain("omar_reed");
    expect(await noticeOf(id, "idris_vale")).toMatchObject({ fate: "failed", reason: "accepted, and never confirmed" });
  });

  it.each(["reject-soft", "hang"] as const)(
    "tries again, with another attempt number, while the service answers with %s",
    async (fault) => {
      await town.fault({ mail: fault });
      const { id } = await town.raise();
      await town.forward("PT45S");
      await town.fault({ mail: "accept" });
      await town.forward("PT2M30S"); // the longest rest, and a look of the sweeper
      expect(pages("idris_vale")).toHaveLength(1);
      const notice = await noticeOf(id, "idris_vale");
      expect(notice).toMatchObject({ fate: "delivered" });
      expect(notice?.attempts).toBeGreaterThan(2);
      expect(town.machine.mailbox.letters.find(({ tags }) => tags.notice === notice?.id)?.tags.attempt).toBe(
        String(notice?.attempts),
      );
    },
  );

  it("withholds a page that had not left when somebody answered, and says so", async () => {
    await town.fault({ mail: "reject-soft" });
    const raised = await town.raise();
    await town.acknowledge("idris_vale", raised);
    await town.fault({ mail: "accept" });
    await town.forward("PT2M");
    expect(pages("idris_vale")).toEqual([]);
    expect(await noticeOf(raised.id, "idris_vale")).toMatchObject({ fate: "withheld", reason: "it has been answered" });
  });

  it("asks the next tier when a message bounces after it had been delivered", async () => {
    const { id } = await town.raise();
    expect(await noticeOf(id, "idris_vale")).toMatchObject({ fate: "delivered" });
    const { handler } = await import("../../functions/receipts/note-receipt.ts");
    const tags = { partnership: ["london"], about: [id], notice: ["000001-00"], attempt: ["1"] };
    const Message = JSON.stringify({
      eventType: "Bounce",
      mail: { tags },
      bounce: { bounceType: "Permanent", bounceSubType: "General" },
    });
    await handler({ Records: [{ Sns: { Message } }, { Sns: { Message: "not ours" } }] } as never);
    await town.settled();
    expect(await noticeOf(id, "idris_vale")).toMatchObject({ fate: "failed", reason: "it bounced" });
    expect(town.told()).toContain("omar_reed");
  });

  it("sends no page to somebody who has gone off duty before it could leave", async () => {
    await town.fault({ stream: "off", sweeper: "off" });
    const { id } = await town.raise();
    await town.offShift("duty_inspector_central_south");
    await town.fault({ stream: "on" });
    await town.forward("PT5S");
    expect(pages("idris_vale")).toEqual([]);
    expect(pages("omar_reed")).toHaveLength(1);
    expect(await noticeOf(id, "idris_vale")).toMatchObject({ fate: "failed", reason: "no longer on duty when it could leave" });
  });

  it("counts every page of a full desk as lost at once, though all of them write to one case", async () => {
    const team = "duty_inspector_central_south";
    const desk = ["nell_frost", "omar_reed", "cara_holt", "mina_shore", "kit_lane"];
    const from = town.machine.clock?.now() ?? "";
    for (const person of desk) await town.shift(person, team, from, plus(from, "PT1H"));
    for (const person of ["idris_vale", ...desk]) await town.fault({ mail: "reject-hard", to: addressOf(person) });
    const { id } = await town.raise();
    await town.settled();
    const paged = (await noticesOf(id)).filter(({ kind, to }) => kind === "page" && ["idris_vale", ...desk].includes(to));
    expect(paged.slice(0, 6).map(({ fate }) => fate)).toEqual(Array(6).fill("failed"));
    expect((await town.read("amara_bell", id)).tier.number).toBeGreaterThan(1);
  });

  it("tells the raiser even when the whole ladder cannot be reached, as soon as mail is back", async () => {
    await town.fault({ mail: "reject-hard" });
    const { id } = await town.raise();
    await town.settled();
    expect(await town.read("amara_bell", id)).toMatchObject({ stage: "nobody_answered" });
    await town.fault({ mail: "accept" });
    await town.forward("PT6M");
    expect(town.subjects("idris_vale").at(-1)).toContain("asking again");
  });
});

describe("what a message may carry", () => {
  it("has reference, type, place of duty, urgency, limit and link, and nothing that a person typed", async () => {
    const canary = (field: string) => `zebra${field}`;
    const raised = await town.raise({
      ask: canary("ask"),
      whyNow: canary("why"),
      place: { borough: "Lambeth", address: canary("address") },
    });
    await town.as("amara_bell", "POST", `escalations/${raised.id}/notes`, { text: canary("note") });
    await town.forward("PT5M");
    const now = await town.read("omar_reed", raised.id);
    await town.decide("omar_reed", now, "attend_immediate", { why: canary("rationale") });
    await town.as("omar_reed", "POST", `escalations/${raised.id}/arrival`, { callSign: canary("callsign") });
    await town.as("amara_bell", "POST", `escalations/${raised.id}/withdrawal`, {
      seen: (await town.read("amara_bell", raised.id)).version,
      as: "found_safe",
      why: canary("end"),
    });
    const [page] = town.machine.mailbox.letters;
    for (const part of [page?.text, page?.html]) {
      expect(part).toContain(raised.reference);
      expect(part).toContain("Central South");
      expect(part).toContain("P1 Immediate");
      expect(part).toMatch(/Acknowledge by \d\d:\d\d GMT/);
      expect(part).toContain(`${town.machine.site}/escalations/${raised.id}`);
      expect(part).toContain("ring 999 first");
    }
    expect(town.machine.mailbox.letters.length).toBeGreaterThan(6);
    expect(JSON.stringify(town.machine.mailbox.letters)).not.toContain("zebra");
    expect(JSON.stringify(town.machine.mailbox.letters)).not.toContain("7946 0123");
  });
});
