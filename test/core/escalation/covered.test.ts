import { expect, it } from "@jest/globals";
import { covered, coveredStory } from "../../../core/escalation/covered.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import type { Fact } from "../../../core/escalation/fact.ts";
import { raised } from "../../builders.ts";

const WHO = {
  knownAs: "Wilhelmina",
  familyName: "Example",
  nhsNumber: "9990000018",
  phone: "+447700900123",
  age: 34,
  dateOfBirth: "1991-05-01",
};
const { next, facts } = raised({ person: WHO });
const over: Escalation = {
  ...next,
  closed: { at: next.raised.at, by: next.raised.by, as: "closed", why: null } as Escalation["closed"],
};
const names = /Wilhelmina|Example|9990000018|447700900123|1991-05-01/;

it("a case that is open says who the person is", () => {
  expect(JSON.stringify(covered(next))).toMatch(names);
  expect(JSON.stringify(coveredStory(next, facts as Fact[]))).toMatch(names);
});

it("a case that is over says how old they were, and no name and no number, in its request and in its story", () => {
  const shown = covered(over);
  expect(JSON.stringify([shown.ask.person, shown.news])).not.toMatch(names);
  expect(shown.ask.person).toEqual({ age: 34 });
  expect(JSON.stringify(coveredStory(over, facts as Fact[]))).not.toMatch(/Wilhelmina|9990000018|447700900123|1991-05-01/);
});
