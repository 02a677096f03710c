import { describe, expect, it } from "@jest/globals";
import { AGENDA_WHYS, cardLines, packInWords, packRows } from "../../../core/learning/pack-words.ts";
import { AgendaWhy } from "../../../core/partnership/learning.ts";
import { aPack, TITLES } from "./a-pack.ts";

describe("a pack in words", () => {
  const { title, marking, sections } = packInWords(aPack(), TITLES);

  it("says when it is for, how it is to be handled, and that it names nobody", () => {
    expect(title).toBe("Weekly tactical call, 14:00 BST, Wed 1 Jul");
    expect(marking).toBe("OFFICIAL-SENSITIVE");
    expect(JSON.stringify(sections[0])).toContain("It names nobody.");
  });

  it("numbers the agenda, with every reason of an item, its cases, and how many found no room", () => {
    expect(sections[1]?.blocks).toEqual([
      {
        kind: "item",
        title: "1. RC-234-567, walkout",
        why: "A person came to harm; the two sides differ",
        lines: ["It was so.", "Carried over from 1 call.", "Cases: RC-234-567, RC-765-432"],
      },
      { kind: "item", title: "2. =Put it up", why: "An action is late", lines: ["It is 2 days late."] },
      { kind: "words", text: "3 more items found no room on this agenda." },
    ]);
  });

  it("tells of a case what its card knows, in words and not in codes", () => {
    expect(cardLines(aPack().cards[0] ?? ({} as never), TITLES)).toEqual([
      "Raised by: agency RJ1",
      "Asked: agency 01",
      "Answered by: agency 01",
      "Raised: On a Tuesday, between 18:00 and 24:00",
      "Age: 25 to 44",
      "Acknowledged: within the limit, after 4 minutes",
      "Decided: limit missed, after 1 hour 30 minutes",
      "Arrived: not owed",
      "Limits missed: decide at tier 2, nobody had acknowledged it",
      "Tiers asked: 2",
      "Answer: answer attend_prompt; changed 1 time; declined first, and overturned",
      "What happened to the person: outcome safe",
      "Came to harm: No",
      "Themes: Referral sent, not accepted",
      "About: Person 234567, as in this person’s other cases in this pack",
      "The raising side: «Nobody rang back.»",
      "The answering side: «The desk was empty.»",
      "Left out: 1 line that may say who somebody is",
    ]);
  });

  it("has no line for what is not known of a case", () => {
    const unknown = { raisedBy: null, asked: null, answeredBy: null, ageBand: null, timeBand: null, weekday: null, person: null };
    const nothing = { acknowledge: null, decide: null, arrive: null, missed: [], tiers: null, answer: null, changes: 0 };
    const open = { overturned: false, outcome: null, harm: null, themes: [], lines: { raising: [], answering: [] }, withheld: 0 };
    expect(cardLines(aPack({ ...unknown, ...nothing, ...open }).cards[0] ?? ({} as never), TITLES)).toEqual([]);
  });

  it("says that there is nothing where there is nothing", () => {
    const empty = packInWords({ ...aPack(), agenda: [], cards: [], more: 0 }, TITLES);
    expect(empty.sections.slice(1).map(({ blocks }) => blocks.map(({ kind }) => kind))).toEqual([["words"], ["words"]]);
  });

  it("has words for every reason there is, each its own", () => {
    const words = AgendaWhy.options.map((why) => AGENDA_WHYS[why]);
    expect(new Set(words).size).toBe(AgendaWhy.options.length);
  });
});

describe("a pack as rows", () => {
  const [heads = [], ...rows] = packRows(aPack(), TITLES);
  const cell = (row: number, head: string) => rows[row]?.[heads.indexOf(head)];

  it("has a row for each case of each item, one for an item without, and a cell for each head", () => {
    expect(rows.map((row) => [row[0], row[heads.indexOf("case")]])).toEqual([
      [1, "RC-234-567"],
      [1, "RC-765-432"],
      [2, ""],
    ]);
    for (const row of rows) expect(row).toHaveLength(heads.length);
  });

  it("keeps numbers as numbers, so that they can be counted with", () => {
    expect(cell(0, "decide_minutes")).toBe(90);
    expect(cell(0, "arrive_minutes")).toBe("");
    expect(cell(0, "tiers")).toBe(2);
    expect(cell(0, "carried_over")).toBe(1);
  });
});
