import { randomUUID } from "node:crypto";
import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Tally } from "../../core/measures/tally.ts";
import { tally } from "../core/measures/tallies.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";

let town: Town;
const asking = askingIn(() => town);
beforeAll(async () => {
  town = await aTown({ from: new Date("2026-10-02T08:00:00.000Z") });
  await town.anew();
  await rows(30, { raisedAt: "2026-07-10T10:00:00.000Z", area: "central_south" });
  await rows(12, { raisedAt: "2026-08-10T10:00:00.000Z", area: "central_south" });
  await rows(3, { raisedAt: "2026-09-10T10:00:00.000Z", area: "central_south" });
  await rows(25, { raisedAt: "2026-09-11T10:00:00.000Z", area: "south" });
  await rows(4, { raisedAt: "2026-09-11T10:00:00.000Z", area: "city" });
});
afterAll(() => town.close());

async function rows(count: number, like: Partial<Tally>): Promise<void> {
  const [{ db }, { tallyItems }] = await Promise.all([
    import("../../functions/aws/db.ts"),
    import("../../functions/aws/tallies.ts"),
  ]);
  for (let nth = 0; nth < count; nth += 1)
    await db.send(
      new TransactWriteItemsCommand({
        TransactItems: tallyItems("london", tally({ closedAt: "2026-09-30T10:00:00.000Z", ...like, id: randomUUID() })),
      }),
    );
}
const board = async (query: string, person = "ola_finch") => town.as(person, "GET", `board?${query}`);
const numberOf = (body: Record<string, unknown>, code: string) =>
  (body.figures as { code: string; numerator: unknown }[]).find((figure) => figure.code === code)?.numerator;

describe("the figures of another channel", () => {
  const HOUR = 3_600_000;
  const handover = { place: "ed" as const, ms: HOUR, late: true, left: false, vehicle: null };
  const waits = (hours: number) => ({ handover: { ...handover, officersMs: hours * HOUR } });
  beforeAll(async () => {
    const like = { raisedAt: "2026-07-11T10:00:00.000Z", pathway: "handover_in_hospital", area: "central_south" };
    await rows(20, { ...like, site: "st_thomas_ed", ...waits(6) });
    await rows(10, { ...like, site: "newham_ed", area: "north_east", ...waits(12) });
    const advice = { ...like, pathway: "s136_advice", detention: "before" as const };
    await rows(15, { ...advice, response: { code: "left_with_support", follows: true, detains: false, themselves: false } });
    await rows(10, {
      ...advice,
      response: { code: "detained_place_of_safety", follows: false, detains: true, themselves: false },
    });
  });

  it("are of one pathway, the first when none is named, and of no pathway that nobody has agreed", async () => {
    const raised = async (query: string) => numberOf((await board(`from=2026-07&months=3${query}`)).body, "raised");
    expect([await raised("&pathway=handover_in_hospital"), await raised("&pathway=s136_advice"), await raised("")]).toEqual([
      30, 25, 75,
    ]);
    expect((await board("from=2026-07&months=3&pathway=taxis")).body).toMatchObject({ errors: [{ field: "pathway" }] });
  });

  it("say what came of advice, and where officers waited, on the page and in the file", async () => {
    const advised = await asking("ola_finch", "/board?period=2026-07/3&pathway=s136_advice");
    expect(advised.words).toContain("Board: Section 136 advice line, July to September 2026, every area");
    expect(advised.words).toContain("Asked before a detention 100 % (25 of 25)");
    expect(advised.words).toContain("Advice followed 60 % (15 of 25)");
    expect(advised.words).toContain("Detained after advice 40 % (10 of 25)");
    const waited = await asking("ola_finch", "/board?period=2026-07/3&pathway=handover_in_hospital");
    expect(waited.words).toMatch(/Median 6 hours, nine in ten within 12 hours \(of 30\) ?; 240 hours in all/);
    expect(waited.words).toContain("St Thomas’ Hospital, Emergency Department 20 6 hours 6 hours 120 hours");
    expect(waited.words).not.toContain("Advice followed");
    const monitoring = await asking("ola_finch", "/board/monitoring?period=2026-07/3&pathway=handover_in_hospital");
    expect(monitoring.words).toContain("240 hours in all");
    const file = await asking("ola_finch", "/board/figures.csv?period=2026-07/3&pathway=handover_in_hospital");
    expect(file.markup).toContain("officer_hours,Officer hours a section 136 detention,site,");
  });
});

describe("a board's figures", () => {
  it("are those of the period that was asked for, rounded", async () => {
    const { status, body } = await board("from=2026-07&months=3");
    expect([status, numberOf(body, "raised"), body.title]).toEqual([200, 75, "July to September 2026, every area"]);
    expect(numberOf((await board("from=2026-07&months=1")).body, "raised")).toBe(30);
  });

  it("are for boards and chairs, and for nobody else", async () => {
    expect((await board("from=2026-07&months=3", "tess_quill")).status).toBe(200);
    for (const person of ["amara_bell", "idris_vale", "wren_ash"])
      expect([(await board("from=2026-07&months=3", person)).status, (await asking(person, "/board")).status]).toEqual([
        403, 403,
      ]);
  });

  it("are of whole months, quarters and years that are over, and say so by the field", async () => {
    expect((await board("from=2026-10&months=1")).body.type).toBe("/problems/NotYet");
    expect((await board("from=2026-08&months=3")).body).toMatchObject({ type: "/problems/Invalid", errors: [{ field: "from" }] });
    expect((await board("from=2026-07&months=2")).body).toMatchObject({
      type: "/problems/Invalid",
      errors: [{ field: "months" }],
    });
    expect((await board("from=2026-07&months=1&area=nowhere")).body).toMatchObject({ errors: [{ field: "area" }] });
    expect((await board("from=2026-07&months=1&site=st_thomas_ed")).body).toMatchObject({ errors: [{ field: "site" }] });
  });

  it("are refused where they are too few, with what to ask for instead", async () => {
    const { status, body } = await board("from=2026-09&months=1&area=city");
    expect([status, body.type]).toEqual([409, "/problems/WouldIsolate"]);
    expect(body.detail).toContain("too few cases to be shown. Ask for September 2026, every area.");
  });

  it("are refused where they could be subtracted from others down to a few people", async () => {
    const { body } = await board("from=2026-09&months=1&area=south"); // all but 7 of September
    expect(body).toMatchObject({
      type: "/problems/WouldIsolate",
      detail: expect.stringContaining("all but a few cases of September 2026, every area"),
    });
    expect((await board("from=2026-07&months=3&area=central_south")).status).toBe(200); // 29 others
  });

  it("are refused where the longer period less all that is shown would be a few people", async () => {
    const { body } = await board("from=2026-07&months=1&area=central_south"); // September has 3
    expect(body).toMatchObject({
      type: "/problems/WouldIsolate",
      detail: expect.stringContaining(
        "September 2026, Central South BCU has too few cases to be shown, and July 2026, Central South BCU would help",
      ),
    });
  });

  it("are in no row and no point of another board where they are refused themselves", async () => {
    const { body } = await board("from=2026-09&months=1");
    const raised = (
      body.figures as { code: string; breakdowns: { by: string; rows: { code: string; numerator: unknown }[] }[] }[]
    )
      .find(({ code }) => code === "raised")
      ?.breakdowns.find(({ by }) => by === "area");
    for (const { code, numerator } of raised?.rows ?? []) {
      const { status } = await board(`from=2026-09&months=1&area=${code}`);
      expect([code, status === 409, numerator === "*"]).toEqual([code, numerator === "*", status === 409]);
    }
    const quarter = await board("from=2026-07&months=3&area=central_south"); // September has 3
    const [chart] = quarter.body.charts as { points: { value: unknown }[] }[];
    expect(chart?.points.map(({ value }) => value)).toEqual([null, null, null]);
    const page = await asking("ola_finch", "/board?period=2026-09/1");
    expect(page.words).toContain("is * too where 1 to 7 of another could be worked out from it");
  });

  it("are refused where they would help to work out another area that has a few", async () => {
    const { body } = await board("from=2026-07&months=3&area=south");
    expect(body).toMatchObject({
      type: "/problems/WouldIsolate",
      detail: expect.stringContaining("has too few cases to be shown, and July to September 2026, South BCU would help"),
    });
  });

  it("stand on a page, with why where they are refused, and leave as a file that a spreadsheet takes for what it is", async () => {
    const page = await asking("ola_finch", "/board");
    expect([page.status, page.words.includes("July to September 2026")]).toEqual([200, true]);
    const refused = await asking("ola_finch", "/board?period=2026-09/1&area=city");
    expect([refused.status, refused.words.includes("too few cases to be shown")]).toEqual([409, true]);
    const file = await asking("ola_finch", "/board/figures.csv?period=2026-07/3");
    expect(file.headers.get("content-disposition")).toContain("board-police_attendance-2026-07-3.csv");
    expect(file.markup.split("\r\n")[1]).toMatch(/^raised,Cases raised,,,75,75,100/);
    expect((await asking("ola_finch", "/board/measures")).words).toContain("Cases raised in the time and area.");
  });

  it("stand beside what others have published, with what each counts and what nobody can know", async () => {
    const { status, words } = await asking("ola_finch", "/board/monitoring?period=2026-07/3");
    expect(status).toBe(200);
    for (const said of ["29 %, 41 % before", "May 2024", "Ours: Overturned", "Ours counts", "We measure nothing like it."])
      expect(words).toContain(said);
    expect(words).toContain("What nobody can know from here");
    const refused = await asking("ola_finch", "/board/monitoring?period=2026-09/1&area=city");
    expect([refused.status, refused.words.includes("29 %, 41 % before")]).toEqual([409, true]);
    expect(refused.words).toMatch(/Ours cannot be shown: .+too few cases to be shown.+Ours: Overturned Not shown/);
    expect((await asking("amara_bell", "/board/monitoring")).status).toBe(403);
  });
});

describe("the first answers on a board", () => {
  /** First answers of a month, as their rows are kept. */
  async function firsts(count: number, givenAt: string, area: string, answer = "will_not_attend"): Promise<void> {
    const [{ db, TableName, toItem }, { keys }] = await Promise.all([
      import("../../functions/aws/db.ts"),
      import("../../core/keys.ts"),
    ]);
    for (let nth = 0; nth < count; nth += 1) {
      const id = randomUUID();
      const body = { schema: 1, id, givenAt, area, answer, disputed: null };
      const Item = toItem({ ...keys.firstTally("london", id, givenAt), body });
      await db.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: { TableName, Item } }] }));
    }
  }
  const firstOf = (body: Record<string, unknown>) =>
    body.firstAnswers as { why: string | null; figures: { code: string; numerator?: unknown; percent?: unknown }[] };

  it("stand by themselves, are rounded, and are kept back where they would show a few while the rest stands", async () => {
    expect(firstOf((await board("from=2026-07&months=3")).body)).toMatchObject({
      why: null,
      figures: [{ code: "first_deployed", numerator: 0, percent: null }, {}, {}, {}],
    });
    await firsts(12, "2026-07-10T10:00:00.000Z", "central_south");
    await firsts(9, "2026-07-10T10:00:00.000Z", "central_south", "will_attend");
    await firsts(4, "2026-08-10T10:00:00.000Z", "central_south");
    const { body } = await board("from=2026-07&months=3");
    expect(firstOf(body).figures[0]).toMatchObject({ code: "first_deployed", numerator: 10, denominator: 25, percent: 40 });
    const july = await board("from=2026-07&months=1"); // the quarter less July is 4
    expect([july.status, firstOf(july.body)]).toMatchObject([
      200,
      { figures: [], why: expect.stringContaining("all but a few first answers of July to September 2026, every area") },
    ]);
    const page = await asking("ola_finch", "/board?period=2026-07/3");
    expect(page.words).toMatch(/First answers of control rooms.*First answers that send police 40 % \(10 of 25\)/);
    expect((await asking("ola_finch", "/board?period=2026-07/1")).words).toContain("all but a few first answers");
    const file = await asking("ola_finch", "/board/figures.csv?period=2026-07/3");
    expect(file.markup).toContain("first_deployed,First answers that send police,,,10,25,40");
    expect((await asking("ola_finch", "/board/measures")).words).toContain("Disputed first noes that were overturned");
  });

  it("of one area are that area's, and another partnership has none of them", async () => {
    expect(firstOf((await board("from=2026-07&months=3&area=central_south")).body).figures[0]).toMatchObject({ denominator: 25 });
    const { firstAnswersGiven } = await import("../../functions/aws/first-answers.ts");
    expect(await firstAnswersGiven("humberside", "2026-01-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z")).toEqual([]);
  });
});
