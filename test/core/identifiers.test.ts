import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import type * as z from "zod";
import { AgencyReference } from "../../core/agency-reference.ts";
import { Cad, shownCad } from "../../core/cad.ts";
import { CollarNumber } from "../../core/collar-number.ts";
import { NhsNumber, shownNhsNumber } from "../../core/nhs-number.ts";
import { Phone } from "../../core/phone.ts";
import { isWhole, Postcode } from "../../core/postcode.ts";
import { What3words } from "../../core/what3words.ts";

type Schema = z.ZodType<string, string>;
interface Vectors {
  schema: Schema;
  /** As written, and as kept. */
  accepted: readonly (readonly [written: string, kept: string])[];
  /** As written, and part of what the person is told. */
  refused: readonly (readonly [written: string, told: string])[];
}

const accepts = (schema: z.ZodType, value: unknown) => schema.safeParse(value).success;
const told = (schema: z.ZodType, value: unknown) => schema.safeParse(value).error?.issues.map(({ message }) => message) ?? [];

const IDENTIFIERS: Readonly<Record<string, Vectors>> = {
  "an NHS number": {
    schema: NhsNumber,
    accepted: [
      ["9434765919", "9434765919"],
      ["9991230009", "9991230009"],
      ["9991230076", "9991230076"],
      ["9991230149", "9991230149"],
      ["9991236090", "9991236090"],
      ["999 123 0009", "9991230009"],
      ["999-123-0009", "9991230009"],
      ["999\u2011123\u20130009", "9991230009"],
      ["999\u00a0123\u00a00009", "9991230009"],
      ["999 - 123 - 0009", "9991230009"],
      ["999123 0009", "9991230009"],
      [" 9991230009\n", "9991230009"],
      ["\u202a999\u200b123\u200b0009\u202c", "9991230009"],
    ],
    refused: [
      ["", "ten digits"],
      ["not known", "ten digits"],
      ["999 123 000", "ten digits"],
      ["999 123 00090", "ten digits"],
      ["9991 230 009", "ten digits"],
      ["999.123.0009", "ten digits"],
      ["-9991230009", "ten digits"],
      ["999 123 000O", "ten digits"],
      ["\uff19\uff19\uff19 123 0009", "ten digits"],
      ["9".repeat(41), "ten digits"],
      ["9991230008", "a digit is wrong"],
      ["9991230090", "a digit is wrong"],
      ["9991230000", "a digit is wrong"],
      ["999 999 9999", "ten times the same digit"],
      ...[..."0123456789"].map((digit) => [digit.repeat(10), "ten times the same digit"] as const),
      ...[..."0123456789"].map((digit) => [`999123070${digit}`, "a digit is wrong"] as const),
      ...[..."0123456789"].map((digit) => [`999123084${digit}`, "a digit is wrong"] as const),
    ],
  },
  "a postcode": {
    schema: Postcode,
    accepted: [
      ["M1 1AE", "M1 1AE"],
      ["B33 8TH", "B33 8TH"],
      ["CR2 6XH", "CR2 6XH"],
      ["DN55 1PT", "DN55 1PT"],
      ["W1A 0AX", "W1A 0AX"],
      ["EC1A 1BB", "EC1A 1BB"],
      ["gir0aa", "GIR 0AA"],
      ["sw1a1aa", "SW1A 1AA"],
      ["SW11AA", "SW1 1AA"],
      ["sw111aa", "SW11 1AA"],
      ["E16AA", "E1 6AA"],
      ["E161AA", "E16 1AA"],
      ["E16 1AA", "E16 1AA"],
      ["  se1   7eh ", "SE1 7EH"],
      ["SE1\u00a07EH", "SE1 7EH"],
      ["SE1\u200b7EH", "SE1 7EH"],
      ["SW1 A1AA", "SW1A 1AA"],
      ["CR0 2YR", "CR0 2YR"],
      ["OX1 2JD", "OX1 2JD"],
      ["E1", "E1"],
      ["e16", "E16"],
      ["E1 6", "E1 6"],
      ["se10 0", "SE10 0"],
      ["SW1A", "SW1A"],
      ["sw1a 1", "SW1A 1"],
      ["N1C", "N1C"],
      ["HA0", "HA0"],
      ["SW19", "SW19"],
    ],
    refused: [
      ["", "first part"],
      ["E", "first part"],
      ["near the canal", "first part"],
      ["E1 6A", "first part"],
      ["E1 66", "first part"],
      ["SW1A1", "first part"],
      ["SE011AA1", "first part"],
      ["SE100", "first part"],
      ["1AA", "first part"],
      ["EC1AA 1BB", "first part"],
      ["QA1 1AA", "first part"],
      ["VA1 1AA", "first part"],
      ["XA1 1AA", "first part"],
      ["AI1 1AA", "first part"],
      ["AJ1 1AA", "first part"],
      ["AZ1 1AA", "first part"],
      ["E1Z", "first part"],
      ["GIR", "first part"],
      ["GIR 1AA", "first part"],
      ["A".repeat(41), "first part"],
      ["SW1A OAA", "the letter O"],
      ["CRO 2YR", "the letter O"],
      ["E1O", "the letter O"],
      ["E1O 1AA", "the letter O"],
      ["E1O 6", "the letter O"],
      ["oxl 0aa", "first part"],
      ["QX1 0AA", "first part"],
      ["0X1 2JD", "the letter O"],
      ["S015", "the letter O"],
      ["S01 1AA", "the letter O"],
      ...[..."CIKMOV"].flatMap((letter) => [
        [`SW1A 1${letter}A`, "never C, I, K, M, O or V"] as const,
        [`E1 6A${letter}`, "never C, I, K, M, O or V"] as const,
      ]),
    ],
  },
  "a three-word place": {
    schema: What3words,
    accepted: [
      ["///filled.count.soap", "///filled.count.soap"],
      ["//filled.count.soap", "///filled.count.soap"],
      ["/filled.count.soap", "///filled.count.soap"],
      ["filled.count.soap", "///filled.count.soap"],
      ["FILLED.Count.soap", "///filled.count.soap"],
      ["Filled. Count. Soap", "///filled.count.soap"],
      ["filled .count .soap", "///filled.count.soap"],
      [" ///filled.count.soap\n", "///filled.count.soap"],
      ["///filled\u200b.count.soap", "///filled.count.soap"],
      ["filled。count・soap", "///filled.count.soap"],
      ["E\u0301TAGE.caf\u00e9.bo\u0302te", "///\u00e9tage.caf\u00e9.b\u00f4te"],
      ["///こくさい。ていか・かざす", "///こくさい.ていか.かざす"],
      ["///डोलने.पीसना.संभाला", "///डोलने.पीसना.संभाला"],
    ],
    refused: [
      ["", "three words"],
      ["filled count soap", "three words"],
      ["filled.count", "three words"],
      ["filled.count.soap.bar", "three words"],
      ["filled..soap", "three words"],
      ["////filled.count.soap", "three words"],
      ["filled.count.soap1", "three words"],
      ["filled.co-unt.soap", "three words"],
      [".count.soap", "three words"],
      ["by the bridge", "three words"],
      [`${"a".repeat(120)}.b.c`, "three words"],
    ],
  },
  "a CAD number": {
    schema: Cad.shape.number,
    accepted: [
      ["1", "1"],
      ["1234", "1234"],
      ["99999", "99999"],
      ["CAD 1234", "1234"],
      ["cad1234", "1234"],
      ["#1234", "1234"],
      ["CAD #1234", "1234"],
      ["0034", "34"],
      ["CAD 00100", "100"],
      [" 12\u200b34 ", "1234"],
    ],
    refused: [
      ["", "one to five digits"],
      ["0", "not only zeros"],
      ["CAD 00000", "not only zeros"],
      ["123456", "one to five digits"],
      ["012345", "one to five digits"],
      ["12A", "one to five digits"],
      ["-12", "one to five digits"],
      ["CAD", "one to five digits"],
      ["not given", "one to five digits"],
      ["1".repeat(41), "one to five digits"],
      ["1234/22NOV25", "the field for the date"],
      ["CAD 1234/22NOV25", "the field for the date"],
    ],
  },
  "the date of a CAD": {
    schema: Cad.shape.date,
    accepted: [
      ["2025-11-22", "2025-11-22"],
      ["2028-02-29", "2028-02-29"],
    ],
    refused: [
      ["", "the date"],
      ["22NOV25", "the date"],
      ["22/11/2025", "the date"],
      ["2025-11-22T02:00:00Z", "the date"],
      ["2026-02-29", "the date"],
      ["0025-11-22", "the date"],
      ["2205-11-22", "the date"],
    ],
  },
  "a collar number": {
    schema: CollarNumber,
    accepted: [
      ["1234AS", "1234AS"],
      ["1234 as", "1234AS"],
      ["123 CN", "123CN"],
      ["P 123456", "P123456"],
      ["p.123.456", "P123456"],
      ["PC-1234-AS", "PC1234AS"],
      ["PC\u20111234", "PC1234"],
      ["7", "7"],
      ["234567", "234567"],
      ["0042", "0042"],
      ["ABCD123456XYZ", "ABCD123456XYZ"],
      ["\u202a1234AS\u202c", "1234AS"],
    ],
    refused: [
      ["", "shoulder"],
      ["AS", "shoulder"],
      ["Sergeant 12", "shoulder"],
      ["1234567", "shoulder"],
      ["1234ABCD", "shoulder"],
      ["12AS34", "shoulder"],
      ["12/34", "shoulder"],
      ["\u0410123", "shoulder"],
      [`${"-".repeat(30)}1`, "shoulder"],
    ],
  },
  "another agency's reference": {
    schema: AgencyReference,
    accepted: [
      ["LAS 4471", "LAS 4471"],
      ["las   4471", "LAS 4471"],
      [" las\t4471\r\n", "LAS 4471"],
      ["0123456/25", "0123456/25"],
      ["25mis012345", "25MIS012345"],
      ["caf\u0065\u0301 1", "CAF\u00c9 1"],
      ["las\u200b44\u00ad71", "LAS4471"],
      ["las \u202e 4471", "LAS 4471"],
      ["las\u31644471\ufe0f", "LAS4471"],
      ["x".repeat(20), "X".repeat(20)],
      [`${" ".repeat(50)}a`, "A"],
    ],
    refused: [
      ["", "other agency gave it"],
      ["   ", "other agency gave it"],
      ["--/--", "other agency gave it"],
      ["\u200b", "other agency gave it"],
      ["\u3164", "other agency gave it"],
      ["a\u0000b", "other agency gave it"],
      ["a\u0085b", "other agency gave it"],
      ["a\ud800", "other agency gave it"],
      ["x".repeat(21), "at most 20"],
      ["\u00df".repeat(11), "at most 20"],
      ["x".repeat(201), "at most 20"],
    ],
  },
};

describe.each(Object.entries(IDENTIFIERS))("%s", (_, { schema, accepted, refused }) => {
  it.each(accepted)("takes %j and keeps %j", (written, kept) => {
    expect(schema.parse(written)).toBe(kept);
  });

  it.each(accepted)("changes nothing in %j once it is kept", (_written, kept) => {
    expect(schema.parse(kept)).toBe(kept);
  });

  it.each(refused)("refuses %j, and says once what to write, with examples it would take itself", (written, words) => {
    const messages = told(schema, written);
    expect(messages).toEqual([expect.stringContaining(words)]);
    const [, examples = ""] = messages.join().split(/ such as /);
    for (const example of examples.split(/, | or /)) expect([example, accepts(schema, example)]).toEqual([example, true]);
  });

  it("changes nothing in what it kept, whatever was typed", () => {
    const typed = fc.oneof(
      fc.string({ unit: "binary", maxLength: 24 }),
      fc
        .tuple(fc.constantFrom(...accepted.map(([written]) => written)), fc.nat(40), fc.string({ unit: "binary", maxLength: 2 }))
        .map(([written, place, extra]) => written.slice(0, place) + extra + written.slice(place)),
    );
    fc.assert(
      fc.property(typed, (text) => {
        const { data: kept } = schema.safeParse(text);
        if (kept !== undefined) expect(schema.parse(kept)).toBe(kept);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("the check of an NHS number", () => {
  const tenDigits = fc.stringMatching(/^\d{10}$/).filter((digits) => new Set(digits).size > 1);
  const inTestRange = fc.stringMatching(/^999\d{6}$/);
  const remainder = (nine: string) => 11 - ([...nine].reduce((sum, digit, place) => sum + Number(digit) * (10 - place), 0) % 11);
  const checked = (nine: string) => `${nine}${remainder(nine) % 11}`;
  const valid = inTestRange.filter((nine) => remainder(nine) !== 10 && checked(nine) !== "9999999999").map(checked);

  it("agrees with the published sum: eleven less the remainder, eleven as nought, ten as none", () => {
    fc.assert(
      fc.property(tenDigits, (digits) => {
        const expected = remainder(digits.slice(0, 9));
        expect(accepts(NhsNumber, digits)).toBe(expected !== 10 && expected % 11 === Number(digits[9]));
      }),
    );
  });
  it("takes exactly one last digit, or none where the sum asks for ten", () => {
    fc.assert(
      fc.property(inTestRange, (nine) => {
        fc.pre(nine !== "9".repeat(9));
        const taken = [..."0123456789"].filter((last) => accepts(NhsNumber, nine + last));
        expect(taken).toHaveLength(remainder(nine) === 10 ? 0 : 1);
      }),
    );
  });
  it("finds any one wrong digit and any swap of neighbours", () => {
    fc.assert(
      fc.property(valid, fc.nat(9), fc.nat(9), (digits, place, other) => {
        expect(NhsNumber.parse(digits)).toBe(digits);
        const wrong = digits.slice(0, place) + other + digits.slice(place + 1);
        expect(accepts(NhsNumber, wrong)).toBe(wrong === digits);
        const swapped =
          digits.slice(0, place) +
          digits
            .slice(place, place + 2)
            .split("")
            .reverse()
            .join("") +
          digits.slice(place + 2);
        expect(accepts(NhsNumber, swapped)).toBe(swapped === digits);
      }),
    );
  });
  it("is shown in the groups in which it is read aloud, and is taken back so", () => {
    expect(shownNhsNumber("9991230009")).toBe("999 123 0009");
    fc.assert(fc.property(valid, (digits) => expect(NhsNumber.parse(shownNhsNumber(digits))).toBe(digits)));
  });
});

describe("how much of a postcode is known", () => {
  it.each(["M1 1AE", "SW1A 1AA", "GIR 0AA"])("%s is all of it", (postcode) => {
    expect(isWhole(Postcode.parse(postcode))).toBe(true);
  });
  it.each(["E1", "E16", "E1 6", "SW1A", "SW1A 1"])("%s is a part", (postcode) => {
    expect(isWhole(Postcode.parse(postcode))).toBe(false);
  });
  it("reads each shape alike with its space and without", () => {
    const outward = fc.stringMatching(/^[A-HK-PR-UWY]{1,2}([1-9]|[1-9][0-9]|[1-9][A-HJKMNPR-Y])$/);
    const inward = fc.stringMatching(/^[0-9][ABD-HJLNP-UW-Z]{2}$/);
    fc.assert(
      fc.property(outward, inward, (first, last) => {
        expect(Postcode.parse(`${first} ${last}`)).toBe(`${first} ${last}`);
        expect(Postcode.parse((first + last).toLowerCase())).toBe(`${first} ${last}`);
        expect(Postcode.parse(first)).toBe(first);
      }),
    );
  });
});

describe("a CAD", () => {
  it("is kept with its date, because its number starts again each day", () => {
    const cad = { number: "CAD 01234", date: "2025-11-22" };
    expect(Cad.parse(cad)).toEqual({ number: "1234", date: "2025-11-22" });
    expect(Cad.parse(Cad.parse(cad))).toEqual(Cad.parse(cad));
    expect(told(Cad, { number: "1234" })).toEqual([expect.stringContaining("the date")]);
    expect(accepts(Cad, { date: "2025-11-22" })).toBe(false);
    expect(accepts(Cad, { ...cad, time: "02:00" })).toBe(false);
  });
  it.each([
    ["1234", "2025-11-22", "CAD 1234 of 22 Nov 2025"],
    ["7", "2026-03-01", "CAD 7 of 1 Mar 2026"],
    ["99999", "2025-12-31", "CAD 99999 of 31 Dec 2025"],
  ])("%s on %s is shown as %s", (number, date, shown) => {
    expect(shownCad(Cad.parse({ number, date }))).toBe(shown);
  });
});

describe("a number to call back", () => {
  it.each(["+442079460123", "+447700900123", "+442079460123x45"])("changes nothing in %s once it is kept", (kept) => {
    expect(Phone.parse(kept)).toBe(kept);
  });
});
