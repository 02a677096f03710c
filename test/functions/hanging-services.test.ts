import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { DRAFT_LEFT } from "../../core/draft.ts";
import type { Notice } from "../../core/escalation/notice.ts";
import type { Sending } from "../../core/escalation/sending.ts";
import type { ChannelKind } from "../../core/people.ts";
import { demo } from "../../local/demo-people.ts";
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
const mailOf = (person: string) =>
  demo.people.find(({ id }) => id === person)?.channels.find(({ kind }) => kind === "email")?.to ?? "";
const siteOf = (person: string) => demo.people.find(({ id }) => id === person)?.site ?? null;
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

describe("forms that were left unsent, in a look of the sweeper", () => {
  const WRITERS = ["amara_bell", "jonas_field", "faye_brook", "gwen_thorn"];
  /** What so many people typed and left, three forms each. */
  async function left(...writers: string[]): Promise<void> {
    const { keepDraft } = await import("../../functions/aws/drafts.ts");
    const typed = { fields: "whyNow=She+fell", typed: true, page: randomUUID(), seen: "" };
    for (const id of writers)
      for (let nth = 0; nth < 3; nth += 1) await keepDraft({ partnership: "london", id }, randomUUID(), typed, now());
  }
  const told = () => town.machine.mailbox.letters.filter(({ tags }) => tags.purpose === DRAFT_LEFT).map(({ to }) => to);
  /** What the mail service was asked to send in vain, as our log tells. */
  async function inVainWhile(run: () => Promise<unknown>): Promise<number> {
    const [LOG, lines] = [process.env.LOG, [] as string[]];
    process.env.LOG = "codes";
    const spy = jest.spyOn(console, "log").mockImplementation((line) => void lines.push(String(line)));
    await run();
    spy.mockRestore();
    process.env.LOG = LOG;
    return lines.filter((line) => line.includes('"draft_not_told"')).length;
  }
  beforeEach(async () => {
    town.machine.sweeper.on = false;
    await town.forward("PT1S");
    await look(now()); // what the rotas of the demo set off
    await town.settled();
  });

  it("come after every message, and are left alone once the mail service has answered nobody; nothing of them is lost", async () => {
    await left(...WRITERS);
    await town.forward("PT16M");
    await withoutTexts();
    await threeAtTheDesk();
    await town.fault({ stream: "off", workflow: "off" });
    const { id } = await town.raise();
    await town.forward("PT5S");
    await town.fault({ mail: "reject-soft" });
    expect(await inVainWhile(() => look(now()))).toBeLessThan(8); // beside the last of the messages at most: those have found it out
    expect((await noticesOf(id)).filter(({ kind }) => kind === "page").map(({ attempts }) => attempts)).toEqual([1, 1, 1]);
    await town.fault({ mail: "accept" });
    await look(now());
    expect(told()).toEqual([]); // known to be down
    await town.forward("PT1M1S");
    await look(now());
    expect(told().length).toBeGreaterThan(4); // those that were left alone
    await town.forward("PT5M");
    await look(now());
    expect(told()).toHaveLength(12);
    await town.fault({ stream: "on", workflow: "on" });
  });

  it("find out by themselves that it is down, in a round of calls, and say so to whoever sends", async () => {
    await left(...WRITERS);
    await town.forward("PT16M");
    await town.fault({ mail: "reject-soft" });
    const tried = await inVainWhile(async () => expect(await look(now())).toBe(0));
    expect(tried).toBeLessThan(9); // of twelve
    expect(await down(now())).toEqual(["email"]);
    expect(await inVainWhile(() => look(now()))).toBe(0);
    await town.fault({ mail: "accept" });
    await town.forward("PT1M1S");
    expect(await look(now())).toBe(12 - tried);
    await town.forward("PT5M");
    expect(await look(now())).toBe(tried);
    expect(told().toSorted()).toEqual(WRITERS.flatMap((one) => Array(3).fill(mailOf(one))).toSorted());
  });

  it("are told of once by two looks at the same moment, and again by nobody", async () => {
    await left("amara_bell");
    await town.forward("PT16M");
    const mended = await Promise.all([look(now()), look(now())]);
    expect([mended.reduce((sum, one) => sum + one), told()]).toEqual([3, Array(3).fill(mailOf("amara_bell"))]);
    await town.forward("PT6M");
    expect([await look(now()), told().length]).toEqual([0, 3]);
  });

  it("are told of to each who leads the site once, whoever of them cannot be written to", async () => {
    await town.enrol(
      () => ({ roles: ["raiser", "site_lead"], site: siteOf("amara_bell"), agency: "RJ1" }),
      "gwen_thorn",
      "faye_brook",
    );
    await left("amara_bell");
    await town.forward("PT1H1M");
    await look(now());
    await town.fault({ mail: "reject-soft", to: mailOf("gwen_thorn") });
    await town.fault({ mail: "reject-hard", to: mailOf("faye_brook") });
    await look(now());
    const once = [mailOf("amara_bell"), mailOf("noor_vane")].flatMap((to) => Array(3).fill(to));
    expect(told().toSorted()).toEqual(once.toSorted());
    await town.forward("PT5M1S");
    await look(now());
    expect(told()).toHaveLength(once.length);
    await town.fault({ mail: "accept", to: mailOf("gwen_thorn") });
    await town.forward("PT5M1S");
    await look(now());
    await town.forward("PT5M1S");
    await look(now());
    expect(told().toSorted()).toEqual([...once, ...Array(3).fill(mailOf("gwen_thorn"))].toSorted());
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
