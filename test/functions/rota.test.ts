import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type * as z from "zod";
import type { routes } from "../../core/routes.ts";
import { plus } from "../../core/time.ts";
import { aTown, type Town } from "../town.ts";

const TEAM = "duty_inspector_central_south";
const PATH = `teams/${TEAM}/rota`;
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
/** The clock goes on from test to test: what a test says of time, it says from its own beginning. */
let NOW: string;
let tonight: { from: string; to: string };
beforeEach(async () => {
  await town.anew();
  NOW = now();
  tonight = { from: plus(NOW, "PT6H"), to: plus(NOW, "PT8H") };
});
afterAll(() => town.close());

const now = () => new Date().toISOString();
const rota = async (person = "rota_manager_met") =>
  (await town.as(person, "GET", PATH)).body as unknown as z.output<typeof routes.readRota.reply>;
const change = async (change: object, more: object = {}, person = "rota_manager_met") => {
  const { version } = await rota(person);
  return town.as(person, "POST", PATH, { seen: version, change, ...more });
};
/** A change with the key that its sender gave it. */
async function pressed(key: string, body: object) {
  const headers = {
    authorization: `Bearer ${await town.machine.signIn.tokenFor("rota_manager_met")}`,
    "content-type": "application/json",
    "idempotency-key": key,
  };
  const reply = await fetch(`${town.machine.site}/api/${PATH}`, { method: "POST", headers, body: JSON.stringify(body) });
  return (await reply.json()) as object;
}
const override = (kind: string, more: object) => ({ what: "override", override: { kind, ...more } });
const dutyAt = async (at: string) =>
  (
    (await town.as("rota_manager_met", "GET", `teams/${TEAM}/duty?at=${at}`)).body as unknown as { people: { person: string }[] }
  ).people.map(({ person }) => person);

describe("the desks of an agency", () => {
  it("are listed with who is on duty, until when, and what is wrong in the next 14 days", async () => {
    const { items } = (await town.as("idris_vale", "GET", "teams")).body as unknown as z.output<typeof routes.listDesks.reply>;
    const desk = items.find(({ code }) => code === TEAM);
    expect(desk).toMatchObject({
      title: "Duty inspector, Central South BCU",
      mayChange: false,
      onDuty: [{ person: "idris_vale", name: "Inspector Idris Vale", reachable: true, mayAnswer: true }],
      gaps: [],
      unreachable: [],
      mayNotAnswer: [],
    });
    const empty = items.find(({ code }) => code === "duty_inspector_north");
    expect(empty).toMatchObject({ onDuty: [], gaps: [{ from: expect.any(String), to: expect.any(String), people: [] }] });
    expect(items.every(({ code }) => !String(code).includes("rj1"))).toBe(true);
  });

  it("are another agency's affair: theirs look as if they were not there", async () => {
    for (const path of [PATH, `${PATH}/story`, `teams/${TEAM}/duty?at=${NOW}`, "teams/no_such_desk/rota"])
      expect(await town.as("amara_bell", "GET", path)).toMatchObject({ status: 404, body: { type: "/problems/NotFound" } });
    const refused = await town.as("amara_bell", "POST", PATH, { seen: 1, change: { what: "set_minimum", minimum: 0 } });
    expect(refused).toMatchObject({ status: 404 });
  });

  it("are shown through a stretch of time, at most 62 days", async () => {
    const { stretches, names } = await rota();
    expect(stretches).toHaveLength(1);
    expect(names).toMatchObject({ idris_vale: "Inspector Idris Vale" });
    const wrong = await town.as("rota_manager_met", "GET", `${PATH}?from=${NOW}&to=${plus(NOW, "PT1489H")}`);
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ field: "to" }] } });
  });
});

describe("a change of a rota", () => {
  it("is tried out first, and keeps nothing then", async () => {
    const before = await rota();
    const tried = await change(override("replace", { person: "idris_vale", with: "nell_frost", ...tonight }), { dryRun: true });
    expect(tried).toMatchObject({
      status: 200,
      body: {
        did: "would_keep",
        consequences: { changes: [{ ...tonight, before: ["idris_vale"], after: ["nell_frost"] }], leavesShort: [] },
      },
    });
    expect(await rota()).toMatchObject({ version: before.version, rota: before.rota });
  });

  it("is in the preview and in who is paged alike", async () => {
    await change(override("replace", { person: "idris_vale", with: "nell_frost", ...tonight }));
    await town.to(plus(tonight.from, "PT1H"));
    await town.raise();
    await town.settled();
    const { stretches } = await rota();
    const current = stretches.find((one) => one.from <= now() && now() < one.to);
    expect(current?.people).toEqual(["nell_frost"]);
    expect(town.subjects("nell_frost").some((subject) => subject.includes("your answer is needed"))).toBe(true);
    expect(town.subjects("idris_vale").filter((subject) => subject.includes("answer is needed"))).toEqual([]);
  });

  it("that leaves the desk with nobody is refused until somebody says why, and the reason stays", async () => {
    const off = override("remove", { person: "idris_vale", ...tonight });
    const refused = await change(off);
    expect(refused).toMatchObject({
      status: 409,
      body: { type: "/problems/NeedsConfirming", leavesShort: [{ ...tonight, people: [] }], offDutyNow: [] },
    });
    expect((await rota()).rota.overrides).toEqual([]);
    expect(await change(off, { why: "The desk moves, the control room answers" })).toMatchObject({
      status: 200,
      body: { did: "kept" },
    });
    const story = (await town.as("rota_manager_met", "GET", `${PATH}/story`)).body as unknown as { items: object[] };
    expect(story.items[0]).toMatchObject({
      what: "override_remove",
      by: { id: "rota_manager_met" },
      why: "The desk moves, the control room answers",
    });
    expect((await rota()).desk.gaps).toMatchObject([{ ...tonight }]);
  });

  it("is told once in the story, page by page, and nothing else is", async () => {
    const { version } = await rota();
    for (const minimum of [0, 1, 0]) await change({ what: "set_minimum", minimum }, { why: "Tried out" });
    const versions: number[] = [];
    for (let after: string | null = ""; after !== null; ) {
      const page = await town.as(
        "rota_manager_met",
        "GET",
        `${PATH}/story?most=2${after && `&after=${encodeURIComponent(after)}`}`,
      );
      const { items, next } = page.body as unknown as { items: { version: number }[]; next: string | null };
      versions.push(...items.map((item) => item.version));
      after = next;
    }
    expect(versions).toEqual(Array.from({ length: version + 3 }, (_, nth) => version + 3 - nth));
    expect(await town.as("rota_manager_met", "GET", `${PATH}/story?after=nonsense`)).toMatchObject({ status: 400 });
  });

  it("is made by the desk's owner or a rota manager, and by nobody else", async () => {
    const refused = await change({ what: "set_minimum", minimum: 0 }, {}, "idris_vale");
    expect(refused).toMatchObject({ status: 403, body: { type: "/problems/NotAllowed" } });
  });

  it("puts nobody on the rota who is not known here", async () => {
    const refused = await change(override("add", { person: "john_nobody", ...tonight }));
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: [{ field: "change", reason: expect.stringContaining("john_nobody") }] },
    });
  });

  it("puts nobody of another agency on it, and says no more of them than of nobody", async () => {
    const refusals = await Promise.all(
      ["amara_bell", "john_nobody"].map((person) => change(override("add", { person, ...tonight }), { dryRun: true })),
    );
    expect(refusals.map(({ status }) => status)).toEqual([400, 400]);
    const [real, guessed] = refusals.map(({ body }) => ({ detail: body.detail, errors: body.errors }));
    expect(JSON.stringify(real).replaceAll("amara_bell", "john_nobody")).toBe(JSON.stringify(guessed));
    const give = { from: plus(NOW, "PT24H"), to: plus(NOW, "PT36H") };
    const asked = await change({ what: "ask_swap", swap: { give, with: "amara_bell" } }, {}, "idris_vale");
    expect(asked).toMatchObject({ status: 400, body: { errors: real?.errors } });
  });

  it("leaves whoever is on it already, though they have gone to another agency since", async () => {
    await change(override("add", { person: "nell_frost", ...tonight }));
    await town.enrol(() => ({ agency: "RJ1" }), "nell_frost");
    expect(await change(override("add", { person: "omar_reed", ...tonight }))).toMatchObject({ status: 200 });
  });

  it("is known by its press for as long as twenty others, and made once", async () => {
    const { version } = await rota();
    const body = { seen: version, change: { what: "set_minimum", minimum: 0 }, why: "Tried out" };
    const press = () => pressed("the-same-press", body);
    expect(await press()).toMatchObject({ did: "kept", version: version + 1 });
    for (let nth = 1; nth < 20; nth += 1)
      expect(await change({ what: "set_minimum", minimum: nth % 2 }, { why: "Tried out" })).toMatchObject({ status: 200 });
    expect(await press()).toMatchObject({ did: "kept", version: version + 1 });
    expect((await rota()).version).toBe(version + 20);
    await change({ what: "set_minimum", minimum: 0 }, { why: "Tried out" });
    expect(await press()).toMatchObject({ type: "/problems/ChangedMeanwhile" });
  });

  it("is refused when somebody else has changed it meanwhile, and says who", async () => {
    const { version } = await rota();
    await change(override("add", { person: "nell_frost", ...tonight }));
    const late = await town.as("rota_manager_met", "POST", PATH, { seen: version, change: { what: "set_minimum", minimum: 2 } });
    expect(late).toMatchObject({ status: 409, body: { type: "/problems/ChangedMeanwhile", what: "override_add" } });
  });

  it("of two that come at the same moment one is made, and one is told", async () => {
    const { version } = await rota();
    const press = (person: string) =>
      town.as("rota_manager_met", "POST", PATH, { seen: version, change: override("add", { person, ...tonight }) });
    const replies = await Promise.all([press("nell_frost"), press("omar_reed")]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect((await rota()).rota.overrides).toHaveLength(1);
  });

  it("puts nobody on a desk that cases climb to who could not answer there", async () => {
    const refused = await change(override("add", { person: "tess_quill", ...tonight }));
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: [{ field: "change", reason: expect.stringContaining("may answer") }] },
    });
  });

  it("is not taken for another that came with the same key", async () => {
    const { version } = await rota();
    const { tokenFor } = town.machine.signIn;
    const press = async (person: string) => {
      const reply = await fetch(`${town.machine.site}/api/${PATH}`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${await tokenFor("rota_manager_met")}`,
          "content-type": "application/json",
          "idempotency-key": "one-key",
        },
        body: JSON.stringify({ seen: version, change: override("add", { person, ...tonight }) }),
      });
      return { status: reply.status, body: (await reply.json()) as object };
    };
    expect(await press("nell_frost")).toMatchObject({ status: 200, body: { did: "kept", version: version + 1 } });
    expect(await press("nell_frost")).toMatchObject({ status: 200, body: { did: "kept", version: version + 1 } });
    expect(await press("omar_reed")).toMatchObject({ status: 422, body: { type: "/problems/KeyReused" } });
    expect((await rota()).rota.overrides).toHaveLength(1);
  });

  it("names the field that is wrong", async () => {
    const wrong = await change(override("add", { person: "nell_frost", from: "2026-02-30T10:00", to: "2026-03-01T10:00" }));
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ field: "change.override.from" }] } });
  });
});

describe("who was on duty then", () => {
  it("survives later changes", async () => {
    await town.forward("PT2H");
    const then = now();
    await town.forward("PT1H");
    await change({ what: "remove_rotation", code: "round_the_clock" }, { why: "A new plan" });
    await change({
      what: "set_rotation",
      rotation: { code: "new", title: "New", people: ["nell_frost"], on: 1, from: "07:00", to: "07:00", starts: "2026-01-01" },
    });
    await town.forward("PT1M");
    expect(await dutyAt(then)).toEqual(["idris_vale"]);
    expect(await dutyAt(now())).toEqual(["nell_frost"]);
  });

  it("is not asked of a time to come", async () => {
    const reply = await town.as("rota_manager_met", "GET", `teams/${TEAM}/duty?at=${plus(NOW, "PT99H")}`);
    expect(reply).toMatchObject({ status: 400, body: { errors: [{ field: "at" }] } });
  });
});

describe("a swap", () => {
  it("is asked and answered by the people themselves", async () => {
    const give = { from: plus(NOW, "PT24H"), to: plus(NOW, "PT36H") };
    const asked = await change({ what: "ask_swap", swap: { give, with: "nell_frost" } }, {}, "idris_vale");
    expect(asked).toMatchObject({ status: 200 });
    const id = (await rota()).rota.swaps[0]?.id ?? "";
    expect(await change({ what: "answer_swap", id, yes: true }, {}, "omar_reed")).toMatchObject({ status: 403 });
    expect(await change({ what: "answer_swap", id, yes: true }, {}, "nell_frost")).toMatchObject({ status: 200 });
    const { stretches } = await rota();
    expect(stretches.map(({ people }) => people)).toEqual([["idris_vale"], ["nell_frost"], ["idris_vale"]]);
  });

  it("is asked, answered and taken back whatever else has changed meanwhile, and only while it stands", async () => {
    const give = { from: plus(NOW, "PT24H"), to: plus(NOW, "PT36H") };
    const { version: seen } = await rota();
    const meanwhile = () => change({ what: "set_minimum", minimum: 0 });
    const swap = (what: object, person: string) => town.as(person, "POST", PATH, { seen, change: what });
    await meanwhile();
    expect(await swap({ what: "ask_swap", swap: { give, with: "nell_frost" } }, "idris_vale")).toMatchObject({ status: 200 });
    const id = (await rota()).rota.swaps[0]?.id ?? "";
    await meanwhile();
    expect(await swap({ what: "answer_swap", id, yes: true }, "nell_frost")).toMatchObject({ status: 200 });
    const late = await swap({ what: "cancel_swap", id }, "idris_vale");
    expect(late).toMatchObject({ status: 400, body: { errors: [{ field: "change.id" }] } });
    expect((await rota()).rota.overrides).toMatchObject([{ person: "idris_vale", with: "nell_frost" }]);
  });
});

describe("a calendar of a desk", () => {
  const FEEDS = `teams/${TEAM}/feeds`;
  type NewFeed = z.output<typeof routes.addFeed.reply>;
  const made = async (person = "idris_vale") =>
    (await town.as(person, "POST", FEEDS, { title: "The wall display" })).body as unknown as NewFeed;
  const listed = async () =>
    ((await town.as("omar_reed", "GET", FEEDS)).body as unknown as z.output<typeof routes.listFeeds.reply>).items;

  it("has an address that is answered once, and kept by nobody", async () => {
    const { id, address } = await made();
    expect(address).toMatch(/\/feeds\/[\w-]{32}\.ics$/);
    const items = await listed();
    expect(items).toMatchObject([{ id, title: "The wall display", by: { id: "idris_vale" }, revokedAt: null }]);
    expect(JSON.stringify(items)).not.toContain(address.slice(-36, -4));
  });

  it("is ended by whoever made it or may change the rota, and stays ended", async () => {
    const { id } = await made();
    const end = (person: string) => town.as(person, "POST", `${FEEDS}/${id}/end`, {});
    expect(await end("omar_reed")).toMatchObject({ status: 403 });
    const first = (await end("rota_manager_met")).body as unknown as NewFeed;
    expect(first.revokedAt).not.toBeNull();
    expect((await end("idris_vale")).body).toMatchObject({ revokedAt: first.revokedAt });
  });

  it("is another agency's affair, and there are at most 50 of one desk", async () => {
    expect(await town.as("amara_bell", "POST", FEEDS, { title: "Ours" })).toMatchObject({ status: 404 });
    for (let nth = 0; nth < 50; nth += 1) await made();
    const refused = await town.as("idris_vale", "POST", FEEDS, { title: "One more" });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: "title" }] } });
  });
});

describe("whoever has a case", () => {
  const taken = async () => {
    const raised = await town.raise();
    await town.acknowledge("idris_vale", raised);
    return raised.id;
  };

  it("has it no longer when the rota takes them off duty: the desk is asked, and the ward hears", async () => {
    const id = await taken();
    const off = { from: now(), to: plus(now(), "PT12H") };
    await change(override("replace", { person: "idris_vale", with: "nell_frost", ...off }), { why: "Taken ill" });
    await town.settled();
    const after = await town.read("amara_bell", id);
    expect(after).toMatchObject({ owner: null });
    expect((await town.story(id)).map(({ what }) => what)).toContain("ownership_lapsed");
    expect(town.subjects("nell_frost")).toContain("P1: inherited at the change of shift");
  });

  it("has it no longer either when the stream has missed the change: the sweeper puts it right", async () => {
    const id = await taken();
    await town.fault({ stream: "off" });
    const off = { from: now(), to: plus(now(), "PT12H") };
    await change(override("replace", { person: "idris_vale", with: "nell_frost", ...off }), { why: "Taken ill" });
    expect((await town.read("amara_bell", id)).owner).toMatchObject({ by: { id: "idris_vale" } });
    await town.forward("PT2M");
    expect(await town.read("amara_bell", id)).toMatchObject({ owner: null });
    expect((await town.story(id)).map(({ what }) => what)).toContain("ownership_lapsed");
  });

  it("keeps it for longer when their shift is made longer, and shorter when it is cut", async () => {
    await change({
      what: "import_shifts",
      from: NOW,
      to: plus(NOW, "PT48H"),
      shifts: [{ person: "idris_vale", from: now(), to: plus(NOW, "PT6H") }],
    });
    await change({ what: "remove_rotation", code: "round_the_clock" }, { why: "Single shifts from now on" });
    const id = await taken();
    expect((await town.read("amara_bell", id)).owner).toMatchObject({ until: plus(NOW, "PT6H") });
    await change({ what: "add_shift", shift: { person: "idris_vale", from: plus(NOW, "PT6H"), to: plus(NOW, "PT9H") } });
    await town.settled();
    expect((await town.read("amara_bell", id)).owner).toMatchObject({ until: plus(NOW, "PT9H") });
    await change(override("remove", { person: "idris_vale", from: plus(NOW, "PT5H"), to: plus(NOW, "PT9H") }), {
      why: "Goes home early",
    });
    await town.settled();
    expect((await town.read("amara_bell", id)).owner).toMatchObject({ until: plus(NOW, "PT5H") });
  });
});
