import type { Counted, Flag, Passed } from "../core/rates/rates.ts";
import { wallOf } from "../core/rota/wall.ts";
import type { Instant } from "../core/time.ts";

const WHAT: Record<Counted, string> = {
  raise: "request",
  concern: "concern",
  feedback: "feedback",
  search: "search",
  lookup: "look-up by reference",
  export: "export",
  miss: "look at what is not there, or not theirs",
  call: "call by a system",
};
const WHOSE: Record<Passed["of"], string> = {
  person: "by the same member of staff",
  site: "from this site",
  agency: "from this agency",
};

/** Where the hour or the day began on London's wall clock: what is counted is counted from there. */
const since = ({ within }: Passed, at: Instant): string => (within === "day" ? "today" : `since ${wallOf(at).slice(11, 13)}:00`);

const ENDINGS: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" };
const ordinals = new Intl.PluralRules("en-GB", { type: "ordinal" });
export const ordinal = (nth: number): string => `${nth}${ENDINGS[ordinals.select(nth)]}`;

/** One rule that was passed, in calm words: «The 11th request from this site since 02:00.» */
export const passedInWords = ({ what, at }: Pick<Flag, "what" | "at">, passed: Passed): string =>
  `The ${ordinal(passed.nth)} ${WHAT[what]} ${WHOSE[passed.of]} ${since(passed, at)}`;

/** A raise that was one of unusually many, for both sides. It says how many, and nothing of why. */
export const Flagged = ({ flag }: { flag: Flag | undefined }) =>
  flag && (
    <div className="nhsuk-inset-text" id="app-flag">
      <span className="nhsuk-u-visually-hidden">Information: </span>
      {flag.passed.map((one) => (
        <p key={`${one.of} ${one.within}`}>{passedInWords(flag, one)}.</p>
      ))}
      <p>That is more than usual here. It was sent at once, and is answered like any other.</p>
    </div>
  );

/** The same on a list, in one line. */
export const FlagLine = ({ flag }: { flag: Flag | undefined }) => {
  const first = flag?.passed.at(-1);
  return flag && first && <small>{passedInWords(flag, first)}</small>;
};
