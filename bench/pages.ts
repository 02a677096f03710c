import { randomUUID } from "node:crypto";
import { gzipSync } from "node:zlib";
import type { Answer, AskedBy } from "../functions/web/door.ts";
import { startDatabase } from "../local/database.ts";
import { newSecrets, startMachine } from "../local/machine.ts";
import { A_RAISE, as } from "../local/main-job.ts";
import { css, js, night } from "../web/built/assets.ts";
import { page } from "../web/page.tsx";
import { percentile, row } from "./figures.ts";

/** So many open cases are on the board, of one agency's list. */
const OPEN = 40;
const ROUNDS = 60;

/**
 * What a page weighs on its first load, everything in, packed as it travels; and how long its HTML takes to make, without what is asked of
 * the table; how long with what is read only for a page that has changed; and with the entry that its showing leaves in the audit besides, which
 * is written meanwhile. On real handlers and a real table, in one process.
 */
export async function benchPages(): Promise<void> {
  const database = await startDatabase();
  const secrets = await newSecrets();
  const machine = await startMachine({ database: database.endpoint, table: `bench-${randomUUID()}`, port: 0, secrets });
  try {
    let id = "";
    for (let nth = 0; nth < OPEN; nth += 1) {
      const body = { ...A_RAISE, place: { ...A_RAISE.place, address: `${nth} Example Street` } };
      id = (await as(machine, "amara_bell", "POST", "escalations", body)).body.id;
    }
    await machine.rest.reached();
    const shared = [css, night, js].reduce((sum, { body }) => sum + gzipSync(body).length, 0);
    const { rows } = await import("../functions/rooms/pages.ts");
    const { leaveShown } = await import("../functions/leave-entry.ts");
    console.log(
      row(
        "page",
        "HTML, bytes",
        "packed",
        "first load, bytes",
        "HTML p50 ms",
        "p99",
        "with what it reads last, p50 ms",
        "and its entry",
      ),
    );
    console.log(row(...Array<string>(8).fill("---")));
    for (const [title, path, person, params, run] of await pagesFor(id)) {
      const asked = await askedBy(machine.signIn.issuer, path, person, params);
      const answer = await run(asked);
      if (typeof answer !== "object" || !("content" in answer)) throw new Error(`${path} is no page`);
      const audited = rows.find((one) => one.run === run);
      const kept = async (round: number) => {
        const at = new Date(Date.parse(asked.now) + round).toISOString(); // an entry is the request's own, and this is one request
        if (audited) await leaveShown({ ...asked, now: at, row: audited });
      };
      let html = "";
      const once = async (leave: () => Promise<void>): Promise<[number, number]> => {
        const begun = performance.now();
        const made = typeof answer.content === "function" ? answer.content() : answer.content;
        const [content] = await Promise.all([made, leave()]);
        const known = performance.now();
        html = page(content, { now: asked.now, nonce: "bench", colours: "device", reader: READER });
        return [performance.now() - known, performance.now() - begun];
      };
      const [alone, asking, withEntry]: [number[], number[], number[]] = [[], [], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        const [writing, whole] = await once(async () => {}); // by turns, so that a busy machine is as busy for all
        alone.push(writing);
        asking.push(whole);
        withEntry.push((await once(() => kept(round)))[1]);
      }
      const ms = (times: readonly number[], share: number) => percentile(times, share).toFixed(1);
      const packed = gzipSync(html).length;
      console.log(
        row(
          title,
          Buffer.byteLength(html),
          packed,
          shared + packed,
          ms(alone, 0.5),
          ms(alone, 0.99),
          ms(asking, 0.5),
          ms(withEntry, 0.5),
        ),
      );
    }
  } finally {
    await machine.close();
    await database.close();
  }
}

const READER = {
  mark: "london/somebody",
  member: "london/somebody",
  name: "Amara Bell",
  agency: "Guy’s and St Thomas’",
  desks: [],
  links: [{ href: "/raise", title: "Raise" }],
};

type Run = (asked: AskedBy) => Promise<Answer>;
const ROTA = "duty_inspector_central_south";

async function pagesFor(id: string): Promise<[string, string, string, Record<string, string>, Run][]> {
  const [{ askToRaise }, { readMine }, { readCase }, { readBoard }, { readGuidance }, { readRotaPage }, { readMe }] =
    await Promise.all([
      import("../functions/web/raise.ts"),
      import("../functions/web/my-escalations.ts"),
      import("../functions/web/case.ts"),
      import("../functions/web/duty-board.ts"),
      import("../functions/web/guidance.ts"),
      import("../functions/web/rota.ts"),
      import("../functions/web/me.ts"),
    ]);
  return [
    ["raise", "/raise", "amara_bell", {}, askToRaise],
    [`my escalations, ${OPEN} open`, "/escalations", "amara_bell", {}, readMine],
    ["a case, for its nurse", `/escalations/${id}`, "amara_bell", { id }, readCase],
    ["a case, for its inspector", `/escalations/${id}`, "idris_vale", { id }, readCase],
    [`duty board, ${OPEN} open`, "/duty-board", "idris_vale", {}, readBoard],
    ["when will police attend", "/guidance", "amara_bell", {}, readGuidance],
    ["a rota", `/rota/${ROTA}`, "rota_manager_met", { team: ROTA }, readRotaPage],
    ["how I am reached", "/me", "idris_vale", {}, readMe],
  ];
}

async function askedBy(issuer: string, rawPath: string, person: string, params: Record<string, string>): Promise<AskedBy> {
  const { whoSignsIn } = await import("../functions/aws/directory.ts");
  const now = new Date().toISOString();
  const requestContext = { requestId: "bench", http: { method: "GET" } };
  const event = { rawPath, rawQueryString: "", headers: {}, requestContext } as unknown as AskedBy["event"];
  const session = { id: "", issuer, subject: person, signedInAt: now, shownAt: now };
  const [query, form] = [new URLSearchParams(), new URLSearchParams()];
  const who = await whoSignsIn(issuer, person);
  if (!who) throw new Error(`${person} is one of the demo people.`);
  return { event, pattern: rawPath, now, params, query, form, text: "", session, member: who, actor: who, isOver: false };
}
