import { describe, expect, it } from "@jest/globals";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import type { Fact } from "../../../core/escalation/fact.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { ConfigRefused, readPartnership } from "../../../core/partnership/read-partnership.ts";
import type { Retention } from "../../../core/partnership/retention.ts";
import {
  basisOf,
  classOfFirstAnswers,
  firstMonthKept,
  isPast,
  monthKeptUntil,
  retentionOf,
  writtenBy,
  yearsOn,
} from "../../../core/privacy/retention.ts";
import { london, NOW, raised, socialWorker } from "../../builders.ts";
import { decision, hear, linked, outcome, shut, there } from "../escalation/moves.ts";
import { type Loose, londonWith } from "../partnership/files.ts";

const agreed = { agencies: london.agencies, retention: london.retention as Retention };
/** A case with the lines that its moves wrote. */
interface Told {
  readonly of: Escalation;
  readonly story: readonly Fact[];
}
function told(first: Move, ...moves: ((of: Escalation) => Move | undefined)[]): Told {
  return moves.reduce<Told>(
    ({ of, story }, move) => {
      const made = move(of);
      if (!made) throw new Error("no move");
      return { of: made.next, story: [...story, ...(made.facts as Fact[])] };
    },
    { of: first.next, story: first.facts as Fact[] },
  );
}
const closed = (more: Record<string, unknown> = {}): Told =>
  told(raised(more), decision("attend_immediate"), there(), outcome(), hear(), shut());
const wholly = ({ of, story }: Told) => {
  const { controllers, class: longest, until } = retentionOf(of, story, agreed);
  return { classes: Object.fromEntries(controllers.map((one) => [one.agency, one.class.code])), longest: longest.code, until };
};
const diedIn = ({ of, story }: Told): Told => ({
  of: { ...of, outcome: of.outcome && { ...of.outcome, code: "died" } },
  story,
});

describe("how long a case is kept", () => {
  it("is each controller's own class, and the case as long as the longest of them", () => {
    expect(wholly(closed())).toEqual({
      classes: { RJ1: "health_adult", "01": "police_adult" },
      longest: "health_adult",
      until: yearsOn(NOW, 8),
    });
  });

  it.each([
    ["a child", closed({ under18: "yes" }), "child", 25],
    ["somebody who died", diedIn(closed()), "died", 20],
    ["somebody who was detained", closed({ type: "awol_detained" }), "mental_health", 20],
  ])("is longer for a case about %s", (_, whole, longest, years) => {
    const found = wholly(whole);
    expect([found.longest, found.until]).toEqual([longest, yearsOn(NOW, years)]);
  });

  it("has no end while the case is open", () => {
    expect(retentionOf(raised().next, raised().facts as Fact[], agreed)).toMatchObject({
      until: null,
      controllers: [{ agency: "RJ1", parts: ["request"] }],
    });
  });

  it("is over when the time of every controller is, and not a moment before", () => {
    const { of, story } = closed();
    const kept = retentionOf(of, story, agreed);
    const end = kept.until ?? "";
    expect([isPast(kept, new Date(Date.parse(end) - 1).toISOString()), isPast(kept, end)]).toEqual([false, true]);
    expect(kept.controllers.find(({ agency }) => agency === "01")?.until).toBe(yearsOn(NOW, 6));
  });

  it("counts the years by the calendar, a leap day too", () => {
    expect(yearsOn("2028-02-29T12:00:00.000Z", 1)).toBe("2029-03-01T12:00:00.000Z");
    expect(yearsOn("2026-06-01T00:00:00.000Z", 8)).toBe("2034-06-01T00:00:00.000Z");
  });
});

describe("how long first answers are kept that no case carries", () => {
  const police = () => {
    const found = agreed.retention.classes.find(({ code }) => code === "police_adult");
    if (!found) throw new Error("no class");
    return found;
  };

  it("is the force's own class, of an adult, from the end of their month", () => {
    expect(classOfFirstAnswers("01", agreed)).toEqual(police());
    const found = police();
    expect(monthKeptUntil("2026-01", found)).toBe("2032-02-01T00:00:00.000Z");
    expect(monthKeptUntil("2026-12", found)).toBe("2033-01-01T00:00:00.000Z");
  });

  it("is the longest where the class of a force differs by type: a month goes as one", () => {
    const { records } = agreed.retention;
    const longer = { kinds: ["police" as const], types: ["walkout_healthcare"], class: "died" };
    const retention = { ...agreed.retention, records: [longer, ...records] };
    expect(classOfFirstAnswers("01", { ...agreed, retention })?.code).toBe("died");
    const late = { ...agreed.retention, records: [...records, longer] };
    expect(classOfFirstAnswers("01", { ...agreed, retention: late })?.code).toBe("police_adult"); // a row after one that fits all
  });

  it("is a force's still when it is no partner any more, and has no end where its class is kept always", () => {
    expect(classOfFirstAnswers("77", agreed)).toEqual(police());
    const none = { ...agreed.retention, records: agreed.retention.records.filter(({ kinds }) => !kinds.includes("police")) };
    expect(classOfFirstAnswers("77", { ...agreed, retention: none })).toBeUndefined();
    const always = { ...police(), keep: "always" as const };
    expect([monthKeptUntil("2026-01", always), firstMonthKept(always, NOW)]).toEqual([null, undefined]);
  });

  it.each(["2032-01-31T23:59:59.999Z", "2032-02-01T00:00:00.000Z", "2036-02-29T12:00:00.000Z"])(
    "is over for the same months, whether they are asked for one by one or as a list: %s",
    (now) => {
      const first = firstMonthKept(police(), now) ?? "";
      for (const month of ["2025-12", "2026-01", "2026-02", "2030-01", "2030-02"])
        expect([month, (monthKeptUntil(month, police()) ?? "") <= now]).toEqual([month, month < first]);
    },
  );
});

describe("a controller", () => {
  it("is whoever wrote in the case, with what they wrote", () => {
    const { story } = told(raised(), decision("attend_immediate"), linked(socialWorker));
    expect(Object.fromEntries(writtenBy(story))).toMatchObject({
      RJ1: expect.arrayContaining(["request"]),
      "01": expect.arrayContaining(["decision"]),
      E09000022: ["request"],
    });
  });
});

describe("the basis of a record", () => {
  it("follows from the type of the case and the kind of the agency", () => {
    const plain = raised().next;
    const crime = raised({ type: "violence_or_crime_on_site" }).next;
    expect([basisOf(plain, "RJ1", agreed), basisOf(plain, "01", agreed)]).toEqual(["gdpr_health", "gdpr_vital_interests"]);
    expect([basisOf(crime, "RJ1", agreed), basisOf(crime, "01", agreed)]).toEqual(["gdpr_health", "le_part3"]);
  });
});

describe("the file of it", () => {
  it("calls itself a proposal, and nobody's policy", () => {
    expect(agreed.retention.note).toMatch(/proposed default.*nobody's policy/);
    for (const { source } of agreed.retention.classes)
      expect(source).not.toMatch(/\bNHS policy|compliant|Met(ropolitan)? policy/);
  });

  it("may be missing: then nothing is ever due", () => {
    const files = londonWith((loose) => delete loose["retention.json"]);
    expect(readPartnership(files).retention).toBeUndefined();
  });

  it.each<[string, (retention: Loose) => void, string]>([
    ["a class that is not there", (one) => Object.assign(one.records[0], { class: "no_class" }), "no class no_class"],
    ["a class twice", (one) => one.classes.push(one.classes[0]), "stands here twice"],
    [
      "an agency whose records are in no class",
      (one) => void one.records.splice(5, 1),
      "of the kind police writes is in no class",
    ],
    ["an agency without a basis", (one) => void one.bases.splice(0, 1), "has no basis"],
    ["a type nobody knows", (one) => Object.assign(one.bases[1], { types: ["no_type"] }), "no pathway has no_type"],
    [
      "an outcome nobody knows",
      (one) => Object.assign(one.records[1], { outcomes: ["no_outcome"] }),
      "no pathway has no_outcome",
    ],
    ["a hospital under Part 3", (one) => Object.assign(one.bases[0], { basis: "le_part3" }), "is no competent authority here"],
    ["a competent authority nobody knows", (one) => one.competent.push("77"), "no agency 77"],
  ])("is refused with %s", (_, spoil, reason) => {
    const read = () => readPartnership(londonWith((files) => spoil(files["retention.json"])));
    expect(read).toThrow(ConfigRefused);
    expect(read).toThrow(reason);
  });
});
