import { randomUUID } from "node:crypto";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { Temporal } from "temporal-polyfill";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { readEscalation } from "../../core/escalation/migration.ts";
import { caseOf } from "../../core/keys.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import { rungsOf, type Terms } from "../../core/partnership/terms.ts";
import type { Rota } from "../../core/rota/rota.ts";
import type { Enrolment } from "../../functions/aws/enrolment.ts";
import { check } from "../../history/check.ts";
import type { Breach, Outage } from "../../history/history.ts";
import { type Recorder, recorder } from "../../history/record.ts";
import { outagesIn } from "../../history/simulation/outages.ts";
import { demandOf } from "../../history/simulation/raising.ts";
import { type Summary, summaryOf } from "../../history/summary.ts";
import { type Machine, newSecrets, startMachine } from "../../local/machine.ts";
import { as } from "../../local/main-job.ts";
import type { Told } from "../../local/stream.ts";
import type { Templates } from "../../local/table.ts";
import { chanceOf } from "../quarter/chance.ts";
import { wallTime } from "../quarter/moment.ts";
import { crew, rosterOf } from "../quarter/roster.ts";
import { agreedOn, london } from "../quarter/scene.ts";
import type { Scene } from "../quarter/telling.ts";
import { dutyBy, folkOf, rotaOf } from "./folk.ts";
import { raisers } from "./raising.ts";
import { type Town, townOn } from "./town.ts";

/** One month that is to be lived, and what came of it. */
export interface MonthToLive {
  readonly seed: string;
  readonly from: string;
  readonly days: number;
  readonly cases: number;
  readonly template: Templates;
  /** Where DynamoDB Local answers. */
  readonly database: string;
}
export interface MonthLived {
  readonly from: string;
  readonly summary: Summary;
  readonly breaches: readonly Breach[];
  readonly seconds: number;
  readonly mebibytes: number;
}

/** Lives one month of London on a machine of its own: real table, stream, workflow, mail and HTTP, on the laboratory's clock. */
export async function liveMonth({ seed, from, days, cases, template, database }: MonthToLive): Promise<MonthLived> {
  const begun = performance.now();
  const first = Temporal.PlainDate.from(from);
  const [begins, ends] = [wallTime(first, "00:00"), wallTime(first.add({ days }), "00:00")];
  const [start, end] = [Date.parse(begins), Date.parse(ends)];
  const [table, secrets, clockFrom] = [`year-${randomUUID()}`, await newSecrets(), new Date(begins)];
  const machine = await startMachine({ database, table, port: 0, secrets, clockFrom, template });
  const agreed = london();
  const terms = agreedOn(agreed, begins);
  const asked = rungsOf(terms.pathway).map(({ desk }) => desk);
  const rotas = agreed.teams.map((team) => rotaOf(team, asked, seed, first, days));
  const roster = rosterOf(agreed, seed, first, days);
  await settle(machine, agreed.code, folkOf(agreed, roster, agreed.code, machine.signIn.issuer), rotas);
  const scene: Scene = { agreed, ...terms, roster: { ...roster, dutyAt: dutyBy(rotas, begins, ends) } };
  const [{ outline }, { termsOf }] = await Promise.all([
    import("../../functions/aws/cases.ts"),
    import("../../functions/aws/promised.ts"),
  ]);
  const record = recorder(agreed.code, () => new Date().toISOString());
  const promised = (id: string) => termsOf({ partnership: agreed.code, id });
  const reads = readsOf(machine, promised, (id) => outline({ partnership: agreed.code, id }));
  const town = townOn(machine, record, scene, chanceOf(`${seed} chance`), reads, end);
  const failed: unknown[] = [];
  void raisers(town, demandOf(seed, scene, cases, first, days), (error) => failed.push(error));
  for (const outage of outagesIn(chanceOf(`${seed} outages`), start, end, true).all())
    void breaks(machine, record, town, outage).catch((error) => failed.push(error));
  await machine.clock?.to(end, machine.rest.reached);
  await standsStill(machine);
  if (failed.length > 0) throw failed[0];
  const { letters } = machine.mailbox;
  const history = await record.history({ letters, texts: machine.texts.texts }, async (side, of) => {
    const reader = side === "asks" ? of.raised.by.id : inspectorFor(agreed, of);
    return (await as(machine, reader, "GET", `escalations/${of.id}`)).body;
  });
  const [summary, breaches] = [summaryOf(history), check(history)];
  await machine.close();
  const mebibytes = Math.round(process.resourceUsage().maxRSS / 1024);
  return { from, summary, breaches, seconds: (performance.now() - begun) / 1000, mebibytes };
}

/** A case as it is kept now: as the stream has told of it last, or read anew where it has not told of it, or may not have told all. */
function readsOf(
  { stream, rest }: Machine,
  promised: (id: string) => Promise<Terms | undefined>,
  read: Town["read"],
): Town["read"] {
  const told = new Map<string, Told>();
  const known = new Map<string, Promise<Escalation>>();
  stream.tells(({ pk, sk }, image) => {
    if (sk?.S !== "STATE" || !image) return;
    const { id } = caseOf({ pk: pk?.S ?? "", sk: sk.S });
    told.set(id, image);
    known.delete(id);
  });
  const asTold = async (id: string, image: Told): Promise<Escalation> =>
    readEscalation(unmarshall(image as Parameters<typeof unmarshall>[0]).body, await promised(id));
  return (id) => {
    const image = told.get(id);
    if (stream.fault === "off" || !rest.isThrough() || !image) return read(id);
    const found = known.get(id) ?? asTold(id, image);
    known.set(id, found);
    return found;
  };
}

/** Everybody has a sign-in, and every desk its rota; what that set off is none of the story. */
async function settle(machine: Machine, partnership: string, folk: readonly Enrolment[], rotas: readonly Rota[]): Promise<void> {
  const [{ enrol }, { applyRotas }] = await Promise.all([
    import("../../functions/aws/enrolment.ts"),
    import("../../operate/apply-people.ts"),
  ]);
  await machine.rest.reached();
  await enrol(partnership, folk);
  await applyRotas(partnership, rotas, new Date().toISOString());
  await machine.rest.reached();
  machine.mailbox.letters.length = 0;
  machine.texts.texts.length = 0;
}

/** Somebody of the desk that a case went to first. */
function inspectorFor({ teams }: Partnership, { terms: { ladder } }: Escalation): string {
  const team = teams.find(({ code }) => code === ladder[0]?.teams[0]);
  return (team && crew(team)[0]?.id) ?? "";
}

/** What is ordered of a part when it breaks: the laboratory's name for it, and how it may fail. */
const BREAKS: Readonly<Partial<Record<Outage["part"], readonly [name: string, well: string, ...how: string[]]>>> = {
  workflow: ["workflow", "on", "off"],
  stream: ["stream", "on", "off"],
  sweeper: ["sweeper", "on", "off"],
  mail: ["mail", "accept", "reject-soft", "hang", "never-delivered"],
  text: ["sms", "accept", "reject-soft", "hang", "never-delivered"],
  keys: ["keys", "well", "down", "refused"],
};

/** A part breaks and is mended at its time, in the laboratory's own words. */
async function breaks(machine: Machine, record: Recorder, { until, chance }: Town, { part, from, to }: Outage): Promise<void> {
  const [name, well, ...how] = BREAKS[part] ?? [];
  if (name === undefined || well === undefined) return;
  const order = (way: string) => {
    record.ordered({ [name]: way });
    return machine.rest.during(setFaults(machine, { [name]: way }));
  };
  await until(Date.parse(from));
  await order(chance.one(how));
  await until(Date.parse(to));
  await order(well);
}

const setFaults = (machine: Machine, faults: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(`${machine.site}/lab/faults`, { method: "POST", body: JSON.stringify(faults) });

/** The clock runs on by itself while a history is read, case after case: nothing that it wakes may change them meanwhile. */
async function standsStill(machine: Machine): Promise<void> {
  await setFaults(machine, { workflow: "off", sweeper: "off", stream: "off" });
  await machine.rest.reached();
}
