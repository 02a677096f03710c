import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";
import { filled } from "./filled-form.ts";

/** The learning side through its forms, as a browser without scripts uses it: a page is read, a form on it filled in and sent. */
let town: Town;
beforeAll(async () => {
  town = await aTown({ from: new Date("2026-06-29T05:00:00.000Z") }); // a Monday, 6 in the morning in London
});
afterAll(() => town?.close());
beforeEach(() => town.anew());

const [NURSE, LEAD, MET, CHAIR, INSPECTOR] = ["amara_bell", "noor_vane", "wren_ash", "tess_quill", "idris_vale"];
const asks = askingIn(() => town);
type Shown = Awaited<ReturnType<typeof asks>>;
type Values = Parameters<typeof filled>[2];

/** Fills in one form of a page and presses its button. */
async function press(person: string, page: string, form: string, values: Values = {}, has = ""): Promise<Shown> {
  const { markup } = await asks(person, page);
  return asks(person, form, filled(markup, form, values, has));
}
/** The same, done: where its reader goes on to. */
async function done(person: string, page: string, form: string, values: Values = {}, has = ""): Promise<string> {
  const { status, location, words } = await press(person, page, form, values, has);
  expect([status, status === 303 ? "" : words]).toEqual([303, ""]);
  return location;
}

const CONCERN = {
  source: "near_miss",
  happened: "Twice this week the referral was sent and nobody had it.",
  agency: "01",
  theme: "T05",
};
const raiseConcern = (more: Values = {}) => done(NURSE, "/concerns/new", "/concerns", { ...CONCERN, ...more });

describe("a concern", () => {
  it("is raised, answered, objected to, and is the chair’s then", async () => {
    const concern = await raiseConcern();
    expect((await asks(NURSE, concern)).words).toMatch(/Answer by .*14 days left|Answer by .*13 days left/);
    expect((await asks(MET, "/learning")).words).toContain("Concerns for you to answer");
    await done(MET, concern, `${concern}/answer`, { words: "The desk has one number now." });
    expect((await asks(NURSE, "/learning")).words).toContain("Answers: do they do?");
    await done(NURSE, concern, `${concern}/objection`, { why: "Nobody picked up on Sunday." });
    const { words } = await asks(CHAIR, concern);
    expect(words).toContain("Who has it Tess Quill Whose answer is wanted Metropolitan Police");
    expect(words).toContain("The desk has one number now.");
    expect(words).toContain("Nobody picked up on Sunday.");
  });

  it("is not settled by a press on an older answer than the one that is there: the newer one is shown first", async () => {
    const concern = await raiseConcern();
    await done(MET, concern, `${concern}/answer`, { words: "The desk has one number now." });
    const { markup } = await asks(NURSE, concern);
    await town.forward("PT1M");
    await done(MET, concern, `${concern}/answer`, { words: "The desk will have one number next year." });
    for (const [form, values] of [
      ["acceptance", {}],
      ["objection", { why: "Nobody picked up on Sunday." }],
    ] as const) {
      const { status, words } = await asks(NURSE, `${concern}/${form}`, filled(markup, `${concern}/${form}`, values));
      expect([status, words]).toEqual([409, expect.stringContaining("The desk will have one number next year.")]);
      expect(words).toContain("Read it, then say whether it does.");
    }
    await done(NURSE, concern, `${concern}/acceptance`);
  });

  it("is settled by whoever raised it, and then nobody has a form for it but for an action", async () => {
    const concern = await raiseConcern();
    await done(MET, concern, `${concern}/answer`, { words: "The desk has one number now." });
    await done(NURSE, concern, `${concern}/acceptance`);
    const { words, markup } = await asks(NURSE, concern);
    expect(words).toContain("Settled: the answer was accepted");
    expect(markup).not.toContain(`action="${concern}/`);
    expect(
      [...(await asks(MET, concern)).markup.matchAll(/action="\/concerns\/[^/]*\/([^"]*)"/g)].map(([, form]) => form),
    ).toEqual(["actions"]);
  });

  it("asks for what is missing, and keeps what was typed", async () => {
    const shown = await press(NURSE, "/concerns/new", "/concerns", { happened: "Nobody had it." });
    expect(shown.status).toBe(400);
    expect(faultsOn(shown)).toEqual([
      ["concern-source", "Choose what it is"],
      ["concern-agency", "Choose whose answer you want"],
      ["concern-theme", "Choose the theme that fits best"],
    ]);
    expect(shown.markup).toContain("<title>Error: Raise a concern");
    expect(shown.markup).toContain("Nobody had it.</textarea>");
  });

  it("is told as good practice without a theme", async () => {
    const concern = await raiseConcern({ source: "good_practice", theme: "" });
    expect((await asks(NURSE, concern)).words).toContain("Good practice");
  });

  it("is one concern, however often the button is pressed", async () => {
    const { markup } = await asks(NURSE, "/concerns/new");
    const form = filled(markup, "/concerns", CONCERN);
    const presses = [await asks(NURSE, "/concerns", form), await asks(NURSE, "/concerns", form)];
    expect(presses.map(({ status }) => status)).toEqual([303, 303]);
    expect(presses[0]?.location).toBe(presses[1]?.location);
  });

  it("is passed on, and whoever no longer sees it goes back to the list, also by the same press again", async () => {
    const concern = await raiseConcern();
    const { markup } = await asks(MET, concern);
    const form = filled(markup, `${concern}/passing-on`, { to: "RRU", why: "Their desk takes these calls." });
    for (const _ of [1, 2]) expect((await asks(MET, `${concern}/passing-on`, form)).location).toBe("/concerns");
    expect((await asks("tom_birch", concern)).words).toContain(
      "Who has it Tom Birch Whose answer is wanted London Ambulance Service",
    );
    expect((await asks(MET, concern)).status).toBe(404);
  });

  it("is nobody’s page who has nothing to do with it", async () => {
    const concern = await raiseConcern();
    expect((await asks("jonas_field", concern)).status).toBe(404);
    expect((await asks("jonas_field", "/concerns")).words).toContain("There is none to show");
    expect((await asks(NURSE, "/concerns/nothing")).status).toBe(404);
    expect((await asks(NURSE, `${concern}/anything`, new URLSearchParams())).status).toBe(404);
  });
});

describe("a concern about a case", () => {
  it("is raised from the case’s page, and leads back to it for whoever shares the case", async () => {
    const { id, reference } = await town.raise();
    expect((await asks(NURSE, `/escalations/${id}`)).markup).toContain(`href="/concerns/new?case=${id}"`);
    const page = `/concerns/new?case=${id}`;
    const { markup, words } = await asks(NURSE, page);
    expect(words).toContain(`Raise a concern about ${reference}`);
    expect(filled(markup, "/concerns", {}).get("agency")).toBe("01");
    const concern = await done(NURSE, page, "/concerns", { happened: "Nobody rang back.", theme: "T03" });
    expect((await asks(MET, concern)).markup).toContain(`href="/escalations/${id}"`);
    const chairs = (await asks(CHAIR, concern)).markup;
    expect(chairs).toContain(reference);
    expect(chairs).not.toContain(`href="/escalations/${id}"`);
  });

  it("is not raised about a case of others", async () => {
    const { id } = await town.raise();
    expect((await asks("jonas_field", `/concerns/new?case=${id}`)).status).toBe(404);
    const { markup } = await asks("jonas_field", "/concerns/new");
    const form = filled(markup, "/concerns", CONCERN);
    form.set("case", id);
    expect((await asks("jonas_field", "/concerns", form)).status).toBe(404);
  });
});

/** A case that its raiser has taken back after an inspector had it: both sides are asked for their review. */
async function closedCase(): Promise<string> {
  const raised = await town.raise();
  await town.acknowledge(INSPECTOR, raised);
  const { status } = await town.move(NURSE, raised, "withdrawal", { as: "withdrawn_found_safe", why: "He came back by himself" });
  expect(status).toBe(200);
  await town.forward("PT1M");
  return raised.id;
}

describe("a review", () => {
  const VERDICT = { shouldHaveCome: "yes", shouldHaveAttended: "no" };

  it("refuses a line that says who somebody is, at its own field, and takes the rest when it is mended", async () => {
    const id = await closedCase();
    const [page, form] = [`/reviews/${id}`, `/reviews/${id}/answer`];
    const lines = { "lines.0": "He was found within the hour.", "lines.2": "Ring 020 7946 0123 and ask." };
    const refused = await press(NURSE, page, form, { ...VERDICT, wentWell: "The ward told everybody.", ...lines });
    expect(refused.status).toBe(400);
    const [[id_ = "", words] = []] = faultsOn(refused);
    expect(id_).toBe("answer-lines-2");
    expect(words).toContain("how to reach somebody");
    expect(refused.markup).toContain("The ward told everybody.</textarea>");
    expect((await asks(NURSE, page)).words).toContain("Has not answered yet.");
    const six = { ...VERDICT, themes: ["T01", "T02", "T03", "T04", "T05", "T06"] };
    expect(faultsOn(await press(NURSE, page, form, six))).toEqual([["answer-themes", "Themes: at most 5 themes"]]);
    const mended = filled(refused.markup, form, { "lines.2": "One number would have helped." });
    expect((await asks(NURSE, form, mended)).status).toBe(303);
    const { words: after } = await asks(NURSE, page);
    expect(after).toContain("He was found within the hour. One number would have helped.");
  });

  it("shows a side what the other says only when it has answered itself, and then where they differ", async () => {
    const id = await closedCase();
    const [page, form] = [`/reviews/${id}`, `/reviews/${id}/answer`];
    await done(NURSE, page, form, { ...VERDICT, wentWell: "The ward told everybody." });
    const before = await asks(INSPECTOR, page);
    expect(before.words).not.toContain("The ward told everybody.");
    expect(before.words).toContain("Has answered. It is shown once both sides have.");
    expect((await asks(INSPECTOR, "/learning")).words).toContain("Reviews that Metropolitan Police owes");
    await done(INSPECTOR, page, form, { shouldHaveCome: "no", shouldHaveAttended: "no" });
    const { words } = await asks(INSPECTOR, page);
    expect(words).toContain("The ward told everybody.");
    expect(words).toContain("The two sides differ on whether it should have come to police.");
    expect(words).toContain("Should this have come to police? No (the sides differ)");
    expect((await asks(INSPECTOR, "/learning")).words).not.toContain("Reviews that");
  });

  it("gives a coroner’s report an action with its day, and asks for whoever sees to it", async () => {
    const id = await closedCase();
    const [page, form] = [`/reviews/${id}`, `/reviews/${id}/references`];
    const report = { kind: "pfd", reference: "2026-0123", on: "2026-06-29" };
    expect(faultsOn(await press(NURSE, page, form, report))).toEqual([
      ["references-owner", "Choose who sees to the answer to the coroner"],
    ]);
    await done(NURSE, page, form, { ...report, owner: LEAD });
    const { words } = await asks(NURSE, page);
    expect(words).toContain("Coroner’s report to prevent future deaths 2026-0123");
    expect(words).toContain("To be answered by Monday 24 August");
    expect((await asks(LEAD, "/actions")).words).toContain("Answer a coroner’s report");
  });

  it("is of a closed case, for those who share it", async () => {
    const open = await town.raise();
    expect((await asks(NURSE, `/reviews/${open.id}`)).status).toBe(409);
    expect((await asks(NURSE, `/escalations/${open.id}`)).words).not.toContain("Review this case");
    const id = await closedCase();
    expect((await asks(NURSE, `/escalations/${id}`)).words).toContain("Review this case");
    expect((await asks("jonas_field", `/reviews/${id}`)).status).toBe(404);
    expect((await asks(CHAIR, `/reviews/${id}`)).status).toBe(403);
  });
});

describe("an action", () => {
  it("is given under a concern, done by its owner, and over when somebody else has looked", async () => {
    const concern = await raiseConcern();
    const give = { title: "Put one number on the wall", owner: INSPECTOR, dueOn: "2026-07-06" };
    const action = await done(MET, concern, `${concern}/actions`, give);
    expect((await asks(NURSE, concern)).words).toContain("Put one number on the wall: Inspector Idris Vale, open.");
    await done(INSPECTOR, action, `${action}/beginning`);
    const wrong = await press(INSPECTOR, action, `${action}/evidence`, { words: "A photo", link: "http://example.org/a" });
    expect(faultsOn(wrong)).toEqual([["evidence-link", "Where to look: a link that begins with https://"]]);
    const link = "https://example.org/photo";
    await done(INSPECTOR, action, `${action}/evidence`, { words: "A photo of the wall", link });
    expect((await asks(INSPECTOR, action)).markup).not.toContain(`action="${action}/check"`);
    expect((await asks(MET, action)).markup).toContain(`<a href="${link}" rel="noreferrer noopener">`);
    await done(MET, action, `${action}/check`);
    expect((await asks(INSPECTOR, action)).words).toContain("Done and checked");
  });

  it("is sent back and given on by name, and whoever has no more to do with it goes back to the list", async () => {
    const concern = await raiseConcern();
    const give = { title: "Put one number on the wall", owner: INSPECTOR, dueOn: "2026-07-06" };
    const action = await done(MET, concern, `${concern}/actions`, give);
    await done(INSPECTOR, action, `${action}/evidence`, { words: "It is there." });
    const before = filled((await asks(MET, action)).markup, `${action}/check`, {});
    await done(MET, action, `${action}/sending-back`, { why: "It is not on the wall." });
    expect((await asks(INSPECTOR, action)).words).toContain("It is not on the wall.");
    await town.forward("PT1M");
    await done(INSPECTOR, action, `${action}/evidence`, { words: "It is on the wall of one ward." });
    const older = await asks(MET, `${action}/check`, before);
    expect([older.status, older.words]).toEqual([409, expect.stringContaining("It is on the wall of one ward.")]);
    await done(MET, action, `${action}/sending-back`, { why: "One ward is not all." });
    const both = await press(INSPECTOR, action, `${action}/owner`, { to: MET, toElse: "Kit Lane", why: "He has the wall" });
    expect(faultsOn(both)[0]?.[0]).toBe("owner-toElse");
    const stranger = await press(INSPECTOR, action, `${action}/owner`, { toElse: "Nobody Here", why: "He has the wall" });
    expect(faultsOn(stranger)[0]?.[1]).toContain("nobody who is known");
    expect(await done(INSPECTOR, action, `${action}/owner`, { toElse: "kit lane", why: "He has the wall" })).toBe("/actions");
    expect((await asks("kit_lane", action)).words).toContain("Kit Lane, Metropolitan Police");
    expect((await asks(INSPECTOR, action)).status).toBe(404);
  });
});

/** The calls of one morning: each test goes on in it, and the clock only moves forward. */
describe("a partner call", () => {
  const [CALL, NEXT] = ["/calls/daily_2026_06_29", "/calls/daily_2026_06_30"];

  it("has a pack that names nobody, on its page and as files, and an invitation for a calendar", async () => {
    const raised = await town.raise({ whyNow: "He said to Brenda Quince that he would not live through the night" });
    const { reference } = raised;
    await town.forward("PT45M");
    await town.move(NURSE, raised, "withdrawal", { as: "withdrawn_found_safe", why: "He came back by himself" });
    await town.calendar();
    await town.to("2026-06-29T07:31:00.000Z");
    const { words, markup } = await asks(LEAD, `${CALL}/pack`);
    expect(words).toContain(reference);
    expect(words).toContain("OFFICIAL-SENSITIVE. Names nobody");
    expect(markup).not.toContain("Quince");
    const csv = await asks(LEAD, `${CALL}/pack.csv`);
    expect(csv.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(csv.markup).toContain(reference);
    const pdf = await asks(LEAD, `${CALL}/pack.pdf`);
    expect(pdf.headers.get("content-type")).toBe("application/pdf");
    expect(pdf.markup.slice(0, 5)).toBe("%PDF-");
    const ics = await asks(LEAD, `${CALL}/invitation.ics`);
    expect(ics.headers.get("content-disposition")).toContain("daily_2026_06_29.ics");
    expect(ics.markup).toContain("METHOD:PUBLISH");
    expect((await asks(NURSE, `${CALL}/pack`)).status).toBe(404);
  });

  it("is minuted on its page, circulated when all is said, and stands for print then", async () => {
    await town.calendar();
    await town.to("2026-06-29T08:00:00.000Z");
    expect((await asks(NURSE, CALL)).status).toBe(404);
    expect((await asks(MET, "/learning")).words).toContain("Daily call");
    await done(MET, CALL, `${CALL}/items`, { title: "The new number", because: "It is new" });
    expect((await asks(LEAD, CALL)).markup).not.toContain(`action="${CALL}/`);
    expect((await asks(MET, CALL)).markup).not.toContain(`action="${CALL}/decision"`);
    await town.to("2026-06-29T08:31:00.000Z");
    const early = await press(MET, CALL, `${CALL}/minutes`);
    expect([early.status, faultsOn(early).length]).toEqual([409, 6]);
    expect(faultsOn(early)[0]).toEqual(["attendance-attendance-01", "Say whether Metropolitan Police was present"]);
    const agencies = ["01", "RJ1", "RV5", "RRU", "E09000022", "R1H"];
    const long = await press(MET, CALL, `${CALL}/attendance`, {
      "attendance.01": "yes",
      "attendance.RJ1": "yes",
      "as.RJ1": "a".repeat(121),
    });
    expect(faultsOn(long)).toEqual([["attendance-as-RJ1", "Guy’s and St Thomas’, as whom: at most 120 characters"]]);
    expect(faultsOn(await press(MET, CALL, `${CALL}/minutes`))).toHaveLength(6);
    const there = Object.fromEntries(agencies.map((agency) => [`attendance.${agency}`, agency === "R1H" ? "no" : "yes"]));
    await done(MET, CALL, `${CALL}/attendance`, there);
    const item = "The new number";
    const bare = await press(MET, CALL, `${CALL}/decision`, { outcome: "closed" });
    expect(faultsOn(bare)).toEqual([["decision-1-words", "Say what was decided"]]);
    const named = await press(MET, CALL, `${CALL}/decision`, { outcome: "closed", words: "Ring Mrs Jane Placeholder." });
    expect(faultsOn(named).join()).toMatch(/^decision-1-words,What was decided: «Mrs Jane Placeholder» names somebody/);
    expect(named.words).toContain("What was decided? No names of patients.");
    expect(await done(MET, CALL, `${CALL}/decision`, { outcome: "closed", words: "Everybody has it." })).toBe(`${CALL}#item-1`);
    const give = { title: "Tell the wards", owner: LEAD, dueOn: "2026-07-02" };
    await done(MET, CALL, `${CALL}/actions`, give, 'name="item"');
    await done(MET, CALL, `${CALL}/actions`, { ...give, title: "Ask the crews", owner: "", ownerElse: "Tom Birch" });
    expect((await asks(LEAD, `${CALL}/minutes`)).status).toBe(409);
    await done(MET, CALL, `${CALL}/minutes`);
    const { words } = await asks(LEAD, `${CALL}/minutes`);
    for (const said of [
      "Metropolitan Police: present (Wren Ash)",
      "Barts Health: not present",
      `${item} Added by the chair. It is new Closed. Everybody has it.`,
      "Tell the wards Noor Vane, ",
      "Ask the crews Tom Birch, ",
      "OFFICIAL-SENSITIVE",
    ])
      expect(words).toContain(said);
    expect((await asks(MET, CALL)).markup).not.toContain(`action="${CALL}/`);
  });

  it("is called off with a reason, and its page says so", async () => {
    await town.calendar();
    await town.forward("PT3M");
    await done(MET, NEXT, `${NEXT}/cancellation`, { why: "Everybody is at the carnival." });
    const { words, markup } = await asks(LEAD, NEXT);
    expect(words).toContain("Not held");
    expect(words).toContain("Everybody is at the carnival.");
    expect(markup).not.toContain("invitation.ics");
  });
});
