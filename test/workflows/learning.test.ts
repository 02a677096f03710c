import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { EscalationView } from "../../core/escalation/view.ts";
import { aTown, type Town } from "../town.ts";

/** A Monday, eight in the morning in London. The weekly call is on Wednesday at two. */
const MONDAY = new Date("2026-06-29T07:00:00.000Z");
const WEEKLY = "weekly_2026_07_08";

let town: Town;
beforeAll(async () => {
  town = await aTown({ from: MONDAY, digest: false });
});
afterAll(() => town.close());
beforeEach(() => town.anew());

const CONCERN = {
  source: "near_miss",
  theme: "T05",
  agency: "01",
  happened: "Twice this week the referral was sent and nobody had it.",
  wouldNeed: "One number that somebody picks up.",
};
// biome-ignore lint/suspicious/noExplicitAny: replies of a dozen routes; each test says what it expects of them
const ask = async (person: string, method: "GET" | "POST", path: string, body?: object): Promise<{ status: number; body: any }> =>
  town.as(person, method, path, body);
const reply = async (person: string, path: string, body?: object) => {
  const { status, body: answered } = await ask(person, body ? "POST" : "GET", path, body);
  if (status >= 300) throw new Error(`${path}: ${status} ${JSON.stringify(answered)}`);
  return answered;
};
/** What somebody has been sent, without the footers: the subjects. */
const had = (person: string) => town.subjects(person);

/** A case from its raise to its closing. */
async function closedCase(more: object = {}): Promise<EscalationView> {
  const raised = await town.raise(more);
  const seen = await town.acknowledge("idris_vale", raised);
  await town.decide("idris_vale", seen.body, "attend_immediate");
  await town.move("idris_vale", raised, "arrival", { callSign: "LX 21" });
  await town.move("amara_bell", raised, "answer-read");
  await town.move("amara_bell", raised, "outcome", { code: "safe", seenBy: "health_staff" });
  const closed = await town.move("amara_bell", raised, "closure");
  expect(closed.body).toMatchObject({ stage: "closed" });
  return closed.body;
}
const VERDICT = { shouldHaveCome: "yes", shouldHaveAttended: "yes" };

describe("a review", () => {
  it("is asked of both sides of a closed case, and keeps what they say beside one another", async () => {
    const of = await closedCase();
    expect(had("amara_bell").join()).toContain("has closed: what do you think of it?");
    expect(had("idris_vale").join()).toContain("has closed: what do you think of it?");
    expect((await reply("amara_bell", "reviews")).items).toEqual([expect.objectContaining({ id: of.id })]);
    await reply("amara_bell", `escalations/${of.id}/review`, { ...VERDICT, themes: ["T01"] });
    const both = await reply("idris_vale", `escalations/${of.id}/review`, { ...VERDICT, shouldHaveAttended: "no" });
    expect(both).toMatchObject({ differences: ["shouldHaveAttended"], owed: null });
    expect((await reply("amara_bell", "reviews")).items).toEqual([]);
    expect((await ask("jonas_field", "GET", `escalations/${of.id}/review`)).status).toBe(404);
  });

  it("lets no line into the pack that says who somebody is, and names the line and the words", async () => {
    const of = await closedCase({ person: { knownAs: "Rowan", familyName: "Testperson" } });
    const lines = ["The ward was told in writing.", "Rowan was found by the river."];
    const { status, body } = await ask("amara_bell", "POST", `escalations/${of.id}/review`, { ...VERDICT, lines });
    expect([status, body.errors]).toEqual([400, [{ field: "lines.1", reason: expect.stringContaining("Rowan") }]]);
    expect((await reply("amara_bell", "reviews")).items).toHaveLength(1);
  });

  it("is opened again by a later harm, with the stream off too", async () => {
    const of = await closedCase();
    await reply("amara_bell", `escalations/${of.id}/review`, VERDICT);
    await town.fault({ stream: "off" });
    await town.move("amara_bell", of, "outcome", { code: "died", seenBy: "police" });
    await town.forward("PT2M");
    const review = await reply("amara_bell", `escalations/${of.id}/review`);
    expect(review).toMatchObject({
      reopened: [{ why: "later_harm" }],
      asked: [{ answer: null, before: [{}] }, { answer: null }],
    });
    expect(had("amara_bell").join()).toContain("is to be looked at again");
  });

  it("rests when its case is opened again, and begins anew when that has ended again", async () => {
    const of = await closedCase();
    await reply("amara_bell", `escalations/${of.id}/review`, VERDICT);
    await town.move("amara_bell", of, "news", { words: "He has left again, and said goodbye to the nurse." });
    await town.settled();
    expect((await reply("amara_bell", "reviews")).items).toEqual([]);
    const ended = await town.move("amara_bell", of, "withdrawal", { as: "withdrawn_found_safe", why: "He is back" });
    expect(ended.body).toMatchObject({ stage: "closed" });
    await town.settled();
    expect(await reply("amara_bell", `escalations/${of.id}/review`)).toMatchObject({
      endedAs: "withdrawn_found_safe",
      asked: [{ side: "raising", answer: null, before: [expect.objectContaining({ shouldHaveCome: "yes" })] }, { answer: null }],
    });
    const { rebuildTallies } = await import("../../functions/aws/rebuild.ts");
    expect(await rebuildTallies("london", false)).toEqual({ cases: 1, missing: 0, different: [] });
  });

  it("counts what was said after the end", async () => {
    const of = await closedCase();
    await town.move("amara_bell", of, "outcome", { code: "died", seenBy: "police" });
    await town.move("amara_bell", of, "outcome", { code: "safe", seenBy: "police" });
    await town.settled();
    const { rebuildTallies } = await import("../../functions/aws/rebuild.ts");
    expect(await rebuildTallies("london", false)).toEqual({ cases: 1, missing: 0, different: [] });
  });

  it("is asked for with the stream off too", async () => {
    await town.fault({ stream: "off" });
    await closedCase();
    await town.forward("PT2M");
    expect(had("idris_vale").join()).toContain("has closed: what do you think of it?");
  });

  it("gives a coroner's report an action with an owner and 56 days", async () => {
    const of = await closedCase();
    const pfd = { kind: "pfd", reference: "2026-0123", on: "2026-06-20" };
    const nobody = await ask("idris_vale", "POST", `escalations/${of.id}/review/references`, pfd);
    expect(nobody.body.errors).toEqual([expect.objectContaining({ field: "owner" })]);
    for (const owner of ["wren_ash", "nobody_known"]) {
      const others = await ask("jonas_field", "POST", `escalations/${of.id}/review/references`, { ...pfd, owner });
      expect([others.status, others.body.errors]).toEqual([404, undefined]);
    }
    const { references } = await reply("idris_vale", `escalations/${of.id}/review/references`, { ...pfd, owner: "wren_ash" });
    expect(references).toEqual([expect.objectContaining({ respondBy: "2026-08-15" })]);
    expect(await reply("wren_ash", `actions/${references[0].action}`)).toMatchObject({ owner: "wren_ash", dueOn: "2026-08-15" });
  });
});

describe("a partner call", () => {
  it("invites with an appointment that a calendar takes", async () => {
    await town.calendar();
    await town.forward("PT3M");
    const { letters } = town.machine.mailbox;
    const invitation = letters.find(({ to, subject }) => to.startsWith("noor.vane") && subject.includes("Weekly"));
    expect(invitation?.calendar).toContain("METHOD:REQUEST");
  });

  it("is held in time without the workflow, and goes on with it", async () => {
    await town.fault({ workflow: "off" });
    await town.call("weekly", "2026-07-01");
    await town.to("2026-07-01T13:02:00.000Z");
    expect(await reply("tess_quill", "calls/weekly_2026_07_01")).toMatchObject({ stage: "open" });
    await town.fault({ workflow: "on" });
    await town.to("2026-07-01T14:02:00.000Z");
    expect(await reply("tess_quill", "calls/weekly_2026_07_01")).toMatchObject({ stage: "minutes_due" });
  });

  it("goes from its agenda to circulated minutes, and its action is late on the next agenda", async () => {
    await town.to("2026-07-02T08:00:00.000Z");
    const of = await closedCase();
    await reply("amara_bell", `escalations/${of.id}/review`, { ...VERDICT, lines: ["The ward was told in writing."] });
    await reply("idris_vale", `escalations/${of.id}/review`, { ...VERDICT, shouldHaveAttended: "no", themes: ["T20"] });
    const concern = await reply("amara_bell", `escalations/${of.id}/concerns`, CONCERN);
    for (const day of ["2026-07-08", "2026-07-15"]) await town.call("weekly", day);
    await town.to("2026-07-08T13:05:00.000Z");
    expect(had("noor_vane").filter((subject) => subject.startsWith("Weekly") && subject.includes("8 Jul"))).toEqual([
      "Weekly tactical call, 14:00 BST, Wed 8 Jul",
      "Weekly tactical call, 14:00 BST, Wed 8 Jul: the pack",
    ]);
    const call = await reply("tess_quill", `calls/${WEEKLY}`);
    expect(call).toMatchObject({ stage: "open", mayMinute: true });
    expect(call.agenda.map(({ why, title }: { why: string; title: string }) => [why, title.slice(0, 10)])).toEqual([
      ["sides_differ", of.reference],
      ["concern", concern.reference],
      ["good_practice", of.reference],
    ]);
    const pack = await reply("noor_vane", `calls/${WEEKLY}/pack`);
    expect(pack.cards).toEqual([
      expect.objectContaining({
        reference: of.reference,
        sidesDiffer: true,
        lines: { raising: ["The ward was told in writing."], answering: [] },
      }),
    ]);
    expect((await ask("amara_bell", "GET", `calls/${WEEKLY}`)).status).toBe(404);
    expect((await ask("noor_vane", "POST", `calls/${WEEKLY}/minutes`, {})).body.type).toBe("/problems/NotAllowed");

    const early = await ask("tess_quill", "POST", `calls/${WEEKLY}/minutes`, {});
    expect(early.body).toMatchObject({
      type: "/problems/NotYet",
      errors: expect.arrayContaining([expect.objectContaining({ field: "attendance.01" })]),
    });
    for (const agency of call.agencies)
      await reply("tess_quill", `calls/${WEEKLY}/attendance`, { agency, present: agency !== "R1H" });
    const itemOf = (why: string) => call.agenda.find((item: { why: string }) => item.why === why).id;
    await reply("tess_quill", `calls/${WEEKLY}/items/${encodeURIComponent(itemOf("concern"))}`, {
      outcome: "closed",
      words: "One number from Monday.",
    });
    const action = await reply("tess_quill", `calls/${WEEKLY}/actions`, {
      ...{ title: "Publish the number", owner: "wren_ash", dueOn: "2026-07-10", item: itemOf("concern") },
    });
    await reply("tess_quill", `calls/${WEEKLY}/minutes`, {});
    expect(had("noor_vane").at(-1)).toContain("the minutes");
    expect(await reply("amara_bell", `concerns/${concern.id}`)).toMatchObject({
      settled: { how: "at_a_call", words: "One number from Monday." },
    });

    await town.to("2026-07-15T12:30:00.000Z");
    expect(had("wren_ash").filter((subject) => subject.startsWith("Your action"))).toEqual([
      "Your action is due today",
      "Your action is 1 day late",
      "Your action is 2 days late",
      "Your action is 3 days late",
      "Your action is 4 days late",
      "Your action is 5 days late",
    ]);
    const next = await reply("tess_quill", "calls/weekly_2026_07_15");
    expect(next.agenda.map(({ why }: { why: string }) => why)).toEqual(["action_overdue", "sides_differ"]);
    expect(next.agenda[1].carried).toBe(1); // nobody came to it

    const shows = { words: "It is on the page.", link: "https://example.org/number" };
    const { evidence } = await reply("wren_ash", `actions/${action.id}/evidence`, shows);
    const seen = { seen: evidence.at };
    expect((await ask("wren_ash", "POST", `actions/${action.id}/check`, seen)).body.type).toBe("/problems/NotAllowed");
    expect(await reply("tess_quill", `actions/${action.id}/check`, seen)).toMatchObject({
      status: "evidence_checked",
      nextAt: null,
    });
  });
});

describe("the figures", () => {
  it("are what the stories say, made by the stream, by the sweeper or anew", async () => {
    const one = await closedCase({ person: { nhsNumber: "9991230009", age: 41 } });
    await town.fault({ stream: "off" });
    const other = await closedCase({ person: { nhsNumber: "9991230009" } });
    await town.forward("PT2M");
    const { rebuildTallies } = await import("../../functions/aws/rebuild.ts");
    const { talliesRaised } = await import("../../functions/aws/tallies.ts");
    expect(await rebuildTallies("london", false)).toEqual({ cases: 2, missing: 0, different: [] });
    const rows = await talliesRaised("london", "2026-06-01T00:00:00.000Z", "2026-12-01T00:00:00.000Z");
    expect(rows.map(({ reference }) => reference).toSorted()).toEqual([one.reference, other.reference].toSorted());
    expect(new Set(rows.map(({ subject }) => subject)).size).toBe(1); // one person, twice
    expect(JSON.stringify(rows)).not.toContain("9991230009");
  });
});

describe("a concern", () => {
  it("has an owner and a clock at once; late, it is the chair's, and its raiser knows", async () => {
    const raised = await reply("amara_bell", "concerns", CONCERN);
    expect(raised).toMatchObject({ owner: "wren_ash", owed: { what: "answer" }, reference: expect.stringMatching(/^CN-/) });
    expect(town.told()).toEqual(["wren_ash"]);
    await town.forward("PT337H");
    expect(await reply("amara_bell", `concerns/${raised.id}`)).toMatchObject({ owner: "tess_quill", missed: 1 });
    expect(had("tess_quill").join()).toContain("has no answer yet");
    expect(had("amara_bell").join()).toContain("has no answer yet");
  });

  it("is not seen by others, and looks to them like one that is not there", async () => {
    const raised = await reply("amara_bell", "concerns", CONCERN);
    expect((await ask("mina_shore", "GET", `concerns/${raised.id}`)).status).toBe(404);
    expect((await reply("mina_shore", "concerns")).items).toEqual([]);
    expect((await reply("idris_vale", "concerns")).items).toHaveLength(1);
  });

  it("that is put to an agency nobody knows is refused by its field, and nothing is kept", async () => {
    const refused = await ask("amara_bell", "POST", "concerns", { ...CONCERN, agency: "ZZZ" });
    expect(refused.body).toMatchObject({
      type: "/problems/Invalid",
      errors: [expect.objectContaining({ field: "agency" })],
    });
    expect((await reply("amara_bell", "concerns")).items).toEqual([]);
  });
});
