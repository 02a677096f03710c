import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { priorityAsked } from "../../../core/escalation/triage.ts";
import type { Partnership } from "../../../core/partnership/partnership.ts";
import { areasServed } from "../../../core/partnership/places.ts";
import { readPartnership } from "../../../core/partnership/read-partnership.ts";
import { areaOf, pathwayInForce, termsInForce, versionsCounting } from "../../../core/partnership/terms.ts";
import { Refusal } from "../../../core/refusal.ts";
import { type Loose, londonWith, POLICE } from "./files.ts";

const NOW = "2026-01-16T02:00:00.000Z";
const london: Partnership = readPartnership(londonWith());
const police = pathwayInForce(london, "police_attendance", "Lambeth", NOW);

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

/** Every agency that may raise: all but the police and the fire brigade, who are the ones asked. */
const RAISERS = london.agencies.filter(({ kind }) => kind !== "police" && kind !== "fire").map(({ code }) => code);

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
    for (const raiser of ["01", "93", "E31000046", "ZZZ", ""]) {
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
    ["E09000022", [[], ["site_manager_e09000022"], ["manager_on_call_e09000022"], ["director_on_call_e09000022"]]],
    ["E09000028", [[], [], [], []]],
  ])("is told tier by tier: %s", (raiser, paired) => {
    const { ladder } = termsInForce(london, "police_attendance", "Lambeth", raiser, NOW);
    expect(ladder.map((rung) => rung.paired)).toEqual(paired);
  });
});

describe("the desks beside the ladder", () => {
  const termsFor = (place: string, raiser: string) => termsInForce(london, "police_attendance", place, raiser, NOW);

  it.each([
    ["review", "manager_on_call_rj1"],
    ["accept_referral", "manager_on_call_rj1"],
    ["read_answer", "site_manager_rj1"],
    ["custody_handover", "site_manager_rj1"],
    ["detention_ends", "manager_on_call_rj1"],
    ["plan_review", "site_manager_rj1"],
    ["left_without_agreed_handover", "manager_on_call_rj1"],
  ] as const)("are told on the occasion %s: %s", (occasion, team) => {
    const { beside, teams } = termsFor("Lambeth", "RJ1");
    expect(beside[occasion]).toEqual([team]);
    expect(teams[team]?.agency).toBe("RJ1");
  });
});

describe("another body that a case may be referred to", () => {
  const reached = (place: string, raiser = "RJ1") =>
    Object.fromEntries(
      termsInForce(london, "police_attendance", place, raiser, NOW).bodies.map(({ code, teams }) => [code, teams]),
    );

  it.each([
    ["Lambeth", "crisis_team_rv5", "emergency_duty_team_lambeth"],
    ["Sutton", "crisis_team_rqy", "emergency_duty_team_sutton"],
    ["H&F", "crisis_team_rkl", "emergency_duty_team_hammersmith_and_fulham"],
    ["RBKC", "crisis_team_rv3", "emergency_duty_team_kensington_and_chelsea"],
    ["Waltham Forest", "crisis_team_rat", "emergency_duty_team_waltham_forest"],
    ["the City", "crisis_team_rwk", "emergency_duty_team_city_of_london"],
  ])("answers for the place: in %s they are %s and %s", (place, crisis, social) => {
    expect(reached(place)).toMatchObject({ crisis_team: [crisis], amhp_or_edt: [social] });
  });

  it("is found whoever raises, and its telephone is with the case", () => {
    const { bodies, teams } = termsInForce(london, "police_attendance", "Lambeth", "RRU", NOW);
    expect(reached("Lambeth", "RRU")).toEqual(reached("Lambeth"));
    for (const code of bodies.flatMap((body) => body.teams)) expect(teams[code]?.controlRoom).toMatch(/^\+44/);
  });

  it.each(ROWS)("is one crisis team and the borough's own duty team in %s", (place) => {
    const { crisis_team, amhp_or_edt } = reached(place);
    expect([crisis_team, amhp_or_edt]).toEqual([[expect.any(String)], [expect.any(String)]]);
  });

  it.each(["railway", "nowhere that anybody knows"])(
    "is an ambulance, the fire brigade or another police desk even for: %s",
    (place) => {
      expect(reached(place)).toMatchObject({
        ambulance: ["ambulance_clinical_hub_las"],
        fire_brigade: ["fire_control_lfb"],
        another_police_desk: ["control_room_duty_officer_met"],
      });
    },
  );
});

describe("the version in force", () => {
  const two = readPartnership(
    londonWith((files: Loose) => {
      const later = { ...structuredClone(files[POLICE]), version: 3, effectiveFrom: "2026-06-01T00:00:00.000Z" };
      later.priorities[0].limits.acknowledge = { within: "PT4M" };
      files["pathways/police-attendance-2.json"] = later;
    }),
  );

  it.each([
    ["2023-11-01T00:00:00.000Z", 2, "PT5M"],
    ["2026-05-31T23:59:59.999Z", 2, "PT5M"],
    ["2026-06-01T00:00:00.000Z", 3, "PT4M"],
    ["2030-01-01T00:00:00.000Z", 3, "PT4M"],
  ])("at %s is %i, and it is what a case is promised", (now, version, acknowledge) => {
    const terms = termsInForce(two, "police_attendance", "Lambeth", "RJ1", now);
    expect(terms.version).toBe(version);
    expect(terms.priorities[0]?.limits.acknowledge.within).toBe(acknowledge);
  });

  it("is none before the first has begun", () => {
    expect(() => termsInForce(two, "police_attendance", "Lambeth", "RJ1", "2023-10-31T23:59:59.999Z")).toThrow(Refusal);
  });

  it("is none of a pathway that nobody has written", () => {
    expect(() => pathwayInForce(two, "fire_attendance", "Lambeth", NOW)).toThrow("No pathway fire_attendance is in force.");
  });

  it("is refused in an area where the pathway has not begun, and not for a place that nobody knows", () => {
    const north = readPartnership(londonWith((files) => Object.assign(files[POLICE], { areas: ["north", "unknown_place"] })));
    const at = (place: string) => termsInForce(north, "police_attendance", place, "RJ1", NOW).area.code;
    expect(at("Enfield")).toBe("north");
    expect(at("nowhere")).toBe("unknown_place");
    expect(() => at("Lambeth")).toThrow("Police attendance is not in force in Central South BCU.");
  });
});

describe("a version for some areas", () => {
  const [EARLY, LATE] = ["2026-02-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"];
  const files = (more: object) => (files: Loose) => {
    files["pathways/3.json"] = { ...structuredClone(files[POLICE]), version: 3, effectiveFrom: EARLY, areas: ["north"] };
    files["pathways/4.json"] = { ...structuredClone(files[POLICE]), version: 4, effectiveFrom: LATE, areas: ["north"], ...more };
  };
  const counting = (partnership: ReturnType<typeof readPartnership>, now: string) =>
    ["Enfield", "Lambeth", "nowhere"].map((place) => termsInForce(partnership, "police_attendance", place, "RJ1", now).version);

  it("counts there from its date, and leaves every other area and the unknown place with what they have", () => {
    const north = readPartnership(londonWith(files({})));
    expect(counting(north, NOW)).toEqual([2, 2, 2]);
    expect(counting(north, EARLY)).toEqual([3, 2, 2]);
    expect(counting(north, LATE)).toEqual([4, 2, 2]);
  });

  it("gives way to a later one for every area", () => {
    const all = readPartnership(londonWith(files({ areas: "everywhere" })));
    expect(counting(all, EARLY)).toEqual([3, 2, 2]);
    expect(counting(all, LATE)).toEqual([4, 4, 4]);
  });

  it("may begin after a version with a higher number, when that is for other areas", () => {
    const before = { effectiveFrom: "2026-01-20T00:00:00.000Z" };
    expect(() => readPartnership(londonWith(files({ ...before, areas: ["south"] })))).not.toThrow();
    expect(() => readPartnership(londonWith(files(before)))).toThrow("must lie before that of version 4");
  });

  it("is listed with the areas where it counts, the last to begin first", () => {
    const counting = versionsCounting(readPartnership(londonWith(files({}))), EARLY);
    const listed = counting.filter(({ pathway: { code } }) => code === "police_attendance");
    expect(listed.map(({ pathway: { version }, areas }) => [version, areas.length])).toEqual([
      [3, 1],
      [2, 14],
    ]);
  });
});

describe("the areas in which a desk may be asked", () => {
  it.each([
    ["duty_inspector_central_south", ["central_south"]],
    ["crisis_team_unknown_place", ["railway", "unknown_place"]],
    ["nurse_in_charge_royal_london_ed", ["central_east"]],
    ["nurse_in_charge_newham_ed", ["north_east"]],
    ["site_manager_r1h", ["central_east", "north_east"]],
    ["site_manager_rj1", ["central_south"]],
    ["manager_on_call_rj1", []],
  ])("%s: %j", (code, areas) => {
    const team = london.teams.find((one) => one.code === code);
    expect(team && [...areasServed(london, team)].sort()).toEqual([...areas].sort());
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
    expect(priorityAsked(police, { type, threshold: [...thresholds] })).toBe(priority);
  });

  it("is the most urgent of all when the answers say nothing that is known", () => {
    expect(priorityAsked(police, { type: "no_such_type", threshold: [] })).toBe("P1");
  });
});
