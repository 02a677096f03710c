import { type Instant, plus } from "../core/time.ts";

/** Hundreds of boards ask every five seconds, and most of them the same: so long they are told the same. An index may be as far behind by itself. */
const AT_ONE_BEAT = "PT1S";

/**
 * Whoever asks again at a beat is content with what another one was told under the same name within the second before. Without a beat it
 * is asked anew, and told to nobody else; so is what has failed. What is older than the second is let go with the next that is asked.
 */
export function atOneBeat<T>() {
  const lately = new Map<string, { readonly at: Instant; readonly until: Instant; readonly found: Promise<T> }>();
  return (name: string, beat: Instant | undefined, ask: () => Promise<T>): Promise<T> => {
    const before = lately.get(name);
    if (beat && before && before.at <= beat && beat < before.until) return before.found;
    const found = ask();
    if (!beat) return found;
    lately.delete(name);
    for (const [old, { until }] of lately) {
      if (until > beat) break;
      lately.delete(old);
    }
    lately.set(name, { at: beat, until: plus(beat, AT_ONE_BEAT), found });
    found.catch(() => lately.get(name)?.found === found && lately.delete(name));
    return found;
  };
}
