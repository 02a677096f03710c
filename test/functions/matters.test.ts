import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown({ from: new Date("2026-07-01T13:00:00.000Z"), digest: false });
});
afterAll(() => town.close());
beforeEach(() => town.anew());
const asksPage = askingIn(() => town);

// biome-ignore lint/suspicious/noExplicitAny: replies of several routes; each test says what it expects of them
const reply = async (person: string, path: string, body?: object): Promise<any> => {
  const { status, body: answered } = await town.as(person, body ? "POST" : "GET", path, body);
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answered)}`);
  return answered;
};
const concern = (nth = 0) =>
  reply("amara_bell", "concerns", {
    source: "near_miss",
    theme: "T05",
    agency: "01",
    happened: `Referral ${"again ".repeat(nth + 1)}`,
  });
const noticesOf = async (matter: string) => {
  const [{ every, toItem }, { keys }] = await Promise.all([import("../../functions/aws/db.ts"), import("../../core/keys.ts")]);
  const found = await every({
    KeyConditionExpression: "pk = :pk AND begins_with(sk, :notice)",
    ExpressionAttributeValues: toItem({ ":pk": keys.matter("london", matter).pk, ":notice": "NOTICE#" }),
  });
  return found.map(
    ({ body }) => body as { to: string; fate: string; reason: string | null; tried: { channel: string; fate: string }[] },
  );
};

describe("the same press again", () => {
  /** A press by a client of the API that has not heard its answer. */
  const pressed = async (person: string, path: string, body: object) => {
    const headers = {
      authorization: `Bearer ${await town.machine.signIn.tokenFor(person)}`,
      "content-type": "application/json",
      "idempotency-key": "the-very-same-press",
    };
    const reply = await fetch(`${town.machine.site}/api/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  };

  it("of somebody who has passed a concern on says that it is kept, and nothing that has been written since", async () => {
    const { id } = await concern();
    const press = () => pressed("wren_ash", `concerns/${id}/passing-on`, { to: "RV5", why: "It is theirs" });
    expect(await press()).toMatchObject({ status: 200, body: { id, agency: "RV5" } });
    await reply("tess_quill", `concerns/${id}/answer`, { words: "Nobody of 01 has to know this yet." });
    const again = await press();
    expect(again).toMatchObject({
      status: 404,
      body: { detail: expect.stringContaining("What you pressed is kept"), kept: true },
    });
    expect(JSON.stringify(again.body)).not.toContain("Nobody of 01");
  });

  it("of somebody who has given an action on says the same", async () => {
    const { id } = await concern();
    const asks = { title: "Tell the desk", owner: "amara_bell", dueOn: "2026-07-20" };
    const given = await reply("wren_ash", `concerns/${id}/actions`, asks);
    const press = () => pressed("amara_bell", `actions/${given.id}/owner`, { to: "noor_vane", why: "It is hers" });
    expect(await press()).toMatchObject({ status: 200, body: { owner: "noor_vane" } });
    await reply("noor_vane", `actions/${given.id}/evidence`, { words: "The desk has been told, in words of its own." });
    const again = await press();
    expect(again).toMatchObject({ status: 404, body: { kept: true } });
    expect(JSON.stringify(again.body)).not.toContain("in words of its own");
  });
});

describe("an action that somebody may not give on", () => {
  it.each([
    ["may not see it", "bela_moor", 404],
    ["sees it as a lead", "jonas_field", 403],
  ])("does not tell whether anybody is a member of any agency, to who %s", async (_, person, status) => {
    const { id } = await concern();
    const given = await reply("wren_ash", `concerns/${id}/actions`, { title: "Tell it", owner: "wren_ash", dueOn: "2026-07-20" });
    const said = async (to: string) => {
      const answered = await town.as(person, "POST", `actions/${given.id}/owner`, { to, why: "It is theirs" });
      return { status: answered.status, body: { ...answered.body, request: null } };
    };
    const known = await said("noor_vane");
    expect(known.status).toBe(status);
    expect(await said("nobody_known")).toEqual(known);
  });
});

describe("an action that its owner has given on", () => {
  it("is not theirs to end, by the API or on its page, though they lead the agency", async () => {
    const { id } = await concern();
    const asks = { title: "Publish the number", owner: "wren_ash", dueOn: "2026-07-20" };
    const { id: action } = await reply("wren_ash", `concerns/${id}/actions`, asks);
    await reply("wren_ash", `actions/${action}/owner`, { to: "idris_vale", why: "On leave" });
    const ended = await town.as("wren_ash", "POST", `actions/${action}/cancellation`, { why: "No." });
    expect([ended.status, ended.body.type]).toEqual([403, "/problems/NotAllowed"]);
    const there = async (person: string) => (await asksPage(person, `/actions/${action}`)).words.includes("It need not be done");
    expect([await there("wren_ash"), await there("tess_quill")]).toEqual([false, true]);
  });
});

describe("a list of concerns", () => {
  it("is as long as what its reader sees of it: nothing tells of others', however small the page", async () => {
    const theirs = () =>
      reply("jonas_field", "concerns", { source: "near_miss", theme: "T05", agency: "01", happened: "Nobody rang back" });
    const first = await theirs();
    await town.forward("PT1M");
    for (let nth = 0; nth < 3; nth += 1) await concern(nth);
    await town.forward("PT1M");
    const second = await theirs();
    await town.forward("PT1M");
    for (let nth = 0; nth < 3; nth += 1) await concern(nth);
    const one = await reply("jonas_field", "concerns?most=1");
    const two = await reply("jonas_field", `concerns?most=1&after=${one.next}`);
    expect([...one.items, ...two.items].map(({ id }: { id: string }) => id)).toEqual([second.id, first.id]);
    expect([typeof one.next, two.next]).toEqual(["string", null]);
    expect((await reply("jonas_field", "concerns?most=2")).next).toBeNull();
  });
});

describe("an invitation", () => {
  it("is not sent when its call has been cancelled meanwhile", async () => {
    await town.fault({ stream: "off", mail: "reject-soft" });
    await town.call("weekly", "2026-07-08");
    await town.forward("PT2M"); // the sweeper invites, and no mail leaves
    await reply("tess_quill", "calls/weekly_2026_07_08/cancellation", { why: "A strike." });
    await town.fault({ mail: "accept" });
    await town.forward("PT5M");
    const subjects = town.subjects("noor_vane");
    expect(subjects).toEqual([expect.stringContaining("is not held")]);
    const fates = (await noticesOf("call_weekly_2026_07_08")).filter(({ to }) => to === "noor_vane").map(({ fate }) => fate);
    expect(fates).toEqual(["withheld", "delivered"]);
  });
});

describe("a call that is not held", () => {
  it("leaves what somebody had added to the next, which looks from where the last one ended", async () => {
    for (const day of ["2026-07-08", "2026-07-15"]) await town.call("weekly", day);
    await town.forward("PT2M");
    const added = { title: "The new number", because: "It changes on Monday" };
    await reply("tess_quill", "calls/weekly_2026_07_08/items", added);
    await reply("tess_quill", "calls/weekly_2026_07_08/cancellation", { why: "A strike." });
    await town.to("2026-07-08T13:02:00.000Z");
    const next = await reply("tess_quill", "calls/weekly_2026_07_15");
    expect(next).toMatchObject({ stage: "invited", agenda: [{ why: "added", title: "The new number", carried: 1 }] });
    expect(next.looksFrom < "2026-06-01").toBe(true); // none was held before it: it looks 45 days back
  });
});

describe("words that would stand in the minutes of a call", () => {
  const PATIENT = "Mrs Jane Placeholder, NHS number 943 476 5919, telephone 07700 900123, is to be rung";

  it("are refused where they lead to somebody, by their field, and nothing of them is kept", async () => {
    await concern();
    await town.call("weekly", "2026-07-15");
    await town.to("2026-07-15T13:01:00.000Z");
    const { id, agenda } = await reply("tess_quill", "calls/weekly_2026_07_15");
    const refused = async (path: string, field: string, asked: object) => {
      const { status, body } = await town.as("tess_quill", "POST", `calls/${id}/${path}`, asked);
      expect([status, body.errors]).toEqual([400, [{ field, reason: expect.stringMatching(/would stand in the minutes/) }]]);
    };
    await refused(`items/${agenda[0]?.id}`, "words", { outcome: "closed", words: PATIENT });
    await refused("cancellation", "why", { why: PATIENT });
    const { agenda: after, stage } = await reply("tess_quill", `calls/${id}`);
    expect([after[0]?.decided, stage]).toEqual([null, "open"]);
  });
});

describe("circulated minutes", () => {
  it("settle every concern that the call has closed, however many, and count every action", async () => {
    const raised = [];
    for (let nth = 0; nth < 7; nth += 1) raised.push(await concern(nth));
    await town.call("weekly", "2026-07-22");
    await town.to("2026-07-22T13:01:00.000Z");
    const call = await reply("tess_quill", "calls/weekly_2026_07_22");
    expect(call.agenda).toHaveLength(7);
    for (const { id } of call.agenda)
      await reply("tess_quill", `calls/${call.id}/items/${id}`, { outcome: "closed", words: "Seen." });
    for (const agency of call.agencies) await reply("tess_quill", `calls/${call.id}/attendance`, { agency, present: true });
    await reply("tess_quill", `calls/${call.id}/actions`, { title: "Write it down", owner: "wren_ash", dueOn: "2026-07-30" });
    await reply("tess_quill", `calls/${call.id}/minutes`, {});
    for (const { id } of raised)
      expect((await reply("amara_bell", `concerns/${id}`)).settled).toMatchObject({ how: "at_a_call", call: call.id });
    expect(town.machine.mailbox.letters.findLast(({ subject }) => subject.includes("the minutes"))?.text).toContain(
      "1 action was given",
    );
  });

  it("settle a concern beyond the first five also when somebody else changes it at that moment", async () => {
    const raised = [];
    for (let nth = 0; nth < 7; nth += 1) raised.push(await concern(nth));
    await town.call("weekly", "2026-07-29");
    await town.to("2026-07-29T13:01:00.000Z");
    const call = await reply("tess_quill", "calls/weekly_2026_07_29");
    for (const { id } of call.agenda)
      await reply("tess_quill", `calls/${call.id}/items/${id}`, { outcome: "closed", words: "Seen." });
    for (const agency of call.agencies) await reply("tess_quill", `calls/${call.id}/attendance`, { agency, present: true });
    const { db } = await import("../../functions/aws/db.ts");
    const { TransactionCanceledException } = await import("@aws-sdk/client-dynamodb");
    let lost = 0;
    db.middlewareStack.add(
      (next) => async (args) => {
        const items = (args.input as { TransactItems?: { Put?: { Item?: { pk?: { S?: string } } } }[] }).TransactItems ?? [];
        const of = items.map(({ Put }) => Put?.Item?.pk?.S ?? "");
        if (lost > 0 || !of[0]?.includes("#LEARNING#concern_") || of.some((pk) => pk.includes("#LEARNING#call_")))
          return next(args);
        lost += 1;
        const CancellationReasons = [{ Code: "TransactionConflict" }];
        throw new TransactionCanceledException({ message: "somebody was faster", $metadata: {}, CancellationReasons });
      },
      { step: "initialize", name: "faster" },
    );
    await reply("tess_quill", `calls/${call.id}/minutes`, {}).finally(() => db.middlewareStack.remove("faster"));
    expect(lost).toBe(1);
    for (const { id } of raised) expect((await reply("amara_bell", `concerns/${id}`)).settled).toMatchObject({ call: call.id });
  });
});

describe("a message of the learning side", () => {
  it("goes by its person's other channel when mail loses it", async () => {
    await town.enrol(() => ({ channels: [...MAIL, TEXT] }), "wren_ash");
    await town.fault({ mail: "reject-hard", to: "wren.ash@met.example.org" });
    const { id } = await concern();
    const [notice] = await noticesOf(`concern_${id}`);
    expect(notice).toMatchObject({
      fate: "delivered",
      tried: [
        { channel: "email", fate: "lost" },
        { channel: "sms", fate: "delivered" },
      ],
    });
    expect(town.texts("wren_ash")).toHaveLength(0); // the number is nobody's of the demonstration
    expect(town.machine.texts.texts.at(-1)?.to).toBe(TEXT.to);
  });

  it("that reaches nobody is given up with why, and its concern goes on under its clock", async () => {
    await town.fault({ mail: "reject-hard", to: "wren.ash@met.example.org" });
    const { id } = await concern();
    const [notice] = await noticesOf(`concern_${id}`);
    expect(notice).toMatchObject({ to: "wren_ash", fate: "failed", reason: expect.any(String) });
    expect(await reply("amara_bell", `concerns/${id}`)).toMatchObject({ owner: "wren_ash", owed: { what: "answer" } });
    await town.forward("PT337H");
    expect(town.subjects("tess_quill").join()).toContain("has no answer yet");
  });
});

describe("a title that would stand on an agenda", () => {
  it("is refused where it leads to somebody, by its field", async () => {
    const { id } = await concern();
    const asked = { title: "Ring 07700 900123 about it", owner: "wren_ash", dueOn: "2026-07-30" };
    const { status, body } = await town.as("wren_ash", "POST", `concerns/${id}/actions`, asked);
    expect([status, body.errors]).toEqual([400, [{ field: "title", reason: expect.stringContaining("07700 900123") }]]);
  });
});

const MAIL = [{ kind: "email" as const, to: "wren.ash@met.example.org", verifiedAt: "2026-01-05T09:00:00.000Z" }];
const TEXT = { kind: "sms" as const, to: "+447700900177", verifiedAt: "2026-01-05T09:00:00.000Z" };
