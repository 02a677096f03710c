import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { MOST_DAYS_AGO } from "../../core/escalation/on-paper.ts";
import { dueToSystems, dueWeeks, goingWithMonth, keys, listedMatters, raisedBy } from "../../core/keys.ts";
import type { Route } from "../../core/route.ts";
import { routes } from "../../core/routes.ts";
import { LANES } from "../../infra/lanes.ts";
import { nagReport, PACKS, waiversIn } from "../../infra/nag-report.ts";
import { stages } from "../../infra/stages.ts";
import { may, type Statement } from "./policy.ts";
import { allOf, type Json, only, pointsTo, type Resource, type Synthesis, synthesise, type Template } from "./synthesis.ts";

const ROOMS = [
  "Cases",
  "Directory",
  "Learning",
  "Pages",
  "Dispatch",
  "Strike",
  "LookAtCall",
  "Sweep",
  "LookAtRuns",
  "CallSystems",
  "DeleteContents",
  "ReportWeeks",
  "Receipts",
  "TextReceipts",
  "Me",
] as const;
type RoomName = (typeof ROOMS)[number];
const SENDING: readonly RoomName[] = [
  "Dispatch",
  "Strike",
  "LookAtCall",
  "Sweep",
  "LookAtRuns",
  "CallSystems",
  "ReportWeeks",
  "Receipts",
  "TextReceipts",
];

/** A new version of these takes its calls step by step. */
const BY_TENTHS: readonly RoomName[] = ["Cases", "Directory", "Learning", "Pages", "Dispatch", "Strike", "Me"];

let synthesis: Synthesis;
let data: Template;
let post: Template;
let service: Template;

beforeAll(async () => {
  synthesis = await synthesise(); // ends in an error, and so does every test, when cdk-nag finds anything
  data = synthesis.template("live", "data");
  post = synthesis.template("live", "mail");
  service = synthesis.template("live", "service");
});
afterAll(() => synthesis?.discard());

const functionOf = (room: RoomName): [string, Resource] => {
  const found = Object.entries(allOf(service, "AWS::Lambda::Function")).find(([id]) => id.startsWith(`Rooms${room}Function`));
  if (!found) throw new Error(`No function for ${room}`);
  return found;
};
const bundleOf = (room: RoomName): string =>
  join(synthesis.folder, `asset.${String(functionOf(room)[1].Properties.Code.S3Key).replace(".zip", "")}`, "index.mjs");
const statementsOf = (room: RoomName): Statement[] => {
  const role = pointsTo(functionOf(room)[1].Properties.Role);
  return Object.values(allOf(service, "AWS::IAM::Policy"))
    .filter(({ Properties }) => Properties.Roles.some((one: unknown) => pointsTo(one) === role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
};
const alarmsOn = (metric: string): Resource["Properties"][] =>
  Object.values(allOf(service, "AWS::CloudWatch::Alarm"))
    .map(({ Properties }) => Properties)
    .filter(({ MetricName }) => MetricName === metric);

describe("every stage", () => {
  it.each(Object.keys(stages))("%s is synthesised whole", (stage) => {
    for (const part of ["data", "sign-in", "mail", "service"])
      expect(Object.keys(synthesis.template(stage, part).Resources)).not.toHaveLength(0);
  });

  it("can be read by the cdk that deploys it", async () => {
    const list = ["node_modules/aws-cdk/bin/cdk", "list", "--app", synthesis.folder, "--build", "true", "--no-notices"];
    const env = { PATH: process.env.PATH, CDK_DISABLE_CLI_TELEMETRY: "true" };
    const { stdout } = await promisify(execFile)(process.execPath, list, { env });
    expect(stdout.match(/^rightcall-\w+\/[a-z-]+/gm)).toHaveLength(4 * Object.keys(stages).length);
  });

  it("stays in London", () => {
    expect(new Set(synthesis.regions)).toEqual(new Set(["eu-west-2"]));
  });
});

describe("the table", () => {
  it.each(Object.keys(stages))("of %s outlives a mistake", (stage) => {
    const template = synthesis.template(stage, "data");
    const tables = Object.values(allOf(template, "AWS::DynamoDB::GlobalTable"));
    const theirKeys = Object.values(allOf(template, "AWS::KMS::Key"));
    expect([tables.length, theirKeys.length]).toEqual([2, 2]);
    const kept = [...theirKeys, ...tables].flatMap((one) => [one.DeletionPolicy, one.UpdateReplacePolicy]);
    expect(kept).toEqual(Array(8).fill("Retain"));
    for (const { Properties } of tables)
      expect(Properties.Replicas).toEqual([
        expect.objectContaining({
          DeletionProtectionEnabled: true,
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: MOST_DAYS_AGO },
          SSESpecification: { KMSMasterKeyId: { "Fn::GetAtt": [expect.stringContaining("CasesKey"), "Arn"] } },
        }),
      ]);
    for (const { Properties } of theirKeys) expect(Properties.EnableKeyRotation).toBe(true);
  });

  it("tells its changes, before and after", () => {
    const [cases] = Object.entries(allOf(data, "AWS::DynamoDB::GlobalTable")).flatMap(([id, table]) =>
      id.startsWith("CasesTable") ? [table] : [],
    );
    expect(cases?.Properties.StreamSpecification).toEqual({ StreamViewType: "NEW_AND_OLD_IMAGES" });
  });

  it("keeps what people write under a key of its own, which does nothing without a purpose", () => {
    const [fields] = Object.entries(allOf(data, "AWS::KMS::Key")).flatMap(([id, key]) =>
      id.startsWith("FieldsKey") ? [key] : [],
    );
    expect(fields?.Properties.KeyPolicy.Statement).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Action: expect.arrayContaining(["kms:GenerateDataKey*", "kms:Decrypt"]),
        Condition: { Null: { "kms:EncryptionContextKeys": "true" } },
      }),
    );
  });

  it.each(Object.values(stages).filter(({ realCases }) => realCases))(
    "of $name has keys that nobody can switch off in one step",
    ({ name }) => {
      const off = expect.objectContaining({
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: expect.arrayContaining(["kms:DisableKey", "kms:ScheduleKeyDeletion"]),
      });
      for (const { Properties } of Object.values(allOf(synthesis.template(name, "data"), "AWS::KMS::Key")))
        expect(Properties.KeyPolicy.Statement).toContainEqual(off);
    },
  );
});

describe("the front door", () => {
  const doors = () => Object.values(allOf(service, "AWS::ApiGatewayV2::Route")).map(({ Properties }) => Properties);
  const roomBehind = (route: Record<string, Json>) => {
    const integration = service.Resources[pointsTo(route.Target).replace("integrations/", "")];
    return pointsTo(integration?.Properties.IntegrationUri);
  };

  const rows = Object.entries(routes) as [string, Route][];
  it.each(rows)("asks for a token before %s, and leads to its room", (_, { method, path, room, calledBack, open }) => {
    const door = doors().find(({ RouteKey }) => RouteKey === `${method} ${path}`);
    expect(door?.AuthorizationType).toBe(calledBack || open ? "NONE" : "JWT");
    const behind = BY_TENTHS.some((one) => one.toLowerCase() === room.toLowerCase()) ? "live" : "function";
    expect(roomBehind(door ?? {}).toLowerCase()).toContain(`rooms${room.toLowerCase()}${behind}`);
  });

  it("lets nobody past the authorizer but to the pages, to whether all is well, and the text service to what it calls back", () => {
    const past = doors().filter(({ AuthorizationType }) => AuthorizationType !== "JWT");
    const behind = Object.fromEntries(past.map((door) => [door.RouteKey, roomBehind(door)]));
    expect(behind).toEqual({
      $default: expect.stringContaining("RoomsPagesLive"),
      "POST /receipts/sms": expect.stringContaining("RoomsTextReceiptsFunction"),
      "GET /health": expect.stringContaining("RoomsCasesLive"),
      "GET /ready": expect.stringContaining("RoomsCasesLive"),
    });
  });

  it("holds back what may wait, and nothing that somebody in danger could need", () => {
    const { RouteSettings, DefaultRouteSettings } = only(service, "AWS::ApiGatewayV2::Stage").Properties;
    const { aSecond, atOneMoment } = stages.live.requests;
    expect(DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: aSecond, ThrottlingBurstLimit: atOneMoment });
    const held = rows.filter(([, { method, path }]) => `${method} ${path}` in RouteSettings).map(([name]) => name);
    expect(held).toHaveLength(Object.keys(RouteSettings).length);
    const never = [
      "raiseEscalation",
      "addNews",
      "acknowledge",
      "decide",
      "arrive",
      "readEscalation",
      "dutyBoard",
      "noteTextReceipt",
    ];
    expect(held.filter((name) => never.includes(name))).toEqual([]);
    expect(RouteSettings).not.toHaveProperty("$default");
    const inItsWords = Object.keys(DefaultRouteSettings).toSorted(); // CloudFormation takes no others, and CDK translates only the default's
    for (const settings of Object.values(RouteSettings)) expect(Object.keys(settings as object).toSorted()).toEqual(inItsWords);
  });

  it("may call each room by one statement of its policy, which has room for some forty in all", () => {
    const calls = Object.values(allOf(service, "AWS::Lambda::Permission")).filter(
      ({ Properties }) => Properties.Principal === "apigateway.amazonaws.com",
    );
    const called = calls.map(({ Properties }) => pointsTo(Properties.FunctionName));
    expect(called.toSorted()).toEqual([...new Set(doors().map(roomBehind))].toSorted());
  });

  it("writes no line about who asked or which case", () => {
    const { Format } = only(service, "AWS::ApiGatewayV2::Stage").Properties.AccessLogSettings;
    expect(Format).not.toMatch(/identity|claims|userAgent|\$context\.path|domainName/);
  });
});

describe("every function", () => {
  it.each(ROOMS)("%s is Node 24 on arm64, in a role of its own", (room) => {
    const [, { Properties }] = functionOf(room);
    expect([Properties.Runtime, Properties.Architectures]).toEqual(["nodejs24.x", ["arm64"]]);
    const others = ROOMS.filter((one) => one !== room).map((one) => pointsTo(functionOf(one)[1].Properties.Role));
    expect(others).not.toContain(pointsTo(Properties.Role));
  });

  it.each(SENDING)("%s has room of its own to run in, whatever else the account runs", (room) => {
    expect(functionOf(room)[1].Properties.ReservedConcurrentExecutions).toBeGreaterThan(0);
  });

  it.each(ROOMS)("%s is told everything that its code asks the environment for", (room) => {
    const { sources } = JSON.parse(readFileSync(`${bundleOf(room)}.map`, "utf8")) as { sources: string[] };
    const ours = sources.flatMap(
      (source) => /(?:^|\/)((?:functions|web|core)\/.*)$/.exec(source.replace(/.*node_modules.*/, ""))?.[1] ?? [],
    );
    const asked = ours.flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/\benv\("(\w+)"\)/g)].map(([, name = ""]) => name),
    );
    const told = Object.keys(functionOf(room)[1].Properties.Environment.Variables);
    // The sweeper sends as dispatch does, and shares its file; starting a clock is in that file too, and the sweeper never does it.
    // The text service is let in by its own token, at the edge that reads everybody else's.
    const notUsed: Partial<Record<RoomName, string[]>> = {
      Sweep: ["WORKFLOW", "CALLS_WORKFLOW"],
      Receipts: ["SITE", "MAIL_FROM"], // who hears of a receipt writes no message's words, and no invitation
      TextReceipts: ["SITE", "MAIL_FROM", "AUDIT", "ISSUER", "AUDIENCE", "JWKS_URI"],
    };
    // Whoever reads a case shares the file that opens one; only whoever answers people about cases opens any.
    const unused = [...(notUsed[room] ?? []), ...(room === "Cases" || room === "Pages" ? [] : ["FIELD_KEY", "SUBJECT_KEY"])];
    expect(asked).toContain("TABLE");
    expect([...new Set(asked)].filter((name) => !told.includes(name) && !unused.includes(name))).toEqual([]);
  });

  it.each(ROOMS)("%s starts from its bundle", async (room) => {
    const names = Object.keys(functionOf(room)[1].Properties.Environment.Variables).filter((name) => name !== "NODE_OPTIONS");
    const env = {
      AWS_REGION: "eu-west-2",
      ...Object.fromEntries(names.map((name) => [name, `${name.toLowerCase()}-of-a-test`])),
    };
    const look = "const { handler } = await import(process.argv[1]); console.log(typeof handler);";
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", look, bundleOf(room)], { env });
    expect(stdout.trim()).toBe("function");
  });

  it.each(ROOMS)("%s carries nothing of the laboratory", (room) => {
    const text = readFileSync(bundleOf(room), "utf8");
    expect(text).not.toMatch(/oidc-provider|\/lab\b|fake-timers|demo-people/);
  });
});

describe("a role", () => {
  const ref = { partnership: "london", id: "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f" };
  const at = "2026-11-22T02:00:00.000Z";
  const CASE = keys.state(ref).pk;
  const FACT = keys.fact(ref, 1).pk;
  const SCREEN = keys.screen(ref, 1).pk;
  const PERSON = keys.person("london", "amos").pk;
  /** Unless something else is said, it is the table of the cases that they reach for. */
  const attempt = (action: string, more: object) => ({
    action,
    ...(action.startsWith("dynamodb:") ? { on: "CasesTable" } : {}),
    ...more,
  });
  const room = (name: RoomName) => ({
    can: (action: string, more: object = {}) => may(statementsOf(name), attempt(action, more)),
    /** If somebody gave it everything, by mistake. */
    couldOnceAllowed: (action: string, more: object = {}) =>
      may([...statementsOf(name), { Effect: "Allow", Action: "*", Resource: "*" }], attempt(action, more)),
  });
  it("that keeps a press keeps it under whatever key its sender chose", async () => {
    process.env.TABLE ??= "none";
    process.env.AUDIT ??= "none";
    const { requestOf } = await import("../../functions/edge.ts");
    const kinds = readFileSync("infra/constructs/table-access.ts", "utf8").match(/(?<="(?:\*#)?)[A-Z_]+(?=#|"[,\]])/g) ?? [];
    expect(kinds).toEqual(expect.arrayContaining(["PERSON", "WEBHOOKS", "PARTNERSHIP", "KEY"]));
    const chosen = kinds.flatMap((kind) => [kind, `RJ1#${kind}`, `RJ1#${kind}#4711`]);
    for (const key of chosen) {
      const kept = requestOf({ id: "rj1_system" } as never, "POST /api/escalations", "{}", key).key;
      const partitions = [kept, `${kept}#01`].map((one) => keys.request("london", one).pk);
      for (const partition of partitions)
        for (const name of ["Cases", "Pages"] as const)
          expect([key, room(name).can("dynamodb:PutItem", { partition, inTransaction: true })]).toEqual([key, true]);
    }
  });

  const AUDIT = { on: "AuditTable", partition: keys.entry("london", at, "r", "read").pk };

  it("that answers somebody adds to the audit, or deletes for them; only the pages, and the week's report, look through it", () => {
    const adding = ROOMS.filter((name) => room(name).can("dynamodb:PutItem", AUDIT));
    expect(adding).toEqual(["Cases", "Directory", "Learning", "Pages", "DeleteContents", "Me"]);
    for (const on of ["AuditTable", "/index/person", "/index/about"])
      expect(ROOMS.filter((name) => room(name).can("dynamodb:Query", { on }))).toEqual(["Pages", "ReportWeeks"]);
  });

  it.each(["Cases", "Directory", "Learning", "Pages", "DeleteContents", "Me"] as const)(
    "of %s changes and takes away no entry of the audit, in a transaction or out of it, whatever else it is given",
    (name) => {
      for (const action of [
        "UpdateItem",
        "DeleteItem",
        "BatchWriteItem",
        "Scan",
        "PartiQLUpdate",
        "PartiQLDelete",
        "DeleteTable",
      ])
        for (const inTransaction of [true, false])
          expect([action, room(name).couldOnceAllowed(`dynamodb:${action}`, { ...AUDIT, inTransaction })]).toEqual([
            action,
            false,
          ]);
    },
  );

  it.each(ROOMS)("of %s cannot look through the table, delete, or write past the moves, whatever else it is given", (name) => {
    for (const action of [
      "Scan",
      "PartiQLSelect",
      "DeleteItem",
      "BatchWriteItem",
      "PartiQLInsert",
      "PartiQLUpdate",
      "PartiQLDelete",
    ])
      expect([action, room(name).couldOnceAllowed(`dynamodb:${action}`, { partition: CASE })]).toEqual([action, false]);
    expect(room(name).couldOnceAllowed("dynamodb:Scan", { on: "/index/due" })).toBe(false);
  });

  it("that deletes keys is one, and it deletes nothing but those and what led to their cases, in a transaction alone", () => {
    const [KEY, KNOWN] = [keys.dataKey(ref).pk, keys.known("london", "m", ref.id).pk];
    for (const partition of [KEY, KNOWN]) {
      const deleting = ROOMS.filter((name) => room(name).can("dynamodb:DeleteItem", { partition, inTransaction: true }));
      expect(deleting).toEqual(["DeleteContents"]);
      expect(room("DeleteContents").can("dynamodb:DeleteItem", { partition })).toBe(false);
      expect(ROOMS.filter((name) => room(name).couldOnceAllowed("dynamodb:DeleteItem", { partition }))).toEqual(deleting);
    }
    for (const partition of [CASE, FACT, SCREEN, PERSON, keys.record(ref).pk, keys.tally(ref, at).pk])
      expect(room("DeleteContents").couldOnceAllowed("dynamodb:DeleteItem", { partition, inTransaction: true })).toBe(false);
    for (const partition of [FACT, SCREEN, PERSON])
      for (const action of ["PutItem", "UpdateItem"])
        expect(room("DeleteContents").can(`dynamodb:${action}`, { partition, inTransaction: true })).toBe(false);
    const FIRST = keys.firstAnswer("london", "an-id").pk;
    expect(room("DeleteContents").can("dynamodb:UpdateItem", { partition: FIRST, inTransaction: true })).toBe(true);
    expect(room("DeleteContents").can("dynamodb:UpdateItem", { partition: FIRST })).toBe(false);
    expect(room("DeleteContents").can("dynamodb:GetItem", { partition: FIRST })).toBe(true); // sealed words, and a key that it cannot unwrap
    expect(room("DeleteContents").can("dynamodb:GetItem", { partition: KEY })).toBe(false);
    for (const partition of ["london#OPEN#central_south", "london#HELD"])
      expect(room("DeleteContents").can("dynamodb:Query", { on: "/index/open", partition })).toBe(false);
    const going = goingWithMonth("london", "01").openPk;
    expect(ROOMS.filter((name) => room(name).can("dynamodb:Query", { on: "/index/open", partition: going }))).toEqual(
      ROOMS.filter(
        (name) => name === "DeleteContents" || room(name).can("dynamodb:Query", { on: "/index/open", partition: "london#HELD" }),
      ),
    );
    expect(room("DeleteContents").can("kms:Decrypt")).toBe(false);
  });

  it.each(ROOMS)("of %s cannot change a fact, in a transaction or out of it, whatever else it is given", (name) => {
    for (const inTransaction of [true, false])
      for (const partition of [FACT, SCREEN])
        expect(room(name).couldOnceAllowed("dynamodb:UpdateItem", { partition, inTransaction })).toBe(false);
  });

  it.each(ROOMS)("of %s cannot write an item outside a transaction", (name) => {
    expect(room(name).can("dynamodb:PutItem", { partition: CASE })).toBe(false);
  });

  it("that makes moves can write them, facts and all", () => {
    for (const name of ["Cases", "Pages", "Dispatch", "Strike", "Sweep", "Receipts", "TextReceipts"] as const)
      for (const partition of [CASE, FACT])
        expect(room(name).can("dynamodb:PutItem", { partition, inTransaction: true })).toBe(true);
  });

  it("that settles notices can update one by itself, and nothing but in the partition of a case or a desk", () => {
    const settling = ROOMS.filter((name) => room(name).can("dynamodb:UpdateItem", { partition: CASE }));
    expect(settling).toEqual(["Dispatch", "Sweep", "Receipts", "TextReceipts"]);
    for (const name of settling) expect(room(name).can("dynamodb:UpdateItem", { partition: PERSON })).toBe(false);
  });

  it("that sends can note that a service is down, and nobody else can", () => {
    const partition = keys.outage("email").pk;
    const noting = ROOMS.filter((name) => room(name).can("dynamodb:UpdateItem", { partition }));
    expect(noting).toEqual(["Dispatch", "Sweep"]);
  });

  it("that changes people changes nothing else by itself, and nobody else's can", () => {
    const changing = ROOMS.filter((name) => room(name).can("dynamodb:UpdateItem", { partition: PERSON }));
    expect(changing).toEqual(["Pages", "Me"]);
    expect(room("Me").can("dynamodb:UpdateItem", { partition: keys.sentCode("london", "amos").pk })).toBe(true);
    for (const partition of [CASE, FACT, keys.member("https://issuer.example", "amos").pk])
      for (const name of changing) expect(room(name).can("dynamodb:UpdateItem", { partition })).toBe(false);
    for (const partition of [CASE, FACT]) expect(room("Me").can("dynamodb:GetItem", { partition })).toBe(false);
  });

  it("of the pages keeps memberships in a transaction, guarded by the administrator's own, and no other room's can", () => {
    const member = keys.member("https://issuer.example", "amos").pk;
    for (const partition of [PERSON, member, keys.ofAgency("london", "RJ1", "amos").pk]) {
      expect(room("Pages").can("dynamodb:PutItem", { partition, inTransaction: true })).toBe(true);
      expect(room("Pages").can("dynamodb:PutItem", { partition })).toBe(false);
    }
    expect(ROOMS.filter((name) => room(name).can("dynamodb:ConditionCheckItem", { partition: PERSON }))).toEqual(["Pages"]);
    expect(room("Pages").can("dynamodb:ConditionCheckItem", { partition: CASE })).toBe(false);
  });

  it.each(["Directory", "Learning", "LookAtCall"] as const)("of %s reads no case and writes none", (name) => {
    for (const partition of [CASE, FACT, SCREEN]) expect(room(name).can("dynamodb:GetItem", { partition })).toBe(false);
    const { raisedPk } = raisedBy("london", "RJ1");
    for (const on of ["/index/open", "/index/raised", "/index/due"])
      expect(room(name).can("dynamodb:Query", { on, partition: raisedPk })).toBe(false);
    expect(room(name).can("dynamodb:PutItem", { partition: CASE, inTransaction: true })).toBe(false);
  });

  it("that keeps rotas is the directory's or the pages', and keeps a version only in a transaction", () => {
    const rota = keys.rota("london", "desk").pk;
    expect(room("Directory").can("dynamodb:PutItem", { partition: rota, inTransaction: true })).toBe(true);
    expect(room("Pages").can("dynamodb:PutItem", { partition: rota, inTransaction: true })).toBe(true);
    for (const name of ["Directory", "Pages"] as const)
      expect(room(name).can("dynamodb:PutItem", { partition: rota })).toBe(false);
    expect(room("Directory").can("dynamodb:PutItem", { partition: PERSON, inTransaction: true })).toBe(false);
    expect(room("Directory").can("dynamodb:UpdateItem", { partition: rota, inTransaction: true })).toBe(false);
    expect(room("Learning").can("dynamodb:PutItem", { partition: rota, inTransaction: true })).toBe(false);
  });

  it.each(["Learning", "LookAtCall"] as const)("of %s keeps matters in a transaction, and no row of the figures", (name) => {
    const matter = keys.matter("london", "concern_1").pk;
    expect(room(name).can("dynamodb:PutItem", { partition: matter, inTransaction: true })).toBe(true);
    expect(room(name).can("dynamodb:PutItem", { partition: matter })).toBe(false);
    expect(room(name).can("dynamodb:PutItem", { partition: keys.tally(ref, at).pk, inTransaction: true })).toBe(false);
    expect(room(name).can("dynamodb:Query", { partition: keys.tally(ref, at).pk })).toBe(true);
    const first = keys.firstTally("london", "an-id", at).pk;
    expect(room(name).can("dynamodb:Query", { partition: first })).toBe(name === "Learning");
    expect(room(name).can("dynamodb:GetItem", { partition: keys.firstAnswer("london", "an-id").pk })).toBe(false);
    expect(room(name).can("dynamodb:PutItem", { partition: first, inTransaction: true })).toBe(false);
    const { raisedPk } = listedMatters("london", "call");
    expect(room(name).can("dynamodb:Query", { on: "/index/raised", partition: raisedPk })).toBe(true);
  });

  it("that builds packs and figures has not the key by which a person is recognised", () => {
    const holding = ROOMS.filter((name) => "SUBJECT_KEY" in functionOf(name)[1].Properties.Environment.Variables);
    expect(holding).toEqual(["Cases", "Pages", "Dispatch", "Sweep"]);
  });

  it("that answers people about cases opens what is written, for a case or a draft that it names, and no other role opens anything", () => {
    const [A_CASE, A_DRAFT, A_FIRST_ANSWER] = [
      ["partnership", "case"],
      ["partnership", "person", "draft"],
      ["partnership", "firstAnswer"],
    ];
    for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
      const opening = (context: string[]) => ROOMS.filter((name) => room(name).can(action, { on: "FieldsKey", context }));
      expect([action, opening(A_CASE), opening(A_DRAFT), opening([])]).toEqual([action, ["Cases", "Pages"], ["Pages"], []]);
      expect([action, opening(A_FIRST_ANSWER)]).toEqual([action, ["Cases", "Pages"]]);
      expect([action, opening([...A_CASE, "anything"])]).toEqual([action, []]);
    }
    const opens = (name: RoomName) =>
      statementsOf(name).some(({ Action }) => [Action].flat().some((one) => one.startsWith("kms:")));
    expect(ROOMS.filter((name) => opens(name) && "FIELD_KEY" in functionOf(name)[1].Properties.Environment.Variables)).toEqual([
      "Cases",
      "Pages",
    ]);
    for (const name of ["Learning", "LookAtCall", "Strike", "Dispatch", "Sweep", "Receipts", "TextReceipts"] as const)
      for (const context of [A_CASE, A_DRAFT, A_FIRST_ANSWER])
        expect([name, room(name).can("kms:Decrypt", { context })]).toEqual([name, false]);
    const KEY = { partition: keys.dataKey(ref).pk };
    expect(ROOMS.filter((name) => room(name).can("dynamodb:GetItem", KEY))).toEqual(["Cases", "Pages"]);
    const putting = ROOMS.filter((name) => room(name).can("dynamodb:PutItem", { ...KEY, inTransaction: true }));
    expect(putting).toEqual(["Cases", "Pages", "DeleteContents"]);
  });

  it("that makes moves leaves people, sign-ins and addresses of systems alone, whatever else it is given, and nobody's writes the agreement", () => {
    const member = keys.member("https://issuer.example", "amos").pk;
    const whoIsWho = [PERSON, member, keys.ofAgency("london", "RJ1", "amos").pk, keys.webhook("london", "RJ1", "record").pk];
    for (const name of ["Cases", "Dispatch", "Strike", "Sweep", "Receipts", "TextReceipts"] as const)
      for (const partition of whoIsWho)
        for (const action of ["dynamodb:PutItem", "dynamodb:UpdateItem"])
          expect([name, partition, room(name).couldOnceAllowed(action, { partition, inTransaction: true })]).toEqual([
            name,
            partition,
            false,
          ]);
    const partition = keys.partnership("london", at, 1).pk;
    for (const inTransaction of [true, false])
      expect(ROOMS.filter((name) => room(name).couldOnceAllowed("dynamodb:PutItem", { partition, inTransaction }))).toEqual([]);
  });

  it("that calls partners' systems reads no case and no deadline of one, and notes only what systems took", () => {
    const callSystems = room("CallSystems");
    for (const partition of [CASE, FACT, SCREEN, keys.member("https://issuer.example", "amos").pk]) {
      expect(callSystems.can("dynamodb:GetItem", { partition })).toBe(false);
      expect(callSystems.can("dynamodb:UpdateItem", { partition })).toBe(false);
    }
    expect(callSystems.can("dynamodb:Query", { on: "/index/due", partition: dueToSystems(at, "x").duePk })).toBe(true);
    expect(callSystems.can("dynamodb:Query", { on: "/index/due", partition: "DUE#0" })).toBe(false);
    const [address, event] = [keys.webhook("london", "RJ1", "record").pk, keys.webhookEvent("london", "record", at, "x", 1).pk];
    const updating = (partition: string) => ROOMS.filter((name) => room(name).can("dynamodb:UpdateItem", { partition }));
    expect(updating(address)).toEqual(["CallSystems", "Me"]);
    expect(updating(event)).toEqual(["CallSystems"]);
    expect(room("Dispatch").can("dynamodb:PutItem", { partition: event, inTransaction: true })).toBe(true);
  });

  it("that looks at runs sees which case is open and nothing else of one, writes nothing, and has one workflow's runs in hand", () => {
    const looks = room("LookAtRuns");
    expect(looks.can("dynamodb:Query", { on: "/index/due", partition: "DUE#0" })).toBe(true);
    expect(looks.can("dynamodb:BatchGetItem", { partition: CASE })).toBe(true);
    for (const partition of [FACT, SCREEN, PERSON, keys.dataKey(ref).pk])
      expect([partition, looks.can("dynamodb:GetItem", { partition })]).toEqual([partition, false]);
    for (const action of ["dynamodb:PutItem", "dynamodb:UpdateItem"])
      expect(looks.can(action, { partition: CASE, inTransaction: true })).toBe(false);
    const inHand = statementsOf("LookAtRuns").filter(({ Action }) => [Action].flat().some((one) => one.startsWith("states:")));
    expect(inHand.map(({ Action }) => Action)).toEqual([
      ["states:ListExecutions", "states:StartExecution"],
      ["states:DescribeExecution", "states:StopExecution"],
    ]);
    for (const { Resource } of inHand) expect(JSON.stringify(Resource)).toContain('"WorkflowMachine');
    const starting = (name: RoomName) => JSON.stringify(statementsOf(name)).includes('"states:StartExecution"');
    expect(ROOMS.filter(starting)).toEqual(["Dispatch", "LookAtRuns"]);
  });

  it("that goes through the week opens nothing, reads no story and no deadline of a case, and keeps nothing but weeks, in transactions", () => {
    const report = room("ReportWeeks");
    for (const partition of [FACT, SCREEN, keys.dataKey(ref).pk, keys.record(ref).pk])
      expect(report.can("dynamodb:GetItem", { partition })).toBe(false);
    for (const [partition, may] of [
      ["DUE#0", false],
      ["WEBHOOKS", false],
      [dueWeeks(at, "london").duePk, true],
    ] as const)
      expect(report.can("dynamodb:Query", { on: "/index/due", partition })).toBe(may);
    const weeks = [keys.weekJob("london").pk, keys.week("london", "RJ1", "2026-01-12").pk];
    for (const action of ["PutItem", "UpdateItem"]) {
      for (const partition of weeks)
        expect([true, false].map((inTransaction) => report.can(`dynamodb:${action}`, { partition, inTransaction }))).toEqual([
          true,
          false,
        ]);
      for (const partition of [CASE, PERSON, FACT])
        expect(report.can(`dynamodb:${action}`, { partition, inTransaction: true })).toBe(false);
    }
    for (const partition of weeks) expect(room("CallSystems").can("dynamodb:GetItem", { partition })).toBe(false);
  });

  it("has the key of systems' secrets where one is shown or signs, and nobody is told of names beside the public ones", () => {
    const variables = (name: RoomName) => Object.keys(functionOf(name)[1].Properties.Environment.Variables);
    expect(ROOMS.filter((name) => variables(name).includes("WEBHOOK_KEY"))).toEqual(["CallSystems", "Me"]);
    expect(ROOMS.filter((name) => variables(name).includes("WEBHOOK_NAMES_BESIDE"))).toEqual([]);
  });

  it("reads what its room is there for", () => {
    const known = [keys.member("https://issuer.example", "amos").pk, PERSON];
    const agreed = [keys.rota("london", "desk").pk, keys.partnership("london", at, 1).pk];
    for (const partition of [...known, ...agreed]) expect(room("Directory").can("dynamodb:Query", { partition })).toBe(true);
    for (const partition of [...known, keys.seriousFailure(ref, at).pk, keys.forTheCall(ref, at, "harm").pk])
      expect(room("Learning").can("dynamodb:Query", { partition })).toBe(true);
    for (const name of ["Cases", "Pages", "Dispatch", "Strike", "Sweep", "Receipts", "TextReceipts"] as const)
      for (const partition of [CASE, FACT, ...known, ...agreed])
        expect(room(name).can("dynamodb:Query", { partition })).toBe(true);
  });

  it("that builds agendas learns by a reference which review is meant, and no other room of the learning side does", () => {
    const partition = keys.reference("london", "RC-234-567").pk;
    expect(
      ["LookAtCall", "Learning", "Directory"].filter((name) =>
        room(name as RoomName).can("dynamodb:BatchGetItem", { partition }),
      ),
    ).toEqual(["LookAtCall"]);
  });

  it("may send mail only where messages are sent, and only as us", () => {
    const { from } = stages.live.mail;
    for (const action of ["ses:SendEmail", "ses:SendRawEmail"]) {
      expect(ROOMS.filter((name) => room(name).can(action, { from }))).toEqual([
        "Pages",
        "Dispatch",
        "Sweep",
        "CallSystems",
        "ReportWeeks",
        "Me",
      ]);
      expect(room("Dispatch").can(action, { from: "chief@example.org" })).toBe(false);
    }
    expect(room("Dispatch").can("ses:SendBulkTemplatedEmail", { from })).toBe(false);
  });

  it.each(ROOMS)("of %s names everything it touches, but for tracing and the list of streams", (name) => {
    const everything = statementsOf(name).filter(
      ({ Effect, Resource }) => Effect === "Allow" && [Resource].flat().map(pointsTo).includes("*"),
    );
    const actions = everything.flatMap(({ Action }) => Action).filter((action) => !action.startsWith("xray:Put"));
    expect(actions).toEqual(name === "Dispatch" ? ["dynamodb:ListStreams"] : []);
  });
});

describe("the stream", () => {
  const mappings = () => Object.values(allOf(service, "AWS::Lambda::EventSourceMapping")).map(({ Properties }) => Properties);
  const patternsOf = ({ FilterCriteria }: Json) =>
    FilterCriteria.Filters.map(({ Pattern }: { Pattern: string }) => JSON.parse(Pattern));

  it("has two readers, and one shard of a table's stream carries no more", () => {
    expect(mappings().map(patternsOf)).toEqual(expect.arrayContaining(Object.values(LANES).map(({ patterns }) => patterns)));
    expect(mappings()).toHaveLength(2);
  });

  it("sets a record that keeps failing aside, so that it cannot hold the others up", () => {
    for (const reader of mappings()) {
      expect(reader).toMatchObject({
        BisectBatchOnFunctionError: true,
        FunctionResponseTypes: ["ReportBatchItemFailures"],
        MaximumRetryAttempts: 10,
        MaximumRecordAgeInSeconds: 6 * 60 * 60,
        DestinationConfig: { OnFailure: { Destination: { "Fn::GetAtt": [expect.stringContaining("LaidAside"), "Arn"] } } },
      });
      expect(pointsTo(reader.FunctionName)).toContain("RoomsDispatchLive");
    }
  });

  it("asks no more of each reader than Lambda allows: five filters, ten batches beside one another", () => {
    for (const { FilterCriteria, ParallelizationFactor } of mappings()) {
      expect(FilterCriteria.Filters.length).toBeLessThanOrEqual(5);
      expect(ParallelizationFactor).toBeLessThanOrEqual(10);
    }
  });
});

describe("time", () => {
  it.each([
    { file: "workflows/escalation.asl.json", name: "StrikeArn", task: "RoomsStrikeLive" },
    { file: "workflows/partner-call.asl.json", name: "LookAtCallArn", task: "RoomsLookAtCallFunction" },
  ])("runs $file word for word, in a standard workflow whose logs hold no case's data", ({ file, name, task }) => {
    const machines = Object.values(allOf(service, "AWS::StepFunctions::StateMachine")).map(({ Properties }) => Properties);
    const deployed = machines.map((machine) => ({
      machine,
      text: readFileSync(join(synthesis.folder, `asset.${machine.DefinitionS3Location.Key}`), "utf8"),
    }));
    const own = deployed.find(({ text }) => text === readFileSync(file, "utf8"));
    expect(Object.keys(own?.machine.DefinitionSubstitutions)).toEqual([name]);
    expect(pointsTo(own?.machine.DefinitionSubstitutions[name])).toContain(task);
    expect(own?.machine.StateMachineType).toBe("STANDARD");
    expect(own?.machine.LoggingConfiguration).toMatchObject({ Level: "ALL", IncludeExecutionData: false });
  });

  const scheduled = (name: RoomName): Json =>
    Object.values(allOf(service, "AWS::Scheduler::Schedule"))
      .map(({ Properties }) => Properties)
      .find(({ Target }) => pointsTo(Target.Arn).startsWith(`Rooms${name}Function`));

  it.each([
    ["Sweep", "MissedSweeps"],
    ["DeleteContents", "MissedDeletions"],
    ["CallSystems", undefined],
    ["ReportWeeks", undefined],
  ] as const)("is kept by %s too, each minute, and a call that did not come through is laid aside in %s", (name, queue) => {
    const Properties = scheduled(name);
    expect(Properties).toMatchObject({
      ScheduleExpression: "rate(1 minute)",
      State: "ENABLED",
      FlexibleTimeWindow: { Mode: "OFF" },
    });
    const { DeadLetterConfig } = Properties.Target;
    expect(DeadLetterConfig ? pointsTo(DeadLetterConfig.Arn) : undefined).toEqual(queue && expect.stringContaining(queue));
    const failed = Object.values(allOf(service, "AWS::Lambda::EventInvokeConfig"))
      .filter((one) => pointsTo(one.Properties.FunctionName).startsWith(`Rooms${name}Function`))
      .map((one) => one.Properties.DestinationConfig?.OnFailure?.Destination);
    expect(failed.map((one) => one && pointsTo(one))).toEqual([queue && expect.stringContaining(queue)]);
    expect(functionOf("Sweep")[1].Properties.Timeout).toBe(90); // two looks half a minute apart
  });
});

describe("the runs of the workflow", () => {
  it("are looked at four times an hour, by one look at a time", () => {
    const schedules = Object.values(allOf(service, "AWS::Scheduler::Schedule")).map(({ Properties }) => Properties);
    const own = schedules.filter(({ Target }) => pointsTo(Target.Arn).startsWith("RoomsLookAtRunsFunction"));
    expect(own).toEqual([expect.objectContaining({ ScheduleExpression: "rate(15 minutes)", State: "ENABLED" })]);
    expect(functionOf("LookAtRuns")[1].Properties.ReservedConcurrentExecutions).toBe(1);
  });
});

describe("what rings", () => {
  it("rings when nobody has swept for three minutes, and takes silence for a fault", () => {
    expect(alarmsOn("SweepRan")).toEqual([
      expect.objectContaining({
        Namespace: "Rightcall",
        ComparisonOperator: "LessThanThreshold",
        Threshold: 1,
        Period: 60,
        EvaluationPeriods: 3,
        TreatMissingData: "breaching",
      }),
    ]);
    expect(alarmsOn("SweepRan")[0]).not.toHaveProperty("Dimensions"); // as functions/log.ts counts it
  });

  it("rings when the stream is more than a minute behind", () => {
    expect(alarmsOn("IteratorAge")).toEqual([
      expect.objectContaining({ Threshold: 60_000, Statistic: "Maximum", ComparisonOperator: "GreaterThanThreshold" }),
    ]);
  });

  it.each(["Dispatch", "Receipts"] as const)("rings when %s fails", (room) => {
    const [id] = functionOf(room);
    expect(
      alarmsOn("Errors").flatMap(({ Dimensions }) => Dimensions.map(({ Value }: { Value: unknown }) => pointsTo(Value))),
    ).toContain(id);
  });

  it.each(["Cases", "Pages", "Dispatch", "Strike"] as const)("rings when %s may not start", (room) => {
    const held = alarmsOn("Throttles").flatMap(({ Dimensions }) => Dimensions.map(({ Value }: Json) => pointsTo(Value)));
    expect(held).toContain(functionOf(room)[0]);
  });

  it("rings for every dead-letter queue", () => {
    const queues = Object.keys(allOf(service, "AWS::SQS::Queue"));
    const watched = alarmsOn("ApproximateNumberOfMessagesVisible").map(({ Dimensions }) => pointsTo(Dimensions[0].Value));
    expect(queues.length).toBeGreaterThan(0);
    expect(new Set(watched)).toEqual(new Set(queues));
  });

  it("counts each code that the functions log and go on from", () => {
    const counted = Object.values(allOf(service, "AWS::Logs::MetricFilter")).map(({ Properties }) => [
      Properties.FilterPattern.replaceAll('"', ""),
      Properties.MetricTransformations[0].MetricName,
    ]);
    for (const [code, metric] of counted) {
      expect(alarmsOn(metric).filter(({ AlarmActions }) => AlarmActions)).not.toEqual([]);
      const files = [
        "task",
        "stream/dispatch",
        "carriers",
        "receipts/note-receipt",
        "receipts/note-text-receipt",
        "about-desk",
        "about-matter",
        "aws/audit",
        "aws/data-keys",
        "aws/cases",
        "schedule/look-at-runs",
        "tell-of-draft",
        "edge",
      ];
      expect(files.map((file) => readFileSync(`functions/${file}.ts`, "utf8")).join()).toContain(`log("${code}"`);
    }
    expect(new Set(counted.map(([, metric]) => metric))).toEqual(
      new Set([
        ...["MailNotAccepted", "MailRefused", "TextNotAccepted", "TextRefused", "ChannelDown", "ChannelFull"],
        ...["ClockNotStarted", "ReceiptNotUnderstood", "DeskNoticeFailed", "LearningNoticeFailed", "DraftNotTold"],
        ...["AuditNotWritten", "KeyNotGiven", "SealBroken", "StreamRecordFailed", "CallBackRefused"],
      ]),
    );
  });

  it("rings the operators by a way that is not our own mail", () => {
    const topic = Object.keys(allOf(service, "AWS::SNS::Topic"));
    expect(topic).toHaveLength(1);
    const alarms = Object.values(allOf(service, "AWS::CloudWatch::Alarm")).map(({ Properties }) => Properties);
    const silent = alarms.filter(({ AlarmActions }) => !AlarmActions);
    expect(silent.map(({ MetricName }) => MetricName).toSorted()).toEqual(["Errors", "StreamRecordFailed"]); // they take a version back
    for (const { AlarmActions = topic } of alarms) expect(AlarmActions.map(pointsTo)).toEqual(topic);
    expect(only(service, "AWS::Events::Rule").Properties.Targets.map(({ Arn }: Json) => pointsTo(Arn))).toEqual(topic);
  });

  it("says which section of the runbook to open, and there is one", () => {
    const sections: string[] = readFileSync("docs/runbook.md", "utf8").match(/^## .*$/gm) ?? [];
    const says = [
      ...Object.values(allOf(service, "AWS::CloudWatch::Alarm")).map(({ Properties }) => Properties.AlarmDescription),
      ...only(service, "AWS::Events::Rule").Properties.Targets.map(({ Input }: Json) => Input),
    ];
    const named = says.map((text) => /See docs\/runbook\.md, section «([^»]+)»\./.exec(text)?.[1] ?? text);
    expect(named.filter((name) => !sections.includes(`## ${name}`))).toEqual([]);
  });
});

describe("the dashboard", () => {
  const body = (): string => {
    const parts = only(service, "AWS::CloudWatch::Dashboard").Properties.DashboardBody["Fn::Join"][1] as Json[];
    return parts.map((part) => (typeof part === "string" ? part : pointsTo(part))).join("");
  };

  it("asks three questions, and says where in the runbook each is answered", () => {
    const asked = body().match(/## [^"\\]+\?\\ndocs\/runbook\.md: [^"]+/g) ?? [];
    expect(asked.map((text) => /## ([^?]+\?)/.exec(text)?.[1])).toEqual([
      "Are people heard?",
      "Does time run?",
      "Do the parts work?",
    ]);
    const page = readFileSync("docs/runbook.md", "utf8");
    const named = asked.flatMap((text) => [...text.matchAll(/«([^»]+)»/g)].map(([, name]) => name));
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !page.includes(`\n## ${name}\n`))).toEqual([]);
  });

  it("shows every alarm, and what people notice", () => {
    for (const id of Object.keys(allOf(service, "AWS::CloudWatch::Alarm"))) expect(body()).toContain(id);
    for (const name of ["FirstDelivery", "NobodyAnswered", "OutboxAge", "LatenessBySweeper", "ProbeTook"])
      expect(body()).toContain(`"${name}"`);
  });
});

describe("what people notice", () => {
  /** Three in a quarter of an hour; and, where few cases are raised, three of the last six hours' quarters. */
  const MANY_OR_AGAIN = [
    { Threshold: 3, Statistic: "Sum", Period: 900, EvaluationPeriods: 1 },
    { Threshold: 1, Statistic: "Sum", Period: 900, DatapointsToAlarm: 3, EvaluationPeriods: 24 },
  ];

  it.each([
    ["FirstDelivery", { Threshold: 120_000, ExtendedStatistic: "p90", Period: 900 }],
    ["OutboxAge", { Threshold: 90_000, Statistic: "Maximum", EvaluationPeriods: 3 }],
    ["LatenessByWorkflow", { Threshold: 60_000, Statistic: "Maximum" }],
    ["LatenessBySweeper", { Threshold: 60_000, Statistic: "Maximum" }],
    ["NobodyAnswered", { Threshold: 3, Statistic: "Sum", Period: 900 }],
    ["NobodyReachable", { Threshold: 1, Statistic: "Sum", Period: 300 }],
    ["RepairedRun", { Threshold: 1, Statistic: "Sum", Period: 900, TreatMissingData: "notBreaching" }],
    ["RepairedLimit", ...MANY_OR_AGAIN],
    ["RepairedWaiting", ...MANY_OR_AGAIN],
    ["RepairedUnconfirmed", { Threshold: 3, Statistic: "Sum", Period: 900, TreatMissingData: "notBreaching" }],
    [
      "CallBackRefused",
      { Threshold: 3, Statistic: "Sum", Period: 300, TreatMissingData: "notBreaching" },
      { Threshold: 1, Statistic: "Sum", Period: 900, DatapointsToAlarm: 3, EvaluationPeriods: 24 },
    ],
    ["StoppedRun", { Threshold: 1, Statistic: "Sum", Period: 900, TreatMissingData: "notBreaching" }],
    ["RunsLookedAt", { Threshold: 1, EvaluationPeriods: 4, Period: 900, TreatMissingData: "breaching" }],
    ["ClockSkew", { Threshold: 2_000, Statistic: "Maximum" }],
    ["ProbeCameThrough", { Threshold: 1, ComparisonOperator: "LessThanThreshold", TreatMissingData: "breaching", Period: 300 }],
  ] as [string, ...object[]][])("rings: %s", (metric, ...each) => {
    expect(alarmsOn(metric)).toEqual(each.map((as) => expect.objectContaining({ Namespace: "Rightcall", ...as })));
    for (const alarm of alarmsOn(metric)) expect(alarm).not.toHaveProperty("Dimensions");
  });
});

describe("the probe", () => {
  const own = () => Object.entries(allOf(service, "AWS::Lambda::Function")).find(([id]) => id.startsWith("ProbeRoomFunction"));

  it("may do nothing in the account but write its own log, and is told of no table", () => {
    const role = pointsTo(own()?.[1].Properties.Role);
    const statements = Object.values(allOf(service, "AWS::IAM::Policy"))
      .filter(({ Properties }) => Properties.Roles.some((one: unknown) => pointsTo(one) === role))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[]);
    expect(statements.flatMap(({ Action }) => Action).filter((action) => !/^(logs|xray):/.test(action))).toEqual([]);
    expect(Object.keys(own()?.[1].Properties.Environment.Variables).sort()).toEqual([
      "NODE_OPTIONS",
      "PROBE_CLIENT",
      "PROBE_SECRET",
      "SITE",
      "TOKENS",
    ]);
  });

  it("looks every five minutes", () => {
    const schedules = Object.values(allOf(service, "AWS::Scheduler::Schedule")).map(({ Properties }) => Properties);
    const its = schedules.filter(({ Target }) => pointsTo(Target.Arn).startsWith("ProbeRoomFunction"));
    expect(its.map(({ ScheduleExpression }) => ScheduleExpression)).toEqual(["rate(5 minutes)"]);
  });
});

describe("a new version", () => {
  const aliasOf = (room: RoomName) =>
    Object.entries(allOf(service, "AWS::Lambda::Alias")).find(([id]) => id.startsWith(`Rooms${room}Live`));

  it.each(BY_TENTHS)("of %s takes one call in ten at first, and goes back when an alarm rings", (room) => {
    const [, alias] = aliasOf(room) ?? [];
    expect(pointsTo(alias?.Properties.FunctionName)).toBe(functionOf(room)[0]);
    const policy = (alias as Json).UpdatePolicy.CodeDeployLambdaAliasUpdate;
    const group = service.Resources[pointsTo(policy.DeploymentGroupName)]?.Properties;
    expect(pointsTo(group?.DeploymentConfigName)).toContain("LambdaCanary10Percent5Minutes");
    expect(group?.AutoRollbackConfiguration).toEqual({
      Enabled: true,
      Events: expect.arrayContaining(["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_ALARM"]),
    });
    const alarms = group?.AlarmConfiguration.Alarms.map(({ Name }: Json) => pointsTo(Name));
    expect(alarms.length).toBeGreaterThan(0);
    for (const id of alarms) expect(service.Resources[id]?.Type).toBe("AWS::CloudWatch::Alarm");
  });

  it.each([
    ["Dispatch", "StreamRecordFailed"],
    ["Strike", "Errors"],
  ] as const)("of %s goes back at the first failure, as a tenth of a pilot's calls has few", (room, metric) => {
    const [, alias] = aliasOf(room) ?? [];
    const { DeploymentGroupName } = (alias as Json).UpdatePolicy.CodeDeployLambdaAliasUpdate;
    const alarms = service.Resources[pointsTo(DeploymentGroupName)]?.Properties.AlarmConfiguration.Alarms as Json[];
    const back = alarms.map(({ Name }) => service.Resources[pointsTo(Name)]?.Properties);
    expect(back).toContainEqual(expect.objectContaining({ MetricName: metric, Threshold: 1, EvaluationPeriods: 1 }));
  });

  it("keeps the one before it, and comes in no other room", () => {
    expect(Object.keys(allOf(service, "AWS::Lambda::Alias"))).toHaveLength(BY_TENTHS.length);
    for (const { DeletionPolicy } of Object.values(allOf(service, "AWS::Lambda::Version"))) expect(DeletionPolicy).toBe("Retain");
  });

  it("is moved by a role that can move these rooms and look at these alarms, and nothing of AWS's own making", () => {
    for (const { Properties } of Object.values(allOf(service, "AWS::IAM::Role")))
      expect(Properties.ManagedPolicyArns).toBeUndefined();
  });
});

describe("messages", () => {
  it("are followed to their end, and their links are left as they are", () => {
    const { MatchingEventTypes } = only(post, "AWS::SES::ConfigurationSetEventDestination").Properties.EventDestination;
    expect(MatchingEventTypes.sort()).toEqual([
      "bounce",
      "complaint",
      "delivery",
      "deliveryDelay",
      "reject",
      "renderingFailure",
      "send",
    ]);
  });

  it("are sent to an address that bounced once, rather than swallowed", () => {
    expect(only(post, "AWS::SES::ConfigurationSet").Properties.SuppressionOptions.SuppressedReasons).toEqual([]);
  });
});

describe("secrets", () => {
  it("stand in no template", () => {
    const { Variables } = functionOf("Pages")[1].Properties.Environment;
    expect(pointsTo(Variables.SESSION_KEY)).toMatch(/^\{\{resolve:secretsmanager:RoomsSessionKey\w+:SecretString:::\}\}$/);
    expect(only(service, "AWS::Cognito::UserPoolClient").Properties.GenerateSecret).toBe(false);
    const texts = { ...functionOf("Dispatch")[1].Properties.Environment.Variables };
    expect(pointsTo(texts.NOTIFY_KEY)).toContain(`{{resolve:secretsmanager:`);
    expect(pointsTo(functionOf("TextReceipts")[1].Properties.Environment.Variables.NOTIFY_CALLBACK)).toMatch(
      /^\{\{resolve:secretsmanager:\w+:SecretString:::\}\}$/,
    );
  });

  it("make a session key of 32 bytes, whatever letters and digits come", () => {
    const secrets = Object.entries(allOf(service, "AWS::SecretsManager::Secret"));
    const { GenerateSecretString } = secrets.find(([id]) => id.includes("SessionKey"))?.[1].Properties ?? {};
    expect(GenerateSecretString).toMatchObject({ ExcludePunctuation: true, IncludeSpace: false });
    for (const sign of ["A", "z", "0", "9"])
      expect(Buffer.from(sign.repeat(GenerateSecretString.PasswordLength), "base64url")).toHaveLength(32);
  });
});

describe("signing in", () => {
  it("always takes a second factor, and never a password from a program", () => {
    const pool = only(synthesis.template("live", "sign-in"), "AWS::Cognito::UserPool");
    expect([pool.Properties.MfaConfiguration, pool.Properties.DeletionProtection, pool.DeletionPolicy]).toEqual([
      "ON",
      "ACTIVE",
      "Retain",
    ]);
    expect(only(service, "AWS::Cognito::UserPoolClient").Properties.ExplicitAuthFlows).toEqual(["ALLOW_REFRESH_TOKEN_AUTH"]);
  });
});

describe("docs/runbook.md", () => {
  const page = readFileSync("docs/runbook.md", "utf8");

  it.each(["dev", "pilot", "live"])("puts back each room of %s after a restore as it is deployed", (stage) => {
    const deployed = Object.entries(allOf(synthesis.template(stage, "service"), "AWS::Lambda::Function")).flatMap(([id, one]) => {
      const [, room] = /^(?:Rooms(\w+)Function|(Probe)RoomFunction)[\dA-F]{8}$/.exec(id)?.filter(Boolean) ?? [];
      return room ? [[room, String(one.Properties.ReservedConcurrentExecutions ?? "none")] as const] : [];
    });
    const rows = page.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));
    const [head = []] = rows.filter(([, room]) => room === "room");
    const written = rows.slice(rows.indexOf(head) + 2).slice(0, deployed.length);
    expect(Object.fromEntries(written.map((row) => [row[1], row[head.indexOf(stage)]]))).toEqual(Object.fromEntries(deployed));
    const order = page.slice(page.indexOf("8. Start again in this order"), page.indexOf("9. Ring everybody"));
    expect(deployed.filter(([room]) => !order.includes(`\`${room}\``) && room !== "Probe")).toEqual([]);
    for (const lane of Object.keys(LANES)) expect(order.toLowerCase()).toContain(`*${lane}*`);
  });

  it("has what was deleted deleted anew after a restore before anybody is let in", () => {
    const [stopped, deleted, begun] = [
      "3. **Stop the writers:**",
      "6. **Delete anew what had been deleted since**",
      "8. Start again in this order",
    ].map((step) => page.indexOf(step));
    expect(stopped).toBeGreaterThan(0);
    expect(deleted).toBeGreaterThan(stopped ?? 0);
    expect(begun).toBeGreaterThan(deleted ?? 0);
    expect(page.slice(deleted, begun)).toContain("npm run delete-anew -- ");
  });

  it("hands the key of the webhooks to both who sign with it, by a number that is there to be raised", () => {
    for (const room of ["Me", "CallSystems"] as const) {
      const { WEBHOOK_KEY, WEBHOOK_KEY_HANDED } = functionOf(room)[1].Properties.Environment.Variables;
      expect(pointsTo(WEBHOOK_KEY)).toContain("resolve:secretsmanager:RoomsWebhookKey");
      expect(WEBHOOK_KEY_HANDED).toBe(String(stages.live.webhookKey));
    }
    expect(page).toContain("raise `webhookKey` of");
  });
});

describe("docs/deploy.md", () => {
  const page = readFileSync("docs/deploy.md", "utf8");

  it("names stacks that there are", () => {
    const named = [...page.matchAll(/rightcall-(\w+)\/([a-z-]+)/g)];
    expect(named.length).toBeGreaterThan(8);
    for (const [, stage = "", part = ""] of named)
      expect(Object.keys(synthesis.template(stage, part).Resources)).not.toHaveLength(0);
  });

  it.each(["dev", "pilot", "live"])("says how much room %s reserves in all", (stage) => {
    const functions = Object.values(allOf(synthesis.template(stage, "service"), "AWS::Lambda::Function"));
    const reserved = functions.map(({ Properties }) => Number(Properties.ReservedConcurrentExecutions ?? 0));
    expect(page).toContain(`\`${stage}\` ${reserved.reduce((one, other) => one + other, 0)}`);
  });

  it("counts the secrets that cost something: those of the stack, and those that are put there by hand", () => {
    const own = Object.keys(allOf(service, "AWS::SecretsManager::Secret")).length;
    const byHand = page.match(/secretsmanager create-secret/g)?.length;
    expect([own, byHand]).toEqual([5, 2]);
    expect(page).toContain("seven secrets (five of the stack, two put there by hand)");
  });

  it("says which rooms can be taken back by hand: those that are called by an alias", () => {
    const [, part = ""] = /\n### Back by hand\n([\s\S]*?)\n## /.exec(page) ?? [];
    const [, rooms = ""] = /behind the alias are those of the rooms ([^.]*)\./.exec(part) ?? [];
    expect(rooms.match(/\w+(?=`)/g)?.toSorted()).toEqual(BY_TENTHS.toSorted());
    expect(part).toContain("--name live");
  });

  it("puts every secret where it belongs before the stack that reads it is deployed, and makes the client of one before that", () => {
    const text = JSON.stringify(synthesis.template("dev", "service"));
    const secrets = new Set([...text.matchAll(/secret:(rightcall\/[\w/-]+)/g)].map(([, name = ""]) => name));
    expect(secrets.size).toBe(2);
    const steps = [
      ...page.matchAll(/cdk deploy (?=[^\n]*rightcall-dev\/service)|create-secret .*?--name (\S+)|cdk deploy [^\n]*sign-in/g),
    ];
    const before = steps.slice(
      0,
      steps.findIndex(([step]) => step === "cdk deploy "),
    );
    expect(before.map(([step, name]) => name ?? step.split("/").at(-1))).toEqual([
      stages.dev.texts.key,
      "sign-in",
      stages.dev.probeKey,
    ]);
    expect(new Set(before.flatMap(([, name]) => name ?? []))).toEqual(secrets);
  });

  it("names files that there are", () => {
    const named = [...page.matchAll(/`((?:infra|test|config|docs)\/[\w./-]+)`/g)].map(([, path = ""]) => path);
    expect(named.filter((path) => !existsSync(path))).toEqual([]);
  });

  it("names outputs that there are", () => {
    const outputs = ["data", "sign-in", "mail", "service"].flatMap((part) =>
      Object.keys(synthesis.template("live", part).Outputs ?? {}),
    );
    const named = /Note the outputs: (.*)\./.exec(page)?.[1]?.match(/\w+/g) ?? [];
    expect(named.length).toBeGreaterThan(5);
    expect([...named, "HostPointsTo", "DkimRecord1", "DkimRecord3"].filter((name) => !outputs.includes(name))).toEqual([]);
  });
});

describe("what cdk-nag is told to pass over", () => {
  const waivers = () => waiversIn(synthesis.folder);

  it("belongs to one of the three packs, and has a reason that says why and not only that", () => {
    const packs = Object.values(PACKS);
    expect(waivers().length).toBeGreaterThan(5);
    for (const { rule, reason } of waivers()) {
      expect([rule, packs.some((begins) => rule.startsWith(begins))]).toEqual([rule, true]);
      expect([rule, reason.length > 60 && /[.»]$/.test(reason)]).toEqual([rule, true]);
    }
  });

  it("is printed with counts", () => {
    const report = nagReport(synthesis.folder);
    for (const pack of Object.keys(PACKS)) expect(report).toMatch(new RegExp(`^${pack}: 0 findings, \\d+ waivers$`, "m"));
  });
});

describe("in every stack", () => {
  const stacks = () =>
    Object.keys(stages).flatMap((stage) => ["data", "sign-in", "mail", "service"].map((part) => synthesis.template(stage, part)));

  it("nothing leaves London: no edge, no copy elsewhere, no certificate of another region", () => {
    for (const template of stacks()) {
      const types = Object.values(template.Resources).map(({ Type }) => Type);
      expect(types.filter((type) => /CloudFront|GlobalAccelerator|Lambda::Url/.test(type))).toEqual([]);
      for (const { Properties } of Object.values(allOf(template, "AWS::DynamoDB::GlobalTable")))
        expect(Properties.Replicas.map(({ Region }: { Region: string }) => Region)).toEqual(["eu-west-2"]);
      expect(JSON.stringify(template)).not.toMatch(
        /\b(?:us|ap|sa|ca|me|af|il|cn)-(?:gov-)?[a-z]+-\d\b|\beu-(?!west-2)[a-z]+-\d\b/,
      );
    }
  });

  /** What no role may name alone: these actions know no resource, or the wildcard stands for one thing. */
  const NAMELESS = [
    "dynamodb:ListStreams", // Lambda asks for the list of streams before it reads one
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
    "xray:GetSamplingRules", // the workflows' tracing
    "xray:GetSamplingTargets",
    "logs:CreateLogDelivery", // the workflows' logs: Step Functions delivers them through CloudWatch
    "logs:GetLogDelivery",
    "logs:UpdateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:DescribeResourcePolicies",
    "logs:DescribeLogGroups",
  ];
  const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

  it("a role names what it does and to what, but for what knows no name", () => {
    const allowed = stacks()
      .flatMap((template) => Object.values(allOf(template, "AWS::IAM::Policy")))
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
      .filter(({ Effect }) => Effect === "Allow");
    expect(allowed.length).toBeGreaterThan(50);
    const wild = allowed.flatMap(({ Action, Resource }) => {
      const actions = list(Action);
      const everything = list(Resource).some((one) => pointsTo(one) === "*");
      return actions.filter((action) => action.includes("*") || (everything && !NAMELESS.includes(action)));
    });
    expect([...new Set(wild)]).toEqual([]);
  });

  it("every log and every secret lies under a key of ours", () => {
    const still = Object.values(service.Resources).filter(({ Type }) =>
      ["AWS::Logs::LogGroup", "AWS::SecretsManager::Secret"].includes(Type),
    );
    expect(still.length).toBeGreaterThan(15);
    for (const { Properties } of still) expect(pointsTo(Properties.KmsKeyId)).toContain("StillKey");
  });
});
