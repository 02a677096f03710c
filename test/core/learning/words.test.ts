import { describe, expect, it } from "@jest/globals";
import { EMERGENCY } from "../../../core/escalation/wording.ts";
import { LearningNews } from "../../../core/learning/news.ts";
import { learningWords, needless } from "../../../core/learning/words.ts";
import { plus, since } from "../../../core/time.ts";
import { NOW } from "./agreed.ts";

const ID = "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f";
const SOON = plus(NOW, "PT4H");
/** Every field that news may carry, of which each kind takes its own. */
const FIELDS = {
  ...{
    concern: ID,
    review: ID,
    action: ID,
    feedback: ID,
    call: "weekly_2026_07_01",
    reference: "RC-234-567",
    title: "Weekly tactical call",
  },
  ...{
    theme: "T05",
    agency: "01",
    owner: "wren_ash",
    insteadOf: "wren_ash",
    dueAt: SOON,
    since: NOW,
    startsAt: SOON,
    endsAt: plus(SOON, "PT1H"),
  },
  ...{ dueOn: "2026-07-03", days: 2, items: 3, actions: 1, late: true, isFirst: false, isReached: false },
};
const EVERY = LearningNews.options.map(({ shape }): LearningNews => {
  const own = Object.keys(shape).filter((name) => name !== "what") as (keyof typeof FIELDS)[];
  return LearningNews.parse({ what: shape.what.value, ...Object.fromEntries(own.map((name) => [name, FIELDS[name]])) });
});
const words = (news: LearningNews) =>
  learningWords(news, { nameOf: () => "Wren Ash", site: "https://site.example", id: "000001-00", attempt: 2 });

describe("a message of the learning side", () => {
  it.each(EVERY.map((news) => [news.what, news] as const))("says what has happened and opens its page: %s", (_, news) => {
    const { subject, lines, link, footer } = words(news);
    expect(subject.length).toBeGreaterThan(10);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.at(-1)).toBe(EMERGENCY);
    const pages = /^https:\/\/site\.example\/(concerns|reviews|actions|calls|feedback)\/(0b0e9ac6|weekly_2026)/;
    // Whoever has an action no more sees its page no more.
    expect(link.href).toMatch(news.what === "action_given_on" ? /^https:\/\/site\.example\/actions$/ : pages);
    expect(footer).toContain("000001-00, attempt 2");
    expect([subject, ...lines].join()).not.toMatch(/undefined|null|\[object/);
  });

  it.each(EVERY.map((news) => [news.what, news] as const))("is for one thing alone: %s", (_, news) => {
    const others = EVERY.filter(({ what }) => what !== news.what).map((other) => JSON.stringify(words(other)));
    expect(others).not.toContain(JSON.stringify(words(news)));
  });
});

describe("a message that has waited", () => {
  const of = (what: LearningNews["what"]) => EVERY.find((news) => news.what === what) as LearningNews;

  it("leaves for three days, and an invitation until its call begins", () => {
    expect(needless({ at: since(NOW, "PT71H"), news: of("concern_raised") }, true, NOW)).toBeUndefined();
    expect(needless({ at: since(NOW, "PT73H"), news: of("concern_raised") }, true, NOW)).toBe("it is old");
    expect(needless({ at: since(NOW, "PT300H"), news: of("call_invited") }, true, NOW)).toBeUndefined();
    expect(needless({ at: NOW, news: of("call_pack") }, true, SOON)).toBe("the call has begun");
  });

  it("asks nobody to a call that is not held, and still says that it is not", () => {
    for (const what of ["call_invited", "call_pack", "call_opened"] as const)
      expect(needless({ at: NOW, news: of(what) }, false, NOW)).toBe("the call is not held");
    expect(needless({ at: NOW, news: of("call_cancelled") }, false, NOW)).toBeUndefined();
  });
});
