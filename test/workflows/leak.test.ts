import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { canaryCase } from "../../bench/quarter/canary.ts";
import { plantedAsk, plantsOf } from "../../bench/quarter/planting.ts";
import { agreedOn } from "../../bench/quarter/scene.ts";
import { london } from "../builders.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";

/** A day after the planted cases were raised, and half an hour before the pack of the weekly call. */
const NOW = "2026-07-14T12:30:00.000Z";
const WEEKLY = "weekly_2026_07_15";

let town: Town;
const asking = askingIn(() => town);
/** Closed, withdrawn and merged ones, in a borough that is known and in one that is a planted word. */
const planted = Array.from({ length: 12 }, (_, nth) => canaryCase(nth, { at: "2026-07-13T09:00:00.000Z", agreed: london }));
const CANARIES = planted.flatMap(({ canaries }) => canaries);
const STAFF = planted.flatMap(({ staff }) => staff);

/** All that leaves the case for others: by what it is called. */
const left = new Map<string, string>();
const found = (name: string, words: readonly string[]) => {
  const text = (left.get(name) ?? "").toLowerCase();
  return words.filter((word) => text.includes(word.toLowerCase()));
};

beforeAll(async () => {
  town = await aTown({ from: new Date(NOW) });
  await town.anew();
  const [{ keepQuarter }, { endedItem, saveMatters }, { reasonFor }, { keys }, db] = await Promise.all([
    import("../../bench/keep-quarter.ts"),
    import("../../functions/aws/learning.ts"),
    import("../../functions/aws/for-the-call.ts"),
    import("../../core/keys.ts"),
    import("../../functions/aws/db.ts"),
  ]);
  await keepQuarter(planted);
  for (const { escalation, facts } of planted) {
    const marks = facts.flatMap((fact) => reasonFor(escalation, fact) ?? []);
    const once = marks.filter(({ why }, nth) => marks.findIndex((mark) => mark.why === why) === nth);
    const items = once.map((body) => ({
      Put: {
        TableName: db.TableName,
        Item: db.toItem({ ...keys.forTheCall(escalation, NOW, body.why), body: { ...body, at: NOW } }),
      },
    }));
    const ended = escalation.closed ? [endedItem(escalation, "planted", NOW)] : [];
    if (items.length + ended.length > 0) await saveMatters([], NOW, [...items, ...ended]);
  }
  await town.forward("PT2M"); // the sweeper counts them, and both sides are asked
  for (const { escalation } of planted)
    await town.as("noor_vane", "POST", `escalations/${escalation.id}/review`, {
      ...{ shouldHaveCome: "yes", shouldHaveAttended: "no", themes: ["T20"] },
      lines: ["The ward was told in writing within 20 minutes."],
    });
  await town.fault({ mail: "reject-hard" }); // whoever has a telephone gets a text in its place
  await town.raise({
    ...plantedAsk(plantsOf(9), agreedOn(london, NOW).termsOf("Lambeth", "RJ1"), "Lambeth", "", NOW),
    deputy: undefined,
  });
  await town.fault({ mail: "accept" });
  await town.call("weekly", "2026-07-15");
  await town.forward("PT20M");
  await town.to("2026-07-14T13:01:00.000Z");
  const api = async (person: string, path: string) => JSON.stringify((await town.as(person, "GET", path)).body);
  const page = async (person: string, path: string) => (await asking(person, path)).markup;
  left.set("the pack", await api("noor_vane", `calls/${WEEKLY}/pack`));
  left.set("the pack's page", await page("noor_vane", `/calls/${WEEKLY}/pack`));
  left.set("the pack as a file", await page("noor_vane", `/calls/${WEEKLY}/pack.csv`));
  left.set("the call", await page("tess_quill", `/calls/${WEEKLY}`));
  left.set("what waits for the call", await api("tess_quill", "for-the-call?most=100"));
  const { boardFor } = await import("../../functions/board.ts");
  const july = { from: "2026-07", months: 1, area: null } as const;
  left.set("the board", JSON.stringify(await boardFor({ partnership: "london" }, july, "2026-08-01T08:00:00.000Z")));
  const { talliesRaised } = await import("../../functions/aws/tallies.ts");
  left.set("the figures' rows", JSON.stringify(await talliesRaised("london", "2026-06-30T00:00:00.000Z", NOW)));
  left.set(
    "every mail",
    town.machine.mailbox.letters
      .map(({ subject, text, html, calendar }) => [subject, text, html, calendar].join("\n"))
      .join("\n"),
  );
  left.set("every text", town.machine.texts.texts.map(({ text }) => text).join("\n"));
});
afterAll(() => town.close());

describe("what leaves a case", () => {
  it("is there at all: each case stands in the pack by its reference", () => {
    const ended = planted.filter(({ escalation }) => escalation.closed?.as !== "merged_duplicate");
    for (const { escalation } of ended) expect(left.get("the pack")).toContain(escalation.reference);
    expect(left.get("every mail")).toContain("the pack");
    expect(CANARIES.length).toBeGreaterThan(200);
  });

  it.each([
    "the pack",
    "the pack's page",
    "the pack as a file",
    "the call",
    "what waits for the call",
    "the board",
    "the figures' rows",
    "every mail",
    "every text",
  ])("has nothing that was planted into any field: %s", (name) => {
    expect(left.get(name)?.length).toBeGreaterThan(20);
    expect(found(name, CANARIES)).toEqual([]);
  });

  it.each(["the pack", "the pack's page", "the pack as a file", "the figures' rows"])("names none of the staff: %s", (name) => {
    expect(found(name, STAFF)).toEqual([]);
  });

  it("would be found if it were there", () => {
    left.set("a leak", `… ${CANARIES[7]} …`);
    expect(found("a leak", CANARIES)).not.toEqual([]);
  });
});
