import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Notice } from "../../core/escalation/notice.ts";
import type { Sending } from "../../core/escalation/sending.ts";
import type { ChannelKind } from "../../core/people.ts";
import { aTown, type Town } from "../town.ts";

/* A service that hangs says nothing, so nobody is told that it is down: what is done about it is found by counting. The service is held at its call; all else is real. */
type Hand = (to: string, said: unknown, sending: Sending) => Promise<string>;

let town: Town;
let carriers: Record<ChannelKind, { hand: Hand }>;
let real: Record<ChannelKind, Hand>;
let look: typeof import("../../functions/schedule/sweep.ts").look;
let down: typeof import("../../functions/aws/outages.ts").down;
let ours: typeof import("../../functions/in-vain.ts").ours;
beforeAll(async () => {
  town = await aTown();
  carriers = (await import("../../functions/carriers.ts")).carriers as unknown as typeof carriers;
  ({ look } = await import("../../functions/schedule/sweep.ts"));
  ({ down } = await import("../../functions/aws/outages.ts"));
  ({ ours } = await import("../../functions/in-vain.ts"));
  real = { email: carriers.email.hand, sms: carriers.sms.hand };
});
beforeEach(async () => {
  carriers.email.hand = real.email;
  carriers.sms.hand = real.sms;
  await town.anew();
  ours.clear();
});
afterAll(() => town.close());

const now = () => new Date().toISOString();
const hangs = (kind: ChannelKind, left: Sending[]) => {
  carriers[kind].hand = async (_, __, sending) => {
    left.push(sending);
    await new Promise((resolve) => setTimeout(resolve, 200));
    throw Object.assign(new Error("No answer came."), { name: "TimeoutError" });
  };
};
/** Two inspectors more at the desk of Lambeth: one person's address is no outage. */
async function threeAtTheDesk(): Promise<void> {
  const ends = new Date(Date.now() + 8 * 3_600_000).toISOString();
  for (const person of ["nell_frost", "omar_reed"]) await town.shift(person, "duty_inspector_central_south", now(), ends);
}
/** Everybody has mail alone. */
const withoutTexts = () => town.enrol(({ channels }) => ({ channels: channels.filter(({ kind }) => kind === "email") }));
const noticesOf = async (id: string) =>
  ((await town.as("amara_bell", "GET", `escalations/${id}/notices`)).body as unknown as { items: Notice[] }).items;
const waysOf = (notice?: Notice) => notice?.tried.map(({ channel, fate }) => `${channel} ${fate}`);

describe("the sweeper, while mail answers nobody", () => {
  it("tries as many as it takes to find that out and leaves the rest, and all of it leaves when mail is back", async () => {
    await withoutTexts();
    await threeAtTheDesk();
    await town.fault({ stream: "off", workflow: "off" });
    town.machine.sweeper.on = false;
    const cases: string[] = [];
    for (let nth = 0; nth < 4; nth += 1) cases.push((await town.raise()).id);
    const tried: Sending[] = [];
    hangs("email", tried);
    const mended = await look(now());
    expect({ mended, tried: tried.length, again: tried.filter(({ attempt }) => attempt > 1) }).toEqual({
      mended: 8, // the first of eight abreast is the desk, whose shifts have changed
      tried: 7,
      again: [],
    });
    carriers.email.hand = real.email;
    await town.forward("PT10S");
    await look(now());
    await town.settled();
    const pages = (await Promise.all(cases.map(noticesOf))).flat().filter(({ kind }) => kind === "page");
    expect([pages.length, new Set(pages.map(({ fate }) => fate))]).toEqual([12, new Set(["delivered"])]);
    await town.fault({ stream: "on", workflow: "on" });
  });

  it("gives up a page that mail alone could carry when it should have been there, so that the next tier is asked", async () => {
    await withoutTexts();
    const tried: Sending[] = [];
    hangs("email", tried);
    const { id } = await town.raise();
    await town.forward("PT3M");
    const [page] = await noticesOf(id);
    expect([page?.fate, waysOf(page)?.at(-1)]).toEqual(["failed", "email lost"]);
  });
});

describe("one run of the sweeper", () => {
  it("begins nothing once its time is over, and counts nothing as done that it has not come to", async () => {
    await town.fault({ stream: "off", workflow: "off" });
    town.machine.sweeper.on = false;
    await town.raise();
    expect(await look(now(), now())).toBe(0);
    expect(await look(now())).toBeGreaterThan(0);
    await town.fault({ stream: "on", workflow: "on" });
  });
});

describe("a page, once several people have had no answer from the mail service", () => {
  it("goes by text at once, and does not try the mail first", async () => {
    await threeAtTheDesk();
    town.machine.sweeper.on = false;
    const tried: Sending[] = [];
    hangs("email", tried);
    await town.raise();
    expect(town.texted().toSorted()).toEqual(["idris_vale", "nell_frost", "omar_reed"]); // the third of them, and with it the others
    expect(await down(now())).toEqual(["email"]);
    tried.length = 0;
    const { id } = await town.raise();
    expect((await noticesOf(id)).slice(0, 3).map(waysOf)).toEqual(Array(3).fill(["sms delivered"]));
    expect(tried.filter(({ about }) => about === id)).toEqual([]);
  });

  it("goes by mail as ever while the letters of two people hang, and none of it is remembered when one was taken", async () => {
    await threeAtTheDesk();
    town.machine.sweeper.on = false;
    carriers.email.hand = async (to, said, sending) => {
      if (/^(idris|nell)\./.test(to)) throw Object.assign(new Error("No answer came."), { name: "TimeoutError" });
      return real.email(to, said, sending);
    };
    await town.raise();
    await town.raise();
    expect([await down(now()), town.texted()]).toEqual([[], []]);
    carriers.email.hand = real.email;
    await town.raise();
    expect([...ours]).toEqual([]);
  });
});
