import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Fact } from "../../core/escalation/fact.ts";
import type { EscalationView } from "../../core/escalation/view.ts";
import { london, plus } from "../../core/time.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";
import { filled } from "../web/filled-form.ts";
import { answeringIn, asked, done, tallyOf } from "./on-channels.ts";

const [OFFICER, CONTROL_ROOM, INSPECTOR] = ["rory_penn", "mei_lund", "idris_vale"];
const [CLINICIAN, LEAD] = ["zara_oak", "dara_flint"];
const [HUB, OTHER, MANAGER] = ["ravi_stone", "mina_shore", "joan_reef"];

let town: Town;
const asks = askingIn(() => town);
const now = () => town.machine.clock?.now() ?? "";

const answer = answeringIn(() => town);
const queueOf = async (person: string) =>
  ((await town.as(person, "GET", "duty-board")).body as unknown as { items: { id: string }[] }).items.map(({ id }) => id);

const missedIn = ({ clocks }: EscalationView) => clocks.flatMap(({ limit, missedAt }) => (missedAt ? [limit] : []));

beforeAll(async () => {
  town = await aTown({ digest: false });
});
beforeEach(() => town.anew());
afterAll(() => town.close());

describe("the section 136 advice line", () => {
  it("is asked from a phone in one page, answered by a clinician, and leaves the decision to the officer", async () => {
    const choice = await asks(OFFICER, "/raise");
    for (const title of [
      "Section 136 advice line",
      "Police to ambulance",
      "Police to NHS crisis services",
      "Handover in hospital",
    ])
      expect(choice.words).toContain(title);
    const form = await asks(OFFICER, "/raise?pathway=s136_advice");
    expect(form.words).toContain("Where is the person?");
    expect(form.words).toContain("What do you want advice on?");
    for (const word of ["What police", "threshold", "CAD number"])
      expect(form.words.slice(form.words.indexOf("Where is"))).not.toContain(word);
    const raised = await asks(
      OFFICER,
      "/raise",
      filled(form.markup, "/raise", {
        type: "before_detention",
        "place.borough": "Lambeth",
        "place.address": "By the fountain",
        threshold: ["unwell"],
        whyNow: "He talks to people who are not there, and is calm",
        ask: "Can he go home with his sister?",
        callBack: "07700 900456",
      }),
    );
    expect(raised.status).toBe(303);
    const id = raised.location.split("/").at(-1) ?? "";
    await town.settled();
    expect(town.subjects(CLINICIAN)[0]).toContain("your answer is needed, Advice line clinician");

    expect(await queueOf(CLINICIAN)).toEqual([id]);
    await done(town.acknowledge(CLINICIAN, await town.read(CLINICIAN, id)));
    const open = await asks(CLINICIAN, `/escalations/${id}`);
    expect(open.words).not.toMatch(/crime to investigate|limb|NDM|PACE/i);
    const missing = { missing: "What he has taken", whoGets: "The officer", byWhen: "2026-01-16T02:30" };
    const wanted = filled(open.markup, `/escalations/${id}/more-wanted`, missing);
    expect((await asks(CLINICIAN, `/escalations/${id}/more-wanted`, wanted)).status).toBe(303);
    expect((await asks(OFFICER, `/escalations/${id}`)).words).toContain("Advice line clinicians need something to answer.");
    await town.forward("PT6M");
    await answer(CLINICIAN, { id }, "safe_to_leave_with", { safeWith: "His sister, who is there" });
    const page = await asks(OFFICER, `/escalations/${id}`);
    expect(page.words).toContain("What did you do with the answer?");
    expect(page.words).toContain("Safe with His sister, who is there");
    expect(page.words).toContain("The decision stays yours");
    const fields = (more: Record<string, string>) => filled(page.markup, `/escalations/${id}/response`, more);
    const refused = await asks(OFFICER, `/escalations/${id}/response`, fields({ code: "detained_place_of_safety" }));
    expect([refused.status, refused.words.includes("It is something else than was answered: say why")]).toEqual([400, true]);
    const said = await asks(OFFICER, `/escalations/${id}/response`, fields({ code: "left_with_somebody" }));
    expect(said.status).toBe(303);
    expect(town.subjects(CLINICIAN).at(-1)).toContain("what was done with the answer");
    expect((await asks(CLINICIAN, `/escalations/${id}`)).words).toContain(
      "What was done with the answer Left with somebody, said by Rory Penn",
    );
  });

  it("climbs to the lead when nobody on the line answers, and tells the officer's own inspector", async () => {
    await town.raise(asked("s136_advice", "before_detention", "unwell"), CONTROL_ROOM);
    await town.forward("PT5M");
    expect(town.subjects(LEAD)[0]).toContain("your answer is needed, Advice line lead");
    expect(town.subjects(INSPECTOR)[0]).toContain("the Advice line lead has been asked");
    expect(town.subjects(CONTROL_ROOM).at(-1)).toContain("now with the Advice line lead");
  });

  it("looks back after 24 and 72 hours, and what came of it is measured", async () => {
    const of = await town.raise(asked("s136_advice", "before_detention", "unwell"), OFFICER);
    await answer(CLINICIAN, of, "safe_to_leave_with");
    await town.forward("PT30M");
    await done(town.move(OFFICER, of, "response", { code: "detained_place_of_safety", why: "He ran into the road" }));
    await done(town.move(OFFICER, of, "outcome", { code: "detained", seenBy: "police" }));
    expect((await town.move(CLINICIAN, of, "closure")).status).toBe(409);
    expect((await asks(CLINICIAN, "/duty-board")).words).toContain("Looked back at later, and nothing else is owed (1)");
    await town.forward("PT24H");
    expect((await asks(CLINICIAN, "/duty-board")).words).not.toContain("Looked back at later");
    expect(town.subjects(CLINICIAN).join("\n")).toContain("say how the person is now");
    const day = await done(town.move(CLINICIAN, of, "outcome", { code: "supported_in_community", seenBy: "health_staff" }));
    expect(day.lookBacks).toMatchObject([{ code: "after_a_day", outcome: "supported_in_community" }]);
    await town.forward("PT48H");
    await done(town.move(CLINICIAN, of, "outcome", { code: "safe", seenBy: "health_staff" }));
    const page = await asks(OFFICER, `/escalations/${of.id}`);
    expect(page.words).toContain("How they are after 24 hours Supported in the community");
    await done(town.move(CLINICIAN, of, "closure"));
    expect(await tallyOf(of)).toMatchObject({
      pathway: "s136_advice",
      answeredBy: "RV5",
      detention: "before",
      response: { code: "detained_place_of_safety", follows: false, detains: true },
      lookBacks: [
        { code: "after_a_day", outcome: "supported_in_community" },
        { code: "after_three_days", outcome: "safe" },
      ],
      acknowledge: { how: "within" },
    });
  });
});

describe("police to NHS crisis services", () => {
  it("asks the crisis team of the place, which rings the person and looks again at a set time; and the next tier when it does not", async () => {
    await town.enrol(({ roles }) => ({ roles: [...roles, "duty_officer"] }), "ines_ford");
    await town.shift("ines_ford", "crisis_team_rv5", now(), plus(now(), "PT12H"));
    const of = await town.raise(asked("crisis_referral", "mental_health_crisis", "needs_clinician_today"), OFFICER);
    expect(town.subjects("ines_ford")[0]).toContain("your answer is needed, Crisis team");
    await answer("ines_ford", of, "accept_call");
    const page = await asks(OFFICER, `/escalations/${of.id}`);
    expect(page.words).toContain("Accepted: a clinician rings the person");
    await town.forward("PT31M");
    expect(missedIn(await town.read(OFFICER, of.id))).toContain("review");
    expect(town.subjects(LEAD)[0]).toContain("your answer is needed, Crisis lead on call");
    await answer(LEAD, of, "accept_visit");
    await done(town.move(LEAD, of, "arrival", { callSign: "Crisis 2" }));
    await done(town.move(OFFICER, of, "outcome", { code: "supported_in_community", seenBy: "health_staff" }));
    await done(town.move(OFFICER, of, "answer-read"));
    await done(town.move(LEAD, of, "closure"));
    expect(await tallyOf(of)).toMatchObject({ pathway: "crisis_referral", highestTier: 2, outcome: "supported_in_community" });
  });
});

describe("police to the ambulance service", () => {
  const refer = (more: object = {}) =>
    town.raise(asked("ambulance_referral", "mental_health_crisis", "needs_clinician_soon", more), OFFICER);

  it("shows police what the person will really get, and lets them go after all", async () => {
    const of = await refer();
    await answer(HUB, of, "accept_ambulance", { arriveBy: plus(now(), "PT95M") });
    const page = await asks(OFFICER, `/escalations/${of.id}`);
    expect(page.words).toContain("Category Category 2");
    expect(page.words).toContain(`They arrive by ${london(plus(of.raised.at, "PT95M")).slice(0, 5)}`);
    await done(town.move(OFFICER, of, "response", { code: "police_go", why: "95 minutes are too long for him" }));
    expect(town.subjects(HUB).at(-1)).toContain("what was done with the answer");
    await done(town.move(HUB, of, "arrival", { callSign: "A123" }));
    await done(town.move(HUB, of, "outcome", { code: "safe", seenBy: "ambulance" }));
    await done(town.move(HUB, of, "closure"));
    expect(await tallyOf(of)).toMatchObject({
      answeredBy: "RRU",
      response: { code: "police_go", themselves: true },
      arrive: { how: "within" },
    });
  });

  it("hears a refusal with its reason, says what it does, and can have it looked at by the next tier", async () => {
    const of = await refer();
    await answer(HUB, of, "decline");
    expect(town.subjects(OFFICER).at(-1)).toContain("decided: Declined");
    const disputed = await town.move(OFFICER, of, "disagreement", {
      reason: "referral_not_workable",
      why: "He can hardly be woken",
    });
    expect(disputed.status).toBe(200);
    expect(town.subjects(MANAGER)[0]).toContain("your answer is needed, Ambulance incident manager");
    await answer(MANAGER, of, "accept_ambulance");
    await done(town.move(OFFICER, of, "response", { code: "officers_wait" }));
    expect((await town.read(OFFICER, of.id)).decision).toMatchObject({ code: "accept_ambulance", tier: 2 });
  });

  it("climbs when the hub does not answer, when what was promised does not come, and when police do not say what they do", async () => {
    const of = await refer();
    await town.forward("PT10M");
    expect(town.subjects(MANAGER)[0]).toContain("your answer is needed");
    await answer(HUB, of, "accept_ambulance", { arriveBy: plus(now(), "PT20M") });
    await town.forward("PT20M");
    expect(missedIn(await town.read(OFFICER, of.id))).toContain("arrive");
    const refused = await refer({ callBack: "07700 900457" });
    await answer(HUB, refused, "decline");
    await town.forward("PT31M");
    expect(town.subjects(INSPECTOR).join("\n")).toContain("nobody has said what was done with an answer");
  });

  it("takes what still waits by one press, leaves what was taken back meanwhile, and knows nothing else", async () => {
    const [one, other] = [await refer(), await refer({ place: { borough: "Lambeth", address: "Flat 2" } })];
    const form = filled((await asks(HUB, "/duty-board")).markup, "/duty-board/queue", {});
    await done(town.move(OFFICER, one, "withdrawal", { as: "withdrawn_other", why: "He has gone home" }));
    expect((await asks(HUB, "/duty-board/queue", form)).status).toBe(303);
    const after = await Promise.all([one, other].map(({ id }) => town.read(HUB, id)));
    expect(after.map(({ closed, owner }) => [closed?.as, owner?.by.id])).toEqual([
      ["withdrawn_other", undefined],
      [undefined, HUB],
    ]);
    form.set("case", "no case at all");
    expect((await asks(HUB, "/duty-board/queue", form)).status).toBe(400);
    const own = new URLSearchParams({ key: form.get("key") ?? "", case: `${other.id} 1` });
    expect((await asks(OFFICER, "/duty-board/queue", own)).status).toBe(403);
  });

  it("tells somebody who is not on duty that their press took nothing", async () => {
    const waiting = [await refer(), await refer({ place: { borough: "Lambeth", address: "Flat 2" } })];
    const form = filled((await asks(HUB, "/duty-board")).markup, "/duty-board/queue", {});
    const typed = new URLSearchParams([...form].filter(([name]) => name === "key" || name === "case"));
    const press = await asks(OTHER, "/duty-board/queue", typed);
    expect(press.status).toBe(403);
    expect(press.words).toContain("This cannot be done");
    for (const { id } of waiting) expect((await town.read(HUB, id)).owner).toBeNull();
  });

  it("takes all that waits while no key can be had: who says that they have it, opens nothing", async () => {
    const waiting = [await refer(), await refer({ place: { borough: "Lambeth", address: "Flat 2" } })];
    await town.forward("PT6M"); // nobody remembers a key for so long
    await town.fault({ keys: "refused" });
    const board = await asks(HUB, "/duty-board");
    expect(board.words).toContain("2 wait in the queue.");
    expect((await asks(HUB, "/duty-board/queue", filled(board.markup, "/duty-board/queue", {}))).status).toBe(303);
    await town.fault({ keys: "well" });
    for (const { id } of waiting) {
      expect((await town.read(HUB, id)).owner?.by.id).toBe(HUB);
      const { items } = (await town.as(HUB, "GET", `escalations/${id}/story?most=100`)).body as unknown as { items: Fact[] };
      expect(items.filter(({ what }) => what === "acknowledged")).toHaveLength(1);
    }
  });

  it("takes a storm of sixty in ten minutes: one press takes all that waits, nothing climbs meanwhile, and none is lost", async () => {
    await town.shift(OTHER, "ambulance_clinical_hub_las", now(), plus(now(), "PT12H"));
    const raised: EscalationView[] = [];
    for (let minute = 0; minute < 10; minute += 1) {
      raised.push(
        ...(await Promise.all(
          Array.from({ length: 6 }, (_, nth) =>
            refer({
              callBack: `07700 9001${minute}${nth}`,
              place: { borough: "Lambeth", address: `Flat ${minute}${nth}` },
              ...(nth === 0 ? { type: "medical_emergency", threshold: ["life_at_risk_now"] } : {}),
            }),
          ),
        )),
      );
      const board = await asks(HUB, "/duty-board");
      expect(board.words).toContain("6 wait in the queue.");
      const [mine] = raised.slice(-1);
      if (minute === 4 && mine) await done(town.acknowledge(OTHER, await town.read(OTHER, mine.id)));
      expect((await asks(HUB, "/duty-board/queue", filled(board.markup, "/duty-board/queue", {}))).status).toBe(303);
      await town.forward("PT1M");
    }
    const queue = await queueOf(HUB);
    expect([...queue].sort()).toEqual(raised.map(({ id }) => id).sort());
    const waiting = await Promise.all(raised.map(({ id }) => town.read(HUB, id)));
    const late = ({ clocks }: EscalationView) =>
      clocks.some((one) => one.limit === "acknowledge" && one.tier === 1 && one.missedAt);
    expect(waiting.filter((of) => late(of) || of.owner === null)).toEqual([]);
    expect(Map.groupBy(waiting, ({ owner }) => owner?.by.id).get(OTHER)?.length).toBe(1);
    for (const [nth, id] of queue.entries()) await answer(HUB, { id }, nth % 4 === 0 ? "decline" : "accept_ambulance");
    const left = await Promise.all(raised.map(({ id }) => town.read(HUB, id)));
    expect(left.filter(({ decision }) => decision === null)).toEqual([]);
    expect(left.filter(({ nobodyAnsweredAt }) => nobodyAnsweredAt !== null)).toEqual([]);
  });
});
