import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { planCall } from "../../core/learning/call.ts";
import { occasionOn } from "../../core/learning/series.ts";
import type { Tally } from "../../core/measures/tally.ts";
import { idOf, tally } from "../core/measures/tallies.ts";
import { aTown, type Town } from "../town.ts";

const NOW = "2026-07-01T13:00:00.000Z";
const SUBJECT = "abcdefghijklmnopqrstuvwxyz";

let town: Town;
beforeAll(async () => {
  town = await aTown({ from: new Date(NOW), digest: false });
});
afterAll(() => town.close());
beforeEach(() => town.anew());

/** What the weekly call would look at now, its first, of cases of one person raised and closed on these days. */
async function builtFrom(...cases: (Partial<Tally> & { readonly raisedAt: string; readonly closedAt: string })[]) {
  const [{ db }, { tallyItems }, { gather }, { learningInForce }] = await Promise.all([
    import("../../functions/aws/db.ts"),
    import("../../functions/aws/tallies.ts"),
    import("../../functions/gather-agenda.ts"),
    import("../../functions/aws/directory.ts"),
  ]);
  for (const [nth, more] of cases.entries()) {
    const row = tally({ ...more, id: idOf(nth), reference: `RC-222-22${nth + 2}`, subject: SUBJECT });
    await db.send(new TransactWriteItemsCommand({ TransactItems: tallyItems("london", row) }));
  }
  const learning = await learningInForce("london", NOW);
  const series = learning?.series.find(({ code }) => code === "weekly");
  if (!learning || !series) throw new Error("no weekly series");
  const call = planCall("london", occasionOn(series, NOW.slice(0, 10)));
  const { gathered, pack } = await gather(call, learning, () => "Person 1", NOW);
  const again = gathered.agenda.find(({ why }) => why === "repeat_person");
  return {
    again: again?.references,
    cards: pack({ ...call, agenda: gathered.agenda.map((item) => ({ ...item, decided: null, actions: [] })) }).cards.map(
      ({ reference }) => reference,
    ),
  };
}
const on = (raised: string, closed: string) => ({
  raisedAt: `2026-${raised}T10:00:00.000Z`,
  closedAt: `2026-${closed}T10:00:00.000Z`,
});

it("sees a person who was raised again while a first case went on for weeks, once that has ended", async () => {
  const built = await builtFrom(on("04-20", "06-23"), on("04-24", "04-25"));
  expect(built.again).toEqual(["RC-222-222", "RC-222-223"]);
});

it("sees one whose first case was closed long before the call looks, with a card for each", async () => {
  const built = await builtFrom(on("04-20", "04-21"), on("04-25", "06-20"));
  expect(built).toEqual({ again: ["RC-222-222", "RC-222-223"], cards: ["RC-222-222", "RC-222-223"] });
});

it("sees nobody again whose cases ended within a week of each other and were raised further apart", async () => {
  expect((await builtFrom(on("06-02", "06-23"), on("06-20", "06-22"))).again).toBe(undefined);
});
