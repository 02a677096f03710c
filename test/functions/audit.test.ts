import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { aboutIn, type Entry, networkOf } from "../../core/audit/entry.ts";
import type { Route } from "../../core/route.ts";
import { routes } from "../../core/routes.ts";
import { plus } from "../../core/time.ts";
import type { Row } from "../../functions/web/door.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";
import { filled } from "../web/filled-form.ts";

let town: Town;
let rows: readonly Row[];
let audit: typeof import("../../functions/aws/audit.ts");
const ask = askingIn(() => town);
const [NURSE, INSPECTOR, MANAGER, CHAIR, LEAD] = ["amara_bell", "idris_vale", "rota_manager_met", "tess_quill", "noor_vane"];
const EVERYBODY = [NURSE, INSPECTOR, MANAGER, CHAIR, LEAD, "ola_finch", "wren_ash"];
const [CALL, TEAM] = ["daily_2026_06_29", "duty_inspector_central_south"];
const HURRIED = {
  type: "walkout_healthcare",
  "place.address": "Lower Marsh, by the station",
  threshold: "risk_to_life_now",
  whyNow: "He said that he would end his life.",
  ask: "Officers to look for him",
  callBack: "020 7946 0123",
};
/** What is known of a patient, and nobody else is called so. */
const PATIENT = { knownAs: "Wilhelmina", nhsNumber: "9990000018" };
const ids = { case: "", reference: "", closed: "", concern: "", action: "" };

const asked = async (person: string, method: "GET" | "POST", path: string, body?: object) => {
  const reply = await town.as(person, method, path, body);
  expect([path, reply.status < 300]).toEqual([path, true]);
  return reply.body;
};

beforeAll(async () => {
  town = await aTown({ from: new Date("2026-06-29T06:00:00.000Z") });
  ({ rows } = await import("../../functions/rooms/pages.ts"));
  audit = await import("../../functions/aws/audit.ts");
  const closed = await town.raise();
  await town.move(NURSE, closed, "withdrawal", { as: "withdrawn_found_safe", why: "She came back by herself" });
  await town.forward("PT1M");
  ids.closed = closed.id;
  const concern = { source: "near_miss", theme: "T05", agency: "01", happened: "Nobody had it.", wouldNeed: "One number." };
  ids.concern = (await asked(NURSE, "POST", `escalations/${closed.id}/concerns`, concern)).id;
  const action = { title: "One number on each wall", owner: LEAD, dueOn: "2026-06-29" };
  ids.action = (await asked(CHAIR, "POST", `concerns/${ids.concern}/actions`, action)).id;
  await town.calendar();
  await town.to("2026-06-29T08:31:00.000Z");
  const { id, reference } = await town.raise({ person: PATIENT });
  Object.assign(ids, { case: id, reference });
});
afterAll(() => town?.close());

/** What was written of one person, the newest first. */
async function entriesOf(person: string, most = 900): Promise<Entry[]> {
  const stretch = { from: "2026-06-29T00:00:00.000Z", to: "2026-07-09T00:00:00.000Z" };
  return (await audit.entries("london", { person }, stretch, undefined, most)).items.map(({ entry }) => entry);
}
/** What one request leaves: the clock stands still meanwhile, so that it is told by being new. */
async function leftBy(person: string, request: () => Promise<unknown>): Promise<Entry[]> {
  const before = (await entriesOf(person, 20)).map(({ request: id }) => id);
  await request();
  return (await entriesOf(person, 10)).filter(({ request: id }) => !before.includes(id));
}

/** What stands in an address for each of its names. */
function addressed(path: string): string {
  const id = path.includes("/concerns/")
    ? ids.concern
    : path.includes("/actions/")
      ? ids.action
      : path.includes("/calls/")
        ? CALL
        : path.includes("/drills/")
          ? "1-0"
          : ids.case;
  const known: Record<string, string> = {
    id,
    team: TEAM,
    reference: ids.reference,
    file: "none",
    move: "note",
    form: "change",
    week: "2026-01-12",
    month: "2026-01",
  };
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = known[name] ?? (name === "change" ? "add" : undefined);
    if (value === undefined) throw new Error(`say in this test what stands for {${name}}`);
    return value;
  });
}

/** Does an answer tell of the case, and does it tell of the patient? */
const tellsOfCase = (text: string) => [ids.reference, ids.case, ...Object.values(PATIENT)].some((one) => text.includes(one));
const tellsOfPatient = (text: string) => text.replace(/\s/g, "").match(/Wilhelmina|9990000018/) !== null;

describe("no way in forgets to write down who has looked", () => {
  const reads = (Object.entries(routes) as [string, Route][]).filter(
    ([, { method, calledBack, open }]) => method === "GET" && !calledBack && !open,
  );

  it("a page", async () => {
    let told = 0;
    for (const { path } of rows.filter(({ method, open }) => method === "GET" && !open))
      for (const person of [NURSE, INSPECTOR, CHAIR]) {
        let [status, markup] = [0, ""];
        const left = await leftBy(person, async () => {
          ({ status, markup } = await ask(person, addressed(path)));
        });
        if (status !== 200 || !tellsOfCase(markup)) continue;
        told += 1;
        expect([path, person, left.map(({ route }) => route)]).toEqual([path, person, [`GET ${path}`]]);
        if (tellsOfPatient(markup)) expect([path, left]).toEqual([path, [expect.objectContaining(OF_THE_PATIENT())]]);
      }
    expect(told).toBeGreaterThan(6);
  });

  it.each(reads)("%s", async (_, { path }) => {
    for (const person of EVERYBODY) {
      let [status, said] = [0, ""];
      const left = await leftBy(person, async () => {
        const reply = await town.as(person, "GET", addressed(path).replace("/api/", ""));
        [status, said] = [reply.status, JSON.stringify(reply.body)];
      });
      if (status !== 200 || !tellsOfCase(said)) continue; // a refusal names the address that was asked for, and no more
      expect([person, left.map(({ route }) => route)]).toEqual([person, [`GET ${path}`]]);
      if (tellsOfPatient(said)) expect(left).toEqual([expect.objectContaining(OF_THE_PATIENT())]);
    }
  });

  it("whatever is pressed about a case says which, and that its answer shows the patient", () => {
    const presses = [...rows, ...(Object.values(routes) as Route[])].filter(
      ({ method, path }) => method === "POST" && /^(\/api)?\/escalations\/\{id\}\/(?!concerns|review)/.test(path),
    );
    expect(presses.length).toBeGreaterThan(20);
    for (const { path, shows } of presses) expect([path, shows]).toEqual([path, { of: ["patient"] }]);
  });
});

const OF_THE_PATIENT = () => ({ of: ["patient"], about: { kind: "case", id: ids.case } });

describe("an entry", () => {
  it("says who, what, about what, through which door, from which network, and nothing of the patient", async () => {
    const [entry, ...others] = await leftBy(NURSE, () => ask(NURSE, `/escalations/${ids.case}`));
    expect(others).toEqual([]);
    expect(entry).toEqual({
      at: expect.any(String),
      who: { partnership: "london", person: NURSE, agency: "RJ1", roles: ["raiser"] },
      what: "read",
      about: { kind: "case", id: ids.case },
      route: "GET /escalations/{id}",
      of: ["patient"],
      purpose: "case_work",
      refusal: null,
      membership: null,
      from: "127.0.0.0/24",
      request: expect.any(String),
    });
    const all = JSON.stringify(await entriesOf(NURSE));
    expect(tellsOfPatient(all)).toBe(false);
    expect(all).not.toContain(ids.reference);
  });

  it.each([
    ["print", "printed"],
    ["export.json", "exported"],
  ])("tells %s from reading", async (rest, what) => {
    const left = await leftBy(INSPECTOR, () => ask(INSPECTOR, `/escalations/${ids.case}/${rest}`));
    expect(left).toEqual([expect.objectContaining({ what, ...OF_THE_PATIENT() })]);
  });

  it("is found by the case, whichever door it came through", async () => {
    await ask(INSPECTOR, `/escalations/${ids.case}`);
    await town.as(INSPECTOR, "GET", `references/${ids.reference}`);
    const about = { kind: "case", id: ids.case };
    const stretch = { from: "2026-06-29T00:00:00.000Z", to: "2026-06-30T00:00:00.000Z" };
    const { items } = await audit.entries("london", { about }, stretch, undefined, 900);
    const found = items.map(({ entry }) => `${entry.who.person} ${entry.what} ${entry.route}`);
    expect(found).toContain(`${INSPECTOR} read GET /escalations/{id}`);
    expect(found).toContain(`${NURSE} changed POST /api/escalations`);
    expect(found).toContain(`${INSPECTOR} read GET /api/references/{reference}`);
  });

  it("is left by a press, and by no page that a browser has already", async () => {
    const page = await ask(INSPECTOR, `/escalations/${ids.case}`);
    const note = filled(page.markup, `/escalations/${ids.case}/notes`, { text: "Rang the ward" });
    const pressed = await leftBy(INSPECTOR, () => ask(INSPECTOR, `/escalations/${ids.case}/notes`, note));
    expect(pressed).toEqual([expect.objectContaining({ what: "changed", ...OF_THE_PATIENT() })]);
    const etag = page.headers.get("etag") ?? "";
    const { sessionCookie } = await import("../../functions/web/session.ts");
    const now = town.machine.clock?.now() ?? "";
    const mine = await sessionCookie({ issuer: town.machine.signIn.issuer, subject: INSPECTOR, signedInAt: now }, now);
    const poll = async (tag: string) => {
      const headers = { cookie: mine.split(";")[0] ?? "", "if-none-match": tag };
      return fetch(`${town.machine.site}/escalations/${ids.case}`, { headers });
    };
    let tag = etag;
    const changed = await leftBy(INSPECTOR, async () => {
      const reply = await poll(tag);
      expect(reply.status).toBe(200);
      tag = reply.headers.get("etag") ?? "";
    });
    expect(changed).toHaveLength(1);
    let status = 0;
    const again = () =>
      leftBy(INSPECTOR, async () => {
        const reply = await poll(tag);
        ({ status } = reply);
        tag = reply.headers.get("etag") ?? tag;
      });
    let left = await again();
    if (status === 200) left = await again(); // the page says minutes, and one has just passed
    expect(status).toBe(304);
    expect(left).toEqual([]);
  });

  it("is about the case or the concern that a press on a page has made", async () => {
    const concern = { happened: "Nobody had it.", source: "near_miss", theme: "T05", agency: "01", wouldNeed: "One number." };
    const presses = [
      ["/raise", "/raise", HURRIED, "case"],
      ["/concerns/new", "/concerns", concern, "matter"],
    ] as const;
    for (const [at, to, values, kind] of presses) {
      const page = await ask(NURSE, at);
      let made = "";
      const left = await leftBy(NURSE, async () => {
        made = (await ask(NURSE, to, filled(page.markup, to, values))).location.split("/")[2] ?? "";
      });
      expect(left.map(({ what, about }) => [what, about])).toEqual([["changed", { kind, id: made }]]);
    }
  });

  it("is left by whoever looks for what is not theirs, and takes over nothing that they typed", async () => {
    const left = await leftBy("jonas_field", async () => {
      expect((await ask("jonas_field", `/escalations/${ids.case}`)).status).toBe(404);
      expect((await ask("jonas_field", "/escalations/wilhelmina_testcase")).status).toBe(404);
      expect((await ask("jonas_field", "/board")).status).toBe(403);
    });
    expect(left.map(({ what, refusal, about }) => [what, refusal, about]).toSorted()).toEqual(
      [
        ["refused", "NotAllowed", null],
        ["refused", "NotFound", null],
        ["refused", "NotFound", { kind: "case", id: ids.case }],
      ].toSorted(),
    );
  });

  it("is added once, and stays as it was written", async () => {
    const [entry] = await entriesOf(NURSE);
    if (!entry) throw new Error("none");
    await audit.mustKeep({ ...entry, what: entry.what, refusal: "Closed" });
    expect(await entriesOf(NURSE)).toContainEqual(entry);
  });

  it("comes a page at a time, each once, the newest first", async () => {
    const stretch = { from: "2026-06-29T00:00:00.000Z", to: plus("2026-06-29T00:00:00.000Z", "PT24H") };
    const all = (await audit.entries("london", { day: "2026-06-29" }, stretch, undefined, 900)).items.map(({ sk }) => sk);
    const found: string[] = [];
    let before: string | undefined;
    do {
      const { items, next } = await audit.entries("london", { day: "2026-06-29" }, stretch, before, 7);
      found.push(...items.map(({ sk }) => sk));
      before = next ?? undefined;
    } while (before);
    expect(found).toEqual(all);
    expect(all).toEqual(all.toSorted().toReversed());
  });
});

/** Signs in as a browser does, from the button to the page of ours that it comes back to. */
async function signsIn(person: string): Promise<void> {
  const { site } = town.machine;
  const jar = new Map<string, string>();
  let next = `${site}/sign-in/start?to=/me`;
  while (next !== `${site}/me`) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const reply = await fetch(next, { headers: { cookie }, redirect: "manual" });
    for (const set of reply.headers.getSetCookie()) {
      const [name = "", value = ""] = (set.split(";")[0] ?? "").split(/=(.*)/s);
      jar.set(name, value);
    }
    const to = reply.headers.get("location") ?? "";
    expect([next, reply.status, to === ""]).toEqual([next, 303, false]);
    next = new URL(to, next).href;
    if (next.includes("/choose/")) next += `?person=${person}`;
  }
}

describe("signing in and out", () => {
  it("are entries: a sign-in of whoever came back from the provider", async () => {
    const left = await leftBy(NURSE, () => signsIn(NURSE));
    expect(left.map(({ what, route }) => [what, route])).toEqual([["signed_in", "GET /sign-in/callback"]]);
  });

  it("are entries of the person whose session it was", async () => {
    const left = await leftBy(NURSE, () => ask(NURSE, "/sign-out", new URLSearchParams()));
    expect(left.map(({ what, about }) => [what, about])).toEqual([["signed_out", null]]);
  });
});

describe("while no entry can be kept", () => {
  const without = async <T>(run: () => Promise<T>): Promise<T> => {
    const table = process.env.AUDIT;
    process.env.AUDIT = "no-such-table";
    try {
      return await run();
    } finally {
      process.env.AUDIT = table;
    }
  };

  it.each(["", "/print", "/export.json"])("nobody is shown a case (%s), and it says why", async (rest) => {
    const { status, words } = await without(() => ask(NURSE, `/escalations/${ids.case}${rest}`));
    expect(status).toBe(503);
    expect(words).toContain("Who reads this is written down, and that cannot be done at the moment.");
    expect(tellsOfPatient(words)).toBe(false);
  });

  it("nor through the API", async () => {
    const { status, body } = await without(() => town.as(NURSE, "GET", `escalations/${ids.case}`));
    expect([status, (body as unknown as { type: string }).type]).toEqual([503, "/problems/NotRecorded"]);
    expect(tellsOfPatient(JSON.stringify(body))).toBe(false);
  });

  it("the duty board goes on: nothing of a patient is on it", async () => {
    const { status, words } = await without(() => ask(INSPECTOR, "/duty-board"));
    expect(status).toBe(200);
    expect(words).toContain(ids.reference);
    expect(tellsOfPatient(words)).toBe(false);
  });

  it("raising and answering go on: what was pressed is in the case's own story", async () => {
    const of = await without(() => town.raise({ place: { borough: "Lambeth", address: "9 Example Street" } }));
    const { status } = await without(() => town.acknowledge(INSPECTOR, of));
    expect(status).toBe(200);
  });

  it("a press that came to nothing keeps what was typed", async () => {
    const page = await ask(INSPECTOR, `/escalations/${ids.case}`);
    const note = filled(page.markup, `/escalations/${ids.case}/notes`, { text: "" });
    note.set("text", " ");
    const { status, markup } = await without(() => ask(INSPECTOR, `/escalations/${ids.case}/notes`, note));
    expect(status).toBe(500);
    expect(markup).toContain(`action="/escalations/${ids.case}/notes"`);
  });
});

describe("what an address tells", () => {
  it.each([
    ["203.0.113.77", "203.0.113.0/24"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
    ["2001:db8::1", "2001:db8:0::/48"],
    ["::1", "0:0:0::/48"],
    ["nonsense", null],
    [undefined, null],
  ])("of %s is %s", (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each([
    ["/escalations/{id}", { id: "wilhelmina" }, null],
    ["/reviews/{id}", { id: "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f" }, "case"],
    ["/rota/{team}/drills/{id}", { team: "a_desk", id: "1-0" }, "team"],
    ["/people/{id}", { id: "amara_bell" }, "person"],
    ["/api/calls/{id}/pack", { id: "daily_2026_06_29" }, "matter"],
    ["/first-answers/{id}", { id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab" }, "first_answer"],
    ["/api/first-answers/{id}", { id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab" }, "first_answer"],
    ["/board", {}, null],
    ["/raise", {}, null],
    ["/concerns", {}, null],
  ])("%s with %j is about a %s", (path, params, kind) => {
    expect(aboutIn(path, params)?.kind ?? null).toBe(kind);
  });
});
