import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { Ask } from "../../../core/escalation/ask.ts";
import { decide } from "../../../core/escalation/decide.ts";
import type { DecisionBody } from "../../../core/escalation/decision.ts";
import { raise } from "../../../core/escalation/raise.ts";
import { triage } from "../../../core/escalation/triage.ts";
import { readAgreement } from "../../../core/partnership/migration.ts";
import { ConfigRefused, readPartnership } from "../../../core/partnership/read-partnership.ts";
import { successionFaults } from "../../../core/partnership/succession.ts";
import { pathwayInForce, termsInForce } from "../../../core/partnership/terms.ts";
import { routes } from "../../../core/routes.ts";
import { A_RAISE } from "../../../local/main-job.ts";
import { at, duty, inspector, london, NOW, nurse, SCREEN } from "../../builders.ts";
import { type Loose, londonWith, POLICE } from "./files.ts";

Object.assign(process.env, { TABLE: "none" });
const { pathwaysInForce } = await import("../../../functions/api/list-pathways.ts");

/** What the first version kept of London's agreement, trimmed to one area. */
const stored = (): Loose => JSON.parse(readFileSync("test/core/partnership/first-agreement.json", "utf8"));
const first = readAgreement(stored());
const pathway = pathwayInForce(first, "police_attendance", "Lambeth", NOW);
const terms = termsInForce(first, "police_attendance", "Lambeth", "RJ1", NOW);
const { pathway: _, ...words } = A_RAISE;
const ask = Ask.parse(words);

const raised = () => {
  const names = { partnership: "london", id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab", reference: "RC-234-567" };
  return raise(names, ask, undefined, nurse, NOW, pathway, terms, duty()).next;
};
const deciding = (more: Partial<DecisionBody>) =>
  decide(raised(), { code: "decline_threshold_not_met", why: "She is at home", ...more }, inspector, 1, NOW, duty(), SCREEN);

describe("an agreement of the first shape, read before the new configuration is applied", () => {
  it("promises what it promised: its ladder, its limits and its words are as they were kept", () => {
    const [was] = stored().pathways;
    expect(pathway).toMatchObject(was);
    expect(terms.ladder.map(({ teams }) => teams)).toEqual([
      ["duty_inspector_central_south"],
      ["control_room_duty_officer_met"],
      ["on_call_superintendent_met"],
      ["on_call_chief_officer_met"],
    ]);
  });

  it("gives what nobody had agreed then the time of an acknowledgement", () => {
    expect(pathway.priorities.map(({ limits }) => limits.read_information)).toEqual(
      pathway.priorities.map(({ limits }) => limits.acknowledge),
    );
    expect(terms.priorities[0]?.limits).toMatchObject({
      accept_referral: { within: "PT5M", warnAfter: "PT3M" },
      read_answer: { within: "PT5M", warnAfter: "PT3M" },
    });
    expect(terms).toMatchObject({ bodies: [], beside: {}, mostDeferrals: 2, matchWithin: "PT72H", childTier: null });
  });

  it("lets somebody raise, with a page that goes out at once", () => {
    expect(raised()).toMatchObject({ asked: ["inspector"], terms: { version: 1 } });
  });

  it("still asks when a decision is looked at again: a case without that clock would lie still", () => {
    expect(() => deciding({})).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ field: "reviewAt" })] }));
    const { clocks } = deciding({ reviewAt: at("PT2H") }).next;
    expect(clocks.find(({ limit }) => limit === "review")).toMatchObject({ dueAt: at("PT2H"), endedAt: null });
  });

  it("says in the triage that nothing was agreed about the limbs, and prevents nothing", () => {
    const { limbs, missing } = triage(pathway, ask);
    expect(missing).toEqual([]);
    expect(limbs.map(({ reading }) => reading)).toEqual(["not_enough_information", "not_enough_information"]);
    expect(limbs[0]?.meanwhile).toContain("ring 999");
  });

  it("can be listed for partners’ systems and for the pages", () => {
    expect(() => routes.listPathways.reply.shape.items.parse(pathwaysInForce(first, NOW))).not.toThrow();
  });

  it("lets today’s configuration take over", () => {
    const kept = { version: 1, effectiveFrom: first.effectiveFrom, agreed: stored() };
    expect(successionFaults(london, [kept], NOW)).toEqual([]);
  });
});

describe("reading what is kept", () => {
  it("leaves an agreement of today as it is", () => {
    expect(readAgreement(structuredClone(london))).toEqual(london);
  });

  it("fills in nothing of today’s shape: a pathway that has questions must have the rest too", () => {
    const spoiled = structuredClone(london) as Loose;
    spoiled.pathways[0].mostDeferrals = undefined;
    expect(() => readAgreement(spoiled)).toThrow("mostDeferrals");
  });

  it("takes nothing that is no agreement", () => {
    expect(() => readAgreement({ version: 1 })).toThrow("pathways");
  });

  it("does not make the files lenient: a pathway of the first shape is refused there, field by field", () => {
    const files = londonWith((loose) => {
      loose[POLICE] = stored().pathways[0];
    });
    expect(() => readPartnership(files)).toThrow(ConfigRefused);
    expect(() => readPartnership(files)).toThrow("questionSet: is needed");
  });
});
