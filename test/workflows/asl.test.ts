import { globSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "@jest/globals";
import { WORKFLOWS } from "../../infra/constructs/asl-workflow.ts";

/** The package brings no types of its own. */
const validate: (machine: unknown) => { isValid: boolean; errors: unknown[] } = createRequire(import.meta.url)("asl-validator");

interface State {
  readonly Type: string;
  readonly Next?: string;
  readonly Default?: string;
  readonly Choices?: readonly { readonly Next: string }[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
}
interface Machine {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

const next = ({ Next, Default, Choices = [], Catch = [] }: State): string[] =>
  [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((fault) => fault.Next)].filter(
    (name) => name !== undefined,
  );

/** Every state that a run can come to from here. */
function reachable({ States }: Machine, from: string, seen = new Set<string>()): Set<string> {
  const state = States[from];
  if (!state || seen.has(from)) return seen;
  seen.add(from);
  for (const name of next(state)) reachable({ StartAt: from, States }, name, seen);
  return seen;
}

describe.each(globSync("workflows/*.asl.json"))("%s", (file) => {
  const text = readFileSync(file, "utf8");
  const machine: Machine = JSON.parse(text);

  it("is Amazon States Language", () => {
    expect(validate(machine)).toMatchObject({ isValid: true, errors: [] });
    expect(validate({ ...machine, StartAt: "No such state" }).isValid).toBe(false);
  });

  it("has no state that no run can come to", () => {
    expect([...reachable(machine, machine.StartAt)].sort()).toEqual(Object.keys(machine.States).sort());
  });

  it("keeps to what one machine can run as well", () => {
    const kinds = new Set(Object.values(machine.States).map(({ Type }) => Type));
    expect(["Wait", "Choice", "Task", "Pass", "Succeed", "Fail"]).toEqual(expect.arrayContaining([...kinds]));
    expect(text).not.toMatch(/"IsNull"|"IsPresent"|"QueryLanguage"|TimeoutSecondsPath|\.waitForTaskToken|"\$\$/);
  });
});

describe.each([
  { workflow: "escalation", first: "Read the clocks" },
  { workflow: "partnerCall", first: "Look at the call" },
] as const)("the workflow «$workflow»", ({ workflow, first }) => {
  const { file, substitutions } = WORKFLOWS[workflow];
  const text = readFileSync(file, "utf8");
  const { StartAt, States }: Machine = JSON.parse(text);
  const states = Object.entries(States);

  it("begins with its one Task", () => {
    expect(StartAt).toBe(first);
  });

  it.each(states.filter(([, { Type }]) => Type === "Wait"))("looks again after «%s»", (_, { Next }) => {
    expect(Next).toBe(first);
  });

  it("never goes round without a wait", () => {
    const awake: Machine = { StartAt, States: Object.fromEntries(states.filter(([, { Type }]) => Type !== "Wait")) };
    for (const [name, state] of Object.entries(awake.States))
      for (const after of next(state)) expect([name, reachable(awake, after).has(name)]).toEqual([name, false]);
  });

  it("has a name for each function it calls, and is given each", () => {
    const names = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name);
    expect(new Set(names)).toEqual(new Set(Object.keys(substitutions)));
  });

  it("goes on after every fault but one: that what it is about is not there", () => {
    const { Catch = [] } = States[first] ?? { Type: "missing" };
    expect(Catch.map(({ ErrorEquals, Next }) => [ErrorEquals, States[Next]?.Type])).toEqual([
      [["NotFound"], "Fail"],
      [["States.ALL"], "Wait"],
    ]);
  });
});
