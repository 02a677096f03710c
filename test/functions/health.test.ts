import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { aTown, type Town } from "../town.ts";

/** What whoever watches from outside is told, without any sign-in. */
let town: Town;
beforeAll(async () => {
  town = await aTown({ digest: false });
});
beforeEach(() => town.anew());
afterEach(async () => {
  await town.fault({ keys: "well" });
  const { db } = await import("../../functions/aws/db.ts");
  db.middlewareStack.remove("noTable");
});
afterAll(() => town.close());

async function ask(path: string) {
  await town.forward("PT10S"); // what was found before holds for five seconds
  const reply = await fetch(`${town.machine.site}${path}`);
  return { status: reply.status, body: await reply.json() };
}

/** Every read of the table fails, or does not answer, from here on. */
async function noTable(answer: () => Promise<never>): Promise<void> {
  const { db } = await import("../../functions/aws/db.ts");
  db.middlewareStack.add(() => answer, { step: "initialize", name: "noTable" });
}

describe("whoever asks from outside", () => {
  it("is told that it is alive, and which version, whatever else is down", async () => {
    await noTable(() => Promise.reject(new Error("nobody may read this")));
    expect(await ask("/health")).toEqual({ status: 200, body: { alive: true, version: "local" } });
  });

  it("is told that a case could be raised, and that the table or a key is not there, and no more", async () => {
    expect(await ask("/ready")).toEqual({ status: 200, body: { ready: true } });
    await town.fault({ keys: "down" });
    expect(await ask("/ready")).toMatchObject({ status: 503, body: { type: "/problems/NotReady", missing: ["key"] } });
    await town.fault({ keys: "well" });
    await noTable(() => Promise.reject(new Error("nobody may read this")));
    const { status, body } = await ask("/ready");
    expect([status, body.missing]).toEqual([503, expect.arrayContaining(["table"])]);
    expect(JSON.stringify(body)).not.toContain("nobody may read this");
  });

  it("is told which part is not there when it does not answer at all, before whoever asks has given up", async () => {
    const patience = process.env.PATIENCE;
    await town.forward("PT1M"); // the agreement is known for half a minute
    process.env.PATIENCE = "0.1";
    await noTable(() => new Promise(() => undefined));
    const { status, body } = await ask("/ready").finally(() => {
      process.env.PATIENCE = patience;
    });
    expect([status, body.missing]).toEqual([503, ["table", "agreement"]]);
  });

  it("costs the parts one question in five seconds, however often it is asked", async () => {
    await ask("/ready");
    await town.fault({ keys: "down" });
    const replies = await Promise.all(Array.from({ length: 20 }, () => fetch(`${town.machine.site}/ready`)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await ask("/ready")).status).toBe(503);
  });
});
