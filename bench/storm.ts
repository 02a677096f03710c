import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../local/database.ts";
import { A_RAISE } from "../local/main-job.ts";
import { row, spread } from "./figures.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const json = async (reply: Promise<Response>) => (await reply).json();

/** When somebody asked, and when they were told that it is kept. */
interface Raised {
  readonly reference: string;
  readonly at: number;
  readonly kept: number;
}

/** Somebody who raises, and where. Who is on duty there gets the first message. */
const STORMY = { person: "amara_bell", borough: "Lambeth" };
const OTHER = { person: "jonas_field", borough: "Tower Hamlets" };

/**
 * How long another site's first page takes while people of one site raise three hundred cases, each as soon as their last was answered,
 * beside how long it takes when nothing else happens. Two people leave the machine some room; ten take all that it has.
 */
export async function benchStorm({ cases = 300, people = [2, 10], lone = 10 } = {}): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "rightcall-bench-"));
  const port = await freePort();
  const site = `http://localhost:${port}`;
  const env = { ...process.env, PORT: String(port), RIGHTCALL_DATA: folder, LOG: "silent" };
  const product = spawn(process.execPath, ["--import", "./local/tsx.ts", "local/main.ts"], { env, stdio: "ignore" });
  try {
    while (
      !(await fetch(`${site}/lab/clock`).then(
        ({ ok }) => ok,
        () => false,
      ))
    )
      await pause(100);
    const tokenOf = async (person: string) =>
      ((await json(fetch(`${site}/lab/token`, { method: "POST", body: JSON.stringify({ person }) }))) as { token: string }).token;
    const tokens = { [STORMY.person]: await tokenOf(STORMY.person), [OTHER.person]: await tokenOf(OTHER.person) };
    const raise = async ({ person, borough }: typeof STORMY) => {
      const headers = { authorization: `Bearer ${tokens[person]}`, "content-type": "application/json" };
      const body = JSON.stringify({ ...A_RAISE, place: { borough, address: `${Math.random()} Long Lane` } });
      const at = Date.now();
      const answer = await fetch(`${site}/api/escalations`, { method: "POST", headers, body });
      if (answer.status !== 201) throw new Error(`Not kept: ${answer.status} ${await answer.text()}`);
      const { reference } = (await answer.json()) as { reference: string };
      return { reference, at, kept: Date.now() };
    };
    const waits = async (raised: Raised[]) => {
      for (let looks = 0; looks < 120; looks += 1) {
        const letters = (await json(fetch(`${site}/lab/mail`))) as { at: string; subject: string }[];
        const arrivals = raised.flatMap(({ reference, kept }) => {
          const letter = letters.find(({ subject }) => subject.startsWith(reference));
          return letter ? [Math.max(0, Date.parse(letter.at) - kept)] : []; // the mail can be faster than the answer
        });
        if (arrivals.length === raised.length) return { answers: raised.map(({ at, kept }) => kept - at), arrivals };
        await pause(1000); // the inbox grows long, and whoever lists it takes the time of what is measured
      }
      throw new Error(`Of ${raised.length} first pages not every one has come within two minutes.`);
    };
    const alone = async () => {
      const raised = [];
      for (let nth = 0; nth < lone; nth += 1) {
        raised.push(await raise(OTHER));
        await pause(1000);
      }
      return raised;
    };
    const storm = async (abreast: number) => {
      const raised: Raised[] = [];
      const person = async () => {
        while (raised.length < cases) raised.push(await raise(STORMY));
      };
      await Promise.all(Array.from({ length: abreast }, person));
      return raised;
    };
    await waits([await raise(OTHER)]); // the first requests pay for loading
    console.log(
      row("whose first page", "pages", "kept after, p50 ms", "p99", "worst", "mailed then after, p50 ms", "p99", "worst"),
    );
    console.log(row(...Array<string>(8).fill("---")));
    const told = ({ answers, arrivals }: Awaited<ReturnType<typeof waits>>) =>
      [arrivals.length, ...spread(answers), ...spread(arrivals)] as const;
    console.log(row("another site's, calm", ...told(await waits(await alone()))));
    for (const abreast of people) {
      const began = Date.now();
      const raging = storm(abreast);
      const others = await alone();
      const stormy = await raging;
      const aSecond = Math.round((1000 * stormy.length) / (Math.max(...stormy.map(({ kept }) => kept)) - began));
      console.log(row(`another site's, in a storm of ${abreast} people`, ...told(await waits(others))));
      console.log(row(`the storm's own, ${aSecond} a second`, ...told(await waits(stormy))));
    }
  } finally {
    product.kill("SIGTERM");
    await new Promise((resolve) => product.once("exit", resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}
