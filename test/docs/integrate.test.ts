import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { NhsNumber } from "../../core/nhs-number.ts";
import { REFUSALS } from "../../core/refusal.ts";
import type { Route } from "../../core/route.ts";
import { routes } from "../../core/routes.ts";
import { freePort } from "../../local/database.ts";
import { type Machine, newSecrets, startMachine } from "../../local/machine.ts";
import { as } from "../../local/main-job.ts";
import { carried } from "../builders.ts";
import { template } from "../town.ts";

const page = readFileSync("docs/integrate.md", "utf8");
/** The blocks of one kind, in order: what stands behind the fence, and what is in it. */
const blocks = (kind: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${kind}(?: (\\S+))?\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, file, text = ""]) => ({
    file,
    text,
  }));

let machine: Machine;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "integrate-"));
  const database = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "";
  machine = await startMachine({ database, table: `integrate-${Date.now()}`, port: 0, secrets: await newSecrets(), template });
});
afterAll(async () => {
  const receiver = join(folder, "receiver.pid");
  if (existsSync(receiver)) process.kill(Number(readFileSync(receiver, "utf8")));
  await machine.close();
  rmSync(folder, { recursive: true });
});

const file = (name: string) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const events = (): { data: { id: string; version: number; changes: string[] } }[] =>
  existsSync(join(folder, "events.ndjson"))
    ? readFileSync(join(folder, "events.ndjson"), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line))
    : [];
async function until(done: () => boolean): Promise<void> {
  const last = Date.now() + 60_000;
  while (!done() && Date.now() < last) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(done()).toBe(true);
}

/** One shell in which the page's blocks are typed one after another, as its reader would. */
function shell(env: Record<string, string>) {
  const child = spawn("bash", ["-e"], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let [said, wrong] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    said += String(chunk);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    wrong += String(chunk);
  });
  let nth = 0;
  return {
    type: async (text: string) => {
      nth += 1;
      const mark = `done-${nth}`;
      child.stdin.write(`${text}\necho; echo ${mark}\n`);
      const last = Date.now() + 60_000;
      while (!said.includes(mark) && child.exitCode === null && Date.now() < last)
        await new Promise((resolve) => setTimeout(resolve, 20));
      if (!said.includes(mark)) throw new Error(`It ended with ${child.exitCode}: ${wrong}\n${text}`);
    },
    close: () => child.stdin.end(),
  };
}

describe("the page for whoever connects a partner's system", () => {
  it("works as it stands, from the token to the answer", async () => {
    for (const { file: name, text } of blocks("json")) if (name) writeFileSync(join(folder, name), text);
    for (const { text } of blocks("js")) writeFileSync(join(folder, /^\/\/ (\S+\.mjs)/.exec(text)?.[1] ?? ""), text);
    const [token = "", listen = "", raise = "", read = "", news = "", ...others] = blocks("sh").map(({ text }) => text);
    expect(others).toEqual([]);
    const bash = shell({ PORT: String(await freePort()) });
    await bash.type(token.replace("http://localhost:8080", machine.site));
    await bash.type(listen);
    await until(() => existsSync(join(folder, "receiver.pid")));
    await bash.type(raise);
    const raised = file("raised.json");
    await until(() => events().length > 0);
    expect(events()[0]?.data).toMatchObject({ id: raised.id, reference: raised.reference, version: 1 });
    await bash.type(raise);
    expect(file("raised.json").id).toBe(raised.id);

    const seen = { seen: raised.version };
    const { body } = await as(machine, "idris_vale", "POST", `escalations/${raised.id}/acknowledgement`, seen);
    const answer = { code: "attend_immediate", why: "On what is known now" };
    const must = carried("attend_immediate", new Date().toISOString());
    expect(
      await as(machine, "idris_vale", "POST", `escalations/${raised.id}/decision`, { seen: body.version, ...answer, ...must }),
    ).toMatchObject({
      status: 200,
    });
    await until(() => events().some(({ data }) => data.changes.includes("decided")));
    await bash.type(read);
    expect(file("case.json")).toMatchObject({ decision: answer, owner: { by: { id: "idris_vale" } }, outcome: null });
    await bash.type(news);
    expect(file("after-news.json").news).toHaveLength(1);
    bash.close();
  });

  it("is right that the secret is to be had again, by setting the same address", async () => {
    const { address, secret } = await sentOnce();
    const again = await as(machine, "patient_record_rj1", "POST", "me/webhook", { address });
    expect(again.body.secret).toBe(secret);
  });

  it("shows a receiver that takes nothing from anybody else, nothing old, and nothing twice", async () => {
    const ours = () => events().filter(({ data }) => data.id === "x").length;
    const { headers, body, secret, address } = await sentOnce();
    const post = (change: Record<string, string>, text = body) =>
      fetch(address, { method: "POST", headers: { ...headers, ...change }, body: text });
    expect((await post({})).status).toBe(204);
    expect((await post({})).status).toBe(204);
    expect(ours()).toBe(1);
    expect((await post({}, body.replace("closed", "raised"))).status).toBe(401);
    expect((await post({ "webhook-id": "another" })).status).toBe(401);
    expect((await post({ "webhook-signature": "v1," })).status).toBe(401);
    const old = { webhookId: "old", seconds: Math.floor(Date.now() / 1000) - 6 * 60 };
    expect((await post(await headersFor(secret, old, body))).status).toBe(401);
    expect(ours()).toBe(1);
  });

  it("names refusals that there are, each with its status", () => {
    const rows = [...page.matchAll(/^\| (\d{3}(?:, \d{3})*) \| (`.*?`) \|/gm)];
    expect(rows.length).toBeGreaterThan(5);
    for (const [, status, names = ""] of rows)
      for (const [, name = ""] of names.matchAll(/`(\w+)`/g))
        expect([name, String(REFUSALS[name as never])]).toEqual([name, status]);
  });

  it("names every refusal but those that only people's routes give", () => {
    const ofPeople = [
      ...["SignInAgain", "NotOnDuty", "AlreadyAcknowledged", "AlreadyDisagreed", "ChangedMeanwhile", "HigherTierDecides"],
      ...["LastAdministrator", "LastChannel", "NotRead", "NeedsConfirming", "WouldIsolate"],
    ];
    const [, unsaid = ""] = /^\| 500, (503) \| any \|/m.exec(page) ?? [];
    const named = [...page.matchAll(/^\| \d{3} \| (`.*?`) \|/gm)].flatMap(([, names = ""]) => names.match(/\w+/g) ?? []);
    const without = Object.entries(REFUSALS).flatMap(([name, status]) => (String(status) === unsaid ? [name] : []));
    expect([...ofPeople, ...named, ...without].sort()).toEqual(Object.keys(REFUSALS).sort());
    const ofSystems = Object.values<Route>(routes).filter(({ may }) => may.includes("service"));
    expect(ofSystems.filter(({ fresh }) => fresh)).toEqual([]);
  });

  it("uses no number of a person's", () => {
    const [{ text = "" } = {}] = blocks("json").filter((block) => block.file === "request.json");
    const { person, callBack } = JSON.parse(text);
    expect(NhsNumber.parse(person.nhsNumber)).toMatch(/^999/);
    expect(callBack).toMatch(/^020 7946 0\d{3}$/);
  });
});

describe("what the README says to try", () => {
  it("raises a case, and acknowledges it", async () => {
    const [, text = ""] = /^## Try it with curl[\s\S]*?^```sh\n([\s\S]*?)^```/m.exec(readFileSync("README.md", "utf8")) ?? [];
    const kept = join(folder, "tried.json");
    const bash = shell({});
    await bash.type(text.replace("http://localhost:8080", machine.site).replaceAll("/tmp/case.json", kept));
    bash.close();
    const { body } = await as(machine, "amara_bell", "GET", `escalations/${file("tried.json").id}`);
    expect(body).toMatchObject({ stage: "acknowledged", owner: { by: { id: "idris_vale" } } });
  });
});

/** Headers as Rightcall would sign them. */
async function headersFor(secret: string, { webhookId, seconds }: { webhookId: string; seconds: number }, body: string) {
  const { createHmac } = await import("node:crypto");
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const signature = createHmac("sha256", key).update(`${webhookId}.${seconds}.${body}`).digest("base64");
  return { "webhook-id": webhookId, "webhook-timestamp": String(seconds), "webhook-signature": `v1,${signature}` };
}

/** An event that the page's receiver has not seen, where it listens. */
async function sentOnce() {
  const { body: told } = await as(machine, "patient_record_rj1", "GET", "me/webhook");
  const address = String(told.address);
  const { secretOf } = await import("../../functions/sign-webhook.ts");
  const secret = secretOf({ partnership: "london", system: "patient_record_rj1" }, 1);
  const body = JSON.stringify({ type: "escalation.changed", timestamp: "", data: { id: "x", version: 9, changes: ["closed"] } });
  const headers = await headersFor(secret, { webhookId: "once", seconds: Math.floor(Date.now() / 1000) }, body);
  return { headers, body, secret, address };
}
