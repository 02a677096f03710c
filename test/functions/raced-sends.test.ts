import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Notice } from "../../core/escalation/notice.ts";
import type { Sending } from "../../core/escalation/sending.ts";
import { keys } from "../../core/keys.ts";
import { A_RAISE, as } from "../../local/main-job.ts";
import { aTown, type Town } from "../town.ts";

/*
 * What happens between our call to a service and its answer: a receipt that is faster than our own write, an answer that never comes, a
 * case that is over before the service has room. The service is held at its call; all else is real.
 */
type Hand = (to: string, said: { readonly words: { readonly subject: string } }, sending: Sending) => Promise<string>;

let town: Town;
let carriers: Record<"email" | "sms", { hand: Hand }>;
let real: Record<"email" | "sms", Hand>;
let heard: typeof import("../../functions/outbox.ts").heard;
let deliver: typeof import("../../functions/stream/dispatch.ts").deliver;
beforeAll(async () => {
  town = await aTown();
  carriers = (await import("../../functions/carriers.ts")).carriers as unknown as typeof carriers;
  ({ heard } = await import("../../functions/outbox.ts"));
  ({ deliver } = await import("../../functions/stream/dispatch.ts"));
  real = { email: carriers.email.hand, sms: carriers.sms.hand };
});
beforeEach(async () => {
  carriers.email.hand = real.email;
  carriers.sms.hand = real.sms;
  await town.anew();
});
afterAll(() => town.close());

const FIRST_PAGE = "000001-00";
const pageOf = async (id: string) =>
  ((await town.as("amara_bell", "GET", `escalations/${id}/notices`)).body as unknown as { items: Notice[] }).items[0];
const waysOf = (page?: Notice) => page?.tried.map(({ number, channel, fate }) => `${number} ${channel} ${fate}`);
const bounces = ({ about, notice, attempt }: Sending) =>
  heard(keys.message("london", about, notice), attempt, { what: "lost", reason: "it bounced" }, new Date().toISOString());
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const failing = (name: string) => Object.assign(new Error("The service said no."), { name });

describe("a bounce that is heard before we have written that the service took it", () => {
  it("sends the page by text at once, and waits for no sweeper", async () => {
    town.machine.sweeper.on = false;
    carriers.email.hand = async (_, __, sending) => {
      if (sending.notice === FIRST_PAGE) await bounces(sending);
      return "taken";
    };
    const { id } = await town.raise();
    await pause(1000);
    await town.settled();
    expect([town.texted(), waysOf(await pageOf(id))]).toEqual([["idris_vale"], ["1 email lost", "2 sms delivered"]]);
  });
});

describe("a page that was written by a clock a second ahead of its sender's, as a shift began", () => {
  const TEAM = "duty_inspector_central_south";
  it("leaves, and nobody else is asked: whoever is asked as they come on duty is on duty", async () => {
    await town.fault({ stream: "off" });
    town.machine.sweeper.on = false;
    await town.offShift(TEAM);
    const from = new Date(Date.now() + 60_000).toISOString();
    await town.shift("nell_frost", TEAM, from, new Date(Date.now() + 8 * 3_600_000).toISOString());
    await town.to(from);
    const { id } = await town.raise();
    const before = new Date(Date.parse(from) - 1000).toISOString();
    await deliver(keys.message("london", id, FIRST_PAGE), before);
    const page = await pageOf(id);
    const tried = page?.tried.map(({ channel }) => channel);
    expect([page?.to, tried, (await town.read("amara_bell", id)).tier.number]).toEqual(["nell_frost", ["email"], 1]);
    expect(["accepted", "delivered"]).toContain(page?.fate); // its receipt comes when it comes
    await town.fault({ stream: "on" });
  });
});

describe("a page whose clock is ahead of its sender's", () => {
  it("goes by text at once when the mail service refuses it, and waits for no sweeper", async () => {
    const notices = await import("../../functions/aws/notices.ts");
    await town.fault({ stream: "off", mail: "reject-hard" });
    town.machine.sweeper.on = false;
    const { id } = await town.raise();
    const key = keys.message("london", id, FIRST_PAGE);
    const page = await notices.get(key);
    if (page) await notices.write(key, { ...page, at: new Date(Date.now() + 20_000).toISOString() });
    await deliver(key, new Date().toISOString());
    expect([town.texted(), waysOf(await pageOf(id))?.[0]]).toEqual([["idris_vale"], "1 email lost"]);
    await town.fault({ stream: "on", mail: "accept" });
  });
});

describe("a call to which no answer comes, of what has bounced meanwhile", () => {
  it("leaves the page to whoever sends it by text", async () => {
    const [texting, answered] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const left: string[] = [];
    carriers.email.hand = async (_, __, sending) => {
      if (sending.notice !== FIRST_PAGE) return "taken";
      left.push(`email ${sending.attempt}`);
      await bounces(sending);
      void deliver(keys.message("london", sending.about, sending.notice), new Date().toISOString());
      await texting.promise; // another sender has it in hand now
      setTimeout(answered.resolve, 200);
      throw failing("TimeoutError");
    };
    carriers.sms.hand = async (to, said, sending) => {
      left.push(`sms ${sending.attempt}`);
      texting.resolve();
      await answered.promise;
      return real.sms(to, said, sending);
    };
    const { id } = await town.raise();
    await pause(1000);
    await town.settled();
    expect([left, waysOf(await pageOf(id))]).toEqual([
      ["email 1", "sms 2"],
      ["1 email lost", "2 sms delivered"],
    ]);
  });
});

describe("a page that waits for room at a service", () => {
  it("does not leave once the case is over, and nobody is told that they are needed after they are not", async () => {
    await town.enrol(({ channels }) => ({ channels: channels.filter(({ kind }) => kind === "email") }));
    let full = true;
    carriers.email.hand = async (to, said, sending) => {
      if (sending.notice === FIRST_PAGE && full) throw failing("Throttling");
      return real.email(to, said, sending);
    };
    const { body } = await as(town.machine, "amara_bell", "POST", "escalations", A_RAISE);
    await pause(1200);
    const over = { seen: body.version, as: "withdrawn_found_safe", why: "She is back on the ward" };
    expect((await as(town.machine, "amara_bell", "POST", `escalations/${body.id}/withdrawal`, over)).status).toBe(200);
    await pause(300);
    full = false;
    await pause(1200);
    await town.settled();
    expect(town.subjects("idris_vale").filter((subject) => subject.includes("your answer is needed"))).toEqual([]);
    expect((await pageOf(String(body.id)))?.fate).toBe("withheld");
  });
});
