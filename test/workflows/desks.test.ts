import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type * as z from "zod";
import { emptyRota, Rotation } from "../../core/rota/rota.ts";
import { wallOf } from "../../core/rota/wall.ts";
import type { routes } from "../../core/routes.ts";
import { plus, since } from "../../core/time.ts";
import { as } from "../../local/main-job.ts";
import { aTown, type Town } from "../town.ts";

const TEAM = "duty_inspector_central_south";
const TITLE = "Duty inspector, Central South BCU";

let town: Town;
/** The clock goes on from test to test: each begins where the one before has left it. */
let start: string;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(async () => {
  await town.anew();
  start = now();
});
afterAll(() => town.close());

const now = () => new Date().toISOString();
/** What somebody has been told about the desk, without its name. */
const told = (person: string) =>
  town.subjects(person).flatMap((subject) => (subject.startsWith(TITLE) ? [subject.slice(TITLE.length + 2)] : []));
/** Idris until two hours from now, then Nell, by single shifts. */
const handingOver = async () => {
  const shift = (id: string, person: string, from: string, to: string) => ({ id, person, from, to });
  await town.rota(TEAM, () => ({
    ...emptyRota(TEAM),
    shifts: [
      shift("1-0", "idris_vale", since(start, "PT3H"), plus(start, "PT2H")),
      shift("1-1", "nell_frost", plus(start, "PT2H"), plus(start, "PT10H")),
    ],
  }));
};
const takingOver = async (person: string) =>
  (await town.as(person, "GET", `teams/${TEAM}/taking-over`)).body as unknown as z.output<typeof routes.readTakingOver.reply>;
const drills = async () =>
  ((await town.as("rota_manager_met", "GET", `teams/${TEAM}/drills`)).body as unknown as z.output<typeof routes.listDrills.reply>)
    .items;

describe("a change of shift", () => {
  it("is told to whoever comes an hour before, and then to both", async () => {
    await handingOver();
    await town.forward("PT61M30S");
    expect(told("nell_frost")).toEqual([expect.stringMatching(/^you come on duty at /)]);
    expect(told("idris_vale")).toEqual([]);
    await town.forward("PT61M");
    expect(told("nell_frost").at(-1)).toBe("you are on duty");
    expect(told("idris_vale")).toEqual(["your shift is over"]);
  });

  it("leaves what is open to be taken over, by somebody on duty, within 15 minutes", async () => {
    await handingOver();
    await town.forward("PT1H55M");
    const { reference } = await town.raise();
    await town.forward("PT6M30S");
    expect(told("nell_frost").at(-1)).toBe("you are on duty: 1 open, take over");
    const { open, takingOver: left } = await takingOver("nell_frost");
    expect([open.map((one) => one.reference), left]).toEqual([[reference], expect.objectContaining({ open: 1, taken: null })]);
    expect(await town.as("idris_vale", "POST", `teams/${TEAM}/taking-over`, {})).toMatchObject({ status: 403 });
    expect(await town.as("nell_frost", "POST", `teams/${TEAM}/taking-over`, {})).toMatchObject({ status: 200 });
    await town.forward("PT20M");
    expect((await takingOver("omar_reed")).takingOver?.taken).toMatchObject({ by: { id: "nell_frost" } });
    expect(told("ada_penn")).toEqual([]);
  });

  it("that nobody takes over is told once more, and to the rota's owner", async () => {
    await handingOver();
    await town.forward("PT1H55M");
    await town.raise();
    await town.forward("PT25M");
    expect(told("nell_frost").at(-1)).toBe("nobody has taken over: 1 open");
    expect(told("ada_penn")).toEqual(["nobody has taken over: 1 open"]);
  });

  it("to somebody whom no message reaches is told to the rota's owner an hour before", async () => {
    await town.enrol(() => ({ channels: [] }), "nell_frost");
    await handingOver();
    await town.forward("PT62M");
    expect(told("ada_penn")).toEqual(["Inspector Nell Frost comes on duty soon, and no message reaches them"]);
  });

  it("to somebody who may not answer any more is told to the rota's owner an hour before, and to them", async () => {
    await handingOver();
    await town.enrol(() => ({ roles: ["raiser"] }), "nell_frost");
    await town.forward("PT62M");
    expect(told("ada_penn")).toEqual(["Inspector Nell Frost comes on duty soon, and may not answer"]);
    expect(told("nell_frost")).toEqual([expect.stringMatching(/^you come on duty at /)]);
  });

  it("to somebody whose every way fails is told to the rota's owner as soon as that is known", async () => {
    await handingOver();
    await town.fault({ mail: "reject-hard", to: "nell.frost@met.example.org" });
    await town.fault({ sms: "permanent-failure" });
    await town.forward("PT62M");
    expect(told("ada_penn")).toEqual(["Inspector Nell Frost comes on duty soon, and no message reaches them"]);
  });

  it("is told by the sweeper alone, and only once, whatever the workflow and the stream do", async () => {
    await town.fault({ workflow: "off", stream: "duplicate" });
    await handingOver();
    await town.forward("PT2H10M");
    expect(told("nell_frost")).toHaveLength(2);
    expect(told("idris_vale")).toHaveLength(1);
  });
});

describe("a change of the rota", () => {
  const press = async (person: string, change: object, more: object = {}) => {
    const { version } = (await town.as(person, "GET", `teams/${TEAM}/rota`)).body as unknown as { version: number };
    return town.as(person, "POST", `teams/${TEAM}/rota`, { seen: version, change, ...more });
  };

  it("is told to both whose duty it changes", async () => {
    const stretch = { from: plus(start, "PT6H"), to: plus(start, "PT8H") };
    await press("rota_manager_met", {
      what: "override",
      override: { kind: "replace", person: "idris_vale", with: "nell_frost", ...stretch },
    });
    await town.settled();
    expect(told("nell_frost")).toEqual([expect.stringMatching(/^you are on duty from /)]);
    expect(told("idris_vale")).toEqual([expect.stringMatching(/^you are not on duty from /)]);
    expect(told("ada_penn")).toEqual([]);
  });

  it("that counts at once is told to both within a minute and a half, as a change of shift, and once", async () => {
    await handingOver();
    await town.forward("PT20M");
    const { reference } = await town.raise();
    const stretch = { from: since(start, "PT3H"), to: plus(start, "PT2H") };
    const override = { kind: "replace", person: "idris_vale", with: "omar_reed", ...stretch };
    expect(await press("rota_manager_met", { what: "override", override }, { why: "He is ill" })).toMatchObject({ status: 200 });
    await town.forward("PT90S");
    expect(told("omar_reed")).toEqual(["you are on duty: 1 open, take over"]);
    expect(told("idris_vale")).toEqual(["your shift is over"]);
    expect((await takingOver("omar_reed")).open.map((one) => one.reference)).toEqual([reference]);
    expect(await town.as("omar_reed", "POST", `teams/${TEAM}/taking-over`, {})).toMatchObject({ status: 200 });
    await town.forward("PT30M");
    expect([told("omar_reed").length, told("idris_vale").length]).toEqual([1, 1]);
  });

  it("that counts at once and again in days to come is told as both", async () => {
    await handingOver();
    await town.forward("PT20M");
    const [from, day] = [`${now().slice(0, 16)}:00.000Z`, plus(start, "PT48H")];
    const shifts = [
      { person: "omar_reed", from, to: plus(start, "PT2H") },
      { person: "omar_reed", from: day, to: plus(day, "PT12H") },
    ];
    const bring = { what: "import_shifts", from, to: plus(start, "PT200H"), shifts };
    expect(await press("rota_manager_met", bring, { why: "As agreed" })).toMatchObject({ status: 200 });
    await town.forward("PT90S");
    expect(told("omar_reed")).toEqual([expect.stringMatching(/^you are on duty from /), "you are on duty"]);
  });

  it("by a swap is asked of the other, and its answer told to the asker", async () => {
    const give = { from: plus(start, "PT24H"), to: plus(start, "PT30H") };
    await press("idris_vale", { what: "ask_swap", swap: { give, with: "nell_frost" } });
    await town.settled();
    expect(told("nell_frost")).toEqual(["Inspector Idris Vale asks you to take a shift"]);
    const { rota } = (await town.as("nell_frost", "GET", `teams/${TEAM}/rota`)).body as unknown as {
      rota: { swaps: { id: string }[] };
    };
    await press("nell_frost", { what: "answer_swap", id: rota.swaps[0]?.id, yes: true });
    await town.settled();
    expect(told("idris_vale")).toEqual(["Inspector Nell Frost has said yes to your swap"]);
  });
});

describe("a drill", () => {
  const plan = (person = "rota_manager_met", body: object = {}) => town.as(person, "POST", `teams/${TEAM}/drills`, body);

  it("goes to whoever is on duty, is answered by them, and is reported by itself", async () => {
    expect(await plan()).toMatchObject({ status: 201 });
    await town.forward("PT2M");
    expect(told("idris_vale")).toEqual(["this is a drill, please answer it"]);
    const [drill] = await drills();
    expect(drill?.people).toMatchObject([
      { person: "idris_vale", name: "Inspector Idris Vale", fate: "delivered", by: "email", answeredAt: null },
    ]);
    expect(await town.as("omar_reed", "POST", `teams/${TEAM}/drills/${drill?.id}/answer`, {})).toMatchObject({ status: 404 });
    expect(await town.as("idris_vale", "POST", `teams/${TEAM}/drills/${drill?.id}/answer`, {})).toMatchObject({ status: 200 });
    await town.forward("PT12M");
    expect((await drills())[0]?.people).toMatchObject([{ answeredAt: expect.any(String) }]);
    expect(told("ada_penn")).toEqual([]);
    expect((await town.as("idris_vale", "GET", "duty-board")).body).toMatchObject({ items: [] });
  });

  it("that nobody answers is told to the rota's owner, with the way it went", async () => {
    await town.fault({ mail: "reject-hard", to: "idris.vale@met.example.org" });
    await plan("rota_manager_met", { at: plus(start, "PT30M") });
    await town.forward("PT45M");
    expect(town.texts("idris_vale")).toHaveLength(1);
    expect((await drills())[0]?.people).toMatchObject([{ fate: "delivered", by: "sms", answeredAt: null }]);
    expect(told("ada_penn")).toEqual(["a drill was not answered"]);
  });

  it("is one drill however often it is pressed under one key, and that key plans no other", async () => {
    const press = (body: object) => as(town.machine, "rota_manager_met", "POST", `teams/${TEAM}/drills`, body, "one-press");
    const first = await press({});
    expect((await press({})).body).toEqual(first.body);
    expect(await press({ at: plus(start, "PT1H") })).toMatchObject({ status: 422 });
    expect(await drills()).toHaveLength(1);
  });

  it("is planned by the desk's owner or a rota manager, from now on", async () => {
    expect(await plan("idris_vale")).toMatchObject({ status: 403 });
    expect(await plan("amara_bell")).toMatchObject({ status: 404 });
    expect(await plan("rota_manager_met", { at: "2026-01-01T00:00:00.000Z" })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "at" }] },
    });
  });
});

describe("the morning's digest", () => {
  const digests = (person: string) => town.subjects(person).filter((subject) => subject.startsWith("Rotas: "));
  const morning = () => {
    const today = wallOf(now()).slice(0, 10);
    const at = `${today}T08:00:00.000Z`; // winter: London's own time
    return at > now() ? at : plus(at, "PT24H");
  };

  it("comes once, at eight, to each owner whose desks have something wrong, and names it", async () => {
    await town.to(plus(morning(), "PT3M"));
    const [letter] = town.machine.mailbox.letters.filter(({ subject }) => subject.startsWith("Rotas: "));
    expect(letter?.text).toContain("Duty inspector, North BCU: nobody is on the rota at all in the next 14 days.");
    expect(letter?.text).not.toContain(`${TITLE}:`);
    expect(digests("ada_penn")).toHaveLength(1);
    await town.forward("PT20H");
    expect(digests("ada_penn")).toHaveLength(1);
    await town.to(plus(morning(), "PT3M"));
    expect(digests("ada_penn")).toHaveLength(2);
  });

  it("names who is on a rota and may not answer there any more", async () => {
    await town.enrol(() => ({ roles: ["raiser"] }), "idris_vale");
    await town.to(plus(morning(), "PT3M"));
    const [letter] = town.machine.mailbox.letters.filter(({ subject }) => subject.startsWith("Rotas: "));
    expect(letter?.text).toContain(`${TITLE}: on the rota, and may not answer: Inspector Idris Vale.`);
  });

  it("waits for the next morning where nothing has been agreed yet", async () => {
    const [{ beginDigest, digestOf }, { sendDigest }] = await Promise.all([
      import("../../functions/aws/digests.ts"),
      import("../../functions/send-digest.ts"),
    ]);
    await beginDigest("elsewhere", now());
    const first = (await digestOf("elsewhere"))?.nextAt ?? "";
    await sendDigest("elsewhere", plus(first, "PT1M"));
    expect((await digestOf("elsewhere"))?.nextAt).toBe(plus(first, "PT24H"));
    expect(town.told()).toEqual([]);
  });

  it("is silent when all is well", async () => {
    const { teams } = await (await import("../../functions/aws/directory.ts")).inForce("london", now());
    const rotations = (person: string) => [
      Rotation.parse({
        code: "all",
        title: "All",
        people: [person],
        on: 1,
        off: 0,
        from: "07:00",
        to: "07:00",
        starts: "2024-01-01",
      }),
    ];
    for (const { code, owner } of teams.filter((one) => one.owner === "rota_manager_met"))
      await town.rota(code, (rota) => ({ ...rota, rotations: rotations(owner) }));
    await town.to(plus(morning(), "PT3M"));
    expect(digests("ada_penn")).toEqual([]);
  });
});
