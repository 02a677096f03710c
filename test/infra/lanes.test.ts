import { describe, expect, it } from "@jest/globals";
import { ASKED_STILL } from "../../core/escalation/notice.ts";
import { LANES } from "../../infra/lanes.ts";
import { passes } from "../../local/event-filter.ts";

const record = (sk: string, { kind, about, again = false, eventName = "INSERT" }: Partial<Record<string, unknown>> = {}) => {
  const body = { M: { ...(kind ? { kind: { S: kind } } : {}), ...(about ? { about: { S: about } } : {}) } };
  const NewImage = eventName === "REMOVE" ? undefined : { body, ...(again ? { again: { BOOL: true } } : {}) };
  return { eventName, dynamodb: { Keys: { pk: { S: "london#CASE#1" }, sk: { S: sk } }, NewImage } };
};
const lanesOf = (one: object) =>
  Object.entries(LANES).flatMap(([name, { patterns }]) => (patterns.some((pattern) => passes(one, pattern)) ? [name] : []));
const notice = (more: Parameters<typeof record>[1]) => record("NOTICE#000001-00", more);
const MODIFY = { eventName: "MODIFY" };
const AGAIN = { ...MODIFY, again: true };

describe("a record of the table's stream", () => {
  it.each([
    ["a first page", notice({ kind: "page", about: "raised" }), ["pages"]],
    ["a page to the next tier", notice({ kind: "page", about: "not_acknowledged" }), ["pages"]],
    ["a page that goes by another channel", notice({ kind: "page", about: "raised", ...AGAIN }), ["pages"]],
    ["a page to somebody asked still", notice({ kind: "page", about: ASKED_STILL }), ["rest"]],
    ["the same by another channel", notice({ kind: "page", about: ASKED_STILL, ...AGAIN }), ["rest"]],
    ["a page of another round", notice({ kind: "page", about: "asked_again" }), ["rest"]],
    ["a reminder", notice({ kind: "reminder", about: "acknowledge" }), ["rest"]],
    ["an update", notice({ kind: "update", about: "acknowledged" }), ["rest"]],
    ["an update by another channel", notice({ kind: "update", about: "acknowledged", ...AGAIN }), ["rest"]],
    ["a message about a rota", notice({}), ["rest"]],
    ["the same by another channel", notice(AGAIN), ["rest"]],
    ["a case", record("STATE"), ["rest"]],
    ["a case that has changed", record("STATE", MODIFY), ["rest"]],
    ["a rota", record("ROTA", MODIFY), ["rest"]],
    ["what became of a page", notice({ kind: "page", about: "raised", ...MODIFY }), []],
    ["what became of an update", notice({ kind: "update", about: "acknowledged", ...MODIFY }), []],
    ["a page that is gone", notice({ eventName: "REMOVE" }), []],
    ["a fact", record("000001"), []],
  ])("of %s goes along the lane that it needs, and no other", (_, one, lanes) => {
    expect(lanesOf(one)).toEqual(lanes);
  });
});
