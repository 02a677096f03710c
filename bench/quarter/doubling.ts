import { mergeInto } from "../../core/escalation/close.ts";
import { linkRequest } from "../../core/escalation/news.ts";
import { hearOfRelated, said } from "../../core/escalation/related.ts";
import type { Instant } from "../../core/time.ts";
import { matchOf } from "./beginning.ts";
import { answerer } from "./pressing.ts";
import { type Press, pass, type Steps, type Story, take } from "./telling.ts";

/**
 * Another agency raises about the same person without knowing of this case: each names the other, and minutes later somebody says that
 * they are the same. The newer ends in this one, with every word of it. `second` makes the newer case at its time.
 */
export function* doubling(story: Story, second: (at: Instant) => Story): Steps {
  const { chance } = story;
  let newer: Story | undefined;
  while (!newer)
    yield {
      after: chance.around(5),
      press: (of, now) => {
        newer = second(now);
        const match = matchOf(newer.of, of.ask);
        const { raised, ask, terms } = newer.of;
        const body = { pathway: terms.pathway, ...ask };
        return { move: "raise", by: raised.by, body, makes: (it, _, at, on) => hearOfRelated(it, match, at, on) };
      },
    };
  const other = newer;
  while (!other.of.closed)
    yield {
      after: chance.around(4),
      press: (of, now, duty) => {
        const by = answerer(story, duty); // whoever answers shares both
        if (!by) return undefined;
        pass(other, now);
        const { id, reference, ask, raised, priority, news } = other.of;
        take(other, (its) => said(mergeInto(its, of.reference, BECAUSE, by, now, duty), of, true, BECAUSE, by, now));
        const from = { author: by, from: reference, wanted: priority, news };
        const makes: Press["makes"] = (it, _, at, on) =>
          said(linkRequest(it, ask, BECAUSE, raised.by, at, on, from), { id, reference }, true, BECAUSE, by, at);
        return { move: "related", by, body: { other: id, same: true, because: BECAUSE }, makes };
      },
    };
}
const BECAUSE = "The same name, age and address";
