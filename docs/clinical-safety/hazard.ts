import { readFileSync } from "node:fs";
import * as z from "zod";

/** How bad the harm would be. What each step means is in the plan (`management-plan.md`). */
export const Severity = z.enum(["minor", "significant", "considerable", "major", "catastrophic"]);
export type Severity = z.output<typeof Severity>;

/** How likely it is that the harm comes about. */
export const Likelihood = z.enum(["very_high", "high", "medium", "low", "very_low"]);
export type Likelihood = z.output<typeof Likelihood>;

export type Risk = 1 | 2 | 3 | 4 | 5;

/** The matrix of the template that DCB0129 files in the NHS follow. A risk is always read from it, and never typed. */
export const MATRIX: Readonly<Record<Likelihood, Readonly<Record<Severity, Risk>>>> = {
  very_high: { minor: 3, significant: 4, considerable: 4, major: 5, catastrophic: 5 },
  high: { minor: 2, significant: 3, considerable: 3, major: 4, catastrophic: 5 },
  medium: { minor: 2, significant: 2, considerable: 3, major: 3, catastrophic: 4 },
  low: { minor: 1, significant: 2, considerable: 2, major: 3, catastrophic: 4 },
  very_low: { minor: 1, significant: 1, considerable: 2, major: 2, catastrophic: 3 },
};

/** What is done about a risk of each number. */
export const MEANS: Readonly<Record<Risk, string>> = {
  1: "acceptable",
  2: "acceptable where reducing it further is impractical",
  3: "undesirable: reduced, or its gain is argued for",
  4: "must be removed or controlled before use",
  5: "unacceptable",
};

const Score = z.strictObject({ severity: Severity, likelihood: Likelihood });
export type Score = z.output<typeof Score>;

/** The number of the matrix for a score. */
export const riskOf = ({ severity, likelihood }: Score): Risk => MATRIX[likelihood][severity];

const Words = z.string().trim().min(4);

/** A test by its file and the titles that lead to it, the outermost first, as its source has them. */
const Shown = z.strictObject({ file: z.string().regex(/^test\/.+\.test\.tsx?$/), name: z.array(z.string().min(1)).min(1) });
export type Shown = z.output<typeof Shown>;

/** What the software does against a hazard, and what shows that it does. */
const Control = z.strictObject({ says: Words, shownBy: z.array(Shown).min(1) });

/** One hazard, with the fields of the template. It is never taken out: it is closed or deprecated, and its note says why. */
export const Hazard = z.strictObject({
  id: z.string().regex(/^H-\d{2}$/),
  hazard: Words,
  description: Words,
  causes: z.array(Words).min(1),
  effect: Words,
  harm: Words,
  existing: z.array(Words),
  controls: z.strictObject({
    design: z.array(Control).min(1),
    test: z.array(Control),
    training: z.array(Words),
    process: z.array(Words),
  }),
  initial: Score,
  residual: Score,
  note: Words,
  owner: z.enum(["engineers", "the organisation that deploys", "the partnership"]),
  status: z.enum(["open", "closed", "deprecated"]),
});
export type Hazard = z.output<typeof Hazard>;

export const HazardLog = z.strictObject({ version: z.int().positive(), note: Words, hazards: z.array(Hazard).min(1) });
export type HazardLog = z.output<typeof HazardLog>;

/** What stands on every page of clinical safety until somebody may take it off. */
export const UNSIGNED = "**Clinical safety officer: unassigned. Draft, not for live use.**";

/** The log as it is kept. Throws when a hazard lacks a field. */
export const readHazards = (): HazardLog =>
  HazardLog.parse(JSON.parse(readFileSync(new URL("hazard-log.json", import.meta.url), "utf8")));

/** Each test that a control of this hazard rests on. */
export const evidenceOf = ({ controls: { design, test } }: Hazard): Shown[] =>
  [...design, ...test].flatMap(({ shownBy }) => shownBy);
