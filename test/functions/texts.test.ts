import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { referenceOf } from "../../core/escalation/sending.ts";
import { MOST_A_SECOND } from "../../local/mailbox.ts";
import { startTexts, type TextFault, type Texts } from "../../local/texts.ts";
import { aTown, type Town } from "../town.ts";

const TO = "+447700900199";

describe("a text through the service's own client", () => {
  let texts: Texts;
  let sms: typeof import("../../functions/sms.ts");
  beforeAll(async () => {
    const callBack = { url: "http://localhost:9/receipts/sms", token: "t" }; // nobody listens there: a receipt that is lost
    texts = await startTexts({ callBack, during: (work) => work, hanging: () => {} });
    sms = await import("../../functions/sms.ts");
  });
  beforeEach(() => {
    Object.assign(process.env, { NOTIFY_URL: texts.endpoint, NOTIFY_KEY: texts.key, NOTIFY_TEMPLATE: texts.template });
    texts.fail("accept");
  });
  afterAll(() => texts.close());

  const failure = (to = TO) =>
    sms.send(to, "words", "reference").then(
      () => undefined,
      (error: unknown) => sms.failureOf(error),
    );

  it("is handed over once, signed with our key, under our reference", async () => {
    const id = await sms.send(TO, "RC-234-567 P1", "london/a/b/1");
    expect(texts.texts).toEqual([expect.objectContaining({ id, to: TO, text: "RC-234-567 P1", reference: "london/a/b/1" })]);
  });

  it.each([
    ["reject-hard", "refused", "BadRequestError"],
    ["reject-soft", "later", "Exception"],
    ["account-down", "down", "AuthError"],
    ["daily-limit", "down", "TooManyRequestsError"],
  ] as const)("is told apart when it is not taken: %s is %s", async (fault: TextFault, how, name) => {
    texts.fail(fault);
    expect(await failure()).toEqual({ how, name });
  });

  it("is asked again in a moment when there are too many in this one", async () => {
    texts.fail("crowded");
    const found = await Promise.all(Array.from({ length: MOST_A_SECOND + 1 }, () => failure()));
    expect(found.filter((one) => one !== undefined)).toEqual([{ how: "busy", name: "RateLimitError" }]);
  });

  it("is refused for good when the number takes no texts", async () => {
    expect(await failure("+442079460123")).toEqual({ how: "refused", name: "ValidationError" });
  });

  it.each([
    ["another service's key", { NOTIFY_KEY: `x-${crypto.randomUUID()}-${crypto.randomUUID()}` }, "AuthError"],
    ["a template that is not there", { NOTIFY_TEMPLATE: crypto.randomUUID() }, "BadRequestError"],
  ])("means the whole service with %s", async (_, env, name) => {
    Object.assign(process.env, env);
    expect(await failure()).toEqual({ how: "down", name });
  });

  it("may be tried again when nobody answers at all, and is cut off after five seconds", async () => {
    texts.fail("hang");
    const began = performance.now();
    expect(await failure()).toEqual({ how: "later", name: "ERR_CANCELED" });
    expect(performance.now() - began).toBeGreaterThan(4900);
    process.env.NOTIFY_URL = "http://127.0.0.1:9";
    expect(await failure()).toMatchObject({ how: "later" });
  });
});

describe("a receipt for a text", () => {
  let town: Town;
  beforeAll(async () => {
    town = await aTown();
  });
  beforeEach(() => town.anew());
  afterAll(() => town.close());

  const receipt = (more: object = {}) => ({
    ...{ id: crypto.randomUUID(), reference: null, to: TO, status: "delivered", notification_type: "sms" },
    ...{ created_at: "2026-01-16T02:00:00.000000Z", completed_at: "2026-01-16T02:00:01.000000Z", ...more },
  });
  const tell = async (body: unknown, token = process.env.NOTIFY_CALLBACK) => {
    const reply = await fetch(`${town.machine.site}/receipts/sms`, {
      method: "POST",
      headers: token ? { authorization: `Bearer ${token}` } : {},
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    await town.settled();
    return { status: reply.status, type: reply.headers.get("content-type"), body: (await reply.json()) as object };
  };
  const byText = async () => {
    await town.enrol(({ channels }) => ({ channels: channels.toReversed() }), "idris_vale");
    await town.fault({ sms: "never-delivered" });
    const { id } = await town.raise();
    const page = async () =>
      ((await town.as("amara_bell", "GET", `escalations/${id}/notices`)).body as unknown as { items: object[] }).items[0];
    return { id, page, reference: referenceOf({ partnership: "london", about: id, notice: "000001-00", attempt: 1 }) };
  };

  it.each([
    ["no token", ""],
    ["another token", "not-the-one"],
    ["the token and more", "more"],
  ])("is refused with %s, before anything is read", async (_, token) => {
    const shown = token === "more" ? `${process.env.NOTIFY_CALLBACK}x` : token;
    expect(await tell("not even JSON", shown)).toMatchObject({
      status: 401,
      type: "application/problem+json",
      body: { type: "/problems/NotSignedIn" },
    });
  });

  it.each([
    ["no JSON", "{"],
    ["no status", receipt({ status: undefined })],
    ["a status that there is not", receipt({ status: "read" })],
    ["no id", receipt({ id: "1" })],
  ])("is a clear problem with %s", async (_, body) => {
    expect(await tell(body)).toMatchObject({
      status: 400,
      type: "application/problem+json",
      body: { type: "/problems/Invalid" },
    });
  });

  it.each([
    ["a reference that is not ours", "london/somewhere/else/1"],
    ["no reference", null],
    ["a message that there is not", `london/${crypto.randomUUID()}/000001-00/1`],
  ])("is left, and not asked for again, with %s", async (_, reference) => {
    expect(await tell(receipt({ reference }))).toMatchObject({ status: 200, body: {} });
  });

  it("is notification when it says delivered, and twice is once", async () => {
    const { page, reference, id } = await byText();
    for (let nth = 0; nth < 2; nth += 1) expect((await tell(receipt({ reference }))).status).toBe(200);
    expect(await page()).toMatchObject({ fate: "delivered", attempts: 1 });
    expect((await town.story(id)).map(({ what }) => what)).toEqual(["raised", "tier_alerted"]);
  });

  it.each([
    ["permanent-failure", "the number does not exist"],
    ["temporary-failure", "it came back, for now"],
    ["technical-failure", "the text service could not send it"],
  ])("sends the message along the next channel at once when it says %s", async (status, reason) => {
    const { page, reference } = await byText();
    await tell(receipt({ reference, status }));
    expect(await page()).toMatchObject({
      fate: "delivered",
      tried: [
        { number: 1, channel: "sms", fate: "lost", reason },
        { number: 2, channel: "email", fate: "delivered" },
      ],
    });
    expect(town.told()).toEqual(["idris_vale"]);
  });

  it("acknowledges nothing, whatever it says", async () => {
    const { id, reference } = await byText();
    await tell(receipt({ reference }));
    expect(await town.read("amara_bell", id)).toMatchObject({ stage: "raised", acknowledged: null });
  });

  it("shows nobody the number or the address that a message went to", async () => {
    const { id, reference } = await byText();
    await tell(receipt({ reference, status: "permanent-failure" }));
    const { body } = await town.as("amara_bell", "GET", `escalations/${id}/export`);
    expect(JSON.stringify(body)).not.toMatch(/77009001|idris\.vale@/);
  });
});
