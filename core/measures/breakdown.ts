import { Cause } from "../escalation/cause.ts";
import { Limit } from "../escalation/clock.ts";
import { Ending } from "../escalation/escalation.ts";
import { THEMES } from "../escalation/theme.ts";
import type { LookedBack, MissedLimit, Tally } from "./tally.ts";
import { AgeBand, PlaceOfSafety } from "./tellings.ts";

interface Coded {
  readonly code: string;
  readonly title: string;
}

/** What a partnership’s own codes are called, in its own order. What is not named here stands as its code in words. */
export type Titles = {
  readonly [list in
    | "areas"
    | "priorities"
    | "types"
    | "outcomes"
    | "bodies"
    | "agencies"
    | "sites"
    | "responses"]?: readonly Coded[];
};

/** By what a figure is broken down: the codes under which one thing counts, and the rows that stand there whether anything counts or not. */
export interface By<T> {
  readonly by: string;
  readonly title: string;
  readonly codes: (of: T) => readonly string[];
  readonly rows: (titles: Titles) => readonly Coded[];
}

const listed = (titles: Readonly<Record<string, string>>) => (): readonly Coded[] =>
  Object.entries(titles).map(([code, title]) => ({ code, title }));
/** A code in words, where no better ones are agreed. */
const spelt = (codes: readonly string[]) =>
  listed(Object.fromEntries(codes.map((code) => [code, code.replaceAll("_", " ")] as const)));
const configured = (list: keyof Titles) => (titles: Titles) => titles[list] ?? [];

// What a case is, when and where it was raised, and by whom.

export const BY_PRIORITY: By<Tally> = {
  by: "priority",
  title: "How urgent it was at the raise",
  codes: ({ priority }) => [priority],
  rows: configured("priorities"),
};
export const BY_AREA: By<Tally> = { by: "area", title: "Area", codes: ({ area }) => [area], rows: configured("areas") };
export const BY_TYPE: By<Tally> = {
  by: "type",
  title: "What it is about",
  codes: ({ type }) => [type],
  rows: configured("types"),
};
export const BY_AGENCY: By<Tally> = {
  by: "raised_by",
  title: "Who raised it",
  codes: ({ raisedBy }) => [raisedBy],
  rows: configured("agencies"),
};

const BLOCK_H = 4;
const two = (hour: number): string => String(hour).padStart(2, "0");
const BLOCKS = [0, 4, 8, 12, 16, 20].map(
  (from) => [`from_${two(from)}`, `${two(from)}:00 to ${two(from + BLOCK_H)}:00`] as const,
);
export const BY_HOUR: By<Tally> = {
  by: "hour",
  title: "Hour of the raise, by London’s wall clock",
  codes: ({ hour }) => [`from_${two(hour - (hour % BLOCK_H))}`],
  rows: listed(Object.fromEntries(BLOCKS)),
};

const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
export const BY_WEEKDAY: By<Tally> = {
  by: "weekday",
  title: "Day of the raise",
  codes: ({ weekday }) => [DAYS[weekday - 1]?.toLowerCase() ?? ""],
  rows: listed(Object.fromEntries(DAYS.map((day) => [day.toLowerCase(), day]))),
};

const AGES: Record<AgeBand, string> = {
  under_18: "Under 18",
  "18_24": "18 to 24",
  "25_44": "25 to 44",
  "45_64": "45 to 64",
  "65_over": "65 and over",
  unknown: "Not known",
};
export const BY_AGE: By<Tally> = {
  by: "age",
  title: "Age of the person",
  codes: ({ ageBand }) => [ageBand],
  rows: listed(Object.fromEntries(AgeBand.options.map((band) => [band, AGES[band]]))),
};

// What became of it.

export const BY_ENDING: By<Tally> = {
  by: "ended",
  title: "How it ended",
  codes: ({ ended }) => (ended ? [ended] : []),
  rows: spelt(Ending.options.filter((ending) => ending !== "merged_duplicate")),
};
export const BY_TIER: By<Tally> = {
  by: "tier",
  title: "Highest tier",
  codes: ({ highestTier }) => [`tier_${highestTier}`],
  rows: () => [],
};
export const BY_BODY: By<Tally> = {
  by: "body",
  title: "Which body was asked first",
  codes: ({ referral }) => (referral ? [referral.body] : []),
  rows: configured("bodies"),
};

const PLACES: Record<PlaceOfSafety, string> = {
  hbpos: "Health-based place of safety",
  ed: "Emergency department",
  other: "Another place",
  unknown: "Not told",
};
export const BY_PLACE: By<Tally> = {
  by: "place",
  title: "Where the person was taken",
  codes: ({ handover }) => (handover ? [handover.place] : []),
  rows: listed(Object.fromEntries(PlaceOfSafety.options.map((place) => [place, PLACES[place]]))),
};

export const BY_SITE: By<Tally> = {
  by: "site",
  title: "At which site",
  codes: ({ site }) => (site ? [site] : []),
  rows: configured("sites"),
};
export const BY_RESPONSE: By<Tally> = {
  by: "response",
  title: "What was done with the answer",
  codes: ({ response }) => (response ? [response.code] : []),
  rows: configured("responses"),
};
export const BY_LOOK_BACK: By<LookedBack> = {
  by: "look_back",
  title: "When, and how the person was",
  codes: ({ code, outcome }) => [`${code}_${outcome}`],
  rows: () => [],
};

export const BY_OUTCOME: By<Tally> = {
  by: "outcome",
  title: "What had happened to the person",
  codes: ({ outcome }) => (outcome ? [outcome] : []),
  rows: configured("outcomes"),
};
export const BY_ATTENDED: By<Tally> = {
  by: "attended",
  title: "Whether those asked came",
  codes: ({ attended }) => (attended === null ? [] : [attended ? "attended" : "not_attended"]),
  rows: spelt(["attended", "not_attended"]),
};
export const BY_THEME: By<Tally> = {
  by: "theme",
  title: "Theme",
  codes: ({ themes }) => themes,
  rows: listed(THEMES),
};

// What a missed limit is.

export const BY_CAUSE: By<MissedLimit> = {
  by: "cause",
  title: "Why it was missed",
  codes: ({ cause }) => [cause ?? "not_told"],
  rows: spelt([...Cause.options, "not_told"]),
};
export const BY_LIMIT: By<MissedLimit> = {
  by: "limit",
  title: "Which limit",
  codes: ({ limit }) => [limit],
  rows: spelt(Limit.options.filter((limit) => limit !== "repeat" && limit !== "shift_end")),
};
