import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../local/database.ts";
import { A_RAISE } from "../local/main-job.ts";
import { row, spread } from "./figures.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const json = async (reply: Promise<Response>) => (await reply).json();

/** Somebody who raises, where, and whose mailbox the first page comes to. */
const STORMY = { person: "amara_bell", borough: "Lambeth", page: "idris.vale" };
const OTHER = { person: "jonas_field", borough: "Tower Hamlets", page: "nell.frost" };

/** How long another site's first page takes while one site raises three hundred cases within ten seconds, beside how long it takes when nothing else happens. */
export async function benchStorm({ cases = 300, seconds = 10, lone = 10 } = {}): Promise<void> {
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
      const { reference } = (await json(fetch(`${site}/api/escalations`, { method: "POST", headers, body }))) as {
        reference: string;
      };
      return { reference, at };
    };
    const waits = async (raised: { reference: string; at: number }[], page: string) => {
      for (let looks = 0; looks < 1200; looks += 1) {
        const letters = (await json(fetch(`${site}/lab/mail`))) as { at: string; subject: string; to: string }[];
        const arrived = raised.map(({ reference, at }) => {
          const letter = letters.find(({ to, subject }) => to.startsWith(page) && subject.startsWith(reference));
          return letter ? Date.parse(letter.at) - at : undefined;
        });
        if (!arrived.includes(undefined)) return arrived as number[];
        await pause(100);
      }
      return [];
    };
    const alone = async () => {
      const raised = [];
      for (let nth = 0; nth < lone; nth += 1) {
        raised.push(await raise(OTHER));
        await pause((seconds * 1000) / lone);
      }
      return raised;
    };
    await waits([await raise(OTHER), await raise(STORMY)].slice(0, 1), OTHER.page); // the first requests pay for loading
    const calm = await waits(await alone(), OTHER.page);
    const storm = Array.from({ length: cases }, async (_, nth) => {
      await pause((nth * seconds * 1000) / cases);
      return raise(STORMY);
    });
    const others = await alone();
    const during = await waits(others, OTHER.page);
    const itsOwn = await waits(await Promise.all(storm), STORMY.page);
    console.log(row("whose first page", "pages", "p50 ms", "p99", "worst"));
    console.log(row(...Array<string>(5).fill("---")));
    console.log(row("another site's, calm", calm.length, ...spread(calm)));
    console.log(row("another site's, in the storm", during.length, ...spread(during)));
    console.log(row("the storm's own", itsOwn.length, ...spread(itsOwn)));
  } finally {
    product.kill("SIGTERM");
    await new Promise((resolve) => product.once("exit", resolve));
    rmSync(folder, { recursive: true, force: true });
  }
}
