import { describe, expect, it } from "@jest/globals";
import { feedbackLeft, giveFeedback, strikeFeedback } from "../../../core/learning/feedback.ts";
import { LEARNING, NOW } from "./agreed.ts";

const names = { partnership: "london", id: "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f", reference: "FB-234-567" };
const given = (agency: string | null = "RJ1") =>
  giveFeedback(names, { as: "carer", agency, happened: "Nobody told us.", better: null }, "en", NOW, LEARNING).next;
const instead = (of: string) => expect.objectContaining({ what: "feedback_near", insteadOf: of });

describe("feedback", () => {
  it("whose owner no message reaches is asked for of whoever stands in for them", () => {
    const near = strikeFeedback(given(), given().owed?.warnAt ?? "", LEARNING, ["noor_vane"]);
    expect(near?.telling).toEqual([{ to: "tess_quill", news: instead("noor_vane") }]);
  });

  it("that waits for somebody who leaves is heard of at once by whoever stands in for them", () => {
    expect(feedbackLeft(given(), "noor_vane", NOW, LEARNING, [])?.telling).toEqual([
      { to: "tess_quill", news: instead("noor_vane") },
    ]);
    expect(feedbackLeft(given(null), "tess_quill", NOW, LEARNING, [])?.telling).toEqual([]); // nobody stands in for the chair
    expect(feedbackLeft(given(), "tess_quill", NOW, LEARNING, [])).toBeUndefined();
  });
});
