import { createHash } from "node:crypto";
import { DynamoDBClient, paginateScan, TransactWriteItemsCommand, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { keys } from "../../core/keys.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";

/** What people write of a case is sealed before it reaches the table; time goes on without a key, and whoever deletes one deletes the words for good. */
let town: Town;
let db: DynamoDBClient;
let cases: typeof import("../../functions/aws/cases.ts");
beforeAll(async () => {
  town = await aTown();
  db = new DynamoDBClient({});
  cases = await import("../../functions/aws/cases.ts");
});
beforeEach(() => town.anew());
afterAll(async () => {
  db.destroy();
  await town.close();
});

const [NURSE, INSPECTOR] = ["amara_bell", "idris_vale"];
const asks = askingIn(() => town);
const refOf = (id: string) => ({ partnership: "london", id });
const RAISE = {
  ask: "A canary is asked for",
  whyNow: "The canary has flown",
  place: {
    borough: "Lambeth",
    address: "12 Canary Street",
    postcode: "SE1 7EH",
    what3words: "///canary.count.soap",
  },
  person: {
    knownAs: "Canary",
    familyName: "Canary",
    dateOfBirth: "1990-05-06",
    nhsNumber: "999 123 0009",
    phone: "07700 900123",
  },
  riskFacts: [
    {
      code: "weapon",
      words: "a canary's beak",
      status: "seen_by_staff",
      source: "canary watcher",
      obtainedAt: "2026-01-16T01:50:00.000Z",
    },
  ],
  answers: { came_for: "canary seed" },
  alreadyDone: [{ code: "cctv_checked", details: "no canary on it" }],
  policeContact: { channel: "rang_101", reason: "canaries are not theirs", handler: "7654CC" },
  deputy: { name: "Canary Deputy", phone: "020 7946 0998" },
};
/** Everything that a person has written, as it must be found nowhere. */
const FOUND = /canar|9991230009|999 123 0009|900123|SE1 7EH|7654CC|79460998|1990-05-06/i;

/** Every item of the table, as text. */
async function everything(): Promise<{ key: string; text: string }[]> {
  const found: { key: string; text: string }[] = [];
  for await (const { Items = [] } of paginateScan({ client: db }, { TableName: process.env.TABLE ?? "" }))
    found.push(
      ...Items.map((item) => unmarshall(item)).map((item) => ({ key: `${item.pk} ${item.sk}`, text: JSON.stringify(item) })),
    );
  return found;
}

/** Time enough for every function to have forgotten the keys that it held. */
const forgotten = () => town.forward("PT6M");
const written = (Key: { pk: string; sk: string }, UpdateExpression: string, names: Record<string, string>, value?: string) =>
  db.send(
    new UpdateItemCommand({
      TableName: process.env.TABLE,
      Key: { pk: { S: Key.pk }, sk: { S: Key.sk } },
      UpdateExpression,
      ExpressionAttributeNames: names,
      ...(value === undefined ? {} : { ExpressionAttributeValues: { ":it": { S: value } } }),
    }),
  );
const sealedIn = async (id: string) => (await cases.outline(refOf(id))).sealed ?? {};

describe("a whole case, played with words that can be found again", () => {
  it("leaves none of them in the table, and gives all of them to those who share it", async () => {
    await town.raise({ place: { borough: "Canary Borough", address: "Nobody knows where" } });
    const raised = await town.raise(RAISE);
    const drafts = await import("../../functions/aws/drafts.ts");
    const now = town.machine.clock?.now() ?? "";
    const brought = { fields: "whyNow=canary", typed: true, page: "a-page", seen: "" };
    await drafts.keepDraft({ partnership: "london", id: NURSE }, "a-draft", brought, now);
    expect(await drafts.draftsOf({ partnership: "london", id: NURSE }, now)).toMatchObject([{ fields: "whyNow=canary" }]);
    await town.acknowledge(INSPECTOR, raised);
    const does = async (person: string, path: string, body: object) => {
      const reply = await town.move(person, raised, path, body);
      expect([path, reply.status, reply.status < 300 ? "" : reply.body]).toEqual([path, expect.any(Number), ""]);
    };
    await does(NURSE, "news", { words: "The canary was seen", person: { phone: "07700 900123", description: "a canary" } });
    await does(INSPECTOR, "news-read", { upTo: 1 });
    await does(INSPECTOR, "more-wanted", {
      limbs: { limb_a: { reading: "not_enough_information", facts: "which canary" } },
      missing: "the canary's colour",
      whoGets: "the canary keeper",
      byWhen: "2026-01-16T02:30:00.000Z",
    });
    await does(INSPECTOR, "notes", { text: "A canary note" });
    expect(
      (
        await town.decide(INSPECTOR, await town.read(INSPECTOR, raised.id), "advise_partner_leads", {
          why: "Canary reasons",
          advice: "Ring the canary keeper",
        })
      ).status,
    ).toBe(200);
    await does(NURSE, "answer-read", {});
    await does(NURSE, "disagreement", { reason: "new_facts", why: "The canary is not well" });
    await does(NURSE, "interim-plan", { words: "Watch the canary", reviewAt: "2026-01-16T04:00:00.000Z" });
    const of = await town.read(NURSE, raised.id);
    expect(of).toMatchObject({
      whyNow: RAISE.whyNow,
      person: { familyName: "Canary", nhsNumber: "9991230009" },
      deputy: { name: "Canary Deputy" },
    });
    await does(NURSE, "withdrawal", { as: "withdrawn_found_safe", why: "The canary is home" });
    await town.settled();

    const leaks = (await everything()).filter(({ text }) => FOUND.test(text)).map(({ key }) => key);
    expect(leaks).toEqual([]);
    const bare = createHash("sha256").update("london\nnhs_number\n9991230009").digest("hex");
    const marks = (await everything()).filter(({ key }) => key.includes("#MARK#nhs_number#"));
    expect([marks.length, marks.some(({ key }) => key.includes(bare))]).toEqual([1, false]);
    const { body } = await town.as(NURSE, "GET", `escalations/${raised.id}/export`);
    expect(body).toMatchObject({ chain: "whole" });
    const told = JSON.stringify(body);
    for (const words of ["A canary note", "Canary reasons", "Watch the canary", "The canary is home", "which canary"])
      expect(told).toContain(words);
    const [screen] = body.screens as { shown: { whyNow: string } }[];
    expect(screen?.shown.whyNow).toBe(RAISE.whyNow);
  });

  it("is counted without a word of it being opened: by whom, in which band of age", async () => {
    const raised = await town.raise(RAISE);
    await town.move(NURSE, raised, "withdrawal", { as: "withdrawn_found_safe", why: "The canary is home" });
    town.machine.keys.fault = "down";
    await forgotten();
    const { talliesRaised } = await import("../../functions/aws/tallies.ts");
    const [tally] = await talliesRaised("london", "2026-01-16T00:00:00.000Z", "2026-01-17T00:00:00.000Z");
    expect(tally).toMatchObject({ id: raised.id, ageBand: "25_44", subject: expect.stringMatching(/^[\w-]{43}$/) });
  });
});

describe("what was moved or altered", () => {
  it("opens nowhere else: a case whose field came from another is not shown, and a line that did is named by the chain", async () => {
    const [one, other] = [await town.raise(RAISE), await town.raise({ whyNow: "Something else" })];
    const taken = (await sealedIn(one.id))["ask.whyNow"] ?? "";
    await written(keys.state(refOf(other.id)), "SET sealed.#f = :it", { "#f": "ask.whyNow" }, taken);
    expect((await town.as(NURSE, "GET", `escalations/${other.id}`)).status).toBe(500);
    await expect(cases.outline(refOf(other.id)).then(cases.openedIfCan)).rejects.toMatchObject({ name: "SealBroken" });
    const line = keys.fact(refOf(one.id), 1);
    await written(line, "SET body.sealed.#f = :it", { "#f": "about.ask.ask" }, taken);
    const { status, body } = await town.as(NURSE, "GET", `escalations/${one.id}/export`);
    expect([status, body.chain]).toEqual([200, "fact 1 is not what was written"]);
  });
});

describe("while no key is to be had", () => {
  it("a raise is refused honestly, by API and page, and what was typed is still there", async () => {
    town.machine.keys.fault = "down";
    const { status, body } = await town.as(NURSE, "POST", "escalations", {
      ...(await import("../../local/main-job.ts")).A_RAISE,
    });
    expect([status, body]).toMatchObject([
      503,
      { type: "/problems/KeyUnavailable", detail: expect.stringMatching(/^This was not sent: .*Ring/) },
    ]);
    const form = new URLSearchParams({
      ...{ key: "k-1", pathway: "police_attendance", type: "walkout_healthcare", threshold: "risk_to_life_now" },
      ...{ "place.borough": "Lambeth", "place.address": "12 Example Street", callBack: "020 7946 0123" },
      ...{ whyNow: "She has left", ask: "Officers to look for her" },
    });
    const page = await asks(NURSE, "/raise", form);
    expect(page.status).toBe(503);
    expect(page.words).toMatch(/This was not sent: it cannot be kept safely at the moment\. Ring the control room/);
    expect(page.markup).toContain("She has left");
    expect((await everything()).filter(({ key }) => key.includes("#CASE#"))).toEqual([]);
  });

  it("a case shows what can be told without its words, can be acknowledged, and its limits go on", async () => {
    const raised = await town.raise(RAISE);
    town.machine.keys.fault = "refused";
    await forgotten();
    const refused = await town.as(INSPECTOR, "GET", `escalations/${raised.id}`);
    expect([refused.status, refused.body]).toMatchObject([
      503,
      { type: "/problems/KeyUnavailable", ring: expect.stringMatching(/^\+44/) },
    ]);
    expect((await town.as("jonas_field", "GET", `escalations/${raised.id}`)).status).toBe(404);
    const board = await town.as(INSPECTOR, "GET", "duty-board");
    expect((board.body.items as unknown as { id: string }[]).map(({ id }) => id)).toEqual([raised.id]);

    const page = await asks(INSPECTOR, `/escalations/${raised.id}`);
    expect([page.status, page.words]).toEqual([
      503,
      expect.stringMatching(/what was written cannot be shown now.*Ring 999 or the control room on 020/),
    ]);
    expect(page.markup).not.toMatch(FOUND);
    const noted = await asks(
      INSPECTOR,
      `/escalations/${raised.id}/notes`,
      new URLSearchParams({ key: "k-2", text: "Rang them" }),
    );
    expect([noted.status, noted.words]).toEqual([
      503,
      expect.stringMatching(/Not done: it can be neither opened nor kept.*Rang them/),
    ]);
    const taken = await asks(
      INSPECTOR,
      `/escalations/${raised.id}/acknowledgement`,
      new URLSearchParams({ key: "k-3", seen: String((await cases.outline(refOf(raised.id))).version) }),
    );
    expect(taken.status).toBe(303);
    expect((await cases.outline(refOf(raised.id))).owner?.by.id).toBe(INSPECTOR);

    const unopened = await cases.openedIfCan(await cases.outline(refOf(raised.id)));
    expect([unopened.sealed !== undefined, unopened.ask.whyNow]).toEqual([true, "(not opened)"]);

    town.machine.keys.fault = "well";
    const again = await town.read(INSPECTOR, raised.id);
    expect(again).toMatchObject({ whyNow: RAISE.whyNow, owner: { by: { id: INSPECTOR } } });
    expect((await town.as(NURSE, "GET", `escalations/${raised.id}/export`)).body.chain).toBe("whole");
  });

  it("the ladder climbs and mails leave", async () => {
    const raised = await town.raise(RAISE);
    town.machine.keys.fault = "hang";
    await town.forward("PT50M");
    expect((await cases.outline(refOf(raised.id))).nobodyAnsweredAt).not.toBeNull();
    expect(new Set(town.told()).size).toBeGreaterThan(3);
  });
});

describe("a case whose key was deleted", () => {
  it("is unreadable for good, and says so; its facts stay, and are checked as before", async () => {
    const raised = await town.raise(RAISE);
    await town.move(NURSE, raised, "withdrawal", { as: "withdrawn_found_safe", why: "The canary is home" });
    const { keyDeleted } = await import("../../functions/aws/case-keys.ts");
    const gone = {
      at: "2026-01-16T02:00:00.000Z",
      proposedBy: "one",
      confirmedBy: "other",
      retentionClass: "ordinary",
      rule: "a rule",
    };
    await db.send(new TransactWriteItemsCommand({ TransactItems: keyDeleted(refOf(raised.id), gone) }));
    const { status, body } = await town.as(NURSE, "GET", `escalations/${raised.id}`);
    expect([status, body]).toMatchObject([
      410,
      { type: "/problems/Deleted", detail: expect.stringMatching(/were deleted at 02:00 GMT/), at: gone.at },
    ]);
    expect((await asks(NURSE, `/escalations/${raised.id}`)).words).toMatch(/Its contents have been deleted/);
    expect((await town.move(NURSE, raised, "notes", { text: "More" })).status).toBe(410);
    expect((await asks(NURSE, "/escalations")).words).toContain(raised.reference);
    const { verifyChains } = await import("../../functions/aws/chains.ts");
    expect(await verifyChains()).toMatchObject({ checked: 1, broken: [] });
    await expect(db.send(new TransactWriteItemsCommand({ TransactItems: keyDeleted(refOf(raised.id), gone) }))).rejects.toThrow();
  });
});
