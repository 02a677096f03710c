import { describe, expect, it } from "@jest/globals";
import { readPartnership } from "../../core/partnership/read-partnership.ts";
import { isNamed } from "../../web/agreement-fields.ts";
import { agreementChanges, type ChangedPart, pathwayChanges } from "../../web/agreement-words.ts";
import { NOW } from "../builders.ts";
import { type Loose, londonWith, POLICE, question } from "../core/partnership/files.ts";

const before = readPartnership(londonWith());
const reading = { agreed: before, nameOf: (person: string) => `Name of ${person}`, now: NOW };
const lines = (parts: readonly ChangedPart[]) =>
  parts.flatMap(({ title, changes }) => changes.map((one) => [title, one.about, one.before, one.after]));

/** What is said of a change of the police pathway, and of everything beside it. */
const saidOfPathway = (change: (pathway: Loose) => void) => {
  const after = readPartnership(londonWith((files) => change(files[POLICE])));
  const [was, is] = [before.pathways[0], after.pathways[0]];
  return was && is ? lines(pathwayChanges(was, is, reading)) : undefined;
};
const saidOfAll = (change: (files: Loose) => void) =>
  lines(agreementChanges(before, readPartnership(londonWith(change)), reading));

const byCode = (list: Loose, code: string): Loose => list.find((one: Loose) => one.code === code);

describe("what changes in a pathway, in plain words", () => {
  it("is nothing between two readings of one folder", () => {
    expect(saidOfPathway(() => undefined)).toEqual([]);
  });

  it.each<[string, (pathway: Loose) => void, unknown[]]>([
    [
      "a limit",
      ({ priorities }) => Object.assign(priorities[0].limits.acknowledge, { within: "PT10M" }),
      [["How soon", "P1 Immediate: to acknowledge", ["within 5 minutes"], ["within 10 minutes"]]],
    ],
    [
      "a reminder that goes",
      ({ priorities }) => delete priorities[0].limits.acknowledge.remindEvery,
      [["How soon", "P1 Immediate: to acknowledge", ["then a reminder every 1 minute"], []]],
    ],
    [
      "a tier that is left out",
      ({ ladder }) => {
        ladder.tiers.control_room_duty_officer.next = "on_call_chief_officer";
        delete ladder.tiers.on_call_superintendent;
      },
      [
        [
          "Who is asked",
          "The tiers, in the order in which they are asked",
          ["Duty inspector", "Control room duty officer", "On-call superintendent", "On-call chief officer"],
          ["Duty inspector", "Control room duty officer", "On-call chief officer"],
        ],
        [
          "Who is asked",
          "On-call superintendent",
          [
            "On-call superintendent",
            "Desk: on call superintendent",
            "The raiser’s own desk that is told at the same moment: manager on call",
          ],
          [],
        ],
      ],
    ],
    [
      "a question that reads differently, and one that a kind of request no longer asks",
      (pathway) => {
        Object.assign(question({ [POLICE]: pathway }, "officers"), { title: "Which officers?" });
        const asks = byCode(pathway.types, "other").asks;
        byCode(pathway.types, "other").asks = asks.filter((code: string) => code !== "harm_by");
      },
      [
        ["What it may be about", "Something else: question asked", ["By when would they come to serious harm?"], []],
        [
          "What is asked, and what the triage says",
          "Which officers?: name",
          ["Which officers are with them (shoulder numbers)?"],
          ["Which officers?"],
        ],
      ],
    ],
    [
      "an answer that is new, with all that goes with it",
      ({ decisions }) =>
        void decisions.push({
          ...{ code: "attend_later", title: "Attend later", told: "Police come later.", leadsTo: "arrive" },
          ...{ carries: ["cad"], custody: true },
        }),
      [
        [
          "What the answer may be, and what may be done with it",
          "Attend later",
          [],
          [
            "Attend later",
            "What the raiser hears: Police come later.",
            "What is owed then: somebody arrives",
            "Must carry: a CAD number",
            "For somebody who is detained",
          ],
        ],
      ],
    ],
    [
      "who may raise, and how urgent the order is",
      (pathway) => {
        pathway.raisedBy = ["acute_trust", "mental_health_trust", "ambulance", "fire"];
        pathway.priorities.reverse();
      },
      [
        ["Where it counts, who may raise, and whose desks answer", "Who may raise", ["Council"], []],
        ["Where it counts, who may raise, and whose desks answer", "Who may raise", [], ["Fire and rescue service"]],
        ["How soon", "Priorities: the order", [], ["P3 Planned", "P2 Prompt", "P1 Immediate"]],
      ],
    ],
    [
      "where it counts, and not its number, nor from when: that is said above",
      (pathway) =>
        Object.assign(pathway, {
          ...{ areas: ["central_south", "unknown_place"], version: 3, effectiveFrom: "2026-07-01T23:00:00.000Z" },
        }),
      [
        [
          "Where it counts, who may raise, and whose desks answer",
          "Where it counts",
          ["everywhere"],
          ["Central South BCU", "Place not known: MetCC desk"],
        ],
      ],
    ],
    [
      "who hears on the raising side, and the tier for a child",
      (pathway) => {
        pathway.beside.review = ["site_manager"];
        pathway.childTier = "on_call_superintendent";
      },
      [
        [
          "Who is asked",
          "The tier that is asked at once for a child, below which nobody declines",
          ["Control room duty officer"],
          ["On-call superintendent"],
        ],
        ["Who is told on the raising side", "When nobody looked again in time", ["manager on call"], []],
        ["Who is told on the raising side", "When nobody looked again in time", [], ["site manager"]],
      ],
    ],
  ])("says %s", (_, change, said) => {
    expect(saidOfPathway(change)).toEqual(said);
  });
});

describe("what changes in an agreement, in plain words", () => {
  it.each<[string, (files: Loose) => void, unknown[]]>([
    [
      "a desk's owner and its number",
      (files) =>
        Object.assign(byCode(files["teams.json"], "duty_inspector_south"), {
          ...{ owner: "idris_vale", controlRoom: "020 7946 0999" },
        }),
      [
        ["Desks", "Duty inspector, South BCU: owner", ["Name of rota_manager_met"], ["Name of idris_vale"]],
        ["Desks", "Duty inspector, South BCU: number", ["020 7946 0103"], ["020 7946 0999"]],
      ],
    ],
    [
      "a site that goes and an agency that joins",
      (files) => {
        byCode(files["agencies.json"], "RJ1").sites.pop();
        const desk = files["teams.json"].findIndex(({ code }: Loose) => code === "nurse_in_charge_guys_hospital");
        files["teams.json"].splice(desk, 1);
        files["agencies.json"].push({ code: "RZZ", title: "A new trust", kind: "acute_trust" });
      },
      [
        [
          "Desks",
          "Nurse in charge, Guy’s Hospital",
          [
            "Nurse in charge, Guy’s Hospital",
            "Agency: Guy’s and St Thomas’",
            "Desk: nurse in charge",
            "Serves: Guy’s Hospital",
            "Owner: Name of rota_manager_rj1",
            "Number: 020 7946 0193",
          ],
          [],
        ],
        ["Agencies", "Guy’s and St Thomas’: site Guy’s Hospital", ["Guy’s Hospital", "Place: Southwark"], []],
        ["Agencies", "A new trust", [], ["A new trust", "Kind: Acute trust"]],
      ],
    ],
    [
      "a version of a pathway by its number, and not what is in it",
      (files) => Object.assign(files[POLICE], { version: 3, note: "Another.", effectiveFrom: "2027-01-01T00:00:00.000Z" }),
      [
        ["Pathways", "Police attendance: version", ["2"], ["3"]],
        ["Pathways", "Police attendance: from", ["00:00 GMT, Wed 1 Nov 2023"], ["00:00 GMT, Fri 1 Jan 2027"]],
      ],
    ],
    [
      "a version that comes to stand beside the one in force",
      (files) => {
        files["pathways/later.json"] = { ...files[POLICE], version: 3, effectiveFrom: "2027-01-01T00:00:00.000Z" };
      },
      [
        [
          "Pathways",
          "Police attendance, version 3",
          [],
          [
            "Police attendance, version 3",
            "Owner: Lead for police attendance in the partnership (role, to be named)",
            "From: 00:00 GMT, Fri 1 Jan 2027",
          ],
        ],
      ],
    ],
    [
      "how the partners learn",
      (files) => {
        const { concern, series, leads } = files["learning.json"];
        concern.answer.within = "PT240H";
        series[1].rhythm.weekday = 4;
        leads[0].person = "kit_lane";
      },
      [
        ["Learning together", "Lead", ["Agency: Metropolitan Police, Person: Name of wren_ash"], []],
        ["Learning together", "Lead", [], ["Agency: Metropolitan Police, Person: Name of kit_lane"]],
        ["Learning together", "A concern: to answer it", ["within 336 hours"], ["within 240 hours"]],
        ["Learning together", "Weekly tactical call: how often: on", ["Wednesday"], ["Thursday"]],
      ],
    ],
  ])("says %s", (_, change, said) => {
    expect(saidOfAll(change)).toEqual(said);
  });
});

describe("every field that an agreement may have", () => {
  /** The names of all fields, with the one that each stands in; what stands in a list goes by the list's. */
  function fieldsOf(node: unknown, within = ""): [string, string][] {
    if (Array.isArray(node)) return node.flatMap((one) => fieldsOf(one, within));
    if (typeof node !== "object" || node === null) return [];
    return Object.entries(node).flatMap(([name, value]): [string, string][] =>
      within === "tiers" ? fieldsOf(value, "a tier") : [[name, within], ...fieldsOf(value, name)],
    );
  }

  it("has a name that people understand", () => {
    const unsaid = new Set(["code", "next", "start", "pathways"]);
    expect(fieldsOf(before).filter(([name, within]) => !unsaid.has(name) && !isNamed(name, within))).toEqual([]);
  });
});
