import { randomUUID } from "node:crypto";
import { TransactWriteItemsCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Comparison } from "../../core/measures/before-and-after.ts";
import type { Tally } from "../../core/measures/tally.ts";
import { readPartnership } from "../../core/partnership/read-partnership.ts";
import { tally } from "../core/measures/tallies.ts";
import { type Loose, londonWith, POLICE } from "../core/partnership/files.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";

const [NURSE, CHAIR] = ["amara_bell", "ola_finch"];
const [BEGINS, BACK, LATELY] = ["2026-02-01T00:00:00.000Z", "2026-02-20T00:00:00.000Z", "2026-02-25T00:00:00.000Z"];
let town: Town;
const asks = askingIn(() => town);

/** Central South has a version of its own, and then the one before it again; South has had its own for some days. */
const agreed = readPartnership(
  londonWith((files: Loose) => {
    Object.assign(files["partnership.json"], { version: 8, effectiveFrom: "2026-01-02T00:00:00.000Z" });
    const again = (version: number, effectiveFrom: string, area: string) => {
      files[`pathways/${version}.json`] = { ...structuredClone(files[POLICE]), version, effectiveFrom, areas: [area] };
    };
    again(3, BEGINS, "central_south");
    again(4, BACK, "central_south");
    again(5, LATELY, "south");
  }),
);

async function rows(count: number, like: Partial<Tally>): Promise<void> {
  const [{ db }, { tallyItems }] = await Promise.all([
    import("../../functions/aws/db.ts"),
    import("../../functions/aws/tallies.ts"),
  ]);
  const kept = { area: "central_south", closedAt: "2026-02-28T10:00:00.000Z" };
  for (let nth = 0; nth < count; nth += 1)
    await db.send(
      new TransactWriteItemsCommand({ TransactItems: tallyItems("london", tally({ ...kept, ...like, id: randomUUID() })) }),
    );
}

beforeAll(async () => {
  town = await aTown({ from: new Date("2026-03-02T08:00:00.000Z"), digest: false });
  await town.anew();
  const { keep } = await import("../../functions/aws/agreement.ts");
  await keep(agreed);
  await town.forward("PT1M");
  await rows(9, { raisedAt: "2026-01-02T10:00:00.000Z" });
  await rows(20, { raisedAt: "2026-01-10T10:00:00.000Z" });
  await rows(13, { raisedAt: "2026-01-25T10:00:00.000Z" });
  await rows(21, { raisedAt: "2026-02-10T10:00:00.000Z" });
  await rows(10, { raisedAt: "2026-02-22T10:00:00.000Z", acknowledge: { how: "missed", ms: null } });
});
afterAll(() => town.close());

const PAGE = "/board/before-and-after?pathway=police_attendance";
const compared = (query: string, person = CHAIR) =>
  town.as(person, "GET", `board/before-and-after?pathway=police_attendance&${query}`);
const numerators = ({ figures }: Pick<Comparison, "figures">, of: string) => {
  const both = figures.find(({ before }) => before.code === of);
  return [both?.before, both?.after].map((side) => side && "numerator" in side && side.numerator);
};

describe("the four weeks before a version and after", () => {
  it("stand side by side, by the board's own definitions and its small-number rule", async () => {
    const { status, body } = await compared("version=3&area=central_south");
    expect(status).toBe(200);
    const comparison = body as unknown as Comparison;
    const { earlier, version, area, before, after, alsoChanged } = comparison;
    expect([earlier, version, area?.title]).toEqual([2, 3, "Central South BCU"]);
    expect([before.from, before.to, after.from, after.to]).toEqual([
      "2026-01-04T00:00:00.000Z",
      BEGINS,
      BEGINS,
      "2026-03-01T00:00:00.000Z",
    ]);
    expect(numerators(comparison, "raised")).toEqual([35, 30]); // 33 and 31, to the nearest 5
    expect(numerators(comparison, "merged")).toEqual([0, 0]);
    expect(alsoChanged).toEqual([BACK]);
  });

  it("say on the page that a difference is no proof, and what else changed in the same weeks", async () => {
    const { status, words } = await asks(CHAIR, `${PAGE}&version=3&area=central_south`);
    expect(status).toBe(200);
    expect(words).toContain("Police attendance, version 3 after version 2, Central South BCU.");
    expect(words).toContain("does not show that the version is why");
    expect(words).toContain("Something else that was agreed began here on");
    expect(words).toMatch(/Cases raised.*35.*30/);
  });

  it("are not shown before they are over, which is said with the day", async () => {
    const { status, body } = await compared("version=5&area=south");
    expect([status, body.type, body.detail]).toEqual([409, "/problems/NotYet", expect.stringContaining("25 Mar")]);
    const page = await asks(CHAIR, `${PAGE}&version=5&area=south`);
    expect([page.status, page.words]).toEqual([409, expect.stringContaining("The four weeks after are not over before")]);
  });

  it("are for boards and chairs alone, who find them beside what changed", async () => {
    const of = "version=3&amp;area=central_south";
    expect((await compared("version=3&area=central_south", NURSE)).status).toBe(403);
    expect((await asks(NURSE, `${PAGE}&version=3&area=central_south`)).status).toBe(403);
    expect((await asks(NURSE, "/agreement/here?area=central_south")).markup).not.toContain(of);
    expect((await asks(CHAIR, "/agreement/here?area=central_south")).markup).toContain(of);
  });

  it("are of a version that has taken another's place there", async () => {
    for (const query of ["version=9&area=central_south", "version=3&area=north", "version=3", "version=2&area=north"])
      expect((await compared(query)).status).toBe(404);
    expect((await compared("version=3&area=nowhere")).body).toMatchObject({ errors: [{ field: "area" }] });
    expect((await asks(CHAIR, `${PAGE}&version=three`)).status).toBe(400);
  });

  it("are held back where the months of the board would give a few cases away, here or elsewhere", async () => {
    await rows(3, { raisedAt: "2026-02-10T10:00:00.000Z", area: "north" });
    const { status, body } = await compared("version=3&area=central_south");
    expect([status, body.type]).toEqual([409, "/problems/WouldIsolate"]);
    expect((await asks(CHAIR, `${PAGE}&version=3&area=central_south`)).words).toContain("Look at the months, quarters and years");
  });
});
