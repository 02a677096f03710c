import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type { Partnership } from "../../../core/partnership/partnership.ts";
import { readPartnership } from "../../../core/partnership/read-partnership.ts";
import { areaOf, pathwayInForce, priorityAsked, termsInForce } from "../../../core/partnership/terms.ts";
import { Refusal } from "../../../core/refusal.ts";
import { type Loose, londonWith, POLICE } from "./files.ts";

const NOW = "2026-01-16T02:00:00.000Z";
const london: Partnership = readPartnership(londonWith());
const police = pathwayInForce(london, "police_attendance", NOW);

/** Which boroughs each part of the Met answers for, written out here once more and on purpose. */
const BOROUGHS = {
  central_west: ["Hammersmith & Fulham", "Kensington & Chelsea", "Westminster"],
  south_west: ["Kingston upon Thames", "Merton", "Richmond upon Thames", "Wandsworth"],
  south: ["Bromley", "Croydon", "Sutton"],
  south_east: ["Bexley", "Greenwich", "Lewisham"],
  east: ["Barking & Dagenham", "Havering", "Redbridge"],
  west: ["Ealing", "Hillingdon", "Hounslow"],
  central_south: ["Lambeth", "Southwark"],
  north: ["Enfield", "Haringey"],
  central_east: ["Hackney", "Tower Hamlets"],
  central_north: ["Camden", "Islington"],
  north_west: ["Barnet", "Brent", "Harrow"],
  north_east: ["Newham", "Waltham Forest"],
  city: ["City of London"],
};
const ROWS = Object.entries(BOROUGHS).flatMap(([area, names]) => names.map((name) => [name, area] as const));

/** Every agency that may raise: all but the police, who are the ones asked. */
const RAISERS = london.agencies.filter(({ kind }) => kind !== "police").map(({ code }) => code);

describe("where police are needed", () => {
  it("is one of 33 places that a borough or the City stands for", () => {
    expect(new Set(ROWS.map(([name]) => name)).size).toBe(33);
  });

  it.each(ROWS)("in %s, the desks of %s answer", (name, area) => {
    const { ladder, area: found } = termsInForce(london, "police_attendance", name, "RJ1", NOW);
    expect(found).toMatchObject({ code: area, agency: area === "city" ? "48" : "01", recognised: true });
    expect(ladder[0]?.teams).toEqual([`duty_inspector_${area}`]);
  });

  it.each([
    ["hammersmith and fulham", "central_west"],
    ["Fulham", "central_west"],
    ["H&F", "central_west"],
    ["The Royal Borough of Kensington and Chelsea", "central_west"],
    ["RBKC", "central_west"],
    ["City of Westminster", "central_west"],
    ["Kingston", "south_west"],
    ["Royal Borough of Kingston upon Thames", "south_west"],
    ["Kingston-upon-Thames", "south_west"],
    ["Richmond", "south_west"],
    ["London Borough of Richmond upon Thames", "south_west"],
    ["royal borough of greenwich", "south_east"],
    ["Barking and Dagenham", "east"],
    ["Dagenham", "east"],
    ["LONDON BOROUGH OF LAMBETH", "central_south"],
    ["tower_hamlets", "central_east"],
    ["the City", "city"],
    ["Square Mile", "city"],
    ["railway", "railway"],
    ["On the railway or at a station", "railway"],
    ["Tube station", "railway"],
    ["London Overground", "railway"],
  ])("is understood as people write it: %s is in %s", (written, area) => {
    expect(areaOf(london, written)).toMatchObject({ code: area, recognised: true });
  });

  it("on the railway, British Transport Police answers on every tier", () => {
    const { area, ladder, teams } = termsInForce(london, "police_attendance", "railway", "RJ1", NOW);
    expect(area.agency).toBe("93");
    expect(ladder.flatMap((tier) => tier.teams.map((team) => teams[team]?.agency))).toEqual(["93", "93", "93", "93"]);
  });

  it.each([
    [""],
    ["   "],
    ["???"],
    ["Guildford"],
    ["I do not know"],
    ["unknown_place"],
    ["constructor"],
    ["東京"],
    ["x".repeat(500)],
  ])("when nobody knows it («%s»), the named default desk answers, and the case says so", (written) => {
    const { area, ladder } = termsInForce(london, "police_attendance", written, "RJ1", NOW);
    expect(area).toMatchObject({ code: "unknown_place", agency: "01", recognised: false });
    expect(ladder.map(({ teams }) => teams)).toEqual([
      ["duty_inspector_unknown_place"],
      ["control_room_duty_officer_met"],
      ["on_call_superintendent_met"],
      ["on_call_chief_officer_met"],
    ]);
  });

  it("decides who is asked, whoever raises: a trust's own borough plays no part", () => {
    const asked = RAISERS.map((code) =>
      termsInForce(london, "police_attendance", "Newham", code, NOW).ladder.map(({ teams }) => teams),
    );
    expect(asked.length).toBeGreaterThan(55);
    for (const teams of asked) expect(teams).toEqual(asked[0]);
    expect(asked[0]?.[0]).toEqual(["duty_inspector_north_east"]);
  });

  it("is for the kinds of agency that the pathway names, and for nobody else", () => {
    for (const raiser of ["01", "93", "ZZZ", ""]) {
      expect(() => termsInForce(london, "police_attendance", "Newham", raiser, NOW)).toThrow(
        expect.objectContaining({ name: "NotAllowed" }),
      );
    }
  });

  it("always leads to a ladder with a team on every rung, whatever people write and whoever raises", () => {
    const words = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string(),
      fc.constantFrom(...ROWS.map(([name]) => name)),
      fc
        .tuple(fc.string({ maxLength: 3 }), fc.constantFrom(...ROWS.map(([name]) => name)), fc.string({ maxLength: 3 }))
        .map((parts) => parts.join("")),
    );
    const raisers = fc.constantFrom(...RAISERS);
    fc.assert(
      fc.property(words, raisers, (place, raiser) => {
        const { ladder, teams } = termsInForce(london, "police_attendance", place, raiser, NOW);
        expect(ladder).toHaveLength(4);
        for (const rung of ladder) {
          expect(rung.teams.length).toBeGreaterThan(0);
          for (const team of [...rung.teams, ...rung.paired]) expect(teams[team]?.controlRoom).toMatch(/^\+442079460\d{3}$/);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe("the raiser's own side", () => {
  it.each([
    ["RJ1", [[], ["site_manager_rj1"], ["manager_on_call_rj1"], ["director_on_call_rj1"]]],
    ["RRU", [[], ["site_manager_rru"], ["manager_on_call_rru"], ["director_on_call_rru"]]],
    ["E09000022", [[], [], [], []]],
  ])("is told tier by tier: %s", (raiser, paired) => {
    const { ladder } = termsInForce(london, "police_attendance", "Lambeth", raiser, NOW);
    expect(ladder.map((rung) => rung.paired)).toEqual(paired);
  });
});

describe("the version in force", () => {
  const two = readPartnership(
    londonWith((files: Loose) => {
      const later = { ...structuredClone(files[POLICE]), version: 2, effectiveFrom: "2026-06-01T00:00:00.000Z" };
      later.priorities[0].limits.acknowledge = { within: "PT4M" };
      files["pathways/police-attendance-2.json"] = later;
    }),
  );

  it.each([
    ["2023-11-01T00:00:00.000Z", 1, "PT5M"],
    ["2026-05-31T23:59:59.999Z", 1, "PT5M"],
    ["2026-06-01T00:00:00.000Z", 2, "PT4M"],
    ["2030-01-01T00:00:00.000Z", 2, "PT4M"],
  ])("at %s is %i, and it is what a case is promised", (now, version, acknowledge) => {
    const terms = termsInForce(two, "police_attendance", "Lambeth", "RJ1", now);
    expect(terms.version).toBe(version);
    expect(terms.priorities[0]?.limits.acknowledge.within).toBe(acknowledge);
  });

  it("is none before the first has begun", () => {
    expect(() => termsInForce(two, "police_attendance", "Lambeth", "RJ1", "2023-10-31T23:59:59.999Z")).toThrow(Refusal);
  });

  it("is none of a pathway that nobody has written", () => {
    expect(() => pathwayInForce(two, "fire_attendance", NOW)).toThrow("No pathway fire_attendance is in force.");
  });

  it("is refused in an area where the pathway has not begun, and not for a place that nobody knows", () => {
    const north = readPartnership(londonWith((files) => Object.assign(files[POLICE], { areas: ["north", "unknown_place"] })));
    const at = (place: string) => termsInForce(north, "police_attendance", place, "RJ1", NOW).area.code;
    expect(at("Enfield")).toBe("north");
    expect(at("nowhere")).toBe("unknown_place");
    expect(() => at("Lambeth")).toThrow("Police attendance is not in force in Central South BCU.");
  });
});

describe("the priority that the answers ask for", () => {
  it.each([
    ["concern_for_welfare", ["none_unsure"], "P2"],
    ["concern_for_welfare", ["risk_to_life_now"], "P1"],
    ["concern_for_welfare", ["statutory_power_needed", "serious_harm_now"], "P1"],
    ["conveyance", ["none_unsure"], "P3"],
    ["conveyance", ["statutory_power_needed", "assumed_care_or_custody"], "P3"],
    ["conveyance", ["crime_in_progress_or_reported"], "P1"],
    ["s135_warrant", ["statutory_power_needed"], "P3"],
    ["s136_handover", ["assumed_care_or_custody"], "P2"],
    ["violence_or_crime_on_site", ["none_unsure"], "P1"],
    ["other", ["none_unsure"], "P2"],
  ])("of %s with %j is %s: the most urgent of them", (type, thresholds, priority) => {
    expect(priorityAsked(police, type, thresholds)).toBe(priority);
  });

  it("is the most urgent of all when the answers say nothing that is known", () => {
    expect(priorityAsked(police, "no_such_type", [])).toBe("P1");
  });
});
