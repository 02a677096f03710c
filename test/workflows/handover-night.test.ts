import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { london } from "../../core/time.ts";
import { aTown, type Town } from "../town.ts";
import { answeringIn, asked, done, tallyOf } from "./on-channels.ts";

const [OFFICER, INSPECTOR] = ["rory_penn", "idris_vale"];
const [NURSE_IN_CHARGE, SITE_MANAGER, DIRECTOR] = ["lena_moss", "cara_holt", "abe_thorne"];
const SITE = "St Thomas’ Hospital, Emergency Department";

let town: Town;

const answer = answeringIn(() => town);
describe("officers who wait in a hospital, on the night the clocks go back", () => {
  const ARRIVED = "2026-10-25T00:10:00.000Z";
  beforeAll(async () => {
    town = await aTown({ from: new Date("2026-10-25T00:20:00.000Z"), digest: false });
    await town.anew();
  });
  afterAll(() => town.close());

  it("are heard one tier higher with each elapsed hour, until a named clinician has accepted the person; and the hours are measured", async () => {
    const of = await town.raise(
      asked("handover_in_hospital", "s136_handover", "no_clinician", {
        place: { borough: SITE, address: "The relatives’ room" },
        answers: { arrived_at: ARRIVED },
      }),
      OFFICER,
    );
    expect(of.site).toMatchObject({ code: "st_thomas_ed", agency: "RJ1" });
    const board = await town.as(NURSE_IN_CHARGE, "GET", "duty-board");
    expect(board.body).toMatchObject({ items: [{ id: of.id }] });
    await done(town.move(OFFICER, of, "custody", { item: "officers_waiting", officers: 2 }));
    await answer(NURSE_IN_CHARGE, of, "take_on_at", { reviewAt: "2026-10-25T04:00:00.000Z" });
    await done(
      town.move(OFFICER, of, "interim-plan", { words: "Two officers stay beside him", reviewAt: "2026-10-25T05:00:00.000Z" }),
    );

    // 01:10 by the clock comes twice: an hour later it is 01:10 again.
    expect([london("2026-10-25T00:10:00.000Z"), london("2026-10-25T01:10:00.000Z")].map((at) => at.slice(0, 9))).toEqual([
      "01:10 BST",
      "01:10 GMT",
    ]);
    await town.to("2026-10-25T01:09:00.000Z");
    expect(town.subjects(SITE_MANAGER)).toEqual([]);
    await town.to("2026-10-25T01:10:05.000Z");
    expect(town.subjects(SITE_MANAGER)[0]).toContain("your answer is needed, Site manager");
    expect(town.subjects(INSPECTOR).join("\n")).toContain("the handover of a detained person is late");
    await done(town.acknowledge(SITE_MANAGER, await town.read(SITE_MANAGER, of.id)));
    await town.to("2026-10-25T02:10:05.000Z");
    expect(town.subjects(DIRECTOR)[0]).toContain("your answer is needed, Director on call");

    for (const [person, item] of [
      [OFFICER, { item: "risk_by_police", level: "low" }],
      [NURSE_IN_CHARGE, { item: "risk_by_health", level: "medium" }],
      [OFFICER, { item: "next_of_kin", told: "told", words: "His sister" }],
      [OFFICER, { item: "tell_result", who: "His sister" }],
      [OFFICER, { item: "conveyed", vehicle: "police_vehicle", asked: true, why: "No ambulance for two hours" }],
      [NURSE_IN_CHARGE, { item: "custody_accepted", clinician: "Dr A. Example" }],
    ] as const)
      await done(town.move(person, of, "custody", item));
    await answer(DIRECTOR, of, "take_on_now");
    await town.to("2026-10-25T03:30:00.000Z");
    await done(town.move(OFFICER, of, "answer-read"));
    await done(town.move(NURSE_IN_CHARGE, of, "outcome", { code: "handed_over", seenBy: "health_staff" }));
    await done(town.move(NURSE_IN_CHARGE, of, "closure"));
    const tally = await tallyOf(of);
    expect(tally).toMatchObject({
      pathway: "handover_in_hospital",
      site: "st_thomas_ed",
      highestTier: 3,
      handover: { late: true, left: false, vehicle: "police_vehicle" },
    });
    const hours = (tally?.handover?.officersMs ?? 0) / 3_600_000;
    expect([hours > 4, hours < 4.1]).toEqual([true, true]);
  });
});
