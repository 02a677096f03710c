import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  AccountSendingPausedException,
  MessageRejected,
  SESClient,
  SESServiceException,
  SendEmailCommand,
} from "@aws-sdk/client-ses";
import { ExecutionAlreadyExists, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { marshall } from "@aws-sdk/util-dynamodb";
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import type { Person } from "../../core/people.ts";
import type { AskedBy } from "../../functions/web/door.ts";
import { NOW, noticeOf, raised } from "../builders.ts";

/** What one machine's parts never say: transaction conflicts, throttling, an execution that exists, an account that is paused. */
const db = mockClient(DynamoDBClient);
const kms = mockClient(KMSClient);
const sfn = mockClient(SFNClient);
const ses = mockClient(SESClient);
let cases: typeof import("../../functions/aws/cases.ts");
let workflow: typeof import("../../functions/aws/workflow.ts");
let mail: typeof import("../../functions/aws/mail.ts");
let notices: typeof import("../../functions/aws/notices.ts");
let people: typeof import("../../functions/aws/people.ts");
let drafts: typeof import("../../functions/web/drafts.ts");
let outbox: typeof import("../../functions/outbox.ts");
let dispatch: typeof import("../../functions/stream/dispatch.ts");
beforeAll(async () => {
  Object.assign(process.env, {
    TABLE: "table",
    FIELD_KEY: "key",
    WORKFLOW: "arn:aws:states:::x",
    MAIL_FROM: "no-reply@example.org",
    MAIL_SET: "set",
    SITE: "https://example.org",
    SESSION_KEY: Buffer.alloc(32, 7).toString("base64url"),
    AWS_REGION: "eu-west-2",
  });
  cases = await import("../../functions/aws/cases.ts");
  workflow = await import("../../functions/aws/workflow.ts");
  mail = await import("../../functions/aws/mail.ts");
  notices = await import("../../functions/aws/notices.ts");
  people = await import("../../functions/aws/people.ts");
  drafts = await import("../../functions/web/drafts.ts");
  outbox = await import("../../functions/outbox.ts");
  dispatch = await import("../../functions/stream/dispatch.ts");
});
beforeEach(() => {
  kms.on(GenerateDataKeyCommand).resolves({ Plaintext: new Uint8Array(32), CiphertextBlob: new Uint8Array(8) });
});
afterEach(() => {
  db.reset();
  kms.reset();
  sfn.reset();
  ses.reset();
});

const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({ message: "cancelled", $metadata: {}, CancellationReasons: codes.map((Code) => ({ Code })) });

describe("what somebody types while the table is slow", () => {
  const asked = { actor: { partnership: "london", id: "amara_bell", roles: ["raiser"] }, now: NOW } as never as AskedBy;
  const typing = {
    ...asked,
    form: new URLSearchParams({ draft: "00000000-0000-4000-8000-00000000000d", whyNow: "She has left" }),
  };
  const slow = new Error("slow");

  it("holds up no press: neither keeping it, nor ending it, nor reading it", async () => {
    db.on(TransactWriteItemsCommand).rejects(slow).on(QueryCommand).rejects(slow);
    await expect(drafts.keepSafely(typing)).resolves.toBeUndefined();
    await expect(drafts.endSafely(typing)).resolves.toBeUndefined();
    await expect(drafts.draftsOf(asked)).resolves.toEqual([]);
  });

  it("is offered as far as it opens: one that does not hides none of the others", async () => {
    const { draftsOf } = await import("../../functions/aws/drafts.ts");
    const kept = (id: string, more: object) => ({
      ...{ pk: "london#DRAFT#amara_bell", sk: `RAISE#${id}`, expires: Date.parse(NOW) },
      body: { at: NOW, fields: "whyNow=left", ...more },
    });
    kms.on(DecryptCommand).rejects(new Error("no key"));
    db.on(QueryCommand).resolves({
      Items: [kept("sealed", { wrapped: "a" }), kept("odd", { at: 7 }), kept("plain", {})].map((one) => marshall(one)),
    });
    expect((await draftsOf(typing.actor, NOW)).map(({ id }) => id)).toEqual(["plain"]);
  });

  it("is told to the page that asked to keep it, which says so; and a form that is over is another thing", async () => {
    db.on(TransactWriteItemsCommand).rejects(cancelled("TransactionConflict"));
    await expect(drafts.keepByForm(typing)).rejects.toThrow();
    db.on(TransactWriteItemsCommand).rejects(cancelled("ConditionalCheckFailed"));
    await expect(drafts.keepByForm(typing)).resolves.toMatchObject({ statusCode: 409 });
  });
});

describe("how often somebody does something, while the table is slow", () => {
  const doing = {
    actor: {
      partnership: "london",
      id: "amara_bell",
      agency: "RJ1",
      site: "st_thomas_ed",
      roles: ["service"],
    } as never as Person,
    now: NOW,
  };
  const row = { method: "POST", path: "/api/escalations" } as const;

  it("is left uncounted: no raise, no search and no look is refused for it, or waits long", async () => {
    db.on(QueryCommand).rejects(new Error("slow")).on(UpdateItemCommand).rejects(new Error("slow"));
    const { flagsOf, mustKeepPace, mustKeepPaceAt, note, noteCall } = await import("../../functions/pace.ts");
    await expect(note("raise", doing, raised().next)).resolves.toBeUndefined();
    await expect(mustKeepPaceAt(row, doing)).resolves.toBeUndefined();
    await expect(noteCall(doing)).resolves.toBeUndefined();
    for (const what of ["search", "lookup", "export"] as const) await expect(mustKeepPace(what, doing)).resolves.toBeUndefined();
    db.on(BatchGetItemCommand).rejects(new Error("slow"));
    await expect(flagsOf([raised().next])).resolves.toEqual(new Map());
  });
});

describe("a transaction that AWS refuses", () => {
  it.each([["ConditionalCheckFailed"], ["TransactionConflict"], ["None", "None", "TransactionConflict"]])(
    "is a conflict when it was lost to somebody else (%s)",
    async (...codes) => {
      db.on(TransactWriteItemsCommand).rejects(cancelled(...codes));
      await expect(cases.save(raised(), NOW)).rejects.toMatchObject({ name: "Conflict" });
    },
  );

  it("is the error itself when it was something else", async () => {
    db.on(TransactWriteItemsCommand).rejects(cancelled("ValidationError"));
    await expect(cases.save(raised(), NOW)).rejects.toMatchObject({ name: "TransactionCanceledException" });
  });

  it("is tried again while somebody else is faster, and then given up by name", async () => {
    db.on(TransactWriteItemsCommand).rejectsOnce(cancelled("TransactionConflict")).resolves({});
    let tries = 0;
    const attempt = () => {
      tries += 1;
      return cases.save(raised(), NOW);
    };
    await expect(cases.racing(attempt)).resolves.toMatchObject({ version: 1 });
    expect(tries).toBe(2);
    db.on(TransactWriteItemsCommand).rejects(cancelled("TransactionConflict"));
    tries = 0;
    await expect(cases.racing(attempt)).rejects.toMatchObject({ name: "Conflict" });
    expect(tries).toBe(12);
  });

  it("holds state, key, terms, facts, notices, reference and request in one, each guarded", async () => {
    db.on(TransactWriteItemsCommand).resolves({});
    await cases.save(raised(), NOW, { key: "nurse#1", hash: "h" });
    const [call] = db.commandCalls(TransactWriteItemsCommand);
    const items = call?.args[0].input.TransactItems ?? [];
    expect(items.map(({ Put }) => Put?.Item?.sk?.S?.split("#")[0])).toEqual([
      "STATE",
      "KEY",
      "TERMS",
      "000001",
      "000002",
      "NOTICE",
      "REFERENCE",
      "REQUEST",
    ]);
    for (const { Put } of items) expect(Put?.ConditionExpression).toBe("attribute_not_exists(pk)");
  });
});

describe("a message that somebody else has changed meanwhile", () => {
  const key = { pk: "london#CASE#a", sk: "NOTICE#000001-00" };
  const lost = new ConditionalCheckFailedException({ message: "changed", $metadata: {} });
  const stored = (more: Parameters<typeof noticeOf>[0]) => ({ Item: { body: { M: marshall(noticeOf(more)) } } });

  it("is left to them, and is the error itself when it was something else", async () => {
    db.on(UpdateItemCommand).rejectsOnce(lost).rejects(new Error("the table is down"));
    await expect(notices.write(key, noticeOf())).resolves.toBeUndefined();
    await expect(notices.write(key, noticeOf())).rejects.toThrow("the table is down");
  });

  it("is changed again as they left it, and never for ever", async () => {
    db.on(GetItemCommand).resolves(stored({ revision: 7 }));
    db.on(UpdateItemCommand).rejectsOnce(lost).resolves({});
    const kept = await notices.revise(key, noticeOf(), (notice) => ({ ...notice, reason: "heard" }));
    expect(kept).toMatchObject({ revision: 8, reason: "heard" });
    db.on(UpdateItemCommand).rejects(lost);
    await expect(notices.revise(key, noticeOf(), (notice) => notice)).resolves.toBeUndefined();
    expect(db.commandCalls(UpdateItemCommand)).toHaveLength(2 + 6);
  });

  it("of the first shape is guarded by having no revision", async () => {
    db.on(UpdateItemCommand).resolves({});
    await notices.write(key, noticeOf());
    await notices.write(key, noticeOf({ revision: 3 }));
    const conditions = db.commandCalls(UpdateItemCommand).map(({ args }) => args[0].input.ConditionExpression);
    expect(conditions).toEqual(["body.revision = :seen OR attribute_not_exists(body.revision)", "body.revision = :seen"]);
  });

  it("makes what follows from a receipt be decided again, and then given up by name", async () => {
    const sent = { number: 1, channel: "email", to: "a@example.org", at: NOW, fate: "accepted" } as const;
    const tried = [{ ...sent, messageId: null, settledAt: null, reason: null }];
    db.on(GetItemCommand).resolves(stored({ fate: "accepted", attempts: 1, tried }));
    db.on(UpdateItemCommand).rejects(lost);
    await expect(outbox.heard(key, 1, { what: "delivered" }, NOW)).rejects.toMatchObject({ name: "Conflict" });
    expect(db.commandCalls(UpdateItemCommand)).toHaveLength(12);
  });
});

describe("a person whom somebody else has changed meanwhile", () => {
  const person = { partnership: "london", id: "a", name: "A", agency: "01", site: null, email: "a@example.org", roles: [] };

  it("is a conflict, and the error itself when it was something else", async () => {
    db.on(GetItemCommand).resolves({ Item: { body: { M: marshall(person) } } });
    db.on(UpdateItemCommand)
      .rejectsOnce(new ConditionalCheckFailedException({ message: "changed", $metadata: {} }))
      .rejects(new Error("the table is down"));
    await expect(people.change("london", "a", (one) => one)).rejects.toMatchObject({ name: "Conflict" });
    await expect(people.change("london", "a", (one) => one)).rejects.toThrow("the table is down");
  });

  it("who is not there is not made", async () => {
    db.on(GetItemCommand).resolves({});
    await expect(people.change("london", "a", (one) => one)).rejects.toMatchObject({ name: "NotFound" });
    expect(db.commandCalls(UpdateItemCommand)).toHaveLength(0);
  });
});

describe("a run of the workflow", () => {
  it("counts as started when it exists already", async () => {
    sfn.on(StartExecutionCommand).rejects(new ExecutionAlreadyExists({ message: "there", $metadata: {} }));
    await expect(workflow.start("WORKFLOW", { partnership: "london", id: "a" }, 3)).resolves.toBeUndefined();
    expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: "arn:aws:states:::x",
      name: "a-v3",
      input: '{"partnership":"london","id":"a","run":3}',
    });
  });

  it("that cannot be started holds up no other record of the stream", async () => {
    sfn.on(StartExecutionCommand).rejects(new Error("Step Functions is down"));
    db.on(QueryCommand).resolves({ Items: [] });
    const image = { pk: { S: "london#CASE#a" }, sk: { S: "STATE" }, body: { M: { run: { N: "1" } } } };
    const record = { eventID: "1", dynamodb: { SequenceNumber: "1", Keys: { pk: image.pk, sk: image.sk }, NewImage: image } };
    await expect(dispatch.handler({ Records: [record] } as never)).resolves.toEqual({ batchItemFailures: [] });
    expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(1);
  });
});

describe("a change of which partners' systems cannot be told", () => {
  const image = { pk: { S: "london#CASE#a" }, sk: { S: "STATE" }, body: { M: {} } };
  const record = { eventID: "1", dynamodb: { SequenceNumber: "1", Keys: { pk: image.pk, sk: image.sk }, NewImage: image } };
  const hook = (system: string, more: object = {}) => ({
    pk: "london#WEBHOOKS",
    sk: `RJ1#${system}`,
    body: {
      ...{ partnership: "london", system, agency: "RJ1", address: "https://record.example.org", generation: 1, setAt: NOW },
      ...{ earlierUntil: null, takenAt: null, failingSince: null, reason: null, offAt: null, ownerToldAt: null },
      ...more,
    },
  });

  it("holds up no message to a person", async () => {
    db.on(QueryCommand).rejects(new Error("the table is down"));
    await expect(dispatch.handler({ Records: [record] } as never)).resolves.toEqual({ batchItemFailures: [] });
    db.on(QueryCommand).resolves({ Items: [marshall(hook("record"))] }); // and the case cannot be read either
    await expect(dispatch.handler({ Records: [record] } as never)).resolves.toEqual({ batchItemFailures: [] });
  });

  it("is told to those that can be", async () => {
    const { webhooksOf } = await import("../../functions/aws/webhooks.ts");
    db.on(QueryCommand).resolves({ Items: [hook("broken", { generation: "one" }), hook("record")].map((one) => marshall(one)) });
    expect((await webhooksOf("london")).map(({ system }) => system)).toEqual(["record"]);
  });
});

describe("calling partners' systems", () => {
  it("begins no look in a run that is 50 s old: the next run has begun", async () => {
    const { handler } = await import("../../functions/schedule/call-systems.ts");
    jest.useFakeTimers({ now: Date.parse(NOW), doNotFake: ["nextTick", "setImmediate", "queueMicrotask"] });
    db.on(QueryCommand).callsFake(async () => {
      jest.setSystemTime(Date.now() + 30_000);
      return { Items: [] };
    });
    const running = handler();
    await jest.advanceTimersByTimeAsync(120_000);
    await expect(running).resolves.toEqual({ taken: 0 });
    expect(db.commandCalls(QueryCommand)).toHaveLength(2);
    jest.useRealTimers();
  });
});

describe("a stream record that fails", () => {
  it("comes again alone, by its sequence number", async () => {
    db.rejects(new Error("the table is down"));
    const record = (nth: string, sk: string) => ({
      eventID: nth,
      dynamodb: {
        SequenceNumber: nth,
        Keys: { pk: { S: "london#CASE#a" }, sk: { S: sk } },
        NewImage: { pk: { S: "london#CASE#a" }, sk: { S: sk } },
      },
    });
    const answer = await dispatch.handler({ Records: [record("7", "NOTICE#000001-00"), record("8", "OTHER")] } as never);
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "7" }] });
  });
});

describe("opening a case that one was paged for", () => {
  it("shows it although that cannot be noted", async () => {
    const { noteOpened } = await import("../../functions/note-opened.ts");
    const page = noticeOf();
    db.on(GetItemCommand).resolves({ Item: marshall({ body: page }, { removeUndefinedValues: true }) });
    db.on(TransactWriteItemsCommand).rejects(cancelled("ThrottlingError"));
    await expect(noteOpened(raised().next, [page], page.to, NOW)).resolves.toBeUndefined();
    expect(db.commandCalls(TransactWriteItemsCommand)).toHaveLength(1);
  });
});

describe("the mail service", () => {
  const words = { subject: "s", lines: ["a <b>"], link: { href: "https://example.org/x?a=1&b=2", title: "t" }, footer: "f" };

  it("is asked once for one recipient, with escaped HTML, the set and the tags", async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: "m" });
    await expect(mail.send("one@example.org", words, { notice: "000001-00", attempt: "1" })).resolves.toBe("m");
    const { input } = ses.commandCalls(SendEmailCommand)[0]?.args[0] ?? {};
    expect(input).toMatchObject({
      Destination: { ToAddresses: ["one@example.org"] },
      ConfigurationSetName: "set",
      Tags: [
        { Name: "notice", Value: "000001-00" },
        { Name: "attempt", Value: "1" },
      ],
    });
    expect(input?.Message?.Body?.Html?.Data).toContain("a &lt;b&gt;");
    expect(input?.Message?.Body?.Html?.Data).toContain("?a=1&amp;b=2");
  });

  it("has a subject of one line, whatever a name in a configuration holds", async () => {
    ses.on(SendEmailCommand).resolves({ MessageId: "m" });
    await mail.send(
      "one@example.org",
      { ...words, subject: "RC-1\r\nBcc: all@example.org\u2028and\tmore" },
      { notice: "000001-00" },
    );
    const { input } = ses.commandCalls(SendEmailCommand).at(-1)?.args[0] ?? {};
    expect(input?.Message?.Subject?.Data).toBe("RC-1 Bcc: all@example.org and more");
    expect(input?.Destination).toEqual({ ToAddresses: ["one@example.org"] });
  });

  it("means this very message when it rejects it, and the account when the account is paused", async () => {
    expect(mail.failureOf(new MessageRejected({ message: "no", $metadata: {} })).how).toBe("refused");
    expect(mail.failureOf(new AccountSendingPausedException({ message: "paused", $metadata: {} })).how).toBe("down");
    expect(mail.failureOf(new Error("socket hang up")).how).toBe("later");
  });

  it.each([
    ["InvalidParameterValue", "no address", "refused"],
    ["ConfigurationSetDoesNotExistException", "", "down"],
    ["ConfigurationSetSendingPausedException", "", "down"],
    ["MailFromDomainNotVerifiedException", "", "down"],
    ["AccessDenied", "", "down"],
    ["InvalidClientTokenId", "", "down"],
    ["LimitExceededException", "", "down"],
    ["Throttling", "Daily message quota exceeded.", "down"],
    ["Throttling", "Maximum sending rate exceeded.", "busy"],
    ["ServiceUnavailable", "", "later"],
  ])("is read by its own name: %s (%s) is %s", (name, message, how) => {
    expect(mail.failureOf(new SESServiceException({ name, message, $fault: "client", $metadata: {} }))).toEqual({ how, name });
  });

  it("is down for all of us when our own key is not there", () => {
    expect(mail.failureOf(Object.assign(new Error("no key"), { name: "CredentialsProviderError" })).how).toBe("down");
  });
});
