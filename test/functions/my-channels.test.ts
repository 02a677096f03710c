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

describe("what somebody wants of texts", () => {
  it("is kept, and says nothing of pages", async () => {
    expect((await me("preferences", { quiet: true }, "idris_vale")).body).toMatchObject({ quiet: true });
    expect(await mine("idris_vale")).toMatchObject({ quiet: true });
    await town.fault({ mail: "reject-hard", to: "idris.vale@met.example.org" });
    await town.raise();
    expect(town.texted()).toContain("idris_vale");
  });
});
