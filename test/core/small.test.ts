import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type * as z from "zod";
import { acknowledge } from "../../core/escalation/acknowledge.ts";
import { clocksFrom, isRunning, nextDueAt, nextLimit } from "../../core/escalation/clock.ts";
import { decide } from "../../core/escalation/decide.ts";
import { controlRoomOf } from "../../core/escalation/escalation.ts";
import { pointless } from "../../core/escalation/notice.ts";
import { strike } from "../../core/escalation/strike.ts";
import { dialled, wording } from "../../core/escalation/wording.ts";
import { Phone } from "../../core/phone.ts";
import { AnyReference, Reference, spoken } from "../../core/reference.ts";
import { safeText } from "../../core/text.ts";
import { AnyInstant, Elapsed, inWords, london, plus } from "../../core/time.ts";
import { at, carried, caseAfter, duty, dutyOfficer, inspector, NOW, nurse, raised, SCREEN } from "../builders.ts";
import { accepted, ack, decision, decline, everyone, hear, news, open, pass, plan, withdrawn } from "./escalation/moves.ts";

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;

describe("a spoken reference", () => {
  it("is read back however it is written, and finds any one wrong sign and any swap of neighbours", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 5, maxLength: 5 }),
        fc.nat(5),
        fc.constantFrom(..."23456789ABCDEFGHJKMNPQRSTUVWXYZ"),
        (random, place, sign) => {
          const reference = spoken(random);
          expect(Reference.parse(reference.toLowerCase().replaceAll("-", " "))).toBe(reference);
          const first = reference.replace("RC", "FA");
          expect([first, reference, reference.slice(3)].map((one) => AnyReference.parse(one.toLowerCase()))).toEqual([
            ...[first, reference, reference],
          ]);
          expect(accepts(Reference, first)).toBe(false);
          const signs = [...reference.replace(/^RC|-/g, "")];
          const wrong = signs.map((one, nth) => (nth === place ? sign : one)).join("");
          if (wrong !== signs.join("")) expect(accepts(Reference, `RC-${wrong}`)).toBe(false);
          const swapped = signs
            .map((one, nth) => (nth === place ? (signs[nth + 1] ?? one) : nth === place + 1 ? (signs[place] ?? one) : one))
            .join("");
          if (swapped !== signs.join("")) expect(accepts(Reference, `RC-${swapped}`)).toBe(false);
        },
      ),
    );
  });
  it("has no sign that is mistaken for another", () => {
    expect([...Array(256).keys()].map((byte) => spoken(new Uint8Array(5).fill(byte))).join("")).not.toMatch(
      /RC-[^ ]*[IOL01][^ ]*/,
    );
  });
});

describe("a number to call back", () => {
  it.each([
    ["020 7946 0123", "+442079460123", "020 7946 0123"],
    ["+44 7700 900123", "+447700900123", "07700 900123"],
    ["0044 (0)20 7946 0123", "+442079460123", "020 7946 0123"],
    ["447700900123", "+447700900123", "07700 900123"],
    ["020\u20137946\u00a00123", "+442079460123", "020 7946 0123"],
    ["\u202a07700 900123\u202c", "+447700900123", "07700 900123"],
    ["+44 (0)20 7946 0123 ext 45", "+442079460123x45", "020 7946 0123 ext 45"],
    ["0044 7700 900123", "+447700900123", "07700 900123"],
  ])("takes %s", (written, kept, shown) => {
    expect(Phone.parse(written)).toBe(kept);
    expect(dialled(kept)).toBe(shown);
  });
  it.each(["999", "12", "+1 212 555 0100", "ring me", "02079460123456"])("refuses %s", (written) => {
    expect(accepts(Phone, written)).toBe(false);
  });
});

describe("time", () => {
  it.each(["PT5M", "PT1H30M", "PT60S", "PT4H"])("takes %s as a limit", (limit) => {
    expect(accepts(Elapsed, limit)).toBe(true);
  });
  it.each(["PT0M", "-PT5M", "P1D", "PT", "30 minutes", "", "PT5", "PT999999999999H"])("refuses %s as a limit", (limit) => {
    expect(accepts(Elapsed, limit)).toBe(false);
  });
  it("measures limits as elapsed time over both changes of the clocks", () => {
    expect(london(plus("2025-10-25T22:05:00.000Z", "PT24H"))).toBe("22:05 GMT, Sun 26 Oct");
    expect(london(plus("2026-03-29T00:30:00.000Z", "PT1H"))).toBe("02:30 BST, Sun 29 Mar");
    expect([london("2025-10-26T00:30:00.000Z"), london("2025-10-26T01:30:00.000Z")]).toEqual([
      "01:30 BST, Sun 26 Oct",
      "01:30 GMT, Sun 26 Oct",
    ]);
  });
  it("keeps every instant in one shape, whatever its offset, and refuses absurd ones", () => {
    expect(AnyInstant.parse("2026-01-16T03:00:00+01:00")).toBe(NOW);
    for (const absurd of ["9999-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "2026-01-16T03:00:00", "yesterday"])
      expect(accepts(AnyInstant, absurd)).toBe(false);
  });
  it.each([
    [30_000, "30 seconds"],
    [60_000, "1 minute"],
    [5_400_000, "1 hour 30 minutes"],
    [7_200_000, "2 hours"],
  ])("says %d ms as %s", (ms, words) => {
    expect(inWords(ms)).toBe(words);
  });
});

describe("words from people", () => {
  it.each([
    ["  two  words ", "two  words"],
    ["caf\u0065\u0301", "caf\u00e9"],
    ["line\r\nline", "line\nline"],
    ["\u202eabc", "abc"],
  ])("brings %j to one shape", (written, kept) => {
    expect(safeText(20).parse(written)).toBe(kept);
  });
  it.each(["", "   ", "...", "\u200b", "a\u0000b", "\ud800", "x".repeat(21)])("refuses %j", (written) => {
    expect(accepts(safeText(20), written)).toBe(false);
  });
});

describe("a message that waits to be sent", () => {
  const page = { kind: "page", tier: 0, limit: "acknowledge" } as const;
  const reminder = (limit: "decide" | "acknowledge", tier = 0) => ({ kind: "reminder", tier, limit }) as const;
  const taken = caseAfter(raised(), (one) => acknowledge(one, inspector, one.version, NOW, duty()));
  const second = caseAfter(raised(), (one) => strike(one, at("PT5M"), duty(), "workflow"));

  it("goes while its answer is owed, also to a lower tier", () => {
    expect(pointless(page, raised().next)).toBeUndefined();
    expect(pointless(page, second)).toBeUndefined();
    expect(pointless(reminder("decide", 1), second)).toBeUndefined();
    expect(pointless(reminder("decide"), taken)).toBeUndefined();
  });
  it("is withheld once it has been answered", () => {
    expect(pointless(page, taken)).toBe("it has been answered");
    const body = { code: "attend_immediate", why: "known", ...carried("attend_immediate", NOW) };
    const decided = decide(taken, body, inspector, taken.version, NOW, duty(), SCREEN).next;
    expect(pointless(reminder("decide"), decided)).toBe("it is no longer owed");
  });
  it("asks somebody to read news, or to accept a referral, until they have", () => {
    const told = caseAfter({ ...raised(), next: taken }, news());
    const toRead = { kind: "page", tier: 0, limit: "read_information" } as const;
    expect(pointless(toRead, told)).toBeUndefined();
    expect(pointless(toRead, caseAfter({ ...raised(), next: told }, open()))).toBe("it has been answered");
    const referred = caseAfter(raised(), decision("refer_to", {}, inspector, NOW, everyone()));
    const toAccept = { kind: "page", tier: 0, limit: "accept_referral" } as const;
    expect(pointless(toAccept, referred)).toBeUndefined();
    expect(pointless(toAccept, caseAfter({ ...raised(), next: referred }, accepted()))).toBe("it has been answered");
  });
  it("goes to the tier that is asked beside for a child, though a tier below has it, until somebody has decided", () => {
    const asked = raised({ under18: "yes" });
    const beside = { ...page, tier: 1 };
    const has = caseAfter(asked, (one) => acknowledge(one, inspector, one.version, NOW, duty()));
    expect(pointless(beside, has)).toBeUndefined();
    expect(pointless({ ...beside, kind: "reminder" }, has)).toBe("it is no longer owed");
    expect(pointless(beside, caseAfter({ ...asked, next: has }, decision("attend_immediate")))).toBe("it has been answered");
    expect(pointless(beside, taken)).toBe("it has been answered");
  });
  it("goes when its limit has been missed: to a body that has not answered, and to an owner who has not read", () => {
    const referred = caseAfter(raised(), decision("refer_to", {}, inspector, NOW, everyone()));
    const missed = caseAfter({ ...raised(), next: referred }, (one) => strike(one, at("PT16M"), everyone(), "workflow"));
    expect(missed.clocks.some(({ limit, missedAt }) => limit === "accept_referral" && missedAt !== null)).toBe(true);
    expect(pointless({ kind: "page", tier: 0, limit: "accept_referral" }, missed)).toBeUndefined();
    const told = caseAfter({ ...raised(), next: taken }, news());
    const late = caseAfter({ ...raised(), next: told }, (one) => strike(one, at("PT6M"), duty(), "workflow"));
    expect(pointless({ kind: "page", tier: 0, limit: "read_information" }, late)).toBeUndefined();
  });
  it("is withheld once the case has closed", () => {
    expect(pointless(page, caseAfter(raised(), withdrawn()))).toBe("the case has closed");
  });
  it("is never withheld when it tells of an answer", () => {
    for (const kind of ["update", "stand_down", "paired", "rota_gap"] as const)
      expect(pointless({ ...page, kind }, taken)).toBeUndefined();
  });
});

describe("what a message says of the limits", () => {
  const beside = news({ under18: "yes" }, nurse, at("PT2M"), everyone())(raised({}, everyone()).next);
  const lines = (to: string) => {
    const notice = beside.notices.find((one) => one.to === to);
    return (
      notice && wording({ ...notice, id: "000002-00", attempts: 1 }, beside.next, "https://rightcall.example").lines.join(" ")
    );
  };

  it("is the limit of whoever is asked, where two tiers are asked at once", () => {
    expect(lines("duty_officer")).toContain("Acknowledge by 02:07 GMT");
    expect(lines("duty_officer")).not.toContain("02:05");
  });

  it("is whose it is to anybody else", () => {
    expect(lines("site_manager")).toContain("Police are to acknowledge by");
    expect(lines("site_manager")).not.toMatch(/(^|\. )(Acknowledge|Decide) by/);
  });
});

describe("the number that somebody picks up", () => {
  it("is that of the desk that is being asked now", () => {
    const { terms } = raised().next;
    const of = (tier: number) => terms.teams[terms.ladder[tier]?.teams[0] ?? ""]?.controlRoom;
    expect(controlRoomOf(raised().next)).toBe(of(0));
    expect(controlRoomOf(caseAfter(raised(), pass(at("PT5M"))))).toBe(of(1));
    expect(of(0)).not.toBe(of(1));
  });
});

describe("the limits of a case", () => {
  it("are those that somebody has to keep: the end of a shift wakes us, and is shown to nobody as theirs", () => {
    const soon = duty({ until: { 0: at("PT6M") } });
    const taken = caseAfter(raised({}, soon), ack(inspector, NOW, soon));
    expect(nextLimit(taken.clocks)?.limit).toBe("decide");
    expect(nextDueAt(taken.clocks)).toBe(at("PT3M"));
  });

  it("are told whole by the story, each by the last line that speaks of it", () => {
    const steps = [
      pass(at("PT5M")),
      ack(dutyOfficer, at("PT6M")),
      news({ furtherConcern: true }, nurse, at("PT7M")),
      open(dutyOfficer, at("PT8M")),
      decline(at("PT9M"), dutyOfficer),
      plan(at("PT10M")),
      decision("attend_immediate", {}, dutyOfficer, at("PT11M")),
      hear(nurse, at("PT12M")),
    ];
    const told: Parameters<typeof clocksFrom>[0][number][] = [...raised().facts];
    let current = raised().next;
    for (const step of steps) {
      const move = step(current);
      told.push(...(move?.facts ?? []));
      current = move?.next ?? current;
    }
    const shown = (clocks: typeof current.clocks) => clocks.map((clock) => JSON.stringify(clock)).sort();
    expect(shown(clocksFrom(told))).toEqual(shown(current.clocks));
    expect(current.clocks.filter(isRunning).map(({ limit }) => limit)).toContain("arrive");
  });
});
