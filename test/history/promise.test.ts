import { describe, expect, it } from "@jest/globals";
import type { Outage } from "../../history/history.ts";
import { struckBy } from "../../history/promise.ts";

/** A case that began at midnight, with a limit at three. */
const at = (time: string) => `2026-01-16T${time}.000Z`;
const [BEGAN, DUE] = [at("00:00:00"), at("03:00:00")];
const out = (part: Outage["part"], from: string, to: string): Outage => ({ part, from: at(from), to: at(to) });
const [WORKFLOW, STREAM] = [out("workflow", "01:00:00", "01:10:00"), out("stream", "01:00:00", "01:10:00")];

describe("by when a limit must have been struck", () => {
  it.each<[string, Outage[], string]>([
    ["nothing was down", [], "03:01:00"],
    ["the sweeper is down", [out("sweeper", "02:59:00", "03:30:00")], "03:02:00"],
    ["the workflow is down", [out("workflow", "02:59:00", "03:30:00")], "03:02:00"],
    ["the workflow was down just before, and its run may be lost", [out("workflow", "02:40:00", "02:50:00")], "03:02:00"],
    ["it was, and the sweeper is", [out("workflow", "02:40:00", "02:50:00"), out("sweeper", "02:59:00", "03:30:00")], "03:32:00"],
    ["the workflow was down long before: a look at the runs has been made", [WORKFLOW], "03:01:00"],
    ["it was, and the sweeper is: the run is there again", [WORKFLOW, out("sweeper", "02:59:00", "03:30:00")], "03:02:00"],
    ["the stream was, and the sweeper is", [STREAM, out("sweeper", "02:59:00", "03:30:00")], "03:02:00"],
    [
      "it was, and the sweeper has been since: no look is certain",
      [WORKFLOW, out("sweeper", "01:20:00", "03:30:00")],
      "03:32:00",
    ],
    [
      "the sweeper was there for too short a while",
      [WORKFLOW, out("sweeper", "01:25:00", "02:50:00"), out("sweeper", "02:59:00", "03:30:00")],
      "03:32:00",
    ],
    [
      "it was there for long enough between two outages",
      [WORKFLOW, out("sweeper", "01:15:00", "01:20:00"), out("sweeper", "01:40:00", "03:30:00")],
      "03:02:00",
    ],
  ])("%s", (_, outages, by) => {
    expect(struckBy(DUE, BEGAN, outages)).toBe(at(by));
  });
});
