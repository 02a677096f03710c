import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { EscalationView } from "../../core/escalation/view.ts";
import type { Person, Role } from "../../core/people.ts";
import { emptyRota, Rotation } from "../../core/rota/rota.ts";
import { routes } from "../../core/routes.ts";
import { A_RAISE } from "../../local/main-job.ts";
import { aTown, type Town } from "../town.ts";

/** Three people by the Humber. Nobody of them is anybody. */
const PEOPLE: Readonly<Record<string, { readonly agency: string; readonly roles: readonly Role[]; readonly team?: string }>> = {
  della_frame: { agency: "RWA", roles: ["raiser", "site_lead"] },
  ross_kell: { agency: "16", roles: ["duty_officer"], team: "force_incident_manager" },
  corin_vale: { agency: "16", roles: ["duty_officer", "control_room", "chair"], team: "superintendent_on_call" },
};
const SOMEBODY = { knownAs: "Robin", familyName: "Winter", nhsNumber: "9990000018" };
/** What is asked by the Humber: as London's, in the place's own words. */
const IN_HULL = { ...A_RAISE, type: "walkout_healthcare", place: { ...A_RAISE.place, borough: "Hull" }, person: SOMEBODY };

let town: Town;
let humber: EscalationView;
let london: EscalationView;

/** Applies the folder, and enrols its people and rotas: as an operator does, and by the same commands. */
async function settleHumberside(): Promise<void> {
  const [{ applyConfig }, { enrol }, { applyRotas }] = await Promise.all([
    import("../../operate/apply-config.ts"),
    import("../../functions/aws/enrolment.ts"),
    import("../../operate/apply-people.ts"),
  ]);
  await applyConfig("config/humberside");
  const { issuer } = town.machine.signIn;
  const people = Object.entries(PEOPLE).map(([id, { agency, roles }]): Person => {
    const channels = [
      { kind: "email" as const, to: `${id.replace("_", ".")}@humber.example.org`, verifiedAt: "2026-01-05T09:00:00.000Z" },
    ];
    const nobody = { quiet: false, owner: null, endedAt: null, site: null };
    return { partnership: "humberside", id, name: id, agency, roles: [...roles], channels, ...nobody };
  });
  await enrol(
    "humberside",
    people.map((person) => ({ person, signIn: { issuer, subject: person.id } })),
  );
  const round = {
    code: "round_the_clock",
    title: "Round the clock",
    on: 1,
    off: 0,
    from: "07:00",
    to: "07:00",
    starts: "2024-01-01",
  };
  const rotas = Object.entries(PEOPLE).flatMap(([id, { team }]) =>
    team ? [{ ...emptyRota(team), rotations: [Rotation.parse({ ...round, people: [id] })] }] : [],
  );
  await applyRotas("humberside", rotas, new Date().toISOString());
  await town.settled();
}

beforeAll(async () => {
  town = await aTown({ digest: false });
  await town.anew();
  await settleHumberside();
  town.machine.mailbox.letters.length = 0;
  humber = await town.raise(IN_HULL, "della_frame");
  london = await town.raise({ person: SOMEBODY });
});
afterAll(() => town.close());

describe("two partnerships in one deployment", () => {
  it("each ask their own people, under their own terms", async () => {
    expect([humber.priority, london.priority]).toEqual(["A", "P1"]);
    expect([humber.area.code, london.area.code]).toEqual(["hull", "central_south"]);
    expect(town.told().toSorted()).toEqual(["idris_vale", "ross_kell"]);
    await town.forward("PT4M30S");
    expect(town.told()).toContain("corin_vale");
    expect((await town.read("ross_kell", humber.id)).tier.number).toBe(2);
    expect((await town.read("idris_vale", london.id)).tier.number).toBe(1);
    await town.forward("PT1M");
    expect((await town.read("idris_vale", london.id)).tier.number).toBe(2);
  });

  it("do not find one person's two cases alike", async () => {
    const [here, there] = [await town.read("ross_kell", humber.id), await town.read("idris_vale", london.id)];
    expect([here.related, there.related]).toEqual([[], []]);
    const asked = { pathway: IN_HULL.pathway, place: { ...IN_HULL.place, borough: "Lambeth" }, person: SOMEBODY };
    const { body } = await town.as("jonas_field", "POST", "likely-matches", asked);
    expect((body.items as { id: string }[]).map(({ id }) => id)).toEqual([london.id]);
  });

  const ofACase = Object.entries(routes).flatMap(([name, { method, path }]) =>
    path.startsWith("/api/escalations/{id}") ? [[name, method as "GET" | "POST", path.slice("/api/".length)] as const] : [],
  );
  it.each(ofACase)("show nothing of the other's case by %s, and change nothing of it", async (_, method, path) => {
    await town.fault({ workflow: "off", sweeper: "off" }); // no time is to change them meanwhile
    const versions = async () => [
      (await town.read("ross_kell", humber.id)).version,
      (await town.read("idris_vale", london.id)).version,
    ];
    const before = await versions();
    for (const [person, of] of [
      ["idris_vale", humber],
      ["omar_reed", humber],
      ["amara_bell", humber],
      ["ross_kell", london],
      ["corin_vale", london],
      ["della_frame", london],
    ] as const) {
      const body = method === "POST" ? { seen: of.version } : undefined;
      const reply = await town.as(person, method, path.replace("{id}", of.id), body);
      expect(method === "GET" ? [403, 404] : [400, 403, 404, 422]).toContain(reply.status);
      expect(JSON.stringify(reply.body)).not.toContain(of.reference);
    }
    expect(await versions()).toEqual(before);
  });

  it("find no reference of the other's, and list none", async () => {
    const lists = Object.values(routes).flatMap(({ method, path }) =>
      method === "GET" && path.startsWith("/api/") && !path.includes("{") ? [path.slice("/api/".length)] : [],
    );
    expect(lists).toEqual(expect.arrayContaining(["escalations", "concerns", "calls"]));
    const theirs = [
      [["ross_kell", "corin_vale", "della_frame"], london],
      [["idris_vale", "omar_reed", "amara_bell", "noor_vane", "tess_quill"], humber],
    ] as const;
    for (const [people, of] of theirs)
      for (const person of people) {
        expect([403, 404]).toContain((await town.as(person, "GET", `references/${of.reference}`)).status);
        for (const list of lists) {
          const { body } = await town.as(person, "GET", list);
          expect(JSON.stringify(body)).not.toMatch(new RegExp(`${of.id}|${of.reference}`));
        }
      }
  });

  it("keep their first answers to themselves, and dispute none of the other's", async () => {
    const limb = { reading: "not_met", facts: "He was calm an hour ago" };
    const said = {
      ...{ pathway: IN_HULL.pathway, callBack: "020 7946 0123", channel: "rang_999", answer: "will_not_attend" },
      ...{ limbs: { limb_a: limb, limb_b: limb }, understood: "no", handler: "1234AS" },
    };
    const told = { ...said, type: "walkout_healthcare", agency: "RJ1", place: { borough: "Lambeth", address: "Bed 4" } };
    const here = await town.as("omar_reed", "POST", "first-answers", told);
    const theirs = { ...told, agency: "RWA", place: { borough: "Hull", address: "Bed 4" } };
    const there = await town.as("corin_vale", "POST", "first-answers", theirs);
    expect([here.status, there.status]).toEqual([201, 201]);
    expect((await town.as("omar_reed", "POST", "first-answers", theirs)).body).toMatchObject({ errors: [{ field: "agency" }] });
    for (const [person, { body }] of [
      ["corin_vale", here],
      ["della_frame", here],
      ["omar_reed", there],
      ["amara_bell", there],
    ] as const) {
      expect([person, (await town.as(person, "GET", `first-answers/${body.id}`)).status]).toEqual([person, 404]);
      expect(JSON.stringify((await town.as(person, "GET", "first-answers")).body)).not.toContain(body.id);
    }
    const disputing = await town.as("della_frame", "POST", "escalations", { ...IN_HULL, firstAnswer: here.body.id });
    expect(disputing.body).toMatchObject({ type: "/problems/Invalid", errors: [{ field: "firstAnswer" }] });
    expect((await town.as("omar_reed", "GET", `first-answers/${here.body.id}`)).body.disputed).toBeNull();
  });

  it("are data: no line of the product names the second", () => {
    const files = globSync("{core,functions,web,infra,operate,workflows,local}/**/*.{ts,tsx,json}", {
      exclude: ["web/built/**"],
    });
    expect(files.length).toBeGreaterThan(300);
    expect(files.filter((file) => /humberside/i.test(readFileSync(file, "utf8")))).toEqual([]);
  });
});
