import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { aTown, type Town } from "../town.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town.close());

const NEW = "+447700900188";
const KEPT = { kind: "email", to: "jonas.field@barts.example.org" };
const me = (path: string, body: object, person = "jonas_field") => town.as(person, "POST", `me/${path}`, body);
const mine = async (person = "jonas_field") =>
  ((await town.as(person, "GET", "me")).body as unknown as { person: { channels: object[]; quiet: boolean } }).person;
/** The code that was sent to the new number last. */
const code = () => town.machine.texts.texts.findLast(({ to }) => to === NEW)?.text.slice(0, 6) ?? "";

describe("another way to be reached", () => {
  it("is used once its owner has said the code that was sent there, and not before", async () => {
    expect((await me("channels", { kind: "sms", to: "07700 900188" })).status).toBe(200);
    expect((await mine()).channels).toEqual([expect.objectContaining(KEPT), { kind: "sms", to: NEW, verifiedAt: null }]);
    expect(code()).toMatch(/^\d{6}$/);
    const verified = await me("channels/verification", { to: NEW, code: code() });
    expect(verified.status).toBe(200);
    expect((await mine()).channels[1]).toMatchObject({ to: NEW, verifiedAt: expect.stringMatching(/^2026/) });
    expect(await me("channels/verification", { to: NEW, code: code() })).toMatchObject({ status: 400 });
  });

  it("is not verified by a wrong code, nor by a right one that comes too late", async () => {
    await me("channels", { kind: "sms", to: NEW });
    const wrong = code() === "000000" ? "000001" : "000000";
    expect(await me("channels/verification", { to: NEW, code: wrong })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "code", reason: "is not the code that was sent there" }] },
    });
    expect(await me("channels/verification", { to: NEW, code: "12" })).toMatchObject({ status: 400 });
    await town.forward("PT10M");
    expect(await me("channels/verification", { to: NEW, code: code() })).toMatchObject({ status: 400 });
    expect((await mine()).channels[1]).toMatchObject({ verifiedAt: null });
  });

  it("has its code by email too, whose receipts ring nobody", async () => {
    const lines: string[] = [];
    const { log } = console;
    console.log = (line: string) => lines.push(line);
    await me("channels", { kind: "email", to: "jonas.second@example.org" });
    await town.settled();
    console.log = log;
    const letter = town.machine.mailbox.letters.find(({ to }) => to === "jonas.second@example.org");
    const [sent = ""] = /^\d{6}/.exec(letter?.subject ?? "") ?? [];
    expect(letter?.text).toContain(`${town.machine.site}/me`);
    expect(await me("channels/verification", { to: "jonas.second@example.org", code: sent })).toMatchObject({ status: 200 });
    expect(lines.join()).not.toContain("receipt_not_understood");
  });

  it("gets no second code at once, and is said to be refused where nobody takes our messages", async () => {
    await me("channels", { kind: "sms", to: NEW });
    expect(await me("channels", { kind: "sms", to: NEW })).toMatchObject({ status: 429, body: { type: "/problems/TooMany" } });
    await town.forward("PT1M");
    await town.fault({ sms: "reject-hard" });
    expect(await me("channels", { kind: "sms", to: NEW })).toMatchObject({
      status: 400,
      body: { errors: [{ field: "to", reason: "takes no messages from us" }] },
    });
    await town.forward("PT1M");
    await town.fault({ sms: "account-down" });
    expect(await me("channels", { kind: "sms", to: NEW })).toMatchObject({ status: 409 });
  });

  it.each([
    ["a landline", { kind: "sms", to: "020 7946 0123" }],
    ["no address", { kind: "email", to: "nowhere" }],
    ["a channel that there is not", { kind: "pager", to: "1" }],
    ["one that is verified already", KEPT],
  ])("is a clear problem when it is %s", async (_, body) => {
    expect(await me("channels", body)).toMatchObject({ status: 400, body: { type: "/problems/Invalid" } });
  });
});

describe("the order of one's channels, and what is taken away", () => {
  it("changes who is told by what: texts first, then email", async () => {
    const [email, sms] = (await mine("idris_vale")).channels as { to: string }[];
    expect((await me("channels/order", { order: [sms?.to, email?.to] }, "idris_vale")).status).toBe(200);
    town.machine.texts.texts.length = 0;
    await town.raise();
    expect(town.texted()).toEqual(["idris_vale"]);
    expect(await me("channels/order", { order: [sms?.to] }, "idris_vale")).toMatchObject({ status: 400 });
  });

  it("leaves everybody one way at least", async () => {
    const [email, sms] = (await mine("idris_vale")).channels as { to: string }[];
    expect((await me("channels/removal", { to: email?.to }, "idris_vale")).status).toBe(200);
    expect(await me("channels/removal", { to: sms?.to }, "idris_vale")).toMatchObject({
      status: 409,
      body: { type: "/problems/LastChannel" },
    });
    expect(await me("channels/removal", { to: "b@example.org" }, "idris_vale")).toMatchObject({ status: 400 });
  });
});

describe("whoever has their ways changed, by themselves or at a session that they left open", () => {
  const CHANGED = "Rightcall: how you are reached was changed";
  /** Who was told of a change, and of which: by mail and by text. */
  const told = () => [
    ...town.machine.mailbox.letters.filter(({ subject }) => subject === CHANGED).map(({ to, text }) => [to, text] as const),
    ...town.machine.texts.texts.filter(({ text }) => text.startsWith("Rightcall,")).map(({ to, text }) => [to, text] as const),
  ];
  const heardBy = () => told().map(([to]) => to);

  it("hears of it along each way that they had, the one that was taken away too, and what to do when it was not them", async () => {
    const [email, sms] = (await mine("idris_vale")).channels as { to: string }[];
    const [address = "", number = ""] = [email?.to, sms?.to];
    await me("channels", { kind: "sms", to: NEW }, "idris_vale");
    expect(told()).toEqual([]);
    await me("channels/verification", { to: NEW, code: code() }, "idris_vale");
    expect(heardBy()).toEqual([address, number]);
    await me("channels/removal", { to: address }, "idris_vale");
    expect(heardBy().toSorted()).toEqual([address, number, address, number, NEW].toSorted());
    expect(told().at(-1)?.[1]).toContain("one of the ways to reach you was taken away");
    for (const [, words] of told()) {
      expect(words.toLowerCase()).toMatch(/\d\d:\d\d gmt.*if it was not you.*sign out everywhere.*tell your administrator/s);
      for (const somebodys of [address, number, NEW, "Idris", "Vale"]) expect(words).not.toContain(somebodys);
    }
  });

  it("hears of another order, and not of one that is as it was, nor of a way that was never used", async () => {
    const order = (await mine("idris_vale")).channels.map((channel) => (channel as { to: string }).to);
    await me("channels/order", { order }, "idris_vale");
    await me("channels", { kind: "sms", to: NEW }, "idris_vale");
    await me("channels/removal", { to: NEW }, "idris_vale");
    expect(told()).toEqual([]);
    await me("channels/order", { order: order.toReversed() }, "idris_vale");
    expect(heardBy()).toEqual(order);
  });

  it("has it changed all the same where one way takes no message, and hears of it by the other; its receipts ring nobody", async () => {
    const lines: string[] = [];
    const { log } = console;
    console.log = (line: string) => lines.push(line);
    const order = (await mine("idris_vale")).channels.map((channel) => (channel as { to: string }).to);
    await town.fault({ sms: "account-down" });
    expect((await me("channels/order", { order: order.toReversed() }, "idris_vale")).status).toBe(200);
    await town.settled();
    console.log = log;
    expect(heardBy()).toEqual([order[0]]);
    expect(lines.join()).not.toContain("receipt_not_understood");
  });

  it("is not changed by whoever showed more than ten minutes ago who they are; what they want of texts is", async () => {
    const token = await town.machine.signIn.tokenFor("idris_vale");
    const press = async (path: string, body: object) => {
      const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
      const reply = await fetch(`${town.machine.site}/api/me/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
      return [reply.status, (await reply.json()).type];
    };
    await town.forward("PT11M");
    const before = await mine("idris_vale");
    const presses = [
      ["channels", { kind: "sms", to: NEW }],
      ["channels/verification", { to: NEW, code: "123456" }],
      ["channels/order", { order: before.channels.map((channel) => (channel as { to: string }).to).toReversed() }],
      ["channels/removal", { to: "idris.vale@met.example.org" }],
    ] as const;
    for (const [path, body] of presses) expect(await press(path, body)).toEqual([401, "/problems/SignInAgain"]);
    expect(await mine("idris_vale")).toEqual(before);
    expect((await press("preferences", { quiet: true }))[0]).toBe(200);
  });

  it("may have had none: their first way is added as before, and nobody is told", async () => {
    await town.enrol(() => ({ channels: [] }), "jonas_field");
    await me("channels", { kind: "sms", to: NEW });
    expect((await me("channels/verification", { to: NEW, code: code() })).status).toBe(200);
    expect(told()).toEqual([]);
  });
});

describe("what somebody wants of texts", () => {
  it("is kept, and says nothing of pages", async () => {
    expect((await me("preferences", { quiet: true }, "idris_vale")).body).toMatchObject({ quiet: true });
    expect(await mine("idris_vale")).toMatchObject({ quiet: true });
    await town.fault({ mail: "reject-hard", to: "idris.vale@met.example.org" });
    await town.raise();
    expect(town.texted()).toContain("idris_vale");
  });
});
