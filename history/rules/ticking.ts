import { isRunning, type Limit } from "../../core/escalation/clock.ts";
import { ofEach, type Rule } from "../known.ts";

/** They wake somebody, and are nothing that anybody owes. */
const WAKES: readonly Limit[] = ["shift_end", "detention_ends", "plan_review"];

/** What is open is never left lying: something is owed on it, by a time. Whether that time was kept is another rule's to say. */
export const ticking: Rule = {
  name: "an open case ticks",
  says: "As long as a case is open, a limit that somebody owes runs on it; once it has closed, none does.",
  from: "design.md 1",
  broken: ofEach(function* ({ versions }) {
    for (const { number, after } of versions) {
      const running = after.clocks.filter(isRunning);
      if (after.closed && running.length > 0)
        yield `version ${number} is closed, and ${running.map(({ limit }) => limit)} runs on`;
      if (!after.closed && running.every(({ limit }) => WAKES.includes(limit)))
        yield `version ${number} is open, and nothing is owed`;
      const asking = running.some(({ limit }) => limit === "acknowledge" || limit === "repeat");
      const undecided = running.some(({ limit }) => limit === "decide");
      if (undecided && !asking && after.owner === null)
        yield `version ${number} is to be decided, nobody has it and nobody is asked`;
    }
  }),
};
