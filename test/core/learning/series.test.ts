import { describe, expect, it } from "@jest/globals";
import { heldOn, occasionOf, occasionOn, occasionsBy } from "../../../core/learning/series.ts";
import { Learning, type Rhythm } from "../../../core/partnership/learning.ts";
import { LEARNING } from "./agreed.ts";

const HOLIDAYS = LEARNING.bankHolidays;
const held = (rhythm: Rhythm, onHoliday: "skip" | "next_working_day" | "hold", from: string, to: string) =>
  heldOn({ rhythm, onHoliday }, HOLIDAYS, from, to);

describe("a series of calls", () => {
  it("of each working day is held from Monday to Friday, and on no bank holiday", () => {
    expect(held({ each: "working_day" }, "skip", "2026-04-02", "2026-04-09")).toEqual([
      "2026-04-02",
      "2026-04-07",
      "2026-04-08",
      "2026-04-09",
    ]);
  });

  it("of a weekday that falls on a bank holiday is left out, moved or held, as was agreed", () => {
    const mondays = { each: "week", weekday: 1 } as const;
    expect(held(mondays, "skip", "2026-05-01", "2026-05-12")).toEqual(["2026-05-11"]);
    expect(held(mondays, "next_working_day", "2026-05-01", "2026-05-12")).toEqual(["2026-05-05", "2026-05-11"]);
    expect(held(mondays, "hold", "2026-05-01", "2026-05-12")).toEqual(["2026-05-04", "2026-05-11"]);
  });

  it("is moved past a whole Easter, and past Christmas", () => {
    expect(held({ each: "week", weekday: 5 }, "next_working_day", "2026-04-01", "2026-04-09")).toEqual(["2026-04-07"]);
    expect(held({ each: "week", weekday: 5 }, "next_working_day", "2026-12-24", "2026-12-31")).toEqual(["2026-12-29"]);
  });

  it("that was moved into the time that is asked about is found there", () => {
    expect(held({ each: "week", weekday: 5 }, "next_working_day", "2026-04-07", "2026-04-07")).toEqual(["2026-04-07"]);
  });

  it("of the second Thursday is held once a month", () => {
    expect(held({ each: "month", weekday: 4, nth: 2 }, "skip", "2026-07-01", "2026-09-30")).toEqual([
      "2026-07-09",
      "2026-08-13",
      "2026-09-10",
    ]);
  });

  it("keeps its time on the wall through both clock changes", () => {
    const weekly = LEARNING.series.find(({ code }) => code === "weekly");
    const at = (day: string) => weekly && occasionOn(weekly, day).startsAt;
    expect([at("2026-03-25"), at("2026-04-01"), at("2026-10-21"), at("2026-10-28")]).toEqual([
      "2026-03-25T14:00:00.000Z",
      "2026-04-01T13:00:00.000Z",
      "2026-10-21T13:00:00.000Z",
      "2026-10-28T14:00:00.000Z",
    ]);
  });

  it("has the occasion of a call that was laid out as long as it is held on that day, however far ahead that is", () => {
    const planned = { series: "weekly", startsAt: "2026-12-09T14:00:00.000Z" };
    expect(occasionOf(LEARNING, planned)).toMatchObject({ day: "2026-12-09", startsAt: planned.startsAt });
    expect(occasionOf({ ...LEARNING, bankHolidays: ["2026-12-09"] }, planned)).toBeUndefined();
    expect(occasionOf({ ...LEARNING, series: [] }, planned)).toBeUndefined();
  });

  it("is laid out before its invitations leave, and not months ahead", () => {
    const coming = occasionsBy(LEARNING, "2026-07-01");
    for (const { inviteAt } of coming) expect(inviteAt <= "2026-07-03T23:00:00.000Z").toBe(true);
    expect(new Set(coming.map(({ series }) => series.code))).toEqual(new Set(["daily", "weekly", "monthly"]));
  });
});

describe("how partners learn", () => {
  it("is agreed by name: a rhythm that nobody knows is refused", () => {
    const [first, ...rest] = LEARNING.series;
    const spoilt = { ...LEARNING, series: [{ ...first, rhythm: { each: "fortnight" } }, ...rest] };
    expect(Learning.safeParse(spoilt).success).toBe(false);
  });
});
