import * as z from "zod";
import { Code } from "../partnership/partnership.ts";
import { invalid } from "../refusal.ts";
import { safeText } from "../text.ts";
import type { Instant } from "../time.ts";
import type { Who } from "./ask.ts";
import type { Duty } from "./climb.ts";
import { stopped } from "./clock.ts";
import { decided, type Escalation } from "./escalation.ts";
import { hearing, hears } from "./hearing.ts";
import { begin, changing, type Move, marking, recording, settle, telling } from "./move.ts";
import { mustBeAllowed, mustHaveSeen } from "./rules.ts";

/** What the raising side did with the answer, by the code of a response; and why, where that is something else than was answered. */
export const Responding = z.strictObject({ code: Code, why: safeText(1000).optional() });

/**
 * Whoever asked says what they did with the answer: the decision stays theirs. They may say it anew as long as the answer stands. Throws
 * Invalid when it is something else than was answered and nobody says why, or when somebody else was asked and nobody says whom.
 */
export function respond(
  current: Escalation,
  { code, why }: z.output<typeof Responding>,
  by: Who,
  seen: number,
  now: Instant,
  duty: Duty,
): Move {
  mustBeAllowed("respond", current, by, duty);
  mustHaveSeen(current, seen);
  const { responses } = current.terms;
  const response = responses.find((one) => one.code === code);
  if (!response) throw invalid({ field: "code", reason: `one of ${responses.map((one) => one.code).join(", ")}` });
  if (response.elsewhere && !why) throw invalid({ field: "why", reason: "say who was asked, and what they said" });
  const followedBy = decided(current)?.followedBy ?? [];
  const follows = followedBy.length > 0 ? followedBy.includes(code) : null;
  if (follows === false && !why) throw invalid({ field: "why", reason: "it is something else than was answered: say why" });
  const about = { code, why: why ?? null, follows };
  const heard = hears(begin(current), by, now);
  const clocks = stopped(heard.next.clocks, ["respond"], now);
  const said = recording(changing(heard, { response: { ...about, by, at: now }, clocks }), by, now, { what: "responded", about });
  const told = telling(said, "update", hearing(current, by, duty, now), "responded");
  return settle(current, marking(told, by, now, "responded"), now);
}
