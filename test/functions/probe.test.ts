import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from "@jest/globals";
import { openIn } from "../../core/keys.ts";
import { liveOf, probePracticeOf } from "../../core/partnership/practice.ts";
import { demoSecret, PROBE } from "../../local/sign-in.ts";
import { aTown, type Town } from "../town.ts";

/** The probe against a whole machine, over its public address: what it says while all is well, and while each part is not. */
let town: Town;
let probe: (now: string) => Promise<boolean>;
let lines: Record<string, unknown>[];
const LOG = process.env.LOG;
const MAILBOX = "probe@rightcall.example.org";

beforeAll(async () => {
  town = await aTown({ digest: false });
  const { site } = town.machine;
  Object.assign(process.env, { PROBE_CLIENT: PROBE, PROBE_SECRET: demoSecret(PROBE), TOKENS: `${site}/oidc/token` });
  ({ probe } = await import("../../functions/schedule/probe.ts"));
});
beforeEach(async () => {
  await town.anew();
  process.env.PROBE_SECRET = demoSecret(PROBE);
  const { enrolProbe } = await import("../../operate/enrol-probe.ts");
  await enrolProbe("london", { issuer: town.machine.signIn.issuer, subject: PROBE }, MAILBOX, new Date().toISOString());
  lines = [];
  delete process.env.LOG;
  jest.spyOn(console, "log").mockImplementation((line) => void lines.push(JSON.parse(String(line))));
});
afterEach(() => {
  jest.restoreAllMocks();
  process.env.LOG = LOG ?? "codes";
});
afterAll(() => town.close());

const goes = () => probe(new Date().toISOString());
const stoodAt = () => lines.find(({ code }) => code === "probe_not_through")?.at;
const counted = (name: string) => lines.flatMap((line) => (name in line ? [line[name]] : []));
const letters = () => town.machine.mailbox.letters.map(({ to, subject }) => [to, subject.includes("EXERCISE")]);

describe("the probe", () => {
  it("comes through from outside: raised, paged, confirmed, and ended by time alone", async () => {
    expect(await goes()).toBe(true);
    expect(counted("ProbeCameThrough")).toEqual([1]);
    expect(counted("ProbeTook")).toEqual([expect.any(Number)]);
    await town.settled();
    expect(letters()).toEqual(expect.arrayContaining([[MAILBOX, true]]));
    const told = letters().length;
    await town.forward("PT16M");
    expect(letters().filter(([to]) => to !== MAILBOX)).toEqual([]);
    expect(letters().length - told).toBeLessThan(3); // that it is over, and never the next tier
    expect(await goes()).toBe(true);
  });

  it("is seen by nobody: no board, no figure, no practice of others", async () => {
    await goes();
    await town.settled();
    const practice = probePracticeOf("london");
    expect(liveOf(practice)).toBe("london");
    const { open } = await import("../../functions/aws/cases.ts");
    const { inForce } = await import("../../functions/aws/directory.ts");
    const areas = (await inForce("london", new Date().toISOString())).areas.map(({ code }) => code);
    expect((await open(practice, areas)).cases).toHaveLength(1);
    for (const other of ["london", "london_practice"]) expect((await open(other, areas)).cases).toEqual([]);
    expect(openIn(practice, "x")).not.toEqual(openIn("london_practice", "x"));
    expect(counted("Raised")).toEqual([]);
  });

  it.each([
    [
      "sign_in",
      async () => {
        process.env.PROBE_SECRET = "another";
      },
    ],
    ["ready", () => town.fault({ keys: "down" })],
    ["page", () => town.fault({ stream: "off", sweeper: "off" })],
  ] as const)("says at which step it stands: %s", async (step, breaks) => {
    await town.forward("PT10S"); // what was found ready before holds for five seconds
    await breaks();
    const going = goes();
    if (step === "page") await new Promise((resolve) => setTimeout(resolve, 500)).then(() => town.forward("PT2M"));
    expect(await going).toBe(false);
    expect([stoodAt(), counted("ProbeCameThrough")]).toEqual([step, [0]]);
  });

  it("says that time stands still, when neither the workflow nor the sweeper ends its case", async () => {
    await goes();
    await town.fault({ workflow: "off", sweeper: "off" });
    town.machine.workflow.forget();
    await town.forward("PT16M");
    lines.length = 0;
    expect(await goes()).toBe(false);
    expect(stoodAt()).toBe("time");
  });
});
