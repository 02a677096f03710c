import type { Board } from "../core/measures/board.ts";
import type { ReferenceLine } from "../core/measures/reference-lines.ts";
import type { Shown } from "../core/measures/small-numbers.ts";
import type { Instant } from "../core/time.ts";
import type { Choice, Typed } from "./form.tsx";

/** What the board's page shows: the figures that were asked for, or why they are not shown. */
export interface BoardShown {
  readonly board:
    | (Board & {
        readonly title: string;
        readonly at: Instant;
        readonly stillOpen: Shown;
        readonly references: readonly ReferenceLine[];
        readonly actions: { readonly open: number; readonly late: number };
        readonly concerns: { readonly open: number; readonly late: number };
      })
    | undefined;
  /** The periods that are over, the latest first. */
  readonly periods: readonly Choice[];
  readonly areas: readonly { readonly code: string; readonly title: string }[];
  readonly typed: Typed;
  readonly why: string | undefined;
}
