import { describe, expect, it } from "@jest/globals";
import { forPractice, isPractice, liveOf, playerId, playing, practiceOf, type Side } from "../../../core/partnership/practice.ts";
import { termsInForce } from "../../../core/partnership/terms.ts";
import { demo } from "../../../local/demo-people.ts";
import { london, NOW } from "../../builders.ts";

const BOTH: readonly Side[] = ["asks", "answers"];
const somebody = (id: string) => {
  const found = demo.people.find((person) => person.id === id);
  if (!found) throw new Error(id);
  const { teams: _, ...person } = found;
  return { partnership: "london", ...person };
};
const nurse = somebody("amara_bell");

describe("practice", () => {
  it("lies under a code of its own, which leads back", () => {
    expect([isPractice("london"), isPractice(practiceOf("london")), liveOf(practiceOf("london"))]).toEqual([
      false,
      true,
      "london",
    ]);
  });

  it("has every promise of the agreement, and nobody who could be called for real", () => {
    const practised = forPractice("london_practice", london);
    expect(practised.pathways).toEqual(london.pathways);
    expect(new Set(practised.teams.map(({ owner }) => owner))).toEqual(new Set(["nobody"]));
    expect(practised.learning).toBeUndefined();
  });

  it.each(london.areas.map((area) => [area.code, area] as const))(
    "has both sides in %s, whoever plays, at every tier",
    (_, area) => {
      for (const id of ["amara_bell", "idris_vale", "priya_dale"]) {
        const players = playing(london, somebody(id), BOTH, area, NOW);
        const [asks, answers] = players;
        expect(players.map(({ side, other }) => [side, other])).toEqual([
          ["asks", "answers"],
          ["answers", "asks"],
        ]);
        const place = area.places[0]?.title ?? "a place that nobody knows";
        const { ladder } = termsInForce(
          forPractice("london_practice", london),
          "police_attendance",
          place,
          asks?.person.agency ?? "",
          NOW,
        );
        for (const { teams } of ladder) expect(teams.some((team) => answers?.desks.includes(team))).toBe(true);
      }
    },
  );

  it("makes of one person two, who are found apart from them and from each other", () => {
    const players = playing(london, nurse, BOTH, london.areas[0] as never, NOW);
    expect(players.map(({ person }) => [person.partnership, person.id, person.channels])).toEqual(
      BOTH.map((side) => ["london_practice", playerId("amara_bell", side), nurse.channels]),
    );
  });
});
