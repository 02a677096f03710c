import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { check } from "../../history/check.ts";
import type { History } from "../../history/history.ts";
import { type Recorder, recorder } from "../../history/record.ts";
import { LANES } from "../../infra/lanes.ts";
import { followed } from "../../local/followed.ts";
import { gateway } from "../../local/gateway.ts";
import { A_RAISE, as } from "../../local/main-job.ts";
import { type Stream, startStream } from "../../local/stream.ts";
import { DEADLINES, onceDue, type Sweeper, startSweeper } from "../../local/sweeper.ts";
import { ensureTables } from "../../local/table.ts";
import { aTown, type Town, template } from "../town.ts";

/** So many simulated hours; a week of them: HOURS=168 npm test -- test/workflows/two-of-everything.test.ts */
const HOURS = Number(process.env.HOURS ?? 1);

let town: Town;
let record: Recorder;
let second: { readonly stream: Stream; readonly sweeper: Sweeper; readonly server: Server; readonly site: string };
let history: History;

/** A second dispatcher, sweeper and API beside the town's own, on the same table. */
async function beside({ machine }: Town): Promise<typeof second> {
  const table = process.env.TABLE ?? "";
  const [dispatch, sweep, cases] = await Promise.all([
    import("../../functions/stream/dispatch.ts"),
    import("../../functions/schedule/sweep.ts"),
    import("../../functions/rooms/cases.ts"),
  ]);
  const stream = await startStream(await ensureTables(table, template), dispatch.handler, Object.values(LANES));
  machine.rest.waitFor({
    isThrough: () => machine.stream.isThrough() && stream.isThrough(),
    drained: async () => void (await Promise.all([machine.stream.drained(), stream.drained()])),
    look: (when) => {
      machine.stream.look(when);
      stream.look(when);
    },
  });
  const answer = gateway({ cases: cases.handler } as never);
  const server = createServer((request, response) => void answer(request, response).catch(() => response.destroy()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const first = followed(table, { index: "due", keys: DEADLINES }, machine.rest, stream);
  const sweeper = startSweeper(sweep.handler, onceDue(first)); // as the town's own: it leaves out what finds nothing
  return { stream, sweeper, server, site };
}

/** The same press at both APIs at the same moment, under one key: what each of them answers. */
async function atBoth(by: string, path: string, body: object) {
  const key = randomUUID();
  const [move, id = null] = path.split("/").toReversed();
  const asking = { by, move: id ? String(move) : "raise", case: id, seen: "seen" in body ? Number(body.seen) : null, key };
  const machines = [town.machine, { ...town.machine, site: second.site }];
  return Promise.all(machines.map((machine) => record.ask(asking, () => as(machine, by, "POST", path, body, key))));
}

/** An hour in which one case is answered by two officers at once, and another by nobody until its last tier has been asked again. */
async function anHour(): Promise<void> {
  const raised = await Promise.all(
    [0, 1, 2].map((nth) => atBoth("amara_bell", "escalations", { ...A_RAISE, callBack: `020 7946 01${10 + nth}` })),
  );
  const ids = raised.map(([one, other]) => {
    expect(one?.body.id).toBe(other?.body.id);
    return String(one?.body.id);
  });
  const [answered = "", unanswered = "", late = ""] = ids;
  await town.forward("PT6M");
  await answer(answered);
  await town.forward("PT6M");
  await answer(late);
  await town.forward("PT15M");
  for (const id of [answered, unanswered, late]) {
    const { version } = await town.read("amara_bell", id);
    await atBoth("amara_bell", `escalations/${id}/withdrawal`, {
      seen: version,
      as: "withdrawn_found_safe",
      why: "She is at home",
    });
  }
  await town.forward("PT33M");
}

async function answer(id: string): Promise<void> {
  const { version } = await town.read("omar_reed", id);
  const path = `escalations/${id}/acknowledgement`;
  await Promise.all([atBoth("omar_reed", path, { seen: version }), atBoth("idris_vale", path, { seen: version })]);
}

beforeAll(async () => {
  town = await aTown({ digest: false });
  second = await beside(town);
  await town.anew();
  record = recorder("london", () => new Date().toISOString());
  for (let hour = 0; hour < HOURS; hour += 1) await anHour();
  const { letters } = town.machine.mailbox;
  history = await record.history({ letters, texts: town.machine.texts.texts }, async (side, of) =>
    town.read(side === "asks" ? "amara_bell" : "omar_reed", of.id),
  );
}, 300_000 * HOURS);
afterAll(async () => {
  second.sweeper.close();
  second.server.closeAllConnections();
  await new Promise((resolve) => second.server.close(resolve));
  await second.stream.close();
  await town.close();
});

describe("two dispatchers, two sweepers and two APIs on one table", () => {
  it("keep one case of what was sent to both", () => {
    expect(history.cases).toHaveLength(3 * HOURS);
  });

  it("alert nobody twice for one limit, and send nothing twice", () => {
    const alerts = history.cases.flatMap(({ escalation: { id }, notices }) =>
      notices.filter(({ about }) => about === "tier_alerted").map(({ kind, to, tier }) => `${id} ${kind} ${to} ${tier}`),
    );
    expect(alerts.length).toBeGreaterThanOrEqual(3 * HOURS * 2);
    expect(alerts.filter((one, nth) => alerts.indexOf(one) !== nth)).toEqual([]);
    for (const { escalation, notices } of history.cases)
      for (const { id, tried } of notices) {
        const left = history.sent.filter((sent) => sent.case === escalation.id && sent.notice === id);
        const taken = tried.filter(({ fate }) => fate !== "not_taken"); // a busy machine may cut a call, which is made again
        expect([id, left.length, taken.length]).toEqual([id, tried.length > 0 ? 1 : 0, tried.length > 0 ? 1 : 0]);
      }
  });

  it("miss each limit once, and give each answer one winner", () => {
    for (const { facts } of history.cases) {
      const missed = facts.flatMap((fact) => (fact.what === "limit_missed" ? [`${fact.about.limit} ${fact.about.dueAt}`] : []));
      expect(new Set(missed).size).toBe(missed.length);
      expect(facts.filter(({ what }) => what === "acknowledged").length).toBeLessThanOrEqual(1);
    }
  });

  it("leave a history in which nothing is wrong", () => {
    expect(check(history)).toEqual([]);
  });
});
