import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Reach } from "../../core/access.ts";
import type { Role } from "../../core/people.ts";
import { spoken } from "../../core/reference.ts";
import { routes } from "../../core/routes.ts";
import { demo } from "../../local/demo-people.ts";
import { aTown, type Town } from "../town.ts";
import { text } from "./showing.tsx";

/** The matrix, walked: every row of the pages and of the API, asked for as every demo person, of what is theirs, of others, and of nobody. */
interface Row {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly may: readonly Role[];
  readonly reach: Reach;
  readonly fresh?: true;
  readonly page: boolean;
}
interface Answered {
  readonly status: number;
  readonly words: string;
}
/** What stands in the places of an address: of what there is, each with who may know of it; and of what there is not. */
interface Known {
  readonly params: Readonly<Record<string, string>>;
  readonly seenBy: (person: (typeof demo.people)[number]) => boolean;
}

let town: Town;
let rows: Row[];
let known: Readonly<Record<string, readonly Known[]>>;
let asked = 0;
const IN_ROLE = /Your role may not do this/;
const people = demo.people;
const LEADS = ["wren_ash", "noor_vane", "tess_quill", "tom_birch", "priya_dale", "jonas_field"];
/** Two of each kind, where there are so many: who act in the same roles for different agencies, and lead nothing or something. */
const readers = [...Map.groupBy(people, ({ id, roles }) => JSON.stringify([roles, LEADS.includes(id)])).values()].flatMap(
  (alike) => {
    const [one] = alike;
    const other = alike.find(({ agency }) => agency !== one?.agency);
    return [one, other].flatMap((person) => person ?? []);
  },
);
/** The first of each set of roles. */
const firsts = readers.filter(({ roles }, nth) => readers.findIndex((one) => `${one.roles}` === `${roles}`) === nth);
const agencyOf = (id: string) => people.find((person) => person.id === id)?.agency ?? "";

beforeAll(async () => {
  town = await aTown({ from: new Date("2026-07-01T12:00:00.000Z"), digest: false });
  await town.anew();
  const pages = (await import("../../functions/rooms/pages.ts")).rows.flatMap((row): Row[] =>
    row.open ? [] : [{ ...row, method: row.method, page: true }],
  );
  const api = Object.values(routes).flatMap((row): Row[] =>
    ("calledBack" in row && row.calledBack) || row.open ? [] : [{ ...row, page: false }],
  );
  rows = [...pages, ...api];
  known = await whatThereIs();
}, 60_000);
afterAll(() => town?.close());

/** Something of each kind, made through the product. */
async function whatThereIs(): Promise<typeof known> {
  const made = async (person: string, path: string, body: object) => {
    const reply = await town.as(person, "POST", path, body);
    if (reply.status >= 300) throw new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body as unknown as { id: string; parties: string[]; owner: string; agencies: string[] };
  };
  const lambeth = await town.raise();
  const hamlets = await town.raise({ place: { borough: "Tower Hamlets", address: "A ward" } }, "jonas_field");
  const closed = await town.raise({ place: { borough: "Tower Hamlets", address: "Another ward" } }, "jonas_field");
  const gone = await town.move("jonas_field", closed, "withdrawal", {
    as: "withdrawn_found_safe",
    why: "She is back on the ward.",
  });
  if (gone.status !== 200) throw new Error(JSON.stringify(gone.body));
  const cases = [lambeth, hamlets].map(
    ({ id, parties }): Known => ({ params: { id }, seenBy: ({ agency }) => parties.includes(agency) }),
  );
  const concern = async (by: string, agency: string): Promise<Known & { id: string }> => {
    const { id, owner } = await made(by, "concerns", {
      source: "near_miss",
      theme: "T05",
      agency,
      happened: "A referral twice.",
    });
    const seenBy: Known["seenBy"] = (person) =>
      [agencyOf(by), agency].includes(person.agency) || person.id === owner || person.roles.includes("chair");
    return { id, params: { id }, seenBy };
  };
  const concerns = [await concern("amara_bell", "RRU"), await concern("jonas_field", "01")];
  const { id: action } = await made("tom_birch", `concerns/${concerns[0]?.id}/actions`, {
    ...{ title: "Write the number down", owner: "mina_shore", dueOn: "2026-07-30" },
  });
  await town.call("daily", "2026-07-03");
  const desk = (team: string, agency: string): Known => ({
    params: { team, id: randomUUID(), form: "shift" },
    seenBy: (one) => one.agency === agency,
  });
  return {
    escalations: cases,
    references: [lambeth, hamlets].map(({ reference, parties }) => ({
      params: { reference },
      seenBy: ({ agency }) => parties.includes(agency),
    })),
    privacy: cases.map(({ params, seenBy }) => ({ params: { ...params, form: "hold" }, seenBy })),
    reviews: [{ params: { id: closed.id, form: "answer" }, seenBy: ({ agency }) => closed.parties.includes(agency) }],
    concerns: concerns.map(({ params, seenBy }) => ({ params: { ...params, form: "acceptance" }, seenBy })),
    actions: [
      {
        params: { id: action, form: "check" },
        seenBy: ({ id, roles }) => [...LEADS, "mina_shore"].includes(id) || roles.includes("chair"),
      },
    ],
    calls: [
      {
        params: { id: "daily_2026_07_03", item: "1", form: "cancellation" },
        seenBy: ({ id }) => LEADS.includes(id),
      },
    ],
    rota: [desk("duty_inspector_central_south", "01"), desk("site_manager_rj1", "RJ1")],
    people: [
      { params: { id: "idris_vale", form: "roles" }, seenBy: ({ agency }) => agency === "01" },
      { params: { id: "amara_bell", form: "roles" }, seenBy: ({ agency }) => agency === "RJ1" },
    ],
  };
}

const kindOf = ({ path }: Row): string =>
  path
    .replace(/^\/api/, "")
    .split("/")[1]
    ?.replace(/^teams$/, "rota") ?? "";
const NOTHING: Readonly<Record<string, string>> = { team: "no_such_desk", reference: spoken(Buffer.from("nobody")), item: "1" };
/** An id that is of the kind that stands there, and nothing's. */
const nobodys = (row: Row): string => (kindOf(row) === "calls" ? "daily_2026_07_06" : randomUUID());
/** What a row cannot do without in its query. */
const QUERY: Readonly<Record<string, string>> = { "/api/teams/{team}/duty": "?at=2026-07-01T12:00:00.000Z" };
const filled = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? (name === "move" ? "notes" : randomUUID())) +
  (QUERY[path] ?? "");

/** What a browser, or a program, shows of who has signed in: made once for each. */
const shown = new Map<string, Promise<Readonly<Record<string, string>>>>();
async function shownBy(person: string, page: boolean): Promise<Readonly<Record<string, string>>> {
  const { signIn, clock } = town.machine;
  if (!page) return { authorization: `Bearer ${await signIn.tokenFor(person)}` };
  const { sessionCookie } = await import("../../functions/web/session.ts");
  const now = clock?.now() ?? "";
  const cookie = await sessionCookie({ issuer: signIn.issuer, subject: person, signedInAt: now, shownAt: now }, now);
  return { cookie: cookie.split(";")[0] ?? "" };
}

/** Asks as a browser or as a program would, with nothing filled in. */
async function ask({ method, page }: Row, path: string, person: string | undefined): Promise<Answered> {
  asked += 1;
  const { site } = town.machine;
  const name = `${page} ${person}`;
  if (person && !shown.has(name)) shown.set(name, shownBy(person, page));
  const who = (await shown.get(name)) ?? {};
  const body = page ? new URLSearchParams({ reader: `london/${person}` }) : "{}";
  const type = page ? {} : { "content-type": "application/json" };
  const press = method === "GET" ? {} : { body };
  const reply = await fetch(`${site}${path}`, {
    method,
    headers: { origin: site, ...who, ...(method === "GET" ? {} : type) },
    redirect: "manual",
    ...press,
  });
  const markup = await reply.text();
  return { status: reply.status, words: text(/<main[\s\S]*<\/main>/.exec(markup)?.[0] ?? markup) };
}
/** The same words, whatever was asked for and whenever. */
const alike = ({ status, words }: Answered) => [
  status,
  words.replace(/[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]{2}-\w{4}-\w{4}/g, "…").replace(/"instance":"[^"]*"|GMT|BST|\d\d:\d\d/g, "…"),
];

const nameOf = ({ method, path }: Row) => `${method} ${path}`;
const holds = ({ may }: Row, roles: readonly Role[]) => may.some((role) => roles.includes(role));

/** Several at once, in order. */
async function each<T>(all: readonly T[], run: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (let one = left.shift(); one !== undefined; one = left.shift()) await run(one);
    }),
  );
}

describe("every row", () => {
  it("is given to nobody who has not signed in", async () => {
    const wrong: string[] = [];
    await each(rows, async (row) => {
      const { status } = await ask(row, filled(row.path, NOTHING), undefined);
      if (status !== (row.page && row.method === "GET" ? 303 : 401)) wrong.push(`${nameOf(row)}: ${status}`);
    });
    expect(wrong).toEqual([]);
  }, 60_000);

  it("is refused to whoever signs in and is no member", async () => {
    const wrong: string[] = [];
    await each(rows, async (row) => {
      const { status } = await ask(row, filled(row.path, NOTHING), "somebody_else");
      if (status !== 403) wrong.push(`${nameOf(row)}: ${status}`);
    });
    expect(wrong).toEqual([]);
  }, 60_000);

  it("is refused to every person whose roles it does not name, and for that reason to nobody else", async () => {
    const wrong: string[] = [];
    const pairs = rows.flatMap((row) => people.map((person) => ({ row, person })));
    await each(
      pairs.filter(({ row, person }) => !holds(row, person.roles)),
      async ({ row, person }) => {
        const path = filled(row.path, known[kindOf(row)]?.[0]?.params ?? NOTHING);
        const { status, words } = await ask(row, path, person.id);
        const why = row.page && person.roles.includes("service") ? /A system comes by its own credentials/ : IN_ROLE;
        if (status !== 403 || !why.test(words)) wrong.push(`${nameOf(row)} as ${person.id}: ${status}`);
      },
    );
    expect(wrong).toEqual([]);
  }, 120_000);

  it("shows what is theirs to everybody who may, and of what is another's no more than of what is not there", async () => {
    const wrong: string[] = [];
    const missing = new Map<Row, Promise<Answered>>();
    const askedForNothing = (row: Row, person: string): Promise<Answered> => {
      const kept =
        missing.get(row) ??
        ask(row, filled(row.path, { ...known[kindOf(row)]?.[0]?.params, ...NOTHING, id: nobodys(row) }), person);
      missing.set(row, kept);
      return kept;
    };
    const pairs = rows.flatMap((row) => readers.filter(({ roles }) => holds(row, roles)).map((person) => ({ row, person })));
    await each(pairs, async ({ row, person }) => {
      const said = (words: string) => wrong.push(`${nameOf(row)} as ${person.id}: ${words}`);
      if (!row.path.includes("{") || !known[kindOf(row)]) {
        if (row.method === "POST" || !firsts.includes(person)) return; // what a press does that names nothing is for its own tests
        const got = await ask(row, filled(row.path, NOTHING), person.id);
        if (IN_ROLE.test(got.words) || got.status >= 500) said(`${got.status}`);
        return;
      }
      for (const { params, seenBy } of known[kindOf(row)] ?? []) {
        const got = await ask(row, filled(row.path, params), person.id);
        if (got.status >= 500 || IN_ROLE.test(got.words)) said(`${got.status}`);
        if (seenBy(person)) continue;
        const nothing = await askedForNothing(row, person.id);
        if (JSON.stringify(alike(got)) !== JSON.stringify(alike(nothing)))
          said(`${alike(got)}, and of nothing: ${alike(nothing)}`);
        if (row.method === "GET" && got.status !== 404 && !/\{(?:form|move)\}$/.test(row.path))
          said(`${got.status}, and it is not theirs`);
      }
    });
    expect(wrong).toEqual([]);
  }, 240_000);

  it("opens what is theirs to whoever it is theirs", async () => {
    const wrong: string[] = [];
    const pages = rows.filter(
      ({ method, path }) =>
        method === "GET" && /^(?:\/api)?\/(?:escalations|references|reviews|concerns|actions|calls)\/\{\w+\}$/.test(path),
    );
    const pairs = pages.flatMap((row) => people.filter(({ roles }) => holds(row, roles)).map((person) => ({ row, person })));
    await each(pairs, async ({ row, person }) => {
      for (const { params, seenBy } of known[kindOf(row)] ?? []) {
        if (!seenBy(person)) continue;
        const { status } = await ask(row, filled(row.path, params), person.id);
        if (status !== 200) wrong.push(`${nameOf(row)} as ${person.id}: ${status}`);
      }
    });
    expect(wrong).toEqual([]);
  }, 60_000);
});

afterAll(() => {
  process.stderr.write(
    `access: ${rows?.length} rows, ${people.length} people (${readers.length} of them for what is theirs), ${asked} requests\n`,
  );
});
