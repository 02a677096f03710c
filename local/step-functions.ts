import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { StateMachine } from "aws-local-stepfunctions";
import { bodyOf } from "./mailbox.ts";

/** One run of a workflow, as an operator would see it on the console. */
export interface Execution {
  readonly name: string;
  readonly input: string;
  readonly startedAt: string;
  status: "RUNNING" | "SUCCEEDED" | "FAILED" | "ABORTED";
  state: string;
  wakeAt: string | null;
}

/** What Step Functions is, on one machine: `StartExecution` with its rules on names, and the very file that is deployed. */
export interface StepFunctions {
  readonly endpoint: string;
  readonly arn: string;
  readonly executions: Map<string, Execution>;
  /** When off, no execution starts, and no Task of a running one succeeds. */
  on: boolean;
  /** Ends every execution and forgets it, as a restart of this process does. */
  readonly forget: () => void;
  readonly close: () => Promise<void>;
}

const ARN = "arn:aws:states:eu-west-2:000000000000:stateMachine:escalation";
const outage = () =>
  Object.assign(new Error("Step Functions is off, by order of the laboratory."), { name: "ServiceUnavailable" });

/** Keeps the name of the state a run is in, for whoever looks. */
async function follow(events: ReturnType<StateMachine["run"]>["eventLogs"], execution: Execution): Promise<void> {
  for await (const event of events)
    if (event.type.endsWith("StateEntered") && "state" in event) execution.state = event.state.name;
}

/** `strike` is the function behind the Task; it is called with JSON and answers with JSON, as Lambda would. */
export async function startStepFunctions(strike: (payload: unknown) => Promise<unknown>): Promise<StepFunctions> {
  const text = readFileSync(new URL("../workflows/escalation.asl.json", import.meta.url), "utf8");
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the substitution's name as it stands in the file
  const definition = JSON.parse(text.replaceAll("${StrikeArn}", "arn:aws:lambda:eu-west-2:000000000000:function:strike"));
  const machine = new StateMachine(definition);
  const executions = new Map<string, Execution>();
  const aborts = new Map<string, () => void>();
  const self: { on: boolean } = { on: true };

  const run = (name: string, input: string) => {
    const execution: Execution = {
      name,
      input,
      startedAt: new Date().toISOString(),
      status: "RUNNING",
      state: "Read the clocks",
      wakeAt: null,
    };
    executions.set(name, execution);
    const call = async (parameters: unknown) => {
      if (!self.on) throw outage();
      const { Payload } = parameters as { Payload: unknown };
      const answer = JSON.parse(JSON.stringify(await strike(JSON.parse(JSON.stringify(Payload)))));
      execution.wakeAt = answer.wakeAt;
      return { Payload: answer };
    };
    const { result, abort, eventLogs } = machine.run(JSON.parse(input), {
      overrides: { taskResourceLocalHandlers: { "Read the clocks": call } },
    });
    aborts.set(name, abort);
    void follow(eventLogs, execution);
    result
      .then(
        () => "SUCCEEDED" as const,
        (error: Error) => (error.name === "ExecutionAbortedError" ? ("ABORTED" as const) : ("FAILED" as const)),
      )
      .then((status) => {
        execution.status = status;
        execution.wakeAt = null;
        aborts.delete(name);
      });
  };

  const start = ({ name, input }: { name: string; input: string }): [number, object] => {
    if (!self.on) return [503, { __type: "ServiceUnavailable", message: "Off, by order of the laboratory." }];
    const known = executions.get(name);
    if (known && (known.status !== "RUNNING" || known.input !== input)) {
      return [400, { __type: "ExecutionAlreadyExists", message: `Execution Already Exists: '${name}'` }];
    }
    if (!known) run(name, input);
    return [200, { executionArn: `${ARN.replace("stateMachine", "execution")}:${name}`, startDate: Date.now() / 1000 }];
  };

  const server = createServer((request, response: ServerResponse) => {
    void bodyOf(request).then((body) => {
      const action = String(request.headers["x-amz-target"] ?? "")
        .split(".")
        .at(-1);
      const [status, reply] =
        action === "StartExecution" ? start(JSON.parse(body)) : [400, { __type: "UnknownOperationException" }];
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
    arn: ARN,
    executions,
    forget,
    close: async () => {
      forget();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
