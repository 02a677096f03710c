import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Notice } from "../../core/escalation/notice.ts";
import { between, london } from "../../core/time.ts";
import { demo } from "../../local/demo-people.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";

/** Everybody on this ladder has email first and texts second, but for those whom a test gives something else. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town.close());

const channelOf = (person: string, kind: "email" | "sms") =>
  demo.people.find(({ id }) => id === person)?.channels.find((channel) => channel.kind === kind)?.to ?? "";
const [MAIL, NUMBER] = [channelOf("idris_vale", "email"), channelOf("idris_vale", "sms")];

const noticesOf = async (id: string) =>
  ((await town.as("amara_bell", "GET", `escalations/${id}/notices`)).body as unknown as { items: Notice[] }).items;
const pageTo = async (id: string, to: string) => {
  const notice = (await noticesOf(id)).find((one) => one.to === to && one.kind === "page");
  if (!notice) throw new Error(`no page to ${to}`);
  return notice;
};
/** Each attempt of a page as one word: by what, and what became of it. */
const ways = ({ tried }: Notice) => tried.map(({ number, channel, fate }) => `${number} ${channel} ${fate}`);
const whats = async (id: string) => (await town.story(id)).map(({ what }) => what);
const secondsUntilTexted = (raisedAt: string) => between(raisedAt, town.machine.texts.texts[0]?.at ?? "") / 1000;

describe("when the mail of a person fails, and they take texts", () => {
  it.each([
    ["reject-hard", "the mail service refused it", 20],
    ["suppressed", "the address is on the suppression list", 20],
    ["complaint", "it was reported as junk", 20],
    ["never-delivered", "accepted, and never confirmed", 120],
    ["delayed", "accepted, and never confirmed", 120],
    ["bounce-late", "it bounced", 120],
  ] as const)("sends the page on as a text: %s", async (fault, reason, within) => {
    await town.fault({ mail: fault, to: MAIL });
    const { id, raised } = await town.raise();
    await town.forward("PT2M30S");
    const page = await pageTo(id, "idris_vale");
    expect(page.tried.at(-1)).toMatchObject({ number: 2, channel: "sms", fate: "delivered" });
    expect(page).toMatchObject({ fate: "delivered", attempts: 2 });
    expect(town.texted()).toEqual(["idris_vale"]);
    expect(secondsUntilTexted(raised.at)).toBeLessThan(within);
    expect((await town.read("amara_bell", id)).tier.number).toBe(1);
    expect((await town.story(id)).filter(({ what }) => what === "notice_rerouted")).toEqual([
      expect.objectContaining({ about: { notice: page.id, to: "idris_vale", from: "email", by: "sms", reason } }),
    ]);
    expect(await whats(id)).not.toContain("notice_failed");
  });

  it("says what is asked in one short text: reference first, the limit, the link, and nothing of the patient", async () => {
    await town.fault({ mail: "reject-hard", to: MAIL });
    const { id, reference, clocks } = await town.raise({
      ask: "zebra",
      whyNow: "zebra",
      place: { borough: "Lambeth", address: "zebra" },
    });
    const limit = london(clocks.find((clock) => clock.limit === "acknowledge")?.dueAt ?? "");
    expect(town.texts("idris_vale")).toEqual([
      `${reference} P1: your answer is needed, Duty inspector. Acknowledge by ${limit}. Danger now: ring 999. ${town.machine.site}/escalations/${id} (000001-00, attempt 2)`,
    ]);
  });

  it.each(["reject-soft", "hang"] as const)("goes by text when mail has not been taken in its time: %s", async (fault) => {
    await town.fault({ mail: fault, to: MAIL });
    const { id, raised } = await town.raise();
    await town.forward("PT2M30S");
    const page = await pageTo(id, "idris_vale");
    expect(page).toMatchObject({ fate: "delivered" });
    expect(page.tried.at(-1)).toMatchObject({ channel: "sms", fate: "delivered" });
    expect(page.tried.filter(({ fate }) => fate === "lost")).toMatchObject([
      { channel: "email", reason: "the mail service did not take it in time" },
    ]);
    expect(secondsUntilTexted(raised.at)).toBeGreaterThan(60);
    expect(secondsUntilTexted(raised.at)).toBeLessThan(150);
  });

  it("keeps a delivery that comes after the text has left as what it is: late, and no failure", async () => {
    await town.fault({ mail: "delayed", to: MAIL, after: "PT3M" });
    const { id } = await town.raise();
    await town.forward("PT4M");
    const page = await pageTo(id, "idris_vale");
    expect(ways(page)).toEqual(["1 email delivered", "2 sms delivered"]);
    expect(page.fate).toBe("delivered");
    const late = (await town.story(id)).filter(({ what }) => what === "notice_late");
    expect(late).toMatchObject([{ about: { to: "idris_vale", by: "sms", attempt: 2 } }]);
  });

  it("tells a late delivery of the only channel too, and takes back that it never came", async () => {
    await town.enrol(({ channels }) => ({ channels: channels.slice(0, 1) }), "idris_vale");
    await town.fault({ mail: "delayed", to: MAIL, after: "PT4M" });
    const { id } = await town.raise();
    await town.forward("PT4M30S");
    expect(await pageTo(id, "idris_vale")).toMatchObject({ fate: "delivered" });
    expect(await whats(id)).toEqual(expect.arrayContaining(["notice_failed", "notice_late"]));
    expect((await town.read("amara_bell", id)).tier.number).toBe(2);
  });

  it("does not fail a page that was delivered as a text when its mail comes back afterwards", async () => {
    await town.fault({ mail: "never-delivered", to: MAIL });
    const { id } = await town.raise();
    await town.forward("PT2M30S");
    const { handler } = await import("../../functions/receipts/note-receipt.ts");
    const page = await pageTo(id, "idris_vale");
    const tags = { partnership: ["london"], about: [id], notice: [page.id], attempt: ["1"] };
    const bounced = { eventType: "Bounce", mail: { tags }, bounce: { bounceType: "Permanent", bounceSubType: "General" } };
    await handler({ Records: [{ Sns: { Message: JSON.stringify(bounced) } }] } as never);
    const after = await pageTo(id, "idris_vale");
    expect(after).toMatchObject({ fate: "delivered" });
    expect(after.tried[0]).toMatchObject({ fate: "lost", reason: "it bounced" });
    expect((await whats(id)).filter((what) => what === "notice_failed")).toEqual([]);
  });

  it("reaches the raiser by text as well, with what they must do", async () => {
    await town.fault({ mail: "reject-hard" });
    await town.fault({ sms: "reject-hard" });
    await town.fault({ sms: "accept", to: channelOf("amara_bell", "sms") });
    const { reference } = await town.raise();
    await town.settled();
    const heard = town.texts("amara_bell").find((text) => text.includes("NOBODY HAS ANSWERED"));
    expect(heard).toMatch(
      new RegExp(`^${reference} P1: NOBODY HAS ANSWERED\\. Ring now\\. .*Ring 999, or the control room on 020 7946`),
    );
  });
});

describe("when the texts of a person fail too", () => {
  it.each([
    ["reject-hard", "the text service refused it", 20],
    ["permanent-failure", "the number does not exist", 20],
    ["temporary-failure", "it came back, for now", 20],
    ["never-delivered", "accepted, and never confirmed", 120],
    ["reject-soft", "the text service did not take it in time", 180],
    ["hang", "the text service did not take it in time", 180],
    ["account-down", "the text service did not take it in time", 180],
    ["daily-limit", "the text service did not take it in time", 180],
  ] as const)("asks the next tier once no channel is left: %s", async (fault, reason, within) => {
    await town.fault({ mail: "reject-hard", to: MAIL });
    await town.fault({ sms: fault, to: NUMBER });
    const { id, raised } = await town.raise();
    await town.forward("PT3M");
    expect(await pageTo(id, "idris_vale")).toMatchObject({ fate: "failed", reason });
    const next = town.machine.mailbox.letters.find(({ to }) => to.startsWith("omar.reed"));
    expect(between(raised.at, next?.at ?? "") / 1000).toBeLessThan(within);
    expect((await whats(id)).slice(0, 5)).toEqual(["raised", "tier_alerted", "notice_rerouted", "notice_failed", "tier_alerted"]);
  });

  it("tells a text that arrived late, and asks nobody more for it", async () => {
    await town.fault({ mail: "reject-hard", to: MAIL });
    await town.fault({ sms: "delayed", to: NUMBER, after: "PT70S" });
    const { id } = await town.raise();
    await town.fault({ sweeper: "off" }); // nobody looks before it comes
    await town.forward("PT2M");
    expect(await pageTo(id, "idris_vale")).toMatchObject({ fate: "delivered" });
    expect(await whats(id)).toEqual(["raised", "tier_alerted", "notice_rerouted", "notice_late"]);
  });
});

describe("why nobody acknowledged in time", () => {
  const causeOf = async (id: string) =>
    (await town.story(id)).flatMap((fact) => (fact.what === "limit_missed" ? [fact.about.cause] : []))[0];

  it("is that the page arrived and nobody opened it", async () => {
    const { id } = await town.raise();
    await town.forward("PT6M");
    expect(await causeOf(id)).toBe("delivered_not_read");
  });

  it("is that it arrived late, when mail was slow and texts were lost", async () => {
    await town.fault({ mail: "delayed", to: MAIL, after: "PT100S" });
    await town.fault({ sms: "never-delivered", to: NUMBER });
    const { id } = await town.raise();
    await town.forward("PT6M");
    expect(await causeOf(id)).toBe("delivered_late");
  });

  it("is that somebody opened it and did not press, which both sides see", async () => {
    const { id } = await town.raise();
    for (let nth = 0; nth < 2; nth += 1)
      expect(await askingIn(() => town)("idris_vale", `/escalations/${id}`)).toMatchObject({ status: 200 });
    const { openedAt } = await pageTo(id, "idris_vale");
    expect(openedAt).not.toBeNull();
    await town.forward("PT6M");
    expect(await causeOf(id)).toBe("read_not_acknowledged");
    expect(await pageTo(id, "idris_vale")).toMatchObject({ openedAt, fate: "delivered" });
  });
});

describe("when a whole service is down", () => {
  it("goes by the other channel at once, and asks the one that is down again after a minute", async () => {
    await town.fault({ mail: "account-down" });
    const { id } = await town.raise();
    expect(ways(await pageTo(id, "idris_vale"))).toEqual(["1 email not_taken", "2 sms delivered"]);
    await town.forward("PT30S");
    const second = await town.raise({ callBack: "020 7946 0456" });
    expect(ways(await pageTo(second.id, "idris_vale"))).toEqual(["1 sms delivered"]);
    await town.fault({ mail: "accept" });
    await town.forward("PT1M");
    const third = await town.raise({ callBack: "020 7946 0789" });
    expect(ways(await pageTo(third.id, "idris_vale"))).toEqual(["1 email delivered"]);
    expect(await whats(id)).toEqual(["raised", "tier_alerted"]);
  });

  it("still tries a person who has nothing else, and reaches them when it is back", async () => {
    await town.enrol(({ channels }) => ({ channels: channels.slice(0, 1) }), "idris_vale");
    await town.fault({ mail: "account-down" });
    const { id } = await town.raise();
    await town.forward("PT20S");
    await town.fault({ mail: "accept" });
    await town.forward("PT1M30S");
    const page = await pageTo(id, "idris_vale");
    expect(page).toMatchObject({ fate: "delivered" });
    expect(page.tried.map(({ channel }) => channel)).toEqual(page.tried.map(() => "email"));
  });

  it("sends by mail what cannot be texted, to somebody who has texts first", async () => {
    await town.enrol(({ channels }) => ({ channels: channels.toReversed() }), "idris_vale");
    await town.fault({ sms: "account-down" });
    const { id } = await town.raise();
    expect(ways(await pageTo(id, "idris_vale"))).toEqual(["1 sms not_taken", "2 email delivered"]);
  });
});

describe("one person's failing channel", () => {
  it("never holds up another's page", async () => {
    const team = "duty_inspector_central_south";
    const from = town.machine.clock?.now() ?? "";
    for (const person of ["nell_frost", "petra_lang"]) await town.shift(person, team, from, "2026-01-16T06:00:00.000Z");
    await town.fault({ mail: "hang", to: MAIL });
    await town.fault({ sms: "reject-soft", to: NUMBER });
    const { id } = await town.raise();
    await town.forward("PT12S"); // two calls that hang, and no more
    for (const person of ["nell_frost", "petra_lang"]) expect(await pageTo(id, person)).toMatchObject({ fate: "delivered" });
    expect(await pageTo(id, "idris_vale")).toMatchObject({ fate: "waiting" });
  });
});

describe("the order of a person's channels", () => {
  it("is theirs: whoever has texts first is texted first", async () => {
    await town.enrol(({ channels }) => ({ channels: channels.toReversed() }), "idris_vale");
    await town.raise();
    expect(town.texted()).toEqual(["idris_vale"]);
    expect(town.told()).toEqual([]);
  });

  it("leaves out a channel that nobody has verified", async () => {
    await town.enrol(({ channels }) => ({ channels: channels.map((one) => ({ ...one, verifiedAt: null })) }), "idris_vale");
    const { id } = await town.raise();
    expect([...town.told(), ...town.texted()]).not.toContain("idris_vale");
    expect(await whats(id)).toEqual(["raised", "tier_skipped", "tier_alerted"]);
  });

  it("keeps an update off the phone of somebody who wants it quiet, and a page on it", async () => {
    await town.enrol(() => ({ quiet: true }), "amara_bell", "idris_vale");
    await town.fault({ mail: "reject-hard" });
    await town.raise();
    await town.settled();
    expect(town.texted()).toContain("idris_vale");
    expect(town.texted()).not.toContain("amara_bell");
  });
});

describe("what is withheld", () => {
  it("stands in the story, with the reason", async () => {
    await town.fault({ mail: "reject-soft" });
    const raised = await town.raise();
    await town.acknowledge("idris_vale", raised);
    await town.forward("PT2M");
    const withheld = (await town.story(raised.id)).filter(({ what }) => what === "notice_withheld");
    expect(withheld).toMatchObject([{ about: { to: "idris_vale", reason: "it has been answered" } }]);
    expect((await town.read("amara_bell", raised.id)).stage).toBe("acknowledged");
  });
});
