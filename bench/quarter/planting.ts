import type { Ask, News, Who } from "../../core/escalation/ask.ts";
import type { DecisionBody } from "../../core/escalation/decision.ts";
import { dialled } from "../../core/escalation/wording.ts";
import type { FirstAnswerOnCase } from "../../core/first-answers/first-answer.ts";
import { shownNhsNumber } from "../../core/nhs-number.ts";
import type { Terms } from "../../core/partnership/terms.ts";
import type { Instant } from "../../core/time.ts";
import { chanceOf } from "./chance.ts";
import { later } from "./moment.ts";
import { testNhsNumber } from "./subject.ts";

/** Values that stand nowhere else, each planted once: whoever finds one knows that something has leaked. */
export interface Plants {
  /** Words with a planted value in them. */
  readonly words: (about: string) => string;
  /** A planted value alone, for a field that takes a reference, a collar number or a call sign. */
  readonly bare: () => string;
  readonly nhsNumber: () => string;
  readonly phone: () => string;
  readonly postcode: () => string;
  readonly threeWords: () => string;
  readonly cad: () => { number: string; date: string };
  readonly birthday: () => string;
  /** All that was planted until now, in each way in which it may be written. */
  readonly planted: () => string[];
}

const LAST_LETTERS = "ABDEFGHJLNPQRSTUWXYZ";

/** The plants of one case, and of no other. */
export function plantsOf(nth: number): Plants {
  const found = new Set<string>();
  const chance = chanceOf(`canary ${nth}`);
  let count = 0;
  const next = (): number => {
    count += 1;
    return count;
  };
  const keep = (value: string, ways: readonly string[] = [value]): string => {
    if (ways.some((way) => found.has(way))) throw new Error(`${value} is planted already`);
    for (const way of ways) found.add(way);
    return value;
  };
  const bare = (): string => keep(`QZX${padded(nth)}${padded(next())}`);
  return {
    bare,
    words: (about) => `${about} ${bare()}`,
    nhsNumber: () => {
      const digits = testNhsNumber(chance);
      return keep(digits, [digits, shownNhsNumber(digits)]);
    },
    phone: () => {
      const number = `+447700900${padded((nth * 7 + next()) % 1000)}`;
      return keep(number, [number.slice(3), dialled(number)]);
    },
    postcode: () => {
      const nextOne = next();
      const [one, other] = [Math.floor(nextOne / 10), Math.floor(nextOne / 200)].map((at) => LAST_LETTERS.charAt(at % 20));
      return keep(`ZY${(nth % 90) + 10} ${nextOne % 10}${one}${other}`);
    },
    threeWords: () => keep(`///qzx${lettered(nth)}.qzx${lettered(next())}.canary`),
    cad: () => ({ number: keep(String(80_000 + ((nth * 40 + next()) % 10_000))), date: "2026-07-01" }),
    birthday: () => keep(new Date(Date.UTC(1930, 0, nth * 40 + next())).toISOString().slice(0, 10)),
    planted: () => [...found],
  };
}

const padded = (count: number): string => String(count % 1000).padStart(3, "0");

/** A number in letters, for words that take no digits. */
const lettered = (count: number): string => [...String(count)].map((digit) => "abcdefghij"[Number(digit)]).join("");

/** Everything that can be told of a person and the risk, every field of it planted. */
function told(plants: Plants, terms: Terms, now: Instant) {
  const { words, bare } = plants;
  return {
    riskFacts: [
      {
        code: "suicidal_words_today",
        words: words("Their own words"),
        status: "told_by_person" as const,
        source: words("From whom"),
        obtainedAt: later(now, -5),
        verified: true,
      },
    ],
    answers: answered(plants, terms, now),
    alreadyDone: [{ code: "home_visited" as const, at: later(now, -20), details: words("Which rooms") }],
    hazards: ["locked_door" as const],
    person: {
      knownAs: words("Known as"),
      familyName: bare(),
      age: 93,
      dateOfBirth: plants.birthday(),
      sexAsRecorded: words("Recorded"),
      description: words("Tall"),
      nhsNumber: plants.nhsNumber(),
      phone: plants.phone(),
    },
    capacity: { assessed: "lacks" as const, at: later(now, -30) },
    legalStatus: "s136" as const,
    under18: "no" as const,
    childAtRisk: "no" as const,
  };
}

/** An answer to every question there is, planted where it is in words. */
const answered = (plants: Plants, { questions }: Terms, now: Instant): Record<string, string | number | string[]> =>
  Object.fromEntries(questions.map((question) => [question.code, given(plants, question, now)]));

function given({ words }: Plants, { code, answer, choices = [] }: Terms["questions"][number], now: Instant) {
  const [first = ""] = choices.filter((choice) => !choice.child).map((choice) => choice.code);
  switch (answer) {
    case "words":
      return words(code);
    case "number":
      return 45;
    case "time":
      return later(now, -10);
    case "yes_no_unknown":
      return "yes";
    case "one_of":
      return first;
    case "any_of":
      return [first];
  }
}

const place = ({ words, postcode, threeWords }: Plants, borough: string) => ({
  borough,
  address: words("Flat 3, 12"),
  postcode: postcode(),
  what3words: threeWords(),
  confidence: "exact" as const,
});

/** A request with every field that there is. `deputy` is the id of whoever stands in. */
export function plantedAsk(plants: Plants, terms: Terms, borough: string, deputy: string, now: Instant): Ask {
  const { words, bare, phone, cad } = plants;
  return {
    type: "s136_handover",
    ask: words("Officers to"),
    place: place(plants, borough),
    threshold: ["risk_to_life_now"],
    whyNow: words("Because"),
    callBack: phone(),
    ...told(plants, terms, now),
    policeContact: {
      channel: "rang_999",
      at: later(now, -40),
      cad: cad(),
      handler: bare(),
      answer: "will_not_attend",
      reason: words("They said"),
      understood: "no",
    },
    deputy: { name: words("Deputy"), phone: phone(), person: deputy },
    shiftEndsAt: later(now, 600),
    alsoTell: ["ambulance"],
    onPaper: { at: later(now, -50), by: words("Written by"), answeredAt: later(now, -35) },
  };
}

/** A first answer that was recorded before the case, with every field that there is. */
export const plantedFirstAnswer = ({ words, bare, cad }: Plants, by: Who, now: Instant): FirstAnswerOnCase => ({
  ...{ id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ad", reference: "FA-234-567", by, givenAt: later(now, -40) },
  ...{ channel: "rang_999", answer: "will_not_attend", toldOthers: ["ambulance"], understood: "yes", readBack: false },
  limbs: {
    limb_a: { reading: "not_met", facts: words("No crime at first") },
    limb_b: { reading: "not_met", facts: words("No risk at first") },
  },
  ...{ cad: cad(), handler: bare(), reviewedBy: bare() },
});

/** News with every field that there is. */
export const plantedNews = (plants: Plants, terms: Terms, borough: string, now: Instant): News => ({
  words: plants.words("It is worse"),
  from: "family_or_friend",
  furtherConcern: true,
  bearsOnRisk: true,
  ...told(plants, terms, now),
  place: place(plants, borough),
  type: "s136_handover",
  threshold: ["serious_harm_now"],
});

/** What the other channels add to the terms of a case, so that each of their fields can be planted too. */
const A_CATEGORY = { code: "a_category", title: "A category" };
const A_RESPONSE = { code: "a_response", title: "A response", detains: false, themselves: false, elsewhere: false };
export const withOtherChannels = (terms: Terms): Terms => ({ ...terms, categories: [A_CATEGORY], responses: [A_RESPONSE] });
export const plantedResponse = ({ words }: Plants) => ({ code: A_RESPONSE.code, why: words("Why we did it") });

/** A decision under every heading, with what any decision may carry; where it refers, to a body. */
export const plantedDecision = (
  { words, bare, cad }: Plants,
  now: Instant,
  code: string,
  more: Partial<DecisionBody> = {},
): DecisionBody => ({
  code,
  why: words("Why"),
  limbs: {
    limb_a: { reading: "not_met", facts: words("No crime") },
    limb_b: { reading: "not_met", facts: words("No risk") },
  },
  information: words("Known"),
  threat: words("Threat"),
  power: "common_law",
  options: words("Options"),
  changeIf: words("Unless"),
  reviewAt: later(now, 300),
  cad: cad(),
  grade: "S",
  partner: words("With"),
  meetingPoint: words("Meeting at"),
  entry: { who: words("Entering"), power: "pace_17_1_e", by: later(now, 60) },
  riskGrade: { grade: "medium", scale: words("Scale") },
  reference: bare(),
  namedOwner: words("Owner"),
  advice: words("Advice"),
  custodyHolder: words("Custody"),
  category: A_CATEGORY.code,
  safeWith: words("Safe with"),
  placeOfSafety: words("Place of safety"),
  followUp: { what: words("Follows"), who: words("Seen to by"), by: later(now, 600) },
  remark: words("Remark"),
  ...more,
});
