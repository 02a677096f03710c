import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { keys } from "../../core/keys.ts";
import { type AgendaItem, planCall } from "../../core/learning/call.ts";
import { Review, ReviewAnswer, Side } from "../../core/learning/review.ts";
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

/** Case number so and so, of one person, as it is found by its reference, and by when it was closed. */
async function keepEnded(
  nth: number,
  more: Partial<Tally> & { readonly raisedAt: string; readonly closedAt: string },
): Promise<Tally> {
  const [{ db, TableName, toItem }, { tallyItems }] = await Promise.all([
    import("../../functions/aws/db.ts"),
    import("../../functions/aws/tallies.ts"),
  ]);
  const row = tally({ ...more, id: idOf(nth), reference: `RC-222-22${nth + 2}`, subject: SUBJECT });
  const named = { Put: { TableName, Item: toItem({ ...keys.reference("london", row.reference), id: row.id }) } };
  await db.send(new TransactWriteItemsCommand({ TransactItems: [...tallyItems("london", row), named] }));
  return row;
}

/** The review of such a case, once both sides have answered, but for those of which it stands as not given. */
async function keepReview({ id, reference, closedAt, ...row }: Tally, ...silent: Side[]): Promise<void> {
  const { saveMatters, written } = await import("../../functions/aws/learning.ts");
  const by = { id: "amara_bell", name: "Amara Bell", agency: "RJ1" };
  const said = {
    by,
    at: closedAt,
    ...ReviewAnswer.parse({ shouldHaveCome: "yes", shouldHaveAttended: "yes", lines: ["Nobody rang back."] }),
  };
  const next = Review.parse({
    ...{ schema: 1, partnership: "london", id, reference, version: 1, type: row.type, area: row.area, priority: "P1" },
    ...{ endedAs: "closed", closedAt, references: [], reopened: [], owed: null, reminders: 3 },
    asked: Side.options.map((side) => ({
      ...{ side, agency: side === "raising" ? "RJ1" : "01", person: null, before: [] },
      answer: silent.includes(side) ? null : said,
    })),
    story: [{ at: closedAt, by: "clock", what: silent.length > 0 ? "not_given" : "answered", words: null }],
  });
  await saveMatters([written("review", { next, telling: [] })], NOW);
}

const weekly = async (day: string) => {
  const { learningInForce } = await import("../../functions/aws/directory.ts");
  const learning = await learningInForce("london", NOW);
  const series = learning?.series.find(({ code }) => code === "weekly");
  if (!learning || !series) throw new Error("no weekly series");
  return { learning, call: planCall("london", occasionOn(series, day)) };
};

/** What the weekly call would look at now, and the cards of its pack, when the last one left these items to it. */
async function builtAfter(...left: AgendaItem[]) {
  const [{ layOut }, { gather }] = await Promise.all([
    import("../../functions/aws/learning.ts"),
    import("../../functions/gather-agenda.ts"),
  ]);
  const last = (await weekly("2026-06-24")).call;
  const agenda = left.map((item) => ({ ...item, decided: null, actions: [] }));
  await layOut({ ...last, stage: "unminuted", agenda, looksTo: "2026-06-23T12:58:00.000Z" }, NOW);
  const { learning, call } = await weekly("2026-07-01");
  const { gathered, pack } = await gather(call, learning, () => "Person 1", NOW);
  const sent = { ...call, agenda: gathered.agenda.map((item) => ({ ...item, decided: null, actions: [] })) };
  return { agenda: gathered.agenda, cards: pack(sent).cards };
}
const LONG_AGO = { raisedAt: "2026-05-01T10:00:00.000Z", closedAt: "2026-05-02T10:00:00.000Z" };
const harmed = (reference: string): AgendaItem => ({
  ...{ id: reference, why: "harm", also: [], title: `${reference}: walkout`, because: "The person came to harm." },
  ...{ references: [reference], matter: null, carried: 0 },
});

it("has a card for a case that was carried over, however long ago it ended", async () => {
  const row = await keepEnded(0, { ...LONG_AGO, harm: true });
  await keepReview(row);
  const { cards } = await builtAfter(harmed(row.reference));
  expect(cards).toEqual([
    expect.objectContaining({
      reference: row.reference,
      harm: true,
      lines: { raising: ["Nobody rang back."], answering: ["Nobody rang back."] },
    }),
  ]);
});

it("tells everybody nothing of what one side has said while the other is asked again", async () => {
  const { matter, saveMatters, written } = await import("../../functions/aws/learning.ts");
  const row = await keepEnded(0, { ...LONG_AGO, harm: true });
  await keepReview(row, "answering");
  const review = await matter("london", "review", row.id);
  const asked = { ...review, version: 2, owed: { warnAt: null, dueAt: "2026-07-09T10:00:00.000Z" } };
  await saveMatters([written("review", { next: asked, telling: [] })], NOW);
  const { cards } = await builtAfter(harmed(row.reference));
  expect(cards).toEqual([expect.objectContaining({ reference: row.reference, lines: { raising: [], answering: [] } })]);
});

/** What the weekly call would look at now, its first, of cases of one person raised and closed on these days. */
async function builtFrom(...cases: (Partial<Tally> & { readonly raisedAt: string; readonly closedAt: string })[]) {
  const { gather } = await import("../../functions/gather-agenda.ts");
  for (const [nth, more] of cases.entries()) await keepEnded(nth, more);
  const { learning, call } = await weekly(NOW.slice(0, 10));
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
