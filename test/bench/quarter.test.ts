import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as z from "zod";
import { canaryCase } from "../../bench/quarter/canary.ts";
import type { Row } from "../../bench/quarter/telling.ts";
import { quarter } from "../../bench/quarter.ts";
import { Ask, News, PoliceContact } from "../../core/escalation/ask.ts";
import { nextDueAt } from "../../core/escalation/clock.ts";
import { DecisionBody } from "../../core/escalation/decision.ts";
import { Ending, Escalation } from "../../core/escalation/escalation.ts";
import { Fact, Happening } from "../../core/escalation/fact.ts";
import { NhsNumber } from "../../core/nhs-number.ts";
import { termsInForce } from "../../core/partnership/terms.ts";
import { between } from "../../core/time.ts";
import { altered } from "../../functions/chain.ts";
import { ensureTables } from "../../local/table.ts";
import { london } from "../builders.ts";

const CASES = 800;
const SEED = "a quarter to look at";
const rows = [...quarter({ seed: SEED, cases: CASES, agreed: london })];
const facts = rows.flatMap((row) => row.facts);
const START = "2026-06-30T23:00:00.000Z"; // midnight in London, in summer
const END = "2026-09-30T23:00:00.000Z";

type Line<W extends Happening["what"]> = Extract<Fact, { what: W }>;
const lines = <W extends Happening["what"]>(of: Pick<Row, "facts">, what: W): Line<W>[] =>
  of.facts.filter((fact): fact is Line<W> => fact.what === what);
const share = (holds: (row: Row) => boolean, among: readonly Row[] = rows): number => among.filter(holds).length / among.length;
/** A case without its terms, which are as large as all else: they are looked at by themselves. */
const State = Escalation.extend({ terms: z.null() });
/** Every kind of line that a story can have. */
const KINDS = Happening.options.map(({ shape }) => shape.what.value);
/** What can be read by a schema, and is what it was read from. */
const isWhole = (schema: z.ZodType, value: unknown): boolean => isDeepStrictEqual(schema.safeParse(value).data, value);

describe("a made-up quarter", () => {
  it("is the same for the same seed, and another for another", () => {
    const told = (seed: number) => [...quarter({ seed, cases: 15, agreed: london })];
    expect(told(1)).toEqual(told(1));
    expect(told(2).map(({ escalation }) => escalation.raised.at)).not.toEqual(
      told(1).map(({ escalation }) => escalation.raised.at),
    );
  });

  it("has as many cases as were asked for, each with names of its own", () => {
    expect(rows).toHaveLength(CASES);
    for (const name of ["id", "reference"] as const)
      expect(new Set(rows.map(({ escalation }) => escalation[name])).size).toBe(CASES);
  });

  it("is raised within its three months, and told to their end and no further", () => {
    expect(rows.filter(({ escalation: { raised } }) => raised.at < START || raised.at >= END)).toEqual([]);
    expect(facts.filter(({ at }) => at >= END)).toEqual([]);
    const overdue = rows.filter(({ escalation: { clocks } }) => (nextDueAt(clocks) ?? END) < "2026-09-30T22:59:00.000Z");
    expect(overdue.map(({ escalation }) => escalation.reference)).toEqual([]);
  });

  it("lasts as long in autumn, when the clocks change", () => {
    const autumn = [...quarter({ cases: 25, from: "2026-10-01", agreed: london })]
      .flatMap((row) => row.facts.map(({ at }) => at))
      .sort();
    expect(autumn[0]?.slice(0, 7)).toBe("2026-10");
    expect(autumn.at(-1)?.slice(0, 7)).toBe("2026-12");
  });

  it("keeps every case and every line as the product would", () => {
    const states = rows.map(({ escalation }) => ({ ...escalation, terms: null }));
    expect(states.filter((state) => !isWhole(State, state)).map(({ reference }) => reference)).toEqual([]);
    expect(facts.filter((fact) => !isWhole(Fact, fact))).toEqual([]);
  });

  it("tells true stories: numbered, tied, in order of time, every clock told, every screen what was decided on", () => {
    expect(rows.flatMap(({ escalation, facts, screens }) => altered(facts, screens, escalation) ?? [])).toEqual([]);
    const disordered = rows.filter(({ facts }) => facts.some(({ at }, nth) => at < (facts[nth - 1]?.at ?? "")));
    expect(disordered).toEqual([]);
  });

  it("promises each case what London has agreed", () => {
    for (const { escalation } of rows.slice(0, 15)) {
      const { ask, raised, terms } = escalation;
      expect(terms).toEqual(termsInForce(london, "police_attendance", ask.place.borough, raised.by.agency, raised.at));
    }
  });

  it("is about nobody: test NHS numbers, telephones of fiction", () => {
    const numbers = rows.flatMap(({ escalation }) => escalation.ask.person?.nhsNumber ?? []);
    expect(numbers.length).toBeGreaterThan(CASES / 2);
    expect(numbers.filter((number) => !number.startsWith("999") || !NhsNumber.safeParse(number).success)).toEqual([]);
    const phones = JSON.stringify(rows.map(({ escalation }) => escalation.ask)).match(/\+44\d+/g) ?? [];
    expect(phones.filter((phone) => !/^\+44(20794[6]0\d{3}|7700900\d{3})$/.test(phone))).toEqual([]);
  });
});

describe("what happens in a made-up quarter", () => {
  it.each<[string, number, number, (row: Row) => boolean]>([
    [
      "is acknowledged too late at the first tier",
      0.08,
      0.16,
      (row) => lines(row, "limit_missed").some(({ about }) => about.limit === "acknowledge" && about.tier === 0),
    ],
    ["is answered by nobody on the ladder for a while", 0.002, 0.03, (row) => lines(row, "nobody_answered").length > 0],
    ["ends in harm", 0.01, 0.03, (row) => lines(row, "outcome_recorded").some(({ about }) => about.harm)],
    [
      "ends in harm that is learned when it has closed",
      0.003,
      0.02,
      (row) => lines(row, "outcome_recorded").some(({ about }) => about.harm && about.afterClosing),
    ],
    ["is withdrawn", 0.03, 0.09, (row) => lines(row, "withdrawn").length > 0],
    ["is merged into another", 0.013, 0.017, ({ escalation }) => escalation.closed?.as === "merged_duplicate"],
    ["is still open", 0.001, 0.02, ({ escalation }) => escalation.closed === null],
    ["is put off", 0.04, 0.12, (row) => lines(row, "deferred").length > 0],
    ["is most urgent", 0.3, 0.5, ({ escalation }) => escalation.priority === "P1"],
    ["was declined by police before", 0.35, 0.55, ({ escalation }) => escalation.ask.policeContact?.answer === "will_not_attend"],
    ["is about somebody under 18", 0.03, 0.1, ({ escalation }) => (escalation.ask.person?.age ?? 99) < 18],
    ["is praised", 0.02, 0.06, (row) => lines(row, "note_added").some(({ about }) => about.theme === "T20")],
  ])("%s: of all cases %d to %d", (_, least, most, holds) => {
    expect(share(holds)).toBeGreaterThanOrEqual(least);
    expect(share(holds)).toBeLessThanOrEqual(most);
  });

  it("is disagreed with in a good third of the declines, and about half of that is overturned", () => {
    const isNo = (code: string) => code === "decline_threshold_not_met" || code === "advise_partner_leads";
    const declined = rows.filter((row) => lines(row, "decided").some(({ about }) => isNo(about.code)));
    const disputed = declined.filter((row) => lines(row, "disagreed").length > 0);
    const overturned = (row: Row) => {
      const [first] = lines(row, "disagreed");
      return lines(row, "decided").some(({ at, about }) => at > (first?.at ?? "") && about.code.startsWith("attend"));
    };
    expect(declined.length / CASES).toBeGreaterThan(0.25);
    expect(disputed.length / declined.length).toBeGreaterThan(0.3);
    expect(disputed.length / declined.length).toBeLessThan(0.5);
    expect(share(overturned, disputed)).toBeGreaterThan(0.35);
    expect(share(overturned, disputed)).toBeLessThan(0.7);
  });

  it("is about the same person within a week in some 8 of 100 cases", () => {
    const since = new Map<string, string>();
    let again = 0;
    for (const { escalation } of rows.toSorted((a, b) => (a.escalation.raised.at < b.escalation.raised.at ? -1 : 1))) {
      const { nhsNumber } = escalation.ask.person ?? {};
      if (!nhsNumber || escalation.closed?.as === "merged_duplicate") continue;
      const before = since.get(nhsNumber);
      if (before && between(before, escalation.raised.at) <= 7 * 24 * 3_600_000) again += 1;
      since.set(nhsNumber, escalation.raised.at);
    }
    expect(again / CASES).toBeGreaterThan(0.05);
    expect(again / CASES).toBeLessThan(0.1);
  });

  it("comes in the evening and at night more than before breakfast", () => {
    const hours = rows.map(({ escalation }) => (new Date(escalation.raised.at).getUTCHours() + 1) % 24);
    const between = (from: number, to: number) => hours.filter((hour) => hour >= from && hour < to).length;
    expect(between(17, 20)).toBeGreaterThan(2 * between(4, 7));
    expect(between(21, 24)).toBeGreaterThan(2 * between(4, 7));
  });

  it("leaves out no area, no type, no kind of agency, no way to end, and nothing that can be recorded but what a carrier of messages says", () => {
    const areas = new Set(rows.map(({ escalation }) => escalation.terms.area.code));
    expect(areas).toEqual(new Set(london.areas.map(({ code }) => code)));
    const [{ types = [], decisions = [] } = {}] = london.pathways;
    expect(new Set(rows.map(({ escalation }) => escalation.ask.type))).toEqual(new Set(types.map(({ code }) => code)));
    const decided = new Set(rows.flatMap((row) => lines(row, "decided").map(({ about }) => about.code)));
    expect(decided).toEqual(new Set(decisions.map(({ code }) => code)));
    const kindOf = (code: string) => london.agencies.find((agency) => agency.code === code)?.kind;
    const kinds = new Set(rows.map(({ escalation }) => kindOf(escalation.raised.by.agency)));
    expect(kinds).toEqual(new Set(["acute_trust", "mental_health_trust", "ambulance", "council"]));
    expect(new Set(rows.flatMap(({ escalation }) => escalation.closed?.as ?? []))).toEqual(new Set(Ending.options));
    const never = KINDS.filter((what) => !facts.some((fact) => fact.what === what));
    // What was done with an answer is asked on other channels, and a quarter is of police attendance.
    const elsewhere = ["responded", "first_answer_found", "went_back"]; // a quarter has no first answers, and no restore
    const carriers = ["handover_offered", "notice_late", "notice_rerouted", "notice_withheld", "still_on_duty"];
    expect(never.sort()).toEqual([...elsewhere, ...carriers].sort());
  });

  it("has answers that changed, referrals that came back, and reasons why limits were missed", () => {
    expect(
      rows.filter((row) => lines(row, "decided").some(({ about }) => about.replaces && about.replaces !== about.code)).length,
    ).toBeGreaterThan(20);
    expect(rows.filter((row) => lines(row, "referral_declined").length > 0).length).toBeGreaterThan(5);
    const causes = new Set(rows.flatMap((row) => lines(row, "limit_missed").flatMap(({ about }) => about.cause ?? [])));
    expect(causes.size).toBeGreaterThan(5);
  });
});

/** The fields of a part of a request. */
const fieldsOf = (schema: z.ZodObject | z.ZodOptional<z.ZodObject>): string[] =>
  Object.keys("unwrap" in schema ? schema.unwrap().shape : schema.shape).sort();

/** Every text in a value, with where it stands. */
function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, inner]) => texts(inner, Array.isArray(value) ? path : `${path}.${name}`));
}

/** A code, a moment, an id, a hash, a code of an agency or a priority: what nobody has typed. */
const CODED =
  /^([a-z][a-z0-9]*(_[a-z0-9]+)*|\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}|[A-Z0-9]{3}|\d\d|P\d|(RC|FA)-.{7}|T\d\d|[ISER]|)$/;

describe("a canary", () => {
  const cases = [0, 1, 2].map((nth) => canaryCase(nth, { agreed: london }));
  const canary = cases[0] as (typeof cases)[number];

  it.each([0, 1, 2])("is a true story as well: %d", (nth) => {
    const { escalation, facts, screens } = canaryCase(nth, { agreed: london });
    expect(altered(facts, screens, escalation)).toBeUndefined();
    expect(isWhole(Escalation, escalation)).toBe(true);
    expect(facts.filter((fact) => !isWhole(Fact, fact))).toEqual([]);
  });

  it("carries every value that it says is planted, each of them once, and shares no words with another", () => {
    for (const { escalation, facts, canaries } of cases) {
      const all = JSON.stringify([escalation, facts]);
      expect(canaries.filter((value) => !all.includes(value) && !/\s/.test(value))).toEqual([]);
      expect(new Set(canaries).size).toBe(canaries.length);
    }
    const words = cases.flatMap(({ canaries }) => canaries.filter((value) => value.startsWith("QZX")));
    expect(new Set(words).size).toBe(words.length);
  });

  it("has no words, no name, no number and no address without one", () => {
    for (const { escalation, facts, canaries, staff } of cases) {
      const { terms: _, ...state } = escalation;
      const bare = texts({ state, facts }).filter(
        ([path, text]) =>
          !CODED.test(text) &&
          !canaries.some((value) => text.includes(value)) &&
          !staff.includes(text) &&
          !path.endsWith(".cad.date") &&
          !(path.endsWith(".borough") && text === "Lambeth"),
      );
      expect(bare).toEqual([]);
    }
  });

  it("fills every field that a request, news and a decision have", () => {
    const { ask } = canary.escalation;
    expect(Object.keys(ask).sort()).toEqual(Object.keys(Ask.shape).sort());
    expect(Object.keys(ask.policeContact ?? {}).sort()).toEqual(Object.keys(PoliceContact.shape).sort());
    for (const part of ["person", "place", "deputy", "onPaper"] as const)
      expect(Object.keys(ask[part] ?? {}).sort()).toEqual(fieldsOf(Ask.shape[part]));
    const news = canary.escalation.news.find(({ kind }) => kind === "news") ?? {};
    expect(Object.keys(news)).toEqual(expect.arrayContaining(Object.keys(News.shape)));
    const decided = new Set(lines(canary, "decided").flatMap(({ about }) => Object.keys(about)));
    const said = Object.keys(DecisionBody.shape).filter((name) => name !== "remark");
    expect([...decided]).toEqual(expect.arrayContaining(said));
  });

  it("records everything in words that can be recorded", () => {
    const recorded = new Set(cases.flatMap((one) => one.facts.map(({ what }) => what)));
    const silent = [
      ...["tier_skipped", "nobody_answered", "asked_again", "limit_missed", "still_on_duty", "ownership_lapsed"],
      ...["first_answer_found", "went_back"],
    ];
    const notices = ["notice_failed", "notice_rerouted", "notice_late", "notice_withheld"];
    const missing = KINDS.filter((what) => !recorded.has(what));
    expect(missing.sort()).toEqual([...silent, ...notices].sort());
  });

  it("ends in three ways, by its number, and goes to the desk for places nobody knows when its borough is planted too", () => {
    expect(cases.map(({ escalation }) => escalation.closed?.as)).toEqual(["closed", "superseded_by_999", "merged_duplicate"]);
    expect(cases.map(({ escalation }) => escalation.terms.area.code)).toEqual([
      "central_south",
      "unknown_place",
      "central_south",
    ]);
  });
});

describe("a quarter that is kept", () => {
  const few = [...quarter({ seed: "to keep", cases: 12, agreed: london })];
  let written = 0;
  beforeAll(async () => {
    process.env.TABLE = "kept-quarter";
    await ensureTables("kept-quarter", JSON.parse(process.env.TEMPLATE ?? "null"));
    const { keepQuarter } = await import("../../bench/keep-quarter.ts");
    written = await keepQuarter(few);
  });
  afterAll(async () => (await import("../../functions/aws/db.ts")).db.destroy());

  it("says how many items it took: a case, its terms, its reference, each line and each screen", () => {
    expect(written).toBe(few.reduce((sum, { facts, screens }) => sum + 3 + facts.length + screens.length, 0));
  });

  it("is read by the product as it was told", async () => {
    const cases = await import("../../functions/aws/cases.ts");
    for (const { escalation, facts, screens } of few) {
      const ref = await cases.byReference("london", escalation.reference);
      expect(await cases.get(ref)).toEqual(escalation);
      const story = await cases.wholeStory(escalation);
      expect(story).toEqual(facts);
      expect(altered(story, await cases.keptScreens(ref), escalation)).toBeUndefined();
      expect(await cases.keptScreens(ref)).toHaveLength(screens.length);
    }
  });

  it("stands in the lists of those who raised it", async () => {
    const cases = await import("../../functions/aws/cases.ts");
    const { agency } = few[0]?.escalation.raised.by ?? { agency: "" };
    const mine = few.filter(({ escalation }) => escalation.raised.by.agency === agency);
    const { items } = await cases.raised("london", agency, undefined, 100);
    expect(items.map(({ id }) => id).sort()).toEqual(mine.map(({ escalation }) => escalation.id).sort());
  });
});
