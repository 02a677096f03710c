import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { type Change, changed, consequences } from "../../core/rota/change.ts";
import { stretches } from "../../core/rota/on-duty.ts";
import type { Rota } from "../../core/rota/rota.ts";
import { instantOf } from "../../core/rota/wall.ts";
import { plus } from "../../core/time.ts";
import { NOTHING_TYPED } from "../../web/form.tsx";
import { checkPage } from "../../web/rota-check-page.tsx";
import { daysOf } from "../../web/rota-days.tsx";
import { desksPage } from "../../web/rota-desks-page.tsx";
import { rotaPage } from "../../web/rota-page.tsx";
import { clockOf, spanWords } from "../../web/rota-time.ts";
import { DAY_AND_NIGHT, rotaOf, rotation } from "../core/rota/rotas.ts";
import { COVERED, nameOf, stateOf, viewOf } from "./rota-showing.tsx";
import { HOSTILE, html, text } from "./showing.tsx";

const NOW = "2026-02-02T12:00:00.000Z"; // a Monday, by day: Ann and Ben and Cy take the days, Dee and Eve and Fay the nights
const page = (...view: Parameters<typeof viewOf>) => {
  const markup = html(rotaPage(viewOf(...view)));
  return { markup, words: text(markup) };
};
const override = (person: string, more: object) =>
  rotaOf({ ...DAY_AND_NIGHT, overrides: [{ id: "5-0", kind: "remove", person, ...more }] });

/** What one line of the table says, found by its first words. */
function line(markup: string, when: string): string {
  const rows = markup.match(/<tr class="nhsuk-table__row">.*?<\/tr>/gs) ?? [];
  const found = rows.map(text).find((words) => words.trim().startsWith(when));
  if (found === undefined) throw new Error(`no line begins with ${when}`);
  return found.trim();
}

describe("a desk's rota on its page", () => {
  it("begins with whoever is on duty now, and until when", () => {
    const { markup, words } = page(DAY_AND_NIGHT, NOW, "2026-02-16");
    expect(words).toContain("On duty now Inspector Ben, until 19:00 on Mon 2 Feb");
    const [first] = markup.match(/<tr class="nhsuk-table__row">.*?<\/tr>/s) ?? [];
    expect(text(first ?? "").trim()).toBe("Now to 19:00 On duty now Inspector Ben");
    expect(line(markup, "19:00 to 07:00 Tue 3 Feb")).toContain("Inspector Eve");
    expect(markup.match(/On duty now<\/strong>/g)).toHaveLength(1);
  });

  it("shows fourteen days, each under its name, whatever begins on it", () => {
    const { markup } = page(rotaOf({ rotations: [rotation({ people: ["ann"] })] }), NOW, "2026-02-16");
    const days = [...markup.matchAll(/scope="rowgroup">([^<]*)</g)].map(([, day]) => day);
    expect(days).toHaveLength(14);
    expect([days[0], days.at(-1)]).toEqual(["Monday 2 February", "Sunday 15 February"]);
    expect(markup.match(/scope="row">All day</g)).toHaveLength(13);
  });

  it("says of an empty rota that nobody is on it at all", () => {
    const { words } = page(rotaOf(), NOW, "2026-02-16");
    expect(words).toContain("Nobody is on duty now");
    expect(words).toContain("Nobody is on this rota at all");
    expect(words).toContain("Gap: nobody is on duty now");
  });

  it("does not call it a gap where nobody need be", () => {
    const { words } = page(rotaOf({ minimum: 0 }), NOW, "2026-02-16");
    expect(words).toContain("Nobody is on duty now, and nobody need be");
    expect(words).not.toContain("Gap");
  });

  it("says a gap in words with its times, above and in its line", () => {
    const rota = override("eve", { from: "2026-02-02T22:00", to: "2026-02-03T02:00" });
    const { markup, words } = page(rota, NOW, "2026-02-16");
    expect(words).toContain("Gap: Nobody from 22:00 on Mon 2 Feb to 02:00 on Tue 3 Feb");
    expect(line(markup, "22:00 to 02:00 Tue 3 Feb")).toContain("Gap: nobody is on duty");
  });

  it("says how many are missing where some are there", () => {
    const { markup, words } = page(rotaOf({ ...DAY_AND_NIGHT, minimum: 2 }), NOW, "2026-02-16");
    expect(line(markup, "19:00 to 07:00 Tue 3 Feb")).toContain("Inspector Eve Too few: 1 of 2");
    expect(words).toContain("Too few: Only Inspector Ben from 12:00 to 19:00 on Mon 2 Feb");
    expect(words).toMatch(/and \d+ more times/);
  });

  it("says whom no message reaches, beside who is on duty and for the days to come", () => {
    const { words } = page(DAY_AND_NIGHT, NOW, "2026-02-16", { unreachable: ["ben", "fay"] });
    expect(words).toContain("Inspector Ben, until 19:00 on Mon 2 Feb. No message can reach them");
    expect(words).toContain("No message can reach: Inspector Ben and Inspector Fay");
  });

  it("says who is on it and may not answer, beside who is on duty and for the days to come", () => {
    const { words } = page(DAY_AND_NIGHT, NOW, "2026-02-16", { mayNotAnswer: ["ben", "fay"] });
    expect(words).toContain("Inspector Ben, until 19:00 on Mon 2 Feb. They may not answer here");
    expect(words).toContain("On the rota, and may not answer: Inspector Ben and Inspector Fay");
  });

  it.each([
    [
      "back",
      "2026-10-24T12:00:00.000Z",
      "2026-11-07",
      "19:00 to 07:00 Sun 25 Oct",
      "The clocks go back: this shift is an hour longer.",
    ],
    [
      "forward",
      "2026-03-28T12:00:00.000Z",
      "2026-04-11",
      "19:00 to 07:00 Sun 29 Mar",
      "The clocks go forward: this shift is an hour shorter.",
    ],
  ])("says when the clocks go %s, in the line of that night and in no other", (_, now, last, when, says) => {
    const { markup, words } = page(DAY_AND_NIGHT, now, last);
    expect(line(markup, when)).toContain(says);
    expect(words.split("The clocks go")).toHaveLength(2);
  });

  it("says so in the line of the day for somebody who is there all the time", () => {
    const alone = rotaOf({ rotations: [rotation({ people: ["ann"] })] });
    const { words } = page(alone, "2026-10-20T12:00:00.000Z", "2026-11-03");
    expect(words).toContain("Sunday 25 October All day Inspector Ann The clocks go back: this day is an hour longer.");
    expect(words.split("The clocks go")).toHaveLength(2);
  });

  it("tells the two turns of an hour apart by the name of the zone, and no other hour", () => {
    expect(clockOf("2026-10-25T00:30:00.000Z")).toBe("01:30 BST");
    expect(clockOf("2026-10-25T01:30:00.000Z")).toBe("01:30 GMT");
    expect(clockOf("2026-10-25T02:30:00.000Z")).toBe("02:30");
    expect(spanWords({ from: "2026-12-31T19:00:00.000Z", to: "2027-01-01T07:00:00.000Z" }, NOW)).toBe(
      "19:00 on Thu 31 Dec to 07:00 on Fri 1 Jan 2027",
    );
  });

  const swap = {
    id: "6-0",
    person: "ben",
    with: "cy",
    give: { from: "2026-02-08T07:00", to: "2026-02-08T19:00" },
    take: null,
    askedAt: NOW,
  };
  const swapping = rotaOf({ ...DAY_AND_NIGHT, swaps: [swap] });

  it.each([
    ["whoever was asked", "cy", ["Yes, I take it", "No"]],
    ["whoever asked", "ben", ["Take it back"]],
    ["anybody else", "dee", []],
  ])("shows a swap that waits to %s with what they can do", (_, reader, buttons) => {
    const { markup, words } = page(swapping, NOW, "2026-02-16", { reader });
    expect(words).toContain("Inspector Ben asks Inspector Cy to take 07:00 to 19:00 on Sun 8 Feb.");
    const part = markup.slice(markup.indexOf('id="swaps"'), markup.indexOf('id="days"'));
    expect([...part.matchAll(/<button[^>]*>([^<]*)</g)].map(([, words]) => words)).toEqual(buttons);
  });

  it("leaves out what is over, though the rota keeps it until its next change", () => {
    const over = { person: "ann", from: "2026-02-02T07:00", to: "2026-02-02T11:00" };
    const rota = rotaOf({
      ...DAY_AND_NIGHT,
      shifts: [{ id: "3-0", ...over }],
      overrides: [{ id: "4-0", kind: "add", ...over }],
      rosters: [{ id: "5-0", title: "Carnival", from: over.from, to: over.to, shifts: [] }],
      swaps: [{ ...swap, give: { from: "2026-02-02T11:00", to: "2026-02-02T19:00" } }],
    });
    const { words } = page(rota, NOW, "2026-02-16", { reader: "cy", mayChange: true });
    for (const gone of ["07:00 to 11:00", "Carnival", "You are asked"]) expect(words).not.toContain(gone);
  });

  it("lets people give away a shift of theirs that has not begun, and no other", () => {
    const { markup } = page(DAY_AND_NIGHT, NOW, "2026-02-16", { reader: "ben" });
    expect(line(markup, "Now to 19:00")).not.toContain("Ask somebody");
    expect(line(markup, "07:00 to 19:00")).toContain("Inspector Ben Ask somebody to take this: 07:00 to 19:00 on Tue 3 Feb");
    expect(line(markup, "19:00 to 07:00 Tue")).not.toContain("Ask somebody");
    expect(markup).toContain("/swap?give.from=2026-02-03T07%3A00&amp;give.to=2026-02-03T19%3A00");
  });

  it("offers changes to whoever may make them, and to nobody else", () => {
    const rota = override("eve", { from: "2026-02-02T22:00", to: "2026-02-03T02:00" });
    const [may, mayNot] = [true, false].map((mayChange) => page(rota, NOW, "2026-02-16", { mayChange }));
    for (const words of ["Change this rota", "Put somebody on duty: 22:00", "Take back", "Take away", "/rotation?code=nights"]) {
      expect(`${may?.words} ${may?.markup}`).toContain(words);
      expect(`${mayNot?.words} ${mayNot?.markup}`).not.toContain(words);
    }
  });

  it("tells its parts in words, without a code", () => {
    const rota = rotaOf({
      ...DAY_AND_NIGHT,
      shifts: [{ id: "3-0", person: "ann", from: "2026-02-04T07:00", to: "2026-02-04T19:00" }],
      overrides: [{ id: "4-0", kind: "replace", person: "eve", with: "ann", from: "2026-02-02T22:00", to: "2026-02-03T02:00" }],
      rosters: [
        {
          ...{ id: "5-0", title: "Carnival", from: "2026-08-30T06:00", to: "2026-09-01T06:00" },
          shifts: [{ person: "fay", from: "2026-08-30T06:00", to: "2026-09-01T06:00" }],
        },
      ],
    });
    const { words } = page(rota, NOW, "2026-02-16");
    for (const part of [
      "Nights: Inspector Dee, Inspector Eve and Inspector Fay. 2 days each, in turn; 19:00 to 07:00 on the next day; the first shift on 1 January.",
      "Inspector Ann, 07:00 to 19:00 on Wed 4 Feb",
      "Inspector Ann in place of Inspector Eve, 22:00 on Mon 2 Feb to 02:00 on Tue 3 Feb",
      "Carnival, 06:00 on Sun 30 Aug to 06:00 on Tue 1 Sep: 1 shift. Rotations and single shifts rest meanwhile.",
      "At least 1 person on duty at any time.",
    ])
      expect(words).toContain(part);
  });

  it("tells who changed it and why, and who was on duty then", () => {
    const by = { id: "m", name: "Ada Penn", agency: "01" };
    const story = { items: [{ version: 7, at: NOW, by, what: "override_remove", why: HOSTILE }], next: "V#x" };
    const answer = { at: "2026-02-01T12:00:00.000Z", version: 6, people: [{ person: "x", name: "Inspector X", until: NOW }] };
    const { words, markup } = page(
      DAY_AND_NIGHT,
      NOW,
      "2026-02-16",
      {},
      { story, isDone: true, backThen: { typed: NOTHING_TYPED, answer } },
    );
    expect(words).toContain(`Ada Penn took somebody off duty for a while. ${HOSTILE.replace(/\s+/g, " ")}`);
    expect(words).toContain("Done. You took somebody off duty for a while at 12:00 GMT");
    expect(words).toContain("At 12:00 on Sun 1 Feb: Inspector X, by the rota as it then stood.");
    expect(markup).toContain("?older=V%23x#story");
  });

  it("holds names of any length, as words", () => {
    const long = `${HOSTILE} ${"Featherstonehaugh-Cholmondeley".repeat(5)}`;
    const { words } = page(DAY_AND_NIGHT, NOW, "2026-02-16", {}, { nameOf: () => long });
    expect(words).toContain(long.replace(/\s+/g, " "));
  });
});

describe("the lines of the days", () => {
  it("leave out no moment and say none twice, over both changes of the clocks", () => {
    const day = fc.integer({ min: 0, max: 364 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 23 }), (first, on, hour) => {
        const from = plus(instantOf(`${first}T00:00`), `PT${hour}H30M`);
        const to = instantOf(`${new Date(Date.parse(first) + 14 * 86_400_000).toISOString().slice(0, 10)}T00:00`);
        const rota = rotaOf({ rotations: [rotation({ people: ["ann", "ben"], on })] });
        const shown = daysOf({ stretches: stretches(rota, from, to), from, to });
        const rows = shown.flatMap((one) => one.rows);
        expect(shown).toHaveLength(14);
        expect(shown.every((one) => one.rows.length > 0)).toBe(true);
        const begins = rows.map((row) => row.from);
        expect([begins[0], begins.toSorted(), new Set(begins).size]).toEqual([from, begins, begins.length]);
        for (const row of rows) expect(stretches(rota, row.from, plus(row.from, "PT1M"))[0]?.people).toEqual(row.people);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the desks of an agency", () => {
  const desk = (title: string, rota: Rota, more: object = {}) => {
    const state = stateOf({ ...rota, team: title.toLowerCase() }, NOW);
    return { ...state, desk: { ...state.desk, title }, isReaders: false, asked: [], ...more };
  };
  const list = (...desks: ReturnType<typeof desk>[]) =>
    text(html(desksPage({ desks, agency: "A force", seesPeople: false, covered: COVERED, nameOf, now: NOW })));

  it("are listed with trouble first, then the reader's own, then the others", () => {
    const words = list(desk("Quiet", DAY_AND_NIGHT), desk("Mine", DAY_AND_NIGHT, { isReaders: true }), desk("Empty", rotaOf()));
    const order = ["Something is wrong", "Empty", "Desks whose rota you are on", "Mine", "Other desks", "Quiet"];
    const places = order.map((part) => words.lastIndexOf(part));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(words).toContain("Empty Nobody is on duty now Nobody is on this rota at all");
    expect(words).toContain("Quiet Inspector Ben, until 19:00 on Mon 2 Feb No gap");
  });

  it("begin with what somebody asks the reader to take", () => {
    const give = { from: "2026-02-08T07:00", to: "2026-02-08T19:00" };
    const asked = [{ id: "6-0", person: "ben", with: "cy", give, take: null, askedAt: NOW }];
    const words = list(desk("Quiet", DAY_AND_NIGHT, { asked }));
    expect(words).toContain(
      "You are asked to take a shift Inspector Ben asks Inspector Cy to take 07:00 to 19:00 on Sun 8 Feb. Answer: Quiet",
    );
  });

  it("of an agency that has none are not made up", () => {
    expect(list()).toContain("Your agency has no desk that answers, so there is no rota.");
  });
});

describe("what a change does", () => {
  const check = (rota: Rota, change: Change) => {
    const does = consequences(rota, changed(rota, change, "manager", 8, NOW), NOW);
    const form = { form: "replace", hasPage: true, typed: NOTHING_TYPED, press: { key: "k1", seen: 7 } };
    const desk = { code: rota.team, title: "A desk" };
    return text(html(checkPage({ desk, rota, change, does, ...form, nameOf, now: NOW })));
  };

  it("is said before it is done: who is on duty now and after it, and each time that changes", () => {
    const tonight = { from: "2026-02-02T22:00", to: "2026-02-03T02:00" };
    const words = check(DAY_AND_NIGHT, {
      what: "override",
      override: { kind: "replace", person: "eve", with: "cy", ...tonight },
    });
    expect(words).toContain(
      "Inspector Cy in place of Inspector Eve, 22:00 on Mon 2 Feb to 02:00 on Tue 3 Feb. Nothing has been changed yet.",
    );
    expect(words).toContain("Inspector Ben, before and after it.");
    expect(words).toContain("22:00 on Mon 2 Feb to 02:00 on Tue 3 Feb Now: Inspector Eve After it: Inspector Cy");
    expect(words).toContain("Why? (you need not say)");
    expect(words).not.toContain("Too few");
  });

  it("is loud when too few are left, or somebody goes off duty now, and asks why", () => {
    const today = { from: "2026-02-02T11:00", to: "2026-02-02T15:00" };
    const words = check(DAY_AND_NIGHT, { what: "override", override: { kind: "remove", person: "ben", ...today } });
    expect(words).toContain("Too few are left on duty 12:00 to 15:00 on Mon 2 Feb: nobody");
    expect(words).toContain("Now: Inspector Ben After it: nobody It takes Inspector Ben off duty at this moment.");
    expect(words).toContain("Why? It is needed here");
  });

  it("folds up what is many times the same", () => {
    const words = check(DAY_AND_NIGHT, { what: "remove_rotation", code: "nights" });
    expect(words).toContain("The rotation «Nights» ends, and leaves the rota.");
    expect(words.match(/\d+ more times/g)).toEqual(["84 more times", "84 more times"]);
  });

  it("says so when nobody else is on duty by it", () => {
    expect(check(DAY_AND_NIGHT, { what: "set_minimum", minimum: 0 })).toContain(
      "At no time is anybody else on duty than before.",
    );
  });
});
