import { firstHeard } from "../core/escalation/first-heard.ts";
import type { Notice } from "../core/escalation/notice.ts";
import type { CaseRef } from "../core/keys.ts";
import { isPractice } from "../core/partnership/practice.ts";
import { between, type Instant } from "../core/time.ts";
import * as cases from "./aws/cases.ts";
import { log, measure, nameOf } from "./log.ts";

/** Cases whose first confirmed page is known here: what is confirmed later is none, and a case with many messages is not read for each of them. */
const MOST_KNOWN = 1000;
const known = new Set<string>();

/** Counts how long a case waited for its first confirmed page, when this is that page. A receipt that was noted stands, counted or not. */
export async function countDelivery(ref: CaseRef, { id, kind }: Pick<Notice, "id" | "kind">, now: Instant): Promise<void> {
  if (kind !== "page" || isPractice(ref.partnership) || known.has(ref.id)) return;
  try {
    const [{ raised }, told] = await Promise.all([cases.outline(ref), cases.noticesOf(ref)]);
    const first = firstHeard(told);
    if (first) {
      if (known.size >= MOST_KNOWN) known.clear();
      known.add(ref.id);
    }
    if (first?.id === id && first.at === now) measure(now, { FirstDelivery: between(raised.at, now) });
  } catch (error) {
    log("delivery_not_counted", { case: ref.id, notice: id, error: nameOf(error) });
  }
}
