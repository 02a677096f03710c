import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../local/database.ts";
import { A_RAISE } from "../local/main-job.ts";
import { row, spread } from "./figures.ts";

/** From a raise to the mail service's yes, on the product as `npm start` runs it, at a steady rate; then at rates that grow until it no longer keeps up. */
export async function benchRaise({
  seconds = 60,
  rate = 10,
  steps = [20, 30, 40, 60],
}: {
  seconds?: number;
  rate?: number;
  steps?: number[];
} = {}): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rightcall-bench-"));
  const port = await freePort();
  const site = `http://localhost:${port}`;
  const env = { ...process.env, PORT: String(port), RIGHTCALL_DATA: folder, LOG: "silent" };
  const product = spawn(process.execPath, ["--import", "./local/tsx.ts", "local/main.ts"], { env, stdio: "ignore" });
  try {
    await up(site);
    const token = (
      (await (await fetch(`${site}/lab/token`, { method: "POST", body: JSON.stringify({ person: "amara_bell" }) })).json()) as {
        token: string;
      }
    ).token;
    await round(site, token, 5, 5); // the first requests pay for loading
    console.log(
      row(
        "raises a second",
        "asked",
        "kept",
        "told to try again",
        "mailed",
        "answer p50 ms",
        "p99",
        "worst",
        "mail p50 ms",
        "p99",
        "worst",
      ),
    );
    console.log(row(...Array<string>(11).fill("---")));
    for (const [each, lasting] of [[rate, seconds], ...steps.map((step) => [step, 10] as const)] as const) {
      const { asked, answers, mails, refused } = await round(site, token, each, lasting);
      console.log(row(each, asked, answers.length, refused.length, mails.length, ...spread(answers), ...spread(mails)));
    }
  } finally {
    product.kill("SIGTERM");
    await new Promise((resolve) => product.once("exit", resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function up(site: string): Promise<void> {
  while (
    !(await fetch(`${site}/lab/clock`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await pause(100);
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Raises at a fixed rate, whether or not the answers keep up; a slow answer is counted from when its raise was due. */
async function round(site: string, token: string, rate: number, seconds: number) {
  await fetch(`${site}/lab/mail`, { method: "DELETE" });
  const answers: number[] = [];
  const refused: number[] = [];
  const begun = new Map<string, number>();
  const start = Date.now();
  const asked = rate * seconds;
  const calls = Array.from({ length: asked }, async (_, nth) => {
    const due = start + (nth * 1000) / rate;
    await pause(Math.max(0, due - Date.now()));
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    const reply = await fetch(`${site}/api/escalations`, { method: "POST", headers, body: JSON.stringify(A_RAISE) });
    const body = (await reply.json()) as { reference: string };
    if (reply.status !== 201) return void refused.push(reply.status);
    answers.push(Date.now() - due);
    begun.set(body.reference, due);
  });
  await Promise.all(calls);
  const mails = await arrived(site, begun);
  return { asked, answers, mails, refused };
}

async function arrived(site: string, begun: ReadonlyMap<string, number>): Promise<number[]> {
  for (let looks = 0; ; looks += 1) {
    const letters = (await (await fetch(`${site}/lab/mail`)).json()) as { at: string; subject: string; to: string }[];
    const pages = letters.filter(({ to, subject }) => to.startsWith("idris.vale") && subject.includes("your answer is needed"));
    const waits = pages.flatMap(({ at, subject }) => {
      const due = begun.get(subject.split(" ")[0] ?? "");
      return due === undefined ? [] : [Date.parse(at) - due];
    });
    if (waits.length >= begun.size || looks > 1200) return waits; // two minutes: by then the sweeper has sent whatever was left
    await pause(100);
  }
}
