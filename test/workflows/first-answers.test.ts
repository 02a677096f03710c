import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { LIMB_NAMES } from "../../web/known-words.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";

/** The last Monday of a month, eight in the morning in London. */
const MONDAY = new Date("2026-06-29T07:00:00.000Z");
/** As many as a figure needs to be shown. */
const ENOUGH = 8;

let town: Town;
beforeAll(async () => {
  town = await aTown({ from: MONDAY, digest: false });
});
afterAll(() => town.close());
beforeEach(() => town.anew());
const ask = askingIn(() => town);

let houses = 100;
/** A control room says no to the nurse. */
async function no(more: object = {}) {
  houses += 1;
  const limb = { reading: "not_met", facts: "He was calm an hour ago" };
  const { status, body } = await town.as("omar_reed", "POST", "first-answers", {
    ...{ pathway: "police_attendance", type: "walkout_healthcare", agency: "RJ1", callBack: "020 7946 0199" },
    ...{ place: { borough: "Lambeth", address: `${houses} Example Street` }, channel: "rang_999", answer: "will_not_attend" },
    ...{ limbs: { limb_a: limb, limb_b: limb }, understood: "yes", readBack: false, handler: "4471AS" },
    ...more,
  });
  expect(status).toBe(201);
  return { id: String(body.id), reference: body.reference, place: body.place };
}

const dispute = ({ id, place }: { readonly id: string; readonly place: object }) => town.raise({ firstAnswer: id, place });

/** The unit arrives, the man is safe, both sides have read it, and the case is closed. */
async function ends(of: { readonly id: string }): Promise<void> {
  for (const [person, move, body] of [
    ["omar_reed", "arrival", { callSign: "LX21" }],
    ["omar_reed", "outcome", { code: "safe", seenBy: "police" }],
    ["amara_bell", "answer-read", {}],
    ["omar_reed", "closure", { why: "Back in the department" }],
  ] as const)
    expect([move, (await town.move(person, of, move, body)).status]).toEqual([move, 200]);
}

describe("a first answer that its partner reads differently", () => {
  it("is disputed, climbs the ladder as tier 0 of a case, is overturned there, and the board says so", async () => {
    const first = await no();
    const of = await dispute(first);
    expect(town.told()).toContain("idris_vale");
    const limb = { reading: "not_met", facts: "Calm, with staff" };
    const declining = { limbs: { limb_a: limb, limb_b: limb }, changeIf: "He leaves" };
    await town.acknowledge("idris_vale", of);
    const seen = await town.read("idris_vale", of.id);
    expect((await town.decide("idris_vale", seen, "decline_threshold_not_met", declining)).status).toBe(200);
    const why = "He has said twice that he will leave";
    expect((await town.move("amara_bell", of, "disagreement", { reason: "facts_misread", why })).status).toBe(200);
    await town.forward("PT18M");
    expect((await town.decide("omar_reed", await town.read("omar_reed", of.id), "attend_immediate")).status).toBe(200);
    const page = await ask("omar_reed", `/escalations/${of.id}`);
    expect(page.words).toContain(`It disputes the first answer ${first.reference}`);
    expect(page.words).toContain(`First answer (before the ladder) The caller understood otherwise than was answered.`);
    expect(page.words).toContain(LIMB_NAMES.limb_a);
    await ends(of);

    for (let nth = 1; nth < ENOUGH; nth += 1) {
      const another = await dispute(await no());
      await town.forward("PT5M");
      await town.decide("omar_reed", await town.read("omar_reed", another.id), "attend_immediate");
      await ends(another);
    }
    for (let nth = 0; nth < ENOUGH; nth += 1) await no({ answer: "will_attend", readBack: true });

    await town.to("2026-07-01T08:00:00.000Z");
    const { body } = await town.as("ola_finch", "GET", "board?from=2026-06&months=1");
    expect(body.firstAnswers).toMatchObject({
      why: null,
      figures: [
        { code: "first_deployed", numerator: 10, denominator: 15, percent: 67 },
        { code: "first_disputed", numerator: 10, denominator: 15, percent: 67 },
        { code: "first_overturned", numerator: 10, denominator: 10, percent: 100 },
        { code: "first_no_to_final", count: 10, medianMs: 5 * 60_000, p90Ms: 18 * 60_000 },
      ],
    });
    expect((await ask("ola_finch", "/board?period=2026-06/1")).words).toContain("Disputed first noes that were overturned 100 %");
  });

  it("is a case's tier 0 and asks nobody by itself: the first page is that of the raise", async () => {
    await no();
    expect(town.told()).toEqual([]);
  });
});
