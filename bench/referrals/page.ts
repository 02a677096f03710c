import { wallOf } from "../../core/rota/wall.ts";
import { row } from "../figures.ts";
import type { Figures, Line, Part } from "./figures.ts";
import type { Clinicians } from "./hub.ts";
import type { Hour, Spread, Stormed } from "./queue.ts";

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(...head),
  row(...head.map(() => "---")),
  ...rows.map((cells) => row(...cells)),
];

/** Minutes, with a decimal where they are few. */
function minutes(ms: number | null): string {
  if (ms === null) return "not known";
  const long = ms / 60_000;
  return long < 100 ? long.toFixed(1) : long.toFixed(0);
}
const percent = ({ of, count }: Part): string => (of === 0 ? "none" : `${((100 * count) / of).toFixed(1)} %`);
const spread = ({ median, p90, p99, longest }: Spread): string => [median, p90, p99, longest].map(minutes).join(" / ");
const shifts = ({ day, evening, night, reader }: Clinicians): string =>
  `${day} / ${evening} / ${night}${reader ? ", and a reader" : ""}`;

const WAITED = ["referrals", "until somebody had it, min", "within its limit", "until the answer, min", "within its limit"];
const waited = ({ referrals, acknowledged, acknowledgedInTime, answered, answeredInTime }: Line): string[] => [
  String(referrals),
  ...[spread(acknowledged), percent(acknowledgedInTime)],
  ...[spread(answered), percent(answeredInTime)],
];
const CLIMBED = ["to the incident manager", "to the director", "nobody answered"];
const climbed = ({ toManager, toDirector, nobody }: Line): string[] => [toManager, toDirector, nobody].map(percent);

const hours = ({ waiting, unanswered }: Figures["hours"]): string[][] =>
  waiting.map((hour, nth) => [
    `${String(nth).padStart(2, "0")}:00`,
    ...[hour, unanswered[nth] as Hour].flatMap(({ mean, most }) => [mean.toFixed(2), String(most)]),
  ]);

const storm = ({ from, waits, most, emptyAfterMs, answeredAfterMs }: Stormed): string[] => {
  const share = (is: (wait: Stormed["waits"][number]) => boolean): string =>
    percent({ of: waits.length, count: waits.filter(is).length });
  return [
    wallOf(from).replace("T", " "),
    ...[String(waits.length), String(most), minutes(emptyAfterMs), minutes(answeredAfterMs)],
    ...[share(({ tier }) => tier > 0), share(({ tier }) => tier > 1), share(({ nobody }) => nobody)],
  ];
};

/** The same month with other shifts. */
export interface Variant {
  readonly clinicians: Clinicians;
  readonly figures: Figures;
}

/** What a month came to, as lines of Markdown: the month itself, and its variants beside it. */
export function pageOf({ figures, clinicians }: Variant, variants: readonly Variant[]): string[] {
  const { lines, all, storms, became, breaches } = figures;
  return [
    `Clinicians by day, in the evening, at night: ${shifts(clinicians)}. Times are median / 90th / 99th centile / longest.`,
    "",
    ...table(
      ["priority", ...WAITED],
      [...lines, all].map((line) => [line.title, ...waited(line)]),
    ),
    "",
    "Before anybody had it, it went up:",
    "",
    ...table(
      ["priority", ...CLIMBED],
      [...lines, all].map((line) => [line.title, ...climbed(line)]),
    ),
    "",
    "How deep the queue was, by the hour of London's day: those whom nobody had taken yet, and those without an answer.",
    "",
    ...table(["hour", "not taken, mean", "most", "unanswered, mean", "most"], hours(figures.hours)),
    "",
    "Each storm of 60 in ten minutes, counted from its first minute, with what else came in it:",
    "",
    ...table(
      ["began", "referrals", "most not taken", "all taken after, min", "all answered after, min", ...CLIMBED],
      storms.map(storm),
    ),
    "",
    "What became of them:",
    "",
    ...table(
      ["what", "how many", "of", "share"],
      Object.entries(became).map(([what, one]) => [what, String(one.count), String(one.of), percent(one)]),
    ),
    "",
    breaches.length === 0
      ? "The checker finds that every rule holds (`history/check.ts`)."
      : `${breaches.length} breaches were found.`,
    ...(variants.length === 0 ? [] : ["", ...COMPARED, "", ...compared(variants)]),
  ];
}

const COMPARED = [
  "The same referrals with one clinician fewer, and one more, on each shift; and with one more who answers nothing and says of each referral",
  "at once that the hub has it (*a reader*), as one press on its board does:",
];
const compared = (variants: readonly Variant[]): string[] =>
  table(
    ["clinicians", ...WAITED.slice(1), ...CLIMBED, "to the director at any time", "slowest storm all taken after, min"],
    variants.map(({ clinicians, figures: { all, storms } }) => {
      const took = storms.map(({ emptyAfterMs }) => emptyAfterMs);
      const slowest = took.includes(null) ? null : Math.max(...took.map(Number));
      return [
        shifts(clinicians),
        ...waited(all).slice(1),
        ...climbed(all),
        percent(all.everToDirector),
        storms.length === 0 ? "none" : minutes(slowest),
      ];
    }),
  );
