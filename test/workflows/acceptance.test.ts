import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { inWords } from "../../core/time.ts";
import { aTown, type Town } from "../town.ts";

/**
 * The acceptance scenarios, by name: what really went wrong before, and what has to happen here. Friday 16 January 2026 in London, where
 * the wall clock shows UTC. A8, the night on which the clocks go back, is in `custody.test.ts`.
 */
const on = (wall: string) => `2026-01-16T${wall}:00.000Z`;
/** A moment later: the laboratory's clock drifts by milliseconds, and what fell due then has been struck. */
const past = (wall: string) => `2026-01-16T${wall}:05.000Z`;
/** An instant within that minute's first seconds. */
const about = (wall: string) => expect.stringMatching(new RegExp(`^2026-01-16T${wall}:0`));
const INSPECTORS = "duty_inspector_central_south";

let town: Town;
const mailsTo = (person: string) => town.subjects(person);
const lastTo = (person: string) => mailsTo(person).at(-1);
const whats = async (id: string) => (await town.story(id)).map(({ what }) => what);

beforeAll(async () => {
  town = await aTown({ from: new Date(on("13:00")) });
});
beforeEach(() => town.anew());
afterAll(() => town.close());

describe("A5 Acknowledged, then nobody", () => {
  it("climbs at the decide limit, and goes to the incoming inspector at the end of the shift, already late", async () => {
    await town.to(on("13:19"));
    await town.offShift(INSPECTORS);
    await town.shift("idris_vale", INSPECTORS, on("06:00"), on("14:00"));
    await town.shift("nell_frost", INSPECTORS, on("14:00"), on("22:00"));
    await town.to(on("13:20"));
    const raised = await town.raise({ threshold: ["none_unsure"] });
    expect(raised.priority).toBe("P2");
    await town.to(on("13:31"));
    const taken = await town.move("idris_vale", raised, "acknowledgement");
    expect(taken.body.owner).toMatchObject({ by: { id: "idris_vale" }, until: on("14:00") });

    await town.to(past("13:50"));
    expect(lastTo("omar_reed")).toContain("your answer is needed");
    expect(lastTo("cara_holt")).toContain("has been asked");
    expect(mailsTo("nell_frost")).toEqual([]);

    await town.to(past("14:00"));
    const lapsed = await town.read("amara_bell", raised.id);
    expect(lapsed.owner).toBeNull();
    expect(town.subjects("nell_frost").slice(-2)).toContainEqual(
      expect.stringContaining("inherited at the change of shift, already late"),
    );
    expect(lastTo("amara_bell")).toContain("now with the Duty inspector");
    expect(lapsed.clocks).toContainEqual(
      expect.objectContaining({ limit: "acknowledge", tier: 1, dueAt: about("14:15"), endedAt: null }),
    );
    expect((await town.move("idris_vale", raised, "acknowledgement")).body.type).toBe("/problems/NotOnDuty");
    const inherited = await town.move("nell_frost", raised, "acknowledgement");
    expect(inherited.body.owner).toMatchObject({ by: { id: "nell_frost" } });
    expect(await whats(raised.id)).toContain("ownership_lapsed");
  });
});

describe("A3 New information is not lost", () => {
  it("is read by the owner under a clock, and nobody reassesses without it", async () => {
    await town.to(on("14:05"));
    const raised = await town.raise({ type: "awol_detained", threshold: ["none_unsure"] }, "ines_ford");
    await town.to(on("14:10"));
    await town.decide("idris_vale", await town.read("idris_vale", raised.id), "missing_report_accepted", {
      reviewAt: on("18:10"),
    });
    await town.to(on("15:01"));
    const words = "She rang this morning and said she would end her life; she is at her sister's, 8 Example Row";
    const added = await town.move("ines_ford", raised, "news", {
      words: "Threatened to end her life this morning; new address",
      riskFacts: [
        { code: "suicidal_words_today", words, status: "told_by_person", source: "Crisis team", obtainedAt: on("14:55") },
      ],
      place: { borough: "Lambeth", address: "8 Example Row" },
    });
    expect(added.body).toMatchObject({ priority: "P1", reopened: { why: "new_information" } });
    expect(added.body.clocks).toContainEqual(
      expect.objectContaining({ limit: "read_information", dueAt: about("15:06"), endedAt: null }),
    );
    expect(lastTo("idris_vale")).toContain("new information, read it now");

    const blind = await town.decide("idris_vale", await town.read("idris_vale", raised.id), "missing_report_accepted");
    expect(blind).toMatchObject({ status: 409, body: { type: "/problems/NotRead", news: [1] } });

    await town.to(past("15:06"));
    expect(lastTo("omar_reed")).toContain("your answer is needed");
    await town.move("idris_vale", raised, "news-read", { upTo: 9 });
    const again = await town.decide("idris_vale", await town.read("idris_vale", raised.id), "attend_immediate");
    expect(again).toMatchObject({ status: 200, body: { reopened: null, decision: { code: "attend_immediate" } } });
    const whole = (await town.as("ines_ford", "GET", `escalations/${raised.id}/export`)).body as never as {
      chain: string;
      screens: { version: number; hash: string; shown: { news: { riskFacts: { words: string }[] }[] } }[];
    };
    expect(whole.chain).toBe("whole");
    expect(whole.screens).toHaveLength(2);
    expect(whole.screens[1]?.shown.news[0]?.riskFacts[0]?.words).toBe(words);
    expect(again.body.decision?.screen).toBe(whole.screens[1]?.hash);
  });
});

describe("A1 Repeat callers, no waiting on review", () => {
  it("links the second caller, opens the first case again, and asks the next tier beside the inspector", async () => {
    const place = { borough: "Lambeth", address: "12 Example Street, Flat 3", postcode: "SE1 7EH" };
    const worry = { type: "concern_for_welfare", threshold: ["none_unsure"], place };
    await town.to(on("15:46"));
    const raised = await town.raise({ ...worry, ask: "Officers to look in on a woman who has not been seen" }, "priya_dale");
    expect(raised.priority).toBe("P2");
    await town.to(on("15:58"));
    await town.decide("idris_vale", await town.read("idris_vale", raised.id), "decline_threshold_not_met", {
      reviewAt: on("19:58"),
    });
    await town.to(on("16:44"));
    const logged = await town.move("kit_lane", raised, "news", {
      words: "Her mother rang: no answer since Saturday, and she would never leave the dog",
      from: "family_or_friend",
      furtherConcern: true,
    });
    expect(logged.status).toBe(200);

    await town.to(on("16:57"));
    const second = {
      ...worry,
      threshold: ["risk_to_life_now"],
      whyNow: "Previous attempts, dog inside, phone off since Saturday",
    };
    const fact = { status: "from_record", source: "Her file", obtainedAt: on("16:50") };
    const told = { ...second, riskFacts: [{ code: "previous_attempt", ...fact }], pathway: "police_attendance" };
    const { pathway, place: where } = told;
    const alike = await town.as("leo_hart", "POST", "likely-matches", { pathway, place: where });
    expect(alike.body.items).toEqual([
      expect.objectContaining({ id: raised.id, on: expect.arrayContaining(["postcode_and_number"]), open: true }),
    ]);
    expect(JSON.stringify(alike.body)).not.toMatch(/Example Street|not been seen|mother/);
    const linked = await town.raise(
      { ...told, link: { to: raised.id, because: "The same flat, and the same woman by name" } },
      "leo_hart",
    );

    expect(linked).toMatchObject({
      id: raised.id,
      priority: "P1",
      stage: "acknowledged",
      reopened: { why: "linked_request" },
      decision: { code: "decline_threshold_not_met" },
      furtherConcerns: { count: 2 },
      tier: { number: 2 },
      raised: { at: about("15:46") },
    });
    expect(inWords(linked.furtherConcerns.withinMs)).toBe("1 hour 11 minutes");
    expect(linked.news.map(({ words }) => words)).toEqual([
      "Her mother rang: no answer since Saturday, and she would never leave the dog",
      "Previous attempts, dog inside, phone off since Saturday",
    ]);
    expect(lastTo("omar_reed")).toContain("P1: your answer is needed");
    expect(lastTo("idris_vale")).toContain("another request about the same case");
    const mine = await town.as("leo_hart", "GET", "escalations");
    expect((mine.body.items as { id: string }[]).map(({ id }) => id)).toEqual([raised.id]);
    await town.move("idris_vale", raised, "news-read", { upTo: 9 });
    const sent = await town.decide("idris_vale", await town.read("idris_vale", raised.id), "attend_immediate");
    expect(sent).toMatchObject({ status: 200, body: { decision: { by: { id: "idris_vale" }, code: "attend_immediate" } } });
    expect(mailsTo("leo_hart").at(-1)).toContain("THE ANSWER HAS CHANGED");
  });

  it("tells the older case's owner at once when nobody has said whether it is the same", async () => {
    const place = { borough: "Lambeth", address: "40 Example Street", postcode: "SE1 7EH" };
    const first = await town.raise({ place }, "priya_dale");
    const second = await town.raise({ place }, "leo_hart");
    expect(second.id).not.toBe(first.id);
    expect(second.related).toEqual([expect.objectContaining({ id: first.id, said: null })]);
    expect(mailsTo("idris_vale").join()).toContain("a request came that may be about the same person");
    const joined = await town.move("idris_vale", second, "related", {
      other: first.id,
      same: true,
      because: "One woman, one door",
    });
    expect(joined.body).toMatchObject({ stage: "closed", closed: { as: "merged_duplicate" } });
    expect((await town.read("leo_hart", first.id)).news).toEqual([
      expect.objectContaining({ kind: "linked", by: expect.objectContaining({ id: "leo_hart" }) }),
    ]);
  });
});

describe("A7 «Ring the ambulance» is not done until they have it", () => {
  it("stays with police until the ambulance service accepts, and comes back with the reason when it declines", async () => {
    await town.to(on("16:59"));
    await town.to(on("17:14"));
    const raised = await town.raise({
      threshold: ["none_unsure"],
      shiftEndsAt: on("17:30"),
      deputy: { name: "Bela Moor", phone: "020 7946 0124", person: "bela_moor" },
    });
    await town.to(on("17:15"));
    const referred = await town.decide("idris_vale", await town.read("idris_vale", raised.id), "refer_to");
    expect(referred.body).toMatchObject({ owner: { by: { id: "idris_vale" } }, referral: { body: "ambulance", accepted: null } });
    expect(lastTo("ravi_stone")).toContain("this is referred to you");

    await town.to(past("17:30"));
    expect(mailsTo("bela_moor").join()).toContain("a referral was not accepted in time");
    expect(mailsTo("hana_clay").join()).toContain("a referral was not accepted in time");
    expect(mailsTo("idris_vale").join()).toContain("a referral was not accepted in time");
    const open = (await town.as("bela_moor", "GET", "escalations")).body.items as { id: string; stage: string }[];
    expect(open).toEqual([expect.objectContaining({ id: raised.id, stage: "decided" })]);
    expect((await town.read("idris_vale", raised.id)).owner?.by.id).toBe("idris_vale");

    const declined = await town.move("ravi_stone", raised, "referral-answer", {
      accepts: false,
      why: "No crew can open a door: this needs entry first",
    });
    expect(declined.body).toMatchObject({
      reopened: { why: "referral_declined" },
      referral: { declined: { by: { id: "ravi_stone" } } },
    });
    expect(lastTo("idris_vale")).toContain("the other body has declined");
    await town.decide("idris_vale", await town.read("idris_vale", raised.id), "refer_to");
    const accepted = await town.move("ravi_stone", raised, "referral-answer", {
      accepts: true,
      reference: "las 4471",
      expectedAt: on("18:10"),
    });
    expect(accepted.body).toMatchObject({
      stage: "in_action",
      referral: { accepted: { reference: "LAS 4471", expectedAt: on("18:10") } },
    });
  });
});

describe("A6 Fault is not a reason", () => {
  it("does not save a decision that speaks only of somebody's failing, and keeps the remark for learning", async () => {
    const raised = await town.raise();
    const seen = await town.read("idris_vale", raised.id);
    const fault = "The hospital failed to observe the patient.";
    const bare = await town.decide("idris_vale", seen, "decline_threshold_not_met", { why: fault, limbs: undefined });
    expect(bare.status).toBe(400);
    expect((bare.body.errors as { field: string }[]).map(({ field }) => field)).toEqual(expect.arrayContaining(["limbs", "why"]));
    const limb = { reading: "not_met", facts: fault };
    const dressed = await town.decide("idris_vale", seen, "decline_threshold_not_met", { limbs: { limb_a: limb, limb_b: limb } });
    expect((dressed.body.errors as { field: string }[]).map(({ field }) => field)).toEqual([
      "limbs.limb_a.facts",
      "limbs.limb_b.facts",
    ]);
    expect((await town.read("idris_vale", raised.id)).decision).toBeNull();
    const saved = await town.decide("idris_vale", seen, "decline_threshold_not_met", { remark: fault });
    expect(saved.status).toBe(200);
    expect(await town.story(raised.id)).toContainEqual(
      expect.objectContaining({ what: "note_added", about: { text: fault, theme: "T18" } }),
    );
  });
});

describe("A4 A changed decision reaches everyone", () => {
  it("shows the old answer as withdrawn, and both agencies read the new one under a clock", async () => {
    await town.to(on("20:00"));
    await town.shift("nell_frost", INSPECTORS, on("18:00"), "2026-01-17T04:00:00.000Z");
    const raised = await town.raise({
      alsoTell: ["ambulance"],
      threshold: ["none_unsure"],
      deputy: { name: "Bela Moor", phone: "020 7946 0124", person: "bela_moor" },
    });
    await town.to(on("20:10"));
    await town.decide("idris_vale", await town.read("idris_vale", raised.id), "attend_prompt");
    expect(lastTo("amara_bell")).toContain("decided: Attend promptly");
    expect(lastTo("ravi_stone")).toContain("decided: Attend promptly");

    await town.to(on("20:31"));
    const changed = await town.decide("nell_frost", await town.read("nell_frost", raised.id), "refer_to", {
      why: "No unit can be there within the hour, and an ambulance can",
    });
    expect(changed.body).toMatchObject({
      owner: { by: { id: "nell_frost" } },
      earlier: [{ code: "attend_prompt", withdrawnAt: about("20:31") }],
      decision: { code: "refer_to", why: "No unit can be there within the hour, and an ambulance can" },
      stage: "decided",
    });
    for (const person of ["amara_bell", "ravi_stone", "idris_vale"])
      expect(mailsTo(person).join()).toContain("THE ANSWER HAS CHANGED: Refer");
    expect(lastTo("ravi_stone")).toBeDefined();

    await town.to(past("20:36"));
    expect(mailsTo("bela_moor").join()).toContain("a new answer has not been read");
    expect(mailsTo("cara_holt").join()).toContain("a new answer has not been read");
    expect(mailsTo("nell_frost").join()).toContain("a new answer has not been read, ring now");
    await town.move("ravi_stone", raised, "referral-answer", { accepts: true, reference: "LAS 4472" });
    const { version } = await town.read("nell_frost", raised.id);
    await town.move("nell_frost", raised, "outcome", { code: "safe", seenBy: "ambulance" });
    const early = await town.move("nell_frost", raised, "closure");
    expect(early.body).toMatchObject({ type: "/problems/NotYet", detail: expect.stringContaining("has not read the answer") });
    expect(version).toBeGreaterThan(1);
    await town.move("amara_bell", raised, "answer-read");
    expect((await town.move("nell_frost", raised, "closure")).body).toMatchObject({ stage: "closed" });
    const call = await town.as("tess_quill", "GET", "for-the-call");
    expect(call.body.items).toEqual([expect.objectContaining({ case: raised.id, why: "decision_changed" })]);
  });
});

describe("A2 What would change the answer", () => {
  it("is asked of every decline, shown to the ward at once, and a missed look goes up by itself", async () => {
    await town.to(on("21:32"));
    const raised = await town.raise({ type: "awol_detained", threshold: ["none_unsure"] }, "ines_ford");
    await town.to(on("21:40"));
    await town.move("idris_vale", raised, "acknowledgement");
    await town.to(on("21:50"));
    const seen = await town.read("idris_vale", raised.id);
    for (const field of ["limbs", "changeIf", "reviewAt"]) {
      const bare = await town.decide("idris_vale", seen, "decline_threshold_not_met", { [field]: undefined });
      expect(bare).toMatchObject({ status: 400, body: { errors: [{ field }] } });
    }
    const changeIf = "She is seen near the railway, or her sister hears from her";
    await town.decide("idris_vale", seen, "decline_threshold_not_met", { changeIf, reviewAt: on("22:50") });
    const shown = await town.read("ines_ford", raised.id);
    expect(shown.decision).toMatchObject({
      changeIf,
      reviewAt: on("22:50"),
      limbs: { limb_a: { reading: "not_met" }, limb_b: { reading: "not_met" } },
    });
    const letter = town.machine.mailbox.letters.findLast(({ to }) => to.startsWith("ines.ford"));
    expect(letter?.text).toContain("Say there how you keep the person safe meanwhile");
    await town.move("ines_ford", raised, "answer-read");
    await town.move("ines_ford", raised, "outcome", { code: "unknown", seenBy: "nobody" });
    const early = await town.move("ines_ford", raised, "closure");
    expect(early.body).toMatchObject({ type: "/problems/NotYet", detail: expect.stringContaining("interim plan") });

    await town.to(past("22:50"));
    expect(lastTo("omar_reed")).toContain("your answer is needed");
    expect(mailsTo("owen_wells").join()).toContain("the time to look again has passed");
    expect(await town.read("ines_ford", raised.id)).toMatchObject({ tier: { number: 2 } });
  });
});

describe("Disagreement", () => {
  it("goes up once for each tier, stands unresolved at the top in both positions, and waits for the partner call", async () => {
    const raised = await town.raise();
    const ladder = ["idris_vale", "omar_reed", "petra_lang", "sol_marsh"];
    for (const [tier, person] of ladder.entries()) {
      await town.decide(person, await town.read(person, raised.id), "decline_threshold_not_met", {
        why: `As tier ${tier + 1} reads it`,
      });
      const said = await town.move("amara_bell", raised, "disagreement", {
        reason: "threshold_read_differently",
        why: `He is on the bridge now, tier ${tier + 1}`,
      });
      expect([person, said.status]).toEqual([person, 200]);
      const twice = await town.move("amara_bell", raised, "disagreement", { reason: "other", why: "Once more" });
      expect([person, twice.body.type]).toEqual([person, "/problems/AlreadyDisagreed"]);
      const next = ladder[tier + 1];
      if (!next) continue;
      expect(lastTo(next)).toContain("your answer is needed");
      const below = await town.decide(person, await town.read(person, raised.id), "decline_threshold_not_met");
      expect(below.body.type).toBe("/problems/HigherTierDecides");
    }
    const stands = await town.read("amara_bell", raised.id);
    expect(stands.unresolvedAt).not.toBeNull();
    expect(await town.story(raised.id)).toContainEqual(
      expect.objectContaining({
        what: "disagreement_unresolved",
        about: { theirs: "He is on the bridge now, tier 4", ours: "As tier 4 reads it", plan: null },
      }),
    );
    const call = await town.as("tess_quill", "GET", "for-the-call");
    expect(call.body.items).toEqual([expect.objectContaining({ why: "disagreement_unresolved" })]);
    await town.move("amara_bell", raised, "interim-plan", {
      words: "Two nurses stay with him",
      reviewAt: "2026-01-17T03:00:00.000Z",
    });
    await town.move("amara_bell", raised, "outcome", { code: "safe", seenBy: "health_staff" });
    const closed = await town.move("amara_bell", raised, "closure");
    expect(closed.body).toMatchObject({ stage: "closed", closed: { as: "disagreement_unresolved" } });
  });
});

describe("A child", () => {
  it("is shown to the second tier at the same moment, and never declined at the first alone", async () => {
    const raised = await town.raise({ under18: "yes" });
    expect(town.told()).toEqual(expect.arrayContaining(["idris_vale", "omar_reed"]));
    const first = await town.decide("idris_vale", await town.read("idris_vale", raised.id), "decline_threshold_not_met");
    expect(first.body.type).toBe("/problems/HigherTierDecides");
    const second = await town.decide("omar_reed", await town.read("omar_reed", raised.id), "decline_threshold_not_met");
    expect(second.status).toBe(200);
  });
});
