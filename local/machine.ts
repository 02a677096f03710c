import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type { JWK } from "jose";
import { CONFIRMED_DELETIONS, dueToSystems, dueWeeks } from "../core/keys.ts";
import type { Handler } from "../functions/edge.ts";
import { MOST_HEADER_BYTES } from "../functions/limits.ts";
import { type MovableClock, movableClock } from "./clock.ts";
import { demo, demoEnrolments, demoRotas } from "./demo-people.ts";
import { followed } from "./followed.ts";
import { gateway } from "./gateway.ts";
import { type Keys, startKeys } from "./keys.ts";
import { laboratory } from "./laboratory.ts";
import { canFindRuns } from "./lost-runs.ts";
import { type Mailbox, startMailbox } from "./mailbox.ts";
import { type Rest, watchRest } from "./rest.ts";
import { ASSURANCE, AUDIENCE, CLIENT_ID, demoSignIn, newSigningKey, type SignIn } from "./sign-in.ts";
import { type StepFunctions, startStepFunctions } from "./step-functions.ts";
import { type Stream, startStream } from "./stream.ts";
import { DEADLINES, onceDue, type Sweeper, startSweeper } from "./sweeper.ts";
import { auditBeside, ensureTables, type Templates } from "./table.ts";
import { startTexts, type Texts } from "./texts.ts";
import { Trouble } from "./trouble.ts";

/** The keys of one machine: kept with its data, so that sessions outlive a restart. */
export interface Secrets {
  readonly signing: JWK;
  readonly session: string;
  readonly subject: string;
  readonly cursor: string;
  readonly webhooks: string;
  /** What the data keys of cases and drafts are wrapped under. */
  readonly fields: string;
}
export const newSecrets = async (): Promise<Secrets> => ({
  signing: await newSigningKey(),
  session: randomBytes(32).toString("base64url"),
  subject: randomBytes(32).toString("base64url"),
  cursor: randomBytes(32).toString("base64url"),
  webhooks: randomBytes(32).toString("base64url"),
  fields: randomBytes(32).toString("base64url"),
});

export interface MachineOptions {
  /** Where DynamoDB Local answers. */
  readonly database: string;
  readonly table: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly secrets: Secrets;
  /** The laboratory: the clock starts here and can be moved. Without it, time is real. */
  readonly clockFrom?: Date;
  /** What the tables are made from, when that has been synthesised already. */
  readonly template?: Templates;
  /** Stands around each function that this machine calls: a test may end one in the middle. */
  readonly around?: Around;
}
/** A function as its caller knows it, by the name of its file. */
export type Around = <E extends readonly unknown[], R>(
  file: string,
  run: (...event: E) => Promise<R>,
) => (...event: E) => Promise<R>;
const nothing: Around = (_, run) => run;

/** Everything, on one machine: the deployed handlers behind the deployed routes, workflow and schedule, with real parts for AWS's. */
export interface Machine {
  readonly site: string;
  readonly mailbox: Mailbox;
  readonly texts: Texts;
  readonly keys: Keys;
  readonly workflow: StepFunctions;
  readonly stream: Stream;
  readonly sweeper: Sweeper;
  readonly signIn: SignIn;
  readonly rest: Rest;
  readonly clock: MovableClock | undefined;
  readonly close: () => Promise<void>;
}

/** As much as the gateway takes, and as long as it waits for it. */
const AS_THE_GATEWAY = { maxHeaderSize: MOST_HEADER_BYTES, headersTimeout: 30_000, requestTimeout: 30_000 };

/** As often as the schedule has it (infra/stacks/service-stack.ts). */
const LOOKS_AT_RUNS_MS = 15 * 60_000;

/** Local stand-ins answer whoever asks; the SDK wants credentials all the same. Whoever shares a database in memory has an access key of their own. */
const credentials = () => ({
  AWS_REGION: "eu-west-2",
  AWS_ACCESS_KEY_ID: process.env.AWS_ACCESS_KEY_ID ?? "local",
  AWS_SECRET_ACCESS_KEY: "local",
});

/** So long after a service has taken it a message arrives, as the clock on the wall has it; by a clock that is moved it arrives at once. */
const DELIVERED_MS = 300;
/**
 * By a clock that is moved its receipt comes when its sender has written down that it was taken, or so much real time later: else it is met by the
 * sender's own word of it, and both are written twice.
 */
const NOTED_MS = 300;
const realTimeout = globalThis.setTimeout;
let sameTurn: Promise<void> | undefined;
/** Receipts that are due at the same moment are told in the same turn: what they ask of the table is one question then. */
function inOneTurn(): Promise<void> {
  sameTurn ??= new Promise((done) =>
    setImmediate(() => {
      sameTurn = undefined;
      done();
    }),
  );
  return sameTurn;
}

/** Brings one machine up. The environment is set before any handler is imported: the seam between here and AWS is the SDK client. */
export async function startMachine(options: MachineOptions): Promise<Machine> {
  const { database, table, port, secrets, clockFrom, template, around = nothing } = options;
  const clock = clockFrom && movableClock(clockFrom);
  const rest = watchRest();
  let answering = (_: IncomingMessage, response: ServerResponse): unknown =>
    response.writeHead(503, { "retry-after": "1" }).end("Starting.");
  const server = createServer(AS_THE_GATEWAY, (request, response) => answering(request, response));
  const site = await listen(server, port);
  const signIn = await demoSignIn(site, secrets.signing);
  const calls: {
    receipts?: (event: never) => Promise<void>;
    strike?: (payload: unknown) => Promise<unknown>;
    lookAtCall?: (payload: unknown) => Promise<unknown>;
  } = {};
  const deliveredMs = clock ? 0 : DELIVERED_MS;
  const sending = new Set<Promise<unknown>>();
  const sends: Around = (file, run) => {
    const called = around(file, run);
    return (...event) => {
      const sent = called(...event).finally(() => sending.delete(sent));
      sending.add(sent);
      return sent;
    };
  };
  const noted = async () => {
    if (!clock) return;
    await Promise.race([Promise.allSettled(sending), new Promise((done) => realTimeout(done, NOTED_MS))]);
    await inOneTurn();
  };
  const hear = (event: unknown) => rest.during(noted().then(() => calls.receipts?.(event as never)));
  const mailbox = await startMailbox(hear, rest.hanging, deliveredMs);
  const callBack = { url: `${site}/receipts/sms`, token: randomBytes(32).toString("base64url") };
  const texts = await startTexts({ callBack, during: rest.during, hanging: rest.hanging, deliveredMs });
  const keys = await startKeys(secrets.fields, rest.hanging);
  const behind = (task: "strike" | "lookAtCall") => (payload: unknown) => rest.during(Promise.resolve(calls[task]?.(payload)));
  const workflow = await startStepFunctions({
    escalation: { file: "workflows/escalation.asl.json", task: "Read the clocks", call: behind("strike") },
    partnerCall: { file: "workflows/partner-call.asl.json", task: "Look at the call", call: behind("lookAtCall") },
  });
  Object.assign(process.env, credentials(), {
    LOG: process.env.LOG ?? "codes",
    AWS_ENDPOINT_URL_DYNAMODB: database,
    AWS_ENDPOINT_URL_SES: mailbox.endpoint,
    AWS_ENDPOINT_URL_SFN: workflow.endpoint,
    AWS_ENDPOINT_URL_KMS: keys.endpoint,
    FIELD_KEY: keys.key,
    TABLE: table,
    PARTNERSHIPS: demo.partnership,
    AUDIT: auditBeside(table),
    WORKFLOW: workflow.arnOf("escalation"),
    CALLS_WORKFLOW: workflow.arnOf("partnerCall"),
    SUBJECT_KEY: secrets.subject,
    MAIL_FROM: "Rightcall <no-reply@rightcall.example.org>",
    MAIL_SET: "rightcall",
    NOTIFY_URL: texts.endpoint,
    NOTIFY_KEY: texts.key,
    NOTIFY_TEMPLATE: texts.template,
    NOTIFY_CALLBACK: callBack.token,
    SITE: site,
    ISSUER: signIn.issuer,
    JWKS_URI: signIn.jwksUri,
    ACR: ASSURANCE,
    ACR_IN_TOKENS: ASSURANCE,
    AUDIENCE,
    OIDC_CLIENT_ID: CLIENT_ID,
    SESSION_KEY: secrets.session,
    WEBHOOK_KEY: secrets.webhooks,
    WEBHOOK_NAMES_BESIDE: "localhost,127.0.0.1",
    CURSOR_KEY: secrets.cursor,
  });
  const streamArn = await ensureTables(table, template);
  const [cases, directory, learning, pages, me, textReceipts, dispatch, strike, lookAtCall, sweep, receipts, calling, { LANES }] =
    await Promise.all([
      import("../functions/rooms/cases.ts"),
      import("../functions/rooms/directory.ts"),
      import("../functions/rooms/learning.ts"),
      import("../functions/rooms/pages.ts"),
      import("../functions/rooms/me.ts"),
      import("../functions/rooms/text-receipts.ts"),
      import("../functions/stream/dispatch.ts"),
      import("../functions/tasks/strike.ts"),
      import("../functions/tasks/look-at-call.ts"),
      import("../functions/schedule/sweep.ts"),
      import("../functions/receipts/note-receipt.ts"),
      import("../functions/schedule/call-systems.ts"),
      import("../infra/lanes.ts"),
    ]);
  calls.receipts = around("receipts/note-receipt", receipts.handler as typeof calls.receipts & {});
  calls.strike = around("tasks/strike", strike.handler);
  calls.lookAtCall = around("tasks/look-at-call", lookAtCall.handler);
  await seed(signIn.issuer);
  const stream = await startStream(streamArn, sends("stream/dispatch", dispatch.handler), Object.values(LANES));
  rest.waitFor(stream);
  const dueUnder = (keys: readonly string[]) => onceDue(followed(table, { index: "due", keys }, rest, stream));
  const callSystems = around("schedule/call-systems", () => calling.look(new Date().toISOString()));
  const systems = clock
    ? startSweeper(callSystems, dueUnder([dueToSystems("", "").duePk]))
    : startSweeper(callSystems, undefined, 1000);
  const sweeper = startSweeper(around("schedule/sweep", sweep.handler), clock ? dueUnder(DEADLINES) : undefined);
  const deleteContents = await import("../functions/schedule/delete-contents.ts");
  const confirmed = followed(table, { index: "open", keys: [CONFIRMED_DELETIONS.openPk] }, rest, stream);
  const deletions = startSweeper(
    around("schedule/delete-contents", deleteContents.handler),
    async () => (await confirmed()) !== undefined,
  );
  const reportWeeks = await import("../functions/schedule/report-weeks.ts");
  const weeks = startSweeper(
    around("schedule/report-weeks", reportWeeks.handler),
    clock ? dueUnder([dueWeeks("", "").duePk]) : undefined,
  );
  const lookAtRuns = await import("../functions/schedule/look-at-runs.ts");
  const runs = startSweeper(
    around("schedule/look-at-runs", lookAtRuns.handler),
    clock ? canFindRuns(workflow, stream, rest.isThrough) : undefined,
    LOOKS_AT_RUNS_MS,
  );
  const rooms = {
    cases: around("rooms/cases", cases.handler),
    directory: around("rooms/directory", directory.handler),
    learning: around("rooms/learning", learning.handler),
    pages: around("rooms/pages", pages.handler as Handler),
    me: around("rooms/me", me.handler),
    textReceipts: around("receipts/note-text-receipt", (...asked: Parameters<typeof textReceipts.handler>) =>
      noted().then(() => textReceipts.handler(...asked)),
    ),
  };
  const machine: Machine = {
    site,
    mailbox,
    texts,
    keys,
    workflow,
    stream,
    sweeper,
    signIn,
    rest,
    clock,
    close: async () => {
      sweeper.close();
      systems.close();
      deletions.close();
      weeks.close();
      runs.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await stream.close(); // before the clock: what is in hand may wait for a moment of it
      clock?.uninstall();
      await Promise.all([workflow.close(), mailbox.close(), texts.close(), keys.close()]);
      rest.close();
    },
  };
  const [api, lab] = [gateway(rooms), laboratory(machine)];
  answering = (request, response) => {
    const path = request.url ?? "/";
    if (path.startsWith("/oidc")) return signIn.answer(request, response);
    const answer = path === "/lab" || path.startsWith("/lab/") ? lab : api;
    return answer(request, response).catch(() => response.destroy());
  };
  return machine;
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Trouble(`Port ${port} is taken. Stop what uses it, or choose another: PORT=8081 npm start`)
          : error,
      );
    });
    server.listen(port, "127.0.0.1", () => resolve());
  });
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

/** The partnership's configuration, the demo people, and a rota for each desk that they stand at. Safe to repeat: what is there as it is stays. */
export async function seed(issuer: string): Promise<void> {
  const [{ applyConfig }, { enrol }, { applyRotas }] = await Promise.all([
    import("../operate/apply-config.ts"),
    import("../functions/aws/enrolment.ts"),
    import("../operate/apply-people.ts"),
  ]);
  await applyConfig(fileURLToPath(new URL("../config/london", import.meta.url)));
  await enrol(demo.partnership, demoEnrolments(issuer));
  await applyRotas(demo.partnership, demoRotas(), new Date().toISOString());
}
