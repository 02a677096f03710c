import { expect, it } from "@jest/globals";
import { leftInWords as onTheServer } from "../../core/escalation/wording.ts";
import { leftInWords } from "../../web/browser/left.ts";

const NOW = "2026-01-16T02:00:00.000Z";

it.each([
  0, 400, 999, 1000, 1499, 1500, 59_499, 59_500, 60_000, 61_000, 119_999, 300_000, 3_599_000, 3_600_000, 3_660_000, 90_000_000,
])("the browser says the same as the server, %i ms before and after", (ms) => {
  for (const left of [ms, -ms]) {
    const due = new Date(Date.parse(NOW) + left).toISOString();
    expect(leftInWords(left)).toBe(onTheServer(NOW, due));
  }
});
