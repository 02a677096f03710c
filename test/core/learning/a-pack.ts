import type { CaseCard, Pack } from "../../../core/learning/pack.ts";
import { Pack as PackShape } from "../../../core/learning/pack.ts";
import type { PackTitles } from "../../../core/learning/pack-words.ts";

const CARD: CaseCard = {
  ...{ reference: "RC-234-567", pathway: "police_attendance", type: "walkout_healthcare", area: "central_south" },
  ...{ raisedBy: "RJ1", asked: "01", answeredBy: "01" },
  ...{ priority: "P1", ageBand: "25_44", timeBand: "evening", weekday: 2 },
  acknowledge: { how: "within", ms: 240_000 },
  decide: { how: "missed", ms: 5_400_000 },
  arrive: { how: "not_owed", ms: null },
  missed: [{ limit: "decide", tier: 2, cause: "not_acknowledged" }],
  ...{ tiers: 2, answer: "attend_prompt", changes: 1, overturned: true },
  ...{ outcome: "safe", harm: false, attended: null, themes: ["T05"], person: "Person 234567" },
  lines: { raising: ["Nobody rang back."], answering: ["The desk was empty."] },
  ...{ withheld: 1, sidesDiffer: true, stillOpen: false },
};

/** A pack with one item of each form: one that names two cases, of which one has a card, and one that names none. */
export const aPack = (card: Partial<CaseCard> = {}): Pack =>
  PackShape.parse({
    schema: 1,
    call: "weekly_2026_07_01",
    title: "Weekly tactical call",
    startsAt: "2026-07-01T13:00:00.000Z",
    madeAt: "2026-06-30T13:00:00.000Z",
    from: "2026-06-23T13:00:00.000Z",
    agenda: [
      {
        ...{ id: "RC-234-567", why: "harm", also: ["sides_differ"], title: "RC-234-567, walkout", because: "It was so." },
        ...{ references: ["RC-234-567", "RC-765-432"], matter: null, carried: 1 },
      },
      {
        ...{ id: "action_1", why: "action_overdue", also: [], title: "=Put it up", because: "It is 2 days late." },
        ...{ references: [], matter: "action_1", carried: 0 },
      },
    ],
    more: 3,
    cards: [{ ...CARD, ...card }],
  });

const titled = (kind: string) => (code: string) => `${kind} ${code}`;
/** Titles that say what they are titles of. */
export const TITLES: PackTitles = {
  agencyOf: titled("agency"),
  areaOf: titled("area"),
  typeOf: titled("type"),
  answerOf: titled("answer"),
  outcomeOf: titled("outcome"),
};
