import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { StateMachine } from "aws-local-stepfunctions";
import { bodyOf } from "./mailbox.ts";

/** One run of a workflow, as an operator would see it on the console. */
export interface Execution {
  readonly arn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: string;
  readonly startedAt: string;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  stoppedAt: string | null;
  state: string;
  wakeAt: string | null;
}

/** What Step Functions is, on one machine: `StartExecution` with its rules on names, what is running and which case it is for, and the very files that are deployed. */
export interface StepFunctions {
  readonly endpoint: string;
  readonly arnOf: (workflow: string) => string;
  readonly executions: Map<string, Execution>;
  /** When off, no execution starts, and no Task of a running one succeeds. */
  on: boolean;
  /** A run that comes to so many events ends as failed, as it does at Step Functions' own limit. */
  mostEvents: number;
  /** Ends every execution and forgets it, as a restart of this process does. */
  readonly forget: () => void;
  readonly close: () => Promise<void>;
}

/** The address of a workflow on one machine, and that of one of its runs. */
const arnOf = (name: string): string => `arn:aws:states:eu-west-2:000000000000:stateMachine:${name}`;
const arnOfRun = (workflow: string, name: string): string => `${workflow.replace("stateMachine", "execution")}:${name}`;
interface Start {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly input: string;
}
interface List {
  readonly stateMachineArn: string;
  readonly statusFilter?: Execution["status"];
  readonly maxResults?: number;
  readonly nextToken?: string;
}
interface OfRun {
  readonly executionArn: string;
}
/** What is answered: a status, and what the client reads. */
type Answer = [number, object];

const OFF: Answer = [503, { __type: "ServiceUnavailable", message: "Off, by order of the laboratory." }];
const seconds = (at: string): number => Date.parse(at) / 1000;
const no = (__type: string, message: string): Answer => [400, { __type, message }];
const unknown = (): Answer => no("UnknownOperationException", "");
const gone = ({ executionArn }: OfRun): Answer => no("ExecutionDoesNotExist", `Execution Does Not Exist: '${executionArn}'`);
const listed = ({ arn, stateMachineArn, name, status, startedAt, stoppedAt }: Execution) => ({
  ...{ executionArn: arn, stateMachineArn, name, status, startDate: seconds(startedAt) },
  ...(stoppedAt ? { stopDate: seconds(stoppedAt) } : {}),
});
const outage = () =>
  Object.assign(new Error("Step Functions is off, by order of the laboratory."), { name: "ServiceUnavailable" });

/** Keeps the name of the state a run is in, for whoever looks, and says when it has come to as many events as a run may have. */
async function follow(
  { eventLogs }: ReturnType<StateMachine["run"]>,
  execution: Execution,
  { mostEvents }: { readonly mostEvents: number },
  isFull: () => void,
): Promise<void> {
  let events = 0;
  for await (const event of eventLogs) {
    events += 1;
    if (event.type.endsWith("StateEntered") && "state" in event) execution.state = event.state.name;
    if (events === mostEvents) isFull();
  }
}

/** Step Functions' own limit on the history of a run. */
const MOST_EVENTS = 25_000;

/** A workflow as one machine runs it: the deployed file, and the function behind its one Task. */
interface Runs {
  readonly file: string;
  readonly task: string;
  readonly call: (payload: unknown) => Promise<unknown>;
}

/** The machine that a file describes, with its placeholders filled in. */
function machineIn(file: string): StateMachine {
  const text = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
  return new StateMachine(JSON.parse(text.replaceAll(/\$\{\w+\}/g, "arn:aws:lambda:eu-west-2:000000000000:function:task")));
}

/** Each function is called with JSON and answers with JSON, as Lambda would. */
export async function startStepFunctions(workflows: Readonly<Record<string, Runs>>): Promise<StepFunctions> {
  const machines = new Map(
    Object.entries(workflows).map(([name, runs]) => [arnOf(name), { ...runs, machine: machineIn(runs.file) }]),
  );
  const executions = new Map<string, Execution>();
  const aborts = new Map<string, () => void>();
  const self = { on: true, mostEvents: MOST_EVENTS };

  const run = ({ machine, task, call: answer }: Runs & { machine: StateMachine }, { stateMachineArn, name, input }: Start) => {
    const execution: Execution = {
      arn: arnOfRun(stateMachineArn, name),
      stateMachineArn,
      name,
      input,
      startedAt: new Date().toISOString(),
      status: "RUNNING",
      stoppedAt: null,
      state: task,
      wakeAt: null,
    };
    executions.set(name, execution);
    const call = async (parameters: unknown) => {
      if (!self.on) throw outage();
      const { Payload } = parameters as { Payload: unknown };
      const answered = JSON.parse(JSON.stringify(await answer(JSON.parse(JSON.stringify(Payload)))));
      execution.wakeAt = answered.wakeAt;
      return { Payload: answered };
    };
    const running = machine.run(JSON.parse(input), { overrides: { taskResourceLocalHandlers: { [task]: call } } });
    const { result, abort } = running;
    aborts.set(name, abort);
    let full = false;
    void follow(running, execution, self, () => {
      full = true;
      abort();
    });
    result
      .then(
        () => "SUCCEEDED" as const,
        (error: Error) => (error.name === "ExecutionAbortedError" && !full ? ("ABORTED" as const) : ("FAILED" as const)),
      )
      .then((status) => {
        execution.status = status;
        execution.stoppedAt = new Date().toISOString();
        execution.wakeAt = null;
        aborts.delete(name);
      });
  };

  const start = (asked: Start): Answer => {
    const { stateMachineArn, name, input } = asked;
    const machine = machines.get(stateMachineArn);
    if (!machine) return no("StateMachineDoesNotExist", stateMachineArn);
    const known = executions.get(name);
    if (known && (known.status !== "RUNNING" || known.input !== input))
      return no("ExecutionAlreadyExists", `Execution Already Exists: '${name}'`);
    if (!known) run(machine, asked);
    return [200, { executionArn: arnOfRun(stateMachineArn, name), startDate: Date.now() / 1000 }];
  };
  /** The newest first, as many as are asked for; the token says how many have been told already. */
  const list = ({ stateMachineArn, statusFilter, maxResults = 100, nextToken = "0" }: List): Answer => {
    if (!machines.has(stateMachineArn)) return no("StateMachineDoesNotExist", stateMachineArn);
    const from = Number(nextToken);
    if (!Number.isInteger(from)) return no("InvalidToken", nextToken);
    const own = [...executions.values()].filter((one) => one.stateMachineArn === stateMachineArn).reverse();
    const found = own.filter(({ status }) => statusFilter === undefined || status === statusFilter);
    const page = found.slice(from, from + maxResults).map(listed);
    const next = from + page.length < found.length ? { nextToken: String(from + page.length) } : {};
    return [200, { executions: page, ...next }];
  };
  const named = ({ executionArn }: OfRun) => [...executions.values()].find(({ arn }) => arn === executionArn);
  const describe = (asked: OfRun): Answer => {
    const execution = named(asked);
    return execution ? [200, { ...listed(execution), input: execution.input }] : gone(asked);
  };
  /** One that has ended already stays as it ended. */
  const stop = async (asked: OfRun): Promise<Answer> => {
    const execution = named(asked);
    if (!execution) return gone(asked);
    aborts.get(execution.name)?.();
    while (execution.status === "RUNNING") await new Promise((resolve) => setImmediate(resolve));
    return [200, { stopDate: seconds(execution.stoppedAt ?? "") }];
  };
  const actions: Readonly<Record<string, (asked: never) => Answer | Promise<Answer>>> = {
    StartExecution: start,
    ListExecutions: list,
    DescribeExecution: describe,
    StopExecution: stop,
  };

  const server = createServer((request, response: ServerResponse) => {
    void bodyOf(request).then(async (body) => {
      const action = actions[String(request.headers["x-amz-target"] ?? "").replace("AWSStepFunctions.", "")] ?? unknown;
      const [status, reply] = self.on ? await action(JSON.parse(body) as never) : OFF;
      response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const forget = () => {
    for (const abort of aborts.values()) abort();
    executions.clear();
  };
  return Object.assign(self, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arnOf,
    executions,
    forget,
    close: async () => {
      forget();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
