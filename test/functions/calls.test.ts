import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { Learning } from "../../core/partnership/learning.ts";
import { aTown, type Town } from "../town.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown({ from: new Date("2026-07-01T13:00:00.000Z"), digest: false });
});
afterAll(() => town.close());
beforeEach(() => town.anew());

// biome-ignore lint/suspicious/noExplicitAny: replies of several routes; each test says what it expects of them
const reply = async (person: string, path: string, body?: object): Promise<any> => {
  const { status, body: answered } = await town.as(person, body ? "POST" : "GET", path, body);
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answered)}`);
  return answered;
};

it("stands on the agenda after the next what late minutes carry over", async () => {
  for (const day of ["2026-07-02", "2026-07-03", "2026-07-06"]) await town.call("daily", day);
  await town.to("2026-07-03T07:31:00.000Z"); // the pack of the next has just left
  const added = { title: "The new number", because: "It changes on Monday" };
  const { agenda } = await reply("wren_ash", "calls/daily_2026_07_02/items", added);
  const late = { outcome: "carried_over", words: "To be seen on Monday." };
  await reply("wren_ash", `calls/daily_2026_07_02/items/${agenda[0].id}`, late);
  await town.to("2026-07-06T07:31:00.000Z");
  const titles = async (id: string) =>
    (await reply("wren_ash", `calls/${id}`)).agenda.map(({ title }: { title: string }) => title);
  expect(await titles("daily_2026_07_06")).toEqual(["The new number"]);
});

describe("the calls of a series", () => {
  /** Another agreement about learning from an instant on. */
  async function agree(version: number, effectiveFrom: string, change: (learning: Learning) => Learning) {
    const [{ keep }, { inForce }] = await Promise.all([
      import("../../functions/aws/agreement.ts"),
      import("../../functions/aws/directory.ts"),
    ]);
    const agreed = await inForce("london", "2026-07-01T13:00:00.000Z");
    const learning = change(Learning.parse(agreed.learning));
    await keep({ ...agreed, version, effectiveFrom, learning });
  }

  it("are held as they were when a wrong holiday was taken back, with what had been added to them", async () => {
    const { beginCalendar, layOutCalls } = await import("../../functions/lay-out-calls.ts");
    const stages = async () => {
      const { items } = await reply("tess_quill", "calls?most=100");
      const weekly = items.filter(({ series }: { series: string }) => series === "weekly");
      return Object.fromEntries(weekly.map(({ id, stage }: { id: string; stage: string }) => [id.slice(-5), stage]));
    };
    await agree(102, "2026-07-06T12:00:00.000Z", (of) => ({ ...of, bankHolidays: [...of.bankHolidays, "2026-07-15"] }));
    await agree(103, "2026-07-07T12:00:00.000Z", (of) => of);
    await beginCalendar("london", "2026-07-06T06:00:00.000Z");
    await layOutCalls("london", "2026-07-06T07:30:00.000Z");
    const added = { title: "The new number", because: "It changes on Monday" };
    await reply("tess_quill", "calls/weekly_2026_07_15/items", added);
    await layOutCalls("london", "2026-07-07T07:30:00.000Z");
    expect(await stages()).toMatchObject({ "07_15": "cancelled", "07_16": "planned" });
    await layOutCalls("london", "2026-07-08T07:30:00.000Z");
    expect(await stages()).toMatchObject({ "07_15": "planned", "07_16": "cancelled" });
    expect(await reply("tess_quill", "calls/weekly_2026_07_15")).toMatchObject({
      agenda: [added],
      inviteAt: "2026-07-08T13:00:00.000Z",
    });
  });
});
