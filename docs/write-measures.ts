import { readFileSync, writeFileSync } from "node:fs";
import { FIRST_MEASURES, type FirstMeasure } from "../core/first-answers/measures.ts";
import type { By } from "../core/measures/breakdown.ts";
import { MEASURES, type Measure } from "../core/measures/measures.ts";
import { SMALLEST } from "../core/measures/small-numbers.ts";
import type { Tally } from "../core/measures/tally.ts";
import { Monitoring, type PublishedFigure } from "../core/partnership/monitoring.ts";

const monitoring = Monitoring.parse(
  JSON.parse(readFileSync(new URL("../config/london/monitoring.json", import.meta.url), "utf8")),
);

/** Where a field of a tally comes from: the story, the case as it stands, the agreement that it was raised under, reckoning from these, or outside. */
type From = "story" | "case" | "terms" | "reckoned" | "given";
const FROM: Record<From, string> = {
  story: "the story",
  case: "the case",
  terms: "the case’s terms",
  reckoned: "reckoned",
  given: "given with it",
};

/** What each field of a tally says, and from where. */
const FIELDS: Record<keyof Tally, readonly [From, string]> = {
  schema: ["reckoned", "The version of this shape."],
  id: ["case", "The case’s own id, a random one."],
  reference: ["case", "The reference that people say aloud."],
  pathway: ["terms", "What was asked of whom."],
  type: ["story", "What it is about, by whoever said so last; another caller’s request changes nothing in it."],
  area: ["terms", "Where it was, as it was found at the raise."],
  raisedBy: ["case", "The agency that raised it."],
  asked: ["terms", "The agency of the desk that was asked first."],
  answeredBy: ["story", "The agency that gave the answer that stands, or else had the case; null where nobody answered."],
  priority: ["story", "How urgent it was at the raise."],
  lastPriority: ["story", "How urgent it was last."],
  raisedAt: ["case", "When it was raised."],
  timeBand: ["reckoned", "Night (00 to 06), morning, afternoon or evening, by London’s wall clock at the raise."],
  weekday: ["reckoned", "1 for Monday to 7 for Sunday, likewise."],
  hour: ["reckoned", "The hour, likewise."],
  closedAt: ["story", "When it ended; null while it is open, also after it was opened again."],
  ended: ["story", "How it ended."],
  withdrawn: ["story", "The raising side took it back, or a 999 call took its place."],
  merged: ["story", "It ended in an older case about the same person."],
  ageBand: ["story", "The age on the day of the raise, in bands, by a date of birth, an age, or that they are under 18."],
  aboutChild: ["story", "Somebody said that the person is under 18, or that a child is at risk."],
  acknowledge: [
    "story",
    "The first acknowledgement: within its limit, missed, not owed, or still running, and how long it took.",
  ],
  decide: ["story", "The first answer, likewise."],
  arrive: ["story", "The first arrival that was owed and not called off in time, likewise."],
  missed: ["story", "Each limit that was missed: which, on which tier, why. A tier that nobody stood on is one."],
  highestTier: ["story", "The highest tier that was asked, counted from 1."],
  nobodyAnswered: ["story", "The ladder came to its end at some time."],
  answered: [
    "story",
    "The first answer and the last, whether each declines, how often the answer changed, whether it was overturned, how the last one reads both limbs. Which codes decline, and which send somebody, is in the terms.",
  ],
  firstNoAt: [
    "story",
    "When those who were asked first said no: before the raise, as the control room recorded it or the caller told it, or by the first answer that declines.",
  ],
  finalAnswerAt: ["story", "When the answer that stands was first given."],
  disagreed: ["story", "The raising side disagreed at least once."],
  unresolved: ["story", "It stood at the top of the ladder, and nobody has answered since."],
  told: [
    "story",
    "How many answers there were, how many of them the raising side read, of how many more it heard by telephone, and the longest that this took.",
  ],
  deferrals: ["story", "How often something was put off."],
  deferralsNotAllowed: ["story", "How often that was not allowed any more."],
  referral: ["story", "The first body that was asked, and whether it accepted, declined, or gave no answer."],
  handover: [
    "story",
    "Of a detained person: where they were taken, the time until a named clinician accepted, whether that was late, whether officers left without an agreed handover. The arrival is as the case has it.",
  ],
  detention: ["story", "Of a request for advice: whether it was asked before a detention or after one, by its type."],
  site: ["terms", "The site of an agency at which it was, where the place that was named is one."],
  response: [
    "story",
    "What the raising side did with the answer that stands, whether that follows it, and whether it was a detention or they went themselves. Which is which is in the terms.",
  ],
  lookBacks: ["story", "How the person was at each time after the answer at which somebody recorded it."],
  outcome: ["story", "What had happened to the person, by whoever recorded it last."],
  harm: ["story", "Whether that is harm; null while nobody knows how the person is."],
  harmAfterClosing: ["story", "It is harm, and was recorded after the closing."],
  attended: ["story", "Somebody was on scene at some time; null where no answer sends anybody."],
  themes: ["story", "The themes of its notes, and those of its reviews, which are given with it."],
  subject: ["given", "A keyed mark of the person, the same for two cases about one; null when nobody gave a number."],
};

const row = (...cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(...head), row(...head.map(() => "---")), ...rows.map((cells) => row(...cells))].join("\n");

/** By what a measure is broken down: asked of the code itself, with no case at all. */
function bysOf({ compute }: Pick<Measure, "compute">): readonly Pick<By<never>, "by" | "title">[] {
  const figure = compute([], { titles: {}, merged: [], again: new Set() });
  return "breakdowns" in figure ? figure.breakdowns : [];
}

const UNITS: Record<Measure["unit"], string> = {
  count: "a count",
  percent: "per cent",
  minutes: "minutes",
  hours: "hours",
};

function entry(measure: (typeof MEASURES)[number]): string {
  const { code, title, unit, numerator, denominator, edges } = measure;
  const bys = bysOf(measure).map(({ title: by }) => by.charAt(0).toLowerCase() + by.slice(1));
  const lines = [
    `### ${title}`,
    "",
    `\`${code}\`, ${UNITS[unit]}.`,
    "",
    `- **Counted:** ${numerator}`,
    `- **Of:** ${denominator}`,
    `- **At the edges:** ${edges}`,
    ...(bys.length > 0 ? [`- **Broken down by:** ${bys.join("; ")}.`] : []),
  ];
  return lines.join("\n");
}

const firstEntry = ({ code, title, unit, numerator, denominator, edges }: FirstMeasure): string =>
  [
    `### ${title}`,
    "",
    `\`${code}\`, ${UNITS[unit]}.`,
    "",
    `- **Counted:** ${numerator}`,
    `- **Of:** ${denominator}`,
    `- **At the edges:** ${edges}`,
  ].join("\n");

const number = (value: number): string => value.toLocaleString("en-GB");
function published({ low, high, before, unit }: PublishedFigure): string {
  const sign = unit === "percent" ? " %" : unit === "count" ? "" : ` ${unit}`;
  const now = low === high ? number(low) : `${number(low)} to ${number(high)}`;
  return `${now}${sign}${before === null ? "" : ` (${number(before)}${sign} before)`}`;
}
const titleOf = (code: string): string => MEASURES.find((measure) => measure.code === code)?.title ?? code;

/** The page that a board reads beside its pack, from the tables by which the figures are made. */
export const measures = (): string => `# The measures

*\`npm run measures\` writes this page from \`MEASURES\` in \`core/measures/measures.ts\`, the table by which every figure is made. Change the
table, not the page: a test holds the two together.*

Limits, tiers and outcomes are what a partnership has agreed and configured. They are proposals of this product until its owner confirms
them, and no measure here is a policy or a target of the police or the NHS. **No figure is ever by officer, by nurse, or by anybody who was
asked about**, and none ranks people.

## What a figure is about

A cut (\`core/measures/cut.ts\`): one month, quarter or year of London’s calendar, and one area or all of them. There is no other filter. A
case belongs to the month in which it was **raised**, by London’s wall clock; whatever has happened to it since counts, whenever it did. So
the figures of a month go on changing until its last case has ended, and a pack says when it was made.

A duplicate that was merged into another case is counted once, as merged, and in no other measure. A median and a 90th centile are taken by
the **nearest rank**: a time that somebody really waited, never one between two. An overturn rate stands with its 95 % interval, by Wilson’s
method.

## From a case to its tally

A figure is not made from cases. It is made from their **tallies** (\`Tally\` in \`core/measures/tally.ts\`): what figures need to know of one
case, in codes, instants and lengths of time. A tally holds nothing that anybody typed: no name, no address, no date of birth, no
telephone or NHS number, and nobody’s id, neither the person’s nor staff’s. It can be made again from the case at any time, and is the same then.

It is told from the case’s **story**, line by line, by \`tallyOf\`. From the case itself comes only what was settled at the raise and never
changes since, what a story of an older kind does not tell, and when a detained person arrived. A limit was missed when the story says so,
or when its first due time had passed by the line that ends it: putting it off does not keep it, and a waker that came late excuses nobody.

${table(
  ["field", "from", "what it says"],
  Object.entries(FIELDS).map(([field, [from, says]]) => [`\`${field}\``, FROM[from], says]),
)}

## Each measure

${MEASURES.map(entry).join("\n\n")}

## First answers

What control rooms answered before there was any case (\`core/first-answers/measures.ts\`). A first answer belongs to the month in which it was
**given** and to the area of its place. Its row holds codes, instants and the id of the case that disputes it; what became of it is read
from that case’s tally. These figures stand in a section of their own and are kept back by themselves, by the rules below, where there are few.

${FIRST_MEASURES.map(firstEntry).join("\n\n")}

## Small numbers

Exact figures (\`figuresOf\`) stay among ourselves, to be computed again and compared. What people see is \`shownFigures\`, after the
small-number rule that is published for hospital and emergency care figures below national level (\`core/measures/small-numbers.ts\`):

- 0 is shown as 0. **1 to ${SMALLEST - 1} is shown as \`*\`.** From ${SMALLEST} on, a count is rounded to the nearest 5.
- A total is counted first and rounded then, so it need not be the sum of its rows.
- A percentage is made from the two numbers as they are shown, and is \`*\` when either is. So is an interval.
- A median or a centile is shown of ${SMALLEST} or more, and to the whole minute.

That 0 stands as 0, and that 5 is the step, are to be confirmed on the published page by whoever is responsible for information governance
before a pack leaves the partnership.

## What must not be subtracted

Two figures that are harmless by themselves can be subtracted from each other. Fixed months, quarters and years, one area at a time, and
rounding make most differences harmless: what lies between two cuts is mostly a cut again, and a difference of two rounded numbers is off by
up to 4. What is left is a difference that is itself small: a quarter in which all but four cases fell into one month. So a cut is measured
against every other of its year that anybody may be shown, whether or not somebody has asked for it (\`keptBackIn\` in
\`core/measures/disclosure.ts\`), and is kept back when

- it has 1 to ${SMALLEST - 1} cases itself;
- a month or quarter beside it, with which it makes up the next longer period of the same area, has 1 to ${SMALLEST - 1};
- of an area, when it is one of the smallest and every area less all others would otherwise be 1 to ${SMALLEST - 1}, in that time or in one beside it;
- a longer period or every area, in which it lies, is kept back: its parts would add up to it.

One rule holds wherever a figure of a cut would stand. A cut that is kept back is refused as a board of its own, and the refusal says what to
ask for instead. As a row by area on another board, or by a site in that area, it is \`*\`; as a point of a chart it is left out. Weeks
are shown through time where neither one of them, nor what they leave of a month or of months that follow one another, has 1 to ${SMALLEST - 1}. First
answers are kept back by the same rule, counted by themselves.

So whatever is shown, less any parts of it that are shown, has no case left or ${SMALLEST} and more (\`test/core/measures/disclosure.test.ts\` tries
every way). This is asked of cases. The other rows, and the share of an area’s cases that a measure counts, have the rounding alone. So has a
period that grows as cases in it end, of which two looks can differ by few. A period that has just begun counts too: as long as it has 1 to
${SMALLEST - 1} of an area, the periods beside it are kept back there.

## A series over time

An individuals chart (XmR) as NHS England’s «Making Data Count» teaches it (\`core/measures/run-chart.ts\`). The centre is the mean; the limits
lie 2.66 mean moving ranges from it, never below 0 nor, for a percentage, above 100. A point outside the limits is flagged, and so are 8 or
more in a row on one side of the centre. Fewer than 8 points have no limits and no flags: they are points, not a trend.

## What others have published

Beside ours, and never counted with them. Each partnership names its own; these are London's (\`config/london/monitoring.json\`).

${table(
  ["figure", "published", "stands beside", "source", "what it does not say"],
  monitoring.published.map((line) => [
    line.title,
    published(line),
    line.beside === null ? "nothing of ours" : titleOf(line.beside),
    `${line.source}, ${line.published}`,
    line.caveat,
  ]),
)}
`;

/** `npm run measures`. */
if (import.meta.main) writeFileSync(new URL("measures.md", import.meta.url), measures());
