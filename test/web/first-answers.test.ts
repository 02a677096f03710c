import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { keys } from "../../core/keys.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";
import { filled } from "./filled-form.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown({ digest: false });
});
beforeEach(() => town.anew());
afterAll(() => town.close());
const ask = askingIn(() => town);

const NO = {
  answer: "will_not_attend",
  agency: "RJ1",
  caller: "The nurse in charge",
  callBack: "020 7946 0199",
  channel: "rang_999",
  type: "walkout_healthcare",
  "place.borough": "Lambeth",
  "place.address": "12 Example Street, the back door",
  "limbs.limb_a.reading": "not_met",
  "limbs.limb_a.facts": "No crime has been reported",
  "limbs.limb_b.reading": "not_met",
  "limbs.limb_b.facts": "He was calm an hour ago",
  understood: "yes",
  readBack: "no",
  handler: "4471 as",
  "cad.number": "1234",
};
type Values = Parameters<typeof filled>[2];
const press = async (values: Values, person = "omar_reed") => {
  const { markup } = await ask(person, "/first-answers/new");
  return ask(person, "/first-answers", filled(markup, "/first-answers", values));
};
const record = async (values: Values = {}) => (await press({ ...NO, ...values })).location;
/** The red lines of a page. */
const red = ({ markup }: { readonly markup: string }) =>
  [...markup.matchAll(/class="app-missing">([^<]*)</g)].map(([, words]) => words);

describe("a control room's form", () => {
  it("keeps a first answer by one press, and shows the record with what speaks against it in red", async () => {
    const { status, location } = await press(NO);
    expect([status, location]).toEqual([303, expect.stringMatching(/^\/first-answers\/[0-9a-f-]{36}$/)]);
    const page = await ask("omar_reed", location);
    for (const words of [
      "Police do not attend",
      "by 4471AS, Metropolitan Police",
      "Guy’s and St Thomas’: The nurse in charge",
      "No crime has been reported",
      "He was calm an hour ago",
      "12 Example Street, the back door, Lambeth",
      "CAD 1234 of 16 Jan 2026",
      "020 7946 0199",
    ])
      expect(page.words).toContain(words);
    expect(red(page)).toEqual([
      "The caller understood otherwise than was answered.",
      "The answer was not read back to the caller.",
    ]);
    expect(page.words).not.toContain("Dispute this");
    const list = await ask("omar_reed", "/first-answers");
    expect([list.words, red(list)]).toEqual([
      expect.stringContaining("Police do not attend"),
      ["The caller understood otherwise than was answered."],
    ]);
    expect(list.words).not.toContain("Example Street");
  });

  it("says what is missing in its own words, and keeps what was typed", async () => {
    const empty = await press({});
    expect([empty.status, faultsOn(empty).map(([, words]) => words)]).toEqual([
      400,
      [
        "Choose what was answered",
        "Give the caller’s number",
        "Choose how they asked",
        "Choose what it is about",
        "Choose where it is",
        "Say where exactly",
        "Choose whether police come, as the caller understood it",
        "Give the collar number of whoever answered",
      ],
    ]);
    const { "limbs.limb_a.facts": _, "limbs.limb_b.reading": __, "limbs.limb_b.facts": ___, ...half } = NO;
    const read = await press(half);
    expect(faultsOn(read)).toEqual([
      ["first-limbs-limb_a-facts", "Give the facts about the person now for the first limb"],
      ["first-limbs-limb_b-reading", "Read the second limb of the threshold: nobody is sent"],
      ["first-limbs-limb_b-facts", "Give the facts about the person now for the second limb"],
    ]);
    expect(read.markup).toContain("12 Example Street, the back door");
    const ring = await press({ ...NO, answer: "told_to_call_other" });
    expect(faultsOn(ring)).toEqual([["first-toldOthers", "Tell the other body yourself, and choose which"]]);
    expect((await town.as("omar_reed", "GET", "first-answers")).body.items).toEqual([]);
  });

  it("takes an answer that sends somebody without the limbs, and one that was given an hour ago", async () => {
    const short = {
      ...{ answer: "will_attend", agency: "RJ1", callBack: NO.callBack, channel: "rang_999", type: NO.type },
      ...{ "place.borough": "Lambeth", "place.address": "The main entrance", understood: "yes", readBack: "yes" },
      ...{ handler: "1234AS", givenAt: "2026-01-16T01:00", toldOthers: ["ambulance"] },
    };
    const page = await ask("omar_reed", (await press(short)).location);
    expect(page.words).toContain("Police attend");
    expect(page.words).toContain("01:00 GMT");
    expect(page.words).toContain("London Ambulance Service");
    expect(red(page)).toEqual([]);
  });

  it("that is looked at again says by when, and both sides read it", async () => {
    const without = await press({ ...NO, answer: "will_review" });
    expect(faultsOn(without)).toEqual([["first-reviewBy", "Say by when police look at it again"]]);
    const kept = await press({ ...NO, answer: "will_review", reviewBy: "2026-01-16T03:10" });
    expect((await ask("omar_reed", kept.location)).words).toContain("Police look at it again, by 03:10 GMT");
    expect((await ask("omar_reed", "/first-answers")).words).toContain("Police look at it again, by 03:10 GMT");
  });

  it("shows the force that a case may be about the same place, open or closed since, and says nothing of it to the partner", async () => {
    const place = { borough: "Lambeth", address: "12 Example Street" };
    const of = await town.raise({ place, threshold: ["none_unsure"] });
    const other = { borough: "Lambeth", address: "14 Example Street" };
    await town.raise({ place: other, threshold: ["none_unsure"] });
    const location = await record({ "place.address": "12 Example St" });
    const page = await ask("omar_reed", location);
    expect(page.words).toContain("A case may be about the same");
    expect(page.words).toContain(`${of.reference}, Police attendance, Central South BCU: the same address.`);
    expect(page.markup).toContain(`href="/escalations/${of.id}"`);
    expect((await ask("amara_bell", location)).words).not.toContain(of.reference);
    expect((await ask("omar_reed", await record({ "place.address": "16 Example Street" }))).words).not.toContain(
      "A case may be about the same",
    );
    await town.move("amara_bell", of, "withdrawal", { as: "withdrawn_found_safe", why: "He is back on the ward" });
    expect((await ask("omar_reed", location)).words).toContain("closed.");
  });

  it("stands above the answer of a case that was raised after it, with what was told to whom and when", async () => {
    const kept = await record({ agency: "RRU", "place.address": "12 Example Street", "cad.number": "" });
    const of = await town.raise({ place: { borough: "Lambeth", address: "12 Example St" }, threshold: ["none_unsure"] });
    await town.acknowledge("idris_vale", of);
    const page = await ask("idris_vale", `/escalations/${of.id}`);
    expect(page.words).toMatch(
      /has answered a call that may be about the same person FA-\S+, Police do not attend, to London Ambulance Service, 02:\d\d GMT: the same address\. Read what was answered there/,
    );
    expect(page.markup.indexOf('id="first-answers-found"')).toBeLessThan(page.markup.indexOf('/decision"'));
    const theirs = await ask("amara_bell", `/escalations/${of.id}`);
    expect(theirs.words).toMatch(
      /The control room gave a first answer that may be about the same person: FA-\S+ \(the same address\)/,
    );
    expect(theirs.words).not.toMatch(/Police do not attend|Ambulance/);

    const [{ db, TableName, toItem }, id] = [await import("../../functions/aws/db.ts"), kept.split("/").at(-1) ?? ""];
    await db.send(new PutItemCommand({ TableName, Item: toItem({ ...keys.firstAnswer("london", id), body: { schema: 99 } }) }));
    const unread = await ask("idris_vale", `/escalations/${of.id}`); // the page is shown all the same, and names it
    expect([unread.status, unread.words]).toEqual([
      200,
      expect.stringMatching(/may be about the same person FA-\S+, the same address\. Read/),
    ]);
    expect(unread.markup).toContain('/decision"');
  });

  it("shows whoever records it what was answered before about the same place, and says nothing of it to the partner", async () => {
    const ambulance = { agency: "RRU", callBack: "07700 900462", "cad.number": "" };
    const earlier = await record({ ...ambulance, "place.address": "12 Example Street" });
    const location = await record({ "place.address": "12 Example St" });
    const page = await ask("omar_reed", location);
    expect(page.words).toMatch(
      /Another first answer may be about the same Read what was answered there\..* FA-\S+, Police do not attend, to London Ambulance Service, 02:\d\d GMT: the same address\./,
    );
    expect(page.markup).toContain(`href="${earlier}"`);
    expect((await ask("amara_bell", location)).words).not.toMatch(/may be about the same|Ambulance Service, 02/);
  });

  it("is for forces: a partner's desk is told so, and a raiser has no such page", async () => {
    expect((await ask("mina_shore", "/first-answers/new")).status).toBe(403);
    expect((await ask("amara_bell", "/first-answers/new")).status).toBe(403);
    expect((await ask("mina_shore", "/first-answers")).words).not.toContain("Record a first answer");
    expect((await ask("omar_reed", "/first-answers")).words).toContain("Record a first answer");
  });
});

describe("a first answer, on the partner's side", () => {
  it("is found from where people look, and is nobody else's", async () => {
    const location = await record();
    for (const [person, from] of [
      ["amara_bell", "/escalations"],
      ["omar_reed", "/duty-board"],
    ] as const)
      expect((await ask(person, from)).markup).toContain('href="/first-answers"');
    expect((await ask("noor_vane", "/first-answers")).markup).toContain(location);
    expect((await ask("jonas_field", "/first-answers")).words).toContain("There is none to show.");
    for (const path of [location, `/raise?firstAnswer=${location.split("/")[2]}`])
      expect([path, (await ask("jonas_field", path)).status]).toEqual([path, 404]);
    for (const id of ["none", "7d7b8f0e-3c1a-4b52-9f00-0123456789ab"])
      expect([id, (await ask("amara_bell", `/first-answers/${id}`)).status]).toEqual([id, 404]);
  });

  it("leads by one button to a raise that is filled in, and stands before the ladder on both sides of the case", async () => {
    const location = await record();
    const page = await ask("amara_bell", location);
    expect(red(page)).toContain("The caller understood otherwise than was answered.");
    const [, to = ""] = /href="(\/raise\?firstAnswer=[^"]+)"[^>]*>\s*Dispute this: raise an escalation/.exec(page.markup) ?? [];
    const form = await ask("amara_bell", to);
    expect(form.words).toContain("It is not disputed until you have raised this.");
    const said = { threshold: ["risk_to_life_now"], whyNow: "He has gone to the river", ask: "Officers to look for him" };
    const fields = filled(form.markup, "/raise", said);
    expect(Object.fromEntries(fields)).toMatchObject({
      ...{ type: NO.type, "place.borough": "Lambeth", "place.address": NO["place.address"], callBack: "+442079460199" },
      ...{ "policeContact.channel": "rang_999", "policeContact.at": "2026-01-16T02:00", "policeContact.handler": "4471AS" },
      ...{ "policeContact.cad.number": "1234", "policeContact.cad.date": "2026-01-16", "policeContact.understood": "yes" },
      ...{ "policeContact.answer": "will_not_attend" },
      "policeContact.reason": "No crime has been reported; He was calm an hour ago",
    });
    const checked = new URLSearchParams(fields);
    checked.set("do", "check");
    const check = await ask("amara_bell", "/raise", checked);
    expect(check.words).toMatch(/It disputes the first answer FA-/);
    const draft = await ask("amara_bell", `/raise?draft=${fields.get("draft")}`);
    expect(filled(draft.markup, "/raise", {}).get("firstAnswer")).toBe(location.split("/")[2]);
    const raised = await ask("amara_bell", "/raise", filled(check.markup, "/raise", {}));
    expect(raised.status).toBe(303);
    for (const person of ["amara_bell", "idris_vale"]) {
      const shown = await ask(person, raised.location);
      expect(shown.words).toMatch(/First answer \(before the ladder\).*The record FA-.*Police do not attend.*Who has it now/);
      expect(shown.words).toContain("It disputes the first answer FA-");
      expect(red(shown)).toContain("The caller understood otherwise than was answered.");
    }
    expect((await ask("idris_vale", `${raised.location}/print`)).words).toMatch(/First answer FA-\S+, before the ladder/);
    const after = await ask("amara_bell", location);
    expect(after.markup).toContain(`href="${raised.location}"`);
    expect(after.words).not.toContain("Dispute this");
    expect((await ask("omar_reed", location)).markup).toContain(`href="${raised.location}"`);
  });

  it("that a colleague has disputed leads to their case; pressed meanwhile, nothing is raised, and what was typed stays", async () => {
    const location = await record();
    const [, , id = ""] = location.split("/");
    const form = await ask("amara_bell", `/raise?firstAnswer=${id}`);
    const of = await town.raise({ firstAnswer: id }, "hana_clay");
    const said = { threshold: ["risk_to_life_now"], whyNow: "He has gone to the river", ask: "Officers to look for him" };
    const fields = filled(form.markup, "/raise", { ...said, "place.address": "Elsewhere" });
    expect((await ask("amara_bell", "/raise", fields)).words).toContain(of.reference); // both know the same CAD
    fields.set("do", "anyway");
    const late = await ask("amara_bell", "/raise", fields);
    expect([late.status, late.words]).toEqual([409, expect.stringContaining(`disputed already, in ${of.reference}`)]);
    expect(late.markup).toContain("He has gone to the river");
    expect((await town.as("amara_bell", "GET", "escalations")).body.items).toHaveLength(1);
    const alone = filled(late.markup, "/raise", {});
    alone.set("do", "anyway");
    const { location: own, status } = await ask("amara_bell", "/raise", alone);
    expect([status, (await town.read("amara_bell", own.split("/")[2] ?? "")).firstAnswer]).toEqual([303, null]);
    const again = await ask("amara_bell", `/raise?firstAnswer=${id}`);
    expect([again.status, again.location]).toEqual([303, `/escalations/${of.id}`]);
  });

  it("that was to be looked at again by now is red on both sides, and disputed from the partner's own list", async () => {
    const looked = { answer: "will_review", reviewBy: "2026-01-16T03:10", understood: "no", readBack: "yes" };
    const { location } = await press({ ...NO, ...looked });
    const over = ["The time by which police were to look at it again is over."];
    const [, , id = ""] = location.split("/");
    const disputes = `/raise?firstAnswer=${id}`;
    expect(red(await ask("amara_bell", "/first-answers"))).toEqual([]);
    await town.forward("PT3H");
    for (const person of ["amara_bell", "omar_reed"]) {
      expect(red(await ask(person, location))).toEqual(over);
      const list = await ask(person, "/first-answers");
      expect(red(list)).toEqual(over);
      expect(list.markup.includes(disputes)).toBe(person === "amara_bell");
    }
  });
});
