import { format } from "node:util";
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { EscalationView } from "../../core/escalation/view.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";

/**
 * A value that stands nowhere else is planted into each field that takes words, a name, a number or an address, and the cases are played
 * to their end, with parts that fail. Then each is looked for in all that is not the case itself: what was logged, executions, messages,
 * addresses, headers, problems, the audit.
 */
const MONDAY = "2026-06-29T07:00:00.000Z";
const [NURSE, OTHER, INSPECTOR, CONTROL, LEAD, CHAIR, ADMIN] = [
  "amara_bell",
  "jonas_field",
  "idris_vale",
  "omar_reed",
  "noor_vane",
  "tess_quill",
  "faye_brook",
];
const CALL = "weekly_2026_07_01";

let town: Town;
const asks = askingIn(() => town);
/** All that was planted, each with where; and what it was found in. */
const planted = new Map<string, string>();
const left = new Map<string, string[]>();
const keep = (where: string, ...texts: string[]) => left.set(where, [...(left.get(where) ?? []), ...texts]);

const bare = (where: string): string => {
  const value = `QZX${String(planted.size).padStart(4, "0")}`;
  planted.set(value, where);
  return value;
};
/** In letters alone, for the learning side, which takes no number that could lead to somebody. */
const lettered = (where: string): string => {
  const value = `Qzx${[...String(planted.size)].map((digit) => "abcdefghij"[Number(digit)]).join("")}xzq`;
  planted.set(value, where);
  return `Say ${value} again`;
};
const words = (where: string): string => `Words ${bare(where)} here`;
const known = (where: string, value: string, ...ways: string[]): string => {
  for (const way of [value, ...ways]) planted.set(way, where);
  return value;
};

/** Asks the API, and keeps what is not the case: where it leads, and what it said when it said no. */
async function api(person: string, method: "GET" | "POST", path: string, body?: unknown, raw?: string) {
  const { machine, settled } = town;
  const headers = { authorization: `Bearer ${await machine.signIn.tokenFor(person)}`, "content-type": "application/json" };
  const sent = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const reply = await fetch(`${machine.site}/api/${path}`, { method, headers, ...(sent === undefined ? {} : { body: sent }) });
  const text = await reply.text();
  await settled();
  keep("headers", JSON.stringify([...reply.headers]));
  if (reply.status >= 400) keep("problems", text);
  return { status: reply.status, body: JSON.parse(text) as EscalationView & Record<string, unknown> };
}
/** A press that is to be taken. */
const notTaken: string[] = [];
async function done(person: string, path: string, body: unknown) {
  const answered = await api(person, "POST", path, body);
  if (answered.status >= 300) notTaken.push(`${path}: ${answered.status} ${answered.body.detail}`);
  return answered.body;
}
async function page(person: string, path: string, form?: Record<string, string>) {
  const shown = await asks(person, path, form && new URLSearchParams(form));
  keep("headers", JSON.stringify([...shown.headers]));
  keep(
    "addresses",
    shown.location,
    ...[...shown.markup.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, address = ""]) => address),
  );
  keep("titles", /<title>([^<]*)/.exec(shown.markup)?.[1] ?? "");
  if (shown.status >= 500 || shown.status === 404) keep("error pages", shown.markup.replace(/<form.*?<\/form>/gs, ""));
  return shown;
}

const PERSON = () => ({
  ...{
    knownAs: bare("knownAs"),
    familyName: bare("familyName"),
    description: words("description"),
    sexAsRecorded: bare("sexAsRecorded"),
  },
  nhsNumber: known("nhsNumber", "9994567810", "999 456 7810"),
  phone: known("phone", "+447700900873", "07700 900873", "07700900873"),
  dateOfBirth: known("dateOfBirth", "1931-04-09", "9 Apr 1931", "9 April 1931"),
});
const RAISE = () => ({
  ...{ ask: words("ask"), whyNow: words("whyNow"), callBack: known("callBack", "+442079460871", "020 7946 0871") },
  place: {
    borough: "Lambeth",
    address: words("address"),
    postcode: known("postcode", "SE1 7ZY"),
    what3words: known("what3words", "///qzxone.qzxtwo.qzxthree"),
  },
  riskFacts: [
    {
      code: "weapon",
      words: words("riskFact"),
      status: "seen_by_staff",
      source: words("source"),
      obtainedAt: "2026-06-29T06:50:00.000Z",
    },
  ],
  alreadyDone: [{ code: "gp_told", details: words("alreadyDone") }],
  person: PERSON(),
  policeContact: {
    channel: "rang_101",
    reason: words("policeContact.reason"),
    cad: { number: known("cad", "87531"), date: "2026-06-29" },
  },
  deputy: { name: bare("deputy.name"), phone: known("deputy.phone", "+442079460872", "020 7946 0872") },
  onPaper: { at: "2026-06-29T06:55:00.000Z", by: bare("onPaper.by") },
});

/** What a control room answered first, in its own words. */
const FIRST_ANSWER = () => ({
  ...{ pathway: "police_attendance", type: "walkout_healthcare", agency: "RJ1", caller: words("first.caller") },
  ...{ callBack: known("callBack", "+442079460874", "020 7946 0874"), channel: "rang_999", answer: "will_not_attend" },
  place: { borough: "Lambeth", address: words("first.address"), postcode: known("first.postcode", "SE1 7ZX") },
  limbs: {
    limb_a: { reading: "not_met", facts: words("first.limb_a") },
    limb_b: { reading: "met", facts: words("first.limb_b") },
  },
  ...{ understood: "yes", handler: known("first.handler", "87314QZ"), reviewedBy: known("first.reviewedBy", "87315QZ") },
});

/** One case from its raise to its end, every field of every move planted. */
async function playedToItsEnd(): Promise<EscalationView> {
  const { id: firstAnswer } = await done(CONTROL, "first-answers", FIRST_ANSWER());
  for (const person of [CONTROL, NURSE]) {
    await page(person, "/first-answers");
    await page(person, `/first-answers/${firstAnswer}`);
  }
  await page(NURSE, `/raise?firstAnswer=${firstAnswer}`);
  const of = await town.raise({ ...RAISE(), firstAnswer });
  await api(NURSE, "POST", "escalations", { ...SIMPLE, ...RAISE(), firstAnswer });
  const at = `escalations/${of.id}`;
  const seen = async () => ({ seen: (await api(INSPECTOR, "GET", at)).body.version });
  await done(NURSE, `${at}/interim-plan`, { words: words("plan"), reviewAt: "2026-06-29T09:00:00.000Z" });
  await done(INSPECTOR, `${at}/acknowledgement`, await seen());
  await done(NURSE, `${at}/news`, {
    words: words("news"),
    from: "staff",
    place: { borough: "Lambeth", address: words("news.address") },
  });
  await page(INSPECTOR, `/escalations/${of.id}`);
  await done(INSPECTOR, `${at}/news-read`, { upTo: 1 });
  await done(INSPECTOR, `${at}/notes`, { text: words("note") });
  const limb = (name: string) => ({ reading: "not_met", facts: words(name) });
  const missing = { missing: words("missing"), whoGets: bare("whoGets"), byWhen: "2026-06-29T09:00:00.000Z" };
  await done(INSPECTOR, `${at}/more-wanted`, {
    limbs: { limb_a: { ...limb("limb"), reading: "not_enough_information" } },
    ...missing,
  });
  await done(INSPECTOR, `${at}/deferral`, {
    ...(await seen()),
    reason: "no_units",
    why: words("deferral"),
    until: "2026-06-29T07:05:00.000Z",
  });
  const decline = {
    limbs: { limb_a: limb("limb_a"), limb_b: limb("limb_b") },
    changeIf: words("changeIf"),
    reviewAt: "2026-06-29T09:00:00.000Z",
  };
  const model = {
    information: words("information"),
    threat: words("threat"),
    options: words("options"),
    remark: words("remark"),
  };
  await done(INSPECTOR, `${at}/decision`, {
    ...(await seen()),
    code: "decline_threshold_not_met",
    why: words("decline.why"),
    ...decline,
    ...model,
  });
  await done(NURSE, `${at}/answer-read`, await seen());
  await done(NURSE, `${at}/disagreement`, { ...(await seen()), reason: "other", why: words("disagreement") });
  await done(INSPECTOR, `${at}/decision`, {
    ...(await seen()),
    code: "attend_immediate",
    why: words("attend.why"),
    cad: "not_yet",
    grade: "I",
  });
  await done(INSPECTOR, `${at}/arrival`, { callSign: bare("callSign") });
  await done(NURSE, `${at}/answer-read`, await seen());
  await done(NURSE, `${at}/outcome`, { code: "safe", seenBy: "health_staff" });
  return done(NURSE, `${at}/closure`, await seen());
}

/** What the partners learn of it: a review, a concern with its whole story, an action, a call with its minutes. */
async function learnt(of: EscalationView): Promise<void> {
  const said = (about: string) => ({
    ...{
      wentWell: words(`${about}.wentWell`),
      wouldHavePrevented: words(`${about}.wouldHavePrevented`),
      expected: words(`${about}.expected`),
    },
    ...{ happened: words(`${about}.happened`), whyDifferent: words(`${about}.whyDifferent`), learned: words(`${about}.learned`) },
  });
  for (const who of [NURSE, INSPECTOR])
    await done(who, `escalations/${of.id}/review`, { shouldHaveCome: "yes", shouldHaveAttended: "yes", ...said(who) });
  const raised = { source: "near_miss", theme: "T05", agency: "01", happened: words("happened"), wouldNeed: words("wouldNeed") };
  const about = `concerns/${(await done(NURSE, "concerns", raised)).id}`;
  await done("wren_ash", `${about}/passing-on`, { to: "RV5", why: words("passedOn") });
  const { answer } = await done(CHAIR, `${about}/answer`, { words: words("concern.answer") });
  await done(NURSE, `${about}/objection`, { why: words("objection"), seen: (answer as { at: string }).at });
  await town.call("weekly", "2026-07-01");
  const action = await done(CHAIR, `${about}/actions`, {
    title: lettered("action"),
    owner: "wren_ash",
    dueOn: "2026-07-09",
  });
  await done("wren_ash", `actions/${action.id}/evidence`, { words: lettered("evidence") });
  await done(CHAIR, `calls/${CALL}/items`, { title: lettered("item.title"), because: lettered("item.because") });
}

/** Requests that come to nothing, each of them full of somebody's words. */
async function refusals({ id }: EscalationView): Promise<void> {
  const at = `escalations/${id}`;
  await api(NURSE, "POST", "escalations", { [bare("unknown field")]: 1, type: bare("type"), threshold: bare("threshold") });
  await api(NURSE, "POST", "escalations", undefined, `{"ask":"${bare("broken body")}"`);
  await api(NURSE, "POST", "escalations", undefined, `{"ask":"${bare("twice")}","ask":"x"}`);
  await api(NURSE, "POST", "escalations", {
    ...RAISE(),
    type: "walkout_healthcare",
    callBack: bare("wrong phone"),
    person: { nhsNumber: bare("wrong number") },
  });
  await api(OTHER, "POST", `${at}/notes`, { text: words("foreign note") });
  await api(INSPECTOR, "POST", `${at}/notes`, { text: words("closed note") });
  await api(NURSE, "GET", `escalations/${bare("address")}`);
  await api(NURSE, "GET", `references/${bare("reference")}`);
  await api(NURSE, "GET", `escalations?after=${bare("after")}&${bare("query")}=1`);
  await api(CONTROL, "POST", "first-answers", {
    ...FIRST_ANSWER(),
    type: bare("first.type"),
    handler: bare("first.wrong handler"),
  });
  await api(INSPECTOR, "GET", `first-answers?after=${bare("first.after")}`);
  await page(CONTROL, "/first-answers", { "place.address": words("first.form.address"), key: "k4" });
  await page(NURSE, `/first-answers/${bare("page address")}`);
  for (const path of ["/nowhere", "/escalations", "/people", "/concerns", "/rota", "/calls"])
    await page(ADMIN, `${path}/${bare("page address")}`);
  await page(NURSE, "/raise", { whyNow: words("form.whyNow"), "place.address": words("form.address"), key: "k1", do: "check" });
  await page(NURSE, "/raise/draft", { draft: id, pathway: "police_attendance", whyNow: words("draft.whyNow") });
  await page(NURSE, `/escalations/${id}/news`, { words: words("form.news"), key: "k2" });
  await page(OTHER, "/me/channels", { to: `${bare("channel")}@example.org`, kind: "email" });
}

/** The same parts, and each of them fails: with the words of the request in its error, as a service's own errors have them. */
async function whileThingsFail(): Promise<void> {
  const { db } = await import("../../functions/aws/db.ts");
  let failing = false;
  db.middlewareStack.add(
    (next, context) => async (args) => {
      if (failing && /Transact|Update/.test(String(context.commandName)))
        throw Object.assign(new Error(`ValidationException: ${JSON.stringify(args.input)}`), { name: "ValidationException" });
      return next(args);
    },
    { step: "initialize", name: "failsWithWords" },
  );
  const fails = async (run: () => Promise<unknown>) => {
    failing = true;
    await run();
    failing = false;
  };
  await fails(async () => {
    expect((await api(NURSE, "POST", "escalations", { ...SIMPLE, ...RAISE() })).status).toBe(500);
    const form = {
      ...{ pathway: "police_attendance", type: SIMPLE.type, threshold: "risk_to_life_now", key: "k3" },
      callBack: "020 7946 0123",
    };
    const body = {
      ask: words("failed.ask"),
      whyNow: words("failed.whyNow"),
      "place.address": words("failed.address"),
      "place.borough": "Lambeth",
    };
    await page(NURSE, "/raise", { ...form, ...body });
    await api(NURSE, "POST", "concerns", { source: "near_miss", theme: "T05", agency: "01", happened: words("failed concern") });
    expect((await api(CONTROL, "POST", "first-answers", FIRST_ANSWER())).status).toBe(500);
  });
  await town.fault({ mail: "reject-hard" });
  await town.raise(RAISE());
  await town.fault({ mail: "accept", stream: "duplicate" });
  await town.raise(RAISE());
  await town.fault({ stream: "on", keys: "down" });
  await api(NURSE, "POST", "escalations", { ...SIMPLE, ...RAISE() });
  await api(CONTROL, "POST", "first-answers", FIRST_ANSWER());
  await town.fault({ keys: "well" });
  await town.forward("PT30M"); // the ladder climbs, and everybody is told
}
const SIMPLE = { pathway: "police_attendance", type: "walkout_healthcare", threshold: ["risk_to_life_now"] };

const real = {
  log: console.log,
  error: console.error,
  warn: console.warn,
  info: console.info,
  out: process.stdout.write,
  err: process.stderr.write,
};
const silent = process.env.LOG;
beforeAll(async () => {
  process.env.LOG = "codes";
  for (const name of ["log", "error", "warn", "info"] as const)
    console[name] = (...said: unknown[]) => void keep("logs", format(...said));
  const written = (text: unknown) => {
    keep("logs", String(text));
    return true;
  };
  process.stdout.write = written as typeof process.stdout.write;
  process.stderr.write = written as typeof process.stderr.write;
  town = await aTown({ from: new Date(MONDAY), digest: false });
  await town.anew();
  await town.enrol((person) => ({ name: `${person.name} ${bare(`the name of ${person.id}`)}` }), NURSE, INSPECTOR, LEAD);
  const of = await playedToItsEnd();
  await learnt(of);
  await refusals(of);
  await whileThingsFail();
  const { workflow, mailbox, texts } = town.machine;
  keep("executions", ...[...workflow.executions.values()].map((execution) => JSON.stringify(execution)));
  keep("mails", ...mailbox.letters.map(({ subject, text, html, calendar }) => [subject, text, html, calendar].join("\n")));
  keep("texts", ...texts.texts.map(({ text }) => text));
  const db = new DynamoDBClient({});
  for await (const { Items = [] } of paginateScan({ client: db }, { TableName: process.env.AUDIT ?? "" }))
    keep("audit", ...Items.map((item) => JSON.stringify(item)));
  db.destroy();
}, 240_000);
afterAll(async () => {
  Object.assign(console, { log: real.log, error: real.error, warn: real.warn, info: real.info });
  process.stdout.write = real.out;
  process.stderr.write = real.err;
  process.env.LOG = silent;
  await town?.close();
});

/** What is found on purpose, and why. */
const EXPLAINED: readonly { readonly in: string; readonly of: RegExp; readonly why: string }[] = [
  { in: "mails", of: /^the name of /, why: "mails say which member of staff did what" },
  { in: "error pages", of: /^the name of /, why: "each page says who is signed in" },
  { in: "error pages", of: /^failed\./, why: "a page that says «not sent» keeps all that was typed, for whoever typed it" },
  { in: "problems", of: /^(address|reference)$/, why: "a problem names the address that was asked for, to whoever asked" },
  { in: "problems", of: /^(unknown field|query|twice)$/, why: "a problem names the field that was wrong, to whoever sent it" },
  {
    in: "addresses",
    of: /^(callBack|phone|deputy\.phone)$/,
    why: "a number on a case's page can be rung: a tel: link, which no server is asked for",
  },
];

const foundIn = (where: string): string[] => {
  const text = (left.get(where) ?? []).join("\n").toLowerCase();
  const found = [...planted].filter(([value]) => text.includes(value.toLowerCase()));
  return [...new Set(found.map(([, name]) => name))].filter(
    (name) => !EXPLAINED.some((one) => one.in === where && one.of.test(name)),
  );
};

describe("what people write", () => {
  it("was planted into more than a hundred places, and the cases were played to their end", () => {
    expect(notTaken).toEqual([]);
    expect(planted.size).toBeGreaterThan(100);
    expect((left.get("logs") ?? []).join("\n")).toMatch(/"code":"unexpected_error"/);
    expect((left.get("mails") ?? []).length).toBeGreaterThan(10);
    expect((left.get("audit") ?? []).length).toBeGreaterThan(20);
    expect((left.get("executions") ?? []).length).toBeGreaterThan(2);
    expect((left.get("problems") ?? []).length).toBeGreaterThan(8);
  });

  it.each(["logs", "executions", "mails", "texts", "addresses", "titles", "headers", "problems", "error pages", "audit"])(
    "is in none of the %s",
    (where) => {
      expect(foundIn(where)).toEqual([]);
    },
  );

  it("would be found if it were there", () => {
    keep("a leak", `… ${[...planted.keys()][7]} …`);
    expect(foundIn("a leak")).not.toEqual([]);
  });
});
