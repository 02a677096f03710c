import * as z from "zod";
import { MEASURE_CODES } from "../measures/codes.ts";
import { Code, Title } from "./codes.ts";

const sentence = z.string().min(1).max(400);

/** A figure that others have published of the scheme, to be seen beside ours and never to be counted with them. */
export const PublishedFigure = z.strictObject({
  code: Code,
  title: Title,
  unit: z.enum(["percent", "hours", "seconds", "count"]),
  /** Both the same where one number was published. */
  low: z.number().nonnegative(),
  high: z.number().nonnegative(),
  /** What it was before the scheme, where that was published with it. */
  before: z.number().nonnegative().nullable(),
  source: sentence,
  published: sentence,
  caveat: sentence,
  /** The measure of ours that it stands beside; null where we measure nothing like it. */
  beside: z.enum(MEASURE_CODES).nullable(),
});
export type PublishedFigure = z.output<typeof PublishedFigure>;

/** What partners look at beside their own figures, and what nobody can know from here. */
export const Monitoring = z.strictObject({
  version: z.int().positive(),
  owner: Title,
  note: z.string().max(500),
  published: z.array(PublishedFigure),
  unknown: z.array(z.strictObject({ title: Title, because: sentence })),
});
export type Monitoring = z.output<typeof Monitoring>;
