import { describe, expect, it } from "@jest/globals";
import { readPartnership } from "../../core/partnership/read-partnership.ts";
import { readFolder } from "../../operate/read-folder.ts";

const files = readFolder("config/london");
const london = readPartnership(files);

/** Every word that the configuration holds, with where it stands. */
function wordsIn(value: unknown, at: string): [string, string][] {
  if (typeof value === "string") return [[at, value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => wordsIn(part, `${at}.${name}`));
}
const words = wordsIn(files, "london");

describe("London's configuration", () => {
  it("presents no pathway as anybody's policy", () => {
    for (const { note, owner } of london.pathways) {
      expect(note).toMatch(/proposed default, to be confirmed/);
      expect(note).toMatch(/no policy of either/);
      expect(owner).toMatch(/role/);
    }
  });

  it("holds numbers that ring nobody until their owners write real ones", () => {
    for (const { controlRoom } of london.teams) expect(controlRoom).toMatch(/^\+442079460\d{3}$/);
  });

  it("speaks of people as the partners have agreed to", () => {
    const avoided =
      /refus|welfare check|fail(ed|ure) to attend|must attend|dump|bounce|frequent|committed suicide|sectioned|low priority|false alarm|absconder|RCRP/i;
    expect(words.filter(([, said]) => avoided.test(said))).toEqual([]);
  });

  it("tells the raiser in one or more whole sentences, and names 999 whenever nobody comes for now", () => {
    for (const { code, told, leadsTo } of london.pathways.flatMap(({ decisions }) => decisions)) {
      expect(told).toMatch(/^[A-Z].*\.$/);
      if (leadsTo !== "arrive" && code !== "remain_with_patient" && code !== "missing_report_accepted")
        expect(told).toMatch(/ring 999/);
    }
  });

  it("lets no decision end a case by itself: somebody arrives, or somebody looks again", () => {
    for (const { leadsTo } of london.pathways.flatMap(({ decisions }) => decisions))
      expect(["arrive", "review"]).toContain(leadsTo);
  });

  it("has one force answer on the whole of a ladder, the force of the area", () => {
    const forces = new Map(london.areas.map(({ code, agency }) => [code, agency]));
    for (const { areas = [], agency } of london.teams) for (const area of areas) expect(forces.get(area)).toBe(agency);
  });

  it("lets every agency but the police raise", () => {
    for (const { raisedBy } of london.pathways) {
      const others = new Set(london.agencies.map(({ kind }) => kind).filter((kind) => kind !== "police"));
      expect(new Set(raisedBy)).toEqual(others);
    }
  });
});
