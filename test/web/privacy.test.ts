import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { CONFIRMED_DELETIONS, dueWeeks, type Key, keys } from "../../core/keys.ts";
import type { Retention } from "../../core/partnership/retention.ts";
import type { Person } from "../../core/people.ts";
import { demo } from "../../local/demo-people.ts";
import { A_FIRST_ANSWER } from "../../local/main-job.ts";
import { duty, london, NOW, nurse } from "../builders.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";
import { filled } from "./filled-form.ts";

let town: Town;
const ask = askingIn(() => town);
/** The privacy officers of the hospital and of the police; a nurse, and an inspector. */
const [HOSPITAL, POLICE, NURSE, INSPECTOR] = ["gwen_thorn", "iris_wade", "amara_bell", "idris_vale"];
const SECRET = "Marigold Pettigrew was seen by the canal";
const person = { knownAs: "Marigold", familyName: "Pettigrew", nhsNumber: "999 123 0009", phone: "07700 900461" };
const short = { ...(london.retention as Retention) };
const other = { id: "", reference: "" };
const own = { id: "", reference: "", firstAnswer: "" };
const stood = { id: "", reference: "" };
let stranger = { id: "", reference: "" };
/** A note that police wrote for themselves. */
const THEIRS = "Ask the desk at the lock before anybody rings";

/** Closed, as a case is that needed nothing more. */
async function closedCase(more: object = {}): Promise<{ id: string; reference: string }> {
  const { id, reference } = await town.raise({ whyNow: SECRET, person, ...more });
  await town.move(INSPECTOR, { id }, "notes", { text: "Her brother is on his way to the canal" });
  await town.move(INSPECTOR, { id }, "notes", { text: THEIRS, own: true });
  const { version } = await town.read(NURSE, id);
  await town.move(NURSE, { id }, "withdrawal", { as: "withdrawn_found_safe", why: "She came back", seen: version });
  return { id, reference };
}
/** The clock shows a later year, and nothing that waits is told: two years of minutes would take long. */
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
const page = (who: string, id = own.id) => ask(who, `/privacy/escalations/${id}`);
const press = async (who: string, form: string, values: Record<string, string> = {}, id = own.id) => {
  const to = `/privacy/escalations/${id}/${form}`;
  return ask(who, to, filled((await page(who, id)).markup, to, values));
};
const HOLD = { reason: "inquest", words: "An inquest has been opened", reference: "INQ 4/26", reviewOn: "2026-03-01" };

beforeAll(async () => {
  town = await aTown({ digest: false });
  const { keep } = await import("../../functions/aws/agreement.ts");
  const classes = short.classes.map((one) => ({ ...one, keep: { years: 2, after: "closing" } as const }));
  await keep({ ...london, version: 9, effectiveFrom: "2024-01-01T00:00:00.000Z", retention: { ...short, classes } });
  const first = await town.as("omar_reed", "POST", "first-answers", { ...A_FIRST_ANSWER, caller: "The nurse at the lock" });
  own.firstAnswer = String(first.body.id);
  Object.assign(own, await closedCase({ firstAnswer: own.firstAnswer }));
  Object.assign(other, await closedCase({ person: { phone: "07700 900462" } }));
  Object.assign(stood, await closedCase({ person: { phone: "07700 900464" } }));
  stranger = await town.raise({ place: { borough: "Camden", address: "1 Example Road" } }, "jonas_field");
});
afterAll(async () => {
  globalThis.Date = Now;
  await town?.close();
});

describe("the pages of privacy", () => {
  it.each([NURSE, INSPECTOR, "faye_brook"])("are closed to %s", async (reader) => {
    for (const path of ["/privacy", "/privacy/deletions", `/privacy/escalations/${own.id}`])
      expect([path, (await ask(reader, path)).status]).toEqual([path, 403]);
  });

  it("lead from a reference to the keeping of its case, and say of another agency's what they say of none", async () => {
    const found = await ask(HOSPITAL, `/privacy?reference=${own.reference}`);
    expect([found.status, found.location]).toEqual([303, `/privacy/escalations/${own.id}`]);
    for (const reference of [stranger.reference, "RC-222-222"]) {
      const { status, markup } = await ask(HOSPITAL, `/privacy?reference=${reference}`);
      expect([status, faultsOn({ markup })[0]?.[0]]).toEqual([400, "privacy-reference"]);
    }
    expect((await page(HOSPITAL, stranger.id)).status).toBe(404);
  });

  it("say who is the controller of what, how long it is kept and under which law, and nothing of the person", async () => {
    const { words } = await page(POLICE);
    expect(words).toContain("Controller: Guy");
    expect(words).toContain("its request");
    expect(words).toContain("UK GDPR: health and social care");
    expect(words).not.toMatch(/Marigold|Pettigrew|canal/);
  });
});

describe("a hold", () => {
  it("asks for what is missing at its field", async () => {
    const wrong = await press(POLICE, "hold", { reason: "", words: "", reviewOn: "2026-01-01" });
    expect([wrong.status, faultsOn(wrong).map(([field]) => field)]).toEqual([400, ["hold-reason", "hold-words"]]);
    expect(wrong.markup).toContain("<title>Error: ");
  });

  it("is placed with reason, words and a day, listed for both sides, and on the audit", async () => {
    expect((await press(POLICE, "hold", HOLD)).location).toBe(`/privacy/escalations/${own.id}?done=hold`);
    for (const officer of [POLICE, HOSPITAL]) {
      expect((await ask(officer, "/privacy")).words).toMatch(new RegExp(`${own.reference}.* An inquest, Metropolitan Police`));
      expect((await page(officer)).words).toContain("INQ 4/26");
    }
    const audit = await ask(HOSPITAL, `/audit?reference=${own.reference}&what=held`);
    expect(audit.words).toContain("Held a case");
  });

  it("stands on the print for everybody with who placed it, and for what is for privacy officers alone", async () => {
    const { words } = await ask(NURSE, `/escalations/${own.id}/print`);
    expect(words).toMatch(/Held By Metropolitan Police[^.]*, to be looked at again on/);
    expect(words).not.toMatch(/inquest|INQ 4/i);
  });

  it("is lifted by its own agency alone, with a reason", async () => {
    expect((await page(HOSPITAL)).markup).not.toContain("/lift");
    const lifted = await press(POLICE, "lift", { number: "1", why: "It was closed without one" });
    expect(lifted.location).toContain("done=lift");
    expect((await ask(POLICE, "/privacy")).words).toContain("No case or first answer that your agency shares is held.");
  });

  it("is placed once by two presses of one button", async () => {
    const to = `/privacy/escalations/${own.id}/basis`;
    const form = filled((await page(HOSPITAL)).markup, to, { basis: "gdpr_vital_interests", why: "It was to save her life" });
    expect((await ask(HOSPITAL, to, form)).status).toBe(303);
    expect((await ask(HOSPITAL, to, form)).status).toBe(409);
    expect((await page(HOSPITAL)).words).toContain("vital interests");
  });
});

describe("a week of looking", () => {
  const MONDAY = "2026-01-19T07:00:00.000Z";

  it("is gone through on Monday, shows what stands out with the way into the audit, and says by mail only that it is ready", async () => {
    const { beginWeeks } = await import("../../functions/aws/weeks.ts");
    const { reportWeek } = await import("../../functions/report-week.ts");
    const { id, reference } = await town.raise({ person: { familyName: "Bell" } });
    await ask(NURSE, `/escalations/${id}`);
    await town.as(NURSE, "GET", `escalations/${id}`);
    await town.shift("bela_moor", "duty_inspector_north", "2026-02-10T09:00:00.000Z", "2026-02-10T17:00:00.000Z");
    await ask("bela_moor", `/escalations/${id}`);
    await beginWeeks("london", "2026-01-16T02:00:00.000Z");
    town.machine.mailbox.letters.length = 0;
    await reportWeek("london", "2026-01-19T06:59:59.000Z");
    expect(town.machine.mailbox.letters).toEqual([]);
    await Promise.all([reportWeek("london", MONDAY), reportWeek("london", MONDAY)]);
    await town.settled();
    expect(town.told().toSorted()).toEqual([HOSPITAL, POLICE]);
    expect(JSON.stringify(town.machine.mailbox.letters)).not.toMatch(new RegExp(`${reference}|Bell\\b(?!\\w)`));
    const { words, markup } = await ask(HOSPITAL, "/privacy/weeks/2026-01-12");
    expect(words).toMatch(new RegExp(`Amara Bell.*Bears the surname of the person.*2 times ${reference}`));
    expect(words).not.toMatch(/Bela Moor.*Bears the surname/);
    expect(words).toMatch(/Bela Moor Guy[^.]*Looked outside their shifts/);
    expect(markup).toContain(`/audit?person=${NURSE}&amp;from=2026-01-12&amp;to=2026-01-18`);
    expect((await ask(HOSPITAL, "/privacy/weeks")).words).toContain("12 January to 18 January");
    expect((await ask(POLICE, "/privacy/weeks/2026-01-12")).words).not.toContain("Amara Bell");
  });

  it("tells nobody twice, though a round was cut short", async () => {
    const { weekJobOf } = await import("../../functions/aws/weeks.ts");
    const { reportWeek } = await import("../../functions/report-week.ts");
    const job = await weekJobOf("london");
    expect(job?.nextAt).toBe("2026-01-26T07:00:00.000Z");
    town.machine.mailbox.letters.length = 0;
    await reportWeek("london", MONDAY);
    expect(town.machine.mailbox.letters).toEqual([]);
  });

  it("costs no other agency its report when a mail is refused", async () => {
    const { weekJobOf } = await import("../../functions/aws/weeks.ts");
    const { handler } = await import("../../functions/schedule/report-weeks.ts");
    const { reportWeek } = await import("../../functions/report-week.ts");
    const NEXT = "2026-01-26T07:00:00.000Z";
    town.machine.mailbox.letters.length = 0;
    expect(await handler()).toEqual({ reported: 0 });
    const to = demo.people.find(({ id }) => id === HOSPITAL)?.channels.find(({ kind }) => kind === "email")?.to;
    await town.fault({ mail: "reject-hard", to });
    await reportWeek("london", NEXT);
    await town.fault({ mail: "accept", to });
    expect(town.told()).toEqual([POLICE]);
    for (const officer of [HOSPITAL, POLICE])
      expect((await ask(officer, "/privacy/weeks")).words).toContain("19 January to 25 January");
    expect((await weekJobOf("london"))?.nextAt).toBe("2026-02-02T07:00:00.000Z");
  });

  it("is gone through of each partnership, whatever the row of another looks like", async () => {
    const { db, TableName, toItem } = await import("../../functions/aws/db.ts");
    const { DeleteItemCommand, PutItemCommand } = await import("@aws-sdk/client-dynamodb");
    const { beginWeeks, saveWeekJob, weekJobOf } = await import("../../functions/aws/weeks.ts");
    const { handler } = await import("../../functions/schedule/report-weeks.ts");
    const now = town.machine.clock?.now() ?? "";
    await beginWeeks("leeds", now);
    const job = await weekJobOf("leeds");
    if (job) await saveWeekJob(job, now);
    const unreadable = { ...keys.weekJob("kent"), body: { nextAt: 7 }, ...dueWeeks("2026-01-01T00:00:00.000Z", "kent") };
    await db.send(new PutItemCommand({ TableName, Item: toItem(unreadable) }));
    expect((await handler()).reported).toBeGreaterThan(0);
    expect(((await weekJobOf("leeds"))?.nextAt ?? "") > now).toBe(true);
    for (const one of ["kent", "leeds"]) await db.send(new DeleteItemCommand({ TableName, Key: toItem(keys.weekJob(one)) }));
  });

  it("names no case that the agency does not share", async () => {
    const { keepWeek } = await import("../../functions/aws/weeks.ts");
    const findings = [{ what: "many_refused" as const, person: NURSE, agency: "RJ1", count: 12, cases: [own.id, stranger.id] }];
    const week = {
      schema: 1,
      partnership: "london",
      agency: "RJ1",
      from: "2025-12-29",
      to: "2026-01-04",
      madeAt: MONDAY,
    } as const;
    await keepWeek({ ...week, entries: 12, findings: [...findings], told: [] });
    const { words, markup } = await ask(HOSPITAL, "/privacy/weeks/2025-12-29");
    expect(words).toContain(`${own.reference} A case of others, or none`);
    expect(`${words} ${markup}`).not.toMatch(new RegExp(`${stranger.reference}|${stranger.id}`));
  });

  it.each(["2026-01-05", "soon"])("that was not gone through is not there: %s", async (week) => {
    expect((await ask(HOSPITAL, `/privacy/weeks/${week}`)).status).toBe(404);
    expect((await ask(NURSE, `/privacy/weeks/${week}`)).status).toBe(403);
  });
});

describe("a person's own data", () => {
  const to = "/privacy/people";
  const look = async (who: string, values: Record<string, string>) =>
    ask(who, to, filled((await ask(who, to)).markup, to, values));
  const chosen = async (who = HOSPITAL, regime = "general") => {
    const found = await look(who, { nhsNumber: person.nhsNumber, purpose: "subject_access" });
    return ask(who, `${to}/review`, filled(found.markup, `${to}/review`, { ids: own.id, regime }));
  };
  const idOf = (name: string) => `review-${name.replaceAll(".", "-")}`;
  const without = async <T>(run: () => Promise<T>): Promise<T> => {
    const table = process.env.AUDIT;
    process.env.AUDIT = "no-such-table";
    try {
      return await run();
    } finally {
      process.env.AUDIT = table;
    }
  };
  /** What is written down of the hospital's privacy officer for this row. */
  const entriesAt = async (path: string): Promise<string[]> => {
    const { entries } = await import("../../functions/aws/audit.ts");
    const all = { from: "2026-01-01T00:00:00.000Z", to: "2027-01-01T00:00:00.000Z" };
    const { items } = await entries("london", { person: HOSPITAL }, all, undefined, 500);
    return items.flatMap(({ entry: { route, what, about } }) => (route === `POST ${path}` ? [`${what} ${about?.id}`] : []));
  };
  /** Every text of a review is said to be this. */
  const saying = (markup: string, how: string): Record<string, string> =>
    Object.fromEntries(
      [...markup.matchAll(/<input[^>]* name="(do_[^"]*)"[^>]* value="keep"/g)].map(([, name = ""]) => [name, how]),
    );

  it("is looked for by a number, a purpose and one's own cases alone, and that is written down", async () => {
    const missing = await look(HOSPITAL, {});
    expect([missing.status, faultsOn(missing).map(([id]) => id)]).toEqual([400, ["person-purpose"]]);
    expect((await look(HOSPITAL, { purpose: "subject_access" })).status).toBe(400);
    const found = await look(HOSPITAL, { nhsNumber: "9991230009", purpose: "subject_access" });
    expect(found.words).toContain(`${own.reference}, Walkout from healthcare`);
    expect(found.words).not.toMatch(/Marigold|canal/);
    expect((await look(HOSPITAL, { reference: stranger.reference, purpose: "court_order" })).words).toContain("0 records found");
    expect((await look(HOSPITAL, { phone: "07700 900462", purpose: "court_order" })).words).toContain(other.reference);
    const audit = await ask(HOSPITAL, `/audit?what=searched&person=${HOSPITAL}`);
    expect(audit.words).toContain("what is known of the patient For a person asking for their own data");
    expect(audit.words).not.toMatch(/999 ?123|07700/);
  });

  it("shows what was found again when none was chosen: a search that is written down, and not shown while it cannot be", async () => {
    const found = await look(HOSPITAL, { nhsNumber: person.nhsNumber, purpose: "subject_access" });
    const form = () => filled(found.markup, `${to}/review`, {});
    const before = await entriesAt(`${to}/review`);
    const again = await ask(HOSPITAL, `${to}/review`, form());
    expect([again.status, again.words.includes(own.reference)]).toEqual([400, true]);
    expect(await entriesAt(`${to}/review`)).toEqual(["searched undefined", ...before]);
    const hidden = await without(() => ask(HOSPITAL, `${to}/review`, form()));
    expect([hidden.status, hidden.words.includes(own.reference)]).toEqual([500, false]);
  });

  it("shows a review again that was refused as one that was read, and not while that cannot be written down", async () => {
    const { markup } = await chosen();
    const form = () => filled(markup, `${to}/export`, {});
    const before = await entriesAt(`${to}/export`);
    const again = await ask(HOSPITAL, `${to}/export`, form());
    expect([again.status, again.words.includes(SECRET)]).toEqual([400, true]);
    expect(await entriesAt(`${to}/export`)).toEqual([`read ${own.id}`, ...before]);
    const sent = form();
    for (const name of [...sent.keys()].filter((one) => one.startsWith("out_"))) sent.delete(name);
    const hidden = await without(() => ask(HOSPITAL, `${to}/export`, sent));
    expect([hidden.status, hidden.words.includes(SECRET)]).toEqual([500, false]);
  });

  it("is closed to whoever is no privacy officer, and to a case that was not found by what was looked for", async () => {
    expect((await ask(NURSE, to)).status).toBe(403);
    const found = await look(HOSPITAL, { nhsNumber: person.nhsNumber, purpose: "subject_access" });
    const form = filled(found.markup, `${to}/review`, { regime: "general" });
    form.append("ids", stranger.id);
    expect((await ask(HOSPITAL, `${to}/review`, form)).status).toBe(404);
  });

  it("is let out only once every text has been looked at", async () => {
    const review = await chosen();
    expect(review.words).toContain(SECRET);
    expect(review.words).not.toMatch(/Amara Bell|Idris Vale/);
    expect(review.words).not.toContain(THEIRS);
    expect((await chosen(POLICE)).words).toContain(THEIRS);
    const undecided = await ask(HOSPITAL, `${to}/export`, filled(review.markup, `${to}/export`, {}));
    expect([undecided.status, undecided.markup.includes("<title>Error: ")]).toEqual([400, true]);
    const [name = ""] = Object.keys(saying(review.markup, "withhold"));
    const noReason = { ...saying(review.markup, "keep"), [name]: "withhold" };
    const wrong = await ask(HOSPITAL, `${to}/export`, filled(review.markup, `${to}/export`, noReason));
    expect([wrong.status, faultsOn(wrong)]).toEqual([
      400,
      [[idOf(name.replace("do_", "why_")), expect.stringMatching(/: say why$/)]],
    ]);
  });

  it.each([
    ["cut, with nothing cut", "cut", undefined, "out_", "nothing was taken out"],
    ["as it is, with a part cut", "keep", "Marigold was seen by the canal", "do_", "not all of it"],
    ["as it is, with nothing left", "keep", "", "do_", "nothing is left of it"],
  ])("is not let out when its text is said to be %s", async (_, how, out, field, says) => {
    const { markup } = await chosen();
    const name = [...markup.matchAll(new RegExp(`${SECRET}[\\s\\S]*?name="(do_[^"]*)"`, "g"))][0]?.[1] ?? "";
    const at = (prefix: string) => name.replace("do_", prefix);
    const said = { ...saying(markup, "keep"), [name]: how, ...(how === "cut" ? { [at("why_")]: "other_person" } : {}) };
    const form = filled(markup, `${to}/export`, { ...said, ...(out === undefined ? {} : { [at("out_")]: out }) });
    const wrong = await ask(HOSPITAL, `${to}/export`, form);
    expect([wrong.status, faultsOn(wrong)]).toEqual([400, [[idOf(at(field)), expect.stringContaining(says)]]]);
  });

  it("is let out of two hundred texts; what is kept as it is need not be sent", async () => {
    const [{ addNote }, { get, save }] = await Promise.all([
      import("../../core/escalation/add-note.ts"),
      import("../../functions/aws/cases.ts"),
    ]);
    const { id, reference } = await town.raise({ person: { phone: "07700 900463" } });
    let of = await get({ partnership: "london", id });
    for (let nth = 1; nth <= 200; nth += 1) of = await save(addNote(of, { text: `Note ${nth}` }, nurse, NOW, duty()), NOW);
    const found = await look(HOSPITAL, { phone: "07700 900463", purpose: "subject_access" });
    const review = await ask(HOSPITAL, `${to}/review`, filled(found.markup, `${to}/review`, { ids: id, regime: "general" }));
    const form = filled(review.markup, `${to}/export`, saying(review.markup, "keep"));
    expect(form.size).toBeGreaterThan(600);
    const whole = await ask(HOSPITAL, `${to}/export`, form);
    for (const name of [...form.keys()].filter((one) => one.startsWith("out_"))) form.delete(name);
    for (const { status, words } of [whole, await ask(HOSPITAL, `${to}/export`, form)])
      expect([status, words.includes(reference), words.includes("Note 200")]).toEqual([200, true, true]);
  });

  it("is a page to print, and a file, without the name of anybody else; what is left out is counted", async () => {
    const review = await chosen();
    const all = saying(review.markup, "keep");
    const brother = [...review.markup.matchAll(/Her brother[\s\S]*?name="(do_[^"]*)"/g)][0]?.[1] ?? "";
    const said = { ...all, [brother]: "withhold", [brother.replace("do_", "why_")]: "other_person" };
    const printed = await ask(HOSPITAL, `${to}/export`, filled(review.markup, `${to}/export`, said));
    expect(printed.status).toBe(200);
    for (const words of ["Known as Marigold", "NHS number 999 123 0009", SECRET]) expect(printed.words).toContain(words);
    expect(printed.words).toMatch(/What is left out \d+ entries\. You can ask/);
    expect(printed.words).not.toMatch(/Amara Bell|Idris Vale|brother|020 7946|another person|Another agency|at the lock/);
    const form = filled(review.markup, `${to}/export`, said);
    form.set("as", "json");
    const file = await ask(HOSPITAL, `${to}/export`, form);
    expect(file.headers.get("content-disposition")).toContain("attachment");
    const { cases, withheld, regime } = JSON.parse(file.markup);
    expect([cases.length, regime]).toEqual([1, "general"]);
    expect([typeof withheld, file.markup]).toEqual(["number", expect.not.stringContaining("other_person")]);
    form.set("as", "reasons");
    const sheet = await ask(HOSPITAL, `${to}/export`, form);
    expect(sheet.words).toContain("1 entry: It is about another person.");
    expect(sheet.words).toContain("1 entry: Another agency answers for it, and is asked first.");
    expect(sheet.words).not.toContain(SECRET);
    expect((await ask(HOSPITAL, `/audit?what=exported&reference=${own.reference}`)).words).toContain("Took out as a file");
  });

  it("is looked for among the first answers too, that their agency gave or was given, by the number to call back or the reference", async () => {
    const said = { ...A_FIRST_ANSWER, callBack: "07700 900465", caller: "Rosa, her sister" };
    const { body } = await town.as("omar_reed", "POST", "first-answers", said);
    const reference = String(body.reference);
    const by = { phone: "07700 900465", purpose: "subject_access" };
    for (const officer of [HOSPITAL, POLICE]) {
      const found = await look(officer, by);
      expect(found.words).toContain(`1 record found`);
      expect(found.words).toContain(`${reference}, first answer about Concern for welfare, given 2026-01-`);
      expect(found.words).not.toMatch(/Rosa|Example Street/);
      expect((await look(officer, { reference: reference.toLowerCase(), purpose: "court_order" })).words).toContain(reference);
    }
    const theirs = await town.as("omar_reed", "POST", "first-answers", { ...said, agency: "RRU", callBack: "07700 900466" });
    for (const wanted of [{ phone: "07700 900466" }, { reference: String(theirs.body.reference) }])
      expect((await look(HOSPITAL, { ...wanted, purpose: "court_order" })).words).toContain("0 records found");
    const found = await look(HOSPITAL, by);
    const review = await ask(
      HOSPITAL,
      `${to}/review`,
      filled(found.markup, `${to}/review`, { ids: String(body.id), regime: "general" }),
    );
    for (const words of ["Rosa, her sister", "12 Example Street, Flat 3", "Area", "will not attend", "not met"])
      expect(review.words).toContain(words);
    expect(review.words).not.toMatch(/Omar Reed|4471AS/);
    const all = saying(review.markup, "keep");
    const undecided = await ask(HOSPITAL, `${to}/export`, filled(review.markup, `${to}/export`, {}));
    expect(undecided.status).toBe(400);
    const sister = `do_${body.id}_first_caller`;
    const why = { [sister]: "withhold", [sister.replace("do_", "why_")]: "other_person" };
    const printed = await ask(HOSPITAL, `${to}/export`, filled(review.markup, `${to}/export`, { ...all, ...why }));
    expect([printed.status, printed.words]).toEqual([
      200,
      expect.stringMatching(/12 Example Street.*What is left out \d entries/),
    ]);
    expect(printed.words).not.toMatch(/Rosa, her sister|4471AS/);
    const { entries } = await import("../../functions/aws/audit.ts");
    const year = { from: "2026-01-01T00:00:00.000Z", to: "2027-01-01T00:00:00.000Z" };
    const { items } = await entries("london", { about: { kind: "first_answer", id: String(body.id) } }, year, undefined, 50);
    expect(items.map(({ entry }) => entry.what)).toEqual(expect.arrayContaining(["read", "exported"]));
  });

  it("keeps what was recorded for law enforcement apart, and for whoever recorded it", async () => {
    const basis = `/privacy/escalations/${own.id}/basis`;
    const why = { part: "record", basis: "le_part3", why: "A crime was looked into" };
    expect((await ask(POLICE, basis, filled((await page(POLICE)).markup, basis, why))).status).toBe(303);
    const [general, enforcement] = [await chosen(HOSPITAL), await chosen(POLICE, "law_enforcement")];
    expect([general.words.includes(SECRET), general.words.includes("Her brother")]).toEqual([true, false]);
    expect([enforcement.words.includes(SECRET), enforcement.words.includes("Her brother")]).toEqual([false, true]);
    const found = await look(HOSPITAL, { nhsNumber: person.nhsNumber, purpose: "subject_access" });
    expect(found.words).not.toContain("for law enforcement Go");
    const form = filled(found.markup, `${to}/review`, { ids: own.id });
    form.set("regime", "law_enforcement");
    const refused = await ask(HOSPITAL, `${to}/review`, form);
    expect([refused.status, faultsOn(refused).map(([field]) => field)]).toEqual([400, ["person-regime"]]);
    expect(refused.words).not.toContain("Her brother");
  });

  it("is counted: a search and an export may wait, and what was said of each text is not lost", async () => {
    const [{ note }, { person: personOf }] = await Promise.all([
      import("../../functions/pace.ts"),
      import("../../functions/aws/directory.ts"),
    ]);
    const { markup } = await chosen();
    const found = await look(HOSPITAL, { nhsNumber: person.nhsNumber, purpose: "subject_access" });
    const doing = { actor: (await personOf("london", HOSPITAL)) as Person, now: new Date().toISOString() };
    for (let nth = 0; nth < 60; nth += 1) await note(nth < 30 ? "export" : "search", doing);
    const held = await ask(HOSPITAL, `${to}/export`, filled(markup, `${to}/export`, saying(markup, "keep")));
    expect([held.status, held.words.includes("Nothing has been let out.")]).toEqual([429, true]);
    expect(held.markup.match(/name="do_[^>]* checked=""/g)).toHaveLength(Object.keys(saying(markup, "keep")).length);
    for (let nth = 0; nth < 30; nth += 1) await note("search", doing);
    const form = filled(found.markup, `${to}/review`, { ids: own.id, regime: "general" });
    expect((await ask(HOSPITAL, `${to}/review`, form)).status).toBe(429);
    expect((await look(HOSPITAL, { nhsNumber: person.nhsNumber, purpose: "subject_access" })).status).toBe(429);
  });
});

describe("a deletion", () => {
  /** Every item of the table, as text. */
  const table = async () => {
    const { DynamoDBClient, paginateScan } = await import("@aws-sdk/client-dynamodb");
    const client = new DynamoDBClient({});
    const found: string[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName: process.env.TABLE ?? "" }))
      found.push(...Items.map((item) => JSON.stringify(item)));
    client.destroy();
    return found;
  };
  const run = async () => (await import("../../functions/schedule/delete-contents.ts")).handler();
  /** As the index names what has been confirmed, before all else: an item as another version wrote it, or as it is now. */
  async function listed(key: Key, sets: object = {}): Promise<void> {
    const { db, TableName, toItem } = await import("../../functions/aws/db.ts");
    const { UpdateItemCommand } = await import("@aws-sdk/client-dynamodb");
    const all = Object.entries({ ...CONFIRMED_DELETIONS, openSk: "2020-01-01T00:00:00.000Z", ...sets });
    await db.send(
      new UpdateItemCommand({
        TableName,
        Key: toItem(key),
        UpdateExpression: `SET ${all.map(([name]) => `${name} = :${name}`).join(", ")}`,
        ExpressionAttributeValues: toItem(Object.fromEntries(all.map(([name, value]) => [`:${name}`, value]))),
      }),
    );
  }
  const ref = () => ({ partnership: "london", id: own.id });

  it("is not offered before the time is over", async () => {
    const { words, markup } = await page(HOSPITAL);
    expect(words).toContain("Its time is not over.");
    expect(markup).not.toContain("deletion/propose");
    expect((await ask(HOSPITAL, "/privacy/deletions")).words).not.toContain(own.reference);
  });

  it("is listed when the time of every controller is over, and is made by nobody alone", async () => {
    yearsLater(2);
    expect((await ask(HOSPITAL, "/privacy/deletions")).words).toContain(own.reference);
    await press(HOSPITAL, "deletion/propose", { why: "Its time is over" });
    expect((await ask(HOSPITAL, "/privacy")).words).toMatch(new RegExp(`${own.reference} .*Gwen Thorn`));
    expect((await page(HOSPITAL)).markup).not.toContain("deletion/confirm");
    expect(await run()).toEqual({ deleted: 0 });
    expect((await page(HOSPITAL)).words).toContain("You proposed it.");
  });

  it("leaves nothing that anybody wrote, and all that was counted, once a second person has confirmed it", async () => {
    const { keptScreens, allLines, outline, subjectsOf } = await import("../../functions/aws/cases.ts");
    const { knowing } = await import("../../functions/aws/privacy.ts");
    const { altered } = await import("../../functions/chain.ts");
    const marks = (await subjectsOf(ref())).flatMap((told) => Object.values(told));
    expect([marks.length, await knowing("london", marks)]).toEqual([2, [own.id]]);
    expect((await press(POLICE, "deletion/confirm")).location).toContain("done=confirm");
    await listed(keys.record({ partnership: "london", id: "00000000-0000-4000-8000-00000000000e" }), {
      body: { kind: "unheard_of" },
    });
    expect(await run()).toEqual({ deleted: 1 });
    const gone = await page(HOSPITAL);
    expect(gone.words).toMatch(/Proposed by Gwen Thorn, Guy.*Confirmed by Iris Wade, Metropolitan Police/);
    expect(gone.markup).not.toContain('<form method="post" action="/privacy');
    for (const reader of [NURSE, INSPECTOR]) {
      const { status, words } = await ask(reader, `/escalations/${own.id}`);
      expect([status, words]).toEqual([410, expect.stringContaining(`The contents of ${own.reference} were deleted at`)]);
    }
    for (const reader of [NURSE, INSPECTOR]) {
      expect((await town.as(reader, "GET", `first-answers/${own.firstAnswer}`)).body.type).toBe("/problems/Deleted");
      expect((await ask(reader, `/first-answers/${own.firstAnswer}`)).status).toBe(410);
      expect((await ask(reader, "/first-answers")).words).toContain("Police do not attend");
    }
    const items = await table();
    const first = items.filter((item) => item.includes(own.firstAnswer));
    expect(first.find((item) => item.includes('"FIRST_ANSWER"'))).not.toMatch(/"sealed"|"wrapped"|"mark"/);
    expect(first.some((item) => item.includes("#KNOWN#"))).toBe(false);
    expect(items.filter((item) => /Marigold|Pettigrew|canal|at the lock|9991230009|447700900461/.test(item))).toEqual([]);
    for (const mark of marks) expect(items.filter((item) => item.includes(mark))).toEqual([]);
    expect(items.some((item) => item.includes(`#KEY#${own.id}"`) && item.includes('"KEY"'))).toBe(false);
    expect(items.filter((item) => item.includes("#TALLY#") && item.includes(own.id))).toEqual([
      expect.stringContaining('"subject":{"NULL":true}'),
    ]);
    const of = await outline(ref());
    expect(altered(await allLines(ref()), await keptScreens(ref()), of)).toBeUndefined();
    expect((await ask(HOSPITAL, `/audit?what=deleted`)).words).toContain("as the second of two people");
    expect((await ask(HOSPITAL, "/privacy/deletions")).words).not.toContain(own.reference);
    expect(await run()).toEqual({ deleted: 0 });
    const { recordOf } = await import("../../functions/aws/privacy.ts");
    const over = await recordOf(ref());
    await listed(keys.record(ref()));
    expect(await run()).toEqual({ deleted: 0 });
    expect(await recordOf(ref())).toEqual(over);
  });

  it("is not offered for a case of before there were keys, and not made", async () => {
    const { DynamoDBClient, UpdateItemCommand } = await import("@aws-sdk/client-dynamodb");
    const { keys } = await import("../../core/keys.ts");
    const client = new DynamoDBClient({});
    const { pk, sk } = keys.state({ partnership: "london", id: other.id });
    const item = { TableName: process.env.TABLE ?? "", Key: { pk: { S: pk }, sk: { S: sk } } };
    const to = `/privacy/escalations/${other.id}/deletion/propose`;
    const form = filled((await page(HOSPITAL, other.id)).markup, to, { why: "Its time is over" });
    await client.send(new UpdateItemCommand({ ...item, UpdateExpression: "REMOVE body.keyed" }));
    expect((await ask(HOSPITAL, "/privacy/deletions")).words).not.toContain(other.reference);
    const { words, markup } = await page(HOSPITAL, other.id);
    expect([words.includes("from before cases had a key"), markup.includes("deletion/propose")]).toEqual([true, false]);
    const refused = await ask(HOSPITAL, to, form);
    expect([refused.status, refused.words.includes("from before cases had a key")]).toEqual([409, true]);
    const yes = { ":yes": { BOOL: true } };
    await client.send(
      new UpdateItemCommand({ ...item, UpdateExpression: "SET body.keyed = :yes", ExpressionAttributeValues: yes }),
    );
    client.destroy();
  });

  it("that ran out is listed no longer", async () => {
    await press(HOSPITAL, "deletion/propose", { why: "Its time is over" }, other.id);
    expect((await ask(POLICE, "/privacy")).words).toContain(other.reference);
    yearsLater(2.1);
    expect((await ask(POLICE, "/privacy")).words).not.toContain(other.reference);
    yearsLater(2);
    await press(POLICE, "deletion/take-back", {}, other.id);
  });

  it("is dropped by the machine when the case has changed since it was confirmed, and the audit says so", async () => {
    const { id } = other;
    await press(HOSPITAL, "deletion/propose", { why: "Its time is over" }, id);
    await press(POLICE, "deletion/confirm", {}, id);
    await town.move(INSPECTOR, { id }, "notes", { text: "One thing more" });
    expect(await run()).toEqual({ deleted: 0 });
    const { recordOf } = await import("../../functions/aws/privacy.ts");
    expect(await recordOf({ partnership: "london", id })).toMatchObject({ purge: null, gone: null });
    const audit = await ask(POLICE, `/audit?reference=${other.reference}&what=deletion_dropped`);
    expect(audit.words).toMatch(/Iris Wade.*Confirmed a deletion that was not made/);
  });

  it("is dropped by the machine when the case has been held since it was confirmed", async () => {
    const { id } = stood;
    await press(HOSPITAL, "deletion/propose", { why: "Its time is over" }, id);
    await press(POLICE, "deletion/confirm", {}, id);
    await press(HOSPITAL, "hold", { ...HOLD, reviewOn: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10) }, id);
    expect(await run()).toEqual({ deleted: 0 });
    expect((await page(POLICE, id)).words).toContain("It is held, and cannot be deleted.");
  });
});
