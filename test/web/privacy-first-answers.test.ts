import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Retention } from "../../core/partnership/retention.ts";
import { A_FIRST_ANSWER, A_RAISE } from "../../local/main-job.ts";
import { london } from "../builders.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";
import { filled } from "./filled-form.ts";

let town: Town;
const ask = askingIn(() => town);
/** Two privacy officers of the hospital and two of the force, one of whom sits in its control room; and a nurse. */
const [HOSPITAL, COLLEAGUE, POLICE, SECOND, NURSE] = ["gwen_thorn", "hana_clay", "iris_wade", "omar_reed", "amara_bell"];
const WORDS = "Marigold by the canal";
const MONTH = "/privacy/first-answer-months/2026-01";

type Named = { readonly id: string; readonly reference: string };
let first: Readonly<Record<"quiet" | "held" | "late" | "joined" | "carried" | "theirs", Named>>;
let disputing: Named;

let numbers = 500;
async function answered(more: object = {}): Promise<Named> {
  numbers += 1;
  const said = { ...A_FIRST_ANSWER, caller: WORDS, callBack: `07700 900${numbers}`, ...more };
  const { body } = await town.as("omar_reed", "POST", "first-answers", said);
  return { id: String(body.id), reference: String(body.reference) };
}
/** Deletes what was confirmed, as each minute does. */
const run = async () => (await import("../../functions/schedule/delete-contents.ts")).handler();
const Now = Date;
function yearsLater(years: number): void {
  const on = years * 365.25 * 86_400_000;
  globalThis.Date = class extends Now {
    constructor(...given: unknown[]) {
      super(...((given.length === 0 ? [Now.now() + on] : given) as [number]));
    }
    static override now = () => Now.now() + on;
  } as DateConstructor;
}
const keeping = (one: Named) => `/privacy/first-answers/${one.id}`;
const press = async (who: string, page: string, form: string, values: Record<string, string> = {}) => {
  const to = `${page}/${form}`;
  return ask(who, to, filled((await ask(who, page)).markup, to, values));
};
const HOLD = { reason: "inquest", words: "An inquest has been opened", reference: "INQ 4/26", reviewOn: "2026-03-01" };
const holdNow = () => ({ ...HOLD, reviewOn: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10) });
const readBy = async (person: string, one: Named) => (await town.as(person, "GET", `first-answers/${one.id}`)).status;

beforeAll(async () => {
  town = await aTown({ digest: false });
  const { keep } = await import("../../functions/aws/agreement.ts");
  const retention = london.retention as Retention;
  const classes = retention.classes.map((one) => ({ ...one, keep: { years: 2, after: "closing" } as const }));
  await keep({ ...london, version: 9, effectiveFrom: "2024-01-01T00:00:00.000Z", retention: { ...retention, classes } });
  await town.enrol(({ roles }) => ({ roles: [...roles, "privacy_officer"] }), SECOND, COLLEAGUE);
  const place = { borough: "Lambeth", address: "12 Canary Street", postcode: "SE1 7EH" };
  const older = await town.raise({ place }, "jonas_field");
  first = {
    ...{ quiet: await answered(), held: await answered(), late: await answered(), carried: await answered() },
    ...{ joined: await answered(), theirs: await answered({ agency: "RRU" }) },
  };
  const link = { to: older.id, because: "The same man" };
  const joining = await town.as(NURSE, "POST", "escalations", { ...A_RAISE, place, link, firstAnswer: first.joined.id });
  if (joining.body.id !== older.id) throw new Error(JSON.stringify(joining.body));
  disputing = await town.raise({ firstAnswer: first.carried.id });
  const { version } = await town.read(NURSE, disputing.id);
  await town.move(NURSE, disputing, "withdrawal", { as: "withdrawn_found_safe", why: "She came back", seen: version });
}, 60_000);
afterAll(async () => {
  globalThis.Date = Now;
  await town?.close();
});

describe("the keeping of a first answer", () => {
  it("is found by its reference, by the two agencies that see it, and shows nothing of its words", async () => {
    for (const officer of [HOSPITAL, POLICE]) {
      const { status, location } = await ask(officer, `/privacy?reference=${first.quiet.reference}`);
      expect([status, location]).toEqual([303, keeping(first.quiet)]);
      const { words } = await ask(officer, keeping(first.quiet));
      expect(words).toMatch(/Its words are there It goes with the first answers of January 2026, kept until 1 February 2028/);
      expect(words).not.toMatch(/Marigold|canal|900501/);
    }
    expect((await ask(HOSPITAL, keeping(first.carried))).words).toContain(
      `It goes with the contents of ${disputing.reference}, which carries it`,
    );
  });

  it("is nobody else's: not of an agency that it was not given to, and not of whoever is no privacy officer", async () => {
    expect((await ask(HOSPITAL, keeping(first.theirs))).status).toBe(404);
    const wrong = await ask(HOSPITAL, `/privacy?reference=${first.theirs.reference}`);
    expect([wrong.status, faultsOn(wrong)[0]?.[0]]).toEqual([400, "privacy-reference"]);
    for (const path of [keeping(first.quiet), MONTH]) expect((await ask(NURSE, path)).status).toBe(403);
    for (const path of [MONTH, "/privacy/first-answer-months/never"]) expect((await ask(HOSPITAL, path)).status).toBe(404);
  });
});

describe("a hold on a first answer", () => {
  it("is placed with a reason, words and a day, and shown to privacy officers of both agencies", async () => {
    const wrong = await press(HOSPITAL, keeping(first.held), "hold", { reason: "", words: "" });
    expect([wrong.status, faultsOn(wrong).map(([field]) => field)]).toEqual([
      400,
      ["hold-reason", "hold-words", "hold-reviewOn"],
    ]);
    const done = await press(HOSPITAL, keeping(first.held), "hold", HOLD);
    expect(done.location).toBe(`${keeping(first.held)}?done=hold`);
    for (const officer of [HOSPITAL, POLICE]) {
      expect((await ask(officer, keeping(first.held))).words).toMatch(/Held yes .*An inquest, INQ 4\/26/);
      expect((await ask(officer, "/privacy")).words).toMatch(new RegExp(`${first.held.reference} An inquest`));
    }
    expect((await ask(SECOND, `/first-answers/${first.held.id}`)).words).toContain("Held yes. See to its keeping");
    expect((await ask(NURSE, `/first-answers/${first.held.id}`)).words).not.toMatch(/Held|inquest/i);
    const { entries } = await import("../../functions/aws/audit.ts");
    const year = { from: "2026-01-01T00:00:00.000Z", to: "2027-01-01T00:00:00.000Z" };
    const { items } = await entries("london", { about: { kind: "first_answer", id: first.held.id } }, year, undefined, 50);
    expect(items.map(({ entry }) => entry.what)).toContain("held");
  });

  it("takes it out of those that go with their month, and is lifted by its own agency alone", async () => {
    expect((await ask(POLICE, MONTH)).words).toContain("How many 4 first answers.");
    expect((await ask(POLICE, keeping(first.held))).markup).not.toContain("/lift");
    const theirs = filled((await ask(HOSPITAL, keeping(first.held))).markup, `${keeping(first.held)}/lift`, {
      ...{ number: "1", why: "It was closed" },
    });
    const another = new URLSearchParams(theirs);
    another.set("reader", `london/${POLICE}`);
    const refused = await ask(POLICE, `${keeping(first.held)}/lift`, another);
    expect([refused.status, refused.words.includes("A hold is lifted by the agency that placed it.")]).toEqual([403, true]);
    expect((await ask(HOSPITAL, `${keeping(first.held)}/lift`, theirs)).location).toContain("done=lift");
    expect((await ask(POLICE, MONTH)).words).toContain("How many 5 first answers.");
    await press(HOSPITAL, keeping(first.held), "hold", HOLD);
    expect((await ask(POLICE, MONTH)).words).toContain("How many 4 first answers.");
  });
});

describe("a month of first answers", () => {
  const table = async (): Promise<string[]> => {
    const { DynamoDBClient, paginateScan } = await import("@aws-sdk/client-dynamodb");
    const client = new DynamoDBClient({});
    const found: string[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName: process.env.TABLE ?? "" }))
      found.push(...Items.map((item) => JSON.stringify(item)));
    client.destroy();
    return found;
  };

  it("is not listed before its time is over, and not proposed", async () => {
    const { words, markup } = await ask(POLICE, MONTH);
    expect([words.includes("Their time is not over."), markup.includes("/propose")]).toEqual([true, false]);
    expect((await ask(POLICE, "/privacy/deletions")).words).not.toContain("January 2026");
  });

  it("is listed for the force alone once it is, with how many, and none goes by itself", async () => {
    yearsLater(2.1);
    expect((await ask(POLICE, "/privacy/deletions")).words).toMatch(/January 2026 4 first answers/);
    expect((await ask(HOSPITAL, "/privacy/deletions")).words).not.toContain("January 2026");
    expect(await run()).toEqual({ deleted: 0 });
    expect(await readBy(SECOND, first.quiet)).toBe(200);
  });

  it("is deleted by nobody alone", async () => {
    expect((await press(POLICE, MONTH, "propose", { why: "Their time is over" })).location).toBe(`${MONTH}?done=propose`);
    expect((await ask(SECOND, "/privacy")).words).toMatch(/First answers of 2026-01 Iris Wade/);
    const { words, markup } = await ask(POLICE, MONTH);
    expect([words.includes("You proposed it."), markup.includes("/confirm")]).toEqual([true, false]);
    expect(await run()).toEqual({ deleted: 0 });
  });

  it("is proposed anew when it has changed before the second person saw it", async () => {
    const page = (await ask(SECOND, MONTH)).markup;
    await press(HOSPITAL, keeping(first.quiet), "hold", holdNow());
    const refused = await ask(SECOND, `${MONTH}/confirm`, filled(page, `${MONTH}/confirm`, {}));
    expect([refused.status, refused.words.includes("It has changed since its deletion was proposed")]).toEqual([409, true]);
    await press(HOSPITAL, keeping(first.quiet), "lift", { number: "1", why: "By mistake" });
  });

  it("loses its words when a second person has confirmed it, though a run was cut short; what is held or disputed meanwhile stays", async () => {
    expect((await press(SECOND, MONTH, "confirm")).location).toBe(`${MONTH}?done=confirm`);
    expect((await town.as(NURSE, "POST", "escalations", { ...A_RAISE, firstAnswer: first.late.id })).status).toBe(201);
    const [{ deleteWordsOf, recordOf }, { goneBy }] = await Promise.all([
      import("../../functions/aws/privacy.ts"),
      import("../../core/privacy/record.ts"),
    ]);
    const record = await recordOf({ partnership: "london", id: "01_2026-01" });
    if (!record) throw new Error("no record");
    await deleteWordsOf("london", first.theirs.id, goneBy(record, new Date().toISOString()));
    for (const one of [first.held, first.late, first.carried])
      await deleteWordsOf("london", one.id, goneBy(record, new Date().toISOString()));
    expect(await run()).toEqual({ deleted: 1 });
    expect(await run()).toEqual({ deleted: 0 });
    const gone = [first.quiet, first.joined, first.theirs];
    for (const one of gone) expect(await readBy(SECOND, one)).toBe(410);
    for (const one of [first.held, first.late, first.carried]) expect(await readBy(SECOND, one)).toBe(200);
    const items = await table();
    for (const { id } of gone) {
      const theirs = items.filter((item) => item.includes(id));
      expect(theirs.filter((item) => /"sealed"|"wrapped"|"mark"|#KNOWN#|FIRST_ANSWERS_GOING/.test(item))).toEqual([]);
      expect(theirs.some((item) => item.includes("#FIRST_TALLY#"))).toBe(true);
      expect(theirs.filter((item) => /By mistake|INQ 4/.test(item))).toEqual([]);
    }
    expect((await ask(POLICE, MONTH)).words).toMatch(
      /Proposed by Iris Wade, Metropolitan Police.*Confirmed by Chief Inspector Omar Reed/,
    );
    expect((await ask(POLICE, "/privacy/deletions")).words).not.toContain("January 2026");
    expect((await ask(POLICE, keeping(first.quiet))).words).toContain("Its words were deleted");
    const audit = await ask(SECOND, "/audit?what=deleted");
    expect(audit.words).toMatch(/Omar Reed.*as the second of two people/);
    const found = await ask(SECOND, "/first-answers");
    expect(found.words).toContain(first.quiet.reference);
  });

  it("is listed anew for what was held when the others went", async () => {
    await press(HOSPITAL, keeping(first.held), "lift", { number: "2", why: "It was closed without one" });
    expect((await ask(POLICE, "/privacy/deletions")).words).toMatch(/January 2026 1 first answer\b/);
    await press(POLICE, MONTH, "propose", { why: "Its time is over" });
    await press(SECOND, MONTH, "take-back");
    expect((await ask(POLICE, MONTH)).markup).toContain("/propose");
  });
});

describe("a first answer that a case carries", () => {
  const CASE = () => `/privacy/escalations/${disputing.id}`;

  it("keeps the contents of that case as long as it is held, and goes with them when it is not", async () => {
    expect((await ask(HOSPITAL, "/privacy/deletions")).words).toContain(disputing.reference);
    await press(HOSPITAL, CASE(), "deletion/propose", { why: "Its time is over" });
    await press(COLLEAGUE, CASE(), "deletion/confirm");
    await press(POLICE, keeping(first.carried), "hold", holdNow());
    expect(await run()).toEqual({ deleted: 0 });
    const { words, markup } = await ask(HOSPITAL, CASE());
    expect([words.includes("is held, and goes with it"), markup.includes("/propose")]).toEqual([true, false]);
    expect((await ask(HOSPITAL, "/privacy/deletions")).words).not.toContain(disputing.reference);
    await press(POLICE, keeping(first.carried), "lift", { number: "1", why: "It was closed" });
    expect((await ask(HOSPITAL, "/privacy/deletions")).words).toContain(disputing.reference);
    await press(HOSPITAL, CASE(), "deletion/propose", { why: "Its time is over" });
    await press(COLLEAGUE, CASE(), "deletion/confirm");
    expect(await run()).toEqual({ deleted: 1 });
    expect(await readBy(SECOND, first.carried)).toBe(410);
    const { words: left } = await ask(POLICE, keeping(first.carried));
    expect([left.includes("Its words were deleted"), left.includes("INQ 4/26")]).toEqual([true, false]);
  });
});
