import { randomUUID } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { Entry, type What } from "../../core/audit/entry.ts";
import { nextMonday } from "../../core/audit/week.ts";
import { confirm, newRecord, propose } from "../../core/privacy/record.ts";
import { emptyRota } from "../../core/rota/rota.ts";
import { instantOf } from "../../core/rota/wall.ts";
import type { Route } from "../../core/route.ts";
import { type RouteName, routes } from "../../core/routes.ts";
import { plus, since } from "../../core/time.ts";
import type { Event } from "../../functions/edge.ts";
import type { Around } from "../../local/machine.ts";
import { A_RAISE, as } from "../../local/main-job.ts";
import { carried } from "../builders.ts";
import { carriedOn } from "../core/escalation/channel-cases.ts";
import { type Dies, type Dying, dying, type When } from "../dying.ts";
import { aTown, type Town } from "../town.ts";
import { asked } from "./on-channels.ts";

/**
 * `MOVES=all`: every story is told until nobody dies any more, and each kind of work dies before and after each of its calls. The suite tells
 * some of them once, and each kind dies after each call that changes something.
 */
const ALL = process.env.MOVES === "all";
/** It changes nothing. */
const READS = /^(GetItem|BatchGetItem|Query|Decrypt)$/;
/** More tellings than it has ever taken until nobody died. */
const MOST_ROUNDS = 100;

/** A Monday, eight in the morning in London: the call of the week after is on the Wednesday. */
const MONDAY = new Date("2026-06-29T07:00:00.000Z");

let town: Town;
let mortal: Dying;
let receiver: Server;
let isDeadly = false;
/** How often each kind of work was begun, and where it has died. */
const begun = new Map<string, number>();
const deaths = new Map<string, Set<string>>();
/** Rows whose second press, under the same key, was told something else than the first; by what. */
const otherwise = new Map<string, Set<string>>();

/** Rows that were refused once somebody had died of them, and how. */
const refused = new Map<string, Set<string>>();
/** How often anybody has died. */
const died = () => [...deaths.values()].reduce((sum, { size }) => sum + size, 0);
/** How often the last of a kind have died in a row. Whoever calls a function that answers no person tries three times at least. */
const MOST_IN_A_ROW = 2;
const inARow = new Map<string, number>();

/** Dies at the first place at which nobody of its kind has died yet. A place is what was changed before it, how many calls ago, and the call. */
function diesOnce(kind: string): Dies {
  const here = deaths.get(kind) ?? new Set();
  deaths.set(kind, here);
  return (call, before) => {
    if (!isDeadly || (!ALL && READS.test(call))) return undefined;
    if (!kind.startsWith("rooms/") && (inARow.get(kind) ?? 0) >= MOST_IN_A_ROW) return undefined;
    const changes = before.filter((one) => !READS.test(one)).slice(-3);
    const since = before.length - 1 - before.findLastIndex((one) => !READS.test(one));
    const place = [...changes, Math.min(since, 20), call].join(" ");
    const when = (ALL ? (["before", "after"] as const) : (["after"] as const)).find((one: When) => !here.has(`${one} ${place}`));
    if (when) here.add(`${when} ${place}`);
    return when;
  };
}

/** One invocation, which may die: then whoever called it hears nothing. */
async function lives<T>(kind: string, run: () => Promise<T>): Promise<T> {
  begun.set(kind, (begun.get(kind) ?? 0) + 1);
  const life = await mortal.live(run, diesOnce(kind));
  inARow.set(kind, life.dead ? (inARow.get(kind) ?? 0) + 1 : 0);
  if (life.dead) throw new Error("the process is dead");
  return life.answer as T;
}

/** What of a record a dispatcher goes by. */
const kindOf = ({ dynamodb, eventName }: DynamoDBRecord): string => {
  const words = (text = "") => text.match(/[A-Z_]{3,}/g)?.join(" ") ?? "";
  return `stream/dispatch ${eventName === "INSERT" ? "new" : "changed"} ${words(dynamodb?.Keys?.sk?.S)} of ${words(dynamodb?.Keys?.pk?.S)}`;
};

/** Stands around each function of the machine: one that answers a row is known by the row, a dispatcher by the record that it has in hand. */
const around = ((file: string, run: (event: unknown) => Promise<unknown>) => async (event: unknown) => {
  if (file.startsWith("rooms/")) return lives(`${file} ${(event as Event).routeKey}`, () => run(event));
  if (file !== "stream/dispatch") return lives(file, () => run(event));
  const left = await Promise.all(
    (event as DynamoDBStreamEvent).Records.map((record) =>
      lives(kindOf(record), () => run({ Records: [record] })).then(
        (answer) => (answer as DynamoDBBatchResponse).batchItemFailures,
        () => [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? "" }],
      ),
    ),
  );
  return { batchItemFailures: left.flat() };
}) as Around;

// biome-ignore lint/suspicious/noExplicitAny: replies of sixty routes; what they hold is other tests' business
type Reply = { status: number; body: any };
/** A press of a button by a client that presses again, under the same key, until it hears something; and once more. */
async function press(row: RouteName, by: string, params: Record<string, string> = {}, body: object = {}) {
  const key = randomUUID();
  const path = (routes[row] as Route).path
    .replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name] ?? ""))
    .slice("/api/".length);
  const heard = async (): Promise<Reply> => {
    for (;;) {
      const reply = await as(town.machine, by, "POST", path, body, key).catch(() => undefined);
      if (reply) return reply;
    }
  };
  const first = await heard();
  const second = await heard();
  if (first.status >= 400)
    refused.set(row, (refused.get(row) ?? new Set()).add(String(first.body.type).replace("/problems/", "")));
  const said = ({ status, body: { type } }: Reply) => (status < 400 ? String(status) : String(type).replace("/problems/", ""));
  if (JSON.stringify(first) !== JSON.stringify(second))
    otherwise.set(row, (otherwise.get(row) ?? new Set()).add(`${said(first)}, then ${said(second)}`));
  if (!isDeadly && first.status >= 400) throw new Error(`${row}: ${first.status} ${JSON.stringify(first.body)}`);
  await town.machine.rest.reached();
  return first.body;
}
// biome-ignore lint/suspicious/noExplicitAny: as above
const read = async (by: string, path: string): Promise<any> => {
  for (;;) {
    const reply = await as(town.machine, by, "GET", path).catch(() => undefined);
    if (reply) return reply.body;
  }
};
const now = () => new Date().toISOString();
const seenBy = async (by: string, id: string) => ({ seen: (await read(by, `escalations/${id}`)).version as number });

const [NURSE, INSPECTOR, CONTROL, CHAIR, LEAD, MANAGER, RECORD] = [
  "amara_bell",
  "idris_vale",
  "omar_reed",
  "tess_quill",
  "wren_ash",
  "rota_manager_met",
  "patient_record_rj1",
];
const [OFFICER, HUB] = ["rory_penn", "ravi_stone"];
const TEAM = "duty_inspector_central_south";
let houses = 1000;
const raise = (more: object = {}, by = NURSE) =>
  press("raiseEscalation", by, {}, { ...A_RAISE, place: { borough: "Lambeth", address: `${houses++} Example Street` }, ...more });
/** A move on a case by somebody who has read it. */
const move = async (row: RouteName, by: string, id: string, body: object = {}) => {
  const { shape } = (routes[row] as Route).body as { shape?: object };
  const says = shape !== undefined && "seen" in shape;
  return press(row, by, { id }, { ...(says ? await seenBy(by, id) : {}), ...body });
};
/** A control room's first answer to the nurse. */
const FIRST_ANSWER = {
  ...{ pathway: A_RAISE.pathway, type: A_RAISE.type, place: A_RAISE.place, agency: "RJ1", callBack: A_RAISE.callBack },
  ...{ channel: "rang_999", answer: "will_not_attend", understood: "no", readBack: true, handler: "1234AS" },
  limbs: {
    limb_a: { reading: "not_met", facts: "No crime has been reported" },
    limb_b: { reading: "not_met", facts: "He was calm an hour ago" },
  },
};
const decide = (id: string, code: string, by = INSPECTOR) =>
  move("decide", by, id, { code, why: "On what is known now", ...carried(code, now()) });
const withdraw = (id: string) => move("withdraw", NURSE, id, { as: "withdrawn_found_safe", why: "He is back on the ward" });
const VERDICT = { shouldHaveCome: "yes", shouldHaveAttended: "yes" };

/** Somebody without an account fills in the public form, and sends it until they see that it was taken. Too often for an hour, they wait for the next. */
async function tellUs(): Promise<string> {
  const address = `${town.machine.site}/tell-us/london`;
  const ask = (init: RequestInit = {}) => fetch(address, { redirect: "manual", ...init }).catch(() => undefined);
  let form: string | undefined;
  while (!form) form = await ask().then((reply) => (reply?.ok ? reply.text() : undefined));
  await town.forward("PT40S");
  const stamp = /name="stamp" value="([^"]+)"/.exec(form)?.[1] ?? "";
  const body = new URLSearchParams({ stamp, language: "en", happened: "Nobody said who would come." });
  for (;;) {
    const reply = await ask({ method: "POST", headers: { origin: town.machine.site }, body });
    await town.machine.rest.reached();
    if (reply?.status === 303) return reply.headers.get("location")?.split("/").at(-1) ?? "";
    if (reply?.status === 429) await town.forward("PT1H");
    else if (reply) throw new Error(`the form: ${reply.status}`);
  }
}

/** All that is done here to anything, story by story. Each leaves nothing behind that waits for somebody. */
const STORIES: Readonly<Record<string, () => Promise<void>>> = {
  "a case from its raise to its review": async () => {
    const { id } = await raise();
    await move("acknowledge", INSPECTOR, id);
    await move("addNote", NURSE, id, { text: "His brother is on the way" });
    await move("recordPlan", NURSE, id, { words: "A porter stays at the door", reviewAt: plus(now(), "PT1H") });
    const limbs = { limb_a: { reading: "not_enough_information", facts: "Nobody has said what he took" } };
    await move("askForMore", INSPECTOR, id, {
      limbs,
      missing: "What he took",
      whoGets: "The ward",
      byWhen: plus(now(), "PT10M"),
    });
    await move("defer", INSPECTOR, id, { reason: "no_units", why: "All are at a fire", until: plus(now(), "PT20M") });
    await decide(id, "attend_immediate");
    await move("logCall", INSPECTOR, id, { number: "call_back", answered: true, words: "They know" });
    await move("disagree", NURSE, id, { reason: "facts_misread", why: "He is not safe where he is" });
    await move("addNews", NURSE, id, { words: "He has been seen at the bridge" });
    await move("readNews", INSPECTOR, id, { upTo: 1 });
    await move("standDown", INSPECTOR, id, { why: "The unit is needed at a fire" });
    await move("offerHandover", INSPECTOR, id, { to: CONTROL, words: "Please take it" });
    await decide(id, "attend_immediate");
    await move("arrive", INSPECTOR, id, { callSign: "LX 21" });
    await move("recordOutcome", NURSE, id, { code: "safe", seenBy: "police" });
    await move("readAnswer", NURSE, id);
    await move("close", INSPECTOR, id);
    await press("answerReview", NURSE, { id }, VERDICT);
    const pfd = { kind: "pfd", reference: "2026-0123", on: now().slice(0, 10), owner: LEAD };
    const { references } = await press("addReviewReference", INSPECTOR, { id }, pfd);
    await press("giveActionOn", LEAD, { id: references[0].action }, { to: "kit_lane", why: "It is her desk" });
    await press("cancelAction", CHAIR, { id: references[0].action }, { why: "The report was withdrawn" });
    await press("answerReview", INSPECTOR, { id }, VERDICT);
    await move("recordOutcome", NURSE, id, { code: "died", seenBy: "police" });
    await press("answerReview", NURSE, { id }, VERDICT);
    await press("answerReview", INSPECTOR, { id }, VERDICT);
  },
  "a first answer that is disputed": async () => {
    const { id: firstAnswer } = await press("recordFirstAnswer", CONTROL, {}, FIRST_ANSWER);
    const { id } = await raise({ firstAnswer });
    await decide(id, "attend_immediate");
    await withdraw(id);
  },
  "a referral that the ambulance service declines": async () => {
    const place = { borough: "Lambeth", address: `${houses++} Example Street` };
    const { id } = await press(
      "raiseEscalation",
      OFFICER,
      {},
      asked("ambulance_referral", "injury_or_fall", "not_sure", { place }),
    );
    const declined = { code: "decline", why: "On what is known now", ...carriedOn("decline", now()) };
    await move("decide", HUB, id, declined);
    await move("respond", OFFICER, id, { code: "police_go", why: "He cannot be left" });
    await move("recordOutcome", OFFICER, id, { code: "safe", seenBy: "police" });
    await move("close", HUB, id);
  },
  "a case that nobody answers until its second tier": async () => {
    const { id } = await raise();
    await town.forward("PT7M");
    await move("acknowledge", CONTROL, id);
    await withdraw(id);
  },
  "somebody who is detained": async () => {
    const { id } = await raise({
      type: "s136_handover",
      threshold: ["assumed_care_or_custody"],
      answers: { arrived_at: now() },
    });
    await decide(id, "remain_with_patient");
    await move("recordCustody", INSPECTOR, id, { item: "risk_by_police", level: "medium" });
    await move("leaveWithoutHandover", NURSE, id, { leftAt: now(), told: "Nobody on the ward was told" });
    await withdraw(id);
  },
  "a case that is referred": async () => {
    const { id } = await raise({ threshold: ["none_unsure"] });
    await move("changePriority", NURSE, id, { priority: "P1", why: "He has stopped answering" });
    await decide(id, "refer_to");
    await move("answerReferral", "ravi_stone", id, { accepts: true, reference: "LAS 4471" });
    await withdraw(id);
  },
  "two cases of one person": async () => {
    const place = { borough: "Lambeth", address: `${houses++} Example Street`, postcode: "SE1 7EH" };
    await press("triage", NURSE, {}, { pathway: A_RAISE.pathway, type: A_RAISE.type, threshold: A_RAISE.threshold });
    const first = await raise({ place });
    await press("likelyMatches", "jonas_field", {}, { pathway: A_RAISE.pathway, place });
    const second = await raise({ place }, "jonas_field");
    await move("sayRelated", INSPECTOR, second.id, { other: first.id, same: true, because: "One man, one door" });
    await raise({ place, link: { to: first.id, because: "The same man" } }, "bela_moor");
    await move("readNews", INSPECTOR, first.id, { upTo: 2 });
    await decide(first.id, "attend_immediate");
    await move("arrive", INSPECTOR, first.id, { callSign: "LX 21" });
    await move("recordOutcome", NURSE, first.id, { code: "safe", seenBy: "police" });
    for (const asker of [NURSE, "jonas_field"]) await move("readAnswer", asker, first.id);
    await move("close", INSPECTOR, first.id);
  },
  "concerns and what is done about them": async () => {
    const said = {
      ...{
        source: "near_miss",
        theme: "T05",
        agency: "01",
        happened: "Twice this week the referral was sent and nobody had it.",
      },
      wouldNeed: "One number that somebody picks up.",
    };
    const { id } = await press("raiseConcern", NURSE, {}, said);
    const action = await press(
      "giveActionUnderConcern",
      LEAD,
      { id },
      { title: "Publish the number", owner: LEAD, dueOn: plus(now(), "PT480H").slice(0, 10) },
    );
    await press("passConcernOn", LEAD, { id }, { to: "RRU", why: "It is their number" });
    const first = await press("answerConcern", CHAIR, { id }, { words: "There is one number now." });
    await press("objectToAnswer", NURSE, { id }, { why: "Nobody picks it up.", seen: first.answer.at });
    const next = await press("answerConcern", CHAIR, { id }, { words: "It is staffed from Monday." });
    await press("acceptAnswer", NURSE, { id }, { seen: next.answer.at });
    await press("beginAction", LEAD, { id: action.id });
    const shown = await press("doneWithAction", LEAD, { id: action.id }, { words: "It is on the page." });
    await press("sendActionBack", CHAIR, { id: action.id }, { why: "The page does not say it", seen: shown.evidence.at });
    const anew = await press("doneWithAction", LEAD, { id: action.id }, { words: "It is on the page now." });
    await press("checkEvidence", CHAIR, { id: action.id }, { seen: anew.evidence.at });
    const about = await raise();
    await withdraw(about.id);
    const other = await press("raiseConcernAbout", NURSE, { id: about.id }, said);
    const { answer } = await press("answerConcern", LEAD, { id: other.id }, { words: "There is one number now." });
    await press("acceptAnswer", NURSE, { id: other.id }, { seen: answer.at });
  },
  "what somebody gives without a name": async () => {
    const id = await tellUs();
    const taken = { theme: "T03", agency: "01", happened: "Who tells relatives, and by when?" };
    const { concern } = await press("takeFeedbackUp", CHAIR, { id }, taken);
    const { answer } = await press("answerConcern", LEAD, { id: concern.id }, { words: "The desk does, within the hour." });
    await press("acceptAnswer", CHAIR, { id: concern.id }, { seen: answer.at });
    await press("answerFeedback", CHAIR, { id }, { theme: "T03", words: "We are sorry. Somebody tells relatives now." });
  },
  "a desk": async () => {
    const at = plus(now(), "PT30H");
    const stretch = { from: at, to: plus(at, "PT2H") };
    const seen = async () => ({ seen: (await read(MANAGER, `teams/${TEAM}/rota`)).version as number });
    const override = { kind: "replace", person: INSPECTOR, with: "nell_frost", ...stretch };
    await press("changeRota", MANAGER, { team: TEAM }, { ...(await seen()), change: { what: "override", override } });
    const text = `person,from,to\nnell_frost,${plus(at, "PT24H").slice(0, 16)},${plus(at, "PT26H").slice(0, 16)}\n`;
    await press("importRota", MANAGER, { team: TEAM }, { ...(await seen()), format: "csv", text });
    await press("addFeed", MANAGER, { team: TEAM }, { title: "The wall display" });
    const { items } = await read(MANAGER, `teams/${TEAM}/feeds`);
    for (const { id } of items) await press("endFeed", MANAGER, { team: TEAM, id });
    await press("planDrill", MANAGER, { team: TEAM });
    await town.forward("PT4M");
    const drills = (await read(MANAGER, `teams/${TEAM}/drills`)).items;
    await press("answerDrill", INSPECTOR, { team: TEAM, id: drills[0].id });
  },
  "a person's own ways": async () => {
    const to = "+447700900188";
    const { texts } = town.machine.texts;
    const added = await press("addChannel", "jonas_field", {}, { kind: "sms", to });
    if (added.status === 429) {
      await town.forward("PT61S"); // a code left, or was about to: nobody heard which
      await press("addChannel", "jonas_field", {}, { kind: "sms", to });
    }
    const code = texts.findLast((text) => text.to === to)?.text.slice(0, 6) ?? "";
    await press("verifyChannel", "jonas_field", {}, { to, code });
    await press("orderChannels", "jonas_field", {}, { order: [to, "jonas.field@barts.example.org"] });
    await press("setPreferences", "jonas_field", {}, { quiet: true });
    await press("setPreferences", "jonas_field", {}, { quiet: false });
    await press("removeChannel", "jonas_field", {}, { to });
  },
  "a partner's system": async () => {
    const address = `http://localhost:${(receiver.address() as AddressInfo).port}/hook`;
    await press("setWebhook", RECORD, {}, { address });
    await press("changeWebhookSecret", RECORD);
    const { id } = await raise();
    await withdraw(id);
    await town.forward("PT4M");
    await press("removeWebhook", RECORD);
  },
  "a case that two people have deleted": async () => {
    const { id } = await raise();
    await withdraw(id);
    await town.forward("PT1M");
    const [{ outline }, { saveRecord }] = await Promise.all([
      import("../../functions/aws/cases.ts"),
      import("../../functions/aws/privacy.ts"),
    ]);
    const of = await outline({ partnership: "london", id });
    const due = { seen: of.version, class: "any", rule: "its time is over", until: now(), controllers: ["RJ1"] };
    const officer = (who: string) => ({ id: who, name: who, agency: "RJ1" });
    const proposed = propose(newRecord(of, ["RJ1", "01"]), due, "Its time is over", officer("gwen_thorn"), now());
    const entry = (what: What, version: number) =>
      Entry.parse({
        ...{ at: now(), who: { partnership: "london", person: "gwen_thorn", agency: "RJ1", roles: ["privacy_officer"] }, what },
        ...{ about: { kind: "case", id }, route: "a story", of: [], refusal: null, membership: null, from: null },
        request: `${id}-${version}`,
      });
    await saveRecord(proposed, entry("deletion_proposed", 1));
    await saveRecord(confirm(proposed, due, officer("faye_brook"), now()), entry("deletion_confirmed", 2));
    for (let look = 0; look < 5; look += 1) {
      await press("setPreferences", NURSE, {}, { quiet: false }); // the schedule here looks when something has been written
      await town.forward("PT1M");
    }
  },
  "a change of shift": async () => {
    const shift = (id: string, person: string, from: string, to: string) => ({ id, person, from, to });
    const handsOver = plus(now(), "PT70M");
    const shifts = [
      shift("1-0", INSPECTOR, since(now(), "PT3H"), handsOver),
      shift("1-1", "nell_frost", handsOver, plus(handsOver, "PT1H")),
    ];
    await town.rota(TEAM, () => ({ ...emptyRota(TEAM), shifts }));
    await town.forward("PT66M");
    const { id } = await raise();
    await move("acknowledge", INSPECTOR, id);
    await decide(id, "attend_immediate");
    await town.forward("PT9M");
    await press("takeOver", "nell_frost", { team: TEAM });
    await withdraw(id);
  },
  "a call of the week, and a week gone through": async () => {
    const { beginWeeks } = await import("../../functions/aws/weeks.ts");
    await beginWeeks("london", now());
    const monday = nextMonday(now());
    const day = plus(monday, "PT48H").slice(0, 10);
    const id = `weekly_${day.replaceAll("-", "_")}`;
    await town.call("weekly", day);
    await town.to(instantOf(`${day}T14:05`));
    await press("addAgendaItem", CHAIR, { id }, { title: "One number", because: "It was asked for" });
    const { agenda, agencies } = await read(CHAIR, `calls/${id}`);
    for (const agency of agencies) await press("recordAttendance", CHAIR, { id }, { agency, present: true });
    for (const { id: item } of agenda)
      await press("decideItem", CHAIR, { id, item }, { outcome: "closed", words: "One number from Monday." });
    const dueOn = plus(now(), "PT480H").slice(0, 10);
    const action = await press("giveActionAtCall", CHAIR, { id }, { title: "Publish it", owner: LEAD, dueOn });
    await press("cancelAction", CHAIR, { id: action.id }, { why: "It is published" });
    await press("circulateMinutes", CHAIR, { id });
    const next = plus(monday, "PT216H").slice(0, 10);
    await town.call("weekly", next);
    await town.forward("PT75M"); // invited a week of elapsed hours before: over a change of the clocks that is an hour later
    await press("cancelCall", CHAIR, { id: `weekly_${next.replaceAll("-", "_")}` }, { why: "It is a holiday" });
  },
};

/** How many rows of each kind there are, by what they say, and not by when they say it or of whom. */
async function inventory(): Promise<Record<string, number>> {
  const client = new DynamoDBClient({});
  const names: string[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: process.env.TABLE ?? "", ConsistentRead: true }))
    names.push(...Items.flatMap((item) => nameOf(unmarshall(item)) ?? []));
  client.destroy();
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]).toSorted());
}

/** Rows that count tries or say how a message went, calendars (one for each press), and what is no part of any story. */
const OF_TRIES = /^(FLAG|RATE|CODE|LOCAL|MEMBER|FEED|DUTY FEED)|^fact notice_/;
// biome-ignore lint/suspicious/noExplicitAny: rows of every kind
function nameOf({ pk, sk, body = {} }: Record<string, any>): string | undefined {
  const [, kind = "LOCAL"] = /#([A-Z_]+)/.exec(pk) ?? [];
  const name = sk.startsWith("NOTICE#")
    ? `${ON_ITS_WAY.includes(body.fate) ? "UNSETTLED " : ""}notice of ${kind} to ${body.to}: ${body.kind ?? ""} ${body.about ?? body.news?.what}`
    : kind === "FACT"
      ? `fact ${body.what}`
      : sk === "STATE"
        ? `case ${body.closed?.as}`
        : sk === "MATTER"
          ? `${/LEARNING#([a-z]+)/.exec(pk)?.[1]} ${body.stage ?? body.status ?? ""}, version ${body.version}`
          : `${kind} ${/^[A-Z_]+/.exec(sk)?.[0] ?? ""}`;
  return OF_TRIES.test(name) ? undefined : name;
}
const ON_ITS_WAY = ["waiting", "accepted"];

/** What a story has left behind once all is at rest, and whether it is whole. */
interface Left {
  readonly rows: Record<string, number>;
  readonly broken: readonly object[];
  readonly figures: { readonly missing: number; readonly different: readonly object[] };
}

/** A story from a new table to its end. */
async function told(story: () => Promise<void>): Promise<Left> {
  await town.anew();
  await story();
  await town.forward("PT15M");
  const [{ rebuildTallies }, { verifyChains }] = await Promise.all([
    import("../../functions/aws/rebuild.ts"),
    import("../../functions/aws/chains.ts"),
  ]);
  const { missing, different } = await rebuildTallies("london", false);
  return { rows: await inventory(), broken: (await verifyChains()).broken, figures: { missing, different } };
}

beforeAll(async () => {
  mortal = dying();
  receiver = createServer((_, response) => void response.writeHead(204).end());
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  town = await aTown({ from: MONDAY, digest: false, around });
});
afterAll(async () => {
  mortal.close();
  receiver.closeAllConnections();
  await new Promise((resolve) => receiver.close(resolve));
  await town.close();
});

/** What no story here begins, and why. */
const BEGUN_BY_OTHERS: Readonly<Record<string, string>> = {
  noteTextReceipt: "the text service calls it back for each text here: receipts/note-text-receipt",
  "schedule/probe": "it stands outside, presses as a partner's system does, and writes nothing",
};
/** Rows that tell the same press something else once it has been done. */
const TOLD_OTHERWISE: Readonly<Record<string, string>> = {
  changeRota: "what a change does to whom is said once; the version is the same",
  importRota: "the same",
  addFeed: "its address is answered once and kept nowhere: one that nobody heard of opens nothing, and is ended by the list",
  addChannel: "a code has been sent: another is sent after a minute",
  verifyChannel: "a code is good once: the channel is verified",
  removeChannel: "it is there no more",
  setWebhook: "it is set anew, a moment later, with the same secret",
  removeWebhook: "it is there no more",
  changeWebhookSecret: "two secrets sign already; setting the address again answers with the newest",
};
/** The stories that the suite tells. */
const IN_SUITE: readonly string[] = ["a desk", "a person's own ways"];

describe("a story whose every function dies at each call that it makes", () => {
  it.each(Object.keys(STORIES).filter((name) => ALL || IN_SUITE.includes(name)))(
    "leaves what it leaves when nobody dies, and nobody waits for a message: %s",
    async (name) => {
      const story = STORIES[name] ?? (async () => {});
      isDeadly = false;
      const clean = await told(story);
      expect(clean).toMatchObject({ broken: [], figures: { missing: 0, different: [] } });
      expect(Object.keys(clean.rows).filter((row) => row.startsWith("UNSETTLED"))).toEqual([]);
      isDeadly = true;
      for (let round = 1, before = -1; before !== died() && (ALL || round === 1); round += 1) {
        before = died();
        expect(await told(story)).toEqual(clean);
        expect(round).toBeLessThan(MOST_ROUNDS);
      }
    },
    3_600_000,
  );

  it("answers the same press with the same, or says truly that it has been done", () => {
    expect([...otherwise.keys(), ...refused.keys()].filter((row) => !(row in TOLD_OTHERWISE))).toEqual([]);
  });

  it("is told of each row that is not only read, of each task, receipt and schedule", () => {
    const rows = Object.entries(routes as Record<string, Route>).filter(([, { method }]) => method !== "GET");
    const stories = readFileSync("test/workflows/everything-dies.test.ts", "utf8");
    const pressed = [...stories.matchAll(/\b(?:press|move)\(\s*"(\w+)"/g)].map(([, row]) => row);
    expect(rows.map(([row]) => row).filter((row) => !pressed.includes(row) && !(row in BEGUN_BY_OTHERS))).toEqual([]);
    if (!ALL) return;
    const files = globSync("functions/{stream,tasks,receipts,schedule}/*.ts").map((file) => file.slice("functions/".length, -3));
    const kinds = [...begun.keys()];
    expect(files.filter((file) => !kinds.some((kind) => kind.split(" ")[0] === file) && !(file in BEGUN_BY_OTHERS))).toEqual([]);
    const played = rows.filter(([, { method, path }]) => kinds.some((kind) => kind.endsWith(` ${method} ${path}`)));
    expect(rows.map(([row]) => row).filter((row) => !played.some(([one]) => one === row) && !(row in BEGUN_BY_OTHERS))).toEqual(
      [],
    );
  });

  it("dies at more than twenty places, and at more than a thousand where there is time", () => {
    if (ALL) console.log(`${died()} deaths of ${deaths.size} kinds of work`);
    expect(died()).toBeGreaterThan(ALL ? 1000 : 20);
  });
});
