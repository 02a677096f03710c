import { describe, expect, it } from "@jest/globals";
import { AnyPerson, Person, verified } from "../../core/people.ts";
import { demo } from "../../local/demo-people.ts";
import { NOW } from "../builders.ts";

const nobody = { partnership: "london", id: "a_person", name: "A person", agency: "01", site: null, roles: [] };
const email = { kind: "email", to: "a.person@example.org", verifiedAt: NOW };
const sms = { kind: "sms", to: "+447700900123", verifiedAt: NOW };

describe("a person's channels", () => {
  it("are a list in an order that is kept, and only the verified ones are used", () => {
    const person = Person.parse({ ...nobody, channels: [sms, { ...email, verifiedAt: null }] });
    expect(person).toMatchObject({ channels: [sms, { ...email, verifiedAt: null }], quiet: false });
    expect(verified(person)).toEqual([sms]);
  });

  it("keep a number in one shape, however it was written", () => {
    const { channels } = Person.parse({ ...nobody, channels: [{ ...sms, to: "07700 900 123" }] });
    expect(channels).toEqual([sms]);
  });

  it.each([
    ["a landline", [{ ...sms, to: "020 7946 0123" }]],
    ["an extension", [{ ...sms, to: "+447700900123x4" }]],
    ["one number twice, however it is written", [sms, { ...sms, to: "07700900123" }]],
    ["a fifth way", [1, 2, 3, 4, 5].map((nth) => ({ ...email, to: `a${nth}@example.org` }))],
    ["a way that we do not have", [{ ...email, kind: "pager" }]],
  ])("refuse %s", (_, channels) => {
    expect(Person.safeParse({ ...nobody, channels }).success).toBe(false);
  });
});

describe("a person of the first shape", () => {
  it("is reached at the address that an administrator enrolled", () => {
    const person = AnyPerson.parse({ ...nobody, email: "a.person@example.org" });
    expect(verified(person).map(({ kind, to }) => [kind, to])).toEqual([["email", "a.person@example.org"]]);
    expect(Person.parse(person)).toEqual(person);
  });

  it("without an address cannot be reached", () => {
    expect(verified(AnyPerson.parse({ ...nobody, email: null }))).toEqual([]);
  });

  it("is refused when it carries both shapes at once, rather than losing one of them", () => {
    expect(AnyPerson.safeParse({ ...nobody, email: "not an address" }).success).toBe(false);
    expect(AnyPerson.safeParse({ ...nobody, email: null, channels: [email] }).success).toBe(false);
  });
});

it("gives no two of the demo people the same address or number, and no number that could be anybody's", () => {
  const all = demo.people.flatMap(({ channels }) => channels.map(({ to }) => to));
  expect(new Set(all).size).toBe(all.length);
  for (const to of all) expect(to).toMatch(/@[\w.]+\.example\.org$|^\+447700900\d{3}$/);
});
