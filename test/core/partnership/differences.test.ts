import { describe, expect, it } from "@jest/globals";
import { differences } from "../../../core/partnership/differences.ts";
import { readPartnership } from "../../../core/partnership/read-partnership.ts";
import { type Loose, londonWith, POLICE, question } from "./files.ts";

const changed = (change: (files: Loose) => void) =>
  differences(readPartnership(londonWith()), readPartnership(londonWith(change)));

describe("what changes from one agreement to the next", () => {
  it("is nothing between two readings of one folder", () => {
    expect(changed(() => undefined)).toEqual([]);
  });

  it.each<[string, (files: Loose) => void, string[]]>([
    [
      "a limit, old and new",
      (files) => Object.assign(files[POLICE].priorities[0].limits.decide, { within: "PT12M" }),
      ['changed pathways.police_attendance.priorities.P1.limits.decide.within: "PT15M" is now "PT12M"'],
    ],
    [
      "an agency that joins, and a site that goes with its desk",
      (files) => {
        files["agencies.json"].push({ code: "RZZ", title: "A new trust", kind: "acute_trust" });
        files["agencies.json"].find(({ code }: Loose) => code === "RJ1").sites.pop();
        files["teams.json"] = files["teams.json"].filter(({ code }: Loose) => code !== "nurse_in_charge_guys_hospital");
      },
      ["removed agencies.RJ1.sites.guys_hospital", "added agencies.RZZ", "removed teams.nurse_in_charge_guys_hospital"],
    ],
    [
      "a plain value that comes, with what it says",
      (files) => Object.assign(files["agencies.json"][0], { validTo: "2027-03-31" }),
      ['added agencies.01.validTo: "2027-03-31"'],
    ],
    [
      "a list of names as a whole",
      (files) => Object.assign(files[POLICE], { raisedBy: ["ambulance"] }),
      [
        'changed pathways.police_attendance.raisedBy: ["acute_trust","mental_health_trust","ambulance","council"] is now ["ambulance"]',
      ],
    ],
    [
      "a question that is worded anew, and one that a type no longer asks",
      (files) => {
        Object.assign(question(files, "officers"), { title: "Which officers?" });
        files[POLICE].types.find(({ code }: Loose) => code === "other").asks = ["nearest_type"];
      },
      [
        'changed pathways.police_attendance.types.other.asks: ["nearest_type","family_says_life_at_risk","said_today","last_seen_at","last_seen_by","if_nobody_comes","harm_by","access","who_can_enter","ambulance_wait","why_not_us"] is now ["nearest_type"]',
        'changed pathways.police_attendance.questionSet.questions.officers.title: "Which officers are with them (shoulder numbers)?" is now "Which officers?"',
      ],
    ],
    [
      "the order, which says what is most urgent",
      (files) => files[POLICE].priorities.reverse(),
      ["changed pathways.police_attendance.priorities: the order is now P3, P2, P1"],
    ],
    [
      "a later version beside the first, by number",
      (files) => {
        files["pathways/later.json"] = { ...files[POLICE], version: 3, effectiveFrom: "2027-01-01T00:00:00.000Z" };
      },
      ["added pathways.police_attendance version 3"],
    ],
  ])("names %s", (_, change, lines) => {
    expect(changed(change)).toEqual(lines);
  });

  it("shows the whole of an agreement that is written in another shape", () => {
    expect(differences("something else", { version: 1 }, "agreed")).toEqual([
      'changed agreed: "something else" is now {"version":1}',
    ]);
  });
});
