import type { IncomingMessage, ServerResponse } from "node:http";
import { Temporal } from "temporal-polyfill";
import * as z from "zod";
import { Mobile } from "../core/people.ts";
import { invalid, REFUSALS, Refusal } from "../core/refusal.ts";
import { AnyInstant, Elapsed } from "../core/time.ts";
import { demo } from "./demo-people.ts";
import { KEY_FAULTS } from "./keys.ts";
import { labPage } from "./lab-page.ts";
import type { Machine } from "./machine.ts";
import { bodyOf, MAIL_FAULTS } from "./mailbox.ts";
import { TEXT_FAULTS } from "./texts.ts";

const Advance = z.strictObject({ advance: z.string().optional(), to: AnyInstant.optional() });
const Faults = z.strictObject({
  mail: z.enum(MAIL_FAULTS).optional(),
  sms: z.enum(TEXT_FAULTS).optional(),
  /** For this address or number only. */
  to: z.union([z.email(), Mobile]).optional(),
  /** How late whatever comes late comes. */
  after: Elapsed.optional(),
  workflow: z.enum(["on", "off"]).optional(),
  sweeper: z.enum(["on", "off"]).optional(),
  stream: z.enum(["on", "off", "duplicate", "reorder"]).optional(),
  keys: z.enum(KEY_FAULTS).optional(),
});
const Someone = z.strictObject({ person: z.string() });

/** The laboratory: the demo people, tokens, the clock, the inbox, the texts, faults and executions, as JSON and as a page. It exists only on one machine. */
export function laboratory(machine: Machine) {
  const surface: Readonly<Record<string, (body: unknown) => Promise<unknown> | unknown>> = {
    "GET /lab/people": () => demo.people.map(({ id, name, agency, roles, teams }) => ({ id, name, agency, roles, teams })),
    "POST /lab/token": async (body) => ({ token: await machine.signIn.tokenFor(someone(body)) }),
    "GET /lab/clock": () => ({ now: new Date().toISOString(), movable: machine.clock !== undefined }),
    "POST /lab/clock": (body) => moveClock(machine, read(Advance, body)),
    "GET /lab/mail": () => machine.mailbox.letters,
    "DELETE /lab/mail": () => {
      machine.mailbox.letters.length = 0;
      return {};
    },
    "GET /lab/texts": () => machine.texts.texts,
    "DELETE /lab/texts": () => {
      machine.texts.texts.length = 0;
      return {};
    },
    "GET /lab/faults": () => faultsOf(machine),
    "POST /lab/faults": (body) => setFaults(machine, read(Faults, body)),
    "GET /lab/executions": () =>
      [...machine.workflow.executions.values()].map(({ name, status, state, wakeAt }) => ({ name, status, state, wakeAt })),
  };
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? "").split("?")[0];
    const reply = (status: number, type: string, body: string) =>
      void response.writeHead(status, { "content-type": type, "cache-control": "no-store" }).end(body);
    if (request.method === "GET" && path === "/lab")
      return reply(200, "text/html; charset=utf-8", labPage(machine.clock !== undefined));
    const call = surface[`${request.method} ${path}`];
    try {
      if (!call) throw new Refusal("NotFound", "The laboratory has no such thing.");
      const text = await bodyOf(request);
      reply(200, "application/json", JSON.stringify(await call(text ? JSON.parse(text) : {})));
    } catch (error) {
      const known =
        error instanceof Refusal
          ? error
          : invalid({ field: "(body)", reason: error instanceof Error ? error.message : "cannot be read" });
      const status = REFUSALS[known.name];
      const problem = { type: `/problems/${known.name}`, title: known.name, status, detail: known.message, errors: known.errors };
      reply(status, "application/problem+json", JSON.stringify(problem));
    }
  };
}

function read<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw invalid(...result.error.issues.map((issue) => ({ field: issue.path.join(".") || "(body)", reason: issue.message })));
}

function someone(body: unknown): string {
  const { person } = read(Someone, body);
  if (!demo.people.some(({ id }) => id === person)) throw invalid({ field: "person", reason: "is none of GET /lab/people" });
  return person;
}

async function moveClock({ clock, rest }: Machine, { advance, to }: z.output<typeof Advance>) {
  if (!clock) throw new Refusal("NotYet", "This clock is real. Start the laboratory to move it: npm run lab");
  if ((advance === undefined) === (to === undefined)) throw invalid({ field: "advance", reason: "give either advance or to" });
  const target = to ? Date.parse(to) : Date.now() + lengthOf(advance ?? "");
  if (target < Date.now()) throw invalid({ field: to ? "to" : "advance", reason: "the clock only moves forward" });
  await clock.to(target, rest.reached);
  return { now: clock.now() };
}

function lengthOf(advance: string): number {
  try {
    return Temporal.Duration.from(advance).total("milliseconds");
  } catch {
    throw invalid({ field: "advance", reason: "a length of time such as PT5M" });
  }
}

const faultsOf = ({ workflow, sweeper, stream, keys }: Machine) => ({
  workflow: workflow.on ? "on" : "off",
  sweeper: sweeper.on ? "on" : "off",
  stream: stream.fault,
  keys: keys.fault,
});

function setFaults(machine: Machine, { mail, sms, to, after, workflow, sweeper, stream, keys }: z.output<typeof Faults>) {
  if (mail) machine.mailbox.fail(mail, to, after);
  if (sms) machine.texts.fail(sms, to, after);
  if (workflow) machine.workflow.on = workflow === "on";
  if (sweeper) machine.sweeper.on = sweeper === "on";
  if (stream) machine.stream.fault = stream;
  if (keys) machine.keys.fault = keys;
  return faultsOf(machine);
}
