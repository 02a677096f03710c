import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { A_RAISE, as } from "../../local/main-job.ts";
import { aTown, type Town } from "../town.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town.close());

const CASES = 30;
interface Told {
  readonly tried: readonly { readonly channel: string; readonly fate: string }[];
}
/** Each attempt of a case's first page, as one word. */
const waysOf = async (id: string) => {
  const { body } = await as(town.machine, "amara_bell", "GET", `escalations/${id}/notices`);
  const [page] = (body as unknown as { items: Told[] }).items;
  return page?.tried.map(({ channel, fate }) => `${channel} ${fate}`);
};
/** Twenty at once are more than a slow machine's one database always answers in time: whoever is told to try again does, under the same key. */
const raises = async (person: string, borough: string) => {
  const place = { borough, address: `${Math.random()} Long Lane` };
  const key = randomUUID();
  const raise = () => as(town.machine, person, "POST", "escalations", { ...A_RAISE, place }, key);
  let { status, body } = await raise();
  for (let tries = 1; status >= 500 && tries < 4; tries += 1) ({ status, body } = await raise());
  expect([200, 201]).toContain(status);
  return body;
};
/** Ten people press at once, and again: more would try the one database that all tests of a worker share, and not the mail. */
async function storm() {
  const cases: Awaited<ReturnType<typeof raises>>[] = [];
  while (cases.length < CASES) {
    cases.push(...(await Promise.all(Array.from({ length: 10 }, () => raises("amara_bell", "Lambeth")))));
  }
  return cases;
}
const another = () => raises("jonas_field", "Tower Hamlets");

describe("a page in a storm of cases from one site", () => {
  it("goes by text where the mail service takes only so many a second, and takes no page from anybody", async () => {
    await town.fault({ mail: "crowded" });
    const [, { reference }] = await Promise.all([storm(), another()]);
    await town.settled();
    const { letters } = town.machine.mailbox;
    const { texts } = town.machine.texts;
    expect(texts.length).toBeGreaterThan(0);
    await town.forward("PT1M"); // what the table was too slow for, on a busy machine, is mended by the sweeper
    const told = [...letters.map(({ subject }) => subject), ...texts.map(({ text }) => text)].map((words) => words.split(" ")[0]);
    expect(new Set(told).size).toBe(CASES + 1);
    expect(told).toHaveLength(CASES + 1);
    expect(told).toContain(reference);
  });

  it("leaves another site's page a place in such a second, where nobody takes texts, and loses nothing of the storm", async () => {
    await town.enrol(({ channels }) => ({ channels: channels.filter(({ kind }) => kind === "email") }));
    await town.fault({ mail: "crowded" });
    const [, { reference }] = await Promise.all([storm(), another()]);
    await town.settled();
    const told = () => town.machine.mailbox.letters.map(({ subject }) => subject.split(" ")[0]);
    expect(told()).toContain(reference);
    expect(told().length).toBeLessThan(CASES); // the storm rests meanwhile
    await town.fault({ mail: "accept" });
    await town.forward("PT2M");
    expect(new Set(told()).size).toBe(CASES + 1);
  });

  it("goes back to a full mail service when texts turn out to be down", async () => {
    await town.fault({ mail: "crowded" });
    await town.fault({ sms: "account-down" });
    town.machine.stream.fault = "off"; // so that they leave at once
    const ids = (await storm()).map(({ id }) => id);
    town.machine.stream.fault = "on";
    await town.settled();
    const ways = await Promise.all(ids.map(waysOf));
    expect(ways.some((way = []) => way.includes("sms not_taken") && way.at(-1)?.startsWith("email"))).toBe(true);
    await town.fault({ mail: "accept" });
    await town.forward("PT2M");
    expect(new Set(town.machine.mailbox.letters.map(({ tags }) => tags.about)).size).toBe(CASES);
  });

  it("is tried once by each look of the sweeper when mail is full, and not waited for: clocks rest on it", async () => {
    await town.enrol(({ channels }) => ({ channels: channels.filter(({ kind }) => kind === "email") }));
    await town.fault({ mail: "full", stream: "off" });
    const { id } = await town.raise();
    await town.forward("PT1M30S");
    const ways = (await waysOf(id)) ?? [];
    expect(ways.length).toBeGreaterThan(0);
    expect(ways.length).toBeLessThanOrEqual(4); // a look that mended something looks again at once; a sender who waits tries eight times
  });

  it("leaves no room to anything else when mail is full: what tells of an answer rests, and goes by no text", async () => {
    const raised = await town.raise();
    await town.fault({ mail: "full" });
    await town.acknowledge("idris_vale", raised);
    const { body } = await town.as("amara_bell", "GET", `escalations/${raised.id}/notices`);
    const told = (body as unknown as { items: (Told & { kind: string })[] }).items.filter(({ kind }) => kind === "update");
    expect(told.map(({ tried }) => tried.map(({ channel, fate }) => `${channel} ${fate}`))).toContainEqual(["email not_taken"]);
    expect(town.texted()).toEqual([]);
  });
});
