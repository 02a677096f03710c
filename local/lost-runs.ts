import { caseOf, runBehind, runName } from "../core/keys.ts";
import type { StepFunctions } from "./step-functions.ts";
import type { Stream, Told } from "./stream.ts";

/** A run that began longer ago than this may go on past its own end. */
const OLD_MS = 24 * 3_600_000;

/**
 * Whether whoever looks after the runs of the workflow may find anything to do: at the first time, when a run has failed since, when the run
 * of an open case is not under way, or when one of no open case is old. The stream tells of the cases; while it may not have told all, each
 * look is worth it.
 */
export function canFindRuns(
  workflow: Pick<StepFunctions, "on" | "executions" | "arnOf">,
  stream: Pick<Stream, "fault" | "tells">,
  isThrough: () => boolean,
): () => Promise<boolean> {
  const expected = new Map<string, string>();
  stream.tells((key, image) => {
    if (key.sk?.S !== "STATE") return;
    const { id } = caseOf({ pk: key.pk?.S ?? "", sk: "STATE" });
    const run = runOf(image);
    if (run === undefined) expected.delete(id);
    else expected.set(id, runName(id, run));
  });
  let before = "";
  return async () => {
    const all = [...workflow.executions.values()].filter(
      ({ stateMachineArn }) => stateMachineArn === workflow.arnOf("escalation"),
    );
    const underWay = all.filter(({ status }) => status === "RUNNING");
    const failed = all.filter(({ status }) => status === "FAILED" || status === "ABORTED");
    const seen = `${workflow.on} ${failed.length}`;
    const isNew = seen !== before;
    before = seen;
    if (isNew || stream.fault === "off" || !isThrough()) return true;
    const running = new Set(underWay.map(({ name }) => runBehind(name)));
    const names = new Set(expected.values());
    return (
      [...names].some((name) => !running.has(name)) ||
      underWay.some(({ name, startedAt }) => Date.parse(startedAt) < Date.now() - OLD_MS && !names.has(runBehind(name)))
    );
  };
}

/** The number of the run that keeps the time of a case, as long as it is open. */
const runOf = (image: Told | undefined): number | undefined => {
  const { run, closed } = image?.body?.M ?? {};
  return run?.N === undefined || closed?.M ? undefined : Number(run.N);
};
