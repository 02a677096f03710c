import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { freePort } from "../../local/database.ts";
import { A_RAISE } from "../../local/main-job.ts";

let folder: string;
let running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rightcall-"));
});
afterEach(() => {
  for (const child of running) child.kill("SIGKILL");
  running = [];
  const pid = databasePid();
  if (pid && alive(pid)) process.kill(pid, "SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const databasePid = (part = "lab") => {
  const file = join(folder, part, "database.pid");
  return existsSync(file) ? Number(JSON.parse(readFileSync(file, "utf8")).database) : undefined;
};
const alive = (pid: number) => spawnSync("ps", ["-p", String(pid)]).status === 0;

/** Starts the product as `npm run lab` does; answers when it says where to look, or with what it said when it ended. */
async function start(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ child: ChildProcess; site: string; said: () => string }> {
  const port = await freePort();
  const child = spawn(process.execPath, ["--import", "./local/tsx.ts", "local/main.ts", ...args], {
    env: { ...process.env, NODE_OPTIONS: "", LOG: "codes", RIGHTCALL_DATA: folder, PORT: String(port), ...env },
    stdio: "pipe",
  });
  running.push(child);
  let said = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    said += String(chunk);
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    said += String(chunk);
  });
  await until(() => said.includes("Ctrl-C ends it") || child.exitCode !== null);
  return { child, site: `http://localhost:${port}`, said: () => said };
}

async function until(done: () => boolean | Promise<boolean>, ms = 60_000): Promise<void> {
  const last = Date.now() + ms;
  while (!(await done())) {
    if (Date.now() > last) throw new Error("it did not come");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
const gone = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => (child.exitCode !== null ? resolve(child.exitCode) : child.once("exit", resolve)));
const json = async (reply: Promise<Response>) => (await reply).json() as Promise<Record<string, string>>;
const post = (url: string, body: object, token?: string) =>
  json(
    fetch(url, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) },
    }),
  );
const toldAt = async (site: string, reference: string) =>
  ((await json(fetch(`${site}/lab/mail`))) as unknown as { to: string; subject: string }[])
    .filter(({ subject }) => subject.startsWith(reference))
    .map(({ to }) => to.split("@")[0]);

describe("one machine that is killed", () => {
  it("still sends the page it had accepted, and still tells the next tier", async () => {
    const first = await start(["--lab"]);
    const { token } = await post(`${first.site}/lab/token`, { person: "amara_bell" });
    await post(`${first.site}/lab/faults`, { stream: "off" });
    const { reference = "", id } = await post(`${first.site}/api/escalations`, A_RAISE, token);
    const { now = "" } = await json(fetch(`${first.site}/lab/clock`));
    expect(await toldAt(first.site, reference)).toEqual([]);
    first.child.kill("SIGKILL");
    await gone(first.child);

    const second = await start(["--lab", "--from", new Date(Date.parse(now) + 5_000).toISOString()]);
    await until(async () => (await toldAt(second.site, reference)).includes("idris.vale"));
    second.child.kill("SIGKILL");
    await gone(second.child);

    const third = await start(["--lab", "--from", new Date(Date.parse(now) + 5 * 60_000).toISOString()]);
    await post(`${third.site}/lab/clock`, { advance: "PT1M" });
    expect(await toldAt(third.site, reference)).toContain("omar.reed");
    const again = await post(`${third.site}/lab/token`, { person: "amara_bell" });
    const view = (await json(
      fetch(`${third.site}/api/escalations/${id}`, { headers: { authorization: `Bearer ${again.token}` } }),
    )) as unknown as { tier: { number: number } };
    expect(view.tier.number).toBe(2);
  });
});

describe("starting and ending", () => {
  it("shows the main job, keeps its data over a restart, and leaves no process behind", async () => {
    const first = await start([]);
    expect(first.said()).toMatch(/idris\.vale@met\.example\.org has the mail: «RC-...-... P1: your answer is needed/);
    expect(first.said()).not.toMatch(/warn/i);
    const database = databasePid("data") ?? 0;
    expect(alive(database)).toBe(true);
    for (const args of [[], ["--fresh"]]) {
      const another = await start(args);
      expect([await gone(another.child), another.said().trim()]).toEqual([
        1,
        expect.stringMatching(/^Process \d+ uses the data in .*Stop it/),
      ]);
    }
    const command = spawnSync(process.execPath, ["--import", "./local/tsx.ts", "local/operate.ts", "verify-chain"], {
      env: { ...process.env, NODE_OPTIONS: "", RIGHTCALL_DATA: folder },
      encoding: "utf8",
    });
    expect(command.status).toBe(0); // beside it, on its database
    expect(alive(database)).toBe(true);
    expect((await fetch(`${first.site}/ready`)).status).toBe(200);
    first.child.kill("SIGINT");
    expect(await gone(first.child)).toBe(0);
    expect(alive(database)).toBe(false);

    const second = await start([]);
    expect(second.said()).toContain("Your data from before is here");
    const { token } = await post(`${second.site}/lab/token`, { person: "amara_bell" });
    const list = (await json(
      fetch(`${second.site}/api/escalations`, { headers: { authorization: `Bearer ${token}` } }),
    )) as unknown as { items: unknown[] };
    expect(list.items).toHaveLength(1);
    second.child.kill("SIGTERM");
    expect(await gone(second.child)).toBe(0);
  });

  it("says in one line what to do about a port that is taken", async () => {
    const port = await freePort();
    const other = createServer().listen(port, "127.0.0.1");
    const { child, said } = await start(["--lab"], { PORT: String(port) });
    expect(await gone(child)).toBe(1);
    expect(said().trim()).toBe(`Port ${port} is taken. Stop what uses it, or choose another: PORT=8081 npm start`);
    other.close();
  });

  it("says in one line that Java is missing", async () => {
    const { child, said } = await start(["--lab"], { PATH: "/nowhere" });
    expect(await gone(child)).toBe(1);
    expect(said().trim()).toMatch(/^Java is missing\. Install Java 17 or newer \(.*\)\.$/);
  });

  it("says in one line that the data folder cannot be used", async () => {
    writeFileSync(join(folder, "data"), "not a folder");
    const { child, said } = await start([]);
    expect(await gone(child)).toBe(1);
    expect(said().trim()).toMatch(/^The data folder .* cannot be used\. Remove it, or start with --fresh\.$/);
    const broken = await start(["--fresh"]);
    expect(broken.said()).toContain("Rightcall is up");
    broken.child.kill("SIGINT");
    await gone(broken.child);
    writeFileSync(join(folder, "secrets.json"), "{");
    const again = await start([]);
    expect(await gone(again.child)).toBe(1);
    expect(again.said().trim()).toMatch(/secrets\.json is broken\. Start anew: npm start -- --fresh$/);
  });
});
