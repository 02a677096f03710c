import { describe, expect, it } from "@jest/globals";
import { draftWords, hearersOfDraft, hearsNext } from "../../core/draft.ts";
import { Person } from "../../core/people.ts";

const AT = "2026-01-16T02:00:00.000Z";
const person = (id: string, more: object = {}): Person =>
  Person.parse({ partnership: "london", id, name: id, agency: "RJ1", site: "ed", channels: [], roles: ["raiser"], ...more });
const lead = { roles: ["raiser", "site_lead"] };

describe("a form that is left unsent", () => {
  it("is told of to its writer after 15 minutes, to whoever leads the site after 60, and then to nobody", () => {
    expect(hearsNext(AT, undefined)).toEqual({ who: "writer", at: "2026-01-16T02:15:00.000Z" });
    expect(hearsNext(AT, "writer")).toEqual({ who: "site_lead", at: "2026-01-16T03:00:00.000Z" });
    expect(hearsNext(AT, "site_lead")).toBeUndefined();
  });

  it("concerns whoever leads the writer's own site, and nobody who is no member any more, or has no site", () => {
    const writer = person("nurse");
    const everybody = [
      ...[writer, person("lead", lead), person("other", { ...lead, site: "ward" }), person("gone", { ...lead, endedAt: AT })],
      person("colleague"),
    ];
    const ids = (who: "writer" | "site_lead", of: Person) => hearersOfDraft(who, of, everybody).map(({ id }) => id);
    expect([ids("writer", writer), ids("site_lead", writer)]).toEqual([["nurse"], ["lead"]]);
    expect(ids("site_lead", person("lead", lead))).toEqual([]);
    expect(ids("site_lead", person("nurse", { site: null }))).toEqual([]);
    expect(ids("writer", person("nurse", { endedAt: AT }))).toEqual([]);
  });

  it("says first that nobody has been asked, and by when it was typed", () => {
    for (const who of ["writer", "site_lead"] as const) {
      const { subject, lines } = draftWords(who, "d", person("nurse"), AT, "https://example.org");
      expect(subject).toMatch(/^Not sent: /);
      expect(lines[0]).toMatch(/02:00 GMT.*Nobody has been asked\.$/);
    }
  });
});
