import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeleteTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { keepQuarter } from "../bench/keep-quarter.ts";
import { quarter } from "../bench/quarter.ts";
import { plus } from "../core/time.ts";
import { buildWeb } from "../web/build.ts";
import { exportTable, importTable } from "./backup.ts";
import { startDatabase } from "./database.ts";
import { type Machine, newSecrets, startMachine } from "./machine.ts";
import { A_RAISE, as } from "./main-job.ts";
import { ensureTables, synthesised, type Templates } from "./table.ts";
import { decideOnCase } from "./two-people.ts";

export interface Drill {
  readonly database: string;
  readonly table: string;
  readonly template: Templates;
  /** How many made-up cases of the quarter before lie in the table. */
  readonly cases: number;
  /** What was done, a line at a time. */
  readonly say: (line: string) => void;
}

/** What the drill found. */
export interface Drilled {
  readonly items: { readonly saved: number; readonly restored: number };
  readonly chains: { readonly stories: number; readonly broken: number };
  readonly figures: { readonly rows: number; readonly wrong: number };
  /** Cases whose contents had been deleted after the backup: those that came back with it, and those that are still there when what was deleted has been deleted anew. */
  readonly deletions: { readonly back: number; readonly left: number };
  /** Cases that fell due while the table was away, and that the sweeper struck. */
  readonly struck: number;
  /** Messages that had left before the backup, and left again. */
  readonly twice: number;
  /** Messages that waited when the backup was made, left after it, and left again after the restore: nothing in the backup says that they had gone. */
  readonly again: number;
  /** Open cases of the backup whose story does not say that a part of it was lost. */
  readonly silent: readonly string[];
  /** Was an answer taken that was given to a view from after the backup, of a version that the case has come to anew? */
  readonly oldViewTaken: boolean;
  /** References that were given out after the backup, and that nobody has any more. */
  readonly lost: readonly string[];
}

/** The quarter before is over by then. */
const NIGHT = new Date("2026-09-30T23:00:00.000Z");
const AWAY = "PT6M";
/** More looks than the sweeper ever needs to find nothing left. */
const MOST_LOOKS = 20;

/**
 * The table is lost and restored from its backup, on one machine and with its real parts: a quarter of made-up cases and a busy hour are
 * saved, more happens, the table is gone for a while, and the sweeper alone takes up what the backup knows.
 */
export async function drill({ database, table, template, cases, say }: Drill): Promise<Drilled> {
  const folder = await mkdtemp(join(tmpdir(), "rightcall-restore-"));
  const machine = await startMachine({ database, table, port: 0, secrets: await newSecrets(), clockFrom: NIGHT, template });
  const [
    { rebuildTallies },
    { verifyChains },
    { look },
    { hasKey },
    { deleteAnew },
    deleteContents,
    wentBack,
    { outlineOfStory },
  ] = await Promise.all([
    import("../functions/aws/rebuild.ts"),
    import("../functions/aws/chains.ts"),
    import("../functions/schedule/sweep.ts"),
    import("../functions/aws/case-keys.ts"),
    import("../functions/delete-anew.ts"),
    import("../functions/schedule/delete-contents.ts"),
    import("../functions/aws/went-back.ts"),
    import("../functions/aws/cases.ts"),
  ]);
  const hour = hourOn(machine);
  try {
    await keepQuarter(quarter({ cases }));
    await rebuildTallies("london", true);
    const taken = await hour.raise();
    const open = [taken, await hour.raise()];
    const answered = await hour.raise();
    await hour.acknowledge(answered.id, answered.version);
    const past = await hour.raise();
    await hour.withdraw(past.id, past.version);
    await hour.forward("PT10S"); // each message that has left is confirmed
    machine.mailbox.fail("reject-soft");
    await hour.raise(); // its page waits when the backup is made
    const before = hour.sent();
    const file = join(folder, "table.ndjson");
    const from = hour.now();
    const saved = await exportTable(table, file);
    say(`${saved} items saved, of ${cases} cases of a quarter and five of this hour.`);

    machine.mailbox.fail("accept");
    const { version: lostView } = (await hour.acknowledge(taken.id, taken.version)).body;
    await hour.forward("PT2M");
    const lost = (await hour.raise()).reference;
    const after = hour.sent();
    await decideOnCase(past.id);
    await deleteContents.handler();
    await machine.rest.reached();
    say(
      `Then a page left that had waited, ${taken.reference} was acknowledged, ${lost} was raised, and the contents of ${past.reference} were deleted. The table is lost.`,
    );

    await stopped(machine);
    hour.forget();
    await wiped(table);
    await hour.forward(AWAY);
    await ensureTables(table, template);
    const restored = await importTable(file, table);
    say(`${restored} items are in a new table, six minutes later.`);
    const isThere = async () => Number(await hasKey({ partnership: "london", id: past.id }));
    const back = await isThere();
    await deleteAnew("london", from, hour.now(), false);
    const left = await isThere();
    say(
      `The contents of ${past.reference} ${back ? "had come back" : "had not come back"}, and ${left ? "are still there" : "are deleted anew"}.`,
    );
    const { checked, broken } = await verifyChains();
    const { cases: rows, missing, different } = await rebuildTallies("london", false);
    say(
      `${checked} stories verified, ${broken.length} not as written. ${rows} rows of figures, ${missing + different.length} wrong.`,
    );

    const { said } = await wentBack.tellOfLoss({ to: from, partnerships: [], dryRun: false, clock: hour.now });
    say(`${said.length} open cases say that a part of their story was lost, and their people are to hear it.`);
    const tiers = await Promise.all(open.map(({ id }) => hour.tierOf(id)));
    for (let nth = 0; nth < MOST_LOOKS && (await look(hour.now())) > 0; nth += 1) await machine.rest.reached();
    const climbed = await Promise.all(open.map(({ id }) => hour.tierOf(id)));
    const since = hour.sent();
    const silent: string[] = [];
    for await (const { reference, ...ref } of wentBack.everyOpenCase())
      if (!(await outlineOfStory(ref)).some(({ what, about }) => what === "went_back" && about.to === from))
        silent.push(reference);
    const found = {
      items: { saved, restored },
      chains: { stories: checked, broken: broken.length },
      figures: { rows, wrong: missing + different.length },
      deletions: { back, left },
      struck: climbed.filter((tier, nth) => tier > (tiers[nth] ?? 0)).length,
      twice: since.filter((message) => before.includes(message)).length,
      again: since.filter((message) => after.includes(message) && !before.includes(message)).length,
      silent,
      oldViewTaken: (await hour.acknowledge(taken.id, lostView)).status === 200,
      lost: (await hour.knows(lost)) ? [] : [lost],
    };
    say(`The sweeper struck ${found.struck} of ${open.length} cases that had fallen due, and sent ${since.length} messages.`);
    say(
      `Of those that had left before the backup ${found.twice} left twice; of those that left after it ${found.again} left again.`,
    );
    say(`Nobody knows ${lost} any more: whoever raised it must be rung.`);
    return found;
  } finally {
    await machine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What people do in this hour, and what leaves. */
function hourOn(machine: Machine) {
  const { clock, rest, mailbox, texts } = machine;
  const press = async (person: string, method: "GET" | "POST", path: string, body?: object) => {
    const reply = await as(machine, person, method, path, body);
    await rest.reached();
    return reply;
  };
  return {
    raise: async () => (await press("amara_bell", "POST", "escalations", A_RAISE)).body,
    withdraw: (id: string, seen: number) =>
      press("amara_bell", "POST", `escalations/${id}/withdrawal`, {
        ...{ as: "withdrawn_found_safe", why: "He came back by himself", seen },
      }),
    now: (): string => clock?.now() ?? "",
    acknowledge: (id: string, seen: number) => press("idris_vale", "POST", `escalations/${id}/acknowledgement`, { seen }),
    tierOf: async (id: string) => (await press("amara_bell", "GET", `escalations/${id}`)).body.tier.number,
    knows: async (reference: string) => (await press("amara_bell", "GET", `references/${reference}`)).status === 200,
    forward: (elapsed: string) => clock?.to(Date.parse(plus(clock.now(), elapsed)), rest.reached),
    /** Each message that a service has taken, by the case and the message that it is: mails, then texts. */
    sent: (): string[] => [
      ...mailbox.letters.map(({ tags }) => `${tags.about}/${tags.notice}`),
      ...texts.texts.map(({ reference }) => reference.split("/").slice(1, 3).join("/")),
    ],
    forget: () => {
      mailbox.letters.length = 0;
      texts.texts.length = 0;
    },
  };
}

/** The writers stand still, as the runbook says: the stream, the workflow, the schedule. */
export async function stopped({ stream, workflow, sweeper, rest }: Machine): Promise<void> {
  await rest.reached();
  sweeper.on = false;
  workflow.on = false;
  workflow.forget();
  await stream.close();
}

export async function wiped(TableName: string): Promise<void> {
  const db = new DynamoDBClient({});
  await db.send(new DeleteTableCommand({ TableName }));
  db.destroy();
}

/** `npm run restore-drill`. Answers 1 when anything is not as it must be. */
async function main(): Promise<number> {
  const began = performance.now();
  const [database, template] = await Promise.all([startDatabase(), synthesised(), buildWeb()]);
  try {
    const found = await drill({ database: database.endpoint, table: "drill", template, cases: 60, say: console.log });
    console.log(
      `\n${((performance.now() - began) / 1000).toFixed(1)} s. ${isWell(found) ? "All as it must be." : "NOT as it must be."}`,
    );
    return isWell(found) ? 0 : 1;
  } finally {
    await database.close();
  }
}

/**
 * Nothing is lost that the backup had, nothing is altered, what had been deleted and came back is deleted anew, each open case says what was lost
 * after it and takes no answer to that, what fell due is struck, and nothing leaves twice that the backup knows to have left.
 */
export const isWell = ({ items, chains, figures, deletions, struck, twice, silent, oldViewTaken }: Drilled): boolean =>
  items.saved === items.restored &&
  chains.broken === 0 &&
  figures.wrong === 0 &&
  deletions.back > 0 &&
  deletions.left === 0 &&
  struck > 0 &&
  twice === 0 &&
  silent.length === 0 &&
  !oldViewTaken;

if (import.meta.main) process.exit(await main());
