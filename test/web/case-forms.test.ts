import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { EscalationView } from "../../core/escalation/view.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "./asking.ts";
import { filled } from "./filled-form.ts";

/** Every move, made through its form as a browser without scripts makes it: the page is read, filled in and sent. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
afterAll(() => town?.close());
beforeEach(() => town.anew());

type Of = Pick<EscalationView, "id">;
type Values = Parameters<typeof filled>[2];

const asks = askingIn(() => town);
const page = (person: string, { id }: Of) => asks(person, `/escalations/${id}`);

/** Fills in the form of a move on the page as it is now, and presses its button. */
async function press(person: string, of: Of, move: string, values: Values = {}, has = "") {
  const { markup } = await page(person, of);
  const address = `/escalations/${of.id}/${move}`;
  return asks(person, address, filled(markup, address, values, has));
}
const done = async (person: string, of: Of, move: string, values: Values = {}, has = "") => {
  const { status, words } = await press(person, of, move, values, has);
  expect([move, status, status === 303 ? "" : words.slice(400, 1200)]).toEqual([move, 303, ""]);
  return town.read(person, of.id);
};
const [NURSE, POLICE, ABOVE] = ["amara_bell", "idris_vale", "omar_reed"];
const under = (code: string, values: Record<string, string>): Values => ({
  code,
  why: "On what is known now",
  ...Object.fromEntries(Object.entries(values).map(([name, value]) => [`${name}.${code}`, value])),
});
const DECLINED = under("decline_threshold_not_met", {
  "limbs.limb_a.reading": "not_met",
  "limbs.limb_a.facts": "Nobody has reported a crime",
  "limbs.limb_b.reading": "not_met",
  "limbs.limb_b.facts": "He has been seen at home this hour, calm",
  changeIf: "He goes out again",
  reviewAt: "2026-01-16T03:00",
});

describe("through the forms of a case", () => {
  it("somebody is sent in a choice, a reason and a press", async () => {
    const of = await town.raise();
    await done(POLICE, of, "acknowledgement");
    const { decision } = await done(POLICE, of, "decision", { code: "attend_immediate", why: "A risk to his life now" });
    expect(decision).toMatchObject({ code: "attend_immediate", cad: "not_yet", grade: "I" });
    const later = await done(POLICE, of, "decision", under("attend_prompt", { "cad.number": "1234", "cad.date": "2026-01-16" }));
    expect(later.decision).toMatchObject({ grade: "S", cad: { number: "1234", date: "2026-01-16" } });
    expect((await done(NURSE, of, "answer-read")).heard).toHaveLength(1);
    expect((await done(NURSE, of, "arrival", { callSign: "EK21", claimedAt: "2026-01-16T01:59" })).arrived?.callSign).toBe(
      "EK21",
    );
    await done(NURSE, of, "outcome", { code: "safe", seenBy: "police" });
    expect((await done(NURSE, of, "closure", { why: "Home with his brother" })).closed?.as).toBe("closed");
  });

  it("a decline names everything that it lacks at once, keeps what was typed, and is taken when it is whole", async () => {
    const of = await town.raise();
    await done(POLICE, of, "acknowledgement");
    const bare = await press(POLICE, of, "decision", { code: "decline_threshold_not_met", why: "The hospital’s words, «kept»" });
    expect(bare.status).toBe(400);
    for (const asked of [
      "Read the first limb of the threshold",
      "Give the facts about the person now for the second limb",
      "Say what would change this answer",
    ])
      expect(bare.words).toContain(asked);
    expect(bare.markup).toContain("The hospital’s words, «kept»</textarea>");
    const met = await press(POLICE, of, "decision", { ...DECLINED, "limbs.limb_b.reading.decline_threshold_not_met": "met" });
    expect(met.words).toContain("Second limb: this limb is read as met, so it is no reason to decline");
    const { decision, missing } = await done(POLICE, of, "decision", { ...DECLINED, remark: "He was not watched" });
    expect(decision?.limbs?.limb_b).toEqual({ reading: "not_met", facts: "He has been seen at home this hour, calm" });
    expect(missing.length).toBeGreaterThan(0);
    expect((await town.story(of.id)).at(-1)).toMatchObject({ what: "note_added", about: { theme: "T18" } });
    await done(NURSE, of, "notes", { text: "Ask for his brother's number at handover", own: "yes" });
    for (const way of ["", "/print"]) {
      expect((await asks(NURSE, `/escalations/${of.id}${way}`)).words).toContain("his brother's number");
      const theirs = (await asks(POLICE, `/escalations/${of.id}${way}`)).words;
      expect([theirs.includes("his brother's number"), theirs.includes("(A note for their own agency.)")]).toEqual([false, true]);
    }
    for (const path of ["story?most=100", "export"]) {
      const said = (person: string) =>
        town.as(person, "GET", `escalations/${of.id}/${path}`).then(({ body }) => JSON.stringify(body));
      expect([path, (await said(NURSE)).includes("brother's number")]).toEqual([path, true]);
      expect([path, (await said(POLICE)).includes("brother's number")]).toEqual([path, false]);
    }
    const plan = await done(NURSE, of, "interim-plan", { words: "Two staff look for him", reviewAt: "2026-01-16T02:40" });
    expect(plan.plan?.reviewAt).toBe("2026-01-16T02:40:00.000Z");
    const again = await done(NURSE, of, "disagreement", { reason: "facts_misread", why: "It was his brother who was seen" });
    expect(again.disagreements).toHaveLength(1);
    expect((await page(ABOVE, of)).words).toContain("It was his brother who was seen");
  });

  it("a plan that was begun before the answer changed is kept, and does not say that the new answer has been read", async () => {
    const of = await town.raise();
    await done(POLICE, of, "decision", under("attend_prompt", {}));
    const before = await done(NURSE, of, "answer-read");
    await done(POLICE, of, "decision", DECLINED);
    const words = { words: "Two staff look for him", reviewAt: "2026-01-16T02:40" };
    const old = await done(NURSE, of, "interim-plan", { ...words, seen: `${before.version}` });
    expect([old.plan?.words, old.heard]).toEqual(["Two staff look for him", []]);
    expect((await done(NURSE, of, "interim-plan", words)).heard).toHaveLength(1);
  });

  it("somebody to whom a unit is on its way is taken back as found safe with a word on who has seen them", async () => {
    const of = await town.raise();
    await done(POLICE, of, "decision", under("attend_prompt", {}));
    const safe = { as: "withdrawn_found_safe", why: "He is back on the ward" };
    const without = await press(NURSE, of, "withdrawal", safe);
    expect([without.status, without.words.includes("Say who has seen the person, or that nobody has")]).toEqual([400, true]);
    expect((await done(NURSE, of, "withdrawal", { ...safe, seenBy: "health_staff" })).closed?.as).toBe("withdrawn_found_safe");
    expect((await town.story(of.id)).at(-1)).toMatchObject({ what: "withdrawn", about: { seenBy: "health_staff" } });
  });

  it("a fault is no reason, and is said beside the field where it stands", async () => {
    const of = await town.raise();
    const { words } = await press(POLICE, of, "decision", { ...DECLINED, why: "The hospital failed to watch him" });
    expect(words).toContain("Why: somebody’s failing is no reason");
  });

  it("a referral asks for the body that enters, who enters and when, and is answered on the other side", async () => {
    const of = await town.raise();
    await done(POLICE, of, "acknowledgement");
    const referred = under("refer_to", { referTo: "ambulance" });
    expect((await done(POLICE, of, "decision", referred)).referral?.body).toBe("ambulance");
    expect((await page("ravi_stone", of)).words).toContain("Do you accept it?");
    const without = await press("ravi_stone", of, "referral-answer", { accepts: "yes" });
    expect(without.words).toContain("Give your own reference for it");
    const taken = await done("ravi_stone", of, "referral-answer", {
      accepts: "yes",
      reference: "LAS 4471",
      expectedAt: "2026-01-16T02:30",
    });
    expect(taken.referral?.accepted).toMatchObject({ reference: "LAS 4471", expectedAt: "2026-01-16T02:30:00.000Z" });
  });

  it("declined by the other body, it comes back with the reason", async () => {
    const of = await town.raise();
    await done(POLICE, of, "decision", under("refer_to", { referTo: "ambulance" }));
    await done("ravi_stone", of, "referral-answer", { accepts: "no", why: "Nobody is free for two hours" });
    expect((await page(POLICE, of)).words).toContain("The other body has declined. It is back with whoever referred it");
  });

  it("news is opened before the next answer, in the middle of it, and nothing that was filled in is lost", async () => {
    const of = await town.raise();
    await done(
      POLICE,
      of,
      "decision",
      under("missing_report_accepted", {
        "riskGrade.grade": "medium",
        reference: "MP 1",
        namedOwner: "The desk",
        reviewAt: "2026-01-16T03:00",
      }),
    );
    const told = await done(NURSE, of, "news", {
      words: "He rang to say goodbye",
      from: "staff",
      "riskFacts.code": "goodbye_message",
      "riskFacts.words": "Goodbye then",
      "riskFacts.status": "told_by_person",
      "riskFacts.source": "Himself, to the ward",
      "place.address": "9 New Street",
      "place.borough": "Southwark",
      "answers.direction": "Towards the station",
      childAtRisk: "no",
      hazards: ["dog"],
    });
    expect(told.news[0]).toMatchObject({
      place: { address: "9 New Street", borough: "Southwark" },
      answers: { direction: "Towards the station" },
      riskFacts: [{ code: "goodbye_message", obtainedAt: expect.stringMatching(/^2026-01-16T02:0\d:00\.000Z$/) }],
      hazards: ["dog"],
    });
    const before = await page(POLICE, of);
    expect(before.markup).not.toContain("9 New Street");
    const address = `/escalations/${of.id}/decision`;
    const typed = filled(before.markup, address, { code: "attend_immediate", why: "He said goodbye an hour ago" });
    const refused = await asks(POLICE, address, typed);
    expect([refused.status, refused.words.includes("news came that you have not opened. Open it, then decide.")]).toEqual([
      409,
      true,
    ]);
    expect(refused.words).not.toContain("One more press takes it");
    const kept = filled(refused.markup, address, {});
    kept.set("keep", "decision");
    const opened = await asks(POLICE, `/escalations/${of.id}/news-read`, kept);
    expect(opened.status).toBe(200);
    expect(opened.markup).toContain("He said goodbye an hour ago</textarea>");
    expect(opened.words).toContain("9 New Street, Southwark");
    expect(opened.words).not.toContain("Not done");
    const taken = await asks(POLICE, address, filled(opened.markup, address, {}));
    expect(taken.status).toBe(303);
    expect((await town.read(POLICE, of.id)).decision?.code).toBe("attend_immediate");
  });

  it("what is missing is asked for, put off, rung about, regraded, handed over and stood down", async () => {
    const of = await town.raise({ under18: "yes" });
    await done(POLICE, of, "acknowledgement");
    await done(POLICE, of, "more-wanted", {
      "limbs.limb_b.reading": "not_enough_information",
      "limbs.limb_b.facts": "Nobody knows where he is",
      missing: "When he was last seen",
      whoGets: "The ward",
      byWhen: "2026-01-16T02:20",
    });
    const wanted = await press(POLICE, of, "more-wanted", { missing: "Something", whoGets: "Somebody" });
    expect(wanted.words).toContain("Say which limb cannot be read yet");
    const put = await done(POLICE, of, "deferral", { reason: "no_units", why: "All are out", until: "2026-01-16T02:30" });
    expect(put.deferrals).toHaveLength(1);
    const lower = await press(POLICE, of, "priority", { priority: "P2", why: "He is with his brother" });
    expect(lower.words).toContain("Choose the second person who agrees that it is less urgent");
    expect(
      (await done(POLICE, of, "priority", { priority: "P2", agreedWith: ABOVE, why: "He is with his brother" })).priority,
    ).toBe("P2");
    expect((await done(NURSE, of, "priority", { priority: "P1", why: "He has left again" })).priority).toBe("P1");
    expect(
      (await done(POLICE, of, "handover", { to: ABOVE, words: "The ward finds out when he was last seen" })).offered?.to,
    ).toBe(ABOVE);
    expect((await page(ABOVE, of)).words).toContain("Inspector Idris Vale asks you to take this over.");
    expect((await done(ABOVE, of, "acknowledgement")).owner?.by.id).toBe(ABOVE);
    await done(ABOVE, of, "decision", { code: "attend_prompt", why: "He has left again" });
    expect((await done(ABOVE, of, "calls", { number: "call_back", answered: "no", words: "No answer" })).calls).toHaveLength(1);
    expect((await done(ABOVE, of, "stand-down", { why: "A stabbing nearby" })).reopened?.why).toBe("unit_stood_down");
    expect((await done(NURSE, of, "notes", { text: "He was seen by the bridge", theme: "T20" })).version).toBeGreaterThan(1);
  });

  it("a detained person is handed over item by item", async () => {
    const of = await town.raise({ type: "s136_handover" });
    const item = (person: string, name: string, values: Values) => done(person, of, "custody", values, `value="${name}"`);
    await item(NURSE, "arrived_at", { at: "2026-01-16T01:30" });
    await item(NURSE, "risk_by_health", { level: "medium" });
    await item(POLICE, "risk_by_police", { level: "high" });
    await item(NURSE, "next_of_kin", { told: "told", words: "His mother, at 01:50, by the nurse" });
    await item(NURSE, "tell_result", { who: "The crisis team" });
    await item(POLICE, "officers_waiting", { officers: "2" });
    const without = await press(POLICE, of, "custody", { vehicle: "police_vehicle", asked: "yes" }, 'value="conveyed"');
    expect(without.words).toContain("Say why no ambulance took them");
    const brought = { vehicle: "police_vehicle", asked: "yes", expectedAt: "2026-01-16T03:30", why: "Two hours were too long" };
    expect((await item(POLICE, "conveyed", brought)).custody).toMatchObject({
      conveyed: { vehicle: "police_vehicle", asked: true, expectedAt: "2026-01-16T03:30:00.000Z" },
      officersWaiting: { officers: 2 },
    });
    const early = await press(POLICE, of, "decision", under("agree_release_officers", { custodyHolder: "Sister Example" }));
    expect(early.words).toContain("Decision: no named clinician has accepted the person");
    await item(NURSE, "detention_extended", { hours: "3", doctor: "Dr Example", authorisedAt: "2026-01-16T01:55" });
    const { custody } = await item(NURSE, "custody_accepted", { clinician: "Sister Example, nurse in charge" });
    expect(custody?.detentionEndsAt).toBe("2026-01-17T04:30:00.000Z");
    await done(POLICE, of, "decision", under("agree_release_officers", { custodyHolder: "Sister Example" }));
  });

  it("officers who left without an agreed handover are recorded with when and who was told", async () => {
    const of = await town.raise({ type: "s136_handover" });
    const left = await done(NURSE, of, "departure", { leftAt: "2026-01-16T01:55", told: "Nobody" });
    expect(left.custody?.left).toMatchObject({ leftAt: "2026-01-16T01:55:00.000Z", told: "Nobody" });
  });

  it("a request that looks alike is said to be another, and one that a 999 call has overtaken is taken back", async () => {
    const place = { borough: "Lambeth", address: "12 Example Street", postcode: "SE1 7EH" };
    const first = await town.raise({ place });
    const second = await town.raise({ place, type: "concern_for_welfare" });
    const apart = await done(POLICE, first, "related", { same: "no", because: "The neighbour, not him" });
    expect(apart.related[0]?.said).toMatchObject({ same: false, because: "The neighbour, not him" });
    const bare = await press(NURSE, second, "withdrawal", { as: "superseded_by_999", why: "He was seen on the bridge" });
    expect(bare.words).toContain("Give the number of the 999 call that took its place");
    const over = await done(NURSE, second, "withdrawal", {
      as: "superseded_by_999",
      why: "He was seen on the bridge",
      "cad.number": "77",
      "cad.date": "2026-01-16",
    });
    expect(over.closed?.as).toBe("superseded_by_999");
  });

  it("a form that nobody may send is not done, and a stranger sees no case", async () => {
    const of = await town.raise();
    const address = `/escalations/${of.id}/decision`;
    const body = new URLSearchParams({ key: "k-1", seen: "1", code: "attend_immediate", why: "A reason of my own" });
    expect((await asks(NURSE, address, body)).status).toBe(403);
    expect((await asks("jonas_field", address, body)).status).toBe(404);
    const elsewhere = await asks("nell_frost", address, body);
    expect(elsewhere.words).toContain("This is no longer yours to do on this case.");
    expect(elsewhere.markup).toContain("A reason of my own</span>");
    body.set("grade.attend_immediate", "I");
    expect((await asks("nell_frost", address, body)).words).toContain("Only somebody on duty for a desk that has been asked");
    expect((await page("jonas_field", of)).status).toBe(404);
  });
});
