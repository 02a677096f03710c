import { describe, expect, it } from "@jest/globals";
import type { Fact } from "../../../core/escalation/fact.ts";
import { FOR_THEIR_OWN, toldTo } from "../../../core/escalation/own-notes.ts";

const note = (agency: string, own?: boolean): Fact =>
  ({
    what: "note_added",
    by: { id: "a", name: "A", agency },
    about: { text: `of ${agency}`, ...(own ? { own } : {}) },
  }) as unknown as Fact;

describe("a note", () => {
  it.each([
    ["is everybody's", "01", undefined, "RJ1", "of 01"],
    ["for their own agency is read there", "RJ1", true, "RJ1", "of RJ1"],
    ["for their own agency is kept from the other side", "01", true, "RJ1", FOR_THEIR_OWN],
  ])("%s", (_, by, own, reader, text) => {
    const [told] = toldTo({ agency: reader }, [note(by, own)]);
    expect(told?.about).toMatchObject({ text });
  });
});
