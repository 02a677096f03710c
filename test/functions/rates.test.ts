import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { spoken } from "../../core/reference.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";

const NURSE = "amara_bell";
const FLOOD = 30;
const USUAL = 5; // of one person, in an hour

let town: Town;
beforeAll(async () => {
  town = await aTown({ digest: false });
});
beforeEach(() => town.anew());
afterAll(() => town.close());
const asks = askingIn(() => town);

describe("a flood of requests by one person", () => {
  it("is all kept and all paged, flagged from the rule's number on, to both sides", async () => {
    const places = Array.from({ length: FLOOD }, (_, nth) => ({ borough: "Lambeth", address: `${nth + 1} Example Street` }));
    const raised: Awaited<ReturnType<Town["raise"]>>[] = [];
    for (let nth = 0; nth < FLOOD; nth += 3)
      raised.push(...(await Promise.all(places.slice(nth, nth + 3).map((place) => town.raise({ place })))));
    expect(new Set(raised.map(({ id }) => id)).size).toBe(FLOOD);
    expect(town.subjects("idris_vale").length).toBeGreaterThanOrEqual(FLOOD);

    const { flagsIn } = await import("../../functions/aws/rates.ts");
    const { items: flags } = await flagsIn("london", "RJ1", undefined, 50);
    expect(flags.map(({ passed }) => passed[0]?.nth).sort((a = 0, b = 0) => a - b)).toEqual(
      Array.from({ length: FLOOD - USUAL }, (_, nth) => USUAL + 1 + nth),
    );
    const flagged = flags.find(({ passed }) => passed.length === 2)?.case?.id;
    const plain = raised.find(({ id }) => !flags.some((flag) => flag.case?.id === id))?.id;
    for (const who of [NURSE, "idris_vale"]) {
      expect((await asks(who, `/escalations/${plain}`)).words).not.toContain("more than usual");
      const { words } = await asks(who, `/escalations/${flagged}`);
      expect(words).toMatch(
        /The \d+(st|nd|rd|th) request by the same member of staff since 02:00\..*The \d+(st|nd|rd|th) request from this site since 02:00\./,
      );
      expect(words).toContain("It was sent at once, and is answered like any other.");
    }
    const { words } = await asks("idris_vale", "/duty-board");
    expect(words.match(/The \d+(?:st|nd|rd|th) request/g)).toHaveLength(FLOOD - USUAL);

    for (const who of ["faye_brook", "gwen_thorn"]) {
      const list = await asks(who, "/flags");
      expect(list.words.match(/Amara Bell/g)).toHaveLength(FLOOD - USUAL);
      expect(list.words).toContain("up to 5 are usual");
    }
    expect((await asks("iris_wade", "/flags")).words).toContain("Nothing was done unusually often.");
    expect((await asks(NURSE, "/flags")).status).toBe(403);
  });
});

describe("the list of what is unusual", () => {
  it("is read on for whoever leads a site, past a page of other sites", async () => {
    const { keepFlag } = await import("../../functions/aws/rates.ts");
    const flag = (minute: number, site: string, person: string) => ({
      ...{
        at: `2026-01-16T01:${String(minute).padStart(2, "0")}:00.000Z`,
        what: "search",
        person,
        agency: "RJ1",
        site,
        case: null,
      },
      passed: [{ of: "person", within: "hour", nth: 31, most: 30 }],
    });
    const others = Array.from({ length: 51 }, (_, nth) => flag(nth + 1, "elsewhere", NURSE));
    for (const one of [...others, flag(0, "st_thomas_ed", "gwen_thorn")]) await keepFlag("london", one as never);
    await town.enrol(() => ({ roles: ["site_lead"], site: "st_thomas_ed" }), NURSE);
    const { words } = await asks(NURSE, "/flags");
    expect(words).toContain("Gwen Thorn");
    expect([words.match(/The 31st/g)?.length, words.includes("Earlier ones")]).toEqual([1, false]);
  });
});

describe("what may wait", () => {
  const LOOKUPS = 30;
  it("is refused once it is too much, with when to ask again; what somebody shares is not", async () => {
    const reference = spoken(new Uint8Array(5));
    const statuses = Array.from({ length: LOOKUPS }, async () => (await town.as(NURSE, "GET", `references/${reference}`)).status);
    expect(new Set(await Promise.all(statuses))).toEqual(new Set([404]));
    const { machine } = town;
    const refused = await fetch(`${machine.site}/api/references/${reference}`, {
      headers: { authorization: `Bearer ${await machine.signIn.tokenFor(NURSE)}` },
    });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused.json()).toMatchObject({ type: "/problems/TooMany", title: "Too often for now" });
    expect((await town.as(NURSE, "GET", "escalations")).status).toBe(200);
    expect((await asks("gwen_thorn", "/flags")).words).toContain(
      "The 31st look-up by reference by the same member of staff since 02:00",
    );
    await town.forward("PT1H");
    expect((await town.as(NURSE, "GET", `references/${reference}`)).status).toBe(404);
  });

  it("is never a look at a case by its address, found or not; many that are not found are flagged", async () => {
    const looks = Array.from({ length: 21 }, () => town.as(NURSE, "GET", "escalations/00000000-0000-4000-8000-000000000000"));
    expect(new Set((await Promise.all(looks)).map(({ status }) => status))).toEqual(new Set([404]));
    expect((await asks("gwen_thorn", "/flags")).words).toContain(
      "The 21st look at what is not there, or not theirs by the same member of staff",
    );
  });
});
