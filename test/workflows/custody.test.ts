import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { london } from "../../core/time.ts";
import { aTown, type Town } from "../town.ts";

describe("A8 One-hour handover in A&E, on the night the clocks go back", () => {
  let october: Town;
  beforeAll(async () => {
    october = await aTown({ from: new Date("2025-10-25T21:50:00.000Z") });
  });
  afterAll(() => october.close());

  it("counts elapsed hours from the arrival, holds the release until both sides have agreed, and alerts when officers leave", async () => {
    const ends = "2025-10-26T22:05:00.000Z";
    const to = (person: string) => october.subjects(person).join("\n");
    await october.to("2025-10-25T22:10:00.000Z");
    const raised = await october.raise({
      type: "s136_handover",
      threshold: ["assumed_care_or_custody"],
      answers: { arrived_at: "2025-10-25T23:05:00+01:00" },
    });
    expect(raised.custody).toMatchObject({ arrivedAt: "2025-10-25T22:05:00.000Z", detentionEndsAt: ends, nextOfKin: null });
    expect(london(ends)).toBe("22:05 GMT, Sun 26 Oct");
    await october.decide("idris_vale", await october.read("idris_vale", raised.id), "remain_with_patient", {
      reviewAt: "2025-10-26T01:30:00.000Z",
    });
    await october.to("2025-10-25T23:05:05.000Z");
    expect(to("cara_holt")).toContain("the handover of a detained person is late");
    expect(to("idris_vale")).toContain("the handover of a detained person is late");
    await october.move("amara_bell", raised, "news", {
      words: "Two staff assaulted at midnight",
      riskFacts: [
        { code: "staff_assaulted", status: "seen_by_staff", source: "Nurse in charge", obtainedAt: "2025-10-25T23:00:00.000Z" },
      ],
    });
    expect(await october.read("amara_bell", raised.id)).toMatchObject({ priority: "P2" });
    await october.move("idris_vale", raised, "news-read", { upTo: 9 });

    const release = async () =>
      (await october.decide("idris_vale", await october.read("idris_vale", raised.id), "agree_release_officers"))
        .body as never as {
        errors?: { reason: string }[];
        decision?: { code: string };
      };
    const missing = (await release()).errors?.[0]?.reason ?? "";
    for (const words of [
      "police have not entered",
      "the nurse has not entered",
      "no named clinician",
      "next of kin",
      "told the result",
    ])
      expect(missing).toContain(words);
    await october.move("idris_vale", raised, "custody", { item: "risk_by_police", level: "medium" });
    await october.move("amara_bell", raised, "custody", { item: "risk_by_health", level: "high" });
    expect((await release()).errors?.[0]?.reason).toContain("no named clinician");

    const gone = await october.move("amara_bell", raised, "departure", {
      leftAt: "2025-10-25T23:04:00.000Z",
      told: "Nobody on the ward was told",
    });
    expect(gone.body.custody?.left).toMatchObject({ by: { id: "amara_bell" } });
    expect(to("omar_reed")).toContain("your answer is needed");
    expect(to("hana_clay")).toContain("officers have left without an agreed handover");
    const call = await october.as("tess_quill", "GET", "for-the-call");
    expect(call.body.items).toEqual([expect.objectContaining({ why: "left_without_agreed_handover" })]);
    expect((await october.read("amara_bell", raised.id)).clocks).toContainEqual(
      expect.objectContaining({ limit: "detention_ends", dueAt: ends, endedAt: null }),
    );
  });
});
