import { describe, expect, it } from "@jest/globals";
import { isSameSurname } from "../../core/audit/surname.ts";

describe("a surname", () => {
  it.each([
    ["Amara Bell", "Bell", true],
    ["Inspector Idris O’Vale", "o'vale", true],
    ["Zoë Müller", "Muller", true],
    ["Amara Bell", "Bellamy", false],
    ["Amara Bell", undefined, false],
    ["Amara Bell", "…", false],
  ])("knows of %s and %s only whether the surname is one: %s", (reader, name, same) => {
    expect(isSameSurname(reader, name)).toBe(same);
  });
});
