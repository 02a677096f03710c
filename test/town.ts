import { randomUUID } from "node:crypto";
import { BatchWriteItemCommand, DeleteItemCommand, DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import type { JWK } from "jose";
import type { Fact } from "../core/escalation/fact.ts";
import type { EscalationView } from "../core/escalation/view.ts";
import { keys } from "../core/keys.ts";
import { planCall } from "../core/learning/call.ts";
import { occasionOn } from "../core/learning/series.ts";
import type { Person } from "../core/people.ts";
import { rotaChanged } from "../core/rota/desk.ts";
import { emptyRota, type Rota } from "../core/rota/rota.ts";
import { demo, demoEnrolments, demoRotas } from "../local/demo-people.ts";
import { type Around, type Machine, newSecrets, startMachine } from "../local/machine.ts";
import { A_RAISE, as } from "../local/main-job.ts";
import { carried } from "./builders.ts";

/** The laboratory as a library: real handlers, table, stream and workflow file, real HTTP, and a clock to move. */
export interface Town {
  readonly machine: Machine;
  /** The key that this machine signs its tokens with. */
  readonly signing: JWK;
  /** Calls the API as one of the demo people. */
  readonly as: (person: string, method: "GET" | "POST", path: string, body?: object) => ReturnType<typeof as>;
  /** Raises as the nurse in Lambeth, and waits until all it set off is at rest. */
  readonly raise: (more?: object, person?: string) => Promise<EscalationView>;
  readonly acknowledge: (person: string, seen: EscalationView) => ReturnType<typeof as>;
  readonly decide: (person: string, seen: EscalationView, code: string, more?: object) => ReturnType<typeof as>;
  /** Makes a move on the case as this person sees it now. */
  readonly move: (person: string, of: Pick<EscalationView, "id">, path: string, body?: object) => ReturnType<typeof as>;
  /** Puts somebody on duty for a team beside those who are; takes everybody off it. */
  readonly shift: (person: string, team: string, from: string, endsAt: string) => Promise<void>;
  readonly offShift: (team: string) => Promise<void>;
  /** Makes another rota of a team's. */
  readonly rota: (team: string, change: (rota: Rota) => Rota) => Promise<void>;
  /** Changes how people are reached, or what they want of it; `anew` gives everybody their own channels back. */
  readonly enrol: (change: (person: Person) => Partial<Person>, ...people: string[]) => Promise<void>;
  /** Moves the clock to an instant. */
  readonly to: (instant: string) => Promise<void>;
  readonly read: (person: string, id: string) => Promise<EscalationView>;
  readonly story: (id: string) => Promise<Fact[]>;
  readonly forward: (advance: string) => Promise<void>;
  /** Breaks or mends parts, as `POST /lab/faults` does. */
  readonly fault: (how: object) => Promise<void>;
  readonly settled: () => Promise<void>;
  /** Who has had mail since the last emptying, in order, by the part of the address that names them; and its subjects without the reference. */
  readonly told: () => string[];
  readonly subjects: (person: string) => string[];
  /** Who has had texts, in order; and what they said. */
  readonly texted: () => string[];
  readonly texts: (person: string) => string[];
  /** Lays out the partners' calls from now on: most tests want none. */
  readonly calendar: () => Promise<void>;
  /** Lays out one call of a series, and no other: moving the clock over days of all of them takes long. */
  readonly call: (series: string, day: string) => Promise<void>;
  /** Everything as at the start, the clock apart. */
  readonly anew: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** What the suite's tables are made from (test/one-database.ts). */
export const template = JSON.parse(process.env.TEMPLATE ?? "null");

interface Settings {
  readonly from?: Date;
  readonly digest?: boolean;
  readonly around?: Around;
}

/** The night on which every test begins; a wall clock in London shows the same. */
export const NIGHT = new Date("2026-01-16T02:00:00.000Z");

/** The moves that say what their maker saw. */
const SEEN = [
  ...["acknowledgement", "decision", "deferral", "stand-down", "handover", "referral-answer"],
  ...["priority", "answer-read", "response", "disagreement", "interim-plan", "closure", "withdrawal"],
];

/**
 * `digest`: whether owners of rotas have their digest each morning; a test that moves over weeks and is not about rotas is the faster
 * without. `around`: what stands around each function that the machine calls.
 */
export async function aTown({ from = NIGHT, digest = true, around }: Settings = {}): Promise<Town> {
  const database = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "";
  const secrets = await newSecrets();
  const machine = await startMachine({
    database,
    table: `town-${randomUUID()}`,
    port: 0,
    secrets,
    clockFrom: from,
    template,
    ...(around ? { around } : {}),
  });
  await noWeeks();
  const call: Town["as"] = async (person, method, path, body) => {
    const reply = await as(machine, person, method, path, body);
    await machine.rest.reached();
    return reply;
  };
  const names = (to: string) => to.split("@")[0]?.replace(".", "_") ?? "";
  const { letters } = machine.mailbox;
  /** Since when nothing has been written, and until when that means that all is as at the start: most refusals need no new table. */
  let clean = { writes: -1, until: 0 };
  const { deskState } = await import("../functions/aws/desks.ts");
  const { beginDigest } = await import("../functions/aws/digests.ts");
  const { enrol } = await import("../functions/aws/enrolment.ts");
  const { beginCalendar } = await import("../functions/lay-out-calls.ts");
  const { layOut } = await import("../functions/aws/learning.ts");
  const { inForce } = await import("../functions/aws/directory.ts");
  const { keepRota, rotasOf } = await import("../functions/aws/rotas.ts");
  const { applyRotas } = await import("../operate/apply-people.ts");
  /** Makes another rota of a team's, as a change of the rota would. */
  const rotate = async (team: string, change: (rota: Rota) => Rota) => {
    const [last] = await rotasOf("london", [team]);
    const version = (last?.version ?? 0) + 1;
    const before = last?.rota ?? emptyRota(team);
    const rota = change(before);
    const at = new Date().toISOString();
    const desk = rotaChanged(await deskState("london", team, at), { before, after: rota }, { changes: [] }, "", at);
    const made = { at, by: null, what: "set_by_a_test", why: null, press: null };
    await keepRota("london", { rota, version, ...made }, desk);
  };
  return {
    machine,
    signing: secrets.signing,
    as: call,
    raise: async (more = {}, person = "amara_bell") => {
      const { status, body } = await call(person, "POST", "escalations", { ...A_RAISE, ...more });
      if (status !== 201) throw new Error(`not raised: ${status} ${JSON.stringify(body)}`);
      return body;
    },
    acknowledge: (person, { id, version }) => call(person, "POST", `escalations/${id}/acknowledgement`, { seen: version }),
    decide: (person, { id, version }, code, more = {}) => {
      const body = { code, why: "On what is known now", ...carried(code, machine.clock?.now() ?? ""), ...more };
      return call(person, "POST", `escalations/${id}/decision`, { seen: version, ...body });
    },
    move: async (person, { id }, path, body = {}) => {
      const { version } = (await call(person, "GET", `escalations/${id}`)).body;
      return call(person, "POST", `escalations/${id}/${path}`, SEEN.includes(path) ? { seen: version, ...body } : body);
    },
    rota: rotate,
    shift: (person, team, from, to) =>
      rotate(team, (rota) => ({ ...rota, shifts: [...rota.shifts, { id: `1-${rota.shifts.length}`, person, from, to }] })),
    offShift: (team) => rotate(team, () => emptyRota(team)),
    enrol: async (change, ...people) => {
      const chosen = demoEnrolments(machine.signIn.issuer).filter(
        ({ person }) => people.length === 0 || people.includes(person.id),
      );
      await enrol(
        "london",
        chosen.map((one) => ({ ...one, person: { ...one.person, ...change(one.person) } })),
      );
    },
    to: async (instant) => {
      const reply = await fetch(`${machine.site}/lab/clock`, { method: "POST", body: JSON.stringify({ to: instant }) });
      if (reply.status !== 200) throw new Error(await reply.text());
    },
    read: async (person, id) => (await call(person, "GET", `escalations/${id}`)).body,
    story: async (id) =>
      ((await call("amara_bell", "GET", `escalations/${id}/story?most=100`)).body as unknown as { items: Fact[] }).items,
    forward: async (advance) => {
      const reply = await fetch(`${machine.site}/lab/clock`, { method: "POST", body: JSON.stringify({ advance }) });
      if (reply.status !== 200) throw new Error(await reply.text());
    },
    fault: async (how) => {
      const reply = await fetch(`${machine.site}/lab/faults`, { method: "POST", body: JSON.stringify(how) });
      if (reply.status !== 200) throw new Error(await reply.text());
    },
    settled: machine.rest.reached,
    told: () => letters.map(({ to }) => names(to)),
    subjects: (person) => letters.filter(({ to }) => names(to) === person).map(({ subject }) => subject.replace(/^RC-\S+ /, "")),
    texted: () => machine.texts.texts.map(({ to }) => nameAt(to)),
    texts: (person) => machine.texts.texts.filter(({ to }) => nameAt(to) === person).map(({ text }) => text),
    calendar: async () => {
      await beginCalendar("london", new Date().toISOString());
      await call("amara_bell", "GET", "me");
    },
    call: async (code, day) => {
      const series = (await inForce("london", new Date().toISOString())).learning?.series.find((one) => one.code === code);
      if (!series) throw new Error(`no series ${code}`);
      await layOut(planCall("london", occasionOn(series, day)), new Date().toISOString());
      await machine.rest.reached();
    },
    anew: async () => {
      machine.workflow.forget();
      machine.workflow.on = true;
      machine.sweeper.on = true;
      machine.stream.fault = "on";
      machine.keys.fault = "well";
      machine.mailbox.fail("accept");
      machine.texts.fail("accept");
      await machine.rest.reached();
      const now = Date.now();
      if (machine.rest.writes() !== clean.writes || now >= clean.until) {
        await emptied();
        if (digest) await beginDigest("london", new Date().toISOString());
        await enrol("london", demoEnrolments(machine.signIn.issuer));
        await applyRotas("london", demoRotas(), new Date().toISOString());
        await machine.rest.reached();
        clean = { writes: machine.rest.writes(), until: now + 60_000 };
      }
      letters.length = 0;
      machine.texts.texts.length = 0;
    },
    close: () => machine.close(),
  };
}

/** Nobody is told each Monday what stood out of a week of looking: most tests that move over weeks are about something else. */
async function noWeeks(): Promise<void> {
  const db = new DynamoDBClient({});
  const Key = Object.fromEntries(Object.entries(keys.weekJob("london")).map(([name, S]) => [name, { S }]));
  await db.send(new DeleteItemCommand({ TableName: process.env.TABLE, Key }));
  db.destroy();
}

/** Whose number or address it is. */
const nameAt = (to: string): string => demo.people.find(({ channels }) => channels.some((one) => one.to === to))?.id ?? "";

/** What no test changes for good: the agreement, which is large, and the people, who are written anew by themselves. */
const STAYS = /#PARTNERSHIP$|#PERSON#|^MEMBER#|#PEOPLE#/;
const SEEDED = demoRotas().map(({ team }) => team);

/** Takes everything else out of this file's table, but for the desks at which nothing has happened. */
async function emptied(): Promise<void> {
  const TableName = process.env.TABLE ?? "";
  const db = new DynamoDBClient({});
  const names = { "#version": "version" };
  const pages = paginateScan(
    { client: db },
    { TableName, ProjectionExpression: "pk, sk, dueSk, #version", ExpressionAttributeNames: names },
  );
  const found: Row[] = [];
  for await (const { Items = [] } of pages) found.push(...(Items as unknown as Row[]).filter(({ pk }) => !STAYS.test(pk.S)));
  const rowsOf = Map.groupBy(found, ({ pk }) => pk.S);
  const gone = [...rowsOf].flatMap(([pk, rows]) =>
    SEEDED.some((team) => pk.endsWith(`#DUTY#${team}`)) && isAsSeeded(rows) ? [] : rows,
  );
  const batches = Array.from({ length: Math.ceil(gone.length / 25) }, (_, nth) => gone.slice(nth * 25, nth * 25 + 25));
  const deletes = (batch: Row[]) => batch.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } }));
  await Promise.all(
    batches.map((batch) => db.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: deletes(batch) } }))),
  );
  db.destroy();
}

interface Row {
  readonly pk: { readonly S: string };
  readonly sk: { readonly S: string };
  readonly dueSk?: { readonly S: string };
  readonly version?: { readonly N: string };
}

/** A rota in its first version, and its desk in its own, at which nothing has fallen due. */
const isAsSeeded = (rows: readonly Row[]): boolean =>
  rows.length === 3 &&
  rows.every(({ sk, version }) => sk.S.startsWith("V#") || version?.N === "1") &&
  rows.every(({ dueSk }) => !dueSk || dueSk.S > new Date().toISOString());
