import { describe, expect, it } from "@jest/globals";
import { adding, NewChannel, ordering, removing, verifying } from "../../core/channels.ts";
import { Person } from "../../core/people.ts";
import { plus } from "../../core/time.ts";
import { type SentCode, saying, sending } from "../../core/verification.ts";
import { at, NOW } from "../builders.ts";

const EMAIL = { kind: "email", to: "a@example.org", verifiedAt: NOW } as const;
const SMS = { kind: "sms", to: "+447700900123", verifiedAt: null } as const;
const person = (...channels: Person["channels"]): Person =>
  Person.parse({ partnership: "london", id: "a", name: "A", agency: "01", site: null, roles: [], channels });

describe("one's own channels", () => {
  it("take another at the end, not verified; the same again changes nothing", () => {
    const more = adding(person(EMAIL), NewChannel.parse({ kind: "sms", to: "07700 900123" }));
    expect(more.channels).toEqual([EMAIL, SMS]);
    expect(adding(more, SMS)).toBe(more);
  });

  it("take none that is verified already, and no fifth", () => {
    expect(() => adding(person(EMAIL), EMAIL)).toThrow("is verified already");
    const four = ["1", "2", "3", "4"].map((nth) => ({ ...EMAIL, to: `a${nth}@example.org` }));
    expect(() => adding(person(...four), EMAIL)).toThrow("one too many");
  });

  it("are used once somebody has read a code there", () => {
    expect(verifying(person(EMAIL, SMS), SMS.to, at("PT1M")).channels[1]).toEqual({ ...SMS, verifiedAt: at("PT1M") });
    expect(() => verifying(person(EMAIL), SMS.to, NOW)).toThrow("none of your channels");
  });

  it("are ordered by naming each of them once", () => {
    expect(ordering(person(EMAIL, SMS), [SMS.to, EMAIL.to]).channels).toEqual([SMS, EMAIL]);
    for (const order of [[], [SMS.to], [SMS.to, SMS.to], [SMS.to, "b@example.org"], [SMS.to, EMAIL.to, EMAIL.to]])
      expect(() => ordering(person(EMAIL, SMS), order)).toThrow(expect.objectContaining({ name: "Invalid" }));
  });

  it("never lose the last that is verified", () => {
    expect(() => removing(person(EMAIL, SMS), EMAIL.to)).toThrow(expect.objectContaining({ name: "LastChannel" }));
    expect(removing(person(EMAIL, SMS), SMS.to).channels).toEqual([EMAIL]);
    const both = person(EMAIL, { ...SMS, verifiedAt: NOW });
    expect(removing(both, EMAIL.to).channels).toEqual([{ ...SMS, verifiedAt: NOW }]);
  });
});

describe("a code", () => {
  const sent = sending(undefined, SMS.to, "right", NOW);

  it("is good once, at the channel it was sent to, for ten minutes", () => {
    const { right, kept } = saying(sent, SMS.to, "right", at("PT9M59S"));
    expect(right).toBe(true);
    expect(() => saying(kept, SMS.to, "right", at("PT9M59S"))).toThrow("has run out");
    expect(() => saying(sent, EMAIL.to, "right", NOW)).toThrow("has run out");
    expect(() => saying(sent, SMS.to, "right", at("PT10M"))).toThrow("has run out");
    expect(() => saying(undefined, SMS.to, "right", NOW)).toThrow("has run out");
  });

  it("may be guessed five times, and is then worth nothing", () => {
    let kept = sent;
    for (let nth = 0; nth < 5; nth += 1) {
      const said = saying(kept, SMS.to, "wrong", NOW);
      expect(said.right).toBe(false);
      kept = said.kept;
    }
    expect(() => saying(kept, SMS.to, "right", NOW)).toThrow("has run out");
  });

  it("comes once a minute, and ten times a day, to whatever channel", () => {
    expect(() => sending(sent, EMAIL.to, "h", at("PT59S"))).toThrow(expect.objectContaining({ name: "TooMany" }));
    let kept: SentCode | undefined;
    for (let nth = 0; nth < 10; nth += 1) kept = sending(kept, SMS.to, "h", at(`PT${nth * 5}M`));
    expect(() => sending(kept, SMS.to, "h", at("PT2H"))).toThrow("enough codes for one day");
    expect(sending(kept, SMS.to, "h", plus(NOW, "PT24H")).sent).toHaveLength(10);
  });
});
