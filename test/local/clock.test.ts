import { expect, it } from "@jest/globals";
import { movableClock } from "../../local/clock.ts";

it("the laboratory's clock moves over any time, and stops at each timer on the way", async () => {
  const clock = movableClock(new Date("2026-01-16T02:00:00.000Z"));
  const rang: string[] = [];
  setTimeout(() => rang.push(new Date().toISOString().slice(0, 10)), 20 * 86_400_000);
  await clock.to(Date.parse("2026-03-16T02:00:00.000Z"), async () => {});
  const now = clock.now();
  clock.uninstall();
  expect([rang, now.slice(0, 10)]).toEqual([["2026-02-05"], "2026-03-16"]);
});
