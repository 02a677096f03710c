import { describe, expect, it } from "@jest/globals";
import { instantAt, wallAt } from "../../functions/web/wall-clock.ts";

describe("a time as a form gives it", () => {
  it.each([
    ["in winter", "2026-01-16T02:30", "2026-01-16T02:30:00.000Z"],
    ["in summer", "2026-07-16T02:30", "2026-07-16T01:30:00.000Z"],
    ["with a space, as people type it", " 2026-01-16 02:30 ", "2026-01-16T02:30:00.000Z"],
    [
      "twice on the night the clocks go back: the earlier, so that nothing is looked at late",
      "2026-10-25T01:30",
      "2026-10-25T00:30:00.000Z",
    ],
    ["never on the night they go forward: the hour before", "2026-03-29T01:30", "2026-03-29T00:30:00.000Z"],
  ])("is London's, %s", (_, wall, instant) => {
    expect(instantAt(wall)).toBe(instant);
  });

  it.each(["soon", "", "14:30", "2026-02-30T10:00", "2026-13-01T10:00"])("is no time when it is «%s»", (wall) => {
    expect(instantAt(wall)).toBeUndefined();
  });

  it("is shown for changing as it will be read back", () => {
    for (const instant of ["2026-01-16T02:30:00.000Z", "2026-07-16T02:30:00.000Z"])
      expect(instantAt(wallAt(instant))).toBe(instant);
  });
});
